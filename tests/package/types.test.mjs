// What TypeScript is told of the package, as a stranger gets it.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { compile, problems } from './compiler.mjs';
import { outerCodes } from './declared.mjs';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const samples = fileURLToPath(new URL('types/', import.meta.url));

/** The programs, by what else they have types of. */
const programs = {
  es2022: ['consumer.ts', 'errors.ts', 'generated/codes.ts', 'slim.ts', 'testing.ts'],
  'es2022,dom': ['fetches.ts', 'slim-dom.mts', 'testing-dom.ts'],
};

/**
 * The kinds of TypeScript projects; the last is one from before `exports`, which has no `.mts`
 * either.
 */
const projects = [
  { module: 'nodenext', moduleResolution: 'nodenext', formats: ['esm', 'cjs'] },
  { module: 'node16', moduleResolution: 'node16', formats: ['esm', 'cjs'] },
  { module: 'esnext', moduleResolution: 'bundler', formats: ['esm'] },
  { module: 'commonjs', moduleResolution: 'node10', formats: ['cjs'], not: '.mts' },
];

const folder = install();
for (const [format, type] of Object.entries({ esm: 'module', cjs: 'commonjs' })) {
  mkdirSync(join(folder, format, 'generated'), { recursive: true });
  writeFileSync(join(folder, format, 'package.json'), JSON.stringify({ type }));
  for (const name of Object.values(programs).flat()) {
    copyFileSync(join(samples, name), join(folder, format, name));
  }
}

for (const { formats, not, ...project } of projects) {
  for (const [lib, names] of Object.entries(programs)) {
    test(`${project.moduleResolution}, ${lib}: a strict consumer compiles, and wrong calls do not`, () => {
      const files = names.filter((name) => !not || !name.endsWith(not));
      const program = compile(
        folder,
        formats.flatMap((format) => files.map((name) => join(folder, format, name))),
        { ...project, lib: lib.split(','), ignoreDeprecations: '6.0' },
      );
      assert.equal(problems(program), '');
    });
  }
}

test('errors that the core answers with are what the types say of their codes', async () => {
  const { esm: wx } = await load(folder);
  const calls = [
    ...fixtures('decrypt').flatMap(({ input }) => [
      () => wx.decrypt(input),
      () => wx.decryptPhoneNumber(input),
    ]),
    ...fixtures('endpoints').flatMap(({ endpoint, refused, replies }) => [
      ...refused.map((it) => () => wx.buildRequest(endpoint, it.credentials, it.params)),
      ...replies.map(
        ({ status, body = '' }) =>
          () =>
            wx.parseResponse(endpoint, { status, body }),
      ),
    ]),
    ...fixtures('push')
      .filter(({ function: name }) => name === 'open')
      .map(({ options: { now, ...options }, query, body }) => {
        const push = new wx.MessagePush({ ...options, now: () => now });
        return () => push.open({ query, body });
      }),
  ];
  const errors = calls.map(errorOf).filter(Boolean);
  const lines = new Set(errors.map((error) => `  ${JSON.stringify({ ...error })},\n`));
  const codes = new Set(errors.map(({ code }) => `  ${code}: true,\n`));
  const file = join(folder, 'errors.ts');
  writeFileSync(
    file,
    `import type { CoreErrorFields } from 'wx-unionid';
type Fields = CoreErrorFields & { bizDataCryptCode?: number };
export const errors: Fields[] = [\n${[...lines].join('')}];
export const codes: Record<CoreErrorFields['code'], true> = {\n${[...codes].join('')}};\n`,
  );
  const program = compile(folder, [file], { module: 'nodenext', lib: ['es2022'] });
  assert.equal(problems(program), '');
});

test('every code of TypeScript alone is thrown there', () => {
  const sources = new URL('../../pkg/src/', import.meta.url);
  const texts = readdirSync(sources)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, sources), 'utf8'));
  const thrown = texts.join('').match(/(?<=code: ')ERR_\w+/g);
  assert.deepEqual(
    outerCodes.filter((code) => !thrown.includes(code)),
    [],
  );
});

const { exports } = JSON.parse(
  readFileSync(join(folder, 'node_modules/wx-unionid/package.json'), 'utf8'),
);
const entries = Object.entries(exports).filter(([, entry]) => entry.import?.types);

for (const [entry, { import: esm, require: cjs }] of entries) {
  const given = await load(folder, entry.slice('./'.length) || undefined);
  for (const [format, { types }] of Object.entries({ esm, cjs })) {
    const file = join(folder, 'node_modules/wx-unionid', types);
    const program = compile(folder, [file], { module: 'nodenext', lib: ['es2022'] });
    const declared = exportsOf(program, file);

    test(`${entry}, ${format}: its types tell of the values that are there, and of no other`, () => {
      const values = declared.filter(({ isValue }) => isValue).map(({ name }) => name);
      assert.deepEqual(values.sort(), Object.keys(given[format]).sort());
    });

    // What `import` gets only names this file.
    if (format === 'esm') continue;
    test(`${entry}: every type that is named in an exported one is exported too`, () => {
      const exported = new Set(declared.map(({ symbol }) => symbol));
      const names = declared.flatMap(({ symbol }) => namedIn(program, file, symbol));
      const missing = names.filter((symbol) => !exported.has(symbol)).map(({ name }) => name);
      assert.ok(names.length > 0);
      assert.deepEqual([...new Set(missing)].sort(), []);
    });
  }
}

function errorOf(call) {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What a module exports: its name, what it stands for, and whether it is there when it runs. */
function exportsOf(program, file) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  return checker.getExportsOfModule(module).map((exported) => {
    const { name, flags, declarations } = exported;
    const isAlias = flags & ts.SymbolFlags.Alias;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const isOnlyType = declarations.some(
      (node) => ts.isExportSpecifier(node) && (node.isTypeOnly || node.parent.parent.isTypeOnly),
    );
    return { name, symbol, isValue: !isOnlyType && (symbol.flags & ts.SymbolFlags.Value) > 0 };
  });
}

/**
 * The types of that file that are named in what a symbol is declared as, or in a value that is
 * named there.
 */
function namedIn(program, file, { declarations }) {
  const checker = program.getTypeChecker();
  const found = new Set();
  const visit = (node) => {
    const symbol = ts.isIdentifier(node) && symbolAt(node);
    if (symbol && !found.has(symbol) && symbol.declarations?.some(isOfFile)) {
      found.add(symbol);
      if (symbol.flags & ts.SymbolFlags.Variable) symbol.declarations.forEach(visit);
    }
    ts.forEachChild(node, visit);
  };
  declarations.forEach(visit);
  return [...found].filter(({ flags }) => flags & ts.SymbolFlags.Type);

  function symbolAt(node) {
    const symbol = checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  function isOfFile(node) {
    const isAtTop = ts.isSourceFile(node.parent) || ts.isVariableDeclarationList(node.parent);
    return isAtTop && node.getSourceFile() === program.getSourceFile(file);
  }
}
