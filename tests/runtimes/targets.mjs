// Every place that the package is said to run in, in the order of the READMEs.

import { readFileSync } from 'node:fs';

import { targets as bun } from './bun/targets.mjs';
import { targets as deno } from './deno/targets.mjs';
import { targets as edgeRuntime } from './edge-runtime/targets.mjs';
import { targets as esbuild } from './esbuild/targets.mjs';
import { targets as jest } from './jest/targets.mjs';
import { targets as next } from './next/targets.mjs';
import { targets as node } from './node/targets.mjs';
import { targets as page } from './page/targets.mjs';
import { targets as rollup } from './rollup/targets.mjs';
import { targets as vite } from './vite/targets.mjs';
import { targets as vitest } from './vitest/targets.mjs';
import { targets as webpack } from './webpack/targets.mjs';
import { targets as workerd } from './workerd/targets.mjs';

const projects = {
  node,
  bun,
  deno,
  workerd,
  'edge-runtime': edgeRuntime,
  next,
  jest,
  vitest,
  vite,
  webpack,
  esbuild,
  rollup,
  page,
};

/**
 * - `project`: the folder that is installed for it.
 * - `product`, `version`, `way`: what is said of it. The version is that of `package` in the project's lock file.
 * - `needs`: the browser without which it cannot be run: `chromium` or `firefox`.
 * - `run({ project, programs, wechat })`: resolves to what `exercise` did there. `wechat` is its argument, as JSON.
 */
export const targets = Object.entries(projects).flatMap(([project, targets]) =>
  targets.map((target) => {
    const version = versionOf(project, target.package);
    const name = [target.product, version].filter(Boolean).join(' ');
    return { ...target, project, version, name: `${name}, ${target.way.en}` };
  }),
);

function versionOf(project, name) {
  if (!name) return undefined;
  const lock = new URL(`${project}/package-lock.json`, import.meta.url);
  return JSON.parse(readFileSync(lock, 'utf8')).packages[`node_modules/${name}`].version;
}
