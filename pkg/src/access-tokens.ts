import { parseResponse, prepareRequest } from './api.js';
import { aClock, aWord, pick, tableOf } from './arguments.js';
import { invalidArgument, WxError } from './error.js';
import { Http, type HttpOptions } from './http.js';
import { refuseInBrowser } from './secrets.js';
import { GuardedStore, type StoreOptions, type Tell, teller } from './store.js';
import { CLOCK_SKEW_MS, Corrupt, isTime, readAs, type Shape, unlessCorrupt } from './stored.js';

/** Where a client gets its tokens from. */
export interface Tokens {
  /** The token of now. */
  get(): PromiseLike<string> | string;
  /** WeChat has refused this token: the next `get` should give another. */
  invalidate?(token: string): unknown;
}

/** How an {@link AccessTokens} gets and keeps its token. */
export interface AccessTokensOptions extends HttpOptions, StoreOptions {
  /** The app's id. */
  appid: string;
  /** The AppSecret. */
  secret: string;
  /**
   * `true`: getAccessToken in place of getStableAccessToken. Each of its calls ends the token
   * before it, so this is for one process only, with no other service that has the same app.
   * Default: `false`.
   */
  legacy?: boolean | undefined;
  /** The time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** Allows a secret in a page, where everybody can read it. Default: `false`. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/**
 * An app's token (接口调用凭据), kept and renewed. One request is under way per process, however many
 * callers wait; the token is renewed a few minutes before it ends; and where WeChat calls it stale,
 * once more.
 *
 * It asks for the stable token, which is the same for everybody who asks. So processes need not
 * agree on who renews it: with a shared `store`, mostly one does, and if two do, nothing breaks.
 */
export class AccessTokens implements Tokens {
  readonly #options: AccessTokensOptions;
  readonly #http: Http;
  readonly #store: GuardedStore | undefined;
  readonly #tell: Tell;
  readonly #key: string;
  readonly #now: () => number;
  #held: Held | undefined;
  #refused: string | undefined;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #denial: Denial | undefined;
  #flight: Promise<Held> | undefined;
  #forced: Promise<Held> | undefined;

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(options: AccessTokensOptions) {
    const picked = pick('options', options, optionNames);
    const { legacy, store, now = Date.now } = picked;
    refuseInBrowser(picked);
    if (legacy && store) {
      throw invalidArgument(
        'store',
        'cannot be combined with legacy, which is for a single process',
      );
    }
    this.#options = picked;
    const appid = aWord('appid', picked.appid);
    this.#http = new Http(picked);
    this.#key = ['wx-unionid', 'access-token', appid, ...strangerOf(picked.baseUrl)].join(':');
    this.#now = aClock(now);
    this.#tell = teller(picked);
    const guard = { tell: this.#tell, now: this.#now };
    this.#store = store === undefined ? store : new GuardedStore(store, picked, guard);
  }

  /**
   * The token of now: from memory, from the store, or from WeChat. Where WeChat refuses to give
   * one, and is not just busy, all calls of the next 10 seconds get that error.
   *
   * @throws {WxError} What WeChat says of the appid and secret (`ERR_API`), `ERR_NETWORK`,
   * `ERR_TIMEOUT`, …
   */
  async get(): Promise<string> {
    const held = this.#held;
    if (held && this.#now() < held.renewAt) return held.token;
    const denial = this.#denial;
    if (!held && denial && isWithin(RETRY_MS, denial.at, this.#now())) throw denial.error;
    const { token } = await this.#fly(() => this.#renew(held));
    return token;
  }

  /**
   * Says that WeChat has refused this token. The next `get` brings another, if this is still the
   * one that is held, once for each token, and once in a minute: whoever can provoke such refusals
   * does not use up the requests for tokens that WeChat allows in a day.
   */
  async invalidate(token: string): Promise<void> {
    if (this.#held?.token !== token || this.#refused === token) return;
    const now = this.#now();
    if (isWithin(REFUSAL_MS, this.#refusedAt, now)) return;
    this.#refused = token;
    this.#refusedAt = now;
    this.#held = undefined;
  }

  /**
   * Makes WeChat issue a new token, and ends the current one for everybody at once
   * (`force_refresh`). 20 times a day, at least 30 seconds apart. For the day on which a token has
   * leaked: nothing else here calls it.
   *
   * @throws {WxError} Like {@link get}.
   */
  async forceRefresh(): Promise<string> {
    if (this.#options.legacy) {
      throw invalidArgument(
        'legacy',
        'has no force_refresh: each call of getAccessToken makes a new token',
      );
    }
    this.#forced ??= this.#force().finally(() => {
      this.#forced = undefined;
    });
    const { token } = await this.#forced;
    return token;
  }

  async #force(): Promise<Held> {
    // A renewal that is under way would bring the old one. If it fails, its own caller is told.
    while (this.#flight) await this.#flight.catch(() => {});
    return this.#fly(() => this.#fetch(true));
  }

  #fly(run: () => Promise<Held>): Promise<Held> {
    this.#flight ??= run().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  async #renew(held: Held | undefined): Promise<Held> {
    const shared = await this.#read(held);
    if (shared) return shared;
    try {
      return await this.#fetch(false);
    } catch (error) {
      if (isDenied(error)) this.#denial = { error, at: this.#now() };
      // The old one still counts for a few minutes, and calls after that get the error.
      if (!held || held !== this.#held || this.#now() >= held.endsAt) throw error;
      held.renewAt = Math.min(held.endsAt, this.#now() + RETRY_MS);
      return held;
    }
  }

  /** The token that another process has put into the store, unless it is as old as ours. */
  async #read(held: Held | undefined): Promise<Held | undefined> {
    // A store that fails says so itself, and WeChat gives the same token.
    const text = await this.#store?.get(this.#key).catch(() => undefined);
    if (text === undefined) return undefined;
    const shared = await unlessCorrupt(this.#tell, async () => parse(text, this.#now()));
    if (!shared || shared.token === this.#refused || shared.token === held?.token) return undefined;
    const other = { ...shared, renewAt: renewalOf(shared) };
    if (other.renewAt <= this.#now()) return undefined;
    this.#held = other;
    return other;
  }

  async #fetch(force: boolean): Promise<Held> {
    const { appid, secret, legacy } = this.#options;
    const endpoint = legacy ? 'getAccessToken' : 'getStableAccessToken';
    const params = force ? { force_refresh: true } : {};
    const prepared = prepareRequest(endpoint, { appid, secret }, params);
    const errand = { ...prepared, endpoint, repeatable: true };
    const askedAt = this.#now();
    const { access_token: token, expires_in } = await this.#http.ask(errand, (reply) =>
      parseResponse(endpoint, reply),
    );
    const lifeMs = Math.min(Math.max(1, expires_in) * 1000, MAX_LIFE_MS);
    const shared = { token, lifeMs, endsAt: askedAt + lifeMs };
    const held = { ...shared, renewAt: renewalOf(shared) };
    this.#held = held;
    await this.#store?.set(this.#key, JSON.stringify(shared), lifeMs).catch(() => {});
    return held;
  }
}

const optionNames = /* @__PURE__ */ tableOf<AccessTokensOptions>({
  appid: true,
  secret: true,
  legacy: true,
  now: true,
  fetch: true,
  timeoutMs: true,
  baseUrl: true,
  onRequest: true,
  store: true,
  storeTimeoutMs: true,
  onStoreFailure: true,
  dangerouslyAllowBrowser: true,
});

/** A token as the store keeps it. Times are in milliseconds since 1970. */
interface Shared {
  token: string;
  lifeMs: number;
  endsAt: number;
}

interface Held extends Shared {
  renewAt: number;
}

/** WeChat's tokens live for two hours. No store makes one live for longer than this. */
const MAX_LIFE_MS = 24 * 3_600_000;

/** After a renewal that failed: when to try again. */
const RETRY_MS = 10_000;

/**
 * A token that WeChat refuses is given up once in this time: 1440 times a day, of 2000 that it
 * allows.
 */
const REFUSAL_MS = 60_000;

/** WeChat's refusal to give a token, and when that was. */
interface Denial {
  error: WxError;
  at: number;
}

function isDenied(error: unknown): error is WxError {
  return error instanceof WxError && error.code === 'ERR_API' && error.category !== 'busy';
}

/** Not so where the clock was set back. */
function isWithin(ms: number, from: number, now: number): boolean {
  return now >= from && now - from < ms;
}

/**
 * WeChat has a new token from 5 minutes before the old one ends. Somewhere in between, so that not
 * all processes ask at once. A token of a short life is renewed half-way.
 */
function renewalOf({ lifeMs, endsAt }: Shared): number {
  const earlyMs = 60_000 + Math.random() * 180_000;
  return endsAt - Math.min(earlyMs, lifeMs / 2);
}

const shape: Shape<Shared> = {
  // It goes into a URL.
  token: (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
  lifeMs: (value) => typeof value === 'number' && value > 0 && value <= MAX_LIFE_MS,
  endsAt: isTime,
};

/** @throws {Corrupt} Also if it would count for longer than its life. */
function parse(text: string, now: number): Shared {
  const shared = readAs(shape, text);
  if (shared.endsAt - now > shared.lifeMs + CLOCK_SKEW_MS) throw new Corrupt();
  return shared;
}

/**
 * The origin that a token is from where it is not WeChat's: it must not be sent to WeChat, nor
 * WeChat's to it.
 */
function strangerOf(baseUrl = 'https://api.weixin.qq.com'): string[] {
  const { protocol, hostname, host } = new URL(baseUrl);
  const isWeChat = protocol === 'https:' && hostname.endsWith('.weixin.qq.com');
  return isWeChat ? [] : [`${protocol}//${host}`];
}
