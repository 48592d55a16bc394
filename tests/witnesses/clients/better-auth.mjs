import assert from 'node:assert/strict';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';

import { callbackUrl, idsOf, open, SECRET, WEBSITE } from '../fake.mjs';

const { unionid } = (await idsOf('ming'))[WEBSITE];
const { origin } = new URL(callbackUrl);
const database = { user: [], session: [], account: [], verification: [] };
const auth = betterAuth({
  baseURL: origin,
  secret: 'a secret of more than thirty-two characters',
  database: memoryAdapter(database),
  logger: { disabled: true },
  socialProviders: { wechat: { clientId: WEBSITE, clientSecret: SECRET } },
});

/** What a browser does, as far as its cookies go. */
async function visit() {
  const body = JSON.stringify({ provider: 'wechat', callbackURL: '/home' });
  const headers = { 'content-type': 'application/json', origin };
  const asked = await auth.handler(
    new Request(`${origin}/api/auth/sign-in/social`, { method: 'POST', headers, body }),
  );
  const cookie = asked.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ');
  const { url: link } = await asked.json();
  return { link, comeBack: (url) => auth.handler(new Request(url, { headers: { cookie } })) };
}

const { link, comeBack } = await visit();
const { url } = await open(link);
const home = await comeBack(url);
assert.equal(home.headers.get('location'), '/home');
assert.match(home.headers.getSetCookie().join(), /session_token=/);
const [user] = database.user;
const [account] = database.account;
assert.deepEqual([user.name, account.accountId], ['小明', unionid]);

// Whoever refuses is not logged in, and neither is a code that was used.
for (const refuse of [(link) => open(link, { agree: 'authdeny' }), () => ({ url })]) {
  const second = await visit();
  const denied = await refuse(second.link);
  const reply = await second.comeBack(denied.url);
  assert.match(reply.headers.get('location'), /error=/);
}
assert.equal(database.session.length, 1);
