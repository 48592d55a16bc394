import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
import { answered } from './exercise.mjs';

const compiled = {};

// As Vercel does: what is imported with `?module` is compiled beforehand, and handed over as a
// global.
const wasm = {
  name: 'wasm',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?module', '')),
      namespace: 'wasm',
    }));
    onLoad({ filter: /./, namespace: 'wasm' }, ({ path }) => {
      compiled.wasm_core = new WebAssembly.Module(readFileSync(path));
      return { contents: 'export default wasm_core;' };
    });
  },
};

const { metafile, outputFiles } = await build({
  entryPoints: ['app.mjs'],
  bundle: true,
  conditions: ['edge-light'],
  plugins: [wasm],
  metafile: true,
  write: false,
});
const entry = 'node_modules/wx-unionid/dist/index.edge-light.js';
assert.ok(entry in metafile.inputs, `it was not bundled, but ${Object.keys(metafile.inputs)}`);

const runtime = new EdgeRuntime({
  initialCode: outputFiles[0].text,
  extend: (context) => Object.assign(context, compiled),
  codeGeneration: { strings: false, wasm: false },
});
const [wechat] = process.argv.slice(2);
const response = await runtime.dispatchFetch('http://edge/', { method: 'POST', body: wechat });
console.log(await answered(response));
