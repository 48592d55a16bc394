// The example gives every follower's row its unionid, with PostgreSQL, Redis and a fake WeChat, and
// is killed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { installProject } from '../package/installed.mjs';
import { appid, prepare } from './backfill.mjs';

/** Something waits for what does not come. */
const TIMEOUT = 600_000;

const folder = installProject('examples/backfill');

const [FOLLOWERS, PAGE_SIZE] = process.env.WX_UNIONID_DEEP ? [50_000, '5000'] : [5000, '1000'];

/** All that it needs, ended after the test. */
async function begin(t, options) {
  const ends = [];
  t.after(async () => {
    for (const end of ends.reverse()) await end();
  });
  const site = await prepare((end) => ends.push(end), { folder, ...options });
  await site.database.query(readFileSync(join(folder, 'tables.sql'), 'utf8'));
  return site;
}

/** That each follower has one row with the right unionid, and that nothing is left to do. */
async function assertComplete({ database, wechat, names }) {
  const { rows } = await database.query('SELECT openid, unionid FROM identities ORDER BY openid');
  const expected = names.map((name) => ({
    openid: wechat.openid(appid, name),
    unionid: wechat.unionid(appid, name),
  }));
  const inOrder = (one, other) => (one.openid < other.openid ? -1 : 1);
  assert.deepEqual(rows.sort(inOrder), expected.sort(inOrder));
  assert.equal((await database.query('SELECT FROM batches')).rowCount, 0);
}

/** Remembers each writing of a row. */
function watch(database) {
  return database.query(`
    CREATE TABLE writings (openid TEXT NOT NULL);
    CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO writings VALUES (NEW.openid); RETURN NULL; END $$;
    CREATE TRIGGER remember AFTER INSERT OR UPDATE ON identities
      FOR EACH ROW EXECUTE FUNCTION remember();`);
}

async function assertWrittenOnce({ database, names }) {
  const count =
    'SELECT count(*)::integer AS all, count(DISTINCT openid)::integer AS each FROM writings';
  const { rows } = await database.query(count);
  assert.deepEqual(rows, [{ all: names.length, each: names.length }]);
}

test('examples/backfill keeps to the types', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc], { cwd: folder, encoding: 'utf8' });
});

test('every row gets its unionid, none is overwritten, and what contradicts each other is shown', {
  timeout: TIMEOUT,
}, async (t) => {
  const site = await begin(t, { followers: 1000, env: { PAGE_SIZE: '200' } });
  const { database, wechat, names, asked } = site;
  const openids = names.map((name) => wechat.openid(appid, name));
  const unionids = names.map((name) => wechat.unionid(appid, name));
  const insert = 'INSERT INTO identities (appid, openid, unionid) VALUES ($1, $2, $3)';
  for (const row of [
    [openids[0], null],
    [openids[1], 'oAnother'],
    ['oTwin', unionids[2]],
    [unionids[3], null],
    [openids[4], unionids[4]],
  ]) {
    await database.query(insert, [appid, ...row]);
  }
  // One who was listed by an earlier run, and has left since.
  wechat.users[names[999]].follows = [];
  await database.query('INSERT INTO lists (appid, total, listed) VALUES ($1, 1000, 1)', [appid]);
  const batch = 'INSERT INTO batches (appid, openids) VALUES ($1, $2)';
  await database.query(batch, [appid, [openids[999]]]);
  const waiting = [];
  site.requests.on('users', () => waiting.push(database.query('SELECT FROM batches')));
  const backfill = site.start(2);
  assert.deepEqual(await backfill.ended, [0, null], backfill.stderr);

  const { rows } = await database.query('SELECT openid, unionid FROM identities');
  const found = new Map(rows.map(({ openid, unionid }) => [openid, unionid]));
  assert.equal(rows.length, 1002);
  const expected = [...unionids];
  expected[1] = 'oAnother';
  expected[999] = null;
  assert.deepEqual(
    openids.map((openid) => found.get(openid)),
    expected,
  );

  const [twoUnionids, twoOpenids, openidIsUnionid] = [
    'two_unionids',
    'two_openids',
    'openid_is_unionid',
  ].map((kind) => backfill.conflicts.filter(({ conflict }) => conflict === kind));
  assert.equal(backfill.conflicts.length, 3);
  assert.deepEqual(
    twoUnionids.map(({ openid }) => openid),
    [openids[1]],
  );
  assert.deepEqual(new Set(twoUnionids[0].unionids), new Set(['oAnother', unionids[1]]));
  assert.deepEqual(new Set(twoOpenids[0].openids), new Set(['oTwin', openids[2]]));
  assert.deepEqual(openidIsUnionid[0].user, { appid, openid: openids[3] });
  assert.match(backfill.stderr, /100% \| 1000 of 1000 \| \d+ rows\/s \| 0s left/);
  assert.match(backfill.stderr, /^Conflicts: 3$/m);

  // One token for three processes, one question for the total, one for each page and one for the
  // end.
  assert.deepEqual([asked.token.length, asked.list.length, asked.users.length], [1, 7, 11]);
  // However many followers there are: one page, and what eight jobs have in hand.
  const most = Math.max(...(await Promise.all(waiting)).map(({ rowCount }) => rowCount));
  assert.ok(most <= 10, `${most} batches at a time`);
});

