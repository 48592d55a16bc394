// followers() and users(): everybody once, in order, a bounded number of requests at a time.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { install, load } from './installed.mjs';
import {
  ACCOUNT,
  APPID,
  fake,
  hangs,
  offline,
  rejection,
  SECRET,
  setUp as start,
} from './wechat.mjs';

const { esm: wx } = await load(install());
const { OfficialAccount, WxError } = wx;

const FANS = '/cgi-bin/user/get';
const BATCH = '/cgi-bin/user/info/batchget';

const unhandled = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
after(() => assert.deepEqual(unhandled, []));

const setUp = (options) => start({ wx, ...options });

/** What an iteration gave, and what it ended with. */
async function collect(list, most = Number.POSITIVE_INFINITY) {
  const found = [];
  try {
    for await (const it of list) {
      found.push(it.openid ?? it);
      if (found.length >= most) break;
    }
  } catch (error) {
    return { found, error };
  }
  return { found };
}

/**
 * Lets `size` requests come, and whatever else was sent with them; then answers the last of them
 * first.
 */
function inRounds(size, { baseUrl }) {
  const waiting = [];
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length !== size) return;
      const round = waiting.splice(0).reverse();
      fetch(`${baseUrl}/behind-all-others`).then(() => {
        for (const go of round) go();
      });
    });
}

function listing(pages) {
  const fetch = offline((url) => pages(new URL(url).searchParams.get('next_openid') ?? ''));
  return { fetch, account: new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch }) };
}

for (const [followers, pageSize, pages] of [
  [0, 10, 1],
  [1, 10, 2],
  [10, 10, 2],
  [11, 10, 3],
  [95, 10, 11],
]) {
  test(`${followers} followers in pages of ${pageSize}: each of them once, in order`, async () => {
    const { account, openids, asked } = await setUp({ followers, pageSize });
    assert.deepEqual(await collect(account.followers()), { found: openids });
    assert.equal(asked(FANS), pages);
  });
}

test('followers: a blank openid is skipped, at any position', async () => {
  const last = { total: 3, count: 0, next_openid: '' };
  const first = { total: 3, count: 3, data: { openid: ['', 'a', 'b'] }, next_openid: 'b' };
  const { account } = listing((next) => (next ? last : first));
  assert.deepEqual(await collect(account.followers()), { found: ['a', 'b'] });
});

test('the first page is asked for without next_openid', async () => {
  const { wire, account, openids } = await setUp({ followers: 3, pageSize: 2 });
  await collect(account.followers());
  const asked = wire.requests.filter(({ path }) => path === FANS);
  assert.deepEqual(
    asked.map(({ query }) => query.next_openid),
    [undefined, openids[1], openids[2]],
  );
});

for (const [what, last] of [
  ['no data, as WeChat answers', { total: 2, count: 0, next_openid: '' }],
  ['data without openids', { total: 2, count: 0, data: {}, next_openid: '' }],
  ['data with null', { total: 2, count: 0, data: { openid: null }, next_openid: '' }],
  ['an empty list', { total: 2, count: 0, data: { openid: [] }, next_openid: '' }],
  ['an empty list that goes on', { total: 2, count: 0, data: { openid: [] }, next_openid: 'b' }],
  ['an empty list and another cursor', { total: 2, count: 0, data: {}, next_openid: 'c' }],
  ['no next_openid at all', { total: 2, count: 0 }],
]) {
  test(`the page after the last may have ${what}`, async () => {
    const first = { total: 2, count: 2, data: { openid: ['a', 'b'] }, next_openid: 'b' };
    const { fetch, account } = listing((next) => (next ? last : first));
    assert.deepEqual(await collect(account.followers()), { found: ['a', 'b'] });
    assert.equal(fetch.calls.length, 2);
  });
}

