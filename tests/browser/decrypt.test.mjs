// The room that decrypts and diagnoses: what it shows is what the package says in Node.js.

import assert from 'node:assert/strict';
import { others, pastes, unrecognised } from '../fixtures/pastes.mjs';
import { kinds } from '../package/declared.mjs';
import { fixtures, read } from '../package/fixtures.mjs';
import { sampled } from '../package/pairs.mjs';
import {
  broken,
  chooseSample,
  fill,
  good,
  inputOf,
  noticed,
  share,
  tested,
  textOf,
  texts,
  textsOf,
  until,
  wx,
} from './page.mjs';

const { page, test } = await share();

const official = read('decrypt/official-user-info.json');
const { sessionKey, iv } = official.input;
const decryptable = [official, ...fixtures('matrix')].filter(({ expect }) => expect?.text);
const STAGES = ['text', 'bytes', 'key', 'blocks', 'padding', 'utf8', 'json', 'watermark'];

test('every kind that is an object has a good sample', () => {
  const objects = kinds.filter((kind) => kind !== 'privateMessage');
  assert.deepEqual(Object.keys(good).sort(), objects);
});

for (const [name, input] of tested(Object.entries(good))) {
  test(`the good sample ${name} shows its kind and its data`, async () => {
    await chooseSample(page, name);
    const { expect } = decryptable.find(
      ({ input: its }) => its.encryptedData === input.encryptedData,
    );
    await page.waitForSelector('.verdict.good');
    assert.deepEqual(JSON.parse(await shownJson(page)), JSON.parse(expect.text));
    assert.equal(await textOf(page, '.data .kind'), texts[`kind_${expect.kind}`].en);
    assert.match(await textOf(page, '.watermark'), new RegExp(expect.watermark.appid));
    await assertShows(page, input);
  });
}

