// Codes: each good once, for a while, for one thing.

import assert from 'node:assert/strict';

import {
  ACCOUNT,
  behaviour,
  MINUTE,
  OTHER_PROGRAM,
  PROGRAM,
  SECOND,
  SECRET,
  setUp,
  WEBSITE,
} from './world.mjs';

const PHONE = '/wxa/business/getuserphonenumber';
const PLUGIN = '/wxa/getpluginopenpid';
const redirect = encodeURIComponent('https://a.example/back');
const open = (kind, appid, scope) =>
  `https://open.weixin.qq.com/connect/${kind}?appid=${appid}&redirect_uri=${redirect}&response_type=code&scope=${scope}&state=s#wechat_redirect`;

/** A code of each purpose, and how it is exchanged by an app. */
async function purposes({ wechat, ask, askAs, exchange }, user = 'ming') {
  const wx = wechat.wx({ appid: PROGRAM, user });
  const web = (appid, code) =>
    ask('/sns/oauth2/access_token', {
      appid,
      secret: SECRET,
      code,
      grant_type: 'authorization_code',
    });
  const page = wechat.page({ user }).open(open('oauth2/authorize', ACCOUNT, 'snsapi_base'));
  return {
    login: { code: (await wx.login()).code, appid: PROGRAM, exchange },
    phone: {
      code: (await wx.getPhoneNumber()).code,
      appid: PROGRAM,
      exchange: (appid, code) => askAs(appid, PHONE, {}, { code }),
    },
    plugin: {
      code: (await wx.pluginLogin()).code,
      appid: PROGRAM,
      exchange: (appid, code) => askAs(appid, PLUGIN, {}, { code }),
    },
    web: { code: new URL(page.url).searchParams.get('code'), appid: ACCOUNT, exchange: web },
  };
}

behaviour('aCodeIsGoodOnce', async (refused) => {
  for (const { code, appid, exchange } of Object.values(await purposes(setUp()))) {
    assert.equal((await exchange(appid, code)).errcode ?? 0, 0);
    refused(40163, await exchange(appid, code));
  }
});

behaviour('aCodeIsGoodForFiveMinutes', async (refused) => {
  for (const purpose of ['login', 'phone', 'plugin', 'web']) {
    const at = setUp();
    const { code, appid, exchange } = (await purposes(at))[purpose];
    at.wechat.clock.advance(5 * MINUTE);
    assert.equal((await exchange(appid, code)).errcode ?? 0, 0);
    const late = (await purposes(at))[purpose];
    at.wechat.clock.advance(5 * MINUTE + SECOND);
    refused(40029, await exchange(appid, late.code));
    // One that was used is not known as such any more.
    refused(40029, await exchange(appid, code));
  }
});

behaviour('aWebsitesCodeIsGoodForTenMinutes', async (refused) => {
  const at = setUp();
  const { exchange } = (await purposes(at)).web;
  const visit = () =>
    at.wechat.page({ user: 'ming' }).open(open('qrconnect', WEBSITE, 'snsapi_login'));
  const [inTime, late] = [visit(), visit()].map(({ url }) => new URL(url).searchParams.get('code'));
  at.wechat.clock.advance(10 * MINUTE);
  assert.ok((await exchange(WEBSITE, inTime)).openid);
  at.wechat.clock.advance(SECOND);
  refused(40029, await exchange(WEBSITE, late));
});

behaviour('aCodeIsForOneApp', async (refused) => {
  const { login, web } = await purposes(setUp());
  refused(40029, await login.exchange(OTHER_PROGRAM, login.code));
  refused(40029, await web.exchange(WEBSITE, web.code));
  // Asking in the wrong place spends nothing.
  assert.ok((await login.exchange(PROGRAM, login.code)).session_key);
});

behaviour('aPhoneCodeIsForOneApp', async (refused) => {
  const { phone } = await purposes(setUp());
  refused(40013, await phone.exchange(OTHER_PROGRAM, phone.code));
  assert.equal((await phone.exchange(PROGRAM, phone.code)).errcode, 0);
});

behaviour('aPluginCodeIsForOneApp', async (refused) => {
  const { plugin } = await purposes(setUp());
  refused(1005, await plugin.exchange(OTHER_PROGRAM, plugin.code));
  const { openpid } = await plugin.exchange(PROGRAM, plugin.code);
  assert.match(openpid, /^G[\w-]{27}$/);
});

behaviour('aCodeIsForOnePurpose', async (refused) => {
  const all = await purposes(setUp());
  for (const [purpose, { exchange, appid }] of Object.entries(all)) {
    for (const [other, { code }] of Object.entries(all)) {
      if (other !== purpose) refused(40029, await exchange(appid, code));
    }
  }
  for (const { code, appid, exchange } of Object.values(all)) {
    assert.equal((await exchange(appid, code)).errcode ?? 0, 0);
  }
});

behaviour('aPhoneCodeMayBeHeldToItsUser', async (refused) => {
  const at = setUp();
  const { code } = (await purposes(at)).phone;
  const ask = (openid) => at.askAs(PROGRAM, PHONE, {}, { code, openid });
  refused(40003, await ask(at.wechat.openid(PROGRAM, 'hong')));
  assert.equal((await ask(at.wechat.openid(PROGRAM, 'ming'))).errcode, 0);
});

behaviour('aRefusalBeforeTheCodeLeavesItGood', async (refused) => {
  const at = setUp();
  const { login, phone } = await purposes(at);
  const { code: js_code } = login;
  const wrong = { appid: PROGRAM, secret: 'wrong', js_code, grant_type: 'authorization_code' };
  refused(40125, await at.ask('/sns/jscode2session', wrong));
  assert.ok((await login.exchange(PROGRAM, js_code)).openid);
  refused(40001, await at.ask(PHONE, { access_token: 'wrong' }, { code: phone.code }));
  assert.equal((await phone.exchange(PROGRAM, phone.code)).errcode, 0);
});

behaviour('aUserLogsInAHundredTimesAMinute', async (refused) => {
  const { wechat, exchange, login } = setUp();
  for (let count = 0; count < 100; count++) assert.ok((await login(PROGRAM, 'ming')).openid);
  const { code } = await wechat.wx({ appid: PROGRAM, user: 'ming' }).login();
  refused(45011, await exchange(PROGRAM, code));
  assert.ok((await login(PROGRAM, 'hong')).openid);
  wechat.clock.advance(MINUTE);
  assert.ok((await exchange(PROGRAM, code)).openid);
});
