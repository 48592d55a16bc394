// For everybody: by keyboard, by ear, on any width.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import {
  chooseSample,
  enter,
  fill,
  good,
  languages,
  looks,
  noticed,
  open,
  rooms,
  states,
  tested,
  texts,
  until,
} from './page.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** What the Tab key reaches first. */
const first = '#language';
const widths = [390, 820, 1440];

for (const { language, theme } of looks) {
  test(`axe finds nothing in any state, in ${language}, ${theme}`, async (t) => {
    const { page } = await open(t, { language, theme });
    await page.evaluate(`${axe}; 0`);
    const found = [];
    for (const [name, show] of tested(Object.entries(states))) {
      await show(page);
      const violations = await page.evaluate(judge);
      found.push(...violations.map((violation) => `${name}: ${violation}`));
    }
    assert.deepEqual(found, []);
  });
}

for (const language of tested(Object.keys(languages))) {
  for (const width of widths) {
    test(`nothing is cut off or to be scrolled to at ${width} pixels, in ${language}`, async (t) => {
      const { page } = await open(t, { language, width });
      const found = [];
      for (const [name, show] of Object.entries(states)) {
        await show(page);
        const beyond = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const clipped = [...document.querySelectorAll('body *')].filter(
            (element) =>
              // These scroll by themselves, or are as small as a dot for those who see.
              !element.closest(
                'textarea, input, select, pre, svg, .visually-hidden, [role=tablist]',
              ) &&
              element.clientWidth > 0 &&
              element.scrollWidth > element.clientWidth,
          );
          return [
            ...(scrollWidth > clientWidth ? [`document: ${scrollWidth} of ${clientWidth}`] : []),
            ...clipped.map(
              ({ localName, className, scrollWidth, clientWidth, textContent }) =>
                `${localName}.${className}: ${scrollWidth} of ${clientWidth}: ${textContent.slice(0, 40)}`,
            ),
          ];
        });
        found.push(...beyond.map((one) => `${name}: ${one}`));
      }
      assert.deepEqual(found, []);
    });
  }
}

for (const room of rooms) {
  test(`the Tab key goes through the room ${room} in reading order, with a visible focus`, async (t) => {
    const { page } = await open(t);
    await states[
      {
        decrypt: 'decrypt, good',
        identity: 'identity, three-apps',
        signatures: 'signatures, good',
        replies: 'replies, good',
      }[room] ?? 'requests, GET'
    ](page);
    const expected = await page.evaluate(() => {
      window.reachable = [
        ...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]'),
      ].filter((element) => element.tabIndex >= 0 && element.checkVisibility());
      return window.reachable.map((_, at) => at);
    });
    assert.ok(expected.length > 6);
    const reached = [];
    await page.focus(first);
    for (let presses = 1; presses < expected.length; presses++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
          const at = window.reachable.indexOf(document.activeElement);
          return isSeen ? at : `${document.activeElement.outerHTML.slice(0, 80)} is not seen`;
        }),
      );
    }
    assert.deepEqual(reached, expected.slice(1));
    assert.ok(await page.evaluate((selector) => window.reachable[0].matches(selector), first));
  });
}

test('the arrow keys move between the rooms, and the focus with them', async (t) => {
  const { page } = await open(t);
  await page.focus(`#tab-${rooms[0]}`);
  const moves = {
    ArrowRight: [...rooms.slice(1), rooms[0]],
    ArrowLeft: [...rooms].reverse(),
  };
  for (const [key, expected] of Object.entries(moves)) {
    for (const room of expected) {
      await page.keyboard.press(key);
      assert.deepEqual(
        await page.evaluate(() => [
          document.activeElement.id,
          document.querySelector('[aria-selected=true]').id,
          document.querySelector('[role=tabpanel]').getAttribute('aria-labelledby'),
          document.querySelectorAll('[role=tab][tabindex="0"]').length,
        ]),
        [`tab-${room}`, `tab-${room}`, `tab-${room}`, 1],
        key,
      );
    }
  }
});

