// `npm run fuzz -- [target] [seconds]` looks for an input that breaks a promise: of all targets of
// fuzz/, or of one, for a minute each unless it is said how long. What it finds is in
// fuzz/artifacts, and then belongs into fuzz/corpus.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeSeeds } from '../fuzz/seeds.mjs';
import { root, run } from './run.mjs';
import { Failure, main, say } from './step.mjs';

const targets = readdirSync(join(root, 'fuzz/targets')).map((file) => basename(file, '.rs'));
/**
 * What is found on the way, by target. The few that are worth it go into fuzz/corpus:
 * `cargo fuzz cmin`.
 */
const folders = Object.fromEntries(
  targets.map((target) => [target, join(root, 'target/fuzz', target)]),
);

await main(async () => {
  const [target, seconds = '60'] = process.argv.slice(2);
  if (target !== undefined && !targets.includes(target)) {
    throw new Failure(`The targets are ${targets.join(', ')}.`);
  }
  await run('cargo', ['+nightly', 'fuzz', '--version']).catch(() => {
    throw new Failure(
      'It needs `rustup toolchain install nightly` and `cargo install cargo-fuzz`.',
    );
  });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  writeSeeds(folders);
  for (const name of target === undefined ? targets : [target]) {
    say(name);
    fuzz(name, seconds);
  }
});

/** Without sanitizers: all of it is safe Rust. */
function fuzz(target, seconds) {
  const corpora = [folders[target], `fuzz/corpus/${target}`];
  for (const folder of corpora) mkdirSync(join(root, folder), { recursive: true });
  const options = [`-max_total_time=${seconds}`, '-max_len=1024', '-dict=fuzz/dictionary.txt'];
  const words = ['+nightly', 'fuzz', 'run', '--sanitizer=none', target, ...corpora];
  const { status } = spawnSync('cargo', [...words, '--', ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Failure(`${target} found something: see fuzz/artifacts/${target}.`);
}
