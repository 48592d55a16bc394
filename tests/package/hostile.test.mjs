// A JavaScript caller can pass anything. Whatever is thrown is a WxError, and the next call works.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import vm from 'node:vm';

import { options as declared } from './declared.mjs';
import { isClass, methodsOf } from './exports.mjs';
import { read } from './fixtures.mjs';
import { another, install, load } from './installed.mjs';
import { sampled } from './pairs.mjs';
import { APPID, loginCode, offline, phoneCode, rejection, setUp } from './wechat.mjs';

const folder = install();
const { esm, cjs } = await load(folder);
const slim = await another(folder, 'slim.js');
const { input: good, expect } = read('decrypt/official-user-info.json');
const { input: signed } = read('signature/verify-raw-data-official.json');

function throwing() {
  throw new TypeError('from a getter');
}

const cycle = { ...good };
cycle.self = cycle;

const values = [
  undefined,
  null,
  true,
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  '',
  'text',
  '\ud83d',
  Symbol('symbol'),
  () => 'function',
  new String('object'),
  new Date(Number.NaN),
  new Map([['appid', 'x']]),
  Buffer.from('buffer'),
  new Uint8Array(16),
  [],
  [[]],
  [undefined, null, ''],
  {},
  Object.create(null),
  new Proxy({}, {}),
  new Proxy({}, { get: throwing, ownKeys: throwing, getPrototypeOf: throwing, has: throwing }),
  { toJSON: throwing },
  { toString: throwing, valueOf: throwing },
  cycle,
  Promise.resolve(),
];

const options = [
  ...declared,
  ...['rawData', 'signature', 'body', '__proto__', 'constructor', 'extra'],
];

/**
 * Each value as it is, and in each place of an otherwise good object, plain and behind a getter
 * that throws.
 */
function* hostile() {
  yield* values;
  for (const option of options) {
    for (const value of values) yield { ...good, rawData: '', signature: '', [option]: value };
    yield Object.defineProperty({ ...good }, option, { get: throwing, enumerable: true });
  }
}

for (const [format, wx] of Object.entries({ esm, cjs })) {
  for (const [name, exported] of Object.entries(wx)) {
    test(`${format}: ${name} answers anything with an answer or a WxError`, async () => {
      // The code is the same in both formats.
      for (const input of format === 'esm' ? hostile() : sampled([...hostile()])) {
        for (const call of calls(exported)) {
          try {
            await drain(await call(input));
          } catch (error) {
            // Said only if there is something to say: to write it all out takes longer than the
            // calls.
            if (error instanceof wx.WxError && error.code !== 'ERR_INTERNAL') continue;
            const shown = inspect(input, {
              maxStringLength: 80,
              maxArrayLength: 3,
              breakLength: 120,
              getters: false,
            });
            assert.fail(`${shown}: ${error?.stack}`);
          }
        }
      }
      assert.deepEqual(wx.decrypt(good).data, JSON.parse(expect.text), 'the next call works');
    });
  }
}

test('50 MB and a hundred thousand entries are answered too', async () => {
  const text = 'x'.repeat(50 * 1024 * 1024);
  for (const input of [{ ...good, encryptedData: text }, new Array(100_000)]) {
    for (const exported of Object.values(esm)) {
      const [call] = calls(exported);
      try {
        await call(input);
      } catch (error) {
        assert.ok(error instanceof esm.WxError, error?.stack);
        assert.notEqual(error.code, 'ERR_INTERNAL');
      }
    }
  }
  assert.deepEqual(esm.decrypt(good).data, JSON.parse(expect.text), 'the next call works');
});

/** What is listed is asked for. */
async function drain(answer) {
  if (typeof answer?.[Symbol.asyncIterator] !== 'function') return;
  for await (const _ of answer);
}

const app = { appid: good.appid, secret: 'secret', fetch: offline() };

/**
 * Good options of the classes whose instances ask WeChat, which is not there, or keep something.
 */
const goodOptions = {
  AccessTokens: app,
  LoginSessions: { appid: good.appid },
  MessagePush: {
    mode: 'safe',
    receiver: good.appid,
    token: 'AAAAA',
    encodingAESKey: 'A'.repeat(43),
  },
  MiniProgram: { ...app, tokens: () => 'token' },
  OfficialAccount: { ...app, tokens: () => 'token' },
  WebApp: { ...app, tokens: () => 'token' },
};

