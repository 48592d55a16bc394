// `npm run generate` writes what TypeScript and the documents have of the core. With `--check` it
// writes nothing: it shows what would change, and fails.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guides } from './generate/guide.mjs';
import { readmes } from './generate/readmes.mjs';
import { sources } from './generate/sources.mjs';
import { root, run } from './run.mjs';
import { setUpBuild } from './setup.mjs';
import { Failure, main } from './step.mjs';

const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');

/** Writes every generated file. */
export async function generate() {
  for (const [path, text] of await generated()) write(path, text);
}

/** Holds every generated file against what would be written. `options` are for cargo. */
export async function checkGenerated(options) {
  const files = await generated(options);
  const left = leftOver(files.map(([path]) => path));
  if (left.length > 0) throw new Failure(`Nothing writes ${left.join(', ')}: delete it.`);
  const stale = files.filter(([path, text]) => read(path) !== text);
  if (stale.length === 0) return;
  const differences = [];
  for (const [path, text] of stale) differences.push(await difference(path, text));
  const names = stale.map(([path]) => path).join(', ');
  throw new Failure(
    `\`npm run generate\` writes something else: ${names}.`,
    differences.join('\n'),
  );
}

/** What is in the folders called `generated`, and is not written any more. */
function leftOver(written) {
  const folders = ['pkg/src', 'pkg/cli', 'www', 'tests/package'];
  const there = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
  );
  return there.filter((path) => /\/generated\/[^/]+$/.test(path) && !written.includes(path));
}

/** The path and the text of each file. */
async function generated(options) {
  const args = ['run', '--quiet', '--locked', '--example=generate'];
  const printed = await run('cargo', args, options);
  const model = JSON.parse(printed);
  return [
    ...sources(model).map(([path, text]) => [path, formatted(path, text)]),
    ...guides(model, read),
    ...readmes(model, read),
  ];
}

function formatted(path, text) {
  const args = [biome, 'format', `--stdin-file-path=${path}`];
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' });
}

async function difference(path, text) {
  const wanted = join('target/generate', path);
  write(wanted, text);
  if (read(path) === undefined) return `${path} is missing.`;
  try {
    return await run('git', ['diff', '--no-index', '--', path, wanted]);
  } catch (error) {
    // It ends so because they differ.
    return error.output;
  }
}

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await setUpBuild();
    await (process.argv.includes('--check') ? checkGenerated() : generate());
  });
}
