// One person, three apps: the example runs, with PostgreSQL, Redis and a fake WeChat, and is
// killed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { folder } from './databases.mjs';
import { apps, Browser, start, TIMEOUT } from './product.mjs';

test('examples/accounts keeps to the types', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc], { cwd: folder, encoding: 'utf8' });
});

test('one person in three apps is one user, from phone number to logout', {
  timeout: TIMEOUT,
}, async (t) => {
  const { wechat, people } = await start(t, ['ming', 'hong']);
  const [ming, hong] = people;
  const program = await ming.logIn('program');
  const early = await ming.logIn('account');
  const [first, second] = [await program.ask('/me'), await early.ask('/me')];
  assert.notEqual(first.userId, second.userId, 'no app is bound');
  assert.deepEqual([first.apps, second.apps], [['program'], ['account']]);

  wechat.bind();
  const website = await ming.logIn('website');
  const bound = await ming.logIn('program');
  const account = await ming.logIn('account');
  const { code } = await ming.phone.getPhoneNumber();
  const phone = '+8613800000000';
  assert.deepEqual(await program.ask('/program/phone', { code }), { phone });
  const everything = {
    userId: first.userId,
    apps: ['program', 'account', 'website'],
    phones: [phone],
  };
  for (const client of [program, early, website, bound, account]) {
    assert.deepEqual(await client.ask('/me'), everything);
  }

  // Somebody else is somebody else, even with that number.
  const other = await hong.logIn('program');
  assert.notEqual((await other.ask('/me')).userId, first.userId);
  wechat.users.hong.phoneNumber = '13800000000';
  const taken = await hong.phone.getPhoneNumber();
  await assert.rejects(other.ask('/program/phone', { code: taken.code }), { status: 409 });

  await website.ask('/logout', {});
  await assert.rejects(website.ask('/me'), { status: 401 });
  assert.deepEqual(await account.ask('/me'), everything);
  await early.ask('/logout/everywhere', {});
  for (const client of [program, early, bound, account]) {
    await assert.rejects(client.ask('/me'), { status: 401 });
  }
  assert.equal((await other.ask('/me')).phones.length, 0);
});

test('only the browser that went to WeChat comes back, and once', {
  timeout: TIMEOUT,
}, async (t) => {
  const { backEnd, wechat } = await start(t, ['ming', 'hong']);
  wechat.bind();
  const attacker = new Browser('hong', backEnd.url);
  const link = new URL((await attacker.ask('/account/login')).location);
  link.searchParams.set('fake_user', 'hong');
  const { location: back } = await attacker.ask(link.href);

  // A link with the attacker's code, which would log the victim in to the attacker's account.
  const victim = new Browser('ming', backEnd.url);
  await assert.rejects(victim.ask(back), { status: 403 });
  await victim.ask('/website/login');
  await assert.rejects(victim.ask(back), { status: 403 });
  const stateless = new URL(back);
  stateless.searchParams.delete('state');
  await assert.rejects(new Browser('ming', backEnd.url).ask(stateless.href), { status: 403 });

  await attacker.ask(back);
  assert.deepEqual((await attacker.ask('/me')).apps, ['account']);
  await assert.rejects(attacker.ask(back), { status: 403 });
});

test('a refusal and a snapshot page store nothing', { timeout: TIMEOUT }, async (t) => {
  const { backEnd, postgresql } = await start(t, ['ming']);
  for (const [visit, status] of [
    ['fake_agree=false', 400],
    ['fake_snapshot=true', 403],
  ]) {
    const browser = new Browser('ming', backEnd.url);
    const { location } = await browser.ask('/account/login');
    const { location: back } = await browser.ask(
      `${location}&fake_user=ming&${visit}`.replace('#wechat_redirect', ''),
    );
    await assert.rejects(browser.ask(back), { status });
  }
  assert.equal((await postgresql.query('SELECT FROM users')).rowCount, 0);
});

test('killed in the middle, with its Redis, it gives no user two accounts or a foreign one', {
  timeout: TIMEOUT,
}, async (t) => {
  const names = Array.from({ length: 10 }, (_, at) => `person ${at}`);
  let exchanges = 0;
  let calm = Promise.resolve();
  /** What happens at the so-manieth exchange of a code, before its answer arrives. */
  const disasters = new Map();
  const { postgresql, redis, wechat, backEnd, people } = await start(t, names, ({ path }) => {
    if (!/jscode2session|oauth2.access_token/.test(path)) return;
    const disaster = disasters.get(++exchanges);
    if (disaster) calm = calm.then(disaster);
  });
  disasters.set(7, () => killInTransaction(postgresql, backEnd));
  disasters.set(16, () => redis.restart());
  disasters.set(26, async () => {
    wechat.bind();
    await killInTransaction(postgresql, backEnd);
  });
  disasters.set(38, () => Promise.all([redis.restart(), backEnd.restart()]));
  disasters.set(50, () => backEnd.restart());

  let failures = 0;
  /** As a client does: again, with another code, until it is logged in. */
  const persist = async (work) => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        // No connection, or a store that cannot say.
        if (error.status && error.status !== 503) throw error;
        failures++;
        await calm;
      }
    }
  };
  const logins = ['program', 'account', 'website'].flatMap((app) =>
    people.map((somebody) => () => persist(() => somebody.logIn(app))),
  );
  const round = async (atATime) => {
    const left = [...logins];
    const one = async () => {
      for (let login = left.shift(); login; login = left.shift()) await login();
    };
    await Promise.all(Array.from({ length: atATime }, one));
  };
  await round(12);
  await round(12);
  await calm;
  assert.ok(exchanges > 50 && failures > 0, `${exchanges} exchanges, ${failures} failures`);

  // Everybody comes back once more, now that all is bound.
  const idOf = async (somebody, app) => {
    const client = await persist(() => somebody.logIn(app));
    return (await persist(() => client.ask('/me'))).userId;
  };
  const found = await Promise.all(
    people.map(async (somebody) => {
      const ids = [];
      for (const app of Object.keys(apps)) ids.push(await idOf(somebody, app));
      return ids;
    }),
  );
  for (const ids of found) assert.equal(new Set(ids).size, 1);
  assert.equal(new Set(found.map(([id]) => id)).size, names.length);

  const { rows } = await postgresql.query(
    'SELECT appid, openid, user_id, unionid FROM identities JOIN users ON users.id = user_id',
  );
  assert.equal(rows.length, 3 * names.length);
  for (const [at, name] of names.entries()) {
    for (const appid of Object.values(apps)) {
      const openid = wechat.openid(appid, name);
      const row = rows.find((it) => it.appid === appid && it.openid === openid);
      assert.equal(row.user_id, found[at][0]);
      assert.equal(row.unionid, wechat.unionid(appid, name));
    }
  }
  const orphans = await postgresql.query(
    'SELECT FROM users WHERE merged_into IS NULL AND id NOT IN (SELECT user_id FROM identities)',
  );
  assert.equal(orphans.rowCount, 0);
});

/** Kills the back end when it has written of a login the user, and not yet the app. */
async function killInTransaction(postgresql, backEnd) {
  const lock = await postgresql.connect();
  await lock.query('BEGIN');
  await lock.query('LOCK TABLE identities IN SHARE MODE');
  const waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  while ((await postgresql.query(waiting)).rowCount === 0);
  await backEnd.kill();
  await lock.query('ROLLBACK');
  lock.release();
  await backEnd.start();
}
