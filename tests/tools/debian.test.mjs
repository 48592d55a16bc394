import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notInstalled, provide } from '../../tools/debian.mjs';
import { obtain } from '../../tools/setup.mjs';
import { Failure, Skipped } from '../../tools/step.mjs';

const missing = 'Redis is not installed: apt-get install redis-server';
const debian = ['redis-server'];
const there = { name: 'There', debian, locate: () => ({ path: '/usr/bin/there' }) };
const absent = { name: 'Redis', debian, locate: () => notInstalled('Redis', debian) };

test('an existing program is used, and a missing one gives one clear sentence', async (t) => {
  // Who is not root installs nothing.
  t.mock.method(process, 'getuid', () => 1000);
  assert.deepEqual(await provide({ there, absent }), {
    there: { path: '/usr/bin/there' },
    absent: { missing },
  });
});

test('without Redis its tests are skipped with the reason, and fail where all must run', async (t) => {
  const { CI } = process.env;
  t.after(() => {
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
  });
  const obtainWhere = (ci) => {
    process.env.CI = ci;
    return obtain(['redis'], { redis: Promise.resolve(notInstalled('Redis', debian)) });
  };
  const skipped = await obtainWhere('');
  assert.ok(skipped instanceof Skipped);
  assert.equal(skipped.reason, missing);
  await assert.rejects(
    obtainWhere('true'),
    (error) => error instanceof Failure && error.message === missing,
  );
});