for (const [what, pages, requests] of [
  ['without a next_openid', () => ({ count: 2, data: { openid: ['a', 'b'] } }), 1],
  ['with an empty next_openid', () => ({ data: { openid: ['a', 'b'] }, next_openid: '' }), 1],
  [
    'that leads to itself',
    (next) => ({ data: { openid: next ? ['b'] : ['a'] }, next_openid: 'b' }),
    2,
  ],
]) {
  test(`a page ${what} is the last`, async () => {
    const { fetch, account } = listing((next) => ({ total: 9, count: 1, ...pages(next) }));
    assert.deepEqual(await collect(account.followers()), { found: ['a', 'b'] });
    assert.equal(fetch.calls.length, requests);
  });
}

test('a page that leads to the cursor that the list began with is the last', async () => {
  const page = { total: 9, count: 1, data: { openid: ['a'] }, next_openid: 'start' };
  const { fetch, account } = listing(() => page);
  assert.deepEqual(await collect(account.followers({ cursor: 'start' })), { found: ['a'] });
  assert.equal(fetch.calls.length, 1);
});

test('followers are asked for when they are wanted, and again by another iteration', async () => {
  const { account, openids, asked } = await setUp({ followers: 30, pageSize: 10 });
  const followers = account.followers();
  assert.equal(asked(FANS), 0);
  await collect(followers, 10);
  assert.equal(asked(FANS), 1);
  assert.deepEqual(await collect(followers), { found: openids });
});

test('continuing from a cursor misses no follower', async () => {
  const { account, openids } = await setUp({ followers: 305, pageSize: 75 });
  for (const stop of [1, 74, 75, 76, 149, 150, 151, 225, 300, 301, 305]) {
    const followers = account.followers();
    assert.equal(followers.cursor, undefined);
    const { found } = await collect(followers, stop);
    assert.equal(followers.cursor, found.at(-1));
    const rest = await collect(account.followers({ cursor: followers.cursor }));
    assert.deepEqual([...found, ...rest.found], openids, `${stop}`);
  }
});

test('continuing from a cursor of users misses no user', async () => {
  const { account, openids } = await setUp({ followers: 305, pageSize: 75 });
  for (const stop of [1, 99, 100, 101, 200, 225, 300, 301, 305]) {
    const users = account.users(account.followers(), { concurrency: 3 });
    assert.equal(users.cursor, undefined);
    const { found } = await collect(users, stop);
    assert.deepEqual(found, openids.slice(0, stop));
    const followers = account.followers({ cursor: users.cursor });
    const rest = await collect(account.users(followers));
    assert.deepEqual([...found, ...rest.found], openids, `${stop}`);
  }
});

test('a cursor survives a failure in the middle', async () => {
  const { wechat, wire, account, openids } = await setUp({ followers: 40, pageSize: 10 });
  const until = ({ query }) => {
    if (query.next_openid === openids[29]) wechat.fail({ path: FANS, errcode: 45009 });
  };
  wire.trouble({ path: FANS, times: 4, until });
  const followers = account.followers();
  const { found, error } = await collect(followers);
  assert.equal(error.errcode, 45009);
  assert.deepEqual(found, openids.slice(0, 30));
  const rest = await collect(account.followers({ cursor: followers.cursor }));
  assert.deepEqual([...new Set([...found, ...rest.found])], openids);
});

for (const concurrency of [1, 3, 4, 20]) {
  test(`users: chunks of 100 in order, ${concurrency} under way at a time`, async () => {
    const chunks = concurrency * 3;
    const { wire, account, openids } = await setUp({ followers: chunks * 100 });
    wire.trouble({ path: BATCH, times: chunks, until: inRounds(concurrency, wire) });
    const options = concurrency === 4 ? {} : { concurrency };
    assert.deepEqual(await collect(account.users(openids, options)), { found: openids });
    const asked = wire.requests.filter(({ path }) => path === BATCH);
    assert.equal(Math.max(...asked.map(({ underWay }) => underWay)), concurrency);
    const sizes = asked.map(({ body }) => JSON.parse(body).user_list.length);
    assert.deepEqual(sizes, Array(chunks).fill(100));
  });
}

