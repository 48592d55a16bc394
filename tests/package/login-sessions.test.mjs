// LoginSessions: what a login token is, how long it counts, and what a store gets to see of it.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, mock, test } from 'node:test';
import { inspect } from 'node:util';

import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const { esm } = await load(install());
const { LoginSessions, decrypt } = esm;

const START = Date.UTC(2025, 0, 1);
const TTL = 1000;
const KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
const NEXT_KEY = 'AAECAwQFBgcICQoLDA0ODw==';
const LAST_KEY = 'EBESExQVFhcYGRobHB0eHw==';
const openid = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE';
const session = { openid, session_key: KEY };

/** LoginSessions with a clock of their own. They live for a thousand seconds. */
function setUp(options) {
  const clock = { now: START };
  const now = () => clock.now;
  return { sessions: new LoginSessions({ ttlSeconds: TTL, now, ...options }), clock };
}

/** A Map with the shape of Keyv, which keeps what it was called with. */
function recordingStore() {
  const calls = [];
  const map = new Map();
  const method = (operation) => (key, value, ttl) => {
    calls.push({ operation, key, value, ttl });
    return map[operation](key, value);
  };
  const count = (operation) => calls.filter((call) => call.operation === operation).length;
  return { calls, map, count, get: method('get'), set: method('set'), delete: method('delete') };
}

/** A promise that is settled from outside. */
function gate() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

function someToken() {
  return randomBytes(32).toString('hex');
}

describe('a login token', () => {
  test('is 256 random bits as 64 hex digits', async () => {
    const { sessions } = setUp();
    const tokens = await Promise.all(Array.from({ length: 500 }, () => sessions.create(session)));
    assert.equal(new Set(tokens).size, tokens.length);
    for (const token of tokens) assert.match(token, /^[0-9a-f]{64}$/);
    // Each bit is set in some and clear in others.
    const all = tokens.map((token) => BigInt(`0x${token}`));
    const every = all.reduce((left, right) => left & right);
    const any = all.reduce((left, right) => left | right);
    assert.equal(every, 0n);
    assert.equal(any, 2n ** 256n - 1n);
  });

  test('stands for its session until it is deleted', async () => {
    const { sessions } = setUp();
    const token = await sessions.create({ ...session, unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' });
    const other = await sessions.create({ ...session, openid: 'another' });
    assert.deepEqual(await sessions.get(token), {
      openid,
      unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
    });
    await sessions.delete(token);
    assert.equal(await sessions.get(token), undefined);
    assert.equal((await sessions.get(other)).openid, 'another');
  });

  test('that is none does not touch the store', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    const good = await sessions.create(session);
    store.calls.length = 0;
    for (const token of [
      ...['garbage', undefined, null, '', 5, {}, [], [good], Symbol('symbol')],
      ...[good.toUpperCase(), good.slice(1), `${good}0`, `${good}\n`, '__proto__'],
    ]) {
      assert.equal(await sessions.get(token), undefined);
      await sessions.delete(token);
    }
    assert.deepEqual(store.calls, []);
  });

  test('that nobody was given stands for nobody', async () => {
    for (const store of [undefined, new Map()]) {
      const { sessions } = setUp({ store });
      assert.equal(await sessions.get(someToken()), undefined);
    }
  });
});

describe('a session', () => {
  test('shows its session key to nobody but who asks for it', async () => {
    const { sessions } = setUp();
    const found = await sessions.get(await sessions.create(session));
    assert.deepEqual(found.sessionKey, [KEY]);
    for (const shown of [JSON.stringify(found), inspect(found), inspect({ ...found })]) {
      assert.ok(!shown.includes(KEY), shown);
    }
    assert.deepEqual(Object.keys(found), ['openid']);
  });

  test('keeps nothing of a reply but its ids and its key', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    await sessions.create({ ...session, errcode: 0, expires_in: 7200, phone: 'marker-phone' });
    assert.ok(!store.calls.at(-1).value.includes('marker'));
  });

  test('of a website has no session key', async () => {
    const { sessions } = setUp();
    const login = await sessions.get(await sessions.create({ openid, unionid: 'u' }));
    assert.deepEqual([login.openid, login.unionid, login.sessionKey], [openid, 'u', []]);
  });

  test('without its openid is refused, and so is what is none', async () => {
    const { sessions } = setUp();
    for (const [given, argument] of [
      [{ ...session, openid: '' }, 'openid'],
      [{ session_key: KEY }, 'openid'],
      [{ ...session, openid: 5 }, 'openid'],
      [{ ...session, session_key: 5 }, 'session_key'],
      [undefined, 'session'],
      [null, 'session'],
    ]) {
      await assert.rejects(sessions.create(given), { code: 'ERR_INVALID_ARGUMENT', argument });
    }
  });
});

