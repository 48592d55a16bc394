// What TypeScript knows of `wx-unionid/testing`. Where there is no `fetch`, it knows its shape.

import { MiniProgram, type UserInfo } from 'wx-unionid';
import { behaviours, encryptUserData, fakeWeChat, limits, payloads } from 'wx-unionid/testing';

const wechat = fakeWeChat({
  apps: {
    wxprogram: { type: 'miniProgram', secret: 's', openPlatform: 'ours' },
    wxaccount: { type: 'officialAccount', secret: 's', domain: 'a.example' },
    wxplatform: { type: 'thirdpartyPlatform', secret: 's', authorizers: ['wxprogram'] },
  },
  users: { ming: { phoneNumber: '13800138000', follows: ['wxaccount'] } },
  now: 0,
  limits: { codeSeconds: 1 },
});
export const program = new MiniProgram({ appid: 'wxprogram', secret: 's', fetch: wechat.fetch });

export async function login(): Promise<string> {
  const wx = wechat.wx({ appid: 'wxprogram', user: 'ming' });
  const { code, errMsg }: { code: string; errMsg: string } = await wx.login();
  wx.login({ success: (result) => result.code.trim() });
  // @ts-expect-error: with a callback there is no promise
  wx.login({ success: () => {} }).then();
  const { data } = await wx.getStorage({ key: 'k' });
  const detail = await wx.getPhoneNumber({ agree: false });
  const phoneCode: string | undefined = detail.code;
  // @ts-expect-error: it may have failed
  phoneCode.trim();
  // @ts-expect-error: it is no promise
  wx.request({ url: 'https://a.example/' }).then();
  // @ts-expect-error: there is a key
  wx.getStorage({ name: 'k' });
  return `${code}${errMsg}${data}`;
}

export function back(): string {
  const outcome = wechat
    .page({ user: 'ming' })
    .open('https://open.weixin.qq.com/', { agree: true });
  const { errcode, url } = outcome;
  if (url === undefined) return `${errcode}${outcome.errmsg.trim()}`;
  return url.trim();
}

const data: UserInfo = payloads.userInfo({ appid: 'wxprogram', openId: 'o' });
const sealed: string = encryptUserData({ sessionKey: '', data }).encryptedData;
const second: number = limits.codeSeconds + behaviours.length;
const unionid: string | undefined = wechat.unionid('wxprogram', 'ming');
const stop: () => void = wechat.fail({ endpoint: 'code2Session', errcode: -1 });
wechat.fail({ path: '/wxa/x', status: 502, times: 2 });
wechat.fail({ wx: 'login', reason: 'timeout' });
wechat.apps.wxprogram = { type: 'miniProgram', secret: 's' };

// @ts-expect-error: there is no such endpoint
wechat.fail({ endpoint: 'code2session', errcode: -1 });
// @ts-expect-error: what fails?
wechat.fail({ endpoint: 'code2Session' });
// @ts-expect-error: there is no such type
wechat.apps.wxprogram = { type: 'miniprogram', secret: 's' };
// @ts-expect-error: a mini program has no authorizers
wechat.apps.wxprogram = { type: 'miniProgram', secret: 's', authorizers: [] };
// @ts-expect-error: the openId is missing
payloads.userInfo({ appid: 'wxprogram' });
// @ts-expect-error: it never holds one
payloads.userProfile({ appid: 'wxprogram', openId: 'o' });
// @ts-expect-error: they are WeChat's
limits.codeSeconds = 1;

export const all = [sealed, second, unionid, stop];
