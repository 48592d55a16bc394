// What frameworks make of our errors that nobody catches: the right status, and nothing for a
// client but what is public.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, STATUS_CODES } from 'node:http';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';

import { read } from '../package/fixtures.mjs';
import { installProject, load } from '../package/installed.mjs';
import { APPID, fake, loginCode, SECRET } from '../package/wechat.mjs';

// Elsewhere they show developers the whole error.
process.env.NODE_ENV = 'production';

const folder = installProject('tests/frameworks');
const require = createRequire(`${folder}/index.js`);
const { cjs: wx } = await load(folder);
const { wechat } = fake();
const program = new wx.MiniProgram({ appid: APPID, secret: SECRET, fetch: wechat.fetch });
const { input } = read('decrypt/official-user-info.json');

const hung = new wx.MiniProgram({
  appid: APPID,
  secret: SECRET,
  timeoutMs: 1,
  fetch: () => new Promise(() => {}),
});
const dead = async () => {
  throw Object.assign(new Error('redis://:password@redis'), { code: 'ECONNREFUSED' });
};
const sessions = new wx.LoginSessions({
  appid: APPID,
  store: { get: dead, set: dead, delete: dead },
  onStoreFailure() {},
});

/** What goes wrong, by its path, and what a client has to be answered. */
const failures = {
  'a-code-twice': [400, () => logIn(spent)],
  'no-code': [400, () => logIn(undefined)],
  'a-bad-iv': [400, () => wx.decrypt({ ...input, iv: 'no iv' })],
  'another-key': [400, () => wx.decrypt({ ...input, sessionKey: `${'A'.repeat(22)}==` })],
  'another-app': [400, () => wx.decrypt({ ...input, appid: 'wx0000000000000000' })],
  'a-bad-option': [500, () => wx.decrypt({ ...input, maxAge: 1 })],
  'a-wrong-secret': [500, () => failing({ errcode: 40125 })],
  'a-busy-wechat': [503, () => failing({ errcode: -1 })],
  'a-dead-wechat': [502, () => failing({ networkError: true })],
  'a-gateway': [502, () => failing({ status: 502 })],
  'a-hung-wechat': [504, () => hung.login({ code: 'code' })],
  'a-dead-store': [503, () => sessions.get('0'.repeat(64))],
};

const spent = await loginCode(wechat);
await logIn(spent);

function logIn(code) {
  return program.login({ code });
}

async function failing(failure) {
  wechat.fail({ endpoint: 'code2Session', ...failure });
  return logIn(await loginCode(wechat));
}

/** Fails as the path says, asynchronously as requests do. */
async function fail(path) {
  const [, run] = failures[path.slice(1)];
  return run();
}

/** Each framework: a listener of a server, which passes on what {@link fail} throws. */
const frameworks = {
  Koa() {
    const Koa = require('koa');
    const app = new Koa();
    app.silent = true;
    app.use((context) => fail(context.path));
    return app.callback();
  },

  'Koa, thrown again by http-errors'() {
    const Koa = require('koa');
    const app = new Koa();
    app.silent = true;
    app.use((context) => fail(context.path).catch((error) => context.throw(error.status, error)));
    return app.callback();
  },

  'koa-onerror, which Egg has'() {
    const Koa = require('koa');
    const { onerror } = require('koa-onerror');
    const app = onerror(new Koa());
    app.silent = true;
    app.use((context) => fail(context.path));
    return app.callback();
  },

  Express() {
    const app = require('express')();
    app.use((request) => fail(request.path));
    return app;
  },

  'err.status || 500'() {
    return async (request, response) => {
      try {
        await fail(request.url);
      } catch (err) {
        err.status = err.status || 500;
        response.writeHead(err.status).end(STATUS_CODES[err.status]);
      }
    };
  },

  async 'Fastify with an error handler'() {
    const app = require('fastify')();
    app.get('/*', (request) => fail(request.url));
    app.setErrorHandler((error, _, reply) => {
      if (!(error instanceof wx.WxError)) throw error;
      return reply.code(error.status).send(error.publicMessage);
    });
    await app.ready();
    return app.routing;
  },

  'Nest with an exception filter'() {
    class Filter {
      catch(error, host) {
        const response = host.switchToHttp().getResponse();
        response.status(error.status).json(error.publicMessage);
      }
    }
    require('reflect-metadata');
    require('@nestjs/common').Catch(wx.WxError)(Filter);
    return nest((app) => app.useGlobalFilters(new Filter()));
  },
};

async function nest(configure) {
  const { Controller, Get, Module, Param } = require('@nestjs/common');
  const { NestFactory } = require('@nestjs/core');
  class AppController {
    fail(path) {
      return fail(`/${path}`);
    }
  }
  Controller()(AppController);
  const method = Object.getOwnPropertyDescriptor(AppController.prototype, 'fail');
  Get(':path')(AppController.prototype, 'fail', method);
  Param('path')(AppController.prototype, 'fail', 0);
  class AppModule {}
  Module({ controllers: [AppController] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false });
  configure(app);
  await app.init();
  return app.getHttpAdapter().getInstance();
}

async function ask(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  return async (path, accept) => {
    const headers = { accept, connection: 'close' };
    const reply = await fetch(`http://127.0.0.1:${server.address().port}/${path}`, { headers });
    return {
      status: reply.status,
      body: await reply.text(),
      type: reply.headers.get('content-type'),
    };
  };
}

for (const [name, listen] of Object.entries(frameworks)) {
  test(`${name}: the right status, and nothing that is not public`, async (t) => {
    // Express writes what it answers with.
    t.mock.method(console, 'error', () => {});
    const get = await ask(await listen());
    for (const [path, [status]] of Object.entries(failures)) {
      for (const accept of ['application/json', 'text/html', 'text/plain']) {
        const error = await fail(`/${path}`).catch((thrown) => thrown);
        const reply = await get(path, accept);
        assert.equal(reply.status, status, `${path}: ${reply.body}`);
        assert.ok(error instanceof wx.WxError, `${path}: ${error}`);
        assertPublic(error, reply.body);
      }
    }
  });
}

test('Fastify by default: the right status, but a handler is needed', async () => {
  const app = require('fastify')();
  app.get('/*', (request) => fail(request.url));
  await app.ready();
  const reply = await (await ask(app.routing))('a-bad-iv', 'application/json');
  assert.equal(reply.status, 400);
  assert.match(reply.body, /"message":"iv/);
});

test('Nest by default: nothing that is not public, but a filter is needed', async () => {
  const get = await ask(await nest(() => {}));
  const reply = await get('a-bad-iv', 'application/json');
  assert.deepEqual([reply.status, JSON.parse(reply.body).message], [500, 'Internal server error']);
});

/** Neither the sentence for developers, nor a fact. A page may have words of its own. */
function assertPublic(error, body) {
  const { message, code, stack, damage, argument, errmsg, endpoint, causeCode } = error;
  const texts = [
    message,
    code,
    stack,
    damage,
    argument,
    errmsg,
    endpoint,
    causeCode,
    SECRET,
    APPID,
  ];
  for (const text of texts.filter(Boolean)) assert.ok(!body.includes(text), `${text}: ${body}`);
}
