// Official accounts and their followers, and third-party platforms.

import assert from 'node:assert/strict';

import {
  ACCOUNT,
  behaviour,
  OLD_ACCOUNT,
  OTHER_PROGRAM,
  PLATFORM,
  PROGRAM,
  setUp,
  WEBSITE,
  wx as wxUnionid,
} from './world.mjs';

const INFO = '/cgi-bin/user/info';
const BATCH = '/cgi-bin/user/info/batchget';
const FANS = '/cgi-bin/user/get';
const BLACKLIST = '/cgi-bin/tags/members/getblacklist';
const CHANGE = '/cgi-bin/changeopenid';

/** So many of them, who follow and are on the blacklist. */
function crowd(count) {
  const names = Array.from({ length: count }, (_, at) => `user ${at}`);
  return Object.fromEntries(
    names.map((name) => [name, { follows: [ACCOUNT], blockedBy: [ACCOUNT] }]),
  );
}

behaviour('anOpenidIsOfOneAccount', async (refused) => {
  const { wechat, askAs } = setUp();
  const own = wechat.openid(ACCOUNT, 'ming');
  for (const openid of [wechat.openid(PROGRAM, 'ming'), 'unknown', own.toUpperCase()]) {
    refused(40003, await askAs(ACCOUNT, INFO, { openid }));
    const user_list = [{ openid: own }, { openid }];
    refused(40003, await askAs(ACCOUNT, BATCH, {}, { user_list }));
  }
});

behaviour('aFollowerHasNoName', async () => {
  const { wechat, askAs } = setUp();
  const info = await askAs(ACCOUNT, INFO, { openid: wechat.openid(ACCOUNT, 'ming') });
  const { subscribe, nickname, headimgurl, sex, city } = info;
  assert.deepEqual([subscribe, nickname, headimgurl, sex, city], [1, '', '', 0, '']);
});

behaviour('aBatchHasAHundredUsers', async (refused) => {
  const { wechat, askAs } = setUp({ users: crowd(101) });
  const users = Object.keys(wechat.users).map((user) => ({ openid: wechat.openid(ACCOUNT, user) }));
  const ask = (user_list) => askAs(ACCOUNT, BATCH, {}, { user_list });
  assert.equal((await ask(users.slice(1))).user_info_list.length, 100);
  refused(40032, await ask(users));
  refused(40032, await ask([]));
  refused(40032, await ask(undefined));
});

behaviour('followersComeInPages', async (refused) => {
  const { wechat, askAs } = setUp({ users: crowd(10_001) });
  const names = Object.keys(wechat.users);
  const openids = names.map((user) => wechat.openid(ACCOUNT, user));
  const first = await askAs(ACCOUNT, FANS);
  assert.deepEqual([first.total, first.count], [10_001, 10_000]);
  assert.deepEqual(first.data.openid, openids.slice(0, -1));
  const { next_openid } = first;
  assert.equal(next_openid, openids.at(-2));
  const second = await askAs(ACCOUNT, FANS, { next_openid });
  const last = openids.slice(-1);
  assert.deepEqual(second, {
    total: 10_001,
    count: 1,
    data: { openid: last },
    next_openid: last[0],
  });
  const end = await askAs(ACCOUNT, FANS, { next_openid: last[0] });
  assert.deepEqual(end, { total: 10_001, count: 0, next_openid: '' });
  refused(40003, await askAs(ACCOUNT, FANS, { next_openid: wechat.openid(PROGRAM, names[0]) }));
  const nobody = setUp({ users: {} });
  assert.deepEqual(await nobody.askAs(ACCOUNT, FANS), { total: 0, count: 0, next_openid: '' });
});

