// Something else in the process has put names on every object. No answer changes by it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect, isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';

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

const decrypted = fixtures('decrypt').map(({ input }) => input);
const diagnosed = fixtures('diagnosis/seen').map(({ input }) => input);
const endpoints = fixtures('endpoints');
const resolved = fixtures('identity').map(({ facts }) => facts);
const signed = fixtures('signature').map(({ input }) => input);
const pushed = fixtures('push').map((fixture) => own(fixture));

const APPID = 'wx4f4bc4dec97d474b';
const SECRET = '0123456789abcdef0123456789abcdef';
const NOW = 1.75e12;

/**
 * What a call gives, or what it is refused with: its own properties, as they are seen without any
 * others.
 */
async function outcome(call) {
  try {
    return own(await call());
  } catch (error) {
    assert.ok(error instanceof wx.WxError, error?.stack);
    const { message, code, status, publicMessage, argument, errcode, causeCode, category } = error;
    const read = { message, code, status, publicMessage, argument, errcode, causeCode, category };
    return own({ ...read, ...error.toJSON() });
  }
}

function own(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(own);
  const copy = Object.create(null);
  for (const name of Reflect.ownKeys(value)) {
    if (name !== 'stack') copy[name] = own(value[name]);
  }
  return copy;
}

const bytesOf = (value) => new TextEncoder().encode(JSON.stringify(value)).buffer;

