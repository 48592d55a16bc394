import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { wholePage } from '../pkg/cli/whole-page.mjs';
import { chromium } from './browsers.mjs';
import { build } from './build.mjs';
import { provide } from './debian.mjs';
import { root } from './run.mjs';
import { main, say } from './step.mjs';

const folder = join(root, 'target/screenshots');
const widths = [390, 820, 1440];

/** Each picture, and how to get there. */
const views = {
  empty: () => {},
  good: sample('userInfo'),
  broken: sample('plus_became_space'),
  'wrong-iv': sample('wrong_iv'),
  'wrong-key': sample('wrong_session_key'),
  corrupted: sample('corrupted'),
  'phone-number': sample('phoneNumber'),
  unrecognised: (page) => page.type('[name=paste]', 'a=1&b=2'),
  signatures: async (page) => {
    await page.click('#tab-signatures');
    await page.click('#panel button');
  },
  requests: (page) => page.click('#tab-requests'),
  identity: identity('three-apps'),
  'identity-missing': identity('oauth-base'),
  'identity-conflict': identity('two-unionids'),
  'identity-other-app': identity('other-app'),
  'identity-snapshot': identity('oauth-snapshot'),
  'identity-empty': (page) => page.click('#tab-identity'),
  'pushes-empty': (page) => page.click('#tab-pushes'),
  'pushes-good': push('xml'),
  'pushes-broken': push('wrong_token'),
  'pushes-body': push('body_not_raw'),
  'pushes-key': push('key_form'),
  replies: async (page) => {
    await page.click('#tab-replies');
    await page.click('#panel .samples button');
  },
};

await main(async () => {
  await build();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'page.html');
  writeFileSync(file, wholePage());
  const { chromium: found } = await provide({ chromium });
  const browser = await puppeteer.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const only = process.argv[2];
  for (const [name, enter] of Object.entries(views)) {
    if (only && !name.includes(only)) continue;
    for (const [language, theme] of [
      ['zh-CN', 'light'],
      ['en', 'dark'],
    ]) {
      for (const width of widths) {
        const page = await browser.newPage();
        await page.setViewport({ width, height: 900 });
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
        await page.evaluateOnNewDocument((language) => {
          Object.defineProperty(navigator, 'language', { value: language });
        }, language);
        await page.goto(pathToFileURL(file).href);
        await page.waitForSelector('#panel');
        await enter(page);
        await page.screenshot({
          path: join(folder, `${name}-${language}-${theme}-${width}.png`),
          fullPage: true,
        });
        await page.close();
      }
    }
  }
  await browser.close();
  say(`\n  ${folder}`);
});

function sample(name) {
  return (page) => page.select('[name=sample]', name);
}

function push(name) {
  return async (page) => {
    await page.click('#tab-pushes');
    await page.select('[name=sample]', name);
  };
}

function identity(name) {
  return async (page) => {
    await page.click('#tab-identity');
    await page.select('[name=sample]', name);
  };
}
