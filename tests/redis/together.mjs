// A test with several processes, a Redis and a WeChat.

import { test } from 'node:test';

import { install } from '../package/installed.mjs';
import { startRedis } from '../servers/redis.mjs';
import { startWeChat } from './wechat.mjs';
import { startWorker } from './workers.mjs';

const folder = install();

/** Something waits for an event that does not come. */
const TIMEOUT = 120_000;

/** A test with a Redis, a WeChat and processes of its own, which it leaves behind in no case. */
export function testTogether(name, run) {
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

/** Whether the time of these processes is up when their store does not answer at once. */
export function setImpatient(workers, impatient) {
  return Promise.all(workers.map((worker) => worker.call('setImpatient', impatient)));
}
