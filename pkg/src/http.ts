import { aClock, aFunction, aNumber, ownOf, propertyOf } from './arguments.js';
import type { Signal } from './call-options.js';
import { invalidArgument, WxError } from './error.js';
import { MAX_REPLY_BYTES } from './generated/tables.js';
import type { HttpRequest } from './generated/types.js';
import { hidingSecrets, redact } from './secrets.js';

/**
 * What a `fetch` must support. The `fetch` of Node.js, Deno, Bun, Workers and browsers does, and so
 * do undici and node-fetch.
 */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchReply>;

/** What a {@link Fetch} is called with. */
export interface FetchInit {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** Redirects are not followed: the URL holds secrets. */
  redirect: 'manual';
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: each host has its own type for it.
  signal: any;
}

/** What a {@link Fetch} resolves to. */
export interface FetchReply {
  readonly status: number;
  /** A web or Node stream. Without one, `arrayBuffer` is called. */
  readonly body?: unknown;
  arrayBuffer(): PromiseLike<ArrayBuffer>;
}

/** What became of one request to WeChat. It holds no secret, and may be logged. */
export interface RequestRecord {
  /** The endpoint that was called, or the path. */
  endpoint: string;
  method: 'GET' | 'POST';
  /** The URL at WeChat, without its secrets. */
  redactedUrl: string;
  /** The HTTP status of the reply, if one came. */
  replyStatus?: number;
  /** WeChat's number: 0 if the request succeeded; absent if no reply could be read. */
  errcode?: number;
  /** WeChat's id of a request that failed. */
  rid?: string;
  /** How long it took, in milliseconds of the client's clock (`now`). */
  ms: number;
  /**
   * 1; 2 after WeChat refused a token and it was renewed. Each repetition of `followers()` starts
   * with 1.
   */
  attempt: number;
  /** Why it failed: a {@link WxError}, or the reason of the caller's own abort. */
  error?: unknown;
}

/** How a client sends its requests. */
export interface HttpOptions {
  /** Default: the global `fetch`. */
  fetch?: Fetch | undefined;
  /** How long a complete reply may take, in milliseconds. Default: 10,000. */
  timeoutMs?: number | undefined;
  /**
   * Another host of WeChat, or a test server, in place of `https://api.weixin.qq.com`. Accounts of
   * other countries (海外账号) have `https://api.wechat.com`, by one report.
   */
  baseUrl?: string | undefined;
  /**
   * Called after each request to WeChat, those for tokens included, to log and to count. What it
   * throws or rejects with is ignored, and nothing waits for it.
   */
  onRequest?: ((record: RequestRecord) => unknown) | undefined;
}

/** A request that is ready to be sent, and what of it no error may show. */
export interface Prepared {
  request: HttpRequest;
  /** The secrets in it, as they are and as they are written there. */
  secrets: string[];
}

/** What is sent, and what is said of it if that fails. */
interface Errand extends Prepared {
  endpoint: string;
  /** Whether it may be sent again if its outcome is unknown. */
  repeatable: boolean;
  signal?: Signal | undefined;
  /** Default: 1. */
  attempt?: number | undefined;
}

interface Reply {
  status: number;
  body: Uint8Array;
}

/** Sends requests with the host's fetch. */
export class Http {
  readonly #fetch: Fetch;
  readonly #timeoutMs: number;
  readonly #baseUrl: string | undefined;
  readonly #onRequest: HttpOptions['onRequest'];
  readonly #now: () => number;

  constructor(options: HttpOptions & { now?: (() => number) | undefined }) {
    const { fetch = hostFetch, timeoutMs = 10_000, baseUrl, onRequest, now = Date.now } = options;
    this.#onRequest = onRequest && aFunction('onRequest', onRequest);
    this.#now = aClock(now);
    this.#fetch = aFunction('fetch', fetch);
    this.#timeoutMs = aNumber('timeoutMs', timeoutMs, 1, MAX_TIMEOUT_MS);
    if (baseUrl !== undefined && !isBase(baseUrl)) {
      throw invalidArgument('baseUrl', 'must be an http(s) URL without a query');
    }
    this.#baseUrl = baseUrl?.replace(/\/+$/, '');
  }

