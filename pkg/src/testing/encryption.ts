import { cbc } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64, toBase64, utf8 } from './bytes.js';
import { check, needed, type Rules, text } from './check.js';
import { Random } from './random.js';

/** The input of {@link encryptUserData}. */
export interface UserDataToEncrypt {
  /** Base64 of 16 bytes, as code2Session returns it. */
  sessionKey: string;
  /** An object, such as one of `payloads`, or any string. */
  data: object | string;
  /** Base64 of 16 bytes. Default: a different one each time, in the same order in each run. */
  iv?: string | undefined;
}

/** What a mini program's client receives from WeChat and sends to its server. */
export interface EncryptedUserData {
  /** Base64. */
  encryptedData: string;
  /** Base64 of 16 bytes. */
  iv: string;
}

/**
 * Encrypts data as WeChat does (AES-128-CBC, PKCS#7). `decrypt` of `wx-unionid` decrypts it with
 * the same session key.
 *
 * ```js
 * const data = payloads.phoneNumber({ appid, purePhoneNumber: '13800138000' });
 * const { encryptedData, iv } = encryptUserData({ sessionKey, data });
 * ```
 *
 * Only for tests: the iv of real data must be random.
 *
 * @throws {TypeError} If the key or the iv is not 16 bytes, or there is no data.
 */
export function encryptUserData(given: UserDataToEncrypt): EncryptedUserData {
  check('encryptUserData', given, rules);
  const { sessionKey, data, iv } = given;
  const key = fromBase64('sessionKey', sessionKey, 16);
  const vector = iv === undefined ? vectors.bytes(16) : fromBase64('iv', iv, 16);
  const plain = typeof data === 'string' ? data : JSON.stringify(data);
  const encryptedData = toBase64(cbc(key, vector).encrypt(utf8(plain)));
  return { encryptedData, iv: toBase64(vector) };
}

const rules: Rules = {
  sessionKey: needed(text),
  data: needed({
    fits: (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
    must: 'an object or a string',
  }),
  iv: text,
};

/** Nothing here is secret. */
const vectors = new Random('iv');

/** The `signature` of `rawData`. The session key is a text here, and is not decoded. */
export function signRawData(rawData: string, sessionKey: string): string {
  return bytesToHex(sha1(utf8(rawData + sessionKey)));
}

/** A user's signature (用户登录态签名) under a body. Here too the session key is a text. */
export function signBody(body: string, sessionKey: string): string {
  return bytesToHex(hmac(sha256, utf8(sessionKey), utf8(body)));
}

/** What checkEncryptedData knows a piece of encrypted data by. */
export function hashOf(encryptedData: string): string {
  return bytesToHex(sha256(utf8(encryptedData)));
}
