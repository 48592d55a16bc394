// What WeChat pushes about the users of the three apps: what they have taken back, and who has
// closed the account.

import { explainRevokeInfo, MessagePush } from 'wx-unionid';

import { apps } from './apps.js';
import { deletePhones, leaveApp } from './deletion.js';

/** @typedef {import('./apps.js').AppName} AppName */
/** @typedef {{ pool: import('pg').Pool }} Options */

const { env } = process;

/**
 * The routes, one for each app by its appid. In each app's console set its address, 安全模式, and the
 * same Token and key.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {Options} options
 */
export async function pushes(server, { pool }) {
  // Signed is what was sent, to the byte.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  for (const name of /** @type {AppName[]} */ (Object.keys(apps))) {
    const { appid } = apps[name].client;
    const push = new MessagePush({
      mode: 'safe',
      receiver: appid,
      token: env.WX_TOKEN ?? '',
      encodingAESKey: env.WX_ENCODING_AES_KEY ?? '',
    });
    server.get(`/${appid}`, (request, reply) =>
      reply.type('text/plain').send(push.verifyUrl(request.url)),
    );
    server.post(`/${appid}`, async (request, reply) => {
      const sent = /** @type {Buffer} */ (request.body ?? Buffer.alloc(0));
      const opened = push.open({ query: request.url, body: sent });
      // If it fails, WeChat sends the push again.
      await act(pool, name, opened.event);
      const { contentType, body } = push.acknowledge(opened);
      return reply.type(contentType).send(body);
    });
  }
}

/**
 * Doing it twice changes nothing.
 *
 * @param {import('pg').Pool} pool
 * @param {AppName} name
 * @param {import('wx-unionid').PushEvent | undefined} event
 */
async function act(pool, name, event) {
  const openid = event && 'openid' in event ? event.openid : undefined;
  if (!event || !openid) return;
  const { client, sessions } = apps[name];
  const identity = { appid: client.appid, openid };
  if (event.name === 'user_authorization_revoke') {
    const { data } = explainRevokeInfo(event.revokeInfo);
    if (data === 'unknown') console.error(`look at RevokeInfo ${event.revokeInfo} of ${name}`);
    // Nothing else is kept, and it comes from the mini program alone.
    const isOfPhone = name === 'program' && (data === 'phoneNumber' || data === 'all');
    if (isOfPhone) await deletePhones(pool, identity);
  }
  if (event.name === 'user_authorization_cancellation') {
    await leaveApp(pool, identity);
    await sessions.deleteAll({ openid });
  }
}
