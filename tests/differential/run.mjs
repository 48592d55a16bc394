// `npm run differential -- [count] [seed] [comparison]`: so many random inputs of each comparison,
// or of one; a million if it is not said. It prints what came out, and ends at the first
// difference.

import { randomInt } from 'node:crypto';

import * as wx from '../../pkg/dist/index.js';
import { seeded } from '../diagnosis/seeded.mjs';
import { comparisons } from './differences.mjs';

const [count = 1_000_000, seed = randomInt(2 ** 31), only] = process.argv.slice(2);

for (const [name, compare] of Object.entries(comparisons)) {
  if (only && name !== only) continue;
  const counts = compare(wx, seeded(Number(seed)), Number(count));
  const seconds = Math.round(process.cpuUsage().user / 1e6);
  console.log(`${name}: ${count} inputs of seed ${seed}, ${seconds} s, no difference`);
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  for (const [outcome, times] of rows) console.log(`  ${outcome.padEnd(28)} ${times}`);
}
