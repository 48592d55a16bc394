// A SQLite in memory, with what `pg` has.

import sqlite from 'node-sqlite3-wasm';

/** A pool with these tables, until the test has ended. */
export function emptySQLite(t, tables) {
  const db = new sqlite.Database(':memory:');
  t.after(() => db.close());
  db.exec(`PRAGMA foreign_keys = ON; ${tables}`);
  return new OneConnection(db);
}

/** SQLite has one writer at a time, and so one connection, which each transaction waits for. */
class OneConnection {
  #db;
  #free = Promise.resolve();

  constructor(db) {
    this.#db = db;
  }

  async connect() {
    let release;
    const before = this.#free;
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return { release, query: (...args) => this.query(...args) };
  }

  async query(sql, values = []) {
    const own = sql.replaceAll(/\$(\d)/g, '?$1').replace(' FOR UPDATE', '');
    const rows = this.#db.all(own, values);
    return { rows, rowCount: rows.length };
  }
}
