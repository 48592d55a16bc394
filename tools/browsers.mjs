import { existsSync, readFileSync } from 'node:fs';
import { run, which } from './run.mjs';
import { Failure, say, step } from './step.mjs';

const chromium = {
  name: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  driver: 'chromedriver',
  debian: ['chromium', 'chromium-driver'],
};

const firefox = {
  name: 'Firefox',
  commands: ['firefox-esr', 'firefox'],
  places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  // Comes from the toolbox.
  driver: 'geckodriver',
  debian: ['firefox-esr'],
};

/**
 * Finds both browsers, and installs what is missing where that can be done without asking. Each is
 * `{ path, driver }`, or `{ missing }` with the reason in words.
 */
export async function provideBrowsers() {
  const packages = [chromium, firefox]
    .filter((each) => locate(each).missing)
    .flatMap((each) => each.debian);
  let failure;
  if (packages.length > 0 && isRootOnDebian()) {
    failure = await install(packages);
  }
  const found = { chromium: locate(chromium), firefox: locate(firefox) };
  for (const browser of Object.values(found)) {
    if (browser.missing && failure) browser.missing += ` (${failure})`;
  }
  return found;
}

function locate({ name, commands, places, driver, debian }) {
  const path = commands.map(which).find(Boolean) ?? places.find(existsSync);
  const driverPath = which(driver);
  if (path && driverPath) return { path, driver: driverPath };
  const lacking = path ? driver : name;
  return { missing: `${lacking} is not installed: apt-get install ${debian.join(' ')}` };
}

function isRootOnDebian() {
  const release = '/etc/os-release';
  return (
    process.getuid?.() === 0 &&
    existsSync(release) &&
    /^ID="?debian"?$/m.test(readFileSync(release, 'utf8')) &&
    Boolean(which('apt-get'))
  );
}

/** A browser that cannot be had is told in the summary: it does not stop the other tests. */
async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  say(
    '  The tests need browsers. They are installed for this whole system, which you run as root:',
  );
  try {
    await step(`apt-get install ${packages.join(' ')}`, async () => {
      await run('apt-get', ['update'], { env });
      await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env });
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `which failed: ${error.message}`;
  }
}
