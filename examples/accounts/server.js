// One person, three apps: a mini program, an H5 page in WeChat, and a website with a QR code.

import cookie from '@fastify/cookie';
import Fastify from 'fastify';
import pg from 'pg';
import { WxError } from 'wx-unionid';

import { apps, baseUrl } from './apps.js';
import { giveState, ours, takeState } from './oauth-state.js';
import { bindPhone, PhoneTaken } from './phones.js';
import { pushes } from './pushes.js';
import { findOrCreateUser, UserGone } from './users.js';

/** @typedef {import('./apps.js').AppName} AppName */

const { DATABASE_URL, PORT = '3000', PUBLIC_URL = `http://localhost:${PORT}` } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });
pool.on('error', (error) => console.error(error.message));

const server = Fastify({ bodyLimit: 64 * 1024 });
await server.register(cookie);

// The mini program sends the code of wx.login, and keeps the token.
server.post('/program/login', async (request) => {
  const { code } = fieldsOf(request.body);
  return { token: await logIn('program', code) };
});

// #region pages
// H5 in WeChat.
server.get('/account/login', (_request, reply) => {
  const state = giveState(reply);
  const redirect_uri = `${PUBLIC_URL}/account/back`;
  const link = apps.account.client.authorizeUrl({ redirect_uri, state, scope: 'snsapi_userinfo' });
  return toWeChat(reply, link);
});

// The website: a page with a QR code.
server.get('/website/login', (_request, reply) => {
  const state = giveState(reply);
  const redirect_uri = `${PUBLIC_URL}/website/back`;
  return toWeChat(reply, apps.website.client.qrConnectUrl({ redirect_uri, state }));
});

for (const name of /** @type {const} */ (['account', 'website'])) {
  server.get(`/${name}/back`, async (request, reply) => {
    const { code, state } = fieldsOf(request.query);
    if (!takeState(request, reply, state)) return reply.code(403).send(texts.notFromHere);
    const token = await logIn(name, code);
    reply.setCookie('login', token, ours);
    return reply.redirect('/me');
  });
}
// #endregion

// Everything below requires a login.
server.get('/me', async (request, reply) => {
  const login = await loginOf(request);
  if (!login) return reply.code(401).send(texts.pleaseLogIn);
  const { rows: phones } = await pool.query('SELECT phone FROM phones WHERE user_id = $1', [
    login.userId,
  ]);
  const identities = await identitiesOf(login.userId);
  return {
    userId: login.userId,
    apps: identities.map(({ appid }) => nameOf(appid)),
    phones: phones.map(({ phone }) => phone),
  };
});

// A button of the mini program gives the code.
server.post('/program/phone', async (request, reply) => {
  const login = await loginOf(request);
  if (login?.name !== 'program') return reply.code(401).send(texts.pleaseLogIn);
  const { code } = fieldsOf(request.body);
  const { client } = apps.program;
  const { phone_info } = await client.getPhoneNumber({ code, openid: login.openid });
  const phone = `+${phone_info.countryCode}${phone_info.purePhoneNumber}`;
  await bindPhone(pool, login.userId, phone);
  return { phone };
});

server.post('/logout', async (request, reply) => {
  const { name, token } = tokenOf(request);
  if (name) await apps[name].sessions.delete(token);
  reply.clearCookie('login', ours);
  return reply.code(204).send();
});

// In all apps, on all devices. If it fails in the middle, the client sends it again.
server.post('/logout/everywhere', async (request, reply) => {
  const login = await loginOf(request);
  if (!login) return reply.code(401).send(texts.pleaseLogIn);
  // That of the request last: until then it can be sent again.
  const others = (await identitiesOf(login.userId)).filter(({ openid }) => openid !== login.openid);
  for (const { appid, openid } of others) await apps[nameOf(appid)].sessions.deleteAll({ openid });
  await apps[login.name].sessions.deleteAll({ openid: login.openid });
  reply.clearCookie('login', ours);
  return reply.code(204).send();
});

