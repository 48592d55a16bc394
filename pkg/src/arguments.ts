// All of the caller's code that can run, getters and proxies, runs here, before the core is entered. What is
// right and what is wrong is not decided here: the core does that.

/** The names of an object's properties, all of them: the compiler sees to it. */
export type Names<T> = { readonly [K in keyof Required<T>]: true };

/**
 * An object of arguments as JSON. The named properties are read wherever they are, be it a getter of a
 * class, so that no option is overlooked; and what else is there goes along, to be refused.
 */
export function toJson<T extends object>(input: T, names: Names<T>): string {
  try {
    return JSON.stringify(isObject(input) ? plain(input, names) : null);
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

/** The core refuses what is no object. */
const UNREADABLE = 'null';

/** No text that the core would look at is longer: what is behind need not be copied to be refused. */
const MAX_CHARS = 1024 * 1024;

function plain<T extends object>(input: T, names: Names<T>): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  const take = (name: keyof T & string) => {
    // What somebody put on every object is no option of this call.
    if (name in Object.prototype && !Object.hasOwn(input, name)) return;
    const value = input[name];
    if (typeof value !== 'function') copy[name] = short(value);
  };
  for (const name in names) take(name);
  for (const name in input) if (!(name in copy)) take(name);
  return copy;
}

function short(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, MAX_CHARS + 1) : value;
}

function isObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
