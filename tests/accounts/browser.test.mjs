// Web logins to the example in a real browser: what it does with redirects and cookies is not ours
// to imitate.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';

import { start, TIMEOUT } from './product.mjs';

test('a browser logs in to the H5 page and to the website, and out of both', {
  timeout: TIMEOUT,
}, async (t) => {
  const { wechat, backEnd, people } = await start(t, ['ming', 'hong']);
  wechat.bind();
  const browser = await puppeteer.launch({
    executablePath: process.env.WX_UNIONID_BROWSER_PATH,
    timeout: TIMEOUT,
    // The sandbox refuses to run as root. Nothing but our own pages is opened.
    args: ['--no-sandbox', '--disable-gpu'],
  });
  t.after(() => browser.close());
  const [ming, hong] = await Promise.all([browser, browser].map((it) => it.createBrowserContext()));

  const account = await logIn(ming, 'account', 'ming');
  assert.deepEqual(account.me.apps, ['account']);
  assert.equal(await account.page.evaluate('document.cookie'), '', 'no script reads the login');
  const website = await logIn(ming, 'website', 'ming');
  assert.deepEqual(website.me, { ...account.me, apps: ['account', 'website'] });
  const other = await logIn(hong, 'website', 'hong');
  assert.notEqual(other.me.userId, account.me.userId);
  const program = await people[0].logIn('program');
  assert.equal((await program.ask('/me')).userId, account.me.userId);

  // Back to WeChat's answer: it was good once.
  const again = await website.page.goto(website.back);
  assert.equal(again.status(), 403);
  const out = await website.page.evaluate(async () => {
    const { status } = await fetch('/logout/everywhere', { method: 'POST' });
    return status;
  });
  assert.equal(out, 204);
  assert.equal((await website.page.goto(`${backEnd.url}/me`)).status(), 401);
  await assert.rejects(program.ask('/me'), { status: 401 });
  assert.equal((await other.page.goto(`${backEnd.url}/me`)).status(), 200);

  /** Goes to the login, and agrees on WeChat's page: what the back end then shows. */
  async function logIn(context, app, user) {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT);
    await page.goto(`${backEnd.url}/${app}/login`);
    const choices = await page.$$(`a[href*="fake_user=${user}"]`);
    const [landed] = await Promise.all([page.waitForNavigation(), choices[0].click()]);
    assert.equal(page.url(), `${backEnd.url}/me`);
    const back = landed.request().redirectChain().at(-1).url();
    return { page, back, me: await landed.json() };
  }
});
