// The door: all of the caller's code that can run, getters and proxies, runs here, before the core
// is entered. What passes is a copy, in which each value is what it must be.

import { invalidArgument, WxError } from './error.js';

/** Says what a value must be: gives it back, copied where it is a list, or throws. */
export type Judge<T = unknown> = (argument: string, value: unknown) => T;

/**
 * A judge for each property of an object of arguments, all of them: the compiler sees to it.
 * `true`: whoever picked it judges it.
 */
type Judges<T> = { readonly [K in keyof Required<T>]: Judge | true };

declare const isBare: unique symbol;

/** The same without what all objects have: whatever is `in` it is the name of a property. */
export type Table<T> = Judges<T> & { readonly [isBare]: true };

/**
 * What a table or a copy inherits from, so that it has nothing of what all objects have, whatever
 * somebody put there. An object that inherits from it is faster than one without a prototype.
 */
const bare: object = Object.create(null);

/** A table of these. */
export function tableOf<T extends object>(judges: Judges<T>): Table<T> {
  return Object.setPrototypeOf(judges, bare);
}

/** The names of a table. */
interface Names<T> {
  has(name: string): boolean;
  /** The properties with these names, judged. */
  read(input: T): T;
}

/**
 * The properties of an object that are in the table, each read once, wherever it is, be it a getter
 * of a class. What is undefined is absent. What is not in the table is refused, so that a typo
 * switches no check off. `names`: those of the table, written out, which V8 finds in less time.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function pick<T extends object>(
  argument: string,
  input: T,
  table: Table<T>,
  names: Names<T> = namesOf(table),
): T {
  try {
    requireObject(argument, input);
    // Names first, because one that is misspelt is also one that is missing.
    refuseUnknown(argument, input, table, names);
    return names.read(input);
  } catch (error) {
    throw error instanceof WxError ? error : unreadable(argument);
  }
}

function namesOf<T extends object>(table: Table<T>): Names<T> {
  return {
    has: (name) => name in table,
    read(input) {
      const picked: T = Object.create(bare);
      for (const name in table as Judges<T>) {
        const value = judged(name, propertyOf(input, name), table[name]);
        if (value !== undefined) picked[name] = value;
      }
      return picked;
    },
  };
}

/** The same of an object that may be anything: what is not what it must be is left out. */
export function pickLeniently<T extends object>(input: T, table: Table<T>): Partial<T> {
  const picked: Partial<T> = Object.create(bare);
  for (const name of Object.keys(table) as (keyof T & string)[]) {
    try {
      picked[name] = judged(name, propertyOf(input, name), table[name]);
    } catch {
      // It counts as missing.
    }
  }
  return picked;
}

/** A value, judged. */
export function judged<V>(name: string, value: V | undefined, judge: Judge | true): V {
  return (judge === true ? value : judge(name, value)) as V;
}

/** What an object has by this name, or its class. */
export function propertyOf<T extends object, K extends keyof T & string>(
  object: T,
  name: K,
): T[K] | undefined {
  const value = object[name];
  return isOfAll(object, name, value) ? undefined : value;
}

/** Whether it is what somebody put on every object: that is on none in particular. */
function isOfAll(object: object, name: string, value: unknown): boolean {
  return value !== undefined && name in Object.prototype && !Object.hasOwn(object, name);
}

/**
 * A copy with what is on the object itself, so that what it lacks is undefined, whatever all
 * objects have.
 */
export function ownOf<T extends object>(object: T): T {
  return Object.assign(Object.create(bare), object);
}

function refuseUnknown<T extends object>(
  argument: string,
  input: T,
  table: Table<T>,
  names: Names<T>,
): void {
  for (const name in input) {
    if (names.has(name) || isHarmless(input, name)) continue;
    // Data that became a key by mistake is not shown.
    if (/^[A-Za-z0-9_]{1,40}$/.test(name)) {
      const meant = nearest(name, Object.keys(table));
      const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
      throw invalidArgument(name, `is not a known option${hint}`);
    }
    throw invalidArgument(argument, 'has a property that is not a known option');
  }
}

/**
 * What an unknown option is called here: other libraries and WeChat's pages have names of their
 * own.
 */
