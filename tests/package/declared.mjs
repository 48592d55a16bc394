// What the generated types declare: what has a name there has to be in every list that is written by hand.

import { readFileSync } from 'node:fs';

export const generated = readFileSync(
  new URL('../../pkg/src/generated.ts', import.meta.url),
  'utf8',
);

/** The members of a union. */
export function union(name) {
  const members = generated.match(new RegExp(`export type ${name} = (.*);`))[1];
  return [...members.matchAll(/"(\w+)"/g)].map(([, member]) => member).sort();
}

/** The kinds of data, without that which is none. */
export const kinds = union('Kind').filter((kind) => kind !== 'unknown');

/** The options of `decrypt`. */
export const options = Array.from(
  generated.match(/export type DecryptInput = \{(.*?)\};/s)[1].matchAll(/^(\w+)\??:/gm),
  ([, option]) => option,
);
