import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './step.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const cargoHome = process.env.CARGO_HOME || join(homedir(), '.cargo');

// Settings of the caller that would move our output or change what is built.
for (const name of [
  'CARGO_BUILD_RUSTFLAGS',
  'CARGO_BUILD_TARGET',
  'CARGO_ENCODED_RUSTFLAGS',
  'CARGO_TARGET_DIR',
  'RUSTFLAGS',
]) {
  delete process.env[name];
}

// If rustup was just installed, this shell's PATH does not have it yet.
process.env.PATH = [process.env.PATH, join(cargoHome, 'bin')].join(delimiter);

/** Puts `folder` first in the PATH of the commands that we run. */
export function preferFolder(folder) {
  process.env.PATH = [folder, process.env.PATH].join(delimiter);
}

/** The path of `command`, or undefined. */
export function which(command) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return process.env.PATH.split(delimiter)
    .map((folder) => join(folder, command + suffix))
    .find((path) => existsSync(path));
}

/** Runs a command quietly, and resolves to its output. */
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

/** Runs a script with this Node.js. It works on every system; `npx` and `.bin` do not. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** Runs the npm that runs us, or the one in PATH. */
export function npm(args, options) {
  const ours = process.env.npm_execpath;
  if (ours && basename(ours).startsWith('npm')) return runNode(ours, args, options);
  return run('npm', args, options);
}

/** Makes a project of this folder, with nothing but the packed package in it. */
export function installTarball(tarball, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return npm(['install', '--no-save', tarball, '--no-audit', '--no-fund'], { cwd: folder });
}
