import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, firefox } from './browsers.mjs';
import { provide } from './debian.mjs';
import { mariadb } from './mariadb.mjs';
import { postgresql } from './postgresql.mjs';
import { redis } from './redis.mjs';
import { npm, root, run, which } from './run.mjs';
import { Failure, Skipped, step } from './step.mjs';
import { provideTools } from './toolbox.mjs';

const NODE = 20;
const TARGET = 'wasm32-unknown-unknown';

/** Sets up what the build needs. */
export async function setUpBuild() {
  requireNode();
  await findToolchain();
  await requireRust();
  await step(`Rust target ${TARGET}`, addTarget);
  await step('Packages from npm', () => installPackages());
}

/** Sets up what the quick tests need in addition. */
export function setUpLints() {
  return step('rustfmt and clippy', addLints);
}

/** Programs of this system that the tests need. */
const system = { chromium, firefox, mariadb, postgresql, redis };

/**
 * Begins to set up what `needs` names. Returns a promise for each: of `{ path }`, or of
 * `{ missing }` with the reason. Checks that need nothing do not wait.
 */
export function setUpTests(needs) {
  const isOfSystem = (name) => Object.hasOwn(system, name);
  const programs = needs.filter(isOfSystem);
  const provided = provide(Object.fromEntries(programs.map((name) => [name, system[name]])));
  return {
    ...provideTools(needs.filter((name) => !isOfSystem(name))),
    ...Object.fromEntries(programs.map((name) => [name, provided.then((found) => found[name])])),
  };
}

/** What a check needs, by name, or {@link absent}. */
export async function obtain(needs, promised) {
  const found = {};
  for (const name of needs) {
    found[name] = await promised[name];
    if (found[name].missing) return absent(found[name]);
  }
  return found;
}

/** The result of a check that cannot run here. It is a failure where all checks have to run. */
export function absent({ missing }) {
  if (!['', 'false', undefined].includes(process.env.CI)) throw new Failure(missing);
  return new Skipped(missing);
}

function requireNode() {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= NODE) return;
  throw new Failure(`Node.js ${NODE} or newer is needed, and this is ${node}: nvm install ${NODE}`);
}

/**
 * rustup knows toolchains by name: it would download one that is here as `stable`. The same version
 * will do.
 */
async function findToolchain() {
  if (!which('rustup') || process.env.RUSTUP_TOOLCHAIN) return;
  const [, wanted] = read('rust-toolchain.toml').match(/^channel = "(.+)"/m);
  const installed = (await run('rustup', ['toolchain', 'list'])).match(/^\S+-\S+/gm) ?? [];
  if (installed.some((name) => name.startsWith(`${wanted}-`))) return;
  for (const name of installed) {
    const env = { RUSTUP_TOOLCHAIN: name };
    const version = await run('rustc', ['--version'], { env });
    if (version.startsWith(`rustc ${wanted} `)) return Object.assign(process.env, env);
  }
}

async function requireRust() {
  if (!which('cargo') || !which('rustc')) {
    throw new Failure(
      "Rust is needed: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
    );
  }
  const needed = read('Cargo.toml').match(/^rust-version = "(\d+)\.(\d+)"/m);
  const found = (await run('rustc', ['--version'])).match(/(\d+)\.(\d+)/);
  if (Number(found[1]) < Number(needed[1]) || Number(found[2]) < Number(needed[2])) {
    throw new Failure(
      `Rust ${needed[1]}.${needed[2]} or newer is needed, and this is ${found[0]}: rustup update stable`,
    );
  }
  if (process.platform !== 'win32' && !which('cc')) {
    throw new Failure(
      'A C compiler is needed, which Rust links with: apt-get install gcc libc6-dev',
    );
  }
}

async function addTarget() {
  const sysroot = (await run('rustc', ['--print', 'sysroot'])).trim();
  if (existsSync(join(sysroot, 'lib/rustlib', TARGET))) return 'there';
  if (!which('rustup')) {
    throw new Failure(
      `The target ${TARGET} is needed, and there is no rustup to add it: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh`,
    );
  }
  await run('rustup', ['target', 'add', TARGET]);
  return 'added';
}

async function addLints() {
  try {
    await run('cargo', ['fmt', '--version']);
    await run('cargo', ['clippy', '--version']);
    return 'there';
  } catch {
    await run('rustup', ['component', 'add', 'rustfmt', 'clippy']);
    return 'added';
  }
}

/** Installs what the lock file of `folder` says, if it is not there. */
export async function installPackages(folder = '.') {
  if (packagesAreLocked(folder)) return 'there';
  await npm(['ci', '--no-audit', '--no-fund'], { cwd: join(root, folder) });
  return 'installed';
}

/** Whether node_modules is what package-lock.json says. Packages for other systems are optional. */
function packagesAreLocked(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(join(root, installed))) return false;
  const { packages: present } = JSON.parse(read(installed));
  const { '': _us, ...locked } = JSON.parse(read(join(folder, 'package-lock.json'))).packages;
  return Object.entries(locked).every(
    ([path, { integrity, optional }]) =>
      (optional && !present[path]) || present[path]?.integrity === integrity,
  );
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}
