// What the clients and the functions beside them take and refuse: request(), options, pages,
// errcodes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { install, load } from './installed.mjs';
import { APPID, offline, rejection, SECRET, setUp as start } from './wechat.mjs';

const { esm: wx } = await load(install());
const { LoginSessions, MiniProgram, OfficialAccount, WebApp, WxError } = wx;
const setUp = (options) => start({ wx, ...options });

test('request(): any other endpoint, with the token, escaped, read and retried', async () => {
  let calls = 0;
  const fetch = offline(() => (calls++ ? { any: [1] } : { errcode: '42001', errmsg: 'stale' }));
  const tokens = ['T1', 'T&2'];
  const account = new OfficialAccount({ appid: APPID, tokens: () => tokens.shift(), fetch });
  const query = { 'a&b': 'c=d e+f/中', n: 5, yes: true };
  const custom = { method: 'POST', path: '/wxa/any', query, body: { 中: ['x'] } };
  assert.deepEqual(await account.request(custom), { any: [1] });
  const [first, second] = fetch.calls;
  assert.ok(first.url.startsWith('https://api.weixin.qq.com/wxa/any?access_token=T1&'));
  assert.equal(
    second.url,
    'https://api.weixin.qq.com/wxa/any?access_token=T%262&a%26b=c%3Dd%20e%2Bf%2F%E4%B8%AD&n=5&yes=true',
  );
  assert.equal(second.body, '{"中":["x"]}');
  assert.deepEqual(second.headers, { 'content-type': 'application/json' });
});

test('request(): GET has no body, and the target is a path', async () => {
  const fetch = offline();
  const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
  const good = { method: 'GET', path: '/wxa/x' };
  assert.deepEqual(await account.request(good), {});
  assert.equal(fetch.calls[0].body, undefined);
  const paths = [
    ...['https://evil', '//evil', '/a?b', '/a#b', '/a/../b', '/./a', '/a//b', '/a/', '/', ''],
    ...['a', '\\\\evil', '/\\evil', '/%2e%2e/a', '/a b', '/a\n', '/@evil', '/:80', ' /a', '/é'],
    ...[undefined, null, 5, ['/a'], {}, Symbol('/a'), new String('/a'), { toJSON: () => '/a' }],
  ];
  const bad = [
    ...paths.map((path) => [{ path }, 'path']),
    ...['get', 'PUT', '', undefined, null, 5].map((method) => [{ method }, 'method']),
    ...[{}, 'text', 0, null, false, [], () => {}, Symbol('body')].map((body) => [{ body }, 'body']),
    ...['text', [], 5, null, { a: {} }, { a: null }, { a: [] }].map((query) => [
      { query },
      'query',
    ]),
    [{ query: { access_token: 'other' } }, 'query'],
    [{ headers: {} }, 'headers'],
  ];
  for (const [change, argument] of bad) {
    const shown = inspect(change);
    const error = await rejection(account.request({ ...good, ...change }), shown);
    assert.ok(error instanceof WxError, `${shown}: ${error.stack}`);
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT', shown);
    assert.equal(error.argument, argument, shown);
  }
  assert.equal(fetch.calls.length, 1);
});

test('request(): a list, a text and an error are refused', async () => {
  for (const [body, code] of [
    ['[]', 'ERR_INVALID_RESPONSE'],
    ['"text"', 'ERR_INVALID_RESPONSE'],
    ['', 'ERR_INVALID_RESPONSE'],
    ['{"errcode":48001,"errmsg":"api unauthorized rid: 1-2-3"}', 'ERR_API'],
  ]) {
    const fetch = offline(() => Buffer.from(body));
    const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
    const error = await rejection(account.request({ method: 'GET', path: '/wxa/x' }));
    assert.equal(error.code, code);
    assert.equal(error.endpoint, '/wxa/x');
    assert.equal(error.rid, code === 'ERR_API' ? '1-2-3' : undefined);
  }
});

