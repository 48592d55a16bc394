// The login of a mini program, judged by what it asks of WeChat and of the back end, and in which
// order.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rejection } from '../package/wechat.mjs';
import { APPID, createLogin, KEY, LoginError, setUp, taken } from './phone.mjs';

const ME = { path: '/me' };
const NEW_LOGIN = ['wx.login', 'exchange'];

/** What the user's tap gives: WeChat's detail, and the `data-login` that the button had. */
async function tap(phone, login) {
  return { detail: await phone.getPhoneNumber(), currentTarget: { dataset: { login } } };
}

const toCall = ({ encryptedData, iv }) => ({ path: '/user-data', encryptedData, iv });

test('however many pages ask, there is one login', async () => {
  const { calls, start } = setUp();
  const login = start();
  const pages = Array.from({ length: 20 }, () => [login.token(), login.request(ME), login.ready()]);
  const [token] = await Promise.all(pages.flat());
  assert.match(token, /^[0-9a-f]{64}$/);
  assert.deepEqual(calls, [...NEW_LOGIN, ...pages.map(() => '/me')]);
});

test('a login survives a restart; the storage holds its token and expiry, and nothing else', async () => {
  const { calls, stored, backEnd, wechat, start } = setUp({ expiresInSeconds: 60 });
  const { exchange } = backEnd;
  backEnd.exchange = async (...args) => ({ ...(await exchange(...args)), openid: 'oMarker' });
  const token = await start().token();
  assert.deepEqual(stored, [[KEY, { token, endsAt: wechat.clock.now() + 60_000 }]]);
  taken(calls);
  assert.equal(await start().token(), token);
  assert.deepEqual(calls, []);
});

test('another storage key is a separate login', async () => {
  const { stored, phone, start } = setUp();
  const token = await start({ storageKey: 'mine' }).token();
  assert.deepEqual(
    stored.map(([key]) => key),
    ['mine'],
  );
  assert.equal(phone.getStorageSync('mine').token, token);
});

test('a login ends to the millisecond', async () => {
  const { calls, wechat, start } = setUp({ expiresInSeconds: 60 });
  const login = start();
  await login.token();
  wechat.clock.advance(59_999);
  await login.token();
  assert.deepEqual(taken(calls), NEW_LOGIN);
  wechat.clock.advance(1);
  await login.token();
  assert.deepEqual(taken(calls), NEW_LOGIN);
});

test('a login without an expiry lasts until the back end answers 401', async () => {
  const { calls, wechat, start } = setUp({ expiresInSeconds: null });
  await start().token();
  wechat.clock.advance(365 * 24 * 3600_000);
  taken(calls);
  await start().request(ME);
  assert.deepEqual(calls, ['/me', ...NEW_LOGIN, '/me']);
});

test('after a 401 all requests share one login, and each is sent once more', async () => {
  const { calls, backEnd, start } = setUp();
  const login = start();
  await backEnd.sessions.delete(await login.token());
  taken(calls);
  const answers = await Promise.all([login.request(ME), login.request(ME), login.request(ME)]);
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200],
  );
  assert.equal(calls.filter((call) => call === 'wx.login').length, 1);
  assert.equal(calls.filter((call) => call === '/me').length, 6);
});

test('a 401 that comes after another page has logged in costs no second login', async () => {
  const { calls, backEnd, start } = setUp();
  const login = start();
  await backEnd.sessions.delete(await login.token());
  const { send } = backEnd;
  let answerSlowly;
  backEnd.send = () => new Promise((resolve) => (answerSlowly = resolve));
  const slow = login.request(ME);
  await turn();
  backEnd.send = send;
  await login.request(ME);
  taken(calls);
  answerSlowly({ statusCode: 401 });
  assert.equal((await slow).statusCode, 200);
  assert.deepEqual(calls, ['/me']);
});

test('a back end that always answers 401 is asked twice, and no more', async () => {
  const { calls, backEnd, start } = setUp();
  backEnd.send = async () => ({ statusCode: 401 });
  const login = start();
  await login.token();
  for (let time = 0; time < 2; time++) {
    taken(calls);
    assert.equal((await rejection(login.request(ME))).code, 'ERR_UNAUTHORIZED');
    assert.deepEqual(calls, ['/me', ...NEW_LOGIN, '/me']);
  }
});