describe('expiry', () => {
  for (const [name, makeStore] of [
    ['in memory', () => undefined],
    ['in a store', () => new Map()],
  ]) {
    test(`${name}: a session that is not used ends exactly with its ttl`, async () => {
      const { sessions, clock } = setUp({ store: makeStore() });
      const [used, unused] = [await sessions.create(session), await sessions.create(session)];
      clock.now = START + TTL * 1000 - 1;
      assert.equal((await sessions.get(used)).openid, openid);
      clock.now = START + TTL * 1000;
      assert.equal(await sessions.get(unused), undefined);
      assert.equal((await sessions.get(used)).openid, openid, 'which was used a moment ago');
    });

    test(`${name}: a session that is used lives on`, async () => {
      const { sessions, clock } = setUp({ store: makeStore() });
      const token = await sessions.create(session);
      for (let use = 0; use < 20; use++) {
        clock.now += TTL * 900;
        assert.equal((await sessions.get(token)).openid, openid);
      }
      clock.now += TTL * 1000;
      assert.equal(await sessions.get(token), undefined);
    });
  }

  test('writes once in a tenth of the ttl', async () => {
    const store = recordingStore();
    const { sessions, clock } = setUp({ store });
    const token = await sessions.create(session);
    for (let second = 1; second <= TTL; second++) {
      clock.now += 1000;
      await sessions.get(token);
    }
    assert.equal(store.count('get'), TTL);
    assert.equal(store.count('set'), 1 + 10);
  });

  test('writes once for requests that come together', async () => {
    const store = recordingStore();
    const asynchronous = {
      get: async (key) => store.get(key),
      set: async (key, value, ttl) => store.set(key, value, ttl),
      delete: async (key) => store.delete(key),
    };
    const { sessions, clock } = setUp({ store: asynchronous });
    const token = await sessions.create(session);
    clock.now += TTL * 100;
    await Promise.all(Array.from({ length: 100 }, () => sessions.get(token)));
    assert.equal(store.count('set'), 1 + 1);
  });

  test('is told to the store, in milliseconds', async () => {
    const store = recordingStore();
    await setUp({ store }).sessions.create(session);
    assert.equal(store.calls.at(-1).ttl, TTL * 1000);
  });
});

