// access_tokens, and who gets one.

import assert from 'node:assert/strict';

import {
  ACCOUNT,
  behaviour,
  DAY,
  HOUR,
  MINUTE,
  PLATFORM,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  wx as wxUnionid,
} from './world.mjs';

const FANS = '/cgi-bin/user/get';
const STABLE = '/cgi-bin/stable_token';
const credentials = { grant_type: 'client_credential', appid: ACCOUNT, secret: SECRET };

/** Both ways to a token, and whether it counts. */
function tokens({ ask }) {
  return {
    latest: () => ask('/cgi-bin/token', credentials),
    stable: (force_refresh) => ask(STABLE, {}, { ...credentials, force_refresh }),
    use: ({ access_token }) => ask(FANS, { access_token }),
  };
}

behaviour('aTokenIsNeeded', async (refused) => {
  const { wechat, ask } = setUp();
  refused(41001, await ask(FANS));
  refused(40001, await ask(FANS, { access_token: 'unknown' }));
  refused(40001, await ask('/sns/auth', { access_token: 'unknown', openid: 'o' }));
  refused(40001, await ask(FANS, { access_token: wechat.token(PLATFORM) }));
  refused(40001, await ask('/sns/auth', { access_token: wechat.token(ACCOUNT), openid: 'o' }));
});

behaviour('aTokenExpires', async (refused) => {
  for (const way of ['latest', 'stable']) {
    const at = setUp();
    const { use, ...ways } = tokens(at);
    const token = await ways[way]();
    assert.equal(token.expires_in, 7200);
    assert.ok(token.access_token.length <= 512);
    at.wechat.clock.advance(2 * HOUR - SECOND);
    assert.equal((await use(token)).count, 1);
    at.wechat.clock.advance(SECOND);
    refused(42001, await use(token));
  }
});

behaviour('aTokenIsOfItsKindOfApp', async (refused) => {
  const { askAs } = setUp();
  refused(48001, await askAs(PROGRAM, FANS));
  refused(48001, await askAs(ACCOUNT, '/wxa/getpaidunionid', { openid: 'o' }));
});

behaviour('aNewTokenReplacesTheOld', async (refused) => {
  const at = setUp();
  const { latest, use } = tokens(at);
  const [old, current] = [await latest(), await latest()];
  assert.notEqual(old.access_token, current.access_token);
  at.wechat.clock.advance(5 * MINUTE - SECOND);
  assert.equal((await use(old)).count, 1);
  at.wechat.clock.advance(SECOND);
  refused(40001, await use(old));
  assert.equal((await use(current)).count, 1);
});

behaviour('tokensAreCountedByTheDay', async (refused) => {
  const at = setUp();
  const { latest } = tokens(at);
  for (let count = 0; count < 2000; count++) assert.ok((await latest()).access_token);
  refused(45009, await latest());
  // It was ten in the morning in Beijing.
  at.wechat.clock.advance(14 * HOUR - SECOND);
  refused(45009, await latest());
  at.wechat.clock.advance(SECOND);
  assert.ok((await latest()).access_token);
});

behaviour('aStableTokenStaysTheSame', async () => {
  const at = setUp();
  const { stable, use } = tokens(at);
  const first = await stable();
  at.wechat.clock.advance(2 * HOUR - 5 * MINUTE);
  const same = { access_token: first.access_token, expires_in: 300 };
  assert.deepEqual(await stable(), same);
  assert.deepEqual(await stable(false), same);
  at.wechat.clock.advance(SECOND);
  const second = await stable();
  assert.notEqual(second.access_token, first.access_token);
  assert.equal(second.expires_in, 7200);
  at.wechat.clock.advance(5 * MINUTE - 2 * SECOND);
  assert.equal((await use(first)).count, 1);
  assert.equal((await use(second)).count, 1);
});

behaviour('aForcedRefreshKillsTheOldToken', async (refused) => {
  const at = setUp();
  const { stable, use } = tokens(at);
  const [old, forced] = [await stable(), await stable(true)];
  refused(40001, await use(old));
  assert.equal((await use(forced)).count, 1);
  assert.equal((await stable()).access_token, forced.access_token);
});

behaviour('forcedRefreshesAreHalfAMinuteApart', async () => {
  const at = setUp();
  const { stable, use } = tokens(at);
  const first = await stable(true);
  at.wechat.clock.advance(29 * SECOND);
  assert.equal((await stable(true)).access_token, first.access_token);
  assert.equal((await use(first)).count, 1);
  at.wechat.clock.advance(SECOND);
  assert.notEqual((await stable(true)).access_token, first.access_token);
});

behaviour('aTokenIsForcedTwentyTimesADay', async () => {
  const at = setUp();
  const { stable } = tokens(at);
  const given = new Set();
  const force = async () => {
    at.wechat.clock.advance(30 * SECOND);
    given.add((await stable(true)).access_token);
  };
  for (let count = 0; count < 20; count++) await force();
  assert.equal(given.size, 20);
  await force();
  assert.equal(given.size, 20);
  at.wechat.clock.advance(DAY);
  await stable();
  await force();
  assert.equal(given.size, 21);
});

behaviour('stableTokensAreApart', async () => {
  const at = setUp();
  const { latest, stable, use } = tokens(at);
  const [own, kept] = [await latest(), await stable()];
  assert.notEqual(own.access_token, kept.access_token);
  await latest();
  at.wechat.clock.advance(10 * MINUTE);
  assert.equal((await use(kept)).count, 1);
  const other = await latest();
  await stable(true);
  assert.equal((await use(other)).count, 1);
});

