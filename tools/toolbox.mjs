import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { preferFolder, root, run } from './run.mjs';
import { step } from './step.mjs';

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

/** Installs what is missing of `crates`, and lets the commands that we run find them. */
export async function provideTools(crates) {
  for (const crate of crates) {
    const version = versions[crate];
    const folder = join(cache, `${crate}-${version}`);
    await step(`${crate} ${version}`, async () => {
      const suffix = process.platform === 'win32' ? '.exe' : '';
      if (existsSync(join(folder, 'bin', (programs[crate] ?? crate) + suffix))) return 'there';
      await run('cargo', ['install', '--locked', '--root', folder, `${crate}@${version}`]);
      return `installed in ${folder}`;
    });
    preferFolder(join(folder, 'bin'));
  }
}

/** The library and the commands of wasm-bindgen refuse to work across versions. */
function lockedVersion(crate) {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  return lock.match(`name = "${crate}"\\r?\\nversion = "(.+)"`)[1];
}
