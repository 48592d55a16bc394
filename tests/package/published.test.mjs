// What is in the package beside its code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { install } from './installed.mjs';

const published = join(install(), 'node_modules/wx-unionid');

test('the notice of everything that is compiled into the core', () => {
  const [intro, ...notices] = readFileSync(join(published, 'THIRD-PARTY-LICENSES'), 'utf8').split(
    /^-{80}$/m,
  );
  assert.match(intro, /MIT licence/);
  for (const notice of notices) {
    assert.match(notice, /\bMIT\b/);
    assert.match(notice, /Permission is hereby granted/);
    assert.match(notice, /THE SOFTWARE IS PROVIDED "AS IS"/);
  }
  const named = notices.join('').match(/^.+ \(.*\)$/gm);
  const names = named.map((title) => title.split(' ')[0]);
  for (const name of [
    'The',
    'aes',
    'base64',
    'cbc',
    'js-sys',
    'serde_json',
    'sha2',
    'wasm-bindgen',
  ])
    assert.ok(names.includes(name), name);
});
