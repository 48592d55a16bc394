import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import { answered } from './exercise.mjs';

const [path, wechat] = process.argv.slice(2);
const hostname = '127.0.0.1';
const { server, port } = await start();
try {
  const response = await fetch(`http://${hostname}:${port}${path}`, {
    method: 'POST',
    body: wechat,
  });
  console.log(await answered(response));
} finally {
  server.kill();
}

/** It takes no port 0, and somebody else may be faster to take one that is free. */
async function start() {
  for (;;) {
    const port = await freePort();
    const server = spawn(process.execPath, ['standalone/server.js'], {
      env: { ...process.env, HOSTNAME: hostname, PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    const complaints = text(server.stderr);
    for await (const line of createInterface(server.stdout)) {
      if (line.includes('Ready')) return { server, port };
    }
    const complaint = await complaints;
    if (!complaint.includes('EADDRINUSE')) throw new Error(`Next.js has ended: ${complaint}`);
  }
}

async function freePort() {
  const probe = createServer().listen(0, hostname);
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
