// For a table that was kept by `unionid || openid`, until all of its users are known by both ids.

import { transaction } from './database.js';
import { BY_IDS, findOrCreateUser, findUser, UnionidChanged } from './users.js';

/** @typedef {import('./users.js').Pool} Pool */

/** Also by the old key, which may be either id. */
const BY_WECHAT_ID = `${BY_IDS}
  UNION SELECT id FROM users WHERE wechat_id IN ($2, $3)`;

/**
 * In place of `findOrCreateUser` at each login.
 *
 * @param {Pool} pool
 * @param {import('./users.js').Identity} identity
 */
export function findOrCreateOldUser(pool, identity) {
  return findOrCreateUser(pool, identity, BY_WECHAT_ID);
}

/**
 * For followers who are users already: stores both of their ids. It can be stopped and run again.
 * `onConflict` is told of those that somebody has to look at.
 *
 * @param {Pool} pool
 * @param {import('wx-unionid').OfficialAccount} account
 * @param {(error: unknown) => void} onConflict
 */
export async function repairFollowers(pool, account, onConflict) {
  const { appid } = account;
  for await (const { openid, unionid = null } of account.users(account.followers())) {
    const identity = { appid, openid, unionid: unionid || null };
    try {
      await transaction(pool, (db) => findUser(db, identity, BY_WECHAT_ID));
    } catch (error) {
      if (!(error instanceof UnionidChanged)) throw error;
      onConflict(error);
    }
  }
}
