// How long `decrypt` takes with data that is good or bad in one way: whether the time tells what
// failed. Each round times each of them once, in an order of its own, so that whatever disturbs the
// machine disturbs them alike.

import { parseArgs } from 'node:util';

import { decrypt } from '../pkg/dist/index.js';
import { seeded } from '../tests/diagnosis/seeded.mjs';
import { inputs } from '../tests/package/failures.mjs';

const WARM_UP = 20_000;
const BASE = 'bad padding';

const { values } = parseArgs({ options: { samples: { type: 'string', default: '200000' } } });
const rounds = Number(values.samples);
const names = Object.keys(inputs);
const times = Object.fromEntries(names.map((name) => [name, new Float64Array(rounds)]));
const random = seeded(1);

function nanoseconds(input) {
  const start = process.hrtime.bigint();
  try {
    decrypt(input);
  } catch {
    // That it fails is tested; here the time counts.
  }
  return Number(process.hrtime.bigint() - start);
}

function shuffle(list) {
  for (let last = list.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [list[last], list[at]] = [list[at], list[last]];
  }
}

for (let round = -WARM_UP; round < rounds; round++) {
  shuffle(names);
  for (const name of names) {
    const taken = nanoseconds(inputs[name]);
    if (round >= 0) times[name][round] = taken;
  }
}

/** In microseconds: the median, and the quartiles. */
function quartiles(samples) {
  const sorted = samples.toSorted();
  const at = (share) => (sorted[Math.floor(sorted.length * share)] / 1000).toFixed(2);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}

console.log(
  `Node ${process.version}, ${process.arch}, ${rounds.toLocaleString('en')} each, in µs\n`,
);
console.log(`| data | median (quartiles) | minus ${BASE}, of one round |`);
console.log('| --- | --- | --- |');
for (const [name, samples] of Object.entries(times)) {
  const differences = samples.map((taken, round) => taken - times[BASE][round]);
  console.log(`| ${name} | ${quartiles(samples)} | ${quartiles(differences)} |`);
}
