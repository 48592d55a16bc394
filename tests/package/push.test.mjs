// Message push: every vector, and what a good implementation refuses.

import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { fixtures, read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const { esm, cjs } = await load(install());
const cases = fixtures('push');

const call = {
  open: (wx, { options, query, body }) => pushOf(wx, options).open({ query, body }),
  verifyUrl: (wx, { options, query }) => pushOf(wx, options).verifyUrl(query),
  reply: (wx, { options, opened, text, random }) =>
    pushOf(wx, options).reply(opened, text, { random: Buffer.from(random) }).body,
  getSignature: (wx, { crypt, signed }) => new wx.WXBizMsgCrypt(...crypt).getSignature(...signed),
  decrypt: (wx, { crypt, sealed }) => new wx.WXBizMsgCrypt(...crypt).decrypt(sealed),
};

function pushOf(wx, { now, ...options }) {
  return new wx.MessagePush({ ...options, now: () => now });
}

for (const [format, wx] of Object.entries({ esm, cjs })) {
  test(`${format}: every vector gets the answer that it names`, () => {
    assert.ok(cases.length >= 35);
    for (const fixture of cases) {
      const { path, expect } = fixture;
      const run = () => call[fixture.function](wx, fixture);
      if (expect.error) assert.throws(run, expect.error, path);
      else assert.deepEqual(run(), expect, path);
    }
  });
}

const { MessagePush, WXBizMsgCrypt, WxError } = esm;
const official = read('push/official-safe-json.json');
const { options, query, body } = official;
const refused = { code: 'ERR_PUSH_REFUSED' };

// The witness: node:crypto, and none of the package.

const sign = (...texts) => {
  const sorted = texts.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return createHash('sha1').update(sorted.join('')).digest('hex');
};

function seal(message, { encodingAESKey = options.encodingAESKey, id = options.receiver } = {}) {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([Buffer.alloc(16, 'r'), length, text, Buffer.from(id)]);
  const padding = 32 - (plain.length % 32);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

function unseal(sealed, encodingAESKey) {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]);
  const end = 20 + plain.readUInt32BE(16);
  return {
    message: plain.toString('utf8', 20, end),
    id: plain.toString('utf8', end, plain.length - plain.at(-1)),
  };
}

/** A request with this in it, as WeChat would send it. */
function pushed(message, { token = options.token, timestamp = query.timestamp, ...keys } = {}) {
  const { nonce } = query;
  const Encrypt = seal(typeof message === 'string' ? message : JSON.stringify(message), keys);
  const signature = sign(token, timestamp, nonce);
  const msg_signature = sign(token, timestamp, nonce, Encrypt);
  return {
    query: { signature, timestamp, nonce, encrypt_type: 'aes', msg_signature },
    body: JSON.stringify({ ToUserName: 'gh_1', Encrypt }),
  };
}

const push = pushOf(esm, options);
const now = () => options.now;

test('1. a plain push is refused where encryption is configured', () => {
  const { encrypt_type, ...untyped } = query;
  const { msg_signature, ...unsigned } = query;
  const plain = JSON.stringify({ FromUserName: 'o', Event: 'subscribe' });
  for (const mode of ['safe', 'compatible']) {
    const push = pushOf(esm, { ...options, mode });
    assert.ok(push.open({ query, body }));
    for (const request of [
      { query: untyped, body },
      { query: unsigned, body },
      { query: { ...query, encrypt_type: 'raw' }, body },
      { query: { ...query, encrypt_type: '' }, body },
      { query, body: plain },
      { query: unsigned, body: plain },
      { query: { ...unsigned, encrypt_type: 'raw' }, body: plain },
    ]) {
      assert.throws(() => push.open(request), refused);
    }
  }
});