for (const [name, selector] of Object.entries({
  'the language': '#language',
  'the theme': '#theme',
  'clear all': '#clear',
  'a room': '#tab-decrypt',
  'the sample of signatures': '#panel button',
  'a form of the request': '[data-form=fetch]',
  'to show secrets': '[name=show]',
  'a sample of a reply': '#panel .samples button',
})) {
  test(`the focus stays on the button that was pressed: ${name}`, async (t) => {
    const { page } = await open(t);
    const room =
      { '#panel button': 'signatures', '#panel .samples button': 'replies' }[selector] ??
      (/form|show/.test(selector) ? 'requests' : 'decrypt');
    await enter(page, room);
    for (const key of [' ', ' ']) {
      await page.focus(selector);
      await page.keyboard.press(key);
      assert.ok(
        await page.$eval(selector, (element) => element === document.activeElement),
        await page.evaluate(() => document.activeElement.outerHTML.slice(0, 100)),
      );
    }
  });
}

test('typing keeps the focus and the cursor where they are', async (t) => {
  const { page } = await open(t);
  for (const [room, name] of [
    ['decrypt', 'iv'],
    ['identity', 'value-1'],
    ['signatures', 'signature'],
    ['requests', 'js_code'],
    ['replies', 'body'],
  ]) {
    await enter(page, room);
    await fill(page, name, '1234');
    await page.$eval(`[name=${name}]`, (field) => {
      field.focus();
      field.setSelectionRange(2, 2);
    });
    await page.keyboard.type('ab');
    assert.equal(await page.$eval(`[name=${name}]`, ({ value }) => value), '12ab34', room);
  }
});

for (const [name, { begin, change, said }] of Object.entries({
  'a verdict': {
    begin: (page) => chooseSample(page, 'userInfo'),
    change: (page) => page.select('[name=sample]', 'wrong_iv'),
    said: texts.verdictBad.en,
  },
  'a verdict of what is typed': {
    begin: (page) => chooseSample(page, 'wrong_iv'),
    change: (page) => fill(page, 'iv', good.userInfo.iv),
    said: texts.verdictGood.en,
  },
  'an identity': {
    begin: (page) => states['identity, three-apps'](page),
    change: (page) => page.select('[name=sample]', 'two-unionids'),
    said: texts.identityConflict.en,
  },
  'an identity of what is typed': {
    begin: (page) => states['identity, three-apps'](page),
    change: (page) => fill(page, 'value-1', '{"openid":"o","unionid":"another"}'),
    said: texts.identityConflict.en,
  },
  'a signature': {
    begin: (page) => states['signatures, good'](page),
    change: (page) => fill(page, 'rawData', '{}'),
    said: texts.verifyBad.en,
  },
  'a request': {
    begin: (page) => states['requests, GET'](page),
    change: (page) => page.select('[name=endpoint]', 'getPhoneNumber'),
    said: 'getPhoneNumber',
  },
  'a reply': {
    begin: (page) => states['replies, good'](page),
    change: (page) => fill(page, 'body', '40001'),
    said: 'errcode 40001',
  },
})) {
  test(`${name} that changes is said in a live region that was there before`, async (t) => {
    const { page } = await open(t);
    await begin(page);
    await page.evaluate(() => {
      const regions = [...document.querySelectorAll('[aria-live=polite], [role=status]')];
      // One that was taken out and put back is another one to who listens.
      new MutationObserver((changes) => {
        const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]);
        window.regions = window.regions.filter(
          (one) => !removed.some((node) => node.contains(one)),
        );
      }).observe(document.body, { childList: true, subtree: true });
      window.regions = regions;
    });
    await change(page);
    await until(page, (text) => window.regions.some((one) => one.textContent.includes(text)), said);
  });
}

test('an invisible change is announced in the notice, which has the role status', async (t) => {
  const { page } = await open(t);
  assert.equal(await page.$eval('#notice', (notice) => notice.getAttribute('role')), 'status');
  await page.click('#clear');
  await noticed(page, texts.cleared.en);
  await states['requests, GET'](page);
  await page.click('.copy');
  await noticed(page, texts.copied.en);
});

async function judge() {
  const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
  );
}
