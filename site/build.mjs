// Makes the pages of the site from the sources, and the site of the pages, in target/site.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { wholePage } from '../pkg/cli/whole-page.mjs';
import { root } from '../tools/run.mjs';
import { main, step } from '../tools/step.mjs';
import { errcodesPage } from './errcodes.mjs';
import { guides } from './guides.mjs';
import { languages } from './languages.mjs';
import { writeReference } from './reference.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const pages = join(root, 'target/site-pages');

await main(async () => {
  rmSync(pages, { recursive: true, force: true });
  await step('Pages of the API', async () => {
    for (const [language, { base }] of Object.entries(languages)) {
      await writeReference({ language, pages, folder: `.${base}api` });
    }
  });
  await step('Guides, errcodes, start', () => {
    for (const page of [...guides(), ...Object.keys(languages).map(errcodesPage)]) {
      write(page.file, page.text);
    }
    for (const [language, { base }] of Object.entries(languages)) {
      cpSync(join(here, `start/${language}.md`), join(pages, base, 'index.md'));
    }
    write('public/page.html', wholePage());
  });
  await step('The site', () => build(here));
});

function write(file, text) {
  mkdirSync(dirname(join(pages, file)), { recursive: true });
  writeFileSync(join(pages, file), text);
}
