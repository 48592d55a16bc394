// What `diagnose` keeps to itself, that it answers whatever it is asked, and that it and `decrypt`
// are of one mind.

import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';

import * as book from '../diagnosis/by-the-book.mjs';
import * as field from '../diagnosis/from-the-field.mjs';
import { seed, seeded, some, take } from '../diagnosis/seeded.mjs';
import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import { pairs, sampled } from './pairs.mjs';

const { esm } = await load(install());
const { decrypt, diagnose } = esm;
const { input: good } = read('decrypt/official-user-info.json');

function* generated(count) {
  for (const generator of [book, field]) {
    for (const kind of ['good', 'singles', 'pairs']) {
      for (const one of take(some(count), generator[kind](seeded(seed)))) {
        yield { ...one, what: `seed ${seed}, ${generator.name}, ${one.what}` };
      }
    }
  }
}

// ---------------------------------------------------------------- it answers whatever it is asked

function throwing() {
  throw new TypeError('from a getter');
}

const cycle = { ...good };
cycle.self = cycle;

const values = [
  ...[undefined, null, true, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1n],
  ...['', ' ', 'text', '\ud83d', '\0', '%', '&#;', '\\', '"', '""', '\\u', '%zz', '====', '{}'],
  ...[Symbol('symbol'), () => 'function', new String('object'), new Date(Number.NaN), /re/],
  ...[new Map([['appid', 'x']]), Buffer.from('buffer'), new Uint8Array(16), Promise.resolve()],
  ...[[], [[]], [undefined, null, ''], [[good.sessionKey]], new Array(1000), ['a', 5, {}]],
  ...[Array(1000).fill(good.sessionKey), {}, Object.create(null), new Proxy({}, {}), cycle],
  new Proxy({}, { get: throwing, ownKeys: throwing, getPrototypeOf: throwing, has: throwing }),
  new Proxy([], { get: throwing, ownKeys: throwing, getPrototypeOf: throwing }),
  { toJSON: throwing },
  { toString: throwing, valueOf: throwing },
  JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`),
];

const MEBIBYTE = 1024 * 1024;
const huge = [
  'A',
  ' ',
  '+ ',
  '%25',
  '&#43;',
  '&amp;',
  '\\\\',
  '"',
  "'",
  '=',
  '-_',
  '😀',
  '\\u005c',
].map((unit) => unit.repeat(MEBIBYTE / unit.length));

const options = [
  ...['appid', 'sessionKey', 'encryptedData', 'iv', 'maxAgeSeconds', 'clockSkewSeconds', 'now'],
  ...['repair', 'dangerouslyAllowMissingWatermark', '__proto__', 'constructor', 'extra'],
];

function* hostile() {
  yield* values;
  yield* values.map((value) => [value]);
  for (const option of options) {
    for (const value of values) yield { ...good, [option]: value };
    for (const value of values) yield { ...good, [option]: [value, good[option]] };
    yield Object.defineProperty({ ...good }, option, { get: throwing, enumerable: true });
    const { [option]: _, ...rest } = good;
    yield rest;
  }
  for (const [text, change] of pairs(huge, [
    ...options.slice(0, 4).map((option) => (text) => ({ [option]: text })),
    (text) => ({ sessionKey: [good.sessionKey, text] }),
    (text) => ({ encryptedData: good.encryptedData + text }),
  ])) {
    yield { ...good, ...change(text) };
  }
}

test('any input gets a complete answer', () => {
  for (const input of sampled([...hostile()])) {
    const options = { maxStringLength: 60, maxArrayLength: 3, depth: 1, getters: false };
    const diagnosis = diagnose(input);
    try {
      assertWhole(diagnosis);
    } catch (error) {
      error.message += `\nfor ${inspect(input, options)}`;
      throw error;
    }
  }
  assert.equal(diagnose(good).cause, 'ok');
});

function assertWhole({ cause, causes, steps, repairs, opens, confidence, message, hint }) {
  assert.equal(typeof opens, 'boolean');
  assert.ok(Array.isArray(steps) && Array.isArray(repairs) && Array.isArray(causes));
  assert.equal(cause, causes[0]?.cause ?? 'ok');
  // An option that decrypt refuses is of the call, not of the data.
  assert.ok(cause === 'ok' || causes.length > 0);
  for (const finding of [{ confidence, message, hint }, ...causes]) {
    assert.match(finding.confidence, /^(certain|likely|possible)$/);
    for (const text of [finding.message, finding.hint]) {
      assert.match(text.zh, /[\u4e00-\u9fff]/);
      assert.match(text.en, /^\S.{20}/);
    }
  }
}

// ---------------------------------------------------------------- it keeps things to itself

const PIECE = 8;
const pieces = (text) =>
  Array.from({ length: Math.max(text.length - PIECE + 1, 0) }, (_, at) =>
    text.slice(at, at + PIECE),
  );

/** Everything that a diagnosis may say, but for its numbers and the texts for people. */
const WORDS = new Set([
  ...['certain', 'likely', 'possible', 'appid', 'sessionKey', 'iv', 'encryptedData', 'ok'],
  ...['decode', 'decrypt', 'padding', 'utf8', 'json', 'watermark'],
  ...[
    'missing_field',
    'swapped_fields',
    'plus_became_space',
    'plus_deleted',
    'percent_encoded',
    'html_escaped',
  ],
  ...['double_percent_encoded', 'json_quoted', 'json_escaped', 'base64url', 'not_base64'],
  ...['truncated', 'session_key_length', 'iv_length', 'wrong_session_key', 'wrong_iv'],
  ...['corrupted', 'not_json', 'watermark_missing', 'appid_mismatch', 'expired', 'from_future'],
  ...['userInfo', 'userProfile', 'phoneNumber', 'weRun', 'shareInfo', 'groupEnterInfo', 'unknown'],
  ...['privateMessage', 'userInteractiveStorage', 'gameClubData', 'midasFriendPayment'],
]);

test('a diagnosis has a closed vocabulary; its texts depend on cause and field alone', () => {
  const texts = new Map();
  const check = (value, what) => {
    if (typeof value === 'string') return assert.ok(WORDS.has(value), `${value}: ${what}`);
    if (typeof value === 'number') return assert.ok(value >= 0 && value <= MEBIBYTE, what);
    if (typeof value !== 'object') return assert.equal(typeof value, 'boolean', what);
    const { message, hint, ...others } = value;
    if (message || hint) {
      const about = `${value.cause} ${value.field}`;
      const said = JSON.stringify({ message, hint });
      assert.equal(texts.get(about) ?? said, said, what);
      texts.set(about, said);
    }
    for (const other of Object.values(others)) check(other, what);
  };
  for (const { what, input } of generated(1_000)) check(diagnose(input), what);
});

/** Names of ours that may stand in a damaged text too: `{"encryptedData":…`. */
const names = new Set([...WORDS].flatMap(pieces));

test('a diagnosis contains no piece of its input', () => {
  for (const { what, input } of generated(500)) {
    const shown = new Set(pieces(JSON.stringify(withoutTexts(diagnose(input)))));
    const given = [input.sessionKey, input.iv, input.encryptedData].flat();
    for (const text of given.filter((text) => typeof text === 'string')) {
      const found = (text.match(/[\w+/=-]+/g) ?? [])
        .flatMap(pieces)
        .find((piece) => shown.has(piece) && !names.has(piece));
      assert.equal(found, undefined, what);
    }
  }
});

function withoutTexts({ message, hint, causes, ...rest }) {
  return { ...rest, causes: causes.map(({ message, hint, ...finding }) => finding) };
}

const marked = {
  openId: 'oMARKERopenidZZZZZZZZZZZZZZZ',
  nickName: '标记昵称甲乙丙丁戊己庚辛',
  phoneNumber: '+8613987654321',
  unionId: 'oMARKERunionidYYYYYYYYYYYYYY',
  watermark: { timestamp: 1700000000, appid: 'wx0123456789abcdef' },
};
const secrets = {
  sessionKey: Buffer.from('marker of a key!').toString('base64'),
  iv: Buffer.from('an iv to be seen').toString('base64'),
};
const sealed = seal(JSON.stringify(marked));
const marker = { appid: marked.watermark.appid, ...secrets, encryptedData: sealed };

function seal(plaintext) {
  const [key, iv] = Object.values(secrets).map((text) => Buffer.from(text, 'base64'));
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([cipher.update(plaintext), cipher.final()]).toString('base64');
}

/**
 * The marked data with every byte flipped, cut everywhere, wrapped, exchanged, and given another
 * meaning.
 */
function* markedInputs() {
  yield marker;
  for (const name of ['sessionKey', 'iv', 'encryptedData']) {
    const text = marker[name];
    const bytes = Buffer.from(text, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 0x80 >> (at % 8);
      yield { ...marker, [name]: flipped.toString('base64') };
    }
    for (let length = 0; length < text.length; length += 1) {
      yield { ...marker, [name]: text.slice(0, length) };
      yield { ...marker, [name]: `${text.slice(0, length)}*${text.slice(length)}` };
    }
    const json = JSON.stringify(text);
    const wraps = [encodeURIComponent, escape, (it) => `"${it}"`, (it) => `session_key=${it}`];
    for (const wrap of wraps) yield { ...marker, [name]: wrap(text) };
    for (const other of ['appid', 'sessionKey', 'iv', 'encryptedData']) {
      yield { ...marker, [name]: marker[other], [other]: text };
      yield { ...marker, [other]: text };
    }
    yield { ...marker, [name]: [json, text] };
    yield { ...marker, [name]: JSON.stringify(marked) };
    yield { ...marker, [text]: text };
  }
  yield { ...marker, appid: 'wxffffffffffffffff' };
  yield { ...marker, maxAgeSeconds: 1 };
  yield { ...marker, maxAgeSeconds: 1, now: 0 };
  const plain = JSON.stringify(marked);
  const others = [
    plain.slice(0, -1),
    plain.slice(1),
    `[${plain}]`,
    plain.replace(/,"watermark.*}/, ''),
  ];
  for (const other of others) yield { ...marker, encryptedData: seal(other) };
}

test('a diagnosis contains no secret and no plaintext, for any damage', () => {
  const { watermark, ...data } = marked;
  const hidden = new Set(
    [...Object.values(secrets), sealed, ...Object.values(data)].flatMap(pieces),
  );
  for (const input of markedInputs()) {
    const diagnosis = diagnose(input);
    for (const shown of [JSON.stringify(diagnosis), inspect(diagnosis, { depth: 9 })]) {
      const found = pieces(shown).find((piece) => hidden.has(piece));
      assert.equal(found, undefined, diagnosis.cause);
      assert.ok(!shown.includes('标记昵称') && !shown.includes('139876'), diagnosis.cause);
    }
  }
});

// ---------------------------------------------------------------- it and decrypt are of one mind

function attempt(input) {
  try {
    return decrypt(input);
  } catch (error) {
    assert.ok(error instanceof esm.WxError);
    return { error };
  }
}

function assertOfOneMind(input, what) {
  const diagnosis = diagnose(input);
  const strict = attempt(input);
  const mended = attempt({ ...input, repair: true });
  assert.equal(diagnosis.cause === 'ok', !strict.error, `${what}: ${strict.error?.code}`);
  assert.equal(diagnosis.opens, !mended.error, what);
  if (mended.error) return;
  assert.equal(diagnosis.kind, mended.kind, what);
  // Of a list of keys, decrypt tells what it mended of the one that fits, diagnose of all.
  const isOfOthers = ({ field }) => field === 'sessionKey' && Array.isArray(input.sessionKey);
  const repairs = [diagnosis.repairs, mended.repairs];
  assert.deepEqual(...repairs.map((list) => list.filter((repair) => !isOfOthers(repair))), what);
  assert.ok(
    mended.repairs.every((repair) => diagnosis.repairs.some(is(repair))),
    what,
  );
}

const is = (a) => (b) => a.field === b.field && a.kind === b.kind && a.at === b.at;

test('diagnose and decrypt agree on what decrypts, after which repairs', () => {
  for (const { what, input } of generated(1_500)) assertOfOneMind(input, what);
});

test('a text with 64 ambiguous spaces is refused, and reported as ambiguous', () => {
  const text = good.encryptedData;
  const encryptedData = text.slice(0, 64).replace(/./g, '$& ') + text.slice(64);
  const input = { ...good, encryptedData };
  assertOfOneMind(input, '64 spaces');
  const { cause, causes, opens, repairs } = diagnose(input);
  assert.deepEqual([cause, causes[0].confidence, opens], ['plus_became_space', 'possible', true]);
  assert.deepEqual(repairs, []);
  assert.equal(decrypt({ ...input, repair: true }).kind, 'userInfo');
});

test('if there are more keys than decrypt takes, the first four count', () => {
  const stale = (n) => Buffer.alloc(16, n).toString('base64');
  const first = { ...good, sessionKey: [1, 2, 3].map(stale).concat(good.sessionKey, stale(5)) };
  const fifth = { ...good, sessionKey: [1, 2, 3, 4].map(stale).concat(good.sessionKey) };
  assert.deepEqual([diagnose(first).cause, diagnose(first).opens], ['ok', true]);
  assert.deepEqual([diagnose(fifth).cause, diagnose(fifth).opens], ['wrong_session_key', false]);
});

test('a text one character too long is not reported as good', () => {
  const { input } = read('decrypt/padding-good-16.json');
  const long = input.encryptedData.replace(/=*$/, 'X');
  assertOfOneMind({ ...input, encryptedData: long }, 'a character more');
  assertOfOneMind({ ...good, sessionKey: ['AAAA', good.sessionKey] }, 'a damaged key in the list');
});

test('diagnose and decrypt agree on lists and options', () => {
  const key = good.sessionKey;
  const stale = Buffer.alloc(16, 7).toString('base64');
  const { input: unmarked } = read('decrypt/watermark-absent-allowed.json');
  const inputs = [
    ...[[key], [null, key], [key, undefined], ['', key], [stale, key], [stale, stale, stale, key]],
    ...[['undefined', key], [key, 'null'], [key, ' '], ['*', key], [key, '"'], [stale], [''], []],
  ].map((sessionKey) => ({ ...good, sessionKey }));
  for (const appid of [[good.appid], ['wx', good.appid], 'wx', `${good.appid} `, ['wx', 'wy']]) {
    inputs.push({ ...good, appid });
  }
  for (const option of [
    { maxAgeSeconds: 1 },
    { maxAgeSeconds: 1e10 },
    { maxAgeSeconds: 1, now: 0 },
  ]) {
    inputs.push({ ...good, ...option }, { ...unmarked, ...option });
  }
  inputs.push(unmarked, { ...unmarked, dangerouslyAllowMissingWatermark: false });
  const disagreements = inputs.flatMap((input) => {
    try {
      assertOfOneMind(input, inspect(input, { maxStringLength: 30 }));
      return [];
    } catch (error) {
      return [error.message];
    }
  });
  assert.deepEqual(disagreements, []);
});
