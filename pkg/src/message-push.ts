import * as core from '../dist/bindgen/core.js';
import {
  aClock,
  aNumber,
  maybe,
  number,
  pick,
  pickLeniently,
  tableOf,
  text,
  textOrBytes,
  textOrTexts,
  word,
} from './arguments.js';
import { call } from './core.js';
import { invalidArgument } from './error.js';
import type { OpenedPushFields } from './generated/types.js';
import { checked, crossing, type PushConfig, randomDigits } from './push.js';
import { dedupeKeyOf, eventOf, type PushEvent, type PushMessage } from './push-event.js';

/** What all modes have in common. */
export interface PushOptions {
  /** Token (令牌) of the console, or a list: the present one, then those before it, at most 4. */
  token: string | readonly string[];
  /**
   * How many seconds the time of a push may differ from the clock, in both directions. `Infinity`:
   * it is not checked. Default: 300.
   */
  maxAgeSeconds?: number | undefined;
  /** The time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/** Pushes that are encrypted: 安全模式, or 兼容模式, of which only what is encrypted is read. */
export interface EncryptedPushOptions extends PushOptions {
  /** The setting in the console (消息加解密方式). No request decides it. */
  mode: 'safe' | 'compatible';
  /**
   * Whom pushes are for, or a list, at most 4: your appid; on a third-party platform the
   * **platform's** appid, also of messages to the accounts; in 企业微信 the corpid or suiteid, or `''`
   * where its page says so.
   */
  receiver: string | readonly string[];
  /** EncodingAESKey of the console, or a list: the present one, then those before it, at most 4. */
  encodingAESKey: string | readonly string[];
}

/**
 * Pushes in plain text (明文模式). The signature covers **no byte of the body**: anybody who has once
 * seen a URL, in a log or a proxy, can forge any message for as long as `maxAgeSeconds` allows.
 * Choose 安全模式 instead.
 */
export interface PlainPushOptions extends PushOptions {
  /** The setting in the console (消息加解密方式). */
  mode: 'plain';
  receiver?: undefined;
  encodingAESKey?: undefined;
}

/** What WeChat's console says of your pushes: 开发管理 > 消息推送, or 基本配置. */
export type MessagePushOptions = EncryptedPushOptions | PlainPushOptions;

/**
 * The query of a request: as the framework parsed it, or the URL, or what is behind its `?`. A
 * parameter that is repeated is refused.
 */
export type PushQuery = string | Iterable<[string, string]> | { readonly [name: string]: unknown };

/** What WeChat has sent. */
export interface PushRequest {
  query: PushQuery;
  /**
   * The raw body, as it came: a text or bytes, at most 1 MiB. An object that a framework parsed is
   * refused.
   */
  body: string | Uint8Array | ArrayBuffer;
}

/** A push that is genuine. It may be personal data and hold secrets (tickets): do not log it. */
export interface OpenedPush extends OpenedPushFields {
  /** What WeChat says, by its own names. Nothing that was outside of the encryption is in it. */
  message: PushMessage;
  /** The same by the names of this package, for events about users and authorisations. */
  event?: PushEvent;
  /**
   * The same for this message whenever WeChat sends it again: `MsgId`, or else sender and time.
   * Absent if it has neither.
   */
  dedupeKey?: string;
}

/** What to answer with. */
export interface PushReply {
  /** For the header `Content-Type`. */
  contentType: string;
  /** The body, as it is. */
  body: string;
}

/** Options of {@link MessagePush.reply}. */
export interface PushReplyOptions {
  /** 1 to 32 letters and digits. Default: the nonce of the push. */
  nonce?: string | undefined;
  /** 16 random bytes. Default: of `crypto.getRandomValues`. */
  random?: Uint8Array | undefined;
}

/**
 * Message push (消息推送): what WeChat sends to your URL by itself.
 *
 * ```js
 * const push = new MessagePush({ mode: 'safe', receiver: appid, token, encodingAESKey });
 * // GET: WeChat asks whether the URL is yours. Answer as text/plain.
 * const echostr = push.verifyUrl(query);
 * // POST: the raw body
 * const { message, event, replayKey, dedupeKey } = push.open({ query, body });
 * ```
 *
 * It has no state: WeChat sends a push up to three times, and an attacker who saw one can send it
 * again while its age allows. Keep `replayKey` and `dedupeKey` in a store, and answer `success` to
 * what is there, as
 * {@link https://github.com/wx-unionid/wx-unionid/blob/main/docs/push.md | the document} shows.
 *
 * Token and EncodingAESKey are in no error, and not to be seen on the object.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html | 消息推送}.
 */
export class MessagePush {
  readonly #config: PushConfig;
  readonly #maxAgeSeconds: number;
  readonly #now: () => number;

