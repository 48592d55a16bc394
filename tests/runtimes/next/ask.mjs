import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { answered } from './exercise.mjs';

const [path, wechat] = process.argv.slice(2);
const hostname = '127.0.0.1';
const port = await freePort();
const server = spawn(process.execPath, ['standalone/server.js'], {
  env: { ...process.env, HOSTNAME: hostname, PORT: port },
  stdio: ['ignore', 'pipe', 'inherit'],
  timeout: 60_000,
});
try {
  for await (const line of createInterface(server.stdout)) if (line.includes('Ready')) break;
  const response = await fetch(`http://${hostname}:${port}${path}`, {
    method: 'POST',
    body: wechat,
  });
  console.log(await answered(response));
} finally {
  server.kill();
}

/** It takes no port 0. */
async function freePort() {
  const probe = createServer().listen(0, hostname);
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