test('users: the openids may be a list, a set, a generator or a stream; lang goes along', async () => {
  const { wire, account, openids } = await setUp({ followers: 250 });
  async function* stream() {
    yield* openids;
  }
  for (const source of [openids, new Set(openids), openids.values(), stream()]) {
    assert.deepEqual(await collect(account.users(source, { lang: 'en' })), { found: openids });
  }
  const { user_list } = JSON.parse(wire.requests.at(-1).body);
  assert.deepEqual(user_list[0], { openid: openids[200], lang: 'en' });
  assert.equal(user_list.length, 50);
  const before = wire.requests.length;
  assert.deepEqual(await collect(account.users([])), { found: [] });
  assert.equal(wire.requests.length, before);
});

test('users: a user who does not follow is yielded as WeChat describes them', async () => {
  const { wechat, account } = await setUp();
  const openid = wechat.openid(ACCOUNT, 'ming');
  for await (const user of account.users([openid])) {
    assert.deepEqual(user, { subscribe: 0, openid, tagid_list: [] });
  }
});

test('users: an error in the middle is thrown after what came before it', async () => {
  const { account, openids } = await setUp({ followers: 1000 });
  const list = [...openids.slice(0, 350), 'oForeign', ...openids.slice(350, 900)];
  const { found, error } = await collect(account.users(list));
  assert.equal(error.errcode, 40003);
  assert.deepEqual(found, openids.slice(0, 300));
});

test('users: an error of the source is thrown as it is, after what came before it', async () => {
  const { account, openids } = await setUp({ followers: 200 });
  const failure = new Error('the caller’s own');
  function* source() {
    yield* openids;
    throw failure;
  }
  const { found, error } = await collect(account.users(source()));
  assert.equal(error, failure);
  assert.deepEqual(found, openids);
});

test('users: a caller who stops in the middle sees no later failure', async () => {
  const { wire, account, openids } = await setUp({ followers: 1000 });
  const list = [...openids.slice(0, 100), ...Array(900).fill('oForeign')];
  let isClosed = false;
  function* source() {
    try {
      yield* list;
    } finally {
      isClosed = true;
    }
  }
  assert.deepEqual(await collect(account.users(source()), 50), { found: openids.slice(0, 50) });
  await Promise.all(wire.requests.map(({ closed }) => closed));
  await setImmediate();
  assert.ok(isClosed);
  assert.deepEqual(unhandled, []);
});

test('users: a caller who stops does not wait for openids that never come', hangs, async () => {
  const { account, openids } = await setUp({ followers: 100 });
  async function* source() {
    yield* openids;
    await new Promise(() => {});
  }
  assert.deepEqual(await collect(account.users(source()), 5), { found: openids.slice(0, 5) });
});

test('a signal ends the followers, with its own reason', async () => {
  const { wire, account, openids } = await setUp({ followers: 30, pageSize: 10 });
  const controller = new AbortController();
  const reason = new Error('enough');
  wire.trouble({ path: FANS });
  wire.trouble({
    path: FANS,
    hang: 'reply',
    until: () => controller.abort(reason),
  });
  const { found, error } = await collect(account.followers({ signal: controller.signal }));
  assert.equal(error, reason);
  assert.deepEqual(found, openids.slice(0, 10));
  const again = await collect(account.followers({ signal: controller.signal }));
  assert.deepEqual(again, { found: [], error: reason });
});

test('a signal ends the users, with its own reason', async () => {
  const { wire, account, openids } = await setUp({ followers: 500 });
  const controller = new AbortController();
  const reason = new Error('enough');
  const hang = () => {
    controller.abort(reason);
    return new Promise(() => {});
  };
  wire.trouble({ path: BATCH, times: 2 });
  wire.trouble({ path: BATCH, times: 5, until: hang });
  const users = account.users(openids, { signal: controller.signal, concurrency: 1 });
  const { found, error } = await collect(users);
  assert.equal(error, reason);
  assert.deepEqual(found, openids.slice(0, 200));
});

