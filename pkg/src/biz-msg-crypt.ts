import * as core from '../dist/bindgen/core.js';
import { nonEmpty, text } from './arguments.js';
import { call } from './core.js';
import { checked, crossing, type PushConfig, randomDigits } from './push.js';

/**
 * Replaces the `WXBizMsgCrypt` of the package `wechat-crypto`:
 *
 * ```js
 * const { WXBizMsgCrypt } = require('wx-unionid');
 * const crypt = new WXBizMsgCrypt(token, encodingAESKey, appid);
 * if (crypt.getSignature(timestamp, nonce, encrypt) !== msg_signature) …
 * const { message } = crypt.decrypt(encrypt);
 * ```
 *
 * It checks all of the padding, the length, the receiver and UTF-8, which that package does not.
 * **`decrypt` checks no signature**, as there: a caller without `getSignature` decrypts for
 * everybody. In new code, use {@link MessagePush}, whose `open` does all of it in the right order.
 */
export class WXBizMsgCrypt {
  readonly #config: PushConfig;
  readonly #id: string;

  /**
   * @param token - Token of the console.
   * @param encodingAESKey - EncodingAESKey of the console.
   * @param id - Whom pushes are for: the appid, the corpid or the suiteid; `''` where WeChat's page
   * says so.
   * @throws {WxError} `ERR_INVALID_ARGUMENT`
   */
  constructor(token: string, encodingAESKey: string, id: string) {
    const tokens = [nonEmpty('token', token)];
    const keys = [nonEmpty('encodingAESKey', encodingAESKey)];
    this.#id = text('receiver', id);
    this.#config = checked({ mode: 'safe', receivers: [this.#id], tokens, keys });
  }

  /**
   * The signature (`msg_signature`) of a ciphertext. A comparison that takes the same time for all
   * is better than `===`.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT`
   */
  getSignature(timestamp: string | number, nonce: string | number, encrypt: string): string {
    const texts = [
      textOrNumber('timestamp', timestamp),
      textOrNumber('nonce', nonce),
      text('encrypt', encrypt),
    ];
    return call(core.signPush, crossing(this.#config, texts));
  }

  /**
   * Decrypts a ciphertext, and checks whom it is for. **No signature is checked.**
   *
   * @returns The message as text, and the id.
   * @throws {WxError} `ERR_PUSH_REFUSED`, `ERR_INVALID_ARGUMENT`
   */
  decrypt(encrypt: string): { message: string; id: string } {
    const message: string = call(
      core.decryptPush,
      crossing(this.#config, [text('encrypt', encrypt)]),
    );
    return { message, id: this.#id };
  }

  /**
   * Encrypts a message, with random bytes of the host.
   *
   * @returns Base64.
   * @throws {WxError} `ERR_INVALID_ARGUMENT`, also if the message is longer than 1 MiB.
   */
  encrypt(message: string): string {
    return call(core.encryptPush, crossing(this.#config, [randomDigits(), text('text', message)]));
  }
}

function textOrNumber(argument: string, value: unknown): string {
  return text(argument, typeof value === 'number' ? `${value}` : value);
}
