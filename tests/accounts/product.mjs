// The back end of the example, as its own process, with a fake WeChat and whoever logs in.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { fakeWeChat } from '../../pkg/dist/testing.js';
import { startRedis } from '../servers/redis.mjs';
import { freePort } from '../servers/server.mjs';
import { serveWeChat } from '../servers/wechat.mjs';
import { emptyPostgreSQL, folder } from './databases.mjs';

const secret = '0123456789abcdef0123456789abcdef';
const token = 'AAAAA';
const encodingAESKey = 'A'.repeat(43);

export const apps = {
  program: 'wx00000000000000a1',
  account: 'wx00000000000000b1',
  website: 'wx00000000000000c1',
};

/** Something waits for what does not come. */
export const TIMEOUT = 240_000;

/** All that the product needs, and somebody for each name. */
export async function start(t, names, onRequest) {
  const postgresql = await emptyPostgreSQL(t);
  const redis = await startRedis();
  t.after(() => redis.kill());
  const wechat = await startWeChat(t, names, onRequest);
  const backEnd = await startBackEnd(t, { wechat, postgresql, redis });
  const people = names.map((name) => new Somebody(name, { backEnd, wechat }));
  return { postgresql, redis, wechat, backEnd, people };
}

/** A fake WeChat on a port. Until `bind()` no app is bound to an Open Platform account. */
async function startWeChat(t, people, onRequest) {
  const users = Object.fromEntries(
    people.map((name, at) => [name, { phoneNumber: `138${String(at).padStart(8, '0')}` }]),
  );
  const wechat = fakeWeChat({
    apps: {
      [apps.program]: { type: 'miniProgram', secret },
      [apps.account]: { type: 'officialAccount', secret },
      [apps.website]: { type: 'webApp', secret },
    },
    users,
    limits: { loginsPerUserAndMinute: Number.POSITIVE_INFINITY },
  });
  const url = await serveWeChat(wechat, (end) => t.after(end), onRequest);
  return Object.assign(wechat, {
    url,
    bind() {
      for (const appid of Object.values(apps)) wechat.apps[appid].openPlatform = 'ours';
    },
  });
}

/** The back end, which can be killed and comes back at the same address. */
async function startBackEnd(t, { wechat, postgresql, redis }) {
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: postgresql.url,
    REDIS_URL: redis.url,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WX_BASE_URL: wechat.url,
    WX_TOKEN: token,
    WX_ENCODING_AES_KEY: encodingAESKey,
    ...Object.fromEntries(
      Object.entries(apps).flatMap(([name, appid]) => [
        [`WX_${name.toUpperCase()}_APPID`, appid],
        [`WX_${name.toUpperCase()}_SECRET`, secret],
      ]),
    ),
  };
  const run = (script) =>
    spawn(process.execPath, [script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const migration = run('migrate.js');
  const [code] = await once(migration, 'exit');
  if (code) throw new Error(`migrate.js ended with ${code}`);

  for (const appid of Object.values(apps)) {
    const url = `${env.PUBLIC_URL}/push/${appid}`;
    wechat.apps[appid].push = { url, mode: 'safe', token, encodingAESKey, format: 'xml' };
  }
  const backEnd = new BackEnd(env.PUBLIC_URL, () => run('server.js'));
  t.after(() => backEnd.kill());
  await backEnd.start();
  return backEnd;
}

class BackEnd {
  /** What it has logged. */
  log = '';
  #run;
  #child;

  constructor(url, run) {
    this.url = url;
    this.#run = run;
  }

  async start() {
    const child = this.#run();
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      this.log += chunk;
    });
    const listening = once(createInterface(child.stdout), 'line');
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the back end ended with ${code}: ${this.log}`);
    });
    // It ends some day, and nobody listens any more.
    ended.catch(() => {});
    await Promise.race([listening, ended]);
  }

  /** `kill -9`. */
  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async restart() {
    await this.kill();
    await this.start();
  }
}

/** Somebody with a phone and a browser. */
class Somebody {
  #backEnd;
  #wechat;

  constructor(name, { backEnd, wechat }) {
    this.name = name;
    this.#backEnd = backEnd;
    this.#wechat = wechat;
  }

  /** Logs in to an app: a client that is logged in. */
  async logIn(app) {
    if (app !== 'program') {
      const browser = new Browser(this.name, this.#backEnd.url);
      await browser.open(`/${app}/login`);
      return browser;
    }
    const { code } = await this.phone.login();
    const program = new Client(this.#backEnd.url);
    const { token } = await program.ask('/program/login', { code });
    program.headers.authorization = `Bearer ${token}`;
    return program;
  }

  /** The mini program's `wx`. */
  get phone() {
    return this.#wechat.wx({ appid: apps.program, user: this.name });
  }
}

/** Asks the back end. What is not answered with a success is an error with its `status`. */
class Client {
  headers = {};

  constructor(url) {
    this.url = url;
  }

  /** With `sent`, a POST. */
  async ask(path, sent) {
    const reply = await fetch(new URL(path, this.url), {
      redirect: 'manual',
      headers: { ...this.headers, ...(sent && { 'content-type': 'application/json' }) },
      ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    });
    this.took(reply);
    const text = await reply.text();
    const { status } = reply;
    if (status >= 400) throw Object.assign(new Error(`${path}: ${status} ${text}`), { status });
    if (reply.headers.has('location')) return { location: reply.headers.get('location') };
    return text && JSON.parse(text);
  }

  took() {}
}

/** A browser: it keeps cookies, follows redirects, and somebody clicks on WeChat's page. */
export class Browser extends Client {
  cookies = new Map();
  #user;

  constructor(user, url) {
    super(url);
    this.#user = user;
  }

  /** Where it ends up: what is there. */
  async open(path) {
    for (let url = new URL(path, this.url); ; ) {
      if (url.pathname.startsWith('/connect/')) url.searchParams.set('fake_user', this.#user);
      const answer = await this.ask(url.href);
      if (!answer.location) return answer;
      url = new URL(answer.location, url);
    }
  }

  /** To the back end alone. */
  ask(path, sent) {
    const isOurs = new URL(path, this.url).origin === this.url;
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    this.headers = isOurs && cookies ? { cookie: cookies } : {};
    return super.ask(path, sent);
  }

  took(reply) {
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
