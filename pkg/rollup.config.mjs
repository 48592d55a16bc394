import { readFileSync } from 'node:fs';
import { dts } from 'rollup-plugin-dts';

const dist = new URL('./dist/', import.meta.url);

/** How each build of the entry finds the core, and what it writes. */
const builds = [
  { loader: 'inline', output: [esm('index.js'), cjs('index.cjs')] },
  { loader: 'workerd', output: [esm('index.workerd.js', './core.wasm')] },
  { loader: 'edge-light', output: [esm('index.edge-light.js', './core.wasm?module')] },
];

export default [
  ...builds.map(({ loader, output }) => ({
    input: path('tsc/src/index.js'),
    output,
    plugins: [loadBy(loader)],
  })),
  {
    input: path('tsc/src/index.d.ts'),
    output: [{ file: path('index.d.ts') }, { file: path('index.d.cts') }],
    plugins: [dts()],
  },
];

function esm(file, wasm) {
  return { file: path(file), format: 'es', paths: wasm && { 'core.wasm': wasm } };
}

function cjs(file) {
  return { file: path(file), format: 'cjs', exports: 'named' };
}

/** Takes the loader of one runtime for the inlined one, and gives that one its text. */
function loadBy(loader) {
  return {
    name: 'load-by',
    resolveId(source, importer) {
      if (source.endsWith('/wasm/inline.js')) return path(`tsc/src/wasm/${loader === 'inline' ? loader : 'workerd'}.js`);
      if (source.endsWith('/dist/core.wasm')) return loader === 'inline' ? path('core.wasm') : { id: 'core.wasm', external: true };
      if (source.endsWith('/bindgen/core.js')) return path('bindgen/core.js');
      return null;
    },
    load(id) {
      if (!id.endsWith('core.wasm')) return null;
      return `export default ${JSON.stringify(readFileSync(id).toString('base64'))};`;
    },
  };
}

function path(file) {
  return new URL(file, dist).pathname;
}
