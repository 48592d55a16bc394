// When there is a unionid, and when there is none.

import assert from 'node:assert/strict';

import {
  ACCOUNT,
  behaviour,
  MINUTE,
  OLD_ACCOUNT,
  OTHER_PROGRAM,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  UNBOUND,
  WEBSITE,
  wx as wxUnionid,
} from './world.mjs';

const PAID = '/wxa/getpaidunionid';

behaviour('unionidWantsAnOpenPlatformAccount', async () => {
  const { wechat, login } = setUp();
  const { unionid } = await login(PROGRAM, 'ming');
  assert.match(unionid, /^o[\w-]{27}$/);
  assert.equal(unionid, wechat.unionid(PROGRAM, 'ming'));
  const session = await login(UNBOUND, 'ming');
  assert.deepEqual(Object.keys(session).sort(), ['openid', 'session_key']);
  assert.equal(wechat.unionid(UNBOUND, 'ming'), undefined);
  wechat.apps[UNBOUND].openPlatform = 'ours';
  assert.equal((await login(UNBOUND, 'ming')).unionid, unionid);
});

behaviour('unionidIsOfOneAccount', async () => {
  const { wechat } = setUp();
  const apps = [PROGRAM, OTHER_PROGRAM, ACCOUNT, WEBSITE];
  const [ours, theirs, account, website] = apps.map((appid) => wechat.unionid(appid, 'ming'));
  assert.deepEqual([account, website], [ours, ours]);
  // The first six characters are the account's, and the rest tells nothing across accounts.
  assert.notEqual(theirs.slice(0, 6), ours.slice(0, 6));
  assert.notEqual(theirs.slice(6), ours.slice(6));
  assert.notEqual(wechat.unionid(PROGRAM, 'hong'), ours);
  const openids = apps.map((appid) => wechat.openid(appid, 'ming'));
  assert.equal(new Set(openids).size, apps.length);
  for (const openid of openids) assert.match(openid, /^o[\w-]{27}$/);
  // The first six characters are the app's.
  assert.equal(wechat.openid(PROGRAM, 'hong').slice(0, 6), openids[0].slice(0, 6));
  // Another run, and another seed, has the same.
  assert.equal(setUp({ seed: 'another' }).wechat.openid(PROGRAM, 'ming'), openids[0]);
});

behaviour('unionidOfFollowersOnly', async () => {
  const { wechat, askAs } = setUp();
  const openid = wechat.openid(ACCOUNT, 'hong');
  const info = () => askAs(ACCOUNT, '/cgi-bin/user/info', { openid });
  const batch = () =>
    askAs(ACCOUNT, '/cgi-bin/user/info/batchget', {}, { user_list: [{ openid }] });
  const stranger = { subscribe: 0, openid, tagid_list: [] };
  assert.deepEqual(await info(), stranger);
  assert.deepEqual(await batch(), { user_info_list: [stranger] });
  wechat.users.hong.follows = [ACCOUNT];
  const follower = await info();
  assert.deepEqual([follower.subscribe, follower.unionid], [1, wechat.unionid(ACCOUNT, 'hong')]);
  assert.deepEqual(await batch(), { user_info_list: [follower] });
  wechat.users.hong.follows = [OLD_ACCOUNT];
  assert.deepEqual(await info(), stranger);
  delete wechat.apps[ACCOUNT].openPlatform;
  wechat.users.hong.follows = [ACCOUNT];
  assert.equal('unionid' in (await info()), false);
});

behaviour('unionidWantsConsentOnAPage', async () => {
  const { wechat, ask } = setUp();
  const redirect = encodeURIComponent('https://a.example/');
  for (const [kind, appid, scope, unionid] of [
    ['oauth2/authorize', ACCOUNT, 'snsapi_base', undefined],
    ['oauth2/authorize', ACCOUNT, 'snsapi_userinfo', wechat.unionid(ACCOUNT, 'ming')],
    ['qrconnect', WEBSITE, 'snsapi_login', wechat.unionid(WEBSITE, 'ming')],
  ]) {
    const link = `https://open.weixin.qq.com/connect/${kind}?appid=${appid}&redirect_uri=${redirect}&response_type=code&scope=${scope}&state=s#wechat_redirect`;
    const { url } = wechat.page({ user: 'ming' }).open(link);
    const code = new URL(url).searchParams.get('code');
    const session = await ask('/sns/oauth2/access_token', {
      appid,
      secret: SECRET,
      code,
      grant_type: 'authorization_code',
    });
    assert.deepEqual([session.scope, session.unionid], [scope, unionid]);
    assert.equal('unionid' in session, unionid !== undefined);
  }
});

