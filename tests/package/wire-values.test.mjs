// Values that cannot be WeChat's are refused before they are sent; and what other clients make of
// its replies is read.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encryptUserData } from '../../pkg/dist/testing.js';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import { APPID, SECRET } from './wechat.mjs';

const { esm } = await load(install());
const { authorizeUrl, buildRequest, MiniProgram, OfficialAccount, parseResponse } = esm;
const { qrConnectUrl, WXBizDataCrypt, WxError } = esm;
const BASE = 'snsapi_base';

function refusal(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof WxError, `${error}`);
    return error;
  }
  return assert.fail('it was accepted');
}

const OPENID = 'oAAAAAAAAAAAAAAAAAAAAAAAAAAA';

test('an impossible code, id or token is refused, with its position and form', () => {
  const app = { appid: APPID, secret: SECRET };
  const token = { access_token: 'T' };
  const reply = JSON.stringify({ access_token: '83_abc', expires_in: 7200 });
  const asked = [
    ['getPhoneNumber', token, { code: '"1e25def201054c96eb5b"' }, 'code', /quotes/],
    ['getPhoneNumber', token, { code: '{"code":"1e25def2"}' }, 'code', /object/],
    ['code2Session', app, { js_code: 'undefined' }, 'js_code', /missing/],
    ['code2Session', app, { js_code: '[object Object]' }, 'js_code', /missing/],
    ['code2Session', app, { js_code: 'the code is a mock one' }, 'js_code', /mock/],
    ['userInfo', token, { openid: `\r${OPENID}` }, 'openid', /white space/],
    ['userInfo', { access_token: reply }, { openid: OPENID }, 'access_token', /object/],
    ['snsRefreshToken', { appid: APPID }, { refresh_token: 'a b' }, 'refresh_token', /white space/],
  ];
  for (const [endpoint, credentials, params, argument, looks] of asked) {
    const error = refusal(() => buildRequest(endpoint, credentials, params));
    assert.deepEqual([error.code, error.argument], ['ERR_INVALID_ARGUMENT', argument]);
    assert.match(error.message, looks);
    // Nothing of the value.
    assert.ok(!error.message.includes('1e25') && !error.message.includes('83_abc'));
  }
  const users = [{ openid: OPENID }, { openid: `[${OPENID}` }];
  const inBatch = refusal(() => buildRequest('batchUserInfo', token, { user_list: users }));
  assert.deepEqual([inBatch.argument, inBatch.index], ['openid', 1]);
  const openid_list = [OPENID, OPENID, `["${OPENID}"]`];
  const list = { from_appid: APPID, openid_list };
  const inList = refusal(() => buildRequest('changeOpenid', token, list));
  assert.deepEqual([inList.argument, inList.index], ['openid_list', 2]);
  const cloudid_list = ['27_abc', '"27_abc"'];
  const inClouds = refusal(() => buildRequest('getOpenData', token, { cloudid_list }));
  assert.deepEqual([inClouds.argument, inClouds.index], ['cloudid_list', 1]);
  const quoted = { begin_openid: `"${OPENID}"` };
  const page = refusal(() => buildRequest('getBlacklist', token, quoted));
  assert.deepEqual([page.argument, page.index], ['begin_openid', undefined]);
  const link = { appid: `"${APPID}"`, redirect_uri: 'https://a.example/', state: 's' };
  for (const url of [() => qrConnectUrl(link), () => authorizeUrl({ ...link, scope: BASE })]) {
    const error = refusal(url);
    assert.equal(error.argument, 'appid');
    assert.match(error.message, /quotes/);
  }
});

test('users names the place of an impossible openid in the whole list', async () => {
  const reply = { access_token: 'T', expires_in: 7200, user_info_list: [] };
  const fetch = async () => new Response(JSON.stringify(reply));
  const account = new OfficialAccount({ appid: APPID, secret: SECRET, fetch });
  const openids = [...Array(150).fill(OPENID), `[${OPENID}`];
  const listed = account.users(openids)[Symbol.asyncIterator]().next();
  await assert.rejects(listed, { argument: 'openid', index: 150, message: /index 150 of/ });
});

test('a client without a secret says what a code needs', async () => {
  const ask = (options) => new MiniProgram({ appid: APPID, ...options }).login({ code: 'c' });
  const refused = { code: 'ERR_INVALID_ARGUMENT', argument: 'secret' };
  await assert.rejects(ask({ tokens: () => 'T' }), { ...refused, message: /exchanges a code/ });
  await assert.rejects(ask({ cloudHosting: true }), { ...refused, message: /request headers/ });
});

