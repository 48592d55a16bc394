import { pick } from './arguments.js';
import { ANYTHING, type Demand, dataOf, LIKE_NODE, openEntry } from './crossing.js';
import { WxError, type WxErrorInit } from './error.js';
import { decryptNames, decryptTable } from './generated/tables.js';
import type { DecryptInput } from './generated/types.js';

/** The encodings that the sample takes. */
const LIKE_SAMPLE: Demand = { kind: undefined, flags: LIKE_NODE };

/**
 * Replaces the `WXBizDataCrypt` of WeChat's sample for Node:
 *
 * ```js
 * const { WXBizDataCrypt } = require('wx-unionid');
 * const data = new WXBizDataCrypt(appid, sessionKey).decryptData(encryptedData, iv);
 * ```
 *
 * It accepts the encodings of the sample (Base64, base64url, without `=`, with white space).
 * Otherwise it is as strict as `decrypt`: it refuses data without a watermark (one without a
 * timestamp will do, as in the sample), and the session key is not a public field. In new code,
 * call `decrypt`, which says what went wrong.
 */
export class WXBizDataCrypt {
  /** The appid that the data must belong to. */
  readonly appId: string;
  readonly #sessionKey: string;

  /**
   * @param appId - The mini program's own appid.
   * @param sessionKey - The session key of the user, as code2Session sent it.
   */
  constructor(appId: string, sessionKey: string) {
    this.appId = appId;
    this.#sessionKey = sessionKey;
  }

  /**
   * Decrypts data and checks that its watermark names the appid.
   *
   * @returns The data as WeChat sent it.
   * @throws {WxError} Always with the message `Illegal Buffer`. `code`, `damage` and `at` say what
   * `decrypt` says.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the sample's callers read fields of it, unchecked.
  decryptData(encryptedData: string, iv: string): any {
    const input = { appid: this.appId, sessionKey: this.#sessionKey, encryptedData, iv };
    try {
      return open(input, LIKE_SAMPLE);
    } catch (error) {
      const fields = spaceForPlus(input) ?? (error as WxErrorInit);
      throw new WxError({ ...fields, message: 'Illegal Buffer' });
    }
  }
}

function open(input: DecryptInput, demand: Demand): unknown {
  return openEntry(pick('input', input, decryptTable, decryptNames), demand, dataOf);
}

/** The sample skips white space, and so the damage is not seen that `decrypt` tells first. */
function spaceForPlus(input: DecryptInput): WxErrorInit | undefined {
  try {
    open(input, ANYTHING);
  } catch (error) {
    if (error instanceof WxError && error.damage === 'plus_became_space') return error;
  }
  return undefined;
}
