// A table that was kept by `unionid || openid`, and the runbook of docs/users.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';

import { emptyPostgreSQL, load, sqlOf } from './databases.mjs';

const { fakeWeChat } = await load('node_modules/wx-unionid/dist/testing.js');
const { linkIdentities, OfficialAccount } = await load('node_modules/wx-unionid/dist/index.js');
const { findOrCreateOldUser, repairFollowers } = await load('repair.js');
const { findOrCreateUser } = await load('users.js');

const PROGRAM = 'wx00000000000000a1';
const ACCOUNT = 'wx00000000000000b1';
const secret = '0123456789abcdef0123456789abcdef';

function aWeChat() {
  const bound = { secret, openPlatform: 'ours' };
  const follower = { follows: [ACCOUNT] };
  return fakeWeChat({
    apps: {
      [PROGRAM]: { type: 'miniProgram', ...bound },
      [ACCOUNT]: { type: 'officialAccount', ...bound },
    },
    users: { ming: follower, hong: follower, gang: follower, reader: follower, li: {}, zhao: {} },
    limits: { fansPerPage: 2 },
  });
}

async function oldTable(t) {
  const pool = await emptyPostgreSQL(t);
  await pool.query(`
    CREATE TABLE users (id SERIAL PRIMARY KEY, wechat_id VARCHAR(64) NOT NULL UNIQUE);
    ALTER TABLE users ALTER COLUMN id TYPE BIGINT;
    ${sqlOf('migrations/002_phones.sql')}`);
  const keep = async (id) => {
    const insert = 'INSERT INTO users (wechat_id) VALUES ($1) RETURNING id';
    return (await pool.query(insert, [id])).rows[0].id;
  };
  return { pool, keep };
}

test('every old user is found again by both ids, and only once', async (t) => {
  const wechat = aWeChat();
  const { pool, keep } = await oldTable(t);
  const account = new OfficialAccount({ appid: ACCOUNT, secret, fetch: wechat.fetch });
  const idsOf = (appid, user) => ({
    appid,
    openid: wechat.openid(appid, user),
    unionid: wechat.unionid(appid, user),
  });
  const before = {
    gang: await keep(wechat.openid(ACCOUNT, 'gang')),
    ming: await keep(wechat.openid(ACCOUNT, 'ming')),
    hong: await keep(wechat.unionid(ACCOUNT, 'hong')),
    li: await keep(wechat.openid(PROGRAM, 'li')),
    zhao: await keep(wechat.unionid(PROGRAM, 'zhao')),
  };
  // After the app was bound, they came back to an empty account.
  const empty = await keep(wechat.unionid(ACCOUNT, 'ming'));
  await pool.query("INSERT INTO phones VALUES ('13800138000', $1)", [empty]);

  const { rows: old } = await pool.query('SELECT id, wechat_id AS openid FROM users');
  const rows = old.map((row) => ({ appid: ACCOUNT, ...row }));
  for await (const { openid, unionid } of account.users(account.followers())) {
    rows.push({ appid: ACCOUNT, openid, unionid });
  }
  const byUnionid = linkIdentities(rows).conflicts.map(({ conflict, user }) => [
    conflict,
    user.openid,
  ]);
  const wanted = ['hong', 'ming'].map((user) => [
    'openid_is_unionid',
    wechat.openid(ACCOUNT, user),
  ]);
  assert.deepEqual(byUnionid.sort(), wanted.sort());

  await pool.query(sqlOf('repair/1_columns.sql'));
  const remaining = async () =>
    Number((await pool.query(sqlOf('repair/2_progress.sql'))).rows[0].remaining);
  assert.equal(await remaining(), 6);

  const conflicts = [];
  const repair = () => repairFollowers(pool, account, (error) => conflicts.push(error));
  wechat.fail({ endpoint: 'getFans', errcode: 45011 });
  await assert.rejects(repair(), { errcode: 45011 });
  await repair();
  await repair();
  assert.deepEqual(conflicts, []);
  assert.equal(await remaining(), 2, 'those who follow nobody');
  const { rows: followers } = await pool.query('SELECT * FROM identities');
  assert.equal(followers.length, 3, 'whoever only follows is no user');

  // Everybody logs in to everything, at once.
  const people = Object.keys(before);
  const logins = people.flatMap((user) => [PROGRAM, ACCOUNT].map((app) => idsOf(app, user)));
  await Promise.all(logins.map((login) => findOrCreateOldUser(pool, login)));
  assert.equal(await remaining(), 0);

  await pool.query(sqlOf('repair/3_finish.sql'));
  for (const user of people) {
    for (const app of [PROGRAM, ACCOUNT]) {
      assert.equal(await findOrCreateUser(pool, idsOf(app, user)), before[user], user);
    }
  }
  for (const name of ['docs/users.md', 'docs/users.zh-CN.md']) {
    const [sql] = readFileSync(join(root, name), 'utf8').match(/SELECT appid, openid, unionid .*/);
    const { groups, conflicts } = linkIdentities((await pool.query(sql)).rows);
    assert.deepEqual([groups.length, conflicts], [people.length, []]);
  }
  const phones = await pool.query('SELECT user_id FROM phones');
  assert.deepEqual(phones.rows, [{ user_id: before.ming }]);
});

test('a row with another user’s unionid is reported, and left unchanged', async (t) => {
  const wechat = aWeChat();
  const { pool, keep } = await oldTable(t);
  const account = new OfficialAccount({ appid: ACCOUNT, secret, fetch: wechat.fetch });
  const id = await keep(wechat.openid(ACCOUNT, 'ming'));
  await keep(wechat.openid(ACCOUNT, 'gang'));
  await pool.query(sqlOf('repair/1_columns.sql'));
  await pool.query("UPDATE users SET unionid = 'of another Open Platform account' WHERE id = $1", [
    id,
  ]);
  const conflicts = [];
  await repairFollowers(pool, account, (error) => conflicts.push(error.message));
  assert.deepEqual(conflicts, [
    `the unionid of ${wechat.openid(ACCOUNT, 'ming')} of ${ACCOUNT} has changed`,
  ]);
  const { rows } = await pool.query('SELECT openid FROM identities');
  assert.deepEqual(rows, [{ openid: wechat.openid(ACCOUNT, 'gang') }]);
});
