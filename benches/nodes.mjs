// The releases of Node.js that the package is tested with, except those that the other libraries do
// not support.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { npm, root } from '../tools/run.mjs';
import { unlessUnchanged } from '../tools/stamp.mjs';
import { Failure, step } from '../tools/step.mjs';

const OLDEST = 20;
const project = 'tests/runtimes/node';
const installed = 'target/bench/node';
const script = fileURLToPath(new URL('in-node.mjs', import.meta.url));

/**
 * Each release measures itself. The packages are for Linux; elsewhere it is the release that runs
 * us.
 */
export async function nodes() {
  if (process.platform !== 'linux') return [host(process.versions.node, process.execPath)];
  await step('Node.js, several releases', () =>
    unlessUnchanged(
      {
        stamp: 'bench-node',
        inputs: [`${project}/package-lock.json`],
        outputs: [`${installed}/node_modules/.package-lock.json`],
      },
      install,
    ),
  );
  const { optionalDependencies } = JSON.parse(
    readFileSync(join(root, project, 'package.json'), 'utf8'),
  );
  const suffix = `-${process.platform}-${process.arch}`;
  const names = Object.keys(optionalDependencies).filter((name) => name.endsWith(suffix));
  const releases = names.map((name) => name.slice('node-'.length, -suffix.length));
  if (releases.length === 0) throw new Failure(`There is no package with Node.js for${suffix}.`);
  return releases
    .filter((release) => Number(release) >= OLDEST)
    .map((release) =>
      host(release, join(root, installed, 'node_modules', `node-${release}${suffix}`, 'bin/node')),
    );
}

async function install() {
  const folder = join(root, installed);
  mkdirSync(folder, { recursive: true });
  for (const file of [`${project}/package.json`, `${project}/package-lock.json`, '.npmrc']) {
    cpSync(join(root, file), join(folder, file.split('/').at(-1)));
  }
  await npm(['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder });
}

function host(release, path) {
  return {
    name: `Node.js ${release}`,
    async measure(settings) {
      const { stdout } = await promisify(execFile)(path, [script, JSON.stringify(settings)]);
      return JSON.parse(stdout);
    },
  };
}
