// What fails after the session key was used looks the same to a client: who can tell a bad padding
// from bad JSON can write data of its choice.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';

import { inputs } from './failures.mjs';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const { esm: wx } = await load(install());
const { good, ...bad } = inputs;
/** Told before a key is used. */
const BEFORE = /^ERR_INVALID_/;

function failure(input) {
  try {
    wx.decrypt(input);
  } catch (error) {
    return error;
  }
  assert.fail('it should have been refused');
}

/** A server that answers failures as the README says. */
async function serve() {
  const server = createServer((request, response) => {
    try {
      const { encryptedData, iv } = inputs[decodeURIComponent(request.url.slice(1))];
      const { appid, sessionKey } = good;
      response.end(wx.decryptUserInfo({ appid, sessionKey, encryptedData, iv }).openId);
    } catch (error) {
      response.writeHead(error.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(error.publicMessage));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test('the data is what it is called', () => {
  assert.equal(wx.decrypt(good).kind, 'userInfo');
  const codes = Object.entries(bad).map(([what, input]) => [what, failure(input).code]);
  assert.deepEqual(Object.fromEntries(codes), {
    'bad padding': 'ERR_DECRYPT_FAILED',
    'bad UTF-8': 'ERR_DECRYPT_FAILED',
    'bad JSON': 'ERR_DECRYPT_FAILED',
    'wrong watermark': 'ERR_APPID_MISMATCH',
  });
  for (const { encryptedData } of Object.values(bad)) {
    assert.equal(encryptedData.length, good.encryptedData.length);
  }
});

test('a wrong padding, bytes that are no text and text that is no JSON are one failure', () => {
  const shown = ['bad padding', 'bad UTF-8', 'bad JSON'].map((what) => {
    const error = failure(bad[what]);
    const { code, message, status, publicMessage, expose } = error;
    const fields = Object.getOwnPropertyNames(error).filter((name) => name !== 'stack');
    return JSON.stringify([{ code, message, status, publicMessage, expose }, fields, error]);
  });
  assert.equal(new Set(shown).size, 1, shown.join('\n'));
});

test('a client gets the same bytes for each of them, and for another watermark', async () => {
  const address = await serve();
  const replies = new Set();
  for (const what of Object.keys(bad)) {
    const reply = await fetch(`${address}/${what}`);
    const { date, ...headers } = Object.fromEntries(reply.headers);
    replies.add(JSON.stringify([reply.status, headers, await reply.text()]));
  }
  assert.equal(replies.size, 1, [...replies].join('\n'));
  assert.match([...replies][0], /^\[400,/);
  assert.equal((await fetch(`${address}/good`)).status, 200);
});

test('so it is for all that fails with a key, in every fixture', () => {
  const answers = new Set();
  const codes = new Set();
  for (const { path, input, expect } of [...fixtures('decrypt'), ...fixtures('matrix')]) {
    if (!expect.error || BEFORE.test(expect.error.code)) continue;
    const { code, status, publicMessage } = failure(input);
    assert.equal(code, expect.error.code, path);
    codes.add(code);
    answers.add(JSON.stringify([status, publicMessage]));
  }
  assert.deepEqual([...codes].sort(), [
    'ERR_APPID_MISMATCH',
    'ERR_DATA_EXPIRED',
    'ERR_DATA_FROM_FUTURE',
    'ERR_DECRYPT_FAILED',
    'ERR_WATERMARK_MISSING',
  ]);
  assert.equal(answers.size, 1, [...answers].join('\n'));
});