describe('a session key that WeChat has replaced', () => {
  test('is kept as the one before, with the token that the client has', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    assert.equal(await sessions.create({ openid, session_key: NEXT_KEY }, token), token);
    assert.deepEqual((await sessions.get(token)).sessionKey, [NEXT_KEY, KEY]);
  });

  test('still opens what the client encrypted before', async () => {
    const { input } = read('decrypt/official-user-info.json');
    const { sessions } = setUp();
    const token = await sessions.create({ openid, session_key: input.sessionKey });
    await sessions.create({ openid, session_key: NEXT_KEY }, token);
    const { sessionKey } = await sessions.get(token);
    const { data, sessionKeyIndex } = decrypt({ ...input, sessionKey });
    assert.equal(sessionKeyIndex, 1);
    assert.equal(data.openId, openid);
  });

  test('goes when there are two newer ones', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    for (const session_key of [NEXT_KEY, LAST_KEY]) {
      await sessions.create({ openid, session_key }, token);
    }
    assert.deepEqual((await sessions.get(token)).sessionKey, [LAST_KEY, NEXT_KEY]);
  });

  test('is kept once if it is the same one again', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    await sessions.create(session, token);
    assert.deepEqual((await sessions.get(token)).sessionKey, [KEY]);
    await sessions.create({ openid, session_key: NEXT_KEY }, token);
    await sessions.create(session, token);
    assert.deepEqual((await sessions.get(token)).sessionKey, [KEY, NEXT_KEY]);
  });

  test('is given to no other user: who gets a token of their own', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    const other = await sessions.create({ openid: 'another', session_key: NEXT_KEY }, token);
    assert.notEqual(other, token);
    const [mine, theirs] = [await sessions.get(token), await sessions.get(other)];
    assert.deepEqual([mine.openid, mine.sessionKey], [openid, [KEY]]);
    assert.deepEqual([theirs.openid, theirs.sessionKey], ['another', [NEXT_KEY]]);
  });

  test('is forgotten with a token that stands for nobody, which is not taken over', async () => {
    const { sessions, clock } = setUp();
    const [ended, loggedOut] = [await sessions.create(session), await sessions.create(session)];
    await sessions.delete(loggedOut);
    clock.now += TTL * 1000;
    for (const token of [ended, loggedOut, someToken(), 'garbage', undefined]) {
      const created = await sessions.create({ openid, session_key: NEXT_KEY }, token);
      assert.notEqual(created, token);
      assert.deepEqual((await sessions.get(created)).sessionKey, [NEXT_KEY]);
    }
  });
});

describe('a store of sessions', () => {
  test('has the SHA-256 of the token as its key, and never the token', async () => {
    const store = recordingStore();
    const { sessions, clock } = setUp({ store });
    const token = await sessions.create(session);
    clock.now += TTL * 500;
    await sessions.get(token);
    await sessions.create({ openid, session_key: NEXT_KEY }, token);
    await sessions.delete(token);
    const hash = createHash('sha256').update(token).digest('hex');
    assert.deepEqual(
      new Set(store.calls.map(({ key }) => key)),
      new Set([`wx-unionid:login:${hash}`]),
    );
    assert.ok(!JSON.stringify(store.calls).includes(token));
  });

  test('has JSON as its values, which another instance reads', async () => {
    const store = recordingStore();
    const token = await setUp({ store }).sessions.create(session);
    assert.equal(JSON.parse(store.calls.at(-1).value).openid, openid);
    const found = await setUp({ store }).sessions.get(token);
    assert.deepEqual([found.openid, found.sessionKey], [openid, [KEY]]);
  });

  test('that parses what it keeps works', async () => {
    const store = new Map();
    const token = await setUp({ store }).sessions.create(session);
    for (const [key, value] of store) store.set(key, JSON.parse(value));
    assert.equal((await setUp({ store }).sessions.get(token)).openid, openid);
  });

  test('that keeps what is no session of ours stands for nobody', async () => {
    const cycle = {};
    cycle.self = cycle;
    for (const value of ['', 'text', 'null', '{}', '[]', 5, {}, cycle, 10n, { openid }]) {
      const store = { get: () => value, set() {}, delete() {} };
      assert.equal(await setUp({ store }).sessions.get(someToken()), undefined, inspect(value));
    }
  });

  test('tells all instances of a logout at once', async () => {
    const store = new Map();
    const [first, second] = [setUp({ store }).sessions, setUp({ store }).sessions];
    const token = await first.create(session);
    assert.equal((await second.get(token)).openid, openid);
    await second.delete(token);
    assert.equal(await first.get(token), undefined);
    assert.equal(store.size, 0);
  });

  /** A store that keeps its answers to get() back, once it is told to. */
  function slowStore() {
    const store = recordingStore();
    let opened = Promise.resolve();
    return {
      ...store,
      get: (key) => {
        const value = store.get(key);
        return opened.then(() => value);
      },
      close() {
        const { promise, resolve } = gate();
        opened = promise;
        return resolve;
      },
    };
  }

  test('gets nothing back from a request that was under way at the logout', async () => {
    const store = slowStore();
    const { sessions, clock } = setUp({ store });
    const token = await sessions.create(session);
    clock.now += TTL * 500;
    const open = store.close();
    const underWay = sessions.get(token);
    await sessions.delete(token);
    open();
    await underWay;
    assert.equal(store.map.size, 0);
    assert.equal(await sessions.get(token), undefined);
  });

  test('gets no old key back from a request that was under way at the next login', async () => {
    const store = slowStore();
    const { sessions, clock } = setUp({ store });
    const token = await sessions.create(session);
    clock.now += TTL * 500;
    const open = store.close();
    const underWay = sessions.get(token);
    const created = sessions.create({ openid, session_key: NEXT_KEY }, token);
    open();
    await Promise.all([underWay, created]);
    assert.deepEqual((await sessions.get(token)).sessionKey, [NEXT_KEY, KEY]);
  });
});

