import { listOf, pick } from './arguments.js';
import {
  ANYTHING,
  dataOf,
  kindOf,
  type Opened,
  openEntries,
  openEntry,
  sessionKeyIndexOf,
  textOf,
  watermarkOf,
} from './crossing.js';
import type { WxError } from './error.js';
import { decryptNames, decryptTable } from './generated/tables.js';
import type {
  DecryptedFields,
  DecryptInput,
  Kind,
  Payloads,
  Watermark,
} from './generated/types.js';

/** Data that was decrypted and checked. `kind` says which type `data` has. */
export type Decrypted = {
  [K in Exclude<Kind, 'privateMessage'>]: Omit<DecryptedFields, 'kind' | 'data'> & {
    /** Which of WeChat's APIs it comes from, judged by its fields. */
    kind: K;
    /** The data as WeChat sent it, including unknown fields. */
    data: Payloads[K];
  };
}[Exclude<Kind, 'privateMessage'>];

/** The outcome of one entry of {@link decryptMany}. */
export type Outcome = { ok: true; value: Decrypted } | { ok: false; error: WxError };

/**
 * Decrypts the `encryptedData` and `iv` that a mini program's client received, and checks the
 * appid.
 *
 * The returned data belongs to one of your appids and was encrypted with one of your session keys.
 * This does **not** prove that the client left it unchanged: AES-CBC has no authentication code. A
 * client can leave leading blocks out, choose the first 16 bytes of what remains, and join pieces
 * of its own data. Take the openid from code2Session and the phone number from its code. Without
 * `maxAgeSeconds`, data of any age is accepted.
 *
 * Data of `wx.getChatToolInfo`, and at times of `wx.getGroupEnterInfo`, has no watermark:
 * {@link decryptGroupEnterInfo} accepts it. What `wx.authPrivateMessage` encrypts is not JSON:
 * {@link decryptPrivateMessage} accepts it.
 *
 * Pick `encryptedData` and `iv` from the client's request. Never spread its body into this call:
 * the client could set the options.
 *
 * ```js
 * const { data } = decrypt({ appid, sessionKey, encryptedData, iv });
 * ```
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html | 开放数据校验与解密}.
 *
 * @throws {WxError} Before the key is used: `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`,
 * `ERR_INVALID_IV`, `ERR_INVALID_ENCRYPTED_DATA`. While decrypting: only `ERR_DECRYPT_FAILED`. For
 * the watermark: `ERR_WATERMARK_MISSING`, `ERR_APPID_MISMATCH`, `ERR_DATA_EXPIRED`,
 * `ERR_DATA_FROM_FUTURE`.
 */
export function decrypt(
  input: DecryptInput & { dangerouslyAllowMissingWatermark?: false },
): Decrypted & { watermark: Watermark };
/** The same for data that may have no watermark. */
export function decrypt(input: DecryptInput): Decrypted;
export function decrypt(input: DecryptInput): Decrypted {
  return openEntry(pick('input', input, decryptTable, decryptNames), ANYTHING, decrypted);
}

/**
 * Decrypts many entries in one call. Each has its own outcome, in the order of `inputs`: a bad
 * entry does not affect the others.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if `inputs` is not a list.
 */
export function decryptMany(inputs: readonly DecryptInput[]): Outcome[] {
  const entries: DecryptInput[] = [];
  const refusals = listOf('inputs', inputs).map((input) => {
    try {
      entries.push(pick('input', input as DecryptInput, decryptTable, decryptNames));
      return undefined;
    } catch (error) {
      return error as WxError;
    }
  });
  const outcomes = openEntries(entries, ANYTHING, decrypted).values();
  return refusals.map((error) =>
    error ? { ok: false, error } : (outcomes.next().value as Outcome),
  );
}

/** The data itself, of one kind. */
export function decryptAs<K extends Kind>(kind: K, input: DecryptInput): Payloads[K] {
  const read = kind === 'privateMessage' ? textOf : dataOf;
  return openEntry(
    pick('input', input, decryptTable, decryptNames),
    { kind, flags: 0 },
    read,
  ) as Payloads[K];
}

function decrypted(opened: Opened): Decrypted {
  const { repairs } = opened;
  const kind = kindOf(opened);
  const data = dataOf(opened);
  const watermark = watermarkOf(opened);
  const sessionKeyIndex = sessionKeyIndexOf(opened);
  // Two literals, because a spread takes as long as a field.
  return (
    watermark
      ? { kind, data, watermark, sessionKeyIndex, repairs }
      : { kind, data, sessionKeyIndex, repairs }
  ) as Decrypted;
}
