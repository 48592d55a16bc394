// A back end's process: the installed package, with Redis as its store. It does what it is told by
// messages `{ id, call, args }`, and answers with `{ id, value }` or `{ id, error }`. What it has
// to say by itself is `{ event }`.

import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';

import { load } from '../package/installed.mjs';
import { setImpatient, storeTimeoutMs } from './patience.mjs';
import { APPID, SECRET } from './wechat.mjs';

const [folder, redisUrl, baseUrl, openid] = process.argv.slice(2);
const { LoginSessions, OfficialAccount } = (await load(folder)).esm;

const redis = new KeyvRedis(redisUrl, { throwOnErrors: true });
const store = new Keyv(redis, { throwOnErrors: true });
const storeFailures = [];
store.on('error', () => tell({ event: 'redis lost' }));
redis.client.on('ready', () => tell({ event: 'redis ready' }));

/** It goes on when the test says so. */
let time = Date.now();

const shared = {
  store,
  storeTimeoutMs,
  now: () => time,
  onStoreFailure(failure) {
    storeFailures.push(failure);
    tell({ event: 'store failure' });
  },
};
const account = new OfficialAccount({
  appid: APPID,
  secret: SECRET,
  baseUrl,
  // A slow machine is no failure here.
  timeoutMs: 60_000,
  ...shared,
});
const sessionsWhich = (whenStoreFails) =>
  new LoginSessions({ appid: APPID, whenStoreFails, ...shared });
const sessions = { throw: sessionsWhich('throw'), memory: sessionsWhich('memory') };

/** Asks that many times, some at a time, and tells what became of it. */
async function ask({ count, atATime = 25 }) {
  const outcome = { done: 0, failures: [], longestMs: 0, storeFailures: [] };
  let left = count;
  let stopped = false;
  stop = () => {
    stopped = true;
  };
  const one = async () => {
    while (left-- > 0 && !stopped) {
      const started = performance.now();
      try {
        await account.userInfo({ openid });
        outcome.done++;
      } catch (error) {
        outcome.failures.push(`${error?.code} ${error?.message}`);
      }
      outcome.longestMs = Math.max(outcome.longestMs, performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return { ...outcome, storeFailures: storeFailures.splice(0) };
}

let stop = () => {};

const calls = {
  ask,
  stop: () => stop(),
  setTime(now) {
    time = now;
  },
  setImpatient,
  /** Calls a method of the sessions that do this when Redis fails. */
  async sessions(whenStoreFails, method, ...args) {
    const answer = await sessions[whenStoreFails][method](...args);
    return method === 'get' && answer ? { ...answer, sessionKey: answer.sessionKey } : answer;
  },
  takeStoreFailures: () => storeFailures.splice(0),
};

process.on('message', async ({ id, call, args }) => {
  try {
    tell({ id, value: (await calls[call](...args)) ?? null });
  } catch (error) {
    tell({ id, error: `${error?.stack}`, code: error?.code });
  }
});
// Whoever started us has gone, and a server's connections would keep us alive for ever.
process.on('disconnect', () => process.exit());
tell({ event: 'ready' });

function tell(message) {
  if (process.connected) process.send(message);
}
