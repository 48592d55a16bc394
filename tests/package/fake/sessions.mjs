// Session keys: one per user, and what is signed with it.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { behaviour, DAY, HOUR, MINUTE, PROGRAM, SECOND, setUp } from './world.mjs';

const CHECK = '/wxa/checksession';
const RESET = '/wxa/resetusersessionkey';
const ENCRYPT_KEY = '/wxa/business/getuserencryptkey';

behaviour('aLoginMayReplaceTheKey', async (refused) => {
  const { wechat, askAs, login, signed } = setUp();
  const first = await login(PROGRAM, 'ming');
  wechat.clock.advance(10 * MINUTE - SECOND);
  assert.equal((await login(PROGRAM, 'ming')).session_key, first.session_key);
  assert.equal((await askAs(PROGRAM, CHECK, signed(first))).errcode, 0);
  wechat.clock.advance(SECOND);
  const second = await login(PROGRAM, 'ming');
  assert.notEqual(second.session_key, first.session_key);
  refused(87009, await askAs(PROGRAM, CHECK, signed(first)));
  assert.equal((await askAs(PROGRAM, CHECK, signed(second))).errcode, 0);
  assert.match(second.session_key, /^[A-Za-z0-9+/]{22}==$/);

  const always = setUp({ limits: { sessionKeyPeriodSeconds: 0 } });
  const keys = [await always.login(PROGRAM, 'ming'), await always.login(PROGRAM, 'ming')];
  assert.notEqual(keys[0].session_key, keys[1].session_key);
});

behaviour('aCodeBringsTheKeyOfItsLogin', async (refused) => {
  const { wechat, askAs, exchange, signed } = setUp({ limits: { sessionKeyPeriodSeconds: 0 } });
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const [earlier, later] = [await wx.login(), await wx.login()];
  const good = await exchange(PROGRAM, later.code);
  refused(87009, await askAs(PROGRAM, CHECK, signed(await exchange(PROGRAM, earlier.code))));
  assert.equal((await askAs(PROGRAM, CHECK, signed(good))).errcode, 0);
});

behaviour('checkSessionKnowsTheLatestKeyOnly', async (refused) => {
  const { wechat, askAs, login, signed } = setUp({ limits: { sessionKeyPeriodSeconds: 0 } });
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const stored = await login(PROGRAM, 'ming');
  await wx.login();
  assert.equal((await wx.checkSession()).errMsg, 'checkSession:ok');
  refused(87009, await askAs(PROGRAM, CHECK, signed(stored)));
});

behaviour('aSessionEnds', async (refused) => {
  const { wechat, askAs, login, signed } = setUp();
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  await assert.rejects(wx.checkSession(), { errMsg: /^checkSession:fail / });
  const session = await login(PROGRAM, 'ming');
  wechat.clock.advance(20 * DAY);
  await wx.getPhoneNumber();
  wechat.clock.advance(30 * DAY);
  await wx.checkSession();
  assert.equal((await askAs(PROGRAM, CHECK, signed(session))).errcode, 0);
  wechat.clock.advance(SECOND);
  await assert.rejects(wx.checkSession(), { errMsg: /^checkSession:fail / });
  refused(87009, await askAs(PROGRAM, CHECK, signed(session)));
  refused(87007, await askAs(PROGRAM, RESET, signed(session)));
  refused(87007, await askAs(PROGRAM, ENCRYPT_KEY, signed(session)));
});

behaviour('aResetGivesAnotherKey', async (refused) => {
  const { wechat, askAs, login, signed } = setUp();
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const session = await login(PROGRAM, 'ming');
  wechat.clock.advance(20 * DAY);
  const reset = await askAs(PROGRAM, RESET, signed(session));
  assert.deepEqual([reset.errcode, reset.openid], [0, session.openid]);
  assert.notEqual(reset.session_key, session.session_key);
  refused(87009, await askAs(PROGRAM, CHECK, signed(session)));
  assert.equal((await askAs(PROGRAM, CHECK, signed(reset))).errcode, 0);
  wechat.clock.advance(10 * DAY);
  await wx.checkSession();
  wechat.clock.advance(SECOND);
  await assert.rejects(wx.checkSession());
});

behaviour('aSessionIsNotResetAgainAndAgain', async (refused) => {
  const { wechat, askAs, login, signed } = setUp();
  const reset = await askAs(PROGRAM, RESET, signed(await login(PROGRAM, 'ming')));
  refused(45011, await askAs(PROGRAM, RESET, signed(reset)));
  wechat.clock.advance(MINUTE);
  assert.equal((await askAs(PROGRAM, RESET, signed(reset))).errcode, 0);
});

behaviour('aSignatureIsKeyedByTheText', async (refused) => {
  const { askAs, login, signed } = setUp();
  const session = await login(PROGRAM, 'ming');
  const bytes = Buffer.from(session.session_key, 'base64');
  const signature = createHmac('sha256', bytes).digest('hex');
  refused(87009, await askAs(PROGRAM, CHECK, { ...signed(session), signature }));
  refused(87009, await askAs(PROGRAM, CHECK, { ...signed(session), signature: '' }));
  const upper = signed(session).signature.toUpperCase();
  const again = await askAs(PROGRAM, CHECK, { ...signed(session), signature: upper });
  assert.equal(again.errcode, 0);
});

behaviour('aSignatureIsOfTheBody', async (refused) => {
  const { askAs, login, signed } = setUp();
  const session = await login(PROGRAM, 'ming');
  refused(87009, await askAs(PROGRAM, ENCRYPT_KEY, signed(session), '{}'));
  refused(40003, await askAs(PROGRAM, ENCRYPT_KEY, {}, signed(session)));
  for (const body of ['', undefined]) {
    assert.equal((await askAs(PROGRAM, ENCRYPT_KEY, signed(session), body)).errcode, 0);
  }
});

behaviour('aSignatureHasOneMethod', async (refused) => {
  const { askAs, login, signed } = setUp();
  const session = await login(PROGRAM, 'ming');
  for (const path of [CHECK, RESET, ENCRYPT_KEY]) {
    refused(87008, await askAs(PROGRAM, path, { ...signed(session), sig_method: 'sha1' }));
    refused(87008, await askAs(PROGRAM, path, { ...signed(session), sig_method: '' }));
  }
});

behaviour('encryptKeysFollowOneAnother', async () => {
  const { wechat, askAs, login, signed } = setUp();
  const session = await login(PROGRAM, 'ming');
  const keys = async () => (await askAs(PROGRAM, ENCRYPT_KEY, signed(session))).key_info_list;
  const [first] = await keys();
  assert.match(first.encrypt_key, /^.{22}==$/);
  assert.match(first.iv, /^[0-9a-f]{16}$/);
  assert.equal(first.expire_in, 3600);
  wechat.clock.advance(HOUR - SECOND);
  assert.deepEqual(await keys(), [{ ...first, expire_in: 1 }]);
  wechat.clock.advance(SECOND);
  const [newer, old] = await keys();
  assert.deepEqual(old, { ...first, expire_in: 0 });
  assert.equal(newer.version, first.version + 1);
  for (let hour = 0; hour < 3; hour++) {
    wechat.clock.advance(HOUR);
    await keys();
  }
  assert.deepEqual(
    (await keys()).map(({ version }) => version - first.version),
    [4, 3, 2],
  );
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const latest = await wx.getUserCryptoManager().getLatestUserKey();
  assert.equal(latest.encryptKey, (await keys())[0].encrypt_key);
  assert.equal(latest.expireTime, wechat.clock.now() / SECOND + 3600);
});