behaviour('stableTokensAreCounted', async (refused) => {
  const limits = { stableAccessTokensPerMinute: 3, stableAccessTokensPerDay: 5 };
  const at = setUp({ limits });
  const { stable } = tokens(at);
  for (const count of [1, 2, 3]) assert.ok((await stable()).access_token, `${count}`);
  refused(45011, await stable());
  at.wechat.clock.advance(MINUTE);
  for (const count of [4, 5]) assert.ok((await stable()).access_token, `${count}`);
  at.wechat.clock.advance(MINUTE);
  refused(45009, await stable());
});

behaviour('cloudHostingWantsNoToken', async (refused) => {
  const { wechat, ask } = setUp();
  const container = wechat.cloudHosting({ appid: ACCOUNT });
  const account = new wxUnionid.OfficialAccount({
    appid: ACCOUNT,
    cloudHosting: true,
    fetch: container.fetch,
  });
  assert.equal((await account.getFans({})).count, 1);
  const custom = await account.request({ method: 'GET', path: FANS });
  assert.equal(custom.count, 1);
  for (const { query } of wechat.requests) assert.equal('access_token' in query, false);

  // Outside there is nobody who adds the app, and plain HTTP is refused.
  refused(41001, await ask(FANS));
  refused(43003, await (await wechat.fetch(`http://api.weixin.qq.com${FANS}`)).json());
  const token = container.headers({ user: 'ming' })['x-wx-cloudbase-access-token'];
  assert.equal((await ask(FANS, { cloudbase_access_token: token })).count, 1);
  refused(40001, await ask(FANS, { cloudbase_access_token: 'unknown' }));
  refused(40001, await ask(FANS, { access_token: token }));
  const { url } = wxUnionid.buildRequest('getFans', { cloudbase_access_token: token }, {});
  assert.equal((await (await wechat.fetch(url)).json()).count, 1);

  for (const option of [{ secret: SECRET }, { tokens: () => 't' }, { component: {} }]) {
    const options = { appid: ACCOUNT, cloudHosting: true, ...option };
    assert.throws(() => new wxUnionid.OfficialAccount(options), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: Object.keys(option)[0],
    });
  }
});

behaviour('theSecretHasToBeRight', async (refused) => {
  const { ask } = setUp();
  const wrong = { ...credentials, secret: SECRET.replace('0', '1') };
  refused(40125, await ask('/cgi-bin/token', wrong));
  refused(40125, await ask(STABLE, {}, wrong));
  const login = { ...wrong, grant_type: 'authorization_code' };
  refused(40125, await ask('/sns/jscode2session', { ...login, js_code: 'c' }));
});

behaviour('theAppidIsJudgedFirst', async (refused) => {
  const { wechat, ask } = setUp();
  const unknown = { appid: 'wxunknown' };
  refused(40013, await ask('/cgi-bin/token', unknown));
  refused(40013, await ask(STABLE, {}, unknown));
  refused(40013, await ask('/sns/oauth2/refresh_token', unknown));
  const made = { appid: ACCOUNT, code: 'made-up', grant_type: 'authorization_code' };
  for (const secret of [SECRET, 'wrong', '']) {
    refused(40029, await ask('/sns/oauth2/access_token', { ...made, secret }));
  }
  // A wrong secret spends no good code.
  const link = `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${ACCOUNT}&redirect_uri=https%3A%2F%2Fa.example&response_type=code&scope=snsapi_base#wechat_redirect`;
  const { url } = wechat.page({ user: 'ming' }).open(link);
  const good = { ...made, code: new URL(url).searchParams.get('code') };
  const exchange = (secret) => ask('/sns/oauth2/access_token', { ...good, secret });
  assert.equal((await exchange('wrong')).errcode, 40125);
  assert.equal((await exchange('')).errcode, 41004);
  assert.ok((await exchange(SECRET)).openid);
});

behaviour('aPlatformHasATokenOfItsOwn', async (refused) => {
  const { ask } = setUp();
  const platform = { ...credentials, appid: PLATFORM };
  refused(61024, await ask('/cgi-bin/token', platform));
  refused(61024, await ask(STABLE, {}, platform));
});

behaviour('whatIsMissingIsNamed', async (refused) => {
  const { wechat, ask, askAs, login } = setUp();
  const session = {
    appid: PROGRAM,
    secret: SECRET,
    js_code: 'c',
    grant_type: 'authorization_code',
  };
  for (const [change, errcode] of [
    [{ appid: '' }, 41002],
    [{ appid: 'wxunknown' }, 40013],
    [{ appid: PLATFORM }, 40013],
    [{ appid: 'constructor' }, 40013],
    [{ secret: '' }, 41004],
    [{ js_code: '' }, 41008],
    [{ grant_type: 'client_credential' }, 40002],
    [{ grant_type: '' }, 40002],
  ]) {
    refused(errcode, await ask('/sns/jscode2session', { ...session, ...change }));
  }
  for (const [change, errcode] of [
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
    [{ grant_type: 'authorization_code' }, 40002],
  ]) {
    refused(errcode, await ask('/cgi-bin/token', { ...credentials, ...change }));
    refused(errcode, await ask(STABLE, {}, { ...credentials, ...change }));
  }
  refused(41009, await askAs(ACCOUNT, '/cgi-bin/user/info'));
  refused(41008, await askAs(PROGRAM, '/wxa/business/getuserphonenumber', {}, { code: 5 }));
  await login(PROGRAM, 'ming');
  refused(41009, await askAs(PROGRAM, '/wxa/checksession', { sig_method: 'hmac_sha256' }));
  assert.equal(wechat.requests.at(-1).errcode, 41009);
});
