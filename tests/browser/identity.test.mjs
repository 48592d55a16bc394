// The room that says who a user is: what the package answers, drawn.

import assert from 'node:assert/strict';
import { union } from '../package/declared.mjs';
import {
  chooseIdentity,
  enter,
  fill,
  identities,
  inputOf,
  languages,
  noticed,
  open,
  press,
  share,
  tested,
  textOf,
  texts,
  textsOf,
  wx,
} from './page.mjs';

const { page, test } = await share();

const samples = { ...identities.known, ...identities.missing, ...identities.conflicts };

for (const language of tested(Object.keys(languages))) {
  const { page, complaints } = await open(undefined, { language });
  for (const [name, facts] of tested(Object.entries(samples))) {
    test(`the sample ${name} is what the package makes of it, in ${language}`, async () => {
      await press(page, '#clear');
      await chooseIdentity(page, name);
      await assertShows(page, language, facts);
      assert.deepEqual(complaints, []);
    });
  }
}

test('each group of samples is what it is called', () => {
  for (const [group, isOne] of Object.entries({
    known: ({ unionid, conflicts }) => unionid !== null && conflicts.length === 0,
    missing: ({ unionid, conflicts }) => unionid === null && conflicts.length === 0,
    conflicts: ({ conflicts }) => conflicts.length > 0,
  })) {
    for (const [name, facts] of Object.entries(identities[group])) {
      assert.ok(isOne(wx.resolveIdentity(facts)), `${group}: ${name}`);
    }
  }
});

test('a fact can be from any source, and from no other', async () => {
  await enter(page, 'identity');
  const offered = await page.$$eval('[name=source-1] option', (all) => all.map((it) => it.value));
  assert.deepEqual(offered.sort(), union('IdentitySource'));
});

test('facts are added and taken away, and the focus goes with them', async () => {
  await chooseIdentity(page, 'three-apps');
  const focused = () => page.evaluate(() => document.activeElement.name);
  await press(page, '[name=add]');
  assert.equal(await focused(), 'source-5');
  await page.select('[name=source-5]', 'snsUserInfo');
  await fill(page, 'appid-5', 'wx00000000000000cc');
  await fill(page, 'value-5', '{"openid":"oFifth","unionid":"o6_bmasdasdsad6_2sgVt7hMZOPfL"}');
  assert.equal((await page.$$('.app.tied')).length, 4);
  await press(page, '[name=remove-1]');
  assert.equal(await focused(), 'source-1');
  assert.equal(await inputOf(page, 'source-1'), 'userInfo');
  assert.equal(
    await inputOf(page, 'value-4'),
    '{"openid":"oFifth","unionid":"o6_bmasdasdsad6_2sgVt7hMZOPfL"}',
  );
  assert.equal((await page.$$('.app.tied')).length, 3);
  for (let left = 4; left > 1; left--) await press(page, `[name=remove-${left}]`);
  assert.equal(await page.$('[name^=remove]'), null);
});

test('what is typed is kept in another language, and in another room', async () => {
  await enter(page, 'identity');
  await press(page, '[name=add]');
  await fill(page, 'appid-2', 'wx00000000000000cc');
  await press(page, '#language');
  await enter(page, 'replies');
  await press(page, '#language');
  await enter(page, 'identity');
  assert.equal(await inputOf(page, 'appid-2'), 'wx00000000000000cc');
});

test('only getPaidUnionId is asked for the openid that it was about', async () => {
  await chooseIdentity(page, 'paid');
  const isSeen = () => page.$eval('[name=openid-1]', (field) => field.checkVisibility());
  assert.ok(await isSeen());
  const openid = await inputOf(page, 'openid-1');
  assert.ok((await textOf(page, '.app')).includes(openid));
  await fill(page, 'openid-1', '');
  assert.ok((await textOf(page, '.verdict.bad')).includes('openid'));
  await page.select('[name=source-1]', 'code2Session');
  assert.equal(await isSeen(), false);
  assert.equal((await page.$$('.app')).length, 1);
});

for (const [what, value, argument] of [
  ['no JSON', '{"openid":', 'value'],
  ['no object', '"openid"', 'value'],
  ['a list', '[]', 'value'],
  ['no appid', undefined, 'appid'],
]) {
  test(`the fact that is refused is named, and its field: ${what}`, async () => {
    await chooseIdentity(page, 'three-apps');
    await fill(page, `${argument}-3`, value ?? '');
    const title = texts.factNumber.en.replace('{number}', '3');
    assert.ok((await textOf(page, '.verdict.bad h2')).endsWith(title));
    assert.ok((await textOf(page, '.verdict.bad')).includes(argument));
    const bad = await page.$$eval('.field[data-state=bad]', (fields) =>
      fields.map((field) => field.querySelector('input, textarea').name),
    );
    assert.deepEqual(bad, [`${argument}-3`]);
    assert.equal(await page.$('.tie'), null);
    await fill(page, `${argument}-3`, { value: '{}', appid: 'wx1' }[argument]);
    assert.equal(await page.$('.field[data-state=bad]'), null);
    assert.ok(await page.$('.tie'));
  });
}

