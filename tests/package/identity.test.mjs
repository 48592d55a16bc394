// Who a user is: the rules of today, line by line; that nothing depends on an order; and what never
// comes back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { seed, seeded } from '../diagnosis/seeded.mjs';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import { pairs } from './pairs.mjs';

const { esm, cjs } = await load(install());
const { linkIdentities, resolveIdentity, WxError } = esm;
const random = seeded(seed);

const cases = fixtures('identity');
const appid = 'wx0123456789abcdef';

/** What a fixture says of an identity. */
function told(identity) {
  const { missing, next, conflicts, ...rest } = identity;
  return {
    ...rest,
    reason: missing?.reason,
    next: next.map(({ source }) => source),
    conflicts: conflicts.map(({ message, ...conflict }) => conflict),
  };
}

function below(limit) {
  return Math.floor(random() * limit);
}

function shuffled(list) {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const at = below(last + 1);
    [copy[last], copy[at]] = [copy[at], copy[last]];
  }
  return copy;
}

function refused(call, what) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof WxError, what);
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT', what);
    return error;
  }
  return assert.fail(`not refused: ${what}`);
}

describe('resolveIdentity', () => {
  for (const { path, title, facts, expect } of cases) {
    test(title, () => {
      const identity = resolveIdentity(facts);
      const found = told(identity);
      for (const [name, value] of Object.entries(expect)) {
        assert.deepEqual(found[name], value, `${name} of ${path}`);
      }
      assert.equal(identity.missing === undefined, identity.unionid !== null);
      assert.deepEqual(cjs.resolveIdentity(facts), identity);
      for (const { message } of [identity.missing, ...identity.next, ...identity.conflicts].filter(
        Boolean,
      )) {
        assert.match(message.zh, /[\u4e00-\u9fff]/);
        assert.match(message.en, /^\S.{15}/);
      }
    });
  }

  test('a value that is not a reply is not reported as unbound', () => {
    for (const value of [{}, { openId: 'o', unionId: 'u' }, { errcode: '40029' }, new Map()]) {
      const { missing } = resolveIdentity([{ source: 'code2Session', appid, value }]);
      assert.equal(missing.reason, 'failed', inspect(value));
    }
  });

  test('data of wx.getUserInfo is recognised without the nickname, too', () => {
    const data = { openId: 'o', unionId: 'u', watermark: { appid } };
    for (const value of [data, { kind: 'userInfo', data }]) {
      assert.equal(resolveIdentity([{ source: 'decrypt', appid, value }]).unionid, 'u');
    }
  });

  test('headers of cloud hosting are read from what servers have them in', () => {
    const ids = { 'X-WX-OPENID': 'oA', 'X-WX-UNIONID': 'uA' };
    const source = 'cloudHostingHeaders';
    const resolved = (value) => resolveIdentity([{ source, appid, value }]);
    for (const value of [ids, new Headers(ids), new Map(Object.entries(ids))]) {
      assert.deepEqual([resolved(value).openid, resolved(value).unionid], ['oA', 'uA']);
    }
    // The gateway writes one. Two were sent, or joined by a server.
    for (const id of [{ 'x-wx-openid': 'oB' }, { 'X-WX-OPENID': 'oB, oA' }, { 'X-WX-OPENID': [] }])
      assert.equal(resolved({ ...ids, ...id }).openid, null, inspect(id));
    for (const value of [[1], 'X-WX-OPENID: oA']) {
      assert.equal(refused(() => resolved(value)).argument, 'value', inspect(value));
    }
    assert.match(refused(() => resolved([1])).message, /must be readable headers/);
  });

  test('request headers are no context of a cloud function', () => {
    for (const name of ['x-wx-openid', 'X-WX-OPENID']) {
      const facts = [{ source: 'getWXContext', appid, value: { [name]: 'oA' } }];
      const { argument, index, message } = refused(() => resolveIdentity(facts));
      assert.deepEqual([argument, index], ['value', 0]);
      assert.match(message, /cloudHostingHeaders/);
    }
  });

  test('the order of the facts decides which app is the first, and nothing else', (t) => {
    t.diagnostic(`seed ${seed}`);
    const all = cases.flatMap(({ facts }) => facts);
    for (let round = 0; round < 500; round += 1) {
      const [first, ...others] = Array.from({ length: 1 + below(6) }, () => all[below(all.length)]);
      const identity = resolveIdentity([first, ...others]);
      assert.deepEqual(resolveIdentity([first, ...shuffled(others)]), identity);
      const { appid, openid, sources, ...rest } = resolveIdentity(shuffled([first, ...others]));
      const { appid: _, openid: __, sources: ___, ...expected } = identity;
      assert.deepEqual(rest, expected);
      assert.deepEqual(sources.unionid, identity.sources.unionid);
      assert.ok(identity.unionid === null || identity.unionid !== identity.openid);
    }
  });

  test('no secret of a reply is in the answer', () => {
    const marker = 'MARKER-secret';
    const names = ['session_key', 'access_token', 'refresh_token', 'phoneNumber', 'other'];
    const secrets = Object.fromEntries(names.map((name) => [name, marker]));
    for (const { facts } of cases) {
      const marked = facts.map((fact) => ({ ...fact, value: { ...fact.value, ...secrets } }));
      const identity = resolveIdentity(marked);
      assert.ok(!inspect(identity, { depth: 9 }).includes(marker));
      assert.deepEqual(identity, resolveIdentity(facts));
      const bad = refused(() => resolveIdentity([...marked, { ...secrets, source: marker }]), '');
      assert.ok(!inspect(bad, { depth: 9 }).includes(marker));
    }
  });

  test('an invalid list of facts is refused, with the position', () => {
    const good = { source: 'code2Session', appid, value: { openid: 'o' } };
    for (const facts of [undefined, null, 5, 'facts', {}, good, { 0: good, length: 1 }]) {
      assert.equal(refused(() => resolveIdentity(facts)).argument, 'facts');
    }
    for (const [fact, argument] of [
      [null, 'facts'],
      [[], 'facts'],
      [{ ...good, source: 'code2session' }, 'source'],
      [{ ...good, source: undefined }, 'source'],
      [{ ...good, appid: '' }, 'appid'],
      [{ ...good, appid: 5 }, 'appid'],
      [{ ...good, value: undefined }, 'value'],
      [{ ...good, value: null }, 'value'],
      [{ ...good, value: [] }, 'value'],
      [{ ...good, value: JSON.stringify(good.value) }, 'value'],
      [{ ...good, reply: {} }, 'reply'],
      [{ source: 'getPaidUnionId', appid, value: { unionid: 'u' } }, 'openid'],
      [{ source: 'getPaidUnionId', appid, openid: ' ', value: { unionid: 'u' } }, 'openid'],
    ]) {
      const error = refused(() => resolveIdentity([good, fact]), inspect(fact));
      assert.deepEqual([error.argument, error.index], [argument, 1], inspect(fact));
      assert.ok(error.message.startsWith(`${argument} `), error.message);
    }
    assert.equal(refused(() => resolveIdentity(Array(101).fill(good))).argument, 'facts');
    assert.equal(resolveIdentity(Array(100).fill(good)).openid, 'o');
  });

  test('any input gets an answer or an error', () => {
    const alone = cases.filter(({ facts }) => facts.length === 1);
    for (const [value, { facts }] of pairs([...hostile()], alone)) {
      const [fact] = facts;
      for (const name of ['source', 'appid', 'openid', 'value']) {
        answersOrRefuses(() => resolveIdentity([{ ...fact, [name]: value }]));
      }
      for (const name of Object.keys(fact.value)) {
        answersOrRefuses(() =>
          resolveIdentity([{ ...fact, value: { ...fact.value, [name]: value } }]),
        );
      }
    }
    for (const value of hostile()) {
      answersOrRefuses(() => resolveIdentity(value));
      answersOrRefuses(() => resolveIdentity([value]));
    }
  });
});

