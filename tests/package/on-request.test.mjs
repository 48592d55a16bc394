// onRequest: told of each request, with nothing secret, and unable to break one.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';

import { install, load } from './installed.mjs';
import { ACCOUNT, APPID, fake, killToken, loginCode, rejection, SECRET } from './wechat.mjs';

const { esm: wx } = await load(install());

const unhandled = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
after(() => assert.deepEqual(unhandled, []));

/** A program whose clock goes on by 7 ms with each look at it, and what it tells. */
function setUp(options) {
  const { wechat } = fake({ followers: 1 });
  const told = [];
  let now = wechat.clock.now();
  const shared = {
    secret: SECRET,
    fetch: wechat.fetch,
    now: () => (now += 7),
    onRequest: (facts) => told.push(facts),
    ...options,
  };
  const program = new wx.MiniProgram({ appid: APPID, ...shared });
  const account = new wx.OfficialAccount({ appid: ACCOUNT, ...shared });
  return { wechat, told, program, account };
}

const summary = ({ endpoint, method, replyStatus, errcode, attempt }) => [
  `${method} ${endpoint}`,
  replyStatus,
  errcode,
  attempt,
];

test('it is called for each request, for token requests, and for a second attempt', async () => {
  const { wechat, told, account } = setUp();
  const openid = wechat.openid(ACCOUNT, 'follower 0');
  await account.userInfo({ openid });
  await killToken(wechat, ACCOUNT);
  await account.userInfo({ openid });
  assert.deepEqual(told.map(summary), [
    ['POST getStableAccessToken', 200, 0, 1],
    ['GET userInfo', 200, 0, 1],
    ['GET userInfo', 200, 40001, 1],
    ['POST getStableAccessToken', 200, 0, 1],
    ['GET userInfo', 200, 0, 2],
  ]);
  assert.ok(told.every(({ ms }) => ms > 0 && ms < 7 * 100 && ms % 7 === 0));
});

test('a failure comes with its error, errcode, rid and status; request() with its path', async () => {
  const { wechat, told, program } = setUp();
  const code = await loginCode(wechat);
  await program.login({ code });
  const spent = await rejection(program.login({ code }));
  wechat.fail({ endpoint: 'code2Session', status: 502 });
  const gateway = await rejection(program.login({ code }));
  wechat.fail({ endpoint: 'code2Session', networkError: true });
  const reset = await rejection(program.login({ code }));
  const path = '/wxa/unknown';
  await rejection(program.request({ method: 'GET', path }));
  const reason = Object.assign(new Error('enough'), { errcode: 1, rid: 'not WeChat’s' });
  await rejection(program.login({ code }, { signal: AbortSignal.abort(reason) }));
  assert.deepEqual(
    told.map(({ endpoint, replyStatus, errcode, rid }) => [endpoint, replyStatus, errcode, rid]),
    [
      ['code2Session', 200, 0, undefined],
      ['code2Session', 200, 40163, spent.rid],
      ['code2Session', 502, undefined, undefined],
      ['code2Session', undefined, undefined, undefined],
      ['getStableAccessToken', 200, 0, undefined],
      [path, 200, told[5].errcode, told[5].rid],
      ['code2Session', undefined, undefined, undefined],
    ],
  );
  assert.ok(spent.rid);
  const errors = told.map(({ error }) => error);
  assert.deepEqual(errors.slice(0, 4), [undefined, spent, gateway, reset]);
  assert.equal(errors.at(-1), reason);
  const always = ['endpoint', 'method', 'redactedUrl', 'ms', 'attempt'];
  assert.deepEqual(Object.keys(told[3]), [...always, 'error']);
});

test('there is no secret in it', async () => {
  const sent = [];
  const { wechat } = fake();
  const fetch = (url, init) => {
    sent.push(...new URL(url).searchParams);
    return wechat.fetch(url, init);
  };
  const { told, program } = setUp({ fetch });
  const code = await loginCode(wechat);
  const { session } = await program.login({ code });
  const { openid, session_key } = session;
  await program.checkSessionKey({ openid, session_key });
  await rejection(program.getPhoneNumber({ code: 'CODE-of-a-phone' }));
  const shown = inspect(told, { depth: null, showHidden: true });
  const { access_token: token } = Object.fromEntries(sent);
  assert.ok(token);
  for (const secret of [SECRET, code, session_key, token, 'CODE-of-a-phone']) {
    assert.ok(!shown.includes(secret), shown);
  }
  assert.ok(told.every(({ redactedUrl }) => redactedUrl.startsWith('https://api.weixin.qq.com/')));
});

test('it cannot break a request', async () => {
  for (const onRequest of [
    () => {
      throw new Error('of the hook');
    },
    async () => {
      throw new Error('of the hook');
    },
    () => new Promise(() => {}),
    (facts) => {
      for (const name of Object.keys(facts)) facts[name] = undefined;
    },
  ]) {
    const { wechat, program } = setUp({ onRequest });
    const code = await loginCode(wechat);
    assert.ok((await program.login({ code })).identity.openid);
    assert.equal((await rejection(program.login({ code }))).errcode, 40163);
  }
  const error = await rejection((async () => setUp({ onRequest: 'log' }))());
  assert.equal(error.argument, 'onRequest');
});
