// The client's side of a mini program, on one user's phone.

import { type EncryptedUserData, signRawData } from './encryption.js';
import type { Failures } from './failures.js';
import { payloads } from './payloads.js';
import { anonymousProfile, type Profile, profileOf } from './profiles.js';
import type { WeChat } from './wechat.js';
import { WxFailure, type WxFunction, wxFunction } from './wx/call.js';
import { Phone } from './wx/phone.js';
import {
  type RequestFetch,
  requestWith,
  type WxRequestOptions,
  type WxRequestTask,
} from './wx/request.js';
import { storage, type WxStorage } from './wx/storage.js';

/** The user of the phone, and the mini program. */
export interface WxOptions {
  /** A mini program. */
  appid: string;
  /** A name of `users`. */
  user: string;
  /** Sends for `wx.request`: `fetch`, or a server's handler. Without it, `wx.request` fails. */
  request?: RequestFetch | undefined;
}

/** Encrypted data. */
export interface WxEncryptedData extends EncryptedUserData {
  /** For getOpenData, if the mini program has `cloud`. */
  cloudID?: string;
}

/** A profile and its signature. */
export interface WxProfile extends WxEncryptedData {
  userInfo: Profile;
  rawData: string;
  /** Of `rawData`, under the session key. */
  signature: string;
}

/** The `detail` of a button's event. If there is no `code`, it failed. */
export interface WxPhoneNumber {
  /** `getPhoneNumber:ok`, or `getPhoneNumber:fail user deny`. */
  errMsg: string;
  errno?: number;
  /** For getPhoneNumber of the server. */
  code?: string;
  /** For `decryptPhoneNumber`. `getRealtimePhoneNumber` has none. */
  encryptedData?: string;
  iv?: string;
  /** For getOpenData, if the mini program has `cloud`. */
  cloudID?: string;
}

/** How a user reacts to a button. */
export interface WxTap {
  /** Default: agrees. */
  agree?: boolean | undefined;
}

/** The functions of `wx` that the fake has. */
export interface FakeWx extends WxStorage {
  login: WxFunction<{ timeout?: number | undefined }, { code: string }>;
  pluginLogin: WxFunction<object, { code: string }>;
  /** Checks the session of the latest login, not the key that a server stored. */
  checkSession: WxFunction<object, object>;
  getUserInfo: WxFunction<
    { withCredentials?: boolean | undefined; lang?: string | undefined },
    Partial<WxProfile> & { userInfo: Profile; rawData: string }
  >;
  getUserProfile: WxFunction<{ desc: string; lang?: string | undefined }, WxProfile>;
  getWeRunData: WxFunction<object, WxEncryptedData>;
  getShareInfo: WxFunction<{ shareTicket: string }, WxEncryptedData>;
  getGroupEnterInfo: WxFunction<object, WxEncryptedData>;
  getChatToolInfo: WxFunction<object, WxEncryptedData>;
  authPrivateMessage: WxFunction<{ shareTicket: string }, WxEncryptedData & { valid: boolean }>;
  getUserCryptoManager(): {
    getLatestUserKey: WxFunction<
      object,
      { encryptKey: string; iv: string; version: number; expireTime: number }
    >;
  };
  getAccountInfoSync(): {
    miniProgram: { appId: string; envVersion: 'release'; version: string };
  };
  request(options: WxRequestOptions): WxRequestTask;
  /** The user taps `<button open-type="getPhoneNumber">`. */
  getPhoneNumber(tap?: WxTap): Promise<WxPhoneNumber>;
  /** The user taps `<button open-type="getRealtimePhoneNumber">`. */
  getRealtimePhoneNumber(tap?: WxTap): Promise<WxPhoneNumber>;
}

/** `wx` on the phone of a user. */
export function makeWx(wechat: WeChat, failures: Failures, options: WxOptions): FakeWx {
  const phone = new Phone(wechat, failures, options);
  return {
    ...logins(phone),
    ...profiles(phone),
    ...openData(phone),
    ...crypto(phone),
    ...buttons(phone),
    getAccountInfoSync: () => ({
      miniProgram: { appId: phone.appid, envVersion: 'release', version: '1.0.0' },
    }),
    request: requestWith(options.request),
    ...storage(),
  };
}

function logins(phone: Phone): Pick<FakeWx, 'login' | 'pluginLogin' | 'checkSession'> {
  const { codes, sessions } = phone.wechat;
  const { appid, user, openid } = phone;
  return {
    login: phone.failable('login', () => {
      const sessionKey = sessions.login(openid);
      return { code: codes.give('login', { appid, user, openid, sessionKey }) };
    }),
    pluginLogin: phone.failable('pluginLogin', () => {
      return { code: codes.give('plugin', { appid, user, openid }) };
    }),
    checkSession: phone.failable('checkSession', () => {
      if (sessions.key(openid) === undefined) throw new WxFailure('session time out, need relogin');
      return {};
    }),
  };
}

