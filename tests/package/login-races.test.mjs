// Two processes, one store, and every way in which their calls can overlap: one is stopped in each
// of the calls to the store that it makes, before it takes effect and after, while the other does
// its work from beginning to end.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  KEY,
  LAST_KEY,
  NEXT_KEY,
  nextSession,
  openid,
  START,
  session,
  setUp,
  slowStore,
  TTL,
  turn,
} from './sessions.mjs';

/** What a request does that can be under way. By then the session is to be prolonged. */
const requests = {
  'a get()': (sessions, token) => sessions.get(token),
  'a create() with this token': (sessions, previous) => sessions.create(nextSession, { previous }),
  'an update()': (sessions, token) => sessions.update(token, { data: { role: 'new' } }),
};

const logouts = {
  'delete()': (sessions, token) => sessions.delete(token),
  'deleteAll()': (sessions) => sessions.deleteAll({ openid }),
};

const modes = {
  'a store': { whenStoreFails: 'throw' },
  'a store and memory for when it fails': { whenStoreFails: 'memory' },
};

/**
 * One store, two processes on it, and those that start later. Half of the ttl has gone by since the
 * login.
 */
async function twoProcesses(options) {
  const store = slowStore();
  const now = () => START + TTL * 500;
  const process = (time = now) => setUp({ store, ...options, now: time }).sessions;
  // A logout of before must not come back either.
  await process().deleteAll({ openid });
  const token = await process(() => START).create(session, { data: { role: 'old' } });
  return { store, token, first: process(), second: process(), restart: process };
}

/**
 * Runs `overlap` for each call that `request` makes to the store, kept back before it takes effect,
 * and after.
 */
async function inEachOverlap({ options, request, overlap }) {
  const alone = await twoProcesses(options);
  alone.store.counted();
  await request(alone.first, alone.token);
  const calls = alone.store.counted();
  assert.ok(calls >= 5, 'this request asks the store');
  for (let at = 0; at < calls; at++) {
    for (const when of ['before', 'after']) {
      const world = await twoProcesses(options);
      const { reached, release } = world.store.holdCall(at, when);
      const underWay = request(world.first, world.token);
      await reached;
      const finish = () => {
        release();
        return underWay;
      };
      await overlap({ ...world, finish }, `call ${at}, ${when}`);
    }
  }
}

for (const [mode, options] of Object.entries(modes)) {
  for (const [name, request] of Object.entries(requests)) {
    for (const [how, logOut] of Object.entries(logouts)) {
      for (const where of ['first', 'second']) {
        const process = where === 'first' ? 'its own process' : 'another process';
        test(`${mode}: ${how} in ${process} beside ${name} is final`, async () => {
          await inEachOverlap({
            options,
            request,
            async overlap(world, shown) {
              await logOut(world[where], world.token);
              await world.finish();
              for (const sessions of [world.first, world.second, world.restart()]) {
                assert.equal(await sessions.get(world.token), undefined, shown);
                assert.equal(await sessions.update(world.token, { data: 1 }), false, shown);
                const next = await sessions.create(session, { previous: world.token });
                assert.notEqual(next, world.token, shown);
                assert.equal((await sessions.get(next)).openid, openid, 'a new login is good');
              }
            },
          });
        });
      }
    }
  }
}

describe('what one process writes, a request in another does not undo', () => {
  const login = (sessions, previous) =>
    sessions.create({ openid, session_key: LAST_KEY, unionid: 'u' }, { previous });
  const change = (sessions, token) => sessions.update(token, { data: { role: 'changed' } });

  for (const [name, request] of Object.entries(requests)) {
    if (name !== 'a create() with this token') {
      test(`the session key of a login, beside ${name}`, async () => {
        await inEachOverlap({
          request,
          async overlap({ second, restart, token, finish }, shown) {
            assert.equal(await login(second, token), token);
            await finish();
            const found = await restart().get(token);
            assert.deepEqual(found.sessionKey, [LAST_KEY, KEY], shown);
            assert.equal(found.unionid, 'u', shown);
          },
        });
      });
    }
    if (name !== 'an update()') {
      test(`the data of an update(), beside ${name}`, async () => {
        await inEachOverlap({
          request,
          async overlap({ second, restart, token, finish }, shown) {
            assert.equal(await change(second, token), true);
            await finish();
            assert.deepEqual((await restart().get(token)).data, { role: 'changed' }, shown);
          },
        });
      });
    }
  }
});

test('a login that is under way while the user is logged out everywhere: the next one is good', async () => {
  const store = slowStore();
  const [first, second] = [setUp({ store }).sessions, setUp({ store }).sessions];
  for (const when of ['before', 'after']) {
    const { reached, release } = store.holdCall(0, when);
    const underWay = first.create(session);
    await reached;
    await second.deleteAll({ openid });
    release();
    const token = await underWay;
    const next = await first.create(nextSession);
    assert.deepEqual((await second.get(next)).sessionKey, [NEXT_KEY]);
    await second.deleteAll({ openid });
    for (const over of [token, next]) assert.equal(await first.get(over), undefined);
  }
});

test('clocks that differ make no difference to who is logged out everywhere', async () => {
  const store = slowStore();
  const at = (ms) => setUp({ store, now: () => START + ms }).sessions;
  for (const [ofLogin, ofLogout] of [
    [0, 0],
    [0, -299_000],
    [299_000, 0],
    [0, 299_000],
  ]) {
    const token = await at(ofLogin).create(session);
    await at(ofLogout).deleteAll({ openid });
    const next = await at(ofLogin).create(session);
    const again = await at(ofLogout).create(session);
    assert.equal(await at(0).get(token), undefined, `${ofLogin} and ${ofLogout} ms`);
    assert.equal((await at(0).get(next)).openid, openid, `${ofLogin} and ${ofLogout} ms`);
    assert.equal((await at(0).get(again)).openid, openid, `${ofLogin} and ${ofLogout} ms`);
  }
});

test('requests that come together prolong a session once', async () => {
  const { store, token, first } = await twoProcesses();
  const sets = [];
  const { set } = store;
  store.set = (key, ...rest) => {
    sets.push(key);
    return set(key, ...rest);
  };
  await Promise.all(Array.from({ length: 100 }, () => first.get(token)));
  assert.equal(sets.length, 1);
});

describe('memory that knew the session, when the store fails later', () => {
  test('does not learn it from an answer that was late', async () => {
    const { store, token, first } = await twoProcesses({ whenStoreFails: 'memory' });
    await first.get(token);
    const { reached, release } = store.holdCall(0, 'after');
    const underWay = first.get(token);
    await reached;
    await first.delete(token);
    release();
    assert.equal(await underWay, undefined);
    await turn();
    store.get = () => Promise.reject(new Error());
    assert.equal(await first.get(token), undefined);
  });
});
