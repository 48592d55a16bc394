// `wx-unionid fake`: a fake WeChat for back ends in any language.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

import { load } from '../package/installed.mjs';
import { command, environment, file, folder, run, runJson } from './cli.mjs';

const { esm: wx } = await load(folder);
const { esm: testing } = await load(folder, 'testing');
const PROGRAM = 'wxfa4e000000000001';
const UNBOUND = 'wxfa4e000000000002';
const ACCOUNT = 'wxfa4e000000000003';

const children = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts it on a free port. With `end`, which gives the exit code and all that it wrote. */
async function start(...args) {
  const child = spawn(command, ['fake', '--port=0', ...args], { env: environment });
  children.push(child);
  const written = [text(child.stderr)];
  let stdout = '';
  const started = new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      if (/Ctrl|\}\n$/.test(stdout)) resolve();
    });
  });
  await Promise.race([started, once(child, 'exit')]);
  const [url] = /http:\/\/[\w.[\]:]+\d/.exec(stdout) ?? assert.fail(stdout);
  const post = async (path, body, init) => {
    const sent = { method: 'POST', body: JSON.stringify(body), ...init };
    const reply = await fetch(url + path, sent);
    return { status: reply.status, ...(await reply.json()) };
  };
  const end = async (signal = 'SIGINT') => {
    child.kill(signal);
    const [code] = await once(child, 'exit');
    return { code, stdout, stderr: await written[0] };
  };
  return { url, post, end, stdout };
}

test('a back end logs a user in, and asks for the phone number', async () => {
  const { url, post, end, stdout } = await start();
  assert.match(stdout, /Use it in your back end in place of https:\/\/api\.weixin\.qq\.com/);
  const { apps, users } = await (await fetch(`${url}/fake`)).json();
  const { secret } = apps[PROGRAM];
  assert.ok(stdout.includes(secret));
  const program = new wx.MiniProgram({ appid: PROGRAM, secret, baseUrl: url });
  const who = { appid: PROGRAM, user: 'ming' };
  const { code, errMsg } = await post('/fake/login', who);
  assert.equal(errMsg, 'login:ok');
  const { encryptedData, iv, rawData, signature } = await post('/fake/getUserInfo', who);
  const sent = { code, encryptedData, iv, rawData, signature };
  const { identity, userData } = await program.login(sent);
  const { openid, unionid } = users.ming.ids[PROGRAM];
  assert.deepEqual([identity.openid, identity.unionid], [openid, unionid]);
  assert.equal(userData.value.data.openId, openid);
  assert.equal(users.ming.ids[UNBOUND].unionid, undefined);
  const phone = await post('/fake/getPhoneNumber', who);
  const { phone_info } = await program.getPhoneNumber({ code: phone.code });
  assert.equal(phone_info.phoneNumber, '13800138000');

  // What WeChat refuses is refused here too, and five minutes go by.
  await assert.rejects(program.login({ code }), { errcode: 40163 });
  const late = await post('/fake/login', who);
  await post('/fake/clock', { advance: 301_000 });
  await assert.rejects(program.login({ code: late.code }), { errcode: 40029 });
  const { code: exit, stderr } = await end();
  assert.equal(exit, 0);
  assert.match(stderr, /^GET \/sns\/jscode2session 0\n(.*\n)*GET \/sns\/jscode2session 40163\n/);
  for (const text of [secret, code, phone.code]) assert.ok(!stderr.includes(text));
});

