// TypeScript in this process: what was read for one program is there for the next.

import { relative } from 'node:path';

import ts from 'typescript';

/** How strict a program is whose author wants to know. */
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  skipDefaultLibCheck: true,
  types: [],
};

/** Files that were read, by their name and by what decides how they are read. */
const read = new Map();

/** A program of these files in this folder; options as in a `tsconfig.json`. */
export function compile(folder, files, { ...json } = {}) {
  const { options, errors } = ts.convertCompilerOptionsFromJson(json, folder);
  for (const { messageText } of errors) throw new Error(messageText);
  const host = ts.createCompilerHost({ ...strict, ...options }, true);
  const { getSourceFile } = host;
  host.getCurrentDirectory = () => folder;
  host.getSourceFile = (name, how, ...rest) => {
    const key = JSON.stringify([name, how]);
    if (!read.has(key)) read.set(key, getSourceFile(name, how, ...rest));
    return read.get(key);
  };
  return ts.createProgram(files, { ...strict, ...options }, host);
}

/** What is wrong with a program: the first lines. */
export function problems(program) {
  const lines = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (!file) return text;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${relative(program.getCurrentDirectory(), file.fileName)}:${line + 1}: ${text}`;
  });
  return lines.slice(0, 30).join('\n');
}