test('1b. an encrypted push is refused where plain is configured', () => {
  const push = new MessagePush({ mode: 'plain', token: options.token, now });
  const { signature, timestamp, nonce } = query;
  const plain = { signature, timestamp, nonce };
  const message = { FromUserName: 'o', CreateTime: 1, MsgType: 'event', Event: 'subscribe' };
  const opened = push.open({ query: plain, body: JSON.stringify(message) });
  assert.deepEqual(opened.message, message);
  assert.deepEqual(opened.event, { name: 'subscribe', openid: 'o', createTime: 1 });
  assert.equal(opened.key, undefined);
  assert.deepEqual(push.reply(opened, 'as it is'), {
    contentType: 'application/json',
    body: 'as it is',
  });
  for (const request of [
    { query, body },
    { query: plain, body },
    { query: { ...plain, signature: query.msg_signature }, body: '{}' },
    { query: { timestamp, nonce }, body: '{}' },
  ]) {
    assert.throws(() => push.open(request), refused);
  }
});

test('2. an invalid configuration is refused', () => {
  const good = { mode: 'safe', receiver: 'wx1', token: 'abc', encodingAESKey: 'A'.repeat(43) };
  assert.ok(new MessagePush(good));
  assert.ok(new MessagePush({ ...good, receiver: '' }));
  const key = good.encodingAESKey;
  for (const [argument, changes, index] of [
    ['mode', { mode: undefined }],
    ['mode', { mode: 'raw' }],
    ['receiver', { receiver: undefined }],
    ['receiver', { receiver: [] }],
    ['receiver', { receiver: ['wx1', 'wx 2'] }, 1],
    ['receiver', { mode: 'plain', encodingAESKey: undefined }],
    ['token', { token: undefined }],
    ['token', { token: '' }, 0],
    ['token', { token: ['abc', 'ab\n'] }, 1],
    ['token', { token: 'a'.repeat(33) }, 0],
    ['token', { token: ['abc', 'abd', 'abe', 'abf', 'abg'] }],
    ['encodingAESKey', { encodingAESKey: undefined }],
    ['encodingAESKey', { encodingAESKey: key.slice(1) }, 0],
    ['encodingAESKey', { encodingAESKey: `${key}=` }, 0],
    ['encodingAESKey', { encodingAESKey: ` ${key}` }, 0],
    ['encodingAESKey', { encodingAESKey: [key, `${key.slice(1)}+`] }, 1],
    ['encodingAESKey', { mode: 'plain', receiver: undefined }],
    ['maxAgeSeconds', { maxAgeSeconds: -1 }],
    ['maxAgeSeconds', { maxAgeSeconds: Number.NaN }],
    ['now', { now: 5 }],
    ['aesKey', { aesKey: key }],
  ]) {
    const error = { code: 'ERR_INVALID_ARGUMENT', argument, ...(index !== undefined && { index }) };
    assert.throws(() => new MessagePush({ ...good, ...changes }), error, JSON.stringify(changes));
  }
  for (const given of [
    ['', key, 'wx1'],
    ['abc', '', 'wx1'],
    ['abc', `${key}A`, 'wx1'],
    ['abc', key],
  ]) {
    assert.throws(() => new WXBizMsgCrypt(...given), { code: 'ERR_INVALID_ARGUMENT' });
  }
});

test('3. a repeated parameter is refused', () => {
  const search = new URLSearchParams(query);
  for (const good of [
    query,
    `${search}`,
    `?${search}`,
    `https://example.com/wx?${search}`,
    search,
  ]) {
    assert.ok(push.open({ query: good, body }));
  }
  for (const name of Object.keys(query).filter((name) => name !== 'openid')) {
    const value = query[name];
    for (const bad of [
      { ...query, [name]: [value, value] },
      { ...query, [name]: [value] },
      { ...query, [name]: { 0: value } },
      { ...query, [name]: null },
      `${search}&${name}=${value}`,
      new URLSearchParams(`${search}&${name}=`),
    ]) {
      assert.throws(() => push.open({ query: bad, body }), refused, name);
    }
  }
  for (const none of [undefined, null, 5]) {
    assert.throws(() => push.open({ query: none, body }), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'query',
    });
  }
});

