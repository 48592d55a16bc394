// The token of an app: several processes that share a real Redis, through Keyv, and a WeChat that
// counts.

import assert from 'node:assert/strict';
import { once } from 'node:events';

import { setImpatient, testTogether } from './together.mjs';

const names = ['first', 'second', 'third', 'fourth'];

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
    await setImpatient(workers, true);
    accepted = acceptance(weChat, 'token-2', which);
    await weChat.makeStale();
    await accepted;

    const ready = all('redis ready');
    await redis.restart();
    await ready;
    await setImpatient(workers, false);
    // What has timed out is left alone for a second, and a token is given up once a minute.
    const later = Date.now() + 60_000;
    await Promise.all(workers.map((worker) => worker.call('setTime', later)));
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