describe('memory', () => {
  test('is bounded: the oldest go', async () => {
    const { sessions } = setUp({ maxInMemory: 3 });
    const tokens = [];
    for (let count = 0; count < 5; count++) tokens.push(await sessions.create(session));
    const found = await Promise.all(tokens.map((token) => sessions.get(token)));
    assert.deepEqual(
      found.map((each) => each !== undefined),
      [false, false, true, true, true],
    );
  });

  test('is not filled by logouts with tokens that nobody was given', async () => {
    const { sessions } = setUp({ maxInMemory: 2 });
    const token = await sessions.create(session);
    for (let count = 0; count < 5; count++) await sessions.delete(someToken());
    assert.equal((await sessions.get(token))?.openid, openid);
  });

  test('gets nothing back from a request that was under way at the logout', async () => {
    const { sessions, clock } = setUp();
    const token = await sessions.create(session);
    clock.now += TTL * 500;
    await Promise.all([sessions.get(token), sessions.delete(token), sessions.get(token)]);
    assert.equal(await sessions.get(token), undefined);
  });

  test('is a number of sessions', () => {
    for (const maxInMemory of [0, -1, Number.NaN, '5', null]) {
      assert.throws(() => setUp({ maxInMemory }), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'maxInMemory',
      });
    }
  });
});

