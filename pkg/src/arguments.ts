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
  // What somebody put on every object is no option of this call.
  const has = (name: PropertyKey) => Object.hasOwn(input, name) || !(name in Object.prototype);
  for (const name in names) {
    if (has(name)) copy[name] = readable(input[name]);
  }
  for (const name in input) {
    if (!(name in names) && has(name) && typeof input[name] !== 'function') {
      copy[name] = readable(input[name]);
    }
  }
  return copy;
}

function readable(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.slice(0, MAX_CHARS + 1);
    // JSON would leave these out, as if nobody had asked for anything.
    case 'function':
    case 'symbol':
      return null;
    default:
      return value;
  }
}

function isObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
