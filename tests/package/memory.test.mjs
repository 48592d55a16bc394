// Nothing stays: after each call that takes or makes a secret, all of the core's memory is searched
// for it.

import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';

import { fixtures, read } from './fixtures.mjs';
import { install } from './installed.mjs';
import { formsOfKey, Observed, WINDOW, withoutWipes } from './memory.mjs';

const folder = install();
const core = readFileSync(join(folder, 'node_modules/wx-unionid/dist/core.wasm'));

let observed;
let wx;
const use = async (core) => {
  observed = await Observed.copyOf(folder, core);
  wx = observed.wx;
};
await use(core);
beforeEach(() => use(core));

const { input: official, expect: opened } = read('decrypt/official-user-info.json');
const { appid, sessionKey, iv } = official;
const cases = [...fixtures('decrypt'), ...fixtures('matrix').filter(isOneOfMany)];
const endpoints = fixtures('endpoints');

/**
 * Some of the matrix of kinds, damages and paddings: each of these many times, not each with each.
 */
function isOneOfMany(_, at) {
  return at % 53 === 0;
}

/** What the package exports: what has a test here, and what takes nothing into the core. */
const tested = new Set();
const harmless = [
  'WxError',
  'endpointFields',
  'endpointNames',
  'explainErrcode',
  'explainRevokeInfo',
  'init',
  'ready',
];

/** A test of what the package exports under these names. */
function leavesNothing(names, what, run) {
  for (const name of names) tested.add(name);
  test(`${names.join(', ')}: ${what}`, run);
}

/** Calls, and searches for these secrets when it has returned or thrown. What it came to. */
function search(what, secrets, call) {
  let outcome;
  try {
    outcome = { value: call() };
  } catch (error) {
    if (!(error instanceof wx.WxError)) throw error;
    outcome = { error };
  }
  assertGone(what, secrets);
  return outcome;
}

function assertGone(what, secrets) {
  assert.deepEqual(observed.find(secrets), [], what);
}

/**
 * Each text in a value that is long enough to be found, by its name. Of a very long one, both ends.
 */
function textsIn(value, name = 'text') {
  if (typeof value === 'string') {
    const text = value.length < 10_000 ? value : value.slice(0, 2000) + value.slice(-2000);
    return Buffer.byteLength(text) < WINDOW ? {} : { [name]: text };
  }
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).map(([key, part]) => textsIn(part, `${name}.${key}`));
  return Object.assign({}, ...entries);
}

/** All that a decryption has in its hands. */
function secretsOf({ encryptedData = '', iv = '', ...rest }, plaintext) {
  const input = { encryptedData, iv, ...rest };
  const secrets = textsIn(input, 'input');
  if (plaintext) secrets.plaintext = plaintext;
  for (const [digits] of String(plaintext).matchAll(/\d{7,15}/g)) {
    secrets[`the number ${digits}`] = new Uint8Array(Float64Array.of(digits).buffer);
  }
  const bytesOf = (text) => Buffer.from(text, 'base64');
  const keys = [input.sessionKey].flat().filter((key) => key && bytesOf(key).length === 16);
  for (const [index, key] of keys.entries()) {
    for (const [form, it] of Object.entries(formsOfKey(key))) secrets[`${form} ${index}`] = it;
  }
  if (bytesOf(input.iv).length >= WINDOW) secrets['bytes of iv'] = bytesOf(input.iv);
  for (const key of keys) {
    const opened = decryptRaw(input, key);
    if (opened?.length) secrets['what the cipher gives'] = opened;
  }
  return secrets;
}

