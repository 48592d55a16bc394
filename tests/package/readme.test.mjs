// What the READMEs say, in both languages, is so.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { Counter, register } from 'prom-client';

import { generated, kinds, options, union } from './declared.mjs';
import { read } from './fixtures.mjs';
import { install, load } from './installed.mjs';
import { holdPart, inChinese, partsOf, regionOf } from './readme.mjs';
import {
  ACCOUNT,
  APPID,
  fake,
  loginCode,
  phoneCode,
  rejection,
  SECRET,
  setUp,
  WEBSITE,
} from './wechat.mjs';

const root = new URL('../../', import.meta.url);
const folder = install();
const { esm: wx } = await load(folder);
const { esm: testing } = await load(folder, 'testing');

/** What `npm test` lets the package weigh. */
const budgets = JSON.parse(text('tools/size.json'));

for (const name of ['README.md', 'README.zh-CN.md']) {
  const readme = text(name);
  const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

  test(`${name}: the sample of decryption prints what it says`, () => {
    const sample = blocks.find((code) => code.includes('console.log(user.openId'));
    const says = [...sample.matchAll(/\); \/\/ (.*)$/gm)].map(([, comment]) =>
      comment.replaceAll("'", ''),
    );
    const { sessionKey, encryptedData, iv } = read('decrypt/official-user-info.json').input;
    const given = `const [sessionKey, encryptedData, iv] = ${JSON.stringify([sessionKey, encryptedData, iv])};\n`;
    writeFileSync(join(folder, 'sample.mjs'), given + sample);
    const printed = execFileSync(process.execPath, ['sample.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual([printed.trim()], says);
  });

  test(`${name}: the sizes are those that the package is held to`, () => {
    const weighed = Object.keys(budgets).filter(
      (of) => !/^(page|tarball|installed)|wasm$/.test(of),
    );
    const says = [...readme.matchAll(/(\d+) kB/g)].map(([, kilobytes]) => kilobytes * 1000);
    assert.deepEqual(says.sort(), weighed.map((of) => budgets[of]).sort());
  });

  test(`${name}: the back end of a few lines runs`, async () => {
    const { wechat, wire } = await setUp({ wx });
    const given = {
      appid: APPID,
      secret: SECRET,
      code: await loginCode(wechat),
      phoneCode: await phoneCode(wechat),
    };
    const sample = blocks.find((code) => code.includes('LoginSessions, MiniProgram'));
    assert.ok(sample.trim().split('\n').length <= 15);
    const toUs = `const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(url.replace(/^https:..[^/]+/, '${wire.baseUrl}'), init);
const { ${Object.keys(given)} } = ${JSON.stringify(given)};\n`;
    writeFileSync(join(folder, 'backend.mjs'), toUs + sample);
    const { stdout } = await promisify(execFile)(process.execPath, ['backend.mjs'], {
      cwd: folder,
    });
    assert.equal(stdout, `${wechat.unionid(APPID, 'ming')} 13800138000\n`);
    wire.close();
  });

  for (const [appid, client] of [
    [ACCOUNT, 'OfficialAccount'],
    [WEBSITE, 'WebApp'],
  ]) {
    test(`${name}: the sample with ${client} logs a user in`, async (t) => {
      const { wechat } = await setUp({ wx });
      t.mock.method(globalThis, 'fetch', wechat.fetch);
      const given = {
        ...wx,
        appid,
        secret: SECRET,
        redirect_uri: 'https://a.example/',
        state: 'STATE',
        redirect(link) {
          const { url } = wechat.page({ user: 'ming' }).open(link);
          given.code = new URL(url).searchParams.get('code');
        },
      };
      const sample = blocks.find((code) => code.includes(`new ${client}({ appid, secret })`));
      const body = sample.replace(/^import .*$/m, '');
      const AsyncFunction = (async () => {}).constructor;
      // The code is there only after the redirect: `with` looks for it when it is needed.
      const run = new AsyncFunction('given', `with (given) { ${body}; return identity; }`);
      const { unionid } = await run(given);
      assert.equal(unionid, wechat.unionid(appid, 'ming'));
    });
  }

  test(`${name}: how a user is logged in is the code of the examples`, () => {
    const included = partsOf(name).filter((part) => part.startsWith('examples/'));
    assert.deepEqual(included, [
      'examples/miniprogram/login.ts',
      'examples/miniprogram/pages/me/me.ts data',
      'examples/server/server.js login',
    ]);
    for (const part of included) {
      const [file, region] = part.split(' ');
      const code = commentedFor(name, regionOf(file, region));
      // The reader has the whole of it, and what it needs.
      const packed = join(folder, 'node_modules/wx-unionid');
      for (const its of [file, join(file.split('/').slice(0, 2).join('/'), 'package.json')]) {
        assert.equal(readFileSync(join(packed, its), 'utf8'), text(its), its);
      }
      holdPart(name, part, `\`\`\`${extname(file).slice(1)}\n${code}\`\`\``);
    }
  });

  test(`${name}: it names every error of a mini program's login`, () => {
    const [, union] = text('pkg/src/miniprogram/login-error.ts').match(/LoginErrorCode =(.*?);/s);
    const codes = [...union.matchAll(/'(ERR_\w+)'/g)].map(([, code]) => code);
    const [listed] = readme.match(/^- .*`LoginError`.*$/m);
    assert.deepEqual(
      [...listed.matchAll(/`(ERR_\w+)`/g)].map(([, code]) => code).sort(),
      codes.sort(),
    );
  });

  test(`${name}: the sample with a fake WeChat runs, and refuses what it says`, async () => {
    const sample = blocks.find((code) => code.includes('wx-unionid/testing'));
    const body = sample.replace(/^import .*$/m, '');
    const AsyncFunction = (async () => {}).constructor;
    const given = { ...wx, ...testing, appid: APPID, secret: SECRET };
    const shown = 'return { wechat, program, code };';
    const run = new AsyncFunction(...Object.keys(given), `${body}; ${shown}`);
    const { wechat, program, code } = await run(...Object.values(given));
    assert.equal((await rejection(program.login({ code }))).errcode, 40163);
    const late = await loginCode(wechat);
    wechat.clock.advance(301_000);
    assert.equal((await rejection(program.login({ code: late }))).errcode, 40029);
  });

  test(`${name}: the drop-in sample runs`, () => {
    const { appid, sessionKey, encryptedData, iv } = read('decrypt/official-user-info.json').input;
    const sample = blocks.find((code) => code.includes('WXBizDataCrypt'));
    const given = `const [appid, sessionKey, encryptedData, iv] = ${JSON.stringify([appid, sessionKey, encryptedData, iv])};\n`;
    writeFileSync(join(folder, 'sample.cjs'), `${given}${sample}console.log(data.openId);`);
    const printed = execFileSync(process.execPath, ['sample.cjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(printed.trim(), 'oGZUI0egBJY1zhBYw2KhdUfwVJJE');
  });

  test(`${name}: the sample that counts requests counts them`, async () => {
    const sample = blocks.find((code) => code.includes('prom-client'));
    const body = sample.replace(/^import .*$/m, '');
    const { wechat } = fake();
    class MiniProgram extends wx.MiniProgram {
      constructor(options) {
        super({ ...options, fetch: wechat.fetch });
      }
    }
    const given = { Counter, MiniProgram, appid: APPID, secret: SECRET };
    const run = new Function(...Object.keys(given), `${body}; return { program, requests };`);
    const { program, requests } = run(...Object.values(given));
    const code = await loginCode(wechat);
    await program.login({ code });
    await rejection(program.login({ code }));
    wechat.fail({ endpoint: 'code2Session', networkError: true });
    await rejection(program.login({ code }));
    const { values } = await requests.get();
    const counted = values.map(({ labels, value }) => [labels.errcode, value]);
    assert.deepEqual(counted, [
      [0, 1],
      [40163, 1],
      ['none', 1],
    ]);
    register.clear();
  });

  test(`${name}: it lists every code, every damage, every kind and every option`, () => {
    assert.deepEqual(firstColumn(/^\| `(ERR_\w+)`/gm), codes());
    const damages = readme.match(/^`damage` .*$/m)[0];
    assert.deepEqual(
      [...new Set(damages.match(/(?<=`)[a-z0-9_]+(?=`)/g))].filter(isDamage).sort(),
      union('Damage'),
    );
    assert.deepEqual(firstColumn(/^\| `decrypt\w+` \|.*\| `(\w+)` \|$/gm), kinds);
    const sample = blocks.find((code) => code.includes('clockSkewSeconds'));
    for (const option of options) assert.match(sample, new RegExp(`^  ${option}[:,]`, 'm'));
  });

  test(`${name}: each code has the statuses that it is answered with`, () => {
    const rows = [...readme.matchAll(/^\| `(ERR_\w+)` \| ([\d, ]+) \|/gm)];
    const listed = Object.fromEntries(rows.map(([, code, statuses]) => [code, statuses]));
    const errors = codes().flatMap((code) => {
      if (code === 'ERR_API')
        return union('ErrcodeCategory').map((category) => ({ code, category }));
      if (code === 'ERR_INVALID_ARGUMENT')
        return ['iv', 'appid'].map((argument) => ({ code, argument }));
      return { code };
    });
    const found = {};
    const byCategory = {};
    for (const facts of errors) {
      const { code, category, status } = new wx.WxError({
        message: '',
        endpoint: 'code2Session',
        ...facts,
      });
      found[code] = [...new Set([...(found[code] ?? []), status])].sort();
      if (category) byCategory[status] = [...(byCategory[status] ?? []), category];
    }
    const texts = Object.entries(found).map(([code, statuses]) => [code, statuses.join(', ')]);
    assert.deepEqual(listed, Object.fromEntries(texts));
    const paragraph = readme.match(/^`status` .*$/m)[0];
    const told = [...paragraph.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word);
    const categories = told.filter((word) => union('ErrcodeCategory').includes(word));
    assert.deepEqual([...new Set(categories)], [...byCategory[400], ...byCategory[503]]);
  });

  test(`${name}: who a user is, and from what it is known`, () => {
    const sample = blocks.find((code) => code.includes('const identity = resolveIdentity('));
    const { facts } = read('identity/two-apps.json');
    const given = {
      appid: facts[0].appid,
      session: facts[0].value,
      accountAppid: facts[1].appid,
      follower: facts[1].value,
    };
    const names = ['resolveIdentity', 'logger', ...Object.keys(given)];
    const run = new Function(...names, `${sample}; return identity;`);
    const identity = run(wx.resolveIdentity, undefined, ...Object.values(given));
    assert.equal(identity.unionid, facts[1].value.unionid);
    const { value } = read('identity/not-a-follower.json').facts[0];
    const logged = [];
    run(
      wx.resolveIdentity,
      { info: (...texts) => logged.push(texts) },
      ...[given.appid, { openid: facts[0].value.openid }, given.accountAppid, value],
    );
    assert.equal(logged[0].length, 3);
    assert.equal(logged[0][0], 'not_bound');
    const section = readme.slice(readme.indexOf(sample)).split('\n## ')[0];
    for (const source of union('IdentitySource')) {
      const own = source.replace(/^thirdparty./, (start) => start.at(-1).toLowerCase());
      assert.ok(section.includes(`\`${own}\``), source);
    }
    for (const flag of union('IdentityFlag')) assert.ok(section.includes(`\`${flag}\``), flag);
  });

  test(`${name}: it lists every endpoint, with its request and its clients`, () => {
    const listed = [...readme.matchAll(/^\| `(\w+)` \| (GET|POST) `(\S+)` \| (\w.*?) \|/gm)];
    const told = listed.map(([, endpoint, method, path, clients]) => ({
      endpoint,
      request: `${method} https://api.weixin.qq.com${path}`,
      clients: clients.match(/\b(MiniProgram|OfficialAccount|WebApp|AccessTokens)\b/g),
      isOnBehalf: clients.includes('`component`'),
    }));
    assert.deepEqual(told, endpoints());
  });

  function firstColumn(pattern) {
    return [...readme.matchAll(pattern)].map(([, cell]) => cell).sort();
  }
}

for (const page of [
  'README',
  'docs/loading',
  'docs/push',
  'docs/sessions',
  'docs/troubleshooting',
  'docs/unionid',
]) {
  test(`${page}: both languages have the same parts`, () => {
    const shape = (name) => text(name).match(/^(#+|```\w*|\| `\w+`|- )/gm);
    assert.deepEqual(shape(`${page}.zh-CN.md`), shape(`${page}.md`));
  });
}

for (const name of ['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md']) {
  test(`${name}: it lists every cause, and no cause that there is not`, () => {
    const listed = [...text(name).matchAll(/^\| `(\w+)` \|/gm)].map(([, cause]) => cause);
    assert.deepEqual(listed.sort(), union('DiagnosisCause'));
    const named = text(name).match(/(?<=`)[a-z]+(?:_[a-z0-9]+)+(?=`)/g);
    const php = ['openssl_decrypt', 'base64_decode', 'json_decode'];
    const others = ['session_key', 'access_token', 'js_code', 'redirect_uri', 'is_demote', ...php];
    const unknown = named.filter((word) => !union('DiagnosisCause').includes(word));
    assert.deepEqual(
      [...new Set(unknown)].filter((word) => !others.includes(word)),
      [],
    );
  });
}

const languages = ['', '.zh-CN'];

for (const name of ['README', 'docs/sessions'].flatMap((page) =>
  languages.map((of) => page + of),
)) {
  test(`${name}: the sample with login sessions does what it says`, async () => {
    const samples = [...text(`${name}.md`).matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
    const sample = samples.find((code) => code.startsWith('const sessions = new LoginSessions'));
    const session = { openid: 'o', session_key: 'k', unionid: 'u' };
    const given = {
      ...wx,
      appid: APPID,
      store: new Map(),
      program: { login: async () => ({ session }) },
      code: 'code',
      session,
      newSession: { openid: 'o', session_key: 'k2' },
      openid: 'o',
      userId: 1,
      role: 'admin',
    };
    // The page of sessions has its own.
    if (/\{ session \} = /.test(sample)) delete given.session;
    const AsyncFunction = (async () => {}).constructor;
    const run = new AsyncFunction(
      ...Object.keys(given),
      `${sample}; return { sessions, token, login };`,
    );
    const { sessions, token, login } = await run(...Object.values(given));
    const { sessionKey, ...rest } = login;
    assert.deepEqual(login, { appid: APPID, openid: 'o', unionid: 'u', data: { userId: 1 } });
    const [, fields] = /await sessions\.get\(token\); \/\/ \{ (.*?) \}/.exec(sample);
    assert.deepEqual(fields.split(', ').sort(), [...Object.keys(rest), 'sessionKey'].sort());
    assert.deepEqual(sessionKey, ['k']);
    assert.equal(await sessions.get(token), undefined);
  });
}

for (const name of ['docs/unionid.md', 'docs/unionid.zh-CN.md']) {
  test(`${name}: its first sample says what it says, and every reason has a part`, () => {
    const [, sample] = text(name).match(/```js\nimport [^\n]*\n\n(.*?)```/s);
    const { facts } = read('identity/code2session-not-bound.json');
    const [{ appid, value }] = facts;
    const printed = [];
    const log = (line) => printed.push(line);
    const run = new Function('resolveIdentity', 'appid', 'session', 'console', sample);
    run(wx.resolveIdentity, appid, value, { log });
    const says = [...sample.matchAll(/\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
    assert.equal(printed.length, 3);
    for (const [at, said] of says.entries()) {
      const start = said.replaceAll("'", '').split('…')[0];
      assert.ok(printed[at].startsWith(start), `${printed[at]}: ${start}`);
    }
    const parts = [...text(name).matchAll(/^### `(\w+)`$/gm)].map(([, reason]) => reason);
    assert.deepEqual(parts.sort(), union('MissingUnionid'));
  });
}

/** The endpoints, as their fixtures and the clients know them. */
function endpoints() {
  const clients = {
    MiniProgram: wx.MiniProgram,
    OfficialAccount: wx.OfficialAccount,
    WebApp: wx.WebApp,
  };
  const having = (endpoint) =>
    Object.keys(clients).filter((client) => endpoint in clients[client].prototype);
  return wx.endpointNames().map((endpoint) => {
    const { method, url } = read(`endpoints/${endpoint}.json`).requests[0].request;
    const isOnBehalf = endpoint.startsWith('thirdparty');
    const own = isOnBehalf
      ? endpoint.replace(/^thirdparty./, (start) => start.at(-1).toLowerCase())
      : endpoint;
    const found = having(own);
    return {
      endpoint,
      request: `${method} ${url.split('?')[0]}`,
      clients: found.length > 0 ? found : ['AccessTokens'],
      isOnBehalf,
    };
  });
}

function isDamage(word) {
  return !['damage', 'at'].includes(word);
}

/** The codes of the rows of errors. */
function codes() {
  return [...generated.matchAll(/\bcode: '(ERR_\w+)'/g)].map(([, code]) => code).sort();
}

/** What the comments of the examples are in Chinese. */
const chineseComments = {
  'examples/server': 'examples/server',
  'Sessions in the memory of this process.': '登录态保存在本进程的内存里。',
  'For several processes, pass a store: createKeyv() of @keyv/redis.':
    '有多个进程时，请传入 store：@keyv/redis 的 createKeyv()。',
  'Exchanges the code of wx.login for a token. The session key stays on the server.':
    '用 wx.login 的 code 换取 token。session_key 留在服务端。',
  'Everything below requires a login. At 401 the mini program logs in again.':
    '以下接口都需要登录。遇到 401 时，小程序会重新登录。',
  'Who the user is: the unionid, or why there is none and how to get it.':
    '用户是谁：返回 unionid，没有时返回原因和获取办法。',
  'Gets the phone number by its code, so the client cannot have changed it.':
    '用 code 换取手机号，客户端无法篡改。',
  'Decrypts data of wx.getWeRunData, wx.getUserInfo and others.':
    '解密 wx.getWeRunData、wx.getUserInfo 等的数据。',
  'Trust the ids of the login, not those in the data.': '其中的 id 不可信，以登录得到的为准。',
};

/** The code of an example, with Chinese comments for the Chinese README. */
function commentedFor(readme, code) {
  return readme === 'README.zh-CN.md' ? inChinese(code, chineseComments) : code;
}

function text(path) {
  return readFileSync(new URL(path, root), 'utf8');
}
