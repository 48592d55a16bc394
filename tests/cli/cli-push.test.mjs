// `wx-unionid push`: why a push is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { untimed } from '../../pkg/paste/push.mjs';
import { noPushes, pushes } from '../fixtures/pushes.mjs';
import { load } from '../package/installed.mjs';
import { pairs } from '../package/pairs.mjs';
import { file, folder, run, runJson } from './cli.mjs';

const { esm: wx } = await load(folder);
const { fields: good } = pushes.find(({ name }) => name === 'a message to a colleague');
const { token, encodingAESKey, receiver, query, body } = good;
const env = { WX_TOKEN: token, WX_ENCODING_AES_KEY: encodingAESKey, WX_APPID: receiver };
const seconds = Number(new URLSearchParams(query).get('timestamp'));
const request = `POST /wx?${query} HTTP/1.1\r\n\r\n${body}`;

for (const { name, text, fields, cause, field } of pushes) {
  test(`push reaches the cause in ${name}`, async () => {
    const { code, value } = await runJson(['push'], { input: text });
    assert.deepEqual(value, wx.diagnosePush(untimed(fields)));
    const causes = value.causes.map((one) => [one.cause, one.field]);
    assert.deepEqual([code, causes], cause ? [1, [[cause, field]]] : [0, []]);
  });
}

test('push says what it found, each step, and what to do, in both languages', async () => {
  const input = { ...good, token: 'another', encodingAESKey: `${encodingAESKey}=` };
  for (const lang of ['en', 'zh']) {
    const { code, stdout, stderr } = await run(['push', '--lang', lang], { input });
    assert.deepEqual([code, stderr], [1, '']);
    for (const { message, hint } of wx.diagnosePush(untimed(input)).causes) {
      assert.ok(stdout.includes(message[lang]) && stdout.includes(hint[lang]), stdout);
    }
    assert.match(stdout, /1\. key_form · encodingAESKey · 44 (?:characters|个字符)/);
    assert.match(stdout, /signature, timestamp, nonce, openid, encrypt_type, msg_signature\n/);
    assert.match(stdout, lang === 'en' ? / {2}✗ configuration\n?/ : / {2}✗ 配置\n?/);
    assert.doesNotMatch(stdout, /undefined|\[object/);
  }
  const { stdout } = await run(['push'], { input: good });
  assert.match(stdout, /No problems found\n.*opens(?:.|\n)*✓ message\n.*age: not checked/);
});

test('a push and its configuration come from files, stdin, options and the environment', async () => {
  const paths = {
    request: file('request.txt', request),
    line: file('access.log', `"POST /wx?${query} HTTP/1.1" 401 0`),
    body: file('body.xml', body),
    env: file(
      'push.env',
      Object.entries(env)
        .map((pair) => pair.join('='))
        .join('\n'),
    ),
  };
  const calls = [
    [[paths.request, paths.env]],
    [[paths.env, paths.request]],
    [['-', paths.env], { input: request }],
    [['--file', paths.request, paths.env]],
    [[paths.line, paths.body, paths.env]],
    [[paths.request], { env }],
    [[paths.request], { env: { ...env, WX_TOKEN: `other,${token}` } }],
    [['--receiver', receiver], { input: request, env: { ...env, WX_APPID: 'wx1' } }],
    [[paths.env, '--mode', 'compatible'], { input: request }, 'nothing is read of stdin'],
  ];
  for (const [args, options, isLacking] of calls) {
    const { code } = await run(['push', ...args], options);
    assert.equal(code, isLacking ? 2 : 0, args.join(' '));
  }
  const { code, value } = await runJson(['push', '--mode', 'plain'], { input: request, env });
  assert.deepEqual([code, value.cause], [1, 'encrypted']);
});

test('the age is judged where it is known when the push came', async () => {
  const cause = async (...args) => {
    const { value, error } = await runJson(['push', ...args], { input: good });
    return value?.cause ?? error.code;
  };
  assert.equal(await cause(), 'ok');
  assert.match(await cause('--max-age', '300'), /^(?:expired|from_future)$/);
  assert.equal(await cause('--now', String(seconds + 301)), 'expired');
  assert.equal(await cause('--now', String(seconds + 301), '--max-age', '301'), 'ok');
  assert.equal(await cause('--now', new Date(seconds * 1000).toISOString()), 'ok');
  assert.equal(await cause('--now', 'yesterday'), 'ERR_USAGE');
});

test('push shows no token, no key and no message, unless it is asked for', async () => {
  const secrets = [token, encodingAESKey, 'o9AgO5Kd5ggOC', 'gh_97417a04a28d', 'subscribe'];
  for (const [args, { text }] of pairs([[], ['--json'], ['--lang', 'zh']], pushes)) {
    const { stdout, stderr } = await run(['push', ...args], { input: text });
    for (const secret of secrets) assert.ok(!(stdout + stderr).includes(secret), stdout);
  }
  const shown = await run(['push', '--show-secrets'], { input: good });
  assert.match(shown.stdout, /"Event": "subscribe"/);
  const { value } = await runJson(['push', '--show-secrets'], { input: good });
  assert.equal(value.message.ToUserName, 'gh_97417a04a28d');
  const wrong = { ...good, token: 'another' };
  const { stdout } = await run(['push', '--show-secrets'], { input: wrong });
  assert.ok(!stdout.includes('gh_97417a04a28d'));
  const { text } = pushes.find(({ name }) => name.startsWith('the question'));
  assert.match(
    (await run(['push', '--show-secrets'], { input: text })).stdout,
    /1616140317555161061$/m,
  );
});

test('push refuses a token and a key as arguments, and what is no push', async () => {
  for (const option of ['--token', '--encoding-aes-key', '--encodingAESKey']) {
    const { code, stderr } = await run(['push', option, 'MARKER'], { input: good });
    assert.equal(code, 2);
    assert.match(stderr, /ps shows it.*WX_ENCODING_AES_KEY/);
    assert.doesNotMatch(stderr, /MARKER/);
  }
  for (const [name, input] of Object.entries(noPushes)) {
    const { code, stdout, stderr } = await run(['push'], { input });
    assert.deepEqual([code, stdout], [2, ''], name);
    assert.match(stderr, /^✗ No push was recognised[^\n]+\n$/, name);
  }
  for (const args of [['--mode', 'safest'], ['nosuch.txt'], ['--receiver']]) {
    assert.equal((await run(['push', ...args], { input: good })).code, 2, args.join(' '));
  }
});
