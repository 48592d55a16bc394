import type { CoreErrorFields, ErrcodeCategory, LocalizedText } from './generated/types.js';

/**
 * What is known about a failure: one row per code. The failures of the core are declared in Rust, and the others here,
 * because they happen outside the core.
 */
export type WxErrorFields =
  | CoreErrorFields
  | {
      /** The user refused: WeChat's page returned `code=authdeny`. Nothing was asked, and the user may try again. */
      code: 'ERR_ACCESS_DENIED';
    }
  | {
      /** A bug of this package. The instance was replaced: the next call works. */
      code: 'ERR_INTERNAL';
    }
  | {
      /** The caller's own code failed, such as a source of tokens. */
      code: 'ERR_INVALID_ARGUMENT';
      /** The name of the argument. */
      argument: string;
      /** What the host calls its own failure, such as `ECONNREFUSED`. */
      causeCode?: string;
    }
  | {
      /** The host's `fetch` failed. Only `causeCode` is kept of its error: hosts put the URL, with its secrets, into it. */
      code: 'ERR_NETWORK';
      /** The endpoint that was called, or the path. */
      endpoint: string;
      /** Whether the same request can succeed later. Never resend a request that holds a code. */
      retryable: boolean;
      /** What the host calls its own failure, such as `ECONNREFUSED`. */
      causeCode?: string;
    }
  | {
      /** The signature does not match `rawData` under the session key. */
      code: 'ERR_SIGNATURE_MISMATCH';
    }
  | {
      /** The store failed, or did not answer in time. It is not known whether the user has logged in. */
      code: 'ERR_STORE_UNAVAILABLE';
      /** What the store was asked to do. */
      operation: 'get' | 'set' | 'delete';
      /** What the store calls its own failure, such as `ECONNREFUSED`. */
      causeCode?: string;
    }
  | {
      /** The complete reply did not arrive in time. */
      code: 'ERR_TIMEOUT';
      /** The endpoint that was called, or the path; `tokens`, if a source of tokens took too long. */
      endpoint: string;
      /** Whether the same request can succeed later. Never resend a request that holds a code. */
      retryable: boolean;
    }
  | {
      /** This host refuses to compile WebAssembly. */
      code: 'ERR_WASM_UNAVAILABLE';
      /** What the host said. */
      reason: string;
      /** What to do. */
      hint: LocalizedText;
    };

/** Which failure it is. Public API: codes are never renamed. */
export type WxErrorCode = WxErrorFields['code'];

/** The name of a field that an error of some code has. */
export type WxErrorField = WxErrorFields extends infer Row
  ? Row extends unknown
    ? keyof Row
    : never
  : never;

/** What every error has, whatever its code is. */
export interface AnyWxError extends Error {
  /** The number of the official sample (WXBizDataCrypt) for this failure, where it has one. */
  readonly bizDataCryptCode?: number;
  /**
   * The only sentence that is safe to send to a client. It is the same for every failure after the session key was
   * used.
   */
  readonly publicMessage: LocalizedText;
  /** What loggers write: the facts, with the name and the sentence. */
  toJSON(): object;
}

/**
 * An error of this package: `WxError<'ERR_API'>` is one with that code. Comparing `code` narrows it to the fields of that
 * code. All others are `undefined`.
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
 * `instanceof` works between the ESM and the CommonJS copy of the package and across realms, but not for a copy made
 * by `structuredClone`.
 *
 * You can log it: it holds no secret, and of decrypted data only the kind and the watermark's appid and time. Send
 * only `publicMessage` to a client.
 */
