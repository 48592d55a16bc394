// Every call that the exports are known by, with something hostile in its places: it answers, or
// throws a WxError, and leaves everything else as it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';

import { seed, some } from '../diagnosis/seeded.mjs';
import { isClass, methodsOf, recordedCalls } from './exports.mjs';
import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

let instances = 0;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, args) {
    instances += 1;
    return new Instance(...args);
  },
});

const { esm, cjs } = await load(install());
const { input: good, expect } = read('decrypt/official-user-info.json');
const opened = JSON.parse(expect.text);

/** Texts that must not be in what is thrown, in the places of those that are secrets. */
const MARKER = 'MarkerOfASecret';
const SECRETS = ['secret', 'access_token', 'component_access_token', 'appKey', 'js_code', 'code'];
const THROWN = `${MARKER}InAnErrorOfTheCaller`;

/** What a caller's own code throws may come back. */
const odd = Object.create(null);

class Thrown extends Error {
  constructor() {
    super(THROWN);
  }
}

function raise() {
  throw new Thrown();
}

/** Nobody has to wait for what it promises: it may stand where nothing asynchronous belongs. */
function rejecting() {
  const rejected = Promise.reject(new Thrown());
  rejected.catch(() => {});
  return rejected;
}

function throwingProxy(target, trap) {
  return new Proxy(target, { [trap]: raise });
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached(bytes) {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** A view of which the end has gone. */
function outOfBounds() {
  const buffer = new ArrayBuffer(32, { maxByteLength: 64 });
  const view = new Uint8Array(buffer, 16, 16);
  buffer.resize(8);
  return view;
}

class Species extends Array {
  static get [Symbol.species]() {
    return raise();
  }
  [Symbol.iterator]() {
    return raise();
  }
}

class Liar extends Uint8Array {
  get length() {
    return 2 ** 31;
  }
  get buffer() {
    return raise();
  }
}

const objectOf = (it) => (typeof it === 'object' && it !== null ? it : {});

/** In the place of a good value: another. */
const values = {
  'no value': () => undefined,
  null: () => null,
  'a flag': () => true,
  'not a number': () => Number.NaN,
  'minus zero': () => -0,
  infinity: () => Number.NEGATIVE_INFINITY,
  'a big number': () => 2 ** 53,
  'a BigInt': () => 2n ** 64n,
  'a symbol': () => Symbol('symbol'),
  'the symbol of iterators': () => Symbol.iterator,
  'an empty text': () => '',
  'half a character': () => '\udc00',
  'half a character inside': (it) => `${typeof it === 'string' ? it : ''}\ud800x`,
  'controls and marks of direction': () => '\0\u001b[2K\u202e\u2028',
  'the name of a prototype': () => '__proto__',
  'a long text': () => 'x'.repeat(100_000),
  'a long text of three bytes each': () => '中'.repeat(50_000),
  'a text as an object': (it) => new String(it ?? 'text'),
  'a function': () => () => 'function',
  'a function that throws': () => raise,
  'an async function that throws': () => rejecting,
  'an invalid date': () => new Date(Number.NaN),
  'a regular expression': () => /x/g,
  'a Map': () => new Map([['appid', 'x']]),
  'an array': (it) => [it],
  'an array with holes': (it) => Object.assign(new Array(5), { 3: it }),
  'an array of another class': (it) => Species.of(it),
  'an array that is frozen': (it) => Object.freeze([it, it]),
  'a deep array': () => JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`),
  'an object without a prototype': (it) => Object.assign(Object.create(null), objectOf(it)),
  'an object that inherits': (it) => Object.create(objectOf(it)),
  'an object with an own __proto__': () => JSON.parse('{"__proto__":{"appid":"x"}}'),
  'an object that refers to itself': (it) => {
    const cycle = { ...objectOf(it) };
    cycle.self = cycle;
    return cycle;
  },
  'a toJSON that throws': () => ({ toJSON: raise }),
  'a toJSON that gives another': () => ({ toJSON: () => Symbol('other') }),
  'a toString that throws': () => ({
    toString: raise,
    valueOf: raise,
    [Symbol.toPrimitive]: raise,
  }),
  'a then that throws': () => Object.defineProperty({}, 'then', { get: raise }),
  'a promise that rejects': () => {
    const promise = Promise.reject(new Thrown());
    promise.catch(() => {});
    return promise;
  },
  'a generator': () => (function* () {})(),
  'an iterator that throws': () => ({ [Symbol.iterator]: raise }),
  'arguments of a function': (it) =>
    (function () {
      // biome-ignore lint/complexity/noArguments: that is the point.
      return arguments;
    })(it),
  'bytes of a faked type': () => Object.create(Uint8Array.prototype),
  'an object that says that it is bytes': () => ({ [Symbol.toStringTag]: 'Uint8Array', length: 9 }),
  'bytes that lie': () => new Liar(16),
  'other numbers': () => new Float64Array(2),
  'a DataView': () => new DataView(new ArrayBuffer(16)),
  'detached bytes': () => detached(new Uint8Array(16)),
  'a detached buffer': () => detached(new Uint8Array(16)).buffer,
  'bytes out of bounds': outOfBounds,
  'shared memory': () => new SharedArrayBuffer(16),
  'bytes in shared memory': () => new Uint8Array(new SharedArrayBuffer(16)),
  'a revoked proxy': (it) => revoked(objectOf(it)),
  'a revoked proxy of a function': () => revoked(raise),
  'a revoked proxy of an array': () => revoked([]),
  'a proxy of an array': (it) => new Proxy([it], {}),
  'a proxy of bytes': () => new Proxy(new Uint8Array(16), {}),
};
for (const trap of ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf']) {
  values[`a proxy that throws in ${trap}`] = (it) => throwingProxy(objectOf(it), trap);
  values[`a proxy of an array that throws in ${trap}`] = (it) => throwingProxy([it], trap);
}

/** In the place of a good value: a getter. `again` makes the same call, with what is good. */
const getters = {
  'that throws': () => raise,
  'that throws no error': () => () => {
    throw odd;
  },
  'that changes its answer': (it) => {
    const answers = [it, undefined, 5, { length: 1e9 }, Symbol('changed'), it];
    return () => answers.push(answers[0]) && answers.shift();
  },
  'that changes to the better': (it) => {
    const answers = [5, it];
    return () => answers.push(it) && answers.shift();
  },
  'that decrypts': (it) => () => {
    assert.deepEqual(esm.decrypt(good).data, opened);
    return it;
  },
  'that makes the same call': (it, again) => () => {
    again();
    return it;
  },
};

/** All places of a call: its arguments, those of the constructor, and what is in them. */
function placesOf(value, path = []) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [path];
  const inside = Object.keys(value).slice(0, 12);
  const rest = path.length < 5 ? inside.flatMap((key) => placesOf(value[key], [...path, key])) : [];
  return [path, ...rest];
}

/**
 * A copy in which another stands in a place. What is on the way to it is copied, and nothing else.
 */
function replacedAt([key, ...rest], value, replacement) {
  const copy = Array.isArray(value) ? [...value] : Object.assign(Object.create(null), value);
  if (Object.getPrototypeOf(value) === Object.prototype)
    Object.setPrototypeOf(copy, Object.prototype);
  if (rest.length > 0) {
    Object.defineProperty(copy, key, plain(replacedAt(rest, value[key], replacement)));
  } else {
    Object.defineProperty(copy, key, replacement(value[key]));
  }
  return copy;
}

const plain = (value) => ({ value, enumerable: true, configurable: true, writable: true });
const got = (get) => ({ get, enumerable: true, configurable: true });

/** The same call with markers where its secrets are, if they are good for it as well. */
function marked(value, key) {
  if (SECRETS.includes(key) && typeof value === 'string') return MARKER;
  if (Array.isArray(value)) return value.map((it) => marked(it));
  if (typeof value !== 'object' || value === null) return value;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, marked(it, name)]));
}

async function make(wx, { name, options, method, args }) {
  if (!options) return drained(await wx[name](...args));
  const instance = new wx[name](...options);
  return method && drained(await instance[method](...args));
}

/** What is listed is asked for. */
async function drained(answer) {
  if (typeof answer?.[Symbol.asyncIterator] !== 'function') return;
  for await (const _ of answer);
}

/** Calls by the export and method that they are of. */
function grouped(calls) {
  const groups = new Map();
  for (const call of calls) {
    const name = [call.name, call.method].filter(Boolean).join('.');
    groups.set(name, [...(groups.get(name) ?? []), marked(call)]);
  }
  return groups;
}

const groups = grouped(await recordedCalls(esm));

test('every export and every method is among the calls', () => {
  for (const [name, exported] of Object.entries(esm)) {
    // It is made by the package alone.
    if (name === 'WxError') continue;
    assert.ok(groups.has(name), name);
    const methods = isClass(exported) ? methodsOf(exported) : [];
    for (const method of methods) assert.ok(groups.has(`${name}.${method}`), `${name}.${method}`);
  }
});

/** A call, and one to three places of it with what is put there. */
const hostileCall = fc
  .record({
    group: fc.constantFrom(...groups.keys()),
    which: fc.nat(),
    changes: fc.array(
      fc.record({
        place: fc.nat(),
        by: fc.oneof(
          {
            weight: 6,
            arbitrary: fc.constantFrom(...Object.keys(values)).map((it) => `value: ${it}`),
          },
          {
            weight: 3,
            arbitrary: fc.constantFrom(...Object.keys(getters)).map((it) => `getter: ${it}`),
          },
          {
            weight: 1,
            arbitrary: fc
              .anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true })
              .map((it) => ({ it })),
          },
          {
            weight: 1,
            arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((it) => ({ it })),
          },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ group, which, changes }) => {
    const calls = groups.get(group);
    return { call: calls[which % calls.length], changes };
  });

function changed(wx, call, { place, by }) {
  const again = () => Promise.resolve(make(wx, call)).catch(() => {});
  const replacement = (it) => {
    if (typeof by !== 'string') return plain(by.it);
    const [sort, name] = by.split(': ');
    return sort === 'value' ? plain(values[name](it)) : got(getters[name](it, again));
  };
  const { options = [], args = [] } = call;
  const places = placesOf({ options, args }).filter(({ length }) => length > 1);
  // One argument more where there is none.
  const path = places.length > 0 ? places[place % places.length] : ['args', '0'];
  return { ...call, ...replacedAt(path, call, replacement) };
}

for (const [format, wx] of Object.entries({ esm, cjs })) {
  test(`${format}: hostile calls are answered or refused, and change nothing`, async () => {
    assert.deepEqual(wx.decrypt(good).data, opened);
    const before = instances;
    await fc.assert(
      fc.asyncProperty(hostileCall, async ({ call, changes }) => {
        let hostile = call;
        for (const change of changes) {
          try {
            hostile = changed(wx, hostile, change);
          } catch {
            // What stands there already lets nobody look into it.
          }
        }
        await answersOrRefuses(wx, hostile);
        assert.deepEqual(wx.decrypt(good).data, opened, 'the next call works');
        assert.equal(instances, before, 'there is a new instance');
      }),
      { seed, numRuns: some(20_000), endOnFailure: true },
    );
  });
}

/** Of what the caller gave and the host runs: a function, or a list while it is read. */
function isOfHost(error, { method }) {
  const isOfFunction = /^Cannot perform 'apply' on a proxy that has been revoked$/;
  const isOfList = /(revoked|detached ArrayBuffer|not a typed array\.)$/;
  const its = method === 'users' ? isOfList : isOfFunction;
  return error instanceof TypeError && its.test(error.message);
}

async function answersOrRefuses(wx, call) {
  try {
    await make(wx, call);
  } catch (error) {
    if (error === odd || error instanceof Thrown || isOfHost(error, call)) return;
    const shown = inspect(error);
    assert.ok(error instanceof wx.WxError, shown);
    assert.notEqual(error.code, 'ERR_INTERNAL', shown);
    const everything = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
    assert.ok(!everything.includes(MARKER), `a secret is shown: ${everything}`);
  }
}
