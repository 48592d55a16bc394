// The page and the packed package in a real browser: that of WX_UNIONID_BROWSER (chrome or firefox), which
// is at WX_UNIONID_BROWSER_PATH.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { read } from '../package/fixtures.mjs';
import { install } from '../package/installed.mjs';

const { WX_UNIONID_BROWSER: kind = 'chrome', WX_UNIONID_BROWSER_PATH: executablePath } =
  process.env;
const { input, expect } = read('decrypt/official-user-info.json');

const folder = install();
const packageFolder = join(folder, 'node_modules/wx-unionid');
let browser;
let server;
let page;
let complaints;
let requests;

before(async () => {
  server = await serve({ packageFolder });
  browser = await puppeteer.launch({
    browser: kind,
    executablePath,
    // The sandbox refuses to run as root. Nothing but our own page is opened.
    args: kind === 'chrome' ? ['--no-sandbox', '--disable-gpu'] : [],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  requests = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
});

/** What the page says once it is in this state. */
async function shown(status) {
  const result = await page.waitForSelector(`[data-status="${status}"]`);
  return result.evaluate(({ textContent }) => textContent);
}

async function shownJson() {
  return JSON.parse(await page.$eval('#data', ({ textContent }) => textContent));
}

test('the official sample is decrypted, its watermark checked, and nothing else asked for', async () => {
  await page.goto(server.url);
  const text = await shown('decrypted');
  assert.deepEqual(await shownJson(), JSON.parse(expect.text));
  assert.ok(text.includes(expect.watermark.appid), text);
  assert.match(text, /\d+ years ago/);
  const files = ['', 'page.css', 'page.js', 'wx-unionid/index.js', 'wx-unionid/slim.js'];
  assert.deepEqual(
    requests.filter((url) => !url.startsWith('data:')).sort(),
    files.map((file) => server.url + file),
  );
  assert.deepEqual(complaints, []);
});

test('the fields hold the sample, and what is typed into them counts', async () => {
  await page.goto(server.url);
  await shown('decrypted');
  const fields = await page.$eval('form', (form) => Object.fromEntries(new FormData(form)));
  assert.deepEqual(fields, input);
  await page.type('[name=iv]', '*');
  await page.click('button');
  assert.match(await shown('failed'), /ERR_INVALID_IV/);
  assert.equal(await page.$eval('#data', ({ hidden }) => hidden), true);
  await page.$eval(
    '[name=iv]',
    (field, iv) => {
      field.value = iv;
    },
    input.iv,
  );
  await page.click('button');
  await shown('decrypted');
  assert.deepEqual(await shownJson(), JSON.parse(expect.text));
  assert.deepEqual(complaints, []);
});

test('a policy that forbids WebAssembly is told, with what to do', async () => {
  const policy = contentSecurityPolicy.replace(" 'wasm-unsafe-eval'", '');
  const strict = await serve({ packageFolder, policy });
  try {
    await page.goto(strict.url);
    const text = await shown('failed');
    assert.match(text, /ERR_WASM_UNAVAILABLE/);
    assert.match(text, /add 'wasm-unsafe-eval' to the script-src/);
  } finally {
    strict.close();
  }
});

test('a Chinese browser gets Chinese, on a narrow screen without scrolling sideways', async () => {
  await page.setViewport({ width: 390, height: 844 });
  await page.evaluateOnNewDocument(() => {
    Object.defineProperty(navigator, 'language', { value: 'zh-CN' });
  });
  await page.goto(server.url);
  assert.match(await shown('decrypted'), /解密成功，水印已校验/);
  assert.equal(await page.$eval('html', ({ lang }) => lang), 'zh-CN');
  assert.ok((await page.$eval('html', ({ scrollWidth }) => scrollWidth)) <= 390);
});
