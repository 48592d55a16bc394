import { existsSync, readFileSync } from 'node:fs';
import { run, which } from './run.mjs';
import { Failure, say, step } from './step.mjs';

/**
 * Finds programs of this system. As root on Debian, installs those that are missing. Each program
 * has a `name`, a `locate()` and its Debian packages. The answer is that of `locate()`, or
 * `{ missing }` with the reason in words.
 */
export async function provide(programs) {
  const absent = Object.values(programs).filter((program) => program.locate().missing);
  let failure;
  if (absent.length > 0 && isRootOnDebian()) {
    failure = await install(absent);
  }
  const found = Object.entries(programs).map(([key, program]) => [key, program.locate()]);
  for (const [, program] of found) {
    if (program.missing && failure) program.missing += ` (${failure})`;
  }
  return Object.fromEntries(found);
}

/** The answer of `locate()` if the program is missing. */
export function notInstalled(name, packages) {
  return { missing: `${name} is not installed: apt-get install ${packages.join(' ')}` };
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

/** A program that cannot be installed is told in the summary. The other tests go on. */
async function install(programs) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const names = programs.map(({ name }) => name).join(', ');
  const packages = programs.flatMap(({ debian }) => debian);
  say(`  The tests need ${names}. This is installed for the whole system, which you run as root:`);
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
