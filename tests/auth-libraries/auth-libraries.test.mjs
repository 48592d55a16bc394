// The files of docs/auth-libraries.md: who logs in stays the same user, before and after there is a
// unionid, and in another app. What the libraries' own providers do instead is here too.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { OfficialAccount, WebApp } from '../../pkg/dist/index.js';
import { fakeWeChat } from '../../pkg/dist/testing.js';
import { root } from '../../tools/run.mjs';
import { compile, problems } from '../package/compiler.mjs';
import { installProject } from '../package/installed.mjs';
import { ACCOUNT, SECRET as secret, WEBSITE } from '../package/wechat.mjs';
import { emptySQLite } from '../servers/sqlite.mjs';
import { serveWeChat } from '../servers/wechat.mjs';
import { AuthJsRows } from './rows.mjs';

const folder = installProject('tests/auth-libraries');
const require = createRequire(join(folder, 'index.js'));
const source = join(root, 'examples/auth-libraries');
cpSync(source, folder, { recursive: true });
const load = (name) => import(join(folder, name));
const library = (name) => import(require.resolve(name));

const origin = 'https://a.example';
const words = 'a secret of more than thirty-two characters';

/** A fake WeChat whose apps are not bound yet, and a client for each. */
async function setUp(t) {
  const wechat = fakeWeChat({
    apps: {
      [ACCOUNT]: { type: 'officialAccount', secret },
      [WEBSITE]: { type: 'webApp', secret, openPlatform: 'ours' },
    },
    users: { ming: { nickName: '小明' }, hong: { nickName: '小红' } },
  });
  const baseUrl = await serveWeChat(wechat, (end) => t.after(end));
  const account = new OfficialAccount({ appid: ACCOUNT, secret, baseUrl });
  const website = new WebApp({ appid: WEBSITE, secret, baseUrl });
  const bind = () => Object.assign(wechat.apps[ACCOUNT], { openPlatform: 'ours' });
  return { wechat, baseUrl, bind, clients: { account, website } };
}

/** A browser that has just been opened: its cookies go to the handler with each request. */
function browserOf(handle) {
  const cookies = new Map();
  return async (url, init) => {
    const cookie = [...cookies].map((it) => it.join('=')).join('; ');
    const headers = { origin, cookie, ...init?.headers };
    const reply = await handle(new Request(url, { redirect: 'manual', ...init, headers }));
    for (const it of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(it);
      cookies.set(name, value);
    }
    return reply;
  };
}

const silent = { error() {}, warn() {}, debug() {} };

/**
 * Each library with our files: a function that logs in, and resolves to the user of the session.
 */
const libraries = {
  async 'Auth.js'(t) {
    const { wechat, clients, bind } = await setUp(t);
    const { Auth, skipCSRFCheck } = await library('@auth/core');
    const { wechat: provider, signInWith } = await load('authjs.js');
    const rows = new AuthJsRows();
    const { account, website } = clients;
    const redirect = (id) => ({ redirect_uri: `${origin}/auth/callback/${id}`, state: '0' });
    const h5 = { ...redirect('account'), scope: 'snsapi_userinfo' };
    const config = {
      adapter: rows.adapter,
      providers: [
        provider('account', account, account.authorizeUrl(h5)),
        provider('website', website, website.qrConnectUrl(redirect('website'))),
      ],
      callbacks: {
        signIn: signInWith(rows.adapter, rows.findByUnionid),
        session: ({ session, user }) => ({ ...session, user }),
      },
      ...{ basePath: '/auth', secret: words, trustHost: true, skipCSRFCheck, logger: silent },
    };
    const login = authJsLogin(wechat, (request) => Auth(request, config));
    return { wechat, bind, login, accounts: async () => rows.accounts };
  },

  async 'better-auth'(t) {
    const { wechat, clients, bind } = await setUp(t);
    const { wechat: plugin } = await load('better-auth.js');
    const { auth, database } = await betterAuthWith({ plugins: [plugin(clients)] });
    const login = betterAuthLogin(wechat, auth);
    return { wechat, bind, login, accounts: async () => database.account };
  },

  async Passport(t) {
    const { wechat, clients, bind } = await setUp(t);
    const { findOrCreateUser } = await import('../../examples/accounts/users.js');
    const tables = join(root, 'examples/accounts/other-databases/sqlite.sql');
    const pool = emptySQLite(t, readFileSync(tables, 'utf8'));
    const findUser = async (identity) => {
      const id = await findOrCreateUser(pool, identity);
      const { rows } = await pool.query('SELECT * FROM users WHERE id = $1', [id]);
      return rows[0];
    };
    const login = passportLogin(wechat, await passportServer(t, { clients, findUser }));
    const accounts = async () => (await pool.query('SELECT * FROM identities')).rows;
    return { wechat, bind, login, accounts };
  },
};

