import * as core from '../dist/bindgen/core.js';
import { pick, toJson } from './arguments.js';
import { call } from './core.js';
import {
  type SignSessionInput,
  signSessionTable,
  type VerifyRawDataInput,
  verifyRawDataTable,
} from './generated.js';

/**
 * Tells whether `signature` is that of `rawData`: the hexadecimal SHA-1 of `rawData` and the session key's
 * text, as `wx.getUserInfo` returns it. Constant-time; hexadecimal digits of either case.
 *
 * `rawData` must be the string that the client received: an object that was parsed and written again has
 * another signature. With a list of session keys, any of them will do.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html | 数据签名校验}.
 *
 * @returns `false` for every signature that is not the right one, whatever it looks like.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function verifyRawData(input: VerifyRawDataInput): boolean {
  return call(core.verifyRawData, toJson('input', pick('input', input, verifyRawDataTable)));
}

/**
 * The signature (用户登录态签名) of a request: the lower-case hexadecimal HMAC-SHA256 of `body` under the
 * session key's text, which is not decoded. Without `body`: that of GET requests.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/signature.html | 用户登录态签名}.
 *
 * @returns 64 hexadecimal digits.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function signSession(input: SignSessionInput): string {
  return call(core.signSession, toJson('input', pick('input', input, signSessionTable)));
}