function profiles(phone: Phone): Pick<FakeWx, 'getUserInfo' | 'getUserProfile'> {
  const { world, sessions, setting } = phone.wechat;
  const { appid, user, openid } = phone;
  const profile = (name: 'getUserInfo' | 'getUserProfile') =>
    profileOf(world.userOf(user), name, setting.clock.now());

  function proven(userInfo: Profile, payload: object): WxProfile {
    const rawData = JSON.stringify(userInfo);
    const key = sessions.use(openid);
    const signature = signRawData(rawData, key);
    return { userInfo, rawData, signature, ...phone.encrypt(payload, key) };
  }

  return {
    getUserInfo: phone.failable('getUserInfo', ({ withCredentials = true }) => {
      const userInfo = profile('getUserInfo');
      if (!withCredentials) return { userInfo, rawData: JSON.stringify(userInfo) };
      if (sessions.key(openid) === undefined) throw new WxFailure('no session: call wx.login');
      const unionId = world.unionid(appid, user);
      const ids = unionId === undefined ? { openId: openid } : { openId: openid, unionId };
      return proven(userInfo, payloads.userInfo({ ...phone.origin(), ...ids, ...userInfo }));
    }),
    getUserProfile: phone.failable('getUserProfile', () => {
      const userInfo = profile('getUserProfile');
      const payload = payloads.userProfile({ ...phone.origin(), ...userInfo });
      if (userInfo !== anonymousProfile) return proven(userInfo, payload);
      // It is the last field of either.
      return proven({ ...userInfo, is_demote: true }, { ...payload, is_demote: true });
    }),
  };
}

function openData(
  phone: Phone,
): Pick<
  FakeWx,
  'getWeRunData' | 'getShareInfo' | 'getGroupEnterInfo' | 'getChatToolInfo' | 'authPrivateMessage'
> {
  const origin = () => phone.origin();
  return {
    getWeRunData: phone.encrypted('getWeRunData', () => payloads.weRun(origin())),
    getShareInfo: phone.encrypted('getShareInfo', () => payloads.shareInfo(origin())),
    getGroupEnterInfo: phone.encrypted('getGroupEnterInfo', () =>
      payloads.groupEnterInfo(origin()),
    ),
    getChatToolInfo: phone.encrypted('getChatToolInfo', () => {
      const { watermark: _, ...info } = payloads.groupEnterInfo(origin());
      return info;
    }),
    authPrivateMessage: phone.failable('authPrivateMessage', () => {
      return { valid: true, ...phone.encrypt(payloads.privateMessage(origin())) };
    }),
  };
}

function crypto(phone: Phone): Pick<FakeWx, 'getUserCryptoManager'> {
  const { encryptKeys, setting } = phone.wechat;
  return {
    getUserCryptoManager: () => ({
      getLatestUserKey: wxFunction('getLatestUserKey', () => {
        const newest = encryptKeys.newest(phone.openid);
        const { encrypt_key: encryptKey, iv, version, expire_in } = newest;
        return { encryptKey, iv, version, expireTime: setting.clock.seconds() + expire_in };
      }),
    }),
  };
}

function buttons(phone: Phone): Pick<FakeWx, 'getPhoneNumber' | 'getRealtimePhoneNumber'> {
  const { wechat, appid, user, openid } = phone;
  const { codes, sessions, encryptedData } = wechat;

  function tapped(name: 'getPhoneNumber' | 'getRealtimePhoneNumber', run: () => object) {
    return async ({ agree = true }: WxTap = {}): Promise<WxPhoneNumber> => {
      const call = phone.failable<object, object>(name, () => {
        if (!agree) throw new WxFailure('user deny');
        return run();
      });
      return call().catch((failed: WxPhoneNumber | Error) => {
        if (failed instanceof Error) throw failed;
        return failed;
      });
    };
  }

  return {
    getPhoneNumber: tapped('getPhoneNumber', () => {
      const data = wechat.phoneNumber(appid, user);
      const key = sessions.use(openid);
      const code = codes.give('phone', { appid, user, openid });
      const encrypted = encryptedData.encryptPhoneNumber(appid, data, key);
      return { code, ...phone.withCloudId(data, encrypted) };
    }),
    getRealtimePhoneNumber: tapped('getRealtimePhoneNumber', () => {
      wechat.phoneNumber(appid, user);
      return { code: codes.give('phone', { appid, user, openid }) };
    }),
  };
}
