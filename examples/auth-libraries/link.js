/**
 * What is asked of the library's own rows, of users with a column `unionid`:
 * unique, and NULL until it is known.
 *
 * @typedef {{ id: string, unionid?: string | null }} User
 * @typedef {object} Rows
 * @property {(accountId: string) => Promise<User | null>} ofAccount
 * @property {(unionid: string) => Promise<User | null>} ofUnionid
 * @property {(user: User, unionid: string) => Promise<unknown>} setUnionid
 * @property {(user: User, accountId: string) => Promise<unknown>} addAccount
 */

/**
 * The key of an account: it never changes, whatever happens to the unionid.
 *
 * @param {{ appid: string, openid: string }} identity
 */
export function accountIdOf({ appid, openid }) {
  return `${appid}:${openid}`;
}

/**
 * Call it before the library looks for the account. Returns whose it is: the user who has it
 * already, or else the one with this unionid, who then has it too. `null`: the user is new.
 *
 * @param {Rows} rows
 * @param {{ appid: string, openid: string, unionid: string | null, flags: string[] }} identity
 */
export async function linkByUnionid(rows, identity) {
  if (identity.flags.includes('snapshot_user')) throw new Error('a virtual account is no user');
  const accountId = accountIdOf(identity);
  const { unionid } = identity;
  const owner = await rows.ofAccount(accountId);
  if (!unionid || owner?.unionid === unionid) return owner;
  if (owner?.unionid) throw new Error(`the unionid of ${accountId} has changed`);
  const person = await rows.ofUnionid(unionid);
  if (!owner && person) await rows.addAccount(person, accountId);
  if (owner && !person) await rows.setUnionid(owner, unionid);
  // Both: one person has two users. Only you know how to merge them.
  return owner ?? person;
}
