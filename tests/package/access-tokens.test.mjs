// AccessTokens: when WeChat is asked for a token, with which request, and what a store has to do
// with it.

import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { inspect } from 'node:util';

import { install, load } from './installed.mjs';

const { esm } = await load(install());
const { AccessTokens, MiniProgram, WxError } = esm;

const appid = 'wx4f4bc4dec97d474b';
const secret = 'marker-secret-0123456789abcdef';
const START = Date.UTC(2025, 0, 1);
const SECOND = 1000;
const LIFE = 7200 * SECOND;
const STORE_DEADLINE = 1000;

/** A WeChat that keeps what it was asked. `answer` is given the number of the request, from 1. */
function weChat(answer = fresh) {
  const requests = [];
  async function fetch(url, { method, body }) {
    requests.push({ method, url, body });
    return new Response(JSON.stringify(await answer(requests.length)));
  }
  return { requests, fetch };
}

/** Another token for each request. */
function fresh(number) {
  return { access_token: `marker-token-${number}`, expires_in: LIFE / SECOND };
}

function refusal(errcode) {
  return { errcode, errmsg: 'no' };
}

/** An AccessTokens with a WeChat and a clock of its own. */
function setUp({ answer, ...options } = {}) {
  const { requests, fetch } = weChat(answer);
  const clock = { now: START };
  const tokens = new AccessTokens({ appid, secret, fetch, now: () => clock.now, ...options });
  return { tokens, requests, clock };
}

/** A promise that is settled from outside. */
function gate() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** What a store of the shape of Keyv was called with. A Map below it does the work. */
function recordingStore(map = new Map()) {
  const calls = [];
  return {
    calls,
    map,
    get(key) {
      calls.push(['get', key]);
      return map.get(key);
    },
    set(...call) {
      calls.push(['set', ...call]);
      map.set(...call);
    },
    delete(key) {
      calls.push(['delete', key]);
      return map.delete(key);
    },
  };
}

function forced({ body }) {
  return body.includes('force_refresh');
}

describe('one request', () => {
  test('is under way for a thousand callers', async () => {
    const { tokens, requests } = setUp();
    const all = await Promise.all(Array.from({ length: 1000 }, () => tokens.get()));
    assert.deepEqual(new Set(all), new Set(['marker-token-1']));
    assert.equal(requests.length, 1);
  });

  test('asks for the stable token, in its normal mode', async () => {
    const { tokens, requests } = setUp();
    await tokens.get();
    const [{ method, url, body }] = requests;
    assert.equal(method, 'POST');
    assert.equal(url, 'https://api.weixin.qq.com/cgi-bin/stable_token');
    assert.deepEqual(JSON.parse(body), { grant_type: 'client_credential', appid, secret });
  });

  test('rejects all who wait if it fails, and the next call tries again', async () => {
    const { tokens, requests } = setUp({
      answer: (number) => (number === 1 ? refusal(-1) : fresh(number)),
    });
    const all = await Promise.allSettled(Array.from({ length: 1000 }, () => tokens.get()));
    assert.ok(all.every(({ reason }) => reason instanceof WxError && reason.errcode === -1));
    assert.equal(requests.length, 1);
    assert.equal(await tokens.get(), 'marker-token-2');
  });

  test('that got no answer is made again by the next call', async () => {
    const { tokens } = setUp({
      answer: (number) => (number === 1 ? Promise.reject(new TypeError('failed')) : fresh(number)),
    });
    await assert.rejects(tokens.get(), { code: 'ERR_NETWORK' });
    assert.equal(await tokens.get(), 'marker-token-2');
  });

  test('is not repeated where WeChat refuses the app or its secret', async () => {
    for (const errcode of [40001, 40125, 40164]) {
      const { tokens, requests } = setUp({ answer: () => refusal(errcode) });
      await assert.rejects(tokens.get(), {
        code: 'ERR_API',
        errcode,
        endpoint: 'getStableAccessToken',
      });
      assert.equal(requests.length, 1);
    }
  });

  test('is not made again for ten seconds where WeChat refuses to give a token', async () => {
    for (const errcode of [45009, 45011, 40164, 40125]) {
      const { tokens, requests, clock } = setUp({
        answer: (number) => (number === 1 ? refusal(errcode) : fresh(number)),
      });
      for (const after of [0, 0, 1, 9.999]) {
        clock.now = START + after * SECOND;
        await assert.rejects(tokens.get(), { code: 'ERR_API', errcode });
      }
      assert.equal(requests.length, 1);
      clock.now = START + 10 * SECOND;
      assert.equal(await tokens.get(), 'marker-token-2');
    }
  });

  test('is made again at once when the clock was set back, or by forceRefresh()', async () => {
    for (const again of [
      ({ tokens, clock }) => {
        clock.now -= SECOND;
        return tokens.get();
      },
      ({ tokens }) => tokens.forceRefresh(),
    ]) {
      const made = setUp({ answer: (number) => (number === 1 ? refusal(45009) : fresh(number)) });
      await assert.rejects(made.tokens.get(), { errcode: 45009 });
      assert.equal(await again(made), 'marker-token-2');
      assert.equal(await made.tokens.get(), 'marker-token-2');
    }
  });

  test('leaves no secret in its error, even if WeChat repeats it', async () => {
    const { tokens } = setUp({ answer: () => ({ errcode: 40125, errmsg: `bad ${secret}` }) });
    await assert.rejects(tokens.get(), (error) => {
      const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
      return error.errcode === 40125 && !shown.includes(secret);
    });
  });
});