test('other answers and failures of a request are the caller’s', async () => {
  const { calls, backEnd, start } = setUp();
  const login = start();
  backEnd.send = async () => ({ statusCode: 500 });
  assert.deepEqual(await login.request(ME), { statusCode: 500 });
  const failure = { errMsg: 'request:fail' };
  backEnd.send = async () => Promise.reject(failure);
  assert.equal(await rejection(login.request(ME)), failure);
  assert.deepEqual(calls, [...NEW_LOGIN, '/me', '/me']);
});

test('the previous token is sent with the next code', async () => {
  const { backEnd, wechat, start } = setUp({ expiresInSeconds: 60 });
  const before = [];
  const { exchange } = backEnd;
  backEnd.exchange = (code, token) => {
    before.push(token);
    return exchange(code, token);
  };
  const login = start();
  const token = await login.token();
  wechat.clock.advance(60_000);
  // It is the same user: LoginSessions keeps the token, and the session key of before.
  assert.equal(await login.token(), token);
  assert.deepEqual(before, [undefined, token]);
  assert.equal((await backEnd.sessions.get(token)).sessionKey.length, 2);
});

test('ready asks WeChat whether its session key is the last, and logs in if not', async () => {
  const { calls, wechat, start } = setUp();
  assert.equal(await start().ready(), 2);
  assert.deepEqual(taken(calls), NEW_LOGIN);
  const login = start();
  assert.equal(await login.ready(), 1);
  assert.equal(await login.ready(), 1);
  assert.deepEqual(taken(calls), ['wx.checkSession', 'wx.checkSession']);
  wechat.fail({ wx: 'checkSession', times: 2 });
  assert.deepEqual(await Promise.all([login.ready(), login.ready()]), [2, 2]);
  assert.deepEqual(calls, ['wx.checkSession', 'wx.checkSession', ...NEW_LOGIN]);
});

test('a failed exchange leaves no login: WeChat may have replaced the session key', async () => {
  const { calls, phone, wechat, start } = setUp();
  const login = start();
  await login.token();
  wechat.fail({ wx: 'checkSession' });
  wechat.fail({ endpoint: 'code2Session', networkError: true });
  assert.equal((await rejection(login.ready())).code, 'ERR_NETWORK');
  assert.equal(phone.getStorageSync(KEY), '');
  taken(calls);
  // wx.checkSession would be content with the key that the back end never got.
  const { data } = await login.sendEncrypted(await tap(phone, await login.ready()), toCall);
  assert.equal(data.phoneNumber, '13800138000');
  assert.deepEqual(calls, [...NEW_LOGIN, '/user-data']);
});

test('encrypted data of a button goes to the back end, and opens', async () => {
  const { calls, phone, start } = setUp();
  const login = start();
  const event = await tap(phone, await login.ready());
  taken(calls);
  const { data } = await login.sendEncrypted(event, toCall);
  assert.equal(data.phoneNumber, '13800138000');
  assert.deepEqual(calls, ['/user-data']);
});

test('encrypted data from before the login is refused, without a new login', async () => {
  const { calls, phone, start } = setUp();
  for (const none of [undefined, '', 0]) {
    const error = await rejection(start().sendEncrypted(await tap(phone, none), toCall));
    assert.equal(error.code, 'ERR_LOGIN_FIRST');
    assert.match(error.message, /A login after the data replaces the session key/);
    assert.match(error.hint.zh, /先拿到数据再登录，session_key 会被更换/);
  }
  assert.deepEqual(calls, []);
});

test('logging in inside the callback does not help: the button names the login it was shown under', async () => {
  const { calls, phone, wechat, start } = setUp();
  const login = start();
  const early = await tap(phone, await login.ready());
  wechat.fail({ wx: 'checkSession' });
  await login.ready();
  taken(calls);
  assert.equal((await rejection(login.sendEncrypted(early, toCall))).code, 'ERR_ASK_AGAIN');
  assert.deepEqual(calls, []);
});