test('whatever the fixtures have of WeChat is sent', () => {
  const names = /^(?:open_?id|unionid|(?:ori|new|next|begin)_openid|opengid|\w*token|\w*code)$/i;
  const found = new Set();
  const collect = (value) => {
    for (const [name, inner] of Object.entries(value)) {
      const isText = typeof inner === 'string';
      if (isText && names.test(name) && !name.includes('err')) found.add(inner);
      else if (isText && inner.startsWith('{')) collect(parsed(inner));
      else if (inner && typeof inner === 'object') collect(inner);
    }
  };
  for (const { replies } of fixtures('endpoints')) {
    collect(replies.map(({ value }) => value).filter(Boolean));
  }
  collect(fixtures('identity').map(({ facts }) => facts));
  collect(fixtures('decrypt').map(({ expect }) => expect));
  // A misprint of WeChat's page, and what is no id on purpose.
  for (const text of ['', '  ', 'someone else', ' o6_bmasdasdsad6_2sgVt7hMZOPfL']) {
    found.delete(text);
  }
  assert.ok(found.size > 30, `${found.size}`);
  for (const text of found) {
    buildRequest('userInfo', { access_token: text }, { openid: text });
  }
});

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

test('what WeChat issues is sent as it is', () => {
  for (const access_token of ['74_a-B_c.d~e', 'refresh@token|x=1==', 'a+b/c==']) {
    const { url } = buildRequest('userInfo', { access_token }, { openid: OPENID });
    assert.equal(new URL(url).searchParams.get('access_token'), access_token);
  }
});

test('a reply of wx-server-sdk is read in its spelling', () => {
  const refused = {
    errCode: 40029,
    errMsg: 'openapi.phonenumber.getPhoneNumber:fail invalid code rid: 6788a40f-247d8ddd-4ba1b183',
  };
  const body = JSON.stringify(refused);
  const error = refusal(() => parseResponse('getPhoneNumber', { status: 200, body }));
  assert.deepEqual([error.code, error.errcode], ['ERR_API', 40029]);
  assert.equal(error.rid, '6788a40f-247d8ddd-4ba1b183');

  const phone = { phoneNumber: '13800138000', purePhoneNumber: '', countryCode: 86 };
  const good = JSON.stringify({ errCode: 0, errMsg: 'ok', phoneInfo: phone });
  const { phone_info, errcode } = parseResponse('getPhoneNumber', { status: 200, body: good });
  assert.deepEqual(phone_info, { ...phone, countryCode: '86' });
  assert.equal(errcode, 0);

  // With a raw control character, which is mended too.
  const raw = { status: 200, body: '{"unionid":"a\tb","errCode":40003,"errMsg":"no\nopenid"}' };
  const both = refusal(() => parseResponse('getPaidUnionId', raw));
  assert.deepEqual([both.code, both.errcode, both.errmsg], ['ERR_API', 40003, 'no\nopenid']);
});

test('a phone number that was paid for is kept, even with damaged fields beside it', () => {
  for (const beside of [{}, { purePhoneNumber: '', countryCode: '' }, { countryCode: null }]) {
    const body = JSON.stringify({ errcode: 0, phone_info: { phoneNumber: '1', ...beside } });
    const { phone_info } = parseResponse('getPhoneNumber', { status: 200, body });
    assert.equal(phone_info.phoneNumber, '1');
  }
  const none = JSON.stringify({ errcode: 0, phone_info: { phoneNumber: '', countryCode: '86' } });
  const error = refusal(() => parseResponse('getPhoneNumber', { status: 200, body: none }));
  assert.equal(error.code, 'ERR_INVALID_RESPONSE');
});

test('WXBizDataCrypt ignores the watermark’s time, like the sample', () => {
  const sessionKey = Buffer.alloc(16, 7).toString('base64');
  const data = { openId: OPENID, nickName: '', watermark: { appid: APPID } };
  const { encryptedData, iv } = encryptUserData({ sessionKey, data });
  assert.deepEqual(new WXBizDataCrypt(APPID, sessionKey).decryptData(encryptedData, iv), data);
  const foreign = new WXBizDataCrypt('wx0123456789abcdef', sessionKey);
  assert.equal(refusal(() => foreign.decryptData(encryptedData, iv)).code, 'ERR_APPID_MISMATCH');
  const input = { appid: APPID, sessionKey, encryptedData, iv };
  assert.equal(refusal(() => esm.decrypt(input)).code, 'ERR_WATERMARK_MISSING');
});
