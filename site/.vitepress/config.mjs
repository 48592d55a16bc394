import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { root } from '../../tools/run.mjs';
import { guides } from '../guides.mjs';
import { languages } from '../languages.mjs';

const pages = join(root, 'target/site-pages');
const all = guides();

export default defineConfig({
  title: 'wx-unionid',
  // Where the site is below its host: `/` or, on GitHub Pages, `/<repository>/`.
  base: process.env.SITE_BASE ?? '/',
  srcDir: pages,
  outDir: join(root, 'target/site'),
  cacheDir: join(root, 'target/site-cache'),
  // Else each page holds the menus of all.
  metaChunk: true,
  ignoreDeadLinks: false,
  // The documents link as GitHub names their headings.
  markdown: {
    anchor: { slugify: (heading) => slug(heading) },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  locales: Object.fromEntries(
    Object.entries(languages).map(([language, { label, tag, base, description }]) => [
      language === 'zh' ? 'root' : language,
      { label, lang: tag, link: base, description, themeConfig: around(language) },
    ]),
  ),
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize: words }, searchOptions: { combineWith: 'AND' } },
        locales: Object.fromEntries(
          Object.entries(languages).map(([language, { search }]) => [
            language === 'zh' ? 'root' : language,
            { translations: search },
          ]),
        ),
      },
    },
  },
});

/** What stands around the pages of one language. */
function around(language) {
  const { base, words } = languages[language];
  const sidebar = readFileSync(join(pages, base, 'api/typedoc-sidebar.json'), 'utf8');
  return {
    nav: [
      { text: words.guides, link: `${base}guide/`, activeMatch: `^${base}guide/` },
      { text: words.api, link: `${base}api/`, activeMatch: `^${base}api/` },
      { text: words.errcodes, link: `${base}errcodes` },
      { text: words.page, link: '/page.html', target: '_blank' },
    ],
    sidebar: {
      [`${base}guide/`]: all
        .filter((guide) => guide.language === language)
        .map(({ title, file }) => ({ text: title, link: file })),
      [`${base}api/`]: JSON.parse(sidebar).map((entry) => withLinks(entry)),
    },
    outline: { level: [2, 3], label: words.onThisPage },
    docFooter: { prev: words.previous, next: words.next },
    returnToTopLabel: words.top,
    sidebarMenuLabel: words.menu,
    darkModeSwitchLabel: words.appearance,
    lightModeSwitchTitle: words.light,
    darkModeSwitchTitle: words.dark,
    langMenuLabel: words.language,
    skipToContentLabel: words.skip,
    notFound: { title: words.notFound, quote: '', linkText: words.home, linkLabel: words.home },
  };
}

/**
 * Groups lead to their part of the entry's page: without a link, each would be a button in a
 * button.
 */
function withLinks({ text, items, link, ...entry }, page) {
  if (!items) return { text, link };
  const own = link ?? `${page}#${slug(text)}`;
  return { ...entry, text, link: own, items: items.map((item) => withLinks(item, own)) };
}

/**
 * The words of a text, Chinese ones too. It also runs in the browser, by itself: it can refer to
 * nothing outside.
 */
function words(text) {
  return [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .flatMap(({ segment }) => segment.split(/[.:'’]/))
    .filter(Boolean);
}
