// LoginSessions: what a login token is, how long it counts, and what a store gets to see of it.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { read } from './fixtures.mjs';
import {
  appid,
  KEY,
  LAST_KEY,
  MAX_LIFE,
  NEXT_KEY,
  nextSession,
  openid,
  partOf,
  partsIn,
  recordingStore,
  START,
  session,
  setUp,
  someToken,
  TTL,
  wx,
} from './sessions.mjs';
import { fake, loginCode, SECRET } from './wechat.mjs';

const { LoginSessions, MiniProgram, decrypt, parseResponse } = wx;

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
      appid,
      openid,
      unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
    });
    await sessions.delete(token);
    assert.equal(await sessions.get(token), undefined);
    assert.equal((await sessions.get(other)).openid, 'another');
  });

  test('that is malformed does not touch the store', async () => {
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

  test('that was never issued has no session', async () => {
    for (const store of [undefined, new Map()]) {
      const { sessions } = setUp({ store });
      assert.equal(await sessions.get(someToken()), undefined);
    }
  });
});

describe('a session', () => {
  test('shows its session key only on access by name', async () => {
    const { sessions } = setUp();
    const found = await sessions.get(await sessions.create(session));
    assert.deepEqual(found.sessionKey, [KEY]);
    const hidden = inspect(found, { showHidden: true, depth: 9 });
    for (const shown of [JSON.stringify(found), inspect(found), inspect({ ...found }), hidden]) {
      assert.ok(!shown.includes(KEY), shown);
    }
    assert.deepEqual(Object.keys(found), ['appid', 'openid']);
    assert.ok(!inspect(sessions, { showHidden: true, depth: 9 }).includes(KEY));
  });

  test('is the result of login(), unchanged, with any further fields of WeChat', async () => {
    const { wechat } = fake();
    const program = new MiniProgram({ appid, secret: SECRET, fetch: wechat.fetch });
    const { session } = await program.login({ code: await loginCode(wechat) });
    const store = recordingStore();
    const { sessions } = setUp({ store });
    assert.equal((await sessions.get(await sessions.create(session))).unionid, session.unionid);
    const known = { errcode: 0, errmsg: 'ok', rid: 'r', expires_in: 7200, scope: 's' };
    const tokens = { access_token: 'marker-token', refresh_token: 'marker-refresh' };
    const reply = { ...session, ...known, ...tokens, is_snapshotuser: 0 };
    await sessions.create(reply);
    const body = JSON.stringify({ ...reply, next_years_field: 'marker-field' });
    await sessions.create(parseResponse('code2Session', { status: 200, body }));
    await sessions.create(parseResponse('snsAccessToken', { status: 200, body }));
    assert.ok(!JSON.stringify(store.calls).includes('marker'));
  });

  test('is refused with fields that WeChat does not send, which would be lost', async () => {
    const { sessions } = setUp();
    const body = JSON.stringify(session);
    const reply = parseResponse('code2Session', { status: 200, body });
    reply.role = 'admin';
    for (const [given, argument] of [
      [{ ...session, userId: 'marker' }, 'userId'],
      [{ ...session, 'a marker': 5 }, 'session'],
      [reply, 'role'],
    ]) {
      await assert.rejects(sessions.create(given), (error) => {
        assert.deepEqual([error.code, error.argument], ['ERR_INVALID_ARGUMENT', argument]);
        assert.match(error.message, /put your own data into data$/);
        assert.doesNotMatch(error.message, /marker/);
        return true;
      });
    }
  });

  test('of a snapshot page is refused, unless it is allowed', async () => {
    const snapshot = { ...session, is_snapshotuser: 1 };
    const refusal = { code: 'ERR_INVALID_ARGUMENT', argument: 'is_snapshotuser' };
    for (const allowSnapshotUser of [undefined, false]) {
      await assert.rejects(setUp({ allowSnapshotUser }).sessions.create(snapshot), refusal);
    }
    const { sessions } = setUp({ allowSnapshotUser: true });
    assert.equal((await sessions.get(await sessions.create(snapshot))).openid, openid);
  });

  test('of a website has no session key', async () => {
    const { sessions } = setUp();
    for (const session_key of ['', null]) await sessions.create({ openid, session_key });
    const login = await sessions.get(await sessions.create({ openid, unionid: 'u' }));
    assert.deepEqual([login.openid, login.unionid, login.sessionKey], [openid, 'u', []]);
  });

  test('without its openid is refused, and so is any other value', async () => {
    const { sessions } = setUp();
    for (const [given, argument] of [
      [{ ...session, openid: '' }, 'openid'],
      [{ session_key: KEY }, 'openid'],
      [{ ...session, openid: 5 }, 'openid'],
      [{ ...session, session_key: 5 }, 'session_key'],
      [{ ...session, unionid: 5 }, 'unionid'],
      [undefined, 'session'],
      [null, 'session'],
      ['marker', 'session'],
      [[session], 'session'],
    ]) {
      await assert.rejects(sessions.create(given), { code: 'ERR_INVALID_ARGUMENT', argument });
    }
  });
});

