// `diagnosePush`: the cause of each damage, and nothing of what is secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const { esm: wx } = await load(install());

const { options, query, body } = read('push/real-compatible.json');
const { mode, receiver, token, encodingAESKey, now } = options;
const good = { mode, receiver, token, encodingAESKey, now, query, body };
const otherKey = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const plainBody = '<xml><ToUserName><![CDATA[gh_a]]></ToUserName></xml>';
const without = (name) => Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));
const other = (changes) => ({ ...good, ...changes });
const inQuery = (changes) => other({ query: { ...query, ...changes } });

/** By cause, and the field that it is about: what is given. */
const cases = [
  ['ok', undefined, good],
  ['missing_field', 'token', other({ token: undefined })],
  ['missing_field', 'encodingAESKey', other({ encodingAESKey: undefined })],
  ['missing_field', 'receiver', other({ receiver: undefined })],
  ['missing_field', 'receiver', other({ receiver: [] })],
  ['missing_field', 'body', other({ body: '' })],
  ['missing_field', 'body', other({ body: null })],
  ['missing_field', 'timestamp', other({ query: without('timestamp') })],
  ['missing_field', 'nonce', other({ query: without('nonce') })],
  ['missing_field', 'msg_signature', other({ query: without('msg_signature') })],
  ['missing_field', 'encrypt_type', other({ query: without('encrypt_type') })],
  ['missing_field', 'signature', other({ mode: 'plain', query: without('signature') })],
  ['token_form', 'token', other({ token: `${token} ` })],
  ['key_form', 'encodingAESKey', other({ encodingAESKey: `${encodingAESKey}=` })],
  ['key_form', 'encodingAESKey', other({ encodingAESKey: encodingAESKey.slice(1) })],
  ['receiver_form', 'receiver', other({ receiver: `${receiver}\n` })],
  ['repeated_parameter', undefined, inQuery({ nonce: [query.nonce, query.nonce] })],
  ['parameter_form', 'timestamp', inQuery({ timestamp: `${query.timestamp}000` })],
  ['parameter_form', 'nonce', inQuery({ nonce: `${query.nonce}+` })],
  ['body_not_raw', 'body', other({ body: { xml: { Encrypt: ['a'] } } })],
  ['body_not_raw', 'body', other({ body: '[object Object]' })],
  ['body_not_raw', 'body', other({ body: `<?xml version="1.0"?>${body}` })],
  ['body_form', 'body', other({ body: `<!DOCTYPE xml>${body}` })],
  ['nothing_encrypted', 'body', other({ body: plainBody })],
  ['encrypted', undefined, other({ mode: 'plain' })],
  ['signature_for_msg_signature', 'msg_signature', inQuery({ msg_signature: query.signature })],
  ['wrong_token', 'token', other({ token: 'another' })],
  ['wrong_token', 'token', inQuery({ nonce: '1' })],
  ['ciphertext_changed', 'body', other({ body: body.replace('+', ' ') })],
  ['wrong_key', 'encodingAESKey', other({ encodingAESKey: otherKey })],
  ['wrong_receiver', 'receiver', other({ receiver: 'wx0123456789abcdef' })],
  ['expired', 'timestamp', other({ now: now + 301_000 })],
  ['expired', 'timestamp', other({ now: now + 301_000, maxAgeSeconds: '900' })],
  ['from_future', 'timestamp', other({ now: now - 301_000 })],
  ['ok', undefined, other({ now: now + 301_000, maxAgeSeconds: Number.POSITIVE_INFINITY })],
];

test('each damage has its cause, its words and its step', () => {
  for (const [cause, field, input] of cases) {
    const diagnosis = wx.diagnosePush(input);
    const { message, hint, causes, steps } = diagnosis;
    assert.deepEqual([diagnosis.cause, diagnosis.field], [cause, field], JSON.stringify(input));
    assert.equal(causes.length, cause === 'ok' ? 0 : 1, cause);
    for (const { zh, en } of [message, hint]) assert.ok(zh && en, cause);
    const isFine = cause === 'ok' || (cause === 'body_not_raw' && typeof input.body === 'string');
    if (!isFine) assert.equal(steps.at(-1).ok, false, cause);
    assert.ok(steps.slice(0, -1).every(({ ok }) => ok));
    const said = JSON.stringify(diagnosis).replaceAll('weixin.qq.com', '');
    for (const secret of [token, encodingAESKey, '你好', 'olPjZjsXuQPJoV0HlruZkNzKc91E']) {
      assert.ok(!said.includes(secret), cause);
    }
  }
});

test('what is wrong with a key says how long it is, and where', () => {
  const keys = [encodingAESKey, `${encodingAESKey}=`];
  const { causes } = wx.diagnosePush(other({ encodingAESKey: keys }));
  assert.deepEqual(
    causes.map(({ index, chars }) => [index, chars]),
    [[1, 44]],
  );
});

test('a token and a key that are both wrong are both told', () => {
  const { causes } = wx.diagnosePush(other({ token: 'another', encodingAESKey: otherKey }));
  assert.deepEqual(
    causes.map(({ cause }) => cause),
    ['wrong_token', 'wrong_key'],
  );
});

test('the question whether a URL is yours is diagnosed too', () => {
  const question = read('push/official-verify-url.json');
  const { cause } = wx.diagnosePush({ ...question.options, query: question.query });
  assert.equal(cause, 'ok');
  const { cause: wrong } = wx.diagnosePush({
    ...question.options,
    token: 'another',
    query: question.query,
  });
  assert.equal(wrong, 'wrong_token');
});

test('it throws at nothing', () => {
  const circular = {};
  circular.self = circular;
  for (const input of [
    undefined,
    null,
    1,
    'x',
    {},
    { query: 1 },
    { query: null, body: circular },
  ]) {
    assert.ok(wx.diagnosePush(input).causes.length > 0);
  }
  for (const time of [{ now: Number.NaN }, { now: -1 }, { maxAgeSeconds: -1 }]) {
    const { cause, steps } = wx.diagnosePush(other(time));
    assert.equal(
      cause === 'ok',
      steps.every(({ ok }) => ok),
    );
  }
  const { causes } = wx.diagnosePush(other({ query: 1 }));
  assert.ok(causes.every(({ cause }) => cause === 'missing_field'));
  const many = Array(9).fill(token);
  assert.equal(wx.diagnosePush(other({ token: many })).cause, 'ok');
  const hostile = {
    get token() {
      throw new Error('no');
    },
  };
  assert.equal(wx.diagnosePush(other({ maxAgeSeconds: Number.NaN })).cause, 'ok');
  assert.equal(wx.diagnosePush(hostile).cause, 'missing_field');
});
