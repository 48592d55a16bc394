import assert from 'node:assert/strict';
import { MiniApp, OfficialAccount } from 'node-easywechat';

import {
  ACCOUNT,
  ask,
  callbackUrl,
  codeOf,
  failureOf,
  idsOf,
  open,
  PROGRAM,
  SECRET,
  WEBSITE,
} from '../fake.mjs';

const ids = await idsOf('ming');
const who = { appid: PROGRAM, user: 'ming' };

// A mini program: the session, what is encrypted under its key, and the phone number.
const program = new MiniApp({ app_id: PROGRAM, secret: SECRET, use_stable_access_token: true });
const utils = program.getUtils();
const { code } = await ask('/login', who);
const { openid, unionid, session_key } = await utils.codeToSession(code);
assert.deepEqual({ openid, unionid }, ids[PROGRAM]);
const { encryptedData, iv } = await ask('/getUserInfo', who);
assert.equal(utils.decryptSession(session_key, iv, encryptedData).openId, openid);
assert.match((await failureOf(utils.codeToSession(code))).message, /40163/);
const phone = await ask('/getPhoneNumber', who);
const client = program.getClient();
const reply = await client.postJson('/wxa/business/getuserphonenumber', { code: phone.code });
assert.equal(reply.toObject().phone_info.purePhoneNumber, '13800138000');
assert.match((await failureOf(utils.codeToSession('made-up'))).message, /40029/);

// An official account: its followers, and a login.
const account = new OfficialAccount({ app_id: ACCOUNT, secret: SECRET });
const info = await account.getClient().get('/cgi-bin/user/info', { params: ids[ACCOUNT] });
assert.equal(info.toObject().unionid, ids[ACCOUNT].unionid);
const wrong = new OfficialAccount({ app_id: ACCOUNT, secret: 'wrong' });
assert.match((await failureOf(wrong.getAccessToken().getToken())).message, /40125/);

// Its link has scope before response_type, which is not the order that WeChat documents.
const link = account.getOAuth().redirect(callbackUrl);
assert.match(
  (await open(link)).hint.en,
  /redirect_uri, response_type, scope, and it is .* scope, res/,
);

// A QR code's link has any order.
const website = new OfficialAccount({
  app_id: WEBSITE,
  secret: SECRET,
  oauth: { scopes: ['snsapi_login'] },
});
const oauth = website.getOAuth();
const user = await oauth.userFromCode(await codeOf(oauth.redirect(callbackUrl)));
assert.deepEqual([user.getId(), user.getNickname()], [ids[WEBSITE].openid, '小明']);
