import { toBase64 } from './bytes.js';
import { type EncryptedUserData, encryptUserData, hashOf } from './encryption.js';
import { Refusal } from './refusal.js';
import type { Setting } from './setting.js';

/** The data that was encrypted for clients, as far as checkEncryptedData can be asked about it. */
export class EncryptedDataLog {
  readonly #setting: Setting;
  readonly #phoneNumbers = new Map<string, { appid: string; madeAt: number }>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  encrypt(data: object | string, sessionKey: string): EncryptedUserData {
    return encryptUserData({ sessionKey, data, iv: toBase64(this.#setting.random.bytes(16)) });
  }

  /** Encrypts what can be asked about later. */
  encryptPhoneNumber(appid: string, data: object, sessionKey: string): EncryptedUserData {
    const encrypted = this.encrypt(data, sessionKey);
    const madeAt = this.#setting.clock.now();
    this.#phoneNumbers.set(hashOf(encrypted.encryptedData), { appid, madeAt });
    return encrypted;
  }

  /**
   * When it was encrypted, in seconds.
   *
   * @throws {Refusal} 1, if it is not known, is of another app or is too old.
   */
  madeAt(appid: string, hash: string): number {
    const { clock, limits } = this.#setting;
    const found = this.#phoneNumbers.get(hash);
    const isKnown = found?.appid === appid;
    if (!isKnown || clock.now() > found.madeAt + limits.encryptedDataSeconds * 1000) {
      throw new Refusal(1);
    }
    return Math.floor(found.madeAt / 1000);
  }
}
