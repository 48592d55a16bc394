// How `wx` is called.

import assert from 'node:assert/strict';

import { behaviour, PROGRAM, setUp } from './world.mjs';

const wxOf = (options) => setUp().wechat.wx({ appid: PROGRAM, user: 'ming', ...options });

/** What a function of `wx` calls, in its order. */
function called(call, options = {}) {
  return new Promise((resolve) => {
    const calls = [];
    const note = (name) => (value) => {
      calls.push([name, value]);
      if (name === 'complete') resolve(calls);
    };
    const callbacks = { success: note('success'), fail: note('fail'), complete: note('complete') };
    const returned = call({ ...options, ...callbacks });
    // Nothing is called before it has returned.
    calls.push(['returned', returned]);
  });
}

behaviour('aCallAnswersOneWay', async () => {
  const wx = wxOf();
  const failed = { errMsg: 'getStorage:fail data not found' };
  assert.deepEqual(await called(wx.getStorage, { key: 'k' }), [
    ['returned', undefined],
    ['fail', failed],
    ['complete', failed],
  ]);
  const error = await wx.getStorage({ key: 'k' }).catch((error) => error);
  assert.deepEqual(error, failed);
  assert.equal(error instanceof Error, false);
  const [returned, success, complete] = await called(wx.login);
  assert.deepEqual(returned, ['returned', undefined]);
  assert.deepEqual([success[0], complete], ['success', ['complete', success[1]]]);
  assert.deepEqual(Object.keys(success[1]), ['code', 'errMsg']);
  assert.equal((await wx.login()).errMsg, 'login:ok');
});

behaviour('requestIsNoPromise', async () => {
  const sent = [];
  const server = async (url, init) => {
    sent.push([url, init.method, init.headers['content-type'], init.body]);
    if (url.endsWith('/cut')) throw new Error('the network is gone');
    const headers = { 'x-from': 'server', 'set-cookie': 'a=1' };
    return new Response(url.endsWith('/text') ? 'text' : '{"ok":true}', { status: 401, headers });
  };
  const wx = wxOf({ request: server });
  const request = async (options) => (await called(wx.request, options))[1];
  const [outcome, { data, statusCode, header, cookies, errMsg }] = await request({
    url: 'https://a.example/login',
    method: 'POST',
    data: { code: 'c' },
  });
  assert.deepEqual([outcome, statusCode, data], ['success', 401, { ok: true }]);
  assert.deepEqual([header['x-from'], cookies, errMsg], ['server', ['a=1'], 'request:ok']);
  assert.equal((await request({ url: 'https://a.example/text' }))[1].data, 'text');
  await request({ url: 'https://a.example/?a=1', data: { b: '& ' } });
  const form = 'application/x-www-form-urlencoded';
  const header2 = { 'Content-Type': form };
  await request({ url: 'https://a.example/f', method: 'POST', data: { b: 1 }, header: header2 });
  const cut = await request({ url: 'https://a.example/cut' });
  assert.deepEqual(cut, ['fail', { errMsg: 'request:fail network error' }]);
  const json = 'application/json';
  assert.deepEqual(sent, [
    ['https://a.example/login', 'POST', json, '{"code":"c"}'],
    ['https://a.example/text', 'GET', json, undefined],
    ['https://a.example/?a=1&b=%26%20', 'GET', json, undefined],
    ['https://a.example/f', 'POST', form, 'b=1'],
    ['https://a.example/cut', 'GET', json, undefined],
  ]);

  const task = wx.request({ url: 'https://a.example/' });
  assert.equal(task.then, undefined);
  const signals = [];
  const patient = wxOf({
    request(_, { signal }) {
      signals.push(signal);
      return new Promise(() => {});
    },
  });
  const aborted = (when) =>
    new Promise((fail) => when(patient.request({ url: 'https://a.example/', fail })));
  const atOnce = await aborted((task) => task.abort());
  const later = await aborted((task) => setImmediate(() => task.abort()));
  assert.deepEqual([atOnce, later], Array(2).fill({ errMsg: 'request:fail abort' }));
  assert.ok(signals.every(({ aborted }) => aborted));
});

behaviour('aMiniProgramDoesNotAskWeChat', async (refused) => {
  const wx = wxOf({ request: () => assert.fail('it was sent') });
  const [[, failed]] = (
    await called(wx.request, { url: 'https://api.weixin.qq.com/sns/auth' })
  ).slice(1);
  assert.deepEqual(failed, { errMsg: 'request:fail url not in domain list', errno: 600002 });
  refused(600002, { errcode: failed.errno });
  const offline = await called(wxOf().request, { url: 'https://a.example/' });
  assert.equal(offline[1][1].errno, 600002);
});

behaviour('storageKeepsCopies', async () => {
  const wx = wxOf();
  const data = { list: [1] };
  wx.setStorageSync('k', data);
  data.list.push(2);
  wx.getStorageSync('k').list.push(3);
  assert.deepEqual(wx.getStorageSync('k'), { list: [1] });
  assert.deepEqual((await wx.getStorage({ key: 'k' })).data, { list: [1] });
  await wx.removeStorage({ key: 'k' });
  assert.equal(wx.getStorageSync('k'), '');
  await assert.rejects(wx.getStorage({ key: 'k' }), { errMsg: 'getStorage:fail data not found' });
  await wx.setStorage({ key: 'a', data: 'x' });
  wx.setStorageSync('b', 0);
  assert.deepEqual([wx.getStorageSync('a'), wx.getStorageSync('b')], ['x', 0]);
  wx.removeStorageSync('a');
  assert.equal(wx.getStorageSync('a'), '');
  wx.clearStorageSync();
  assert.equal(wx.getStorageSync('b'), '');
  wx.setStorageSync('c', 1);
  await wx.clearStorage();
  assert.equal(wx.getStorageSync('c'), '');
  // Each phone has its own.
  const { wechat } = setUp();
  wechat.wx({ appid: PROGRAM, user: 'ming' }).setStorageSync('k', 1);
  assert.equal(wechat.wx({ appid: PROGRAM, user: 'hong' }).getStorageSync('k'), '');
});
