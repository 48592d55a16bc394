// What can go wrong between a client and WeChat, and that no secret is in any of it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { fetch as undiciFetch, request as undiciRequest } from 'undici';

import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import {
  APPID,
  hangs,
  heldTime,
  loginCode,
  offline,
  rejection,
  setUp as start,
  tokensAsked,
} from './wechat.mjs';

const { esm: wx } = await load(install());
const { MiniProgram, OfficialAccount, WxError } = wx;
const setUp = (options) => start({ wx, ...options });

const SECRET = 'feedfacefeedfacefeedfacefeedface';
const MARKERS = {
  secret: SECRET,
  token: '74_MARKER-access-token',
  component: '75_MARKER-component-token',
  user: '76_MARKER-user-token',
  code: '0MARKERcode0123456789',
  refresh: '77_MARKER-refresh-token',
  sessionKey: Buffer.from('MARKER-sessionkey'.slice(0, 16)).toString('base64'),
};

/** Everything that a log could show of it. */
function shown(value) {
  const all = inspect(value, {
    depth: null,
    showHidden: true,
    getters: true,
    maxStringLength: null,
  });
  const texts = [all, JSON.stringify(value), String(value), value?.message, value?.stack];
  return texts.join('\n');
}

function assertNoSecret(value, what) {
  const text = shown(value);
  for (const [name, marker] of Object.entries(MARKERS)) {
    const forms = [marker, encodeURIComponent(marker), encodeURIComponent(marker).toLowerCase()];
    for (const form of forms) assert.ok(!text.includes(form), `${what}: ${name} in ${value}`);
  }
}

/** Nor is there a part of one. */
function assertNoPart(value, what) {
  assertNoSecret(value, what);
  assert.ok(!/MARKER|feedface/i.test(shown(value)), `${what}: a part of a secret in ${value}`);
}

function programWith(fetch, options) {
  return new MiniProgram({ appid: APPID, secret: SECRET, fetch, ...options });
}

