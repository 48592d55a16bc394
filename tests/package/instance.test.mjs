// The wasm instance: copies of the package, hosts that refuse to compile, and traps.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import vm from 'node:vm';

import { Buffer as BundlersBuffer } from 'buffer/index.js';

import { read } from './fixtures.mjs';
import { another, install, load } from './installed.mjs';
import { withTrap } from './trap.mjs';

const folder = install();
const { esm, cjs } = await load(folder);
const dist = join(folder, 'node_modules/wx-unionid/dist');
const require = createRequire(join(folder, 'index.js'));
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

/** A file of the package as CommonJS, run in another realm. */
function requireIn(realm, file) {
  const run = vm.runInContext(`(exports, require) => {${readFileSync(join(dist, file))}}`, realm);
  const exports = {};
  run(exports, (neighbour) => requireIn(realm, neighbour));
  return exports;
}

/** Another realm, with what every host has and nothing of Node's. */
function poorRealm() {
  return vm.createContext({ WebAssembly, TextDecoder, TextEncoder, atob });
}

for (const [where, globals] of Object.entries({
  'where there is no Buffer': {},
  'by the Buffer of Node.js': { Buffer },
  'by the Buffer that bundlers put in its place': { Buffer: BundlersBuffer },
})) {
  test(`the entry has the core of the slim one: its bytes are made ${where}`, () => {
    const compiled = [];
    const realm = poorRealm();
    Object.assign(realm, globals);
    realm.WebAssembly = {
      Module: class extends WebAssembly.Module {
        constructor(bytes) {
          super(bytes);
          compiled.push(bytes);
        }
      },
      Instance: WebAssembly.Instance,
    };
    const { decrypt } = requireIn(realm, './index.cjs');
    assert.equal(JSON.stringify(decrypt(good).data), expect.text);
    assert.ok(readFileSync(join(dist, 'core.wasm')).equals(compiled[0]));
  });
}

test('the texts are the same where nothing of the host unzips them', () => {
  const { explainErrcode } = requireIn(poorRealm(), './slim.cjs');
  for (const errcode of [-1, 40029, 40163]) {
    assert.equal(
      JSON.stringify(explainErrcode(errcode)),
      JSON.stringify(esm.explainErrcode(errcode)),
    );
  }
});

test('instanceof WxError works across copies and realms, and rejects other errors', () => {
  const foreign = requireIn(poorRealm(), './index.cjs');
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

test('the error says why a host refuses to compile, and a second try works', async () => {
  const fresh = await another(folder, 'index.js');
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

test('the error says that a host lacks WebAssembly', async () => {
  const fresh = await another(folder, 'index.js');
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
  const fresh = await another(folder, 'index.js');
  await Promise.all([fresh.ready(), fresh.ready()]);
  assert.deepEqual(fresh.decrypt(good).data, data);
  await fresh.ready();
  assert.deepEqual(fresh.decrypt(good).data, data);
});

test('what ready() has compiled is not compiled again', async (t) => {
  const fresh = await another(folder, 'index.js');
  const counted = ['compile', 'Module'].map((name) => t.mock.method(WebAssembly, name).mock);
  for (let round = 0; round < 2; round++) await fresh.ready();
  assert.deepEqual(fresh.decrypt(good).data, data);
  assert.deepEqual(
    counted.map((mock) => mock.callCount()),
    [1, 0],
  );
});

test('the slim entry takes its core from the caller, and is the same package', async () => {
  const core = readFileSync(require.resolve('wx-unionid/core.wasm'));
  const given = {
    bytes: core,
    'an ArrayBuffer': core.buffer.slice(core.byteOffset, core.byteOffset + core.length),
    'a module': new WebAssembly.Module(core),
    'a module of another realm': vm.runInNewContext('(core) => new WebAssembly.Module(core)')(core),
    'a function': () => core,
  };
  for (const [what, source] of Object.entries(given)) {
    for (const warmUp of [false, true]) {
      const slim = await another(folder, 'slim.js');
      slim.init(source);
      if (warmUp) await slim.ready();
      assert.deepEqual(slim.decrypt(good).data, data, what);
      slim.init(source);
      assert.deepEqual(slim.decrypt(good).data, data, `${what}, twice`);
    }
  }
  const { init, ...same } = await import(pathToFileURL(join(dist, 'slim.js')));
  assert.equal(typeof init, 'function');
  assert.deepEqual(same, { ...esm });
  assert.equal(require('wx-unionid/slim').WxError, require('wx-unionid').WxError);
});

test('the slim entry without a core says what to do', async () => {
  const slim = await another(folder, 'slim.js');
  const rejected = await slim.ready().then(assert.fail, (error) => error);
  for (const error of [caught(() => slim.decrypt(good)), rejected]) {
    assert.equal(error.code, 'ERR_WASM_UNAVAILABLE');
    assert.match(error.reason, /init/);
    assert.match(error.hint.zh, /init/);
    assert.match(error.hint.en, /init/);
  }
  slim.init(() => readFileSync(require.resolve('wx-unionid/core.wasm')));
  assert.deepEqual(slim.decrypt(good).data, data);
});

test('an invalid core is refused, at once or at the first call', async () => {
  const slim = await another(folder, 'slim.js');
  const wrong = [undefined, null, '', 'core.wasm', 1, {}, [], Promise.resolve(), new Response('')];
  for (const core of wrong) {
    const refused = (call) => {
      const error = caught(call);
      assert.equal(error.code, 'ERR_INVALID_ARGUMENT');
      assert.equal(error.argument, 'core');
    };
    refused(() => slim.init(core));
    slim.init(() => core);
    refused(() => slim.decrypt(good));
  }
  slim.init(new Uint8Array([0x3c, 0x21]));
  assert.equal(caught(() => slim.decrypt(good)).code, 'ERR_WASM_UNAVAILABLE');
});

test('a trap is an ERR_INTERNAL, and the next call works', async () => {
  const trapping = await another(folder, 'slim.js');
  trapping.init(withTrap(readFileSync(require.resolve('wx-unionid/core.wasm')), 'decrypt'));
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(trapping.decrypt(good).data, data);
    const error = caught(() => trapping.decrypt(good));
    assert.ok(error instanceof esm.WxError);
    assert.equal(error.code, 'ERR_INTERNAL');
    const told = inspect(error, { depth: Infinity, showHidden: true });
    for (const given of Object.values(good)) assert.ok(!told.includes(given), told);
  }
});

test('an instance that failed while ready() was compiling is not used again', async () => {
  const trapping = await another(folder, 'slim.js');
  trapping.init(withTrap(readFileSync(require.resolve('wx-unionid/core.wasm')), 'decrypt'));
  const warmUp = trapping.ready();
  assert.deepEqual(trapping.decrypt(good).data, data);
  assert.equal(caught(() => trapping.decrypt(good)).code, 'ERR_INTERNAL');
  await warmUp;
  assert.deepEqual(trapping.decrypt(good).data, data);
});
