// A real MariaDB with data of its own.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { startServer } from './server.mjs';

const program = process.env.WX_UNIONID_MARIADB ?? 'mariadbd';

/** A running MariaDB, in which `root` may do all. */
export function startMariaDB() {
  return startServer({
    program,
    prepare(folder) {
      const flags = ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db'];
      execFileSync('mariadb-install-db', [...flags, ...inside(folder)], { stdio: 'pipe' });
    },
    args: ({ port, folder }) => [
      '--no-defaults',
      ...inside(folder),
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
    ],
    ready: 'ready for connections',
  });
}

function inside(folder) {
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  return [`--datadir=${join(folder, 'data')}`, ...user];
}
