// Sites on this machine, each there for as long as somebody uses it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { Failure } from '../../tools/step.mjs';
import { filesOf } from '../package/installed.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Gives `use` the address of a site with the files of this folder, each with these headers. */
export async function withFiles({ folder, headers }, use) {
  // Whoever asks chooses from this list, and no path is ever put together.
  const files = new Map(filesOf(folder).map((file) => [`/${file}`, join(folder, file)]));
  const server = createServer((request, response) => {
    const path = files.get(new URL(request.url, 'http://localhost').pathname);
    if (!path) return response.writeHead(404).end();
    const type = types[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, ...headers }).end(readFileSync(path));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/**
 * Gives `use` the address that a program of this project, run with Node.js, prints when it serves.
 */
export async function withServer(project, program, args, use) {
  const script = join(project.folder, 'node_modules/.bin', program);
  const child = spawn(process.execPath, [script, ...args], {
    cwd: project.folder,
    // Otherwise colours get into the address: in continuous integration, too.
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let output = '';
  const address = new Promise((resolve, reject) => {
    const fail = (what) => reject(new Failure(`\`${program} ${args.join(' ')}\` ${what}.`));
    const collect = (chunk) => {
      output += chunk;
      const found = output.match(/http:\/\/\S+(?=\s)/);
      if (found) resolve(found[0]);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    closed.then(([code]) => fail(`ended with code ${code}`), reject);
    AbortSignal.timeout(120_000).onabort = () => fail('did not say where it serves');
  });
  try {
    return await use(await address);
  } catch (error) {
    throw new Failure(error.message, [error.output, output].filter(Boolean).join('\n'));
  } finally {
    child.kill();
    await closed;
  }
}
