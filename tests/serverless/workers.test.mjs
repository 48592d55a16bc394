// examples/workers in workerd, with a fake WeChat: sessions and the token outlive the Worker.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { compile, problems } from '../package/compiler.mjs';
import { installProject } from '../package/installed.mjs';
import { APPID, fake, loginCode, phoneCode, SECRET, tokensAsked } from '../package/wechat.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

const folder = installProject('tests/serverless');
const source = join(root, 'examples/workers');
const scripts = readdirSync(source).filter((name) => name.endsWith('.js'));
for (const name of scripts) cpSync(join(source, name), join(folder, name));

/** Miniflare needs Node.js 22 or later. */
const node =
  Number.parseInt(process.versions.node, 10) >= 22
    ? process.execPath
    : join(folder, `node_modules/node-24-${process.platform}-${process.arch}/bin/node`);

/** The Worker, until it is ended: a function that asks it. */
async function startWorker(t, bindings) {
  const child = spawn(node, ['serve.mjs', JSON.stringify(bindings)], {
    cwd: folder,
  });
  t.after(() => child.kill());
  const logged = text(child.stderr);
  const [url] = await once(createInterface(child.stdout), 'line');
  const ask = async (path, { token, ...sent } = {}) => {
    const isGet = path === 'me';
    const reply = await fetch(url + path, {
      headers: { connection: 'close', ...(token && { authorization: `Bearer ${token}` }) },
      ...(!isGet && { method: 'POST', body: JSON.stringify(sent) }),
    });
    const answer = await reply.text();
    return { status: reply.status, body: answer && JSON.parse(answer) };
  };
  const end = async () => {
    child.stdin.end();
    await once(child, 'exit');
    assert.ok(!(await logged).includes(SECRET));
  };
  return { ask, end };
}

test('a Worker logs in, and what it keeps outlives it', async (t) => {
  const { wechat } = fake();
  const baseUrl = await serveWeChat(wechat, (end) => t.after(end));
  const bindings = { WX_APPID: APPID, WX_SECRET: SECRET, WX_BASE_URL: baseUrl };
  const first = await startWorker(t, bindings);
  const code = await loginCode(wechat);
  const { status, body } = await first.ask('login', { code });
  assert.equal(status, 200);
  const { token } = body;
  const me = { status: 200, body: { unionid: wechat.unionid(APPID, 'ming') } };
  assert.deepEqual(await first.ask('me', { token }), me);
  assert.equal((await first.ask('me', { token: '0'.repeat(64) })).status, 401);
  const phone = { status: 200, body: { phoneNumber: '13800138000' } };
  assert.deepEqual(await first.ask('phone', { token, code: await phoneCode(wechat) }), phone);

  // The code was used.
  const refused = await first.ask('login', { code });
  assert.deepEqual([refused.status, Object.keys(refused.body)], [400, ['zh', 'en']]);
  wechat.fail({ endpoint: 'code2Session', errcode: -1 });
  assert.equal((await first.ask('login', { code: await loginCode(wechat) })).status, 503);
  // Many at once: no request waits for what another has asked for.
  const many = await Promise.all(Array.from({ length: 20 }, () => first.ask('me', { token })));
  assert.deepEqual(new Set(many.map((it) => JSON.stringify(it))).size, 1);
  await first.end();

  const second = await startWorker(t, bindings);
  assert.deepEqual(await second.ask('me', { token }), me);
  assert.deepEqual(await second.ask('phone', { token, code: await phoneCode(wechat) }), phone);
  assert.equal(tokensAsked(wechat).stable, 1);
  assert.equal((await second.ask('logout', { token })).status, 204);
  assert.equal((await second.ask('me', { token })).status, 401);
  await second.end();
});

test('examples/workers keeps to the types', () => {
  const program = compile(
    folder,
    scripts.map((name) => join(folder, name)),
    {
      module: 'esnext',
      moduleResolution: 'bundler',
      types: ['@cloudflare/workers-types'],
      lib: ['es2022'],
      allowJs: true,
      checkJs: true,
      skipLibCheck: true,
    },
  );
  assert.equal(problems(program), '');
});
