// The fake WeChat of `wx-unionid/testing`: every behaviour of its list, and what a test can do with
// it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import './fake/codes.mjs';
import './fake/sessions.mjs';
import './fake/data.mjs';
import './fake/unionid.mjs';
import './fake/tokens.mjs';
import './fake/pages.mjs';
import './fake/accounts.mjs';
import './fake/push.mjs';
import './fake/wire.mjs';
import './fake/client.mjs';
import {
  ACCOUNT,
  MINUTE,
  NOW,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  tested,
  testing,
  testingInCommonJs,
  WEBSITE,
  wx as wxUnionid,
} from './fake/world.mjs';
import { fixtures } from './fixtures.mjs';

const { behaviours, encryptUserData, fakeWeChat, limits, payloads } = testing;

test('every behaviour of the list has its test, and every test its row', () => {
  assert.deepEqual([...tested].sort(), behaviours.map(({ name }) => name).sort());
  assert.equal(new Set(tested).size, tested.length);
});

test('every number of the limits is in the list', () => {
  const named = new Set(behaviours.flatMap(({ limits = [] }) => limits));
  assert.deepEqual([...named].sort(), Object.keys(limits).sort());
});

test('every endpoint is answered by the fake, at its own address', async () => {
  const { wechat } = setUp();
  const asked = new Map();
  for (const { endpoint, requests } of fixtures('endpoints')) {
    for (const { request } of requests) {
      const { method, url, body } = request;
      const reply = await wechat.fetch(url, { method, body });
      const { errcode } = await reply.json();
      const [path] = url.replace(/^https?:\/\/api\.weixin\.qq\.com/, '').split('?');
      // Whatever is wrong with the credentials of a fixture: it is nothing of these.
      assert.ok(![40066, 43001, 43002, 47001].includes(errcode), `${endpoint}: ${errcode}`);
      assert.equal(wechat.requests.at(-1).path, path);
      asked.set(endpoint, path);
    }
    const stop = wechat.fail({ endpoint, errcode: 12345, times: Number.POSITIVE_INFINITY });
    const { method, url, body } = requests[0].request;
    const failed = await (await wechat.fetch(url, { method, body })).json();
    assert.equal(failed.errcode, 12345, endpoint);
    stop();
  }
  assert.deepEqual([...asked.keys()].sort(), wxUnionid.endpointNames().sort());
});

test('encryptUserData: what it makes, decrypt opens', () => {
  const published = fixtures('decrypt').filter(
    ({ source, input, expect }) =>
      source && expect.repairs?.length === 0 && typeof input.sessionKey === 'string',
  );
  assert.ok(published.length > 20);
  for (const { path, input, expect } of published) {
    const [sessionKey, encryptedData, iv] = ['sessionKey', 'encryptedData', 'iv'].map((name) =>
      input[name].replace(/\s/g, ''),
    );
    const made = encryptUserData({ sessionKey, iv, data: expect.text });
    assert.deepEqual(made, { encryptedData, iv }, path);
  }
  const sessionKey = Buffer.alloc(16, 1).toString('base64');
  const data = { phoneNumber: '1', watermark: { timestamp: 1, appid: PROGRAM } };
  const [one, other] = [1, 2].map(() => encryptUserData({ sessionKey, data }));
  assert.notEqual(one.iv, other.iv);
  for (const encrypted of [one, other]) {
    assert.deepEqual(wxUnionid.decrypt({ appid: PROGRAM, sessionKey, ...encrypted }).data, data);
  }
  for (const [change, message] of [
    [{ sessionKey: 'short' }, /sessionKey must be base64 of 16 bytes/],
    [{ sessionKey: '*' }, /sessionKey must be base64 of 16 bytes/],
    [{ iv: Buffer.alloc(15).toString('base64') }, /iv must be base64 of 16 bytes/],
  ]) {
    assert.throws(() => encryptUserData({ sessionKey, data, ...change }), {
      name: 'TypeError',
      message,
    });
  }
});