test('a fact without a value is left out, and none is an invitation', async () => {
  await chooseIdentity(page, 'two-unionids');
  await fill(page, 'value-1', ' ');
  assert.equal((await page.$$('.app')).length, 1);
  await fill(page, 'value-2', '');
  assert.ok((await textOf(page, '.invitation')).includes(texts.identityNothing.en));
  await press(page, '.invitation button');
  assert.equal((await page.$$('.app')).length, 4);
});

test('a message push may be XML', async () => {
  await enter(page, 'identity');
  await page.select('[name=source-1]', 'messagePush');
  await fill(page, 'appid-1', 'wxfedcba9876543210');
  await fill(
    page,
    'value-1',
    '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oPushed]]></FromUserName></xml>',
  );
  assert.ok((await textOf(page, '.app')).includes('oPushed'));
  await fill(page, 'value-1', '<xml><FromUserName>');
  assert.ok(!(await textOf(page, '.app')).includes('oPushed'));
});

test('an AppSecret among what was given is taken out, and so is what is too long', async () => {
  await enter(page, 'identity');
  const secret = '0123456789abcdef0123456789abcdef';
  for (const text of [
    JSON.stringify({ appid: 'wx0123456789abcdef', secret, openid: 'o' }),
    `curl 'https://api.weixin.qq.com/sns/jscode2session?appid=wx0123456789abcdef&secret=${secret}'`,
  ]) {
    await fill(page, 'value-1', text);
    await noticed(page, texts.appSecret.en);
    assert.equal(await inputOf(page, 'value-1'), '');
    assert.ok(!(await page.content()).includes(secret));
  }
  await fill(page, 'value-1', JSON.stringify({ openid: 'o'.repeat(1_000_000) }));
  assert.equal(await inputOf(page, 'value-1'), '');
});

test('no secret of a reply stands in the answer', async () => {
  await chooseIdentity(page, 'code2session-bound');
  await fill(page, 'value-1', '{"openid":"o1","session_key":"MARKER","unionid":"u1"}');
  assert.ok((await textOf(page, '#result')).includes('u1'));
  assert.ok(!(await textOf(page, '#result')).includes('MARKER'));
});

test('what a line shows is also said in words', async () => {
  const states = new Set();
  for (const name of Object.keys(samples)) {
    await chooseIdentity(page, name);
    const apps = await page.$$eval('.app', (all) =>
      all.map(({ classList, lastElementChild }) => [classList[1], lastElementChild.textContent]),
    );
    for (const [state, words] of apps) {
      states.add(state);
      assert.ok(words.endsWith(texts[state].en), `${name}: ${words}`);
    }
  }
  assert.deepEqual([...states].sort(), ['clashing', 'loose', 'tied', 'unused']);
});

/** That the page says all that the package does, and draws each app with its users. */
async function assertShows(page, language, facts) {
  const identity = wx.resolveIdentity(facts);
  const { appid, openid, unionid, missing, next, identities: users, conflicts, flags } = identity;
  const isGood = unionid !== null && conflicts.length === 0;
  assert.ok(await page.$(isGood ? '.verdict.good' : '.verdict.bad'));
  const says = await textOf(page, '.verdict');
  const withoutPage = (text) =>
    text[language]
      .split(/[（(]https/)[0]
      .replaceAll('`', '')
      .trim();
  const said = [missing, ...next, ...conflicts].filter(Boolean);
  for (const { message } of said) assert.ok(says.includes(withoutPage(message)), message[language]);
  for (const id of [openid && appid, openid, unionid].filter(Boolean)) assert.ok(says.includes(id));
  for (const value of conflicts.flatMap(({ values }) => values)) assert.ok(says.includes(value));
  for (const { source, needs } of next) {
    assert.ok(says.includes(source));
    for (const need of needs) assert.ok(says.includes(texts[`need_${need}`][language]), need);
  }
  const result = await textOf(page, '#result');
  for (const flag of flags) assert.ok(result.includes(texts[`flag_${flag}`][language]), flag);

  const apps = await textsOf(page, '.app');
  const appids = [...new Set(facts.map((fact) => fact.appid))];
  assert.equal(apps.length, appids.length);
  for (const [at, its] of appids.entries()) {
    assert.ok(apps[at].includes(its));
    for (const user of users.filter((one) => one.appid === its)) {
      assert.ok(apps[at].includes(user.openid));
    }
    for (const { source } of facts.filter((fact) => fact.appid === its)) {
      assert.ok(apps[at].includes(source));
    }
  }
  assert.ok((await textOf(page, '.person')).includes(unionid ?? texts.noUnionid[language]));
}
