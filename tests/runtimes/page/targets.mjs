import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { visit } from '../browser.mjs';
import { withFiles } from '../site.mjs';

const policy = "script-src 'self' 'wasm-unsafe-eval'";

function asItIs(page, browser) {
  return ({ project: { folder }, ...told }) =>
    withFiles({ folder, headers: { 'Content-Security-Policy': policy } }, (address) =>
      visit(`${address}${page}`, browser, told),
    );
}

/** With an import map that names the package and what its files have to be: a changed one is refused. */
function mapped(browser) {
  return ({ project, ...told }) => {
    const dist = 'node_modules/wx-unionid/dist';
    const { folder } = project.moved('mapped.html', 'mapped.js', 'show.js', 'exercise.mjs', dist);
    const map = importMap(folder);
    const page = join(folder, 'mapped.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace('IMPORT_MAP', map));
    // An import map has to be in the page, where a policy allows nothing that it does not name.
    const headers = { 'Content-Security-Policy': `${policy} '${digest('sha256', map)}'` };
    return withFiles({ folder, headers }, async (address) => {
      const result = await visit(`${address}mapped.html`, browser, told);
      appendFileSync(join(folder, 'dist/slim.js'), '\n');
      await assert.rejects(visit(`${address}mapped.html`, browser, told), /integrity.*slim\.js/);
      return result;
    });
  };
}

function importMap(folder) {
  const imports = { 'wx-unionid': './dist/index.js' };
  const files = ['./dist/index.js', './dist/slim.js'];
  const integrity = files.map((file) => [file, digest('sha384', readFileSync(join(folder, file)))]);
  return JSON.stringify({ imports, integrity: Object.fromEntries(integrity) });
}

function digest(algorithm, data) {
  return `${algorithm}-${createHash(algorithm).update(data).digest('base64')}`;
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
