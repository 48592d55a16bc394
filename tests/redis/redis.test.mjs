// Several processes that share a real Redis, through Keyv, and a WeChat that counts.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';

import KeyvRedis from '@keyv/redis';

import { install } from '../package/installed.mjs';
import { startRedis } from './redis-server.mjs';
import { startWeChat } from './wechat.mjs';
import { startWorker } from './workers.mjs';

const folder = install();
const names = ['first', 'second', 'third', 'fourth'];
const session = { openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' };

/** Something waits for an event that does not come. */
const TIMEOUT = 120_000;

/** A test with a Redis, a WeChat and processes of its own, which it leaves behind in no case. */
function testTogether(name, run) {
  test(name, { timeout: TIMEOUT }, async (t) => {
    const started = [];
    t.after(() => Promise.all(started.map((worker) => worker.kill())));
    const weChat = await startWeChat();
    t.after(() => weChat.stop());
    const redis = await startRedis();
    t.after(() => redis.kill());
    const start = async (...which) => {
      const workers = await Promise.all(
        which.map((each) => startWorker(each, { folder, redis, weChat })),
      );
      started.push(...workers);
      return workers;
    };
    await run({ weChat, redis, start, t });
  });
}

/** Resolves when each process has had an answer with this token. */
function acceptance(weChat, token, which) {
  const missing = new Set(which);
  return new Promise((resolve) => {
    weChat.on('accepted', function listen(name, accepted) {
      if (accepted === token) missing.delete(name);
      if (missing.size > 0) return;
      weChat.off('accepted', listen);
      resolve();
    });
  });
}

/** No process was given a token twice, and nobody ended everybody's token. */
function assertFewRefreshes(weChat) {
  for (const [name, tokens] of Object.entries(weChat.given)) {
    assert.equal(new Set(tokens).size, tokens.length, `${name} was given ${tokens}`);
  }
  assert.equal(weChat.forced, 0);
}

function assertAllDone(outcomes) {
  for (const { failures } of outcomes) assert.deepEqual(failures, []);
}

testTogether(
  'four processes with 1,000 requests each refresh a token once each, if at all',
  async ({ weChat, start, t }) => {
    const workers = await start(...names);
    weChat.makeStaleAfter(2000);
    const outcomes = await Promise.all(
      workers.map((worker) => worker.call('ask', { count: 1000 })),
    );
    assertAllDone(outcomes);
    assert.deepEqual(weChat.answered, Object.fromEntries(names.map((name) => [name, 1000])));
    assertFewRefreshes(weChat);
    assert.equal(weChat.token, 'token-2');
    assert.deepEqual(new Set(Object.values(weChat.given).flat()), new Set(['token-1', 'token-2']));
    assert.deepEqual(
      outcomes.flatMap(({ storeFailures }) => storeFailures),
      [],
    );
    for (const [name, tokens] of Object.entries(weChat.given)) t.diagnostic(`${name}: ${tokens}`);
    t.diagnostic(`${weChat.sum} requests were answered, ${weChat.refused} came with a stale token`);
  },
);

testTogether(
  'a token that one process was given, the others find in Redis',
  async ({ weChat, start }) => {
    const [first] = await start('first');
    assertAllDone([await first.call('ask', { count: 1 })]);
    const others = await start('second', 'third', 'fourth');
    assertAllDone(await Promise.all(others.map((worker) => worker.call('ask', { count: 50 }))));
    assert.deepEqual(weChat.given, { first: ['token-1'] });
  },
);

testTogether(
  'a process that is killed while it refreshes the token takes nothing with it',
  async ({ weChat, start }) => {
    const workers = await start(...names);
    assertAllDone(await Promise.all(workers.map((worker) => worker.call('ask', { count: 100 }))));
    weChat.hold();
    await weChat.makeStale();
    const [victim, ...others] = workers;
    const victimAsks = new Promise((resolve) => {
      weChat.on('token', (name) => name === victim.name && resolve());
    });
    const lost = assert.rejects(victim.call('ask', { count: 200 }), /SIGKILL/);
    const asked = others.map((worker) => worker.call('ask', { count: 200 }));
    await victimAsks;
    await victim.kill();
    await lost;
    weChat.release();
    assertAllDone(await Promise.all(asked));
    assertFewRefreshes(weChat);

    const [successor] = await start('successor');
    assertAllDone([await successor.call('ask', { count: 50 })]);
    assert.equal(weChat.given.successor, undefined, 'it found the token in Redis');
  },
);

testTogether(
  'Redis ends and comes back: no request fails, and none waits for it',
  async ({ weChat, redis, start, t }) => {
    const which = names.slice(0, 2);
    const workers = await start(...which);
    const all = (event) => Promise.all(workers.map((worker) => once(worker, event)));

    let accepted = acceptance(weChat, 'token-1', which);
    const running = workers.map((worker) =>
      worker.call('ask', { count: Number.MAX_SAFE_INTEGER, atATime: 5 }),
    );
    await accepted;

    const lost = all('redis lost');
    await redis.kill();
    await lost;
    accepted = acceptance(weChat, 'token-2', which);
    await weChat.makeStale();
    await accepted;

    const ready = all('redis ready');
    await redis.restart();
    await ready;
    accepted = acceptance(weChat, 'token-3', which);
    await weChat.makeStale();
    await accepted;

    await Promise.all(workers.map((worker) => worker.call('stop')));
    const outcomes = await Promise.all(running);
    assertAllDone(outcomes);
    assertFewRefreshes(weChat);
    for (const { storeFailures } of outcomes) {
      // With the first deadline the store's time is up: nothing waits for a second one.
      assert.deepEqual(storeFailures, [{ operation: 'get', reason: 'timeout' }]);
    }
    const [newcomer] = await start('newcomer');
    assertAllDone([await newcomer.call('ask', { count: 50 })]);
    assert.equal(weChat.given.newcomer, undefined, 'tokens are shared again');
    const longest = Math.max(...outcomes.map(({ longestMs }) => longestMs));
    t.diagnostic(`${weChat.sum} requests; the longest took ${Math.round(longest)} ms`);
  },
);

testTogether(
  'a login in one process is one in the others, and so is the logout',
  async ({ redis, start, t }) => {
    const [first, second, third] = await start('first', 'second', 'third');
    const token = await first.call('createSession', session);
    assert.deepEqual(await second.call('getSession', token), {
      openid: session.openid,
      sessionKey: [session.session_key],
    });

    const { client } = new KeyvRedis(redis.url);
    await client.connect();
    t.after(() => client.destroy());
    const keys = await client.keys('*');
    assert.equal(keys.length, 1);
    const hash = createHash('sha256').update(token).digest('hex');
    assert.ok(keys[0].endsWith(`wx-unionid:login:${hash}`), keys[0]);
    assert.ok((await client.pTTL(keys[0])) > 0, 'Redis knows when it ends');

    await third.call('deleteSession', token);
    for (const worker of [first, second, third]) {
      assert.equal(await worker.call('getSession', token), null);
    }
    assert.deepEqual(await client.keys('*'), []);
  },
);

testTogether(
  'without Redis, a session lives on in the process that made it, until it logs out',
  async ({ redis, start }) => {
    const [first] = await start('first');
    const token = await first.call('createSession', session);
    const lost = once(first, 'redis lost');
    await redis.kill();
    await lost;
    assert.equal((await first.call('getSession', token)).openid, session.openid);
    await first.call('deleteSession', token);
    assert.equal(await first.call('getSession', token), null);
    const ready = once(first, 'redis ready');
    await redis.restart();
    await ready;
    assert.equal(await first.call('getSession', token), null);
  },
);
