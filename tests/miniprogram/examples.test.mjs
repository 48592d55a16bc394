// One whole login: examples/miniprogram on a phone, examples/server on a port, and a fake WeChat.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, beforeEach, test } from 'node:test';

import { installProject } from '../package/installed.mjs';
import { rejection } from '../package/wechat.mjs';
import { APPID, aWeChat, KEY, SECRET } from './phone.mjs';
import { buildNpm, Program } from './program.mjs';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const folders = {
  server: installProject('examples/server'),
  miniprogram: installProject('examples/miniprogram'),
};
buildNpm(folders.miniprogram);

/** Set anew for each test. */
let wechat;
/** What WeChat told the back end that nobody else may know. */
let sessionKeys;
/** What the phone got of the back end: `{ path, status, body }`. */
let replies;
let phone;
let toasts;

const { address, logged } = await startServer(
  await listen(async (url, init) => {
    const reply = await wechat.fetch(url, init);
    const body = await reply.text();
    const { session_key } = JSON.parse(body);
    if (session_key) sessionKeys.push(session_key);
    return { status: reply.status, body };
  }),
);

beforeEach(() => {
  start({ openPlatform: 'ours' });
});

function start(app) {
  wechat = aWeChat(app);
  sessionKeys = [];
  replies = [];
  toasts = [];
  phone = Object.assign(wechat.wx({ appid: APPID, user: 'ming', request }), {
    showToast: ({ title }) => toasts.push(title),
  });
}

/** What wx.request sends with. The example's back end is on port 3000. */
async function request(url, init) {
  const { pathname } = new URL(url);
  const reply = await fetch(new URL(pathname, address), init);
  const body = await reply.clone().text();
  replies.push({ path: pathname, status: reply.status, body });
  return reply;
}

function openPage() {
  return new Program(folders.miniprogram, phone).open('pages/me/me');
}

/** What was asked of the back end since this was asked the last time. */
function asked() {
  return replies.splice(0).map(({ path, status }) => `${path} ${status}`);
}

for (const [name, folder] of Object.entries(folders)) {
  test(`examples/${name} keeps to the types`, () => {
    execFileSync(process.execPath, [tsc], { cwd: folder, encoding: 'utf8' });
  });
}

test('a user opens the page, and is known by a unionid', async () => {
  const page = await openPage();
  assert.deepEqual(asked(), ['/login 200', '/me 200']);
  assert.equal(page.data.unionid, wechat.unionid(APPID, 'ming'));
  assert.deepEqual([page.data.missing, page.data.next], ['', []]);
  assert.deepEqual(toasts, []);
});

test('if the app is not bound to an Open Platform account, the page says why there is no unionid', async () => {
  start({});
  const page = await openPage();
  assert.equal(page.data.unionid, '');
  assert.match(page.data.missing, /开放平台/);
  assert.ok(page.data.next.length > 0);
});

test('the user gives their phone number', async () => {
  const page = await openPage();
  await page.fire('onPhoneNumber', await phone.getPhoneNumber());
  assert.equal(page.data.phoneNumber, '13800138000');
  await page.fire('onPhoneNumber', await phone.getPhoneNumber({ agree: false }));
  assert.deepEqual(asked(), ['/login 200', '/me 200', '/phone 200']);
});

test('encrypted data is requested after the login, and decrypts', async () => {
  const page = await openPage();
  await page.fire('onSteps');
  assert.ok(page.data.steps > 0);
  const { body } = replies.at(-1);
  assert.deepEqual(Object.keys(JSON.parse(body)), ['stepInfoList']);
});

test('the user chooses an avatar and a nickname', async () => {
  const page = await openPage();
  await page.fire('onChooseAvatar', { avatarUrl: 'wxfile://tmp/a.png' });
  await page.fire('onNickName', { value: '小明' });
  assert.deepEqual([page.data.avatarUrl, page.data.nickName], ['wxfile://tmp/a.png', '小明']);
});

test('a session key never leaves the back end', async () => {
  const page = await openPage();
  await page.fire('onSteps');
  await page.fire('onPhoneNumber', await phone.getPhoneNumber());
  const told = JSON.stringify([replies, phone.getStorageSync(KEY)]);
  assert.equal(sessionKeys.length, 1);
  for (const key of sessionKeys) assert.ok(!told.includes(JSON.stringify(key).slice(1, -1)));
  assert.doesNotMatch(told, /session_?key/i);
  assert.ok(!told.includes(wechat.openid(APPID, 'ming')));
});

test('the ids in decrypted data prove nothing, and are not answered', async () => {
  const { login } = new Program(folders.miniprogram, phone).require('login');
  const ask = () => phone.getUserInfo();
  const { data } = await login.sendEncrypted(ask, (data) => ({ path: '/user-data', data }));
  assert.equal(data.nickName, '微信用户');
  assert.ok(!('openId' in data || 'unionId' in data));
});

test('the same user keeps the token, when WeChat’s session has ended', async () => {
  const page = await openPage();
  const { token } = phone.getStorageSync(KEY);
  asked();
  wechat.fail({ wx: 'checkSession' });
  await page.fire('onSteps');
  assert.deepEqual(asked(), ['/login 200', '/user-data 200']);
  assert.equal(phone.getStorageSync(KEY).token, token);
});

test('a login outlives the program', async () => {
  await openPage();
  asked();
  await openPage();
  assert.deepEqual(asked(), ['/me 200']);
});

