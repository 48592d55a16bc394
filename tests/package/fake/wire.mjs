// What WeChat's servers write, whatever they are asked.

import assert from 'node:assert/strict';

import { ACCOUNT, behaviour, MINUTE, PROGRAM, SECRET, setUp } from './world.mjs';

/** A code of a user who came by a page. */
async function codeOf(wechat) {
  const link = `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${ACCOUNT}&redirect_uri=https%3A%2F%2Fa.example&response_type=code&scope=snsapi_base#wechat_redirect`;
  const { url } = wechat.page({ user: 'ming' }).open(link);
  return { code: new URL(url).searchParams.get('code') };
}

const HOST = 'https://api.weixin.qq.com';
const session = (js_code) =>
  `/sns/jscode2session?appid=${PROGRAM}&secret=${SECRET}&js_code=${js_code}&grant_type=authorization_code`;

behaviour('anErrorHasTheStatus200', async () => {
  const { wechat } = setUp();
  const refusal = async (path) => {
    const reply = await wechat.fetch(HOST + path);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get('x-fake-wechat'), 'wx-unionid');
    return (await reply.json()).errmsg;
  };
  const path = session('unknown');
  const [first, second] = [await refusal(path), await refusal(path)];
  assert.match(first, /^invalid code, rid: 695dbe20-[0-9a-f]{8}-[0-9a-f]{8}$/);
  assert.notEqual(second, first);
  const rid = '[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$';
  for (const path of ['/cgi-bin/user/get', '/wxa/checksession']) {
    assert.match(await refusal(path), new RegExp(`^access_token missing rid: ${rid}`));
  }
  const stale = '^invalid credential, access_token is invalid or not latest';
  const recommended = ', could get access_token by getStableAccessToken, more details at http.+';
  assert.match(
    await refusal('/cgi-bin/user/get?access_token=t'),
    new RegExp(`${stale}${recommended} rid: ${rid}`),
  );
  assert.match(await refusal('/sns/auth?access_token=t'), new RegExp(`${stale}, rid: ${rid}`));
});

behaviour('jsonIsCalledText', async () => {
  const { wechat } = setUp();
  const type = async (path, init) =>
    (await wechat.fetch(HOST + path, init)).headers.get('content-type').split(';')[0];
  const post = { method: 'POST', body: '{}' };
  const token = `?access_token=${wechat.token(PROGRAM)}`;
  assert.equal(await type(session('c')), 'text/plain');
  assert.equal(await type('/sns/auth'), 'text/plain');
  assert.equal(await type('/sns/oauth2/access_token'), 'application/json');
  const { code } = await codeOf(wechat);
  const oauth = `/sns/oauth2/access_token?appid=${ACCOUNT}&secret=${SECRET}&code=${code}&grant_type=authorization_code`;
  assert.equal((await wechat.fetch(HOST + oauth)).headers.get('content-type'), 'text/plain');
  assert.equal(await type('/cgi-bin/stable_token', post), 'text/plain');
  assert.equal(await type(`/wxa/business/getuserphonenumber${token}`, post), 'text/plain');
  assert.equal(await type('/cgi-bin/token'), 'application/json');
  assert.equal(await type('/cgi-bin/user/get'), 'application/json');
});

behaviour('aSlashIsEscaped', async () => {
  const { wechat } = setUp({ limits: { sessionKeyPeriodSeconds: 0 } });
  const wx = wechat.wx({ appid: PROGRAM, user: 'ming' });
  let raw = '';
  while (!raw.includes('/')) {
    raw = await (await wechat.fetch(HOST + session((await wx.login()).code))).text();
    wechat.clock.advance(MINUTE);
  }
  assert.match(raw, /^[^/]*\\\//);
  assert.doesNotMatch(raw, /[^\\]\//);
  assert.match(JSON.parse(raw).session_key, /\//);
});

behaviour('aPathMayBeUnknown', async (refused) => {
  const { wechat, ask } = setUp();
  refused(40066, await ask('/cgi-bin/nothing'));
  refused(43002, await ask('/cgi-bin/stable_token'));
  refused(43001, await ask('/cgi-bin/token', {}, '{}'));
  const reply = await wechat.fetch('http://api.weixin.qq.com/sns/auth');
  refused(43003, await reply.json());
  // Another host is a server of the test's own.
  const local = await wechat.fetch('http://127.0.0.1/sns/auth');
  assert.equal((await local.json()).errcode, 41001);
});

behaviour('aCodeMayBePosted', async () => {
  const { wechat, ask } = setUp();
  const form = (fields) => new URLSearchParams(fields).toString();
  const grant = { grant_type: 'authorization_code' };
  const app = { appid: ACCOUNT, secret: SECRET };
  const path = '/sns/oauth2/access_token';
  const whole = await ask(path, {}, form({ ...app, ...grant, ...(await codeOf(wechat)) }));
  assert.equal(whole.openid, wechat.openid(ACCOUNT, 'ming'));
  const split = await ask(path, app, form({ ...grant, ...(await codeOf(wechat)) }));
  assert.equal(split.openid, whole.openid);
  // It reads no JSON, and its neighbours no POST.
  assert.equal((await ask(path, {}, app)).errcode, 41002);
  for (const other of ['/sns/jscode2session', '/sns/userinfo', '/sns/oauth2/refresh_token']) {
    assert.equal((await ask(other, {}, form(app))).errcode, 43001);
  }
});

behaviour('aBodyIsJson', async (refused) => {
  const { ask, askAs } = setUp();
  refused(44002, await ask('/cgi-bin/stable_token', {}, ''));
  for (const body of ['{', '[]', 'null', '5', 'appid=wx']) {
    refused(47001, await askAs(ACCOUNT, '/cgi-bin/user/info/batchget', {}, body));
    refused(1022, await askAs(PROGRAM, '/wxa/getpluginopenpid', {}, body));
  }
});
