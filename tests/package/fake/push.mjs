// What the fake pushes to a back end, and makes of its answers. The back end is `MessagePush`.

import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';

import {
  ACCOUNT,
  behaviour,
  HOUR,
  NOW,
  PLATFORM,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  WEBSITE,
  wx as wxUnionid,
} from './world.mjs';

const { MessagePush, resolveIdentity } = wxUnionid;

const console = { token: 'AAAAA', encodingAESKey: 'A'.repeat(43) };
const modes = ['safe', 'compatible', 'plain'];

/**
 * A fake whose app pushes to a back end: what that has opened, and what it answers, which a test
 * may change. It checks as the console says, or as `options` say otherwise.
 */
function backEnd(appid, { app, ...options } = {}) {
  const settings = { url: 'https://a.example/wx', mode: 'safe', ...console, ...app };
  const { wechat, ask } = setUp({ push: { fetch: (url, init) => received(url, init) } });
  wechat.apps[appid].push = settings;
  const { mode, token, encodingAESKey } = settings;
  const keys = mode === 'plain' ? {} : { receiver: appid, encodingAESKey };
  const push = new MessagePush({ mode, token, ...keys, now: wechat.clock.now, ...options });
  const end = { wechat, ask, push, opened: [], requests: [], settings };
  end.answer = (opened) => push.acknowledge(opened).body;
  const received = async (url, init) => {
    end.requests.push({ url, ...init });
    if (init.method === 'GET') return replyOf(push.verifyUrl(url));
    const opened = push.open({ query: url, body: init.body });
    end.opened.push(opened);
    return replyOf(await end.answer(opened));
  };
  return end;
}

function replyOf(answer) {
  return answer instanceof Response ? answer : new Response(answer);
}

/** A reply that is well signed, by node:crypto, and wrong in one way. */
function sealedBy({ encodingAESKey = console.encodingAESKey, id = ACCOUNT, padding = filled }) {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([
    Buffer.alloc(16, 'r'),
    Buffer.of(0, 0, 0, 2),
    Buffer.from(`ok${id}`),
  ]);
  const padded = Buffer.concat([plain, padding(32 - (plain.length % 32))]);
  const Encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  const [TimeStamp, Nonce] = ['1714112445', '415670741'];
  const signed = [console.token, TimeStamp, Nonce, Encrypt].sort().join('');
  const MsgSignature = createHash('sha1').update(signed).digest('hex');
  return JSON.stringify({ Encrypt, MsgSignature, TimeStamp, Nonce });
}

function filled(length) {
  return Buffer.alloc(length, length);
}

const who = { appid: ACCOUNT, user: 'hong' };

behaviour('aPushIsSignedAndEncrypted', async () => {
  for (const mode of modes) {
    for (const format of ['xml', 'json']) {
      const end = backEnd(PROGRAM, { app: { mode, format } });
      const sent = { MsgType: 'text', Content: '<你好>]]>&😀', List: [{ a: 1 }, { a: 'b' }] };
      const { message, state } = await end.wechat.push({ ...who, appid: PROGRAM, ...sent });
      const [opened] = end.opened;
      assert.equal(state, 'delivered');
      assert.equal(opened.format, format);
      assert.equal(opened.message.Content, sent.Content);
      assert.equal(opened.message.MsgId, message.MsgId);
      assert.match(message.MsgId, /^[1-9]{19}$/);
      assert.equal(opened.dedupeKey, message.MsgId);
      assert.equal(Number(opened.message.CreateTime), NOW / SECOND);
      assert.deepEqual(
        opened.message.List,
        format === 'json' ? sent.List : [{ a: '1' }, { a: 'b' }],
      );
      const [{ body, url, headers }] = end.requests;
      assert.equal(body.includes(sent.Content.slice(0, 4)), mode !== 'safe');
      assert.equal(url.includes('msg_signature='), mode !== 'plain');
      assert.equal(headers['content-type'], format === 'json' ? 'application/json' : 'text/xml');
    }
  }
});

