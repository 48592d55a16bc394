import assert from 'node:assert/strict';
import OAuth from 'wechat-oauth';

import {
  ACCOUNT,
  ask,
  callbackUrl,
  called,
  codeOf,
  failureOf,
  idsOf,
  PROGRAM,
  SECRET,
  WEBSITE,
} from '../fake.mjs';

const ids = await idsOf('ming');

// An official account's page, and a website's QR code.
for (const [appid, link, scope] of [
  [ACCOUNT, 'getAuthorizeURL', 'snsapi_userinfo'],
  [WEBSITE, 'getAuthorizeURLForWebsite', 'snsapi_login'],
]) {
  const client = new OAuth(appid, SECRET);
  const code = await codeOf(client[link](callbackUrl, 'STATE', scope));
  const { data } = await called(client, 'getAccessToken', code);
  assert.deepEqual([data.openid, data.unionid, data.scope], [...Object.values(ids[appid]), scope]);
  const user = await called(client, 'getUser', data.openid);
  assert.deepEqual([user.openid, user.nickname], [data.openid, '小明']);
  const refreshed = await called(client, 'refreshAccessToken', data.refresh_token);
  assert.equal(refreshed.data.openid, data.openid);
  assert.equal((await called(client, 'verifyToken', data.openid, data.access_token)).errcode, 0);

  const used = await failureOf(called(client, 'getAccessToken', code));
  assert.equal(used.code, 40163);
  const stranger = await failureOf(called(client, 'verifyToken', data.openid, 'unknown'));
  assert.equal(stranger.code, 40001);
}

// A mini program.
const client = new OAuth(PROGRAM, SECRET, undefined, undefined, true);
const who = { appid: PROGRAM, user: 'ming' };
const { code } = await ask('/login', who);
const { data } = await called(client, 'getSessionKey', code);
assert.equal(data.openid, ids[PROGRAM].openid);
const { encryptedData, iv } = await ask('/getUserInfo', who);
const decrypted = client.decryptMiniProgramUser({
  sessionKey: data.session_key,
  encryptedData,
  iv,
});
assert.equal(decrypted.unionId, data.unionid);

const wrong = new OAuth(ACCOUNT, 'wrong');
assert.equal((await failureOf(called(wrong, 'getAccessToken', 'made-up'))).code, 40029);
const unknown = new OAuth('wxunknown', SECRET);
assert.equal((await failureOf(called(unknown, 'getAccessToken', 'made-up'))).code, 40013);
