// The package as a stranger gets it: packed, and installed into an empty project.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Installs the tarball (that of `npm test`, or a new one) and answers with the project's folder. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), 'wx-unionid-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(
    folder,
    'install',
    '--no-save',
    process.env.WX_UNIONID_TARBALL ?? pack(join(root, 'pkg'), folder),
  );
  assertThisBuild(folder);
  return folder;
}

/** npm serves a tarball of a known name and version from its cache. */
export function assertThisBuild(folder) {
  const installed = join(folder, 'node_modules/wx-unionid/dist');
  for (const file of readdirSync(installed)) {
    assert.equal(
      sha256(join(installed, file)),
      sha256(join(root, 'pkg/dist', file)),
      `another build of ${file} was installed`,
    );
  }
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

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
