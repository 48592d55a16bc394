import { transaction } from './database.js';
import { lockUser, OWNED } from './users.js';

/** @typedef {import('./database.js').Database} Database */
/** @typedef {import('./database.js').Pool} Pool */

/**
 * Removes a user from one app, and with the last app all that there is of the user.
 * Doing it twice changes nothing.
 *
 * @param {Pool} pool
 * @param {{ appid: string, openid: string }} identity
 */
export function leaveApp(pool, { appid, openid }) {
  return transaction(pool, async (db) => {
    const user = await userOf(db, { appid, openid });
    if (!user) return;
    await db.query('DELETE FROM identities WHERE appid = $1 AND openid = $2', [appid, openid]);
    const { rows } = await db.query('SELECT appid FROM identities WHERE user_id = $1', [user]);
    if (rows.length > 0) return;
    for (const table of OWNED) await db.query(`DELETE FROM ${table} WHERE user_id = $1`, [user]);
    await db.query('DELETE FROM users WHERE merged_into = $1', [user]);
    await db.query('DELETE FROM users WHERE id = $1', [user]);
  });
}

/**
 * Deletes a user's phone numbers. Doing it twice changes nothing.
 *
 * @param {Pool} pool
 * @param {{ appid: string, openid: string }} identity
 */
export function deletePhones(pool, identity) {
  return transaction(pool, async (db) => {
    const user = await userOf(db, identity);
    if (user) await db.query('DELETE FROM phones WHERE user_id = $1', [user]);
  });
}

/**
 * The user of an app, locked.
 *
 * @param {Database} db
 * @param {{ appid: string, openid: string }} identity
 * @returns {Promise<string | undefined>}
 */
async function userOf(db, { appid, openid }) {
  const find = 'SELECT user_id FROM identities WHERE appid = $1 AND openid = $2';
  const { rows } = await db.query(find, [appid, openid]);
  return rows[0] && lockUser(db, rows[0].user_id);
}
