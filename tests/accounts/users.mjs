// Users as docs/users.md stores them: one person is one user, however many log in at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './databases.mjs';

const { findOrCreateUser, lockUser, UnionidChanged, UserGone } = await load('users.js');
const { bindPhone, PhoneTaken } = await load('phones.js');
const { leaveApp } = await load('deletion.js');
const { transaction } = await load('database.js');

export const PROGRAM = 'wx00000000000000a1';
export const ACCOUNT = 'wx00000000000000b1';
const WEBSITE = 'wx00000000000000c1';
const apps = [PROGRAM, ACCOUNT, WEBSITE];

/** A person as an app of ours sees them. */
export function seenBy(appid, person, unionid = `unionid of ${person}`) {
  return { appid, openid: `${person} in ${appid.slice(-2)}`, unionid };
}

/** All that is stored. */
async function stored(pool) {
  const tables = ['users', 'identities', 'phones'];
  const answers = await Promise.all(
    tables.map((table) => pool.query(`SELECT * FROM ${table} ORDER BY 1, 2`)),
  );
  return Object.fromEntries(tables.map((table, at) => [table, answers[at].rows]));
}

/** That it is so in this database: `start` gives a pool of connections to an empty one. */
export function testUsers(name, start) {
  test(`${name}: many logins of one person from two apps at once are one user`, async (t) => {
    const pool = await start(t);
    const logins = Array.from({ length: 60 }, (_, at) => seenBy(apps[at % 2], 'ming'));
    const ids = await Promise.all(logins.map((login) => findOrCreateUser(pool, login)));
    assert.equal(new Set(ids).size, 1);
    const { users, identities } = await stored(pool);
    assert.equal(users.length, 1);
    assert.equal(users[0].unionid, 'unionid of ming');
    assert.deepEqual(
      identities.map(({ appid }) => appid),
      [PROGRAM, ACCOUNT],
    );
  });

  test(`${name}: users of two apps that are bound later become one, and lose nothing`, async (t) => {
    const pool = await start(t);
    const people = Array.from({ length: 12 }, (_, at) => `person ${at}`);
    const before = {};
    for (const person of people) {
      const [program, account] = [PROGRAM, ACCOUNT].map((app) => seenBy(app, person, null));
      before[person] = await findOrCreateUser(pool, program);
      const second = await findOrCreateUser(pool, account);
      assert.notEqual(second, before[person]);
      await bindPhone(pool, second, `phone of ${person}`);
    }

    // The apps are bound, and everybody logs in everywhere at once, some with replies from before.
    const logins = people.flatMap((person) =>
      [...apps, ...apps].flatMap((app, at) => [
        seenBy(app, person),
        ...(at < 2 ? [seenBy(app, person, null)] : []),
      ]),
    );
    await Promise.all(logins.map((login) => findOrCreateUser(pool, login)));

    for (const person of people) {
      for (const app of apps) {
        assert.equal(await findOrCreateUser(pool, seenBy(app, person)), before[person], person);
      }
    }
    const { users, identities, phones } = await stored(pool);
    const live = users.filter((user) => user.merged_into === null);
    assert.deepEqual(
      live.map(({ id, unionid }) => [id, unionid]).sort(),
      people.map((person) => [before[person], `unionid of ${person}`]).sort(),
    );
    assert.equal(identities.length, 3 * people.length);
    for (const { phone, user_id } of phones) {
      assert.equal(user_id, before[phone.slice('phone of '.length)]);
    }
  });

  test(`${name}: a changed unionid stops, and nothing is overwritten`, async (t) => {
    const pool = await start(t);
    await findOrCreateUser(pool, seenBy(PROGRAM, 'ming'));
    await findOrCreateUser(pool, seenBy(ACCOUNT, 'hong'));
    const before = await stored(pool);
    for (const unionid of ['another', 'unionid of hong']) {
      const login = seenBy(PROGRAM, 'ming', unionid);
      await assert.rejects(findOrCreateUser(pool, login), UnionidChanged);
    }
    assert.deepEqual(await stored(pool), before);
    // Without one nothing has changed.
    await findOrCreateUser(pool, seenBy(PROGRAM, 'ming', null));
    assert.deepEqual(await stored(pool), before);
  });

  test(`${name}: no login gets the account of a user with another openid in the app`, async (t) => {
    const pool = await start(t);
    await findOrCreateUser(pool, seenBy(PROGRAM, 'ming'));
    const before = await stored(pool);
    const other = { ...seenBy(PROGRAM, 'hong'), unionid: 'unionid of ming' };
    await assert.rejects(findOrCreateUser(pool, other), /one_openid_per_app|UNIQUE/);
    assert.deepEqual(await stored(pool), before);
  });

  test(`${name}: openids differ by case`, async (t) => {
    const pool = await start(t);
    const [upper, lower] = ['oABC', 'oabc'].map((openid) => ({
      appid: PROGRAM,
      openid,
      unionid: null,
    }));
    const id = await findOrCreateUser(pool, upper);
    assert.notEqual(await findOrCreateUser(pool, lower), id);
    assert.equal(await findOrCreateUser(pool, upper), id);
  });

  test(`${name}: a session from before a merge goes on as the user that stayed`, async (t) => {
    const pool = await start(t);
    const first = await findOrCreateUser(pool, seenBy(PROGRAM, 'ming'));
    const second = await findOrCreateUser(pool, seenBy(ACCOUNT, 'ming', null));
    await findOrCreateUser(pool, seenBy(ACCOUNT, 'ming'));
    assert.equal(await transaction(pool, (db) => lockUser(db, second)), first);
    await bindPhone(pool, second, '13800138000');
    assert.deepEqual((await stored(pool)).phones, [{ phone: '13800138000', user_id: first }]);
  });

  test(`${name}: who leaves the last app is gone, with the accounts that were merged`, async (t) => {
    const pool = await start(t);
    const other = await findOrCreateUser(pool, seenBy(PROGRAM, 'hong'));
    const id = await findOrCreateUser(pool, seenBy(PROGRAM, 'ming', null));
    await findOrCreateUser(pool, seenBy(ACCOUNT, 'ming'));
    await findOrCreateUser(pool, seenBy(PROGRAM, 'ming'));
    await bindPhone(pool, id, '13800138000');
    await leaveApp(pool, seenBy(PROGRAM, 'ming'));
    await leaveApp(pool, seenBy(PROGRAM, 'ming'));
    const { phones, identities } = await stored(pool);
    assert.deepEqual(phones, [{ phone: '13800138000', user_id: id }]);
    assert.equal(identities.length, 2);
    await leaveApp(pool, seenBy(ACCOUNT, 'ming'));
    const left = await stored(pool);
    assert.deepEqual(left.phones, []);
    assert.deepEqual(
      left.users.map((user) => user.id),
      [other],
    );
    await assert.rejects(bindPhone(pool, id, '13800138000'), UserGone);
  });

  test(`${name}: a phone number has one user`, async (t) => {
    const pool = await start(t);
    const people = ['ming', 'hong', 'gang'].map((person) => seenBy(PROGRAM, person));
    const ids = await Promise.all(people.map((login) => findOrCreateUser(pool, login)));
    const outcomes = await Promise.allSettled(ids.map((id) => bindPhone(pool, id, '13800138000')));
    const refused = outcomes.filter(({ reason }) => reason instanceof PhoneTaken);
    assert.equal(refused.length, 2);
    const { phones } = await stored(pool);
    const owner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    assert.deepEqual(phones, [{ phone: '13800138000', user_id: ids[owner] }]);
    await bindPhone(pool, ids[owner], '13800138000');
  });
}
