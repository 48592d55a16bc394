import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { notInstalled } from './debian.mjs';
import { which } from './run.mjs';

const name = 'PostgreSQL';
const debian = ['postgresql'];
/** Debian keeps each release in a folder of its own, which is not in the PATH. */
const releases = '/usr/lib/postgresql';

/**
 * The tests start servers of their own. What `locate()` finds is `{ path }`, with `initdb` beside
 * it.
 */
export const postgresql = {
  name,
  debian,
  locate() {
    const path = which('postgres') ?? ofDebian();
    return path ? { path } : notInstalled(name, debian);
  },
};

function ofDebian() {
  if (!existsSync(releases)) return undefined;
  const paths = readdirSync(releases).map((release) => join(releases, release, 'bin/postgres'));
  return paths.filter((path) => existsSync(path)).at(-1);
}
