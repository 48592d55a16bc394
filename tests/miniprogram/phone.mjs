// A mini program on a phone, a fake WeChat and a back end: all in this process, with the package as
// a stranger gets it.

import { install, load } from '../package/installed.mjs';

export const APPID = 'wx4f4bc4dec97d474b';
export const SECRET = '0123456789abcdef0123456789abcdef';

export const folder = install();
const { esm: wx } = await load(folder);
const { fakeWeChat } = (await load(folder, 'testing')).esm;
export const { createLogin, LoginError } = (await load(folder, 'miniprogram')).esm;

/** Where a login is kept. */
export const KEY = 'wx-unionid:login';

/**
 * A WeChat that replaces the session key at every login: what it may do, and what shows every wrong
 * order.
 */
export function aWeChat({ openPlatform, ...options } = {}) {
  return fakeWeChat({
    apps: { [APPID]: { type: 'miniProgram', secret: SECRET, openPlatform } },
    users: { ming: { phoneNumber: '13800138000' } },
    limits: { sessionKeyPeriodSeconds: 0 },
    ...options,
  });
}

/**
 * - `calls`: what was called, in this order: names of `wx`, `exchange`, and paths.
 * - `stored`: what was put into the storage.
 * - `phone`: the `wx` of the phone, before anybody listens.
 * - `backEnd`: `exchange`, `send`, and the `sessions` that they look into. A test may put others
 *   there.
 * - `start()`: starts the mini program, with these options.
 */
export function setUp({ expiresInSeconds = 3600 } = {}) {
  const wechat = aWeChat({ now: 1_700_000_000_000 });
  const { now } = wechat.clock;
  const phone = wechat.wx({ appid: APPID, user: 'ming' });
  const calls = [];
  const stored = [];

  const program = new wx.MiniProgram({ appid: APPID, secret: SECRET, fetch: wechat.fetch });
  const sessions = new wx.LoginSessions({ appid: APPID, now });
  const backEnd = {
    sessions,
    async exchange(code, before) {
      const { session } = await program.login({ code });
      const token = await sessions.create(session, { previous: before });
      return expiresInSeconds === null ? { token } : { token, expiresInSeconds };
    },
    async send({ path, encryptedData, iv }, token) {
      const login = await sessions.get(token);
      if (!login) return { statusCode: 401 };
      if (path !== '/user-data') return { statusCode: 200 };
      const { sessionKey } = login;
      const [{ ok, value }] = wx.decryptMany([{ appid: APPID, sessionKey, encryptedData, iv }]);
      return ok ? { statusCode: 200, data: value.data } : { statusCode: 401 };
    },
  };

  const called = (name, run) => {
    calls.push(name);
    return run();
  };
  const heard = new Proxy(phone, {
    get(target, name) {
      if (!name.endsWith('Sync')) return (given) => called(`wx.${name}`, () => target[name](given));
      return (...args) => {
        if (name === 'setStorageSync') stored.push(args);
        return target[name](...args);
      };
    },
  });
  const start = (options) =>
    createLogin({
      exchange: (...args) => called('exchange', () => backEnd.exchange(...args)),
      send: (request, token) => called(request.path, () => backEnd.send(request, token)),
      wx: heard,
      now,
      ...options,
    });
  return { wechat, phone, stored, backEnd, calls, start };
}

/** The calls so far, which are forgotten. */
export function taken(calls) {
  return calls.splice(0);
}