test('a signal ends the users while they wait for openids', hangs, async () => {
  const { wire, account } = await setUp({ followers: 500 });
  const controller = new AbortController();
  const reason = new Error('enough');
  wire.trouble({ path: FANS, hang: 'reply', until: () => controller.abort(reason) });
  const users = account.users(account.followers(), { signal: controller.signal });
  const { found, error } = await collect(users);
  assert.equal(error, reason);
  assert.deepEqual(found, []);
});

/** A caller's clock: how long each wait was. */
function waiting() {
  const waits = [];
  return { waits, wait: async (ms) => waits.push(ms) };
}

for (const [what, failure] of [
  ['-1', { errcode: -1 }],
  ['a reset', { networkError: true }],
  ['502', { status: 502 }],
  ['504', { status: 504 }],
]) {
  test(`followers and users outlive ${what}`, async () => {
    const { wechat, openids } = fake({ followers: 30, pageSize: 20 });
    const client = { appid: ACCOUNT, secret: SECRET, fetch: wechat.fetch };
    const account = new OfficialAccount(client);
    const { waits, wait } = waiting();
    wechat.fail({ path: FANS, times: 3, ...failure });
    wechat.fail({ path: BATCH, times: 2, ...failure });
    const users = account.users(account.followers({ wait }), { wait });
    assert.deepEqual(await collect(users), { found: openids });
    assert.deepEqual(waits, [1000, 2000, 4000, 1000, 2000]);
  });
}

test('a late reply is requested again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { wechat, openids } = fake({ followers: 3 });
  const late = [FANS];
  const account = new OfficialAccount({
    appid: ACCOUNT,
    secret: SECRET,
    timeoutMs: 5000,
    fetch(url, init) {
      if (new URL(url).pathname !== late[0]) return wechat.fetch(url, init);
      late.pop();
      setImmediate().then(() => t.mock.timers.tick(5000));
      return new Promise(() => {});
    },
  });
  const { waits, wait } = waiting();
  assert.deepEqual(await collect(account.followers({ wait })), { found: openids });
  assert.deepEqual([late, waits], [[], [1000]]);
});

test('a request is repeated as often as the caller says, with waits of at most a minute', async () => {
  for (const [retries, waits] of [
    [undefined, [1, 2, 4]],
    [0, []],
    [1, [1]],
    [8, [1, 2, 4, 8, 16, 32, 60, 60]],
  ]) {
    const { wechat, account, asked } = await setUp({ followers: 3 });
    const clock = waiting();
    wechat.fail({ path: FANS, times: 20, errcode: -1 });
    const { found, error } = await collect(account.followers({ retries, wait: clock.wait }));
    assert.deepEqual([found, error.errcode], [[], -1]);
    assert.deepEqual(
      clock.waits,
      waits.map((seconds) => seconds * 1000),
    );
    assert.equal(asked(FANS), waits.length + 1);
  }
});

test('a permanent failure is not repeated', async () => {
  for (const failure of [
    { errcode: 45009 },
    { errcode: 45011 },
    { errcode: 48001 },
    { status: 500 },
  ]) {
    const { wechat, account, asked } = await setUp({ followers: 3 });
    wechat.fail({ path: FANS, ...failure });
    const { error } = await collect(account.followers({ wait: () => assert.fail('no wait') }));
    assert.equal(error.errcode ?? error.replyStatus, failure.errcode ?? failure.status);
    assert.equal(asked(FANS), 1);
  }
});

test('a signal ends a wait', hangs, async (t) => {
  const reason = new Error('enough');
  const { setTimeout } = globalThis;
  for (const isOwn of [false, true]) {
    const controller = new AbortController();
    const begun = () => setImmediate().then(() => controller.abort(reason));
    const { mock } = t.mock.method(globalThis, 'setTimeout', (run, ms) => {
      if (ms !== 1000) return setTimeout(run, ms);
      begun();
      return undefined;
    });
    const never = () => {
      begun();
      return new Promise(() => {});
    };
    const wait = isOwn ? never : undefined;
    const fetch = offline(() => ({ errcode: -1 }));
    const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
    const { error } = await collect(account.followers({ signal: controller.signal, wait }));
    assert.equal(error, reason);
    mock.restore();
  }
});

