// What a client gets: encrypted, signed, and by today's rules.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import {
  behaviour,
  DAY,
  MINUTE,
  OTHER_PROGRAM,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  UNBOUND,
  wx as wxUnionid,
} from './world.mjs';

const { decrypt } = wxUnionid;
const HASH = '/wxa/business/checkencryptedmsg';
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** What is inside, by our own decryption. */
function opened(appid, { session_key: sessionKey }, { encryptedData, iv }) {
  return decrypt({ appid, sessionKey, encryptedData, iv });
}

behaviour('dataIsUnderTheKeyOfItsTime', async () => {
  const { wechat, exchange, login } = setUp({ limits: { sessionKeyPeriodSeconds: 0 } });
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  await login(PROGRAM, 'ming');
  const early = await wx.getUserInfo();
  const { code } = await wx.login();
  const session = await exchange(PROGRAM, code);
  assert.throws(() => opened(PROGRAM, session, early), { code: 'ERR_DECRYPT_FAILED' });
  const sessionKey = session.session_key;
  assert.equal(wxUnionid.verifyRawData({ ...pick(early), sessionKey }), false);
  const late = await wx.getUserInfo();
  assert.equal(opened(PROGRAM, session, late).data.openId, session.openid);
});

behaviour('dataIsSigned', async () => {
  const { wechat, login } = setUp();
  const { session_key } = await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  for (const { rawData, signature, userInfo } of [
    await wx.getUserInfo(),
    await wx.getUserProfile({ desc: 'test' }),
  ]) {
    const expected = createHash('sha1')
      .update(rawData + session_key)
      .digest('hex');
    assert.equal(signature, expected);
    assert.deepEqual(JSON.parse(rawData), userInfo);
  }
});

behaviour('getUserInfoIsAnonymous', async () => {
  // Midnight in Beijing, after 2021-04-28.
  const { wechat, login } = setUp({ now: Date.UTC(2021, 3, 28, 16) - SECOND });
  const session = await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const before = opened(PROGRAM, session, await wx.getUserInfo()).data;
  assert.equal(before.nickName, '小明');
  wechat.clock.advance(SECOND);
  const told = await wx.getUserInfo();
  assert.equal(told.userInfo.nickName, '微信用户');
  const { kind, data } = opened(PROGRAM, session, told);
  assert.equal(kind, 'userInfo');
  assert.match(data.avatarUrl, /^https:\/\/thirdwx.qlogo.cn\/mmopen\/vi_32\/POgEwh4mIHO4nib/);
  const { openId, unionId, nickName } = data;
  const ids = [session.openid, session.unionid];
  assert.deepEqual([openId, unionId, nickName], [...ids, '微信用户']);
  assert.deepEqual([before.openId, before.unionId], ids);
});

behaviour('getUserProfileIsAnonymous', async () => {
  const { wechat, login } = setUp({ now: Date.UTC(2022, 10, 8, 16) - SECOND });
  const session = await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const real = await wx.getUserProfile({ desc: 'test' });
  assert.equal(real.userInfo.nickName, '小明');
  wechat.clock.advance(SECOND);
  const anonymous = await wx.getUserProfile({ desc: 'test' });
  assert.equal(anonymous.userInfo.nickName, '微信用户');
  for (const profile of [real, anonymous]) {
    const { kind, data } = opened(PROGRAM, session, profile);
    assert.equal(kind, 'userProfile');
    assert.ok(!('openId' in data) && !('unionId' in data));
    assert.equal(data.nickName, profile.userInfo.nickName);
  }
  // As the last field, behind the watermark.
  assert.equal(Object.keys(opened(PROGRAM, session, anonymous).data).at(-1), 'is_demote');
});

behaviour('getUserInfoWantsALogin', async () => {
  const { wechat } = setUp();
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  await assert.rejects(wx.getUserInfo({ withCredentials: true }), {
    errMsg: /^getUserInfo:fail /,
  });
  const told = await wx.getUserInfo({ withCredentials: false });
  assert.equal(told.userInfo.nickName, '微信用户');
  assert.equal(told.encryptedData, undefined);
  await wx.login();
  assert.ok((await wx.getUserInfo()).encryptedData);
});

