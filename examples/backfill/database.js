// PostgreSQL: the rows, and what is left to do. It alone knows how far the backfill has come.

import { readFile } from 'node:fs/promises';

import pg from 'pg';

/** WeChat's limit for one request. */
const BATCH = 100;

/** On this channel PostgreSQL tells that something was written. */
export const CHANNEL = 'backfill';

export const connectionString = process.env.DATABASE_URL;

export const pool = new pg.Pool({ connectionString });
// Each query that fails says so.
pool.on('error', () => {});

export async function createTables() {
  await pool.query(await readFile(new URL('tables.sql', import.meta.url), 'utf8'));
}

/**
 * Begins a list of followers, or continues one that is not complete.
 *
 * @param {string} appid
 * @param {number} total
 */
export async function beginList(appid, total) {
  await pool.query(
    `DELETE FROM lists WHERE appid = $1 AND complete
     AND NOT EXISTS (SELECT FROM batches WHERE batches.appid = $1)`,
    [appid],
  );
  await pool.query(
    `INSERT INTO lists (appid, total) VALUES ($1, $2)
     ON CONFLICT (appid) DO UPDATE SET total = excluded.total`,
    [appid, total],
  );
}

/**
 * @typedef {object} List
 * @property {number} total
 * @property {string | null} cursor
 * @property {number} pages
 * @property {number} listed
 * @property {boolean} complete
 */

/**
 * @param {string} appid
 * @returns {Promise<List>}
 */
export async function listOf(appid) {
  return (await pool.query('SELECT * FROM lists WHERE appid = $1', [appid])).rows[0];
}

/**
 * How many followers are written, and whether that is all of them.
 *
 * @param {string} appid
 * @returns {Promise<{ done: number, isComplete: boolean }>}
 */
export async function progressOf(appid) {
  const { rows } = await pool.query(
    `SELECT listed - coalesce(sum(cardinality(openids)), 0)::integer AS done,
       complete AND count(batches.id) = 0 AS "isComplete"
     FROM lists LEFT JOIN batches USING (appid) WHERE appid = $1 GROUP BY lists.appid`,
    [appid],
  );
  return rows[0];
}

/**
 * The ids of what is listed, and not yet written.
 *
 * @param {string} appid
 * @returns {Promise<string[]>}
 */
export async function batchesOf(appid) {
  const find = 'SELECT id FROM batches WHERE appid = $1 ORDER BY id';
  return (await pool.query(find, [appid])).rows.map(({ id }) => id);
}

/**
 * One statement keeps a page with the cursor after it, so that both are there or neither is. If
 * somebody else has kept this page, nothing happens.
 *
 * @param {string} appid
 * @param {Pick<List, 'cursor' | 'listed' | 'complete'> & { page: number, openids: string[] }} page
 */
export async function keepPage(appid, { page, openids, cursor, listed, complete }) {
  await pool.query(
    `WITH page AS (
       UPDATE lists SET pages = pages + 1, cursor = $3, listed = $4, complete = $5
       WHERE appid = $1 AND pages = $2 RETURNING appid
     ), batch AS (
       INSERT INTO batches (appid, openids)
       SELECT appid, array_agg(openid ORDER BY at)
       FROM page, unnest($6::text[]) WITH ORDINALITY AS followers (openid, at)
       GROUP BY appid, (at - 1) / ${BATCH}
     )
     SELECT pg_notify('${CHANNEL}', '') FROM page`,
    [appid, page, cursor, listed, complete, openids],
  );
}

/**
 * @param {string} batch
 * @returns {Promise<string[] | undefined>} Nothing if the batch has been written.
 */
export async function openidsOf(batch) {
  return (await pool.query('SELECT openids FROM batches WHERE id = $1', [batch])).rows[0]?.openids;
}

/**
 * One statement takes the batch away and writes its rows, so that both happen or neither does. If
 * somebody else has written this batch, nothing happens. A unionid that is there already is not
 * overwritten.
 *
 * @param {string} batch
 * @param {string[]} openids
 * @param {(string | null)[]} unionids in the same order; `null` if WeChat knows none
 */
export async function writeRows(batch, openids, unionids) {
  await pool.query(
    `WITH batch AS (
       DELETE FROM batches WHERE id = $1 RETURNING appid
     ), found AS (
       SELECT DISTINCT ON (openid) appid, openid, unionid
       FROM batch, unnest($2::text[], $3::text[]) AS users (openid, unionid)
     ), written AS (
       INSERT INTO identities (appid, openid, unionid) SELECT * FROM found
       ON CONFLICT (appid, openid) DO UPDATE SET unionid = excluded.unionid
       WHERE identities.unionid IS NULL AND excluded.unionid IS NOT NULL
     ), contradicted AS (
       INSERT INTO contradictions (appid, openid, unionid)
       SELECT appid, openid, found.unionid FROM found JOIN identities USING (appid, openid)
       WHERE identities.unionid <> found.unionid
       ON CONFLICT (appid, openid) DO UPDATE SET unionid = excluded.unionid
     )
     SELECT pg_notify('${CHANNEL}', '') FROM batch`,
    [batch, openids, unionids],
  );
}
