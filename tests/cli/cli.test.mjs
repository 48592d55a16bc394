// The command: what it answers, to whom, and what it never shows.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { kinds } from '../package/declared.mjs';
import { fixtures, read } from '../package/fixtures.mjs';
import { load } from '../package/installed.mjs';
import { pairs } from '../package/pairs.mjs';
import { command, file, folder, inTerminal, noTerminal, run, runJson } from './cli.mjs';

const { esm: wx } = await load(folder);
const { input: sample, expect: opened } = read('decrypt/official-user-info.json');
const { sessionKey, ...request } = sample;
const names = [
  'decrypt',
  'diagnose',
  'verify',
  'sign',
  'errcode',
  'reply',
  'push',
  'request',
  'page',
  'fake',
];

const raw = {
  rawData: '{"nickName":"Band","city":"广州"}',
  signature: '9f8d9e3ee1b9f0b1c5ad7d1ab0c1d6a0e2b0f3a1',
  sessionKey,
};

test('decrypt prints the data on stdout, and everything else on stderr', async () => {
  const { code, stdout, stderr } = await run(['decrypt'], { input: sample });
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), JSON.parse(opened.text));
  assert.match(stderr, /userInfo, wx4f4bc4dec97d474b, 2016-10-24/);
});

test('decrypt gives programs one document', async () => {
  const { code, ok, value } = await runJson(['decrypt'], { input: sample });
  assert.deepEqual({ code, ok }, { code: 0, ok: true });
  assert.deepEqual(value, wx.decrypt(sample));
});