describe('a token', () => {
  test('needs a clock: without one WeChat is not asked', async () => {
    const { tokens, requests, clock } = setUp();
    for (const now of [Number.NaN, undefined, Number.POSITIVE_INFINITY, -1, 'today', [START]]) {
      clock.now = now;
      await assert.rejects(tokens.get(), { code: 'ERR_INVALID_ARGUMENT', argument: 'now' });
    }
    assert.deepEqual(requests, []);
  });

  test('is kept until its renewal', async () => {
    const { tokens, requests, clock } = setUp();
    await tokens.get();
    clock.now = START + LIFE - 240 * SECOND - 1;
    assert.equal(await tokens.get(), 'marker-token-1');
    assert.equal(requests.length, 1);
  });

  test('is renewed at a random time between 240 and 60 seconds before its end', async (t) => {
    for (const [chance, before] of [
      [0, 60],
      [0.5, 150],
      [1, 240],
    ]) {
      const random = t.mock.method(Math, 'random', () => chance);
      const { tokens, clock } = setUp();
      await tokens.get();
      clock.now = START + LIFE - before * SECOND - 1;
      assert.equal(await tokens.get(), 'marker-token-1', `${before} s and a bit before its end`);
      clock.now += 1;
      assert.equal(await tokens.get(), 'marker-token-2', `${before} s before its end`);
      random.mock.restore();
    }
  });

  test('is not renewed by 200 processes at the same instant', async () => {
    const all = Array.from({ length: 200 }, () => setUp());
    await Promise.all(all.map(({ tokens }) => tokens.get()));
    const renewals = [];
    for (let before = 241; before >= 60; before--) {
      let count = 0;
      for (const { tokens, requests, clock } of all) {
        clock.now = START + LIFE - before * SECOND;
        const { length } = requests;
        await tokens.get();
        count += requests.length - length;
      }
      renewals.push(count);
    }
    const sum = renewals.reduce((left, right) => left + right);
    assert.equal(renewals[0], 0, 'none before its time');
    assert.equal(sum, 200, 'each one once');
    assert.ok(Math.max(...renewals) < 40, `spread: ${renewals}`);
  });

  test('of a short life is renewed half-way', async () => {
    const { tokens, requests, clock } = setUp({
      answer: (number) => ({ ...fresh(number), expires_in: 100 }),
    });
    await tokens.get();
    clock.now = START + 50 * SECOND - 1;
    await tokens.get();
    assert.equal(requests.length, 1);
    clock.now += 1;
    assert.equal(await tokens.get(), 'marker-token-2');
  });

  test('that cannot be renewed is used until its end, and then the failure is thrown', async () => {
    const { tokens, clock } = setUp({
      answer: (number) => (number === 1 ? fresh(1) : refusal(-1)),
    });
    await tokens.get();
    for (const before of [60, 40, 20, 0.001]) {
      clock.now = START + LIFE - before * SECOND;
      assert.equal(await tokens.get(), 'marker-token-1', `${before} s before its end`);
    }
    clock.now = START + LIFE;
    await assert.rejects(tokens.get(), { code: 'ERR_API', errcode: -1 });
  });

  test('that cannot be renewed is not asked for with each call, and renewed later', async () => {
    const { tokens, requests, clock } = setUp({
      answer: (number) => (number === 2 ? refusal(-1) : fresh(number)),
    });
    await tokens.get();
    clock.now = START + LIFE - 60 * SECOND;
    for (let call = 0; call < 100; call++) await tokens.get();
    assert.equal(requests.length, 2);
    clock.now += 30 * SECOND;
    assert.equal(await tokens.get(), 'marker-token-3');
  });
});