/**
 * How somebody logs in: `begin` opens a browser, and gives the link to WeChat's page. `elsewhere`:
 * the page redirects another browser, where a login has begun too.
 */
function loginWith({ wechat, begin, whoIs }) {
  return async (user, app, { elsewhere, ...choice } = {}) => {
    const { browse, link } = await begin(app);
    const returning = elsewhere ? (await begin(app)).browse : browse;
    const { url, hint } = wechat.page({ user }).open(link, choice);
    assert.ok(url, hint?.en);
    await returning(url);
    return whoIs(returning);
  };
}

function authJsLogin(wechat, handle) {
  return loginWith({
    wechat,
    async begin(app) {
      const browse = browserOf(handle);
      const started = await browse(`${origin}/auth/signin/${app}`, { method: 'POST' });
      return { browse, link: started.headers.get('location') };
    },
    whoIs: async (browse) => (await (await browse(`${origin}/auth/session`)).json())?.user,
  });
}

function passportLogin(wechat, handle) {
  return loginWith({
    wechat,
    async begin(app) {
      const browse = browserOf(handle);
      const started = await browse(`${origin}/login/${app}`);
      return { browse, link: started.headers.get('location') };
    },
    whoIs: async (browse) => (await browse(`${origin}/me`)).json(),
  });
}

async function betterAuthWith(options) {
  const { betterAuth } = await library('better-auth');
  const { memoryAdapter } = await library('better-auth/adapters/memory');
  const database = { user: [], session: [], account: [], verification: [] };
  const auth = betterAuth({
    baseURL: origin,
    secret: words,
    database: memoryAdapter(database),
    logger: { disabled: true },
    ...options,
  });
  return { auth, database };
}

function betterAuthLogin(wechat, auth) {
  return loginWith({
    wechat,
    async begin(provider) {
      const browse = browserOf(auth.handler);
      const started = await browse(`${origin}/api/auth/sign-in/social`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ provider, callbackURL: '/home' }),
      });
      return { browse, link: (await started.json()).url };
    },
    whoIs: async (browse) => (await (await browse(`${origin}/api/auth/get-session`)).json())?.user,
  });
}

/** What the browser asks of `origin` goes to an Express with Passport. */
async function passportServer(t, { clients, findUser }) {
  const [{ default: passport }, { default: express }, { default: session }] = await Promise.all(
    ['passport', 'express', 'express-session'].map(library),
  );
  const { WeChatStrategy } = await load('passport.js');
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const app = express();
  app.use(session({ secret: words, resave: false, saveUninitialized: false }));
  app.use(passport.session());
  for (const [name, client] of Object.entries(clients)) {
    const callbackURL = `${origin}/login/${name}`;
    passport.use(new WeChatStrategy({ name, client, callbackURL }, findUser));
    app.get(`/login/${name}`, passport.authenticate(name, { successRedirect: '/me' }));
  }
  app.get('/me', (request, response) => response.json(request.user ?? null));
  const server = app.listen(0, '127.0.0.1');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const address = `http://127.0.0.1:${server.address().port}`;
  return ({ url, headers }) => {
    const { pathname, search } = new URL(url);
    return fetch(address + pathname + search, { headers, redirect: 'manual' });
  };
}

