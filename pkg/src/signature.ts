import * as core from '../dist/bindgen/core.js';
import { pick, toJson } from './arguments.js';
import { call } from './core.js';
import { signSessionTable, verifyRawDataTable } from './generated/tables.js';
import type { SignSessionInput, VerifyRawDataInput } from './generated/types.js';

/**
 * Checks whether `signature` matches `rawData`. The signature is the hexadecimal SHA-1 of `rawData` followed by the
 * text of the session key. The comparison is constant-time and ignores the case of the digits.
 *
 * `rawData` must be the exact string that the client received: an object that was parsed and serialized again has
 * another signature. In a list of session keys, any of them may match.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html | 数据签名校验}.
 *
 * @returns `false` for every other signature, whatever its format.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function verifyRawData(input: VerifyRawDataInput): boolean {
  return call(core.verifyRawData, toJson('input', pick('input', input, verifyRawDataTable)));
}

/**
 * The signature (用户登录态签名) of a request: the lower-case hexadecimal HMAC-SHA256 of `body`. The key is the text of
 * the session key, not decoded. For a GET request, omit `body`.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/signature.html | 用户登录态签名}.
 *
 * @returns 64 hexadecimal digits.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function signSession(input: SignSessionInput): string {
  return call(core.signSession, toJson('input', pick('input', input, signSessionTable)));
}
