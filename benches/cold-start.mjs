// How long a new process needs until its first decryption, and for the import alone, compared with
// WeChat's sample on node:crypto. The processes take turns, so that a machine whose speed drifts
// slows all of them.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { median } from './median.mjs';

const ROUNDS = 40;

const { input } = JSON.parse(
  readFileSync(new URL('../tests/fixtures/decrypt/official-user-info.json', import.meta.url)),
);

/** Each exports `decrypt`. */
const programs = {
  'node:crypto': new URL('node-crypto.mjs', import.meta.url).href,
  'wx-unionid': new URL('../pkg/dist/index.js', import.meta.url).href,
  'wx-unionid, CommonJS': new URL('../pkg/dist/index.cjs', import.meta.url).href,
};

const child = `
  const [url, input] = process.argv.slice(1);
  const start = performance.now();
  const isCommonJs = url.endsWith('.cjs');
  (isCommonJs ? Promise.resolve(require(require('node:url').fileURLToPath(url))) : import(url)).then(({ decrypt }) => {
    const imported = performance.now();
    decrypt(JSON.parse(input));
    const decrypted = performance.now();
    console.log(JSON.stringify({ import: imported - start, first: decrypted - imported, all: decrypted }));
  });`;

const rounds = Array.from({ length: ROUNDS }, () =>
  Object.values(programs).map((url) =>
    JSON.parse(execFileSync(process.execPath, ['-e', child, url, JSON.stringify(input)])),
  ),
);

console.log(
  `\nNode ${process.version}, ${process.arch}: median of ${ROUNDS} new processes, in ms\n`,
);
console.log('                         import   first call   from start   more than node:crypto');
for (const [at, name] of Object.keys(programs).entries()) {
  const of = (what) => median(rounds.map((round) => round[at][what]));
  const more = median(rounds.map((round) => round[at].all - round[0].all));
  const columns = [of('import'), of('first'), of('all'), more].map((ms) => ms.toFixed(1));
  console.log(
    name.padEnd(22),
    columns[0].padStart(8),
    columns[1].padStart(12),
    columns[2].padStart(12),
    columns[3].padStart(23),
  );
}
