// What a mini program gets of the package, and what a server and a bundler get under the same name.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

import { build, transformSync } from 'esbuild';
import { root } from '../../tools/run.mjs';
import { compile, problems } from '../package/compiler.mjs';
import { filesOf, load } from '../package/installed.mjs';
import { APPID, aWeChat, folder } from './phone.mjs';
import { buildNpm } from './program.mjs';

writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({ private: true, dependencies: { 'wx-unionid': '*' } }),
);
buildNpm(folder);
const copied = readFileSync(join(folder, 'miniprogram_npm/wx-unionid/miniprogram.js'), 'utf8');
const names = ['LoginError', 'createLogin'];

test('a mini program gets one small file, without the core', () => {
  assert.deepEqual(filesOf(join(folder, 'miniprogram_npm')), ['wx-unionid/miniprogram.js']);
  assert.doesNotMatch(copied, /WebAssembly|0061736d|\brequire\(|\bimport\(|^import /m);
  assert.ok(copied.length < 20_000);
});

test('it is ES2017', () => {
  const as = (text, target) => transformSync(text, { target, minifyWhitespace: true }).code;
  assert.notEqual(as('a?.b', 'es2017'), as('a?.b', 'esnext'));
  assert.equal(as(copied, 'es2017'), as(copied, 'esnext'));
});

test('it needs only wx and timers from its host', async () => {
  const exports = {};
  const wx = aWeChat().wx({ appid: APPID, user: 'ming' });
  const context = createContext({ exports, wx, setTimeout, clearTimeout });
  runInContext(copied, context);
  assert.deepEqual(Object.keys(exports).sort(), names);
  const { createLogin } = exports;
  const login = createLogin({
    exchange: async (code) => ({ token: `for ${code}` }),
    send: async () => ({ statusCode: 200 }),
  });
  assert.match(await login.token(), /^for \S+$/);
});

test('everywhere else it is a module of either kind', async () => {
  const { esm, cjs } = await load(folder, 'miniprogram');
  assert.deepEqual(Object.keys(esm).sort(), names);
  assert.deepEqual(Object.keys(cjs).sort(), names);
});

test('a bundler from before `exports` finds it, too', async () => {
  // webpack 4, which uni-app and Taro have used, looks for a folder of that name.
  const proxy = join(folder, 'node_modules/wx-unionid/miniprogram');
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${proxy}';`, resolveDir: folder },
    write: false,
    bundle: true,
    format: 'esm',
  });
  assert.match(outputFiles[0].text, /export \{\s*LoginError,\s*createLogin\s*\}/);
});

test('WeChat’s own wx fits, and the types do not need WeChat’s typings', () => {
  cpSync(join(root, 'tests/miniprogram/types'), folder, { recursive: true });
  const wechat = {
    typeRoots: [join(root, 'node_modules')],
    types: ['miniprogram-api-typings'],
    exactOptionalPropertyTypes: false,
  };
  for (const resolution of [
    { module: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
    // What the templates of WeChat's developer tools have used.
    { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  ]) {
    for (const [file, options] of Object.entries({ 'wx.ts': wechat, 'no-typings.ts': {} })) {
      const all = { target: 'es2017', lib: ['es2017'], ...resolution, ...options };
      const found = problems(compile(folder, [join(folder, file)], all));
      assert.equal(found, '', `${file}, ${resolution.module}`);
    }
  }
});
