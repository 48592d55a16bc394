// Every fixture of an endpoint, through the installed package in both formats and through its
// types.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { compile, problems } from './compiler.mjs';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const folder = install();
const endpoints = fixtures('endpoints');

for (const [format, wx] of Object.entries(await load(folder))) {
  test(`${format}: every endpoint has a fixture`, () => {
    assert.deepEqual(endpoints.map(({ endpoint }) => endpoint).sort(), wx.endpointNames().sort());
  });

  test(`${format}: the fields of an endpoint are those that its requests have`, () => {
    for (const { endpoint, requests } of endpoints) {
      const { credentials, params } = wx.endpointFields(endpoint);
      const used = (part) => new Set(requests.flatMap((request) => Object.keys(request[part])));
      // In cloud hosting another one takes its place, at each endpoint in the same way.
      const hosted = ['cloudbase_access_token', 'cloudHosting'];
      const own = credentials.filter((it) => !hosted.includes(it) || endpoint === 'getOpenData');
      assert.deepEqual(new Set(own), used('credentials'), endpoint);
      assert.deepEqual(new Set(params), used('params'), endpoint);
      const [{ credentials: given }] = requests;
      assert.throws(() => wx.buildRequest(endpoint, given, null), { argument: 'params' });
    }
    for (const name of ['code2session', ['code2Session']]) {
      assert.throws(() => wx.endpointFields(name), { argument: 'name' });
    }
  });

  for (const { endpoint, requests, refused, replies } of endpoints) {
    test(`${format}: requests to ${endpoint}`, () => {
      for (const { what, credentials, params, request } of requests) {
        assert.deepEqual(wx.buildRequest(endpoint, credentials, expand(params)), request, what);
      }
      for (const { what, credentials, params, error } of refused) {
        assert.throws(() => wx.buildRequest(endpoint, credentials, expand(params)), error, what);
      }
    });

    test(`${format}: replies of ${endpoint}`, () => {
      for (const { what, status, value, error, ...reply } of replies) {
        for (const body of bodies(reply)) {
          const parse = () => wx.parseResponse(endpoint, { status, body });
          if (error) assert.throws(parse, error, what);
          else assert.deepEqual(parse(), value, what);
        }
      }
    });
  }
}

test('a code, a token, a key and an AppSecret are shown as ***, whatever the endpoint', () => {
  for (const { endpoint, requests } of endpoints) {
    const shown = requests.flatMap(({ request: { redactedUrl, redactedBody } }) => [
      ...new URL(redactedUrl).searchParams,
      ...Object.entries(JSON.parse(redactedBody || '{}')),
    ]);
    const secrets = shown.filter(([name]) => /(^|_)(code|key|secret|token)$/.test(name));
    assert.ok(secrets.length > 0, endpoint);
    for (const [name, value] of secrets) assert.equal(value, '***', `${name} of ${endpoint}`);
  }
});

test('the types of every endpoint take its fixtures', () => {
  const lines = endpoints.flatMap(({ endpoint, requests, refused, replies }) => {
    const type = (part) => `Endpoints['${endpoint}']['${part}']`;
    const good = requests.flatMap(({ credentials, params }) => [
      `take<${type('credentials')}>(${JSON.stringify(credentials)});`,
      `take<${type('params')}>(${JSON.stringify(expand(params))});`,
    ]);
    const answers = replies
      .filter(({ value }) => value)
      // A variable may hold more than its type knows, as what WeChat answers does.
      .map(
        ({ value }) => `{ const it = ${JSON.stringify(value)}; take<${type('response')}>(it); }`,
      );
    const bad = refused.flatMap(({ takenByTypes, credentials, params }) => [
      takenByTypes ? '' : '// @ts-expect-error',
      `call<'${endpoint}'>(${JSON.stringify(credentials)}, ${JSON.stringify(expand(params))});`,
    ]);
    assert.ok(good.length > 0 && answers.length > 0 && bad.length > 0, endpoint);
    return [...good, ...answers, ...bad];
  });
  const file = join(folder, 'fixtures.ts');
  writeFileSync(file, HEADER + lines.join('\n'));
  const program = compile(folder, [file], { module: 'nodenext', lib: ['es2022'] });
  assert.equal(problems(program), '');
});

const HEADER = `import type { Endpoints } from 'wx-unionid';
declare function take<T>(value: T): void;
declare function call<N extends keyof Endpoints>(
  credentials: Endpoints[N]['credentials'],
  params: Endpoints[N]['params'],
): void;
`;

/** `{ $repeat: entry, times: n }` stands for a long list. */
function expand(params) {
  if (typeof params !== 'object' || params === null) return params;
  const expanded = Object.entries(params).map(([name, value]) =>
    value?.$repeat ? [name, Array(value.times).fill(value.$repeat)] : [name, value],
  );
  return Object.fromEntries(expanded);
}

/** A body in every form that it may come in. */
function bodies({ body, bodyBase64 }) {
  const bytes = bodyBase64 ? Buffer.from(bodyBase64, 'base64') : Buffer.from(body);
  const { buffer } = Uint8Array.from(bytes);
  return bodyBase64 ? [bytes, buffer] : [body, bytes, buffer];
}
