// LoginSessions on a store that fails, hangs, or gives back what was not put into it.

import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { inspect } from 'node:util';

import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';

import {
  appid,
  gate,
  KEY,
  NEXT_KEY,
  nextSession,
  openid,
  partOf,
  partsIn,
  recordingStore,
  START,
  session,
  setUp,
  slowStore,
  someToken,
  TTL,
  turn,
  wx,
} from './sessions.mjs';

const { WxError } = wx;

/** As stores fail: with the key, the value and the address in the error. */
const fail = () =>
  Promise.reject(Object.assign(new Error(`SET ${KEY}`), { code: 'ECONNRESET', args: [KEY] }));
const failing = { get: fail, set: fail, delete: fail };
const told = (operation) => ({ operation, reason: 'failed', causeCode: 'ECONNRESET' });

/** Sessions with a store that works until `breaks()` is called, and a list of what is told. */
function setUpFailing(options) {
  const failures = [];
  const store = recordingStore();
  const { get, set, delete: remove } = store;
  const working = { get, set, delete: remove };
  const onStoreFailure = (failure) => failures.push(failure);
  return {
    ...setUp({ store, onStoreFailure, ...options }),
    store,
    failures,
    breaks: (how = failing) => Object.assign(store, how),
    recovers: () => Object.assign(store, working),
  };
}

/** Everything that asks the store, and what it asks first. */
const calls = {
  'create()': [(sessions) => sessions.create(session), 'get'],
  'create() with a token': [(sessions, previous) => sessions.create(session, { previous }), 'get'],
  'get()': [(sessions, token) => sessions.get(token), 'get'],
  'update()': [(sessions, token) => sessions.update(token, { data: 1 }), 'get'],
  'delete()': [(sessions, token) => sessions.delete(token), 'delete'],
  'deleteAll()': [(sessions) => sessions.deleteAll({ openid }), 'set'],
};

describe('a store that fails is not "not logged in"', () => {
  for (const [name, [call, operation]] of Object.entries(calls)) {
    test(`${name} rejects, and the hook gets a code and nothing else`, async () => {
      const { sessions, failures, breaks, recovers } = setUpFailing();
      const token = await sessions.create(session, { data: 0 });
      breaks();
      await assert.rejects(call(sessions, token), (error) => {
        assert.ok(error instanceof WxError);
        assert.equal(error.code, 'ERR_STORE_UNAVAILABLE');
        assert.deepEqual([error.operation, error.causeCode], [operation, 'ECONNRESET']);
        assert.match(error.publicMessage.en, /unavailable/);
        const shown = inspect(error, { showHidden: true, depth: 9 });
        assert.ok(!shown.includes(KEY) && !shown.includes(token), shown);
        return true;
      });
      assert.deepEqual(failures, [told(operation)]);
      recovers();
      assert.deepEqual((await sessions.get(token)).data, 0, 'nothing was lost');
    });
  }

  test('in the middle of a call: no call says undefined, or that it is done', async () => {
    for (const [name, [call]] of Object.entries(calls)) {
      for (let good = 0; ; good++) {
        const { sessions, store, clock } = setUpFailing();
        const token = await sessions.create(session);
        clock.now += TTL * 500;
        let left = good;
        let failed = 0;
        for (const operation of ['get', 'set', 'delete']) {
          const working = store[operation];
          store[operation] = (...args) => {
            if (left-- > 0) return working(...args);
            failed++;
            return fail();
          };
        }
        const outcome = await call(sessions, token).then(
          (value) => ({ value }),
          (error) => ({ error }),
        );
        if (failed === 0) break;
        // That it could not be prolonged is told, and changes nothing about who it is.
        if (name === 'get()' && outcome.value) assert.equal(outcome.value.openid, openid);
        else assert.equal(outcome.error?.code, 'ERR_STORE_UNAVAILABLE', `${name}, call ${good}`);
      }
    }
  });

  test('when it only cannot be written to: who it is is known, and the failure told', async () => {
    const { sessions, clock, failures, breaks } = setUpFailing();
    const token = await sessions.create(session);
    clock.now += TTL * 500;
    breaks({ set: fail });
    assert.equal((await sessions.get(token)).openid, openid);
    assert.deepEqual(failures, [told('set')]);
  });

  test('and returns false, as Keyv does, counts as failing', async () => {
    const { sessions, failures, breaks } = setUpFailing();
    breaks({ set: async () => false });
    await assert.rejects(sessions.create(session), {
      code: 'ERR_STORE_UNAVAILABLE',
      operation: 'set',
    });
    assert.deepEqual(failures, [{ operation: 'set', reason: 'failed' }]);
  });

  test('and a hook that fails too: the error is the same', async () => {
    for (const onStoreFailure of [
      () => {
        throw new Error('from the hook');
      },
      async () => Promise.reject(new Error('from the hook')),
    ]) {
      const { sessions } = setUp({ store: failing, onStoreFailure });
      await assert.rejects(sessions.get(someToken()), { code: 'ERR_STORE_UNAVAILABLE' });
    }
  });

  test('and hides it is refused, because it would log everybody out', async (t) => {
    const adapter = new KeyvRedis('redis://127.0.0.1:1');
    const open = new KeyvRedis('redis://127.0.0.1:1', { throwOnErrors: true });
    for (const store of [
      new Keyv(),
      new Keyv(new Map(), { throwOnErrors: false }),
      new Keyv(adapter, { throwOnErrors: true }),
      new Keyv(open),
    ]) {
      assert.throws(() => setUp({ store }), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'store',
        message: /throwOnErrors: true/,
      });
      setUp({ store, whenStoreFails: 'memory' });
    }
    const unreadable = new Proxy(new Map(), {
      get(store, name) {
        if (name === 'throwOnErrors') throw new Error('unreadable');
        return store[name]?.bind(store);
      },
    });
    setUp({ store: unreadable });
    for (const store of [
      new Keyv({ throwOnErrors: true }),
      new Keyv(open, { throwOnErrors: true }),
    ]) {
      setUp({ store });
    }
    const store = new Keyv({ throwOnErrors: true });
    const { sessions } = setUp({ store });
    t.mock.timers.enable({ apis: ['Date'], now: START });
    assert.equal((await sessions.get(await sessions.create(session))).openid, openid);
  });

  test('has two modes for failures', () => {
    for (const whenStoreFails of ['ignore', '', null, true]) {
      assert.throws(() => setUp({ whenStoreFails }), { argument: 'whenStoreFails' });
    }
  });
});

