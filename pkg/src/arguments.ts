// All of the caller's code that can run, getters and proxies, runs here, before the core is entered. What is
// right and what is wrong is not decided here: the core does that.

import { invalidArgument } from './error.js';

/** The names of an object's properties, all of them: the compiler sees to it. */
export type Names<T> = { readonly [K in keyof Required<T>]: true };

/**
 * An object of arguments as JSON. The named properties are read wherever they are, be it a getter of a
 * class, so that no option is overlooked; and what else is there goes along, to be refused.
 */
export function toJson<T extends object>(input: T, names: Names<T>): string {
  try {
    return isObject(input) ? write(input, names) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** A list of such objects. One that cannot be read spoils no other. */
export function listToJson<T extends object>(inputs: readonly T[], names: Names<T>): string {
  try {
    if (!Array.isArray(inputs)) return UNREADABLE;
    return `[${Array.from(inputs, (input) => toJson(input, names)).join(',')}]`;
  } catch {
    return UNREADABLE;
  }
}

/**
 * The named properties of options that stay in JavaScript, each read once. What is no option is refused.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function pick<T extends object>(argument: string, input: T, names: Names<T>): T {
  // What somebody put on every object must not be found in it either.
  const picked: Partial<T> = Object.create(null);
  let other: string | undefined;
  try {
    if (!isObject(input)) throw new TypeError();
    for (const name in names) {
      if (isOwn(input, name) && input[name] !== undefined) picked[name] = input[name];
    }
    other = Object.keys(input).find((name) => !Object.hasOwn(names, name));
  } catch {
    throw invalidArgument(argument, 'must be an object that can be read');
  }
  if (other === undefined) return picked as T;
  // Data that became a key by mistake is not shown.
  if (/^[A-Za-z0-9_]{1,40}$/.test(other)) throw invalidArgument(other, 'is no known option');
  throw invalidArgument(argument, 'has a property that is no known option');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function nonEmpty(argument: string, value: unknown): string {
  if (typeof value === 'string' && value) return value;
  throw invalidArgument(argument, 'must be a string that is not empty');
}

/** Whether it is an object with these methods, and one that can be looked at. */
export function hasMethods(value: unknown, names: readonly PropertyKey[]): boolean {
  try {
    const object = value as Record<PropertyKey, unknown> | null | undefined;
    return names.every((name) => typeof object?.[name] === 'function');
  } catch {
    return false;
  }
}

/**
 * A text without white space around it: a line break at the end of an environment variable is part of no appid.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function aWord(argument: string, value: unknown): string {
  if (typeof value === 'string' && value && value.trim() === value) return value;
  throw invalidArgument(argument, 'must be a string, not empty, without white space around it');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function aFunction<T>(argument: string, value: T): T {
  if (typeof value === 'function') return value;
  throw invalidArgument(argument, 'must be a function');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function aNumber(argument: string, value: number, from: number, to: number): number {
  if (typeof value === 'number' && value >= from && value <= to) return value;
  throw invalidArgument(argument, `must be a number from ${from} to ${to}`);
}

/** What somebody put on every object is no option of this call. */
function isOwn(input: object, name: PropertyKey): boolean {
  return Object.hasOwn(input, name) || !(name in Object.prototype);
}

/** The core refuses what is no object. */
const UNREADABLE = 'null';

/** No text that the core would look at is longer: what is behind need not be copied to be refused. */
const MAX_CHARS = 1024 * 1024;

/** Written property by property: an object that is only made to be written takes twice as long. */
function write<T extends object>(input: T, names: Names<T>): string {
  let json = '';
  const add = (name: string, value: unknown) => {
    if (value !== undefined) json += `${json && ','}${JSON.stringify(name)}:${toText(value)}`;
  };
  for (const name in names) {
    if (isOwn(input, name)) add(name, input[name]);
  }
  for (const name in input) {
    if (!(name in names) && isOwn(input, name) && typeof input[name] !== 'function')
      add(name, input[name]);
  }
  return `{${json}}`;
}

/** What has no JSON (functions, symbols) is written all the same, to be refused. */
function toText(value: unknown): string {
  const text = typeof value === 'string' ? value.slice(0, MAX_CHARS + 1) : value;
  return JSON.stringify(text) ?? 'null';
}

function isObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
