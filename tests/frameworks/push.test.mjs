// examples/push with Express and with Hono, and a fake WeChat on a port that pushes to it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { fakeWeChat } from '../../pkg/dist/testing.js';
import { installProject } from '../package/installed.mjs';
import { serveWeChat } from '../servers/wechat.mjs';

const appid = 'wx00000000000000b1';
const secret = '0123456789abcdef0123456789abcdef';
const [token, old] = ['AAAAA', 'BBBBB'];
const encodingAESKey = 'A'.repeat(43);

const folder = installProject('examples/push');
const wechat = fakeWeChat({
  apps: { [appid]: { type: 'officialAccount', secret, openPlatform: 'ours' } },
  users: { express: {}, hono: {} },
});
const address = await serveWeChat(wechat, after);
// The files read their settings when they are loaded.
Object.assign(process.env, {
  WX_APPID: appid,
  WX_SECRET: secret,
  WX_BASE_URL: address,
  WX_TOKEN: `${token},${old}`,
  WX_ENCODING_AES_KEY: encodingAESKey,
  PORT: '0',
});
const { findUser, saveUser } = await import(join(folder, 'users.js'));

/** What is done in WeChat: what became of the push. */
async function happen(what, given) {
  const reply = await fetch(`${address}/fake/${what}`, {
    method: 'POST',
    body: JSON.stringify({ appid, ...given }),
  });
  return reply.json();
}

test('examples/push keeps to the types', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc], { cwd: folder, encoding: 'utf8' });
});

for (const framework of ['express', 'hono']) {
  test(`${framework}: follow → unionid → row, and revoke → deletion`, async (t) => {
    const logged = t.mock.method(console, 'error', () => {});
    const { server } = await import(join(folder, `${framework}.js`));
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    if (!server.listening) await once(server, 'listening');
    const url = `http://127.0.0.1:${server.address().port}/wx`;
    const settings = { url, mode: 'safe', token, encodingAESKey, format: 'xml' };
    wechat.apps[appid].push = settings;
    const user = framework;
    const openid = wechat.openid(appid, user);
    const unionid = wechat.unionid(appid, user);
    const infos = () => wechat.requests.filter(({ path }) => path === '/cgi-bin/user/info').length;
    const before = infos();

    const verified = await happen('verifyUrl');
    assert.deepEqual([verified.status, verified.hint], [200, undefined]);

    // WeChat does not answer, and then does: the push comes again, and is done once.
    wechat.fail({ endpoint: 'userInfo', errcode: 45009 });
    assert.equal((await happen('follow', { user })).state, 'waiting');
    assert.equal(await findUser(openid), undefined);
    await happen('clock', { appid: undefined, advance: 5000 });
    assert.deepEqual(await findUser(openid), { openid, unionid });
    for (const exactly of [false, true]) {
      const { tries } = await happen('repeat', { appid: undefined, exactly });
      assert.deepEqual([tries.at(-1).status, tries.at(-1).answer], [200, 'success']);
    }
    assert.equal(infos() - before, 2);

    // With the token of before, and in the other format.
    wechat.apps[appid].push = { ...settings, token: old, format: 'json' };
    const kept = { nickname: '小明', avatar: 'a', phone: '1', address: 'b' };
    await saveUser({ openid, unionid, ...kept });
    const delivered = async (what, given) => {
      const { state, tries } = await happen(what, { user, ...given });
      assert.deepEqual([state, tries[0].hint], ['delivered', undefined]);
      return findUser(openid);
    };
    const { phone, address } = kept;
    assert.deepEqual(await delivered('revoke', { revokeInfo: '205' }), {
      ...{ openid, unionid, phone, address },
    });
    assert.deepEqual(await delivered('revoke', { revokeInfo: '201' }), { openid, unionid, phone });
    await saveUser({ openid, unionid, nickname: '小明' });
    assert.deepEqual(await delivered('modifyUserInfo'), { openid, unionid, phone });
    assert.deepEqual(await delivered('revoke', { revokeInfo: '301' }), { openid, unionid });
    assert.deepEqual(await delivered('revoke', { revokeInfo: '999' }), { openid, unionid });
    assert.equal(await delivered('cancel'), undefined);
    await saveUser({ openid, unionid });
    assert.equal(await delivered('unfollow'), undefined);

    // Whoever does not know the token is told nothing.
    wechat.apps[appid].push = { ...settings, token: 'CCCCC' };
    const { tries } = await happen('cancel', { user });
    assert.deepEqual([tries[0].status, tries[0].answer], [401, '']);
    const refused = [
      await fetch(url),
      await fetch(url, { method: 'POST' }),
      await fetch(url, { method: 'POST', body: '<xml></xml>' }),
      await fetch(url, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [401, 401, 401, 401],
    );
    // What is logged is that WeChat refused, and the number that nobody knows.
    const lines = logged.mock.calls.map(({ arguments: facts }) => String(facts[0]));
    assert.equal(lines.length, 2, lines.join('\n'));
    assert.match(lines[0], /45009/);
    assert.match(lines[1], /RevokeInfo 999/);
  });
}
