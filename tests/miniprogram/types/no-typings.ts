// Compiled with the language alone: who writes no mini program needs none of WeChat's typings.

import { createLogin, type Wx } from 'wx-unionid/miniprogram';

declare const mine: Wx;
createLogin({
  exchange: async () => ({ token: 'token', expiresInSeconds: 60 }),
  send: async () => ({ statusCode: 200 }),
  wx: mine,
  now: () => 0,
});