describe('data of your own', () => {
  const data = { userId: 'u-1', roles: ['admin', null], nested: { ok: true, n: -1.5 } };

  test('comes back with the session, as a copy', async () => {
    for (const store of [undefined, new Map()]) {
      const { sessions } = setUp({ store });
      const token = await sessions.create(session, { data });
      const found = await sessions.get(token);
      assert.deepEqual(found, { appid, openid, data });
      found.data.roles.push('more');
      assert.deepEqual((await sessions.get(token)).data, data);
      assert.ok(!('data' in (await sessions.get(await sessions.create(session)))));
    }
  });

  test('is replaced as a whole, and outlives a login of the same user', async () => {
    const { sessions } = setUp({ store: new Map() });
    const token = await sessions.create(session, { data });
    assert.equal(await sessions.update(token, { data: { userId: 'u-2' } }), true);
    assert.deepEqual((await sessions.get(token)).data, { userId: 'u-2' });
    await sessions.create(nextSession, { previous: token });
    assert.deepEqual((await sessions.get(token)).data, { userId: 'u-2' });
    await sessions.create(nextSession, { previous: token, data: 'third' });
    assert.equal((await sessions.get(token)).data, 'third');
    await sessions.update(token, { data: null });
    assert.equal((await sessions.get(token)).data, null);
  });

  test('is given to no one else', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session, { data });
    const other = await sessions.create({ openid: 'another' }, { previous: token });
    assert.ok(!('data' in (await sessions.get(other))));
  });

  test('of an unknown token is not stored', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    for (const token of [someToken(), 'garbage', undefined]) {
      assert.equal(await sessions.update(token, { data }), false);
    }
    assert.equal(store.map.size, 0);
  });

  test('is JSON, and values that JSON would change are refused', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session, { data });
    const cycle = {};
    cycle.self = cycle;
    for (const bad of [
      ...[new Date(0), new Map(), new Set(), /x/, Buffer.from('x'), Object('boxed'), 10n],
      ...[() => {}, Symbol('symbol'), Number.NaN, Number.POSITIVE_INFINITY, cycle],
      ...[
        new (class User {})(),
        [undefined],
        new Array(2),
        JSON.parse('{"__proto__":{"role":"admin"}}'),
      ],
    ]) {
      for (const nested of [bad, { bad }, [[bad]]]) {
        const refusal = { code: 'ERR_INVALID_ARGUMENT', argument: 'data' };
        await assert.rejects(sessions.create(session, { data: nested }), refusal, inspect(bad));
        await assert.rejects(sessions.update(token, { data: nested }), refusal, inspect(bad));
      }
    }
    await assert.rejects(sessions.update(token, {}), {
      argument: 'data',
      message: 'data is required',
    });
    await assert.rejects(sessions.update(token, { data, previous: token }), {
      argument: 'previous',
    });
    assert.deepEqual((await sessions.get(token)).data, data);
    const absent = Object.assign(Object.create(null), { a: undefined, b: 1 });
    assert.deepEqual((await sessions.get(await sessions.create(session, { data: absent }))).data, {
      b: 1,
    });
  });
});