export const WxError = class WxError extends Error {
  constructor(init: WxErrorInit) {
    const { message, ...facts } = readable(init);
    super(message);
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(facts));
  }

  static {
    Object.defineProperty(WxError.prototype, 'name', { value: 'WxError', configurable: true });
    Object.defineProperty(WxError.prototype, brand, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that extends this one has instances of its own.
    if (this !== WxError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && brand in value;
  }

  get publicMessage(): LocalizedText {
    return publicMessages[audienceOf(this as never)];
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

/** What can be read of it: an error about an error would hide the first. */
function readable(init: WxErrorInit): WxErrorInit {
  try {
    return { ...init, message: String(init.message) };
  } catch {
    return { code: 'ERR_INTERNAL', message: 'an error that cannot be read' };
  }
}

const publicMessages = /* @__PURE__ */ deepFreeze({
  /** The key is bad, or was used: then all failures look the same. A new login may help. */
  data: {
    zh: '数据校验失败，请重新登录后再试。',
    en: 'The data could not be verified. Please log in again.',
  },
  /** The login is no longer valid. */
  login: {
    zh: '登录已失效，请重新登录。',
    en: 'The login has expired. Please log in again.',
  },
  /** The user refused. */
  denied: {
    zh: '你没有同意登录。',
    en: 'You did not agree to log in.',
  },
  /** WeChat refuses this very user. */
  user: {
    zh: '当前账号暂时无法使用，请联系客服。',
    en: 'This account cannot be used at the moment. Please contact support.',
  },
  /** What the client sent was damaged before any key was used. */
  encoding: {
    zh: '数据格式不正确，请重试。',
    en: 'The data arrived damaged. Please try again.',
  },
  /** Nothing that the client could fix. */
  server: {
    zh: '服务暂时不可用，请稍后再试。',
    en: 'The service is unavailable. Please try again later.',
  },
} satisfies Record<string, LocalizedText>);

function deepFreeze<T extends Record<string, object>>(texts: T): T {
  for (const text of Object.values(texts)) Object.freeze(text);
  return Object.freeze(texts);
}

type Audience = keyof typeof publicMessages;

function audienceOf({ code, argument, category, endpoint }: WxError): Audience {
  if (code === 'ERR_INVALID_ARGUMENT') return fromClient[`${argument}`] ?? 'server';
  if (code !== 'ERR_API') return audience[code] ?? 'server';
  // Another phone number code is a tap away; the login is good.
  if (category === 'code' && endpoint === 'getPhoneNumber') return 'encoding';
  return (category && byCategory[category]) ?? 'server';
}

const byCategory: Partial<Record<ErrcodeCategory, Audience>> = {
  code: 'login',
  refresh_token: 'login',
  session_key: 'login',
  user: 'user',
};

const audience: Record<Exclude<WxErrorCode, 'ERR_INVALID_ARGUMENT' | 'ERR_API'>, Audience> = {
  ERR_ACCESS_DENIED: 'denied',
  ERR_APPID_MISMATCH: 'data',
  ERR_DATA_EXPIRED: 'data',
  ERR_DATA_FROM_FUTURE: 'data',
  ERR_DECRYPT_FAILED: 'data',
  ERR_HTTP_STATUS: 'server',
  ERR_INTERNAL: 'server',
  ERR_INVALID_ENCRYPTED_DATA: 'encoding',
  ERR_INVALID_IV: 'encoding',
  ERR_INVALID_RESPONSE: 'server',
  ERR_INVALID_SESSION_KEY: 'data',
  ERR_NETWORK: 'server',
  ERR_SIGNATURE_MISMATCH: 'data',
  ERR_STORE_UNAVAILABLE: 'server',
  ERR_TIMEOUT: 'server',
  ERR_UNEXPECTED_KIND: 'data',
  ERR_WASM_UNAVAILABLE: 'server',
  ERR_WATERMARK_MISSING: 'data',
};

/** Arguments that a client's request decides. The others are the server's own. */
const fromClient: Record<string, Audience> = {
  code: 'login',
  encryptedData: 'encoding',
  is_snapshotuser: 'login',
  iv: 'encoding',
  js_code: 'login',
  rawData: 'encoding',
  sessionKey: 'data',
  signature: 'encoding',
};
