import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { preferFolder, root, run } from './run.mjs';
import { attempt, Failure, report } from './step.mjs';

/**
 * Tools that cargo installs. They go by version into a folder of our own, which all clones share, so that
 * nobody's own tools are touched.
 */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wx-unionid');

const versions = {
  'cargo-deny': '0.20.2',
  geckodriver: '0.37.1',
  'wasm-bindgen-cli': lockedVersion('wasm-bindgen'),
  'wasm-pack': '0.15.1',
};

/** What of a crate proves that it is installed, where that is not its name. */
const programs = { 'wasm-bindgen-cli': 'wasm-bindgen-test-runner' };

/** Where they are built: what two of them depend on, once. */
const workshop = join(root, 'target/tools');
/** To build a tool takes far longer than to run it. */
const fast = ['--debug', '--config=profile.dev.debug=false', `--target-dir=${workshop}`];

/**
 * Begins to install what is missing of `crates`, one after the other, for the commands that we run to find. Hands
 * out a promise of each: of `{ path }`.
 */
export function provideTools(crates) {
  let before = Promise.resolve();
  const provided = crates.map((crate) => {
    const tool = before.then(() => provideTool(crate));
    // Whoever needs it hears of a failure, and the next one may succeed.
    before = tool.catch(() => {});
    return [crate, tool];
  });
  // A gigabyte that nobody needs again.
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

/** The library and the commands of wasm-bindgen refuse to work across versions. */
function lockedVersion(crate) {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  return lock.match(`name = "${crate}"\\r?\\nversion = "(.+)"`)[1];
}