/** How hosts say that a request failed. */
const hostErrors = {
  'Bun: the URL is the path': [
    (url) =>
      Object.assign(new Error('Unable to connect.'), { path: url, code: 'ConnectionRefused' }),
    'ConnectionRefused',
  ],
  'Deno: the URL is in the message and in the cause': [
    (url) => {
      const cause = Object.assign(new Error(`tcp connect error: ${url}`), { code: 'ECONNREFUSED' });
      return new TypeError(`error sending request for url (${url})`, { cause });
    },
    'ECONNREFUSED',
  ],
  'node-fetch: the URL is in the message': [
    (url) => {
      const error = new Error(`request to ${url} failed, reason: read ECONNRESET`);
      return Object.assign(error, { name: 'FetchError', type: 'system', code: 'ECONNRESET' });
    },
    'ECONNRESET',
  ],
  'Node.js: the code is the cause’s': [
    () => {
      const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      return new TypeError('fetch failed', { cause });
    },
    'ECONNREFUSED',
  ],
  'undici: a code of its own': [
    (url) => Object.assign(new Error(url), { code: 'UND_ERR_CONNECT_TIMEOUT' }),
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  'a code that throws': [
    (url) => Object.defineProperty(new Error(url), 'code', { get: () => assert.fail(url) }),
  ],
  'a code that is the secret': [(url) => Object.assign(new Error(url), { code: SECRET })],
  'a code that is the URL': [(url) => Object.assign(new Error(url), { code: url })],
  'a code that is a number': [(url) => Object.assign(new Error(url), { code: 7 })],
  'causes in a circle': [
    (url) => {
      const error = new Error(url);
      error.cause = { cause: error };
      return error;
    },
  ],
  'a text': [(url) => url],
  nothing: [() => undefined],
};

for (const [what, [make, causeCode]] of Object.entries(hostErrors)) {
  test(`ERR_NETWORK for what hosts throw, without it: ${what}`, async () => {
    for (const fail of [
      (url) => Promise.reject(make(url)),
      (url) => {
        throw make(url);
      },
      async (url) => ({ status: 200, body: failing(make(url)) }),
      async (url) => ({ status: 200, arrayBuffer: () => Promise.reject(make(url)) }),
    ]) {
      const error = await rejection(programWith(fail).code2Session({ js_code: MARKERS.code }));
      assert.ok(error instanceof WxError);
      const { code, endpoint, retryable, causeCode: found } = error;
      const expected = ['ERR_NETWORK', 'code2Session', false, causeCode];
      assert.deepEqual([code, endpoint, retryable, found], expected);
      assert.equal(error.cause, undefined);
      assertNoSecret(error, what);

      const again = await rejection(programWith(fail).getPhoneNumber({ code: MARKERS.code }));
      assert.deepEqual([again.endpoint, again.retryable], ['getStableAccessToken', true]);
      assertNoSecret(again, what);
    }
  });
}

async function* failing(error) {
  yield Buffer.from('{');
  throw error;
}

test('a cause code that is a secret is not shown, in any letter case', async () => {
  for (const secret of ['FEEDFACEFEEDFACEFEEDFACEFEEDFACE', 'MARKER_SECRET', 'MarkerSecret']) {
    const fetch = () => Promise.reject(Object.assign(new Error(), { code: secret }));
    const error = await rejection(programWith(fetch, { secret }).code2Session({ js_code: 'c' }));
    assert.equal(error.code, 'ERR_NETWORK');
    assert.ok(!shown(error).includes(secret), shown(error));
  }
});

test('a connection that is refused or dropped, by the fetches of Node.js', async () => {
  const { wire } = await setUp();
  for (const fetch of [undefined, undiciFetch]) {
    const program = programWith(fetch, { baseUrl: wire.baseUrl });
    for (const drop of ['reply', 'body']) {
      wire.trouble({ drop, bytes: '{"openid": "o", "session_key": "k"}' });
      const dropped = await rejection(program.code2Session({ js_code: MARKERS.code }), drop);
      assert.equal(dropped.code, 'ERR_NETWORK');
      assert.match(dropped.causeCode, /^(UND_ERR_SOCKET|ECONNRESET)$/);
      assertNoSecret(dropped, drop);
    }
  }
  wire.close();
  const program = programWith(undefined, { baseUrl: wire.baseUrl });
  const refused = await rejection(program.code2Session({ js_code: MARKERS.code }));
  assert.deepEqual([refused.code, refused.causeCode], ['ERR_NETWORK', 'ECONNREFUSED']);
  assertNoSecret(refused, 'refused');
});

for (const hang of ['reply', 'headers', 'body']) {
  test(`ERR_TIMEOUT where a server hangs: ${hang}`, hangs, async (t) => {
    const { fetch, runOut } = heldTime(t);
    const { wire, program, account } = await setUp({ fetch });
    wire.trouble({ hang, bytes: '{"openid": "o"}', times: 2 });
    const failing = async (call) => {
      const [error] = await Promise.all([rejection(call), runOut(wire, { hang })]);
      return error;
    };
    const error = await failing(program.code2Session({ js_code: MARKERS.code }));
    const { code, endpoint, retryable } = error;
    assert.deepEqual([code, endpoint, retryable], ['ERR_TIMEOUT', 'code2Session', false]);
    const again = await failing(account.userInfo({ openid: 'o' }));
    assert.deepEqual([again.code, again.retryable], ['ERR_TIMEOUT', true]);
    assertNoSecret(error, hang);
    // Whatever was still on its way has been given up.
    await Promise.all(wire.requests.map(({ closed }) => closed));
  });

  test(`an abort rejects with the caller’s reason at once: ${hang}`, hangs, async () => {
    const { wire, program } = await setUp();
    const controller = new AbortController();
    const reason = { anything: 'at all' };
    wire.trouble({ hang, bytes: '{"openid": "o"}' });
    const call = program.code2Session({ js_code: 'c' }, { signal: controller.signal });
    const [came] = await once(wire, 'request');
    controller.abort(reason);
    assert.equal(await rejection(call), reason);
    await came.closed;
  });
}

test('an abort while the body arrives rejects with the caller’s reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  let isCancelled = false;
  const body = new ReadableStream({
    pull: (stream) => {
      stream.enqueue(Buffer.from('{'));
      controller.abort(reason);
      return new Promise(() => {});
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  const fetch = offline(
    (_, { signal }) =>
      new Response(body.pipeThrough(new TransformStream(), { signal, preventAbort: false })),
  );
  const { signal } = controller;
  const error = await rejection(programWith(fetch).code2Session({ js_code: 'c' }, { signal }));
  assert.equal(error, reason);
  assert.ok(fetch.calls[0].signal.aborted);
  await new Promise(setImmediate);
  assert.ok(isCancelled);
});

test('a call aborted beforehand is not sent, with or without a token', async () => {
  const fetch = offline();
  const signal = AbortSignal.abort(new Error('before'));
  const program = programWith(fetch);
  for (const call of [
    () => program.code2Session({ js_code: 'c' }, { signal }),
    () => program.login({ code: 'c' }, { signal }),
    () => program.getPhoneNumber({ code: 'c' }, { signal }),
    () => program.request({ method: 'GET', path: '/x' }, { signal }),
  ]) {
    assert.equal(await rejection(call(), `${call}`), signal.reason);
  }
  assert.equal(fetch.calls.length, 0);
});

test('a token service that aborts the call itself ends it at once', hangs, async () => {
  const controller = new AbortController();
  const tokens = () => {
    controller.abort(new Error('enough'));
    return new Promise(() => {});
  };
  const account = new OfficialAccount({ appid: APPID, tokens, timeoutMs: 1, fetch: offline() });
  const { signal } = controller;
  assert.equal(await rejection(account.userInfo({ openid: 'o' }, { signal })), signal.reason);
});

test('a signal used for many calls keeps no listeners', async () => {
  const { signal } = new AbortController();
  const listeners = new Set();
  const counting = {
    aborted: false,
    addEventListener: (type, listener) => listeners.add([type, listener].at(-1)),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  const fetch = offline(() => ({ errcode: 0, errmsg: 'ok' }));
  const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
  for (const it of [signal, counting]) {
    for (let call = 0; call < 20; call++) {
      await account.request({ method: 'GET', path: '/x' }, { signal: it });
    }
  }
  assert.equal(listeners.size, 0);
});

test('while a token is awaited, the caller’s abort ends the call and not the token’s request', async () => {
  const { wechat, wire, account, openids } = await setUp({ followers: 1 });
  const [openid] = openids;
  const controller = new AbortController();
  let go;
  const until = new Promise((resolve) => {
    go = resolve;
  });
  wire.trouble({ path: '/cgi-bin/stable_token', until });
  const { signal } = controller;
  const aborted = account.userInfo({ openid }, { signal });
  const other = account.userInfo({ openid });
  await once(wire, 'request');
  controller.abort();
  assert.equal((await rejection(aborted)).name, 'AbortError');
  go();
  assert.equal((await other).unionid, wechat.unionid(account.appid, 'follower 0'));
  assert.equal(tokensAsked(wechat).stable, 1);
});

test('ERR_HTTP_STATUS: a redirect is not followed, and a page is not read', async () => {
  const { wire, program } = await setUp();
  const elsewhere = await setUp();
  const headers = { location: `${elsewhere.wire.baseUrl}/sns/jscode2session` };
  for (const fetch of [undefined, undiciFetch]) {
    const client = programWith(fetch, { baseUrl: wire.baseUrl });
    for (const [status, bytes] of [
      ...[301, 302, 303, 307, 308].map((status) => [status, '<html>moved']),
      [502, `<html>bad gateway ${MARKERS.code}`],
      [500, '{"error": 1}'],
      [404, ''],
    ]) {
      wire.trouble({ status, headers, bytes });
      const error = await rejection(client.code2Session({ js_code: MARKERS.code }));
      assert.deepEqual([error.code, error.replyStatus], ['ERR_HTTP_STATUS', status]);
      assert.equal(error.retryable, false, 'the code may be spent');
      assert.equal(error.endpoint, 'code2Session');
      assertNoSecret(error, status);
    }
  }
  assert.equal(elsewhere.wire.requests.length, 0);
  assert.equal(wire.requests.length, 16);
  wire.trouble({ status: 500, bytes: '{"errcode":-1,"errmsg":"system error"}' });
  assert.equal((await rejection(program.code2Session({ js_code: 'c' }))).errcode, -1);
});

test('ERR_INVALID_RESPONSE contains nothing of the body', async () => {
  const { wire, program } = await setUp();
  for (const bytes of [
    ...['', '{', '[]', '"text"', 'null', '<html>', '{"openid": 5,}', '\0'],
    `{"openid": "o", "session_key": ["${MARKERS.sessionKey}"]}`,
    `{"${MARKERS.sessionKey}": "openid"}`,
    `{"openid": "o", "session_key": "${MARKERS.sessionKey}"`,
    Buffer.from([0x1f, 0x8b, 8, 0]),
  ]) {
    wire.trouble({ bytes });
    const error = await rejection(program.code2Session({ js_code: MARKERS.code }), bytes);
    assert.deepEqual([error.code, error.replyStatus], ['ERR_INVALID_RESPONSE', undefined]);
    assert.equal(error.retryable, false, 'the code may be spent');
    assertNoSecret(error, bytes);
  }
});

const MB = 1024 * 1024;

/** Fetches whose replies have bodies of other kinds. */
const bodies = {
  'a web stream, of Node.js': undefined,
  'a web stream, of undici': undiciFetch,
  'a stream of Node.js': async (url, { redirect, ...init }) => {
    const { statusCode, body } = await undiciRequest(url, init);
    return { status: statusCode, body, arrayBuffer: () => assert.fail('there is a stream') };
  },
  'an async iterable and no more': async (url, { redirect, ...init }) => {
    const { statusCode, body } = await undiciRequest(url, init);
    const iterable = { [Symbol.asyncIterator]: () => body[Symbol.asyncIterator]() };
    return { status: statusCode, body: iterable };
  },
};

for (const [what, fetch] of Object.entries(bodies)) {
  test(`${what}: it is read, and cut off after 10 MiB`, hangs, async () => {
    const { wechat, wire, program } = await setUp({ fetch });
    const session = await program.code2Session({ js_code: await loginCode(wechat) });
    assert.equal(session.openid, wechat.openid(APPID, 'ming'));
    wire.trouble({ flood: 200 * MB });
    const error = await rejection(program.code2Session({ js_code: 'c' }));
    assert.equal(error.code, 'ERR_INVALID_RESPONSE');
    const { closed } = wire.requests[1];
    await closed;
    assert.ok(wire.requests[1].sent > 10 * MB);
    assert.ok(wire.requests[1].sent < 50 * MB, `${wire.requests[1].sent}`);
  });
}

test('200 MB in 200 kB of gzip are not unpacked beyond 10 MiB', hangs, async () => {
  const bomb = Buffer.concat(Array(200).fill(gzipSync(Buffer.alloc(MB, ' '))));
  for (const hostFetch of [globalThis.fetch, undiciFetch]) {
    let unpacked = 0;
    async function* counted(body) {
      for await (const chunk of body) {
        unpacked += chunk.length;
        yield chunk;
      }
    }
    const fetch = async (...args) => {
      const { status, body } = await hostFetch(...args);
      return { status, body: counted(body) };
    };
    const { wire, program } = await setUp({ fetch });
    wire.trouble({ bytes: bomb, headers: { 'content-encoding': 'gzip' } });
    const error = await rejection(program.code2Session({ js_code: 'c' }));
    assert.equal(error.code, 'ERR_INVALID_RESPONSE');
    assert.ok(unpacked > 10 * MB && unpacked < 11 * MB, `${unpacked}`);
  }
});

test('a reply with nothing but arrayBuffer() is read, and refused beyond 10 MiB', async () => {
  const session = Buffer.from('{"openid":"o","session_key":"k"}');
  for (const [bytes, code] of [
    [session, undefined],
    [Buffer.concat([session, Buffer.alloc(10 * MB - session.length, ' ')]), undefined],
    [Buffer.concat([session, Buffer.alloc(10 * MB - session.length + 1, ' ')]), 'refused'],
  ]) {
    const { buffer, byteOffset, length } = bytes;
    for (const body of [undefined, null]) {
      const arrayBuffer = async () => buffer.slice(byteOffset, byteOffset + length);
      const program = programWith(async () => ({ status: 200, body, arrayBuffer }));
      const call = program.code2Session({ js_code: 'c' });
      if (code) assert.equal((await rejection(call)).code, 'ERR_INVALID_RESPONSE');
      else assert.equal((await call).openid, 'o');
    }
  }
});

test('a stream of 10 MiB is read, and one of a byte more is refused', async () => {
  const first = Buffer.from('{"openid":"o","session_key":"k"}'.padEnd(10 * MB));
  const ask = (rest) => {
    const fetch = async () => ({ status: 200, body: Readable.from([first, Buffer.from(rest)]) });
    return programWith(fetch).code2Session({ js_code: 'c' });
  };
  assert.equal((await ask('')).openid, 'o');
  assert.equal((await rejection(ask(' '))).code, 'ERR_INVALID_RESPONSE');
});

test('a reply that comes byte by byte is put together', async () => {
  const text = JSON.stringify({ openid: 'o', session_key: 'k', nickname: '小明😀' });
  const fetch = async () => {
    const bytes = [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
    return { status: 200, body: Readable.from(bytes) };
  };
  const session = await programWith(fetch).code2Session({ js_code: 'c' });
  assert.deepEqual(session, JSON.parse(text));
});

test('an invalid response object is an ERR_NETWORK', async () => {
  for (const reply of [
    undefined,
    null,
    5,
    'text',
    {},
    { status: 200 },
    { status: 200, body: {} },
  ]) {
    const error = await rejection(programWith(() => reply).code2Session({ js_code: 'c' }));
    assert.ok(error instanceof WxError, inspect(reply));
    assert.equal(error.code, 'ERR_NETWORK', inspect(reply));
  }
});

test('fetch is called as a function, with the URL, and once', async () => {
  const calls = [];
  async function fetch(...args) {
    calls.push([this, args.length]);
    return new Response('{"openid":"o","session_key":"k"}');
  }
  await programWith(fetch).code2Session({ js_code: 'c' });
  assert.deepEqual(calls, [[undefined, 2]]);
});

test('without the option fetch, the host’s current fetch is used; without any, the call is refused', async () => {
  const { fetch } = globalThis;
  const program = programWith(undefined);
  try {
    globalThis.fetch = offline(() => ({ openid: 'o', session_key: 'k' }));
    assert.equal((await program.code2Session({ js_code: 'c' })).openid, 'o');
    assert.equal(globalThis.fetch.calls.length, 1);
    delete globalThis.fetch;
    const error = await rejection(program.code2Session({ js_code: 'c' }));
    assert.deepEqual([error.code, error.argument], ['ERR_INVALID_ARGUMENT', 'fetch']);
  } finally {
    globalThis.fetch = fetch;
  }
});

test('baseUrl takes the place of WeChat’s host, for tokens too', async () => {
  for (const [baseUrl, start] of [
    ['https://api2.weixin.qq.com', 'https://api2.weixin.qq.com/'],
    ['https://api2.weixin.qq.com/', 'https://api2.weixin.qq.com/'],
    ['http://127.0.0.1:8080/we/chat', 'http://127.0.0.1:8080/we/chat/'],
    ['http://127.0.0.1:8080/we/chat///', 'http://127.0.0.1:8080/we/chat/'],
    ["http://127.0.0.1/$&$1$'", "http://127.0.0.1/$&$1$'/"],
  ]) {
    const fetch = offline(() => ({ access_token: 'T', expires_in: 7200 }));
    const program = programWith(fetch, { baseUrl });
    await program.request({ method: 'GET', path: '/wxa/x', query: { u: 'https://a/' } });
    assert.deepEqual(
      fetch.calls.map(({ url }) => url),
      [`${start}cgi-bin/stable_token`, `${start}wxa/x?access_token=T&u=https%3A%2F%2Fa%2F`],
    );
  }
});

/** Every call of every client, with secrets in every place that has any. */
function* everyCall(fetch, options) {
  const shared = { appid: APPID, secret: SECRET, fetch, ...options };
  const component = { appid: 'wxplatform', tokens: () => MARKERS.component };
  const secrets = {
    js_code: MARKERS.code,
    code: MARKERS.code,
    session_key: MARKERS.sessionKey,
    refresh_token: MARKERS.refresh,
  };
  const own = { tokens: () => MARKERS.token };
  for (const kind of ['MiniProgram', 'OfficialAccount', 'WebApp']) {
    const clients = [
      new wx[kind]({ ...shared }),
      new wx[kind]({ ...shared, ...own }),
      new wx[kind]({ ...shared, ...own, component }),
    ];
    for (const client of clients) {
      for (const { endpoint, requests } of fixtures('endpoints')) {
        if (typeof client[endpoint] !== 'function') continue;
        const { params } = requests[0];
        const given = Object.fromEntries(
          Object.entries(params).map(([name, value]) => [name, secrets[name] ?? value]),
        );
        if (['snsAuth', 'snsUserInfo'].includes(endpoint)) given.access_token = MARKERS.user;
        yield [client, endpoint, () => client[endpoint](given)];
      }
      yield [client, 'login', () => client.login({ code: MARKERS.code })];
      const post = { method: 'POST', path: '/wxa/x', query: { code: MARKERS.code } };
      yield [client, 'POST', () => client.request({ ...post, body: { a: [MARKERS.refresh] } })];
      yield [client, 'text', () => client.request({ ...post, body: MARKERS.refresh })];
    }
  }
}

const never = () => new Promise(() => {});

/** What a server says that repeats all it was sent. */
const echoes = {
  'in an errmsg': (text) => ({ errcode: 40013, errmsg: `no: ${text}` }),
  'as a rid': (text) => {
    const [secret] = /feedface\w+|0MARKER\w+/.exec(text) ?? [''];
    return { errcode: 40013, errmsg: `invalid appid rid: ${secret}` };
  },
  'across the end of what is kept': (text) => {
    const at = text.search(/MARKER|feedface/);
    return { errcode: 40013, errmsg: `${'x'.repeat(Math.max(0, 500 - at))}${text}` };
  },
  'with a stale token': (text) => ({ errcode: 40001, errmsg: text }),
  'in place of an openid': (text) => ({ openid: [text], access_token: [text], errmsg: {} }),
  'in a page': (text) => Buffer.from(`<html>${text}`),
};

for (const [what, echo] of Object.entries(echoes)) {
  test(`no error of any call shows a secret that the server repeats ${what}`, async () => {
    const fetch = offline((url, { body = '' }) => echo(`${url} ${body}`));
    let count = 0;
    for (const [client, name, call] of everyCall(fetch)) {
      const error = await rejection(call(), name).catch(() => undefined);
      if (!error) continue;
      assert.ok(error instanceof WxError, error.stack);
      assertNoPart(error, `${client.constructor.name} ${name}`);
      count++;
    }
    assert.ok(count > 50);
  });
}

test('no error of any call shows a secret when the host fails or a reply does not come', async () => {
  for (const fetch of [(url) => Promise.reject(new Error(url)), never]) {
    for (const [client, name, call] of everyCall(fetch, { timeoutMs: 1 })) {
      const error = await rejection(call(), name);
      assert.match(error.code, /^ERR_(NETWORK|TIMEOUT)$/);
      assertNoSecret(error, `${client.constructor.name} ${name}`);
      assertNoSecret(client, client.constructor.name);
    }
  }
});

test('a secret is not shown in the escaped form that the server was sent, either', async () => {
  const code = 'a+b/c=d:e&f%~';
  for (const form of [
    (url) => new URL(url).searchParams.get('js_code'),
    (url) => /js_code=([^&]*)/.exec(url)[1],
    (url) => /js_code=([^&]*)/.exec(url)[1].toLowerCase(),
  ]) {
    const fetch = offline((url) => ({ errcode: 40029, errmsg: `invalid code ${form(url)} !` }));
    const error = await rejection(programWith(fetch).code2Session({ js_code: code }));
    assert.equal(error.errmsg, 'invalid code *** !');
  }
});

test('a secret is hidden where a form wrote spaces for its pluses', async () => {
  const fetch = offline(() => ({ errcode: 40029, errmsg: 'invalid code ab cd ef gh' }));
  const error = await rejection(programWith(fetch).code2Session({ js_code: 'ab+cd+ef+gh' }));
  assert.equal(error.errmsg, 'invalid code ***');
});

test('an error has the rid of its request, unless a secret was put there', async () => {
  const id = '5f2a1b2c-1b2c3d4e-3d4e5f6a';
  for (const [js_code, rid, shown] of [
    ['c', id, id],
    [id, undefined, '***'],
  ]) {
    const fetch = offline(() => ({ errcode: 40029, errmsg: `invalid code rid: ${id}` }));
    const error = await rejection(programWith(fetch).code2Session({ js_code }));
    assert.deepEqual([error.rid, error.errmsg], [rid, `invalid code rid: ${shown}`]);
  }
});

test('a secret that a server writes in another way, or in part, is not shown', async () => {
  const code = '0a1B2c3D4e+/F5g6&%h7';
  const percent = encodeURIComponent(code);
  const html = code.replaceAll('&', '&amp;').replaceAll('%', '&#37;');
  for (const [what, said] of Object.entries({
    whole: code,
    'in capitals': code.toUpperCase(),
    percent,
    'percent, twice': encodeURIComponent(percent),
    'a form, read': code.replaceAll('+', ' '),
    'JSON in JSON': JSON.stringify(JSON.stringify(code)).slice(3, -3),
    "PHP's JSON": code.replaceAll('/', '\\/'),
    'JSON without ASCII': [...code]
      .map((it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
    HTML: html,
    'HTML, twice': html.replaceAll('&', '&amp;'),
    'HTML, by numbers': code.replaceAll('/', '&#x2F;').replaceAll('+', '&#43;'),
    'cut at its end': `${code.slice(0, -1)}…`,
    'cut, and then more': `${code.slice(0, 9)}"`,
    'without its first': code.slice(1),
  })) {
    const fetch = offline(() => ({ errcode: 40029, errmsg: `invalid code, ${said}, rid` }));
    const error = await rejection(programWith(fetch).code2Session({ js_code: code }));
    assert.match(error.errmsg, /^invalid code, \*{3}\W{0,9}, rid$/, what);
    assert.ok(error.message.endsWith(error.errmsg), error.message);
  }
});

test('what hides a secret hides nothing else', async () => {
  const errmsg = 'invalid code 100% &amp; more\\n \\u0041 &#x110000; &#9999999; rid: 5f2a3c4d';
  const fetch = offline(() => ({ errcode: 40029, errmsg }));
  const error = await rejection(programWith(fetch).code2Session({ js_code: 'ABCDEFGH' }));
  assert.equal(error.errmsg, errmsg);
});

test('a message is one line of plain text, and errmsg stays as it came', async () => {
  const odd =
    '\r\n\u001b]0;title\u0007\u0085\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\u009b';
  const errmsg = `invalid code${odd}微信😀`;
  const fetch = offline(() => ({ errcode: 40029, errmsg }));
  const error = await rejection(programWith(fetch).code2Session({ js_code: 'c' }));
  assert.equal(error.errmsg, errmsg);
  for (const said of [error.message, error.stack.split('\n    at ')[0]]) {
    assert.doesNotMatch(said, /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]/u);
  }
  assert.match(error.message, /invalid code\\u000d\\u000a\\u001b\]0;title.*微信😀$/);
});

test('a code of a megabyte that WeChat refuses is an error like any other', async () => {
  for (const length of [50_000, 1_000_000]) {
    const code = 'a+b/'.repeat(length / 4);
    const fetch = offline(() => ({ errcode: 40029, errmsg: `invalid code ${code}` }));
    const program = programWith(fetch, { tokens: () => 'T' });
    for (const call of [
      () => program.code2Session({ js_code: code }),
      () => program.getPhoneNumber({ code }),
    ]) {
      const error = await rejection(call());
      assert.equal(error.code, 'ERR_API');
      assert.ok(!shown(error).includes('a+b/a+b/'));
    }
  }
});

test('clients, tokens, lists and sessions show no secret when printed', async () => {
  const fetch = offline(() => ({ access_token: MARKERS.token, expires_in: 7200 }));
  const options = { appid: APPID, secret: SECRET, fetch };
  const component = { appid: 'wxplatform', tokens: new wx.AccessTokens(options) };
  const tokens = new wx.AccessTokens(options);
  assert.equal(await tokens.get(), MARKERS.token);
  const account = new OfficialAccount({ ...options, component });
  await account.request({ method: 'GET', path: '/x' });
  for (const it of [
    tokens,
    component.tokens,
    account,
    new MiniProgram(options),
    new wx.WebApp(options),
    account.followers(),
    account.users(['o']),
  ]) {
    assertNoSecret(it, it.constructor.name);
  }
});

test('once a reply has come, or a store has answered, no timer waits any longer', async (t) => {
  const waiting = new Set();
  const { setTimeout, clearTimeout } = globalThis;
  t.mock.method(globalThis, 'setTimeout', (...call) => {
    const timer = setTimeout(...call);
    waiting.add(timer);
    return timer;
  });
  t.mock.method(globalThis, 'clearTimeout', (timer) => {
    waiting.delete(timer);
    clearTimeout(timer);
  });
  const fetch = offline(() => ({ access_token: 'T', expires_in: 7200 }));
  const tokens = new wx.AccessTokens({ appid: APPID, secret: SECRET, store: new Map(), fetch });
  const account = new OfficialAccount({ appid: APPID, tokens, fetch });
  await account.request({ method: 'GET', path: '/x' });
  assert.equal(fetch.calls.length, 2);
  assert.equal(waiting.size, 0);
});

test('a stream of another make is read, and cancelled only if it has not ended', async () => {
  const body = new TextEncoder().encode('{"errcode":0}');
  for (const [reads, code, cancellations] of [
    [[{ done: false }, { done: false, value: body }, { done: true }], undefined, 0],
    [[{ done: false, value: body }, Promise.reject(new Error('broken'))], 'ERR_NETWORK', 1],
  ]) {
    for (const it of reads) Promise.resolve(it).catch(() => {});
    let cancelled = 0;
    const reader = { read: async () => reads.shift(), cancel: async () => void cancelled++ };
    const fetch = async () => ({ status: 200, body: { getReader: () => reader } });
    const asked = programWith(fetch, { tokens: () => 'T' }).request({ method: 'GET', path: '/x' });
    assert.equal(
      await asked.then(
        ({ code }) => code,
        (error) => error.code,
      ),
      code,
    );
    assert.equal(cancelled, cancellations);
  }
});

test('a body that is no stream is left, and arrayBuffer() is read', async () => {
  for (const body of [null, {}, 'text', () => {}]) {
    const arrayBuffer = async () => new TextEncoder().encode('{"errcode":0,"good":1}').buffer;
    const fetch = async () => ({ status: 200, body, arrayBuffer });
    const program = programWith(fetch, { tokens: () => 'T' });
    assert.equal((await program.request({ method: 'GET', path: '/x' })).good, 1);
  }
});

test('what a host calls its failure is told, if it is a name of at most 40 characters', async () => {
  const error = (code, cause) => Object.assign(new Error('failed', { cause }), { code });
  const deep = (depth) => (depth > 0 ? error(5, deep(depth - 1)) : error('EDEEP'));
  for (const [failure, causeCode] of [
    [error('A'.repeat(40)), 'A'.repeat(40)],
    [error('A'.repeat(41))],
    [error({ toString: () => 'EOBJECT', length: 7 })],
    [deep(4), 'EDEEP'],
    [deep(5)],
    [null],
    ['ETEXT'],
  ]) {
    const program = programWith(() => Promise.reject(failure), { tokens: () => 'T' });
    const refused = await rejection(program.request({ method: 'GET', path: '/x' }));
    assert.deepEqual([refused.code, refused.causeCode], ['ERR_NETWORK', causeCode]);
  }
});
