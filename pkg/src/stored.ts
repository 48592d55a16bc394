// How a text of a store is read: a store is another program, and others can write to it.

import { ownOf } from './arguments.js';
import type { Tell } from './store.js';

/** What each field must be. There are no others. */
export type Shape<T> = { readonly [K in keyof Required<T>]: (value: unknown) => boolean };

/** What a store gave is not what was put into it. */
export class Corrupt extends Error {}

/**
 * How far the clocks of processes may differ. A value with a later time was not written by any of
 * them.
 */
export const CLOCK_SKEW_MS = 300_000;

/** @throws {Corrupt} */
export function readAs<T>(shape: Shape<T>, text: string): T {
  try {
    const fields: Record<string, unknown> = ownOf(JSON.parse(text, withoutProto));
    const names = Object.keys(shape) as (keyof T & string)[];
    const isKnown = Object.keys(fields).every((name) => Object.hasOwn(shape, name));
    if (isKnown && names.every((name) => shape[name](fields[name]))) return fields as T;
  } catch {
    // It is no JSON, or not harmless.
  }
  throw new Corrupt();
}

/** What was read, or `undefined` if it is corrupt, which is told. */
export async function unlessCorrupt<T>(tell: Tell, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Corrupt)) throw error;
    tell({ operation: 'get', reason: 'corrupt' });
    return undefined;
  }
}

export function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Milliseconds since 1970. */
export function isTime(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function withoutProto(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new Corrupt();
  return value;
}
