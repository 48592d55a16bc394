// A fake WeChat on a port, as `npx wx-unionid fake` is.

import { once } from 'node:events';

import { fakeServer } from '../../pkg/cli/fake-server.mjs';

/** The address of a fake WeChat until the test, or the file, has ended: `after` is of either. */
export async function serveWeChat(wechat, after, onRequest) {
  const server = fakeServer(wechat, { onRequest }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
