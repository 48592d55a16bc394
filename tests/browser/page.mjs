// The debug page of the packed package in a real browser: that of WX_UNIONID_BROWSER (chrome or
// firefox), which is at WX_UNIONID_BROWSER_PATH. Whoever imports this has the browser running until
// the tests end.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { install, load } from '../package/installed.mjs';
import { isDeep, sampled } from '../package/pairs.mjs';

export const { WX_UNIONID_BROWSER: kind = 'chrome', WX_UNIONID_BROWSER_PATH: executablePath } =
  process.env;

/**
 * How long something is waited for that comes at once where nothing is broken, in milliseconds: on
 * a slow machine, too.
 */
const PATIENCE = 60_000;
/** Where nobody listens: what the page asks of any other machine fails. */
const NO_PROXY = { host: '127.0.0.1', port: 9 };

const folder = install();
const { wholePage } = await import(
  pathToFileURL(join(folder, 'node_modules/wx-unionid/cli/whole-page.mjs'))
);
export const html = wholePage();
const pageFile = join(folder, 'page.html');
writeFileSync(pageFile, html);
export const pageUrl = pathToFileURL(pageFile).href;

/** The same package in Node.js, which says what the page should say. */
export const { esm: wx } = await load(folder);
export const { good, broken, identities, pushes } = await importBundled('samples.js');
export const { texts } = await importBundled('texts.js');

const browser = await puppeteer.launch({
  browser: kind,
  executablePath,
  timeout: PATIENCE,
  // The sandbox refuses to run as root. Nothing but our own page is opened.
  args:
    kind === 'chrome'
      ? ['--no-sandbox', '--disable-gpu', `--proxy-server=${NO_PROXY.host}:${NO_PROXY.port}`]
      : [],
  extraPrefsFirefox: {
    'network.proxy.type': 1,
    'network.proxy.http': NO_PROXY.host,
    'network.proxy.http_port': NO_PROXY.port,
    'network.proxy.ssl': NO_PROXY.host,
    'network.proxy.ssl_port': NO_PROXY.port,
    // The system is dark. Chromium is told so page by page.
    'layout.css.prefers-color-scheme.content-override': 0,
  },
});
after(() => browser.close());

export const languages = { en: 'en', zh: 'zh-CN' };
export const themes = ['light', 'dark'];
export const rooms = ['decrypt', 'identity', 'pushes', 'signatures', 'requests', 'replies'];

/**
 * What is gone through: all of it; by `npm test` in Firefox every tenth, since what a language, a
 * theme or a sample changes, browsers change alike.
 */
export function tested(all) {
  return kind === 'chrome' ? all : sampled(all);
}

const pairs = Object.keys(languages).flatMap((language) =>
  themes.map((theme) => ({ language, theme })),
);

/**
 * In which languages and themes all of the page is gone through: by `npm test` in each of them,
 * by `npm run test:deep` in each with each.
 */
export const looks = tested(isDeep ? pairs : [pairs.at(0), pairs.at(-1)]);

/** What can be typed into. */
export const textFields = '#panel :is(input:not([type=checkbox]), textarea)';

/** Tabs whose test has ended: a new one takes longer to come than the page in it. */
const free = [];

/**
 * Opens the page for one test, or, without one, until the end: `page`, and what it complains of and
 * asks for, as they come. The system is dark; `theme` is chosen with the page's own button.
 */
export async function open(t, { url = pageUrl, language = 'en', theme, width = 1440 } = {}) {
  const tab = free.pop() ?? (await newTab());
  const { page } = tab;
  const complaints = [];
  const requests = [];
  Object.assign(tab, { complaints, requests });
  // Elsewhere nothing is drawn, and a click waits for that.
  await page.bringToFront();
  await page.setViewport({ width, height: 900 });
  const { identifier } = await page.evaluateOnNewDocument((tag) => {
    Object.defineProperty(navigator, 'language', { value: tag });
  }, languages[language]);
  t?.after(async () => {
    await page.removeScriptToEvaluateOnNewDocument(identifier);
    await page.goto('about:blank');
    free.push(tab);
  });
  await page.goto(url);
  await page.waitForSelector('main > *');
  for (let clicks = 0; theme && clicks <= themes.indexOf(theme); clicks++)
    await press(page, '#theme');
  return { page, complaints, requests };
}

/**
 * One page for many tests: before each of them, `begin` empties it; after it, the page has not
 * complained.
 */
export async function share(begin = (page) => press(page, '#clear')) {
  const { page, complaints } = await open();
  return { page, test: (name, run) => test(name, () => perform(run)) };

  async function perform(run) {
    await page.bringToFront();
    await begin(page);
    let said;
    try {
      await run();
    } finally {
      said = complaints.splice(0);
    }
    assert.deepEqual(said, []);
  }
}

async function newTab() {
  const page = await browser.newPage();
  const tab = { page };
  page.setDefaultTimeout(PATIENCE);
  page.on('console', (message) => tab.complaints.push(message.text()));
  page.on('pageerror', ({ message }) => tab.complaints.push(message));
  page.on('request', (request) => tab.requests.push(request.url()));
  if (kind === 'chrome') {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  }
  return tab;
}

