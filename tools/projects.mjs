import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { npm, root } from './run.mjs';
import { unlessUnchanged } from './stamp.mjs';

/** Where the tests find the projects that are kept, below their own paths. */
export const keptProjects = join(root, 'target/projects');

/**
 * Installs what these projects of the repository depend on, unless it is there: npm takes longer
 * than the copies that the tests make. Of the package they copy another build.
 */
export async function keepProjects(paths, tarball) {
  for (const path of paths) {
    const files = ['package.json', 'package-lock.json'].map((name) => join(path, name));
    const kept = join('target/projects', path);
    const done = join(kept, 'node_modules/.package-lock.json');
    const settings = [process.version];
    await unlessUnchanged(
      { stamp: join('projects', path), inputs: files, outputs: [done], settings },
      async () => {
        const cwd = join(root, kept);
        rmSync(cwd, { recursive: true, force: true });
        mkdirSync(cwd, { recursive: true });
        for (const file of [...files, '.npmrc']) {
          cpSync(join(root, file), join(cwd, basename(file)));
        }
        await npm(['install', '--no-save', tarball, '--no-audit', '--no-fund'], { cwd });
      },
    );
  }
}
