import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

import { wholePage } from '../../pkg/cli/whole-page.mjs';
import { serve } from '../../tools/serve.mjs';

const server = await serve();
after(() => server.close());

/** Asks as no browser would: the path goes out as it is. */
function ask(path, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path, method }, async (response) => {
      const { statusCode, headers } = response;
      resolve({ statusCode, headers, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

test('the page is served as it was built, and in no frame', async () => {
  for (const path of ['/', '/?again']) {
    const { statusCode, headers, body } = await ask(path);
    assert.equal(statusCode, 200, path);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['content-security-policy'], "frame-ancestors 'none'");
    assert.equal(body, wholePage());
  }
  assert.equal((await ask('/', 'HEAD')).body, '');
});

test('no other file is served', async () => {
  const paths = [
    '/package.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/..\\package.json',
    '/__proto__',
    '/page.html',
    '/page.html.gz',
  ];
  for (const path of paths) assert.equal((await ask(path)).statusCode, 404, path);
  assert.equal((await ask('/', 'POST')).statusCode, 405);
});

test('a port in use gives one clear sentence', async () => {
  const port = Number(new URL(server.url).port);
  await assert.rejects(serve({ port }), {
    message: `Port ${port} is taken: PORT=${port + 1} npm start`,
  });
});
