// The rooms of signatures, requests and replies.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { replies } from '../fixtures/replies.mjs';
import {
  chooseReply,
  enter,
  fill,
  inputOf,
  press,
  share,
  states,
  tested,
  textFields,
  textOf,
  texts,
  textsOf,
  wx,
} from './page.mjs';

const { page, test } = await share();

const AsyncFunction = (async () => {}).constructor;

test('the sample of WeChat’s page has the right signature', async () => {
  await states['signatures, good'](page);
  assert.ok((await textOf(page, '.verdict.good h3')).endsWith(texts.verifyGood.en));
});

for (const [name, change] of Object.entries({
  rawData: (text) => text.replace('Band', 'Bond'),
  signature: (text) => text.replace(/^7/, '8'),
  sessionKey: (text) => text.replace(/^H/, 'I'),
})) {
  test(`one other character in ${name} makes the signature wrong`, async () => {
    await states['signatures, good'](page);
    const right = await inputOf(page, name);
    const wrong = change(right);
    assert.notEqual(wrong, right);
    await fill(page, name, wrong);
    assert.ok((await textOf(page, '.verdict.bad h3')).endsWith(texts.verifyBad.en));
    assert.ok(await page.$('.verdict [data-cause=wrong_session_key]'));
    await fill(page, name, right);
    assert.ok(await page.$('.verdict.good'));
  });
}

for (const [name, change] of Object.entries({
  rewritten: (text) => JSON.stringify(JSON.parse(text), null, 1),
  html_escaped: (text) => text.replaceAll('"', '&quot;'),
  json_escaped: (text) => text.replaceAll('"', '\\"'),
  json_quoted: (text) => JSON.stringify(text),
  percent_encoded: (text) => encodeURIComponent(text),
})) {
  test(`what became of rawData is recognised: ${name}`, async () => {
    await states['signatures, good'](page);
    await fill(page, 'rawData', change(await inputOf(page, 'rawData')));
    const [cause] = await page.$$eval('.verdict.bad .causes li', (causes) =>
      causes.map(({ dataset }) => dataset.cause),
    );
    assert.equal(cause, name);
  });
}

test('a session’s signature is the HMAC of the body under the text of the session key', async () => {
  await states['signatures, good'](page);
  const sessionKey = await inputOf(page, 'sessionKey');
  for (const body of ['', '{"foo":"bar"}', '微信\n']) {
    await fill(page, 'body', body);
    assert.equal(
      await textOf(page, '.long code'),
      createHmac('sha256', sessionKey).update(body).digest('hex'),
      body,
    );
  }
});

test('every endpoint has a request without an error, with its secrets masked until the user shows them', async () => {
  await enter(page, 'requests');
  assert.deepEqual(
    await page.$$eval('[name=endpoint] option', (options) => options.map(({ value }) => value)),
    wx.endpointNames(),
  );
  await press(page, '[data-form=URL]');
  const refused = [];
  for (const endpoint of wx.endpointNames()) {
    const { refusal, name, kind, masked, whole } = await page.evaluate(readRequest, endpoint);
    if (refusal !== undefined) {
      refused.push(`${endpoint}: ${refusal}`);
      continue;
    }
    assert.equal(name, endpoint);
    const { method, url, body, redactedUrl, redactedBody } = wx.buildRequest(
      ...(await argumentsIn(page, endpoint)),
    );
    assert.equal(kind, method);
    const written = (...parts) => parts.filter(Boolean).join('\n\n');
    assert.equal(masked, written(`${method} ${redactedUrl}`, redactedBody), endpoint);
    assert.equal(whole, written(`${method} ${url}`, body), endpoint);
  }
  assert.deepEqual(refused, []);
});

const filledIn = {
  code2Session: { appid: 'wx25c8aa1cd9abe971', js_code: 'it$HOME&100%!' },
  getPhoneNumber: { access_token: 'a+b&c', code: '$HOME%20!end', openid: 'o|@=' },
};

