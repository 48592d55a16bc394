import { answers, errorFields } from './generated/errors.js';
import type {
  CoreErrorFields,
  ErrcodeCategory,
  LocalizedText,
  OuterErrorFields,
} from './generated/types.js';

/** What is known about a failure: one row per code. */
export type WxErrorFields = CoreErrorFields | OuterErrorFields;

/** Which failure it is. Public API: codes are never renamed. */
export type WxErrorCode = WxErrorFields['code'];

/** The name of a field that an error of some code has. */
export type WxErrorField = WxErrorFields extends infer Row
  ? Row extends unknown
    ? keyof Row
    : never
  : never;

/** An HTTP status to answer a failed request with. */
export type AnswerStatus = 400 | 401 | 403 | 500 | 502 | 503 | 504;

/** What every error has, with any code. */
export interface AnyWxError extends Error {
  /** The number of the official sample (WXBizDataCrypt) for this failure, where it has one. */
  readonly bizDataCryptCode?: number;
  /**
   * The HTTP status to answer with, which Koa, Egg, Express and Fastify take from here: 400 or 403
   * where the client or its user can mend it, 500 where the server has to be mended, 502 to 504
   * where WeChat or a store failed.
   */
  readonly status: AnswerStatus;
  /** Tells Koa, Egg and Express not to show `message` to a client. */
  readonly expose: false;
  /**
   * The only sentence that is safe to send to a client: what its user can do. It is the same for
   * every failure after the session key was used.
   */
  readonly publicMessage: LocalizedText;
  /** What loggers write: the fields, with the name and the sentence. */
  toJSON(): object;
}

/**
 * An error of this package: `WxError<'ERR_API'>` is one with that code. Comparing `code` narrows it
 * to the fields of that code. All others are `undefined`.
 */
export type WxError<Code extends WxErrorCode = WxErrorCode> = WxErrorFields extends infer Row
  ? Row extends { code: Code }
    ? AnyWxError & { readonly [Field in keyof Row]: Row[Field] } & {
        readonly [Field in Exclude<WxErrorField, keyof Row>]?: undefined;
      }
    : never
  : never;

/** The class of errors. Only this package makes one. */
export interface WxErrorConstructor {
  /** @internal */
  new (init: WxErrorInit): WxError;
  new (init: never): WxError;
  readonly prototype: WxError;
  [Symbol.hasInstance](value: unknown): value is WxError;
}

/** What an error is made of. */
export type WxErrorInit = WxErrorFields & {
  /** The failure in an English sentence, for the developer. */
  message: string;
  bizDataCryptCode?: number;
};

/** Shared by all copies of the package: in other module formats, realms and versions. */
const brand = Symbol.for('wx-unionid.WxError');

/**
 * Every error of this package. Look at `code`:
 *
 * ```js
 * try {
 *   decrypt(input);
 * } catch (error) {
 *   if (error instanceof WxError && error.code === 'ERR_DECRYPT_FAILED') …
 * }
 * ```
 *
 * `instanceof` works between the ESM and the CommonJS copy of the package and across realms, but
 * not for a copy made by `structuredClone`.
 *
 * You can log it: it holds no secret, and of decrypted data only the kind and the watermark's appid
 * and time. Send only `publicMessage` to a client.
 */
export const WxError = class WxError extends Error {
  constructor(init: WxErrorInit) {
    const { message, ...fields } = readable(init);
    super(printable(message));
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(fields));
    // No field of the failure, and not in logs. Frameworks may choose another.
    const [value] = answerTo(this as never);
    Object.defineProperty(this, 'status', { value, writable: true, configurable: true });
  }

  static {
    Object.defineProperty(WxError.prototype, 'name', { value: 'WxError', configurable: true });
    Object.defineProperty(WxError.prototype, brand, { value: true });
    // What an error of another code lacks is not to be found on what all objects inherit from.
    for (const field of ['code', ...errorFields, 'bizDataCryptCode']) {
      Object.defineProperty(WxError.prototype, field, { writable: true, configurable: true });
    }
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    try {
      // A class that extends this one has instances of its own.
      if (this !== WxError) return Function.prototype[Symbol.hasInstance].call(this, value);
      return typeof value === 'object' && value !== null && brand in value;
    } catch {
      // A proxy that cannot be looked at.
      return false;
    }
  }

  get expose(): false {
    return false;
  }

  // What throws it again with a status of its own (http-errors) sets this too, and the message
  // would be shown.
  set expose(_: boolean) {}

  get publicMessage(): LocalizedText {
    return publicMessages[answerTo(this as never)[1]];
  }

  toJSON(): object {
    return Object.assign({ name: this.name, message: this.message }, this);
  }
} as unknown as WxErrorConstructor;