behaviour('aCloudIdStandsForData', async (refused) => {
  const apps = Object.fromEntries(
    [PROGRAM, OTHER_PROGRAM].map((appid) => [
      appid,
      { type: 'miniProgram', secret: SECRET, cloud: true },
    ]),
  );
  const { wechat, askAs, login } = setUp({ apps, users: { ming: { phoneNumber: '1' } } });
  const session = await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  for (const name of ['getUserInfo', 'getWeRunData', 'getPhoneNumber']) {
    const data = await wx[name]();
    const ask = (appid, query) =>
      askAs(appid, '/wxa/getopendata', query, { cloudid_list: [data.cloudID] });
    const { data_list } = await ask(PROGRAM, { openid: session.openid });
    const { cloudID, data: open } = JSON.parse(data_list[0].json);
    assert.equal(cloudID, data.cloudID);
    assert.deepEqual(open, opened(PROGRAM, session, data).data);
    refused(40097, await ask(OTHER_PROGRAM));
    refused(40097, await ask(PROGRAM, { openid: 'another' }));
    wechat.clock.advance(5 * MINUTE + SECOND);
    refused(40097, await ask(PROGRAM));
  }
  const { fetch } = wechat.cloudHosting({ appid: PROGRAM });
  const program = new wxUnionid.MiniProgram({ appid: PROGRAM, cloudHosting: true, fetch });
  const { cloudID } = await wx.getWeRunData();
  const { data_list } = await program.getOpenData({ cloudid_list: [cloudID] });
  assert.equal(JSON.parse(data_list[0].json).data.stepInfoList.length, 31);
  const without = setUp().wechat.wx({ appid: PROGRAM, user: 'ming' });
  assert.equal((await without.getWeRunData()).cloudID, undefined);
});

behaviour('genderAndRegionAreBlank', async () => {
  // 2021-12-27 in Beijing; getUserProfile still tells who it is.
  const { wechat, login } = setUp({ now: Date.UTC(2021, 11, 26, 16) - SECOND });
  await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const about = async () => {
    const { nickName, gender, city, province } = (await wx.getUserProfile()).userInfo;
    return [nickName, gender, city, province];
  };
  assert.deepEqual(await about(), ['小明', 1, '广州', '']);
  wechat.clock.advance(SECOND);
  assert.deepEqual(await about(), ['小明', 0, '', '']);
});

behaviour('aForeignNumberHasItsPrefix', async () => {
  const { wechat, askAs, login } = setUp();
  for (const [user, phoneNumber, purePhoneNumber, countryCode] of [
    ['ming', '13800138000', '13800138000', '86'],
    ['hong', '+85251234567', '51234567', '852'],
  ]) {
    const session = await login(PROGRAM, user);
    const detail = await wechat.wx({ appid: PROGRAM, user }).getPhoneNumber();
    const { code } = detail;
    const reply = await askAs(PROGRAM, '/wxa/business/getuserphonenumber', {}, { code });
    const watermark = { timestamp: wechat.clock.now() / SECOND, appid: PROGRAM };
    const numbers = { phoneNumber, purePhoneNumber };
    assert.deepEqual(reply.phone_info, { ...numbers, countryCode, watermark });
    const { kind, data } = opened(PROGRAM, session, detail);
    assert.equal(kind, 'phoneNumber');
    assert.deepEqual(data, { ...numbers, countryCode, watermark });
  }
});

behaviour('aUserMayKeepTheNumber', async () => {
  const wx = setUp().wechat.wx({ appid: PROGRAM, user: 'ming' });
  const denied = 'getPhoneNumber:fail user deny';
  assert.deepEqual(await wx.getPhoneNumber({ agree: false }), { errMsg: denied });
});

behaviour('aRealtimeNumberIsOnlyACode', async () => {
  const { wechat, askAs } = setUp();
  const detail = await wechat.wx({ appid: PROGRAM, user: 'ming' }).getRealtimePhoneNumber();
  assert.deepEqual(Object.keys(detail), ['code', 'errMsg']);
  const { code } = detail;
  const reply = await askAs(PROGRAM, '/wxa/business/getuserphonenumber', {}, { code });
  assert.equal(reply.phone_info.phoneNumber, '13800138000');
});

behaviour('encryptedDataIsKnownForThreeDays', async (refused) => {
  const { wechat, askAs, login } = setUp();
  await login(PROGRAM, 'ming');
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  const { encryptedData } = await wx.getPhoneNumber();
  const made = wechat.clock.now() / SECOND;
  const ask = (text, appid = PROGRAM) =>
    askAs(appid, HASH, {}, { encrypted_msg_hash: sha256(text) });
  wechat.clock.advance(3 * DAY);
  const known = { errcode: 0, errmsg: 'ok', vaild: true, create_time: made };
  assert.deepEqual(await ask(encryptedData), known);
  refused(1, await ask(encryptedData, UNBOUND));
  refused(1, await ask((await wx.getUserInfo()).encryptedData));
  wechat.clock.advance(SECOND);
  refused(1, await ask(encryptedData));
  refused(40097, await askAs(PROGRAM, HASH, {}, { encrypted_msg_hash: 'hash' }));
  refused(1, await ask(encryptedData, OTHER_PROGRAM));
});

function pick({ rawData, signature }) {
  return { rawData, signature };
}