for (const [endpoint, values] of Object.entries(filledIn)) {
  test(`what is written of ${endpoint} asks for what the package asks for`, async () => {
    await enter(page, 'requests');
    await page.select('[name=endpoint]', endpoint);
    await press(page, '[name=show]');
    for (const [name, value] of Object.entries(values)) await fill(page, name, value);
    const written = {};
    for (const form of ['curl', 'fetch', 'Node.js']) {
      await press(page, `[data-form="${form}"]`);
      assert.equal(await page.$eval('[aria-pressed=true]', ({ dataset }) => dataset.form), form);
      written[form] = await textOf(page, 'pre');
    }
    const { method, url, headers, body } = wx.buildRequest(...(await argumentsIn(page, endpoint)));
    assert.deepEqual(wordsOf(written.curl), [
      ...(method === 'GET' ? [] : ['-X', method]),
      url,
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      ...(body ? ['-d', body] : []),
    ]);
    for (const form of ['fetch', 'Node.js']) {
      const asked = await fetchedBy(written[form]);
      assert.equal(asked.url, url, form);
      assert.equal(asked.init.method ?? 'GET', method, form);
      assert.deepEqual(asked.init.headers ?? {}, headers, form);
      assert.equal(asked.init.body, body, form);
    }
  });
}

test('what the package refuses is shown in its words', async () => {
  await enter(page, 'requests');
  await fill(page, 'js_code', '');
  assert.ok((await textOf(page, '.verdict.bad')).includes('ERR_INVALID_ARGUMENT'));
  assert.ok((await textOf(page, '.verdict.bad')).includes('js_code'));
  await fill(page, 'js_code', 'a');
  assert.equal((await page.$$('.verdict')).length, 0);
});

test('each sample of a reply is what the package makes of it', async () => {
  await enter(page, 'replies');
  const samples = await textsOf(page, '#panel .samples button');
  assert.ok(samples.length >= 4);
  for (const [index, endpoint] of samples.entries()) {
    await chooseReply(page, index + 1);
    assert.equal(await inputOf(page, 'endpoint'), endpoint);
    const reply = await replyIn(page);
    if (reply instanceof wx.WxError) await assertShowsError(page, reply);
    else await assertShowsTable(page, reply);
  }
});

test('an errcode alone is explained as the endpoint means it', async () => {
  await enter(page, 'replies');
  for (const endpoint of ['code2Session', 'getPhoneNumber']) {
    await page.select('[name=endpoint]', endpoint);
    for (const errcode of [40001, -1, 40164, 99999]) {
      await fill(page, 'body', ` ${errcode}\n`);
      assert.ok((await textOf(page, '.verdict h2')).endsWith(`errcode ${errcode}`));
      await assertExplains(page, wx.explainErrcode(errcode, endpoint));
    }
  }
});

for (const [name, [text, errcode]] of tested(Object.entries(replies))) {
  test(`the errcode of ${name} is explained`, async () => {
    await enter(page, 'replies');
    await page.select('[name=endpoint]', 'getPhoneNumber');
    await fill(page, 'body', text);
    assert.ok((await textOf(page, '.verdict h2')).endsWith(`errcode ${errcode}`));
    await assertExplains(page, wx.explainErrcode(errcode, 'getPhoneNumber'));
  });
}

test('a good reply is found in a log line; without one, a sentence says so', async () => {
  await enter(page, 'replies');
  await page.select('[name=endpoint]', 'code2Session');
  await fill(page, 'body', 'INFO got {"openid":"o","session_key":"a"} 3ms');
  assert.ok(await page.$('.verdict.good'));
  await fill(page, 'body', 'request failed');
  assert.equal(await textOf(page, '.result .nothing'), texts.replyUnknown.en);
});

test('the status counts, and a reply of another endpoint is reported', async () => {
  for (const [status, body] of [
    ['200', '{"errcode":'],
    ['200', '<html></html>'],
    ['200', '{"session_key":1}'],
    ['502', '{}'],
    ['', '{"openid":"a"}'],
    ['abc', '{"openid":"a"}'],
    ['-1', 'null'],
  ]) {
    await enter(page, 'replies');
    await fill(page, 'status', status);
    await fill(page, 'body', body);
    const reply = await replyIn(page);
    assert.ok(reply instanceof wx.WxError, `${status} ${body}`);
    await assertShowsError(page, reply);
  }
});