test('payloads: one for each kind that decrypt knows, in its shape', () => {
  const kinds = Object.keys(payloads);
  const sessionKey = Buffer.alloc(16, 1).toString('base64');
  const origin = { appid: PROGRAM, now: NOW };
  const openId = 'oUser';
  for (const kind of kinds.filter((kind) => kind !== 'privateMessage')) {
    const data = payloads[kind](kind === 'userInfo' ? { ...origin, openId } : origin);
    const encrypted = encryptUserData({ sessionKey, data });
    const decrypted = wxUnionid.decrypt({ appid: PROGRAM, sessionKey, ...encrypted });
    assert.equal(decrypted.kind, kind);
    assert.deepEqual(decrypted.data, data);
    assert.deepEqual(decrypted.watermark, { timestamp: NOW / SECOND, appid: PROGRAM });
  }
  const decrypters = Object.keys(wxUnionid).filter((name) => /^decrypt[A-Z](?!any)/.test(name));
  assert.equal(kinds.length, decrypters.length);
  const text = payloads.privateMessage(origin);
  const message = { appid: PROGRAM, sessionKey, ...encryptUserData({ sessionKey, data: text }) };
  assert.equal(wxUnionid.decryptPrivateMessage(message), text);
  const ticket = payloads.shareInfo({ ...origin, msgTicket: 'AbC~' });
  assert.deepEqual(Object.keys(ticket), ['watermark', 'msgTicket']);
  const { unionId, nickName } = payloads.userInfo({
    ...origin,
    openId,
    unionId: 'u',
    nickName: '小明',
  });
  assert.deepEqual([unionId, nickName], ['u', '小明']);
  assert.equal('unionId' in payloads.userInfo({ ...origin, openId }), false);
  const { stepInfoList } = payloads.weRun({ appid: PROGRAM, now: NOW });
  assert.equal(stepInfoList.length, 31);
  assert.equal(stepInfoList.at(-1).timestamp * SECOND, NOW - 10 * 60 * MINUTE);
  const before = Date.now();
  const { timestamp } = payloads.shareInfo({ appid: PROGRAM }).watermark;
  assert.ok(timestamp * SECOND > before - SECOND && timestamp * SECOND <= Date.now());
});

test('two runs are the same to the last letter, and another seed is another one', async () => {
  const run = async (options) => {
    const { wechat, login } = setUp(options);
    const session = await login(PROGRAM, 'ming');
    const info = await wechat.wx({ appid: PROGRAM, user: 'ming' }).getUserInfo();
    const unknown = await wechat.fetch('https://api.weixin.qq.com/unknown');
    return [session, info, await unknown.text(), wechat.token(ACCOUNT)];
  };
  assert.deepEqual(await run(), await run());
  const other = await run({ seed: 'other' });
  assert.notEqual(other[0].session_key, (await run())[0].session_key);
  assert.equal(other[0].openid, (await run())[0].openid);
});

test('CommonJS has the same', () => {
  assert.deepEqual(Object.keys(testingInCommonJs).sort(), Object.keys(testing).sort());
  assert.deepEqual(testingInCommonJs.behaviours, behaviours);
});

test('the clock stands still, or is the one of the host', () => {
  const { clock } = setUp().wechat;
  clock.advance(1.5);
  assert.equal(clock.now(), NOW + 1.5);
  for (const ms of [-1, Number.NaN, '1']) assert.throws(() => clock.advance(ms), TypeError);
  const before = Date.now();
  const going = fakeWeChat({ apps: {} }).clock;
  assert.ok(going.now() >= before && going.now() <= Date.now());
  going.advance(MINUTE);
  assert.ok(going.now() >= before + MINUTE);
});

test('later changes to the options change nothing', () => {
  const given = {
    apps: { [PROGRAM]: { type: 'miniProgram', secret: SECRET } },
    users: { ming: {} },
  };
  const wechat = fakeWeChat(given);
  given.apps[PROGRAM].openPlatform = 'ours';
  given.users.hong = {};
  assert.equal(wechat.unionid(PROGRAM, 'ming'), undefined);
  assert.throws(() => wechat.openid(PROGRAM, 'hong'), TypeError);
});

