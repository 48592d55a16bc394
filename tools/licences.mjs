import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './run.mjs';
import { Failure } from './step.mjs';

/** The notices of everything that is compiled into the core. */
export const licencesFile = 'pkg/THIRD-PARTY-LICENSES';

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** `core` and `alloc` are compiled in, and are no dependency that cargo knows of. */
const library = {
  title: 'The Rust standard library',
  licence: 'MIT OR Apache-2.0',
  text: `Copyright (c) The Rust Project Contributors\n\n${MIT}`,
};

/**
 * Writes the notice of each crate that is compiled into the core. What is granted in the same words
 * is written once, below the names of all who grant it.
 */
export async function writeLicences(target) {
  const crates = await compiledCrates(target);
  const grants = new Map();
  for (const { title, licence, text } of [library, ...crates.map(noticeOf)]) {
    const [, holders, grant] = text.match(/^(.*?)(Permission is hereby granted.*)$/s);
    const words = grant.replaceAll(/\s+/g, ' ');
    const { names = [] } = grants.get(words) ?? {};
    grants.set(words, { grant, names: [...names, `${title} (${licence})\n${holders.trim()}\n`] });
  }
  const notices = [...grants.values()].map(({ names, grant }) => `${names.join('\n')}\n${grant}\n`);
  const intro =
    'wx-unionid is compiled from the following software. Where there is a choice, it is used under\nthe MIT licence.\n';
  writeFileSync(join(root, licencesFile), [intro, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

async function compiledCrates(target) {
  const tree = await run('cargo', [
    'tree',
    '--quiet',
    '--locked',
    '--package=wx-unionid',
    '--edges=normal,no-proc-macro',
    `--target=${target}`,
    '--prefix=none',
    '--format={p}',
  ]);
  const compiled = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  const metadata = await run('cargo', [
    'metadata',
    '--quiet',
    '--locked',
    '--format-version=1',
    `--filter-platform=${target}`,
  ]);
  return JSON.parse(metadata).packages.filter(
    // Those without a source are our own.
    ({ name, version, source }) => source && compiled.has(`${name} v${version}`),
  );
}

function noticeOf({ name, version, license, authors, manifest_path }) {
  const folder = dirname(manifest_path);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying)/i.test(file));
  const chosen = [
    files.find((file) => /mit/i.test(file)) ?? files.find((file) => !/apache/i.test(file)),
    // `AND` leaves no choice.
    ...(license.includes('AND') ? files.filter((file) => !/mit|apache/i.test(file)) : []),
  ].filter(Boolean);
  const texts = chosen.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(writtenFor(name, license, authors));
  return { title: `${name} ${version}`, licence: license, text: texts.join('\n\n') };
}

/** A crate that says that it is under MIT, and ships no text of it. */
function writtenFor(name, license, authors) {
  if (!license.includes('MIT')) throw new Failure(`${name} (${license}) ships no licence.`);
  return `Copyright (c) ${authors.join(', ')}\n\n${MIT}`;
}
