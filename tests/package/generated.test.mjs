// What is generated is what is committed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { files, pathsOnDisk } from '../fixtures/generate.mjs';
import { folder } from './fixtures.mjs';

test('the fixtures are what their generator writes', () => {
  const generated = files();
  assert.deepEqual(pathsOnDisk().sort(), [...generated.keys()].sort());
  for (const [path, text] of generated) {
    assert.equal(readFileSync(new URL(path, folder), 'utf8'), text, path);
  }
});