test('an unknown app or user gets an error', async () => {
  const { wechat } = setUp();
  const one = { appid: PROGRAM, user: 'ming' };
  for (const [call, message] of [
    [() => wechat.wx({ ...one, appid: 'wxtypo' }), /there is no app wxtypo: choose from wx0000/],
    [() => wechat.wx({ ...one, appid: 'constructor' }), /there is no app constructor/],
    [() => wechat.wx('ming'), /there is no app without an appid: choose from wx0000/],
    [() => wechat.wx({ appid: PROGRAM }), /there is no user without a name: choose from ming/],
    [() => wechat.wx({ ...one, user: 'toString' }), /there is no user toString: choose from ming/],
    [() => wechat.wx({ ...one, appid: ACCOUNT }), /is not a mini program/],
    [() => wechat.openid(PROGRAM, 'typo'), /there is no user typo/],
    [() => wechat.unionid(PROGRAM, 'typo'), /there is no user typo/],
    [() => wechat.page({ user: 'typo' }), /there is no user typo/],
    [() => wechat.pay({ ...one, user: 'typo' }), /there is no user typo/],
    [() => wechat.cloud({ ...one, appid: 'typo' }).getWXContext(), /there is no app typo/],
    [() => wechat.token('typo'), /there is no app typo/],
    [
      () => wechat.fail({ endpoint: 'typo', errcode: 1 }),
      /endpoint of a failure must be one of code2Session/,
    ],
    [() => wechat.fail({ errcode: 1, status: 500 }), /one of errcode, status and networkError/],
    [() => wechat.fail({}), /one of errcode, status and networkError/],
    [() => wechat.fail({ errcode: 1, times: 0 }), /times of a failure must be more than 0/],
    [() => fakeWeChat({ apps: { wxa: { type: 'typo', secret: 's' } } }), /type of app wxa/],
    [() => fakeWeChat({ apps: { wxa: { type: 'webApp' } } }), /wxa must have secret/],
    [() => fakeWeChat({ apps: {}, now: '2026' }), /now must be a number/],
  ]) {
    assert.throws(call, { name: 'TypeError', message });
  }
  await assert.rejects(wechat.push({ ...one, appid: 'typo' }), /there is no app typo/);
  await assert.rejects(wechat.revoke({ ...one, user: 'typo' }), /there is no user typo/);
  const gang = wechat.wx({ appid: PROGRAM, user: 'gang' });
  return assert.rejects(gang.getPhoneNumber(), {
    message: /the user gang has no phoneNumber: set it in users/,
  });
});