describe('a clock that jumps', () => {
  const YEAR = 365 * 24 * 3600 * SECOND;

  test('forward: a new token is asked for, once', async () => {
    const { tokens, requests, clock } = setUp();
    await tokens.get();
    clock.now += YEAR;
    for (let call = 0; call < 100; call++) assert.equal(await tokens.get(), 'marker-token-2');
    assert.equal(requests.length, 2);
  });

  test('back: the token is used until WeChat refuses it, and is then renewed', async () => {
    const refused = 'marker-token-1';
    const asked = [];
    const { tokens, clock } = setUp();
    const fetch = async (url) => {
      asked.push(new URL(url).searchParams.get('access_token'));
      return new Response(JSON.stringify(asked.at(-1) === refused ? refusal(42001) : {}));
    };
    const program = new MiniProgram({ appid, secret, tokens, fetch });
    await tokens.get();
    clock.now -= YEAR;
    assert.equal(await tokens.get(), refused);
    await program.request({ method: 'GET', path: '/wxa/x' });
    assert.deepEqual(asked, [refused, 'marker-token-2']);
  });

  test('back, with a store: what it holds counts as corrupt, and a new token is asked for', async () => {
    const store = new Map();
    await setUp({ store }).tokens.get();
    const failures = [];
    const later = setUp({
      store,
      onStoreFailure: (it) => failures.push(it),
      answer: () => fresh(2),
    });
    later.clock.now -= YEAR;
    assert.equal(await later.tokens.get(), 'marker-token-2');
    assert.deepEqual(failures, [{ operation: 'get', reason: 'corrupt' }]);
  });
});

