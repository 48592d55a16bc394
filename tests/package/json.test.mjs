import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { test } from 'node:test';

import { int, pick } from '../diagnosis/from-the-field-calls.mjs';
import { seed, seeded } from '../diagnosis/seeded.mjs';
import { install, load } from './installed.mjs';

const { esm } = await load(install());
const APPID = 'wx4f4bc4dec97d474b';
const WATERMARK = `"watermark":{"timestamp":1477314187,"appid":"${APPID}"}`;

/** What the package makes of a text that somebody encrypted. */
function decrypted(text) {
  const key = Buffer.alloc(16, 1);
  const cipher = createCipheriv('aes-128-cbc', key, key);
  const encryptedData = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
  const base64 = key.toString('base64');
  const input = { appid: APPID, sessionKey: base64, encryptedData, iv: base64 };
  try {
    return esm.decrypt({ ...input, dangerouslyAllowMissingWatermark: true }).data;
  } catch (error) {
    assert.ok(error instanceof esm.WxError);
    return error.code;
  }
}

/**
 * What `JSON.parse` makes of it, by the same rules: an object, and no control character spoils it.
 */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : 'ERR_DECRYPT_FAILED';
  } catch {
    return 'ERR_DECRYPT_FAILED';
  }
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '/',
  ' ',
  '0',
  '-',
  '1',
  '.',
  'e',
  '+',
  'null',
  'true',
  '"a"',
  '"b":',
  '"\\ud83d"',
  '"\\ud83d\\ude00"',
  '"\\u0061":1',
  '1e999',
  '-0',
  '01',
  '1.',
  '.5',
  '"__proto__":{"x":1}',
  '"😀"',
  '"\u2028"',
  '\u00a0',
  '\ufeff',
  '"\\/"',
  '"\\x"',
  "'a'",
  'NaN',
  '// c',
  '1E-5',
  '\u007f',
  '123456789012345678901234567890',
];

test('it accepts and refuses what JSON.parse does, with the same values', () => {
  const outcomes = { taken: 0, refused: 0 };
  const random = seeded(seed);
  for (let round = 0; round < 20_000; round++) {
    const text = edited(random);
    const expected = parsed(text);
    // A key that is named twice is refused on purpose; JSON.parse takes the last.
    if (expected !== 'ERR_DECRYPT_FAILED' && namesOneTwice(text, expected)) continue;
    assert.deepEqual(decrypted(text), expected, JSON.stringify(text));
    outcomes[expected === 'ERR_DECRYPT_FAILED' ? 'refused' : 'taken']++;
  }
  assert.ok(outcomes.taken > 500 && outcomes.refused > 500, JSON.stringify(outcomes));
});

/** A good text with a few random pieces put in, taken out or put twice. */
function edited(random) {
  const value = pick(random, ['1', '"e"', '{}', '[]', 'null', '-1.5e-3']);
  let text = `{"a":[1,{"b":"c"}],"d":${value}}`;
  for (let edits = int(random, 0, 4); edits > 0; edits--) {
    const at = int(random, 0, text.length + 1);
    const length = int(random, 0, 3) ? 0 : int(random, 1, 4);
    const piece = int(random, 0, 3) ? pick(random, pieces) : '';
    text = text.slice(0, at) + piece + text.slice(at + length);
  }
  // Half of an emoji that was cut is no text that could be encrypted.
  return text.toWellFormed();
}

/**
 * Whether a good text names a key of its object twice: at depth one, each colon outside of strings
 * is a key.
 */
function namesOneTwice(text, value) {
  let [depth, keys] = [0, 0];
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:]/gu)) {
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (token === ':' && depth === 1) keys++;
  }
  return keys !== Object.keys(value).length;
}

test('a known field has the value that it was sent with, of whatever type', () => {
  const text = `{"nickName":true,"city":false,"province":"","gender":0,"country":"中",${WATERMARK}}`;
  assert.deepEqual(decrypted(text), JSON.parse(text));
});

test('raw control characters are kept', () => {
  for (let code = 0; code < 0x20; code++) {
    const nickName = `a${String.fromCharCode(code)}b`;
    assert.equal(decrypted(`{"nickName":"${nickName}",${WATERMARK}}`).nickName, nickName);
  }
});

test('__proto__ is a property like any other', () => {
  const data = decrypted(`{"__proto__":{"isAdmin":true},${WATERMARK}}`);
  assert.deepEqual(Object.keys(data), ['__proto__', 'watermark']);
  assert.equal(Object.getPrototypeOf(data), Object.prototype);
  assert.equal(data.isAdmin, undefined);
});

test('a lone surrogate arrives as it was sent', () => {
  assert.equal(decrypted(`{"nickName":"\\ud83d",${WATERMARK}}`).nickName, '\ud83d');
});

test('an object of 50,000 keys is read', () => {
  const keys = Array.from({ length: 50_000 }, (_, i) => `"k${i}":0`).join(',');
  assert.equal(Object.keys(decrypted(`{${keys},${WATERMARK}}`)).length, 50_001);
});