test('a user logs in by a page, in a browser', async () => {
  const { url, end } = await start();
  const { apps } = await (await fetch(`${url}/fake`)).json();
  const { secret } = apps[ACCOUNT];
  const account = new wx.OfficialAccount({ appid: ACCOUNT, secret, baseUrl: url });
  const redirect_uri = 'https://a.example/back?x="';
  const link = (changes) =>
    account
      .authorizeUrl({ redirect_uri, scope: 'snsapi_userinfo', state: 'STATE', ...changes })
      .replace('https://open.weixin.qq.com', url);
  const visit = (address) => fetch(address, { redirect: 'manual' });
  const page = await visit(link());
  assert.equal(page.headers.get('x-fake-wechat'), 'wx-unionid');
  const html = await page.text();
  const links = [...html.matchAll(/href="(.+?)"/g)].map(
    ([, address]) => url + address.replaceAll('&#38;', '&'),
  );
  assert.equal(links.length, 12);
  const [agreed, refused, denied, snapshot] = await Promise.all(links.map(visit));
  const backTo = (reply) => {
    assert.equal(reply.status, 302);
    return new URL(reply.headers.get('location'));
  };
  const code = backTo(agreed).searchParams.get('code');
  const { identity, userData } = await account.login({ code });
  assert.equal(userData.value.nickname, '小明');
  assert.ok(identity.unionid);
  assert.deepEqual([...backTo(refused).searchParams.keys()], ['x', 'state']);
  assert.equal(backTo(denied).searchParams.get('code'), 'authdeny');
  const virtual = await account.login({ code: backTo(snapshot).searchParams.get('code') });
  assert.equal(virtual.session.is_snapshotuser, 1);

  const wrong = await (await visit(link().replace('snsapi_userinfo', 'snsapi_login'))).text();
  assert.match(wrong, /scope的权限 10005.*The scopes of a officialAccount: snsapi_base/);
  const nobody = await (await visit(`${links[0].replace('=ming', '=%3Cb%3E')}`)).text();
  assert.ok(nobody.includes('There is no user &#60;b&#62;.'));
  await end();
});

test('of many users it names a few', async () => {
  const users = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`user-${at}`, {}]));
  const { end, stdout } = await start(
    '--world',
    file('many.json', JSON.stringify({ apps: {}, users })),
  );
  assert.match(stdout, / {2}user-19 {2}… \(1000\)$/m);
  assert.doesNotMatch(stdout, /user-20/);
  await end();
});

test('the world may be a file, and can change while the fake runs', async () => {
  const world = {
    apps: {
      [PROGRAM]: { type: 'miniProgram', secret: 's', openPlatform: 'ours' },
      [ACCOUNT]: { type: 'officialAccount', secret: 't' },
    },
    users: { li: {} },
    limits: { fansPerPage: 1 },
    seed: 'another',
  };
  const { url, post, end, stdout } = await start(
    '--json',
    '--world',
    file('world.json', JSON.stringify(world)),
  );
  const told = JSON.parse(stdout);
  assert.deepEqual(told, { ok: true, value: { url, apps: world.apps, users: world.users } });
  const who = { appid: PROGRAM, user: 'li' };
  const { access_token } = await post('/fake/token', { appid: ACCOUNT });
  const fans = async () =>
    (await fetch(`${url}/cgi-bin/user/get?access_token=${access_token}`)).json();
  assert.equal((await fans()).total, 0);
  await post('/fake/users', { li: { follows: [ACCOUNT] }, wang: { follows: [ACCOUNT] } });
  const { total, count } = await fans();
  assert.deepEqual([total, count], [2, 1]);
  assert.ok((await post('/fake/cloud', who)).UNIONID);
  await post('/fake/apps', { [PROGRAM]: { openPlatform: null } });
  assert.equal((await post('/fake/cloud', who)).UNIONID, undefined);
  assert.match((await post('/fake/push', who)).message.FromUserName, /^o/);
  assert.ok((await post('/fake/pay', who)).transaction_id);

  await post('/fake/fail', { endpoint: 'getFans', errcode: 45009 });
  assert.equal((await fans()).errcode, 45009);
  await post('/fake/fail', { path: '/cgi-bin/user/get', status: 502, times: 'always' });
  for (let count = 0; count < 3; count++) {
    const reply = await fetch(`${url}/cgi-bin/user/get`);
    assert.equal(reply.status, 502);
    await reply.text();
  }
  await post('/fake/fail', { endpoint: 'getBlacklist', networkError: true });
  await assert.rejects(
    fetch(`${url}/cgi-bin/tags/members/getblacklist`, { method: 'POST' }),
    TypeError,
  );
  const { requests } = await (await fetch(`${url}/fake/requests`)).json();
  assert.deepEqual(requests[0].query, { access_token: '***' });
  const { code, stderr } = await end('SIGTERM');
  assert.deepEqual([code, stderr], [0, '']);
});