/** An argument that is refused before the core has seen it. */
export function invalidArgument(argument: string, problem: string, causeCode?: string): WxError {
  return new WxError({
    code: 'ERR_INVALID_ARGUMENT',
    message: `${argument} ${problem}`,
    argument,
    ...(causeCode && { causeCode }),
  });
}

/** What breaks a line of a log, drives a terminal, or turns the direction of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** WeChat's words are in a message, and may repeat those of strangers. */
function printable(message: string): string {
  return message.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What can be read of it: an error about an error would hide the first. */
function readable(init: WxErrorInit): WxErrorInit {
  try {
    return { ...init, message: String(init.message) };
  } catch {
    return { code: 'ERR_INTERNAL', message: 'an error that cannot be read' };
  }
}

const publicMessages = /* @__PURE__ */ deepFreeze({
  /** A key was used: then all failures look the same. A new login may help. */
  data: {
    zh: '数据校验失败，请重新登录后再试。',
    en: 'The data could not be verified. Please log in again.',
  },
  /** The user said no. */
  denied: {
    zh: '你已取消授权，未登录。',
    en: 'You declined, and are not logged in.',
  },
  /** The login is no longer valid. */
  login: {
    zh: '登录已失效，请重新登录。',
    en: 'The login has expired. Please log in again.',
  },
  /**
   * The request lacks something, was damaged before any key was used, or holds a code that is no
   * good.
   */
  request: {
    zh: '请求不完整或已失效，请重试。',
    en: 'The request is incomplete or no longer valid. Please try again.',
  },
  /** Nothing that the client could mend. */
  server: {
    zh: '服务暂时不可用，请稍后再试。',
    en: 'The service is unavailable. Please try again later.',
  },
  /** The virtual account of a snapshot page, which WeChat shows with a button for the whole one. */
  snapshot: {
    zh: '请点击页面下方的“使用完整服务”，再登录。',
    en: 'Please tap “使用完整服务” (use the full service) in the page, then log in.',
  },
  /** WeChat refuses this very user. */
  user: {
    zh: '当前账号暂时无法使用，请联系客服。',
    en: 'This account cannot be used at the moment. Please contact support.',
  },
  /** It is no user who is told so. */
  push: {
    zh: '请求校验失败。',
    en: 'The request could not be verified.',
  },
} satisfies Record<string, LocalizedText>);

function deepFreeze<T extends Record<string, object>>(texts: T): T {
  for (const text of Object.values(texts)) Object.freeze(text);
  return Object.freeze(texts);
}

/** The status, and what the client is told. */
type Answer = readonly [status: AnswerStatus, publicMessage: keyof typeof publicMessages];

function answerTo({ code, argument, category, endpoint, errcode }: WxError): Answer {
  const answer = byCode[code] ?? byCode.ERR_INTERNAL;
  if (code === 'ERR_INVALID_ARGUMENT') return byArgument.get(`${argument}`) ?? answer;
  // The login is good, and another code is a tap away.
  if (category === 'code' && !LOGINS.test(`${endpoint}`)) return [400, 'request'];
  if (errcode === MISSING_CODE) return [400, 'request'];
  return (category && byCategory.get(category)) ?? answer;
}

/** The endpoints whose code is of a login. */
const LOGINS = /code2Session|snsAccessToken/i;

const MISSING_CODE = 41008;

const byCode: Record<WxErrorCode, Answer> = answers;

const byCategory: ReadonlyMap<ErrcodeCategory, Answer> = /* @__PURE__ */ new Map([
  ['busy', [503, 'server']],
  ['code', [400, 'login']],
  ['rate_limit', [503, 'server']],
  ['refresh_token', [400, 'login']],
  ['session_key', [400, 'login']],
  ['user', [400, 'user']],
]);

/** Arguments that a client's request decides. The others are the server's own. */
const byArgument: ReadonlyMap<string, Answer> = /* @__PURE__ */ new Map([
  ['code', [400, 'request']],
  ['encryptedData', [400, 'request']],
  ['is_snapshotuser', [400, 'snapshot']],
  ['iv', [400, 'request']],
  ['js_code', [400, 'request']],
  ['rawData', [400, 'request']],
  ['signature', [400, 'request']],
]);