/** The plaintext with whatever padding, if the texts are Base64 of whole blocks. */
function decryptRaw({ encryptedData, iv }, key) {
  try {
    const [keyBytes, ivBytes] = [key, iv].map((text) => Buffer.from(text, 'base64'));
    const cipher = createDecipheriv('aes-128-cbc', keyBytes, ivBytes).setAutoPadding(false);
    return Buffer.concat([cipher.update(encryptedData, 'base64'), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** Data under the official key and iv. */
function seal(plaintext) {
  const [key, ivBytes] = [sessionKey, iv].map((text) => Buffer.from(text, 'base64'));
  const cipher = createCipheriv('aes-128-cbc', key, ivBytes);
  const encryptedData = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ...official, encryptedData: encryptedData.toString('base64') };
}

/** Data that takes other ways through the core than that of WeChat does. */
const watermark = { timestamp: 1477314187, appid };
const odd = {
  'raw control characters': `{"nickName":"a line\nand\ta tab of a user","watermark":${JSON.stringify(watermark)}}`,
  'escapes in keys': `{"nick\\u004eame":"written with escapes","watermark":${JSON.stringify(watermark)}}`,
  'more fields than WeChat has': JSON.stringify({
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`field number ${at}`, `value ${at}`]),
    ),
    watermark,
  }),
  'a long text': JSON.stringify({ nickName: 'a long name '.repeat(2_000), watermark }),
  'a number': JSON.stringify({ nickName: 'somebody with a number', gender: 123456789, watermark }),
  'no watermark': JSON.stringify({ nickName: 'somebody without a watermark' }),
  'a watermark that is none': JSON.stringify({ nickName: 'somebody else', watermark: 'a text' }),
  'control characters, and no JSON': 'no JSON at all,\n and a line break in it',
  'control characters, and no UTF-8': Buffer.from(
    'no UTF-8 at all,\n and a line break: \xff',
    'latin1',
  ),
};

/** Every input, with the plaintext where it is known. */
function* inputs() {
  for (const { path, input, expect, repaired } of cases) {
    yield { path, input, plaintext: (expect.text ? expect : repaired)?.text };
  }
  for (const [path, plaintext] of Object.entries(odd)) {
    yield { path, input: seal(plaintext), plaintext };
  }
  const others = [null, 'HyVFkGl5F5OQWJZZaNzBBg==', 'o0q0otL8aEzpcZL/FT9WsQ=='];
  for (const keys of [
    [...others, sessionKey],
    [sessionKey, ...others],
  ]) {
    for (const [path, plaintext] of Object.entries({ good: opened.text, ...odd })) {
      const input = { ...seal(plaintext), sessionKey: keys };
      yield { path: `${path}, several keys`, input, plaintext };
    }
  }
  yield { path: 'no such age', input: { ...official, maxAgeSeconds: -1 } };
  yield {
    path: 'a text that is too long',
    input: { ...official, encryptedData: 'AAAA'.repeat(300_000) },
  };
}

const decryptions = Object.keys(wx).filter((name) => /^decrypt(?!Many)/.test(name));

leavesNothing(decryptions, 'good data and bad', () => {
  const codes = new Set();
  for (const { path, input, plaintext } of inputs()) {
    const secrets = secretsOf(input, plaintext);
    for (const repair of [false, true]) {
      const { error } = search(path, secrets, () => wx.decrypt({ ...input, repair }));
      codes.add(error?.code);
    }
  }
  for (const name of decryptions) {
    const secrets = secretsOf(official, opened.text);
    codes.add(search(name, secrets, () => wx[name](official)).error?.code);
  }
  const all = [
    'ERR_APPID_MISMATCH',
    'ERR_DATA_EXPIRED',
    'ERR_DATA_FROM_FUTURE',
    'ERR_DECRYPT_FAILED',
    'ERR_INVALID_ARGUMENT',
    'ERR_INVALID_ENCRYPTED_DATA',
    'ERR_INVALID_IV',
    'ERR_INVALID_SESSION_KEY',
    'ERR_UNEXPECTED_KIND',
    'ERR_WATERMARK_MISSING',
    undefined,
  ];
  assert.deepEqual([...codes].sort(), all);
});

leavesNothing(['decryptMany'], 'good entries and bad in one call', () => {
  const all = [...inputs()];
  for (let start = 0; start < all.length; start += 100) {
    const some = all.slice(start, start + 100);
    const entries = some.map(({ input }, at) => ({ ...input, repair: at % 2 === 0 }));
    const secrets = some.map(({ input, plaintext }, at) =>
      Object.entries(secretsOf(input, plaintext)).map(([name, it]) => [`${name} of ${at}`, it]),
    );
    search(`from ${start}`, Object.fromEntries(secrets.flat()), () => wx.decryptMany(entries));
  }
});

leavesNothing(['WXBizDataCrypt'], 'good data and bad', () => {
  for (const { path, input, plaintext } of inputs()) {
    if (typeof input.sessionKey !== 'string') continue;
    const crypt = new wx.WXBizDataCrypt(input.appid, input.sessionKey);
    search(path, secretsOf(input, plaintext), () =>
      crypt.decryptData(input.encryptedData, input.iv),
    );
  }
});

leavesNothing(['diagnose'], 'good data and every damage', () => {
  const damaged = fixtures('diagnosis').filter((_, at) => at % 5 === 0);
  for (const { path, input, plaintext } of [...inputs(), ...damaged]) {
    const whole = { sessionKey: [], ...input };
    search(path, secretsOf(whole, plaintext), () => wx.diagnose(input));
  }
});

