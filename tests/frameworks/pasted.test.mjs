// The files of docs/frameworks.md, as they are pasted: each logs users in, and answers failures with the right status.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';

import ts from 'typescript';

import { root } from '../../tools/run.mjs';
import { compile, problems } from '../package/compiler.mjs';
import { installProject } from '../package/installed.mjs';
import { APPID, fake, loginCode, SECRET } from '../package/wechat.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

const folder = installProject('tests/frameworks');
const require = createRequire(`${folder}/index.js`);
const { wechat } = fake();
Object.assign(process.env, {
  WX_APPID: APPID,
  WX_SECRET: SECRET,
  WX_BASE_URL: await serveWeChat(wechat, after),
});

const source = join(root, 'examples/frameworks');
const names = readdirSync(source);
for (const name of names) {
  copyFileSync(join(source, name), join(folder, name));
  if (name.endsWith('.ts'))
    writeFileSync(join(folder, name.replace('.ts', '.mjs')), scriptOf(name));
}

/** What a framework's own compiler makes of it. */
function scriptOf(name) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    experimentalDecorators: true,
  };
  return ts.transpileModule(readFileSync(join(folder, name), 'utf8'), { compilerOptions })
    .outputText;
}

/** Each file in its framework: a listener of a server. */
const frameworks = {
  async 'Express: express.js'() {
    return (await import(join(folder, 'express.js'))).app;
  },

  'Koa: koa.cjs': () => koa((Koa) => new Koa()),

  'Koa with koa-onerror, which Egg has: koa.cjs': () =>
    koa((Koa) => require('koa-onerror').onerror(new Koa())),

  async 'Nest: nest.ts'() {
    require('reflect-metadata');
    const { NestFactory } = require('@nestjs/core');
    const { WeChatModule } = await import(join(folder, 'nest.mjs'));
    const app = await NestFactory.create(WeChatModule, { logger: false });
    await app.init();
    return app.getHttpAdapter().getInstance();
  },

  async 'Next.js: next.ts'() {
    const handlers = await import(join(folder, 'next.mjs'));
    return async (incoming, response) => {
      const { method, headers, url } = incoming;
      const body = method === 'POST' ? { body: incoming, duplex: 'half' } : {};
      const request = new Request(`http://localhost${url}`, { method, headers, ...body });
      const reply = await handlers[method](request);
      response.writeHead(reply.status).end(await reply.text());
    };
  },
};

function koa(make) {
  const app = make(require('koa'));
  app.silent = true;
  app.use(require('koa-bodyparser')());
  app.use(require(join(folder, 'koa.cjs'))());
  app.use((context) => {
    const { login } = context.state;
    context.assert(login, 401);
    context.body = { unionid: login.unionid ?? null };
  });
  return app.callback();
}

async function serve(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  return async (path, { token, sent } = {}) => {
    const reply = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
      headers: {
        connection: 'close',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(sent && { 'content-type': 'application/json' }),
      },
      ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    });
    return { status: reply.status, body: await reply.text() };
  };
}

test('the files keep to the types', () => {
  const files = names.map((name) => join(folder, name));
  const program = compile(folder, files, {
    module: 'nodenext',
    types: ['koa-bodyparser', 'node'],
    lib: ['es2022'],
    allowJs: true,
    checkJs: true,
    experimentalDecorators: true,
    skipLibCheck: true,
  });
  assert.equal(problems(program), '');
});

for (const [name, listen] of Object.entries(frameworks)) {
  test(`${name} logs in, and answers failures`, async (t) => {
    const logged = t.mock.method(console, 'error', () => {});
    const ask = await serve(await listen());
    const code = await loginCode(wechat);
    const first = await ask('/login', { sent: { code } });
    assert.ok(first.status < 300, first.body);
    const { token } = JSON.parse(first.body);
    assert.deepEqual(await ask('/me', { token }), {
      status: 200,
      body: JSON.stringify({ unionid: wechat.unionid(APPID, 'ming') }),
    });
    assert.equal((await ask('/me')).status, 401);
    assert.equal((await ask('/me', { token: '0'.repeat(64) })).status, 401);

    for (const [status, failure, given] of [
      [400, undefined, { code }],
      [400, undefined, {}],
      [502, { networkError: true }],
      [503, { errcode: -1 }],
      [500, { errcode: 40125 }],
    ]) {
      const sent = given ?? { code: await loginCode(wechat) };
      if (failure) wechat.fail({ endpoint: 'code2Session', ...failure });
      const reply = await ask('/login', { sent });
      assert.equal(reply.status, status, reply.body);
      assert.deepEqual(Object.keys(JSON.parse(reply.body)), ['zh', 'en'], reply.body);
    }
    for (const { arguments: facts } of logged.mock.calls) {
      assert.ok(!facts.join().includes(SECRET));
    }
  });
}