const replies = {
  'sns/jscode2session': { openid: 'o', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' },
  'sns/oauth2/access_token': {
    access_token: 'u',
    expires_in: 7200,
    refresh_token: 'r',
    openid: 'o',
  },
  'cgi-bin/stable_token': { access_token: 'T', expires_in: 7200 },
  'cgi-bin/user/get': { total: 1, count: 1, data: { openid: ['o'] } },
  'cgi-bin/user/info/batchget': { user_info_list: [{ subscribe: 0, openid: 'o' }] },
};

/** A client of a class, and what its host was called with. */
function asking(Client, { fail } = {}) {
  const seen = [];
  const fetch = async (url, { method, headers, body }) => {
    seen.push({ url, method, headers, body });
    if (fail) throw fail;
    const path = Object.keys(replies).find((it) => url.includes(`/${it}?`) || url.endsWith(it));
    return {
      status: 200,
      arrayBuffer: async () => bytesOf(replies[path] ?? { errcode: 40029, errmsg: 'no' }),
    };
  };
  const onRequest = (facts) => seen.push(facts);
  const options = { appid: APPID, secret: SECRET, fetch, onRequest, now: () => NOW };
  return { client: new Client(options), seen };
}

/** What calls of a client give, one after the other, and what was sent and told. */
async function answersOf(Client, calls, options) {
  const { client, seen } = asking(Client, options);
  const answers = [];
  for (const call of calls) answers.push(await outcome(() => call(client)));
  return own([answers, seen]);
}

async function all(list) {
  const values = [];
  for await (const value of list) values.push(value);
  return [values, list.cursor];
}

const each = (inputs, call) => () => Promise.all(inputs.map((input) => outcome(() => call(input))));

/** Whether clients of its kind have this method. */
const has = (client, method) => client[method] !== Object.prototype[method];

const clientCalls = [
  (client) => client.login({ code: 'c' }),
  (client) => client.login({ code: 'c', ...(decrypted[0] && { encryptedData: 'x', iv: 'y' }) }),
  (client) => client.login({}),
  (client) => client.request({ method: 'GET', path: '/wxa/x' }),
  (client) => client.request({ method: 'POST', path: '/wxa/x', body: {} }),
  (client) => has(client, 'getPhoneNumber') && client.getPhoneNumber({ code: 'c' }),
  (client) => has(client, 'followers') && all(client.followers()),
  (client) => has(client, 'users') && all(client.users(['o'])),
];

const ofClient = (Client) => async () => [
  await answersOf(Client, clientCalls),
  await answersOf(Client, clientCalls.slice(0, 1), { fail: new Error('no code of its own') }),
];

const rows = [
  { appid: 'a', openid: 'alice' },
  { appid: 'b', openid: 'bob' },
  { appid: 'b', openid: 'eve', unionid: 'u' },
  { appid: 'b' },
];

async function sessions() {
  let now = NOW;
  const texts = new Map();
  const store = {
    get: async (key) => texts.get(key),
    set: async (key, text) => texts.set(key, text),
    delete: async (key) => texts.delete(key),
  };
  const told = [];
  const onStoreFailure = (failure) => told.push({ ...failure });
  const randomBytes = () => new Uint8Array(32).fill(texts.size);
  const options = { appid: APPID, now: () => now, randomBytes, onStoreFailure };
  const answers = [];
  for (const whole of [options, { ...options, store }]) {
    const logins = new wx.LoginSessions(whole);
    const token = await logins.create({ openid: 'alice', session_key: 'k' });
    answers.push(token, own(await logins.get(token)));
    answers.push(await logins.create({ openid: 'alice', session_key: 'l' }, { previous: token }));
    answers.push(await logins.update(token, { data: { id: 1 } }), own(await logins.get(token)));
    now += 1e8;
    answers.push(own(await logins.get(token)), await outcome(() => logins.create({})));
    await logins.deleteAll({ openid: 'alice' });
    answers.push(await logins.get(token), await logins.delete(token));
  }
  for (const broken of [() => '{}', () => ({}), () => Promise.reject(new Error('down'))]) {
    const logins = new wx.LoginSessions({ ...options, store: { ...store, get: broken } });
    answers.push(await outcome(() => logins.get('ab'.repeat(32))));
  }
  return own([answers, [...texts], told]);
}

async function tokens() {
  const { client, seen } = asking(wx.AccessTokens);
  return own([
    await client.get(),
    await client.forceRefresh(),
    await outcome(() => client.invalidate('T')),
    seen,
  ]);
}

/** What a push gives, and what is said of it. */
function pushOf({ options, query, body }) {
  return new wx.MessagePush({ ...options, now: () => NOW, maxAgeSeconds: 0 }).open({ query, body });
}

const pushes = pushed.filter(({ query, body }) => query && body);
const crypts = pushed.filter(({ crypt }) => crypt);

/** Each export at work. */
const scenarios = {
  AccessTokens: tokens,
  LoginSessions: sessions,
  MiniProgram: ofClient(wx.MiniProgram),
  OfficialAccount: ofClient(wx.OfficialAccount),
  WebApp: ofClient(wx.WebApp),
  MessagePush: each(pushes, pushOf),
  WXBizMsgCrypt: each(crypts, ({ crypt, sealed, signed: texts = [] }) => {
    const old = new wx.WXBizMsgCrypt(...crypt);
    return [old.getSignature(...texts), sealed && old.decrypt(sealed)];
  }),
  diagnosePush: each([...pushes, own({})], ({ options, query, body }) =>
    wx.diagnosePush({ ...options, query, body, now: NOW }),
  ),
  diagnoseRawData: each([...signed, {}], wx.diagnoseRawData),
  explainRevokeInfo: each(['1', '301', 'x', undefined], wx.explainRevokeInfo),
  signPayment: each([...signed, {}], wx.signPayment),
  signVoip: each([...signed, {}], wx.signVoip),
  WXBizDataCrypt: each(decrypted, ({ appid, sessionKey, encryptedData, iv }) =>
    new wx.WXBizDataCrypt(appid, sessionKey).decryptData(encryptedData, iv),
  ),
  WxError: each(
    [
      { code: 'ERR_API', message: 'm' },
      { code: 'ERR_NETWORK', message: 'm' },
    ],
    (init) => {
      throw new wx.WxError(init);
    },
  ),
  authorizeUrl: each([{ appid: 'a', redirect_uri: 'https://a.example/' }, {}], wx.authorizeUrl),
  buildRequest: each(
    endpoints.flatMap(({ endpoint, requests }) => requests.map((it) => own({ endpoint, ...it }))),
    ({ endpoint, credentials, params }) => wx.buildRequest(endpoint, credentials, params),
  ),
  decryptMany: async () => own(wx.decryptMany([...decrypted, {}, undefined])),
  diagnose: each([...diagnosed, ...decrypted, {}], wx.diagnose),
  endpointFields: each(wx.endpointNames(), wx.endpointFields),
  endpointNames: async () => wx.endpointNames(),
  explainErrcode: each([-1, 40029, 12345678, undefined], (errcode) => wx.explainErrcode(errcode)),
  linkIdentities: each([rows.slice(0, 3), rows], wx.linkIdentities),
  parseResponse: each(
    endpoints.flatMap(({ endpoint, replies }) => replies.map((it) => own({ endpoint, ...it }))),
    ({ endpoint, status, body }) => wx.parseResponse(endpoint, { status, body }),
  ),
  qrConnectUrl: each([{ appid: 'a', redirect_uri: 'https://a.example/' }, {}], wx.qrConnectUrl),
  ready: async () => wx.ready(),
  resolveIdentity: each([...resolved, [{}]], wx.resolveIdentity),
  signSession: each([...signed, { sessionKey: 'k' }], wx.signSession),
  verifyRawData: each(signed, wx.verifyRawData),
};
for (const [name, exported] of Object.entries(wx)) {
  if (name.startsWith('decrypt')) scenarios[name] ??= each([...decrypted, {}], exported);
}

const values = ['POLLUTED', 1, { openid: 'evil', errcode: 40001 }, () => ({ openid: 'evil' })];

test('every export is here, and every kind of name', () => {
  assert.deepEqual(Object.keys(scenarios).sort(), Object.keys(wx).sort());
  for (const name of ['unionid', 'body', 'is_snapshotuser', 'errcode', 'causeCode', 'repairs']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.length > 300);
});

async function answers() {
  const given = {};
  for (const [name, scenario] of Object.entries(scenarios)) given[name] = await scenario();
  return own(given);
}

for (const value of values) {
  test(`every export answers as ever when all objects have ${inspect(value)}`, async () => {
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