test('every function of the client has its path, and fails as it fails there', async () => {
  const { post, url, end } = await start();
  const { error: nothing, paths } = await (await fetch(`${url}/fake/nothing`)).json();
  assert.equal(nothing, 'there is no GET /fake/nothing');
  const { error: posted } = await (await fetch(`${url}/fake/login`)).json();
  assert.equal(posted, 'there is no GET /fake/login: use POST');
  const fake = testing.fakeWeChat({
    apps: { a: { type: 'miniProgram', secret: 's' } },
    users: { u: {} },
  });
  const client = Object.keys(fake.wx({ appid: 'a', user: 'u' }));
  const local = /[sS]torage|^request$|^getAccountInfoSync$|^getUserCryptoManager$/;
  const known = client.filter((name) => !local.test(name));
  const served = paths
    .map((path) => path.split('/').at(-1))
    .filter((name) => client.includes(name));
  assert.deepEqual(served.sort(), known.sort());
  for (const name of known) {
    const reply = await post(`/fake/${name}`, { appid: PROGRAM, user: 'ming' });
    const isGood = name !== 'checkSession' && name !== 'getUserInfo';
    assert.equal(reply.status, 200);
    if (isGood || reply.errMsg.endsWith(':ok')) assert.equal(reply.errMsg, `${name}:ok`);
    else assert.match(reply.errMsg, /:fail /);
  }
  const denied = await post('/fake/getPhoneNumber', { appid: PROGRAM, user: 'ming', agree: false });
  assert.equal(denied.errMsg, 'getPhoneNumber:fail user deny');
  for (const [path, body, error] of [
    ['/fake/login', { appid: 'wxtypo', user: 'ming' }, /there is no app wxtypo/],
    ['/fake/login', { appid: PROGRAM, user: 'typo' }, /there is no user typo/],
    ['/fake/getPhoneNumber', { appid: PROGRAM, user: 'gang' }, /no phoneNumber/],
    ['/fake/fail', {}, /one of errcode, status and networkError/],
    ['/fake/apps', { wxtypo: {} }, /there is no app wxtypo/],
    ['/fake/apps', { [PROGRAM]: { type: 'zzz' } }, /type of app wxfa4e000000000001 must be one of/],
    ['/fake/apps', { [PROGRAM]: 'x' }, /app wxfa4e000000000001 must be an object/],
    ['/fake/users', [1], /must be an object/],
    ['/fake/users', { ming: { phone: '1' } }, /there is no phone in user ming/],
    ['/fake/users', { ming: { follows: 5 } }, /follows of user ming must be a list/],
    ['/fake/users', { ming: null }, /user ming must be an object/],
    ['/fake/apps', { [PROGRAM]: null }, /app wxfa4e000000000001 must be an object/],
    ['/fake/clock', { advance: -1 }, /milliseconds of at least 0/],
    ['/fake/clock', { advanced: 1 }, /there is no advanced: choose from advance/],
    ['/fake/page', { user: 'ming' }, /url must be a URL/],
    ['/fake/page', { user: 'ming', url: 'x' }, /url must be a URL/],
  ]) {
    const reply = await post(path, body);
    assert.equal(reply.status, 400);
    assert.match(reply.error, error);
  }
  assert.equal((await (await fetch(`${url}//`)).json()).errcode, 40066);
  for (const [body, error] of [
    ['{', 'the body is not valid JSON'],
    ...['5', 'null', '[]'].map((body) => [body, 'the body must be an object']),
  ]) {
    const reply = await post('/fake/login', null, { body });
    assert.deepEqual([reply.status, reply.error], [400, error]);
  }
  await end();
});

