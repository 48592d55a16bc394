// The six ways to a unionid that articles tell, and those that they forget: each from the phone or
// the page, through a fake WeChat and the clients, to what the resolver says of it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { install, load } from './installed.mjs';

const folder = install();
const { esm: wx } = await load(folder);
const { fakeWeChat } = (await load(folder, 'testing')).esm;
const { resolveIdentity } = wx;

const [BOUND, UNBOUND, ELSEWHERE] = [
  'wx00000000000000b1',
  'wx00000000000000c1',
  'wx00000000000000d1',
];
const [ACCOUNT, UNBOUND_ACCOUNT, WEBSITE] = [
  'wx00000000000000b2',
  'wx00000000000000c2',
  'wx00000000000000b3',
];
const MINUTE = 60_000;

function setUp() {
  const program = (openPlatform) => ({ type: 'miniProgram', secret: 's', openPlatform });
  const account = (openPlatform) => ({ type: 'officialAccount', secret: 's', openPlatform });
  const wechat = fakeWeChat({
    now: Date.UTC(2026, 0, 1),
    limits: { sessionKeyPeriodSeconds: 0 },
    apps: {
      [BOUND]: program('ours'),
      [UNBOUND]: program(),
      [ELSEWHERE]: program('theirs'),
      [ACCOUNT]: account('ours'),
      [UNBOUND_ACCOUNT]: account(),
      [WEBSITE]: { type: 'webApp', secret: 's', openPlatform: 'ours' },
    },
    users: {
      follower: { phoneNumber: '13800138000', follows: [ACCOUNT, UNBOUND_ACCOUNT] },
      stranger: { phoneNumber: '13900139000' },
    },
  });
  const client = (Client) => (appid) => new Client({ appid, secret: 's', fetch: wechat.fetch });
  return {
    wechat,
    phone: (appid, user = 'stranger') => wechat.wx({ appid, user }),
    program: client(wx.MiniProgram),
    account: client(wx.OfficialAccount),
    website: client(wx.WebApp),
    /** The user comes back from WeChat's page with a code. */
    visit(url, visit) {
      const { url: back } = wechat.page({ user: 'stranger' }).open(url, visit);
      return { code: new URL(back).searchParams.get('code') };
    },
  };
}

/** What is said of a unionid that is not there. */
function missing({ unionid, missing, next }) {
  assert.equal(unionid, null);
  return [missing.reason, ...next.map(({ source }) => source)];
}

/** A refusal as a fact: what WeChat answered. */
async function refusal(call) {
  try {
    await call;
  } catch (error) {
    assert.equal(error.code, 'ERR_API');
    return { errcode: error.errcode };
  }
  return assert.fail('it is not refused');
}

describe('1: encrypted data of wx.getUserInfo', () => {
  test('it holds the unionid, though the profile is anonymous', async () => {
    const { wechat, phone, program } = setUp();
    const wx = phone(BOUND);
    const { code } = await wx.login();
    const { encryptedData, iv } = await wx.getUserInfo();
    const { userData } = await program(BOUND).login({ code, encryptedData, iv });
    const identity = resolveIdentity([{ source: 'decrypt', appid: BOUND, value: userData.value }]);
    assert.equal(identity.unionid, wechat.unionid(BOUND, 'stranger'));
    assert.deepEqual(identity.sources.unionid, ['decrypt']);
    assert.deepEqual(identity.flags, ['anonymous_profile']);
  });

  test('for an unbound app it holds no unionid', async () => {
    const { phone, program } = setUp();
    const wx = phone(UNBOUND);
    const { code } = await wx.login();
    const { encryptedData, iv } = await wx.getUserInfo();
    const { userData } = await program(UNBOUND).login({ code, encryptedData, iv });
    const facts = [{ source: 'decrypt', appid: UNBOUND, value: userData.value }];
    assert.deepEqual(missing(resolveIdentity(facts)), ['not_bound', 'code2Session']);
  });

  test('data of wx.getUserProfile never holds it', async () => {
    const { phone, program } = setUp();
    const wx = phone(BOUND);
    const { code } = await wx.login();
    const { encryptedData, iv } = await wx.getUserProfile({ desc: 'd' });
    const { session, userData } = await program(BOUND).login({ code, encryptedData, iv });
    const fact = { source: 'decrypt', appid: BOUND, value: userData.value };
    assert.deepEqual(missing(resolveIdentity([fact])), ['profile_never_has_it', 'code2Session']);
    const login = { source: 'code2Session', appid: BOUND, value: session };
    assert.equal(resolveIdentity([login, fact]).unionid, session.unionid);
  });

  test('after another wx.login it does not decrypt, but the login has the unionid', async () => {
    const { wechat, phone, program } = setUp();
    const wx = phone(BOUND);
    await wx.login();
    const { encryptedData, iv } = await wx.getUserInfo();
    const { code } = await wx.login();
    const { identity, userData } = await program(BOUND).login({ code, encryptedData, iv });
    assert.equal(userData.error.code, 'ERR_DECRYPT_FAILED');
    assert.equal(identity.unionid, wechat.unionid(BOUND, 'stranger'));
  });
});

