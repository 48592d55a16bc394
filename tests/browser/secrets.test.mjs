// What the page keeps: nothing. And what it takes: no AppSecret, and nothing that is too large to
// be right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseSample,
  enter,
  fill,
  inputOf,
  noticed,
  open,
  press,
  rooms,
  tested,
  textFields,
  textOf,
  texts,
  wx,
} from './page.mjs';

const appSecret = '0123456789abcdef0123456789abcdef';

for (const room of tested(rooms)) {
  test(`an AppSecret in any field of the room ${room} is taken out of it, and said`, async (t) => {
    const { page, complaints } = await open(t);
    for await (const all of fieldsOf(page, room)) {
      const names = all.filter((name) => name !== 'token');
      for (const typed of [appSecret, ` "${appSecret.toUpperCase()}"\n`]) {
        const found = await page.evaluate(typeInto, { names, typed });
        assert.deepEqual(
          found,
          names.map((name) => ({ name, value: '', notice: texts.appSecret.en })),
        );
        assert.equal(await holds(page, appSecret), false);
      }
    }
    assert.deepEqual(complaints, []);
  });
}

test('a Token may look like an AppSecret, and stays', async (t) => {
  const { page } = await open(t);
  await enter(page, 'pushes');
  await fill(page, 'token', appSecret);
  assert.equal(await inputOf(page, 'token'), appSecret);
  await fill(page, 'paste', JSON.stringify({ secret: appSecret, mode: 'plain' }));
  await noticed(page, texts.appSecret.en);
  assert.deepEqual([await inputOf(page, 'paste'), await inputOf(page, 'mode')], ['', 'plain']);
});

test('an AppSecret among session keys is taken out', async (t) => {
  const { page } = await open(t);
  await chooseSample(page, 'userInfo');
  await fill(page, 'sessionKey', `${await inputOf(page, 'sessionKey')}\n${appSecret}`);
  await noticed(page, texts.appSecret.en);
  assert.equal(await holds(page, appSecret), false);
});

test('a pasted AppSecret is dropped, and the fields beside it are kept', async (t) => {
  const { page } = await open(t);
  for (const pasted of [
    JSON.stringify({ secret: appSecret, iv: 'r7BXXKkLb8qrSNn05n0qiA==' }),
    `https://api.weixin.qq.com/sns/jscode2session?secret=${appSecret}&iv=r7BXXKkLb8qrSNn05n0qiA%3D%3D`,
  ]) {
    await press(page, '#clear');
    await fill(page, 'paste', pasted);
    await noticed(page, texts.appSecret.en);
    assert.equal(await holds(page, appSecret), false);
    assert.equal(await inputOf(page, 'iv'), 'r7BXXKkLb8qrSNn05n0qiA==');
  }
});

test('an AppSecret typed key by key is removed at its last key', async (t) => {
  const { page } = await open(t);
  await enter(page, 'requests');
  await page.click('[name=js_code]', { count: 3 });
  await page.keyboard.type(appSecret);
  await noticed(page, texts.appSecret.en);
  assert.equal(await inputOf(page, 'js_code'), '');
  assert.equal(await holds(page, appSecret), false);
});

test('no field asks for an AppSecret, and no browser is to remember or to correct what is typed', async (t) => {
  const { page } = await open(t);
  for (const room of rooms) {
    for await (const _ of fieldsOf(page, room)) {
      const fields = await page.$$eval(textFields, (elements) =>
        elements.map((element) => ({
          name: element.name,
          type: element.type,
          autocomplete: element.getAttribute('autocomplete'),
          spellcheck: element.getAttribute('spellcheck'),
          label: element.labels[0]?.textContent,
        })),
      );
      for (const { name, type, autocomplete, spellcheck, label } of fields) {
        assert.doesNotMatch(`${name} ${label}`, /secret/i);
        assert.ok(label, name);
        assert.match(type, /^text/, name);
        assert.equal(autocomplete, 'off', name);
        assert.equal(spellcheck, 'false', name);
      }
    }
  }
});

test('nothing that is typed is stored or stands in the address, and a reload forgets it', async (t) => {
  const { page } = await open(t);
  await fillEverything(page);
  assert.deepEqual(
    await page.evaluate(async () => ({
      address: location.href.slice(location.href.indexOf('#')),
      state: history.state,
      length: history.length,
      cookie: document.cookie,
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      name: window.name,
      title: document.title,
    })),
    {
      address: '#replies',
      state: null,
      length: await page.evaluate(() => history.length),
      cookie: '',
      local: {},
      session: {},
      databases: [],
      name: '',
      title: `wx-unionid · ${texts.room_replies.en}`,
    },
  );
  await page.reload();
  await page.waitForSelector('#panel');
  assert.deepEqual(await remains(page), []);
});