test('a session that has ended costs one new login, which the user does not notice', async () => {
  const page = await openPage();
  const { token } = phone.getStorageSync(KEY);
  await request('http://localhost:3000/logout', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  asked();
  await Promise.all([page.show(), page.show()]);
  assert.deepEqual(asked().sort(), ['/login 200', '/me 200', '/me 200', '/me 401', '/me 401']);
  assert.deepEqual(toasts, []);
});

test('data of a replaced key is not sent again: the user taps once more', async () => {
  const page = await openPage();
  await wechat.wx({ appid: APPID, user: 'ming' }).login();
  asked();
  await page.fire('onSteps');
  assert.deepEqual(asked(), ['/user-data 401', '/login 200']);
  assert.deepEqual(toasts, ['登录已更新，请再试一次。']);
  await page.fire('onSteps');
  assert.deepEqual(asked(), ['/user-data 200']);
  assert.ok(page.data.steps > 0);
});

test('data from before the login never reaches the back end', async () => {
  const { login } = new Program(folders.miniprogram, phone).require('login');
  const event = { detail: await phone.getPhoneNumber(), currentTarget: { dataset: {} } };
  const error = await rejection(
    login.sendEncrypted(event, (data) => ({ path: '/user-data', data })),
  );
  assert.equal(error.code, 'ERR_LOGIN_FIRST');
  assert.deepEqual(asked(), []);
});

test('a code works once, and the client gets one sentence', async () => {
  const { code } = await phone.login();
  const logIn = () =>
    request('http://localhost:3000/login', { method: 'POST', body: JSON.stringify({ code }) });
  assert.equal((await logIn()).status, 200);
  const again = await logIn();
  assert.equal(again.status, 400);
  assert.deepEqual(await again.json(), {
    zh: '登录已失效，请重新登录。',
    en: 'The login has expired. Please log in again.',
  });
});

test('if WeChat does not answer, the user gets a sentence, and the next visit works', async () => {
  wechat.fail({ endpoint: 'code2Session', networkError: true });
  const page = await openPage();
  assert.deepEqual(toasts, ['服务暂时不可用，请稍后再试。']);
  await page.show();
  assert.equal(page.data.unionid, wechat.unionid(APPID, 'ming'));
});

test('malformed and oversized requests are refused', async () => {
  await openPage();
  const { token } = phone.getStorageSync(KEY);
  const post = async (path, body, bearer = token) => {
    const headers = { authorization: `Bearer ${bearer}` };
    return (await request(`http://localhost:3000${path}`, { method: 'POST', headers, body }))
      .status;
  };
  for (const body of ['', 'null', '7', '"text"', '{', '{"code":7}']) {
    assert.equal(await post('/login', body), 400, body);
    assert.equal(await post('/phone', body), 400, body);
    assert.equal(await post('/user-data', body), 400, body);
  }
  assert.equal(await post('/login', ' '.repeat(64 * 1024 + 1)), 413);
  for (const path of ['/phone', '/user-data', '/logout']) {
    assert.equal(await post(path, '{}', ''), 401, path);
    assert.equal(await post(path, '{}', '0'.repeat(64)), 401, path);
  }
});

test('after logging out, neither the phone nor the back end knows the user', async () => {
  const page = await openPage();
  const { token } = phone.getStorageSync(KEY);
  await page.fire('onPhoneNumber', await phone.getPhoneNumber());
  await page.fire('onLogout');
  assert.equal(phone.getStorageSync(KEY), '');
  assert.deepEqual([page.data.unionid, page.data.phoneNumber], ['', '']);
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await request('http://localhost:3000/me', { headers })).status, 401);
});

test('the back end logs what failed, without secrets', async () => {
  const page = await openPage();
  const { token } = phone.getStorageSync(KEY);
  await wechat.wx({ appid: APPID, user: 'ming' }).login();
  const data = await phone.getWeRunData();
  await page.fire('onSteps');
  const { code } = await phone.getPhoneNumber();
  wechat.fail({ endpoint: 'getPhoneNumber', errcode: 40029 });
  await page.fire('onPhoneNumber', { code });
  const log = await logged('ERR_DECRYPT_FAILED', '40029');
  const secrets = [SECRET, token, code, data.encryptedData.slice(0, 16), ...sessionKeys];
  for (const secret of secrets) assert.ok(!log.includes(secret));
});

/** Answers on a port of this machine: its address. */
async function listen(answer) {
  const listener = createServer(async (incoming, response) => {
    const { method, url } = incoming;
    const body = await text(incoming);
    const reply = await answer(new URL(url, 'http://127.0.0.1'), { method, body }).catch(() => {});
    if (!reply) return response.destroy();
    response.writeHead(reply.status).end(reply.body);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  after(() => {
    listener.close();
    listener.closeAllConnections();
  });
  return `http://127.0.0.1:${listener.address().port}`;
}

/**
 * Does what `npm start` does in examples/server: its address, and what it has logged once these
 * texts are in it.
 */
async function startServer(wechatAddress) {
  const settings = { WX_APPID: APPID, WX_SECRET: SECRET, WX_BASE_URL: wechatAddress, PORT: '0' };
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folders.server,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.kill());
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    log += chunk;
  });
  const [address] = await once(createInterface(child.stdout), 'line');
  return { address, logged };

  async function logged(...texts) {
    const signal = AbortSignal.timeout(60_000);
    while (!texts.every((text) => log.includes(text))) await once(child.stderr, 'data', { signal });
    return log;
  }
}