class SnapshotUser extends Error {}

const texts = {
  notFromHere: {
    zh: '登录已过期，请重新登录。',
    en: 'The login has expired. Please log in again.',
  },
  phoneTaken: { zh: '该手机号已绑定其他账号。', en: 'Another account has this phone number.' },
  pleaseLogIn: { zh: '请先登录。', en: 'Please log in.' },
  request: { zh: '请求有误。', en: 'The request is not valid.' },
  snapshot: {
    zh: '请点击页面下方的“使用完整服务”，再登录。',
    en: 'Please tap “使用完整服务” (use the full service) in the page, then log in.',
  },
  sorry: {
    zh: '服务暂时不可用，请稍后再试。',
    en: 'The service is unavailable. Please try again later.',
  },
};

server.setErrorHandler((error, _request, reply) => {
  if (error instanceof PhoneTaken) return reply.code(409).send(texts.phoneTaken);
  if (error instanceof UserGone) return reply.code(401).send(texts.pleaseLogIn);
  if (error instanceof SnapshotUser) return reply.code(403).send(texts.snapshot);
  console.error(error);
  if (error instanceof WxError) return reply.code(error.status).send(error.publicMessage);
  const { statusCode = 500 } = /** @type {{ statusCode?: number }} */ (error);
  return reply.code(statusCode).send(statusCode < 500 ? texts.request : texts.sorry);
});

await server.register(pushes, { prefix: '/push', pool });

/**
 * Exchanges a code for a token of our own, which names its app.
 *
 * @param {AppName} name
 * @param {string} code
 */
async function logIn(name, code) {
  const { client, sessions } = apps[name];
  const { session, identity } = await client.login({ code });
  // A virtual account, which is somebody else each time.
  if (identity.flags.includes('snapshot_user')) throw new SnapshotUser();
  const userId = await findOrCreateUser(pool, identity);
  const token = await sessions.create(session, { data: { userId } });
  return `${name}.${token}`;
}

/**
 * Who has logged in. The user may have been merged since.
 *
 * @param {import('fastify').FastifyRequest} request
 * @returns {Promise<{ name: AppName, openid: string, userId: string } | undefined>}
 */
async function loginOf(request) {
  const { name, token } = tokenOf(request);
  const session = name && (await apps[name].sessions.get(token));
  if (!session) return undefined;
  const find = 'SELECT coalesce(merged_into, id) AS id FROM users WHERE id = $1';
  const { rows } = await pool.query(find, [session.data?.userId]);
  return rows[0] && { name, openid: session.openid, userId: rows[0].id };
}

/**
 * From the header of the mini program, or the cookie of a page.
 *
 * @param {import('fastify').FastifyRequest} request
 */
function tokenOf({ headers, cookies }) {
  const given = headers.authorization?.replace(/^Bearer /, '') ?? cookies.login ?? '';
  const [name = '', token = ''] = given.split('.');
  return Object.hasOwn(apps, name) ? { name: /** @type {AppName} */ (name), token } : { token };
}

/**
 * @param {string} userId
 * @returns {Promise<{ appid: string, openid: string }[]>}
 */
async function identitiesOf(userId) {
  const find = 'SELECT appid, openid FROM identities WHERE user_id = $1 ORDER BY appid';
  return (await pool.query(find, [userId])).rows;
}

/** @param {string} appid */
function nameOf(appid) {
  const names = /** @type {AppName[]} */ (Object.keys(apps));
  return /** @type {AppName} */ (names.find((name) => apps[name].client.appid === appid));
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {string} link
 */
function toWeChat(reply, link) {
  return reply.redirect(baseUrl ? link.replace('https://open.weixin.qq.com', baseUrl) : link);
}

/**
 * What the client sent, or {}. Missing fields are refused where they are used.
 *
 * @param {unknown} sent
 */
function fieldsOf(sent) {
  return /** @type {Record<string, any>} */ (Object(sent));
}

await server.listen({ port: Number(PORT) });
console.log(PUBLIC_URL);
