// The clients, against a WeChat of the tests' own and against a fetch that asks nobody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetch as undiciFetch } from 'undici';

import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import {
  ACCOUNT,
  APPID,
  hangs,
  heldTime,
  ids,
  killToken,
  loginCode,
  offline,
  PLATFORM,
  phoneCode,
  rejection,
  SECRET,
  sent,
  setUp as start,
  tokensAsked,
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
    const options = { wx, fetch, followers: 301, pageSize: 130 };
    const { wechat, openids, program, account } = await setUp(options);
    const [openid, unionid] = [wechat.openid(APPID, 'ming'), wechat.unionid(APPID, 'ming')];

    const code = await loginCode(wechat);
    const { session, identity, userData } = await program.login({ code, ...(await sent(wechat)) });
    const { session_key } = session;
    assert.deepEqual(session, { openid, session_key, unionid });
    assert.equal(Buffer.from(session_key, 'base64').length, 16);
    assert.deepEqual(ids(identity), { appid: APPID, openid, unionid });
    assert.equal(userData.value.kind, 'userInfo');
    assert.equal(userData.value.data.nickName, '小明😀');

    const phone = await program.getPhoneNumber({ code: await phoneCode(wechat) });
    assert.equal(phone.phone_info.phoneNumber, '13800138000');
    assert.equal(phone.phone_info.countryCode, '86');

    const unionids = new Map();
    for await (const { openid, unionid } of account.users(account.followers())) {
      unionids.set(openid, unionid);
    }
    assert.equal(unionids.size, 301);
    for (const [at, openid] of openids.entries())
      assert.equal(unionids.get(openid), wechat.unionid(ACCOUNT, `follower ${at}`));
    assert.deepEqual(tokensAsked(wechat), { stable: 2, forced: 0, legacy: 0 });
  });
}

