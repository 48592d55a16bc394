// What may be published, and what publishes it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { notesOf, obstacles } from '../../tools/publishable.mjs';
import { root } from '../../tools/run.mjs';

const good = {
  version: '1.2.3',
  changelog:
    '# Changelog\n\n## Unreleased\n\nLater.\n\n## 1.2.3 - 2026-12-01\n\nNew.\n\n## 1.2.2 - 2026-11-01\n\nOld.\n',
  uncommitted: '',
  tags: 'v1.2.3\n',
};

describe('a release is refused', () => {
  const wrong = {
    'if something is not committed': [{ uncommitted: ' M README.md\n' }, /not committed/],
    'without its tag': [{ tags: 'v1.2.30\n' }, /No tag v1\.2\.3 /],
    'without its section of the changelog': [
      { changelog: '## 1.2.30 - 2026-12-01\n' },
      /1\.2\.3\./,
    ],
  };
  for (const [when, [change, reason]] of Object.entries(wrong)) {
    test(when, () => {
      const reasons = obstacles({ ...good, ...change });
      assert.equal(reasons.length, 1);
      assert.match(reasons[0], reason);
    });
  }

  test('for nothing else', () => assert.deepEqual(obstacles(good), []));
});

test('the notes of a release are its section of the changelog', () => {
  assert.equal(notesOf(good.changelog, '1.2.3'), 'New.');
});

test('the package cannot be published past the release command', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  assert.deepEqual(scripts, { prepublishOnly: 'node ../tools/release.mjs --prepare-only' });
});

test('workflows use actions by their hash, and start without permissions to write', () => {
  const folder = join(root, '.github/workflows');
  const action = readFileSync(join(root, '.github/actions/set-up/action.yml'), 'utf8');
  const workflows = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  for (const text of workflows)
    assert.match(text, /^permissions:(?: \{\}|\n {2}contents: read)\n\n/m);
  const uses = [action, ...workflows].flatMap((text) => text.match(/uses: .*/g));
  for (const line of uses) assert.match(line, /uses: (\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d)/);
});