test('an option that is unknown or of the wrong type is refused by its name', () => {
  const store = new Map();
  for (const [change, argument] of [
    [{ appid: undefined }, 'appid'],
    [{ appid: '' }, 'appid'],
    [{ appid: 5 }, 'appid'],
    [{ appId: APPID }, 'appId'],
    [{ appsecret: SECRET }, 'appsecret'],
    [{ timeout: 5 }, 'timeout'],
    [{ legacy: true }, 'legacy'],
    [{ fetch: null }, 'fetch'],
    [{ fetch: 'fetch' }, 'fetch'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ timeoutMs: Number.NaN }, 'timeoutMs'],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    [{ timeoutMs: 2 ** 31 }, 'timeoutMs'],
    [{ timeoutMs: '50' }, 'timeoutMs'],
    [{ baseUrl: '' }, 'baseUrl'],
    [{ baseUrl: 'api2.weixin.qq.com' }, 'baseUrl'],
    [{ baseUrl: 'ftp://api2.weixin.qq.com' }, 'baseUrl'],
    [{ baseUrl: 'xhttps://api2.weixin.qq.com' }, 'baseUrl'],
    [{ baseUrl: 'https://host?x=1' }, 'baseUrl'],
    [{ baseUrl: 'https://host#x' }, 'baseUrl'],
    [{ baseUrl: 'https://a b' }, 'baseUrl'],
    [{ baseUrl: new URL('https://host') }, 'baseUrl'],
    [{ tokens: 'T' }, 'tokens'],
    [{ tokens: null }, 'tokens'],
    [{ tokens: {} }, 'tokens'],
    [{ component: null }, 'component'],
    [{ component: '' }, 'component'],
    [{ component: 'wx' }, 'component'],
    [{ component: { appid: '', tokens: () => 'T' } }, 'component'],
    [{ component: { appid: 'wx' } }, 'tokens'],
    [{ component: { appid: 'wx', tokens: () => 'T', secret: SECRET } }, 'secret'],
    [{ store: {} }, 'store'],
    [{ store: { get: store.get, set: store.set } }, 'store'],
    [{ onStoreFailure: 'log' }, 'onStoreFailure'],
    [{ store, storeTimeoutMs: 0 }, 'storeTimeoutMs'],
    [{ now: 5 }, 'now'],
  ]) {
    for (const Kind of [MiniProgram, OfficialAccount, WebApp]) {
      assert.throws(
        () => new Kind({ appid: APPID, secret: SECRET, ...change }),
        (error) => {
          assert.ok(error instanceof WxError, error.stack);
          assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
          assert.equal(error.argument, argument, Object.keys(change)[0]);
          assert.ok(!error.message.includes(SECRET));
          return true;
        },
        inspect(change),
      );
    }
  }
  for (const options of [undefined, null, 5, 'options', [], () => {}]) {
    assert.throws(() => new MiniProgram(options), { argument: 'options' });
  }
});

test('a method that options inherit is no option, and any other name is', () => {
  const client = (inherited) => Object.assign(Object.create(inherited), { appid: APPID });
  new MiniProgram(client({ describe() {} }));
  assert.throws(() => new MiniProgram(client({ describe: 'text' })), { argument: 'describe' });
});

test('a call without the secret or token that it needs is refused before any request', async () => {
  const fetch = offline();
  const program = new MiniProgram({ appid: APPID, secret: undefined, fetch });
  for (const [call, argument] of [
    [() => program.code2Session({ js_code: 'c' }), 'secret'],
    [() => program.login({ code: 'c' }), 'secret'],
    [() => program.getPhoneNumber({ code: 'c' }), 'tokens'],
    [() => program.request({ method: 'GET', path: '/x' }), 'tokens'],
  ]) {
    const error = await rejection(call());
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
    assert.equal(error.argument, argument);
  }
  for (const secret of ['', 5, null]) {
    const refuse = async () =>
      new MiniProgram({ appid: APPID, secret, fetch }).code2Session({ js_code: 'c' });
    assert.equal((await rejection(refuse())).argument, 'secret');
  }
  assert.equal(fetch.calls.length, 0);
});

test('a call with a wrong parameter or option is refused by its name', async () => {
  const fetch = offline();
  const account = new OfficialAccount({ appid: APPID, secret: SECRET, tokens: () => 'T', fetch });
  for (const [call, argument] of [
    [() => account.userInfo({}), 'openid'],
    [() => account.userInfo(), 'openid'],
    [() => account.userInfo({ openid: 'o', openId: 'o' }), 'openId'],
    [() => account.userInfo({ openid: 'o', lang: 'zh-CN' }), 'lang'],
    [() => account.userInfo({ openid: 'o', access_token: 'T' }), 'access_token'],
    [() => account.snsUserInfo({ openid: 'o' }), 'access_token'],
    [() => account.snsUserInfo({ openid: 'o', access_token: 't', secret: 's' }), 'secret'],
    [() => account.batchUserInfo({ user_list: Array(101).fill({ openid: 'o' }) }), 'user_list'],
    [() => account.userInfo({ openid: 'o' }, { timeoutMs: 5 }), 'timeoutMs'],
    [() => account.userInfo({ openid: 'o' }, null), 'options'],
    [() => account.userInfo({ openid: 'o' }, { signal: 'signal' }), 'signal'],
    [() => account.userInfo({ openid: 'o' }, { signal: {} }), 'signal'],
    [() => account.request({ method: 'GET', path: '/x' }, { signal: 5 }), 'signal'],
    [() => account.snsAccessToken({ code: 'c' }, { signal: null }), 'signal'],
  ]) {
    const error = await rejection(call());
    assert.ok(error instanceof WxError, `${call}: ${error.stack}`);
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
    assert.equal(error.argument, argument);
  }
  assert.equal(fetch.calls.length, 0);
});

