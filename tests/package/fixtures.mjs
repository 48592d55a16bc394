// The vectors of `tests/fixtures`, read from disk.

import { readdirSync, readFileSync } from 'node:fs';

export const folder = new URL('../fixtures/', import.meta.url);

/** All cases below a folder, each with its path. */
export function fixtures(name) {
  const paths = readdirSync(new URL(name, folder), { recursive: true });
  return paths
    .filter((path) => path.endsWith('.json'))
    .map((path) => ({ path: `${name}/${path}`, ...read(`${name}/${path}`) }));
}

export function read(path) {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
}