// The articles say: only if the user follows an official account of the same entity (2), or has
// logged in to one (3).
describe('2 and 3: code2Session', () => {
  for (const user of ['follower', 'stranger']) {
    test(`a ${user} has a unionid, if the app is bound`, async () => {
      const { wechat, phone, program } = setUp();
      const { identity } = await program(BOUND).login(await codeOf(phone(BOUND, user)));
      assert.equal(identity.unionid, wechat.unionid(ACCOUNT, user));
      assert.deepEqual(identity.next, []);
    });

    test(`a ${user} has no unionid in an unbound app; once it is bound, the next login has it`, async () => {
      const { wechat, phone, program } = setUp();
      const wx = phone(UNBOUND, user);
      const first = (await program(UNBOUND).login(await codeOf(wx))).identity;
      assert.deepEqual(missing(first), ['not_bound', 'code2Session']);
      wechat.apps[UNBOUND].openPlatform = 'ours';
      const { identity } = await program(UNBOUND).login(await codeOf(wx));
      assert.equal(identity.openid, first.openid);
      assert.equal(identity.unionid, wechat.unionid(BOUND, user));
    });
  }

  test('bound to another account, an app has another unionid: the user is unknown to us', async () => {
    const { phone, program } = setUp();
    const facts = [];
    for (const appid of [BOUND, ELSEWHERE]) {
      const { session } = await program(appid).login(await codeOf(phone(appid)));
      facts.push({ source: 'code2Session', appid, value: session });
    }
    const identity = resolveIdentity(facts);
    assert.deepEqual(missing(identity), ['conflict']);
    assert.deepEqual(
      identity.conflicts.map(({ conflict, values }) => [conflict, values]),
      [['two_unionids', facts.map(({ value }) => value.unionid).sort()]],
    );
  });

  test('a used, expired or foreign code is refused, and says nothing about a unionid', async () => {
    const { wechat, phone, program } = setUp();
    const old = await codeOf(phone(BOUND));
    wechat.clock.advance(5 * MINUTE + 1000);
    const used = await codeOf(phone(BOUND));
    await program(BOUND).login(used);
    const others = await codeOf(phone(UNBOUND));
    const { code: phoneCode } = await phone(BOUND).getPhoneNumber();
    for (const [input, errcode] of [
      [used, 40163],
      [old, 40029],
      [others, 40029],
      [{ code: phoneCode }, 40029],
    ]) {
      const value = await refusal(program(BOUND).login(input));
      assert.deepEqual(value, { errcode });
      const facts = [{ source: 'code2Session', appid: BOUND, value }];
      assert.deepEqual(missing(resolveIdentity(facts)), ['failed', 'code2Session']);
    }
  });
});

