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

/** The core refuses what is no object. */
const UNREADABLE = 'null';

/** No text that the core would look at is longer: what is behind need not be copied to be refused. */
const MAX_CHARS = 1024 * 1024;

/** Written property by property: an object that is only made to be written takes twice as long. */
function write<T extends object>(input: T, names: Names<T>): string {
  // What somebody put on every object is no option of this call.
  const has = (name: PropertyKey) => Object.hasOwn(input, name) || !(name in Object.prototype);
  let json = '';
  const add = (name: string, value: unknown) => {
    if (value !== undefined) json += `${json && ','}${JSON.stringify(name)}:${toText(value)}`;
  };
  for (const name in names) {
    if (has(name)) add(name, input[name]);
  }
  for (const name in input) {
    if (!(name in names) && has(name) && typeof input[name] !== 'function') add(name, input[name]);
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
