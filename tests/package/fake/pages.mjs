// WeChat's login pages, and the tokens of the users who came by one.

import assert from 'node:assert/strict';

import {
  ACCOUNT,
  behaviour,
  DAY,
  HOUR,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  WEBSITE,
  wx as wxUnionid,
} from './world.mjs';

const redirect_uri = 'https://a.example/back';
const base = { appid: ACCOUNT, redirect_uri, scope: 'snsapi_base', state: 'STATE' };
const link = (changes) => wxUnionid.authorizeUrl({ ...base, ...changes });
const qr = (changes) => {
  return wxUnionid.qrConnectUrl({ appid: WEBSITE, redirect_uri, state: 'STATE', ...changes });
};
const codeOf = ({ url }) => new URL(url).searchParams.get('code');

/** What a user's code is exchanged for. */
async function userSession({ wechat, ask }, changes, visit) {
  const code = codeOf(wechat.page({ user: 'ming' }).open(link(changes), visit));
  const query = { appid: ACCOUNT, secret: SECRET, code, grant_type: 'authorization_code' };
  return ask('/sns/oauth2/access_token', query);
}

behaviour('theLinkHasAnOrder', () => {
  const { open } = setUp().wechat.page({ user: 'ming' });
  const good = link();
  const parts = good.split(/[?&#]/);
  assert.equal(parts.length, 7);
  const [address, appid, uri, type, scope, state, end] = parts;
  const written = (query, hash = `#${end}`) => `${address}?${query.join('&')}${hash}`;
  assert.equal(written([appid, uri, type, scope, state]), good);
  assert.ok(open(good).url);
  assert.ok(open(written([appid, uri, type, scope])).url);
  assert.ok(open(link({ forcePopup: true })).url);
  for (const bad of [
    written([uri, appid, type, scope, state]),
    written([appid, uri, scope, type, state]),
    written([appid, uri, type, state, scope]),
    written([appid, uri, type, scope, state], ''),
    written([appid, uri, type, scope, state], '#wechat_redirect&forcePopup=true'),
    written([appid, uri, 'response_type=token', scope, state]),
    good.replace('/oauth2/', '/oauth/'),
  ]) {
    const { errcode, errmsg } = open(bad);
    assert.deepEqual([errcode, errmsg], [null, '该链接无法访问'], bad);
  }
  const why = (link) => open(link).hint.en;
  assert.match(
    why(written([uri, appid, type, scope])),
    /it is redirect_uri, appid, response_type, /,
  );
  assert.match(why(written([appid, uri, type, scope], '')), /must end with #wechat_redirect/);
  assert.match(
    why(written([appid, uri, 'response_type=token', scope])),
    /response_type must be code/,
  );
  assert.match(why(good.replace('/oauth2/', '/oauth/')), /path must be/);

  const [page, ...parameters] = qr().split(/[?&#]/);
  const [end_, ...reversed] = parameters.reverse();
  assert.equal(`#${end_}`, '#wechat_redirect');
  assert.ok(open(`${page}?${reversed.join('&')}`).url);
  assert.match(why(`${page}?${reversed.join('&')}#other`), /must end with/);
});

behaviour('thePageSaysWhatIsWrong', (refused) => {
  const { open } = setUp().wechat.page({ user: 'ming' });
  const without = (name) => link().replace(new RegExp(`${name}=[^&#]*`), `${name}=`);
  refused(10012, open(without('appid')));
  refused(10011, open(without('redirect_uri')));
  refused(10010, open(without('scope')));
  refused(10003, open(link({ redirect_uri: 'https://www.a.example/back' })));
  refused(10003, open(qr({ redirect_uri: 'https://b.example/back' })));
  refused(10005, open(link().replace('snsapi_base', 'snsapi_login')));
  refused(10005, open(link({ appid: PROGRAM })));
  refused(10005, open(link({ appid: 'wxunknown' })));
  refused(10016, open(link({ appid: WEBSITE })));
  assert.ok(open(qr()).url);
  const why = (link) => open(link).hint.en;
  assert.match(why(without('scope')), /no scope/);
  assert.match(why(link({ redirect_uri: 'https://b.example/' })), /is b\.example.* is a\.example/);
  const twice = encodeURIComponent(encodeURIComponent(redirect_uri));
  assert.match(why(link().replace(/redirect_uri=[^&]*/, `redirect_uri=${twice}`)), /encoded twice/);
  assert.match(why(link({ appid: PROGRAM })), /scopes of a miniProgram: none/);
  assert.match(why(link({ appid: 'wxunknown' })), /no such appid/);
  assert.match(why(link({ appid: WEBSITE })), /qrconnect/);
});

behaviour('aUserMayRefuse', () => {
  const { open } = setUp().wechat.page({ user: 'ming' });
  const no = { agree: false };
  const refused = open(link({ scope: 'snsapi_userinfo' }), no);
  assert.deepEqual(refused, { url: `${redirect_uri}?state=STATE` });
  const { errcode, errmsg } = open(qr(), no);
  assert.deepEqual([errcode, errmsg], [null, '用户禁止授权']);
  assert.ok(codeOf(open(link(), no)));
});

behaviour('aUserWhoRefusesMayHaveACode', async (refused) => {
  const { wechat, ask } = setUp();
  const { open } = wechat.page({ user: 'ming' });
  const denied = { agree: 'authdeny' };
  const url = `${redirect_uri}?code=authdeny&state=STATE`;
  assert.deepEqual(open(link({ scope: 'snsapi_userinfo' }), denied), { url });
  assert.deepEqual(open(qr(), denied), { url });
  assert.notEqual(codeOf(open(link(), denied)), 'authdeny');
  const query = { appid: WEBSITE, secret: SECRET, grant_type: 'authorization_code' };
  refused(40029, await ask('/sns/oauth2/access_token', { ...query, code: 'authdeny' }));

  const asked = wechat.requests.length;
  for (const Client of [wxUnionid.WebApp, wxUnionid.OfficialAccount]) {
    const client = new Client({ appid: WEBSITE, secret: SECRET, fetch: wechat.fetch });
    await assert.rejects(client.login({ code: 'authdeny' }), (error) => {
      assert.equal(error.code, 'ERR_ACCESS_DENIED');
      assert.match(error.publicMessage.en, /You declined/);
      return true;
    });
  }
  assert.equal(wechat.requests.length, asked);
});

behaviour('theCodeComesWithState', () => {
  const { open } = setUp().wechat.page({ user: 'ming' });
  for (const [given, expected] of [
    ['https://a.example/back', /^https:\/\/a\.example\/back\?code=[\w-]{32}&state=STATE$/],
    [
      'https://a.example/b?x=%20&y',
      /^https:\/\/a\.example\/b\?x=%20&y&code=[\w-]{32}&state=STATE$/,
    ],
    ['https://a.example/#/page', /^https:\/\/a\.example\/\?code=[\w-]{32}&state=STATE#\/page$/],
  ]) {
    assert.match(open(link({ redirect_uri: given })).url, expected);
  }
});

behaviour('aSnapshotUserIsVirtual', async () => {
  const at = setUp();
  const real = await userSession(at, { scope: 'snsapi_userinfo' });
  assert.equal('is_snapshotuser' in real, false);
  const userinfo = { scope: 'snsapi_userinfo' };
  const virtual = [
    await userSession(at, userinfo, { snapshot: true }),
    await userSession(at, { ...userinfo, forceSnapShot: true }),
  ];
  for (const { is_snapshotuser, access_token, openid, unionid } of virtual) {
    assert.equal(is_snapshotuser, 1);
    const profile = await at.ask('/sns/userinfo', { access_token, openid });
    assert.deepEqual([profile.openid, profile.unionid], [openid, unionid]);
    assert.equal(profile.nickname, '');
    const followed = await at.askAs(ACCOUNT, '/cgi-bin/user/info', { openid });
    assert.equal(followed.errcode, 40003);
  }
  const ids = [real, ...virtual].flatMap(({ openid, unionid }) => [openid, unionid]);
  assert.equal(new Set(ids).size, 6);
  // No snapshot page asks for nothing but the openid.
  assert.equal((await userSession(at, {}, { snapshot: true })).is_snapshotuser, undefined);
});

behaviour('aUserTokenIsOfOneUser', async (refused) => {
  const at = setUp();
  const { access_token, openid } = await userSession(at);
  const auth = (openid) => at.ask('/sns/auth', { access_token, openid });
  assert.deepEqual(await auth(openid), { errcode: 0, errmsg: 'ok' });
  refused(40003, await auth(at.wechat.openid(ACCOUNT, 'hong')));
});

behaviour('aProfileWantsConsent', async (refused) => {
  const at = setUp();
  const profile = async (changes) => {
    const { access_token, openid } = await userSession(at, changes);
    return at.ask('/sns/userinfo', { access_token, openid, lang: 'zh_CN' });
  };
  refused(48001, await profile());
  const { nickname, sex, city, unionid } = await profile({ scope: 'snsapi_userinfo' });
  assert.deepEqual([nickname, sex, city], ['小明', 0, '']);
  assert.equal(unionid, at.wechat.unionid(ACCOUNT, 'ming'));
});

behaviour('aRefreshProlongs', async (refused) => {
  const at = setUp();
  const { access_token, refresh_token, openid, expires_in } = await userSession(at);
  assert.equal(expires_in, 7200);
  const refresh = () =>
    at.ask('/sns/oauth2/refresh_token', {
      appid: ACCOUNT,
      grant_type: 'refresh_token',
      refresh_token,
    });
  const auth = (access_token) => at.ask('/sns/auth', { access_token, openid });
  at.wechat.clock.advance(HOUR);
  const scope = 'snsapi_base';
  const same = { access_token, expires_in: 7200, refresh_token, openid, scope };
  assert.deepEqual(await refresh(), same);
  at.wechat.clock.advance(2 * HOUR - SECOND);
  assert.equal((await auth(access_token)).errcode, 0);
  at.wechat.clock.advance(SECOND);
  refused(42001, await auth(access_token));
  const other = await refresh();
  assert.notEqual(other.access_token, access_token);
  assert.equal((await auth(other.access_token)).errcode, 0);
  refused(42001, await auth(access_token));
});

behaviour('aRefreshTokenEnds', async (refused) => {
  const at = setUp();
  const session = await userSession(at);
  const refresh = (refresh_token, appid = ACCOUNT) =>
    at.ask('/sns/oauth2/refresh_token', { appid, grant_type: 'refresh_token', refresh_token });
  refused(41003, await refresh(''));
  refused(40030, await refresh('unknown'));
  refused(40030, await refresh(session.refresh_token, WEBSITE));
  for (let day = 0; day < 29; day++) {
    at.wechat.clock.advance(DAY);
    assert.ok((await refresh(session.refresh_token)).access_token);
  }
  at.wechat.clock.advance(DAY - SECOND);
  assert.ok((await refresh(session.refresh_token)).access_token);
  at.wechat.clock.advance(SECOND);
  refused(42002, await refresh(session.refresh_token));
});
