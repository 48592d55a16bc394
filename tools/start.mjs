import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './run.mjs';
import { serve } from './serve.mjs';
import { setUpBuild } from './setup.mjs';
import { bold, dim, Failure, green, main, say } from './step.mjs';

const SAMPLE = 'tests/fixtures/decrypt/official-user-info.json';

await main(async () => {
  const once = process.argv.includes('--once');
  say(
    `\n${bold('wx-unionid')}  who is this WeChat user, and can the data that says so be trusted?`,
  );

  // Before the build, so that nobody waits for minutes to hear that the port is taken.
  const server = once ? undefined : await serve({ port: port() });
  say();
  await setUpBuild();
  await build();
  await decryptSample();

  const page = server ? `${server.url}  ${dim('until Ctrl+C')}` : 'npm start';
  say(`  ${bold('In the browser')}  ${page}`);
  say(`  ${bold('All the tests')}   npm test\n`);
});

function port() {
  const port = process.env.PORT || '8080';
  if (/^\d{1,5}$/.test(port) && Number(port) < 65536) return Number(port);
  throw new Failure(`PORT must be a number up to 65535, and it is "${port}": PORT=8080 npm start`);
}

async function decryptSample() {
  const { decrypt } = await import('../pkg/dist/index.js');
  const { input } = JSON.parse(readFileSync(join(root, SAMPLE), 'utf8'));
  const started = performance.now();
  const { data, watermark } = decrypt(input);
  const ms = performance.now() - started;

  const when = new Date(watermark.timestamp * 1000).toISOString().replace('T', ' ').slice(0, 19);
  say(
    `\n  ${bold("WeChat's official sample, decrypted")}  ${dim(`in ${ms.toFixed(1)} ms, with compiling`)}\n`,
  );
  fact('app', watermark.appid);
  fact('user', `${data.nickName}, from ${data.city}, ${data.province}, ${data.country}`);
  fact('openid', data.openId);
  fact('unionid', data.unionId);
  fact('made at', `${when} UTC`);
  fact('watermark', green('✓ checked: the data was made for this app'));
  say();
}

function fact(name, value) {
  say(`    ${dim(name.padEnd(11))}${value}`);
}
