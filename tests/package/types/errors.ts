// What an error tells, by its code, and an identity, by its unionid. Every `@ts-expect-error` must
// not compile.

import {
  type AnswerStatus,
  type Damage,
  decrypt,
  type ErrcodeCategory,
  type Identity,
  type Kind,
  type LocalizedText,
  type Missing,
  resolveIdentity,
  WxError,
  type WxErrorCode,
} from 'wx-unionid';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_equal: Equal<A, B>): void {}

export function caught(error: unknown) {
  if (!(error instanceof WxError)) throw error;
  same<typeof error, WxError>(true);
  same<typeof error.code, WxErrorCode>(true);
  same<typeof error.publicMessage, LocalizedText>(true);
  same<typeof error.message, string>(true);
  // What not every code has can be asked for all the same, and says which code it is.
  same<typeof error.errcode, number | undefined>(true);
  same<typeof error.status, AnswerStatus>(true);
  same<typeof error.expose, false>(true);
  same<typeof error.replyStatus, number | undefined>(true);
  if (error.errcode === 40029) same<typeof error.code, 'ERR_API'>(true);
  if (error.damage) same<typeof error.errcode, undefined>(true);
  // @ts-expect-error: no error has such a field
  error.statusCode;
  // @ts-expect-error: no such code
  if (error.code === 'ERR_NO_SUCH_CODE') throw error;

  switch (error.code) {
    case 'ERR_API':
      same<typeof error.endpoint, string>(true);
      same<typeof error.errcode, number>(true);
      same<typeof error.errmsg, string>(true);
      same<typeof error.rid, string | undefined>(true);
      same<typeof error.category, ErrcodeCategory>(true);
      same<typeof error.retryable, boolean>(true);
      same<typeof error.damage, undefined>(true);
      return 1;
    case 'ERR_HTTP_STATUS':
    case 'ERR_INVALID_RESPONSE':
      same<typeof error.endpoint, string>(true);
      same<typeof error.errcode, undefined>(true);
      same<typeof error.retryable, boolean>(true);
      return 2;
    case 'ERR_NETWORK':
      same<typeof error.causeCode, string | undefined>(true);
      same<typeof error.retryable, boolean>(true);
      return 3;
    case 'ERR_TIMEOUT':
      same<typeof error.retryable, boolean>(true);
      same<typeof error.causeCode, undefined>(true);
      return 4;
    case 'ERR_INVALID_ARGUMENT':
      same<typeof error.argument, string>(true);
      same<typeof error.index, number | undefined>(true);
      same<typeof error.causeCode, string | undefined>(true);
      return 5;
    case 'ERR_INVALID_ENCRYPTED_DATA':
    case 'ERR_INVALID_IV':
    case 'ERR_INVALID_SESSION_KEY':
      same<typeof error.damage, Damage>(true);
      same<typeof error.at, number | undefined>(true);
      same<typeof error.bizDataCryptCode, number | undefined>(true);
      return 6;
    case 'ERR_APPID_MISMATCH':
      same<typeof error.expected, string | string[] | undefined>(true);
      same<typeof error.actual, string | undefined>(true);
      return 7;
    case 'ERR_DATA_EXPIRED':
    case 'ERR_DATA_FROM_FUTURE':
      same<typeof error.expected, number>(true);
      same<typeof error.actual, number>(true);
      return 8;
    case 'ERR_UNEXPECTED_KIND':
      same<typeof error.expected, Kind>(true);
      same<typeof error.actual, Kind>(true);
      return 9;
    case 'ERR_WASM_UNAVAILABLE':
      same<typeof error.reason, string>(true);
      same<typeof error.hint, LocalizedText>(true);
      return 10;
    case 'ERR_STORE_UNAVAILABLE':
      same<typeof error.operation, 'get' | 'set' | 'delete'>(true);
      same<typeof error.causeCode, string | undefined>(true);
      return 11;
    case 'ERR_ACCESS_DENIED':
    case 'ERR_DECRYPT_FAILED':
    case 'ERR_INTERNAL':
    case 'ERR_PUSH_REFUSED':
    case 'ERR_SIGNATURE_MISMATCH':
    case 'ERR_WATERMARK_MISSING':
      same<typeof error.expected, undefined>(true);
      return 12;
    default:
      // Every code has been named.
      return error satisfies never;
  }
}

export function changed(error: WxError) {
  // @ts-expect-error: it is the error's own
  error.code = 'ERR_API';
}

export function refused({ errcode, rid }: WxError<'ERR_API'>): [number, string | undefined] {
  return [errcode, rid];
}

// @ts-expect-error: only the package makes errors
new WxError({ code: 'ERR_INTERNAL', message: '' });
// @ts-expect-error: a code of no error
export type Wrong = WxError<'ERR_NO_SUCH_CODE'>;

// What tests and frameworks ask of a class of errors.
// biome-ignore lint/suspicious/noExplicitAny: Jest says it so.
declare function toThrow(expected: new (...args: any[]) => any): void;
toThrow(WxError);
// biome-ignore lint/complexity/noBannedTypes: Nest says it so.
declare function catches<T>(type: Function & { prototype: T }): T;
same<ReturnType<typeof catches<WxError>>, WxError>(true);
catches(WxError).code satisfies WxErrorCode;

const { unionid, missing } = resolveIdentity([]);
if (unionid === null) same<typeof missing, Missing>(true);
else same<typeof missing, undefined>(true);

export function who(identity: Identity): string {
  if (identity.unionid === null) return identity.missing.message.en;
  same<typeof identity.unionid, string>(true);
  // @ts-expect-error: there is nothing missing
  identity.missing.reason;
  return identity.unionid;
}

// @ts-expect-error: without a unionid there is a reason
export const noReason: Identity = { ...resolveIdentity([]), unionid: null, missing: undefined };

try {
  decrypt({ appid: '', sessionKey: '', encryptedData: '', iv: '' });
} catch (error) {
  if (error instanceof WxError && error.code === 'ERR_API') error.errcode.toFixed();
}