test('fields come from a file, options, the environment and a file of keys', async () => {
  const { appid, encryptedData, iv } = sample;
  const path = file('input.json', JSON.stringify(sample));
  const keys = file('keys.txt', `AAAAAAAAAAAAAAAAAAAAAA==\r\n${sessionKey}\n`);
  const calls = [
    [['--file', path]],
    [['-f', path]],
    [['--file', '-'], { input: sample }],
    [[], { input: request, env: { WX_SESSION_KEY: sessionKey } }],
    [[], { input: { encryptedData, iv }, env: { WX_SESSION_KEY: sessionKey, WX_APPID: appid } }],
    [['--session-key-file', keys], { input: request }],
    [
      ['--appid', appid, '--iv', iv, '--encrypted-data', encryptedData],
      { env: { WX_SESSION_KEY: sessionKey } },
    ],
    // Options win over the input, and the input over the environment.
    [['--iv', iv], { input: { ...sample, iv: 'x' }, env: { WX_SESSION_KEY: 'x', WX_APPID: 'x' } }],
    [['--dangerously-allow-secret-arguments', '--session-key', sessionKey], { input: request }],
    [[], { input: `\uFEFF${JSON.stringify(sample)}` }],
    [['--file', file('utf16.json', Buffer.from(`\uFEFF${JSON.stringify(sample)}`, 'utf16le'))]],
    [
      [],
      { input: { appid, session_key: sessionKey, encrypted_data: encryptedData, iv, code: 'x' } },
    ],
  ];
  for (const [args, options] of calls) {
    const { code, value } = await runJson(['decrypt', ...args], options);
    assert.equal(code, 0, args.join(' '));
    assert.equal(value?.data.openId, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', args.join(' '));
  }
});

test('a form is decoded as a form: its plus signs are blanks', async () => {
  const encoded = String(new URLSearchParams(sample));
  assert.equal((await run(['decrypt'], { input: `${encoded}\n` })).code, 0);

  const careless = Object.entries(sample).map((pair) => pair.join('='));
  const input = `${careless.join('&')}\r\n`;
  const { code, error } = await runJson(['decrypt'], { input });
  assert.equal(code, 1);
  assert.equal(error.damage, 'plus_became_space');
  const repaired = await run(['decrypt', '--repair'], { input });
  assert.equal(repaired.code, 0);
  assert.match(repaired.stderr, /repaired encryptedData: plus_became_space at 88/);
  const { value } = await runJson(['diagnose'], { input });
  assert.equal(value.cause, 'plus_became_space');
});

test('decrypt checks the kind and the age', async () => {
  const outcome = async (...args) => {
    const { code, error } = await runJson(['decrypt', ...args], { input: sample });
    return [code, error?.code];
  };
  assert.deepEqual(await outcome('--kind', 'userInfo'), [0, undefined]);
  assert.deepEqual(await outcome('--kind', 'phoneNumber'), [1, 'ERR_UNEXPECTED_KIND']);
  assert.deepEqual(await outcome('--kind', 'constructor'), [2, 'ERR_USAGE']);
  assert.deepEqual(await outcome('--max-age', '60'), [1, 'ERR_DATA_EXPIRED']);
  assert.deepEqual(await outcome('--max-age', '999999999999'), [0, undefined]);
  assert.deepEqual(await outcome('--max-age', '1e3'), [2, 'ERR_USAGE']);
  assert.deepEqual(await outcome('--max-age', '-1'), [2, 'ERR_USAGE']);
});

test('decrypt fails with the facts of the error, and names the next step', async () => {
  const input = { ...sample, sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' };
  const { code, stdout, stderr } = await run(['decrypt'], { input });
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /ERR_DECRYPT_FAILED: .*\n.*npx wx-unionid diagnose/);
  const { ok, error } = await runJson(['decrypt'], { input });
  assert.equal(ok, false);
  assert.deepEqual([error.code, error.bizDataCryptCode], ['ERR_DECRYPT_FAILED', -41003]);
});

test('terminal control sequences are printed as text', async () => {
  const appid = 'wx\u009b31m\u202e';
  const { stdout, stderr } = await run(['request', 'snsRefreshToken', '--show-secrets'], {
    input: { appid, refresh_token: '\u001b[2J' },
  });
  assert.doesNotMatch(stdout + stderr, /\p{Bidi_Control}|(?!\n)\p{Cc}/u);
});

test('diagnose says what is wrong, where, and what to do', async () => {
  const encryptedData = sample.encryptedData.replaceAll('+', ' ');
  const input = { ...sample, encryptedData, sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' };
  const { code, stdout, stderr } = await run(['diagnose'], { input });
  assert.deepEqual([code, stderr], [1, '']);
  const inOrder = /1\. plus_became_space · encryptedData(.|\n)*2\. wrong_session_key · sessionKey/;
  assert.match(stdout, inOrder);
  assert.match(stdout, /✓ decode {3}encryptedData {2}536 characters, 400 bytes/);
  assert.match(stdout, /✗ decrypt .* 25 blocks, 0 readable/);
  assert.doesNotMatch(stdout, /undefined|\[object/);
  const { value } = await runJson(['diagnose'], { input });
  assert.deepEqual(value, wx.diagnose(input));
});

test('diagnose shows every message and hint of its causes in both languages', async () => {
  const input = { ...sample, iv: undefined };
  const { causes } = wx.diagnose(input);
  for (const lang of ['zh', 'en']) {
    const { stdout } = await run(['diagnose', '--lang', lang], { input });
    for (const { cause, message, hint } of causes) {
      for (const text of [cause, message?.[lang], hint?.[lang]]) {
        assert.ok(stdout.includes(text ?? cause), text);
      }
    }
  }
});

test('diagnose finds nothing in good data, and takes any field alone', async () => {
  const good = await run(['diagnose'], { input: sample });
  assert.equal(good.code, 0);
  assert.match(good.stdout, /No problems found/);
  for (const name of Object.keys(sample)) {
    const { code, value } = await runJson(['diagnose'], { input: { [name]: sample[name] } });
    assert.deepEqual([code, value.cause], [1, 'missing_field'], name);
  }
  assert.equal((await run(['diagnose', '--max-age', '60'], { input: sample })).code, 1);
});

test('verify and sign agree with their vectors', async () => {
  const vectors = fixtures('signature').filter(({ expect }) => typeof expect !== 'object');
  const of = (name) => vectors.filter((vector) => vector.function === name);
  const lines = of('verifyRawData').map(({ input }) => `${JSON.stringify(input)}\n`);
  const { stdout } = await run(['verify', '--ndjson'], { input: lines.join('') });
  const answers = stdout.trimEnd().split('\n');
  assert.ok(answers.length >= 20);
  for (const [index, { title, expect }] of of('verifyRawData').entries()) {
    assert.equal(JSON.parse(answers[index]).value, expect, title);
  }
  for (const { title, input, expect } of of('signSession')) {
    assert.equal((await run(['sign'], { input })).stdout, `${expect}\n`, title);
  }
  const [{ input }] = of('verifyRawData').filter(({ expect }) => expect);
  assert.deepEqual(await runJson(['verify'], { input }), { code: 0, ok: true, value: true });
});

test('verify says whether the signature is right, and why it may be wrong', async () => {
  const { code, stdout } = await run(['verify'], { input: raw });
  assert.equal(code, 1);
  assert.match(stdout, /^✗ the signature does not match\n\n1\. /);
  const { rawData, ...others } = raw;
  const spelled = await runJson(['verify'], { input: { raw_data: rawData, ...others } });
  assert.deepEqual([spelled.code, spelled.value], [1, false]);
});

test('sign takes a body as it is, and never mistakes a body for the input object', async () => {
  const body = '{\n  "foo": "广州"\n}\n';
  const env = { WX_SESSION_KEY: sessionKey };
  const expected = `${wx.signSession({ sessionKey, body })}\n`;
  const path = file('body.json', body);
  assert.equal((await run(['sign', '--body-file', path], { env })).stdout, expected);
  assert.equal((await run(['sign', '--body-file', '-'], { env, input: body })).stdout, expected);
  const both = await run(['sign', '--body-file', path], { input: { session_key: sessionKey } });
  assert.equal(both.stdout, expected);
  const marked = file('marked.txt', `\uFEFF${body}\r\n`);
  const exactly = wx.signSession({ sessionKey, body: `\uFEFF${body}\r\n` });
  assert.equal((await run(['sign', '--body-file', marked], { env })).stdout, `${exactly}\n`);
  const binary = await run(['sign', '--body-file', file('binary', Buffer.of(0xff))], { env });
  assert.equal(binary.code, 2);
  const keyless = await run(['sign', '--body-file', '-'], { input: body });
  assert.equal(keyless.code, 2);
  assert.match(keyless.stderr, /Missing: sessionKey\..* WX_SESSION_KEY/);
  const empty = await run(['sign'], { env });
  assert.equal(empty.stdout, `${wx.signSession({ sessionKey })}\n`);
  const { code, stderr } = await run(['sign'], { env, input: body });
  assert.equal(code, 2);
  assert.match(stderr, /--body-file -/);
});

test('errcode explains a number, for one endpoint or in general', async () => {
  const { code, value } = await runJson(['errcode', '40029', '--endpoint', 'getPhoneNumber']);
  assert.equal(code, 0);
  const { errcode, endpoint, elsewhere, ...explanation } = value;
  assert.deepEqual([errcode, endpoint, elsewhere], [40029, 'getPhoneNumber', []]);
  assert.deepEqual(explanation, wx.explainErrcode(40029, 'getPhoneNumber'));
  const { stdout } = await run(['errcode', '40029']);
  assert.ok(stdout.includes(explanation.meaning.en));
  assert.match(stdout, /code2Session, thirdpartyCode2Session/);
  for (const args of [['-1'], ['--', '-1'], ['--lang', 'en', '-1']]) {
    assert.match((await run(['errcode', ...args])).stdout, /^-1 · busy · retryable/);
  }
});

test('errcode takes a whole reply, as an argument, from stdin or from a file', async () => {
  const reply = '{"errcode":40163,"errmsg":"code been used, rid: 5f-1b"}';
  for (const [args, input] of [
    [[reply]],
    [[], ` ${reply}\n`],
    [[], '40163\n'],
    [[], '{"errCode":"40163"}'],
    [['--file', file('reply.json', reply)]],
  ]) {
    const { code, value } = await runJson(['errcode', ...args], { input });
    assert.deepEqual([code, value.errcode], [0, 40163], `${args} ${input}`);
  }
});

test('a command that reads one input takes the name of a file', async () => {
  const path = file('whole.json', JSON.stringify(sample));
  assert.deepEqual((await runJson(['decrypt', path])).value, wx.decrypt(sample));
  assert.equal((await run(['diagnose', path, '--lang', 'en'])).code, 0);
  assert.equal((await run(['decrypt', path, '--ndjson'])).code, 0);
  const reply = file('refusal.json', '{"errcode":40163}');
  assert.equal((await runJson(['reply', reply])).value.errcode, 40163);
  const { sessionKey } = sample;
  const signed = file('signed.json', JSON.stringify({ sessionKey, body: '{}' }));
  const signature = wx.signSession({ sessionKey, body: '{}' });
  assert.equal((await run(['sign', signed])).stdout, `${signature}\n`);
  assert.match((await run(['verify', signed])).stderr, /Missing: rawData, signature/);
  assert.match((await run(['check', signed])).stderr, /other than appid and secret/);
  for (const command of ['verify', 'sign', 'reply', 'check']) {
    assert.match((await run([command, signed, signed])).stderr, /Too many arguments/, command);
  }
});

test('the time of the data is told in UTC and as the clock on the wall says', async () => {
  const { stderr } = await run(['decrypt'], { input: sample, env: { TZ: 'Asia/Shanghai' } });
  assert.match(
    stderr,
    /2016-10-24T\d\d:\d\d:\d\d\.000Z \(2016-10-24 \d\d:\d\d:\d\d (GMT\+8|CST)\)/,
  );
  const [, utc, local] = /T(\d\d):.*-24 (\d\d):/.exec(stderr);
  assert.equal(Number(local) - Number(utc), 8);
});

test('a typo gets a suggestion', async () => {
  for (const [args, meant] of [
    [['decrpyt'], 'decrypt'],
    [['diagnos'], 'diagnose'],
    [['errorcode'], 'errcode'],
    [['chek'], 'check'],
    [['decrypt', '--ndjsn'], '--ndjson'],
    [['decrypt', '--repiar'], '--repair'],
    [['check', '--baseurl', 'x'], '--base-url'],
    [['--hlep'], '--help'],
    [['request', 'getphonenumber'], 'getPhoneNumber'],
    [['errcode', '40029', '--endpoint', 'code2sesion'], 'code2Session'],
  ]) {
    const { code, stderr } = await run(args);
    assert.equal(code, 2);
    assert.ok(stderr.includes(`. Did you mean ${meant}?`), stderr);
  }
  for (const args of [['nosuch'], ['decrypt', '--verbose'], ['decrypt', '--endpoin', 'x']]) {
    assert.doesNotMatch((await run(args)).stderr, /Did you mean/);
  }
});

test('request makes every request of the fixtures', async () => {
  for (const { endpoint, requests } of fixtures('endpoints')) {
    const { credentials, params, request } = requests[0];
    const options = { input: { ...credentials, ...params } };
    const { code, value } = await runJson(['request', endpoint], options);
    const { method, headers, redactedUrl, redactedBody } = request;
    assert.equal(code, 0, endpoint);
    const shown = JSON.parse(JSON.stringify({ method, redactedUrl, headers, redactedBody }));
    assert.deepEqual(value, shown, endpoint);
  }
});

test('page writes the debug page, prints its address, and opens it only from a terminal', async (t) => {
  const opener = join(folder, 'openers');
  const proof = join(folder, 'opened');
  mkdirSync(opener);
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(opener, name), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
  }
  const env = { PATH: `${opener}:${process.env.PATH}` };
  const { code, stdout, stderr } = await run(['page'], { env });
  assert.deepEqual([code, stderr], [0, '']);
  const written = new URL(stdout.trim());
  t.after(() => rmSync(new URL('.', written), { recursive: true }));
  const page = readFileSync(written, 'utf8');
  assert.match(page, /^<!doctype html>/);
  const [, core] = page.match(/<script type="text\/plain" id="core">(.+?)<\/script>/);
  assert.equal(
    core,
    readFileSync(join(folder, 'node_modules/wx-unionid/dist/core.wasm'), 'base64'),
  );
  assert.equal(existsSync(proof), false);
});

test('page writes into the file that is named, and over no other', async () => {
  const named = join(folder, '调试 page.html');
  const { value } = await runJson(['page', named]);
  assert.equal(value.url, pathToFileURL(named).href);
  assert.match(readFileSync(named, 'utf8'), /^<!doctype html>/);
  writeFileSync(named, 'mine');
  const { code, stderr } = await run(['page', named, '--lang', 'en']);
  assert.equal(code, 2);
  assert.match(stderr, /EEXIST.*does not exist yet/);
  assert.equal(readFileSync(named, 'utf8'), 'mine');
  const nowhere = await run(['page', join(folder, 'nowhere', 'debug.html')]);
  assert.match(nowhere.stderr, /ENOENT.*no such folder/);
});

test('request takes every parameter of every endpoint', async () => {
  const other = await run(['request', 'code2Session'], { input: { code: 'c' } });
  assert.match(other.stderr, /does not know. It takes appid, secret, js_code$/m);
  const refusal = /does not know/;
  const isPlain = (params) => !Object.values(params).some((value) => value?.$repeat);
  const calls = fixtures('endpoints').flatMap(({ endpoint, requests }) =>
    requests.slice(1).map(({ credentials, params }) => ({ endpoint, credentials, params })),
  );
  const seen = new Set();
  for (const { endpoint, credentials, params } of calls) {
    const names = `${endpoint} ${Object.keys(params).sort()}`;
    if (seen.has(names) || !isPlain(params)) continue;
    seen.add(names);
    const { stderr } = await run(['request', endpoint], { input: { ...credentials, ...params } });
    assert.doesNotMatch(stderr, refusal, names);
  }
});

test('request hides secrets by default', async () => {
  const options = {
    input: { jsCode: 'MARKER-CODE' },
    env: { WX_APPID: 'wx0123456789abcdef', WX_APPSECRET: 'MARKER-SECRET', WX_SESSION_KEY: 'M' },
  };
  const hidden = await run(['request', 'code2Session'], options);
  assert.equal(hidden.code, 0);
  assert.match(
    hidden.stdout,
    /^GET https:\S+appid=wx0123456789abcdef&secret=\*\*\*&js_code=\*\*\*/,
  );
  const shown = await run(['request', 'code2Session', '--show-secrets'], options);
  assert.match(shown.stdout, /secret=MARKER-SECRET&js_code=MARKER-CODE/);
  const post = await run(['request', 'getPhoneNumber'], {
    input: { code: 'MARKER-CODE' },
    env: { WX_ACCESS_TOKEN: 'MARKER-TOKEN' },
  });
  assert.match(post.stdout, /^POST .*\ncontent-type: application\/json\n\n\{"code":"\*\*\*"\}\n$/);
});

test('usage errors differ from bad data, and print nothing to stdout', async () => {
  const calls = [
    [],
    ['nosuch'],
    ['decrypt'],
    ['decrypt', '--nosuch'],
    ['decrypt', '--endpoint', 'code2Session'],
    ['decrypt', '--iv'],
    ['decrypt', '--repair=yes'],
    ['decrypt', '--lang', 'fr'],
    ['decrypt', '--file', join(folder, 'nosuch.json')],
    ['decrypt', '--file', folder],
    ['decrypt', '--ndjson=1'],
    ['decrypt', 'nosuch.json'],
    ['decrypt', 'one.json', 'two.json'],
    ['decrypt', 'one.json', '--file', 'two.json'],
    ['verify', 'one.json'],
    ['decrypt', '--session-key-file', join(folder, 'nosuch.txt')],
    ['decrypt', '--session-key-file', file('empty.txt', '\n')],
    ['diagnose'],
    ['verify'],
    ['sign'],
    ['errcode'],
    ['errcode', 'x'],
    ['errcode', '{'],
    ['errcode', '{"errmsg":"ok"}'],
    ['check'],
    ['check', 'one.json'],
    ['errcode', '1', '2'],
    ['errcode', '40029', '--endpoint', 'nosuch'],
    ['request'],
    ['request', 'nosuch'],
    ['request', 'code2Session'],
  ];
  for (const args of calls) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^✗ \S/, args.join(' '));
    assert.doesNotMatch(stderr, /\n {4}at |bug of/, args.join(' '));
  }
  const swallowing = await run(['decrypt', '--iv', '--json']);
  assert.equal(JSON.parse(swallowing.stdout).error.code, 'ERR_USAGE');
  for (const input of ['{', '[]', 'null', '"a=b"', 'nothing', '{"iv":"a","IV":"b"}']) {
    assert.equal((await run(['decrypt'], { input })).code, 2, input);
  }
  const long = await run(['decrypt'], { input: `{"iv":"${'x'.repeat(5_000_000)}"}` });
  assert.equal(long.code, 2);
  assert.match(long.stderr, /4 MiB/);
});

