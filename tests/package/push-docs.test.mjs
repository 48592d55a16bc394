// The recipe of docs/push.md for the token of a third-party platform runs, in both languages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import Keyv from 'keyv';

import { install, load } from './installed.mjs';

const folder = install();
const { esm: wx } = await load(folder);
const { esm: testing } = await load(folder, 'testing');

const componentAppid = 'wx00000000000000d1';
const appid = 'wx00000000000000a1';
const secret = 's';
const keys = { token: 'AAAAA', encodingAESKey: 'A'.repeat(43) };

for (const name of ['docs/push.md', 'docs/push.zh-CN.md']) {
  test(`${name}: a ticket that is pushed makes the token of a platform`, async () => {
    const page = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
    const code = [...page.matchAll(/```js\n(.*?)```/gs)].find(([, it]) =>
      it.includes('keepTicket'),
    );
    const store = new Keyv();
    const wechat = testing.fakeWeChat({
      apps: {
        [componentAppid]: {
          type: 'thirdpartyPlatform',
          secret,
          authorizers: [appid],
          push: { url: 'https://a.example/wx', mode: 'safe', ...keys },
        },
        [appid]: { type: 'miniProgram', secret },
      },
      users: { ming: {} },
      push: {
        async fetch(query, { body }) {
          const opened = push.open({ query, body });
          await keepTicket(opened);
          return new Response(push.acknowledge(opened).body);
        },
      },
    });
    const now = wechat.clock.now;
    const push = new wx.MessagePush({ mode: 'safe', receiver: componentAppid, ...keys, now });
    const given = { store, componentAppid, secret, fetch: wechat.fetch };
    const run = new Function(
      ...Object.keys(given),
      `${code[1]}; return { keepTicket, getComponentToken };`,
    );
    const { keepTicket, getComponentToken } = run(...Object.values(given));

    await assert.rejects(getComponentToken(), /errcode 61006/);
    await wechat.ticket({ appid: componentAppid });
    const { tries } = await wechat.ticket({ appid: componentAppid });
    assert.equal(tries[0].hint, undefined);
    // What is no ticket changes nothing.
    await wechat.authorize({ platform: componentAppid, appid });
    const component_access_token = await getComponentToken();
    assert.equal(await getComponentToken(), component_access_token);
    assert.equal(wechat.requests.length, 2);

    const { code: js_code } = await wechat.wx({ appid, user: 'ming' }).login();
    const credentials = { appid, component_appid: componentAppid, component_access_token };
    const { url } = wx.buildRequest('thirdpartyCode2Session', credentials, { js_code });
    const session = await (await wechat.fetch(url)).json();
    assert.equal(session.openid, wechat.openid(appid, 'ming'));
  });
}