test('encrypted data is not sent while a login is under way', async () => {
  const { calls, phone, backEnd, wechat, start } = setUp({ expiresInSeconds: 60 });
  const login = start();
  const event = await tap(phone, await login.ready());
  const [exchanged, exchange] = deferred();
  backEnd.exchange = () => exchanged;
  wechat.clock.advance(60_000);
  const token = login.token();
  assert.equal((await rejection(login.sendEncrypted(event, toCall))).code, 'ERR_ASK_AGAIN');
  exchange({ token: 'new' });
  assert.equal(await token, 'new');
  assert.ok(!calls.includes('/user-data'));
});

test('an expired login is renewed, and the data is requested again', async () => {
  const { calls, phone, wechat, start } = setUp({ expiresInSeconds: 60 });
  const login = start();
  const event = await tap(phone, await login.ready());
  wechat.clock.advance(60_000);
  taken(calls);
  assert.equal((await rejection(login.sendEncrypted(event, toCall))).code, 'ERR_ASK_AGAIN');
  assert.deepEqual(taken(calls), NEW_LOGIN);
  const again = await tap(phone, await login.ready());
  assert.equal((await login.sendEncrypted(again, toCall)).statusCode, 200);
});

test('after a 401 to encrypted data there is a new login, and the old data stays where it is', async () => {
  const { calls, phone, wechat, start } = setUp();
  const login = start();
  const shown = await login.ready();
  // Another phone of the same user has replaced the key, which this one's wx.checkSession does not
  // tell.
  await wechat.wx({ appid: APPID, user: 'ming' }).login();
  taken(calls);
  const error = await rejection(login.sendEncrypted(await tap(phone, shown), toCall));
  assert.equal(error.code, 'ERR_ASK_AGAIN');
  assert.deepEqual(error.publicMessage, {
    zh: '登录已更新，请再试一次。',
    en: 'Your login was renewed. Please try again.',
  });
  assert.deepEqual(taken(calls), ['/user-data', ...NEW_LOGIN]);
  const { data } = await login.sendEncrypted(await tap(phone, await login.ready()), toCall);
  assert.equal(data.phoneNumber, '13800138000');
});

test('data that the mini program requests itself is requested after the login', async () => {
  const { calls, phone, start } = setUp();
  const login = start();
  const ask = () => {
    calls.push('ask');
    return phone.getWeRunData();
  };
  const { data } = await login.sendEncrypted(ask, toCall);
  assert.ok(data.stepInfoList.length > 0);
  assert.deepEqual(taken(calls), [...NEW_LOGIN, 'ask', '/user-data']);
  await login.sendEncrypted(ask, toCall);
  assert.deepEqual(calls, ['wx.checkSession', 'ask', '/user-data']);
});

test('a login between requesting and sending makes the data useless', async () => {
  const { calls, phone, backEnd, start } = setUp();
  const login = start();
  const ask = async () => {
    const data = await phone.getWeRunData();
    await backEnd.sessions.delete(await login.token());
    await login.request(ME);
    return data;
  };
  assert.equal((await rejection(login.sendEncrypted(ask, toCall))).code, 'ERR_ASK_AGAIN');
  assert.ok(!calls.includes('/user-data'));
});

test('what WeChat does not give is not sent', async () => {
  const { calls, phone, wechat, start } = setUp();
  const login = start();
  const dataset = { login: await login.ready() };
  taken(calls);
  const refused = {
    detail: await phone.getPhoneNumber({ agree: false }),
    currentTarget: { dataset },
  };
  const error = await rejection(login.sendEncrypted(refused, toCall));
  assert.deepEqual([error.code, error.errMsg], ['ERR_NO_DATA', 'getPhoneNumber:fail user deny']);
  wechat.fail({ wx: 'getWeRunData', reason: 'auth deny' });
  const denied = await rejection(login.sendEncrypted(phone.getWeRunData, toCall));
  assert.deepEqual([denied.code, denied.errMsg], ['ERR_NO_DATA', 'getWeRunData:fail auth deny']);
  const bug = new TypeError('of the app');
  const failing = () => Promise.reject(bug);
  assert.equal(await rejection(login.sendEncrypted(failing, toCall)), bug);
  assert.equal((await rejection(login.sendEncrypted(async () => {}, toCall))).code, 'ERR_NO_DATA');
  assert.deepEqual(calls, ['wx.checkSession', 'wx.checkSession', 'wx.checkSession']);
  for (const source of [undefined, { detail: {} }, { currentTarget: {} }]) {
    assert.equal((await rejection(login.sendEncrypted(source, toCall))).code, 'ERR_LOGIN_FIRST');
  }
});

