// The browsers, each with its own page.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';

import { launches } from '../tests/runtimes/browser.mjs';
import { withFiles } from '../tests/runtimes/site.mjs';
import { chromium, firefox } from '../tools/browsers.mjs';
import { provide } from '../tools/debian.mjs';
import { root } from '../tools/run.mjs';
import { Failure } from '../tools/step.mjs';
import { provideTools } from '../tools/toolbox.mjs';

const folder = join(root, 'target/bench/page');

/** An isolated page has a clock of 5 to 20 µs instead of 100 to 1000. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Each browser measures itself. */
export async function browsers() {
  await provideTools(['geckodriver']);
  const programs = await provide({ chromium, firefox });
  await makePage();
  return Object.entries(programs).map(([kind, { missing, path }]) => {
    if (missing) throw new Failure(missing);
    const { name } = { chromium, firefox }[kind];
    const measure = (settings) =>
      withFiles({ folder, headers }, async (address) => {
        const { version, rows } = await measureAt(address, { kind, path, settings });
        return { name: `${name} ${version}`, rows };
      });
    return { name, measure };
  });
}

async function makePage() {
  await build({
    entryPoints: [fileURLToPath(new URL('in-page.mjs', import.meta.url))],
    outdir: folder,
    bundle: true,
    format: 'esm',
  });
  mkdirSync(folder, { recursive: true });
  const page = '<!doctype html><script type="module" src="in-page.js"></script>';
  writeFileSync(join(folder, 'index.html'), page);
}

async function measureAt(address, { kind, path, settings }) {
  const browser = await puppeteer.launch({
    ...launches[kind],
    executablePath: path,
    // One question; the page answers when it is done.
    protocolTimeout: 0,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${address}index.html`, { waitUntil: 'load' });
    const rows = await page.evaluate((told) => globalThis.measureHere(told), settings);
    const [, version] = (await browser.version()).split('/');
    return { version, rows };
  } finally {
    await browser.close();
  }
}