behaviour('theUrlIsVerified', async () => {
  for (const mode of modes) {
    const { wechat, settings } = backEnd(ACCOUNT, { app: { mode } });
    const { status, hint } = await wechat.verifyUrl({ appid: ACCOUNT });
    assert.deepEqual([status, hint], [200, undefined]);
    settings.token = 'BBBBB';
    wechat.apps[ACCOUNT].push = settings;
    // MessagePush refuses, and so nothing is answered.
    const refused = await wechat.verifyUrl({ appid: ACCOUNT });
    assert.match(refused.hint.en, /no answer/);
  }
  const echo = (edit) => async (url) => replyOf(edit(new URL(url).searchParams.get('echostr')));
  for (const [edit, hint] of [
    [(echostr) => echostr, undefined],
    [(echostr) => `"${echostr}"`, /as it came/],
    [(echostr) => new Response(echostr, { status: 500 }), /it is 500/],
  ]) {
    const { wechat } = setUp({ push: { fetch: echo(edit) } });
    wechat.apps[ACCOUNT].push = { url: 'https://a.example/wx?a=1', mode: 'safe', ...console };
    const verified = await wechat.verifyUrl({ appid: ACCOUNT });
    if (hint) assert.match(verified.hint.en, hint);
    else assert.equal(verified.hint, undefined);
    assert.match(verified.url, /^https:\/\/a\.example\/wx\?a=1&signature=/);
  }
  const { wechat } = setUp();
  for (const appid of [ACCOUNT, PLATFORM, PROGRAM]) {
    await assert.rejects(wechat.verifyUrl({ appid }), TypeError);
  }
});

behaviour('aPushIsSentThreeTimes', async () => {
  const end = backEnd(ACCOUNT);
  const { wechat } = end;
  const good = end.answer;
  // A back end that fails once, and is asked again after five seconds, and not before.
  end.answer = () => new Response('', { status: 502 });
  const push = await wechat.follow(who);
  assert.equal(push.state, 'waiting');
  assert.match(push.tries[0].hint.en, /it is 502/);
  await wechat.clock.advance(5 * SECOND - 1);
  assert.equal(push.tries.length, 1);
  end.answer = good;
  await wechat.clock.advance(1);
  assert.deepEqual([push.state, push.tries.length], ['delivered', 2]);
  await wechat.clock.advance(HOUR);
  assert.equal(push.tries.length, 2);
  // Signed and encrypted anew, and the same message.
  const [first, second] = end.opened;
  assert.notEqual(first.replayKey, second.replayKey);
  assert.equal(first.dedupeKey, second.dedupeKey);
  assert.deepEqual(first.message, second.message);
  assert.equal(second.timestamp, first.timestamp + 5);

  // One that hangs, and one that is not there: three times in all.
  const hung = [];
  end.answer = () => new Promise(() => hung.push(end.requests.at(-1)));
  const first3 = wechat.unfollow(who);
  const lost = wechat.pushes.at(-1);
  await wechat.clock.advance(4 * SECOND);
  assert.equal(lost.tries.length, 1);
  const told = wechat.clock.advance(SECOND);
  assert.equal(await first3, lost);
  assert.match(lost.tries[0].hint.en, /no answer/);
  assert.ok(hung[0].signal.aborted);
  end.answer = () => Promise.reject(new Error('nobody'));
  await wechat.clock.advance(5 * SECOND);
  await told;
  assert.deepEqual([lost.state, lost.tries.length], ['lost', 3]);
  await wechat.clock.advance(HOUR);
  assert.equal(lost.tries.length, 3);

  // By hand: as WeChat does it, and as somebody who has seen it.
  end.answer = good;
  await wechat.repeat(push);
  await wechat.repeat(push, { exactly: true });
  const [again, replayed] = end.opened.slice(-2);
  assert.equal(again.dedupeKey, first.dedupeKey);
  assert.notEqual(again.replayKey, second.replayKey);
  assert.equal(replayed.replayKey, again.replayKey);
  await assert.rejects(wechat.repeat({ ...push }), TypeError);
});

