import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { decrypt, LoginSessions, MiniProgram, resolveIdentity, WxError } from 'wx-unionid';

const { WX_APPID: appid = '', WX_SECRET: secret = '', WX_BASE_URL: baseUrl } = process.env;
const ttlSeconds = 7 * 24 * 3600;

// #region login
const wechat = new MiniProgram({ appid, secret, baseUrl });
// Sessions in the memory of this process.
// For several processes, pass a store: createKeyv() of @keyv/redis.
const sessions = new LoginSessions({ appid, ttlSeconds });

/** @type {Hono<{ Variables: { login: import('wx-unionid').LoginSession } }>} */
const app = new Hono();
app.use(bodyLimit({ maxSize: 64 * 1024, onError: (context) => context.body(null, 413) }));

// Exchanges the code of wx.login for a token. The session key stays on the server.
app.post('/login', async (context) => {
  const { code } = await sentIn(context);
  const { session } = await wechat.login({ code });
  const token = await sessions.create(session, { previous: tokenOf(context) });
  return context.json({ token, expiresInSeconds: ttlSeconds });
});

// Everything below requires a login. At 401 the mini program logs in again.
app.use(async (context, next) => {
  const login = await sessions.get(tokenOf(context));
  if (!login) return context.json({ zh: '请先登录。', en: 'Please log in.' }, 401);
  context.set('login', login);
  await next();
});

// Who the user is: the unionid, or why there is none and how to get it.
app.get('/me', (context) => {
  const value = context.get('login');
  const { unionid, missing, next } = resolveIdentity([{ source: 'code2Session', appid, value }]);
  return context.json({ unionid, missing: missing?.message, next: next.map((way) => way.message) });
});

// Gets the phone number by its code, so the client cannot have changed it.
app.post('/phone', async (context) => {
  const { code } = await sentIn(context);
  const { phone_info } = await wechat.getPhoneNumber({ code, openid: context.get('login').openid });
  return context.json({ phoneNumber: phone_info.phoneNumber });
});

// Decrypts data of wx.getWeRunData, wx.getUserInfo and others.
// Trust the ids of the login, not those in the data.
app.post('/user-data', async (context) => {
  const { encryptedData, iv } = await sentIn(context);
  const { sessionKey } = context.get('login');
  const { data } = decrypt({ appid, sessionKey, encryptedData, iv, maxAgeSeconds: 300 });
  const { openId, unionId, watermark, ...rest } = /** @type {Record<string, unknown>} */ (data);
  return context.json(rest);
});
// #endregion

app.post('/logout', async (context) => {
  await sessions.delete(tokenOf(context));
  return context.body(null, 204);
});

// Errors hold no secrets, so log them. The client gets only one sentence, the same for every
// failure after a key was used.
app.onError((error, context) => {
  console.error(error);
  if (!(error instanceof WxError)) return context.json(sorry, 500);
  // At 401 the mini program logs in again.
  return context.json(error.publicMessage, isOfOldLogin(error) ? 401 : error.status);
});

const sorry = {
  zh: '服务暂时不可用，请稍后再试。',
  en: 'The service is unavailable. Please try again later.',
};

/**
 * Whether data failed after the key was used: a new login brings a new key.
 *
 * @param {WxError} error
 */
function isOfOldLogin({ code, status, endpoint }) {
  return status === 400 && !endpoint && !code.startsWith('ERR_INVALID');
}

/**
 * The body of the request, or {}. Missing fields are refused where they are used.
 *
 * @param {import('hono').Context} context
 */
async function sentIn(context) {
  return Object(await context.req.json().catch(() => undefined));
}

/** @param {import('hono').Context} context */
function tokenOf(context) {
  return context.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
}

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`http://localhost:${port}`);
});