for (const keeps of [true, false]) {
  const how = keeps ? 'comes back with what it kept' : 'has lost everything';
  test(`workers and a Redis that ${how} are killed in the middle: no row is missing, none is written twice`, {
    timeout: TIMEOUT,
  }, async (t) => {
    const site = await begin(t, { followers: FOLLOWERS, keeps, env: { PAGE_SIZE } });
    const { database, redis } = site;
    await watch(database);
    const requests = FOLLOWERS / 100;
    const killed = () => backfill.killWorker();
    /** What happens when that much of it is asked for, before the answer arrives. */
    const disasters = new Map(
      Object.entries({
        0.2: killed,
        0.3: () => whileWriting(database, killed),
        0.5: () => redis.restart(),
        0.6: () =>
          whileWriting(database, async () => {
            await redis.kill();
            await killed();
          }).then(() => redis.restart()),
        0.8: () => Promise.all([redis.restart(), killed()]),
      }).map(([share, disaster]) => [Math.round(share * requests), disaster]),
    );
    let calm = Promise.resolve();
    site.requests.on('users', (count) => {
      const disaster = disasters.get(count);
      if (disaster) calm = calm.then(disaster);
    });
    const backfill = site.start(2);
    assert.deepEqual(await backfill.ended, [0, null], backfill.stderr);
    await calm;
    await assertComplete(site);
    await assertWrittenOnce(site);
    assert.match(backfill.stderr, new RegExp(`100% \\| ${FOLLOWERS} of ${FOLLOWERS}`));
  });
}

/**
 * Does something when both workers, with four jobs each, wait to write rows. None of these rows is
 * written: by itself PostgreSQL would finish what a killed worker has sent.
 */
async function whileWriting(database, something) {
  const lock = await database.connect();
  try {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE identities IN SHARE MODE');
    const waiting = "FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    while ((await database.query(`SELECT ${waiting}`)).rowCount <= 4);
    await something();
    await database.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
  } finally {
    // Ends the connection, and so the lock.
    lock.release(true);
  }
}

