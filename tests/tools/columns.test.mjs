// Comments end at column 100, as code does: the formatters wrap only code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { filesIn } from './imports.mjs';

const folders = [
  'benches',
  'cipher',
  'examples',
  'fuzz',
  'json',
  'pkg/cli',
  'pkg/paste',
  'pkg/src',
  'site',
  'src',
  'tests',
  'tools',
  'www',
];

const sources = folders
  .flatMap(filesIn)
  .filter((file) => /\.(rs|ts|mjs|js|cjs)$/.test(file))
  .filter((file) => !/\/(generated|node_modules|cache|dist)\//.test(file));

test('no comment is longer than 100 columns, but for what cannot be cut: links and keys', () => {
  const isComment = (line) => /^\s*(\/\/|\/?\*)/.test(line);
  const isUncut = (line) => /\S{60}/.test(line);
  const found = sources.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .map((line, at) => ({ line, place: `${file}:${at + 1}` }))
      .filter(({ line }) => line.length > 100 && isComment(line) && !isUncut(line))
      .map(({ place }) => place),
  );
  assert.ok(sources.length > 200);
  assert.deepEqual(found, []);
});