test('one button empties every field of every room', async (t) => {
  const { page } = await open(t);
  const fresh = await everything(page);
  await fillEverything(page);
  assert.deepEqual((await remains(page)).sort(), [...rooms].sort(), 'the test fills each room');
  await press(page, '#clear');
  assert.equal(await textOf(page, '#notice'), texts.cleared.en);
  assert.deepEqual(await remains(page), []);
  assert.deepEqual(await everything(page), fresh);
});

for (const room of tested(rooms)) {
  test(`five megabytes into any field of the room ${room} are refused before the browser lays them out`, async (t) => {
    const { page, complaints } = await open(t);
    for await (const names of fieldsOf(page, room)) {
      const notice = texts.tooMuch.en.replace('{size}', '5.0');
      assert.deepEqual(
        await page.evaluate(putInto, { names, chars: 5_000_000 }),
        names.flatMap((name) =>
          ['paste', 'drop'].map((way) => ({ name, way, isTaken: false, isSame: true, notice })),
        ),
      );
    }
    assert.deepEqual(complaints, []);
  });
}

test('the largest allowed data is accepted', async (t) => {
  const { page } = await open(t);
  const results = await page.evaluate(putInto, { names: ['encryptedData'], chars: 100_000 });
  assert.deepEqual(
    results.map(({ way, isTaken, notice }) => ({ way, isTaken, notice })),
    ['paste', 'drop'].map((way) => ({ way, isTaken: true, notice: '' })),
  );
});

/**
 * Puts a text into fields of the page one by one; what is then in each, and what the notice says.
 */
function typeInto({ names, typed }) {
  const notice = document.getElementById('notice');
  return names.map((name) => {
    const field = document.querySelector(`#panel [name="${name}"]`);
    notice.replaceChildren();
    field.value = typed;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    return { name, value: field.value, notice: notice.textContent };
  });
}

/**
 * Pastes and drops into fields of the page one by one; whether the page lets the browser go on with
 * it.
 */
function putInto({ names, chars }) {
  const text = 'A'.repeat(chars);
  const notice = document.getElementById('notice');
  return names.flatMap((name) =>
    ['paste', 'drop'].map((way) => {
      const field = document.querySelector(`#panel [name="${name}"]`);
      const before = field.value;
      notice.replaceChildren();
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const event = new Event(way, { bubbles: true, cancelable: true });
      // Firefox fills no ClipboardEvent that is not its own.
      event[way === 'paste' ? 'clipboardData' : 'dataTransfer'] = data;
      const isTaken = field.dispatchEvent(event);
      return { name, way, isTaken, isSame: field.value === before, notice: notice.textContent };
    }),
  );
}

/**
 * Enters a room; gives the names of its text fields, endpoint by endpoint where it has those, each
 * name once.
 */
async function* fieldsOf(page, room) {
  await enter(page, room);
  if (room !== 'requests') return yield await namesIn(page);
  const seen = new Set();
  for (const endpoint of wx.endpointNames()) {
    const { credentials, params } = wx.endpointFields(endpoint);
    const fresh = [...credentials, ...params].filter(
      (name) => name !== 'secret' && !seen.has(name),
    );
    if (fresh.length === 0) continue;
    await page.select('[name=endpoint]', endpoint);
    yield (await namesIn(page)).filter((name) => !seen.has(name));
    for (const name of fresh) seen.add(name);
  }
}

function namesIn(page) {
  return page.$$eval(textFields, (fields) => fields.map(({ name }) => name));
}

/** A text of ours in each text field of each room. */
async function fillEverything(page) {
  for (const room of rooms) {
    await enter(page, room);
    for (const name of await namesIn(page)) await fill(page, name, 'KILROY');
  }
}

/** The rooms in which there is still something of that. */
async function remains(page) {
  const found = [];
  for (const room of rooms) {
    await enter(page, room);
    if (await holds(page, 'KILROY')) found.push(room);
  }
  return found;
}

/** What stands in the fields of all rooms. */
async function everything(page) {
  const values = {};
  for (const room of rooms) {
    await enter(page, room);
    values[room] = await page.$$eval(
      `${textFields}, #panel :is(select, [type=checkbox])`,
      (fields) => fields.map(({ name, value, checked }) => [name, value, checked]),
    );
  }
  return values;
}

/** Whether a text is anywhere in the document: as text, in an attribute, or as a field's value. */
function holds(page, text) {
  return page.evaluate((part) => {
    const values = [...document.querySelectorAll('input, textarea, select')].flatMap((field) => [
      field.value,
      field.defaultValue,
    ]);
    return [document.documentElement.outerHTML, document.title, location.href, ...values]
      .join('\n')
      .toLowerCase()
      .includes(part);
  }, text.toLowerCase());
}
