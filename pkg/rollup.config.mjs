import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { dts } from 'rollup-plugin-dts';

// Every entry is the slim one and a core for it, in a file that imports the slim one's: so a process has one
// instance and one WxError per format, whatever entries it takes.
const entries = { slim: compiled('slim.js'), index: compiled('inline.js') };
const edges = {
  'index.workerd': compiled('workerd.js'),
  'index.edge-light': compiled('edge-light.js'),
};

// Of the mini program's side, and of nothing else, WeChat's developer tools take a copy: one CommonJS file in a folder of
// its own, which package.json names in `miniprogram`.
const miniprogram = { miniprogram: compiled('miniprogram/index.js') };

const plugins = [bindings(), core()];

// Apart from the others: a fake WeChat, with other people's cryptography inside.
const testing = { input: compiled('testing.js'), plugins: [nodeResolve(), withoutComments()] };
const licences = ['ciphers', 'hashes'].map(licenceOf).join('\n');

export default [
  { input: { ...entries, ...edges }, output: output('es', 'js'), plugins },
  { input: entries, output: output('cjs', 'cjs'), plugins },
  { ...testing, output: { file: dist('testing.js'), format: 'es', banner: licences } },
  { ...testing, output: { file: dist('testing.cjs'), format: 'cjs', banner: licences } },
  {
    input: miniprogram,
    output: [output('es', 'js'), output('cjs', 'cjs'), output('cjs', 'js', 'miniprogram')],
  },
  types('index'),
  types('slim', { on: 'index' }),
  types('miniprogram', { of: 'miniprogram/index' }),
  types('testing', { on: 'index' }),
];

function output(format, extension, folder = '') {
  return { dir: dist(folder), format, entryFileNames: `[name].${extension}` };
}

/** The types of one entry, for both formats; without those of the entry `on`, which it adds to. `of` is its source. */
function types(name, { of = name, on } = {}) {
  const output = ['js', 'cjs'].map((extension) => ({
    file: dist(`${name}.d.${extension.replace('js', 'ts')}`),
    paths: () => `./${on}.${extension}`,
  }));
  const external = (id) => id.endsWith(`/${on}.js`);
  return { input: compiled(`${of}.d.ts`), output, external, plugins: [dts()] };
}

/** The sources import the generated bindings from where they are, not from where tsc wrote to. */
function bindings() {
  return {
    name: 'bindings',
    resolveId: (source) =>
      source.endsWith('/dist/bindgen/core.js') ? dist('bindgen/core.js') : null,
  };
}

/** The core as text where that is asked for, and otherwise a neighbour that the runtime compiles. */
function core() {
  return {
    name: 'core',
    resolveId(source) {
      if (source.endsWith('/core.wasm?hex')) return dist('core.wasm');
      return source.startsWith('./core.wasm') ? { id: source, external: true } : null;
    },
    load: (id) =>
      id.endsWith('core.wasm')
        ? `export default ${JSON.stringify(readFileSync(id, 'hex'))};`
        : null,
  };
}

/** What other people's packages say about themselves is more than half of them. */
function withoutComments() {
  return {
    name: 'without-comments',
    async transform(code, id) {
      if (!id.includes('node_modules')) return null;
      const options = { target: 'es2022', legalComments: 'none' };
      return { code: (await transform(code, options)).code, map: null };
    },
  };
}

/** The whole of it, as its licence demands. */
function licenceOf(name) {
  const path = createRequire(import.meta.url).resolve(`@noble/${name}/utils.js`);
  const text = readFileSync(join(dirname(path), 'LICENSE'), 'utf8').trim();
  return `/*!\n@noble/${name}\n\n${text}\n*/`;
}

function compiled(file) {
  return dist(`tsc/src/${file}`);
}

function dist(file) {
  return fileURLToPath(new URL(`dist/${file}`, import.meta.url));
}
