import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { papers } from '../tools/build.mjs';
import { root } from '../tools/run.mjs';
import { languages } from './languages.mjs';

const { repository } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const sources = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`;

const documents = papers.filter((paper) => paper.endsWith('.md'));

/** The documents of the package, as pages: each with its language, address, title and text. */
export function guides() {
  return Object.keys(languages).flatMap((language) =>
    documents
      .filter((paper) => languageOf(paper, language) === language)
      .map((paper) => {
        const text = readFileSync(join(root, 'pkg', paper), 'utf8');
        return {
          language,
          file: addressOf(paper, language),
          title: isReadme(paper) ? languages[language].words.start : /^# (.+)$/m.exec(text)[1],
          text: withAddresses(text, paper, language),
        };
      }),
  );
}

/** What is in one language alone is there for the readers of each. */
function languageOf(paper, reader) {
  if (paper.endsWith('.zh-CN.md')) return 'zh';
  return papers.includes(paper.replace(/\.md$/, '.zh-CN.md')) ? 'en' : reader;
}

/** Where a document is on the site. */
function addressOf(paper, reader) {
  const { base } = languages[languageOf(paper, reader)];
  const name = isReadme(paper) ? 'index' : posix.basename(paper).replace(/(\.zh-CN)?\.md$/, '');
  return `${base}guide/${name}.md`;
}

function isReadme(paper) {
  return paper.startsWith('README');
}

/** Lets links lead to the pages of the site; what is not on it is in the repository. */
function withAddresses(text, paper, reader) {
  const fences = /(^ *```[\s\S]*?^ *```)/m;
  const linked = (part) =>
    part.replace(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g, (_, link, anchor = '') => {
      const target = posix.join(posix.dirname(paper), link);
      return `](${documents.includes(target) ? addressOf(target, reader) : sources + target}${anchor})`;
    });
  return text
    .split(fences)
    .map((part) => (fences.test(part) ? part : linked(part)))
    .join('');
}
