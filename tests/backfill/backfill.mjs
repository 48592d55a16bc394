// The backfill of the example, as its own processes, with a fake WeChat whose account many follow.

import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { fakeWeChat } from '../../pkg/dist/testing.js';
import { startPostgreSQL } from '../servers/postgresql.mjs';
import { startRedis } from '../servers/redis.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

export const appid = 'wx00000000000000b1';
const secret = '0123456789abcdef0123456789abcdef';

/**
 * A fake WeChat, a PostgreSQL and a Redis, and the backfill of the example in `folder` between
 * them. `after` is told what ends them.
 *
 * @param {(end: () => unknown) => void} after
 * @param {object} options
 * @param {string} options.folder
 * @param {number} options.followers
 * @param {boolean} [options.keeps] of Redis
 * @param {Record<string, string>} [options.env]
 */
export async function prepare(after, { folder, followers, keeps, env }) {
  const names = Array.from({ length: followers }, (_, at) => `follower ${at}`);
  const wechat = fakeWeChat({
    apps: { [appid]: { type: 'officialAccount', secret, openPlatform: 'ours' } },
    users: Object.fromEntries(names.map((name) => [name, { follows: [appid] }])),
  });
  /** What WeChat was asked, and an event for each with how often, before the answer arrives. */
  const asked = { token: [], list: [], users: [] };
  const requests = new EventEmitter();
  const onRequest = ({ path, query }) => {
    const endpoint = endpoints[path];
    requests.emit(endpoint, asked[endpoint].push(query));
  };
  const [url, postgresql, redis] = await Promise.all([
    serveWeChat(wechat, after, onRequest),
    startPostgreSQL(),
    startRedis({ keeps }),
  ]);
  const pg = createRequire(join(folder, 'index.js'))('pg');
  const database = new pg.Pool({ connectionString: postgresql.url });
  after(async () => {
    await database.end();
    await Promise.all([postgresql.kill(), redis.kill()]);
  });
  const settings = {
    ...process.env,
    DATABASE_URL: postgresql.url,
    REDIS_URL: redis.url,
    WX_APPID: appid,
    WX_SECRET: secret,
    WX_BASE_URL: url,
    CALLS_PER_SECOND: '0',
    ...env,
  };
  /** Starts it: `more` are other settings. */
  const start = (workers, more) => {
    const backfill = new Backfill(folder, workers, { ...settings, ...more });
    after(() => backfill.kill());
    return backfill;
  };
  return { wechat, names, asked, requests, database, redis, start };
}

const endpoints = {
  '/cgi-bin/stable_token': 'token',
  '/cgi-bin/user/get': 'list',
  '/cgi-bin/user/info/batchget': 'users',
};

class Backfill {
  /** What it has printed: conflicts, and everything else. */
  stdout = '';
  stderr = '';
  /** How it ended, with all of its workers: `[code, signal]`. */
  ended;
  #child;

  constructor(folder, workers, env) {
    const args = ['backfill.js', `--workers=${workers}`];
    const child = spawn(process.execPath, args, { cwd: folder, env });
    this.#child = child;
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        this[name] += chunk;
      });
    }
    this.ended = once(child, 'close');
  }

  /** `kill -9` of the worker that it has started last. It starts another in its place. */
  async killWorker() {
    const pids = () => [...this.stderr.matchAll(/^Worker (\d+)$/gm)].map(([, pid]) => Number(pid));
    const before = pids();
    process.kill(before.at(-1), 'SIGKILL');
    while (pids().length === before.length) await once(this.#child.stderr, 'data');
  }

  get conflicts() {
    return this.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** `kill -9` of it alone, unless it is another signal. Its workers end by themselves. */
  async kill(signal = 'SIGKILL') {
    this.#child.kill(signal);
    await this.ended;
  }
}