test('a terminal without input is told what to type', { skip: noTerminal() }, () => {
  for (const name of ['decrypt', 'diagnose', 'verify', 'sign', 'decrypt --ndjson']) {
    const { status, stdout } = inTerminal(`${command} ${name}`);
    assert.equal(status, 2, name);
    assert.match(stdout, /stdin \(command < input\.json\) or with --file/, name);
  }
  const env = { WX_SESSION_KEY: sessionKey };
  assert.match(inTerminal(`${command} sign`, env).stdout, /^[0-9a-f]{64}\s*$/);
});

test('colours are for terminals, and follow NO_COLOR and FORCE_COLOR', {
  skip: noTerminal(),
}, () => {
  const colored = (env, input = '') =>
    inTerminal(`${command} diagnose --iv x ${input}`, env).stdout.includes('\u001b[');
  assert.equal(colored({}), true);
  assert.equal(colored({ NO_COLOR: '1' }), false);
  assert.equal(colored({ NO_COLOR: '' }), true);
  assert.equal(colored({ TERM: 'dumb' }), false);
  assert.equal(colored({}, '| cat'), false);
  assert.equal(colored({ FORCE_COLOR: '1' }, '| cat'), true);
  assert.equal(colored({ FORCE_COLOR: '0' }), false);
});

