// A real PostgreSQL with a cluster of its own.

import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { startServer } from './server.mjs';

const program = process.env.WX_UNIONID_POSTGRESQL ?? 'postgres';

/** A running PostgreSQL, and the `url` of its database, in which `postgres` may do all. */
export async function startPostgreSQL() {
  const user = whoRunsIt();
  const server = await startServer({
    program,
    user,
    prepare(folder) {
      if (user) chownSync(folder, user.uid, user.gid);
      const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
      const initdb = join(dirname(program), 'initdb');
      execFileSync(initdb, [...flags, join(folder, 'data')], { ...user, cwd: folder });
    },
    args: ({ port, folder }) => {
      const settings = {
        port,
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        max_connections: 200,
        fsync: 'off',
      };
      const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      return ['-D', join(folder, 'data'), ...flags];
    },
    ready: 'ready to accept connections',
  });
  return Object.assign(server, { url: `postgres://postgres@127.0.0.1:${server.port}/postgres` });
}

/** PostgreSQL refuses to run as root. */
function whoRunsIt() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
