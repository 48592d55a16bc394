// What docs/testing.md says is so, in both languages.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { fakePaths } from '../../pkg/cli/fake-server.mjs';
import { install, load } from './installed.mjs';

const folder = install();
const { esm: wx } = await load(folder);
const { esm: testing } = await load(folder, 'testing');
const { behaviours, limits } = testing;

const titles = {
  codes: { en: 'Codes', zh: 'code' },
  sessions: { en: 'Session keys', zh: 'session_key' },
  data: { en: 'Data from the client', zh: '客户端的数据' },
  unionid: { en: 'unionid', zh: 'unionid' },
  tokens: { en: 'access_token', zh: 'access_token' },
  pages: { en: 'Login pages', zh: '登录页面' },
  accounts: { en: 'Official accounts and platforms', zh: '公众号和第三方平台' },
  wire: { en: 'Requests and replies', zh: '请求和响应' },
  push: { en: 'Message push', zh: '消息推送' },
  client: { en: 'Functions of wx', zh: 'wx 的函数' },
};

const languages = {
  'docs/testing.md': { lang: 'en', head: ['behaviour', 'errcode if refused', 'value in `limits`'] },
  'docs/testing.zh-CN.md': { lang: 'zh', head: ['行为', '拒绝时的 errcode', '`limits` 的值'] },
};

/** What is not from the page, and says so. */
const inferred = {
  en: (row) => ` (inferred: ${row.inferred.en})`,
  zh: (row) => `（推断：${row.inferred.zh}）`,
};

/** One table for each part of the list. */
function tables(lang, head) {
  return Object.keys(titles).map((about) => {
    const rows = behaviours.filter((row) => row.about === about);
    const lines = rows.map((row) => {
      const numbers = (row.limits ?? []).map((name) => `\`${name}\` ${limits[name]}`);
      const what = `[${row[lang]}](${row.page})${row.inferred ? inferred[lang](row) : ''}`;
      return [what, (row.errcodes ?? []).join(', '), numbers.join(', ')];
    });
    const table = [head, head.map(() => '---'), ...lines];
    return [`### ${titles[about][lang]}`, '', ...table.map((cells) => `| ${cells.join(' | ')} |`)];
  });
}

const place = /(?<=<!-- behaviours -->\n)[\s\S]*(?=<!-- \/behaviours -->)/;