test('a secret in a page is refused, unless explicitly allowed', () => {
  const options = { appid: APPID, secret: SECRET };
  const refusal = { code: 'ERR_INVALID_ARGUMENT', argument: 'secret' };
  globalThis.window = { document: {} };
  try {
    for (const Kind of [MiniProgram, OfficialAccount, WebApp, wx.AccessTokens]) {
      assert.throws(() => new Kind(options), refusal);
      for (const dangerouslyAllowBrowser of [false, undefined, 'yes', 1]) {
        assert.throws(() => new Kind({ ...options, dangerouslyAllowBrowser }), refusal);
      }
      new Kind({ ...options, dangerouslyAllowBrowser: true });
    }
    new MiniProgram({ appid: APPID, tokens: () => 'T' });
    // Deno had a window, and jsdom may be half set up.
    for (const window of [{}, null]) {
      globalThis.window = window;
      new MiniProgram(options);
    }
  } finally {
    delete globalThis.window;
  }
  new MiniProgram(options);
});

test('authorizeUrl: in WeChat’s order, everything escaped', () => {
  const input = {
    state: 'aZ09',
    forceSnapShot: true,
    redirect_uri: 'https://a.example/cb?x=1&y=中',
    forcePopup: false,
    scope: 'snsapi_userinfo',
  };
  const start =
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx4f4bc4dec97d474b&redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx%3D1%26y%3D%E4%B8%AD&response_type=code&scope=snsapi_userinfo&state=aZ09';
  const end = '&forcePopup=false&forceSnapShot=true#wechat_redirect';
  assert.equal(wx.authorizeUrl({ ...input, appid: APPID }), start + end);
  const account = new OfficialAccount({ appid: APPID });
  assert.equal(account.authorizeUrl(input), start + end);
  const component = { appid: 'wxplatform', tokens: () => 'T' };
  const onBehalf = new OfficialAccount({ appid: APPID, component });
  assert.equal(onBehalf.authorizeUrl(input), `${start}&component_appid=wxplatform${end}`);
  const { forcePopup, forceSnapShot, ...short } = input;
  assert.equal(account.authorizeUrl(short), `${start}#wechat_redirect`);
  assert.equal(account.authorizeUrl(Object.create(short)), `${start}#wechat_redirect`);
});

test('qrConnectUrl: in WeChat’s order, everything escaped', () => {
  const input = { state: 'aZ09', lang: 'en', redirect_uri: 'https://a.example/cb?x=1#/y' };
  const url =
    'https://open.weixin.qq.com/connect/qrconnect?appid=wx4f4bc4dec97d474b&redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx%3D1%23%2Fy&response_type=code&scope=snsapi_login&state=aZ09&lang=en#wechat_redirect';
  assert.equal(wx.qrConnectUrl({ ...input, appid: APPID }), url);
  const website = new WebApp({ appid: APPID });
  assert.equal(website.qrConnectUrl(input), url);
  assert.equal(website.qrConnectUrl({ ...input, lang: undefined }), url.replace('&lang=en', ''));
});

test('the URLs of pages are refused for what WeChat would refuse', () => {
  const account = new OfficialAccount({ appid: APPID });
  const website = new WebApp({ appid: APPID });
  const good = { redirect_uri: 'https://a.example/', state: 'x' };
  const shared = [
    ...['', 'a-b', 'a b', 'é', 'x'.repeat(129), 5, null, undefined].map((state) => ({ state })),
    ...['', '/cb', 'a.example', 'https%3A%2F%2Fa.example', 'javascript:x', 5, undefined].map(
      (redirect_uri) => ({ redirect_uri }),
    ),
    { lang: 'zh_CN' },
    { extra: 'x' },
    { appid: 'wxother' },
  ];
  const refused = (change) => ({
    code: 'ERR_INVALID_ARGUMENT',
    argument: Object.keys(change)[0],
  });
  for (const change of shared) {
    const scope = 'snsapi_base';
    const what = inspect(change);
    assert.throws(() => account.authorizeUrl({ ...good, scope, ...change }), refused(change), what);
    assert.throws(() => website.qrConnectUrl({ ...good, ...change }), refused(change), what);
  }
  const bad = [{ scope: 'snsapi_login' }, { scope: undefined }, { forcePopup: 'true' }];
  for (const change of [...bad, { component_appid: 'wxother' }]) {
    const input = { ...good, scope: 'snsapi_base', ...change };
    assert.throws(() => account.authorizeUrl(input), refused(change), inspect(change));
  }
  for (const input of [undefined, null, 5, 'https://a.example/']) {
    assert.throws(() => account.authorizeUrl(input), { code: 'ERR_INVALID_ARGUMENT' });
    assert.throws(() => website.qrConnectUrl(input), { code: 'ERR_INVALID_ARGUMENT' });
  }
  assert.ok(account.authorizeUrl({ ...good, state: 'x'.repeat(128), scope: 'snsapi_base' }));
});

