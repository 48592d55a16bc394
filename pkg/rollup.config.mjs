import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dts } from 'rollup-plugin-dts';

/** How each build of the entry gets the core, and the files that it makes. */
const builds = [
  { core: inlined, output: [es('index.js'), cjs('index.cjs')] },
  { core: imported('./core.wasm'), output: [es('index.workerd.js')] },
  { core: imported('./core.wasm?module'), output: [es('index.edge-light.js')] },
];

export default [
  ...builds.map(({ core, output }) => ({
    input: dist('tsc/src/index.js'),
    output,
    plugins: [bindings(), core()],
  })),
  {
    input: dist('tsc/src/index.d.ts'),
    output: [{ file: dist('index.d.ts') }, { file: dist('index.d.cts') }],
    plugins: [dts()],
  },
];

function es(file) {
  return { file: dist(file), format: 'es' };
}

function cjs(file) {
  return { file: dist(file), format: 'cjs', exports: 'named' };
}

/** The sources import the generated bindings from where they are, not from where tsc wrote to. */
function bindings() {
  return resolve('bindings', '/dist/bindgen/core.js', () => dist('bindgen/core.js'));
}

/** The core as Base64, inside the file. */
function inlined() {
  return {
    ...resolve('inlined', '/dist/core.wasm', () => dist('core.wasm')),
    load: (id) =>
      id.endsWith('core.wasm')
        ? `export default ${JSON.stringify(readFileSync(id, 'base64'))};`
        : null,
  };
}

/** The core as a module that the runtime compiled, imported by this name. */
function imported(id) {
  return () => ({
    ...resolve('imported', '/dist/core.wasm', () => ({ id, external: true })),
    load: (path) =>
      path.endsWith('/wasm/inline.js')
        ? readFileSync(dist('tsc/src/wasm/precompiled.js'), 'utf8')
        : null,
  });
}

function resolve(name, end, to) {
  return { name, resolveId: (source) => (source.endsWith(end) ? to() : null) };
}

function dist(file) {
  return fileURLToPath(new URL(`dist/${file}`, import.meta.url));
}