test('misspelt or impossible options get an error', async () => {
  const { wechat } = setUp();
  const apps = { wxa: { type: 'miniProgram', secret: 's' } };
  const account = { type: 'officialAccount', secret: 's' };
  const platform = { type: 'thirdpartyPlatform', secret: 's' };
  const withApp = (fields) => () => fakeWeChat({ apps: { wxa: { ...apps.wxa, ...fields } } });
  const push = { url: 'https://a.example', mode: 'safe', token: 'AAAAA' };
  const key = 'A'.repeat(43);
  const withPush = (fields) => withApp({ push: { ...push, encodingAESKey: key, ...fields } });
  const withUser = (fields) => () =>
    fakeWeChat({ apps: { ...apps, account }, users: { m: fields } });
  const withLimits = (limits) => () => fakeWeChat({ apps, limits });
  const sessionKey = Buffer.alloc(16).toString('base64');
  const long = 'x'.repeat(100_000);
  for (const [call, message] of [
    [() => fakeWeChat(), 'the world must be an object'],
    [() => fakeWeChat([]), 'the world must be an object'],
    [() => fakeWeChat({}), 'the world must have apps'],
    [() => fakeWeChat({ apps: [] }), 'the apps of the world must be an object'],
    [
      () => fakeWeChat({ apps, user: {} }),
      /^there is no user in the world: choose from apps, users/,
    ],
    [() => fakeWeChat({ apps, seed: 5 }), /^the seed of the world must be a non-empty string/],
    [() => fakeWeChat({ apps: { a: null } }), 'app a must be an object'],
    [() => fakeWeChat({ apps: { a: 'x' } }), 'app a must be an object'],
    [
      withApp({ openplatform: 'o' }),
      /^there is no openplatform in app wxa: choose from type, secret, p/,
    ],
    [withApp({ domain: 'a.example' }), /^there is no domain in app wxa/],
    [withApp({ openPlatform: '' }), /^the openPlatform of app wxa must be a non-empty string/],
    [() => fakeWeChat({ apps: { platform } }), 'app platform must have authorizers'],
    [() => fakeWeChat({ apps, push: { fetch: 'x' } }), 'the fetch of push must be a function'],
    [withPush({ mode: 'raw' }), /^the mode of push of app wxa must be one of safe, compatible, pl/],
    [withPush({ url: 'a.example' }), /^the url of push of app wxa must be an http or https URL/],
    [withPush({ token: 't' }), /^the token of push of app wxa must be 3 to 32 letters and digits/],
    [withPush({ encodingAESKey: 'short' }), /^the encodingAESKey of push of app wxa must be 43 /],
    [withPush({ encodingAESKey: undefined }), 'push of app wxa must have encodingAESKey'],
    [withPush({ format: 'yaml' }), 'the format of push of app wxa must be one of xml, json'],
    [withApp({ push: 'https://a.example' }), 'push of app wxa must be an object'],
    [
      () => fakeWeChat({ apps: { ...apps, platform: { ...platform, authorizers: ['zz'] } } }),
      'the authorizers of app platform must be a list of existing apps: wxa, platform',
    ],
    [withUser([]), 'user m must be an object'],
    [withUser({ phone: '1' }), /^there is no phone in user m: choose from phoneNumber, /],
    [
      withUser({ phoneNumber: '+8613800138000' }),
      /^the phoneNumber of user m must be a string of dig/,
    ],
    [withUser({ countryCode: 86 }), /^the countryCode of user m must be a string of digits/],
    [withUser({ gender: 3 }), /^the gender of user m must be a whole number from 0 to 2/],
    ...[['zz'], 'account', 5, ['wxa'], [5]].map((follows) => [
      withUser({ follows }),
      'the follows of user m must be a list of existing official accounts: account',
    ]),
    [withLimits({ codeSecond: 1 }), /^there is no codeSecond in limits: choose from codeSeconds/],
    ...[-1, Number.NaN, '300', null].map((codeSeconds) => [
      withLimits({ codeSeconds }),
      'the codeSeconds of limits must be a number of at least 0',
    ]),
    [() => wechat.fail(), 'a failure must be an object'],
    [() => wechat.fail({ wx: 'foo' }), /^the wx of a failure must be one of login, /],
    [() => wechat.fail({ wx: 'login', errcode: 1 }), /^there is no errcode in a failure/],
    [() => wechat.fail({ path: 'nope', errcode: 1 }), /^the path of a failure must be a path/],
    [() => wechat.fail({ errcode: 1, foo: 1 }), /^there is no foo in a failure/],
    [
      () => wechat.fail({ endpoint: 'getFans', path: '/x', errcode: 1 }),
      'a failure has an endpoint or a path, not both',
    ],
    [() => wechat.fail({ errcode: '45011' }), /^the errcode of a failure must be a whole number/],
    [() => wechat.fail({ errcode: 0 }), /^the errcode of a failure must be a whole number/],
    [() => wechat.fail({ networkError: false }), /^the networkError of a failure must be true or/],
    [() => wechat.fail({ errcode: 1, times: '2' }), /^the times of a failure must be more than 0/],
    [() => payloads.phoneNumber(), 'the payload phoneNumber must be an object'],
    [() => payloads.weRun({}), 'the payload weRun must have appid'],
    [
      () => payloads.phoneNumber({ appid: 'wxa', phoneNumbr: '1' }),
      /^there is no phoneNumbr in the payload phoneNumber: choose from appid, now, phoneNumber, /,
    ],
    [() => encryptUserData(), 'encryptUserData must be an object'],
    [() => encryptUserData({ sessionKey }), 'encryptUserData must have data'],
    [() => encryptUserData({ sessionKey, data: 5 }), /^the data of encryptUserData must be an obj/],
    [() => wechat.openid(long, 'ming'), /^there is no app x{60}…: choose from/],
  ]) {
    assert.throws(call, { name: 'TypeError', message });
  }
  for (const url of [undefined, 'x']) {
    const message = 'url must be a URL';
    assert.throws(() => wechat.page({ user: 'ming' }).open(url), { name: 'TypeError', message });
  }
  await assert.rejects(wechat.fetch(), { name: 'TypeError', message: 'fetch needs a URL' });
  // What is undefined is not there.
  fakeWeChat({ apps: { wxa: { ...apps.wxa, domain: undefined } }, users: undefined });
});

