import { transaction } from './database.js';

/** @typedef {import('./database.js').Database} Database */
/** @typedef {import('./database.js').Pool} Pool */
/** @typedef {{ appid: string, openid: string, unionid: string | null }} Identity */
/** @typedef {{ id: string, unionid: string | null, linked: boolean }} User */

/** By what a user is found: $1 is the appid, $2 the openid, $3 the unionid or NULL. */
export const BY_IDS = `
  SELECT user_id FROM identities WHERE appid = $1 AND openid = $2
  UNION SELECT id FROM users WHERE unionid = $3`;

/** The tables whose rows belong to a user: add yours. */
export const OWNED = ['identities', 'phones'];

/**
 * Returns the id of the user who has logged in: finds or creates the user, links the app, and
 * merges accounts that turn out to be one person's, all in one transaction. Not for the virtual
 * account of a snapshot page.
 *
 * @param {Pool} pool
 * @param {Identity} identity
 */
export function findOrCreateUser(pool, identity, by = BY_IDS) {
  return transaction(pool, async (db) => {
    return (await findUser(db, identity, by)) ?? (await createUser(db, identity));
  });
}

/**
 * @param {Database} db
 * @param {Identity} identity
 * @returns {Promise<string | undefined>}
 */
export async function findUser(db, { appid, openid, unionid }, by = BY_IDS) {
  // Locked, so that nobody else merges or links them meanwhile.
  const { rows } = await db.query(
    `SELECT id, unionid, EXISTS (
       SELECT 1 FROM identities WHERE appid = $1 AND openid = $2 AND user_id = users.id
     ) AS linked
     FROM users WHERE merged_into IS NULL AND id IN (${by}) ORDER BY id FOR UPDATE`,
    [appid, openid, unionid],
  );
  /** @type {User[]} */
  const [oldest, ...others] = rows;
  if (!oldest) return undefined;
  const unionids = new Set([unionid, ...rows.map((user) => user.unionid)]);
  unionids.delete(null);
  if (unionids.size > 1) throw new UnionidChanged({ appid, openid });
  for (const { id } of others) await mergeUser(db, id, oldest.id);
  const [known] = unionids;
  if (known && !oldest.unionid) {
    await db.query('UPDATE users SET unionid = $1 WHERE id = $2', [known, oldest.id]);
  }
  if (!rows.some(({ linked }) => linked)) await link(db, { appid, openid }, oldest.id);
  return oldest.id;
}

/**
 * @param {Database} db
 * @param {Identity} identity
 * @returns {Promise<string>}
 */
async function createUser(db, { appid, openid, unionid }) {
  const insert = 'INSERT INTO users (unionid) VALUES ($1) RETURNING id';
  const { rows } = await db.query(insert, [unionid]);
  await link(db, { appid, openid }, rows[0].id);
  return rows[0].id;
}

/**
 * It fails if the user has another openid in this app:
 * then two people were mixed up, and somebody has to look.
 *
 * @param {Database} db
 * @param {{ appid: string, openid: string }} identity
 * @param {string} user
 */
async function link(db, { appid, openid }, user) {
  const insert = 'INSERT INTO identities (appid, openid, user_id) VALUES ($1, $2, $3)';
  await db.query(insert, [appid, openid, user]);
}

/**
 * Gives all of one user to another. Doing it twice changes nothing.
 *
 * @param {Database} db
 * @param {string} from
 * @param {string} into
 */
async function mergeUser(db, from, into) {
  for (const table of OWNED) {
    await db.query(`UPDATE ${table} SET user_id = $1 WHERE user_id = $2`, [into, from]);
  }
  await db.query(
    'UPDATE users SET unionid = NULL, merged_into = $1 WHERE id = $2 OR merged_into = $2',
    [into, from],
  );
}

/**
 * The user that an id stands for, which may have been merged since:
 * use it before you write rows of a user.
 *
 * @param {Database} db
 * @param {string} id
 * @returns {Promise<string>}
 */
export async function lockUser(db, id) {
  const { rows } = await db.query('SELECT merged_into FROM users WHERE id = $1 FOR UPDATE', [id]);
  if (rows.length === 0) throw new UserGone(`there is no user ${id} any more`);
  const [{ merged_into: into }] = rows;
  return into === null ? id : lockUser(db, into);
}

/** The user has left the last app meanwhile. */
export class UserGone extends Error {}

/** The app was bound to another Open Platform account, or data was mixed up. Nothing was stored. */
export class UnionidChanged extends Error {
  /** @param {{ appid: string, openid: string }} identity */
  constructor({ appid, openid }) {
    super(`the unionid of ${openid} of ${appid} has changed`);
  }
}
