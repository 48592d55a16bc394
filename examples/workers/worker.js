import { Hono } from 'hono';
import { LoginSessions, MiniProgram, WxError } from 'wx-unionid';
import { storeOf } from './store.js';

export { Entry } from './store.js';

/**
 * @typedef {object} Bindings
 * @property {string} WX_APPID
 * @property {string} WX_SECRET
 * @property {string} [WX_BASE_URL]
 * @property {DurableObjectNamespace<import('./store.js').Entry>} ENTRIES
 */

/**
 * @typedef {object} Variables
 * @property {MiniProgram} program
 * @property {LoginSessions} sessions
 * @property {import('wx-unionid').LoginSession} login
 */

/** @type {Hono<{ Bindings: Bindings, Variables: Variables }>} */
const app = new Hono();

// New ones for each request: a Worker must not wait for what another request has asked for. What
// they share is in the store.
app.use(async (context, next) => {
  const { WX_APPID: appid, WX_SECRET: secret, WX_BASE_URL: baseUrl, ENTRIES } = context.env;
  const store = storeOf(ENTRIES);
  context.set('program', new MiniProgram({ appid, secret, baseUrl, store }));
  context.set('sessions', new LoginSessions({ appid, store }));
  await next();
});

app.post('/login', async (context) => {
  const { session } = await context.get('program').login({ code: await codeOf(context) });
  return context.json({ token: await context.get('sessions').create(session) });
});

// Everything below requires a login.
app.use(async (context, next) => {
  const login = await context.get('sessions').get(tokenOf(context));
  if (!login) return context.json({ zh: '请先登录。', en: 'Please log in.' }, 401);
  context.set('login', login);
  await next();
});

app.get('/me', (context) => context.json({ unionid: context.get('login').unionid ?? null }));

app.post('/phone', async (context) => {
  const { openid } = context.get('login');
  const given = { code: await codeOf(context), openid };
  const { phone_info } = await context.get('program').getPhoneNumber(given);
  return context.json({ phoneNumber: phone_info.phoneNumber });
});

app.post('/logout', async (context) => {
  await context.get('sessions').delete(tokenOf(context));
  return context.body(null, 204);
});

app.onError((error) => {
  if (!(error instanceof WxError)) throw error;
  console.error(error);
  return Response.json(error.publicMessage, { status: error.status });
});

/** @param {import('hono').Context} context */
async function codeOf(context) {
  const { code } = Object(await context.req.json().catch(() => undefined));
  return code;
}

/** @param {import('hono').Context} context */
function tokenOf(context) {
  return context.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
}

export default app;
