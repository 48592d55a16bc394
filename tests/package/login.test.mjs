// A code is good once: what login() makes of it, and of what came with it.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { install, load } from './installed.mjs';
import { ACCOUNT, APPID, ids, rejection, SECRET, sent, setUp as start } from './wechat.mjs';

const { esm: wx } = await load(install());
const { WebApp, WxError } = wx;
const setUp = (options) => start({ wx, ...options });

test('login: what is wrong with the data is told, and the session is kept', async () => {
  const { wechat, program, asked } = await setUp();
  const user = wechat.addUser({ openid: 'oUser', unionid: 'uUser' });
  const other = Buffer.alloc(16, 9).toString('base64');
  const good = sent(user);
  const { encryptedData, iv, rawData, signature } = good;
  const cases = [
    [{ ...good, signature: 'a'.repeat(40) }, 'ERR_SIGNATURE_MISMATCH'],
    [{ rawData: `${rawData} `, signature }, 'ERR_SIGNATURE_MISMATCH'],
    [{ ...good, iv: Buffer.alloc(16).toString('base64') }, 'ERR_DECRYPT_FAILED'],
    [{ ...good, iv: '*' }, 'ERR_INVALID_IV'],
    [sent(user, { appid: ACCOUNT }), 'ERR_APPID_MISMATCH'],
    [sent(user, { key: other }), 'ERR_SIGNATURE_MISMATCH'],
    [{ encryptedData: sent(user, { key: other }).encryptedData, iv }, 'ERR_DECRYPT_FAILED'],
    [{ encryptedData }, 'ERR_INVALID_ARGUMENT', 'iv'],
    [{ iv }, 'ERR_INVALID_ARGUMENT', 'encryptedData'],
    [{ rawData }, 'ERR_INVALID_ARGUMENT', 'signature'],
    [{ signature }, 'ERR_INVALID_ARGUMENT', 'rawData'],
    [{ ...good, encryptedData: 5 }, 'ERR_INVALID_ARGUMENT', 'encryptedData'],
  ];
  for (const [count, [data, expected, argument]] of cases.entries()) {
    const code = wechat.addCode('login', APPID, 'oUser');
    const { session, identity, userData } = await program.login({ code, ...data });
    assert.equal(session.session_key, user.session_key);
    assert.equal(identity.unionid, 'uUser');
    assert.equal(userData.ok, false);
    assert.ok(userData.error instanceof WxError);
    assert.deepEqual([userData.error.code, userData.error.argument], [expected, argument]);
    assert.equal(asked('/sns/jscode2session'), count + 1);
  }
});

test('login: a resolver that fails does not throw the session away', {
  skip: !process.env.WX_UNIONID_TRAP && 'no build with a trap: npm test makes one',
}, async () => {
  const trapping = createRequire(import.meta.url)(
    join(process.env.WX_UNIONID_TRAP, 'dist/index.cjs'),
  );
  const { wechat, program } = await setUp({ wx: trapping });
  const user = wechat.addUser({ openid: 'oUser', unionid: 'uUser' });
  // This build traps on a fact that says so.
  const { encryptedData, iv } = sent(user, { nickName: 'trap' });
  const code = wechat.addCode('login', APPID, 'oUser');
  const { session, identity, userData } = await program.login({ code, encryptedData, iv });
  assert.equal(userData.value.data.nickName, 'trap');
  assert.equal(session.unionid, 'uUser');
  assert.deepEqual(ids(identity), { appid: APPID, openid: 'oUser', unionid: null });
  assert.equal(identity.missing.reason, 'failed');
  assert.match(identity.missing.message.en, /resolveIdentity/);
});

test('login: data is optional, null is none, and rawData alone is the profile', async () => {
  const { wechat, program } = await setUp();
  const user = wechat.addUser({ openid: 'oUser' });
  const code = () => wechat.addCode('login', APPID, 'oUser');
  const nothing = { encryptedData: null, iv: undefined, rawData: null, signature: null };
  for (const data of [{}, nothing]) {
    const { identity, userData } = await program.login({ code: code(), ...data });
    assert.equal(identity.missing.reason, 'not_bound');
    assert.deepEqual(ids(identity), { appid: APPID, openid: 'oUser', unionid: null });
    assert.equal(userData, undefined);
  }
  const unknown = await rejection(program.login({ code: 'c', encrytedData: 'a typo' }));
  assert.deepEqual([unknown.code, unknown.argument], ['ERR_INVALID_ARGUMENT', 'encrytedData']);
  const { rawData, signature } = sent(user);
  const { userData } = await program.login({ code: code(), rawData, signature });
  assert.equal(userData.value.kind, 'userProfile');
  assert.deepEqual(userData.value.data, JSON.parse(rawData));
});

