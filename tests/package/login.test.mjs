// A code is good once: what login() makes of it, and of what came with it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { another, install, load } from './installed.mjs';
import { withTrap } from './trap.mjs';
import {
  ACCOUNT,
  APPID,
  hangs,
  heldTime,
  ids,
  loginCode,
  OTHER_APPID,
  pageCode,
  phoneCode,
  rejection,
  sent,
  sessionKeyOf,
  setUp as start,
  WEBSITE,
} from './wechat.mjs';

const folder = install();
const { esm: wx } = await load(folder);
const { WxError } = wx;
const setUp = (options) => start({ wx, ...options });
const sha1 = (text) => createHash('sha1').update(text).digest('hex');

test('login: what is wrong with the data is told, and the session is kept', async () => {
  const { wechat, program, asked } = await setUp();
  const key = await sessionKeyOf(wechat);
  const other = Buffer.alloc(16, 9).toString('base64');
  const good = await sent(wechat);
  const foreign = await sent(wechat, { key: other });
  const { encryptedData, iv, rawData, signature } = good;
  const cases = [
    [{ ...good, signature: 'a'.repeat(40) }, 'ERR_SIGNATURE_MISMATCH'],
    [{ rawData: `${rawData} `, signature }, 'ERR_SIGNATURE_MISMATCH'],
    [{ ...good, iv: Buffer.alloc(16).toString('base64') }, 'ERR_DECRYPT_FAILED'],
    [{ ...good, iv: '*' }, 'ERR_INVALID_IV'],
    [await sent(wechat, { appid: ACCOUNT }), 'ERR_APPID_MISMATCH'],
    [await sent(wechat, { openId: 'another user' }), 'ERR_SIGNATURE_MISMATCH'],
    [{ rawData: '{', signature: sha1(`{${key}`) }, 'ERR_INVALID_ARGUMENT', 'rawData'],
    [foreign, 'ERR_SIGNATURE_MISMATCH'],
    [{ encryptedData: foreign.encryptedData, iv }, 'ERR_DECRYPT_FAILED'],
    [{ encryptedData }, 'ERR_INVALID_ARGUMENT', 'iv'],
    [{ iv }, 'ERR_INVALID_ARGUMENT', 'encryptedData'],
    [{ rawData }, 'ERR_INVALID_ARGUMENT', 'signature'],
    [{ signature }, 'ERR_INVALID_ARGUMENT', 'rawData'],
    [{ ...good, encryptedData: 5 }, 'ERR_INVALID_ARGUMENT', 'encryptedData'],
  ];
  for (const [count, [data, expected, argument]] of cases.entries()) {
    const code = await loginCode(wechat);
    const { session, identity, userData } = await program.login({ code, ...data });
    assert.equal(session.session_key, key);
    assert.equal(identity.unionid, wechat.unionid(APPID, 'ming'));
    assert.equal(userData.ok, false);
    assert.ok(userData.error instanceof WxError);
    assert.deepEqual([userData.error.code, userData.error.argument], [expected, argument]);
    assert.equal(asked('/sns/jscode2session'), count + 1);
  }
});

test('login: a profile of nobody in particular is a flag of the identity', async () => {
  const { wechat, program } = await setUp();
  const { rawData, signature, ...grey } = await sent(wechat);
  for (const [data, flags] of [
    [grey, ['anonymous_profile']],
    [{ rawData, signature }, []],
  ]) {
    const { identity } = await program.login({ code: await loginCode(wechat), ...data });
    assert.deepEqual(identity.flags, flags);
  }
});

