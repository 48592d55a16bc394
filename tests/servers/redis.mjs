// A real Redis, with nothing kept on disk.

import { startServer } from './server.mjs';

const program = process.env.WX_UNIONID_REDIS ?? 'redis-server';

/** A running Redis, and its `url`. */
export async function startRedis() {
  const server = await startServer({
    program,
    args: ({ port, folder }) => {
      const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
      return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    },
    ready: 'Ready to accept connections',
  });
  return Object.assign(server, { url: `redis://127.0.0.1:${server.port}` });
}
