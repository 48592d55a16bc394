import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './step.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const cargoHome = process.env.CARGO_HOME || join(homedir(), '.cargo');

// Settings of the caller that would move our output, or build something else than what is published.
for (const name of [
  'CARGO_BUILD_RUSTFLAGS',
  'CARGO_BUILD_TARGET',
  'CARGO_ENCODED_RUSTFLAGS',
  'CARGO_TARGET_DIR',
  'RUSTFLAGS',
]) {
  delete process.env[name];
}

// A rustup that was installed a minute ago is not in the PATH of this shell yet.
process.env.PATH = [process.env.PATH, join(cargoHome, 'bin')].join(delimiter);

/** Puts `folder` before everything else for the commands that we run, and for nobody else. */
export function preferFolder(folder) {
  process.env.PATH = [folder, process.env.PATH].join(delimiter);
}

/** Where `command` is, or undefined. */
export function which(command) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return process.env.PATH.split(delimiter)
    .map((folder) => join(folder, command + suffix))
    .find((path) => existsSync(path));
}

/** Runs a command quietly, and resolves to what it printed. */
export function run(command, args, { env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) =>
      reject(new Failure(`${command} cannot be run: ${error.message}.`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const line = [command, ...args].join(' ').replaceAll(root, '');
      reject(new Failure(`\`${line}\` ended with ${signal ?? `code ${code}`}.`, output));
    });
  });
}

/** Runs a script with this Node: the same on every system, where `npx` and `.bin` are not. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** Runs the npm that runs us, or else the one in PATH. */
export function npm(args, options) {
  const ours = process.env.npm_execpath;
  if (ours && basename(ours).startsWith('npm')) return runNode(ours, args, options);
  return run('npm', args, options);
}