test('login: a resolver that fails does not throw the session away', async () => {
  const trapping = await another(folder, 'slim.js');
  const core = readFileSync(join(folder, 'node_modules/wx-unionid/dist/core.wasm'));
  trapping.init(withTrap(core, 'resolveIdentity'));
  // The one call that works.
  trapping.resolveIdentity([]);
  const { wechat, program } = await setUp({ wx: trapping });
  const { encryptedData, iv } = await sent(wechat, { nickName: '小红' });
  const code = await loginCode(wechat);
  const { session, identity, userData } = await program.login({ code, encryptedData, iv });
  assert.equal(userData.value.data.nickName, '小红');
  assert.equal(session.unionid, wechat.unionid(APPID, 'ming'));
  const openid = wechat.openid(APPID, 'ming');
  const { missing, ...known } = identity;
  assert.deepEqual(known, {
    ...{ appid: APPID, openid, unionid: null, identities: [{ appid: APPID, openid }] },
    ...{ sources: { openid: ['code2Session'], unionid: [] }, next: [], conflicts: [], flags: [] },
  });
  const { message, ...why } = missing;
  assert.deepEqual(why, { reason: 'failed', source: 'code2Session', appid: APPID });
  assert.match(message.en, /resolveIdentity/);
});

test('login: data is optional, null counts as missing, and rawData alone is the profile', async () => {
  const { wechat, program } = await setUp();
  delete wechat.apps[APPID].openPlatform;
  const openid = wechat.openid(APPID, 'ming');
  const nothing = { encryptedData: null, iv: undefined, rawData: null, signature: null };
  for (const data of [{}, nothing]) {
    const { identity, userData } = await program.login({ code: await loginCode(wechat), ...data });
    assert.equal(identity.missing.reason, 'not_bound');
    assert.deepEqual(ids(identity), { appid: APPID, openid, unionid: null });
    assert.equal(userData, undefined);
  }
  const unknown = await rejection(program.login({ code: 'c', encrytedData: 'a typo' }));
  assert.deepEqual([unknown.code, unknown.argument], ['ERR_INVALID_ARGUMENT', 'encrytedData']);
  const { rawData, signature } = await sent(wechat);
  const { userData } = await program.login({ code: await loginCode(wechat), rawData, signature });
  const data = JSON.parse(rawData);
  const profile = { kind: 'userProfile', data, sessionKeyIndex: 0, repairs: [] };
  assert.deepEqual(userData.value, profile);
});

test('login: data from before a wx.login that replaced the key is not decrypted', async () => {
  const { wechat, program } = await setUp();
  const wx = wechat.wx({ appid: APPID, user: 'ming' });
  await wx.login();
  const { encryptedData, iv } = await wx.getUserInfo();
  wechat.clock.advance(3_600_000);
  const { code } = await wx.login();
  const { userData } = await program.login({ code, encryptedData, iv });
  assert.equal(userData.error.code, 'ERR_DECRYPT_FAILED');
  const again = await wx.getUserInfo();
  const data = { encryptedData: again.encryptedData, iv: again.iv };
  const { userData: good } = await program.login({ code: (await wx.login()).code, ...data });
  assert.equal(good.value.data.openId, wechat.openid(APPID, 'ming'));
});

test('login: the age of data is told by the clock that the client was given', async () => {
  for (const [seconds, code] of [
    [300, undefined],
    [301, 'ERR_DATA_EXPIRED'],
    [-60, undefined],
    [-61, 'ERR_DATA_FROM_FUTURE'],
  ]) {
    let now;
    const { wechat, program } = await setUp({ now: () => now });
    const { encryptedData, iv } = await sent(wechat);
    now = wechat.clock.now() + seconds * 1000;
    const input = { code: await loginCode(wechat), encryptedData, iv };
    const { userData } = await program.login(input, { maxAgeSeconds: 300 });
    assert.equal(userData.error?.code, code, `${seconds} s`);
  }
});

test('the app’s token is renewed by the clock that the client was given', async () => {
  const { wechat, account, asked } = await setUp({ now: () => wechat.clock.now() });
  for (let time = 1; time <= 2; time++) {
    for (let call = 0; call < 2; call++) await account.getFans({});
    assert.equal(asked('/cgi-bin/stable_token'), time);
    wechat.clock.advance(7_200_000);
  }
  assert.equal(asked('/cgi-bin/user/get'), 4, 'none was refused for a stale token');
});

