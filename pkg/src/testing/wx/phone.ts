import type { EncryptedUserData } from '../encryption.js';
import type { ClientApi, Failures } from '../failures.js';
import type { WeChat } from '../wechat.js';
import type { WxEncryptedData } from '../wx.js';
import { WxFailure, type WxFunction, wxFunction } from './call.js';

/** A mini program on the phone of a user: what all functions of `wx` go by. */
export class Phone {
  readonly wechat: WeChat;
  readonly appid: string;
  readonly user: string;
  readonly openid: string;
  readonly #hasCloud: boolean;
  readonly #failures: Failures;

  constructor(
    wechat: WeChat,
    failures: Failures,
    { appid, user }: { appid: string; user: string },
  ) {
    const app = wechat.world.appOf(appid);
    if (app.type !== 'miniProgram') throw new TypeError(`${appid} is not a mini program`);
    wechat.world.userOf(user);
    this.wechat = wechat;
    this.appid = appid;
    this.user = user;
    this.openid = wechat.world.openid(appid, user);
    this.#hasCloud = Boolean(app.cloud);
    this.#failures = failures;
  }

  /** What every payload says. */
  origin(): { appid: string; now: number } {
    return { appid: this.appid, now: this.wechat.setting.clock.now() };
  }

  /** With what a test lets go wrong. */
  failable<Options extends object, Result extends object>(
    name: ClientApi,
    run: (options: Partial<Options>) => Result,
  ): WxFunction<Options, Result> {
    return wxFunction<Options, Result>(name, (given) => {
      const failure = this.#failures.ofClient(name);
      if (failure) throw new WxFailure(failure.reason ?? 'system error', failure.errno);
      return run(given);
    });
  }

  /** A function that only gives encrypted data. */
  encrypted<Options extends object>(
    name: ClientApi,
    payload: () => object,
  ): WxFunction<Options, WxEncryptedData> {
    return this.failable<Options, WxEncryptedData>(name, () => this.encrypt(payload()));
  }

  encrypt(data: object | string, key = this.wechat.sessions.use(this.openid)): WxEncryptedData {
    return this.withCloudId(data, this.wechat.encryptedData.encrypt(data, key));
  }

  /** What was encrypted; where 云开发 is on, with what stands for it. */
  withCloudId(data: object | string, encrypted: EncryptedUserData): WxEncryptedData {
    if (!this.#hasCloud) return encrypted;
    const { appid, openid } = this;
    return { ...encrypted, cloudID: this.wechat.cloudIds.give({ appid, openid, data }) };
  }
}
