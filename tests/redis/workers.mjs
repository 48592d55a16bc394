// The processes of a back end, as the tests see them.

import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** A process that runs `worker.mjs`, once it is ready. Emits what it says by itself. */
export async function startWorker(name, { folder, redis, weChat }) {
  const child = fork(program, [folder, redis.url, weChat.baseUrlOf(name), weChat.openid]);
  const worker = new Worker(name, child);
  await once(worker, 'ready');
  return worker;
}

class Worker extends EventEmitter {
  #child;
  #waiting = new Map();
  #nextId = 0;

  constructor(name, child) {
    super();
    this.name = name;
    this.#child = child;
    child.on('message', ({ id, event, value, error, code }) => {
      if (event) return this.emit(event);
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(Object.assign(new Error(`${name}: ${error}`), { code }));
      else resolve(value);
    });
    child.on('exit', (code, signal) => {
      const gone = new Error(`${name} has ended: ${signal ?? code}`);
      for (const { reject } of this.#waiting.values()) reject(gone);
      if (this.listenerCount('error') > 0) this.emit('error', gone);
    });
  }

  call(call, ...args) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, call, args });
    });
  }

  /** `kill -9`. */
  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
