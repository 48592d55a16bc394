// Visits a page with a real browser.

import puppeteer from 'puppeteer-core';

import { Failure } from '../../tools/step.mjs';

/** How each is started by puppeteer. */
export const launches = {
  // The sandbox refuses to run as root. Nothing but our own pages is opened.
  chromium: { browser: 'chrome', args: ['--no-sandbox', '--disable-gpu'] },
  firefox: { browser: 'firefox' },
};
const timeout = 120_000;

/**
 * Tells the page at this address, behind its `#`, what `exercise` has to know, and resolves to the
 * JSON that it then shows in its `<output>`. The first error of the page ends that.
 */
export async function visit(address, browser, { programs, wechat }) {
  const executablePath = programs[browser].path;
  const launched = await puppeteer.launch({ ...launches[browser], executablePath, timeout });
  const heard = [];
  try {
    const page = await launched.newPage();
    const troubled = new Promise((_, reject) => {
      page.on('pageerror', (error) => {
        heard.push(error.stack);
        reject(error);
      });
      page.on('console', (message) => {
        heard.push(`${message.type()}: ${message.text()} ${message.location().url ?? ''}`);
        if (message.type() === 'error') reject(new Error(message.text()));
      });
    });
    return await Promise.race([read(page, `${address}#${encodeURIComponent(wechat)}`), troubled]);
  } catch (error) {
    throw new Failure(`${browser} at ${address}: ${error.message}`, heard.join('\n'));
  } finally {
    await launched.close();
  }
}

async function read(page, address) {
  // What an error tells besides its message does not come out of the browser by itself.
  await page.evaluateOnNewDocument(() => {
    for (const type of ['error', 'unhandledrejection']) {
      addEventListener(type, ({ error, reason = error }) => console.log(JSON.stringify(reason)));
    }
  });
  await page.goto(address, { timeout });
  const output = await page.waitForSelector('output:not(:empty)', { timeout });
  return JSON.parse(await output.evaluate(({ textContent }) => textContent));
}