behaviour('anAnswerIsSuccessOrAReply', async () => {
  const text = '<xml><Content><![CDATA[你好]]></Content></xml>';
  for (const mode of modes) {
    for (const format of ['xml', 'json']) {
      const end = backEnd(ACCOUNT, { app: { mode, format } });
      const { wechat, push } = end;
      const said = { ...who, MsgType: 'text', Content: 'a' };
      const lastOf = async (answer) => {
        end.answer = answer;
        return (await wechat.push(said)).tries.at(-1);
      };
      for (const good of ['success', '']) {
        assert.equal((await lastOf(() => good)).hint, undefined);
      }
      const replied = await lastOf((opened) => push.reply(opened, text).body);
      assert.deepEqual([replied.reply, replied.hint], [text, undefined]);
      assert.match((await lastOf(() => 'ok')).hint.en, /must be success/);
      const plain = await lastOf(() => text);
      if (mode === 'safe') assert.match(plain.hint.en, /must be encrypted/);
      else assert.equal(plain.reply, text);
      if (mode === 'plain') continue;
      const forged = await lastOf((opened) => push.reply(opened, text).body.replace(/\d{10}/, '1'));
      assert.match(forged.hint.en, /MsgSignature/);
      assert.equal((await lastOf(() => sealedBy({}))).reply, 'ok');
      for (const change of [
        { encodingAESKey: 'B'.repeat(43) },
        { id: PROGRAM },
        { padding: (length) => Buffer.concat([Buffer.alloc(length - 1), Buffer.of(length)]) },
      ]) {
        assert.match((await lastOf(() => sealedBy(change))).hint.en, /does not decrypt/);
      }
    }
  }
  const end = backEnd(ACCOUNT);
  const { tries } = await end.wechat.push({ ...who, Event: 'xpay_goods_deliver_notify' });
  assert.match(tries[0].answer, /<ErrCode>0</);
  assert.equal(tries[0].hint, undefined);
  const platform = backEnd(PLATFORM);
  platform.answer = () => '';
  const ticket = await platform.wechat.ticket({ appid: PLATFORM });
  assert.match(ticket.tries[0].hint.en, /answered with success/);
});

behaviour('newKeysCountAtOnce', async () => {
  const other = { token: 'BBBBB', encodingAESKey: 'B'.repeat(43) };
  const both = {
    token: [other.token, console.token],
    encodingAESKey: [other.encodingAESKey, console.encodingAESKey],
  };
  const end = backEnd(ACCOUNT, both);
  const { wechat, push } = end;
  end.answer = () => new Response('', { status: 500 });
  await wechat.follow(who);
  wechat.apps[ACCOUNT].push = { ...end.settings, ...other };
  end.answer = (opened) => push.reply(opened, '<xml></xml>').body;
  await wechat.unfollow(who);
  await wechat.clock.advance(5 * SECOND);
  assert.deepEqual(
    end.opened.map(({ message, token, key }) => [message.Event, token, key]),
    [
      ['subscribe', 1, 1],
      ['unsubscribe', 0, 0],
      ['subscribe', 1, 1],
    ],
  );
  for (const { tries, state } of wechat.pushes) {
    assert.deepEqual(
      [state, tries.at(-1).reply, tries.at(-1).hint],
      ['delivered', '<xml></xml>', undefined],
    );
  }
});

behaviour('whoFollowsIsTold', async () => {
  const end = backEnd(ACCOUNT);
  const { wechat } = end;
  const openid = wechat.openid(ACCOUNT, 'hong');
  const time = NOW / SECOND;
  await wechat.follow(who);
  assert.deepEqual(wechat.users.hong.follows, [ACCOUNT]);
  await assert.rejects(wechat.follow(who), TypeError);
  await wechat.unfollow(who);
  assert.deepEqual(wechat.users.hong.follows, []);
  await assert.rejects(wechat.unfollow(who), TypeError);
  assert.deepEqual(
    end.opened.map(({ event }) => event),
    ['subscribe', 'unsubscribe'].map((name) => ({ name, openid, createTime: time })),
  );
  await assert.rejects(wechat.follow({ ...who, appid: PROGRAM }), TypeError);
  // Nobody is told of an app without push.
  const { state, tries } = await setUp().wechat.follow(who);
  assert.deepEqual([state, tries], ['unsent', []]);
});

behaviour('whoRevokesIsTold', async () => {
  for (const [appid, code] of Object.entries({
    [PROGRAM]: '6',
    [ACCOUNT]: '205',
    [WEBSITE]: '301',
  })) {
    const end = backEnd(appid);
    const { wechat } = end;
    const hong = { appid, user: 'hong' };
    await wechat.modifyUserInfo(hong);
    await wechat.revoke(hong);
    await wechat.revoke({ ...hong, revokeInfo: '8' });
    await wechat.cancel(hong);
    const openid = wechat.openid(appid, 'hong');
    const unionid = appid === PROGRAM ? {} : { unionid: wechat.unionid(appid, 'hong') };
    const createTime = NOW / SECOND;
    assert.deepEqual(
      end.opened.map(({ event }) => event),
      [
        ['user_info_modified', {}],
        ['user_authorization_revoke', { revokeInfo: code }],
        ['user_authorization_revoke', { revokeInfo: '8' }],
        ['user_authorization_cancellation', {}],
      ].map(([name, revokeInfo]) => ({
        name,
        openid,
        ...unionid,
        appid,
        ...revokeInfo,
        createTime,
      })),
    );
    for (const value of end.opened) {
      assert.notEqual(value.message.FromUserName, openid);
      const identity = resolveIdentity([{ source: 'messagePush', appid, value }]);
      assert.deepEqual([identity.openid, identity.unionid], [openid, unionid.unionid ?? null]);
    }
  }
});

