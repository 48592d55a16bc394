// Parts of the READMEs that are taken from elsewhere: between `<!-- its name -->` and `<!-- /its
// name -->`.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/run.mjs';
import { Failure } from '../../tools/step.mjs';

/** The names of the parts of a README. */
export function partsOf(file) {
  const readme = readFileSync(join(root, file), 'utf8');
  return [...readme.matchAll(/^<!-- \/(.+) -->$/gm)].map(([, part]) => part);
}

/** Holds a part against what it should be; with `UPDATE_README=1`, writes it. */
export function holdPart(file, part, wanted) {
  const path = join(root, file);
  const readme = readFileSync(path, 'utf8');
  const [start, end] = [`<!-- ${part} -->\n`, `\n<!-- /${part} -->`];
  const from = readme.indexOf(start) + start.length;
  const to = readme.indexOf(end);
  const isThere = readme.includes(start) && from <= to;
  if (isThere && readme.slice(from, to) === `\n${wanted}\n`) return;
  if (!isThere || !process.env.UPDATE_README) {
    const problem = isThere
      ? 'is not what it should be: UPDATE_README=1 npm test writes it'
      : 'is missing';
    throw new Failure(`${file}: the part "${part}" ${problem}.`, wanted);
  }
  writeFileSync(path, `${readme.slice(0, from)}\n${wanted}\n${readme.slice(to)}`);
}

/** A file, or its lines between `#region` and `#endregion`, moved to the left. */
export function regionOf(file, region) {
  const text = readFileSync(join(root, file), 'utf8');
  if (!region) return text;
  const [, lines] = text.match(new RegExp(`#region ${region}\\n(.*?) *// #endregion`, 's'));
  const [indent] = lines.match(/^ */);
  return lines.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

/** Code with its comments in Chinese, by the English of each line. */
export function inChinese(code, comments) {
  const lines = /((?<=^|\s)(?:\/\/|--)|^ *\/?\*+) ([^@\s/].*?)(?= \*\/$|$)/gm;
  return code.replaceAll(lines, (_, mark, comment) => {
    assert.ok(comment in comments, `no Chinese for: ${comment}`);
    return `${mark} ${comments[comment]}`;
  });
}
