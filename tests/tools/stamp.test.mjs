import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../tools/run.mjs';
import { unlessUnchanged } from '../../tools/stamp.mjs';

const folder = 'target/stamp-test';

test('a stage runs again when its inputs, settings or outputs are not what they were', async () => {
  rmSync(join(root, folder), { recursive: true, force: true });
  rmSync(join(root, 'target/stamps/test'), { recursive: true, force: true });
  mkdirSync(join(root, folder, 'in'), { recursive: true });
  const write = (path, text) => writeFileSync(join(root, folder, path), text);
  const runs = async (settings = 1) => {
    let ran = false;
    const stage = {
      stamp: 'test/stage',
      inputs: [`${folder}/in`],
      settings,
      outputs: [`${folder}/out`],
    };
    await unlessUnchanged(stage, async () => {
      ran = true;
      write('out', 'made');
    });
    return ran;
  };

  write('in/a', '1');
  assert.equal(await runs(), true, 'the first time');
  assert.equal(await runs(), false, 'nothing changed');
  write('in/a', '2');
  assert.equal(await runs(), true, 'another content');
  write('in/b', '1');
  assert.equal(await runs(), true, 'one more file');
  rmSync(join(root, folder, 'in/b'));
  assert.equal(await runs(), true, 'one file less');
  assert.equal(await runs(2), true, 'another setting');
  write('out', 'touched');
  assert.equal(await runs(2), true, 'an output that is not ours');
  rmSync(join(root, folder, 'out'));
  assert.equal(await runs(2), true, 'no output');
  assert.equal(await runs(2), false, 'nothing changed again');
});

test('a stage that failed runs again', async () => {
  const stage = { stamp: 'test/failing', inputs: [], outputs: [] };
  rmSync(join(root, 'target/stamps/test/failing'), { force: true });
  await assert.rejects(
    unlessUnchanged(stage, () => Promise.reject(new Error('no'))),
    /no/,
  );
  let ran = false;
  await unlessUnchanged(stage, () => {
    ran = true;
  });
  assert.equal(ran, true);
});