function throwing() {
  throw new TypeError('from a getter');
}

function hostile() {
  const cycle = {};
  cycle.self = cycle;
  return [
    ...[undefined, null, true, 0, -1, 1.5, Number.NaN, 1n, '', ' ', '\ud83d', '\0', '"', '\\'],
    ...[Symbol('symbol'), () => 'function', new Date(Number.NaN), new Map(), [], [[]], {}, cycle],
    ...[new Proxy({}, { get: throwing, ownKeys: throwing }), new Proxy([], { get: throwing })],
    ...[{ toJSON: throwing }, { toString: throwing }, 'x'.repeat(3_000_000), '__proto__'],
    JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`),
  ];
}

function answersOrRefuses(call) {
  try {
    const { conflicts } = call();
    assert.ok(Array.isArray(conflicts));
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
  }
}

describe('linkIdentities', () => {
  test('rows of one person come together', () => {
    const rows = [
      { appid: 'B', openid: 'b1', unionid: 'u1', city: 'elsewhere' },
      { appid: 'A', openid: 'a1', unionid: null },
      { appid: 'A', openid: 'a2', unionid: '' },
      { appid: 'A', openid: 'a2', unionid: 'a2' },
      { appid: 'A', openid: 'a1', unionid: 'u1' },
    ];
    const { groups, conflicts } = linkIdentities(rows);
    assert.deepEqual(conflicts, []);
    const places = groups.map(({ unionid, rows: own }) => [
      unionid,
      own.map((row) => rows.indexOf(row)),
    ]);
    assert.deepEqual(places, [
      ['u1', [1, 4, 0]],
      [null, [2, 3]],
    ]);
    assert.deepEqual(linkIdentities([]), { groups: [], conflicts: [] });
  });

  test('a user with two unionids links nothing, nor does a unionid of two users of one app', () => {
    const rows = [
      { appid: 'A', openid: 'a1', unionid: 'u2' },
      { appid: 'A', openid: 'a1', unionid: 'u1' },
      { appid: 'B', openid: 'b1', unionid: 'u1' },
      { appid: 'B', openid: 'b2', unionid: 'u2' },
      { appid: 'B', openid: 'b3', unionid: 'u2' },
    ];
    const { groups, conflicts } = linkIdentities(rows);
    const members = groups.map(({ rows }) => rows.map(({ openid }) => openid));
    assert.deepEqual(members, [['b1'], ['b2'], ['b3']]);
    assert.deepEqual(
      groups.map(({ unionid }) => unionid),
      ['u1', null, null],
    );
    const [a2, a1, , b2, b3] = rows;
    assert.deepEqual(conflicts.map(withoutMessage), [
      {
        conflict: 'two_unionids',
        appid: 'A',
        openid: 'a1',
        unionids: ['u1', 'u2'],
        rows: [a1, a2],
      },
      { conflict: 'two_openids', appid: 'B', unionid: 'u2', openids: ['b2', 'b3'], rows: [b2, b3] },
    ]);
  });

  test('a table keyed by unionid || openid: the row and the user are named', () => {
    const old = { appid: 'A', openid: 'u1', person: 1 };
    const user = { appid: 'A', openid: 'a1', unionid: 'u1', person: 2 };
    const { groups, conflicts } = linkIdentities([old, user]);
    assert.deepEqual(groups, [{ unionid: 'u1', rows: [user] }]);
    assert.equal(groups[0].rows[0], user);
    assert.deepEqual(conflicts.map(withoutMessage), [
      {
        conflict: 'openid_is_unionid',
        appid: 'A',
        openid: 'u1',
        user: { appid: 'A', openid: 'a1' },
        rows: [old, user],
      },
    ]);
    assert.equal(conflicts[0].rows[0], old);
  });

  /** Each has one, in both languages. */
  function withoutMessage({ message: { zh, en }, ...conflict }) {
    assert.match(zh, /[\u4e00-\u9fff]/);
    assert.match(en, /openid|unionid/);
    return conflict;
  }

  test('the order of the rows changes nothing, and a plain implementation agrees', (t) => {
    t.diagnostic(`seed ${seed}`);
    const any = (letter, count) => `${letter}${below(count)}`;
    for (let round = 0; round < 500; round += 1) {
      const rows = Array.from({ length: below(30) }, () => ({
        appid: any('wx', 3),
        openid: any('o', 8),
        unionid: below(3) ? any('u', 12) : null,
      }));
      const links = linkIdentities(rows);
      // Equal rows keep the order that they came in.
      const different = ({ groups, conflicts }) => [
        groups.map(({ unionid, rows }) => [unionid, rows.map(key).sort()]),
        conflicts.map(({ rows, ...conflict }) => conflict),
      ];
      assert.deepEqual(different(linkIdentities(shuffled(rows))), different(links));
      assert.deepEqual(usersOf(links.groups), plainGroups(rows));
      const two = links.conflicts.filter(({ conflict }) => conflict === 'two_unionids');
      const named = new Set(rows.map(({ appid, openid }) => `${appid} ${openid}`));
      const members = usersOf(links.groups).flatMap(({ identities }) => identities);
      assert.equal(members.length + two.length, named.size);
    }
  });

  test('placeholder texts count as missing', () => {
    for (const unionid of ['null', 'NULL', 'undefined', 'None', ' ']) {
      const rows = ['A', 'B'].map((appid) => ({ appid, openid: 'o', unionid }));
      assert.equal(linkIdentities(rows).groups.length, 2, unionid);
      const value = { openid: 'o', unionid };
      const { missing } = resolveIdentity([{ source: 'code2Session', appid, value }]);
      assert.equal(missing.reason, 'not_bound', unionid);
    }
  });

  test('a bad row is refused, with its place', () => {
    const good = { appid: 'A', openid: 'a', unionid: 'u' };
    for (const [row, argument] of [
      [null, 'appid'],
      [undefined, 'appid'],
      ['row', 'appid'],
      [{ ...good, appid: '' }, 'appid'],
      [{ ...good, openid: undefined }, 'openid'],
      [{ ...good, openid: 5 }, 'openid'],
      [{ ...good, openid: 10n }, 'openid'],
      [{ ...good, openid: 'a"' }, 'openid'],
      [{ ...good, openid: '\ud83d' }, 'openid'],
      [{ ...good, unionid: 5 }, 'unionid'],
      [{ ...good, unionid: {} }, 'unionid'],
      [Object.defineProperty({ ...good }, 'openid', { get: throwing }), 'appid'],
    ]) {
      const error = refused(() => linkIdentities([good, good, row]), inspect(row));
      assert.deepEqual([error.argument, error.index], [argument, 2], inspect(row));
    }
    for (const rows of [undefined, null, 'rows', {}, new Map(), new Proxy([], { get: throwing })]) {
      assert.equal(refused(() => linkIdentities(rows)).argument, 'rows');
    }
    for (const value of hostile()) answersOrRefuses(() => linkIdentities([value]));
  });

  test('rows whose ids are too long for one text are refused', (t) => {
    t.mock.method(JSON, 'stringify', () => {
      throw new RangeError('Invalid string length');
    });
    const { argument } = refused(() => linkIdentities([{ appid: 'A', openid: 'a' }]));
    assert.equal(argument, 'rows');
  });

  test('a hundred thousand rows, all of one person, and all of many', () => {
    const rows = (unionid) =>
      Array.from({ length: 100_000 }, (_, i) => ({
        appid: `wx${i}`,
        openid: 'o',
        unionid: unionid(i),
      }));
    assert.equal(linkIdentities(rows(() => 'u')).groups.length, 1);
    assert.equal(linkIdentities(rows((i) => `u${i >> 1}`)).groups.length, 50_000);
  });
});

function key({ appid, openid }) {
  return `${appid} ${openid}`;
}

/** The users of each group, each once. */
function usersOf(groups) {
  return groups.map(({ unionid, rows }) => {
    const keys = [...new Set(rows.map(key))];
    const identities = keys.map((it) => {
      const [appid, openid] = it.split(' ');
      return { appid, openid };
    });
    return { unionid, identities };
  });
}

/** The groups, by what their definition says. */
function plainGroups(rows) {
  const unionids = new Map(rows.map((row) => [key(row), new Set()]));
  for (const row of rows) if (row.unionid) unionids.get(key(row)).add(row.unionid);
  const people = new Map();
  for (const user of [...unionids.keys()].sort()) {
    const [unionid = null, second] = unionids.get(user);
    if (second) continue;
    const [appid, openid] = user.split(' ');
    const person = people.get(unionid ?? user) ?? { unionid, identities: [] };
    person.identities.push({ appid, openid });
    people.set(unionid ?? user, person);
  }
  // A unionid that two users of one app share links nobody.
  const first = ({ identities: [user] }) => key(user);
  const groups = [...people.values()].flatMap((person) => {
    const { identities } = person;
    if (new Set(identities.map(({ appid }) => appid)).size === identities.length) return person;
    return identities.map((user) => ({ unionid: null, identities: [user] }));
  });
  return groups.sort((a, b) => (first(a) < first(b) ? -1 : 1));
}
