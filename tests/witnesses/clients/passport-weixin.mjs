import assert from 'node:assert/strict';
import Strategy from 'passport-weixin';
import { ask, callbackUrl, idsOf, open, PROGRAM, SECRET, WEBSITE } from '../fake.mjs';
import { authenticate } from '../passport.mjs';

const ids = await idsOf('ming');
const app = { clientSecret: SECRET, callbackURL: callbackUrl, requireState: false };
const verify = (_access, _refresh, profile, done) => done(null, profile);

// It posts the code in a form, and so does passport-oauth2.
const strategy = new Strategy({ ...app, clientID: WEBSITE }, verify);
const { redirect } = await authenticate(strategy, {}, { state: 'STATE' });
const { url } = await open(redirect);
const { user } = await authenticate(strategy, url);
assert.deepEqual([user._json.openid, user._json.unionid], Object.values(ids[WEBSITE]));
assert.equal(user._json.nickname, '小明');
const { requests } = await ask('/requests');
assert.deepEqual(
  requests.map(({ method, path }) => `${method} ${path}`),
  ['POST /sns/oauth2/access_token', 'GET /sns/userinfo'],
);
assert.match((await authenticate(strategy, url)).error.message, /^code been used, rid: /);

// A mini program.
const authorizationURL = 'https://api.weixin.qq.com/sns/jscode2session';
const options = { ...app, authorizationURL, clientID: PROGRAM, scope: 'weapp_login' };
const program = new Strategy(options, verify);
const { code } = await ask('/login', { appid: PROGRAM, user: 'ming' });
const known = await authenticate(program, `${callbackUrl}?code=${code}`);
assert.equal(known.user._json.openid, ids[PROGRAM].openid);
const again = await authenticate(program, `${callbackUrl}?code=${code}`);
assert.match(again.fail, /^code been used/);
