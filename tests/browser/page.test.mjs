// The page as a file: what it is made of, what it lets itself do, and its languages and themes.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import {
  chooseSample,
  enter,
  html,
  languages,
  looks,
  open,
  pageUrl,
  press,
  rooms,
  states,
  textOf,
  texts,
  until,
} from './page.mjs';

const policy = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/)?.[1];

/** A text with a hole. */
const unfilled = /undefined|\[object |NaN|\{[a-z]\w*\}/i;
/**
 * A sentence of the page in the other language; in Chinese, of anybody's. A setting of the console
 * is none.
 */
const foreign = {
  en: /(?<![\u4e00-\u9fff])(?!消息加解密方式(?![\u4e00-\u9fff]))[\u4e00-\u9fff]{5}/,
  zh: /(?:[a-z][a-z’']*[,.:;]? ){3}[a-z]/i,
};

for (const { language, theme } of looks) {
  test(`every room works from a file, in ${language}, ${theme}, and asks for nothing`, async (t) => {
    const { page, complaints, requests } = await open(t, { language, theme });
    assert.equal(await page.$eval('html', ({ lang }) => lang), languages[language]);
    assert.equal(await colourScheme(page), theme);
    const wrong = [];
    for (const [name, show] of Object.entries(states)) {
      await show(page);
      const [title, ...words] = await wordsOf(page);
      const room = rooms.find((one) => name.startsWith(one)) ?? 'replies';
      assert.equal(title, `wx-unionid · ${texts[`room_${room}`][language]}`, name);
      wrong.push(
        ...words.filter((text) => unfilled.test(text) || foreign[language].test(text)),
        ...complaints.splice(0).map((complaint) => `${name}: ${complaint}`),
      );
    }
    assert.deepEqual(wrong, []);
    const others = requests.filter((url) => url !== pageUrl && !url.startsWith('data:'));
    assert.deepEqual(others, []);
  });
}

test('every text is there in both languages, with the same values in it', () => {
  for (const [name, { zh, en }] of Object.entries(texts)) {
    assert.ok(zh && en, name);
    const valuesOf = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    assert.deepEqual(valuesOf(zh), valuesOf(en), name);
  }
});

test('the page starts in the language of the browser; the button changes it and keeps what was typed', async (t) => {
  const { page } = await open(t, { language: 'zh' });
  await chooseSample(page, 'wrong_iv');
  await press(page, '#clear');
  await chooseSample(page, 'wrong_iv');
  const before = await inputsOf(page);
  await press(page, '#language');
  assert.equal(await page.$eval('html', ({ lang }) => lang), 'en');
  assert.deepEqual(await inputsOf(page), before);
  for (const text of await wordsOf(page)) assert.doesNotMatch(text, foreign.en);
  await press(page, '#language');
  assert.equal(await page.$eval('html', ({ lang }) => lang), 'zh-CN');
  for (const text of await wordsOf(page)) assert.doesNotMatch(text, foreign.zh);
});

test('without a choice the theme follows the system', async (t) => {
  const { page } = await open(t);
  assert.equal(await colourScheme(page), 'dark');
  await press(page, '#theme');
  assert.equal(await colourScheme(page), 'light');
  await press(page, '#theme');
  await press(page, '#theme');
  assert.equal(await colourScheme(page), 'dark');
});

test('the address opens a room; an unknown room is ignored', async (t) => {
  const { page } = await open(t, { url: `${pageUrl}#replies` });
  const selected = () => page.$eval('[aria-selected=true]', ({ id }) => id);
  assert.equal(await selected(), 'tab-replies');
  await enter(page, 'requests');
  assert.equal(await page.evaluate(() => location.hash), '#requests');
  await page.evaluate(() => {
    location.hash = '#__proto__';
    location.hash = '#signatures';
  });
  await until(page, () => document.querySelector('#tab-signatures[aria-selected=true]') !== null);
  const { page: other, complaints } = await open(t, { url: `${pageUrl}#constructor` });
  assert.equal(await other.$eval('[aria-selected=true]', ({ id }) => id), `tab-${rooms[0]}`);
  assert.deepEqual(complaints, []);
});

test('the page that is served is that file, in one request', async (t) => {
  const server = await serve({ page: () => html });
  t.after(() => server.close());
  const { page, complaints, requests } = await open(t, { url: server.url });
  await chooseSample(page, 'userInfo');
  await page.waitForSelector('.verdict.good');
  assert.deepEqual(
    requests.filter((url) => !url.startsWith('data:')),
    [server.url],
  );
  assert.deepEqual(complaints, []);
});

test('the policy allows the one program and the one style of the file, and no connection', () => {
  const [program, core, style, ...others] = [
    ...html.matchAll(/<(script type="[^>]*|style)>(.*?)<\/(?:script|style)>/gs),
  ]
    .sort(([, a], [, b]) => a.localeCompare(b))
    .map(([, , text]) => text);
  assert.deepEqual(others, []);
  const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  assert.deepEqual(policy?.split('; '), [
    "default-src 'none'",
    `script-src ${digest(program)} 'wasm-unsafe-eval'`,
    `style-src ${digest(style)}`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  // Beside them there is only the core, which no browser runs by itself.
  assert.match(core, /^[\w+/]+=*$/);
  // It counts for what stands behind it.
  assert.ok(html.indexOf(policy) < Math.min(html.indexOf('<script'), html.indexOf('<style')));
});

/** What a stranger's code would try: each in the page, with an address that answers. */
const attempts = {
  fetch: { directive: 'connect-src', act: (url) => void fetch(url).catch(() => {}) },
  'sendBeacon()': { directive: 'connect-src', act: (url) => void navigator.sendBeacon(url, 'a') },
  WebSocket: {
    directive: 'connect-src',
    act: (url) => new WebSocket(url.replace('http', 'ws')),
  },
  'an image': {
    directive: 'img-src',
    act: (url) => {
      new Image().src = url;
    },
  },
  'a script of another address': {
    directive: 'script-src-elem',
    act: (url) =>
      document.head.append(Object.assign(document.createElement('script'), { src: url })),
  },
  'a style of another address': {
    directive: 'style-src-elem',
    act: (url) =>
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }),
      ),
  },
  'a frame': {
    directive: 'frame-src',
    act: (url) =>
      document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
  },
  'a form': {
    directive: 'form-action',
    act: (url) => {
      const form = Object.assign(document.createElement('form'), { action: url });
      document.body.append(form);
      form.submit();
    },
  },
  eval: {
    directive: 'script-src',
    act: () => {
      // Not from within what a debugger runs.
      setTimeout(() => {
        // biome-ignore lint/security/noGlobalEval: it has to be refused.
        globalThis.eval('window.hacked = true');
      });
    },
  },
  'an inline handler': {
    directive: 'script-src-attr',
    act: () => {
      document.body.setAttribute('onclick', 'window.hacked = true');
      document.body.click();
    },
  },
  'an inline script': {
    directive: 'script-src-elem',
    act: () =>
      document.body.append(
        Object.assign(document.createElement('script'), { text: 'window.hacked = true' }),
      ),
  },
};

test('injected code can neither send nor load anything', async (t) => {
  const { url, requests } = await listen(t);
  const { page } = await open(t);
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      window.refusals.push(effectiveDirective),
    );
  });
  for (const [name, { directive, act }] of Object.entries(attempts)) {
    const address = JSON.stringify(`${url}${encodeURIComponent(name)}`);
    // Some of what is refused throws as well. What counts is the refusal, which is waited for.
    await page.evaluate(`window.refusals = []; try { (${act})(${address}) } catch {} 0`);
    await until(page, () => window.refusals.length > 0);
    assert.deepEqual(await page.evaluate(() => window.refusals), [directive], name);
    assert.equal(await page.evaluate(() => window.hacked), undefined, name);
    assert.equal(page.url(), pageUrl, name);
  }
  assert.deepEqual(requests, []);
});

test('a policy that forbids WebAssembly is reported, with what to do', async (t) => {
  const server = await serve({ page: () => html.replace(" 'wasm-unsafe-eval'", '') });
  t.after(() => server.close());
  for (const [language, advice] of Object.entries({ en: /\badd\b/, zh: /加上|添加|加入/ })) {
    const { page } = await open(t, { url: server.url, language });
    await page.waitForSelector('main [role=alert]');
    const text = await textOf(page, 'main');
    assert.match(text, /'wasm-unsafe-eval'/, language);
    assert.match(text, advice, language);
  }
});

/**
 * All that the page says in words: no data, no code, and nothing that is marked as of another
 * language.
 */
function wordsOf(page) {
  return page.evaluate(() => {
    const isData = 'code, mark, script, style, [lang]:not(html), .line';
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const words = [document.title];
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (parentElement.closest('.comment') || !parentElement.closest(isData)) words.push(data);
    }
    for (const attribute of ['aria-label', 'title', 'label', 'alt']) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        words.push(element.getAttribute(attribute));
      }
    }
    return words.map((text) => text.trim()).filter(Boolean);
  });
}

function inputsOf(page) {
  return page.$$eval('#panel :is(input, textarea, select)', (fields) =>
    fields.map(({ name, value }) => [name, value]),
  );
}

/** Which one the colours are of. */
async function colourScheme(page) {
  const [red] = await page.$eval('body', (body) =>
    getComputedStyle(body).backgroundColor.match(/\d+/g).map(Number),
  );
  return red < 128 ? 'dark' : 'light';
}

/** A site that anything may be asked of. */
async function listen(t) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end();
  });
  server.on('upgrade', ({ url }, socket) => {
    requests.push(url);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}/`, requests };
}
