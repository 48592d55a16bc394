// Every snippet of the READMEs and docs compiles, strictly, for a reader who has what
// `types/reader.d.ts` says.

import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { compile, problems } from './compiler.mjs';
import { install, load } from './installed.mjs';
import { partsOf } from './readme.mjs';

const documents = readdirSync(root, { recursive: false })
  .concat(readdirSync(join(root, 'docs')).map((name) => `docs/${name}`))
  .filter((name) => /^(README|docs\/).*\.md$/.test(name));

/** Where a snippet runs, told by what it uses. */
const places = {
  'mini program': {
    uses: /^(?!.*const wx\b).*(?<![.\w])wx\.\w+\(/s,
    options: { lib: ['es2022'], types: ['miniprogram-api-typings'] },
  },
  page: { uses: /\bWebAssembly\./, options: { lib: ['es2022', 'dom'] } },
  server: { uses: /(?:)/, options: { lib: ['es2022'], types: ['node'] } },
};

const folder = install();
for (const name of [
  '@keyv',
  '@types',
  'cache-manager',
  'ioredis',
  'keyv',
  'miniprogram-api-typings',
  'prom-client',
  'undici',
]) {
  symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}
// What it names is all there on a server: there it is judged too, as no `.d.ts` is.
for (const name of ['reader.ts', 'reader.d.ts']) {
  copyFileSync(new URL('types/reader.d.ts', import.meta.url), join(folder, name));
}
writeFileSync(join(folder, 'package.d.ts'), await globals());
mkdirSync(join(folder, 'docs'));

const snippets = documents.flatMap(snippetsOf);

for (const [place, { options }] of Object.entries(places)) {
  test(`${place}: the snippets of the READMEs and docs compile`, () => {
    const files = snippets.filter((snippet) => placeOf(snippet) === place).map(write);
    assert.ok(files.length > 0);
    const reader = place === 'server' ? 'reader.ts' : 'reader.d.ts';
    const program = compile(
      folder,
      [...files, join(folder, reader), join(folder, 'package.d.ts')],
      { ...options, module: 'nodenext', checkJs: true, skipLibCheck: true },
    );
    assert.equal(problems(program), '');
  });
}

/** What the package exports, for snippets that do not import it. */
async function globals() {
  const texts = ['wx-unionid', 'wx-unionid/testing'].map(async (entry) => {
    const { esm } = await load(folder, entry.split('/')[1]);
    return Object.keys(esm).map((name) => `const ${name}: typeof import('${entry}').${name};\n`);
  });
  return `export {};\ndeclare global {\n${(await Promise.all(texts)).flat().join('')}}\n`;
}

/**
 * The snippets of a document, but for those of the examples, which are compiled where they are
 * from.
 */
function snippetsOf(name) {
  const text = readFileSync(join(root, name), 'utf8');
  const included = partsOf(name)
    .filter((part) => part.startsWith('examples/'))
    .map((part) => [text.indexOf(`<!-- ${part} -->`), text.indexOf(`<!-- /${part} -->`)]);
  return [...text.matchAll(/^```(js|ts)\n(.*?)^```$/gms)]
    .filter(({ index }) => !included.some(([start, end]) => index > start && index < end))
    .map(({ index, 1: language, 2: code }) => {
      const line = text.slice(0, index).split('\n').length;
      return { name, line, language, code };
    });
}

function placeOf({ code }) {
  const isUsing = ({ uses }) => uses.test(code.replaceAll(/(^|\s)\/\/ .*$/gm, ''));
  return Object.keys(places).find((place) => isUsing(places[place]));
}

/** Writes a snippet as a file of its own, in the lines that it has in its document. */
function write({ name, line, language, code }) {
  const isCommonJs = /^const .* = require\(/m.test(code);
  const [start, end] = around(code);
  const file = join(folder, `${name}.${line}.${isCommonJs ? 'c' : 'm'}${language}`);
  writeFileSync(file, `${'\n'.repeat(line - 1)}${start}\n${code}${end}\n`);
  return file;
}

/**
 * What makes a whole of a snippet: a module has what it needs, methods are those of a page, the
 * rest is in a function.
 */
function around(code) {
  if (/^import /m.test(code)) return ['', ''];
  if (/^(\/\/.*\n)*\w+\(.*\) \{$/m.test(code)) return ['page({', '});'];
  return ['(async () => {', '});'];
}
