// Applies the migrations that this database does not have yet, each once, in the order of their
// names.

import { readdir, readFile } from 'node:fs/promises';

import pg from 'pg';

import { transaction } from './database.js';

const folder = new URL('migrations/', import.meta.url);

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)');
for (const name of (await readdir(folder)).sort()) {
  const sql = await readFile(new URL(name, folder), 'utf8');
  await transaction(pool, async (db) => {
    await db.query('LOCK TABLE migrations');
    const { rowCount } = await db.query('SELECT FROM migrations WHERE name = $1', [name]);
    if (rowCount) return;
    await db.query(sql);
    await db.query('INSERT INTO migrations VALUES ($1)', [name]);
    console.log(name);
  });
}
await pool.end();
