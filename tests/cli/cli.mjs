// The command, run as a stranger's shell runs it.

import assert from 'node:assert/strict';
import { fork, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

import { install } from '../package/installed.mjs';
import { isDeep } from '../package/pairs.mjs';

export const folder = install();
export const command = join(folder, 'node_modules/.bin/wx-unionid');

// npm serves a tarball of a known name and version from its cache.
for (const part of ['cli', 'paste']) {
  const sources = new URL(`../../pkg/${part}/`, import.meta.url);
  const names = readdirSync(sources, { recursive: true }).filter((name) => name.endsWith('.mjs'));
  for (const name of names) {
    const installed = join(folder, 'node_modules/wx-unionid', part, name);
    assert.equal(read(installed), read(new URL(name, sources)), `another ${name} was installed`);
  }
}

/** Nothing of the environment of whoever tests. */
export const environment = { PATH: process.env.PATH, LANG: 'en_US.UTF-8' };

const host = fork(
  fileURLToPath(new URL('host.mjs', import.meta.url)),
  [join(folder, 'node_modules/wx-unionid/cli/wx-unionid.mjs')],
  { env: environment },
);
after(() => host.disconnect());
/** Who waits for an answer, in the order of the questions. */
const waiting = [];
host.on('message', (seen) => waiting.shift().resolve(seen));
host.on('exit', (code) => {
  for (const { reject } of waiting) reject(new Error(`a run ended the host with ${code}`));
});

/** `npm test` starts a process of its own for every tenth run; `npm run test:deep` for each. */
const STEP = isDeep ? 1 : 10;
let count = 0;

/** Runs it to its end. */
export function run(args, { input = '', env = {} } = {}) {
  const told = {
    args,
    input: typeof input === 'object' ? JSON.stringify(input) : input,
    env: { ...environment, ...env },
  };
  return count++ % STEP === 0 ? runAlone(told) : runInHost(told);
}

function runInHost(told) {
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    host.send(told);
  });
}

async function runAlone({ args, input, env }) {
  const child = spawn(command, args, { env });
  child.stdin.on('error', () => {}); // It may end without having read.
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Runs it for a program. */
export async function runJson(args, options) {
  const { code, stdout, stderr } = await run([...args, '--json'], options);
  assert.equal(stderr, '');
  return { code, ...JSON.parse(stdout) };
}

/** Runs a shell's command in a terminal of its own, on which nobody types. */
export function inTerminal(line, env = {}) {
  return spawnSync('script', ['-qec', line, '/dev/null'], {
    env: { ...environment, TERM: 'xterm', ...env },
    input: '',
    encoding: 'utf8',
  });
}

/** Why there is no terminal, or `false`. */
export function noTerminal() {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return /util-linux/.test(stdout) ? false : 'the `script` of util-linux is not installed';
}

/** A new file, by its path. */
export function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function read(path) {
  return readFileSync(path, 'utf8');
}
