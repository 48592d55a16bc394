// What contradicts each other in the rows.

import { linkIdentities } from 'wx-unionid';

import { pool } from './database.js';

/** More rows are not looked at in one run: memory is bounded. */
const MAX_ROWS = 100_000;

/** The rows that can be part of a conflict, which are few: PostgreSQL finds them by its indexes. */
const SUSPECTS = `
  SELECT appid, openid, unionid FROM identities WHERE (unionid, appid) IN (
    SELECT unionid, appid FROM identities WHERE unionid IS NOT NULL
    GROUP BY unionid, appid HAVING count(*) > 1)
  UNION SELECT stored.appid, stored.openid, stored.unionid
    FROM identities AS stored JOIN identities AS other ON other.unionid = stored.openid
  UNION SELECT other.appid, other.openid, other.unionid
    FROM identities AS stored JOIN identities AS other ON other.unionid = stored.openid
  UNION SELECT appid, openid, told.unionid
    FROM contradictions AS told JOIN identities AS stored USING (appid, openid)
    WHERE stored.unionid <> told.unionid
  UNION SELECT appid, openid, stored.unionid
    FROM contradictions AS told JOIN identities AS stored USING (appid, openid)
    WHERE stored.unionid <> told.unionid
  LIMIT ${MAX_ROWS}`;

export async function findConflicts() {
  /** @type {{ rows: { appid: string, openid: string, unionid: string | null }[] }} */
  const { rows } = await pool.query(SUSPECTS);
  return { conflicts: linkIdentities(rows).conflicts, isCut: rows.length === MAX_ROWS };
}
