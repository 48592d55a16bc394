// `npm run mutants -- [options of stryker run]` changes the TypeScript in one place after the
// other, and tells which changes no test sees. `--mutate pkg/src/http.ts` is one file, and
// `pkg/src/http.ts:20-30` are lines of it. With MUTANTS_ALL=1 the slowest tenth of the tests runs
// too: use it on what was missed. What it finds is in target/mutants/typescript.json too.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { root } from '../run.mjs';
import { installPackages } from '../setup.mjs';
import { Failure, main } from '../step.mjs';

await main(async () => {
  await build();
  await installPackages('tests/mutants');
  // tests/mutants/build.mjs installs it there, and the tests take copies.
  process.env.WX_UNIONID_INSTALLED = join(root, 'target/mutants/installed');
  const stryker = 'tests/mutants/node_modules/@stryker-mutator/core/bin/stryker.js';
  const words = [stryker, 'run', 'tests/mutants/stryker.json', ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Failure('Some changes were not seen: see target/mutants.');
});
