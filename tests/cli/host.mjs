// A process that runs the command as often as it is told: most of the time of one run is that of a
// process that starts. A message is `{ args, input, env }`, and is answered with what a shell sees.

import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const [, , command] = process.argv;
let last = Promise.resolve();
let count = 0;

process.on('message', (told) => {
  last = last.then(() => perform(told)).then((seen) => process.send(seen));
});

async function perform({ args, input, env }) {
  const stdout = new Written();
  const stderr = new Written();
  const stdin = Readable.from([Buffer.from(input)]);
  for (const [name, value] of Object.entries({ stdin, stdout, stderr })) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
  process.argv = [process.execPath, command, ...args];
  process.exitCode = undefined;
  // Not another object: Node.js itself looks into this one, for the time zone.
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  // It runs when it is imported, and what has another address is imported again.
  await import(`${pathToFileURL(command)}?${count++}`);
  return { code: process.exitCode ?? 0, stdout: stdout.text, stderr: stderr.text };
}

/** What was written, as text. */
class Written extends Writable {
  #chunks = [];

  get text() {
    return Buffer.concat(this.#chunks).toString();
  }

  _write(chunk, _encoding, done) {
    this.#chunks.push(chunk);
    done();
  }
}