test('fail: an errcode, a status or no answer, a given number of times', async () => {
  const { wechat, login } = setUp();
  const path = '/sns/jscode2session';
  wechat.fail({ endpoint: 'code2Session', errcode: -1, times: 2 });
  for (let count = 0; count < 2; count++) {
    const { errcode, errmsg } = await login(PROGRAM, 'ming');
    assert.equal(errcode, -1);
    assert.match(errmsg, /^system error, rid: /);
  }
  assert.ok((await login(PROGRAM, 'ming')).openid);
  wechat.fail({ path, errcode: 40226, errmsg: 'code blocked' });
  assert.match((await login(PROGRAM, 'ming')).errmsg, /^code blocked, rid: /);
  wechat.fail({ path: '/another', errcode: 1 });
  assert.ok((await login(PROGRAM, 'ming')).openid);

  const ask = () => wechat.fetch(`https://api.weixin.qq.com${path}`);
  wechat.fail({ path, status: 502 });
  const gateway = await ask();
  assert.equal(gateway.status, 502);
  assert.match(await gateway.text(), /^<html>/);
  wechat.fail({ path, status: 200, body: 'not json' });
  assert.equal(await (await ask()).text(), 'not json');
  wechat.fail({ networkError: true });
  const error = await ask().catch((error) => error);
  assert.deepEqual([error.name, error.cause.code], ['TypeError', 'ECONNRESET']);
  assert.equal(wechat.requests.at(-1).errcode, undefined);
  wechat.fail({ networkError: 'ENOTFOUND' });
  await assert.rejects(ask(), ({ cause }) => cause.code === 'ENOTFOUND');

  const stop = wechat.fail({ errcode: 45009, times: Number.POSITIVE_INFINITY });
  for (let count = 0; count < 3; count++)
    assert.equal((await login(PROGRAM, 'ming')).errcode, 45009);
  stop();
  assert.ok((await login(PROGRAM, 'ming')).openid);
});

test('fail: a status is one that a reply can have', async () => {
  const { wechat } = setUp();
  for (const status of [204, 205, 304]) {
    assert.throws(() => wechat.fail({ status, body: '' }), {
      name: 'TypeError',
      message: `a reply with status ${status} has no body`,
    });
    wechat.fail({ status });
    const reply = await wechat.fetch('https://api.weixin.qq.com/');
    assert.deepEqual([reply.status, await reply.text()], [status, '']);
  }
  for (const status of [0, 99, 199, 600, 999, 200.5, '502', null]) {
    const message = 'the status of a failure must be a whole number from 200 to 599';
    assert.throws(() => wechat.fail({ status }), { name: 'TypeError', message });
  }
});

test('fail: an answer may be lost after its code was spent, or before', async () => {
  const { wechat, exchange } = setUp();
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  for (const [afterwards, errcode] of [
    [true, 40163],
    [false, undefined],
  ]) {
    const { code } = await wx.login();
    wechat.fail({ endpoint: 'code2Session', networkError: true, afterwards });
    await assert.rejects(exchange(PROGRAM, code), TypeError);
    assert.equal((await exchange(PROGRAM, code)).errcode, errcode);
  }
});

