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
  const given = parse(text);
  if (typeof given !== 'object' || given === null) throw new Corrupt();
  const fields: Record<string, unknown> = ownOf(given as Record<string, unknown>);
  if (Object.keys(fields).some((name) => !Object.hasOwn(shape, name))) throw new Corrupt();
  for (const name of Object.keys(shape) as (keyof T & string)[]) {
    if (!shape[name](fields[name])) throw new Corrupt();
  }
  return fields as T;
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
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (name, value) => {
      if (name === '__proto__') throw new Corrupt();
      return value;
    });
  } catch {
    throw new Corrupt();
  }
}
