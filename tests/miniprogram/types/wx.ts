// Compiled with WeChat's own typings. Every `@ts-expect-error` is a call that must not compile.

import { createLogin, type LoginError, type LoginErrorCode, type Wx } from 'wx-unionid/miniprogram';

const real: Wx = wx;

interface Call {
  path: string;
  data?: object;
}

const login = createLogin({
  exchange: async (code: string, before: string | undefined) => ({ token: code + before }),
  send: async (call: Call, token: string) => ({ statusCode: 200, data: [call.path, token] }),
  wx: real,
});

login.request({ path: '/me' }).then(({ data }) => data.join());
login.ready().then((number) => number.toFixed());
login.token().then((token) => token.trim());
// @ts-expect-error: no request of ours
login.request('/me');

declare const event: WechatMiniprogram.ButtonGetPhoneNumber;
const toCall = (data: { encryptedData: string; iv: string }) => ({ path: '/user-data', data });
login.sendEncrypted(event, toCall);
login.sendEncrypted(event, ({ code, ...data }) => ({ path: code.trim(), data }));
login.sendEncrypted(() => wx.getWeRunData(), toCall);
login.sendEncrypted(
  () => wx.getUserInfo({}),
  ({ rawData, iv }) => ({ path: rawData + iv }),
);
// @ts-expect-error: data, which says nothing of when it was asked for
login.sendEncrypted({ encryptedData: '', iv: '' }, toCall);
// @ts-expect-error: an answer without encrypted data
login.sendEncrypted(() => wx.getSystemInfo(), toCall);

// @ts-expect-error: an answer without a status
createLogin({ exchange: async () => ({ token: '' }), send: async () => ({ data: '' }) });
// @ts-expect-error: no login state
createLogin({ exchange: async () => ({ openid: '' }), send: async () => ({ statusCode: 200 }) });

declare const error: LoginError;
const code: LoginErrorCode = error.code;
// @ts-expect-error: no code that there is
const other: LoginErrorCode = 'ERR_OTHER';
wx.showToast({ title: error.publicMessage.zh + code + other });