describe('without onStoreFailure', () => {
  test('one warning is given, by process.emitWarning or console.warn', async (t) => {
    const corrupt = { get: () => 'corrupt', set() {}, delete() {} };
    for (const [store, problem] of [
      [failing, 'did not get (failed, ECONNRESET)'],
      [corrupt, 'gave what was not put into it (corrupt)'],
    ]) {
      for (const kind of ['emitWarning', 'without it', 'no process']) {
        const given = { emitWarning: [], warn: [] };
        const emitWarning = (warning) => given.emitWarning.push(warning);
        const hosts = { emitWarning: { emitWarning }, 'without it': {} };
        const warnings = t.mock.method(console, 'warn', (warning) => given.warn.push(warning));
        const host = t.mock.getter(globalThis, 'process', () => hosts[kind]);
        const { sessions } = setUp({ store });
        for (let time = 0; time < 3; time++) {
          await sessions.get(someToken()).catch(() => {});
        }
        host.mock.restore();
        warnings.mock.restore();
        const said = `wx-unionid: the store ${problem}. This is said once: onStoreFailure is told each time.`;
        const way = hosts[kind]?.emitWarning ? 'emitWarning' : 'warn';
        assert.deepEqual(given, { emitWarning: [], warn: [], [way]: [said] });
      }
    }
  });
});

