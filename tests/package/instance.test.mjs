// The wasm instance: copies of the package, hosts that refuse to compile, and traps.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const folder = install();
const { esm, cjs } = await load(folder);
const dist = join(folder, 'node_modules/wx-unionid/dist');
const { input: good, expect } = read('decrypt/official-user-info.json');
const data = JSON.parse(expect.text);

function caught(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

test('instanceof WxError holds between copies and realms, and not for others', () => {
  const realm = vm.createContext({
    module: { exports: {} },
    Buffer,
    WebAssembly,
    TextDecoder,
    TextEncoder,
  });
  vm.runInContext(
    `((exports) => {${readFileSync(join(dist, 'index.cjs'))}})(module.exports)`,
    realm,
  );
  const foreign = realm.module.exports;
  const copies = [esm, cjs, foreign];
  assert.equal(new Set(copies.map(({ WxError }) => WxError)).size, 3);
  for (const thrower of copies) {
    const error = caught(() => thrower.decrypt({ ...good, iv: '' }));
    for (const { WxError } of copies) {
      assert.ok(error instanceof WxError);
      assert.ok(!(new Error('other') instanceof WxError));
      assert.ok(
        !(Object.assign(new Error('other'), { code: 'ERR_INVALID_IV' }) instanceof WxError),
      );
      class Extended extends WxError {}
      assert.ok(!(error instanceof Extended));
      assert.ok(new Extended({ code: 'ERR_INTERNAL', message: '' }) instanceof Extended);
    }
  }
});

test('a WxError is an Error that shows its facts', () => {
  const error = caught(() => esm.decrypt({ ...good, iv: '*' }));
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'WxError');
  assert.equal(String(error), 'WxError: iv is not Base64 (at character 0)');
  assert.deepEqual(
    { ...error },
    { code: 'ERR_INVALID_IV', bizDataCryptCode: -41002, damage: 'not_base64', at: 0 },
  );
});

test('a WxError in JSON has its name, its sentence and its facts', () => {
  const error = caught(() => esm.decrypt({ ...good, iv: '*' }));
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    name: 'WxError',
    message: 'iv is not Base64 (at character 0)',
    code: 'ERR_INVALID_IV',
    bizDataCryptCode: -41002,
    damage: 'not_base64',
    at: 0,
  });
});

test('a host that refuses to compile gets told why, and may be tried again', async () => {
  const fresh = await import(`${pathToFileURL(join(dist, 'index.js'))}?refusing`);
  const { Module, compile } = WebAssembly;
  try {
    WebAssembly.Module = function Module() {
      throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
    };
    WebAssembly.compile = async () => new WebAssembly.Module();
    const thrown = caught(() => fresh.decrypt(good));
    const rejected = await fresh.ready().then(assert.fail, (error) => error);
    for (const error of [thrown, rejected]) {
      assert.equal(error.code, 'ERR_WASM_UNAVAILABLE');
      assert.equal(error.reason, 'Wasm code generation disallowed by embedder');
      assert.match(error.hint.zh, /wasm-unsafe-eval/);
      assert.match(error.hint.en, /wasm-unsafe-eval/);
    }
  } finally {
    Object.assign(WebAssembly, { Module, compile });
  }
  await fresh.ready();
  assert.deepEqual(fresh.decrypt(good).data, data);
});

test('a host without WebAssembly gets told so', async () => {
  const fresh = await import(`${pathToFileURL(join(dist, 'index.js'))}?absent`);
  const { WebAssembly: wasm } = globalThis;
  try {
    delete globalThis.WebAssembly;
    assert.equal(caught(() => fresh.decrypt(good)).code, 'ERR_WASM_UNAVAILABLE');
  } finally {
    globalThis.WebAssembly = wasm;
  }
  assert.deepEqual(fresh.decrypt(good).data, data);
});

test('ready() is optional, and may be called at any time and twice', async () => {
  const fresh = await import(`${pathToFileURL(join(dist, 'index.js'))}?ready`);
  await Promise.all([fresh.ready(), fresh.ready()]);
  assert.deepEqual(fresh.decrypt(good).data, data);
  await fresh.ready();
  assert.deepEqual(fresh.decrypt(good).data, data);
});

test('a trap is an ERR_INTERNAL, and the next call works', {
  skip: !process.env.WX_UNIONID_TRAP && 'no build with a trap: npm test makes one',
}, () => {
  // This build traps on input that says `trap`.
  const trapping = createRequire(import.meta.url)(
    join(process.env.WX_UNIONID_TRAP, 'dist/index.cjs'),
  );
  for (let round = 0; round < 3; round++) {
    const error = caught(() => trapping.decrypt({ ...good, iv: 'trap' }));
    assert.ok(error instanceof esm.WxError);
    assert.equal(error.code, 'ERR_INTERNAL');
    assert.deepEqual(trapping.decrypt(good).data, data);
  }
});