describe('a store that fails', () => {
  const fail = () => Promise.reject(Object.assign(new Error(KEY), { code: 'ECONNRESET' }));

  test('is gone without: sessions of this process live in memory, and that is told', async () => {
    const failures = [];
    const store = { get: fail, set: fail, delete: fail };
    const { sessions } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const token = await sessions.create(session);
    assert.equal((await sessions.get(token)).openid, openid);
    await sessions.create({ openid, session_key: NEXT_KEY }, token);
    assert.deepEqual((await sessions.get(token)).sessionKey, [NEXT_KEY, KEY]);
    await sessions.delete(token);
    assert.deepEqual(
      failures,
      ['set', 'get', 'get', 'set', 'get', 'delete'].map((operation) => ({
        operation,
        reason: 'failed',
        causeCode: 'ECONNRESET',
      })),
    );
  });

  test('at a logout: the token is dead in this process all the same', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    const token = await sessions.create(session);
    const working = store.delete;
    store.delete = fail;
    await sessions.delete(token);
    store.delete = working;
    assert.equal(store.map.size, 1, 'the store has it still');
    assert.equal(await sessions.get(token), undefined);
    const next = await sessions.create({ openid, session_key: NEXT_KEY }, token);
    assert.notEqual(next, token);
    assert.deepEqual((await sessions.get(next)).sessionKey, [NEXT_KEY]);
  });

  test('after a logout elsewhere: the token that this process saw dead stays dead', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    const token = await sessions.create(session);
    await setUp({ store }).sessions.delete(token);
    assert.equal(await sessions.get(token), undefined);
    store.get = fail;
    assert.equal(await sessions.get(token), undefined);
  });

  test('leaves a session that this process has seen as it was seen', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    const elsewhere = setUp({ store }).sessions;
    const token = await elsewhere.create(session);
    await elsewhere.create({ openid, session_key: NEXT_KEY }, token);
    await sessions.get(token);
    store.get = fail;
    assert.deepEqual((await sessions.get(token))?.sessionKey, [NEXT_KEY, KEY]);
  });

  test('and says so with false, as Keyv does, is a store that fails', async () => {
    const failures = [];
    const store = recordingStore();
    store.set = async () => false;
    const { sessions } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    await sessions.create(session);
    assert.deepEqual(failures, [{ operation: 'set', reason: 'failed' }]);
  });

  test('and then a hook that fails too: the session is kept all the same', async () => {
    const onStoreFailure = () => {
      throw new Error('from the hook');
    };
    const { sessions } = setUp({ store: { get: fail, set: fail, delete: fail }, onStoreFailure });
    const token = await sessions.create(session);
    assert.equal((await sessions.get(token)).openid, openid);
    await sessions.delete(token);
    assert.equal(await sessions.get(token), undefined);
  });

  test('by hanging is waited for a second by each call, and that is told', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START });
    try {
      const failures = [];
      let called = gate();
      const hang = () => {
        called.resolve();
        return new Promise(() => {});
      };
      const store = { get: hang, set: hang, delete: hang };
      const { sessions } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
      /** Runs a call that asks the store once, and lets a second pass. */
      const afterOneSecond = async (call) => {
        called = gate();
        const answer = call();
        await called.promise;
        mock.timers.tick(1000);
        return answer;
      };
      const token = await afterOneSecond(() => sessions.create(session));
      const found = await afterOneSecond(() => sessions.get(token));
      assert.deepEqual([found.openid, found.sessionKey], [openid, [KEY]]);
      await afterOneSecond(() => sessions.create({ openid, session_key: NEXT_KEY }, token));
      await afterOneSecond(() => sessions.delete(token));
      assert.equal(await sessions.get(token), undefined);
      assert.deepEqual(
        failures,
        ['set', 'get', 'get', 'delete'].map((operation) => ({ operation, reason: 'timeout' })),
      );
    } finally {
      mock.timers.reset();
    }
  });
});

describe('random numbers', () => {
  /** Runs without `globalThis.crypto`, as Node.js 18 does. */
  async function withoutCrypto(run) {
    const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      await run();
    } finally {
      Object.defineProperty(globalThis, 'crypto', crypto);
    }
  }

  test('that the host does not have are asked for, and the error says whence', async () => {
    await withoutCrypto(async () => {
      await assert.rejects(setUp().sessions.create(session), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'randomBytes',
        message: /import \{ randomBytes \} from "node:crypto"/,
      });
    });
  });

  test('can be given', async () => {
    await withoutCrypto(async () => {
      const { sessions } = setUp({ randomBytes });
      const token = await sessions.create(session);
      assert.match(token, /^[0-9a-f]{64}$/);
      assert.equal((await sessions.get(token)).openid, openid);
    });
    const counting = setUp({
      randomBytes: (size) => Uint8Array.from({ length: size }, (_, i) => i),
    });
    const digits = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0')).join('');
    assert.equal(await counting.sessions.create(session), digits);
  });

  test('of another length or kind are refused', async () => {
    for (const bytes of [
      ...[new Uint8Array(31), new Uint8Array(33), new Uint8Array(0), new Array(32).fill(0)],
      ...['0'.repeat(32), undefined, Promise.resolve(new Uint8Array(32)), new ArrayBuffer(32)],
    ]) {
      await assert.rejects(setUp({ randomBytes: () => bytes }).sessions.create(session), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'randomBytes',
      });
    }
    assert.throws(() => setUp({ randomBytes: 5 }), { argument: 'randomBytes' });
  });
});
