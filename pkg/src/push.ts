import * as core from '../dist/bindgen/core.js';
import { call } from './core.js';
import { invalidArgument } from './error.js';
import { hexOf, hostRandomBytes } from './random.js';

/** What WeChat's console says of pushes. */
export interface PushConfig {
  readonly mode: string;
  readonly receivers: readonly string[];
  readonly tokens: readonly string[];
  readonly keys: readonly string[];
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function checked(config: PushConfig): PushConfig {
  call(core.checkPushConfig, crossing(config));
  return config;
}

/**
 * What crosses: the configuration, a query (none: an empty list), and the texts that a call takes.
 */
export function crossing(
  { mode, receivers, tokens, keys }: PushConfig,
  texts: readonly string[] = [],
  query: readonly string[] = [],
): string {
  return JSON.stringify([[mode], receivers, tokens, keys, query, texts]);
}

/** 16 random bytes, in hexadecimal digits: those that are given, or else the host's. */
export function randomDigits(given: Uint8Array = hostRandomBytes(16, 'random')): string {
  const digits = hexOf(given, 16);
  if (digits === undefined) throw invalidArgument('random', 'must be 16 bytes');
  return digits;
}