test('users: a caller who stops leaves no timer behind', hangs, async (t) => {
  const replies = [{ user_info_list: [{ openid: 'o0', subscribe: 0 }] }];
  const fetch = offline(() => replies.shift() ?? { errcode: -1 });
  const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
  const waits = new Set();
  const begun = new EventEmitter();
  const { setTimeout, clearTimeout } = globalThis;
  t.mock.method(globalThis, 'setTimeout', (run, ms) => {
    const timer = setTimeout(run, ms);
    if (ms === 1000) begun.emit('wait', waits.add(timer));
    return timer;
  });
  t.mock.method(globalThis, 'clearTimeout', (timer) => {
    waits.delete(timer);
    clearTimeout(timer);
  });
  const wait = once(begun, 'wait');
  const openids = Array.from({ length: 200 }, (_, at) => `o${at}`);
  const users = account.users(openids, { concurrency: 1 })[Symbol.asyncIterator]();
  assert.equal((await users.next()).value.openid, 'o0');
  await wait;
  assert.equal(waits.size, 1);
  await users.return();
  await setImmediate();
  assert.equal(waits.size, 0);
});

test('users: a bad openid is found and reported, and the others are returned', async () => {
  const { account, openids, asked } = await setUp({ followers: 250 });
  const bad = { 0: 'oForeign', 137: '', 138: 5, 249: 'oOther' };
  const list = openids.map((openid, at) => bad[at] ?? openid);
  const invalid = [];
  const users = account.users(list, {
    onInvalid: ({ openid, error }) => invalid.push([openid, error.errcode ?? error.code]),
  });
  const good = openids.filter((_, at) => !(at in bad));
  assert.deepEqual(await collect(users), { found: good });
  assert.deepEqual(
    new Map(invalid),
    new Map([
      ['oForeign', 40003],
      ['', 'ERR_INVALID_ARGUMENT'],
      [5, 'ERR_INVALID_ARGUMENT'],
      ['oOther', 40003],
    ]),
  );
  assert.equal(invalid.length, 4);
  assert.ok(asked(BATCH) < 60, `${asked(BATCH)}`);
  // A single one costs 14 requests more.
  const before = asked(BATCH);
  await collect(account.users([...openids.slice(0, 99), 'oForeign'], { onInvalid() {} }));
  assert.ok(asked(BATCH) - before <= 15);
});

test('users: an error names its place in the whole list, if it has one', async () => {
  const { account, openids } = await setUp({ followers: 250 });
  for (const at of [0, 137, 249]) {
    const list = openids.with(at, '');
    const { found, error } = await collect(account.users(list));
    assert.deepEqual(found, openids.slice(0, at - (at % 100)));
    assert.deepEqual([error.argument, error.index], ['openid', at]);
    assert.ok(error.message.includes(`(index ${at} of`), error.message);
  }
  const { error } = await collect(account.users([...openids, 'oForeign']));
  assert.equal(error.errcode, 40003);
  assert.equal(error.index, undefined);
});

test('users: once the caller has left, no more openids are asked for', hangs, async () => {
  const info = ({ openid }) => ({ openid, subscribe: 0 });
  const fetch = offline((_, { body }) => ({
    user_info_list: JSON.parse(body).user_list.map(info),
  }));
  const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
  const left = new EventEmitter();
  let asked = 0;
  async function* source() {
    while (asked < 1000) {
      asked += 1;
      if (asked === 150) await once(left, 'left');
      yield `o${asked}`;
    }
  }
  const users = account.users(source(), { concurrency: 1 })[Symbol.asyncIterator]();
  assert.equal((await users.next()).value.openid, 'o1');
  await setImmediate();
  assert.equal(asked, 150);
  await users.return();
  left.emit('left');
  await setImmediate();
  assert.equal(asked, 150);
});

