// The middleware of docs/frameworks.md in a real Egg.js.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/run.mjs';
import { testFramework } from '../frameworks/login.mjs';
import { installProject } from '../package/installed.mjs';

const folder = installProject('tests/egg');
mkdirSync(join(folder, 'app/middleware'));
copyFileSync(join(root, 'examples/frameworks/koa.cjs'), join(folder, 'app/middleware/wechat.js'));

testFramework('Egg.js: koa.cjs', async (t) => {
  // In production its log is in a file, below this folder.
  const env = { ...process.env, EGG_SERVER_ENV: 'prod', EGG_HOME: folder };
  const child = fork(join(folder, 'start.js'), {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  t.after(async () => {
    child.kill();
    await once(child, 'exit');
  });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('Egg.js has ended')));
  failed.catch(() => {});
  const [address] = await Promise.race([once(child, 'message'), failed]);
  return address;
});