const optionsOfClasses = [
  ...['appid', 'secret', 'component', 'tokens', 'fetch', 'timeoutMs', 'baseUrl', 'legacy', 'now'],
  ...['store', 'onStoreFailure', 'dangerouslyAllowBrowser', 'ttlSeconds', 'maxInMemory'],
  ...['maxLifeSeconds', 'prefix', 'whenStoreFails', 'allowSnapshotUser', 'storeTimeoutMs'],
  ...['mode', 'receiver', 'token', 'encodingAESKey', 'maxAgeSeconds'],
  ...['randomBytes', '__proto__', 'constructor', 'extra'],
];

/** The ways to use an export: a class by its instances' methods, a function by its arguments. */
function calls(exported) {
  if (!isClass(exported)) {
    return [
      (input) => exported(input),
      (input) => exported([input]),
      (input) => exported(good, input, input),
    ];
  }
  const names = methodsOf(exported);
  const options = goodOptions[exported.name];
  if (options) return callsOfInstance(exported, options, names);
  return [
    (input) => new exported(input, input).publicMessage,
    ...names.map(
      (name) => (input) => new exported(good.appid, input)[name](good.encryptedData, good.iv),
    ),
    ...names.map(
      (name) => (input) => new exported(good.appid, good.sessionKey)[name](input, input),
    ),
  ];
}

function callsOfInstance(exported, options, names) {
  const instance = new exported(options);
  // What is odd in a bigger object makes no difference to what takes one value.
  const single = (call) => (input) => values.includes(input) && call(input);
  return [
    (input) => new exported(input),
    ...optionsOfClasses.map((option) =>
      single(async (input) => {
        const odd = new exported({ ...options, [option]: input });
        for (const name of names) await refusing(() => odd[name]({}));
      }),
    ),
    ...names.flatMap((name) => [
      (input) => instance[name](input),
      single((input) => instance[name](input, input, input)),
      single((input) => instance[name](input, { signal: input })),
      single((input) => instance[name]({}, input)),
      single((input) => instance[name]([], { signal: input })),
    ]),
  ];
}

/** Goes on after a refusal. */
async function refusing(call) {
  try {
    await drain(await call());
  } catch (error) {
    if (!(error instanceof esm.WxError) || error.code === 'ERR_INTERNAL') throw error;
  }
}