test('what goes into a pipe has no colours', async () => {
  const { stdout } = await run(['diagnose'], { input: { iv: 'x' } });
  assert.ok(!stdout.includes('\u001b'));
  const forced = await run(['diagnose'], { input: { iv: 'x' }, env: { FORCE_COLOR: '1' } });
  assert.ok(forced.stdout.includes('\u001b[31m'));
  const json = await run(['diagnose', '--json'], { input: { iv: 'x' }, env: { FORCE_COLOR: '1' } });
  assert.ok(!json.stdout.includes('\u001b'));
});

test('the language follows the locale or the option', async () => {
  const isChinese = async (env, ...args) => {
    const { stdout, stderr } = await run(['diagnose', ...args], { input: { iv: 'x' }, env });
    return /发现 \d 个问题/.test(stdout + stderr);
  };
  assert.equal(await isChinese({}), false);
  assert.equal(await isChinese({ LANG: 'zh_CN.UTF-8' }), true);
  assert.equal(await isChinese({ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US' }), false);
  assert.equal(await isChinese({ LC_ALL: 'zh_TW', LC_MESSAGES: 'en_US' }), true);
  assert.equal(await isChinese({ LC_ALL: '', LANG: 'C' }), false);
  assert.equal(await isChinese({ LANG: 'zh_CN' }, '--lang', 'en'), false);
  assert.equal(await isChinese({}, '--lang=zh'), true);
  const { stderr } = await run(['decrypt', '--lang', 'zh']);
  assert.match(
    stderr,
    /缺少字段：appid、sessionKey、encryptedData、iv。.*WX_APPID、WX_SESSION_KEY。/,
  );
});

test('decrypt accepts every kind, and reports every error in Chinese', async () => {
  const { stderr } = await run(['decrypt', '--kind', 'none'], { input: sample });
  assert.deepEqual(stderr.trim().split(': ').at(-1).split(', ').sort(), kinds);
  const fails = ({ input, expect }) =>
    expect.error && !Array.isArray(input.appid) && typeof input.maxAgeSeconds !== 'number';
  const failures = fixtures('decrypt').filter(fails);
  const byCode = new Map(failures.map(({ input, expect }) => [expect.error.code, [input]]));
  byCode.set('ERR_DATA_EXPIRED', [sample, '--max-age', '60']);
  byCode.set('ERR_UNEXPECTED_KIND', [sample, '--kind', 'phoneNumber']);
  assert.ok(byCode.size > 7);
  for (const [code, [input, ...options]] of byCode) {
    const said = (await run(['decrypt', '--lang', 'zh', ...options], { input })).stderr;
    assert.match(said, new RegExp(`${code}：.*[\\u4e00-\\u9fff]`), code);
  }
});

test('the help shows every command, option, variable and exit code, in both languages', async () => {
  const installed = join(folder, 'node_modules/wx-unionid/package.json');
  const { version } = JSON.parse(readFileSync(installed, 'utf8'));
  assert.equal((await run(['--version'])).stdout, `${version}\n`);
  for (const lang of ['zh', 'en']) {
    const { code, stdout } = await run(['--help', '--lang', lang]);
    assert.equal(code, 0);
    const words = [...names, '--json', '--ndjson', '--lang', '--help', '--version'];
    const variables = [
      ...['WX_APPID', 'WX_SESSION_KEY', 'WX_APPSECRET', 'WX_ACCESS_TOKEN'],
      ...['WX_TOKEN', 'WX_ENCODING_AES_KEY'],
    ];
    for (const word of [...words, ...variables, 'NO_COLOR', 'FORCE_COLOR']) {
      assert.ok(stdout.includes(word), `${word} in ${lang}`);
    }
    assert.match(stdout, /\n {2}0 {2}.*\n {2}1 {2}.*\n(?: {5}.*\n)? {2}2 {2}/);
    assert.doesNotMatch(stdout, /undefined/);
    assert.equal((await run(['help', '--lang', lang])).stdout, stdout);
  }
});

test('the help of a command shows its options, and examples', async () => {
  const data = ['file', 'appid', 'iv', 'encrypted-data', 'session-key-file', 'max-age', 'ndjson'];
  const dangerous = 'dangerously-allow-secret-arguments';
  const options = {
    decrypt: [...data, 'repair', 'kind', dangerous],
    diagnose: [...data, dangerous],
    verify: ['file', 'session-key-file', 'ndjson', dangerous],
    sign: ['file', 'body-file', 'session-key-file', dangerous],
    reply: ['file', 'endpoint'],
    push: ['file', 'mode', 'receiver', 'now', 'max-age', 'show-secrets'],
    errcode: ['file', 'endpoint'],
    check: ['file', 'appid', 'base-url', dangerous],
    request: ['file', 'appid', 'session-key-file', 'show-secrets', dangerous],
    page: [],
    fake: ['world', 'port', 'host', 'list', 'dangerously-allow-network'],
  };
  for (const name of names) {
    for (const lang of ['zh', 'en']) {
      const { code, stdout } = await run([name, '-h', '--lang', lang]);
      assert.equal(code, 0);
      for (const option of [...options[name], 'json', 'lang', 'help', 'version']) {
        assert.match(stdout, new RegExp(`--${option}\\b`), `${name} --${option}`);
      }
      assert.match(stdout, new RegExp(`\\n {2}.*wx-unionid ${name}`), 'an example');
      assert.doesNotMatch(stdout, /undefined/);
    }
    const help = await run(['help', name]);
    assert.equal(help.stdout, (await run([name, '--help'])).stdout);
  }
});

test('a secret as an argument is refused, with the reason', async () => {
  const spellings = ['--session-key', '--sessionKey', '--session_key', '--secret', '--appsecret'];
  for (const option of [...spellings, '--access-token', '--access_token', '--js-code']) {
    for (const args of [[option, 'MARKER'], [`${option}=MARKER`]]) {
      const { code, stderr } = await run(['decrypt', ...args], { input: sample });
      assert.equal(code, 2, option);
      assert.match(stderr, /ps shows it.*shell history.*WX_SESSION_KEY/, option);
      assert.doesNotMatch(stderr, /MARKER/);
    }
  }
});

test('no secret is in any output or error', async () => {
  const marker = 'MARKERmarker0123MARKEQ==';
  const isMarked = /MARKERmarker|markermarker/i;
  const secrets = { session_key: marker, secret: marker, access_token: marker, code: marker };
  const input = { ...request, ...secrets, js_code: marker, rawData: marker, signature: marker };
  const { encryptedData, iv } = sample;
  const inputs = [
    input,
    { ...input, iv: 5 },
    { ...input, encryptedData: marker, iv: marker },
    { ...sample, appid: marker, [marker]: marker },
    `{"session_key":"${marker}"`,
    `["${marker}"]`,
    `"${marker}"`,
    marker,
    marker.replaceAll('=', ''),
    `${marker}&session_key=${marker}&session_key=x`,
    String(new URLSearchParams(input)),
  ];
  const env = {
    WX_SESSION_KEY: marker,
    WX_APPSECRET: marker,
    WX_ACCESS_TOKEN: marker,
    WX_APPID: 'wx0123456789abcdef',
  };
  const data = ['decrypt', 'diagnose', 'verify', 'sign'];
  const bulks = ['decrypt --ndjson', 'diagnose --ndjson', 'verify --ndjson'];
  const requests = ['code2Session', 'checkSessionKey', 'getPhoneNumber', 'getStableAccessToken'];
  const calls = pairs(
    [...data, ...bulks, ...requests.map((name) => `request ${name}`)],
    inputs,
  ).map(([call, input]) => [call.split(' '), { input, env }]);
  const wrongPlaces = [
    [marker],
    [`--${marker}`],
    [`-${marker}`],
    ['help', marker],
    ['decrypt', marker],
    ['decrypt', `--${marker}`],
    ['decrypt', '--sesion-key', marker],
    ['decrypt', `--sesion-key=${marker}`],
    ['decrypt', `--json=${marker}`],
    ['decrypt', `--repair=${marker}`],
    ['decrypt', '--lang', marker],
    ['decrypt', '--kind', marker],
    ['decrypt', '--max-age', marker],
    ['decrypt', '--file', marker],
    ['decrypt', '--ndjson', '--file', marker],
    ['decrypt', '--session-key-file', marker],
    ['decrypt', '--dangerously-allow-secret-arguments', '--session-key', marker],
    ['diagnose', '--dangerously-allow-secret-arguments', '--session-key', `${marker}x`],
    ['diagnose', '--iv', marker, '--encrypted-data', marker, '--appid', marker],
    ['sign', '--body-file', marker],
    ['errcode', marker],
    ['errcode', '1', '--endpoint', marker],
    ['request', marker],
    ['request', 'code2Session', '--dangerously-allow-secret-arguments', '--secret', marker],
  ];
  calls.push(...wrongPlaces.map((args) => [args, { input: { encryptedData, iv }, env }]));
  const twice = calls.flatMap(([args, options]) => {
    const forPrograms = args.includes('--ndjson') ? [] : [[[...args, '--json'], options]];
    return [[args, options], ...forPrograms];
  });
  await inParallel(twice, async ([args, options]) => {
    const { code, stdout, stderr } = await run(args, options);
    assert.doesNotMatch(stdout + stderr, isMarked, `${args.join(' ')} < ${options.input}`);
    assert.doesNotMatch(stdout + stderr, /bug of wx-unionid|\n {4}at /, args.join(' '));
    assert.ok([0, 1, 2].includes(code));
  });
});

/** Two at a time: more processors than that may not be there. */
async function inParallel(items, work) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
