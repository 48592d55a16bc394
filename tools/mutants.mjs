// `npm run mutants:rust -- [options of cargo mutants]` changes the core in one place after the
// other, and tells which changes no native test sees. All of them take many hours: `--shard 0/50`
// is one in fifty, `--file src/push.rs` one file. What it finds is in target/mutants.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { Failure, main } from './step.mjs';

await main(async () => {
  await run('cargo', ['mutants', '--version']).catch(() => {
    throw new Failure('It needs `cargo install cargo-mutants`.');
  });
  mkdirSync(join(root, 'target'), { recursive: true });
  const words = ['mutants', '--output', 'target/mutants', '--sharding', 'round-robin'];
  const { status } = spawnSync('cargo', [...words, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0)
    throw new Failure('Some changes were not seen: see target/mutants/mutants.out.');
});