for (const [name, { lang, head }] of Object.entries(languages)) {
  const path = new URL(`../../${name}`, import.meta.url);
  const page = readFileSync(path, 'utf8');
  const blocks = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

  test(`${name}: the list is that of the package`, () => {
    const parts = tables(lang, head).map((lines) => lines.join('\n'));
    const wanted = `\n${parts.join('\n\n')}\n\n`;
    assert.match(page, place);
    const written = page.replace(place, () => wanted);
    if (process.env.UPDATE_README) writeFileSync(path, written);
    else assert.equal(page, written, 'UPDATE_README=1 writes it');
    assert.equal(behaviours.length, (wanted.match(/^\| \[/gm) ?? []).length);
  });

  test(`${name}: the first sample is a test, and passes`, () => {
    writeFileSync(join(folder, 'sample.test.mjs'), blocks[0]);
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const args = ['--test', '--test-reporter=tap', 'sample.test.mjs'];
    const printed = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
    assert.match(printed, /^# pass 1$/m);
    assert.match(printed, /^# fail 0$/m);
  });

  test(`${name}: the other samples run`, async () => {
    const [appid, accountAppid, oldAppid, websiteAppid, platformAppid] = 'abcde';
    const given = {
      ...wx,
      ...testing,
      ...{ appid, accountAppid, oldAppid, websiteAppid, platformAppid, secret: 's', assert },
      ...{ redirect_uri: 'https://a.example/', state: 's', scope: 'snsapi_base' },
    };
    const world = blocks.find((code) => code.includes('const apps = {'));
    const { apps, users } = run(`${world}; return { apps, users };`, given);
    apps[oldAppid] = { type: 'officialAccount', secret: 's' };

    const trouble = blocks.find((code) => code.includes('wechat.fail('));
    const { wechat } = run(`${trouble}; return { wechat };`, { ...given, apps, users });
    assert.equal(wechat.clock.now(), Date.UTC(2026, 0, 1) + 301_000);

    const account = new wx.OfficialAccount({ appid: accountAppid, secret: 's' });
    const app = { request: () => assert.fail('nobody asked') };
    const client = blocks.find((code) => code.includes('wx.setStorageSync('));
    const fresh = testing.fakeWeChat({ apps, users });
    const shown = '{ code, iv, detail, url, UNIONID, headers, transaction_id, message }';
    const all = await runAsync(`${client}; return ${shown};`, {
      ...given,
      wechat: fresh,
      account,
      app,
    });
    for (const [name, value] of Object.entries(all)) assert.ok(value, name);
    assert.ok(all.detail.code);

    const pushing = blocks.find((code) => code.includes('wechat.follow('));
    const results = '{ hint, push, status, answer, reply, wechat }';
    const pushed = await runAsync(`${pushing}; return ${results};`, {
      ...given,
      ...{ token: 'AAAAA', encodingAESKey: 'A'.repeat(43) },
      app: {
        request: async (url, { method }) =>
          new Response(method === 'GET' ? new URL(url).searchParams.get('echostr') : 'success'),
      },
    });
    assert.deepEqual([pushed.hint, pushed.status, pushed.answer], [undefined, 200, 'success']);
    assert.deepEqual([pushed.push.tries.length, pushed.push.state], [2, 'delivered']);
    assert.equal(pushed.wechat.pushes.at(-1).message.RevokeInfo, '205');

    const fixture = blocks.find((code) => code.includes('encryptUserData('));
    const body = fixture.replace(/^import .*$/m, '');
    const { data, encryptedData, iv } = run(`${body}; return { data, encryptedData, iv };`, given);
    const sessionKey = 'tiihtNczf5v6AKRyjwEUhQ==';
    assert.deepEqual(wx.decrypt({ appid, sessionKey, encryptedData, iv }).data, data);
  });

  test(`${name}: it names every function of wx, and every path that is served`, () => {
    const wechat = testing.fakeWeChat({
      apps: { a: { type: 'miniProgram', secret: 's' } },
      users: { u: {} },
    });
    for (const name of Object.keys(wechat.wx({ appid: 'a', user: 'u' }))) {
      if (/Storage|getAccountInfoSync/.test(name)) continue;
      assert.ok(page.includes(`\`${name}\``), name);
    }
    const told = page.match(/^\| (GET|POST) `\/fake.*?\|/gm).join('\n');
    for (const served of fakePaths) {
      const [method, path] = served.split(' ');
      const isClient = /^\/fake\/(get|auth|check|plugin)/.test(path);
      if (!isClient) assert.ok(new RegExp(`${method}.*\`${path}\``).test(told), served);
    }
    for (const [, path] of told.matchAll(/`(\/fake[\w/]*)`/g)) {
      assert.ok(
        fakePaths.some((served) => served.endsWith(` ${path}`)),
        path,
      );
    }
  });
}

test('docs/testing: both languages have the same parts', () => {
  const shape = (name) =>
    readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8').match(
      /^(#+|```\w*|\| [GP]|- )/gm,
    );
  assert.deepEqual(shape('docs/testing.zh-CN.md'), shape('docs/testing.md'));
});

/** Runs lines of a sample with what they do not say themselves. */
function run(code, given) {
  return new Function(...Object.keys(given), code)(...Object.values(given));
}

function runAsync(code, given) {
  const AsyncFunction = (async () => {}).constructor;
  return new AsyncFunction(...Object.keys(given), code)(...Object.values(given));
}