describe('whenStoreFails: "memory"', () => {
  const memory = (options) => setUpFailing({ whenStoreFails: 'memory', ...options });

  test('continues with the sessions of this process, and reports it', async () => {
    const { sessions, failures, breaks } = memory();
    breaks();
    const token = await sessions.create(session, { data: 1 });
    assert.deepEqual(failures.splice(0), [told('get'), told('set')]);
    assert.equal((await sessions.get(token)).openid, openid);
    await sessions.create(nextSession, { previous: token });
    assert.deepEqual((await sessions.get(token)).sessionKey, [NEXT_KEY, KEY]);
    await sessions.update(token, { data: 2 });
    assert.equal((await sessions.get(token)).data, 2);
    failures.length = 0;
    await sessions.delete(token);
    assert.deepEqual(new Set(failures.map(inspect)), new Set([inspect(told('delete'))]));
    assert.equal(await sessions.get(token), undefined);
  });

  test('at a logout: the token is dead in this process, when the store is back too', async () => {
    for (const isSeen of [true, false]) {
      const { sessions, store, breaks, recovers } = memory();
      const elsewhere = setUp({ store }).sessions;
      const token = await (isSeen ? sessions : elsewhere).create(session);
      breaks();
      await sessions.delete(token);
      recovers();
      assert.ok('login' in partsIn(store.map), 'the store has it still');
      assert.equal(await sessions.get(token), undefined);
      const next = await sessions.create(nextSession, { previous: token });
      assert.notEqual(next, token);
      assert.deepEqual((await sessions.get(next)).sessionKey, [NEXT_KEY]);
    }
  });

  test('at a logout everywhere: rejects, because it is not everywhere', async () => {
    const { sessions, breaks } = memory();
    const token = await sessions.create(session);
    breaks();
    await assert.rejects(sessions.deleteAll({ openid }), { code: 'ERR_STORE_UNAVAILABLE' });
    assert.equal(await sessions.get(token), undefined, 'but it is in this process');
  });

  test('at a logout while the session is read: there is none, and nothing is reported', async () => {
    const store = slowStore();
    const failures = [];
    const onStoreFailure = (it) => failures.push(it);
    const { sessions } = setUp({ store, whenStoreFails: 'memory', onStoreFailure });
    const token = await sessions.create(session);
    const { reached, release } = store.holdCall(0, 'after');
    const found = sessions.get(token);
    await reached;
    await sessions.delete(token);
    release();
    assert.equal(await found, undefined);
    assert.deepEqual(failures, []);
  });

  test('after a logout elsewhere: the token that this process saw dead stays dead', async () => {
    for (const logOut of [
      (sessions, token) => sessions.delete(token),
      (sessions) => sessions.deleteAll({ openid }),
    ]) {
      const { sessions, store, breaks } = memory();
      const token = await sessions.create(session);
      await logOut(setUp({ store }).sessions, token);
      assert.equal(await sessions.get(token), undefined);
      breaks();
      assert.equal(await sessions.get(token), undefined);
    }
  });

  test('leaves a session that this process has seen as it was seen', async () => {
    const { sessions, store, breaks } = memory();
    const elsewhere = setUp({ store }).sessions;
    const token = await elsewhere.create(session);
    await elsewhere.create(nextSession, { previous: token, data: 1 });
    await sessions.get(token);
    breaks();
    const { sessionKey, data } = await sessions.get(token);
    assert.deepEqual([sessionKey, data], [[NEXT_KEY, KEY], 1]);
  });

  for (const isDown of [true, false]) {
    const state = isDown ? 'down' : 'up';
    test(`while the store is ${state}, calls with invented tokens push nobody out`, async () => {
      const { sessions, breaks } = memory({ maxInMemory: 100 });
      const real = await Promise.all(Array.from({ length: 100 }, () => sessions.create(session)));
      if (isDown) breaks();
      for (let count = 0; count < 1000; count++) {
        const invented = someToken();
        await sessions.delete(invented);
        await sessions.get(invented);
        await sessions.update(invented, { data: 1 });
        await sessions.get(someToken());
      }
      breaks();
      for (const token of real) assert.equal((await sessions.get(token))?.openid, openid);
    });
  }

  test('a logout with a real token is not forgotten for invented ones', async () => {
    const { sessions, breaks, recovers } = memory({ maxInMemory: 10 });
    const token = await sessions.create(session);
    breaks();
    await sessions.delete(token);
    for (let count = 0; count < 100; count++) await sessions.delete(someToken());
    recovers();
    assert.equal(await sessions.get(token), undefined);
  });
});