behaviour('unionidAfterAPayment', async (refused) => {
  const { wechat, askAs } = setUp();
  const openid = wechat.openid(PROGRAM, 'ming');
  const { transaction_id, mch_id, out_trade_no } = wechat.pay({ appid: PROGRAM, user: 'ming' });
  const ask = (order, who = openid) => askAs(PROGRAM, PAID, { openid: who, ...order });
  wechat.clock.advance(5 * MINUTE);
  for (const order of [{ transaction_id }, { mch_id, out_trade_no }]) {
    assert.equal((await ask(order)).unionid, wechat.unionid(PROGRAM, 'ming'));
  }
  for (const order of [
    { transaction_id: '4200000000' },
    { mch_id },
    { mch_id: '1', out_trade_no },
    {},
  ]) {
    refused(89300, await ask(order));
  }
  refused(89300, await ask({ transaction_id }, wechat.openid(PROGRAM, 'hong')));
  wechat.clock.advance(SECOND);
  refused(89300, await ask({ transaction_id }));
  const unbound = wechat.pay({ appid: UNBOUND, user: 'ming' });
  const who = { openid: wechat.openid(UNBOUND, 'ming') };
  refused(89002, await askAs(UNBOUND, PAID, { ...who, transaction_id: unbound.transaction_id }));
});

behaviour('unionidInACloudFunction', () => {
  const { wechat } = setUp();
  const context = (appid) => wechat.cloud({ appid, user: 'ming' }).getWXContext();
  const { OPENID, UNIONID, APPID } = context(PROGRAM);
  const ids = [wechat.openid(PROGRAM, 'ming'), wechat.unionid(PROGRAM, 'ming'), PROGRAM];
  assert.deepEqual([OPENID, UNIONID, APPID], ids);
  assert.equal('UNIONID' in context(UNBOUND), false);
});

behaviour('unionidInHeadersOfCloudHosting', () => {
  const { wechat } = setUp();
  const headersOf = (appid, options) =>
    wechat.cloudHosting({ appid }).headers({ user: 'ming', ...options });
  const resolve = (appid, value) =>
    wxUnionid.resolveIdentity([{ source: 'cloudHostingHeaders', appid, value }]);
  const headers = headersOf(PROGRAM);
  const { openid, unionid } = resolve(PROGRAM, headers);
  assert.equal(openid, wechat.openid(PROGRAM, 'ming'));
  assert.equal(unionid, wechat.unionid(PROGRAM, 'ming'));
  const shouted = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
  );
  assert.deepEqual(resolve(PROGRAM, shouted), resolve(PROGRAM, headers));

  const unbound = resolve(UNBOUND, headersOf(UNBOUND));
  assert.equal(unbound.missing.reason, 'not_bound');
  assert.deepEqual(unbound.next[0].needs, ['open_platform_binding', 'cloud_hosting']);
  const shared = resolve(UNBOUND, headersOf(UNBOUND, { from: PROGRAM }));
  assert.equal(shared.openid, wechat.openid(UNBOUND, 'ming'));
  assert.equal(shared.unionid, unionid);
  assert.deepEqual(shared.identities, [
    { appid: PROGRAM, openid },
    { appid: UNBOUND, openid: shared.openid },
  ]);
  assert.deepEqual(resolve(PROGRAM, headersOf(UNBOUND)).conflicts[0].conflict, 'other_app');
  // Whoever is not logged in has no such headers.
  assert.equal(resolve(PROGRAM, { host: 'a.example' }).missing.reason, 'failed');
});

behaviour('noUnionidInAPush', async () => {
  const { wechat } = setUp();
  const message = { MsgType: 'text', Content: '你好' };
  const pushed = await wechat.push({ appid: PROGRAM, user: 'ming', ...message });
  const { ToUserName, MsgId, ...rest } = pushed.message;
  assert.match(MsgId, /^\d{19}$/);
  assert.match(ToUserName, /^gh_[0-9a-f]{12}$/);
  assert.deepEqual(rest, {
    FromUserName: wechat.openid(PROGRAM, 'ming'),
    CreateTime: wechat.clock.now() / SECOND,
    ...message,
  });
});
