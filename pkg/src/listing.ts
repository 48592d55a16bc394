import { aNumber, hasMethods, pick } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { signalOf } from './client.js';
import { invalidArgument } from './error.js';
import type { Lang, OfficialAccountEndpoints, UserInfoResponse } from './generated/types.js';
import { abortable } from './http.js';

/** Where {@link Followers} start. */
export interface FollowersOptions extends CallOptions {
  /** Continues an earlier list: pass its `cursor`. */
  cursor?: string | undefined;
}

/** How {@link Users} are requested. */
export interface UsersOptions extends CallOptions {
  /** How many requests, of 100 users each, run at the same time: 1 to 20. Default: 4. */
  concurrency?: number | undefined;
  /** The language of the users' regions. */
  lang?: Lang | undefined;
}

/** The openids of an official account's followers, page by page. */
export interface Followers {
  /** The last openid that was yielded. A list with this `cursor` continues after it. */
  readonly cursor: string | undefined;
  /** @throws {WxError} `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, … */
  [Symbol.asyncIterator](): AsyncGenerator<string, void, undefined>;
}

/**
 * What an official account knows about users, in the order of the given openids. Users that WeChat omits from its
 * reply are omitted here.
 */
export interface Users {
  /** The openid of the last user that was yielded: `account.followers({ cursor })` continues after it. */
  readonly cursor: string | undefined;
  /**
   * @throws {WxError} `ERR_API` (one openid of another account fails its whole chunk), `ERR_NETWORK`, … What the
   * caller's own openids throw passes through.
   */
  [Symbol.asyncIterator](): AsyncGenerator<UserInfoResponse, void, undefined>;
}

export class FollowerList implements Followers {
  readonly #account: Pick<OfficialAccountEndpoints, 'getFans'>;
  readonly #options: FollowersOptions;
  #cursor: string | undefined;

  constructor(account: Pick<OfficialAccountEndpoints, 'getFans'>, options: FollowersOptions = {}) {
    this.#account = account;
    this.#options = pick('options', options, { cursor: true, signal: true });
    signalOf(callOptions(this.#options));
    const { cursor } = this.#options;
    if (cursor !== undefined && typeof cursor !== 'string') {
      throw invalidArgument('cursor', 'must be the cursor of an earlier list');
    }
    this.#cursor = cursor;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    let next = this.#options.cursor ?? '';
    const asked = new Set([next]);
    for (;;) {
      const page = await this.#account.getFans({ next_openid: next }, callOptions(this.#options));
      const openids = page.data?.openid ?? [];
      for (const openid of openids) {
        this.#cursor = openid;
        yield openid;
      }
      const { count, next_openid = '' } = page;
      // The page after the last has no data. A server that goes in circles is left.
      if (count === 0 || openids.length === 0 || !next_openid || asked.has(next_openid)) return;
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
  readonly #options: UsersOptions;
  #cursor: string | undefined;

  constructor(
    account: Pick<OfficialAccountEndpoints, 'batchUserInfo'>,
    openids: Iterable<string> | AsyncIterable<string>,
    options: UsersOptions = {},
  ) {
    this.#account = account;
    this.#options = pick('options', options, { concurrency: true, lang: true, signal: true });
    signalOf(callOptions(this.#options));
    this.#concurrency = aNumber('concurrency', this.#options.concurrency ?? 4, 1, MAX_CONCURRENCY);
    if (!Number.isInteger(this.#concurrency)) {
      throw invalidArgument('concurrency', 'must be a whole number');
    }
    if (!isIterable(openids)) throw invalidArgument('openids', 'must be a list of openids');
    this.#openids = openids;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<UserInfoResponse, void, undefined> {
    const state = { isDone: false };
    const chunks = this.#chunks(state);
    const underWay: Promise<UserInfoResponse[] | undefined>[] = [];
    const launch = () => {
      const users = chunks.next().then(({ value }) => {
        return value && !state.isDone ? this.#ask(value) : undefined;
      });
      // A failure is told when its turn comes.
      users.catch(() => {});
      underWay.push(users);
    };
    try {
      while (underWay.length < this.#concurrency) launch();
      for (;;) {
        const users = await abortable(underWay.shift() ?? NOTHING, this.#options.signal);
        if (!users) return;
        launch();
        for (const user of users) {
          this.#cursor = user.openid;
          yield user;
        }
      }
    } finally {
      state.isDone = true;
      // It ends when the openids that it waits for have come, which may be never.
      chunks.return(undefined).catch(() => {});
    }
  }

  async *#chunks(state: { isDone: boolean }): AsyncGenerator<string[], undefined> {
    let openids: string[] = [];
    for await (const openid of this.#openids) {
      if (state.isDone) return undefined;
      if (openids.push(openid) === CHUNK) {
        yield openids;
        openids = [];
      }
    }
    if (openids.length > 0) yield openids;
    return undefined;
  }

  async #ask(openids: string[]): Promise<UserInfoResponse[]> {
    const { lang } = this.#options;
    const user_list = openids.map((openid) => (lang ? { openid, lang } : { openid }));
    const reply = await this.#account.batchUserInfo({ user_list }, callOptions(this.#options));
    // WeChat promises no order.
    const users = new Map(reply.user_info_list.map((user) => [user.openid, user]));
    return openids.flatMap((openid) => users.get(openid) ?? []);
  }
}

/** A text is a list of its characters, which nobody means. */
function isIterable(value: unknown): boolean {
  const isList = hasMethods(value, [Symbol.iterator]) || hasMethods(value, [Symbol.asyncIterator]);
  return typeof value === 'object' && isList;
}

function callOptions({ signal }: CallOptions): CallOptions {
  return { signal };
}
