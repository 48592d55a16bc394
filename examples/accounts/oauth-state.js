import { randomBytes } from 'node:crypto';

/** A cookie that no script reads, and no other site sends with a form. */
export const ours = /** @type {const} */ ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax', // 'strict' would not be sent when WeChat redirects back
  secure: process.env.NODE_ENV === 'production',
});

/** @param {import('fastify').FastifyReply} reply */
export function giveState(reply) {
  const state = randomBytes(16).toString('hex');
  reply.setCookie('oauth_state', state, { ...ours, maxAge: 600 });
  return state;
}

/**
 * Whether the browser comes back from where we sent it. A state is good once.
 *
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {unknown} state
 */
export function takeState(request, reply, state) {
  reply.clearCookie('oauth_state', ours);
  return state !== undefined && state === request.cookies.oauth_state;
}
