// What the command makes of what people paste.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { others, pastes, unrecognised } from '../fixtures/pastes.mjs';
import { noReplies, replies } from '../fixtures/replies.mjs';
import { load } from '../package/installed.mjs';
import { folder, run, runJson } from './cli.mjs';

const { esm: wx } = await load(folder);

for (const { name, text, fields, cause, field } of [...pastes, ...others]) {
  test(`diagnose reaches the cause in ${name}`, async () => {
    const { code, value } = await runJson(['diagnose'], { input: text });
    assert.deepEqual(value, wx.diagnose(fields));
    const causes = value.causes.map((one) => [one.cause, one.field]);
    assert.deepEqual([code, causes], cause ? [1, [[cause, field]]] : [0, []]);
  });
}

test('where nothing is recognised, one sentence says so', async () => {
  for (const [name, input] of Object.entries(unrecognised)) {
    const { code, stdout, stderr } = await run(['diagnose', '--appid', 'wx1'], { input });
    assert.deepEqual([code, stdout], [2, ''], name);
    assert.match(stderr, /^✗ None of the fields was recognised [^\n]+\n$/, name);
  }
  for (const name of ['diagnose', 'decrypt', 'verify']) {
    const { code, error } = await runJson([name], { input: 'a=1&b=2' });
    assert.deepEqual([code, error.code], [2, 'ERR_USAGE'], name);
  }
});

test('a paste fills the fields that options and the environment do not set', async () => {
  const [
    {
      fields: { appid, sessionKey, iv, encryptedData },
    },
  ] = pastes;
  const calls = [
    [`open("${iv}", "${encryptedData}")`, { WX_SESSION_KEY: sessionKey, WX_APPID: appid }],
    [`open("${encryptedData}", "${iv}")`, { WX_SESSION_KEY: sessionKey }, '--appid', appid],
    [`open("${sessionKey}", "${encryptedData}", "${appid}")`, {}, '--iv', iv],
  ];
  for (const [input, env, ...args] of calls) {
    const { code, value } = await runJson(['decrypt', ...args], { input, env });
    assert.deepEqual([code, value?.kind], [0, 'userInfo'], input);
  }
});

test('verify takes rawData as it was sent, anywhere in the input', async () => {
  const rawData = '{"nickName":"Band"}';
  const { sessionKey } = pastes[0].fields;
  const { createHash } = await import('node:crypto');
  const signature = createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex');
  const detail = { rawData, signature, session_key: sessionKey };
  for (const input of [
    JSON.stringify({ detail }),
    `${new URLSearchParams(detail)}`,
    `curl http://localhost -d '${JSON.stringify(detail)}'`,
    `{ rawData: '${rawData}', signature: '${signature}', sessionKey: '${sessionKey}' }`,
  ]) {
    assert.equal((await run(['verify'], { input })).code, 0, input);
  }
});

for (const [name, [text, errcode]] of Object.entries(replies)) {
  test(`errcode and reply explain ${name}`, async () => {
    const wanted = wx.explainErrcode(errcode, 'getPhoneNumber');
    const of = ({ value: { errcode: its, meaning } }) => [its, meaning];
    const args = ['--endpoint', 'getPhoneNumber'];
    const reply = await runJson(['reply', ...args], { input: text });
    assert.deepEqual([reply.code, ...of(reply)], [1, errcode, wanted.meaning]);
    const explained = await runJson(['errcode', text, ...args]);
    assert.deepEqual([explained.code, ...of(explained)], [0, errcode, wanted.meaning]);
  });
}

test('reply lists what a good reply has, and shows no value', async () => {
  const body = '{"session_key":"MARKER-KEY","openid":"MARKER-OPENID"}';
  for (const input of [body, `200 OK ${body}`]) {
    const { code, stdout, stderr } = await run(['reply', '--endpoint', 'code2Session'], { input });
    assert.deepEqual([code, stdout], [0, 'session_key\nopenid\n']);
    assert.match(stderr, /valid reply/);
    const unchecked = await run(['reply'], { input });
    assert.deepEqual([unchecked.code, unchecked.stdout], [0, stdout]);
    assert.doesNotMatch(stdout + stderr + unchecked.stderr, /MARKER/);
  }
  const lacking = await runJson(['reply', '--endpoint', 'code2Session'], {
    input: '{"unionid":"u"}',
  });
  assert.deepEqual([lacking.code, lacking.error.code], [1, 'ERR_INVALID_RESPONSE']);
});

test('a text without a reply is not taken for one', async () => {
  for (const input of noReplies) {
    const { code, stdout, stderr } = await run(['reply'], { input });
    assert.deepEqual([code, stdout], [2, ''], input);
    assert.match(stderr, /^✗ No reply of WeChat was recognised[^\n]+\n$/, input);
    assert.equal((await run(['errcode', input])).code, 2, input);
  }
  assert.equal((await run(['reply', '--endpoint', 'nosuch'], { input: '40029' })).code, 2);
});
