// What WeChat pushes about users, to the example as it runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { apps, start, TIMEOUT } from './product.mjs';

test('what a user takes back is deleted, and who closes the account is forgotten', {
  timeout: TIMEOUT,
}, async (t) => {
  const { wechat, postgresql, people } = await start(t, ['ming', 'hong']);
  wechat.bind();
  const [ming, hong] = people;
  const program = await ming.logIn('program');
  const account = await ming.logIn('account');
  await ming.logIn('website');
  const other = await hong.logIn('program');
  for (const [somebody, client] of [
    [ming, program],
    [hong, other],
  ]) {
    const { code } = await somebody.phone.getPhoneNumber();
    await client.ask('/program/phone', { code });
  }
  const { userId } = await program.ask('/me');
  const tell = async (what, app, given) => {
    const push = await wechat[what]({ appid: apps[app], user: 'ming', ...given });
    assert.deepEqual([push.state, push.tries[0].hint], ['delivered', undefined]);
    return push;
  };

  for (const app of Object.keys(apps)) {
    assert.equal((await wechat.verifyUrl({ appid: apps[app] })).status, 200);
  }
  await tell('revoke', 'account', { revokeInfo: '205' });
  await tell('revoke', 'website', { revokeInfo: '301' });
  await tell('revoke', 'program', { revokeInfo: '7' });
  assert.deepEqual((await program.ask('/me')).phones, ['+8613800000000']);
  await tell('revoke', 'program', { revokeInfo: '8' });
  const all = ['program', 'account', 'website'];
  assert.deepEqual(await account.ask('/me'), { userId, apps: all, phones: [] });

  // Of one app, and of its sessions alone; then of the last.
  await tell('cancel', 'website');
  await tell('cancel', 'program');
  await assert.rejects(program.ask('/me'), { status: 401 });
  assert.deepEqual(await account.ask('/me'), { userId, apps: ['account'], phones: [] });
  const last = await tell('cancel', 'account');
  await assert.rejects(account.ask('/me'), { status: 401 });
  const { rows } = await postgresql.query('SELECT id FROM users');
  assert.deepEqual(rows, [{ id: (await other.ask('/me')).userId }]);

  // Who comes back is somebody new, and the push that comes twice is not about them.
  assert.notEqual((await (await ming.logIn('website')).ask('/me')).userId, userId);
  assert.equal((await wechat.repeat(last)).state, 'delivered');
  assert.deepEqual((await other.ask('/me')).phones, ['+8613800000001']);
});

test('only WeChat can push', { timeout: TIMEOUT }, async (t) => {
  const { wechat, backEnd, people } = await start(t, ['ming']);
  const program = await people[0].logIn('program');
  const { url } = wechat.apps[apps.program].push;
  const strangers = [
    await fetch(url),
    await fetch(url, { method: 'POST' }),
    await fetch(url, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    }),
  ];
  assert.deepEqual(
    strangers.map(({ status }) => status),
    [401, 401, 401],
  );
  wechat.apps[apps.program].push = { ...wechat.apps[apps.program].push, token: 'CCCCC' };
  const { tries } = await wechat.cancel({ appid: apps.program, user: 'ming' });
  assert.equal(tries[0].status, 401);
  assert.deepEqual((await program.ask('/me')).apps, ['program']);
  assert.doesNotMatch(backEnd.log, /TypeError/);
});