  /**
   * Sends a request, and reads what came back without showing a secret of it in an error.
   *
   * @throws {WxError} `ERR_NETWORK`, `ERR_TIMEOUT`, and what reading throws. The reason of the
   * caller's own abort passes through.
   */
  async ask<T>(given: Errand, read: (reply: Reply) => T): Promise<T> {
    const errand = ownOf(given);
    const from = this.#onRequest ? this.#now() : 0;
    const record: Partial<RequestRecord> = {};
    try {
      const reply = await this.#send(errand);
      record.replyStatus = reply.status;
      const value = hidingSecrets(errand.secrets, () => read(reply));
      record.errcode = 0;
      return value;
    } catch (error) {
      record.error = error;
      if (error instanceof WxError) {
        const { errcode, rid } = error;
        if (errcode !== undefined) record.errcode = errcode;
        if (rid !== undefined) record.rid = rid;
      }
      throw error;
    } finally {
      const { request, endpoint, attempt = 1 } = errand;
      const { method, redactedUrl } = request;
      // Without a hook, nothing in the parentheses is evaluated.
      quietly(() =>
        this.#onRequest?.({
          endpoint,
          method,
          redactedUrl,
          ms: Math.max(0, this.#now() - from),
          attempt,
          ...record,
        }),
      );
    }
  }

  /** A little beyond the longest reply that is looked at at most. */
  async #send(errand: Errand): Promise<Reply> {
    const { request, secrets, endpoint, repeatable, signal } = errand;
    if (signal?.aborted) throw signal.reason;
    const controller = new AbortController();
    const transfer = this.#transfer(request, controller.signal).catch((error) => {
      if (error instanceof WxError) throw error;
      const code = causeCodeOf(error);
      const causeCode = code && redact(code, secrets) === code ? code : undefined;
      throw new WxError({
        code: 'ERR_NETWORK',
        message: `the request to ${endpoint} failed${causeCode ? `: ${causeCode}` : ''}`,
        endpoint,
        retryable: repeatable,
        ...(causeCode && { causeCode }),
      });
    });
    try {
      return await abortable(this.inTime(transfer, endpoint, repeatable), signal);
    } catch (error) {
      // No one waits for the rest any more.
      controller.abort();
      throw error;
    }
  }

  /**
   * What must settle in time.
   *
   * @throws {WxError} `ERR_TIMEOUT`
   */
  async inTime<T>(promise: PromiseLike<T>, endpoint: string, repeatable: boolean): Promise<T> {
    let timer: unknown;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const message = `no answer from ${endpoint} within ${this.#timeoutMs} ms`;
        reject(new WxError({ code: 'ERR_TIMEOUT', message, endpoint, retryable: repeatable }));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([promise, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #transfer(request: HttpRequest, signal: unknown) {
    const { method, url, headers, body } = ownOf(request);
    // A fetch that is called as a method of something else refuses to work in some hosts.
    const fetch = this.#fetch;
    // The host reads more names than these.
    const init: FetchInit = ownOf({ method, headers, redirect: 'manual', signal });
    if (body !== undefined) init.body = body;
    const reply = await fetch(this.#at(url), init);
    return { status: reply.status, body: await readBody(reply) };
  }

  #at(url: string): string {
    return this.#baseUrl ? this.#baseUrl + url.slice(url.indexOf('/', 'https://'.length)) : url;
  }
}

/** Calls the caller's own code, which is told something and must not break anything. */
export function quietly(run: () => unknown): void {
  const running = async () => run();
  running().catch(() => {});
}

function isBase(url: unknown): boolean {
  return typeof url === 'string' && /^https?:\/\/[^\s?#]+$/.test(url);
}

/** The longest time that timers can be set to. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Looked up at each call, so that a replacement counts. */
const hostFetch: Fetch = (url, init) => {
  const { fetch } = globalThis;
  if (!fetch) throw invalidArgument('fetch', 'is required: this host has no fetch');
  return fetch(url, init);
};

/** A promise that ends when the caller aborts, with the caller's reason. */
export async function abortable<T>(promise: PromiseLike<T>, signal?: Signal): Promise<T> {
  if (!signal) return promise;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Chunks of a body, of the web's streams or of Node's. */
type Chunks = AsyncIterable<Uint8Array>;

interface WebStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array }>;
    cancel(): Promise<unknown>;
  };
}

async function readBody(reply: FetchReply): Promise<Uint8Array> {
  const body = propertyOf(reply, 'body');
  if (isWebStream(body)) return join(chunksOf(body));
  if (isChunks(body)) return join(body);
  return new Uint8Array(await reply.arrayBuffer());
}

function isWebStream(body: unknown): body is WebStream {
  return isObject(body) && typeof body.getReader === 'function';
}

function isChunks(body: unknown): body is Chunks {
  return isObject(body) && typeof body[Symbol.asyncIterator] === 'function';
}

async function* chunksOf(stream: WebStream): Chunks {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      if (value) yield value;
    }
  } finally {
    // Stopped half-way: what is left is not wanted.
    if (!isDone) await reader.cancel();
  }
}

/** Joins chunks, until there are more than anybody will look at. */
async function join(chunks: Chunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MAX_REPLY_BYTES) break;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What hosts call their failures. Nothing else of their errors is safe: they hold the URL. */
const CAUSE_CODE = /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[A-Z][a-z]+(?:[A-Z][a-z]+)*)$/;
const MAX_CAUSE_CODE = 40;

/** The code of a host's error, or of what caused it. */
export function causeCodeOf(error: unknown): string | undefined {
  try {
    for (let at = error, depth = 0; isObject(at) && depth < 5; depth++) {
      const code = propertyOf(at, 'code');
      if (typeof code === 'string' && code.length <= MAX_CAUSE_CODE && CAUSE_CODE.test(code)) {
        return code;
      }
      at = propertyOf(at, 'cause');
    }
  } catch {
    // An error that cannot be read has no code.
  }
  return undefined;
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
