// The package as a stranger gets it: packed, and installed into an empty project.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A new project with the package in it: its folder. `npm test` has installed one, of which this is
 * a copy: npm would take longer.
 */
export function install() {
  const folder = temporary();
  const installed = process.env.WX_UNIONID_INSTALLED;
  if (installed) {
    copy(installed, folder);
    assertThisBuild(folder);
  } else {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    installInto(folder);
  }
  return folder;
}

/**
 * A project of this repository, outside of it, with what it depends on, of which `npm test` keeps a
 * copy: its folder.
 */
export function installProject(path) {
  const folder = temporary();
  const filter = (file) => !['node_modules', 'miniprogram_npm'].includes(basename(file));
  cpSync(join(root, path), folder, { recursive: true, filter });
  const { WX_UNIONID_PROJECTS: kept, WX_UNIONID_INSTALLED: installed } = process.env;
  if (kept && installed) {
    const its = 'node_modules/wx-unionid';
    copy(join(kept, path, 'node_modules'), join(folder, 'node_modules'));
    rmSync(join(folder, its), { recursive: true });
    copy(join(installed, its), join(folder, its));
    assertThisBuild(folder);
  } else {
    cpSync(join(root, '.npmrc'), join(folder, '.npmrc'));
    installInto(folder);
  }
  return folder;
}

function copy(from, to) {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'wx-unionid-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * Installs the tarball (that of `npm test`, or a new one), and with it what else the project's lock
 * file says.
 */
function installInto(folder) {
  const tarball = process.env.WX_UNIONID_TARBALL ?? pack(join(root, 'pkg'), folder);
  npm(folder, 'install', '--no-save', tarball);
  assertThisBuild(folder);
}

/** npm serves a tarball of a known name and version from its cache. */
export function assertThisBuild(folder) {
  const installed = join(folder, 'node_modules/wx-unionid/dist');
  for (const file of filesOf(installed)) {
    assert.equal(
      sha256(join(installed, file)),
      sha256(join(root, 'pkg/dist', file)),
      `another build of ${file} was installed`,
    );
  }
}

/** The exports of one of its entries, in a copy that nobody has called yet. */
export function another(folder, entry) {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(join(folder, 'node_modules/wx-unionid'), copy, { recursive: true });
  return import(pathToFileURL(join(copy, 'dist', entry)));
}

/** What `import` and `require` of the package, or of one of its subpaths, give in that project. */
export async function load(folder, subpath) {
  const require = createRequire(join(folder, 'index.js'));
  const entry = join(folder, `node_modules/wx-unionid/dist/${subpath ?? 'index'}.js`);
  return {
    esm: await import(entry),
    cjs: require(['wx-unionid', subpath].filter(Boolean).join('/')),
  };
}

function pack(pkg, folder) {
  return join(folder, npm(folder, 'pack', pkg, '--silent').trim());
}

function npm(cwd, ...args) {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund'], { cwd, encoding: 'utf8' });
}

/** All files in this folder, however deep, with `/` between the parts. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll(sep, '/'));
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
