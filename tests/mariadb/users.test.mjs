// The users of the example in MariaDB, which stands for MySQL too.

import { after, before } from 'node:test';

import mysql from 'mysql2/promise';

import { sqlOf } from '../accounts/databases.mjs';
import { testUsers } from '../accounts/users.mjs';
import { startMariaDB } from '../servers/mariadb.mjs';

let server;
let count = 0;
before(async () => {
  server = await startMariaDB();
});
after(() => server?.kill());

testUsers('MariaDB', async (t) => {
  const settings = { host: '127.0.0.1', port: server.port, user: 'root', multipleStatements: true };
  const database = `test_${++count}`;
  const admin = await mysql.createConnection(settings);
  await admin.query(
    `CREATE DATABASE ${database}; USE ${database}; ${sqlOf('other-databases/mysql.sql')}`,
  );
  await admin.end();
  const pool = mysql.createPool({ ...settings, database, connectionLimit: 20 });
  t.after(() => pool.end());
  return {
    query: (...args) => query(pool, ...args),
    async connect() {
      const connection = await pool.getConnection();
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      return {
        query: (...args) => query(connection, ...args),
        release: () => connection.release(),
      };
    },
  };
});

/** The codes of the races that the example knows by those of PostgreSQL. */
const races = { ER_DUP_ENTRY: '23505', ER_LOCK_DEADLOCK: '40P01' };

async function query(connection, sql, values = []) {
  const given = [];
  const own = sql.replaceAll(/\$(\d)/g, (_, number) => {
    given.push(values[number - 1]);
    return '?';
  });
  try {
    const [rows] = await connection.query(own, given);
    return { rows: Array.isArray(rows) ? rows : [], rowCount: rows.length ?? rows.affectedRows };
  } catch (error) {
    throw Object.assign(error, { code: races[error.code] ?? error.code });
  }
}
