// What the page and the command read out of a push that people paste.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readPush, untimed } from '../../pkg/paste/push.mjs';
import { noPushes, pushes } from '../fixtures/pushes.mjs';

for (const { name, text, fields, appSecret = false } of pushes) {
  test(`of ${name}, the push and its configuration are read`, () => {
    assert.deepEqual(readPush(text), { fields, appSecret });
  });
}

test('a text without a push has neither a query nor a body', () => {
  for (const [name, text] of Object.entries(noPushes)) {
    const { query, body } = readPush(text).fields;
    assert.deepEqual([query, body], [undefined, undefined], name);
  }
  for (const text of [undefined, null, 1, {}, '']) {
    assert.deepEqual(readPush(text), { fields: {}, appSecret: false });
  }
});

/** By what is pasted alone: whether it is the body, and nothing else. */
const xml = '<xml><Encrypt>a=</Encrypt></xml>';
const bodies = {
  [xml]: true,
  [`\ufeff${xml}`]: true,
  [`\r\n ${xml}\n\n`]: true,
  [`<?xml version="1.0"?>\n${xml}`]: true,
  [`<!DOCTYPE xml [<!ENTITY a "b">]>${xml}`]: true,
  '{"Encrypt":"a"} \n': true,
  '{"xml":{"Encrypt":["a"]}}': true,
  '{"tousername":"a","encrypt":"b"}': true,
  '{"MsgType":"event"}': true,
  '{"encrypt":true}': false,
  '{"errcode":0}': false,
  '[object Object]': true,
};

test('a body alone is kept byte by byte', () => {
  for (const [text, isBody] of Object.entries(bodies)) {
    assert.deepEqual(readPush(text).fields.body === text, isBody, text);
  }
});

test('a body in a text is kept byte by byte, with what stands before it', () => {
  for (const body of Object.keys(bodies).filter((text) => /^(?:<|\{"Enc)/.test(text))) {
    const trimmed = body.trim();
    for (const text of [`nonce=1&timestamp=2\n${body}\ntoken=a`, `body=${trimmed} token=a`]) {
      const { fields } = readPush(text);
      assert.deepEqual([fields.body, fields.token], [trimmed, 'a'], text);
    }
  }
  const escaped = 'body=<xml>\\x0A<Encrypt>a</Encrypt></xml> token=a';
  assert.equal(readPush(escaped).fields.body, '<xml>\n<Encrypt>a</Encrypt></xml>');
  const cut = '<xml><Encrypt>a';
  assert.equal(readPush(`body: ${cut}\n\ntoken: a`).fields.body, cut);
});

/** Each text, and what of it is in no field or in another. */
const fields = [
  ['token: process.env.WX_TOKEN', {}],
  ['access_token=a refresh_token=b', {}],
  ['{"token":["new","old"]}', { token: ['new', 'old'] }],
  ["{ token: 'a ' }", { token: 'a ' }],
  ['appid=wx1 component_appid=wx2', { receiver: 'wx2' }],
  ['{"mode":"production"}', {}],
  ['mode: 兼容模式', { mode: 'compatible' }],
  ['now=1780012345', { now: 1780012345000 }],
  ['at 2026-05-29T15:52:25+08:00', { now: Date.parse('2026-05-29T07:52:25Z') }],
  ['at 2026-05-29 15:52:25', {}],
  ['nonce: [1, 2]', { query: 'nonce=1&nonce=2' }],
  [
    '{"timestamp":"2026-05-29 07:52:25","query":{"timestamp":"1780012345"}}',
    { query: 'timestamp=1780012345' },
  ],
  ['the token is wrong', {}],
  [
    'WXBizMsgCrypt(t, "Aa345678901234567890123456789012345678901234", "wx0123456789abcdef")',
    { receiver: 'wx0123456789abcdef' },
  ],
  [
    'key: Aa34567890123456789012345678901234567890123',
    { encodingAESKey: 'Aa34567890123456789012345678901234567890123' },
  ],
];

test('what is called otherwise is not taken', () => {
  for (const [text, wanted] of fields) {
    const { fields: found } = readPush(`${text}\n`);
    assert.deepEqual(found, wanted, text);
  }
});

test('an AppSecret is in no field', () => {
  const secret = '0123456789abcdef0123456789abcdef';
  for (const text of [secret, `{"secret":"${secret}"}`, `token="secret=${secret}"`]) {
    assert.deepEqual(readPush(text), { fields: {}, appSecret: true }, text);
  }
});

test('the age counts where it is known when the push came', () => {
  assert.deepEqual(untimed({ token: 'a' }), {
    token: 'a',
    maxAgeSeconds: Number.POSITIVE_INFINITY,
  });
  for (const timed of [{ now: 1 }, { maxAgeSeconds: 1 }]) assert.equal(untimed(timed), timed);
});
