import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { integrity } from '../../../tools/integrity.mjs';
import { root } from '../../../tools/run.mjs';
import { visit } from '../browser.mjs';
import { withFiles } from '../site.mjs';

const policy = "script-src 'self' 'wasm-unsafe-eval'";

function asItIs(page, browser) {
  return ({ project: { folder }, ...told }) =>
    withFiles({ folder, headers: { 'Content-Security-Policy': policy } }, (address) =>
      visit(`${address}${page}`, browser, told),
    );
}

/**
 * With the import map of the package's document about loading: a browser refuses files with other
 * hashes.
 */
function mapped(browser) {
  return ({ project, ...told }) => {
    const dist = 'node_modules/wx-unionid/dist';
    const { folder } = project.moved('mapped.html', 'mapped.js', 'show.js', 'exercise.mjs', dist);
    const map = importMap(join(project.folder, 'node_modules/wx-unionid'));
    const page = join(folder, 'mapped.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace('IMPORT_MAP', map));
    // An import map has to be in the page, where a policy allows nothing that it does not name.
    const headers = { 'Content-Security-Policy': `${policy} '${digest(map)}'` };
    return withFiles({ folder, headers }, async (address) => {
      const result = await visit(`${address}mapped.html`, browser, told);
      appendFileSync(join(folder, 'dist/slim.js'), '\n');
      await assert.rejects(visit(`${address}mapped.html`, browser, told), /integrity.*slim\.js/);
      return result;
    });
  };
}

/** As the document has it, except for the URL of the files, and with their hashes. */
function importMap(packageFolder) {
  const loading = readFileSync(join(root, 'docs/loading.md'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const [, map] = loading.match(/<script type="importmap">\n([\s\S]*?)<\/script>/);
  return map
    .replaceAll(`https://cdn.jsdelivr.net/npm/wx-unionid@${version}/`, './')
    .replaceAll(/sha384-<(.+?)>/g, (_, file) => integrity(join(packageFolder, 'dist', file)));
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export const targets = [
  { product: 'Chromium', needs: 'chromium' },
  { product: 'Firefox', needs: 'firefox' },
].flatMap((browser) => [
  {
    ...browser,
    way: { en: 'page with a strict CSP and no bundler', zh: 'CSP 严格且不用打包器的网页' },
    run: asItIs('index.html', browser.needs),
  },
  {
    ...browser,
    way: { en: 'import map with integrity', zh: '带 integrity 的 import map' },
    run: mapped(browser.needs),
  },
  {
    ...browser,
    way: { en: 'slim entry with a fetched core.wasm', zh: 'slim 入口与 fetch 得到的 core.wasm' },
    run: asItIs('slim.html', browser.needs),
  },
]);
