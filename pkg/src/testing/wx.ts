// The client's side of a mini program, on one user's phone.

import { type EncryptedUserData, signRawData } from './encryption.js';
import type { ClientApi, Failures } from './failures.js';
import { payloads } from './payloads.js';
import { anonymousProfile, type Profile, profileOf } from './profiles.js';
import type { WeChat } from './wechat.js';
import { WxFailure, type WxFunction, wxFunction } from './wx/call.js';
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
  const { appid, user } = options;
  const { world, codes, sessions, encryptKeys, encryptedData } = wechat;
  const { clock } = wechat.setting;
  const app = world.appOf(appid);
  if (app.type !== 'miniProgram') throw new TypeError(`${appid} is not a mini program`);
  const { cloud } = app;
  world.userOf(user);
  const openid = world.openid(appid, user);
  const origin = () => ({ appid, now: clock.now() });

  /** With what a test lets go wrong. */
  function failable<Options extends object, Result extends object>(
    name: ClientApi,
    run: (options: Partial<Options>) => Result,
  ): WxFunction<Options, Result> {
    return wxFunction<Options, Result>(name, (given) => {
      const failure = failures.ofClient(name);
      if (failure) throw new WxFailure(failure.reason ?? 'system error', failure.errno);
      return run(given);
    });
  }

  /** What was encrypted; where 云开发 is on, with what stands for it. */
  function withCloudId(data: object | string, encrypted: EncryptedUserData): WxEncryptedData {
    if (!cloud) return encrypted;
    return { ...encrypted, cloudID: wechat.cloudIds.give({ appid, openid, data }) };
  }

  const encrypt = (data: object | string, key = sessions.use(openid)) =>
    withCloudId(data, encryptedData.encrypt(data, key));

  const encrypted = <Options extends object>(name: ClientApi, payload: () => object) =>
    failable<Options, WxEncryptedData>(name, () => encrypt(payload()));

  function proven(userInfo: Profile, payload: object): WxProfile {
    const rawData = JSON.stringify(userInfo);
    const key = sessions.use(openid);
    const signature = signRawData(rawData, key);
    return { userInfo, rawData, signature, ...encrypt(payload, key) };
  }

  function tapped(name: 'getPhoneNumber' | 'getRealtimePhoneNumber', run: () => object) {
    return async ({ agree = true }: WxTap = {}): Promise<WxPhoneNumber> => {
      const call = failable<object, object>(name, () => {
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
    login: failable('login', () => {
      const sessionKey = sessions.login(openid);
      return { code: codes.give('login', { appid, user, openid, sessionKey }) };
    }),
    pluginLogin: failable('pluginLogin', () => {
      return { code: codes.give('plugin', { appid, user, openid }) };
    }),
    checkSession: failable('checkSession', () => {
      if (sessions.key(openid) === undefined) throw new WxFailure('session time out, need relogin');
      return {};
    }),
    getUserInfo: failable('getUserInfo', ({ withCredentials = true }) => {
      const userInfo = profileOf(world.userOf(user), 'getUserInfo', clock.now());
      if (!withCredentials) return { userInfo, rawData: JSON.stringify(userInfo) };
      if (sessions.key(openid) === undefined) throw new WxFailure('no session: call wx.login');
      const unionId = world.unionid(appid, user);
      const ids = unionId === undefined ? { openId: openid } : { openId: openid, unionId };
      return proven(userInfo, payloads.userInfo({ ...origin(), ...ids, ...userInfo }));
    }),
    getUserProfile: failable('getUserProfile', () => {
      const userInfo = profileOf(world.userOf(user), 'getUserProfile', clock.now());
      const payload = payloads.userProfile({ ...origin(), ...userInfo });
      if (userInfo !== anonymousProfile) return proven(userInfo, payload);
      // It is the last field of either.
      return proven({ ...userInfo, is_demote: true }, { ...payload, is_demote: true });
    }),
    getWeRunData: encrypted('getWeRunData', () => payloads.weRun(origin())),
    getShareInfo: encrypted('getShareInfo', () => payloads.shareInfo(origin())),
    getGroupEnterInfo: encrypted('getGroupEnterInfo', () => payloads.groupEnterInfo(origin())),
    getChatToolInfo: encrypted('getChatToolInfo', () => {
      const { watermark: _, ...info } = payloads.groupEnterInfo(origin());
      return info;
    }),
    authPrivateMessage: failable('authPrivateMessage', () => {
      return { valid: true, ...encrypt(payloads.privateMessage(origin())) };
    }),
    getUserCryptoManager: () => ({
      getLatestUserKey: wxFunction('getLatestUserKey', () => {
        const { encrypt_key: encryptKey, iv, version, expire_in } = encryptKeys.newest(openid);
        return { encryptKey, iv, version, expireTime: clock.seconds() + expire_in };
      }),
    }),
    getAccountInfoSync: () => ({
      miniProgram: { appId: appid, envVersion: 'release', version: '1.0.0' },
    }),
    request: requestWith(options.request),
    getPhoneNumber: tapped('getPhoneNumber', () => {
      const data = wechat.phoneNumber(appid, user);
      const key = sessions.use(openid);
      const code = codes.give('phone', { appid, user, openid });
      return { code, ...withCloudId(data, encryptedData.encryptPhoneNumber(appid, data, key)) };
    }),
    getRealtimePhoneNumber: tapped('getRealtimePhoneNumber', () => {
      wechat.phoneNumber(appid, user);
      return { code: codes.give('phone', { appid, user, openid }) };
    }),
    ...storage(),
  };
}
