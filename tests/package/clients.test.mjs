// The clients, against a WeChat of the tests' own and against a fetch that asks nobody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetch as undiciFetch } from 'undici';

import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import {
  ACCOUNT,
  APPID,
  ids,
  offline,
  rejection,
  SECRET,
  sent,
  setUp as start,
} from './wechat.mjs';

const { esm, cjs } = await load(install());
const { MiniProgram, OfficialAccount, WxError } = esm;
const setUp = (options) => start({ wx: esm, ...options });

for (const [how, wx, fetch] of [
  ['import and the global fetch', esm],
  ['require and the global fetch', cjs],
  ['import and the fetch of undici', esm, undiciFetch],
  ['require and the fetch of undici', cjs, undiciFetch],
]) {
  test(`${how}: log in, get the phone number, map the followers to unionids`, async () => {
    const { wechat, program, account } = await setUp({ wx, fetch, pageSize: 130 });
    wechat.addFollowers(301);
    const user = wechat.addUser({ openid: 'oUser', unionid: 'uUser', phone: '13800138000' });

    const code = wechat.addCode('login', APPID, user.openid);
    const { session, identity, userData } = await program.login({ code, ...sent(user) });
    assert.deepEqual(session, { openid: 'oUser', session_key: user.session_key, unionid: 'uUser' });
    assert.deepEqual(ids(identity), { appid: APPID, openid: 'oUser', unionid: 'uUser' });
    assert.equal(userData.value.kind, 'userInfo');
    assert.equal(userData.value.data.nickName, '小明😀');

    const phone = await program.getPhoneNumber({ code: wechat.addCode('phone', APPID, 'oUser') });
    assert.equal(phone.phone_info.phoneNumber, '13800138000');
    assert.equal(phone.phone_info.countryCode, '86');

    const unionids = new Map();
    for await (const { openid, unionid } of account.users(account.followers())) {
      unionids.set(openid, unionid);
    }
    assert.equal(unionids.size, 301);
    for (const openid of wechat.followers)
      assert.equal(unionids.get(openid), `u${openid.slice(1)}`);
    assert.deepEqual(wechat.counts, { stable: 2, forced: 0, legacy: 0 });
  });
}

/** The endpoints that are methods of each client. */
const methods = {
  MiniProgram: [
    ...['code2Session', 'checkSessionKey', 'resetUserSessionKey', 'getPaidUnionId'],
    ...['getPluginOpenPId', 'checkEncryptedData', 'getUserEncryptKey', 'getPhoneNumber'],
  ],
  OfficialAccount: [
    ...['snsAccessToken', 'snsRefreshToken', 'snsAuth', 'snsUserInfo', 'userInfo'],
    ...['batchUserInfo', 'getFans', 'getBlacklist', 'changeOpenid'],
  ],
  WebApp: ['snsAccessToken', 'snsRefreshToken', 'snsAuth', 'snsUserInfo'],
};
const userTokens = ['snsAuth', 'snsUserInfo'];
const onBehalf = {
  code2Session: 'thirdpartyCode2Session',
  snsAccessToken: 'thirdpartySnsAccessToken',
  snsRefreshToken: 'thirdpartySnsRefreshToken',
};
const fixtureOf = new Map(fixtures('endpoints').map((fixture) => [fixture.endpoint, fixture]));

test('every endpoint that is asked by a client is a method of it, and no other is', () => {
  const hidden = ['getAccessToken', 'getStableAccessToken', ...Object.values(onBehalf)];
  const shown = esm.endpointNames().filter((name) => !hidden.includes(name));
  assert.deepEqual([...new Set(Object.values(methods).flat())].sort(), shown.sort());
  for (const [kind, names] of Object.entries(methods)) {
    const has = (name) => typeof esm[kind].prototype[name] === 'function';
    assert.deepEqual(esm.endpointNames().filter(has).sort(), [...names].sort(), kind);
  }
});

/** A client with the credentials of a fixture, and the parameters that its method takes. */
function asFixture(kind, name, { credentials, params }, fetch) {
  const { access_token, component_appid, component_access_token, ...own } = credentials;
  const options = { appid: APPID, ...own, fetch };
  if (component_appid) {
    options.component = { appid: component_appid, tokens: () => component_access_token };
  }
  if (userTokens.includes(name)) params = { ...params, access_token };
  else if (access_token) options.tokens = () => access_token;
  return [new esm[kind](options), params];
}