test('request refuses encrypted data, which it could send twice', async () => {
  const { calls, start } = setUp();
  const login = start();
  for (const request of [
    { encryptedData: 'a', iv: 'b' },
    { url: '/user-data', data: { detail: { encryptedData: 'a', iv: 'b' } } },
  ]) {
    const error = await rejection(login.request(request));
    assert.deepEqual([error.code, error.argument], ['ERR_INVALID_ARGUMENT', 'call']);
    assert.match(error.message, /sendEncrypted/);
  }
  assert.deepEqual(calls, []);
});

test('the error of wx.login is reported', async () => {
  const { calls, phone, wechat, start } = setUp();
  const login = start();
  for (const [failure, code] of [
    [{ reason: 'system error', errno: 101 }, 'ERR_WX_LOGIN'],
    [{ reason: 'timeout' }, 'ERR_TIMEOUT'],
  ]) {
    wechat.fail({ wx: 'login', ...failure });
    const error = await rejection(login.token());
    assert.ok(error instanceof LoginError && error instanceof Error);
    assert.equal(error.code, code);
    assert.deepEqual([error.errMsg, error.errno], [`login:fail ${failure.reason}`, failure.errno]);
  }
  const { login: logIn } = phone;
  phone.login = ({ success }) => success({ code: '', errMsg: 'login:ok' });
  assert.equal((await rejection(login.token())).code, 'ERR_WX_LOGIN');
  phone.login = logIn;
  taken(calls);
  await login.token();
  assert.deepEqual(calls, NEW_LOGIN);
});

test('a call without an answer in time is given up, and a late answer changes nothing', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { phone, backEnd, stored, start } = setUp();
  const login = start({ timeoutMs: 5000 });

  phone.login = ({ timeout }) => assert.equal(timeout, 5000);
  await timesOut(login.token(), 'wx.login');

  phone.login = ({ success }) => success({ code: 'c' });
  const [exchanged, answer] = deferred();
  backEnd.exchange = () => exchanged;
  await timesOut(login.token(), 'exchange');
  answer({ token: 'late' });
  await turn();
  assert.deepEqual(stored, []);

  backEnd.exchange = async () => ({ token: 'in time' });
  assert.equal(await login.token(), 'in time');
  phone.checkSession = () => {};
  await timesOut(login.ready(), 'wx.checkSession');
  t.mock.timers.tick(5000);
  assert.equal(await login.token(), 'in time');

  async function timesOut(promise, step) {
    const error = rejection(promise);
    await turn();
    t.mock.timers.tick(4999);
    await turn();
    t.mock.timers.tick(1);
    assert.deepEqual([(await error).code, (await error).step], ['ERR_TIMEOUT', step]);
  }
});

test('an invalid login state is refused, and nothing of it is stored', async () => {
  const { backEnd, stored, start } = setUp();
  for (const answer of [
    undefined,
    null,
    'token',
    {},
    { token: '' },
    { token: 7 },
    { token: 't', expiresInSeconds: '60' },
    { token: 't', expiresInSeconds: 0 },
    { token: 't', expiresInSeconds: Number.NaN },
    { token: 't', expiresInSeconds: Number.POSITIVE_INFINITY },
    { token: 't', session_key: 'k' },
  ]) {
    backEnd.exchange = async () => answer;
    const error = await rejection(start().token(), JSON.stringify(answer));
    assert.equal(error.code, 'ERR_INVALID_LOGIN_STATE', JSON.stringify(answer));
  }
  assert.deepEqual(stored, []);
});

test('an error of exchange passes through, and the next call tries again', async () => {
  const { calls, backEnd, start } = setUp();
  const { exchange } = backEnd;
  const login = start();
  const failure = new Error('mine');
  for (const fail of [
    async () => Promise.reject(failure),
    () => {
      throw failure;
    },
  ]) {
    backEnd.exchange = fail;
    assert.equal(await rejection(login.token()), failure);
  }
  Object.assign(backEnd, { exchange });
  taken(calls);
  await login.token();
  assert.deepEqual(calls, NEW_LOGIN);
});

