// The vectors of `tests/fixtures`, read from disk.

import { readdirSync, readFileSync } from 'node:fs';

export const folder = new URL('../fixtures/', import.meta.url);

/** All cases below a folder, each with its path. A `.jsonl` holds one a line. */
export function fixtures(name) {
  const paths = readdirSync(new URL(name, folder), { recursive: true })
    .map((path) => `${name}/${path}`)
    .sort();
  return [
    ...paths.filter((path) => path.endsWith('.json')).map((path) => ({ path, ...read(path) })),
    ...paths.filter((path) => path.endsWith('.jsonl')).flatMap(readLines),
  ];
}

export function read(path) {
  return JSON.parse(text(path));
}

function readLines(path) {
  const lines = text(path).trimEnd().split('\n');
  return lines.map((line, index) => ({ path: `${path}:${index + 1}`, ...JSON.parse(line) }));
}

function text(path) {
  return readFileSync(new URL(path, folder), 'utf8');
}
