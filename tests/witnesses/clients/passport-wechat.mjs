import assert from 'node:assert/strict';
import Strategy from 'passport-wechat';
import { ACCOUNT, callbackUrl, idsOf, open, SECRET, WEBSITE } from '../fake.mjs';
import { authenticate } from '../passport.mjs';

const ids = await idsOf('ming');

for (const [appID, client, scope] of [
  [ACCOUNT, 'wechat', 'snsapi_userinfo'],
  [WEBSITE, 'web', 'snsapi_login'],
]) {
  const options = { appID, appSecret: SECRET, client, scope, callbackURL: callbackUrl };
  const strategy = new Strategy(
    { ...options, state: 'STATE' },
    (_access, _refresh, profile, _seconds, done) => done(null, profile),
  );
  const { redirect } = await authenticate(strategy, {});
  const { url } = await open(redirect);
  const { user } = await authenticate(strategy, url);
  assert.deepEqual([user.openid, user.unionid], Object.values(ids[appID]));
  assert.equal(user.nickname, '小明');
  assert.equal((await authenticate(strategy, url)).error.code, 40163);

  // Whoever refuses comes back with a code, or without one.
  const denied = await open(redirect, { agree: 'authdeny' });
  assert.equal((await authenticate(strategy, denied.url)).fail, 401);
}
