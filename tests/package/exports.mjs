// Each export of the package at work, on the fixtures and on a host of its own: whatever has to
// hold for every export is tried on these calls.

import assert from 'node:assert/strict';

import { fixtures } from './fixtures.mjs';

const decrypted = fixtures('decrypt').map(({ input }) => input);
const diagnosed = fixtures('diagnosis/seen').map(({ input }) => input);
const endpoints = fixtures('endpoints');
const resolved = fixtures('identity').map(({ facts }) => facts);
const signed = fixtures('signature').map(({ input }) => input);
const pushed = fixtures('push').map((fixture) => own(fixture));

const APPID = 'wx4f4bc4dec97d474b';
const SECRET = '0123456789abcdef0123456789abcdef';
const NOW = 1.75e12;

/** Its own properties, as they are seen without any others. */
export function own(value) {
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

async function all(list) {
  const values = [];
  for await (const value of list) values.push(value);
  return [values, list.cursor];
}

/** Whether clients of its kind have this method. */
const has = (client, method) => client[method] !== Object.prototype[method];

const page = { redirect_uri: 'https://a.example/', state: 's' };

const clientCalls = [
  (client) => client.login({ code: 'c' }),
  (client) => client.login({ code: 'c', ...(decrypted[0] && { encryptedData: 'x', iv: 'y' }) }),
  (client) => client.login({}),
  (client) => client.now(),
  (client) => client.request({ method: 'GET', path: '/wxa/x' }),
  (client) => client.request({ method: 'POST', path: '/wxa/x', body: {} }),
  (client) => has(client, 'getPhoneNumber') && client.getPhoneNumber({ code: 'c' }),
  (client) => has(client, 'followers') && all(client.followers()),
  (client) => has(client, 'users') && all(client.users(['o'])),
  (client) => has(client, 'authorizeUrl') && client.authorizeUrl(page),
  (client) => has(client, 'qrConnectUrl') && client.qrConnectUrl(page),
  ...endpoints.map(({ endpoint, requests: [{ credentials, params }] }) => (client) => {
    const { access_token } = credentials;
    const isOfUser = /^sns(Auth|UserInfo)$/.test(endpoint);
    const whole = isOfUser ? { access_token, ...params } : params;
    return has(client, endpoint) && client[endpoint](whole);
  }),
];

const rows = [
  { appid: 'a', openid: 'alice' },
  { appid: 'b', openid: 'bob' },
  { appid: 'b', openid: 'eve', unionid: 'u' },
  { appid: 'b' },
];

/**
 * For each export of the package, a function that uses it in all its ways, and gives what came of
 * it.
 */
export function scenariosOf(wx) {
  /**
   * What a call gives, or what it is refused with: its own properties, as they are seen without any
   * others.
   */
  async function outcome(call) {
    try {
      return own(await call());
    } catch (error) {
      assert.ok(error instanceof wx.WxError, error?.stack);
      const { message, code, status, publicMessage, argument, errcode, causeCode, category } =
        error;
      const read = { message, code, status, publicMessage, argument, errcode, causeCode, category };
      return own({ ...read, ...error.toJSON() });
    }
  }

  /** What calls of a client give, one after the other, and what was sent and told. */
  async function answersOf(Client, calls, options) {
    const { client, seen } = asking(Client, options);
    const answers = [];
    for (const call of calls) answers.push(await outcome(() => call(client)));
    return own([answers, seen]);
  }

  const each = (inputs, call) => () =>
    Promise.all(inputs.map((input) => outcome(() => call(input))));

  const ofClient = (Client) => async () => [
    await answersOf(Client, clientCalls),
    await answersOf(Client, clientCalls.slice(0, 1), { fail: new Error('no code of its own') }),
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
    return new wx.MessagePush({ ...options, now: () => NOW, maxAgeSeconds: 0 }).open({
      query,
      body,
    });
  }

  /**
   * What a configuration says of the question whether the URL is ours, and how it answers a push.
   */
  function answersOfPush({ function: name, options, query, body, opened, text, random }) {
    const push = new wx.MessagePush({ ...options, now: () => options.now });
    if (name === 'verifyUrl') return push.verifyUrl(query);
    if (name === 'reply') return push.reply(opened, text, { random: Uint8Array.from(random) });
    return push.acknowledge(push.open({ query, body }));
  }

  const pushes = pushed.filter(({ query, body }) => query && body);
  const crypts = pushed.filter(({ crypt }) => crypt);
  const configured = pushed.filter(({ options }) => options);

  const scenarios = {
    AccessTokens: tokens,
    LoginSessions: sessions,
    MiniProgram: ofClient(wx.MiniProgram),
    OfficialAccount: ofClient(wx.OfficialAccount),
    WebApp: ofClient(wx.WebApp),
    MessagePush: async () => [
      await each(pushes, pushOf)(),
      await each(configured, answersOfPush)(),
    ],
    WXBizMsgCrypt: each(crypts, ({ crypt, sealed, signed: texts = [] }) => {
      const old = new wx.WXBizMsgCrypt(...crypt);
      const { length } = old.encrypt('under random bytes');
      return [length, sealed ? old.decrypt(sealed) : old.getSignature(...texts)];
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

  return scenarios;
}

/** Methods of an instance: its own class's and inherited ones. */
export function methodsOf({ prototype }) {
  const names = new Set();
  for (let it = prototype; it && it !== Object.prototype; it = Object.getPrototypeOf(it)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(it))) {
      if (name !== 'constructor' && typeof value === 'function') names.add(name);
    }
  }
  return [...names];
}

export const isClass = (exported) => /^class\b/.test(Function.prototype.toString.call(exported));

/**
 * All calls that the scenarios make: of a function its arguments, of a method those of its
 * constructor too.
 */
export async function recordedCalls(wx) {
  const calls = [];
  const recorded = {};
  for (const [name, exported] of Object.entries(wx)) {
    if (name === 'WxError') recorded[name] = exported;
    else recorded[name] = isClass(exported) ? recordingClass(name) : recording(name);
  }
  for (const scenario of Object.values(scenariosOf(recorded))) await scenario();
  return calls;

  function recording(name) {
    return (...args) => {
      calls.push({ name, args });
      return wx[name](...args);
    };
  }

  function recordingClass(name) {
    const Class = wx[name];
    return class extends Class {
      constructor(...options) {
        super(...options);
        calls.push({ name, options });
        for (const method of methodsOf(Class)) {
          this[method] = (...args) => {
            calls.push({ name, options, method, args });
            return super[method](...args);
          };
        }
      }
    };
  }
}
