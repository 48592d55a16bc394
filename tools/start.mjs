import { build } from './build.mjs';
import { serve } from './serve.mjs';
import { setUpBuild } from './setup.mjs';
import { bold, dim, Failure, main, say } from './step.mjs';
import { showWholeLogin } from './whole-login.mjs';

await main(async () => {
  const once = process.argv.includes('--once');
  say(
    `\n${bold('wx-unionid')}  who is this WeChat user, and can the data that says so be trusted?`,
  );

  // Before the build, which takes minutes: if the port is taken, tell at once.
  const server = once ? undefined : await serve({ port: port() });
  say();
  await setUpBuild();
  await build();
  await showWholeLogin();

  const page = server ? `${server.url}  ${dim('until Ctrl+C')}` : 'npm start';
  say(`  ${bold('In the browser')}  ${page}`);
  say(`  ${bold('All the tests')}   npm test\n`);
});

function port() {
  const port = process.env.PORT || '8080';
  if (/^\d{1,5}$/.test(port) && Number(port) < 65536) return Number(port);
  throw new Failure(`PORT must be a number up to 65535, and it is "${port}": PORT=8080 npm start`);
}
