// What is in the package beside its code.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { install } from './installed.mjs';

const published = join(install(), 'node_modules/wx-unionid');

for (const readme of ['README.md', 'README.zh-CN.md']) {
  test(`${readme}: its links lead out of the package, to the documents of this version`, () => {
    const { version } = JSON.parse(text('package.json'));
    const ours = `https://github.com/wx-unionid/wx-unionid/blob/v${version}/`;
    const links = Array.from(text(readme).matchAll(/\]\(([^)#]+)/g), ([, link]) => link);
    for (const link of links) assert.match(link, /^https:/);
    const files = links
      .filter((link) => link.startsWith(ours))
      .map((link) => link.slice(ours.length));
    assert.ok(files.length > 10);
    for (const file of files) assert.ok(existsSync(join(root, file)), file);
  });
}

test('the notice of everything that is compiled into the core', () => {
  const [intro, ...notices] = text('THIRD-PARTY-LICENSES').split(/^-{80}$/m);
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

function text(file) {
  return readFileSync(join(published, file), 'utf8');
}