/** The endpoints that are methods of each client. */
const methods = {
  MiniProgram: [
    ...['code2Session', 'checkSessionKey', 'resetUserSessionKey', 'getPaidUnionId'],
    ...['getPluginOpenPId', 'checkEncryptedData', 'getUserEncryptKey', 'getPhoneNumber'],
    'getOpenData',
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

test('each client has a method for each of its endpoints, and no other', () => {
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
      // The token of cloud hosting is not a client's, who needs none there.
      const own = requests.filter(({ credentials }) => !credentials.cloudbase_access_token);
      for (const fixture of own) {
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

test('on behalf of an app, requests carry the app’s token as usual', async () => {
  const fetch = offline(() => ({ errcode: 0, errmsg: 'ok' }));
  const component = { appid: ACCOUNT, tokens: () => assert.fail('not the platform’s') };
  const client = new MiniProgram({ appid: APPID, component, tokens: () => 'AUTHORIZER', fetch });
  await client.checkSessionKey({ openid: 'o', session_key: Buffer.alloc(16).toString('base64') });
  await client.request({ method: 'GET', path: '/wxa/x' });
  for (const { url } of fetch.calls) assert.match(url, /access_token=AUTHORIZER(&|$)/);
});

test('in cloud hosting, a client says so, and asks without a token', async () => {
  const phone_info = { phoneNumber: '13800138000' };
  const fetch = offline(() => ({ errcode: 0, phone_info }));
  // Plain HTTP alone is no container: outside of one, WeChat refuses it, and everybody reads it.
  const options = { appid: APPID, baseUrl: 'http://api.weixin.qq.com', fetch };
  const error = await rejection(new MiniProgram(options).getPhoneNumber({ code: 'c' }));
  assert.deepEqual([error.code, error.argument], ['ERR_INVALID_ARGUMENT', 'tokens']);
  assert.match(error.message, /`cloudHosting`/);
  assert.equal(fetch.calls.length, 0);

  const path = '/wxa/business/getuserphonenumber';
  for (const baseUrl of [undefined, options.baseUrl, 'http://127.0.0.1:8081']) {
    const hosted = new MiniProgram({ ...options, baseUrl, cloudHosting: true });
    assert.deepEqual((await hosted.getPhoneNumber({ code: 'c' })).phone_info, phone_info);
    assert.equal(fetch.calls.at(-1).url, `${baseUrl ?? options.baseUrl}${path}`);
  }
  const credentials = { cloudbase_access_token: 'T' };
  const { url } = esm.buildRequest('getPhoneNumber', credentials, { code: 'c' });
  assert.equal(url, `https://api.weixin.qq.com${path}?cloudbase_access_token=T`);
});

test('on behalf of an app, a code is exchanged by the platform', async () => {
  const { wechat, wire } = await setUp();
  const { baseUrl } = wire;
  delete wechat.apps[APPID].openPlatform;
  const expired = wechat.token(PLATFORM);
  wechat.clock.advance(2 * HOUR);
  const tokens = [expired, wechat.token(PLATFORM)];
  const component = { appid: PLATFORM, tokens: () => tokens.shift() };
  const program = new MiniProgram({ appid: APPID, component, baseUrl });
  const code = await loginCode(wechat);
  const { identity, userData } = await program.login({ code, ...(await sent(wechat)) });
  const openid = wechat.openid(APPID, 'ming');
  assert.deepEqual(ids(identity), { appid: APPID, openid, unionid: null });
  assert.ok(userData.ok);
  assert.equal(tokens.length, 0);
  const path = '/sns/component/jscode2session';
  assert.deepEqual(errcodes(wechat, path), [42001, 0]);
});

const HOUR = 60 * 60 * 1000;

/** What WeChat answered at a path, in its order. */
function errcodes({ requests }, path) {
  return requests.filter((request) => request.path === path).map(({ errcode }) => errcode);
}

/**
 * What makes the token of now stale; 40014 is for one that is no token at all, so that comes first.
 */
const staleness = {
  40001: { between: (wechat, appid) => killToken(wechat, appid) },
  42001: { between: (wechat) => wechat.clock.advance(2 * HOUR) },
  40014: {
    before(wechat) {
      const body = '{"access_token":"UNKNOWN","expires_in":7200}';
      wechat.fail({ endpoint: 'getStableAccessToken', status: 200, body });
      for (const endpoint of ['userInfo', 'getPhoneNumber']) {
        wechat.fail({ endpoint, errcode: 40014 });
      }
    },
  },
};

for (const [errcode, { before, between }] of Object.entries(staleness)) {
  /** Does it with a token that is stale, and with one that is not. */
  const twice = async (wechat, appid, run) => {
    await before?.(wechat, appid);
    const outcomes = [await run()];
    await between?.(wechat, appid);
    outcomes.push(await run());
    return outcomes;
  };
  const expected = before ? [Number(errcode), 0, 0] : [0, Number(errcode), 0];
  // Somebody else's.
  const forced = errcode === '40001' ? 1 : 0;

  test(`a token that is refused with ${errcode} is renewed, and the call retried`, async () => {
    const { wechat, account, openids } = await setUp({ followers: 1 });
    const [openid] = openids;
    const unionid = wechat.unionid(ACCOUNT, 'follower 0');
    for (const info of await twice(wechat, ACCOUNT, () => account.userInfo({ openid }))) {
      assert.equal(info.unionid, unionid);
    }
    assert.deepEqual(errcodes(wechat, '/cgi-bin/user/info'), expected);
    assert.deepEqual(tokensAsked(wechat), { stable: 2, forced, legacy: 0 });
  });

  test(`a phone code is read once although its token is refused with ${errcode}`, async () => {
    const { wechat, program } = await setUp();
    const ask = async () => program.getPhoneNumber({ code: await phoneCode(wechat) });
    for (const { phone_info } of await twice(wechat, APPID, ask)) {
      assert.equal(phone_info.phoneNumber, '13800138000');
    }
    assert.deepEqual(errcodes(wechat, '/wxa/business/getuserphonenumber'), expected);
  });

  test(`if WeChat returns the same token after ${errcode}, no third token is requested`, async () => {
    const { wechat, account, openids, asked } = await setUp({ followers: 1 });
    wechat.fail({ endpoint: 'userInfo', errcode: Number(errcode), times: 10 });
    for (const requests of [1, 2, 3]) {
      const error = await rejection(account.userInfo({ openid: openids[0] }));
      assert.equal(error.errcode, Number(errcode));
      assert.equal(error.endpoint, 'userInfo');
      assert.equal(asked('/cgi-bin/user/info'), requests);
      assert.equal(tokensAsked(wechat).stable, 2);
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

test('a central service provides tokens, and learns which one was refused', async () => {
  const { wechat, wire, openids } = await setUp({ followers: 1 });
  const old = wechat.token(ACCOUNT);
  await killToken(wechat, ACCOUNT);
  const good = wechat.token(ACCOUNT);
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
  const account = new OfficialAccount({ appid: ACCOUNT, tokens, baseUrl: wire.baseUrl });
  const { unionid } = await account.userInfo({ openid: openids[0] });
  assert.equal(unionid, wechat.unionid(ACCOUNT, 'follower 0'));
  assert.deepEqual(tokens.refused, [old]);
  assert.deepEqual(tokensAsked(wechat), { stable: 0, forced: 1, legacy: 0 });
});

test('a token service that fails or returns no token gives an error without its text', async () => {
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

test('a token service that hangs is given up, and the call is retryable', async () => {
  const tokens = () => new Promise(() => {});
  const account = new OfficialAccount({ appid: APPID, tokens, timeoutMs: 1, fetch: offline() });
  const { code, endpoint, retryable } = await rejection(account.userInfo({ openid: 'o' }));
  assert.deepEqual(
    { code, endpoint, retryable },
    { code: 'ERR_TIMEOUT', endpoint: 'tokens', retryable: true },
  );
});

test('a request of the caller’s own is retryable where it is a GET', async () => {
  const fetch = offline(() => Promise.reject(new TypeError('failed')));
  const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
  for (const [method, retryable] of [
    ['GET', true],
    ['POST', false],
  ]) {
    const error = await rejection(account.request({ method, path: '/x' }));
    assert.deepEqual([error.code, error.retryable], ['ERR_NETWORK', retryable]);
  }
});

test('a secret that is none is refused, also where tokens come from elsewhere', () => {
  for (const secret of ['', null, 5]) {
    const options = { appid: APPID, secret, tokens: () => 'T' };
    assert.throws(() => new OfficialAccount(options), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'secret',
    });
  }
});

test('a wrong AppSecret is reported, and not retried', async () => {
  const { wechat, wire, asked } = await setUp();
  const options = { appid: APPID, secret: 'wrong-secret', baseUrl: wire.baseUrl };
  const program = new MiniProgram(options);
  const error = await rejection(program.getPhoneNumber({ code: 'c' }));
  assert.equal(error.errcode, 40125);
  assert.equal(error.endpoint, 'getStableAccessToken');
  assert.equal(wire.requests.length, 1);
  // Older servers called it so.
  wechat.fail({ endpoint: 'getStableAccessToken', errcode: 40001 });
  const older = await rejection(new MiniProgram(options).getPhoneNumber({ code: 'c' }));
  assert.deepEqual([older.errcode, older.category], [40001, error.category]);
  assert.equal(wire.requests.length, 2);
  const refused = await rejection(program.code2Session({ js_code: 'c' }));
  assert.equal(refused.errcode, 40125);
  assert.equal(asked('/sns/jscode2session'), 1);
});

test('40001 of an endpoint without a token is not retried', async () => {
  const { wechat, wire, program, account } = await setUp();
  wechat.fail({ errcode: 40001, times: 10 });
  for (const [count, call] of [
    () => program.code2Session({ js_code: 'c' }),
    () => account.snsAccessToken({ code: 'c' }),
    () => account.snsRefreshToken({ refresh_token: 'r' }),
    () => account.snsUserInfo({ access_token: 't', openid: 'o' }),
    () => account.snsAuth({ access_token: 't', openid: 'o' }),
  ].entries()) {
    assert.equal((await rejection(call())).errcode, 40001);
    assert.equal(wire.requests.length, count + 1);
  }
});

for (const [what, goWrong, code, hang] of [
  ['no reply', ({ wire }) => wire.trouble({ hang: 'reply' }), 'ERR_TIMEOUT', 'reply'],
  ['half a reply', ({ wire }) => wire.trouble({ hang: 'body' }), 'ERR_TIMEOUT', 'body'],
  ['a dropped connection', ({ wire }) => wire.trouble({ drop: 'reply' }), 'ERR_NETWORK'],
  ['-1', ({ wechat }) => wechat.fail({ errcode: -1 }), 'ERR_API'],
  ['a bad gateway', ({ wechat }) => wechat.fail({ status: 502 }), 'ERR_HTTP_STATUS'],
]) {
  test(`after ${what}, a request with a code is not sent again`, hangs, async (t) => {
    const { fetch, runOut } = heldTime(t);
    const at = await setUp({ tokens: () => 'T', fetch });
    const { wire, program, account } = at;
    for (const [count, call] of [
      () => program.code2Session({ js_code: 'code' }),
      () => program.login({ code: 'code' }),
      () => program.getPhoneNumber({ code: 'code' }),
      () => program.getPluginOpenPId({ code: 'code' }),
      () => account.snsAccessToken({ code: 'code' }),
      () => account.login({ code: 'code' }),
    ].entries()) {
      goWrong(at);
      const failed = rejection(call());
      if (hang) await runOut(wire, { hang });
      const error = await failed;
      assert.equal(error.code, code);
      assert.notEqual(error.retryable, true);
      assert.equal(wire.requests.length, count + 1);
    }
  });
}