/** Of an own memory, which has gone elsewhere. */
function detached(bytes) {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

class Liar extends Uint8Array {
  static get [Symbol.species]() {
    throw new TypeError('species');
  }
  get length() {
    return 1e6;
  }
  get byteLength() {
    return -1;
  }
  get buffer() {
    return new ArrayBuffer(0);
  }
  get [Symbol.toStringTag]() {
    return 'Float64Array';
  }
  *[Symbol.iterator]() {
    yield 0;
  }
}

test('bytes are taken for what they are, whatever they say of themselves', () => {
  const text = '{"openid":"o","session_key":"k"}';
  const bytes = new TextEncoder().encode(text);
  const resizable = new ArrayBuffer(bytes.length, { maxByteLength: 1024 });
  new Uint8Array(resizable).set(bytes);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const foreign = vm.runInNewContext('Uint8Array').from(bytes);
  for (const [what, body] of Object.entries({
    text,
    bytes,
    'a Buffer': Buffer.from(text),
    'an ArrayBuffer': bytes.buffer,
    'a part': new Uint8Array([0, ...bytes, 0]).subarray(1, -1),
    'a resizable buffer': resizable,
    'a view that follows its length': new Uint8Array(resizable),
    'shared memory': shared,
    'a class that lies': new Liar(bytes),
    'another realm': foreign,
    'the buffer of another realm': foreign.buffer,
  })) {
    const response = esm.parseResponse('code2Session', { status: 200, body });
    assert.equal(response.openid, 'o', what);
  }
  for (const [what, body] of Object.entries({
    'detached bytes': detached(new Uint8Array(bytes)),
    'a detached buffer': detached(new Uint8Array(bytes)).buffer,
    'a proxy of bytes': new Proxy(bytes, {}),
    'a proxy of a buffer': new Proxy(bytes.buffer, {}),
    'a revoked proxy': revoked(bytes),
    'an object that inherits': Object.create(Uint8Array.prototype),
    'an object that inherits of a buffer': Object.create(ArrayBuffer.prototype),
    'an object that says so': { [Symbol.toStringTag]: 'Uint8Array', length: 2, 0: 123, 1: 125 },
    'other numbers': new Float64Array(4),
    'shared memory without a view': shared.buffer,
  })) {
    assert.throws(
      () => esm.parseResponse('code2Session', { status: 200, body }),
      { name: 'WxError', code: /^ERR_INVALID_(ARGUMENT|RESPONSE)$/ },
      what,
    );
  }
});

test('a reply is an object with a status of HTTP', () => {
  const parse = (reply) => esm.parseResponse('code2Session', { body: '{}', ...reply });
  for (const status of [undefined, null, '200', -1, 0.5, 1000, Number.NaN]) {
    assert.throws(() => parse({ status }), { argument: 'status' }, inspect(status));
  }
  for (const status of [0, 999]) assert.throws(() => parse({ status }), { status: 502 });
  const unreadable = new Proxy({}, { get: throwing });
  assert.throws(() => esm.parseResponse('code2Session', unreadable), { argument: 'reply' });
});

test('what has no JSON is refused as the argument that it is in', () => {
  const facts = [{ source: 'code2Session', appid: APPID, value: cycle }];
  assert.throws(() => esm.resolveIdentity(facts), { argument: 'facts', index: 0 });
});

test('what cannot be looked at is refused by its name', async () => {
  const refused = (argument) => ({ name: 'WxError', code: 'ERR_INVALID_ARGUMENT', argument });
  const odd = revoked({});
  const sessions = new esm.LoginSessions({ appid: APPID });
  await assert.rejects(sessions.create(odd), refused('session'));
  for (const bytes of [odd, detached(new Uint8Array(32)), new Uint16Array(32)]) {
    const unlucky = new esm.LoginSessions({ appid: APPID, randomBytes: () => bytes });
    await assert.rejects(unlucky.create({ openid: 'o', session_key: 'k' }), refused('randomBytes'));
  }
  const push = new esm.MessagePush({
    mode: 'safe',
    receiver: APPID,
    token: 'AAAAA',
    encodingAESKey: 'A'.repeat(43),
  });
  assert.throws(() => push.open({ query: {}, body: odd }), refused('body'));
  const opened = { format: 'json', receiver: APPID, nonce: '1', token: 0, key: 0 };
  for (const random of [odd, detached(new Uint8Array(16)), new Uint16Array(16)]) {
    assert.throws(() => push.reply(opened, '{}', { random }), refused('random'));
  }
});

test('what cannot be looked at is no WxError, and can be thrown by any code of the caller', async () => {
  const odd = revoked(new Error());
  assert.ok(!(odd instanceof esm.WxError));
  class Extended extends esm.WxError {}
  assert.ok(!(odd instanceof Extended));
  const throwOdd = () => {
    throw odd;
  };
  assert.equal(new esm.WxError(odd).code, 'ERR_INTERNAL');
  assert.throws(() => new esm.MiniProgram({ ...app, tokens: odd }), { argument: 'tokens' });
  const program = new esm.MiniProgram({ ...app, fetch: throwOdd });
  assert.equal((await rejection(program.code2Session({ js_code: 'c' }))).code, 'ERR_NETWORK');
  const untold = new esm.MiniProgram({ ...app, tokens: throwOdd });
  assert.equal((await rejection(untold.getPhoneNumber({ code: 'c' }))).argument, 'tokens');
  const sessions = new esm.LoginSessions({ appid: APPID, randomBytes: throwOdd });
  assert.equal((await rejection(sessions.create({ openid: 'o' }))).argument, 'randomBytes');
  assert.throws(
    () =>
      esm.decrypt({
        ...good,
        get iv() {
          throw odd;
        },
      }),
    { argument: 'input' },
  );
});

test('the core may be given by anything', () => {
  for (const core of [revoked({}), new Proxy([], {})]) {
    assert.throws(() => slim.init(core), { code: 'ERR_INVALID_ARGUMENT', argument: 'core' });
  }
  for (const given of [
    () => revoked({}),
    () => Object.create(WebAssembly.Module.prototype),
    () => ({ [Symbol.toStringTag]: 'WebAssembly.Module' }),
    () => detached(new Uint8Array(8)),
    () => {
      throw Object.create(null);
    },
    () => {
      throw revoked({});
    },
    () => {
      throw Symbol('odd');
    },
  ]) {
    slim.init(given);
    assert.throws(
      () => slim.decrypt(good),
      ({ code, reason }) =>
        code === 'ERR_WASM_UNAVAILABLE' ? reason !== undefined : code === 'ERR_INVALID_ARGUMENT',
    );
  }
});

test('an argument of the wrong type is named', () => {
  for (const [argument, value] of [
    ['appid', 5],
    ['appid', []],
    ['appid', ['wx', 5]],
    ['sessionKey', null],
    ['sessionKey', []],
    ['sessionKey', [5]],
    ['sessionKey', [null, '', undefined]],
    ['sessionKey', Array(5).fill(good.sessionKey)],
    ['encryptedData', Buffer.from(good.encryptedData, 'base64')],
    ['iv', undefined],
    ['maxAgeSeconds', Number.NaN],
    ['maxAgeSeconds', -1],
    ['maxAgeSeconds', () => 300],
    ['maxAgeSeconds', Symbol('300')],
    ['clockSkewSeconds', '60'],
    ['now', new Date()],
    ['repair', 'yes'],
    ['maxAge', 300],
    ...declared.map((option) => [option, Symbol('of no option')]),
  ]) {
    assert.throws(() => esm.decrypt({ ...good, [argument]: value }), {
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  }
});

test('an unknown name that may be data is not shown', () => {
  for (const name of ['secret key', 'x'.repeat(41), `${'x'.repeat(40)}=`, '=x']) {
    assert.throws(() => esm.decrypt({ ...good, [name]: 1 }), {
      argument: 'input',
      message: 'input has a property that is not a known option',
    });
  }
});

test('a text that is empty or wrong gets the code of its field', () => {
  for (const [field, code] of [
    ['sessionKey', 'ERR_INVALID_SESSION_KEY'],
    ['encryptedData', 'ERR_INVALID_ENCRYPTED_DATA'],
    ['iv', 'ERR_INVALID_IV'],
  ]) {
    assert.throws(() => esm.decrypt({ ...good, [field]: '' }), { code, damage: 'missing_field' });
    assert.throws(() => esm.decrypt({ ...good, [field]: '*' }), {
      code,
      damage: 'not_base64',
      at: 0,
    });
  }
});

test('more than 1 MiB of encryptedData is refused', () => {
  const limit = 1024 * 1024;
  const damage = (length) => {
    try {
      return esm.decrypt({ ...good, encryptedData: 'A'.repeat(length) });
    } catch (error) {
      return error.damage ?? error.code;
    }
  };
  assert.equal(damage(limit), 'ERR_DECRYPT_FAILED');
  assert.equal(damage(limit + 1), 'too_long');
});

test('lists are as long as can cross, and no longer', () => {
  const long = 'A'.repeat(1024 * 1024);
  const lists = [Array(600).fill(long), Array(5_000_000).fill('wx')];
  for (const list of lists) {
    for (const [argument, call] of Object.entries({
      appid: () => esm.decrypt({ ...good, appid: list }),
      sessionKey: () => esm.decrypt({ ...good, sessionKey: list }),
      openid_list: () => {
        const params = { from_appid: APPID, openid_list: list };
        esm.buildRequest('changeOpenid', { access_token: 't' }, params);
      },
    })) {
      assert.throws(call, { code: 'ERR_INVALID_ARGUMENT', argument });
    }
    assert.equal(typeof esm.diagnose({ ...good, sessionKey: list }).cause, 'string');
  }
  const many = Array.from({ length: 100_000 }, (_, at) => `wx${String(at).padStart(16, '0')}`);
  assert.equal(esm.decrypt({ ...good, appid: [...many, good.appid] }).kind, 'userInfo');
});

test('a list holds at most 4 Mi characters, and each entry counts as one more', () => {
  const long = 'A'.repeat(1024 * 1024);
  const decryptWith = (length) =>
    esm.decrypt({ ...good, appid: [good.appid, long, long, long, 'A'.repeat(length)] });
  const most = long.length - good.appid.length - 5;
  assert.equal(decryptWith(most).kind, 'userInfo');
  assert.throws(() => decryptWith(most + 1), { argument: 'appid' });
  const many = Array(1000).fill('wx');
  assert.equal(esm.decrypt({ ...good, appid: [...many, good.appid] }).kind, 'userInfo');
});

test('a list of session keys may have gaps', () => {
  const sessionKey = [undefined, null, good.sessionKey];
  assert.equal(esm.decrypt({ ...good, sessionKey }).sessionKeyIndex, 2);
});

test('more than 1 MiB is refused where nothing but its hash would be looked at', () => {
  const text = 'é'.repeat(512 * 1024 + 1);
  assert.throws(() => esm.verifyRawData({ ...signed, rawData: text }), { argument: 'rawData' });
  assert.throws(() => esm.signSession({ sessionKey: good.sessionKey, body: text }), {
    argument: 'body',
  });
});

test('an option counts wherever an object has it: a getter of a class, a prototype', () => {
  class Request {
    get maxAgeSeconds() {
      return 300;
    }
  }
  const { sessionKey, ...rest } = good;
  for (const input of [
    Object.assign(new Request(), good),
    Object.assign(Object.create({ maxAgeSeconds: 300 }), good),
    Object.defineProperty({ ...good }, 'maxAgeSeconds', { value: 300, enumerable: false }),
  ]) {
    assert.throws(() => esm.decrypt(input), { code: 'ERR_DATA_EXPIRED' });
  }
  assert.deepEqual(
    esm.decrypt(Object.assign(Object.create({ sessionKey }), rest)),
    esm.decrypt(good),
  );
});

test('what somebody put on every object is no option', () => {
  Object.prototype.maxAgeSeconds = 300;
  Object.prototype.polluted = 'polluted';
  try {
    assert.equal(esm.decrypt(good).kind, 'userInfo');
  } finally {
    delete Object.prototype.maxAgeSeconds;
    delete Object.prototype.polluted;
  }
});

test('without a watermark there is no age, and an age that was asked for is missing', () => {
  const { input } = read('decrypt/watermark-absent-allowed.json');
  assert.equal(esm.decrypt(input).watermark, undefined);
  assert.throws(() => esm.decrypt({ ...input, maxAgeSeconds: 300 }), {
    code: 'ERR_WATERMARK_MISSING',
  });
});

test('an option that is undefined is absent', () => {
  const input = { ...good, maxAgeSeconds: undefined, now: undefined, repair: undefined };
  assert.deepEqual(esm.decrypt(input), esm.decrypt(good));
});

test('decryptMany: a bad entry spoils no other, and what is no list is refused', () => {
  const unreadable = { ...good, iv: 10n };
  const outcomes = esm.decryptMany([good, undefined, 5, unreadable, { ...good, iv: '' }, good]);
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [true, false, false, false, false, true],
  );
  assert.deepEqual(
    outcomes.filter(({ ok }) => !ok).map(({ error }) => error.code),
    [...Array(3).fill('ERR_INVALID_ARGUMENT'), 'ERR_INVALID_IV'],
  );
  assert.deepEqual(
    esm.decryptMany([good, good]).map(({ ok }) => ok),
    [true, true],
  );
  assert.deepEqual(esm.decryptMany([]), []);
  for (const inputs of [undefined, good, 'text']) {
    assert.throws(() => esm.decryptMany(inputs), {
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'inputs',
    });
  }
});

test('nothing of a failed call is in its error', () => {
  const secrets = {
    sessionKey: 'c2VjcmV0',
    appid: 'secret-app',
    iv: 'secret-iv',
    encryptedData: 'secret-data',
  };
  for (const [field, secret] of Object.entries(secrets)) {
    for (const input of [
      { ...good, [field]: secret },
      { ...good, [field]: [secret] },
      { ...good, [secret]: 1 },
    ]) {
      assert.throws(
        () => esm.decrypt(input),
        (error) => {
          const shown = `${inspect(error)} ${JSON.stringify(error)} ${error.stack}`;
          return (
            !shown.includes(secret) || (field === 'sessionKey' && Object.hasOwn(input, secret))
          );
        },
      );
    }
  }
});

test('publicMessage is one sentence for whatever fails after the key was used', () => {
  const failing = { ...good, sessionKey: Buffer.alloc(16).toString('base64') };
  const stale = { ...good, maxAgeSeconds: 1 };
  const foreign = { ...good, appid: 'wx0000000000000000' };
  const messages = esm
    .decryptMany([failing, stale, foreign])
    .map(({ error }) => error.publicMessage);
  assert.equal(new Set(messages.map((message) => JSON.stringify(message))).size, 1);
  assert.match(messages[0].zh, /[\u4e00-\u9fff]/);
});

test('publicMessage says what the client can do about it', () => {
  const message = (change) => {
    try {
      return esm.decrypt({ ...good, ...change });
    } catch (error) {
      return error.publicMessage;
    }
  };
  const logIn = message({ sessionKey: Buffer.alloc(16).toString('base64') });
  const damaged = message({ iv: '*' });
  for (const change of [{ iv: 5 }, { encryptedData: undefined }, { encryptedData: '' }]) {
    assert.equal(message(change), damaged);
  }
  const unavailable = message({ appid: undefined });
  assert.equal(message({ maxAge: 5 }), unavailable);
  // It is the server that has the key.
  for (const sessionKey of [null, undefined, [], [null], '', 'damaged']) {
    assert.equal(message({ sessionKey }), unavailable);
  }
  assert.equal(new Set([logIn, damaged, unavailable]).size, 3);
  assert.ok(Object.isFrozen(logIn));
});

test('publicMessage and status fit each kind of refusal', () => {
  const api = (category, endpoint, errcode = 0) => ({
    code: 'ERR_API',
    category,
    endpoint,
    errcode,
  });
  const argument = (name) => ({ code: 'ERR_INVALID_ARGUMENT', argument: name });
  const sent = ['code', 'js_code', 'iv', 'encryptedData', 'rawData', 'signature'];
  for (const [init, status, sentence] of [
    ...['code2Session', 'thirdpartyCode2Session', 'snsAccessToken', 'thirdpartySnsAccessToken'].map(
      (endpoint) => [api('code', endpoint), 400, /login has expired/],
    ),
    [api('code', 'getPhoneNumber'), 400, /incomplete/],
    [api('argument', 'code2Session', 41008), 400, /incomplete/],
    [api('argument', 'code2Session', 40013), 500, /unavailable/],
    [api('refresh_token', 'snsRefreshToken'), 400, /login has expired/],
    [api('session_key', 'checkSessionKey'), 400, /login has expired/],
    [api('user', 'code2Session'), 400, /contact support/],
    [api('busy', 'code2Session'), 503, /unavailable/],
    [api('rate_limit', 'code2Session'), 503, /unavailable/],
    ...sent.map((name) => [argument(name), 400, /incomplete/]),
    [argument('sessionKey'), 500, /unavailable/],
    [argument('appid'), 500, /unavailable/],
  ]) {
    const error = new esm.WxError({ message: '', ...init });
    assert.equal(error.status, status, JSON.stringify(init));
    assert.match(error.publicMessage.en, sentence, JSON.stringify(init));
  }
});

test('publicMessage sends nobody in circles', async () => {
  const { wechat, program } = await setUp({ wx: esm, followers: 1 });
  const { publicMessage: tryAgain, status } = await rejection(program.login({ code: undefined }));
  assert.match(tryAgain.en, /incomplete.*try again/);
  assert.equal(status, 400);
  const code = await phoneCode(wechat);
  const openid = wechat.openid(APPID, 'follower 0');
  const foreign = await rejection(program.getPhoneNumber({ code, openid }));
  assert.deepEqual([foreign.publicMessage, foreign.status], [tryAgain, 400]);
  const snapshot = { openid: 'o', access_token: 't', is_snapshotuser: 1 };
  const sessions = new esm.LoginSessions({ appid: APPID });
  const virtual = await rejection(sessions.create(snapshot));
  assert.match(virtual.publicMessage.zh, /使用完整服务/);
  // Of an option that is called like something that every object has.
  const odd = new esm.WxError({ code: 'ERR_INVALID_ARGUMENT', argument: 'constructor' });
  assert.deepEqual([odd.status, typeof odd.publicMessage.zh], [500, 'string']);
});

test('the message of an errcode is the same for each request', async () => {
  const { wechat, program } = await setUp({ wx: esm });
  const code = await loginCode(wechat);
  await program.login({ code });
  const [first, second] = [
    await rejection(program.login({ code })),
    await rejection(program.login({ code })),
  ];
  assert.notEqual(first.rid, second.rid);
  assert.equal(first.message, second.message);
});

test('what frameworks do to an error: another status, and never its message', () => {
  const error = new esm.WxError({ code: 'ERR_DECRYPT_FAILED', message: '' });
  Object.assign(error, { status: 418, expose: true });
  assert.deepEqual([error.status, error.expose], [418, false]);
  assert.ok(!('status' in error.toJSON()));
  assert.equal(error.statusCode, undefined);
});