leavesNothing(['diagnoseRawData'], 'good signatures and bad', () => {
  for (const { path, function: name, input } of fixtures('signature')) {
    if (name !== 'verifyRawData') continue;
    const secrets = { ...textsIn(input), ...secretsOf(input) };
    search(path, secrets, () => wx.diagnoseRawData(input));
    const rawData = input.rawData.replaceAll('"', '&quot;').slice(0, 10_000);
    search(path, secrets, () => wx.diagnoseRawData({ ...input, rawData }));
  }
});

leavesNothing(['verifyRawData', 'signSession'], 'good signatures and bad', () => {
  for (const { path, function: name, input } of fixtures('signature')) {
    const secrets = { ...textsIn(input), ...secretsOf(input) };
    const { value } = search(path, secrets, () => wx[name](input));
    search(path, { ...secrets, ...textsIn({ value }) }, () => wx[name](input));
  }
  for (const key of [
    '"tiihtNczf5v6AKRyjwEUhQ=="',
    'tiihtNczf5v6AKRyjwEUhQ',
    'tiihtNczf5v6%2BKRyjwEUhQ',
  ]) {
    const keys = [sessionKey, key];
    const input = { rawData: 'what is signed', signature: '' };
    const verify = () => wx.verifyRawData({ ...input, sessionKey: keys });
    assert.equal(search(key, textsIn(keys), verify).error.code, 'ERR_INVALID_SESSION_KEY');
    search(key, { key }, () => wx.signSession({ sessionKey: key }));
  }
});

leavesNothing(['signPayment', 'signVoip'], 'good signatures and bad', () => {
  for (const { path, function: name, input } of fixtures('signature')) {
    if (!['signPayment', 'signVoip'].includes(name)) continue;
    const secrets = { ...textsIn(input), ...secretsOf(input) };
    const { value } = search(path, secrets, () => wx[name](input));
    if (value) search(path, { ...secrets, ...textsIn({ value }) }, () => wx[name](input));
  }
  const appKey = 'an-app-key-of-a-payment';
  const signData = '{"offerId":"of a payment"}';
  search('a payment', textsIn({ appKey, signData }), () =>
    wx.signPayment({ appKey, uri: 'requestVirtualPayment', signData }),
  );
});

leavesNothing(['MessagePush', 'WXBizMsgCrypt', 'diagnosePush'], 'good pushes and bad', () => {
  for (const { path, function: name, options, crypt, ...given } of fixtures('push')) {
    const [token, encodingAESKey] = crypt ?? [options.token, options.encodingAESKey];
    const key = Buffer.from(`${encodingAESKey}=`, 'base64');
    const { sealed, query, body, opened, text, random, expect } = given;
    const secrets = {
      // A key of one letter is not varied enough to be found, and others are.
      encodingAESKey,
      'its bytes': key,
      ...(token.length >= WINDOW && { token }),
      ...textsIn({ sealed, body, text, random, expect }),
    };
    const now = () => options.now;
    search(path, secrets, () => {
      if (crypt) {
        const old = new wx.WXBizMsgCrypt(...crypt);
        old.encrypt('a text that is encrypted');
        return sealed ? old.decrypt(sealed) : old.getSignature(...given.signed);
      }
      const push = new wx.MessagePush({ ...options, now });
      if (name === 'verifyUrl') return push.verifyUrl(query);
      if (name === 'reply') return push.reply(opened, text, { random: Buffer.from(random) });
      return push.open({ query, body });
    });
    if (options) search(path, secrets, () => wx.diagnosePush({ ...options, query, body }));
  }
});

leavesNothing(['buildRequest'], 'every endpoint, good requests and bad', () => {
  for (const { endpoint, requests, refused } of endpoints) {
    for (const { what, credentials, params, request } of [...requests, ...refused]) {
      const secrets = textsIn({ credentials, params, request });
      const key = params?.session_key;
      if (typeof key === 'string') {
        Object.assign(secrets, secretsOf({ sessionKey: key }));
        secrets.signature = createHmac('sha256', key).digest('hex');
      }
      search(`${endpoint}: ${what}`, secrets, () => wx.buildRequest(endpoint, credentials, params));
    }
  }
});

