// Where there is a `fetch`, the fake's has its type.

import { fakeWeChat } from 'wx-unionid/testing';

const wechat = fakeWeChat({ apps: {} });
globalThis.fetch = wechat.fetch;

const reply: Promise<Response> = wechat.fetch(new Request('https://api.weixin.qq.com/'));
wechat.fetch(new URL('https://api.weixin.qq.com/'), { method: 'POST', body: new Blob([]) });
wechat.wx({ appid: 'wx', user: 'ming', request: fetch });

export { reply };