test('killed as a whole, it goes on where it was', { timeout: TIMEOUT }, async (t) => {
  const site = await begin(t, { followers: 3000, env: { PAGE_SIZE: '1000' } });
  const { database, asked, requests } = site;
  await watch(database);
  const first = site.start(2);
  while (asked.users.length < 15) await once(requests, 'users');
  await first.kill();
  const before = asked.users.length;
  const { rows } = await database.query('SELECT cursor FROM lists');
  const { length } = asked.list;
  assert.equal((await database.query('SELECT FROM identities')).rowCount, 100 * before);

  const second = site.start(2);
  assert.deepEqual(await second.ended, [0, null], second.stderr);
  await assertComplete(site);
  await assertWrittenOnce(site);
  assert.equal(asked.users.length, 30);
  // After the total: the page after that of the cursor.
  assert.equal(asked.list[length + 1].next_openid, rows[0].cursor);
});

const emptyList = JSON.stringify({ total: 600, count: 0, next_openid: '' });
for (const [answer, failure] of [
  ['40003', { errcode: 40003 }],
  ['an empty list', { status: 200, body: emptyList }],
]) {
  test(`it begins anew when WeChat answers the cursor with ${answer}`, {
    timeout: TIMEOUT,
  }, async (t) => {
    const site = await begin(t, { followers: 600, env: { PAGE_SIZE: '300' } });
    await watch(site.database);
    // After the total and the first page.
    site.requests.on('list', (count) => {
      if (count === 2) site.wechat.fail({ endpoint: 'getFans', ...failure });
    });
    const backfill = site.start(1);
    assert.deepEqual(await backfill.ended, [0, null], backfill.stderr);
    await assertComplete(site);
    await assertWrittenOnce(site);
    const first = ({ next_openid = '' }) => next_openid === '';
    assert.ok(site.asked.list.filter(first).length >= 3, JSON.stringify(site.asked.list));
  });
}

test('all workers together keep to the limit of calls', { timeout: TIMEOUT }, async (t) => {
  const site = await begin(t, { followers: 500, env: { CALLS_PER_SECOND: '2' } });
  const { requests } = site;
  const client = connect(t, site);
  const counts = [];
  requests.on('users', () => counts.push(client.get(LIMIT)));
  const began = performance.now();
  const backfill = site.start(3);
  assert.deepEqual(await backfill.ended, [0, null], backfill.stderr);
  await assertComplete(site);
  // A page and five batches: two in each of three seconds, of which two were over.
  assert.ok(performance.now() - began > 2000);
  // They are counted in one place.
  assert.ok((await Promise.all(counts)).some(Boolean));
});

/** What BullMQ counts calls by, and keeps workers back with. */
const LIMIT = `bull:backfill-${appid}:limiter`;

function connect(t, { redis }) {
  const { Redis } = createRequire(join(folder, 'index.js'))('ioredis');
  const client = new Redis(redis.url);
  t.after(() => client.disconnect());
  return client;
}

test('where WeChat refuses, all workers pause, or it ends and can be continued', {
  timeout: TIMEOUT,
}, async (t) => {
  const site = await begin(t, { followers: 1000 });
  const { database, wechat } = site;
  const client = connect(t, site);
  const minute = 60_000;
  for (const [errcode, from, to] of [
    [45011, 1, minute],
    [45009, 1, 24 * 60 * minute],
  ]) {
    const mend = wechat.fail({ endpoint: 'batchUserInfo', errcode, times: Infinity });
    const backfill = site.start(1);
    await once(site.requests, 'users');
    await backfill.kill('SIGTERM');
    assert.match(backfill.stderr, /run it again/);
    const left = await client.pttl(LIMIT);
    assert.ok(left >= from && left <= to, `${errcode}: ${left}`);
    assert.equal((await database.query('SELECT FROM batches')).rowCount, 10);
    mend();
    await client.del(LIMIT);
  }

  const mend = wechat.fail({ endpoint: 'batchUserInfo', errcode: 48001, times: Infinity });
  const refused = site.start(1);
  assert.deepEqual(await refused.ended, [1, null]);
  assert.match(refused.stderr, /batch-\d+: .*48001/);
  mend();
  const backfill = site.start(1);
  assert.deepEqual(await backfill.ended, [0, null], backfill.stderr);
  await assertComplete(site);
});