describe('invalidate()', () => {
  test('makes the next call bring another token', async () => {
    const { tokens, requests } = setUp();
    await tokens.invalidate(await tokens.get());
    assert.equal(await tokens.get(), 'marker-token-2');
    assert.equal(requests.some(forced), false);
  });

  test('by a thousand callers makes one request', async () => {
    const { tokens, requests } = setUp();
    const token = await tokens.get();
    const all = await Promise.all(
      Array.from({ length: 1000 }, async () => {
        await tokens.invalidate(token);
        return tokens.get();
      }),
    );
    assert.deepEqual(new Set(all), new Set(['marker-token-2']));
    assert.equal(requests.length, 2);
  });

  test('of a token that is no longer held is ignored', async () => {
    const { tokens, requests, clock } = setUp();
    const old = await tokens.get();
    await tokens.invalidate(old);
    await tokens.get();
    clock.now += 60 * SECOND;
    for (const token of [old, 'never held', '', undefined]) await tokens.invalidate(token);
    assert.equal(await tokens.get(), 'marker-token-2');
    assert.equal(requests.length, 2);
  });

  test('asks once for each token: the same one again makes no loop', async () => {
    const { tokens, requests, clock } = setUp({ answer: () => fresh(1) });
    for (let call = 0; call < 10; call++) {
      await tokens.invalidate(await tokens.get());
      clock.now += 60 * SECOND;
    }
    assert.equal(requests.length, 2);
  });

  test('takes a new token each time, and makes no storm: one request in a minute', async () => {
    const { tokens, requests, clock } = setUp();
    await tokens.invalidate(await tokens.get());
    for (let second = 0; second < 3600; second++) {
      clock.now = START + second * SECOND;
      await tokens.invalidate(await tokens.get());
    }
    assert.equal(requests.length, 1 + 60);
    clock.now += SECOND;
    assert.equal(await tokens.get(), 'marker-token-61', 'what is held counts');
  });

  test('by a client whose every request is refused makes no storm', async () => {
    let asked = 0;
    const fetch = async (url) => {
      const isToken = url.includes('stable_token');
      return Response.json(isToken ? fresh(++asked) : refusal(40001));
    };
    const program = new MiniProgram({ appid, secret, fetch, now: () => START });
    for (let call = 0; call < 100; call++) {
      const calls = [1, 2, 3].map(() => program.request({ method: 'GET', path: '/wxa/x' }));
      for (const { reason } of await Promise.allSettled(calls)) assert.equal(reason.errcode, 40001);
    }
    assert.equal(asked, 2);
  });

  test('holds after the clock was set back', async () => {
    const { tokens, clock } = setUp();
    await tokens.invalidate(await tokens.get());
    await tokens.get();
    clock.now -= LIFE;
    await tokens.invalidate('marker-token-2');
    assert.equal(await tokens.get(), 'marker-token-3');
  });

  test('while it is renewed does no harm: the new one is taken', async () => {
    const { promise, resolve } = gate();
    const { tokens, requests, clock } = setUp({
      answer: (number) => (number === 2 ? promise : fresh(number)),
    });
    const old = await tokens.get();
    clock.now = START + LIFE - 60 * SECOND;
    const renewed = tokens.get();
    await tokens.invalidate(old);
    resolve(fresh(2));
    assert.equal(await renewed, 'marker-token-2');
    assert.equal(await tokens.get(), 'marker-token-2');
    assert.equal(requests.length, 2);
  });

  test('while it is renewed: a renewal that fails does not bring the refused one back', async () => {
    const { promise, resolve } = gate();
    const { tokens, clock } = setUp({
      answer: (number) => (number === 2 ? promise : fresh(number)),
    });
    const old = await tokens.get();
    clock.now = START + LIFE - 60 * SECOND;
    const renewed = tokens.get();
    await tokens.invalidate(old);
    resolve(refusal(-1));
    await assert.rejects(renewed, { errcode: -1 });
    assert.equal(await tokens.get(), 'marker-token-3');
  });
});

describe('forceRefresh()', () => {
  test('sends force_refresh once, and nothing else ever does', async () => {
    const { tokens, requests, clock } = setUp();
    await tokens.get();
    assert.equal(await tokens.forceRefresh(), 'marker-token-2');
    assert.equal(await tokens.get(), 'marker-token-2');
    await tokens.invalidate('marker-token-2');
    await tokens.get();
    clock.now += LIFE;
    await tokens.get();
    assert.deepEqual(requests.map(forced), [false, true, false, false]);
    assert.equal(JSON.parse(requests[1].body).force_refresh, true);
  });

  test('waits for a request that is under way, and brings the new token all the same', async () => {
    for (const first of [fresh(1), refusal(-1)]) {
      const { promise, resolve } = gate();
      const { tokens, requests } = setUp({
        answer: (number) => (number === 1 ? promise : fresh(number)),
      });
      const got = Promise.allSettled([tokens.get()]);
      const refreshed = tokens.forceRefresh();
      resolve(first);
      await got;
      assert.equal(await refreshed, 'marker-token-2');
      assert.equal(await tokens.get(), 'marker-token-2');
      assert.deepEqual(requests.map(forced), [false, true]);
    }
  });

  test('by several callers at once is one: WeChat allows 20 a day, 30 seconds apart', async () => {
    const { tokens, requests } = setUp();
    const all = await Promise.all(Array.from({ length: 10 }, () => tokens.forceRefresh()));
    assert.deepEqual(new Set(all), new Set(['marker-token-1']));
    assert.equal(requests.length, 1);
  });

  test('by several callers in turn brings a new token each time', async () => {
    const { tokens } = setUp();
    for (const number of [1, 2, 3]) {
      assert.equal(await tokens.forceRefresh(), `marker-token-${number}`);
    }
  });

  test('writes the new token to the store without having read the old one', async () => {
    const store = recordingStore();
    const { tokens } = setUp({ store });
    await tokens.forceRefresh();
    assert.deepEqual(
      store.calls.map(([operation]) => operation),
      ['set'],
    );
  });

  test('that fails is reported, and the current token is kept', async () => {
    const { tokens } = setUp({
      answer: (number) => (number === 1 ? fresh(1) : refusal(45009)),
    });
    await tokens.get();
    await assert.rejects(tokens.forceRefresh(), { code: 'ERR_API', errcode: 45009 });
    assert.equal(await tokens.get(), 'marker-token-1');
  });
});