behaviour('theBlacklistComesInPages', async () => {
  const { wechat, askAs } = setUp({ users: crowd(1001) });
  const openids = Object.keys(wechat.users).map((user) => wechat.openid(ACCOUNT, user));
  const ask = (begin_openid) => askAs(ACCOUNT, BLACKLIST, {}, { begin_openid });
  const first = await ask('');
  assert.deepEqual([first.total, first.count], [1001, 1000]);
  assert.deepEqual((await ask(first.next_openid)).data.openid, openids.slice(1000));
  assert.equal('data' in (await ask(openids[1000])), false);
});

behaviour('anAccountIsMigrated', async (refused) => {
  const { wechat, askAs } = setUp({ users: crowd(101) });
  const old = Object.keys(wechat.users).map((user) => wechat.openid(OLD_ACCOUNT, user));
  const ask = (openid_list, from_appid = OLD_ACCOUNT, appid = ACCOUNT) =>
    askAs(appid, CHANGE, {}, { from_appid, openid_list });
  assert.deepEqual((await ask([old[0], 'unknown'])).result_list, [
    { ori_openid: old[0], new_openid: wechat.openid(ACCOUNT, 'user 0'), err_msg: 'ok' },
    { ori_openid: 'unknown', err_msg: 'ori_openid error' },
  ]);
  const { message } = await wechat.push({ appid: OLD_ACCOUNT, user: 'user 0' });
  const originalId = message.ToUserName;
  assert.equal((await ask([old[0]], originalId)).errcode, 0);
  refused(63178, await ask([old[0]], PROGRAM));
  refused(63178, await ask([old[0]], ACCOUNT, OLD_ACCOUNT));
  assert.equal((await ask(old.slice(1))).result_list.length, 100);
  refused(40032, await ask(old));
  refused(40032, await ask([]));
});

behaviour('aPlatformHasToBeAuthorised', async (refused) => {
  const { wechat, ask } = setUp();
  const component = { component_appid: PLATFORM, component_access_token: wechat.token(PLATFORM) };
  const grant_type = 'authorization_code';
  const login = async (appid, changes) => {
    const { code: js_code } = await wechat.wx({ appid, user: 'ming' }).login();
    const query = { appid, js_code, grant_type, ...component, ...changes };
    return ask('/sns/component/jscode2session', query);
  };
  assert.equal((await login(PROGRAM)).openid, wechat.openid(PROGRAM, 'ming'));
  refused(61003, await login(OTHER_PROGRAM));
  const component_access_token = wechat.token(PROGRAM);
  refused(48001, await login(PROGRAM, { component_access_token }));

  const link = wxUnionid.authorizeUrl({
    appid: ACCOUNT,
    redirect_uri: 'https://a.example/',
    scope: 'snsapi_userinfo',
    state: 'STATE',
    component_appid: PLATFORM,
  });
  const { url } = wechat.page({ user: 'ming' }).open(link);
  const code = new URL(url).searchParams.get('code');
  const query = { appid: ACCOUNT, code, grant_type, ...component };
  const session = await ask('/sns/oauth2/component/access_token', query);
  assert.equal(session.openid, wechat.openid(ACCOUNT, 'ming'));
  const refresh = {
    appid: ACCOUNT,
    grant_type: 'refresh_token',
    refresh_token: session.refresh_token,
    ...component,
  };
  const { access_token } = await ask('/sns/oauth2/component/refresh_token', refresh);
  assert.equal(access_token, session.access_token);
  wechat.apps[PLATFORM].authorizers = [];
  refused(61003, await ask('/sns/oauth2/component/refresh_token', refresh));
});

behaviour('aPlatformHasPagesToo', (refused) => {
  const { wechat } = setUp();
  const link = wxUnionid.authorizeUrl({
    appid: ACCOUNT,
    redirect_uri: 'https://a.example/',
    scope: 'snsapi_base',
    state: 'STATE',
    component_appid: PLATFORM,
  });
  const { open } = wechat.page({ user: 'ming' });
  assert.ok(open(link).url);
  wechat.apps[PLATFORM].authorizers = [PROGRAM];
  refused(10015, open(link));
  refused(10015, open(link.replace(PLATFORM, WEBSITE)));
});
