// The room of pushes: what it shows is what the package says in Node.js.

import assert from 'node:assert/strict';
import { untimed } from '../../pkg/paste/push.mjs';
import { noPushes, pushes as pastes } from '../fixtures/pushes.mjs';
import { sampled } from '../package/pairs.mjs';
import {
  choosePush,
  enter,
  fill,
  inputOf,
  noticed,
  press,
  pushes,
  share,
  tested,
  textOf,
  texts,
  textsOf,
  wx,
} from './page.mjs';

const { page, test } = await share(async (page) => {
  await press(page, '#clear');
  await enter(page, 'pushes');
});

for (const name of tested(Object.keys(pushes.good))) {
  test(`the good sample ${name} opens, and shows what is in it`, async () => {
    await choosePush(page, name);
    assert.deepEqual(await stages(), Array(11).fill('good'));
    assert.ok(await page.$('.verdict.good'));
    const title = texts[name === 'verifyUrl' ? 'pushEcho' : 'pushMessage'].en;
    assert.equal(await textOf(page, '.data h2'), title);
    const shown = await textOf(page, '.data pre');
    if (name === 'verifyUrl') assert.match(shown, /^\d+$/);
    else assert.ok(JSON.parse(shown).FromUserName);
  });
}

for (const name of tested(Object.keys(pushes.broken))) {
  test(`the broken sample ${name} shows its cause, what to do, and no message`, async () => {
    await choosePush(page, name);
    assert.deepEqual(await causes(), [name]);
    assert.equal(await page.$('.data'), null);
    assert.ok((await textOf(page, '.verdict.bad h2')).endsWith(texts.pushBad.en));
    const reached = await stages();
    assert.equal(reached.filter((state) => state === 'bad').length, 1);
    const its = pushes.broken[name];
    const { message } = wx.diagnosePush({ ...its, now: Date.parse(its.now) });
    if (name !== 'body_not_raw') assert.ok((await textOf(page, '.verdict')).includes(message.en));
  });
}

for (const { name, text, fields, cause, appSecret } of sampled(pastes)) {
  test(`a paste reaches the cause in ${name}`, async () => {
    await fill(page, 'paste', text);
    await noticed(page, appSecret ? texts.appSecret.en : 'Found: ');
    assert.equal(await inputOf(page, 'paste'), '');
    const { causes: wanted } = wx.diagnosePush(untimed(fields));
    const names = wanted.map((one) => one.cause);
    assert.deepEqual(names, cause ? [cause] : []);
    assert.deepEqual(await causes(), names);
    const isParsed = typeof fields.body === 'object';
    if (!isParsed) assert.equal(await inputOf(page, 'body'), fields.body ?? '');
  });
}

test('a request and its configuration may be pasted one after the other', async () => {
  const [{ text }] = pastes.filter(({ name }) => name.startsWith('curl'));
  const [request, config] = text.split('\n\n');
  await fill(page, 'paste', request);
  assert.deepEqual(await causes(), ['missing_field', 'missing_field', 'missing_field']);
  await fill(page, 'paste', config);
  assert.deepEqual(await causes(), ['signature_for_msg_signature']);
});

test('where nothing is recognised, the paste stays, and a sentence says so', async () => {
  for (const [name, text] of Object.entries(noPushes)) {
    if (name === 'a configuration alone') continue;
    await fill(page, 'paste', text);
    assert.equal(await inputOf(page, 'paste'), text);
    const notes = await textsOf(page, '.field small');
    assert.ok(notes.includes(texts.pushNothingFound.en), name);
  }
});

test('each field counts: lists, a mode, nobody, a time', async () => {
  await choosePush(page, 'wrong_token');
  await fill(page, 'token', `anotherToken\n${pushes.good.xml.token}`);
  assert.deepEqual(await causes(), []);
  await fill(page, 'now', 'yesterday');
  assert.ok((await textsOf(page, '.field small')).includes(texts.timeUnknown.en));
  assert.equal((await stages()).at(-1), 'open');
  await fill(page, 'receiver', "''");
  assert.deepEqual(await causes(), ['wrong_receiver']);
  await page.select('[name=mode]', 'plain');
  assert.deepEqual(await causes(), ['encrypted']);
  assert.equal((await stages()).length, 6);
});

test('the field that a cause is about is marked', async () => {
  await choosePush(page, 'key_form');
  const bad = await page.$$eval('.field[data-state=bad] :is(input, textarea)', (fields) =>
    fields.map(({ name }) => name),
  );
  assert.deepEqual(bad, ['encodingAESKey']);
  assert.match(await textOf(page, '.verdict .tags'), /44 characters/);
});

function causes() {
  return page.$$eval('[data-cause]', (elements) => elements.map(({ dataset }) => dataset.cause));
}

function stages() {
  return page.$$eval('.stage', (elements) =>
    elements.map(({ classList }) => [...classList].find((name) => name !== 'stage')),
  );
}