describe('the legacy token', () => {
  test('is asked for with GET /cgi-bin/token', async () => {
    const { tokens, requests } = setUp({ legacy: true });
    await tokens.get();
    const [{ method, url, body }] = requests;
    const { origin, pathname, searchParams } = new URL(url);
    assert.deepEqual([method, body], ['GET', undefined]);
    assert.equal(`${origin}${pathname}`, 'https://api.weixin.qq.com/cgi-bin/token');
    assert.deepEqual(Object.fromEntries(searchParams), {
      grant_type: 'client_credential',
      appid,
      secret,
    });
  });

  test('is for one process only: it refuses a store', () => {
    assert.throws(() => setUp({ legacy: true, store: new Map() }), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'store',
    });
  });

  test('has no force_refresh', async () => {
    const { tokens, requests } = setUp({ legacy: true });
    await assert.rejects(tokens.forceRefresh(), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'legacy',
    });
    assert.equal(requests.length, 0);
  });
});

describe('a store', () => {
  test('is read before WeChat is asked, and written with how long the token lives', async () => {
    const store = recordingStore();
    const { tokens, requests } = setUp({
      store,
      answer(number) {
        assert.deepEqual(
          store.calls.map(([operation]) => operation),
          ['get'],
        );
        return fresh(number);
      },
    });
    await tokens.get();
    const [[, readKey], [, writtenKey, value, ttl]] = store.calls;
    assert.equal(readKey, writtenKey);
    assert.equal(typeof value, 'string');
    assert.equal(ttl, LIFE);
    assert.equal(requests.length, 1);
  });

  test('has a key for each app, without a secret in it', async () => {
    const keys = new Set();
    for (const app of [appid, 'wx0000000000000000']) {
      const store = recordingStore();
      await setUp({ store, appid: app }).tokens.get();
      for (const [, key] of store.calls) {
        keys.add(key);
        assert.ok(key.includes(app));
        assert.ok(!key.includes('marker'), key);
      }
    }
    assert.equal(keys.size, 2);
  });

  test('has a key for each server that is not WeChat’s: none is sent the token of another', async () => {
    const store = recordingStore();
    const hosts = {
      'https://api.weixin.qq.com': '',
      'https://sh.api.weixin.qq.com/': '',
      'http://api.weixin.qq.com': ':http://api.weixin.qq.com',
      'http://127.0.0.1:8080/staging': ':http://127.0.0.1:8080',
      'https://api.weixin.qq.com.evil.test': ':https://api.weixin.qq.com.evil.test',
      'https://evilweixin.qq.com': ':https://evilweixin.qq.com',
    };
    for (const [baseUrl, ofHost] of Object.entries(hosts)) {
      const answer = () => ({ access_token: `of${ofHost}`, expires_in: 7200 });
      const { tokens } = setUp({ store, baseUrl, answer });
      assert.equal(await tokens.get(), `of${ofHost}`);
      assert.equal(store.calls.at(-1)[1], `wx-unionid:access-token:${appid}${ofHost}`);
    }
  });

  test('keeps no token for longer than a day, whatever the reply says', async () => {
    const store = recordingStore();
    const answer = () => ({ access_token: 'marker-token-1', expires_in: 1e9 });
    const { tokens } = setUp({ store, answer });
    await tokens.get();
    assert.equal(store.calls.at(-1)[3], 24 * 3600 * SECOND);
    const { tokens: other, requests } = setUp({ store });
    assert.equal(await other.get(), 'marker-token-1');
    assert.equal(requests.length, 0);
  });

  test('holds the token, but not the AppSecret', async () => {
    const store = recordingStore();
    await setUp({ store }).tokens.get();
    assert.ok(!JSON.stringify([...store.map]).includes(secret));
  });

  test('is shared: the second instance asks nobody, and neither asks the other again', async () => {
    const store = new Map();
    const first = setUp({ store });
    const second = setUp({ store });
    assert.equal(await first.tokens.get(), await second.tokens.get());
    assert.deepEqual([first.requests.length, second.requests.length], [1, 0]);
  });

  test('brings the renewed token of one instance to the other', async () => {
    const store = new Map();
    const first = setUp({ store });
    const second = setUp({ store, answer: () => assert.fail('asked WeChat') });
    const old = await first.tokens.get();
    assert.equal(await second.tokens.get(), old);
    await first.tokens.invalidate(old);
    const renewed = await first.tokens.get();
    assert.equal(await second.tokens.get(), old, 'what it holds counts, until WeChat refuses it');
    await second.tokens.invalidate(old);
    assert.equal(await second.tokens.get(), renewed);
  });

  test('that parses what it keeps works', async () => {
    const map = new Map();
    const store = {
      get: (key) => map.get(key),
      set: (key, value) => void map.set(key, JSON.parse(value)),
      delete: (key) => map.delete(key),
    };
    await setUp({ store }).tokens.get();
    const { tokens, requests } = setUp({ store });
    assert.equal(await tokens.get(), 'marker-token-1');
    assert.equal(requests.length, 0);
  });

  test('that answers with promises works', async () => {
    const map = new Map();
    const store = {
      get: async (key) => map.get(key) ?? null,
      set: async (key, value) => map.set(key, value).size > 0,
      delete: async (key) => map.delete(key),
    };
    await setUp({ store }).tokens.get();
    const { tokens, requests } = setUp({ store });
    assert.equal(await tokens.get(), 'marker-token-1');
    assert.equal(requests.length, 0);
  });

  test('that holds an invalid token is overwritten', async () => {
    const cycle = {};
    cycle.self = cycle;
    const good = { token: 'other', lifeMs: LIFE, endsAt: START + LIFE };
    for (const value of [
      ...[undefined, null, '', 'text', '{', 'null', '[]', '5', 5, true, 10n, Symbol('symbol')],
      ...[{}, [], cycle, { toJSON: () => assert.fail('from toJSON') }, () => 'function'],
      ...[{ token: '' }, { token: 5 }, { endsAt: '2030' }, { endsAt: null }].map((change) =>
        JSON.stringify({ ...good, ...change }),
      ),
      ...[{ lifeMs: 0 }, { lifeMs: undefined }, { lifeMs: `${LIFE}` }, { more: 1 }].map((change) =>
        JSON.stringify({ ...good, ...change }),
      ),
      ...[0, -1].map((lifeMs) => JSON.stringify({ ...good, lifeMs, endsAt: START + SECOND })),
      // For longer than a token lives, or than its own life.
      ...[{ lifeMs: 1 }, { endsAt: 1e300 }, { lifeMs: 1e12, endsAt: START + 1e12 }].map((change) =>
        JSON.stringify({ ...good, ...change }),
      ),
      // A token goes into a URL.
      ...['other\r\nX: y', 'other 1', '其他'].map((token) => JSON.stringify({ ...good, token })),
      JSON.stringify({ appid, openid: 'o', keys: [], createdAt: START }),
      `{"__proto__":${JSON.stringify(good)}}`,
    ]) {
      const failures = [];
      const store = recordingStore();
      store.get = () => value;
      const { tokens } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
      assert.equal(await tokens.get(), 'marker-token-1', inspect(value));
      assert.equal(store.calls.length, 1);
      const isAbsent = value === undefined || value === null;
      assert.deepEqual(failures, isAbsent ? [] : [{ operation: 'get', reason: 'corrupt' }]);
    }
  });

  test('may answer to set() with anything: itself, say, as a Map does', async () => {
    const store = recordingStore();
    store.set = () => store;
    store.itself = store;
    assert.equal(await setUp({ store }).tokens.get(), 'marker-token-1');
  });

  test('does not bring back a token that WeChat has refused', async () => {
    const store = new Map();
    const { tokens, requests } = setUp({ store });
    await tokens.invalidate(await tokens.get());
    assert.equal(await tokens.get(), 'marker-token-2');
    assert.equal(requests.length, 2);
  });

  test('does not bring a token that is about to end', async () => {
    for (const [before, expected] of [
      [241, 'marker-token-1'],
      [60, 'other-1'],
      [0, 'other-1'],
      [-100, 'other-1'],
    ]) {
      const store = new Map();
      await setUp({ store }).tokens.get();
      const late = setUp({ store, answer: () => ({ ...fresh(1), access_token: 'other-1' }) });
      late.clock.now = START + LIFE - before * SECOND;
      assert.equal(await late.tokens.get(), expected, `${before} s before its end`);
    }
  });

  test('brings a token until it is to be renewed, and not at that moment', async (t) => {
    t.mock.method(Math, 'random', () => 0);
    for (const [before, expected] of [
      [60.001, 'marker-token-1'],
      [60, 'other-1'],
    ]) {
      const store = new Map();
      await setUp({ store }).tokens.get();
      const late = setUp({ store, answer: () => ({ ...fresh(1), access_token: 'other-1' }) });
      late.clock.now = START + LIFE - before * SECOND;
      assert.equal(await late.tokens.get(), expected, `${before} s before its end`);
    }
  });

  test('that holds our own token does not put off its renewal', async (t) => {
    const chances = [1, 0];
    t.mock.method(Math, 'random', () => chances.shift() ?? 0);
    const { tokens, clock } = setUp({ store: new Map() });
    await tokens.get();
    clock.now = START + LIFE - 240 * SECOND;
    assert.equal(await tokens.get(), 'marker-token-2');
  });

  test('may be written by a process whose clock is five minutes ahead, and no more', async () => {
    for (const [ahead, expected] of [
      [300 * SECOND, 'other'],
      [300 * SECOND + 1, 'marker-token-1'],
    ]) {
      const value = { token: 'other', lifeMs: LIFE, endsAt: START + LIFE + ahead };
      const store = { ...recordingStore(), get: () => JSON.stringify(value) };
      const { tokens } = setUp({ store, onStoreFailure: () => {} });
      assert.equal(await tokens.get(), expected, `${ahead} ms`);
    }
  });

  test('without get(), set() or delete() is refused', () => {
    for (const store of [null, {}, 'redis://', { get() {}, set() {} }]) {
      assert.throws(() => setUp({ store }), { code: 'ERR_INVALID_ARGUMENT', argument: 'store' });
    }
  });
});

