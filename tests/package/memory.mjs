// What lies in the memory of the core, and what of a secret is found there.

import assert from 'node:assert/strict';

import { unsafe as aes } from '@noble/ciphers/aes.js';

import { another } from './installed.mjs';

/** So many bytes of a secret in a row are found. */
export const WINDOW = 8;

/** Who wants to see the exports of an instance, by the module that it is made of. */
const observers = new Map();

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, [module, imports]) {
    const instance = new Instance(module, imports);
    return observers.get(module)?.(instance) ?? instance;
  },
});

/** A copy of the package of its own, whose memory can be searched. */
export class Observed {
  /** The exports of the core that any of them has called. */
  static entered = new Set();
  #memories = [];
  /**
   * What lies in the memory of an instance before it is used: what of it is in a secret too is no
   * trace of it.
   */
  #constants;

  /** `core` is that of the package, or one that was changed. */
  static async copyOf(folder, core) {
    const observed = new Observed();
    const module = new WebAssembly.Module(core);
    observers.set(module, (instance) => observed.#watch(instance));
    observed.wx = await another(folder, 'slim.js');
    observed.wx.init(module);
    await observed.wx.ready();
    return observed;
  }

  #watch({ exports }) {
    this.#constants = used(exports.memory.buffer.slice(0));
    this.#memories.push(exports.memory);
    const watched = Object.entries(exports).map(([name, it]) => {
      const enter = (...values) => {
        Observed.entered.add(name);
        return it(...values);
      };
      return [name, typeof it === 'function' ? enter : it];
    });
    return { exports: Object.fromEntries(watched) };
  }

  /**
   * The names of those of these secrets (texts or bytes, by names) of which a part is in the
   * memory.
   */
  find(secrets) {
    const windows = new Windows(secrets);
    windows.forget(this.#constants);
    return windows.in(this.#memories.flatMap(({ buffer }) => used(buffer)));
  }
}

/** The parts of a memory that are not just zeros. */
function used(buffer) {
  const words = new Uint32Array(buffer);
  const parts = [];
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 0) continue;
    let end = at + 1;
    while (words[end] || words[end + 1]) end++;
    const start = Math.max(0, 4 * at - WINDOW);
    parts.push(Buffer.from(buffer, start, Math.min(buffer.byteLength, 4 * end + WINDOW) - start));
    at = end;
  }
  return parts;
}

/** All windows of some secrets. */
class Windows {
  /** Those that begin with these four bytes. */
  #starts = new Map();
  /**
   * Whether one has these two bytes as its third and fourth: with this alone most places are passed
   * by.
   */
  #pairs = new Uint8Array(2 ** 16);

  constructor(secrets) {
    for (const [name, secret] of Object.entries(secrets)) {
      const bytes = Buffer.from(secret);
      assert.ok(bytes.length >= WINDOW, `${name} is too short to be found`);
      for (let at = 0; at <= bytes.length - WINDOW; at++) {
        const start = bytes.readUInt32BE(at);
        const window = { name, rest: bytes.readUInt32BE(at + 4), isTrace: true };
        const others = this.#starts.get(start);
        if (others) others.push(window);
        else this.#starts.set(start, [window]);
        this.#pairs[start & 0xffff] = 1;
      }
    }
  }

  /** What is there is a trace of nothing. */
  forget(parts) {
    for (const { window } of this.#inAll(parts)) window.isTrace = false;
  }

  /** The names of what is there. */
  in(parts) {
    const traces = this.#inAll(parts).filter(
      ({ window, bytes }) => window.isTrace && isVaried(bytes),
    );
    return [...new Set(traces.map(({ window }) => window.name))];
  }

  #inAll(parts) {
    return parts.flatMap((part) => this.#inOne(part));
  }

  #inOne(part) {
    const found = [];
    let start = 0;
    for (let end = 4; end <= part.length - 4; end++) {
      start = (start << 8) | part[end - 1];
      if (this.#pairs[start & 0xffff] === 0) continue;
      for (const window of this.#starts.get(start >>> 0) ?? []) {
        if (window.rest !== part.readUInt32BE(end)) continue;
        found.push({ window, bytes: part.subarray(end - 4, end + 4) });
      }
    }
    return found;
  }
}

/** Paddings and small numbers, such as the allocator's, look like parts of many a secret. */
function isVaried(bytes) {
  return new Set(bytes).size >= 4;
}

/** All that a session key becomes: its text, its bytes, and what the cipher makes of them. */
export function formsOfKey(text) {
  const key = Buffer.from(text, 'base64');
  const round = (number) => Buffer.from(aes.expandKeyLE(key).slice(4 * number).buffer, 0, 16);
  // The cipher keeps the complement of what its S-box inverts too often.
  const last = bitPlanes(round(10)).map((plane, bit) =>
    [0, 1, 5, 6].includes(bit) ? ~plane : plane,
  );
  const planes = { first: bitPlanes(round(0)), last };
  const secrets = { sessionKey: text, 'its bytes': key, 'its last round key': round(10) };
  for (const [name, of] of Object.entries(planes)) {
    secrets[`its ${name} round key, bitsliced`] = Buffer.from(Uint16Array.from(of).buffer);
    secrets[`its ${name} round key, bitsliced for four blocks`] = Buffer.from(
      BigUint64Array.from(of, fourfold).buffer,
    );
  }
  return secrets;
}

/** Each bit of all bytes of a block, row by row. */
function bitPlanes(block) {
  const places = Array.from({ length: 16 }, (_, place) => place);
  const byteAt = (place) => block[4 * (place % 4) + (place >> 2)];
  return Array.from({ length: 8 }, (_, bit) =>
    places.reduce((plane, place) => plane | (((byteAt(place) >> bit) & 1) << place), 0),
  );
}

/** Each bit four times, in place of one block each. */
function fourfold(plane) {
  let word = 0n;
  for (let place = 15; place >= 0; place--) word = (word << 4n) | ((plane >> place) & 1 ? 15n : 0n);
  return word;
}

/**
 * `core.wasm`, in which no `memory.fill` does anything: each takes its operands, and that is all.
 */
export function withoutWipes(core) {
  const [fill, drops] = ['fc0b00', '1a1a1a'].map((code) => Buffer.from(code, 'hex'));
  const changed = Buffer.from(core);
  for (let at = changed.indexOf(fill); at >= 0; at = changed.indexOf(fill, at + fill.length)) {
    drops.copy(changed, at);
  }
  assert.ok(!changed.equals(core) && WebAssembly.validate(changed));
  return changed;
}
