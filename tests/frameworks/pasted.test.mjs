// The files of docs/frameworks.md, as they are pasted: each logs users in, and answers failures
// with the right status.

import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import ts from 'typescript';

import { root } from '../../tools/run.mjs';
import { compile, problems } from '../package/compiler.mjs';
import { installProject } from '../package/installed.mjs';
import { serve, testFramework } from './login.mjs';

const folder = installProject('tests/frameworks');
const require = createRequire(`${folder}/index.js`);
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
  testFramework(name, async (t) => serve(t, await listen()));
}
