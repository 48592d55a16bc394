// What a bundler takes of the package, and what it leaves.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';
import { read } from './fixtures.mjs';
import { install } from './installed.mjs';

const folder = install();
const { input, expect } = read('decrypt/official-user-info.json');

/** A program of one line, bundled: its text, and what it exports. */
async function bundled(name, program) {
  const outfile = join(folder, `${name}.mjs`);
  const stdin = { contents: program, resolveDir: folder };
  await build({ stdin, outfile, bundle: true, format: 'esm', charset: 'utf8' });
  return { text: readFileSync(outfile, 'utf8'), exports: await import(pathToFileURL(outfile)) };
}

const entry = readFileSync(join(folder, 'node_modules/wx-unionid/dist/index.js'), 'utf8');
const [, coreAsText] = entry.match(/"(AGFzbQ[\w+/]{9999})/);

/** Something of each room of the package. */
const marks = {
  core: coreAsText.slice(0, 100),
  errors: 'ERR_INVALID_ARGUMENT',
  'clients and their requests': /class \w*MiniProgram|buildRequest|timeoutMs/,
  'tokens and sessions': /class \w*(AccessTokens|LoginSessions)|ttlSeconds/,
  'texts of errcodes': /\berrcodes = /,
  'texts of causes': /\bcauses = /,
  'the fake WeChat': 'x-fake-wechat',
};

function contents(text) {
  const isIn = (mark) => (mark instanceof RegExp ? mark.test(text) : text.includes(mark));
  return Object.keys(marks).filter((room) => isIn(marks[room]));
}

test('an app that only decrypts has the core, and neither clients nor texts', async () => {
  const { text, exports } = await bundled('decrypt', "export { decrypt } from 'wx-unionid';");
  assert.deepEqual(contents(text), ['core', 'errors']);
  assert.deepEqual(exports.decrypt(input).data, JSON.parse(expect.text));
});

test('an app that takes everything has everything but the fake WeChat', async () => {
  const { text, exports } = await bundled('all', "export * from 'wx-unionid';");
  const all = Object.keys(marks).filter((room) => room !== 'the fake WeChat');
  assert.deepEqual(contents(text), all);
  assert.deepEqual(exports.decrypt(input).data, JSON.parse(expect.text));
});

test('an app with the slim entry has no core', async () => {
  const { text, exports } = await bundled(
    'slim',
    "export { decrypt, init } from 'wx-unionid/slim';",
  );
  assert.deepEqual(contents(text), ['errors']);
  exports.init(readFileSync(join(folder, 'node_modules/wx-unionid/dist/core.wasm')));
  assert.deepEqual(exports.decrypt(input).data, JSON.parse(expect.text));
});

test('an app that only explains errcodes has their texts, and no core', async () => {
  const { text, exports } = await bundled(
    'errcodes',
    "export { explainErrcode } from 'wx-unionid/slim';",
  );
  assert.deepEqual(contents(text), ['errors', 'texts of errcodes']);
  assert.equal(exports.explainErrcode(-1).retryable, true);
});

test('a test with the fake WeChat has nothing else of the package', async () => {
  const { text, exports } = await bundled(
    'fake',
    "export { fakeWeChat } from 'wx-unionid/testing';",
  );
  assert.deepEqual(contents(text), ['the fake WeChat']);
  const apps = { wx: { type: 'miniProgram', secret: 's' } };
  assert.deepEqual(exports.fakeWeChat({ apps }).requests, []);
});
