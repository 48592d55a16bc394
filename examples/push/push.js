// What WeChat pushes, and what comes of it, for any framework.

import { explainRevokeInfo, MessagePush, OfficialAccount, WxError } from 'wx-unionid';

import { store } from './store.js';
import { deleteUser, forget, saveUser } from './users.js';

const { env } = process;
const appid = env.WX_APPID ?? '';

const account = new OfficialAccount({
  appid,
  secret: env.WX_SECRET ?? '',
  baseUrl: env.WX_BASE_URL,
  timeoutMs: 2000, // WeChat waits for 5 seconds
});

/** As the console is set. After a change, the new token or key comes first, then the old one. */
export const push = new MessagePush({
  mode: 'safe',
  receiver: appid,
  token: (env.WX_TOKEN ?? '').split(','),
  encodingAESKey: (env.WX_ENCODING_AES_KEY ?? '').split(','),
});

// #region receive
const HOUR_MS = 3_600_000;

/**
 * Does what a push asks for, once, and returns the answer.
 * If it fails, WeChat sends the push again.
 *
 * @param {import('wx-unionid').PushRequest} request
 */
export async function receive(request) {
  const opened = push.open(request);
  const keys = [opened.replayKey, opened.dedupeKey].filter(Boolean).map((key) => `push:${key}`);
  const seen = await Promise.all(keys.map((key) => store.get(key)));
  if (seen.every((value) => value === undefined)) {
    await act(opened.event);
    // Only now: what failed has to be done when it is sent again.
    await Promise.all(keys.map((key) => store.set(key, '1', HOUR_MS)));
  }
  return push.acknowledge(opened);
}
// #endregion

/**
 * Each of these can be done twice: two requests at the same moment may both be new.
 *
 * @param {import('wx-unionid').PushEvent | undefined} event
 */
async function act(event) {
  // FromUserName is WeChat in some of them. `openid` is the user.
  const openid = event && 'openid' in event ? event.openid : undefined;
  if (!event || !openid) return;
  switch (event.name) {
    case 'subscribe':
    case 'SCAN': {
      const { subscribe, unionid = null } = await account.userInfo({ openid });
      // Who has unfollowed meanwhile comes with the next push.
      if (subscribe === 1) await saveUser({ openid, unionid });
      break;
    }
    case 'user_info_modified':
      await forget(openid, 'profile');
      break;
    case 'user_authorization_revoke': {
      const { data } = explainRevokeInfo(event.revokeInfo);
      if (data === 'unknown') console.error(`look at RevokeInfo ${event.revokeInfo}`);
      await forget(openid, data);
      break;
    }
    case 'unsubscribe':
    case 'user_authorization_cancellation':
      await deleteUser(openid);
      break;
  }
}

/**
 * The HTTP status for what was thrown. A stranger's push is 401, and no reason to wake anybody.
 *
 * @param {unknown} error
 */
export function statusOf(error) {
  const status = error instanceof WxError ? error.status : 500;
  if (status >= 500) console.error(error);
  return status;
}
