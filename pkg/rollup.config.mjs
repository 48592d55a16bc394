import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { dts } from 'rollup-plugin-dts';
import { minify } from 'terser';

// Every entry is the slim one and a core for it, in a file that imports the slim one's: so a process has one
// instance and one WxError per format, whatever entries it takes.
const entries = {
  slim: compiled('slim.js'),
  index: compiled('inline.js'),
};
const edges = {
  'index.workerd': compiled('workerd.js'),
  'index.edge-light': compiled('edge-light.js'),
};

// Of the mini program's side, and of nothing else, WeChat's developer tools take a copy: one CommonJS file in a folder of
// its own, which package.json names in `miniprogram`.
const miniprogram = { miniprogram: compiled('miniprogram/index.js') };

const plugins = [bindings(), core(), texts()];

// Apart from the others: a fake WeChat, with other people's cryptography inside.
const testing = {
  input: compiled('testing.js'),
  plugins: [nodeResolve(), sameForImport('.cjs', '.js')],
};
const licences = ['ciphers', 'hashes'].map(licenceOf).join('\n');

export default [
  { input: { ...entries, ...edges }, output: output('es', 'js'), plugins },
  { input: entries, output: output('cjs', 'cjs'), plugins },
  { ...testing, output: { ...output('cjs', 'cjs'), banner: licences } },
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
  const entryFileNames = `[name].${extension}`;
  return { dir: dist(folder), format, entryFileNames, plugins: [compact()] };
}

/** The types of one entry; without those of the entry `on`, which it adds to. `of` is its source. */
function types(name, { of = name, on } = {}) {
  const output = { dir: dist(''), entryFileNames: `${name}.d.cts`, paths: () => `./${on}.cjs` };
  const external = (id) => id.endsWith(`/${on}.js`);
  return {
    input: compiled(`${of}.d.ts`),
    output,
    external,
    plugins: [dts(), tabs(), sameForImport('.d.cts', '.d.ts')],
  };
}

/** What `import` gets is what `require` gets: one file that says so. Its types are by the same names. */
function sameForImport(required, imported) {
  return {
    name: 'same-for-import',
    generateBundle(_, bundle) {
      for (const { fileName, exports } of Object.values(bundle)) {
        const names = required === '.cjs' ? `{ ${exports.join(', ')} }` : '*';
        const source = `export ${names} from './${fileName.replace(required, '.cjs')}';\n`;
        this.emitFile({ type: 'asset', fileName: fileName.replace(required, imported), source });
      }
    },
  };
}

/** Four spaces are a twentieth of the types. */
function tabs() {
  return {
    name: 'tabs',
    renderChunk: (code) => code.replaceAll(/^(?: {4})+/gm, ({ length }) => '\t'.repeat(length / 4)),
  };
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
      if (source.endsWith('/core.wasm?base64')) return dist('core.wasm');
      return source.startsWith('./core.wasm') ? { id: source, external: true } : null;
    },
    load: (id) =>
      id.endsWith('core.wasm') ? `export default "${readFileSync(id, 'base64')}";` : null,
  };
}

/** The largest texts, gzipped: few programs need them, and no program all. Each module exports a function that returns them. */
function texts() {
  return {
    name: 'texts',
    async load(id) {
      if (!/generated[\\/](errcodes|causes|push-causes)\.js$/.test(id)) return null;
      const [[name, all]] = Object.entries(await import(pathToFileURL(id)));
      const gzipped = gzipSync(JSON.stringify(all()), { level: 9 });
      return `import { packed } from '../unpack.js';
        export const ${name} = /* @__PURE__ */ packed("${gzipped.toString('base64')}");`;
    },
  };
}

/**
 * No comments, no indentation, short names of what is local: a third less. Comments are in the types, and in the sources. For
 * whoever reads a stack, functions keep their names, and each statement has a line of its own.
 */
function compact() {
  const format = { ecma: 2015, semicolons: false, comments: /^!/, preserve_annotations: true };
  const compress = { defaults: false, booleans: true, properties: true };
  const mangle = { keep_classnames: true, keep_fnames: true };
  return {
    name: 'compact',
    renderChunk: (code) => minify(code, { compress, mangle, format }),
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
