// Every place that the package is said to run in: the folders beside this file.

import { readdirSync, readFileSync } from 'node:fs';

const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true });
const projects = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);

/**
 * - `project`: the folder that is installed for it.
 * - `product`, `version`, `way`: what is said of it. The version is that of `package` in the
 *   project's lock file.
 * - `needs`: the browser without which it cannot be run: `chromium` or `firefox`.
 * - `run({ project, programs, wechat })`: resolves to what `exercise` did there. `wechat` is its
 *   argument, as JSON.
 */
export const targets = (await Promise.all(projects.sort().map(targetsOf))).flat();

async function targetsOf(project) {
  const { targets } = await import(`./${project}/targets.mjs`);
  return targets.map((target) => {
    const version = versionOf(project, target.package);
    const name = [target.product, version].filter(Boolean).join(' ');
    return { ...target, project, version, name: `${name}, ${target.way.en}` };
  });
}

function versionOf(project, name) {
  if (!name) return undefined;
  const lock = new URL(`${project}/package-lock.json`, import.meta.url);
  return JSON.parse(readFileSync(lock, 'utf8')).packages[`node_modules/${name}`].version;
}