for (const [name, start] of Object.entries(libraries)) {
  test(`${name}: a user stays the same when there is a unionid, and in another app`, async (t) => {
    const world = await start(t);
    const { wechat, bind, login } = world;
    const first = await login('ming', 'account');
    assert.equal(first.unionid ?? null, null);
    assert.equal((await login('ming', 'account')).id, first.id);
    bind();
    const bound = await login('ming', 'account');
    assert.equal(bound.id, first.id);
    assert.equal((await login('ming', 'website')).id, first.id);
    assert.equal((await login('ming', 'website')).id, first.id);
    const unionid = wechat.unionid(WEBSITE, 'ming');
    assert.equal((await login('ming', 'account')).unionid, unionid);
    assert.equal((await world.accounts()).length, 2);

    // Somebody else is somebody else; and the first login may be with a unionid.
    const hong = await login('hong', 'website');
    assert.notEqual(hong.id, first.id);
    assert.equal(hong.unionid, wechat.unionid(WEBSITE, 'hong'));
    assert.equal((await login('hong', 'account')).id, hong.id);
    assert.equal((await world.accounts()).length, 4);
  });

  test(`${name}: who refuses, a virtual account and another browser are nobody`, async (t) => {
    t.mock.method(console, 'error', () => {});
    const { login, accounts } = await start(t);
    for (const [app, choice] of [
      ['website', { agree: 'authdeny' }],
      ['account', { agree: false }],
      ['account', { snapshot: true }],
      ['account', { elsewhere: true }],
    ]) {
      assert.equal((await login('ming', app, choice)) ?? null, null, JSON.stringify(choice));
    }
    assert.deepEqual(await accounts(), []);
  });

  test(`${name}: a unionid that has changed is refused, and the account stays`, async (t) => {
    const logged = t.mock.method(console, 'error', () => {});
    const { wechat, login } = await start(t);
    const { id, unionid } = await login('ming', 'website');
    wechat.apps[WEBSITE].openPlatform = 'another';
    assert.equal((await login('ming', 'website')) ?? null, null);
    wechat.apps[WEBSITE].openPlatform = 'ours';
    const again = await login('ming', 'website');
    assert.deepEqual([again.id, again.unionid], [id, unionid]);
    const lines = logged.mock.calls.map(({ arguments: facts }) => facts.join());
    assert.ok(!lines.join().includes(secret));
  });
}

test("Auth.js's own provider: without a unionid, each login is a new user", async (t) => {
  const { wechat, bind } = await setUp(t);
  t.mock.method(globalThis, 'fetch', wechat.fetch);
  const { Auth, skipCSRFCheck } = await library('@auth/core');
  const { default: WeChat } = await library('@auth/core/providers/wechat');
  const rows = new AuthJsRows();
  const given = { clientId: ACCOUNT, clientSecret: secret, platformType: 'OfficialAccount' };
  const config = {
    adapter: rows.adapter,
    providers: [WeChat(given)],
    callbacks: { session: ({ session, user }) => ({ ...session, user }) },
    ...{ basePath: '/auth', secret: words, trustHost: true, skipCSRFCheck, logger: silent },
  };
  const links = [];
  const page = (who) => ({
    open(link) {
      links.push(link);
      return wechat.page(who).open(inOrder(link));
    },
  });
  const login = authJsLogin({ page }, (request) => Auth(request, config));
  const [first, second] = [await login('ming', 'wechat'), await login('ming', 'wechat')];
  assert.ok(first.id && second.id);
  assert.notEqual(first.id, second.id);
  bind();
  const bound = await login('ming', 'wechat');
  assert.equal((await login('ming', 'wechat')).id, bound.id);
  assert.ok(![first.id, second.id].includes(bound.id));
  // Nor does WeChat open its link, whose state is longer than the 128 letters and digits.
  assert.ok(new URL(links[0]).searchParams.get('state').length > 128);
  assert.match(wechat.page({ user: 'ming' }).open(links[0]).hint.en, /order/);
});

/** What WeChat would open: a website need not care. */
function inOrder(link) {
  const url = new URL(link);
  const names = ['appid', 'redirect_uri', 'response_type', 'scope', 'state'];
  url.search = new URLSearchParams(names.map((name) => [name, url.searchParams.get(name)]));
  url.hash = 'wechat_redirect';
  return url.href;
}

test("better-auth's own provider: with a unionid, the user is another", async (t) => {
  const { wechat } = await setUp(t);
  t.mock.method(globalThis, 'fetch', wechat.fetch);
  delete wechat.apps[WEBSITE].openPlatform;
  const socialProviders = { wechat: { clientId: WEBSITE, clientSecret: secret } };
  const login = betterAuthLogin(wechat, (await betterAuthWith({ socialProviders })).auth);
  const first = await login('ming', 'wechat');
  assert.equal((await login('ming', 'wechat')).id, first.id);
  wechat.apps[WEBSITE].openPlatform = 'ours';
  const bound = await login('ming', 'wechat');
  assert.ok(bound.id);
  assert.notEqual(bound.id, first.id);
});

test('the files keep to the types', () => {
  const files = readdirSync(source).map((name) => join(folder, name));
  const program = compile(folder, files, {
    module: 'nodenext',
    types: ['node', 'passport', 'express-session'],
    lib: ['es2022', 'dom'],
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
  });
  assert.equal(problems(program), '');
});

test('the documents name the versions', () => {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const name of ['docs/auth-libraries.md', 'docs/auth-libraries.zh-CN.md']) {
    const page = readFileSync(join(root, name), 'utf8');
    for (const library of ['@auth/core', 'better-auth', 'passport']) {
      assert.ok(page.includes(` ${dependencies[library]}`), `${name}: ${library}`);
    }
  }
});