test('explainErrcode: a number depends on its endpoint', () => {
  const login = wx.explainErrcode(40029, 'code2Session');
  const phone = wx.explainErrcode(40029, 'getPhoneNumber');
  assert.equal(login.category, 'code');
  assert.notDeepEqual(login.meaning, phone.meaning);
  for (const { zh, en } of [login.meaning, login.advice, phone.meaning, phone.advice]) {
    assert.match(zh, /[\u4e00-\u9fff]/);
    assert.match(en, /^[\x20-\x7e]+$/);
  }
  assert.equal(wx.explainErrcode(-1).retryable, true);
  assert.equal(wx.explainErrcode(-1, 'code2Session').retryable, false);
  for (const unknown of [123456789, 0.5, Number.NaN, '40029', undefined, null, {}]) {
    assert.equal(wx.explainErrcode(unknown).category, 'unknown');
  }
  assert.deepEqual(wx.explainErrcode(40029, 'no such endpoint'), wx.explainErrcode(40029));
});

test('an ERR_API says what explainErrcode says', async () => {
  const { wechat, program } = await setUp({ tokens: () => 'T' });
  for (const errcode of [-1, 40029, 45011, 40226, 48001, 123456]) {
    wechat.fail({ errcode });
    const error = await rejection(program.getPhoneNumber({ code: 'c' }));
    const { category, retryable } = wx.explainErrcode(errcode, 'getPhoneNumber');
    assert.deepEqual([error.category, error.retryable], [category, retryable], `${errcode}`);
    assert.match(error.rid, /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  }
});

test('the error for an unknown option suggests the right one', async () => {
  const meant = (run) => {
    try {
      run();
    } catch ({ code, message }) {
      return [code, message];
    }
  };
  const client = { appid: APPID, secret: SECRET };
  const component = { appid: APPID, access_token: 'TOKEN' };
  const input = { appid: APPID, sessionKey: 'k', encryptedData: 'd', iv: 'i' };
  for (const [run, unknown, known] of [
    [() => new MiniProgram({ ...client, appId: APPID }), 'appId', 'appid'],
    [() => new MiniProgram({ ...client, appSecret: SECRET }), 'appSecret', 'secret'],
    [() => new MiniProgram({ ...client, time_out_ms: 1 }), 'time_out_ms', 'timeoutMs'],
    [() => new MiniProgram({ ...client, timeout: 1 }), 'timeout', 'timeoutMs'],
    [() => new LoginSessions({ appid: APPID, ttl: 1 }), 'ttl', 'ttlSeconds'],
    [() => new MiniProgram({ ...client, component }), 'access_token', 'tokens'],
    [() => wx.decrypt({ ...input, session_key: 'k' }), 'session_key', 'sessionKey'],
    [() => wx.decrypt({ ...input, IV: 'i' }), 'IV', 'iv'],
    [() => wx.decrypt({ ...input, maxAgeSecond: 1 }), 'maxAgeSecond', 'maxAgeSeconds'],
    ...['maxAgeSecodns', 'maxgeSeconds', 'maxxAgeSeconds', 'maxOgeSeconds'].map((unknown) => [
      () => wx.decrypt({ ...input, [unknown]: 1 }),
      unknown,
      'maxAgeSeconds',
    ]),
    [() => wx.buildRequest('code2Session', client, { code: 'CODE' }), 'code', 'js_code'],
    [() => wx.buildRequest('snsAccessToken', client, { js_code: 'CODE' }), 'js_code', 'code'],
  ]) {
    const sentence = `${unknown} is not a known option: did you mean ${known}?`;
    assert.deepEqual(meant(run), ['ERR_INVALID_ARGUMENT', sentence]);
  }
  assert.deepEqual(
    meant(() => wx.decrypt('d')),
    ['ERR_INVALID_ARGUMENT', 'input must be an object'],
  );
  for (const unknown of [
    'iw',
    'know',
    'constructor_',
    'valueOf',
    'session',
    'maxAgeSxeonds',
    'maxAgeScxonds',
    'maxAgeSceondx',
  ]) {
    const [, message] = meant(() => wx.decrypt({ ...input, [unknown]: 'k' }));
    assert.equal(message, `${unknown} is not a known option`);
  }
});
