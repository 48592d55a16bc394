import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { preferFolder, root, run } from './run.mjs';
import { attempt, Failure, report } from './step.mjs';

/**
 * Tools that cargo installs. Each version goes into a folder of ours that all clones share. The
 * user's own tools stay as they are.
 */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wx-unionid');

const versions = {
  'cargo-deny': '0.20.2',
  geckodriver: '0.37.1',
  'wasm-bindgen-cli': lockedVersion('wasm-bindgen'),
  'wasm-pack': '0.15.1',
};

/** The program that a crate installs, if it has another name. */
const programs = { 'wasm-bindgen-cli': 'wasm-bindgen-test-runner' };

/** The folder where they are built. Shared, so that common dependencies are compiled once. */
const workshop = join(root, 'target/tools');
/** Not optimised: building a tool takes far longer than running it. */
const fast = ['--debug', '--config=profile.dev.debug=false', `--target-dir=${workshop}`];

/**
 * Begins to install the missing ones of `crates`, one after the other, and puts them into our PATH.
 * Returns a promise of `{ path }` for each.
 */
export function provideTools(crates) {
  let before = Promise.resolve();
  const provided = crates.map((crate) => {
    const tool = before.then(() => provideTool(crate));
    // The check that needs it reports the failure. The next tool may succeed.
    before = tool.catch(() => {});
    return [crate, tool];
  });
  // A gigabyte that is not needed again.
  before.then(() => rm(workshop, { recursive: true, force: true }));
  return Object.fromEntries(provided);
}

async function provideTool(crate) {
  const version = versions[crate];
  const folder = join(cache, `${crate}-${version}`);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = join(folder, 'bin', (programs[crate] ?? crate) + suffix);
  const { error } = await attempt(`${crate} ${version}`, async () => {
    if (existsSync(path)) return 'there';
    await run('cargo', ['install', '--locked', ...fast, '--root', folder, `${crate}@${version}`]);
    return `installed in ${folder}`;
  });
  if (error) {
    report(error);
    throw new Failure(`${crate} could not be installed.`);
  }
  preferFolder(join(folder, 'bin'));
  return { path };
}

/** wasm-bindgen's library and commands must be of one version. */
function lockedVersion(crate) {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  return lock.match(`name = "${crate}"\\r?\\nversion = "(.+)"`)[1];
}
