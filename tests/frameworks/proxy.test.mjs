// The sample of docs/frameworks.md with a proxy.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import * as undici from 'undici';

import { MiniProgram } from '../../pkg/dist/index.js';
import { root } from '../../tools/run.mjs';
import { APPID as appid, fake, loginCode, SECRET as secret } from '../package/wechat.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

for (const name of ['docs/frameworks.md', 'docs/frameworks.zh-CN.md']) {
  test(`${name}: the sample asks WeChat through the proxy`, async (t) => {
    const { wechat } = fake();
    const url = await serveWeChat(wechat, (end) => t.after(end));
    const tunnels = [];
    const proxy = createServer();
    proxy.on('connect', ({ url: target }, client) => {
      tunnels.push(target);
      const server = connect(new URL(url).port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        server.pipe(client).pipe(server);
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');

    const text = readFileSync(join(root, name), 'utf8');
    const [, sample] = text.match(/```js\nimport [^\n]* from 'undici';\n(.*?)```/s);
    const ours = sample.replace('proxy.example:8080', `127.0.0.1:${proxy.address().port}`);
    assert.notEqual(ours, sample);
    // It has no certificate for WeChat's host.
    class Program extends MiniProgram {
      constructor(options) {
        super({ ...options, baseUrl: 'http://api.weixin.qq.com' });
      }
    }
    const given = { appid, secret, MiniProgram: Program, ...undici };
    const run = new Function('given', `with (given) { ${ours}; return { program, dispatcher }; }`);
    const { program, dispatcher } = run(given);
    t.after(async () => {
      await dispatcher.destroy();
      proxy.close();
    });
    const { identity } = await program.login({ code: await loginCode(wechat) });
    assert.equal(identity.openid, wechat.openid(appid, 'ming'));
    assert.deepEqual(tunnels, ['api.weixin.qq.com:80']);
  });
}