describe('an app', () => {
  test('is required', () => {
    for (const bad of [undefined, '', 5, ' wx']) {
      assert.throws(() => new LoginSessions({ appid: bad }), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'appid',
      });
    }
    assert.throws(() => new LoginSessions(), { argument: 'options' });
  });

  test('knows no token of another, and does it no harm', async () => {
    const store = new Map();
    const { sessions } = setUp({ store });
    const other = setUp({ store, appid: 'wx00000000000000a2' }).sessions;
    const token = await sessions.create(session);
    assert.equal(await other.get(token), undefined);
    assert.equal(await other.update(token, { data: 1 }), false);
    assert.notEqual(await other.create(session, { previous: token }), token);
    await other.delete(token);
    await other.deleteAll({ openid });
    assert.deepEqual((await sessions.get(token)).sessionKey, [KEY]);
  });

  test('knows no token of another environment, by its prefix', async () => {
    const store = new Map();
    const { sessions } = setUp({ store });
    const staging = setUp({ store, prefix: 'staging' }).sessions;
    const token = await staging.create(session);
    assert.equal(await sessions.get(token), undefined);
    await sessions.delete(token);
    await sessions.deleteAll({ openid });
    assert.equal((await staging.get(token)).openid, openid);
    for (const key of store.keys()) assert.match(key, /^(staging|wx-unionid):login/);
    for (const prefix of ['', 'a b', 'a\n', 'é', 5, null, 'x'.repeat(101)]) {
      assert.throws(() => setUp({ prefix }), { argument: 'prefix' });
    }
  });
});