for (const [name, input] of tested(Object.entries(broken))) {
  test(`the broken sample ${name} shows the causes and the places that the package finds`, async () => {
    await chooseSample(page, name);
    const { causes, opens } = diagnose(input);
    assert.ok(causes.some(({ cause }) => cause === name));
    await page.waitForSelector('.verdict.bad');
    const title = texts[opens ? 'verdictOpens' : 'verdictBad'].en;
    assert.ok((await textOf(page, '.verdict h2')).endsWith(title));
    await assertShows(page, input);
    for (const [index, { at, field, hint, message }] of causes.entries()) {
      const shown = await page.$$eval(
        '[data-cause]',
        (elements, index) => ({
          text: elements[index].textContent,
          mark: elements[index].querySelector('mark')?.textContent,
        }),
        index,
      );
      assert.ok(shown.text.includes(message.en.replaceAll('`', '')));
      assert.ok(shown.text.includes(hint.en.split(/`|\(?https:/)[0].trimEnd()));
      if (at === undefined) continue;
      assert.ok(shown.text.includes(`character ${at},`));
      const damaged = input[field].charAt(at);
      assert.equal(shown.mark, { ' ': 'space', '': 'end' }[damaged] ?? damaged);
    }
  });
}

test('data of another app is shown, with the app it belongs to', async () => {
  await chooseSample(page, 'appid_mismatch');
  const { actual } = wx.diagnose(broken.appid_mismatch).steps.find((step) => step.actual) ?? {};
  const { watermark } = JSON.parse(await shownJson(page));
  assert.ok((await textOf(page, '.watermark')).includes(watermark.appid));
  assert.notEqual(watermark.appid, broken.appid_mismatch.appid);
  if (actual) assert.equal(watermark.appid, actual);
});

test('each typed character counts: one character of the iv changes the verdict and back', async () => {
  await chooseSample(page, 'userInfo');
  await page.waitForSelector('.verdict.good');
  await page.$eval('[name=iv]', (field) => {
    field.focus();
    field.setSelectionRange(1, 1);
  });
  await page.keyboard.press('Backspace');
  await page.keyboard.type('B');
  const typed = `B${iv.slice(1)}`;
  assert.equal(await inputOf(page, 'iv'), typed);
  await page.waitForSelector('.verdict.bad [data-cause]');
  await assertShows(page, { ...official.input, iv: typed });
  await page.keyboard.press('Backspace');
  await page.keyboard.type(iv[0]);
  await page.waitForSelector('.verdict.good');
  assert.deepEqual(JSON.parse(await shownJson(page)), JSON.parse(official.expect.text));
});

test('session keys on lines of their own are candidates, of which one is right', async () => {
  await chooseSample(page, 'wrong_session_key');
  await page.waitForSelector('.verdict.bad');
  const { sessionKey: wrong } = broken.wrong_session_key;
  for (const lines of [
    `${wrong}\n${sessionKey}`,
    `${sessionKey}\r\n${wrong}\n`,
    `\n${sessionKey}\n`,
  ]) {
    await fill(page, 'sessionKey', wrong);
    await page.waitForSelector('.verdict.bad');
    await fill(page, 'sessionKey', lines);
    await page.waitForSelector('.verdict.good');
    assert.deepEqual(JSON.parse(await shownJson(page)), JSON.parse(official.expect.text));
  }
});

test('emptied fields leave no former result and no mark', async () => {
  await chooseSample(page, 'wrong_iv');
  await page.waitForSelector('.field[data-state=bad]');
  for (const name of ['appid', 'sessionKey', 'iv', 'encryptedData']) await fill(page, name, '');
  await until(page, () => document.querySelector('#result .card') === null);
  assert.deepEqual(await badFields(page), []);
  assert.equal(await textOf(page, '.jump'), '');
  assert.equal(await inputOf(page, 'sample'), '');
});

test('blocks share cells if there are too many, and none is lost', async () => {
  await chooseSample(page, 'userInfo');
  await fill(page, 'encryptedData', Buffer.alloc(16 * 1001, 1).toString('base64'));
  await until(page, () => document.querySelectorAll('.cell').length > 100);
  const cells = await page.$$eval('.cell', (elements) => elements.length);
  assert.ok(cells >= 1001 / 4 && cells <= 400, `${cells} cells`);
  assert.match(await textOf(page, 'figcaption'), /1001 blocks.*Each cell stands for 3 blocks/);
});

for (const { name, text, fields, cause } of sampled([...pastes, ...others])) {
  test(`${name}, pasted, goes into the fields, and out of the box`, async () => {
    await fill(page, 'paste', text);
    await page.waitForSelector(`.verdict.${cause ? 'bad' : 'good'}`);
    for (const [field, value] of Object.entries(fields)) {
      // What a text field says of its line breaks.
      assert.equal(await inputOf(page, field), value.replaceAll('\r\n', '\n'), field);
    }
    assert.equal(await inputOf(page, 'paste'), '');
    await noticed(page, 'appid, sessionKey, iv, encryptedData');
    await assertShows(page, fields);
  });
}

test('a paste without fields stays in the box, and a sentence says so', async () => {
  for (const text of Object.values(unrecognised)) {
    await fill(page, 'paste', text);
    assert.equal(await inputOf(page, 'paste'), text);
    assert.doesNotMatch(await textOf(page, '#notice'), /Found/);
    assert.match(await textOf(page, '.field:has([name=paste]) small'), /was recognised/);
    assert.equal((await page.$$('.verdict')).length, 0);
  }
  await fill(page, 'paste', '');
  assert.doesNotMatch(await textOf(page, '.field:has([name=paste]) small'), /was recognised/);
});

/**
 * That the room shows what the package's diagnosis says of this input: causes, fields, stages,
 * blocks.
 */
async function assertShows(page, input) {
  const { causes, steps } = diagnose(input);
  await until(
    page,
    (expected) =>
      [...document.querySelectorAll('[data-cause]')].map(({ dataset }) => dataset.cause).join() ===
      expected,
    causes.map(({ cause }) => cause).join(),
  );
  const fields = new Set(causes.map(({ field }) => field).filter(Boolean));
  assert.deepEqual(new Set(await badFields(page)), fields);
  await assertStages(page, steps);
  await assertBlocks(page, steps);
}

async function assertStages(page, steps) {
  const stages = await page.$$eval('.stages > .stage', (elements) =>
    elements.map((element) => ({
      state: element.className.replace('stage ', ''),
      name: element.querySelector('strong').textContent,
      words: element.querySelector('.visually-hidden').textContent,
      isCurrent: element.getAttribute('aria-current') === 'step',
    })),
  );
  assert.deepEqual(
    stages.map(({ name }) => name),
    STAGES.map((name) => texts[`stage_${name}`].en),
  );
  for (const { state, words } of stages) assert.equal(words, texts[`state_${state}`].en);
  const states = Object.fromEntries(STAGES.map((name, at) => [name, stages[at].state]));
  const decoded = steps.filter(({ name }) => name === 'decode');
  const isAll = (found, test) => (found.length > 0 && found.every(test) ? 'good' : 'bad');
  assert.equal(states.bytes, decoded.length < 3 ? 'bad' : isAll(decoded, ({ ok }) => ok));
  const keyAndIv = decoded.filter(({ field }) => field !== 'encryptedData');
  assert.equal(
    states.key,
    keyAndIv.length < 2 ? 'bad' : isAll(keyAndIv, ({ bytes }) => bytes === 16),
  );
  const best = bestOf(steps);
  assert.equal(
    states.blocks,
    best
      ? isAll([best], ({ ok, unreadableBlocks }) => ok && unreadableBlocks.length === 0)
      : 'open',
  );
  for (const name of ['padding', 'utf8', 'json', 'watermark']) {
    const step = steps.find((one) => one.name === name);
    if (step) assert.equal(states[name], step.ok ? 'good' : 'bad', name);
    // A JSON that can be read has had a padding and is UTF-8.
    else
      assert.equal(
        states[name],
        name !== 'watermark' && states.json === 'good' ? 'good' : 'open',
        name,
      );
  }
  const firstBad = stages.findIndex(({ state }) => state === 'bad');
  assert.deepEqual(
    stages.flatMap(({ isCurrent }, at) => (isCurrent ? [at] : [])),
    firstBad < 0 ? [] : [firstBad],
  );
}

async function assertBlocks(page, steps) {
  const best = bestOf(steps);
  const shown = await page.$$eval('.blocks', (figures) =>
    figures.map((figure) => ({
      cells: [...figure.querySelectorAll('.cell')].map(({ className }) => className === 'cell bad'),
      label: figure.querySelector('[role=img]').getAttribute('aria-label'),
      caption: figure.querySelector('figcaption').textContent,
    })),
  );
  assert.equal(shown.length, best ? 1 : 0);
  if (!best) return;
  const [{ cells, label, caption }] = shown;
  const expected = Array.from({ length: best.blocks }, (_, block) =>
    best.unreadableBlocks.some(([first, last]) => block >= first && block <= last),
  );
  assert.deepEqual(cells, expected);
  assert.match(label, new RegExp(`\\b${best.blocks} blocks`));
  assert.ok(caption.startsWith(label));
}

/** Of the session keys, the one under which most can be read. */
function bestOf(steps) {
  const decryptions = steps.filter(({ name, blocks }) => name === 'decrypt' && blocks > 0);
  const most = Math.max(...decryptions.map(({ readableBlocks }) => readableBlocks));
  return decryptions.find(({ readableBlocks }) => readableBlocks === most);
}

/** An empty field is an empty text. */
function diagnose(input) {
  return wx.diagnose({ appid: '', sessionKey: '', iv: '', encryptedData: '', ...input });
}

function badFields(page) {
  return page.$$eval('.field[data-state=bad] :is(input, textarea)', (fields) =>
    fields.map(({ name }) => name),
  );
}

/** The JSON without what explains it. */
async function shownJson(page) {
  await page.waitForSelector('.data pre .line');
  const comments = await textsOf(page, '.data .comment');
  assert.ok(comments.length > 0);
  return page.$$eval('.data .line', (lines) => lines.map((line) => line.firstChild.data).join(''));
}
