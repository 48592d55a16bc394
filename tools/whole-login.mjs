import assert from 'node:assert/strict';

import { bold, dim, green, say } from './step.mjs';

/** One Open Platform account, with the apps that are bound to it. */
const MINI_PROGRAM = 'wx4f4bc4dec97d474b';
const ACCOUNT = 'wx6a1ff0c3a2c5b7d8';
const OTHER = 'wx0123456789abcdef';
const apps = {
  [MINI_PROGRAM]: {
    type: 'miniProgram',
    secret: 'secret-of-the-mini-program',
    openPlatform: 'ours',
  },
  [ACCOUNT]: { type: 'officialAccount', secret: 'secret-of-the-account', openPlatform: 'ours' },
  [OTHER]: { type: 'miniProgram', secret: 'secret-of-the-other', openPlatform: undefined },
};
const users = { ming: { phoneNumber: '13800138000', follows: [ACCOUNT] } };

/**
 * Logs a user in with a fake WeChat, from the phone to the unionid. Prints each step and what was
 * checked: each ✓ follows an assertion.
 */
export async function showWholeLogin() {
  const [wx, { fakeWeChat }] = await Promise.all([
    import('../pkg/dist/index.js'),
    import('../pkg/dist/testing.js'),
  ]);
  const wechat = fakeWeChat({ apps, users });
  const phone = wechat.wx({ appid: MINI_PROGRAM, user: 'ming' });
  const clientOf = (Client, appid) =>
    new Client({ appid, secret: apps[appid].secret, fetch: wechat.fetch });
  const program = clientOf(wx.MiniProgram, MINI_PROGRAM);
  const account = clientOf(wx.OfficialAccount, ACCOUNT);

  say(`\n  ${bold('A whole login')}  ${dim('with a fake WeChat: no network, no real user')}`);

  heading(1, 'code', 'the phone calls wx.login');
  const { code } = await phone.login();
  show('code', `${code.slice(0, 8)}…  ${dim('your server gets it')}`);

  heading(2, 'session', 'your server exchanges it: program.login({ code, … })');
  const profile = await phone.getUserInfo();
  const { session, identity, userData } = await program.login({ code, ...proofOf(profile) });
  const { openid, session_key } = session;
  show('openid', openid);
  show('session_key', `${session_key.length} characters  ${dim('it never leaves your server')}`);
  await refused(() => program.login({ code }), { errcode: 40163 });
  checked('a code is good once: the same again is refused with 40163');
  const sessions = new wx.LoginSessions({ appid: MINI_PROGRAM });
  const token = await sessions.create(session);
  assert.equal((await sessions.get(token)).openid, openid);
  checked(`the phone gets a token in its place: ${token.slice(0, 8)}…`);

  heading(3, 'decrypted data', 'what wx.getUserInfo gave: encryptedData, iv, rawData, signature');
  assert.ok(userData.ok);
  const { data, watermark } = userData.value;
  show('nickName', `${data.nickName}  ${dim('everybody is called so since 2021')}`);
  const { rawData, signature } = profile;
  assert.ok(wx.verifyRawData({ rawData, signature, sessionKey: session_key }));
  checked('signature of rawData');
  assert.equal(data.openId, openid);
  checked('padding, UTF-8, JSON, and the openid of the session');

  heading(4, 'watermark', 'is the data for this app, and of now?');
  show('appid', watermark.appid);
  show(
    'made at',
    `${new Date(watermark.timestamp * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  );
  const opened = { sessionKey: session_key, encryptedData: profile.encryptedData, iv: profile.iv };
  await refused(() => wx.decrypt({ ...opened, appid: OTHER }), { code: 'ERR_APPID_MISMATCH' });
  checked(`for ${OTHER} it is refused: ERR_APPID_MISMATCH`);
  const tomorrow = wechat.clock.now() + 86_400_000;
  await refused(
    () => wx.decrypt({ ...opened, appid: MINI_PROGRAM, maxAgeSeconds: 300, now: tomorrow }),
    { code: 'ERR_DATA_EXPIRED' },
  );
  checked('tomorrow it is refused: ERR_DATA_EXPIRED');

  heading(5, 'phone number', 'the user taps the button: program.getPhoneNumber({ code, openid })');
  const { code: phoneCode } = await phone.getPhoneNumber();
  const { phone_info } = await program.getPhoneNumber({ code: phoneCode, openid });
  show(
    'number',
    `+${phone_info.countryCode} ${phone_info.phoneNumber.replace(/(?<=\d{3})\d{4}/, '****')}`,
  );
  assert.equal(phone_info.watermark.appid, MINI_PROGRAM);
  checked('WeChat compared the code with the openid');

  heading(6, 'unionid', 'who is that in your other apps? resolveIdentity(facts)');
  const [follower] = await collect(account.users(account.followers()));
  const whole = wx.resolveIdentity([
    { source: 'code2Session', appid: MINI_PROGRAM, value: session },
    { source: 'decrypt', appid: MINI_PROGRAM, value: userData.value },
    { source: 'batchUserInfo', appid: ACCOUNT, value: follower },
  ]);
  assert.deepEqual([whole.conflicts, whole.unionid], [[], identity.unionid]);
  assert.equal(whole.unionid, wechat.unionid(MINI_PROGRAM, 'ming'));
  show('unionid', `${whole.unionid}  ${dim(`from ${whole.sources.unionid.join(', ')}`)}`);
  for (const { appid, openid } of whole.identities) show('', dim(`${openid} in ${appid}`));
  checked('no facts contradict each other');
  const other = clientOf(wx.MiniProgram, OTHER);
  const elsewhere = wechat.wx({ appid: OTHER, user: 'ming' });
  const { identity: none } = await other.login({ code: (await elsewhere.login()).code });
  assert.deepEqual([none.unionid, none.missing.reason], [null, 'not_bound']);
  checked(`where there is none, it says why. In ${OTHER}:`);
  say(`       ${dim(wrapped(none.missing.message.en))}\n`);
}

function proofOf({ encryptedData, iv, rawData, signature }) {
  return { encryptedData, iv, rawData, signature };
}

async function refused(call, expected) {
  await assert.rejects(async () => call(), expected);
}

async function collect(users) {
  const all = [];
  for await (const user of users) all.push(user);
  return all;
}

function heading(number, name, how) {
  say(`\n  ${bold(`${number}  ${name}`)}  ${dim(how)}`);
}

function show(name, value) {
  say(`     ${dim(name.padEnd(13))}${value}`);
}

function checked(what) {
  say(`     ${green('✓')} ${what}`);
}

function wrapped(text) {
  return text.replace(/(.{1,86})(\s|$)/g, '$1\n       ').trim();
}
