import { aFunction, aNumber, hasMethods, ownOf, pick, tableOf } from './arguments.js';
import type { CallOptions, Signal } from './call-options.js';
import { signalOf } from './client.js';
import { invalidArgument, WxError } from './error.js';
import type { Lang, OfficialAccountEndpoints, UserInfoResponse } from './generated/types.js';
import { abortable } from './http.js';

/** How often requests that only read are repeated. */
export interface RepeatOptions extends CallOptions {
  /**
   * How often a request is repeated if WeChat is busy (-1), the connection or a gateway fails (502
   * to 504), or the reply is late: 0 to 10. Default: 3.
   */
  retries?: number | undefined;
  /**
   * Waits before a request is repeated: 1000 milliseconds, then twice as long each time, at most
   * 60,000. Default: a timer. `signal` ends the wait.
   */
  wait?: ((ms: number) => PromiseLike<unknown>) | undefined;
}

/** Where {@link Followers} start. */
export interface FollowersOptions extends RepeatOptions {
  /**
   * Continues an earlier list: pass its `cursor`. WeChat does not say what it answers if the
   * follower of the cursor has left. If it is an error (40003) or an empty list, start again
   * without a cursor.
   */
  cursor?: string | undefined;
}

/** An openid that WeChat does not take: of another account, or none at all. */
export interface InvalidOpenid {
  openid: string;
  /** `ERR_API` with 40003, or `ERR_INVALID_ARGUMENT` for what is no text. */
  error: WxError;
}

/** How {@link Users} are requested. */
export interface UsersOptions extends RepeatOptions {
  /**
   * Called with each openid that WeChat does not take. It is looked for in its chunk by halves,
   * with up to 14 more requests, and left out. What this throws ends the list. Default: the error
   * ends the list.
   */
  onInvalid?: ((invalid: InvalidOpenid) => unknown) | undefined;
  /** How many requests, of 100 users each, run at the same time: 1 to 20. Default: 4. */
  concurrency?: number | undefined;
  /** The language of the users' regions. */
  lang?: Lang | undefined;
}

/** The openids of an official account's followers, page by page. */
export interface Followers {
  /**
   * The last openid that was yielded; before, the `cursor` that was given. A list with it continues
   * after it.
   */
  readonly cursor: string | undefined;
  /** @throws {WxError} `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, … */
  [Symbol.asyncIterator](): AsyncGenerator<string, void, undefined>;
}

/**
 * What an official account knows about users, in the order of the given openids. Users that WeChat
 * omits from its reply are omitted here.
 */
export interface Users {
  /**
   * The openid of the last user that was yielded: `account.followers({ cursor })` continues after
   * it. Before, that of the followers that were passed, if they are followers.
   */
  readonly cursor: string | undefined;
  /**
   * @throws {WxError} `ERR_API` (without `onInvalid`, one openid of another account fails its whole
   * chunk), `ERR_NETWORK`, … What the caller's own openids throw passes through.
   */
  [Symbol.asyncIterator](): AsyncGenerator<UserInfoResponse, void, undefined>;
}

export class FollowerList implements Followers {
  readonly #account: Pick<OfficialAccountEndpoints, 'getFans'>;
  readonly #start: string | undefined;
  readonly #repeating: Repeating;
  #cursor: string | undefined;

  constructor(account: Pick<OfficialAccountEndpoints, 'getFans'>, options: FollowersOptions = {}) {
    this.#account = account;
    const { cursor, ...picked } = pick('options', options, followersNames);
    this.#repeating = new Repeating(picked);
    if (cursor !== undefined && typeof cursor !== 'string') {
      throw invalidArgument('cursor', 'must be the cursor of an earlier list');
    }
    this.#start = cursor;
    this.#cursor = cursor;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    this.#cursor = this.#start;
    let next = this.#start ?? '';
    const asked = new Set([next]);
    for (;;) {
      const page = ownOf(
        await this.#repeating.run((options) =>
          this.#account.getFans({ next_openid: next }, options),
        ),
      );
      const openids = page.data?.openid ?? [];
      for (const openid of openids) {
        // An old sample of WeChat's begins with a blank one.
        if (!openid) continue;
        this.#cursor = openid;
        yield openid;
      }
      const { next_openid = '' } = page;
      // The page after the last has no data. A server that goes in circles is left.
      if (openids.length === 0 || !next_openid || asked.has(next_openid)) return;
      asked.add(next_openid);
      next = next_openid;
    }
  }
}

const NOTHING = Promise.resolve(undefined);

/** WeChat's limit for one request. */
const CHUNK = 100;
const MAX_CONCURRENCY = 20;

export class UserList implements Users {
  readonly #account: Pick<OfficialAccountEndpoints, 'batchUserInfo'>;
  readonly #concurrency: number;
  readonly #openids: Iterable<string> | AsyncIterable<string>;
  readonly #lang: Lang | undefined;
  readonly #onInvalid: UsersOptions['onInvalid'];
  readonly #repeating: Repeating;
  #cursor: string | undefined;