describe('a user who is logged out everywhere', () => {
  for (const [name, makeStore] of [
    ['in memory', () => undefined],
    ['in a store', () => new Map()],
  ]) {
    test(`${name}: has no session, in the very millisecond too, and others have theirs`, async () => {
      const { sessions } = setUp({ store: makeStore() });
      const [one, two] = [await sessions.create(session), await sessions.create(session)];
      const other = await sessions.create({ openid: 'another' });
      for (let time = 0; time < 3; time++) {
        await sessions.deleteAll({ openid });
        for (const token of [one, two]) assert.equal(await sessions.get(token), undefined);
        assert.equal((await sessions.get(other)).openid, 'another');
        const next = await sessions.create(session, { previous: one });
        assert.notEqual(next, one);
        assert.equal((await sessions.get(next)).openid, openid);
        await sessions.deleteAll({ openid });
        assert.equal(await sessions.get(next), undefined);
      }
    });
  }

  test('stays so for as long as any of the sessions could have lived', async () => {
    const store = recordingStore();
    const { sessions } = setUp({ store });
    await sessions.deleteAll({ openid });
    const [{ key, ttl }] = store.calls;
    assert.equal(partOf(key), 'login-epoch');
    assert.ok(ttl >= MAX_LIFE * 1000 + 600_000, 'by clocks that differ by 5 minutes each way');
  });

  test('is not forgotten by memory that is full while a session of before is used', async () => {
    const { sessions } = setUp({ maxInMemory: 4 });
    const token = await sessions.create(session);
    await sessions.deleteAll({ openid });
    for (let count = 0; count < 10; count++) {
      await sessions.create({ openid: `user ${count}` });
      assert.equal(await sessions.get(token), undefined);
    }
  });

  test('is named by an openid', async () => {
    const { sessions } = setUp();
    for (const [user, argument] of [
      [undefined, 'user'],
      [openid, 'user'],
      [{}, 'openid'],
      [{ openid: '' }, 'openid'],
      [{ openid, appid }, 'appid'],
    ]) {
      await assert.rejects(sessions.deleteAll(user), { code: 'ERR_INVALID_ARGUMENT', argument });
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
    assert.equal(store.count('set'), 1 + 10);
    const used = store.calls.filter(({ operation }) => operation === 'set').slice(1);
    assert.deepEqual(new Set(used.map(({ key }) => partOf(key))), new Set(['login-used']));
  });

  test('comes at the end of the longest life, however often a session is used', async () => {
    for (const store of [undefined, new Map()]) {
      const { sessions, clock } = setUp({ store });
      const token = await sessions.create(session);
      for (let used = 0; used < MAX_LIFE; used += TTL / 2) {
        assert.equal((await sessions.get(token)).openid, openid, `${used} s`);
        await sessions.create(nextSession, { previous: token });
        clock.now += TTL * 500;
      }
      assert.equal(await sessions.get(token), undefined);
      assert.notEqual(await sessions.create(session, { previous: token }), token);
    }
  });

  test('comes after 30 days or after the ttl by default', async () => {
    const day = 86_400_000;
    for (const [options, days] of [
      [{}, 30],
      [{ ttlSeconds: 90 * 86_400 }, 90],
      [{ maxLifeSeconds: 3 * 86_400 }, 3],
    ]) {
      let now = START;
      const store = recordingStore();
      const sessions = new LoginSessions({ appid, store, now: () => now, ...options });
      const token = await sessions.create(session);
      assert.equal(store.calls.at(-1).ttl, days * day);
      for (let at = 0; at < days; at++) {
        assert.equal((await sessions.get(token)).openid, openid, `day ${at} of ${days}`);
        now += day;
      }
      assert.equal(await sessions.get(token), undefined, `day ${days}`);
    }
  });

  test('is told to the store, in whole milliseconds', async () => {
    const store = recordingStore();
    const { sessions, clock } = setUp({ store });
    const token = await sessions.create(session);
    clock.now += TTL * 500 + 0.25;
    await sessions.create(nextSession, { previous: token, data: 1 });
    await sessions.deleteAll({ openid });
    const sets = store.calls.filter(({ operation }) => operation === 'set');
    assert.deepEqual(Object.fromEntries(sets.map(({ key, ttl }) => [partOf(key), ttl])), {
      login: MAX_LIFE * 1000,
      'login-data': MAX_LIFE * 1000 - TTL * 500,
      'login-epoch': MAX_LIFE * 1000 + 600_000,
      'login-renewed': MAX_LIFE * 1000 - TTL * 500,
      'login-used': TTL * 1000,
    });
  });

  test('needs a clock: without one the call is refused', async () => {
    const { sessions, clock } = setUp();
    const token = await sessions.create(session);
    for (const now of [Number.NaN, undefined, Number.POSITIVE_INFINITY, -1, 'today']) {
      clock.now = now;
      for (const call of [() => sessions.get(token), () => sessions.create(session)]) {
        await assert.rejects(call, { code: 'ERR_INVALID_ARGUMENT', argument: 'now' });
      }
    }
    clock.now = 0;
    assert.ok(await sessions.get(await sessions.create(session)));
  });

  test('is a number of seconds', () => {
    for (const name of ['ttlSeconds', 'maxLifeSeconds']) {
      for (const bad of [0, -1, 0.5, Number.NaN, '60', null, 315_360_001]) {
        assert.throws(() => setUp({ [name]: bad }), { argument: name }, `${name}: ${bad}`);
      }
    }
  });
});

describe('a clock that jumps', () => {
  const YEAR = 365 * 24 * 3600 * 1000;

  for (const [name, store] of Object.entries({ memory: undefined, 'a store': new Map() })) {
    test(`${name}: forward: no session, and none lives longer for it`, async () => {
      const { sessions, clock } = setUp({ store, onStoreFailure() {} });
      const token = await sessions.create(session);
      clock.now += YEAR;
      assert.equal(await sessions.get(token), undefined);
      const next = await sessions.create(session, { previous: token });
      assert.notEqual(next, token);
      clock.now = START + MAX_LIFE * 1000;
      for (const over of [token, next]) assert.equal(await sessions.get(over), undefined);
    });

    test(`${name}: back: no session until the clock is right again`, async () => {
      const failures = [];
      const { sessions, clock } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
      const token = await sessions.create(session);
      clock.now -= YEAR;
      assert.equal(await sessions.get(token), undefined);
      assert.deepEqual(failures, [{ operation: 'get', reason: 'corrupt' }]);
      clock.now += YEAR;
      assert.equal((await sessions.get(token)).openid, openid);
    });
  }
});

describe('a session key that WeChat has replaced', () => {
  test('is kept as the one before, with the token that the client has', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    assert.equal(await sessions.create(nextSession, { previous: token }), token);
    assert.deepEqual((await sessions.get(token)).sessionKey, [NEXT_KEY, KEY]);
  });

  test('still opens what the client encrypted before', async () => {
    const { input } = read('decrypt/official-user-info.json');
    const { sessions } = setUp();
    const token = await sessions.create({ openid, session_key: input.sessionKey });
    await sessions.create(nextSession, { previous: token });
    const { sessionKey } = await sessions.get(token);
    const { data, sessionKeyIndex } = decrypt({ ...input, sessionKey });
    assert.equal(sessionKeyIndex, 1);
    assert.equal(data.openId, openid);
  });

  test('is kept for a user whose unionid is known, too', async () => {
    const { sessions } = setUp();
    const token = await sessions.create({ ...session, unionid: 'u' });
    for (const [unionid, known] of [
      [undefined, 'u'],
      ['v', 'v'],
      [undefined, 'v'],
    ]) {
      await sessions.create({ ...nextSession, unionid }, { previous: token });
      assert.equal((await sessions.get(token)).unionid, known);
    }
  });

  test('is dropped when there are two newer ones', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    for (const session_key of [NEXT_KEY, LAST_KEY]) {
      await sessions.create({ openid, session_key }, { previous: token });
    }
    assert.deepEqual((await sessions.get(token)).sessionKey, [LAST_KEY, NEXT_KEY]);
  });

  test('is kept once if it is the same one again', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    await sessions.create(session, { previous: token });
    assert.deepEqual((await sessions.get(token)).sessionKey, [KEY]);
    await sessions.create(nextSession, { previous: token });
    await sessions.create(session, { previous: token });
    assert.deepEqual((await sessions.get(token)).sessionKey, [KEY, NEXT_KEY]);
  });

  test('is not given to another user, who gets a new token', async () => {
    const { sessions } = setUp();
    const token = await sessions.create(session);
    const other = await sessions.create(
      { openid: 'another', session_key: NEXT_KEY },
      { previous: token },
    );
    assert.notEqual(other, token);
    const [mine, theirs] = [await sessions.get(token), await sessions.get(other)];
    assert.deepEqual([mine.openid, mine.sessionKey], [openid, [KEY]]);
    assert.deepEqual([theirs.openid, theirs.sessionKey], ['another', [NEXT_KEY]]);
  });

  test('is not kept for an unknown token, which is not reused', async () => {
    const { sessions, clock } = setUp();
    const [ended, loggedOut] = [await sessions.create(session), await sessions.create(session)];
    await sessions.delete(loggedOut);
    clock.now += TTL * 1000;
    for (const token of [ended, loggedOut, someToken(), 'garbage', undefined]) {
      const created = await sessions.create(nextSession, { previous: token });
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
    await sessions.create(nextSession, { previous: token });
    await sessions.delete(token);
    await sessions.deleteAll({ openid });
    const sha256 = (text) => createHash('sha256').update(text).digest('hex');
    const keys = ['login', 'login-used', 'login-renewed', 'login-data'].map(
      (part) => `wx-unionid:${part}:${appid}:${sha256(token)}`,
    );
    const epoch = `wx-unionid:login-epoch:${appid}:${sha256(openid)}`;
    assert.deepEqual(new Set(store.calls.map(({ key }) => key)), new Set([...keys, epoch]));
    assert.ok(!JSON.stringify(store.calls).includes(token));
  });

  test('keeps nothing of a session key after the logout', async () => {
    const store = new Map();
    const { sessions } = setUp({ store });
    const token = await sessions.create(session, { data: 1 });
    await sessions.create(nextSession, { previous: token });
    assert.deepEqual(partsIn(store)['login-renewed'].keys, [NEXT_KEY, KEY]);
    await sessions.delete(token);
    assert.equal(store.size, 0);
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

  test('tells all instances of a logout at once', async () => {
    const store = new Map();
    const [first, second] = [setUp({ store }).sessions, setUp({ store }).sessions];
    const token = await first.create(session);
    assert.equal((await second.get(token)).openid, openid);
    await second.delete(token);
    assert.equal(await first.get(token), undefined);
    assert.equal(store.size, 0);
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

  test('is not filled by logouts with invented tokens', async () => {
    const { sessions } = setUp({ maxInMemory: 2 });
    const token = await sessions.create(session);
    for (let count = 0; count < 5; count++) await sessions.delete(someToken());
    assert.equal((await sessions.get(token))?.openid, openid);
  });

  test('keeps used sessions rather than new ones', async () => {
    const { sessions } = setUp({ maxInMemory: 3 });
    const used = await sessions.create(session);
    for (let count = 0; count < 10; count++) {
      await sessions.create({ openid: `user ${count}` });
      assert.equal((await sessions.get(used))?.openid, openid);
    }
  });

  test('is a number of entries', () => {
    for (const maxInMemory of [0, -1, Number.NaN, '5', null]) {
      assert.throws(() => setUp({ maxInMemory }), {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'maxInMemory',
      });
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

  test('that the host lacks must be given, and the error says where to get them', async () => {
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
