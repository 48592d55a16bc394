// What nobody but WeChat could confirm says so where it is read: in the types, and in the fake's
// list.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

import { install, load } from './installed.mjs';

const fixture = new URL('../fixtures/inferred.json', import.meta.url);
const known = JSON.parse(readFileSync(fixture, 'utf8'));
const { esm: testing } = await load(install(), 'testing');

/** What a file declares with `@remarks`: the type, its field, or the function. */
function remarks(file) {
  const path = new URL(`../../pkg/src/${file}`, import.meta.url);
  const source = ts.createSourceFile(
    file,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = new Map();
  const visit = (node, names) => {
    const own = node.name && !ts.isMethodSignature(node) ? [...names, node.name.getText()] : names;
    for (const tag of ts.getJSDocTags(node)) {
      const isOwn = tag.parent.parent === node;
      if (isOwn && tag.tagName.text === 'remarks') found.set(own.join('.'), tag.comment);
    }
    ts.forEachChild(node, (child) => visit(child, own));
  };
  for (const statement of source.statements) visit(statement, []);
  return found;
}

test('the types say which fields are inferred, and from what', () => {
  const files = ['generated/types.ts', 'generated/decrypters.ts', 'push-event.ts'];
  const found = new Map(files.flatMap((file) => [...remarks(file)]));
  for (const [name, text] of found) assert.match(text, /^inferred: \S/, name);
  // The methods of clients repeat what their parameters say.
  const names = [...found.keys()].filter((name) => !/Endpoints(\.|$)/.test(name));
  assert.deepEqual(names.sort(), Object.keys(known.types).sort());
});

test('the fake says which behaviours are inferred, in both languages', () => {
  const marked = testing.behaviours.filter(({ inferred }) => inferred);
  const names = marked.map(({ name }) => name);
  assert.deepEqual(names.sort(), Object.keys(known.behaviours).sort());
  for (const { inferred } of marked) {
    assert.match(inferred.zh, /[\u4e00-\u9fff]/);
    assert.match(inferred.en, /^[\w-]+( |$)/);
  }
});
