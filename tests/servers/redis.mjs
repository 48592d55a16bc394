// A real Redis, with nothing kept on disk unless it is asked to.

import { startServer } from './server.mjs';

const program = process.env.WX_UNIONID_REDIS ?? 'redis-server';

/**
 * A running Redis, and its `url`.
 *
 * @param {object} [options]
 * @param {boolean} [options.keeps] after `restart()` it has what was in it
 */
export async function startRedis({ keeps = false } = {}) {
  const server = await startServer({
    program,
    keeps,
    args: ({ port, folder }) => {
      const appendonly = keeps ? 'yes' : 'no';
      const settings = { port, bind: '127.0.0.1', save: '', appendonly, dir: folder };
      return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    },
    ready: 'Ready to accept connections',
  });
  return Object.assign(server, { url: `redis://127.0.0.1:${server.port}` });
}