const ALIASES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['accesstoken', 'tokens'],
  ['appsecret', 'secret'],
  ['code', 'js_code'],
  ['jscode', 'code'],
]);

/** What names of durations end with here, and with other libraries do not. */
const UNITS = ['seconds', 'ms'];

/** The known name that a misspelt one stands for, if it can be told. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (it: string) => it.toLowerCase().replaceAll('_', '');
  const alias = ALIASES.get(plain(name));
  return (
    known.find((it) => plain(it) === plain(name) || it === alias) ??
    known.find((it) => UNITS.some((unit) => plain(it) === plain(name) + unit)) ??
    known.find((it) => it.length > 3 && isOneEdit(plain(it), plain(name)))
  );
}

/** Whether one character was added, left out or replaced, or two were swapped. */
function isOneEdit(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [left, right] = [one.slice(start), other.slice(start)];
  const isSwapped = left[0] === right[1] && left[1] === right[0];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (isSwapped && left.slice(2) === right.slice(2))
  );
}

/** Methods that are inherited are no options, nor is what is on every object. */
function isHarmless(input: object, name: string): boolean {
  if (Object.hasOwn(input, name)) return false;
  return name in Object.prototype || typeof input[name as keyof object] === 'function';
}

/** A getter of it throws, or it is a proxy that cannot be looked at. */
export function unreadable(argument: string): WxError {
  return invalidArgument(argument, 'must be a readable object');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function requireObject(argument: string, input: unknown): void {
  try {
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return;
  } catch {
    throw unreadable(argument);
  }
  throw invalidArgument(argument, 'must be an object');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` if it is no list, or cannot be read as one. */
export function listOf(argument: string, value: unknown): unknown[] {
  return copyOf(argument, value, 'must be a list of objects', (_, entry) => entry);
}

/**
 * A copy of a list, with each entry judged. What is behind the most that it can have is left out.
 */
function copyOf<T>(
  argument: string,
  value: unknown,
  demand: string,
  judge: Judge<T>,
  most = Number.POSITIVE_INFINITY,
): T[] {
  try {
    if (Array.isArray(value)) {
      const length = Math.min(value.length, most);
      return Array.from({ length }, (_, index) => judge(argument, value[index]));
    }
  } catch {
    // Why an entry is refused, or what its getter throws, says no more than the demand, and may
    // hold anything.
  }
  throw invalidArgument(argument, demand);
}

/** What was picked, as JSON. */
export function toJson(argument: string, picked: object): string {
  try {
    return JSON.stringify(picked);
  } catch {
    throw unreadable(argument);
  }
}

// What a value can have to be. The tables of the endpoints and of the functions are generated from
// the Rust types.

/**
 * No text that the core would look at is longer: what is behind need not be copied to be refused.
 */
const MAX_CHARS = 1024 * 1024;

/** All texts of a list together, with one for each. More could not cross as one text. */
const MAX_LIST_CHARS = 4 * MAX_CHARS;

/** Lists with gaps are those of session keys, of which the core takes a few. */
const MAX_GAPS = 16;

/** Any text. */
export function text(argument: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidArgument(argument, 'must be a string');
  return value.length > MAX_CHARS ? value.slice(0, MAX_CHARS + 1) : value;
}

/** One text, or a list of them. */
export function textOrTexts(argument: string, value: unknown): string | string[] {
  return typeof value === 'string' ? text(argument, value) : listWith(text, argument, value);
}

/** The same, and entries of the list may be missing. */
export function textOrGaps(argument: string, value: unknown): string | (string | null)[] {
  if (typeof value === 'string') return text(argument, value);
  return listWith(textOrGap, argument, value, MAX_GAPS);
}

function textOrGap(argument: string, value: unknown): string | null {
  return value === undefined || value === null ? null : text(argument, value);
}

function listWith<T extends string | null>(
  judge: Judge<T>,
  argument: string,
  value: unknown,
  most?: number,
): T[] {
  const demand = `must be a string or a list of strings, ${OF_LIMITED_LENGTH}`;
  return copyOf(argument, value, demand, limited(judge), most);
}

/** A list of texts. */
export function texts(argument: string, value: unknown): string[] {
  return copyOf(argument, value, `must be a list of strings, ${OF_LIMITED_LENGTH}`, limited(text));
}

const OF_LIMITED_LENGTH = 'of at most 4 Mi characters together';

/** The same judge for the entries of one list, which refuses those that are too many. */
function limited<T extends string | null>(judge: Judge<T>): Judge<T> {
  let left = MAX_LIST_CHARS;
  return (argument, value) => {
    const judged = judge(argument, value);
    left -= 1 + (judged?.length ?? 0);
    if (left < 0) throw invalidArgument(argument, `must be ${OF_LIMITED_LENGTH}`);
    return judged;
  };
}

/** Any finite number. */
export function number(argument: string, value: unknown): number {
  if (Number.isFinite(value)) return value as number;
  throw invalidArgument(argument, 'must be a finite number');
}

/** `true` or `false`. */
export function flag(argument: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidArgument(argument, 'must be true or false');
}

/** Whatever JSON can hold. */
export function any(_: string, value: unknown): unknown {
  if (JSON_HAS.has(typeof value)) return value;
  // It has no JSON. It is written all the same, to be refused by who knows what it must be.
  return null;
}

const JSON_HAS = new Set(['string', 'number', 'boolean', 'object']);

/** It may be missing. */
export function maybe<T>(judge: Judge<T>): Judge<T | undefined> {
  return (argument, value) => (value === undefined ? value : judge(argument, value));
}

/** One of few texts. */
export function word(words: readonly string[], demand: string): Judge<string> {
  return (argument, value) => {
    if (words.includes(value as string)) return value as string;
    throw invalidArgument(argument, demand);
  };
}

/** A list of objects. */
export function each<T extends object>(table: Table<T>): Judge<T[]> {
  return (argument, value) =>
    listOf(argument, value).map((entry) => pick(argument, entry as T, table));
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function nonEmpty(argument: string, value: unknown): string {
  if (typeof value === 'string' && value) return value;
  throw invalidArgument(argument, 'must be a non-empty string');
}

/** What the language itself says of a value, whatever the value says. */
function getterOf(prototype: object, name: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as () => unknown;
}

const nameOfTypedArray = /* @__PURE__ */ getterOf(
  /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
);

const lengthOfBuffer = /* @__PURE__ */ getterOf(ArrayBuffer.prototype, 'byteLength');

/** A text, or a copy of bytes, of whatever realm. */
export function textOrBytes(argument: string, value: unknown): string | Uint8Array {
  if (typeof value === 'string') return value;
  try {
    if (nameOfTypedArray.call(value) === 'Uint8Array') return new Uint8Array(value as Uint8Array);
    lengthOfBuffer.call(value);
    return new Uint8Array(new Uint8Array(value as ArrayBuffer));
  } catch {
    // It is something else, or its memory has gone elsewhere.
    throw invalidArgument(argument, 'must be a string, a Uint8Array or an ArrayBuffer');
  }
}

/** Whether it is an object with these methods, and one that can be looked at. */
export function hasMethods(value: unknown, names: readonly PropertyKey[]): boolean {
  try {
    const object = value as Record<PropertyKey, unknown>;
    return names.every((name) => typeof object[name] === 'function');
  } catch {
    // It has none, or it throws.
    return false;
  }
}

/**
 * A text without white space around it: a line break at the end of an environment variable is part
 * of no appid.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function aWord(argument: string, value: unknown): string {
  if (typeof value === 'string' && value && value.trim() === value) return value;
  throw invalidArgument(argument, 'must be a non-empty string without white space around it');
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function aFunction<T>(argument: string, value: T): T {
  if (typeof value === 'function') return value;
  throw invalidArgument(argument, 'must be a function');
}

/**
 * A clock. What it says is judged at each call: milliseconds since 1970.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, from here and from the clock
 */
export function aClock(value: () => number): () => number {
  const now = aFunction('now', value);
  return () => {
    const time = now();
    if (Number.isFinite(time) && time >= 0) return time;
    throw invalidArgument('now', 'must return milliseconds since 1970');
  };
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function aNumber(argument: string, value: number, from: number, to: number): number {
  if (typeof value === 'number' && value >= from && value <= to) return value;
  throw invalidArgument(argument, `must be a number from ${from} to ${to}`);
}
