import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';

const server = await serve();
after(() => server.close());

/** Asks as no browser would: the path goes out as it is. */
function ask(path, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path, method }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    })
      .on('error', reject)
      .end();
  });
}

test('the page and the package are served, with their types and the policy', async () => {
  const types = {
    '/': 'text/html; charset=utf-8',
    '/page.js?again': 'text/javascript; charset=utf-8',
    '/page.css': 'text/css; charset=utf-8',
    '/wx-unionid/index.js': 'text/javascript; charset=utf-8',
    '/wx-unionid/core.wasm': 'application/wasm',
  };
  for (const [path, type] of Object.entries(types)) {
    const { statusCode, headers } = await ask(path);
    assert.equal(statusCode, 200, path);
    assert.equal(headers['content-type'], type, path);
    assert.equal(headers['content-security-policy'], contentSecurityPolicy, path);
  }
});

test('nothing else is served', async () => {
  const paths = [
    '/package.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/wx-unionid/../../package.json',
    '/wx-unionid/bindgen/core.js',
    '//etc/passwd',
    '/..\\package.json',
    '/__proto__',
    '/wx-unionid/',
  ];
  for (const path of paths) assert.equal((await ask(path)).statusCode, 404, path);
  assert.equal((await ask('/', 'POST')).statusCode, 405);
});

test('a port that is taken is one clear sentence', async () => {
  const port = Number(new URL(server.url).port);
  await assert.rejects(serve({ port }), {
    message: `Port ${port} is taken: PORT=${port + 1} npm start`,
  });
});