test('a bug of the fake is reported, and the server goes on', async (t) => {
  const { fakeServer } = await import(join(folder, 'node_modules/wx-unionid/cli/fake-server.mjs'));
  const bugs = [new Error('a bug'), 'a bug'];
  const fetchBroken = () => Promise.reject(bugs.shift());
  const server = fakeServer({ requests: [], fetch: fetchBroken }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  while (bugs.length > 0) {
    const reply = await fetch(`http://127.0.0.1:${server.address().port}/sns/auth`);
    assert.equal(reply.status, 500);
    assert.deepEqual(await reply.json(), { error: 'a bug' });
  }
});

test('no request stops the server', async () => {
  const { url, post, end } = await start();
  const link = (redirect_uri) => {
    const query = `redirect_uri=${encodeURIComponent(redirect_uri)}&response_type=code&scope=snsapi_base`;
    return `${url}/connect/oauth2/authorize?appid=${ACCOUNT}&${query}&fake_user=ming`;
  };
  const visit = (redirect_uri) => fetch(link(redirect_uri), { redirect: 'manual' });
  const chinese = await visit('https://a.example/回调');
  assert.equal(chinese.status, 302);
  assert.ok(
    chinese.headers.get('location').startsWith('https://a.example/%E5%9B%9E%E8%B0%83?code='),
  );
  for (const address of ['notaurl', 'javascript:alert(1)', 'http://[']) {
    const page = await visit(address);
    assert.equal(page.status, 200, address);
    assert.match(await page.text(), /10003/);
  }

  const { port } = new URL(url);
  const head = 'POST /fake/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{';
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  socket.end(head);
  await once(socket.resume(), 'close');
  for (const target of ['//', '//:99999999/', 'http://[', '*']) {
    const asking = connect(port, '127.0.0.1');
    asking.end(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    assert.match(await text(asking), /^HTTP\/1\.1 [245]00 /, target);
  }

  const who = { appid: PROGRAM, user: 'ming' };
  for (const option of ['success', 'fail', 'complete']) {
    assert.ok((await post('/fake/login', { ...who, [option]: 1 })).code, option);
  }
  for (const failure of [{ status: 999 }, { status: 99 }, { status: 'x' }, { status: 200.5 }]) {
    const { status, error } = await post('/fake/fail', failure);
    assert.equal(status, 400);
    assert.match(error, /status of a failure must be a whole number from 200 to 599/);
  }
  assert.match((await post('/fake/fail', { status: 204, body: 'x' })).error, /204 has no body/);
  await post('/fake/fail', { status: 204 });
  assert.equal((await fetch(`${url}/sns/auth`)).status, 204);
  assert.ok((await post('/fake/login', who)).code);
  assert.equal((await end()).code, 0);
});

test('a failure ends on request', async () => {
  const { url, post, end } = await start();
  const statusOf = async (path) => (await fetch(url + path)).status;
  const always = { status: 502, times: 'always' };
  const one = await post('/fake/fail', { ...always, path: '/one' });
  const other = await post('/fake/fail', { ...always, path: '/other' });
  assert.deepEqual([one.failure, other.failure], [1, 2]);
  assert.deepEqual([await statusOf('/one'), await statusOf('/other')], [502, 502]);
  await post('/fake/mend', { failure: one.failure });
  assert.deepEqual([await statusOf('/one'), await statusOf('/other')], [200, 502]);
  for (const failure of [0, 3, 'x', null]) {
    const { status, error } = await post('/fake/mend', { failure });
    assert.deepEqual([status, error], [400, `there is no failure ${failure}`]);
  }
  await post('/fake/mend', {});
  assert.deepEqual([await statusOf('/one'), await statusOf('/other')], [200, 200]);
  await end();
});

test('long values and long lists are cut', async () => {
  const { url, post, end } = await start();
  const long = 'x'.repeat(2000);
  await (await fetch(`${url}/${long}`)).text();
  const { status, error } = await post('/fake/login', { appid: 'a'.repeat(1024 * 1024) });
  assert.deepEqual([status, error], [413, 'the body is longer than 1 MiB']);
  for (let count = 0; count < 1001; count++) await (await fetch(`${url}/sns/auth`)).text();
  const { requests } = await (await fetch(`${url}/fake/requests`)).json();
  assert.equal(requests.length, 1000);
  assert.ok(requests.every(({ path }) => path === '/sns/auth'));
  const { stderr } = await end();
  const lines = stderr.trim().split('\n');
  assert.equal(lines.length, 1002);
  assert.ok(lines[0].length < 300 && lines[0].endsWith('… 40066'));
});

test('advancing the clock as the help shows makes a code expire', async () => {
  const { stdout, end } = await start();
  await end();
  const help = await Promise.all(
    ['zh', 'en'].map((lang) => run(['fake', '--help', '--lang', lang])),
  );
  for (const shown of [stdout, ...help.map(({ stdout }) => stdout)]) {
    const [, ms] = /"advance":(\d+)/.exec(shown) ?? assert.fail(shown);
    assert.ok(Number(ms) > testing.limits.codeSeconds * 1000, ms);
  }
});

test('the list says what is refused, to people and to programs', async () => {
  const { value } = await runJson(['fake', '--list']);
  assert.deepEqual(value, testing.behaviours);
  for (const [lang, line] of [
    ['en', 'a code can be exchanged once (40163)'],
    ['zh', '每个 code 只能换取一次 (40163)'],
  ]) {
    const { code, stdout } = await run(['fake', '--list', '--lang', lang]);
    assert.equal(code, 0);
    assert.equal(stdout.split('\n')[0], line);
    assert.equal(stdout.trim().split('\n').length, testing.behaviours.length);
    for (const { inferred } of testing.behaviours) {
      if (inferred) assert.ok(stdout.includes(inferred[lang]), inferred[lang]);
    }
  }
});

test('it listens only on this machine, unless a host is given', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.com', '127.evil.example']) {
    const { code, error } = await runJson(['fake', '--port=0', '--host', host]);
    assert.equal(code, 2);
    assert.match(error.message, /--dangerously-allow-network/);
  }
  const { url, end } = await start('--host=0.0.0.0', '--dangerously-allow-network');
  assert.equal(new URL(url).hostname, '127.0.0.1');
  const { code, stderr } = await end();
  assert.equal(code, 0);
  assert.match(stderr, /^Anybody who can reach 0\.0\.0\.0:\d+ can log in as any user/);
  const local = await start('--host', 'localhost');
  assert.match(new URL(local.url).hostname, /^(127\.0\.0\.1|\[::1\])$/);
  await local.end();
});