  /**
   * @throws {WxError} `ERR_INVALID_ARGUMENT` for everything that is wrong with the configuration,
   * with the `index` in a list.
   */
  constructor(options: MessagePushOptions) {
    const picked = pick('options', options as AnyOptions, optionTable);
    const { mode, receiver = [], token, encodingAESKey = [] } = picked;
    const { maxAgeSeconds = 300, now = Date.now } = picked;
    this.#maxAgeSeconds = aNumber('maxAgeSeconds', maxAgeSeconds, 0, Number.POSITIVE_INFINITY);
    this.#now = aClock(now);
    const [receivers, tokens, keys] = [receiver, token, encodingAESKey].map((it) => [it].flat());
    this.#config = checked({ mode, receivers, tokens, keys } as PushConfig);
  }

  /**
   * Answers WeChat's GET that asks whether the URL is yours (验证 URL), also the encrypted one of
   * 企业微信.
   *
   * @returns What to answer, as text/plain: letters and digits only.
   * @throws {WxError} `ERR_PUSH_REFUSED`: answer 401. `ERR_DATA_EXPIRED`, `ERR_DATA_FROM_FUTURE`.
   */
  verifyUrl(query: PushQuery): string {
    const input = crossing(this.#config, undefined, parametersOf(query));
    return call(core.verifyPushUrl, input, this.#maxAgeSeconds, this.#now());
  }

  /**
   * Opens a push: checks its form and its signature, then decrypts it, and checks the receiver and
   * the time.
   *
   * Which mode it is in, this object says, and never the request. Everything that is wrong with a
   * push is the same `ERR_PUSH_REFUSED`, because who can tell one failure from another can read
   * what is encrypted, and half of the key.
   *
   * @throws {WxError} `ERR_PUSH_REFUSED`: answer 401. `ERR_DATA_EXPIRED`, `ERR_DATA_FROM_FUTURE`:
   * it is genuine, and old, or your clock is wrong. `ERR_INVALID_ARGUMENT` if the body is not raw.
   */
  open(request: PushRequest): OpenedPush {
    const { query, body } = pick('request', request, requestTable);
    const input = crossing(this.#config, [rawBody(body)], parametersOf(query));
    const { message, fields }: { message: PushMessage; fields: OpenedPushFields } = call(
      core.openPush,
      input,
      this.#maxAgeSeconds,
      this.#now(),
    );
    const event = eventOf(message);
    const dedupeKey = dedupeKeyOf(message, event);
    return { message, ...(event && { event }), ...fields, ...(dedupeKey && { dedupeKey }) };
  }

  /**
   * A passive reply (被动回复): `answer` as WeChat's pages show it, encrypted with the key and signed
   * with the token that the push came with. In plain mode it stays as it is. There is time for 5
   * seconds.
   *
   * @param opened What {@link open} returned.
   * @throws {WxError} `ERR_INVALID_ARGUMENT`
   */
  reply(opened: OpenedPush, answer: string, options: PushReplyOptions = {}): PushReply {
    const { format, receiver = '', key = 0, token, ...rest } = pick('opened', opened, openedTable);
    const { nonce = rest.nonce, random } = pick('options', options, replyTable);
    const texts = [format, receiver, nonce, randomDigits(random), text('answer', answer)];
    const input = crossing(this.#config, texts);
    const body: string = call(core.answerPush, input, token, key, this.#now());
    return { contentType: contentTypes[format], body };
  }

  /**
   * The answer that says: received, do not send it again. `success`, and for virtual payment
   * (虚拟支付), which sends a push up to 15 times, the form of its own.
   */
  acknowledge(opened: Pick<OpenedPush, 'message' | 'format'>): PushReply {
    const { message, format } = pickLeniently(opened, acknowledgedTable);
    const { Event = '' } = pickLeniently<{ Event?: string }>(message ?? {}, eventTable);
    if (!Event.startsWith('xpay_')) return { contentType: 'text/plain', body: 'success' };
    const body =
      format === 'xml'
        ? '<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>'
        : '{"ErrCode":0,"ErrMsg":"success"}';
    return { contentType: contentTypes[format ?? 'json'], body };
  }
}

const contentTypes = { xml: 'text/xml', json: 'application/json', wecomJson: 'application/json' };

/** {@link MessagePushOptions}, as JavaScript may pass them. */
interface AnyOptions {
  mode: string;
  receiver?: string | string[] | undefined;
  token: string | string[];
  encodingAESKey?: string | string[] | undefined;
  maxAgeSeconds?: number | undefined;
  now?: (() => number) | undefined;
}

const optionTable = /* @__PURE__ */ tableOf<AnyOptions>({
  mode: /* @__PURE__ */ word(
    ['safe', 'compatible', 'plain'],
    "must be 'safe', 'compatible' or 'plain', as the console is set",
  ),
  receiver: /* @__PURE__ */ maybe(textOrTexts),
  token: textOrTexts,
  encodingAESKey: /* @__PURE__ */ maybe(textOrTexts),
  maxAgeSeconds: true,
  now: true,
});

const requestTable = /* @__PURE__ */ tableOf<PushRequest>({ query: true, body: true });

const formatOf = /* @__PURE__ */ word(['xml', 'json', 'wecomJson'], 'must be what open returned');

/** What `reply` needs, and what there is beside it. */
const openedTable = /* @__PURE__ */ tableOf<OpenedPush>({
  message: true,
  event: true,
  format: formatOf,
  receiver: /* @__PURE__ */ maybe(text),
  key: /* @__PURE__ */ maybe(number),
  token: number,
  timestamp: true,
  nonce: text,
  replayKey: true,
  dedupeKey: true,
});

const replyTable = /* @__PURE__ */ tableOf<PushReplyOptions>({
  nonce: /* @__PURE__ */ maybe(text),
  random: true,
});

/** What `acknowledge` needs. */
const acknowledgedTable = /* @__PURE__ */ tableOf<Pick<OpenedPush, 'message' | 'format'>>({
  message: true,
  format: formatOf,
});

const eventTable = /* @__PURE__ */ tableOf<{ Event?: string }>({ Event: text });

/** What means something in the URL, in the order of the core. The rest is not signed. */
const PARAMETERS = [
  'signature',
  'msg_signature',
  'timestamp',
  'nonce',
  'encrypt_type',
  'echostr',
] as const;

/**
 * The values of these parameters, `''` for those that are not there; no list, if one is repeated,
 * which is refused.
 */
export function parametersOf(query: PushQuery): string[] {
  try {
    const values = PARAMETERS.map(valuesIn(query));
    return values.every((those) => those.length < 2) ? values.map(([value = '']) => value) : [];
  } catch {
    throw invalidArgument('query', 'must be the parsed query, or the URL of the request');
  }
}

/** A way to all values of a parameter. */
function valuesIn(query: PushQuery): (name: string) => string[] {
  if (typeof query === 'string') {
    return valuesIn(new URLSearchParams(query.slice(query.indexOf('?') + 1)));
  }
  if (Symbol.iterator in query) {
    const pairs = [...(query as Iterable<[string, string]>)];
    return (name) => pairs.filter(([key]) => key === name).map(([, value]) => value);
  }
  return (name) => {
    const value = query[name];
    if (value === undefined) return [];
    // A list, even of one, comes of a parameter that was written as one.
    return typeof value === 'string' ? [text(name, value)] : ['', ''];
  };
}

const decoder = new TextDecoder();

export function rawBody(body: unknown): string {
  let given: string | Uint8Array;
  try {
    given = textOrBytes('body', body);
  } catch {
    throw invalidArgument(
      'body',
      'must be the raw body, as a string or bytes: a framework has parsed it, or nobody has read it',
    );
  }
  return text('body', typeof given === 'string' ? given : decoder.decode(given));
}