/**
 * In the page: chooses an endpoint, and reads what is written of it, without its secrets and with
 * them.
 */
function readRequest(endpoint) {
  const select = document.querySelector('[name=endpoint]');
  select.value = endpoint;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  const text = (selector) => document.querySelector(selector)?.textContent;
  const press = () => document.querySelector('[name=show]')?.click();
  const read = { refusal: text('.verdict'), name: text('.card h2'), kind: text('.kind') };
  const masked = text('pre');
  press();
  const whole = text('pre');
  press();
  return { ...read, masked, whole };
}

/** What the fields say, as `buildRequest` takes it. */
async function argumentsIn(page, endpoint) {
  const values = await page.$$eval(`.fields ${textFields.replace('#panel ', '')}`, (fields) =>
    fields.map(({ name, value }) => [name, value]),
  );
  const given = new Map(values.filter(([, value]) => value !== ''));
  const read = (value) => (/^[[{]/.test(value) ? JSON.parse(value) : value);
  const { credentials, params } = wx.endpointFields(endpoint);
  const of = (names) =>
    Object.fromEntries(
      names
        .filter((name) => name === 'secret' || given.has(name))
        .map((name) => [name, name === 'secret' ? 'YOUR_APP_SECRET' : read(given.get(name))]),
    );
  return [endpoint, of(credentials), of(params)];
}

/** The arguments that a shell gives to curl. */
function wordsOf(command) {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** What a script asks of `fetch`. */
async function fetchedBy(script) {
  let asked;
  const fetch = async (url, init = {}) => {
    asked = { url, init };
    return { status: 200, json: async () => ({}), arrayBuffer: async () => new ArrayBuffer() };
  };
  const program = script.replace(/^import \{ parseResponse \} from 'wx-unionid';\n/, '');
  await new AsyncFunction('fetch', 'parseResponse', program)(fetch, () => ({}));
  return asked;
}

/** What the package makes of what is in the fields: the reply, or its error. */
async function replyIn(page) {
  const [endpoint, status, body] = await Promise.all(
    ['endpoint', 'status', 'body'].map((name) => inputOf(page, name)),
  );
  try {
    return wx.parseResponse(endpoint, { status: Number(status), body });
  } catch (error) {
    return error;
  }
}

async function assertShowsError(page, { code, errcode, endpoint, rid }) {
  const title = await textOf(page, '.verdict.bad h2');
  assert.ok(title.endsWith(errcode === undefined ? code : `errcode ${errcode}`), title);
  if (errcode !== undefined) await assertExplains(page, wx.explainErrcode(errcode, endpoint));
  if (rid) assert.ok((await textOf(page, '.verdict')).includes(rid));
}

async function assertExplains(page, { meaning, advice, category, retryable }) {
  const text = await textOf(page, '.verdict.bad');
  for (const part of [meaning.en, advice.en, category]) assert.ok(text.includes(part), part);
  assert.ok(text.includes(texts[retryable ? 'retryable' : 'notRetryable'].en));
}

/** That each value has its row, with its path and its type. */
async function assertShowsTable(page, reply) {
  assert.ok(await page.$('.verdict.good'));
  const rows = await page.$$eval('.verdict tr', (elements) =>
    elements.map(({ cells }) => [...cells].map(({ textContent }) => textContent)),
  );
  const leaves = [];
  JSON.stringify(reply, (_, value) => {
    if (typeof value !== 'object' || value === null) leaves.push(value);
    return value;
  });
  assert.deepEqual(
    rows.map(([, value, type]) => [value, type]),
    leaves.map((value) => [JSON.stringify(value), typeof value]),
  );
  for (const [path, value] of rows) {
    const found = path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce((its, name) => its[name], reply);
    assert.equal(JSON.stringify(found), value, path);
  }
}