test('fail: in the client too', async () => {
  const { wechat } = setUp();
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  wechat.fail({ wx: 'login', reason: 'timeout', errno: 5 });
  await assert.rejects(wx.login(), { errMsg: 'login:fail timeout', errno: 5 });
  assert.ok((await wx.login()).code);
  wechat.fail({ wx: 'getPhoneNumber', errno: 1400001, reason: 'quota' });
  const detail = await wx.getPhoneNumber();
  assert.deepEqual(detail, { errMsg: 'getPhoneNumber:fail quota', errno: 1400001 });
  wechat.fail({ wx: 'checkSession', times: 2 });
  for (let count = 0; count < 2; count++) {
    await assert.rejects(wx.checkSession(), { errMsg: 'checkSession:fail system error' });
  }
  await wx.checkSession();
});

test('requests: what was requested, without secrets', async () => {
  const { wechat, exchange, askAs, login, signed } = setUp();
  const { code } = await wechat.wx({ appid: PROGRAM, user: 'ming' }).login();
  const session = await exchange(PROGRAM, code);
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const phone = await wx.getPhoneNumber();
  const token = wechat.token(PROGRAM);
  const sign = signed(session);
  await askAs(PROGRAM, '/wxa/checksession', sign);
  await askAs(PROGRAM, '/wxa/business/getuserphonenumber', {}, { code: phone.code });
  await askAs(PROGRAM, '/wxa/custom', { anything: 'hidden' }, 'not json');
  await login(PROGRAM, 'hong');
  const { query, errcode } = wechat.requests[0];
  const hidden = '***';
  const grant_type = 'authorization_code';
  assert.deepEqual(query, { appid: PROGRAM, secret: hidden, js_code: hidden, grant_type });
  assert.equal(errcode, 0);
  const { openid } = session;
  const sig_method = 'hmac_sha256';
  const check = { access_token: hidden, openid, signature: hidden, sig_method };
  assert.deepEqual(wechat.requests[1].query, check);
  assert.deepEqual(wechat.requests[2].body, { code: hidden });
  assert.deepEqual(wechat.requests[3], {
    method: 'POST',
    path: '/wxa/custom',
    query: { access_token: hidden, anything: hidden },
    errcode: 40066,
  });
  const all = JSON.stringify(wechat.requests);
  for (const secret of [SECRET, code, session.session_key, phone.code, token, sign.signature]) {
    assert.ok(!all.includes(secret));
  }
});

test('it is a fetch like any other: a URL, a Request, any body, a signal', async () => {
  const { wechat } = setUp();
  const url = 'https://api.weixin.qq.com/cgi-bin/stable_token';
  const json = { grant_type: 'client_credential', appid: ACCOUNT, secret: SECRET };
  const body = JSON.stringify(json);
  const init = { method: 'POST', body };
  const calls = [
    [url, init],
    [new URL(url), init],
    [new Request(url, init)],
    [url, { ...init, method: 'post', body: new TextEncoder().encode(body) }],
    [url, { ...init, body: new Blob([body]) }],
  ];
  for (const call of calls) {
    const reply = await wechat.fetch(...call);
    assert.ok(reply instanceof Response);
    assert.equal((await reply.json()).access_token, wechat.token(ACCOUNT));
  }
  const controller = new AbortController();
  const waiting = wechat.fetch(url, { ...init, signal: controller.signal });
  const reason = new Error('enough');
  controller.abort(reason);
  await assert.rejects(waiting, reason);
  const before = wechat.requests.length;
  await assert.rejects(wechat.fetch(url, { signal: controller.signal }), reason);
  assert.equal(wechat.requests.length, before);
  await assert.rejects(wechat.fetch('/relative'), TypeError);
});

test('limits: a test can set its own', async () => {
  const { wechat, askAs } = setUp({ limits: { fansPerPage: 1, codeSeconds: 1 } });
  wechat.users.hong.follows = [ACCOUNT];
  const { count, total } = await askAs(ACCOUNT, '/cgi-bin/user/get');
  assert.deepEqual([count, total], [1, 2]);
  assert.equal(limits.fansPerPage, 10_000);
  assert.ok(wechat.openid(WEBSITE, 'hong'));
});