test('4. times, nonces and ciphertexts with wrong characters or lengths are refused', () => {
  const { Encrypt } = JSON.parse(body);
  const signed = (timestamp, nonce, sealed) => ({
    query: {
      ...query,
      timestamp,
      nonce,
      msg_signature: sign(options.token, timestamp, nonce, sealed),
    },
    body: JSON.stringify({ Encrypt: sealed }),
  });
  assert.ok(push.open(signed(query.timestamp, query.nonce, Encrypt)));
  for (const timestamp of [
    '',
    '171411244',
    '17141124450',
    '1714112445 ',
    '+714112445',
    '171411244x',
  ]) {
    assert.throws(() => push.open(signed(timestamp, query.nonce, Encrypt)), refused, timestamp);
  }
  for (const nonce of ['', 'a b', 'a&b', '你', 'x'.repeat(33)]) {
    assert.throws(() => push.open(signed(query.timestamp, nonce, Encrypt)), refused, nonce);
  }
  const cut = Buffer.from(Encrypt, 'base64').subarray(0, -16).toString('base64');
  for (const sealed of [
    '',
    `${Encrypt} `,
    `${Encrypt}=`,
    Encrypt.replace('+', '-'),
    Encrypt.slice(0, -4),
    cut,
  ]) {
    assert.throws(() => push.open(signed(query.timestamp, query.nonce, sealed)), refused, sealed);
  }
});

test('5. a wrong msg_signature is refused, even where signature is right', () => {
  const { signature, msg_signature } = query;
  const upper = { ...query, msg_signature: msg_signature.toUpperCase() };
  assert.ok(push.open({ query: upper, body }));
  for (const wrong of [signature, '', msg_signature.slice(1), `${msg_signature.slice(0, -1)}0`]) {
    assert.throws(() => push.open({ query: { ...query, msg_signature: wrong }, body }), refused);
  }
  const forged = pushed({ Event: 'subscribe' }, { token: 'other' });
  assert.throws(() => push.open(forged), refused);
});

test('6. every failure of decryption is the same error', () => {
  const names = ['padding-mixed', 'padding-zero', 'padding-33', 'length-huge', 'message-no-utf8'];
  const errors = names.map((name) => {
    const fixture = read(`push/${name}.json`);
    return caught(() => call[fixture.function](esm, fixture));
  });
  for (const { code, message, ...facts } of errors) {
    assert.deepEqual([code, message, facts], [refused.code, errors[0].message, {}]);
  }
});

test('7. a push for another receiver is refused', () => {
  const other = pushed({ Event: 'subscribe' }, { id: 'wxffffffffffffffff' });
  assert.throws(() => push.open(other), refused);
  const both = pushOf(esm, { ...options, receiver: [options.receiver, 'wxffffffffffffffff'] });
  assert.equal(both.open(other).receiver, 'wxffffffffffffffff');
  assert.equal(both.open({ query, body }).receiver, options.receiver);
});

test('8. what stands beside the ciphertext does not count', () => {
  const { message } = pushOf(esm, { ...options, mode: 'compatible' }).open({
    query,
    body: JSON.stringify({ ...JSON.parse(body), FromUserName: 'forged', Extra: 'forged' }),
  });
  assert.deepEqual(message, official.expect.message);
});

test('9. bodies that WeChat would not write are refused', () => {
  const { Encrypt } = JSON.parse(body);
  const xml = `<xml><Encrypt><![CDATA[${Encrypt}]]></Encrypt></xml>`;
  assert.ok(push.open({ query, body: xml }));
  assert.ok(push.open({ query, body: new TextEncoder().encode(xml) }));
  assert.ok(push.open({ query, body: new TextEncoder().encode(xml).buffer }));
  for (const bad of [
    `<!DOCTYPE xml>${xml}`,
    `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml}`,
    xml.replace('<xml>', '<xml><Encrypt>x</Encrypt>'),
    xml.replace('<xml>', '<xml><encrypt>x</encrypt>'),
    xml.replace('</xml>', `<A>${'<A>'.repeat(50)}${'</A>'.repeat(50)}</A></xml>`),
    xml.replace('</xml>', `${'<A/>'.repeat(5000)}</xml>`),
    xml.replace('</xml>', `<A>${'x'.repeat(1024 * 1024)}</A></xml>`),
    `{"Encrypt":"${Encrypt}","Encrypt":"${Encrypt}"}`,
    `{"Encrypt":"${Encrypt}","encrypt":"${Encrypt}"}`,
    `{"Encrypt":["${Encrypt}"]}`,
    `{"a":{"Encrypt":"${Encrypt}"}}`,
    Encrypt,
    '',
  ]) {
    assert.throws(() => push.open({ query, body: bad }), refused, bad.slice(0, 100));
  }
  for (const parsed of [JSON.parse(body), undefined, null, 5]) {
    assert.throws(() => push.open({ query, body: parsed }), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'body',
    });
  }
});

