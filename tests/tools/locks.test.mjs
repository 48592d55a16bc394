// Lock files say what is installed, and not from where: everybody has a registry of their own.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';

test('no lock file names the host of a registry', () => {
  const projects = ['examples', 'tests', 'tests/runtimes'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  const locks = ['', 'site', 'tests/witnesses', ...projects]
    .map((project) => join(project, 'package-lock.json'))
    .filter((lock) => existsSync(join(root, lock)));
  assert.ok(locks.length > 10);
  for (const lock of locks) {
    assert.doesNotMatch(readFileSync(join(root, lock), 'utf8'), /"resolved": "https?:/, lock);
  }
});
