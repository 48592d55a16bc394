import { transaction } from './database.js';
import { lockUser } from './users.js';

/**
 * Binds a phone number that WeChat has verified. One that another user has is refused: numbers are
 * given to new owners, so it does not prove that both are one person.
 *
 * @param {import('./database.js').Pool} pool
 * @param {string} id
 * @param {string} phone
 */
export function bindPhone(pool, id, phone) {
  return transaction(pool, async (db) => {
    const user = await lockUser(db, id);
    const { rows } = await db.query('SELECT user_id FROM phones WHERE phone = $1', [phone]);
    if (rows.length === 0) {
      await db.query('INSERT INTO phones (phone, user_id) VALUES ($1, $2)', [phone, user]);
    } else if (rows[0].user_id !== user) throw new PhoneTaken('the phone number is taken');
  });
}

export class PhoneTaken extends Error {}