test('10. a push that is too old or from the future is refused; each push has a key to recognise replays', () => {
  const seconds = Number(query.timestamp);
  const at = (offset, maxAgeSeconds) =>
    new MessagePush({ ...options, maxAgeSeconds, now: () => (seconds + offset) * 1000 });
  for (const offset of [-300, 0, 300]) assert.ok(at(offset).open({ query, body }));
  assert.throws(() => at(301).open({ query, body }), { code: 'ERR_DATA_EXPIRED' });
  assert.throws(() => at(-301).open({ query, body }), { code: 'ERR_DATA_FROM_FUTURE' });
  assert.throws(() => at(1, 0).open({ query, body }), { code: 'ERR_DATA_EXPIRED' });
  for (const offset of [-1e9, 1e9]) assert.ok(at(offset, Infinity).open({ query, body }));
  // Whether it is genuine comes first.
  assert.throws(() => at(301).open({ query: { ...query, nonce: 'other' }, body }), refused);

  const message = { ...official.expect.message, MsgId: 5 };
  const [first, retried] = [pushed(message), pushed(message, { timestamp: `${seconds + 5}` })];
  const [one, again] = [first, retried].map((request) => push.open(request));
  assert.equal(one.dedupeKey, '5');
  assert.equal(again.dedupeKey, one.dedupeKey);
  // The same ciphertext under another time is the same push.
  assert.equal(again.replayKey, one.replayKey);
  assert.notEqual(push.open({ query, body }).replayKey, one.replayKey);
});

test('11. an answer uses the key and token that the push came with', () => {
  const [present, previous] = ['B'.repeat(43), options.encodingAESKey];
  const rotating = pushOf(esm, {
    ...options,
    token: ['present', options.token],
    encodingAESKey: [present, previous],
  });
  const opened = rotating.open({ query, body });
  assert.deepEqual([opened.key, opened.token], [1, 1]);
  const { body: answer, contentType } = rotating.reply(opened, '{"a":1}');
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = JSON.parse(answer);
  assert.equal(contentType, 'application/json');
  assert.deepEqual(unseal(Encrypt, previous), { message: '{"a":1}', id: options.receiver });
  assert.equal(MsgSignature, sign(options.token, `${TimeStamp}`, Nonce, Encrypt));
  assert.equal(Nonce, query.nonce);
  // Random bytes are new each time.
  assert.notEqual(rotating.reply(opened, '{"a":1}').body, answer);
  const newer = rotating.open(pushed({}, { token: 'present', encodingAESKey: present }));
  assert.deepEqual([newer.key, newer.token], [0, 0]);
  for (const [argument, other, given] of [
    ['opened', { ...opened, key: 2 }],
    ['opened', { ...opened, token: 2 }],
    ['opened', { ...opened, receiver: 'wx2' }],
    ['nonce', opened, { nonce: 'a b' }],
    ['random', opened, { random: new Uint8Array(15) }],
    ['random', opened, { random: 'x'.repeat(16) }],
    ['random', opened, { random: null }],
  ]) {
    const error = { code: 'ERR_INVALID_ARGUMENT', argument };
    assert.throws(() => rotating.reply(other, '{}', given), error);
  }
});

test('12. errors and objects show no secret and no decrypted text', () => {
  const token = 'MARKERTOKEN';
  const encodingAESKey = 'MARKERKEY'.padEnd(43, 'x');
  const secret = pushOf(esm, { ...options, token, encodingAESKey });
  const crypt = new WXBizMsgCrypt(token, encodingAESKey, 'wx1');
  const keys = { token, encodingAESKey };
  const expected = sign(token, query.timestamp, query.nonce);
  const shown = [
    ...[secret, crypt].flatMap((it) => [
      inspect(it, { depth: 9, showHidden: true }),
      `${it}`,
      JSON.stringify(it),
    ]),
    ...[
      () => secret.open({ query, body }),
      () => secret.open(pushed('MARKERPLAINTEXT', keys)),
      () => secret.open(pushed('{"MARKERPLAINTEXT":1}', { ...keys, id: 'MARKERRECEIVER' })),
      () => secret.verifyUrl({ ...query, echostr: 'MARKERECHO' }),
      () => crypt.decrypt(seal('MARKERPLAINTEXT', { ...keys, id: 'wx2' })),
      () => new MessagePush({ ...options, now, token: `${token}+` }),
      () => new MessagePush({ ...options, now, encodingAESKey: `${encodingAESKey}=` }),
    ].map((run) => {
      const error = caught(run);
      return `${inspect(error, { showHidden: true })}${JSON.stringify(error)}${error.stack}`;
    }),
  ];
  for (const text of shown) assert.doesNotMatch(text, new RegExp(`MARKER|${expected}`));
});