describe('4: getPaidUnionId', () => {
  async function paid(appid, late = 0) {
    const { wechat, phone, program } = setUp();
    const { session } = await program(appid).login(await codeOf(phone(appid)));
    const { openid } = session;
    const { transaction_id } = wechat.pay({ appid, user: 'stranger' });
    wechat.clock.advance(5 * MINUTE + late);
    const asked = program(appid).getPaidUnionId({ openid, transaction_id });
    const value = late || appid === UNBOUND ? await refusal(asked) : await asked;
    const fact = { source: 'getPaidUnionId', appid, openid, value };
    return { value, identity: resolveIdentity([fact]), unionid: wechat.unionid(appid, 'stranger') };
  }

  test('it has the unionid for five minutes', async () => {
    const { identity, unionid } = await paid(BOUND);
    assert.equal(identity.unionid, unionid);
    assert.deepEqual(identity.sources.unionid, ['getPaidUnionId']);
  });

  test('a second later it is too late, and a login has it', async () => {
    const { value, identity } = await paid(BOUND, 1000);
    assert.deepEqual(value, { errcode: 89300 });
    assert.deepEqual(missing(identity), ['failed', 'code2Session']);
  });

  test('an unbound app has none', async () => {
    const { value, identity } = await paid(UNBOUND);
    assert.deepEqual(value, { errcode: 89002 });
    assert.deepEqual(missing(identity), ['not_bound', 'code2Session']);
  });
});

// The articles say: under the conditions of 2 and 3.
describe('5 and 6: a cloud function', () => {
  for (const user of ['follower', 'stranger']) {
    test(`it knows the unionid of a ${user} in a bound app, and the reason for none in an unbound one`, () => {
      const { wechat } = setUp();
      const resolve = (appid) => {
        const value = wechat.cloud({ appid, user }).getWXContext();
        return resolveIdentity([{ source: 'getWXContext', appid, value }]);
      };
      assert.equal(resolve(BOUND).unionid, wechat.unionid(BOUND, user));
      assert.deepEqual(missing(resolve(UNBOUND)), ['not_bound', 'getWXContext']);
      const other = wechat.cloud({ appid: UNBOUND, user }).getWXContext();
      const identity = resolveIdentity([{ source: 'getWXContext', appid: BOUND, value: other }]);
      assert.equal(identity.conflicts[0].conflict, 'other_app');
      assert.equal(identity.openid, null);
    });
  }
});

describe('a page of an official account, or a website', () => {
  const redirect_uri = 'https://example.com/back';

  test('snsapi_userinfo has it, follower or not, and the profile has it too', async () => {
    const { wechat, account, visit } = setUp();
    const client = account(ACCOUNT);
    const url = client.authorizeUrl({ redirect_uri, scope: 'snsapi_userinfo', state: 's' });
    const { identity } = await client.login(visit(url));
    assert.equal(identity.unionid, wechat.unionid(BOUND, 'stranger'));
    assert.deepEqual(identity.sources.unionid, ['snsAccessToken', 'snsUserInfo']);
  });

  test('snsapi_base has none, an unbound account has none, and each says so', async () => {
    const { account, visit } = setUp();
    for (const [appid, scope, reasons] of [
      [ACCOUNT, 'snsapi_base', ['scope_base', 'snsAccessToken', 'userInfo']],
      [UNBOUND_ACCOUNT, 'snsapi_userinfo', ['not_bound', 'snsAccessToken']],
    ]) {
      const client = account(appid);
      const url = client.authorizeUrl({ redirect_uri, scope, state: 's' });
      const { identity } = await client.login(visit(url));
      assert.deepEqual(missing(identity), reasons);
    }
  });

  test('a snapshot page gives a virtual account, whose unionid is ignored', async () => {
    const { account, visit } = setUp();
    const client = account(ACCOUNT);
    const url = client.authorizeUrl({ redirect_uri, scope: 'snsapi_userinfo', state: 's' });
    const { session, identity } = await client.login(visit(url, { snapshot: true }));
    assert.equal(session.is_snapshotuser, 1);
    assert.deepEqual(missing(identity), ['snapshot_user', 'snsAccessToken']);
    assert.ok(identity.flags.includes('snapshot_user'));
  });

  test('a renewed token never has it', async () => {
    const { account, visit } = setUp();
    const client = account(ACCOUNT);
    const url = client.authorizeUrl({ redirect_uri, scope: 'snsapi_userinfo', state: 's' });
    const { session } = await client.login(visit(url));
    const value = await client.snsRefreshToken({ refresh_token: session.refresh_token });
    const identity = resolveIdentity([{ source: 'snsRefreshToken', appid: ACCOUNT, value }]);
    assert.deepEqual(missing(identity), ['refresh_never_has_it', 'snsUserInfo', 'snsAccessToken']);
  });

  test('the QR code of a website has it', async () => {
    const { wechat, website, visit } = setUp();
    const client = website(WEBSITE);
    const { identity } = await client.login(
      visit(client.qrConnectUrl({ redirect_uri, state: 's' })),
    );
    assert.equal(identity.unionid, wechat.unionid(BOUND, 'stranger'));
  });
});