describe('a store that fails', () => {
  /** An error as stores throw them: with the key, the value and the address in it. */
  function storeError() {
    const error = new Error(`SET marker-key marker-token-1 on redis://:${secret}@10.0.0.1`);
    return Object.assign(error, {
      code: 'ECONNREFUSED',
      address: secret,
      args: [secret],
      cause: new Error(secret),
    });
  }

  const ways = {
    'by throwing': () => {
      throw storeError();
    },
    'by rejecting': () => Promise.reject(storeError()),
    'behind promises of another kind': () => ({
      // biome-ignore lint/suspicious/noThenProperty: that is the point.
      then: (_, reject) => reject(storeError()),
    }),
  };
  for (const [name, fail] of Object.entries(ways)) {
    test(`${name} is skipped, and the hook gets a code and nothing else`, async () => {
      const failures = [];
      const store = { get: fail, set: fail, delete: fail };
      const { tokens, requests } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
      assert.equal(await tokens.get(), 'marker-token-1');
      assert.equal(await tokens.get(), 'marker-token-1');
      assert.equal(requests.length, 1);
      assert.deepEqual(failures, [
        { operation: 'get', reason: 'failed', causeCode: 'ECONNREFUSED' },
        { operation: 'set', reason: 'failed', causeCode: 'ECONNREFUSED' },
      ]);
      assert.ok(!inspect(failures, { depth: 9, showHidden: true }).includes('marker'));
    });
  }

  test('with an error without a code that is safe to show is told without', async () => {
    for (const thrown of [
      new Error(secret),
      Object.assign(new Error(), { code: secret }),
      secret,
      undefined,
    ]) {
      const failures = [];
      const store = new Map();
      store.get = () => Promise.reject(thrown);
      await setUp({ store, onStoreFailure: (it) => failures.push(it) }).tokens.get();
      assert.deepEqual(failures, [{ operation: 'get', reason: 'failed' }]);
    }
  });

  test('needs no hook', async () => {
    const store = { get: ways['by rejecting'], set: ways['by throwing'], delete() {} };
    assert.equal(await setUp({ store }).tokens.get(), 'marker-token-1');
  });

  test('and a hook that fails too: the token is still returned', async () => {
    const store = { get: ways['by rejecting'], set: ways['by throwing'], delete() {} };
    const { tokens } = setUp({
      store,
      onStoreFailure() {
        throw new Error('from the hook');
      },
    });
    assert.equal(await tokens.get(), 'marker-token-1');
  });
});