test('users: an error of onInvalid ends the list, and other errors do not call it', async () => {
  const { wechat, account, openids } = await setUp({ followers: 3 });
  const failure = new Error('the caller’s own');
  const onInvalid = () => Promise.reject(failure);
  const { error } = await collect(account.users(['oForeign'], { onInvalid }));
  assert.equal(error, failure);
  wechat.fail({ path: BATCH, errcode: 48001 });
  const other = await collect(
    account.users(openids, { onInvalid: () => assert.fail('no openid') }),
  );
  assert.equal(other.error.errcode, 48001);
});

test('the reason of an abort is no bad openid, whatever it is', async () => {
  for (const reason of [null, { errcode: 40003, index: 0 }]) {
    const controller = new AbortController();
    const fetch = () => new Promise(() => controller.abort(reason));
    const account = new OfficialAccount({ appid: APPID, tokens: () => 'T', fetch });
    const options = { signal: controller.signal, onInvalid: assert.fail };
    assert.deepEqual(await collect(account.users(['o'], options)), { found: [], error: reason });
    const followers = account.followers({ signal: controller.signal });
    assert.deepEqual(await collect(followers), { found: [], error: reason });
  }
});

test('a cursor begins as what it was given', async () => {
  const { account, openids } = await setUp({ followers: 30, pageSize: 10 });
  const [, , cursor] = openids;
  const followers = account.followers({ cursor });
  const users = account.users(followers);
  assert.deepEqual([followers.cursor, users.cursor], [cursor, cursor]);
  assert.equal(account.users(Object.assign([], { cursor })).cursor, undefined);
  await collect(users, 1);
  assert.equal(users.cursor, openids[3]);
  const again = followers[Symbol.asyncIterator]();
  assert.equal((await again.next()).value, openids[3]);
  await again.return();
});

test('an invalid list, cursor, option or signal is refused by its name', async () => {
  const { fetch, account } = listing(() => ({ total: 0, count: 0 }));
  for (const [call, argument] of [
    [() => account.followers(null), 'options'],
    [() => account.followers({ next_openid: 'o' }), 'next_openid'],
    [() => account.followers({ cursor: 5 }), 'cursor'],
    [() => account.followers({ cursor: null }), 'cursor'],
    [() => account.followers({ signal: 'x' }), 'signal'],
    [() => account.followers({ retries: -1 }), 'retries'],
    [() => account.followers({ retries: 1.5 }), 'retries'],
    [() => account.followers({ retries: 11 }), 'retries'],
    [() => account.followers({ wait: 1000 }), 'wait'],
    [() => account.users(['o'], { onInvalid: true }), 'onInvalid'],
    [() => account.users(), 'openids'],
    [() => account.users(null), 'openids'],
    [() => account.users(5), 'openids'],
    [() => account.users({}), 'openids'],
    // A text can be iterated: 28 users of one letter each.
    [() => account.users('oGZUI0egBJY1zhBYw2KhdUfwVJJE'), 'openids'],
    [() => account.users(['o'], null), 'options'],
    [() => account.users(['o'], { concurrency: 0 }), 'concurrency'],
    [() => account.users(['o'], { concurrency: 21 }), 'concurrency'],
    [() => account.users(['o'], { concurrency: 1.5 }), 'concurrency'],
    [() => account.users(['o'], { concurrency: '4' }), 'concurrency'],
    [() => account.users(['o'], { lang: 'zh-CN' }), 'lang'],
    [() => account.users(['o'], { chunk: 5 }), 'chunk'],
    [() => account.users(['o'], { signal: 'x' }), 'signal'],
  ]) {
    const iterate = async () => {
      for await (const _ of call());
    };
    const error = await rejection(iterate(), `${call}`);
    assert.ok(error instanceof WxError, `${call}: ${error.stack}`);
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT', `${call}`);
    assert.equal(error.argument, argument, `${call}`);
  }
  for (const openid of ['', 5, null, undefined, {}, ['o']]) {
    const { error } = await collect(account.users([openid]));
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
  }
  assert.equal(fetch.calls.length, 0);
});
