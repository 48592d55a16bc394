// Values that cannot be WeChat's are refused before they are sent; and what other clients make of
// its replies is read.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encryptUserData } from '../../pkg/dist/testing.js';
import { install, load } from './installed.mjs';
import { APPID, SECRET } from './wechat.mjs';

const { esm } = await load(install());
const { buildRequest, parseResponse, WXBizDataCrypt, WxError } = esm;

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
});

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
