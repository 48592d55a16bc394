import * as core from '../dist/bindgen/core.js';
import { pick, toJson } from './arguments.js';
import { call } from './core.js';
import {
  signPaymentTable,
  signSessionTable,
  signVoipTable,
  verifyRawDataTable,
} from './generated/tables.js';
import type {
  SignPaymentInput,
  SignSessionInput,
  SignVoipInput,
  VerifyRawDataInput,
} from './generated/types.js';

/**
 * Checks whether `signature` matches `rawData`. The signature is the hexadecimal SHA-1 of `rawData`
 * followed by the text of the session key. The comparison is constant-time and ignores the case of
 * the digits.
 *
 * `rawData` must be the exact string that the client received: an object that was parsed and
 * serialized again has another signature. In a list of session keys, any of them may match.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html | 数据签名校验}.
 *
 * @returns `false` for every other signature, in any format.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function verifyRawData(input: VerifyRawDataInput): boolean {
  return call(core.verifyRawData, toJson('input', pick('input', input, verifyRawDataTable)));
}

/**
 * The signature (用户登录态签名) of a request: the lower-case hexadecimal HMAC-SHA256 of `body`. The key
 * is the text of the session key, not decoded. For a GET request, omit `body`.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/signature.html | 用户登录态签名}.
 *
 * @returns 64 hexadecimal digits.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function signSession(input: SignSessionInput): string {
  return call(core.signSession, toJson('input', pick('input', input, signSessionTable)));
}

/**
 * Signs a virtual payment (虚拟支付): `paySig` of `wx.requestVirtualPayment` and
 * `wx.requestSubscribeSign`, and `pay_sig` of the server's `/xpay/` APIs. The `signature` that goes
 * with it is `signSession({ sessionKey, body: signData })`.
 *
 * ```js
 * const paySig = signPayment({ appKey, uri: 'requestVirtualPayment', signData });
 * ```
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/virtual-payment.html | 虚拟支付}.
 *
 * @returns 64 hexadecimal digits: the HMAC-SHA256 of `uri`, `&` and `signData` under the AppKey.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function signPayment(input: SignPaymentInput): string {
  return call(core.signPayment, toJson('input', pick('input', input, signPaymentTable)));
}

/**
 * Signs the entry to a room (多人音视频): `signature` of `wx.joinVoIPChat`.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/voip-chat.html | 多人音视频}.
 *
 * @returns 64 hexadecimal digits: the HMAC-SHA256 of the four texts in the order of their bytes,
 * under the session key's text.
 * @throws {WxError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_SESSION_KEY`.
 */
export function signVoip(input: SignVoipInput): string {
  return call(core.signVoip, toJson('input', pick('input', input, signVoipTable)));
}