describe('a store that hangs', { concurrency: false }, () => {
  /** Runs with time that stands still until it is told to go on. */
  function testWithTimers(name, run) {
    test(name, async () => {
      mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START });
      const unhandled = [];
      const collect = (reason) => unhandled.push(reason);
      process.on('unhandledRejection', collect);
      try {
        await run((ms) => mock.timers.tick(ms));
        // Rejections are told as unhandled once the microtasks are done.
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(unhandled, []);
      } finally {
        process.off('unhandledRejection', collect);
        mock.timers.reset();
      }
    });
  }

  /** A store whose calls are told, and settle when the test says so. */
  function hangingStore() {
    const called = { get: gate(), set: gate(), delete: gate() };
    const settle = { get: gate(), set: gate(), delete: gate() };
    const method = (operation) => () => {
      called[operation].resolve();
      return settle[operation].promise;
    };
    return {
      store: { get: method('get'), set: method('set'), delete: method('delete') },
      called,
      settle,
    };
  }

  testWithTimers('is waited for a second and no longer, and that is told', async (pass) => {
    const failures = [];
    const { store, called } = hangingStore();
    const { tokens, requests } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const got = tokens.get();
    await called.get.promise;
    pass(STORE_DEADLINE - 1);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(requests.length, 0, 'still waiting');
    pass(1);
    assert.equal(await got, 'marker-token-1');
    assert.deepEqual(failures, [{ operation: 'get', reason: 'timeout' }]);
  });

  testWithTimers('in get() is not asked to set(): its time is up', async (pass) => {
    const { store, called } = hangingStore();
    store.set = () => assert.fail('set() was called');
    const failures = [];
    const { tokens } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const got = tokens.get();
    await called.get.promise;
    pass(STORE_DEADLINE);
    await got;
    assert.equal(failures.length, 1);
  });

  testWithTimers('has its own time for each answer', async (pass) => {
    const failures = [];
    const { store, called, settle } = hangingStore();
    const { tokens } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const got = tokens.get();
    await called.get.promise;
    pass(600);
    settle.get.resolve(undefined);
    await called.set.promise;
    pass(STORE_DEADLINE - 1);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(failures, [], 'a millisecond is left');
    pass(1);
    assert.equal(await got, 'marker-token-1');
    assert.deepEqual(failures, [{ operation: 'set', reason: 'timeout' }]);
  });

  testWithTimers('makes a thousand callers wait once, together', async (pass) => {
    const failures = [];
    const { store, called } = hangingStore();
    const { tokens, requests } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const all = Promise.all(Array.from({ length: 1000 }, () => tokens.get()));
    await called.get.promise;
    pass(STORE_DEADLINE);
    assert.deepEqual(new Set(await all), new Set(['marker-token-1']));
    assert.equal(requests.length, 1);
    assert.equal(failures.length, 1);
  });

  testWithTimers('and fails later is not heard any more', async (pass) => {
    const failures = [];
    const { store, called, settle } = hangingStore();
    const { tokens } = setUp({ store, onStoreFailure: (it) => failures.push(it) });
    const got = tokens.get();
    await called.get.promise;
    pass(STORE_DEADLINE);
    await got;
    settle.get.reject(new Error(secret));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(failures.length, 1);
    assert.equal(await tokens.get(), 'marker-token-1');
  });

  testWithTimers('and answers later brings nothing back', async (pass) => {
    const { store, called, settle } = hangingStore();
    const { tokens } = setUp({ store });
    const got = tokens.get();
    await called.get.promise;
    pass(STORE_DEADLINE);
    await got;
    const late = { token: 'late', lifeMs: LIFE, endsAt: START + LIFE };
    settle.get.resolve(JSON.stringify(late));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await tokens.get(), 'marker-token-1');
  });
});
