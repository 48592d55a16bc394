// The stores that docs/sessions.md shows, as it shows them, with a real Redis.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { createKeyv } from '@keyv/redis';
import { createCache } from 'cache-manager';
import { Redis } from 'ioredis';

import { root } from '../../tools/run.mjs';
import { install, load } from '../package/installed.mjs';
import { startRedis } from '../servers/redis.mjs';
import { setImpatient, storeTimeoutMs } from './patience.mjs';

const { esm } = await load(install());
const { LoginSessions } = esm;
const given = { createCache, createKeyv, Redis };
const appid = 'wx4f4bc4dec97d474b';
const openid = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE';
const session = { openid, session_key: 'tiihtNczf5v6AKRyjwEUhQ==' };

for (const name of ['docs/sessions.md', 'docs/sessions.zh-CN.md']) {
  const text = readFileSync(join(root, name), 'utf8');
  const samples = [...text.matchAll(/```js\n(import .*?)```/gs)].map(([, sample]) => sample);
  const libraries = samples.map((sample) => [...sample.matchAll(/from '(.*)'/g)].at(-1)[1]);

  test(`${name} shows three stores`, () => {
    assert.deepEqual(libraries, ['@keyv/redis', 'ioredis', 'cache-manager']);
  });

  for (const [at, library] of libraries.entries()) {
    test(`${name}: ${library}`, { timeout: 120_000 }, async (t) => {
      const server = await startRedis();
      t.after(() => server.kill());
      const own = new Redis(server.url);
      own.on('error', () => {});
      t.after(() => own.disconnect());
      const { store, close } = storeOf(samples[at], server.url);
      t.after(close);

      let now = Date.UTC(2025, 0, 1);
      const failures = [];
      const onStoreFailure = (it) => failures.push(it);
      const options = { appid, store, storeTimeoutMs, now: () => now, onStoreFailure };
      const [first, second] = [new LoginSessions(options), new LoginSessions(options)];
      const token = await first.create(session, { data: { userId: 'u' } });
      now += 86_400_000;
      assert.deepEqual(await second.get(token), { appid, openid, data: { userId: 'u' } });
      await second.update(token, { data: { userId: 'v' } });
      assert.deepEqual((await first.get(token)).data, { userId: 'v' });
      const keys = await own.keys('*');
      assert.equal(keys.length, 3);
      for (const key of keys) assert.ok((await own.pttl(key)) > 600_000_000, 'it ends by itself');

      await second.deleteAll({ openid });
      assert.equal(await first.get(token), undefined);
      const next = await first.create(session);
      await second.delete(next);
      assert.equal(await first.get(next), undefined);
      assert.deepEqual(failures, []);

      await server.kill();
      setImpatient(true);
      t.after(() => setImpatient(false));
      await assert.rejects(first.get(token), { code: 'ERR_STORE_UNAVAILABLE', operation: 'get' });
      await assert.rejects(second.create(session), { code: 'ERR_STORE_UNAVAILABLE' });
      assert.ok(failures.length >= 1);
    });
  }
}

/** What a sample makes of the names that it imports. */
function storeOf(sample, url) {
  const body = sample.replaceAll(/^import .*$/gm, '');
  const make = new Function(
    'url',
    ...Object.keys(given),
    `${body}; return { store, redis: typeof redis === 'object' && redis };`,
  );
  const { store, redis } = make(url, ...Object.values(given));
  // Both tell of a lost connection by an event, too.
  if (redis) redis.on('error', () => {});
  else store.on('error', () => {});
  return { store, close: () => (redis ? redis.disconnect() : store.store.client.destroy()) };
}