function caught(run) {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof WxError);
    return error;
  }
  throw new assert.AssertionError({ message: 'it throws' });
}

test('the verification of a URL is answered only with letters and digits', () => {
  const { timestamp, nonce } = query;
  const ask = (echostr) => ({
    signature: sign(options.token, timestamp, nonce),
    timestamp,
    nonce,
    echostr,
  });
  assert.equal(push.verifyUrl(ask('4375120948345356249')), '4375120948345356249');
  for (const echostr of ['', '<script>', 'a b', 'x'.repeat(65), undefined]) {
    assert.throws(() => push.verifyUrl(ask(echostr)), refused, echostr);
  }
  assert.throws(() => push.verifyUrl({ ...ask('1'), signature: query.msg_signature }), refused);
  // A push that somebody saw is not decrypted for them.
  const { Encrypt } = JSON.parse(body);
  const { msg_signature } = query;
  assert.throws(
    () => push.verifyUrl({ msg_signature, timestamp, nonce, echostr: Encrypt }),
    refused,
  );
});

test('events have the package’s field names, and the message stays as it came', () => {
  const { event: withoutOpenid } = push.open(
    pushed({ Event: 'user_info_modified', FromUserName: 'gh_wechat' }),
  );
  assert.deepEqual(withoutOpenid, { name: 'user_info_modified' });
  for (const [message, event] of [
    [
      {
        FromUserName: 'oA',
        CreateTime: '12',
        Event: 'subscribe',
        EventKey: 'qrscene_1',
        Ticket: 't',
      },
      { name: 'subscribe', openid: 'oA', eventKey: 'qrscene_1', ticket: 't', createTime: 12 },
    ],
    [
      { FromUserName: 'oA', Event: 'unsubscribe', EventKey: '' },
      { name: 'unsubscribe', openid: 'oA' },
    ],
    [
      { FromUserName: 'oA', Event: 'SCAN', EventKey: 7 },
      { name: 'SCAN', openid: 'oA', eventKey: '7' },
    ],
    [
      {
        AppId: 'wxc',
        InfoType: 'authorized',
        AuthorizerAppid: 'wxa',
        AuthorizationCode: 'c',
        AuthorizationCodeExpiredTime: '9',
        PreAuthCode: 'p',
      },
      {
        name: 'authorized',
        componentAppid: 'wxc',
        authorizerAppid: 'wxa',
        authorizationCode: 'c',
        authorizationCodeExpiredTime: 9,
        preAuthCode: 'p',
      },
    ],
    [
      { AppId: 'wxc', InfoType: 'unauthorized', AuthorizerAppid: 'wxa', CreateTime: 1 },
      { name: 'unauthorized', componentAppid: 'wxc', authorizerAppid: 'wxa', createTime: 1 },
    ],
    [{ InfoType: 'component_verify_ticket', AppId: 'wxc' }],
    [{ InfoType: 'component_verify_ticket', ComponentVerifyTicket: 't' }],
    [{ InfoType: 'authorized', AppId: 'wxc' }],
    [{ InfoType: 'authorized', AuthorizerAppid: 'wxa' }],
    [{ FromUserName: 'oA', Event: 'scan' }],
    [{ FromUserName: 'zhangsan', Event: 'subscribe', AgentID: '2' }],
    [{ Event: 'subscribe' }],
    [{ InfoType: 'subscribe', FromUserName: 'oA' }],
    [{ Event: 'authorized', AppId: 'wxc', AuthorizerAppid: 'wxa' }],
  ]) {
    const opened = push.open(pushed(message));
    assert.deepEqual([opened.message, opened.event], [message, event]);
  }
});

