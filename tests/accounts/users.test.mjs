// The users of the example, in the databases that are quick to start, and how old ones are
// repaired.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';

import { databases, load } from './databases.mjs';
import { ACCOUNT, PROGRAM, seenBy, testUsers } from './users.mjs';
// Here, so that the example is installed and PostgreSQL started once for both.
import './repair.mjs';

const { findOrCreateUser, findUser } = await load('users.js');

for (const [name, start] of Object.entries(databases)) testUsers(name, start);

test('PostgreSQL: a login that waits for a merge does not get the account that is gone', async (t) => {
  const pool = await databases.PostgreSQL(t);
  const first = await findOrCreateUser(pool, seenBy(PROGRAM, 'ming'));
  await findOrCreateUser(pool, seenBy(ACCOUNT, 'ming', null));

  const merging = await pool.connect();
  await merging.query('BEGIN');
  await findUser(merging, seenBy(ACCOUNT, 'ming'));
  const waiting = findOrCreateUser(pool, seenBy(ACCOUNT, 'ming', null));
  const waits = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  while ((await pool.query(waits)).rowCount === 0);
  await merging.query('COMMIT');
  merging.release();
  assert.equal(await waiting, first);
});

for (const name of ['docs/users.md', 'docs/users.zh-CN.md']) {
  test(`${name}: all apps move to another Open Platform account`, async (t) => {
    const pool = await databases.PostgreSQL(t);
    const apps = [PROGRAM, ACCOUNT];
    const [id] = await Promise.all(apps.map((app) => findOrCreateUser(pool, seenBy(app, 'ming'))));
    const [, sql] = readFileSync(join(root, name), 'utf8').match(/```sql\n(UPDATE users .*?)```/s);
    await pool.query(sql);
    const moved = apps.map((app) => findOrCreateUser(pool, seenBy(app, 'ming', 'another')));
    assert.deepEqual(await Promise.all(moved), [id, id]);
  });
}
