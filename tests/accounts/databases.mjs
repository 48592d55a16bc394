// The databases that the users of the example are stored in: each is a pool of connections, as `pg`
// has it.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';

import { installProject } from '../package/installed.mjs';
import { startPostgreSQL } from '../servers/postgresql.mjs';
import { emptySQLite } from '../servers/sqlite.mjs';

/** The example, with what it depends on. */
export const folder = installProject('examples/accounts');
const { default: pg } = await import(createRequire(join(folder, 'index.js')).resolve('pg'));

/** A module of the example. */
export function load(file) {
  return import(join(folder, file));
}

export function sqlOf(file) {
  return readFileSync(join(folder, file), 'utf8');
}

let server;
let count = 0;

/** An empty database of PostgreSQL. */
export async function emptyPostgreSQL(t) {
  server ??= startPostgreSQL();
  const { url } = await server;
  const name = `test_${++count}`;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const connectionString = new URL(name, url).href;
  const pool = new pg.Pool({ connectionString, max: 40 });
  t.after(() => pool.end());
  return Object.assign(pool, { url: connectionString });
}

// It is ended after what the tests began.
after(async () => (await server)?.kill());

/** With the tables of the example. */
export const databases = {
  async PostgreSQL(t) {
    const pool = await emptyPostgreSQL(t);
    const names = readdirSync(join(folder, 'migrations')).sort();
    for (const name of names) await pool.query(sqlOf(`migrations/${name}`));
    return pool;
  },
  SQLite: (t) => emptySQLite(t, sqlOf('other-databases/sqlite.sql')),
};