/** Clicks, without the way of a pointer: faster, where that is not what is tested. */
export function press(page, selector) {
  return page.$eval(selector, (element) => element.click());
}

export function enter(page, room) {
  return press(page, `#tab-${room}`);
}

/** Puts a text into a field as somebody does who pastes it. */
export function fill(page, name, value) {
  return page.$eval(
    `#panel [name="${name}"]`,
    (field, text) => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    value,
  );
}

export function inputOf(page, name) {
  return page.$eval(`#panel [name="${name}"]`, ({ value }) => value);
}

export function textOf(page, selector) {
  return page.$eval(selector, ({ textContent }) => textContent);
}

export function textsOf(page, selector) {
  return page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent));
}

/**
 * Resolves once something is so in the page. It must come true without anything more being done.
 */
export async function until(page, condition, ...args) {
  const deadline = Date.now() + PATIENCE;
  while (!(await page.evaluate(condition, ...args))) {
    assert.ok(Date.now() < deadline, `it never was so: ${condition} (${args})`);
  }
}

/** What the notice says, once it says this. */
export async function noticed(page, text) {
  await until(page, (part) => document.getElementById('notice').textContent.includes(part), text);
}

/**
 * Everything that the page can show, and how to get there; by `npm test`, of each kind of sample
 * one.
 */
export const states = {
  'decrypt, empty': (page) => enter(page, 'decrypt'),
  'decrypt, good': (page) => chooseSample(page, 'userInfo'),
  'decrypt, good, phone number': (page) => chooseSample(page, 'phoneNumber'),
  'decrypt, mendable': (page) => chooseSample(page, 'plus_became_space'),
  'decrypt, blocks that cannot be read': (page) => chooseSample(page, 'corrupted'),
  'decrypt, nothing decrypts': (page) => chooseSample(page, 'wrong_session_key'),
  'decrypt, a field missing': (page) => chooseSample(page, 'missing_field'),
  'identity, empty': (page) => enter(page, 'identity'),
  ...Object.fromEntries(
    Object.values(identities)
      .flatMap((samples) => sampled(Object.keys(samples)))
      .map((name) => [`identity, ${name}`, (page) => chooseIdentity(page, name)]),
  ),
  'identity, a fact refused': async (page) => {
    await chooseIdentity(page, 'three-apps');
    await fill(page, 'value-2', '{');
  },
  'pushes, empty': (page) => enter(page, 'pushes'),
  ...Object.fromEntries(
    Object.values(pushes)
      .flatMap((samples) => sampled(Object.keys(samples)))
      .map((name) => [`pushes, ${name}`, (page) => choosePush(page, name)]),
  ),
  'pushes, several causes': async (page) => {
    await choosePush(page, 'wrong_token');
    await fill(page, 'encodingAESKey', 'short');
    await fill(page, 'now', 'yesterday');
  },
  'signatures, empty': (page) => enter(page, 'signatures'),
  'signatures, good': async (page) => {
    await enter(page, 'signatures');
    await press(page, '#panel button');
  },
  'signatures, bad': async (page) => {
    await enter(page, 'signatures');
    await press(page, '#panel button');
    await fill(page, 'rawData', '{}');
  },
  'signatures, no session key': async (page) => {
    await enter(page, 'signatures');
    await press(page, '#panel button');
    await fill(page, 'sessionKey', 'short');
  },
  'requests, GET': (page) => enter(page, 'requests'),
  'requests, POST': async (page) => {
    await enter(page, 'requests');
    await page.select('[name=endpoint]', 'getPhoneNumber');
    await press(page, '[data-form=fetch]');
  },
  'requests, secrets shown': async (page) => {
    await enter(page, 'requests');
    await press(page, '[name=show]');
  },
  'requests, refused': async (page) => {
    await enter(page, 'requests');
    await fill(page, 'access_token', '');
  },
  'replies, empty': (page) => enter(page, 'replies'),
  'replies, an errcode in a body': (page) => chooseReply(page, 1),
  'replies, good': (page) => chooseReply(page, 2),
  'replies, an errcode': async (page) => {
    await enter(page, 'replies');
    await fill(page, 'body', '40001');
  },
  'replies, no JSON': async (page) => {
    await enter(page, 'replies');
    await fill(page, 'body', '{"errcode":');
  },
  'with a notice': (page) => press(page, '#clear'),
};

export async function chooseSample(page, name) {
  await enter(page, 'decrypt');
  await page.select('[name=sample]', name);
}

export async function chooseIdentity(page, name) {
  await enter(page, 'identity');
  await page.select('[name=sample]', name);
}

export async function choosePush(page, name) {
  await enter(page, 'pushes');
  await page.select('[name=sample]', name);
}

export async function chooseReply(page, number) {
  await enter(page, 'replies');
  await press(page, `#panel .samples button:nth-of-type(${number})`);
}

/** One of the page's modules, with the JSON that it imports in it. */
async function importBundled(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../www/${name}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
}