test('a container of cloud hosting asks through the gateway, without a token', async () => {
  const { url, post, end } = await start();
  const { users } = await (await fetch(`${url}/fake`)).json();
  const { openid, unionid } = users.ming.ids[ACCOUNT];
  const headers = await post('/fake/cloudHosting', { appid: ACCOUNT, user: 'ming' });
  const value = { ...headers, status: undefined };
  const identity = wx.resolveIdentity([{ source: 'cloudHostingHeaders', appid: ACCOUNT, value }]);
  assert.deepEqual([identity.openid, identity.unionid], [openid, unionid]);
  const baseUrl = `${url}/fake/cloudHosting/${ACCOUNT}`;
  const account = new wx.OfficialAccount({ appid: ACCOUNT, cloudHosting: true, baseUrl });
  assert.equal((await account.userInfo({ openid })).unionid, unionid);
  const token = headers['x-wx-cloudbase-access-token'];
  const asked = await fetch(`${url}/cgi-bin/user/get?cloudbase_access_token=${token}`);
  assert.equal((await asked.json()).total, 1);
  const unknown = await fetch(`${url}/fake/cloudHosting/wxtypo/cgi-bin/user/get`);
  assert.equal(unknown.status, 400);
  assert.match((await unknown.json()).error, /there is no app wxtypo/);
  await end();
});

test('a foreign web page can read and change nothing', async () => {
  const { url, end } = await start();
  const { port } = new URL(url);
  const statusOf = (path, headers, method = 'GET') => {
    return new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, method, headers }, (reply) => {
        reply.resume().on('end', () => resolve(reply.statusCode));
      });
      asking.on('error', reject).end(method === 'POST' ? '{}' : undefined);
    });
  };
  const own = `127.0.0.1:${port}`;
  const evil = `evil.example:${port}`;
  for (const host of [evil, 'evil.example', '127.0.0.1.evil.example', 'localhost.evil.example']) {
    for (const path of ['/fake', '/fake/requests', '/sns/auth', '/connect/qrconnect']) {
      assert.equal(await statusOf(path, { host }), 403, `${host}${path}`);
    }
  }
  for (const origin of [`http://${evil}`, 'https://evil.example', `https://${own}`, 'null']) {
    assert.equal(await statusOf('/fake/clock', { host: own, origin }, 'POST'), 403, origin);
    assert.equal(await statusOf('/fake', { host: own, origin }), 403, origin);
  }
  for (const site of ['cross-site', 'same-site']) {
    assert.equal(await statusOf('/fake', { host: own, 'sec-fetch-site': site }), 403, site);
  }
  const names = [own, 'localhost', `LOCALHOST:${port}`, `[::1]:${port}`, '10.0.0.5:80'];
  for (const host of [...names, 'api.weixin.qq.com']) {
    assert.equal(await statusOf('/fake', { host }), 200, host);
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    assert.equal(await statusOf('/fake/clock', headers, 'POST'), 200, host);
  }

  // A login page is gone to from anywhere, and is not read from there.
  const going = { host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  assert.equal(await statusOf('/connect/qrconnect', going), 200);
  const reading = { ...going, 'sec-fetch-mode': 'no-cors' };
  assert.equal(await statusOf('/connect/qrconnect', reading), 403);
  assert.equal(
    await statusOf('/connect/qrconnect', { host: own, origin: 'http://b.example' }),
    403,
  );
  await end();
});