test('login: it is refused if the exchange is, and the code is asked for once', async () => {
  const { wechat, program, account, asked } = await setUp();
  wechat.addUser({ openid: 'oUser' });
  const spent = wechat.addCode('login', APPID, 'oUser');
  await program.login({ code: spent });
  for (const [code, errcode] of [
    [spent, 40163],
    ['0unknown', 40029],
    [wechat.addCode('phone', APPID, 'oUser'), 40029],
    [wechat.addCode('web', ACCOUNT, 'oUser'), 40029],
    [wechat.addCode('login', ACCOUNT, 'oUser'), 40029],
  ]) {
    const error = await rejection(program.login({ code, encryptedData: 'x', iv: 'x' }));
    assert.equal(error.errcode, errcode);
    assert.equal(error.category, 'code');
  }
  assert.equal(asked('/sns/jscode2session'), 6);
  assert.equal((await rejection(account.login({ code: '0unknown' }))).errcode, 40029);
  assert.equal(asked('/sns/oauth2/access_token'), 1);
  for (const input of [{}, { code: '' }, { code: 5 }, undefined, null, 'code']) {
    for (const client of [program, account]) {
      const error = await rejection(client.login(input));
      assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
    }
  }
});

test('login by a page: the profile is asked for if the user agreed to it', async () => {
  const { wechat, account, website, asked } = await setUp();
  wechat.addUser({ openid: 'oUser', unionid: 'uUser' });
  for (const [client, facts, unionid, reason] of [
    [account, { scope: 'snsapi_base' }, null, 'scope_base'],
    [account, { scope: '' }, null, 'scope_unknown'],
    [account, { scope: 'snsapi_userinfo' }, 'uUser'],
    [account, { scope: 'snsapi_base,snsapi_userinfo', unionid: undefined }, 'uUser'],
    [website, { scope: 'snsapi_login', unionid: 'uFromSession' }, 'uFromSession'],
    [account, { scope: 'snsapi_userinfo', is_snapshotuser: 1 }, null, 'snapshot_user'],
  ]) {
    const before = asked('/sns/userinfo');
    const code = wechat.addCode('web', ACCOUNT, 'oUser', facts);
    const { session, identity, userData } = await client.login({ code });
    assert.deepEqual(ids(identity), { appid: ACCOUNT, openid: 'oUser', unionid });
    assert.equal(identity.missing?.reason, reason);
    assert.equal(session.is_snapshotuser, facts.is_snapshotuser);
    const hasProfile = /userinfo|login/.test(facts.scope);
    assert.equal(asked('/sns/userinfo') - before, hasProfile ? 1 : 0);
    assert.equal(userData?.value.nickname, hasProfile ? 'N' : undefined);
  }
});

test('login by a page: what is wrong with the profile is told, and the session is kept', async () => {
  const { wechat, website, asked } = await setUp();
  const options = { appid: ACCOUNT, secret: SECRET, baseUrl: wechat.baseUrl };
  // It is to run out at the profile, and not at the code before it.
  const impatient = new WebApp({ ...options, timeoutMs: 1000 });
  wechat.addUser({ openid: 'oUser', unionid: 'uUser' });
  const controller = new AbortController();
  const abort = () => {
    controller.abort(new Error('gone'));
    return new Promise(() => {});
  };
  for (const [count, [trouble, code, client = website]] of [
    [{ errcode: 48001 }, 'ERR_API'],
    [{ errcode: 40001 }, 'ERR_API'],
    [{ drop: true }, 'ERR_NETWORK'],
    [{ hang: 'body' }, 'ERR_TIMEOUT', impatient],
    [{ bytes: '{' }, 'ERR_INVALID_RESPONSE'],
    [{ until: abort }, 'ERR_INVALID_ARGUMENT'],
  ].entries()) {
    wechat.trouble({ path: '/sns/userinfo', ...trouble });
    const { signal } = controller;
    const login = { code: wechat.addCode('web', ACCOUNT, 'oUser', { scope: 'snsapi_login' }) };
    const { session, identity, userData } = await client.login(login, { signal });
    assert.ok(session.refresh_token);
    assert.equal(identity.unionid, 'uUser');
    assert.equal(userData.ok, false);
    assert.ok(userData.error instanceof WxError);
    assert.equal(userData.error.code, code);
    assert.equal(asked('/sns/oauth2/access_token'), count + 1);
    assert.equal(asked('/sns/userinfo'), count + 1);
  }
});
