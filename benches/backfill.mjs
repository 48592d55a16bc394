// examples/backfill: rows per second with 1, 2 and 4 workers, with its limit of calls and without,
// and the peak of a worker's memory. PostgreSQL, Redis and the fake WeChat run on this machine too.

import { readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installProject } from '../tests/package/installed.mjs';
import { obtain, setUpTests } from '../tools/setup.mjs';

const { values } = parseArgs({ options: { followers: { type: 'string', default: '50000' } } });
const followers = Number(values.followers);

const needs = ['postgresql', 'redis'];
const { postgresql, redis } = await obtain(needs, setUpTests(needs));
process.env.WX_UNIONID_POSTGRESQL = postgresql.path;
process.env.WX_UNIONID_REDIS = redis.path;
const { prepare } = await import('../tests/backfill/backfill.mjs');

const folder = installProject('examples/backfill');
const peaks = join(folder, 'peaks');
const hook = new URL('peak-memory.mjs', import.meta.url).href;

console.log(`Node.js ${process.versions.node}, ${cpus().length} cores, ${followers} followers\n`);
console.log('| calls per second | workers | rows per second | a worker at most |');
console.log('| --- | --- | --- | --- |');
for (const CALLS_PER_SECOND of ['0', '20']) {
  for (const workers of [1, 2, 4]) {
    const { rate, megabytes } = await measure(workers, CALLS_PER_SECOND);
    const limit = CALLS_PER_SECOND === '0' ? 'no limit' : CALLS_PER_SECOND;
    console.log(`| ${limit} | ${workers} | ${rate} | ${megabytes} MB |`);
  }
}

async function measure(workers, CALLS_PER_SECOND) {
  const ends = [];
  const env = { CALLS_PER_SECOND, NODE_OPTIONS: `--import=${hook}`, PEAKS: peaks };
  const site = await prepare((end) => ends.push(end), { folder, followers, env });
  const backfill = site.start(workers);
  const [code] = await backfill.ended;
  for (const end of ends.reverse()) await end();
  if (code !== 0) throw new Error(backfill.stderr);
  const rates = [...backfill.stderr.matchAll(/(\d+) rows\/s/g)].map(([, rate]) => Number(rate));
  const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
  rmSync(peaks);
  return { rate: rates.at(-1), megabytes: Math.round(Math.max(...kilobytes) / 1024) };
}
