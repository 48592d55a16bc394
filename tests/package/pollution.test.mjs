// Something else in the process has put names on every object. No answer changes by it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect, isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

import { own, scenariosOf } from './exports.mjs';
import { install, load } from './installed.mjs';
import { pairs } from './pairs.mjs';

const { esm: wx } = await load(install());
const sources = new URL('../../pkg/src/', import.meta.url);

/**
 * What the language itself looks for on any object: whoever puts them there breaks `await`,
 * `Object.defineProperty` and `JSON.stringify` in all programs.
 */
const OF_THE_LANGUAGE = ['then', 'get', 'set', 'toJSON', 'return', 'throw', 'next'];

/** Every name that the package reads of anything, as its sources say. */
function namesRead() {
  const names = new Set();
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node) || ts.isPropertySignature(node))
      names.add(node.name.text);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      names.add(node.name.text);
    }
    if (ts.isBindingElement(node)) names.add((node.propertyName ?? node.name).text);
    ts.forEachChild(node, visit);
  };
  for (const file of readdirSync(sources, { recursive: true })) {
    if (!file.endsWith('.ts') || /^(testing|miniprogram)\b/.test(file)) continue;
    visit(
      ts.createSourceFile(
        file,
        readFileSync(new URL(file, sources), 'utf8'),
        ts.ScriptTarget.Latest,
      ),
    );
  }
  return [...names].filter(
    (name) => name && !(name in Object.prototype) && !OF_THE_LANGUAGE.includes(name),
  );
}

const names = namesRead();
const scenarios = scenariosOf(wx);

const values = ['POLLUTED', 1, { openid: 'evil', errcode: 40001 }, () => ({ openid: 'evil' })];

test('every export is here, and every kind of name', () => {
  assert.deepEqual(Object.keys(scenarios).sort(), Object.keys(wx).sort());
  for (const name of ['unionid', 'body', 'is_snapshotuser', 'errcode', 'causeCode', 'repairs']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.length > 300);
});

const chosen = pairs(values, Object.keys(scenarios));

for (const value of values) {
  test(`every export answers as ever when all objects have ${inspect(value)}`, async () => {
    const answers = async () => {
      const given = {};
      for (const [its, name] of chosen) if (its === value) given[name] = await scenarios[name]();
      return own(given);
    };
    const expected = await answers();
    assert.equal(difference(await polluted(value, answers), expected), undefined);
  });
}

/** The first place where they differ: all of it would be too much to look at. */
function difference(one, other, path = 'answer') {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) {
    return `${path}: ${inspect(one)}, not ${inspect(other)}`;
  }
  const keys = new Set([...Reflect.ownKeys(one), ...Reflect.ownKeys(other)]);
  const at = [...keys].find((key) => !isDeepStrictEqual(one[key], other[key]));
  return difference(one[at], other[at], `${path}.${String(at)}`);
}

/** Runs while every object has these names. */
async function polluted(value, run) {
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  try {
    return await run();
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
}
