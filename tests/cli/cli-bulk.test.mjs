// The command in bulk: every line has its answer, whatever is in the others, in constant memory.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { read } from '../package/fixtures.mjs';
import { load } from '../package/installed.mjs';
import { command, environment, file, folder, inTerminal, noTerminal, run } from './cli.mjs';

const { esm: wx } = await load(folder);
const { batches } = await import(
  pathToFileURL(join(folder, 'node_modules/wx-unionid/cli/bulk.mjs'))
);
const { input: sample } = read('decrypt/official-user-info.json');
const { sessionKey, ...request } = sample;

test('each line has its answer, by its number and in its order', async () => {
  const lines = [
    JSON.stringify(sample),
    '{"broken"',
    '',
    '["no object"]',
    JSON.stringify({ ...sample, sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
    '   ',
    `${JSON.stringify({ ...request, session_key: sessionKey })}\r`,
    JSON.stringify({ ...sample, iv: 5 }),
    '{"iv":"a","IV":"b"}',
    '{}',
    JSON.stringify(sample),
  ];
  const { code, answers, stderr } = await bulk('decrypt', lines.join('\n'));
  assert.deepEqual([code, stderr], [1, '']);
  const told = answers.map(({ line, ok, value, error }) => [line, ok ? value.kind : error.code]);
  assert.deepEqual(told, [
    [1, 'userInfo'],
    [2, 'ERR_INVALID_JSON'],
    [4, 'ERR_INVALID_JSON'],
    [5, 'ERR_DECRYPT_FAILED'],
    [7, 'userInfo'],
    [8, 'ERR_INVALID_ARGUMENT'],
    [9, 'ERR_USAGE'],
    [10, 'ERR_INVALID_ARGUMENT'],
    [11, 'userInfo'],
  ]);
  assert.deepEqual(answers[0].value, wx.decrypt(sample));
});

test('options and environment hold for every line', async () => {
  const spaced = { ...request, encryptedData: request.encryptedData.replaceAll('+', ' ') };
  const input = `${JSON.stringify(request)}\n${JSON.stringify(spaced)}\n`;
  const env = { WX_SESSION_KEY: sessionKey };
  const { code, answers } = await bulk('decrypt --repair --kind userInfo', input, env);
  assert.equal(code, 0);
  assert.deepEqual(
    answers.map(({ value }) => value.repairs.length),
    [0, 1],
  );
  const other = await bulk('decrypt --repair --kind phoneNumber', input, env);
  assert.equal(other.code, 1);
  assert.deepEqual(
    other.answers.map(({ error }) => error.code),
    ['ERR_UNEXPECTED_KIND', 'ERR_UNEXPECTED_KIND'],
  );
  const old = await bulk('decrypt --repair --max-age 60', input, env);
  assert.equal(old.answers[1].error.code, 'ERR_DATA_EXPIRED');
});

test('diagnose answers every line, and none of its exceptions ends it', async () => {
  const input = `${JSON.stringify(sample)}\n${JSON.stringify(request)}\nnull\n{}`;
  const { code, answers } = await bulk('diagnose', input);
  assert.equal(code, 1);
  const told = answers.map(({ ok, value }) => (ok ? value.cause : ok));
  assert.deepEqual(told, ['ok', 'missing_field', false, 'missing_field']);
  assert.equal((await bulk('diagnose', JSON.stringify(sample))).code, 0);
});

test('verify answers every line', async () => {
  const vector = read('signature/verify-raw-data-official.json');
  const wrong = { ...vector.input, signature: 'x' };
  const input = [vector.input, wrong, {}].map((line) => JSON.stringify(line)).join('\n');
  const { code, answers } = await bulk('verify', input);
  assert.equal(code, 1);
  assert.deepEqual(
    answers.map(({ ok, value, error }) => (ok ? value : error.code)),
    [true, false, 'ERR_INVALID_ARGUMENT'],
  );
});

test('20,000 lines with long and bad ones go through little memory, in their order', async () => {
  const good = `${JSON.stringify(sample)}\n`;
  const tooLong = `{"iv":"${'x'.repeat(5 * 1024 * 1024)}"}\n`;
  const big = `${JSON.stringify({ ...sample, more: 'x'.repeat(3 * 1024 * 1024) })}\n`;
  const lineOf = (line) => {
    if (line % 5000 === 13) return [tooLong, 'ERR_LINE_TOO_LONG'];
    if (line % 1000 === 500) return [big, 'userInfo'];
    if (line % 100 === 7) return ['{"broken":\n', 'ERR_INVALID_JSON'];
    return [good, 'userInfo'];
  };
  const path = join(folder, 'many.ndjson');
  const lines = function* () {
    for (let line = 1; line <= 20_000; line++) yield lineOf(line)[0];
  };
  await pipeline(lines(), createWriteStream(path));

  // What does not fit ends the process.
  const env = { ...environment, NODE_OPTIONS: '--max-old-space-size=64' };
  const child = spawn(command, ['decrypt', '--ndjson', '--file', path], { env });
  const ended = once(child, 'close');
  let line = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const answer = JSON.parse(text);
    line++;
    const told = answer.ok ? answer.value.kind : answer.error.code;
    assert.deepEqual([answer.line, told], [line, lineOf(line)[1]]);
  }
  assert.equal(line, 20_000);
  assert.deepEqual(await ended, [1, null]);
});

test('a reader that closes the pipe ends the command quietly', async () => {
  const child = spawn(command, ['decrypt', '--ndjson'], { env: environment });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  // Lines without end.
  const lines = `${JSON.stringify(sample)}\n`.repeat(100);
  const feed = () => {
    while (child.exitCode === null && child.stdin.write(lines));
  };
  child.stdin.on('drain', feed);
  feed();
  await once(child.stdout, 'data');
  child.stdout.destroy();
  assert.deepEqual(await ended, [0, null]);
  assert.equal(stderr, '');
});

test('a slow reader is waited for', async () => {
  const child = spawn(command, ['decrypt', '--ndjson'], { env: environment });
  const lines = `${JSON.stringify(sample)}\n`.repeat(2000);
  child.stdin.end(lines);
  let count = 0;
  for await (const _ of createInterface({ input: child.stdout })) count++;
  assert.equal(count, 2000);
});

test('what has arrived is answered before more comes', async () => {
  const child = spawn(command, ['decrypt', '--ndjson'], { env: environment });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (const line of [1, 2, 3]) {
    child.stdin.write(`${JSON.stringify(sample)}\n`);
    const { value } = await answers.next();
    assert.equal(JSON.parse(value).line, line);
  }
  child.stdin.end();
  assert.deepEqual(await once(child, 'close'), [0, null]);
});

test('lines are the same however their bytes arrive', async () => {
  const bytes = Buffer.from('\uFEFF{"a":"广州"}\n\n{"b":"😀"}\r\n{"c":1}');
  for (let size = 1; size <= bytes.length; size++) {
    const lines = [];
    for await (const batch of batches(pieces(bytes, size))) lines.push(...batch);
    assert.deepEqual(lines, [
      { number: 1, text: '{"a":"广州"}' },
      { number: 3, text: '{"b":"😀"}\r' },
      { number: 4, text: '{"c":1}' },
    ]);
  }
});

test('an unreadable file is a usage error', async () => {
  for (const path of [join(folder, 'nosuch'), folder]) {
    const { code, stdout } = await run(['decrypt', '--ndjson', '--file', path]);
    assert.equal(code, 2);
    assert.equal(JSON.parse(stdout).error.code, 'ERR_USAGE');
  }
});

test('only a terminal sees a progress bar', { skip: noTerminal() }, () => {
  const many = file('some.ndjson', `${JSON.stringify(sample)}\n{\n`.repeat(200));
  const answers = join(folder, 'answers.ndjson');
  const { stdout } = inTerminal(`${command} decrypt --ndjson -f ${many} > ${answers}`);
  assert.match(stdout, /█ 100 % {2}\d+ lines, \d+ bad/);
  assert.match(stdout, /400 lines, 200 bad\r\n$/);
  assert.equal(readFileSync(answers, 'utf8').trim().split('\n').length, 400);
  const errors = join(folder, 'errors.txt');
  inTerminal(`${command} decrypt --ndjson -f ${many} 2> ${errors} > ${answers}`);
  assert.equal(readFileSync(errors, 'utf8'), '');
});

async function bulk(line, input, env) {
  const { code, stdout, stderr } = await run([...line.split(' '), '--ndjson'], { input, env });
  const answers = stdout.trimEnd().split('\n');
  return { code, stderr, answers: answers.map((answer) => JSON.parse(answer)) };
}

async function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
