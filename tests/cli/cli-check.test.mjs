// `wx-unionid check`: what WeChat says of an appid and its secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACCOUNT, APPID, fake, SECRET } from '../package/wechat.mjs';
import { Wire } from '../package/wire.mjs';
import { file, run, runJson } from './cli.mjs';

const { wechat } = fake();
const wire = await Wire.to(wechat);
test.after(() => wire.close());

const env = { WX_APPID: APPID, WX_APPSECRET: SECRET };
const args = ['check', '--base-url', wire.baseUrl];

async function check(given = env, more = []) {
  const { code, stdout, stderr } = await run([...args, ...more], { env: given });
  const written = stdout + stderr;
  assert.ok(!written.includes(SECRET) && !/access_token=/.test(written), written);
  return { code, stdout, stderr };
}

test('a good pair is good, from the environment or a file, and the token is not shown', async () => {
  const { code, stdout, stderr } = await check();
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^✓ WeChat accepts the appid and the AppSecret/);
  assert.deepEqual(await runJson(args, { env }), { code: 0, ok: true, value: { appid: APPID } });
  assert.equal((await check({ WX_APPID: ACCOUNT, WX_SECRET: SECRET })).code, 0);
  const input = file('pair.json', JSON.stringify({ appid: APPID, secret: SECRET }));
  assert.equal((await check({}, ['--file', input])).code, 0);
  const elsewhere = { ...env, WX_BASE_URL: wire.baseUrl };
  assert.equal((await run(['check'], { env: elsewhere })).code, 0);
  const bodies = wire.requests.map(({ body }) => JSON.parse(body));
  assert.ok(
    bodies.every(({ force_refresh }) => !force_refresh),
    'nobody loses a token',
  );
});

for (const [what, given, failure, told] of [
  ['a wrong appid', { ...env, WX_APPID: 'wx0000000000000000' }, undefined, /40013.*\n.*appid/],
  ['a wrong secret', { ...env, WX_APPSECRET: 'f'.repeat(32) }, undefined, /4\d{4}.*\n.*AppSecret/],
  ['40125', env, { errcode: 40125 }, /40125.*\n.*AppSecret/],
  ['a platform\u2019s pair', env, { errcode: 61024 }, /61024.*\n.*third-party platform/],
  [
    'an address that is not allowed',
    env,
    {
      errcode: 40164,
      errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 5f-1b',
    },
    /40164.*whitelist: 203\.0\.113\.7$/ms,
  ],
  [
    'an address of IPv6',
    env,
    { errcode: 40164, errmsg: 'invalid ip 2001:db8::7, not in whitelist rid: 5f-1b' },
    /40164.*whitelist: 2001:db8::7$/ms,
  ],
  ['a gateway that fails', env, { status: 502 }, /ERR_HTTP_STATUS.*502/],
]) {
  test(`${what} is reported, with what to do`, async () => {
    if (failure) wechat.fail({ path: '/cgi-bin/stable_token', ...failure });
    const { code, stdout, stderr } = await check(given);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, told);
    assert.ok(!stderr.includes(given.WX_APPSECRET));
  });
}

test('it answers in Chinese, too', async () => {
  wechat.fail({ path: '/cgi-bin/stable_token', errcode: 40125 });
  const { stderr } = await check(env, ['--lang', 'zh']);
  assert.match(stderr, /微信返回了错误码.*AppSecret/s);
});