describe('a store that hangs', { concurrency: false }, () => {
  /** A store that hangs until it is told to answer, and timers that stand still. */
  function testHanging(name, run) {
    test(name, async () => {
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const asked = [];
        let answers = false;
        let called = gate();
        const map = new Map();
        const method = (operation) => (key, value) => {
          asked.push(operation);
          called.resolve();
          return answers ? map[operation](key, value) : new Promise(() => {});
        };
        const store = { get: method('get'), set: method('set'), delete: method('delete') };
        await run({
          asked,
          store,
          setAnswers(does) {
            answers = does;
          },
          /** Runs a call that hangs, and lets that time pass. */
          async after(ms, call) {
            called = gate();
            const outcome = call();
            outcome.catch(() => {});
            await called.promise;
            mock.timers.tick(ms);
            return outcome;
          },
        });
      } finally {
        mock.timers.reset();
      }
    });
  }

  const unavailable = (operation) => ({ code: 'ERR_STORE_UNAVAILABLE', operation });

  testHanging('is waited for once, and not by each call', async ({ asked, store, after }) => {
    const failures = [];
    const onStoreFailure = (failure) => failures.push(failure);
    const { sessions, clock } = setUp({ store, onStoreFailure });
    const token = someToken();
    await assert.rejects(
      after(1000, () => sessions.get(token)),
      unavailable('get'),
    );
    assert.deepEqual(failures, [{ operation: 'get', reason: 'timeout' }]);
    for (const [call, operation] of Object.values(calls)) {
      await assert.rejects(call(sessions, token), unavailable(operation));
    }
    clock.now += 999;
    await assert.rejects(sessions.get(token), unavailable('get'));
    assert.deepEqual(asked, ['get'], 'nobody asked again');
    assert.equal(failures.length, 1, 'and nobody was told again');
  });

  testHanging(
    'is tried again a second later, by one',
    async ({ asked, store, after, setAnswers }) => {
      const { sessions, clock } = setUp({ store, onStoreFailure() {} });
      await assert.rejects(after(1000, () => sessions.get(someToken())));
      clock.now += 1000;
      asked.length = 0;
      const trial = after(1000, () => sessions.get(someToken()));
      for (let count = 0; count < 10; count++) await assert.rejects(sessions.get(someToken()));
      await assert.rejects(trial);
      assert.equal(asked.length, 1);
      setAnswers(true);
      await assert.rejects(sessions.create(session), unavailable('get'), 'too soon');
      clock.now += 1000;
      const token = await sessions.create(session);
      assert.equal((await sessions.get(token)).openid, openid);
    },
  );

  testHanging('is tried again, too, when the clock is set back', async (world) => {
    const { sessions, clock } = setUp({ store: world.store, onStoreFailure() {} });
    await assert.rejects(world.after(1000, () => sessions.get(someToken())));
    world.setAnswers(true);
    clock.now -= 3_600_000;
    assert.equal(await sessions.get(someToken()), undefined);
  });

  testHanging('is waited for as long as is said', async ({ store, after }) => {
    const { sessions } = setUp({ store, storeTimeoutMs: 50, onStoreFailure() {} });
    const answer = after(49, () => sessions.get(someToken()));
    const state = await Promise.race([answer.catch(() => 'settled'), turn().then(() => 'waiting')]);
    assert.equal(state, 'waiting');
    mock.timers.tick(1);
    await assert.rejects(answer, { message: /within 50 ms/ });
    for (const bad of [0, -1, Number.NaN, '50', null, 60_001]) {
      assert.throws(() => setUp({ store, storeTimeoutMs: bad }), { argument: 'storeTimeoutMs' });
    }
  });

  testHanging('is left for memory, if that is said', async ({ store, after, setAnswers }) => {
    setAnswers(true);
    const { sessions } = setUp({ store, whenStoreFails: 'memory', onStoreFailure() {} });
    const token = await sessions.create(session);
    setAnswers(false);
    const found = await after(1000, () => sessions.get(token));
    assert.deepEqual([found.openid, found.sessionKey], [openid, [KEY]]);
    assert.equal((await sessions.get(token)).openid, openid, 'at once');
    await sessions.delete(token);
    assert.equal(await sessions.get(token), undefined);
  });

  test('only for a moment fails for one key alone: an error stops nobody else', async () => {
    const { sessions, store, breaks } = setUpFailing();
    const [bad, good] = [await sessions.create(session), await sessions.create(session)];
    const { get } = store;
    const [badKey] = store.map.keys();
    breaks({ get: (key) => (key === badKey ? fail() : get(key)) });
    await assert.rejects(sessions.get(bad), { code: 'ERR_STORE_UNAVAILABLE' });
    assert.equal((await sessions.get(good)).openid, openid);
  });
});

