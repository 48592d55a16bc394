// What the sources import, as it is written there. A place is the path of a file without its
// extension.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import ts from 'typescript';

import { root } from '../../tools/run.mjs';

/**
 * Every import: `from` is the file, `to` another one's place or the name of something outside, and
 * `types` says whether types are all that is taken.
 *
 * @returns {{ files: string[], imports: { from: string, to: string, isOutside: boolean, types:
 * boolean }[] }}
 */
export function readImports() {
  const rust = readRust();
  const scripts = ['pkg/src', 'pkg/cli', 'pkg/paste', 'www'].flatMap((folder) =>
    filesIn(folder).filter((file) => /\.(ts|mjs|js)$/.test(file)),
  );
  return {
    files: [...rust.files, ...scripts],
    imports: [...rust.imports, ...scripts.flatMap(importsOfScript)],
  };
}

/** A file's path without its extension. */
export function placeOf(file) {
  return file.replace(/(\.d)?\.(js|json|mjs|rs|ts)$/, '');
}

/** The paths of all files in a folder. */
export function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root).length))
    .sort();
}

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}

// Rust. What is compiled for tests or for the generator alone, a module or a line, is none of our
// affair.

const crates = {
  wx_unionid: 'src',
  wx_unionid_cipher: 'cipher/src',
  wx_unionid_json: 'json/src',
};

function readRust() {
  const folders = ['', 'cipher/', 'json/'];
  const manifests = folders.map((folder) => read(`${folder}Cargo.toml`)).join('');
  const dependencies = manifests.matchAll(
    /^([\w-]+) = (?:"[=\d]|\{ (?:path|version|workspace) )/gm,
  );
  const outside = ['std', ...Array.from(dependencies, ([, name]) => name.replaceAll('-', '_'))];
  const all = Object.values(crates)
    .flatMap(filesIn)
    .map((file) => ({ file, code: codeOf(read(file)) }));
  const tests = all.flatMap(({ file, code }) =>
    Array.from(
      code.matchAll(/#\[cfg\((?:test|generate)\)\]\s*(?:#\[doc\(hidden\)\]\s*pub )?mod (\w+);/g),
      ([, name]) => moduleIn(file, name),
    ),
  );
  const isTest = (file) =>
    tests.some((test) => placeOf(file) === test || file.startsWith(`${test}/`));
  const built = all.filter(({ file }) => !isTest(file));
  return {
    files: built.map(({ file }) => file),
    imports: built.flatMap(({ file, code }) => importsOfRust(file, withoutTests(code), outside)),
  };
}

/** Where `mod name;` in a file leads. */
function moduleIn(file, name) {
  return basename(file) === 'lib.rs' ? join(dirname(file), name) : join(placeOf(file), name);
}

/** The code without comments and texts. Of features, `generate` keeps its name. */
function codeOf(text) {
  const parts =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<!\w)b?r(#*)"[\s\S]*?"\1|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^\n']+|[^\\\n'])'/g;
  const code = text.replaceAll('feature = "generate"', 'generate');
  return code.replace(parts, (part) => (part.startsWith('/') ? ' ' : '""'));
}

function withoutTests(code) {
  const marks = /#\[cfg\((?:test|generate)\)\]|#\[cfg_attr\(\s*(?:test|generate)\b/g;
  let left = '';
  let from = 0;
  for (let mark = marks.exec(code); mark; mark = marks.exec(code)) {
    left += code.slice(from, mark.index);
    from = mark[0].endsWith(']')
      ? endOfItem(code, marks.lastIndex)
      : endOfGroup(code, mark.index + 1);
    marks.lastIndex = from;
  }
  return left + code.slice(from);
}

const item =
  /\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\(\w+\))?\s+)?(?:const|enum|fn|impl|mod|static|struct|trait|type|use)\b/y;

