// What an error tells, by its code, and an identity, by its unionid. Every `@ts-expect-error` must
// not compile.

import {
  type AnswerStatus,
  decrypt,
  type Identity,
  type LocalizedText,
  type Missing,
  resolveIdentity,
  WxError,
  type WxErrorCode,
  type WxErrorField,
} from 'wx-unionid';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_equal: Equal<A, B>): void {}

/** Holds that an error of a code has the fields of its row, and that all others are undefined. */
export function fields<E extends WxError, Row>(_equal: Equal<FieldsOf<E>, Told<Row>>): void {}

type Name = Exclude<WxErrorField, 'code'>;
type FieldsOf<E extends WxError> = { [F in Name]: E[F] };
type Told<Row> = { [F in Name]: F extends keyof Row ? Row[F] : undefined };

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
