// What the generated types declare: what has a name there has to be in every list that is written
// by hand.

import { readFileSync } from 'node:fs';
import ts from 'typescript';

export const generated = readFileSync(
  new URL('../../pkg/src/generated/types.ts', import.meta.url),
  'utf8',
);

const { statements } = ts.createSourceFile('types.ts', generated, ts.ScriptTarget.Latest);

function declared(name) {
  return statements.find((it) => ts.isTypeAliasDeclaration(it) && it.name.text === name).type;
}

/** The members of a union. */
export function union(name) {
  return declared(name)
    .types.map(({ literal }) => literal.text)
    .sort();
}

/** The kinds of data, without that which is none. */
export const kinds = union('Kind').filter((kind) => kind !== 'unknown');

/** The options of `decrypt`. */
export const options = declared('DecryptInput').members.map(({ name }) => name.text);

/** The codes of errors that only TypeScript throws. */
export const outerCodes = declared('OuterErrorFields').types.map(
  ({ members: [code] }) => code.type.literal.text,
);
