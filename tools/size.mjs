import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pageFile } from './page.mjs';
import { root } from './run.mjs';
import { Failure } from './step.mjs';

/**
 * Compares what a user downloads with the budgets of size.json, in bytes. Also tells what each part
 * of the entry costs.
 */
export async function measureSizes(tarball) {
  const budgets = JSON.parse(readFileSync(join(root, 'tools/size.json'), 'utf8'));
  const packed = readFileSync(tarball);
  const wasm = readFileSync(join(root, 'pkg/dist/core.wasm'));
  const sizes = {
    'core.wasm': wasm.length,
    'core.wasm, gzip': gzipped(wasm),
    'entry, minified, gzip': await minified("export * from './index.js'"),
    '  its core, as text': gzipped(wasm.toString('base64')),
    '  its texts of errcodes': await packedTexts('errcodes'),
    '  its texts of causes': (await packedTexts('causes')) + (await packedTexts('push-causes')),
    '  its texts of identities': await minified("export * from './tsc/src/generated/identity.js'"),
    'the same to decrypt only': await minified("export { decrypt } from './index.js'"),
    'slim entry, minified, gzip': await minified("export * from './slim.js'"),
    'mini program, minified, gzip': await minified("export * from './miniprogram.js'"),
    'page.html.gz': readFileSync(join(root, pageFile)).length,
    tarball: packed.length,
    installed: unpackedSize(gunzipSync(packed)),
  };

  const isOver = (name) => sizes[name] > budgets[name];
  const rows = Object.entries(sizes).map(([name, size]) => {
    const budget = budgets[name]
      ? `  ${isOver(name) ? 'over' : 'of'} ${kilobytes(budgets[name])} kB`
      : '';
    return `${name.padEnd(28)}${kilobytes(size)} kB${budget}`;
  });
  const table = rows.join('\n');
  const over = Object.keys(budgets).filter(isOver);
  if (over.length > 0)
    throw new Failure(`Over the budget of tools/size.json: ${over.join(', ')}.`, table);
  return table;
}

function gzipped(data) {
  return gzipSync(data, { level: 9 }).length;
}

/** As the build puts them into JavaScript. */
async function packedTexts(name) {
  const texts = await import(`../pkg/dist/tsc/src/generated/${name}.js`);
  const [all] = Object.values(texts);
  return gzipped(gzipSync(JSON.stringify(all()), { level: 9 }).toString('base64'));
}

/** Bundles a program beside the package's files, like an app. */
async function minified(program) {
  const stdin = { contents: program, resolveDir: join(root, 'pkg/dist') };
  const { outputFiles } = await build({
    stdin,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    charset: 'utf8',
  });
  return gzipped(outputFiles[0].contents);
}

/** Adds up the sizes in the headers of a tar archive. A header is a block of 512 bytes. */
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
  return (bytes / 1000).toFixed(1).padStart(7);
}