behaviour('aPlatformIsPushedForItsApps', async () => {
  const end = backEnd(PLATFORM, { app: { url: 'https://a.example/$APPID$/wx' } });
  const { wechat } = end;
  // It comes before the app's own settings.
  wechat.apps[ACCOUNT].push = { url: 'https://b.example', mode: 'plain', token: 'CCCCC' };
  await wechat.follow(who);
  const [{ receiver, message }] = end.opened;
  assert.equal(receiver, PLATFORM);
  assert.equal(message.ToUserName, (await wechat.push(who)).message.ToUserName);
  assert.ok(end.requests[0].url.startsWith(`https://a.example/${ACCOUNT}/wx?`));
  await wechat.unauthorize({ platform: PLATFORM, appid: ACCOUNT });
  const sent = end.opened.length;
  await wechat.unfollow(who);
  assert.equal(end.opened.length, sent);
  assert.ok(end.requests.at(-1).url.startsWith('https://b.example?'));
  for (const change of [{ mode: 'plain' }, { format: 'json' }]) {
    const push = { url: 'https://a.example', mode: 'safe', ...console, ...change };
    const platform = { type: 'thirdpartyPlatform', secret: SECRET, authorizers: [], push };
    assert.throws(() => setUp({ apps: { [PLATFORM]: platform }, users: {} }), TypeError);
  }
});

behaviour('aPlatformIsToldOfItsApps', async () => {
  const end = backEnd(PLATFORM);
  const { wechat } = end;
  const both = { platform: PLATFORM, appid: WEBSITE };
  await wechat.authorize(both);
  assert.ok(wechat.apps[PLATFORM].authorizers.includes(WEBSITE));
  await wechat.authorize(both);
  await wechat.unauthorize(both);
  await assert.rejects(wechat.unauthorize(both), TypeError);
  await assert.rejects(wechat.authorize({ ...both, platform: WEBSITE }), TypeError);
  assert.deepEqual(
    end.opened.map(({ event }) => [event.name, event.componentAppid, event.authorizerAppid]),
    ['authorized', 'updateauthorized', 'unauthorized'].map((name) => [name, PLATFORM, WEBSITE]),
  );
  const [{ event }] = end.opened;
  assert.match(event.authorizationCode, /^queryauthcode@@@/);
  assert.equal(event.authorizationCodeExpiredTime, NOW / SECOND + 3600);
});

behaviour('aTicketMakesATokenOfAPlatform', async (refused) => {
  const end = backEnd(PLATFORM);
  const { wechat, ask } = end;
  const tokenFor = (given) =>
    ask(
      '/cgi-bin/component/api_component_token',
      {},
      {
        component_appid: PLATFORM,
        component_appsecret: SECRET,
        ...given,
      },
    );
  await wechat.ticket({ appid: PLATFORM });
  await wechat.ticket({ appid: PLATFORM });
  const [old, latest] = end.opened.map(({ event }) => ({
    component_verify_ticket: event.componentVerifyTicket,
  }));
  refused(61006, await tokenFor(old));
  refused(40125, await tokenFor({ ...latest, component_appsecret: 'other' }));
  refused(40013, await tokenFor({ ...latest, component_appid: PROGRAM }));
  await wechat.clock.advance(12 * HOUR - 1);
  const { component_access_token, expires_in } = await tokenFor(latest);
  assert.equal(expires_in, 7200);
  const { code } = await wechat.wx({ appid: PROGRAM, user: 'ming' }).login();
  const session = await ask('/sns/component/jscode2session', {
    appid: PROGRAM,
    js_code: code,
    grant_type: 'authorization_code',
    component_appid: PLATFORM,
    component_access_token,
  });
  assert.equal(session.openid, wechat.openid(PROGRAM, 'ming'));
  await wechat.clock.advance(1);
  refused(61005, await tokenFor(latest));
});
