import { toBase64 } from './bytes.js';
import type { Setting } from './setting.js';

/** As WeChat tells it. */
export interface EncryptKey {
  encrypt_key: string;
  iv: string;
  version: number;
  /** Seconds. */
  expire_in: number;
  /** Seconds since 1970. */
  create_time: number;
}

/** Milliseconds. */
type MadeKey = Pick<EncryptKey, 'encrypt_key' | 'iv' | 'version'> & { madeAt: number };

/** The keys of the encrypted channel (小程序加密网络通道): the last few of each user, the newest first. */
export class EncryptKeys {
  readonly #setting: Setting;
  readonly #keys = new Map<string, MadeKey[]>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The newest one, which is always good. */
  newest(openid: string): EncryptKey {
    return this.of(openid)[0] as EncryptKey;
  }

  of(openid: string): EncryptKey[] {
    const { clock, random, limits } = this.#setting;
    let keys = this.#keys.get(openid) ?? [];
    if (!keys[0] || this.#secondsLeft(keys[0]) === 0) {
      const newest = {
        encrypt_key: toBase64(random.bytes(16)),
        iv: random.hex(16),
        version: (keys[0]?.version ?? 0) + 1,
        madeAt: clock.now(),
      };
      keys = [newest, ...keys].slice(0, limits.encryptKeys);
      this.#keys.set(openid, keys);
    }
    return keys.map(({ madeAt, ...key }) => ({
      ...key,
      expire_in: this.#secondsLeft({ madeAt }),
      create_time: Math.floor(madeAt / 1000),
    }));
  }

  #secondsLeft({ madeAt }: { madeAt: number }): number {
    const { clock, limits } = this.#setting;
    const end = madeAt + limits.encryptKeySeconds * 1000;
    return Math.max(0, Math.floor((end - clock.now()) / 1000));
  }
}
