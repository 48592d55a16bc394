import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { withAddresses } from '../tools/links.mjs';
import { root } from '../tools/run.mjs';
import { languages } from './languages.mjs';

const { repository } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const sources = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`;

/** Those for users: what is in one language alone is for contributors. */
const documents = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
].filter((path, _, all) => all.includes(twinOf(path)));

/** The documents, as pages: each with its language, address, title and text. */
export function guides() {
  return documents.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const language = languageOf(path);
    return {
      language,
      file: addressOf(path),
      title: isReadme(path) ? languages[language].words.start : /^# (.+)$/m.exec(text)[1],
      // What is not on the site is in the repository.
      text: withAddresses(text, path, (target) =>
        documents.includes(target) ? addressOf(target) : sources + target,
      ),
    };
  });
}

function languageOf(path) {
  return path.endsWith('.zh-CN.md') ? 'zh' : 'en';
}

/** The same document in the other language. */
function twinOf(path) {
  return languageOf(path) === 'zh'
    ? path.replace('.zh-CN.md', '.md')
    : path.replace('.md', '.zh-CN.md');
}

/** Where a document is on the site. */
function addressOf(path) {
  const { base } = languages[languageOf(path)];
  const name = isReadme(path) ? 'index' : posix.basename(path).replace(/(\.zh-CN)?\.md$/, '');
  return `${base}guide/${name}.md`;
}

function isReadme(path) {
  return path.startsWith('README');
}