for (const [kind, names] of Object.entries(methods)) {
  test(`${kind}: every method sends the request of its fixtures, and reads the reply`, async () => {
    const asked = names.map((name) => [name, name]);
    const platform = names.filter((name) => onBehalf[name]).map((name) => [name, onBehalf[name]]);
    for (const [name, endpoint] of [...asked, ...platform]) {
      const { requests, replies } = fixtureOf.get(endpoint);
      const { body, value } = replies[0];
      for (const fixture of requests) {
        const fetch = offline(() => Buffer.from(body));
        const [client, params] = asFixture(kind, name, fixture, fetch);
        assert.deepEqual(await client[name](params), value, fixture.what);
        const [{ signal, redirect, ...sent }, ...more] = fetch.calls;
        const { redactedUrl, redactedBody, ...request } = fixture.request;
        assert.deepEqual([sent, more], [request, []], fixture.what);
        assert.equal(redirect, 'manual');
        assert.ok(signal instanceof AbortSignal);
      }
    }
  });
}

test('on behalf of an app, tokens of the app are asked with as ever', async () => {
  const fetch = offline(() => ({ errcode: 0, errmsg: 'ok' }));
  const component = { appid: ACCOUNT, tokens: () => assert.fail('not the platform’s') };
  const client = new MiniProgram({ appid: APPID, component, tokens: () => 'AUTHORIZER', fetch });
  await client.checkSessionKey({ openid: 'o', session_key: Buffer.alloc(16).toString('base64') });
  await client.request({ method: 'GET', path: '/wxa/x' });
  for (const { url } of fetch.calls) assert.match(url, /access_token=AUTHORIZER(&|$)/);
});

test('on behalf of an app, a code is exchanged by the platform', async () => {
  const { wechat, baseUrl = wechat.baseUrl } = await setUp();
  const tokens = [
    wechat.addToken('component', { component: 'wxplatform' }),
    wechat.addToken('component', { component: 'wxplatform' }),
  ];
  wechat.spoil(tokens[0], 42001);
  const user = wechat.addUser({ openid: 'oUser' });
  const component = { appid: 'wxplatform', tokens: () => tokens.shift() };
  const program = new MiniProgram({ appid: APPID, component, baseUrl });
  const code = wechat.addCode('login', APPID, 'oUser');
  const { identity, userData } = await program.login({ code, ...sent(user) });
  assert.deepEqual(ids(identity), { appid: APPID, openid: 'oUser', unionid: null });
  assert.ok(userData.ok);
  assert.equal(tokens.length, 0);
});

for (const errcode of [40001, 40014, 42001]) {
  test(`a token that is refused with ${errcode} is renewed, and the call retried`, async () => {
    const { wechat, account, asked } = await setUp();
    wechat.addFollowers(1);
    await account.userInfo({ openid: 'o1' });
    wechat.spoil(wechat.tokenOf(ACCOUNT), errcode);
    assert.equal((await account.userInfo({ openid: 'o1' })).unionid, 'u1');
    assert.equal(asked('/cgi-bin/user/info'), 3);
    assert.deepEqual(wechat.counts, { stable: 2, forced: 0, legacy: 0 });
  });

  test(`a phone code is read once although its token is refused with ${errcode}`, async () => {
    const { wechat, program, asked } = await setUp();
    wechat.addUser({ openid: 'oUser', phone: '1' });
    await program.getPhoneNumber({ code: wechat.addCode('phone', APPID, 'oUser') });
    wechat.spoil(wechat.tokenOf(APPID), errcode);
    await program.getPhoneNumber({ code: wechat.addCode('phone', APPID, 'oUser') });
    assert.equal(asked('/wxa/business/getuserphonenumber'), 3);
  });

  test(`where WeChat gives the token again that it refuses with ${errcode}, that is it`, async () => {
    const { wechat, account, asked } = await setUp();
    wechat.addFollowers(1);
    wechat.trouble({ path: '/cgi-bin/user/info', errcode, times: 10 });
    for (const requests of [1, 2, 3]) {
      const error = await rejection(account.userInfo({ openid: 'o1' }));
      assert.equal(error.errcode, errcode);
      assert.equal(error.endpoint, 'userInfo');
      assert.equal(asked('/cgi-bin/user/info'), requests);
      assert.equal(wechat.counts.stable, 2);
    }
  });
}

test('a stale token is retried once, not until it works', async () => {
  const fetch = offline(() => ({ errcode: 40001, errmsg: 'stale' }));
  let count = 0;
  const account = new OfficialAccount({ appid: APPID, tokens: () => `T${++count}`, fetch });
  assert.equal((await rejection(account.userInfo({ openid: 'o' }))).errcode, 40001);
  assert.equal(fetch.calls.length, 2);
  assert.equal((await rejection(account.request({ method: 'POST', path: '/x' }))).errcode, 40001);
  assert.equal(fetch.calls.length, 4);
});