leavesNothing(['parseResponse'], 'every endpoint, good replies and bad', () => {
  for (const { endpoint, replies } of endpoints) {
    for (const { what, status, body, bodyBase64, value } of replies) {
      const bytes = Buffer.from(body ?? bodyBase64, body === undefined ? 'base64' : 'utf8');
      const secrets = { ...textsIn(value), ...textsIn(bytes.toString(), 'body') };
      const reply = { status, body: bytes };
      search(`${endpoint}: ${what}`, secrets, () => wx.parseResponse(endpoint, reply));
    }
  }
});

leavesNothing(['authorizeUrl', 'qrConnectUrl'], 'good pages and bad', () => {
  const page = {
    appid,
    redirect_uri: 'https://example.com/somewhere?a=b',
    state: 'TheStateOfALogin',
  };
  for (const input of [
    page,
    { ...page, scope: 'snsapi_base' },
    { ...page, state: 'not a state!' },
  ]) {
    for (const name of ['authorizeUrl', 'qrConnectUrl']) {
      const { value } = search(name, textsIn(input), () => wx[name](input));
      search(name, textsIn({ input, value }), () => wx[name](input));
    }
  }
});

leavesNothing(['resolveIdentity'], 'replies with session keys and tokens, good and bad', () => {
  const tokens = { session_key: sessionKey, access_token: '74_an-access-token-of-a-user' };
  for (const { path, facts } of fixtures('identity')) {
    const secret = facts.map((fact) => ({ ...fact, value: { ...fact.value, ...tokens } }));
    for (const input of [secret, [...secret, { source: 'nobody', appid, value: tokens }]]) {
      search(path, textsIn({ input, json: JSON.stringify(input) }), () =>
        wx.resolveIdentity(input),
      );
    }
  }
});

leavesNothing(['linkIdentities'], 'rows, good and bad', () => {
  const row = (at) => ({
    appid,
    openid: `openid-of-the-user-${at}`,
    unionid: `unionid-of-${at % 700}`,
  });
  const rows = Array.from({ length: 2000 }, (_, at) => row(at));
  for (const input of [rows.slice(0, 3), rows, [...rows, { appid, openid: 'no"openid' }]]) {
    search(`${input.length} rows`, textsIn(input), () => wx.linkIdentities(input));
  }
});

