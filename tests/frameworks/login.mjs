// What each file of docs/frameworks.md does in its framework, with a fake WeChat.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';

import { APPID, fake, loginCode, SECRET } from '../package/wechat.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

const { wechat } = fake();
// The files read their settings when they are loaded.
Object.assign(process.env, {
  WX_APPID: APPID,
  WX_SECRET: SECRET,
  WX_BASE_URL: await serveWeChat(wechat, after),
});

/** The address of a server with that listener. */
export async function serve(t, listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

function clientOf(address) {
  return async (path, { token, sent } = {}) => {
    const reply = await fetch(address + path, {
      headers: {
        connection: 'close',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(sent && { 'content-type': 'application/json' }),
      },
      ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    });
    return { status: reply.status, body: await reply.text() };
  };
}

/** That a file of docs/frameworks.md does what it says: `start` resolves to its address. */
export function testFramework(name, start) {
  test(`${name} logs in, and answers failures`, async (t) => {
    const logged = t.mock.method(console, 'error', () => {});
    const ask = clientOf(await start(t));
    const code = await loginCode(wechat);
    const first = await ask('/login', { sent: { code } });
    assert.ok(first.status < 300, first.body);
    const { token } = JSON.parse(first.body);
    assert.deepEqual(await ask('/me', { token }), {
      status: 200,
      body: JSON.stringify({ unionid: wechat.unionid(APPID, 'ming') }),
    });
    assert.equal((await ask('/me')).status, 401);
    assert.equal((await ask('/me', { token: '0'.repeat(64) })).status, 401);

    for (const [status, failure, given] of [
      [400, undefined, { code }],
      [400, undefined, {}],
      [502, { networkError: true }],
      [503, { errcode: -1 }],
      [500, { errcode: 40125 }],
    ]) {
      const sent = given ?? { code: await loginCode(wechat) };
      if (failure) wechat.fail({ endpoint: 'code2Session', ...failure });
      const reply = await ask('/login', { sent });
      assert.equal(reply.status, status, reply.body);
      assert.deepEqual(Object.keys(JSON.parse(reply.body)), ['zh', 'en'], reply.body);
    }
    for (const { arguments: facts } of logged.mock.calls) {
      assert.ok(!facts.join().includes(SECRET));
    }
  });
}
