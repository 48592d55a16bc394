// What a new process waits for: from its start to the first decryption, and the import alone, against WeChat's
// sample on node:crypto. One process each in turn, round by round, so that a machine whose speed drifts slows all.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ROUNDS = 40;

const { input } = JSON.parse(
  readFileSync(new URL('../tests/fixtures/decrypt/official-user-info.json', import.meta.url)),
);

/** Each exports `decrypt`. */
const programs = {
  'node:crypto':
    'data:text/javascript,' +
    encodeURIComponent(`
    import { createDecipheriv } from 'node:crypto';
    export function decrypt({ appid, sessionKey, encryptedData, iv }) {
      const key = Buffer.from(sessionKey, 'base64');
      const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(iv, 'base64'));
      const text = decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8');
      const data = JSON.parse(text);
      if (data.watermark.appid !== appid) throw new Error('Illegal Buffer');
      return data;
    }`),
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

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
