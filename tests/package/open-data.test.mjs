// What WeChat encrypts that is unlike the rest, from the fake's client to the function of the kind.

import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { test } from 'node:test';

import { encryptUserData, payloads } from '../../pkg/dist/testing.js';
import { install, load } from './installed.mjs';
import { APPID, fake, sessionKeyOf } from './wechat.mjs';

const { esm } = await load(install());
const { decrypt, decryptGroupEnterInfo, decryptPhoneNumber, decryptPrivateMessage, diagnose } = esm;

const codeOf = (call) => {
  try {
    call();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof esm.WxError, `${error}`);
    return error.code;
  }
};

/** The data that a function of `wx` gives to somebody who is logged in, with what opens it. */
async function given(name, options) {
  const { wechat } = fake();
  const sessionKey = await sessionKeyOf(wechat);
  const { encryptedData, iv } = await wechat.wx({ appid: APPID, user: 'ming' })[name](options);
  return { appid: APPID, sessionKey, encryptedData, iv };
}

test('a private message is the activity id, and nothing else', async () => {
  const input = await given('authPrivateMessage', { shareTicket: 'ticket' });
  const activityId = payloads.privateMessage({ appid: APPID });
  assert.match(activityId, /^\d+_[\w-]{80}$/);
  assert.equal(decryptPrivateMessage(input), activityId);
  const lenient = { ...input, dangerouslyAllowMissingWatermark: true };
  assert.equal(decryptPrivateMessage(lenient), activityId);
  const age = { maxAgeSeconds: 60, now: 0 };
  assert.equal(
    codeOf(() => decryptPrivateMessage({ ...input, ...age })),
    'ERR_WATERMARK_MISSING',
  );
  assert.equal(
    codeOf(() => decrypt(lenient)),
    'ERR_DECRYPT_FAILED',
  );
  const { cause, opens, hint } = diagnose(input);
  assert.deepEqual([cause, opens], ['not_json', false]);
  for (const text of Object.values(hint)) assert.match(text, /decryptPrivateMessage/);
});

test('the data of a chat tool has no watermark, which its own function alone accepts', async () => {
  const input = await given('getChatToolInfo');
  assert.equal(decryptGroupEnterInfo(input).chat_type, 3);
  assert.equal('watermark' in decryptGroupEnterInfo(input), false);
  const age = { maxAgeSeconds: 60, now: 0 };
  assert.equal(
    codeOf(() => decryptGroupEnterInfo({ ...input, ...age })),
    'ERR_WATERMARK_MISSING',
  );
  assert.equal(
    codeOf(() => decrypt(input)),
    'ERR_WATERMARK_MISSING',
  );
  const { cause, hint } = diagnose(input);
  assert.equal(cause, 'watermark_missing');
  for (const text of Object.values(hint)) assert.match(text, /getChatToolInfo.*getGroupEnterInfo/);

  const marked = await given('getGroupEnterInfo');
  const foreign = { ...marked, appid: 'wx0123456789abcdef' };
  assert.equal(
    codeOf(() => decryptGroupEnterInfo(marked)),
    undefined,
  );
  assert.equal(
    codeOf(() => decryptGroupEnterInfo(foreign)),
    'ERR_APPID_MISMATCH',
  );
});

test('a share of a private message has a ticket and no group', () => {
  const sessionKey = Buffer.alloc(16, 7).toString('base64');
  const data = payloads.shareInfo({ appid: APPID, msgTicket: `${'A'.repeat(100)}~` });
  const input = { appid: APPID, sessionKey, ...encryptUserData({ sessionKey, data }) };
  assert.deepEqual(esm.decryptShareInfo(input), data);
  assert.equal(decrypt(input).kind, 'shareInfo');
});

test('a client cannot turn its nickname into a phone number', () => {
  const head = '{"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","nickName":"';
  const pad = 'X'.repeat(32 - (head.length % 16));
  const tail = `13800138000","gender":0,"watermark":{"timestamp":1477314187,"appid":"${APPID}"}}`;
  const plaintext = head + pad + tail;
  const key = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16, 9));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const at = head.length + pad.length - 16;
  const wanted = Buffer.from('{"phoneNumber":"');
  const iv = wanted.map((byte, i) => byte ^ plaintext.charCodeAt(at + i) ^ sealed[at - 16 + i]);
  const forged = {
    appid: APPID,
    sessionKey: key.toString('base64'),
    encryptedData: sealed.subarray(at).toString('base64'),
    iv: Buffer.from(iv).toString('base64'),
  };
  const { kind, data } = decrypt(forged);
  assert.equal(data.phoneNumber, '13800138000');
  assert.equal(kind, 'unknown');
  assert.equal(
    codeOf(() => decryptPhoneNumber(forged)),
    'ERR_UNEXPECTED_KIND',
  );
});