test('forget() ends a login, even one under way', async () => {
  const { calls, phone, backEnd, start } = setUp();
  const login = start();
  await login.token();
  login.forget();
  assert.equal(phone.getStorageSync(KEY), '');

  const { exchange } = backEnd;
  const [exchanged, answer] = deferred();
  backEnd.exchange = () => exchanged;
  const token = login.token();
  await turn();
  login.forget();
  answer({ token: 'forgotten' });
  assert.equal(await token, 'forgotten');
  assert.equal(phone.getStorageSync(KEY), '');
  Object.assign(backEnd, { exchange });
  taken(calls);
  assert.notEqual(await login.token(), 'forgotten');
  assert.deepEqual(calls, NEW_LOGIN);
});

test('a storage that fails or holds an invalid login costs one login and nothing more', async () => {
  const { calls, phone, start } = setUp();
  for (const text of ['', 'text', '{"token":"t"}', 7, null, { token: 7 }, { endsAt: 1 }]) {
    phone.setStorageSync(KEY, text);
    await start().token();
    assert.deepEqual(taken(calls), NEW_LOGIN, JSON.stringify(text));
  }
  const full = () => {
    throw new Error('setStorageSync:fail exceed storage max size');
  };
  Object.assign(phone, { getStorageSync: full, setStorageSync: full, removeStorageSync: full });
  const login = start();
  assert.equal(await login.token(), await login.token());
  login.forget();
  assert.deepEqual(calls, NEW_LOGIN);
});

test('options are checked before anything happens', () => {
  const { phone } = setUp();
  const good = { exchange() {}, send() {}, wx: phone };
  for (const [argument, options] of [
    ['exchange', { exchange: undefined }],
    ['send', { send: 'send' }],
    ['now', { now: 7 }],
    ['wx', { wx: undefined }],
    ['storageKey', { storageKey: '' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['timeoutMs', { timeoutMs: '5000' }],
    ['timeout', { timeout: 5000 }],
  ]) {
    assert.throws(
      () => createLogin({ ...good, ...options }),
      (error) => error.code === 'ERR_INVALID_ARGUMENT' && error.argument === argument,
      argument,
    );
  }
  assert.throws(() => createLogin(), { code: 'ERR_INVALID_ARGUMENT', argument: 'exchange' });
});

test('every error speaks both languages, to the developer and to the user, and holds no secret', async () => {
  const { backEnd, phone, start } = setUp();
  phone.login = ({ success }) => success({ code: 'CODE-MARKER', errMsg: 'login:ok' });
  backEnd.exchange = async () => ({ token: 'TOKEN-MARKER' });
  const login = start();
  const dataset = { login: await login.ready() };
  backEnd.send = async () => ({ statusCode: 401 });
  const detail = { encryptedData: 'DATA-MARKER', iv: 'IV-MARKER' };
  const errors = await Promise.all([
    rejection(login.sendEncrypted({ detail, currentTarget: { dataset } }, toCall)),
    rejection(login.sendEncrypted({ detail, currentTarget: { dataset: {} } }, toCall)),
    rejection(login.sendEncrypted({ detail: {}, currentTarget: { dataset } }, toCall)),
    rejection(login.request({ data: detail })),
  ]);
  errors.push(await rejection(login.request(ME)));
  backEnd.exchange = async () => ({ token: 'TOKEN-MARKER', session_key: 'KEY-MARKER' });
  login.forget();
  errors.push(await rejection(login.token()));
  phone.login = ({ fail }) => fail({ errMsg: 'login:fail' });
  errors.push(await rejection(login.token()));
  assert.deepEqual(errors.map(({ code }) => code).sort(), [
    'ERR_ASK_AGAIN',
    'ERR_INVALID_ARGUMENT',
    'ERR_INVALID_LOGIN_STATE',
    'ERR_LOGIN_FIRST',
    'ERR_NO_DATA',
    'ERR_UNAUTHORIZED',
    'ERR_WX_LOGIN',
  ]);
  for (const error of errors) {
    assert.equal(error.name, 'LoginError');
    assert.equal(error.message, error.hint.en);
    for (const { zh, en } of [error.hint, error.publicMessage]) {
      assert.match(zh, /[\u4e00-\u9fff]/);
      assert.match(en, /^[\x20-\x7e]+$/);
    }
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /MARKER/);
  }
});

/** Lets everything happen that waits for nothing. */
function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return [promise, resolve];
}