  constructor(
    account: Pick<OfficialAccountEndpoints, 'batchUserInfo'>,
    openids: Iterable<string> | AsyncIterable<string>,
    options: UsersOptions = {},
  ) {
    this.#account = account;
    const { concurrency = 4, lang, onInvalid, ...picked } = pick('options', options, userNames);
    this.#repeating = new Repeating(picked);
    this.#concurrency = aWholeNumber('concurrency', concurrency, 1, MAX_CONCURRENCY);
    this.#lang = lang;
    this.#onInvalid = onInvalid && aFunction('onInvalid', onInvalid);
    if (!isIterable(openids)) throw invalidArgument('openids', 'must be a list of openids');
    this.#openids = openids;
    if (openids instanceof FollowerList) this.#cursor = openids.cursor;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<UserInfoResponse, void, undefined> {
    // Once the caller has what it wanted, nobody waits for the rest.
    const ended = new AbortController();
    const chunks = this.#chunks(ended.signal);
    const underWay: Promise<UserInfoResponse[] | undefined>[] = [];
    let start = 0;
    const launch = () => {
      const at = start;
      start += CHUNK;
      const users = chunks.next().then(({ value }) => {
        if (!value || ended.signal.aborted) return undefined;
        return this.#ask(value, ended.signal).catch((error) => {
          throw inList(error, at);
        });
      });
      // A failure is told when its turn comes.
      users.catch(() => {});
      underWay.push(users);
    };
    try {
      while (underWay.length < this.#concurrency) launch();
      for (;;) {
        const users = await abortable(underWay.shift() ?? NOTHING, this.#repeating.signal);
        if (!users) return;
        launch();
        for (const user of users) {
          this.#cursor = user.openid;
          yield user;
        }
      }
    } finally {
      ended.abort();
      // It ends when the openids that it waits for have come, which may be never.
      chunks.return(undefined).catch(() => {});
    }
  }

  async *#chunks(ended: Signal): AsyncGenerator<string[], undefined> {
    let openids: string[] = [];
    for await (const openid of this.#openids) {
      if (ended.aborted) return undefined;
      if (openids.push(openid) === CHUNK) {
        yield openids;
        openids = [];
      }
    }
    if (openids.length > 0) yield openids;
    return undefined;
  }

  /** Those of a chunk; and where one of them spoils it, of its halves. */
  async #ask(openids: string[], ended: Signal): Promise<UserInfoResponse[]> {
    try {
      return await this.#repeating.run((options) => this.#request(openids, options), ended);
    } catch (error) {
      const [openid = '', ...others] = openids;
      if (!this.#onInvalid || ended.aborted || !isOfOpenid(error)) throw error;
      if (others.length === 0) {
        await this.#onInvalid({ openid, error });
        return [];
      }
      const half = openids.length >> 1;
      const users = await this.#ask(openids.slice(0, half), ended);
      return [...users, ...(await this.#ask(openids.slice(half), ended))];
    }
  }

  async #request(openids: string[], options: CallOptions): Promise<UserInfoResponse[]> {
    const lang = this.#lang;
    const user_list = openids.map((openid) => (lang ? { openid, lang } : { openid }));
    const reply = await this.#account.batchUserInfo({ user_list }, options);
    // WeChat promises no order.
    const users = new Map(reply.user_info_list.map((user) => [user.openid, user]));
    return openids.flatMap((openid) => users.get(openid) ?? []);
  }
}

/** A text would be a list of its characters, which is never meant. */
function isIterable(value: unknown): boolean {
  const isList = hasMethods(value, [Symbol.iterator]) || hasMethods(value, [Symbol.asyncIterator]);
  return typeof value === 'object' && isList;
}

function aWholeNumber(argument: string, value: number, from: number, to: number): number {
  if (Number.isInteger(aNumber(argument, value, from, to))) return value;
  throw invalidArgument(argument, 'must be a whole number');
}

/** The same error, with the place in the whole list and not in a chunk. */
function inList(error: unknown, start: number): unknown {
  if (!(error instanceof WxError) || error.index === undefined) return error;
  const index = start + error.index;
  const message = error.message.replace(`(index ${error.index} of`, `(index ${index} of`);
  return new WxError({ ...error, message, index });
}

/** One openid is no good, and the others are not to blame. */
function isOfOpenid(error: unknown): error is WxError {
  if (!(error instanceof WxError)) return false;
  return error.errcode === 40003 || error.argument === 'openid';
}

const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 60_000;
const MAX_RETRIES = 10;

/** Repeats what only reads. */
class Repeating {
  readonly signal: CallOptions['signal'];
  readonly #retries: number;
  readonly #wait: RepeatOptions['wait'];

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(options: RepeatOptions) {
    const { retries = 3, wait, signal } = ownOf(options);
    this.signal = signalOf({ signal });
    this.#retries = aWholeNumber('retries', retries, 0, MAX_RETRIES);
    this.#wait = wait && aFunction('wait', wait);
  }

  /** Once it has `ended`, nobody wants the answer. */
  async run<T>(ask: (options: CallOptions) => Promise<T>, ended?: Signal): Promise<T> {
    for (let left = this.#retries, ms = FIRST_WAIT_MS; ; left--, ms *= 2) {
      try {
        return await ask({ signal: this.signal });
      } catch (error) {
        if (left === 0 || !passes(error)) throw error;
        await this.#pause(Math.min(ms, MAX_WAIT_MS), ended);
      }
    }
  }

  async #pause(ms: number, ended?: Signal): Promise<unknown> {
    let timer: unknown;
    const over = this.#wait
      ? this.#wait(ms)
      : new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms);
        });
    // What is outside hears of both ends, and lets go of the caller's signal.
    const waited = abortable(abortable(over, ended), this.signal);
    return waited.finally(() => clearTimeout(timer));
  }
}

/**
 * Whether it may be over in some seconds. A quota is not, and a stale token has been renewed
 * already.
 */
function passes(error: unknown): boolean {
  if (!(error instanceof WxError)) return false;
  return error.retryable === true && ['busy', undefined].includes(error.category);
}

const repeatNames = { retries: true, wait: true, signal: true } as const;

const followersNames = /* @__PURE__ */ tableOf<FollowersOptions>({ cursor: true, ...repeatNames });

const userNames = /* @__PURE__ */ tableOf<UsersOptions>({
  concurrency: true,
  lang: true,
  onInvalid: true,
  ...repeatNames,
});
