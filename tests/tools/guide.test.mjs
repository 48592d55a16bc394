// docs/unionid.md and its Chinese twin, whose tables `npm run generate` writes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';

for (const page of ['docs/unionid.md', 'docs/unionid.zh-CN.md']) {
  const text = readFileSync(join(root, page), 'utf8');
  const piece = (name) => text.split(`<!-- ${name} -->`)[1].split(`<!-- /${name} -->`)[0];

  test(`${page}: every reason has a section`, () => {
    const reasons = Array.from(piece('reasons').matchAll(/^### `(\w+)`$/gm), ([, name]) => name);
    assert.ok(reasons.length > 10);
    const finding = piece('sources') + piece('anywhere');
    for (const name of reasons) assert.ok(finding.includes(`](#${name})`), name);
  });

  test(`${page}: each rule links to WeChat`, () => {
    const names = Array.from(text.matchAll(/<!-- (\w+) -->/g), ([, name]) => name);
    const links = names.flatMap((name) => [...piece(name).matchAll(/\]\((http.*?)\)/g)]);
    assert.ok(links.length > 50);
    for (const [, link] of links) {
      assert.match(link, /^https:\/\/(developers|mp)\.weixin\.qq\.com\//);
    }
  });

  test(`${page}: there were six ways`, () => {
    assert.equal(piece('ways').match(/^\| \d/gm).length, 6);
  });
}
