// The site, as `npm run site` built it: where its links lead, what axe says of it, and whether a
// word is found. The debug page is tested in tests/browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import puppeteer from 'puppeteer-core';

import { root } from '../../tools/run.mjs';
import { filesOf } from '../package/installed.mjs';
import { withFiles } from '../runtimes/site.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const folder = join(root, 'target/site');
const files = filesOf(folder);

const languages = { 'zh-CN': '', en: 'en/' };
const themes = ['light', 'dark'];
/** One page of each kind. */
const pages = [
  'index.html',
  'errcodes.html',
  'guide/unionid.html',
  'api/wx-unionid/classes/AccessTokens.html',
  'api/wx-unionid/functions/decrypt.html',
  'api/wx-unionid/testing/index.html',
];

const browser = await puppeteer.launch({
  executablePath: process.env.WX_UNIONID_BROWSER_PATH,
  // The sandbox refuses to run as root. Nothing but our own pages is opened.
  args: ['--no-sandbox', '--disable-gpu'],
});
after(() => browser.close());

test('every link within the site leads to a file, and every anchor to an element', () => {
  const written = files.filter((file) => file.endsWith('.html') && file !== 'page.html');
  const htmls = written.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const idsOf = new Map(
    htmls.map(([file, html]) => [
      file,
      new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id)),
    ]),
  );
  const known = new Set(files);
  const dead = new Set();
  let anchors = 0;
  for (const [file, html] of htmls) {
    for (const [, href] of html.matchAll(/<(?:a|link)\s[^>]*?href="([^"]*)"/g)) {
      const url = new URL(href, `http://site/${file}`);
      if (url.host !== 'site') continue;
      const path = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (anchor) anchors++;
      if (!known.has(path) || (anchor && !idsOf.get(path)?.has(anchor)))
        dead.add(`${file}: ${href}`);
    }
  }
  assert.ok(htmls.length > 500 && anchors > 1000, `${htmls.length} pages, ${anchors} anchors`);
  assert.deepEqual([...dead], []);
});

for (const [language, base] of Object.entries(languages)) {
  for (const theme of themes) {
    test(`axe finds nothing on a page of each kind, in ${language}, ${theme}`, () =>
      withFiles({ folder }, async (site) => {
        const found = [];
        for (const path of pages) {
          const page = await open(`${site}${base}${path}`, theme);
          assert.equal(await page.$eval('html', ({ lang }) => lang), language);
          await page.evaluate(`${axe}; 0`);
          found.push(...(await page.evaluate(judge)).map((violation) => `${path}: ${violation}`));
          await page.close();
        }
        assert.deepEqual(found, []);
      }));
  }
}

for (const [word, path] of [
  ['快照页', 'guide/unionid.html'],
  ['水印', 'guide/troubleshooting.html'],
  ['40029', 'errcodes.html'],
  ['snapshot', 'en/guide/unionid.html'],
  ['forceRefresh', 'en/api/wx-unionid/classes/AccessTokens.html'],
  ['40029', 'en/errcodes.html'],
]) {
  test(`a search for ${word} finds ${path}`, () =>
    withFiles({ folder }, async (site) => {
      const base = path.startsWith('en/') ? languages.en : '';
      const page = await open(`${site}${base}index.html`, 'light');
      await page.click('#local-search button');
      const input = await page.waitForSelector('#localsearch-input');
      await input.type(word);
      await page.waitForSelector(`#localsearch-list a[href^="/${path}"]`);
      await page.close();
    }));
}

test('each language leads to the same page in the other', () =>
  withFiles({ folder }, async (site) => {
    const page = await open(`${site}guide/unionid.html`, 'light');
    const others = await page.$$eval('.VPNavBarTranslations a', (links) =>
      links.map((link) => link.getAttribute('href')),
    );
    assert.deepEqual(others, ['/en/guide/unionid.html']);
    await page.close();
  }));

/** Opens a page, which works once its title is there and its script has run. */
async function open(url, theme) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    // Colours that are on their way are not judged.
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(url, { waitUntil: 'networkidle0' });
  return page;
}

async function judge() {
  const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${target} ${html.slice(0, 120)}`),
  );
}
