/**
 * What PostgreSQL, or an adapter for another database, offers inside a transaction.
 *
 * @typedef {object} Database
 * @property {(sql: string, values?: unknown[]) => Promise<Result>} query
 *
 * @typedef {{ rows: any[], rowCount: number | null }} Result
 * @typedef {{ connect(): Promise<Database & { release(error?: Error): void }> }} Pool
 */

/** Somebody else was faster: unique_violation, serialization_failure, deadlock_detected. */
const RACES = ['23505', '40001', '40P01'];
const ATTEMPTS = 10;

/**
 * Runs `work` in a transaction, and again if somebody else was faster: then it sees what they did.
 *
 * @template T
 * @param {Pool} pool
 * @param {(db: Database) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function transaction(pool, work) {
  for (let attempt = 1; ; attempt++) {
    const db = await pool.connect();
    let broken;
    try {
      await db.query('BEGIN');
      const result = await work(db);
      await db.query('COMMIT');
      return result;
    } catch (error) {
      broken = await db.query('ROLLBACK').then(
        () => undefined,
        (failure) => failure,
      );
      if (attempt === ATTEMPTS || !RACES.includes(/** @type {any} */ (error).code)) throw error;
    } finally {
      db.release(broken);
    }
  }
}
