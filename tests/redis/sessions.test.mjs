// Login sessions: several processes that share a real Redis, which is killed, hangs and comes back.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';

import KeyvRedis from '@keyv/redis';

import { isDeep } from '../package/pairs.mjs';
import { setImpatient, testTogether } from './together.mjs';
import { APPID } from './wechat.mjs';

const openid = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE';
const KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
const NEXT_KEY = 'AAECAwQFBgcICQoLDA0ODw==';
const session = { openid, session_key: KEY };
const nextSession = { openid, session_key: NEXT_KEY };
const unavailable = { code: 'ERR_STORE_UNAVAILABLE' };
const HALF_OF_TTL = 3.5 * 86_400_000;
const START = Date.UTC(2025, 0, 1);

/** What a process does with sessions: `get(token)` and so on. */
function sessionsOf(worker, whenStoreFails = 'throw') {
  const methods = ['create', 'get', 'update', 'delete', 'deleteAll'];
  return Object.fromEntries(
    methods.map((method) => [
      method,
      (...args) => worker.call('sessions', whenStoreFails, method, ...args),
    ]),
  );
}

function setTime(workers, time) {
  return Promise.all(workers.map((worker) => worker.call('setTime', time)));
}

async function clientOf(redis, t) {
  const { client } = new KeyvRedis(redis.url);
  await client.connect();
  t.after(() => client.destroy());
  return client;
}

testTogether(
  'a login in one process is one in the others, and so is the logout',
  async ({ redis, start, t }) => {
    const workers = await start('first', 'second', 'third');
    const [first, second, third] = workers.map((worker) => sessionsOf(worker));
    const token = await first.create(session, { data: { userId: 'u' } });
    await second.update(token, { data: { userId: 'v' } });
    await third.create(nextSession, { previous: token });
    for (const each of [first, second, third]) {
      const appid = APPID;
      const sessionKey = [NEXT_KEY, KEY];
      assert.deepEqual(await each.get(token), { appid, openid, data: { userId: 'v' }, sessionKey });
    }

    const client = await clientOf(redis, t);
    const keys = await client.keys('*');
    const hash = createHash('sha256').update(token).digest('hex');
    const parts = ['login', 'login-data', 'login-renewed', 'login-used'];
    assert.deepEqual(
      keys.map((key) => key.replace(/^.*?(?=wx-unionid)/, '')).sort(),
      parts.map((part) => `wx-unionid:${part}:${APPID}:${hash}`).sort(),
    );
    for (const key of keys) assert.ok((await client.pTTL(key)) > 0, 'Redis knows when it ends');

    await third.delete(token);
    for (const each of [first, second, third]) assert.equal(await each.get(token), null);
    assert.deepEqual(await client.keys('*'), []);
  },
);

testTogether(
  'a logout among requests in other processes is final, each time',
  async ({ redis, start, t }) => {
    const workers = await start('first', 'second', 'third');
    const [first, second, third] = workers.map((worker) => sessionsOf(worker));
    const client = await clientOf(redis, t);
    let prolonged = 0;
    for (let round = 0; round < (isDeep ? 150 : 16); round++) {
      const everywhere = round % 2 === 1;
      await setTime(workers, START);
      const token = await first.create(session);
      // Each of these now prolongs the session, or writes beside it.
      await setTime(workers, START + HALF_OF_TTL);
      const underWay = [
        first.get(token),
        first.create(nextSession, { previous: token }),
        second.update(token, { data: { round } }),
        second.get(token),
      ];
      await (everywhere ? third.deleteAll({ openid }) : third.delete(token));
      await Promise.all(underWay);
      for (const each of [first, second, third]) {
        assert.equal(await each.get(token), null, `round ${round}`);
      }
      prolonged += (await client.keys('*login-used*')).length;
      await client.flushAll();
    }
    t.diagnostic(`after the logouts ${prolonged} times of use were left, without a session`);
  },
);

testTogether(
  'while Redis hangs nobody is logged out, and all are there when it goes on',
  async ({ redis, start }) => {
    const workers = await start('first', 'second');
    const [first, second] = workers.map((worker) => sessionsOf(worker));
    const [strict, lenient] = [first, sessionsOf(workers[0], 'memory')];
    await setTime(workers, START);
    const [kept, ended] = [await strict.create(session), await strict.create(session)];
    assert.equal((await lenient.get(kept)).openid, openid);

    redis.hang();
    await setImpatient(workers, true);
    for (let time = 0; time < 20; time++) await assert.rejects(strict.get(kept), unavailable);
    await assert.rejects(strict.create(session), unavailable);
    await assert.rejects(strict.delete(ended), unavailable);
    assert.equal((await lenient.get(kept)).openid, openid);
    await assert.rejects(lenient.deleteAll({ openid }), unavailable);
    assert.deepEqual(
      await workers[0].call('takeStoreFailures'),
      [
        { operation: 'get', reason: 'timeout' },
        { operation: 'get', reason: 'timeout' },
      ],
      'each of both waited once',
    );

    redis.resume();
    await setImpatient(workers, false);
    // What was asked may be answered late: not to those who went on without.
    await setTime(workers, START + 1000);
    for (const each of [strict, lenient, second]) {
      assert.equal((await each.get(kept)).openid, openid);
    }
    await strict.delete(ended);
    for (const each of [strict, lenient, second]) assert.equal(await each.get(ended), null);
  },
);

testTogether(
  'Redis is killed and comes back: who it is is not known, and then everybody logs in again',
  async ({ redis, start }) => {
    const workers = await start('first', 'second');
    const [first, second] = workers.map((worker) => sessionsOf(worker));
    await setTime(workers, START);
    const token = await first.create(session);
    assert.equal((await second.get(token)).openid, openid);
    const all = (event) => Promise.all(workers.map((worker) => once(worker, event)));

    const lost = all('redis lost');
    await redis.kill();
    await lost;
    await setImpatient(workers, true);
    for (const each of [first, second]) {
      for (let time = 0; time < 5; time++) {
        await assert.rejects(each.get(token), unavailable);
        await assert.rejects(each.create(session, { previous: token }), unavailable);
        await assert.rejects(each.delete(token), unavailable);
        await assert.rejects(each.deleteAll({ openid }), unavailable);
      }
    }

    const ready = all('redis ready');
    await redis.restart();
    await ready;
    await setImpatient(workers, false);
    await setTime(workers, START + 1000);
    assert.equal(await first.get(token), null, 'this Redis keeps nothing on disk');
    const next = await first.create(session, { previous: token });
    assert.equal((await second.get(next)).openid, openid);
  },
);

testTogether(
  'without Redis, and with memory, a session lives on in the process that made it, until it logs out',
  async ({ redis, start }) => {
    const [worker] = await start('first');
    const sessions = sessionsOf(worker, 'memory');
    const token = await sessions.create(session);
    const lost = once(worker, 'redis lost');
    await redis.kill();
    await lost;
    await setImpatient([worker], true);
    assert.equal((await sessions.get(token)).openid, openid);
    await sessions.delete(token);
    assert.equal(await sessions.get(token), null);
    const ready = once(worker, 'redis ready');
    await redis.restart();
    await ready;
    await setImpatient([worker], false);
    assert.equal(await sessions.get(token), null);
  },
);
