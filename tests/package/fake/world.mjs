// A fake WeChat with an app of each kind, and what the tests of its behaviours have in common.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { install, load } from '../installed.mjs';

const folder = install();
export const { esm: wx } = await load(folder);
export const { esm: testing, cjs: testingInCommonJs } = await load(folder, 'testing');

export const PROGRAM = 'wx00000000000000a1';
export const OTHER_PROGRAM = 'wx00000000000000a2';
export const UNBOUND = 'wx00000000000000a3';
export const ACCOUNT = 'wx00000000000000b1';
export const OLD_ACCOUNT = 'wx00000000000000b2';
export const WEBSITE = 'wx00000000000000c1';
export const PLATFORM = 'wx00000000000000d1';
export const SECRET = '0123456789abcdef0123456789abcdef';

const bound = { secret: SECRET, openPlatform: 'ours' };
const apps = {
  [PROGRAM]: { type: 'miniProgram', ...bound },
  [OTHER_PROGRAM]: { type: 'miniProgram', ...bound, openPlatform: 'theirs' },
  [UNBOUND]: { type: 'miniProgram', secret: SECRET },
  [ACCOUNT]: { type: 'officialAccount', ...bound, domain: 'a.example', migratedFrom: OLD_ACCOUNT },
  [OLD_ACCOUNT]: { type: 'officialAccount', ...bound },
  [WEBSITE]: { type: 'webApp', ...bound, domain: 'a.example' },
  [PLATFORM]: { type: 'thirdpartyPlatform', secret: SECRET, authorizers: [PROGRAM, ACCOUNT] },
};
const users = {
  ming: {
    phoneNumber: '13800138000',
    nickName: '小明',
    gender: 1,
    city: '广州',
    follows: [ACCOUNT],
  },
  hong: { phoneNumber: '51234567', countryCode: '852', nickName: '小红' },
  gang: {},
};

/** A Wednesday, at ten in the morning in Beijing. */
export const NOW = Date.UTC(2026, 0, 7, 2);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** With `ask`, which sends what is written, and `clients`, which send what they like. */
export function setUp(options = {}) {
  const wechat = testing.fakeWeChat({ apps, users, now: NOW, ...options });
  const ask = (path, query = {}, body = undefined) => asked(wechat, path, query, body);
  /** With the app's token. */
  const askAs = (appid, path, query, body) =>
    ask(path, { access_token: wechat.token(appid), ...query }, body);
  const exchange = (appid, js_code) =>
    ask('/sns/jscode2session', {
      appid,
      secret: SECRET,
      js_code,
      grant_type: 'authorization_code',
    });
  /** What the app is told of a user who logs in. */
  const login = async (appid, user) => {
    const { code } = await wechat.wx({ appid, user }).login();
    return exchange(appid, code);
  };
  /** What a request is signed with. */
  const signed = ({ openid, session_key }) => ({
    openid,
    signature: createHmac('sha256', session_key).digest('hex'),
    sig_method: 'hmac_sha256',
  });
  return { wechat, ask, askAs, exchange, login, signed };
}

async function asked(wechat, path, query, body) {
  const url = `https://api.weixin.qq.com${path}?${new URLSearchParams(query)}`;
  const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const init = sent === undefined ? {} : { method: 'POST', body: sent };
  return (await wechat.fetch(url, init)).json();
}

/** The names of the behaviours that have a test. */
export const tested = [];

/** A test of one behaviour of the fake's list. */
export function behaviour(name, run) {
  tested.push(name);
  const row = testing.behaviours.find((row) => row.name === name);
  test(`${name}: ${row?.en}`, async () => {
    // Those that the list says are refused have to be seen.
    const seen = new Set();
    await run((errcode, reply) => {
      assert.equal(reply.errcode, errcode, JSON.stringify(reply));
      seen.add(errcode);
    });
    assert.deepEqual([...seen].sort(), [...(row.errcodes ?? [])].sort());
  });
}