test('an impossible call gets an error', async (t) => {
  const busy = createServer().listen(0, '127.0.0.1');
  t.after(() => busy.close());
  await once(busy, 'listening');
  let count = 0;
  const world = (value) => ['--world', file(`bad-${count++}.json`, JSON.stringify(value))];
  for (const [args, message] of [
    [
      ['--port', String(busy.address().port)],
      /Cannot listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\).*--port 0/,
    ],
    [['--port', '65536'], /--port must be a port number/],
    [['--port', 'x'], /--port must be a port number/],
    [['--world', '/nowhere.json'], /--world: there is no such file \(ENOENT\)/],
    [['--world', file('no.json', '{')], /^--world: the file is not valid JSON$/],
    [world([]), /^--world: the world must be an object$/],
    [world({ apps: { a: null } }), /^--world: app a must be an object$/],
    [world({ app: {} }), /--world: there is no app/],
    [world({ apps: { wxa: { type: 'typo', secret: 's' } } }), /--world: the type of app wxa must/],
    [['--file', 'x'], /has no option --file/],
    [['more'], /Too many arguments/],
  ]) {
    const { code, error } = await runJson(['fake', ...args]);
    assert.equal(code, 2);
    assert.match(error.message, message);
  }
});

test('--push-to: a back end on a port is told who follows and who revokes, until it answers', async () => {
  const opened = [];
  let status = 500;
  const backEnd = createServer(async (request, response) => {
    const receiver = request.url.split(/[/?]/)[1];
    const push = new wx.MessagePush({ ...keys, mode: 'safe', receiver });
    if (request.method === 'GET') return response.end(push.verifyUrl(request.url));
    opened.push(push.open({ query: request.url, body: await text(request) }));
    response.writeHead(status).end('success');
  });
  await once(backEnd.listen(0, '127.0.0.1'), 'listening');
  after(() => backEnd.close());
  const address = `http://127.0.0.1:${backEnd.address().port}/$APPID$`;
  const { url, post, end, stdout } = await start(`--push-to=${address}`);
  const [, token, encodingAESKey] = /safe {2}(\w+) {2}(\w{43})\n/.exec(stdout);
  const keys = { token, encodingAESKey };

  const verified = await post('/fake/verifyUrl', { appid: ACCOUNT });
  assert.deepEqual([verified.status, verified.hint], [200, undefined]);
  const who = { appid: ACCOUNT, user: 'hong' };
  assert.equal((await post('/fake/follow', who)).state, 'waiting');
  status = 200;
  await post('/fake/clock', { advance: 5000 });
  await post('/fake/revoke', { appid: PROGRAM, user: 'hong' });
  await post('/fake/repeat', {});
  await post('/fake/repeat', { push: 1, exactly: true });
  const events = opened.map(({ event: { name, openid } }) => [name, openid]);
  const { users } = await (await fetch(`${url}/fake`)).json();
  const openidIn = (appid) => users.hong.ids[appid].openid;
  const [followed, revoked] = [
    ['subscribe', openidIn(ACCOUNT)],
    ['user_authorization_revoke', openidIn(PROGRAM)],
  ];
  assert.deepEqual(events, [followed, followed, revoked, revoked, followed]);
  assert.equal(opened.at(-1).replayKey, opened[1].replayKey);
  assert.deepEqual(users.hong.follows, [ACCOUNT]);
  const { pushes } = await (await fetch(`${url}/fake/pushes`)).json();
  assert.deepEqual(
    pushes.map(({ state, tries }) => [state, tries.length]),
    [
      ['delivered', 3],
      ['delivered', 2],
    ],
  );
  const unfollowed = await post('/fake/unfollow', { ...who, user: 'gang' });
  assert.deepEqual([unfollowed.status, unfollowed.error], [400, 'the user gang does not follow']);
  await end();

  const { code, stderr } = await run(['fake', '--push-to=a.example']);
  assert.deepEqual([code, /must be an http or https URL/.test(stderr)], [2, true]);
});
