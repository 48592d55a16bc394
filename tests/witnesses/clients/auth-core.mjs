import assert from 'node:assert/strict';
import { Auth, skipCSRFCheck } from '@auth/core';
import WeChat from '@auth/core/providers/wechat';

import { ask, open, SECRET, WEBSITE } from '../fake.mjs';

const origin = 'https://a.example';
const config = {
  providers: [WeChat({ clientId: WEBSITE, clientSecret: SECRET, platformType: 'WebsiteApp' })],
  basePath: '/auth',
  secret: 'secret',
  trustHost: true,
  skipCSRFCheck,
  logger: { error() {}, warn() {}, debug() {} },
};

const cookieOf = ({ headers }) =>
  headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ');
const visit = (address, cookie) => Auth(new Request(address, { headers: { cookie } }), config);

const signIn = await Auth(new Request(`${origin}/auth/signin/wechat`, { method: 'POST' }), config);
const { url } = await open(signIn.headers.get('location'));
assert.match(url, /^https:\/\/a\.example\/auth\/callback\/wechat\?code=/);
const back = await visit(url, cookieOf(signIn));
const session = await visit(`${origin}/auth/session`, cookieOf(back));
assert.equal((await session.json()).user.name, '小明');
const { requests } = await ask('/requests');
assert.deepEqual(
  requests.map(({ method, path }) => `${method} ${path}`),
  ['POST /sns/oauth2/access_token', 'GET /sns/userinfo'],
);

const again = await visit(url, cookieOf(signIn));
assert.match(again.headers.get('location'), /error=/);
assert.equal((await ask('/requests')).requests.at(-1).errcode, 40163);
