// A real Redis of the tests' own: on 127.0.0.1, in a folder of its own, with nothing kept on disk.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.env.WX_UNIONID_REDIS ?? 'redis-server';
const ATTEMPTS = 5;

/** A running Redis. `kill()` ends it as a power cut does, `restart()` starts it on the same port, with nothing in it. */
export async function startRedis() {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return new Redis(port, await launch(port));
    } catch (error) {
      // Somebody else was faster to take the port.
      if (attempt === ATTEMPTS || !/in use/.test(error.message)) throw error;
    }
  }
}

class Redis {
  #child;

  constructor(port, child) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.#child = child;
  }

  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** It takes connections and commands, and answers none, until `resume()`. */
  hang() {
    this.#child.kill('SIGSTOP');
  }

  resume() {
    this.#child.kill('SIGCONT');
  }

  async restart() {
    await this.kill();
    this.#child = await launch(this.port);
  }
}

/** Resolves to the process once it takes connections. */
async function launch(port) {
  const folder = mkdtempSync(join(tmpdir(), 'wx-unionid-redis-'));
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.once('close', () => {
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  });
  let output = '';
  await new Promise((resolve, reject) => {
    child.once('error', ({ message }) => reject(new Error(`${program}: ${message}`)));
    child.once('close', () => reject(new Error(`Redis has ended: ${output}`)));
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    createInterface(child.stdout).on('line', (line) => {
      output += `${line}\n`;
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
  return child;
}

/** Redis cannot choose a port by itself. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