test('a central service is asked for tokens, and told which one was refused', async () => {
  const { wechat } = await setUp();
  wechat.addFollowers(1);
  const old = wechat.addToken('app', { appid: ACCOUNT });
  const good = wechat.addToken('app', { appid: ACCOUNT });
  wechat.spoil(old);
  class Central {
    token = old;
    refused = [];
    get() {
      return this.token;
    }
    async invalidate(token) {
      this.refused.push(token);
      this.token = good;
    }
  }
  const tokens = new Central();
  const account = new OfficialAccount({ appid: ACCOUNT, tokens, baseUrl: wechat.baseUrl });
  assert.equal((await account.userInfo({ openid: 'o1' })).unionid, 'u1');
  assert.deepEqual(tokens.refused, [old]);
  assert.deepEqual(wechat.counts, { stable: 0, forced: 0, legacy: 0 });
});

test('a service that gives no token, or fails, is told so without its words', async () => {
  const failure = Object.assign(new Error(`GET /token?key=${SECRET}`), { code: 'ECONNRESET' });
  for (const [tokens, causeCode] of [
    [() => ''],
    [() => undefined],
    [() => 5],
    [() => Promise.reject(failure), 'ECONNRESET'],
    [{ get: () => assert.fail(SECRET) }, 'ERR_ASSERTION'],
  ]) {
    const account = new OfficialAccount({ appid: APPID, tokens, fetch: offline() });
    const error = await rejection(account.userInfo({ openid: 'o' }));
    assert.ok(error instanceof WxError);
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
    assert.equal(error.argument, 'tokens');
    assert.equal(error.causeCode, causeCode);
    assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(SECRET));
  }
});

test('a wrong AppSecret is told, and not tried again', async () => {
  const { wechat, asked } = await setUp();
  const options = { appid: APPID, secret: 'wrong-secret', baseUrl: wechat.baseUrl };
  const program = new MiniProgram(options);
  const error = await rejection(program.getPhoneNumber({ code: 'c' }));
  assert.equal(error.errcode, 40001);
  assert.equal(error.endpoint, 'getStableAccessToken');
  assert.equal(wechat.requests.length, 1);
  const refused = await rejection(program.code2Session({ js_code: 'c' }));
  assert.equal(refused.errcode, 40125);
  assert.equal(asked('/sns/jscode2session'), 1);
});

test('40001 of an endpoint without a token is not retried', async () => {
  const { wechat, program, account } = await setUp();
  wechat.trouble({ errcode: 40001, times: 10 });
  for (const [count, call] of [
    () => program.code2Session({ js_code: 'c' }),
    () => account.snsAccessToken({ code: 'c' }),
    () => account.snsRefreshToken({ refresh_token: 'r' }),
    () => account.snsUserInfo({ access_token: 't', openid: 'o' }),
    () => account.snsAuth({ access_token: 't', openid: 'o' }),
  ].entries()) {
    assert.equal((await rejection(call())).errcode, 40001);
    assert.equal(wechat.requests.length, count + 1);
  }
});

for (const [what, trouble, code, timeoutMs] of [
  ['no reply', { hang: 'reply' }, 'ERR_TIMEOUT', 100],
  ['half a reply', { hang: 'body' }, 'ERR_TIMEOUT', 100],
  ['a dropped connection', { drop: true }, 'ERR_NETWORK'],
  ['-1', { errcode: -1 }, 'ERR_API'],
  ['a bad gateway', { status: 502, bytes: '<html>' }, 'ERR_HTTP_STATUS'],
]) {
  test(`after ${what}, what carries a code is not sent again`, async () => {
    const { wechat, program, account } = await setUp({ timeoutMs, tokens: () => 'T' });
    for (const [count, call] of [
      () => program.code2Session({ js_code: 'code' }),
      () => program.login({ code: 'code' }),
      () => program.getPhoneNumber({ code: 'code' }),
      () => program.getPluginOpenPId({ code: 'code' }),
      () => account.snsAccessToken({ code: 'code' }),
      () => account.login({ code: 'code' }),
    ].entries()) {
      wechat.trouble(trouble);
      const error = await rejection(call());
      assert.equal(error.code, code);
      assert.notEqual(error.retryable, true);
      assert.equal(wechat.requests.length, count + 1);
    }
  });
}
