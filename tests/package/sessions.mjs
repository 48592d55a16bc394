// LoginSessions with a clock and a store that a test holds.

import { createHash } from 'node:crypto';

import { install, load } from './installed.mjs';

export const { esm: wx } = await load(install());

export const START = Date.UTC(2025, 0, 1);
/** How long sessions live here, in seconds: after they were used, and at most. */
export const TTL = 1000;
export const MAX_LIFE = 100 * TTL;
export const KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
export const NEXT_KEY = 'AAECAwQFBgcICQoLDA0ODw==';
export const LAST_KEY = 'EBESExQVFhcYGRobHB0eHw==';
export const appid = 'wx4f4bc4dec97d474b';
export const openid = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE';
export const session = { openid, session_key: KEY };
export const nextSession = { openid, session_key: NEXT_KEY };

/** LoginSessions with a clock of their own. */
export function setUp(options) {
  const clock = { now: START };
  const now = () => clock.now;
  const times = { ttlSeconds: TTL, maxLifeSeconds: MAX_LIFE, now };
  return { sessions: new wx.LoginSessions({ appid, ...times, ...options }), clock };
}

let tokens = 0;

/** A token that nobody has been given, the same ones in each run. */
export function someToken() {
  return createHash('sha256').update(`token ${tokens++}`).digest('hex');
}

/** A promise that is settled from outside. */
export function gate() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** Lets everything go on that waits for nothing but its turn. */
export function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A Map with the shape of Keyv, which keeps what it was called with. */
export function recordingStore() {
  const calls = [];
  const map = new Map();
  const method = (operation) => (key, value, ttl) => {
    calls.push({ operation, key, value, ttl });
    return map[operation](key, value);
  };
  const count = (operation) => calls.filter((call) => call.operation === operation).length;
  return { calls, map, count, get: method('get'), set: method('set'), delete: method('delete') };
}

/** What a key of the store is of. */
export function partOf(key) {
  return /:(login[a-z-]*):/.exec(key)[1];
}

/** What the store has of a session, by what it is. */
export function partsIn(map) {
  return Object.fromEntries(Array.from(map, ([key, value]) => [partOf(key), JSON.parse(value)]));
}

/**
 * A store that takes its time, as one does that is behind a network: `holdCall(n, when)` keeps its
 * n-th call back, from 0, `before` or `after` it takes effect. `reached` says that it was called.
 */
export function slowStore() {
  const map = new Map();
  let calls = 0;
  let held;
  const method =
    (operation) =>
    async (...args) => {
      const hold = calls++ === held?.at ? held : undefined;
      const wait = async (when) => {
        if (hold?.when !== when) return;
        hold.reached.resolve();
        await hold.released.promise;
      };
      await wait('before');
      const answer = map[operation](...args);
      await wait('after');
      return answer;
    };
  return {
    map,
    get: method('get'),
    set: method('set'),
    delete: method('delete'),
    /** How many calls there were since this was asked. */
    counted() {
      const counted = calls;
      calls = 0;
      return counted;
    },
    holdCall(at, when) {
      calls = 0;
      held = { at, when, reached: gate(), released: gate() };
      return { reached: held.reached.promise, release: held.released.resolve };
    },
  };
}