test('events of two users in the same second have different keys', () => {
  const revoked = (OpenID, RevokeInfo) =>
    push.open(
      pushed({
        FromUserName: 'gh_wechat',
        CreateTime: 1,
        Event: 'user_authorization_revoke',
        OpenID,
        RevokeInfo,
      }),
    ).dedupeKey;
  const keys = [revoked('oA', '1'), revoked('oB', '1'), revoked('oA', '8')];
  assert.equal(new Set(keys).size, 3);
  assert.equal(revoked('oA', '1'), keys[0]);
  assert.equal(push.open(pushed({ CreateTime: 1 })).dedupeKey, undefined);
});

test('an event identifies the user, and a message gives only the openid', () => {
  const appid = 'wxba5fad812f8e6fb9';
  const opened = call.open(esm, read('push/revocation-with-unionid.json'));
  for (const value of [opened, opened.message]) {
    const { openid, unionid, conflicts } = esm.resolveIdentity([
      { source: 'messagePush', appid, value },
    ]);
    assert.deepEqual(
      { openid, unionid, conflicts },
      { openid: opened.event.openid, unionid: opened.event.unionid, conflicts: [] },
    );
  }
  const other = esm.resolveIdentity([{ source: 'messagePush', appid: 'wx1', value: opened }]);
  assert.equal(other.conflicts[0].conflict, 'other_app');
  const { message } = push.open({ query, body });
  const value = { ...message, UnionID: 'put there' };
  const plain = esm.resolveIdentity([{ source: 'messagePush', appid, value }]);
  assert.deepEqual([plain.openid, plain.unionid], [message.FromUserName, null]);
  assert.equal(plain.missing.reason, 'push_never_has_it');
  const modified = { Event: 'user_info_modified', FromUserName: 'gh_wechat' };
  const nobody = esm.resolveIdentity([{ source: 'messagePush', appid, value: modified }]);
  assert.equal(nobody.openid, null);
});

test('each number of a withdrawn authorisation is explained', () => {
  assert.equal(esm.explainRevokeInfo('8').data, 'phoneNumber');
  assert.equal(esm.explainRevokeInfo('301').data, 'all');
  for (const code of [undefined, '', '9', '999', 'x']) {
    assert.equal(esm.explainRevokeInfo(code).data, 'unknown', code);
  }
  const documented = [
    1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 18, 19, 20, 201, 202, 203, 204, 205, 206, 207, 301,
  ];
  for (const code of documented) {
    const { data, meaning } = esm.explainRevokeInfo(`${code}`);
    assert.ok(data !== 'unknown' && meaning.zh && meaning.en, `${code}`);
  }
});

test('a push is acknowledged, and a virtual payment in its own form', () => {
  const { format } = official.expect;
  assert.deepEqual(push.acknowledge({ message: {}, format }), {
    contentType: 'text/plain',
    body: 'success',
  });
  const message = { Event: 'xpay_goods_deliver_notify' };
  assert.deepEqual(JSON.parse(push.acknowledge({ message, format }).body), {
    ErrCode: 0,
    ErrMsg: 'success',
  });
  assert.equal(push.acknowledge({ message }).contentType, 'application/json');
  assert.match(push.acknowledge({ message, format: 'xml' }).body, /^<xml><ErrCode>0</);
});

test('WXBizMsgCrypt encrypts what others decrypt', () => {
  const crypt = new WXBizMsgCrypt(options.token, options.encodingAESKey, 'wx1');
  const [one, other] = [crypt.encrypt('你好'), crypt.encrypt('你好')];
  assert.notEqual(one, other);
  assert.deepEqual(unseal(one, options.encodingAESKey), { message: '你好', id: 'wx1' });
  assert.deepEqual(crypt.decrypt(other), { message: '你好', id: 'wx1' });
  assert.throws(() => crypt.decrypt(seal('a', { id: 'wx2' })), refused);
  assert.equal(crypt.getSignature(1, 2, 'x'), sign(options.token, '1', '2', 'x'));
  assert.throws(() => crypt.getSignature(true, '2', 'x'), { argument: 'timestamp' });
});
