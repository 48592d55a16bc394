import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

/**
 * Runs `make`, unless `inputs` and `outputs` (files and folders) have the content that they had
 * after the last run. `settings` is everything else that the outputs depend on.
 */
export async function unlessUnchanged({ stamp, inputs, outputs, settings = [] }, make) {
  const file = join(root, 'target/stamps', stamp);
  const state = () => hash([hashFiles(inputs), hashFiles(outputs), JSON.stringify(settings)]);
  if (existsSync(file) && readFileSync(file, 'utf8') === state()) return 'unchanged';
  await make();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, state());
}

/** SHA-256 of a file, in hex. */
export function hashFile(path) {
  return hash([readFileSync(path)]);
}

function hashFiles(paths) {
  const files = paths.flatMap((path) => filesIn(join(root, path)));
  return hash(files.flatMap((file) => [file, existsSync(file) ? hashFile(file) : 'absent']));
}

function filesIn(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function hash(parts) {
  const all = createHash('sha256');
  for (const part of parts) all.update(part).update('\0');
  return all.digest('hex');
}