/** Where the item, or the field or variant, ends that begins here, with its own attributes. */
function endOfItem(code, start) {
  item.lastIndex = start;
  const ends = item.test(code) ? ';' : ';,';
  for (let at = start; at < code.length; at++) {
    const character = code[at];
    if (')]}'.includes(character)) return at;
    if (ends.includes(character)) return at + 1;
    if ('([{'.includes(character)) {
      at = endOfGroup(code, at) - 1;
      if (character === '{' && !/^\s*[;,]/.test(code.slice(at + 1))) return at + 1;
    }
  }
  return code.length;
}

function endOfGroup(code, start) {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    if ('([{'.includes(code[at])) depth++;
    if (')]}'.includes(code[at]) && --depth === 0) return at + 1;
  }
  return code.length;
}

function importsOfRust(file, code, outside) {
  const crate = Object.values(crates).find((folder) => file.startsWith(`${folder}/`));
  const modules =
    basename(file) === 'lib.rs'
      ? []
      : placeOf(file)
          .slice(crate.length + 1)
          .split('/');
  const own = [...code.matchAll(/\bmod (\w+);/g)].map(([, name]) => name);
  const found = [];
  const add = (to, isOutside = false) => found.push({ from: file, to, isOutside, types: false });

  // What is public and hidden is so for tests alone.
  for (const [, hidden, name] of code.matchAll(/(#\[doc\(hidden\)\]\s*)?\bpub mod (\w+);/g)) {
    if (!hidden) add(moduleIn(file, name));
  }

  // A path begins where no path goes on.
  for (const [, start] of code.matchAll(/(?<!\w|::\s*)(\$?\w+)(?=::)/g)) {
    if (crates[start]) add(crates[start]);
    else if (outside.includes(start)) add(start, true);
    else if (modules.length === 0 && own.includes(start)) add(join(crate, start));
  }
  for (const [, start, supers, rest] of code.matchAll(
    /(?<!\w|::\s*)(\$?crate|super)((?:::super)*)::(\w+|\{(?:[^{}]|\{[^{}]*\})*\}|\*)/g,
  )) {
    const ups = start === 'super' ? 1 + supers.length / '::super'.length : modules.length;
    const above = modules.slice(0, modules.length - ups);
    const names = rest.startsWith('{')
      ? rest
          .slice(1, -1)
          .replace(/\{[^{}]*\}/g, '')
          .split(',')
          .map((name) => name.trim())
      : [rest];
    for (const name of names.filter(Boolean)) add(resolve(crate, above, name.split('::')[0]));
  }
  return found;
}

/**
 * Where a name is that a module of the crate has: itself a module, or what the crate's root
 * exports.
 */
function resolve(crate, modules, name) {
  const place = join(crate, ...modules, name);
  if (existsSync(join(root, `${place}.rs`))) return place;
  if (modules.length > 0) return join(crate, ...modules);
  const exported = [
    ...codeOf(read(`${crate}/lib.rs`)).matchAll(/pub use (\w+)::(?:\{([^}]*)\}|(\w+));/g),
  ];
  const at = exported.find(([, , many, one]) => new RegExp(`\\b${name}\\b`).test(many ?? one));
  return at ? join(crate, at[1]) : join(crate, 'lib');
}

// TypeScript and JavaScript.

function importsOfScript(file) {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
  const found = [];
  const add = (specifier, types) => {
    const name = specifier?.text;
    if (name === undefined) throw new Error(`${file}: an import whose name is computed`);
    const isOutside = !name.startsWith('.');
    const place = isOutside
      ? /^(@[^/]+\/)?[^/]+/.exec(name)[0]
      : placeOf(join(dirname(file), name.replace(/\?\w+$/, '')));
    found.push({ from: file, to: place, isOutside, types });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, takesTypes(node.importClause));
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, takesTypes(node));
    }
    if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether an import or an export takes types alone. */
function takesTypes(clause) {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings ?? clause.exportClause;
  return !clause.name && !!named?.elements?.length && named.elements.every((one) => one.isTypeOnly);
}
