// Changes the sources in one place after the other, and tells which changes no test sees.
//
// `npm run mutants -- [options of stryker run]`: the TypeScript. `--mutate pkg/src/http.ts` is one
// file. What it finds is in target/mutants/typescript.json too.
//
// `npm run mutants:rust -- [options of cargo mutants]`: the core. All of it takes many hours:
// `--shard 0/50` is one in fifty, `--file src/push.rs` one file. What it finds is in target/mutants.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run } from './run.mjs';
import { installPackages } from './setup.mjs';
import { Failure, main } from './step.mjs';

const languages = {
  async typescript(options) {
    await build();
    await installPackages('tests/mutants');
    // Where tests/mutants/build.mjs puts it.
    const { name, version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
    process.env.WX_UNIONID_TARBALL = join(root, `target/mutants/typescript/${name}-${version}.tgz`);
    const stryker = 'tests/mutants/node_modules/@stryker-mutator/core/bin/stryker.js';
    show(process.execPath, [stryker, 'run', 'tests/mutants/stryker.json', ...options]);
  },

  async rust(options) {
    await run('cargo', ['mutants', '--version']).catch(() => {
      throw new Failure('It needs `cargo install cargo-mutants`.');
    });
    mkdirSync(join(root, 'target'), { recursive: true });
    const words = ['mutants', '--output', 'target/mutants', '--sharding', 'round-robin'];
    show('cargo', [...words, ...options]);
  },
};

function show(command, words) {
  const { status } = spawnSync(command, words, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Failure('Some changes were not seen: see target/mutants.');
}

await main(() => languages[process.argv[2]](process.argv.slice(3)));