test('login: it is refused if the exchange is, and the code is asked for once', async () => {
  const { wechat, program, account, asked } = await setUp();
  const spent = await loginCode(wechat);
  await program.login({ code: spent });
  for (const [code, errcode] of [
    [spent, 40163],
    ['0unknown', 40029],
    [await phoneCode(wechat), 40029],
    [pageCode(wechat, account, { scope: 'snsapi_base' }), 40029],
    [await loginCode(wechat, { appid: OTHER_APPID }), 40029],
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
  const { wechat, wire, account, website, asked } = await setUp();
  const ours = wechat.unionid(ACCOUNT, 'ming');
  const both = { scope: 'snsapi_base,snsapi_userinfo', unionid: undefined };
  for (const [client, visit, change, unionid, reason] of [
    [account, { scope: 'snsapi_base' }, {}, null, 'scope_base'],
    [account, { scope: 'snsapi_base' }, { scope: '' }, null, 'scope_unknown'],
    [account, { scope: 'snsapi_userinfo' }, {}, ours],
    [account, { scope: 'snsapi_userinfo' }, both, ours],
    [
      account,
      { scope: 'snsapi_userinfo' },
      { ...both, scope: 'snsapi_base, snsapi_userinfo' },
      ours,
    ],
    [website, {}, { unionid: 'uFromSession' }, 'uFromSession'],
    [account, { scope: 'snsapi_userinfo', snapshot: true }, {}, null, 'snapshot_user'],
  ]) {
    const before = asked('/sns/userinfo');
    const code = pageCode(wechat, client, visit);
    wire.trouble({ path: '/sns/oauth2/access_token', change });
    const { session, identity, userData } = await client.login({ code });
    const { appid } = client;
    const openid = visit.snapshot ? session.openid : wechat.openid(appid, 'ming');
    assert.deepEqual(ids(identity), { appid, openid, unionid });
    assert.equal(identity.missing?.reason, reason);
    assert.equal(session.is_snapshotuser, visit.snapshot && 1);
    const hasProfile = /userinfo|login/.test(session.scope);
    assert.equal(asked('/sns/userinfo') - before, hasProfile ? 1 : 0);
    const nickname = visit.snapshot ? '' : '小明😀';
    assert.equal(userData?.value.nickname, hasProfile ? nickname : undefined);
  }
});

test(
  'login by a page: an error of the profile is returned, and the session is kept',
  hangs,
  async (t) => {
    const { fetch, runOut } = heldTime(t);
    const { wechat, wire, website, asked } = await setUp({ fetch });
    const path = '/sns/userinfo';
    const controller = new AbortController();
    const abort = () => {
      controller.abort(new Error('gone'));
      return new Promise(() => {});
    };
    const refuse = (errcode) => () => wechat.fail({ endpoint: 'snsUserInfo', errcode });
    const trouble = (what) => () => wire.trouble({ path, ...what });
    const hang = () => {
      wire.trouble({ path, hang: 'body' });
      return runOut(wire, { path, hang: 'body' });
    };
    for (const [count, [goWrong, code]] of [
      [refuse(48001), 'ERR_API'],
      [refuse(40001), 'ERR_API'],
      [trouble({ drop: 'reply' }), 'ERR_NETWORK'],
      [hang, 'ERR_TIMEOUT'],
      [trouble({ bytes: '{' }), 'ERR_INVALID_RESPONSE'],
      [trouble({ until: abort }), 'ERR_INVALID_ARGUMENT'],
    ].entries()) {
      const gone = goWrong();
      const { signal } = controller;
      const login = { code: pageCode(wechat, website) };
      const { session, identity, userData } = await website.login(login, { signal });
      await gone;
      assert.ok(session.refresh_token);
      assert.equal(identity.unionid, wechat.unionid(WEBSITE, 'ming'));
      assert.equal(userData.ok, false);
      assert.ok(userData.error instanceof WxError);
      assert.equal(userData.error.code, code);
      assert.equal(asked('/sns/oauth2/access_token'), count + 1);
      assert.equal(asked(path), count + 1);
    }
  },
);
