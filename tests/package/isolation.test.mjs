// Calls keep nothing for each other: what came before changes no answer, and a large input leaves
// no large memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

import { seed, some } from '../diagnosis/seeded.mjs';
import { own, scenariosOf } from './exports.mjs';
import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const MIB = 1024 * 1024;

/** The memories of all instances that there were, the present one last. */
const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, args) {
    const instance = new Instance(...args);
    memories.push(new WeakRef(instance.exports.memory));
    return instance;
  },
});

const { esm: wx } = await load(install());
const { input: good, expect } = read('decrypt/official-user-info.json');
const opened = JSON.parse(expect.text);
const scenarios = scenariosOf(wx);

const used = () => memories.at(-1).deref().buffer.byteLength;

/** A good reply of so many bytes. */
function reply(bytes) {
  const session = { openid: 'o', session_key: 'k', more: '' };
  const more = 'x'.repeat(Math.max(0, bytes - JSON.stringify(session).length));
  return { status: 200, body: JSON.stringify({ ...session, more }) };
}

/** Makes the next call get a new instance: this one has grown. */
function outgrow() {
  assert.equal(wx.parseResponse('code2Session', reply(5 * MIB)).openid, 'o');
}

test('every export answers in any order as it answers alone', async () => {
  const alone = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    outgrow();
    alone[name] = own(await scenario());
  }
  const names = Object.keys(scenarios);
  assert.ok(memories.length >= names.length, 'each was alone with a new instance');
  const anyOrder = fc.shuffledSubarray(names, { minLength: 8, maxLength: 12 });
  const between = fc.array(fc.constantFrom(...Object.keys(troubles)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(anyOrder, between, async (order, before) => {
      for (const name of order) {
        for (const trouble of before) assert.throws(troubles[trouble], wx.WxError);
        assert.deepEqual(own(await scenarios[name]()), alone[name], name);
      }
    }),
    { seed, numRuns: some(20), endOnFailure: true },
  );
});

/** What is refused in each room of the core. */
const troubles = {
  'a wrong key': () => wx.decrypt({ ...good, sessionKey: Buffer.alloc(16).toString('base64') }),
  'text that is too long': () => wx.decrypt({ ...good, encryptedData: 'A'.repeat(2 * MIB) }),
  'a damaged iv': () => wx.decrypt({ ...good, iv: '"%25' }),
  'a reply that is none': () => wx.parseResponse('code2Session', { status: 200, body: '<html>' }),
  'a reply that is too long': () =>
    wx.parseResponse('code2Session', { status: 200, body: ' '.repeat(11 * MIB) }),
  'a request that is none': () => wx.buildRequest('code2Session', {}, {}),
  'facts of nobody': () => wx.resolveIdentity([{ source: 'nobody' }]),
};

test('memory is bounded by what one call needs, and comes back', () => {
  outgrow();
  assert.deepEqual(wx.decrypt(good).data, opened);
  const least = used();
  assert.ok(least <= 2 * MIB, `${least}`);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 60, max: 6 * MIB }), { maxLength: 4 }), (sizes) => {
      for (const size of sizes) {
        // A desk of up to 4 MiB is kept from the call before.
        const most = Math.max(used(), least + 12 * size + MIB);
        assert.equal(wx.parseResponse('code2Session', reply(size)).openid, 'o');
        assert.ok(used() <= most, `${used()} bytes for ${size}`);
        assert.deepEqual(wx.decrypt(good).data, opened);
        assert.ok(used() <= 32 * MIB, `${used()} bytes are kept`);
      }
      outgrow();
      assert.deepEqual(wx.decrypt(good).data, opened);
      assert.equal(used(), least);
    }),
    { seed, numRuns: some(50), endOnFailure: true },
  );
});

test('50 MB that is refused costs no more than what is looked at', () => {
  const text = 'x'.repeat(50 * MIB);
  outgrow();
  wx.decrypt(good);
  for (const name of ['appid', 'sessionKey', 'encryptedData', 'iv']) {
    assert.throws(() => wx.decrypt({ ...good, [name]: text }), wx.WxError);
    assert.ok(used() <= 16 * MIB, `${name}: ${used()}`);
  }
  assert.throws(() => wx.parseResponse('code2Session', { status: 200, body: text }), {
    code: 'ERR_INVALID_RESPONSE',
  });
  assert.deepEqual(wx.decrypt(good).data, opened);
  assert.ok(used() <= 2 * MIB, `${used()}`);
});

test('an instance that has grown is given back to the host', async () => {
  outgrow();
  const grown = memories.length - 1;
  wx.decrypt(good);
  assert.equal(memories.length, grown + 2, 'there is a new one');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  // What a WeakRef has given stays until the turn ends.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.equal(memories[grown].deref(), undefined);
});
