// `linkIdentities` with a million rows: processor time, and the peak of memory before and after.

import { randomBytes } from 'node:crypto';

import { linkIdentities } from '../pkg/dist/index.js';

const ROWS = 1_000_000;
const ROUNDS = 3;
const APPS = 4;

/** Like WeChat's: 28 characters, the first six of the app. */
const id = (start) =>
  start +
  randomBytes(24)
    .toString('base64url')
    .slice(start.length - 28);
const apps = Array.from({ length: APPS }, (_, i) => ({
  appid: `wx${randomBytes(8).toString('hex')}`,
  start: `oApp${i}${i}`,
}));

/** Each person uses two of the four apps. A quarter of the rows has no unionid. */
const rows = [];
for (let person = 0; rows.length < ROWS; person++) {
  const unionid = id('oUnion');
  for (const { appid, start } of [apps[person % APPS], apps[(person + 1) % APPS]]) {
    rows.push({ appid, openid: id(start), unionid: rows.length % 4 === 3 ? null : unionid });
  }
}
for (let last = rows.length - 1; last > 0; last--) {
  const at = Math.floor(Math.random() * (last + 1));
  [rows[last], rows[at]] = [rows[at], rows[last]];
}

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`Node ${process.version}, ${process.arch}: ${ROWS} rows; ${megabytes()} MB before\n`);
for (let round = 0; round < ROUNDS; round++) {
  const start = process.cpuUsage();
  const { groups, conflicts } = linkIdentities(rows);
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(
    `${seconds} s, ${groups.length} groups, ${conflicts.length} conflicts, at most ${megabytes()} MB`,
  );
}