describe('the followers of an official account', () => {
  test('a follower has a unionid; a user who does not follow has none; an unbound account has none', async () => {
    const { wechat, account } = setUp();
    for (const [appid, user, reasons] of [
      [ACCOUNT, 'follower', undefined],
      [ACCOUNT, 'stranger', ['not_a_follower', 'snsAccessToken', 'userInfo']],
      [UNBOUND_ACCOUNT, 'follower', ['not_bound', 'userInfo']],
    ]) {
      const openid = wechat.openid(appid, user);
      const value = await account(appid).userInfo({ openid });
      const identity = resolveIdentity([{ source: 'userInfo', appid, value }]);
      if (reasons) assert.deepEqual(missing(identity), reasons);
      else assert.equal(identity.unionid, wechat.unionid(BOUND, user));
      assert.equal(identity.openid, openid);
    }
  });

  test('a user who unfollows has none, and gets the same one after following again', async () => {
    const { wechat, account } = setUp();
    const client = account(ACCOUNT);
    const openid = wechat.openid(ACCOUNT, 'follower');
    const ask = async () => {
      const { user_info_list } = await client.batchUserInfo({ user_list: [{ openid }] });
      return resolveIdentity([
        { source: 'batchUserInfo', appid: ACCOUNT, value: user_info_list[0] },
      ]);
    };
    const { unionid } = await ask();
    wechat.users.follower.follows = [];
    assert.equal(missing(await ask())[0], 'not_a_follower');
    wechat.users.follower.follows = [ACCOUNT];
    assert.equal((await ask()).unionid, unionid);
  });

  test('a push has the openid alone', async () => {
    const { wechat } = setUp();
    const pushed = await wechat.push({ appid: ACCOUNT, user: 'follower', Event: 'subscribe' });
    const value = pushed.message;
    const identity = resolveIdentity([{ source: 'messagePush', appid: ACCOUNT, value }]);
    assert.equal(identity.openid, wechat.openid(ACCOUNT, 'follower'));
    assert.deepEqual(missing(identity), ['push_never_has_it', 'userInfo', 'code2Session']);
  });
});

test('a phone number, by its code or as encrypted data, does not identify the user', async () => {
  const { phone, program } = setUp();
  const wx = phone(BOUND);
  const { session } = await program(BOUND).login(await codeOf(wx));
  const { code, encryptedData, iv } = await wx.getPhoneNumber();
  const reply = await program(BOUND).getPhoneNumber({ code });
  const value = decryptedBy(session, { encryptedData, iv });
  for (const fact of [
    { source: 'getPhoneNumber', appid: BOUND, value: reply },
    { source: 'decrypt', appid: BOUND, value },
  ]) {
    const reasons = ['phone_only', 'code2Session'];
    assert.deepEqual(missing(resolveIdentity([fact])), reasons);
  }
});

function decryptedBy({ session_key }, data) {
  return wx.decrypt({ appid: BOUND, sessionKey: session_key, ...data });
}

async function codeOf(wx) {
  const { code } = await wx.login();
  return { code };
}
