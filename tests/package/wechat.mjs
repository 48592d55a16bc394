// The fake WeChat of the package, with an app of each kind, and clients that ask it over HTTP.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { after } from 'node:test';

import * as testing from '../../pkg/dist/testing.js';
import { Wire } from './wire.mjs';

export const APPID = 'wx4f4bc4dec97d474b';
export const OTHER_APPID = 'wx00000000000000a2';
export const ACCOUNT = 'wxba5fad812f8e6fb9';
export const WEBSITE = 'wx00000000000000c1';
export const PLATFORM = 'wx00000000000000d1';
export const SECRET = '0123456789abcdef0123456789abcdef';

const bound = { secret: SECRET, openPlatform: 'ours' };
const apps = {
  [APPID]: { type: 'miniProgram', ...bound },
  [OTHER_APPID]: { type: 'miniProgram', ...bound },
  [ACCOUNT]: { type: 'officialAccount', ...bound },
  [WEBSITE]: { type: 'webApp', ...bound },
  [PLATFORM]: { type: 'thirdpartyPlatform', secret: SECRET, authorizers: [APPID] },
};

/** Follows nobody, and has a phone number. */
const ming = { nickName: '小明😀', phoneNumber: '13800138000' };

/**
 * A fake WeChat with those apps, `ming`, and so many followers of the account, who are called 0, 1,
 * …
 */
export function fake({ followers = 0, pageSize } = {}) {
  const names = Array.from({ length: followers }, (_, at) => `follower ${at}`);
  const users = Object.fromEntries(names.map((name) => [name, { follows: [ACCOUNT] }]));
  const limits = pageSize && { fansPerPage: pageSize };
  const wechat = testing.fakeWeChat({ apps, users: { ming, ...users }, limits, now: 1.75e12 });
  const openids = names.map((name) => wechat.openid(ACCOUNT, name));
  return { wechat, openids };
}

/** The fake, the wire to it, and a client of `wx` for each kind of app. */
export async function setUp({ wx, followers, pageSize, ...options }) {
  const { wechat, openids } = fake({ followers, pageSize });
  const wire = await Wire.to(wechat);
  after(() => wire.close());
  const shared = { secret: SECRET, baseUrl: wire.baseUrl, ...options };
  const program = new wx.MiniProgram({ appid: APPID, ...shared });
  const account = new wx.OfficialAccount({ appid: ACCOUNT, ...shared });
  const website = new wx.WebApp({ appid: WEBSITE, ...shared });
  const asked = (path) => wire.requests.filter((request) => request.path === path).length;
  return { wechat, wire, openids, program, account, website, asked };
}

/** For tests of what would otherwise never end. */
export const hangs = { timeout: 60_000 };

/** After which a client gives up, where it is told nothing else. */
const TIMEOUT_MS = 10_000;

/**
 * For the clients of a test: a `fetch`, and time, which is up when the test says so and not when a
 * slow machine needs longer.
 */
export function heldTime(t) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const heads = new EventEmitter();
  return {
    async fetch(url, init) {
      const reply = await fetch(url, init);
      heads.emit('head', { path: new URL(url).pathname });
      return reply;
    },
    /** Once a request (to this path) hangs there, as `wire.trouble` says, its time is up. */
    async runOut(wire, { hang, path }) {
      const [emitter, event] = hang === 'reply' ? [wire, 'request'] : [heads, 'head'];
      for (;;) {
        const [came] = await once(emitter, event);
        if ([undefined, came.path].includes(path)) return t.mock.timers.tick(TIMEOUT_MS);
      }
    },
  };
}

/** What the client of a mini program does before it asks its server. */
export async function loginCode(wechat, { appid = APPID, user = 'ming' } = {}) {
  return (await wechat.wx({ appid, user }).login()).code;
}

export async function phoneCode(wechat) {
  return (await wechat.wx({ appid: APPID, user: 'ming' }).getPhoneNumber()).code;
}

/** What a browser comes back with from WeChat's page. */
export function pageCode(wechat, client, { scope, ...visit } = {}) {
  const link = { redirect_uri: 'https://a.example/', state: 'STATE', ...(scope && { scope }) };
  const url = client.appid === WEBSITE ? client.qrConnectUrl(link) : client.authorizeUrl(link);
  const back = wechat.page({ user: 'ming' }).open(url, visit);
  return new URL(back.url).searchParams.get('code');
}

/** How often the app's token was asked for. */
export function tokensAsked({ requests }) {
  const count = (path, isForced) =>
    requests.filter((it) => it.path === path && Boolean(it.body?.force_refresh) === isForced)
      .length;
  const stable = '/cgi-bin/stable_token';
  return {
    stable: count(stable, false),
    forced: count(stable, true),
    legacy: count('/cgi-bin/token', false),
  };
}

/** Somebody else forces a refresh: from now on the app's token before is refused with 40001. */
export async function killToken(wechat, appid) {
  const body = { grant_type: 'client_credential', appid, secret: SECRET, force_refresh: true };
  const url = 'https://api.weixin.qq.com/cgi-bin/stable_token';
  await wechat.fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

/** The session key of now, by an exchange that nobody counts. */
export async function sessionKeyOf(wechat) {
  const query = { appid: APPID, secret: SECRET, js_code: await loginCode(wechat) };
  const url = `https://api.weixin.qq.com/sns/jscode2session?${new URLSearchParams({
    ...query,
    grant_type: 'authorization_code',
  })}`;
  return (await (await wechat.fetch(url)).json()).session_key;
}

/**
 * What `wx.getUserInfo` gives a mini program; or would, of another app or user, under another
 * key, with another name.
 */
export async function sent(
  wechat,
  { appid = APPID, openId = wechat.openid(APPID, 'ming'), key, nickName = '小明😀' } = {},
) {
  const sessionKey = key ?? (await sessionKeyOf(wechat));
  const data = testing.payloads.userInfo({ appid, openId, nickName, now: wechat.clock.now() });
  const rawData = JSON.stringify({ nickName, gender: 0 });
  const signature = createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex');
  return { ...testing.encryptUserData({ sessionKey, data }), rawData, signature };
}

/** A fetch that asks nobody: it keeps its `calls`, and answers each with an object or bytes. */
export function offline(answer = () => ({})) {
  const calls = [];
  async function fetch(url, init) {
    calls.push({ url, ...init });
    const reply = await answer(url, init);
    if (reply instanceof Response) return reply;
    return new Response(ArrayBuffer.isView(reply) ? reply : JSON.stringify(reply));
  }
  return Object.assign(fetch, { calls });
}

/** What a call is refused with. */
export function rejection(promise, what = '') {
  return promise.then(
    () => assert.fail(`it should have been refused: ${what}`),
    (error) => error,
  );
}

/** The three ids of an identity. */
export function ids({ appid, openid, unionid }) {
  return { appid, openid, unionid };
}
