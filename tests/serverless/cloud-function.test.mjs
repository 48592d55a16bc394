// examples/cloud-function beside a stand-in for wx-server-sdk, which works only inside WeChat's
// cloud: its context is the fake's, and its openapi answers as WeChat documents.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { fakeWeChat } from '../../pkg/dist/testing.js';
import { root } from '../../tools/run.mjs';
import { install } from '../package/installed.mjs';
import { APPID, phoneCode, SECRET as secret } from '../package/wechat.mjs';

const folder = install();
const require = createRequire(join(folder, 'index.js'));
cpSync(join(root, 'examples/cloud-function/index.js'), join(folder, 'index.js'));
mkdirSync(join(folder, 'node_modules/wx-server-sdk'));
writeFileSync(join(folder, 'node_modules/wx-server-sdk/index.js'), 'module.exports = {};');
const sdk = require('wx-server-sdk');

const wechat = fakeWeChat({
  apps: { [APPID]: { type: 'miniProgram', secret } },
  users: { ming: { phoneNumber: '13800138000' } },
});

/** WeChat's answer as the SDK gives it: in camel case, or thrown if there is an errcode. */
async function getPhoneNumber({ code }) {
  const url = `https://api.weixin.qq.com/wxa/business/getuserphonenumber?access_token=${wechat.token(APPID)}`;
  const reply = await wechat.fetch(url, { method: 'POST', body: JSON.stringify({ code }) });
  const { errcode: errCode, errmsg, phone_info: phoneInfo } = await reply.json();
  const name = 'openapi.phonenumber.getPhoneNumber';
  if (errCode === 0) return { errCode, errMsg: `${name}:ok`, phoneInfo };
  throw Object.assign(new Error(errmsg), { errCode, errMsg: `${name}:fail ${errmsg}` });
}

Object.assign(sdk, {
  DYNAMIC_CURRENT_ENV: Symbol('DYNAMIC_CURRENT_ENV'),
  init({ env }) {
    assert.equal(env, sdk.DYNAMIC_CURRENT_ENV);
  },
  getWXContext: () => wechat.cloud({ appid: APPID, user: 'ming' }).getWXContext(),
  openapi: { phonenumber: { getPhoneNumber } },
});
const { main } = require(join(folder, 'index.js'));

test('a cloud function knows the caller, before and after there is a unionid', async () => {
  const openid = wechat.openid(APPID, 'ming');
  const before = await main({ action: 'me', openid: 'somebody else', APPID: 'another' });
  assert.deepEqual([before.appid, before.openid, before.unionid], [APPID, openid, null]);
  assert.ok(before.missing.zh && before.next.length > 0);
  wechat.apps[APPID].openPlatform = 'ours';
  const unionid = wechat.unionid(APPID, 'ming');
  assert.deepEqual(await main({ action: 'me' }), { appid: APPID, openid, unionid });
});

test('a cloud function gets the phone number, once for each code', async (t) => {
  const logged = t.mock.method(console, 'error', () => {});
  const code = await phoneCode(wechat);
  assert.deepEqual(await main({ action: 'phone', code }), { phoneNumber: '13800138000' });
  const { error } = await main({ action: 'phone', code });
  assert.deepEqual(Object.keys(error), ['zh', 'en']);
  const [failure] = logged.mock.calls[0].arguments;
  assert.deepEqual(
    [failure.code, failure.endpoint, failure.errcode],
    ['ERR_API', 'getPhoneNumber', 40163],
  );
  wechat.fail({ endpoint: 'getPhoneNumber', networkError: true });
  await assert.rejects(main({ action: 'phone', code }), (it) => !('errcode' in it));
  assert.ok((await main({ action: 'constructor' })).error);
  assert.ok((await main()).error);
});

test('a cloud function asks for the permission that it needs', () => {
  const config = readFileSync(join(root, 'examples/cloud-function/config.json'), 'utf8');
  const source = readFileSync(join(folder, 'index.js'), 'utf8');
  for (const name of JSON.parse(config).permissions.openapi) {
    const [group, method] = name.split('.');
    assert.match(source, new RegExp(`openapi\\.${group}\\s*\\.${method}\\(`));
  }
});
