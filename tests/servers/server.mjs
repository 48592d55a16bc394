// A real server of the tests' own: on 127.0.0.1, in a temporary folder, ended with the tests.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ATTEMPTS = 5;

/**
 * Starts a server on a free port.
 *
 * @param {object} server
 * @param {string} server.program
 * @param {(where: { port: number, folder: string }) => string[]} server.args
 * @param {string} server.ready what it prints once it takes connections
 * @param {(folder: string) => void} [server.prepare] makes the folder what the program needs
 * @param {{ uid?: number, gid?: number }} [server.user] who runs it
 * @param {boolean} [server.keeps] after `restart()` it has its folder again
 */
export async function startServer({ keeps, ...program }) {
  const server = keeps ? { ...program, folder: keptFolder() } : program;
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return new Server(server, port, await launch(server, port));
    } catch (error) {
      // Somebody else was faster to take the port.
      if (attempt === ATTEMPTS || !/in use/.test(error.message)) throw error;
    }
  }
}

/** Until the tests have ended. */
function keptFolder() {
  const folder = newFolder();
  process.on('exit', () => clear(folder));
  return folder;
}

/**
 * `kill()` ends it as a power cut does, `restart()` starts it on the same port, with nothing in it
 * unless it `keeps`.
 */
class Server {
  #server;
  #child;

  constructor(server, port, child) {
    this.port = port;
    this.#server = server;
    this.#child = child;
  }

  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'close');
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
    this.#child = await launch(this.#server, this.port);
  }
}

/** Resolves to the process once it takes connections. */
async function launch({ program, args, ready, prepare, user, folder: kept }, port) {
  const folder = kept ?? newFolder();
  const leave = () => kept ?? clear(folder);
  try {
    prepare?.(folder);
  } catch (error) {
    leave();
    throw error;
  }
  const options = { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(program, args({ port, folder }), options);
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.once('close', () => {
    process.off('exit', end);
    leave();
  });
  let output = '';
  await new Promise((resolve, reject) => {
    child.once('error', ({ message }) => reject(new Error(`${program}: ${message}`)));
    child.once('close', () => reject(new Error(`${program} has ended: ${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        if (output.includes(ready)) resolve();
      });
    }
  });
  return child;
}

function newFolder() {
  return mkdtempSync(join(tmpdir(), 'wx-unionid-server-'));
}

function clear(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/**
 * For programs that cannot choose a port by themselves, or that come back at theirs. It is none of
 * those that systems give to whoever asks for any (32768 and above): nobody takes it meanwhile.
 */
export async function freePort() {
  const server = createServer();
  for (;;) {
    server.listen(randomInt(10_000, 32_768), '127.0.0.1');
    try {
      await once(server, 'listening');
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
