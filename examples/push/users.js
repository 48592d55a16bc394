import { store } from './store.js';

// The rows of users, in the same store, so that this runs without a database. In yours each
// function is one statement: see docs/users.md.

/**
 * @typedef {object} User
 * @property {string} openid
 * @property {string | null} unionid
 * @property {string} [nickname]
 * @property {string} [avatar]
 * @property {string} [phone]
 * @property {string} [address]
 */

/**
 * The fields that hold what a user can take back, by the `data` of explainRevokeInfo. What is not
 * here is not kept.
 *
 * @type {Partial<Record<import('wx-unionid').RevokedData, (keyof User)[]>>}
 */
const fieldsOf = {
  profile: ['nickname', 'avatar'],
  phoneNumber: ['phone'],
  address: ['address'],
  all: ['nickname', 'avatar', 'phone', 'address'],
};

/**
 * @param {string} openid
 * @returns {Promise<User | undefined>}
 */
export function findUser(openid) {
  return store.get(`user:${openid}`);
}

/** @param {User} user the fields that are known now. Doing it twice changes nothing */
export async function saveUser(user) {
  await store.set(`user:${user.openid}`, { ...(await findUser(user.openid)), ...user });
}

/**
 * Deletes what the user has taken back, and keeps the account.
 *
 * @param {string} openid
 * @param {import('wx-unionid').RevokedData} data
 */
export async function forget(openid, data) {
  const user = await findUser(openid);
  if (!user) return;
  const left = { ...user };
  for (const field of fieldsOf[data] ?? []) delete left[field];
  await store.set(`user:${openid}`, left);
}

/**
 * Deletes all that there is of the user.
 *
 * @param {string} openid
 */
export async function deleteUser(openid) {
  await store.delete(`user:${openid}`);
}