describe('what was not put into the store', () => {
  const cycle = {};
  cycle.self = cycle;
  /** What no part of a session is. */
  const junk = [
    ...['', 'text', 'null', '[]', '5', '"text"', '{"openid"', 5, true, false, 10n, cycle, []],
    ...[Buffer.from('{}'), new Date(0), Symbol('symbol'), () => 'function', { toJSON() {} }, {}],
    JSON.stringify({ token: 'an access token', lifeMs: 7_200_000, endsAt: START + 7_200_000 }),
  ];
  /** A whole session, part by part. */
  async function aSession() {
    const failures = [];
    const store = new Map();
    const { sessions, clock } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    await sessions.deleteAll({ openid });
    const token = await sessions.create({ ...session, unionid: 'u' }, { data: 1 });
    await sessions.update(token, { data: 2 });
    await sessions.create(nextSession, { previous: token });
    return { store, sessions, clock, token, failures };
  }

  const late = START + 300_001;
  const wrong = {
    login: [
      { appid: 'wx00000000000000a2' },
      { appid: undefined },
      { openid: '' },
      { openid: ['o'] },
      { openid: undefined },
      { unionid: { $ne: null } },
      { unionid: '' },
      { unionid: null },
      { keys: 'k' },
      { keys: [1] },
      { keys: [''] },
      { keys: [null] },
      { keys: ['a', 'b', 'c'] },
      { keys: { length: 0 } },
      { keys: undefined },
      { createdAt: late },
      { createdAt: 1e308 },
      { createdAt: -1 },
      { createdAt: `${START}` },
      { createdAt: null },
      { createdAt: undefined },
      { epoch: 5 },
      { epoch: '' },
      { role: 'admin' },
    ],
    'login-used': [
      { usedAt: late },
      { usedAt: 1e308 },
      { usedAt: '5' },
      { usedAt: null },
      { x: 1 },
    ],
    'login-renewed': [{ keys: [5] }, { keys: undefined }, { unionid: 5 }, { openid: 'another' }],
    'login-data': [{ data: undefined }, { openid: 'another' }],
    'login-epoch': [{ epoch: 5 }, { epoch: undefined }, { createdAt: 0 }],
  };

  for (const [part, changes] of Object.entries(wrong)) {
    test(`as ${part} has no session, and is reported`, async () => {
      const parts = partsIn((await aSession()).store);
      const texts = changes.map((change) => JSON.stringify({ ...parts[part], ...change }));
      const others = Object.keys(parts).filter((other) => other !== part);
      const ofOthers = others.map((other) => JSON.stringify(parts[other]));
      const polluted = `{"__proto__":${JSON.stringify(parts[part])}}`;
      const more = `${JSON.stringify(parts[part]).slice(0, -1)},"__proto__":{"role":"admin"}}`;
      const deep = JSON.stringify({ ...parts[part], data: 'DEEP' });
      const inside = deep.replace('"DEEP"', '{"a":[{"__proto__":{"role":"admin"}}]}');
      for (const value of [...junk, ...texts, ...ofOthers, polluted, more, inside]) {
        const { store, sessions, token, failures } = await aSession();
        const key = [...store.keys()].find((each) => partOf(each) === part);
        store.set(key, value);
        assert.equal(await sessions.get(token), undefined, inspect(value));
        assert.deepEqual(failures, [{ operation: 'get', reason: 'corrupt' }], inspect(value));
        assert.equal(await sessions.update(token, { data: 3 }), false);
        const next = await sessions.create(session, { previous: token });
        assert.notEqual(next, token);
        assert.equal((await sessions.get(next)).openid, openid, 'and the user can log in');
      }
    });
  }

  test('is no session of another app, by whatever key', async () => {
    const { store, sessions, token } = await aSession();
    const other = setUp({ store, appid: 'wx00000000000000a2', onStoreFailure() {} }).sessions;
    for (const [key, value] of [...store]) {
      store.set(key.replace(appid, 'wx00000000000000a2'), value);
    }
    assert.equal(await other.get(token), undefined);
    assert.equal((await sessions.get(token)).openid, openid);
  });

  test('is not found on every object either', async () => {
    const { store, sessions, token } = await aSession();
    const made = partsIn(store).login;
    for (const [key] of [...store]) store.set(key, '{}');
    const others = { usedAt: START, data: 'admin', epoch: made.epoch };
    for (const [name, value] of Object.entries({ ...made, ...others })) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    }
    try {
      assert.equal(await sessions.get(token), undefined);
    } finally {
      for (const name of Object.keys({ ...made, ...others })) delete Object.prototype[name];
    }
  });

  test('is a time that another process’s clock may say', async () => {
    const { store, sessions, token } = await aSession();
    for (const [key, value] of store) {
      if (partOf(key) !== 'login-used') continue;
      store.set(key, JSON.stringify({ ...JSON.parse(value), usedAt: late - 1 }));
    }
    assert.equal((await sessions.get(token)).openid, openid);
  });

  test('does not count in "memory" mode either', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store, whenStoreFails: 'memory', onStoreFailure() {} });
    const token = await sessions.create(session);
    const [key] = store.map.keys();
    for (const value of junk) {
      store.map.set(key, value);
      assert.equal(await sessions.get(token), undefined, inspect(value));
    }
  });
});