leavesNothing(['LoginSessions'], 'tokens that are made, used and ended', async () => {
  const randomBytes = (size) => Uint8Array.from({ length: size }, (_, at) => 7 * at + 1);
  const sessions = new wx.LoginSessions({ appid, randomBytes });
  const session = { openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', session_key: sessionKey };
  const token = await sessions.create(session);
  for (const use of [
    () => sessions.get(token),
    () => sessions.create(session, { previous: token }),
  ]) {
    assert.ok(await use());
    assertGone('a token', { token, ...textsIn(session) });
  }
  await sessions.delete(token);
  assert.equal(await sessions.get(token), undefined);
  assertGone('a token', { token });
});

/** A fetch that answers each path with what is in a table, and searches when it is called. */
function searching(replies, secrets) {
  return async (url, { body }) => {
    const { pathname } = new URL(url);
    assertGone(`the request to ${pathname}`, { ...secrets, ...textsIn({ url, body }) });
    const reply = JSON.stringify(replies[pathname] ?? { errcode: 40001, errmsg: `no ${url}` });
    return { status: 200, arrayBuffer: async () => Buffer.from(reply) };
  };
}

const secret = '0123456789abcdef0123456789abcdef';
const access_token = '74_INVENTED-access_TOKEN.of~the-app';
const tokens = { '/cgi-bin/stable_token': { access_token, expires_in: 7200 } };

leavesNothing(
  ['MiniProgram', 'AccessTokens'],
  'a login, a request of its own, a refusal',
  async () => {
    const js_code = '0f1aBcDeFgHiJkLmNoPqRsTuVwXyZ012';
    const session = { openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', session_key: sessionKey };
    const phone = {
      phoneNumber: '+86 13800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
      watermark,
    };
    const secrets = {
      ...secretsOf(official, opened.text),
      ...textsIn({ secret, access_token, js_code, session, phone }),
    };
    const fetch = searching(
      {
        ...tokens,
        '/sns/jscode2session': session,
        '/wxa/business/getuserphonenumber': { errcode: 0, phone_info: phone },
        '/wxa/something': { answer: 'of an endpoint that is not listed' },
      },
      secrets,
    );
    const own = new wx.AccessTokens({ appid, secret, fetch });
    assert.equal(await own.get(), access_token);
    const program = new wx.MiniProgram({ appid, secret, fetch });
    const { encryptedData } = official;
    const { userData } = await program.login({ code: js_code, encryptedData, iv });
    assert.equal(userData.ok, true);
    assertGone('a login', secrets);
    const { phone_info } = await program.getPhoneNumber({ code: js_code });
    assert.deepEqual(phone_info, phone);
    assertGone('a phone number', secrets);
    const body = { text: 'something that may be secret' };
    const custom = {
      method: 'POST',
      path: '/wxa/something',
      query: { q: 'a secret in the query' },
      body,
    };
    const answer = await program.request(custom);
    assertGone('a request of its own', { ...secrets, ...textsIn({ custom, answer }) });
    const refused = { ...custom, path: '/wxa/other' };
    await assert.rejects(program.request(refused), { code: 'ERR_API' });
    await assert.rejects(program.request({ ...custom, method: 'GET' }), { argument: 'body' });
    assertGone('a refusal', { ...secrets, ...textsIn(custom) });
  },
);

leavesNothing(['OfficialAccount', 'WebApp'], 'a login', async () => {
  const code = '0f1aBcDeFgHiJkLmNoPqRsTuVwXyZ012';
  const openid = 'oOfficialAccount00000000000a';
  const session = {
    access_token: '74_INVENTED-access_TOKEN.of~the-user',
    expires_in: 7200,
    refresh_token: '74_INVENTED-refresh_TOKEN.of~the-user',
    openid,
    scope: 'snsapi_userinfo',
    unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
  };
  const user = { openid, nickname: 'somebody with a name', unionid: session.unionid };
  const secrets = textsIn({ secret, code, session, user });
  const fetch = searching({ '/sns/oauth2/access_token': session, '/sns/userinfo': user }, secrets);
  for (const name of ['OfficialAccount', 'WebApp']) {
    const { identity } = await new wx[name]({ appid, secret, fetch }).login({ code });
    assert.equal(identity.unionid, session.unionid);
    assertGone(name, secrets);
  }
});

test('the search finds what is left on the desk', () => {
  const secrets = secretsOf(official, opened.text);
  const desk = ['input.sessionKey', 'input.encryptedData', 'input.iv', 'plaintext'];
  const { prototype } = Uint8Array;
  prototype.fill = function () {
    return this;
  };
  try {
    wx.decrypt(official);
  } finally {
    delete prototype.fill;
  }
  const found = observed.find(secrets);
  assert.deepEqual(
    desk.filter((name) => !found.includes(name)),
    [],
  );
});

test('the search finds what is left on the stack and in the heap', async () => {
  const key = secretsOf(official);
  const reply = {
    status: 200,
    body: '{"openid":"an openid of somebody","session_key":12345678901}',
  };
  const fact = { source: 'code2Session', appid, value: { session_key: sessionKey } };
  const rawData = 'what is signed with the key';
  const { encodingAESKey } = read('push/official-crypto-demo.json').options;
  const calls = [
    [
      [
        'its first round key, bitsliced for four blocks 0',
        'its last round key, bitsliced for four blocks 0',
      ],
      key,
      () => wx.decrypt(official),
    ],
    [['plaintext'], { plaintext: opened.text }, () => wx.diagnose(official)],
    [['input.sessionKey'], key, () => wx.verifyRawData({ rawData, signature: '', sessionKey })],
    [['input.sessionKey'], key, () => wx.signSession({ sessionKey })],
    [['secret'], { secret }, () => wx.buildRequest('getAccessToken', { appid, secret }, {})],
    [['body'], { body: reply.body }, () => wx.parseResponse('code2Session', reply)],
    [['input.sessionKey'], key, () => wx.resolveIdentity([fact])],
    [
      ['encodingAESKey'],
      { encodingAESKey },
      () => new wx.WXBizMsgCrypt('AAAAA', encodingAESKey, appid).getSignature('1', '2', '3'),
    ],
  ];
  for (const [names, secrets, call] of calls) {
    await use(withoutWipes(core));
    call();
    const found = observed.find(secrets);
    assert.deepEqual(
      names.filter((name) => !found.includes(name)),
      [],
      `${call}`,
    );
  }
});

test('every export of the package and of the core was tried', () => {
  assert.deepEqual([...tested, ...harmless].sort(), Object.keys(wx).sort());
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(core));
  const functions = exports.filter(
    ({ name, kind }) => kind === 'function' && !name.startsWith('__'),
  );
  assert.ok(functions.length >= 16);
  for (const { name } of functions) assert.ok(Observed.entered.has(name), `nobody entered ${name}`);
});
