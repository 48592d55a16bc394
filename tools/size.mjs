import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root } from './run.mjs';
import { Failure } from './step.mjs';

/** What a user downloads, in bytes, against the budgets of size.json. */
export function measureSizes(tarball) {
  const budgets = JSON.parse(readFileSync(join(root, 'tools/size.json'), 'utf8'));
  const packed = readFileSync(tarball);
  const wasm = dist('core.wasm');
  const sizes = {
    'core.wasm': wasm.length,
    'core.wasm, gzip': gzipSync(wasm, { level: 9 }).length,
    'index.js, gzip': gzipSync(dist('index.js'), { level: 9 }).length,
    tarball: packed.length,
    installed: unpackedSize(gunzipSync(packed)),
  };

  const rows = Object.entries(sizes).map(([name, size]) => {
    const verdict = size > budgets[name] ? 'over' : 'of';
    return `${name.padEnd(16)} ${kilobytes(size)} kB  ${verdict} ${kilobytes(budgets[name])} kB`;
  });
  const table = rows.join('\n');
  const over = Object.keys(sizes).filter((name) => sizes[name] > budgets[name]);
  if (over.length > 0)
    throw new Failure(`Over the budget of tools/size.json: ${over.join(', ')}.`, table);
  return table;
}

function dist(name) {
  return readFileSync(join(root, 'pkg/dist', name));
}

/** The sum of the sizes in the headers of a tar archive, each in a block of 512 bytes. */
function unpackedSize(tar) {
  let sum = 0;
  for (let at = 0; tar[at]; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    sum += size;
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return sum;
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1).padStart(6);
}
