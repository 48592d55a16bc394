import { aNumber, pick } from './arguments.js';
import type { CallOptions } from './call-options.js';
import type { Lang, OfficialAccountEndpoints, UserInfoResponse } from './generated.js';

/** How {@link Followers} start. */
export interface FollowersOptions extends CallOptions {
  /** Goes on where another list was: its `cursor`. */
  cursor?: string | undefined;
}

/** How {@link Users} are asked for. */
export interface UsersOptions extends CallOptions {
  /** How many requests of 100 users are under way at a time, 1 to 20. Default: 4. */
  concurrency?: number;
  /** The language of the users' regions. */
  lang?: Lang;
}

/** What remembers where it is. */
interface Resumable {
  readonly cursor?: string | undefined;
}

/** The followers of an official account, page by page. */
export class Followers implements AsyncIterable<string>, Resumable {
  readonly #account: Pick<OfficialAccountEndpoints, 'getFans'>;
  readonly #options: FollowersOptions;
  #cursor: string | undefined;

  /** @internal */
  constructor(account: Pick<OfficialAccountEndpoints, 'getFans'>, options: FollowersOptions = {}) {
    this.#account = account;
    this.#options = pick('options', options, { cursor: true, signal: true });
    this.#cursor = this.#options.cursor;
  }

  /**
   * The page that the last openid is from. Who goes on from here gets that page once more, and misses nobody.
   * `undefined` is the first page.
   */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** @throws {WxError} `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, … */
  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    let next = this.#options.cursor ?? '';
    for (;;) {
      const page = await this.#account.getFans({ next_openid: next }, callOptions(this.#options));
      const openids = page.data?.openid ?? [];
      if (openids.length > 0) this.#cursor = next || undefined;
      yield* openids;
      const { count, next_openid = '' } = page;
      // The page after the last has no data. A server that goes in circles is left.
      if (count === 0 || openids.length === 0 || !next_openid || next_openid === next) return;
      next = next_openid;
    }
  }
}

/** WeChat's limit for one request. */
const CHUNK = 100;
const MAX_CONCURRENCY = 20;

/** What an official account knows of users, in the order in which they were named. */
export class Users implements AsyncIterable<UserInfoResponse>, Resumable {
  readonly #account: Pick<OfficialAccountEndpoints, 'batchUserInfo'>;
  readonly #concurrency: number;
  readonly #openids: (Iterable<string> | AsyncIterable<string>) & Resumable;
  readonly #options: UsersOptions;
  #cursor: string | undefined;

  /** @internal */
  constructor(
    account: Pick<OfficialAccountEndpoints, 'batchUserInfo'>,
    openids: Iterable<string> | AsyncIterable<string>,
    options: UsersOptions = {},
  ) {
    this.#account = account;
    this.#options = pick('options', options, { concurrency: true, lang: true, signal: true });
    this.#concurrency = aNumber('concurrency', this.#options.concurrency ?? 4, 1, MAX_CONCURRENCY);
    this.#openids = openids;
  }

  /**
   * Where the followers were when the last user's openid was taken from them: `account.followers({ cursor })`
   * goes on from there and misses nobody. Of openids that have no cursor: `undefined`.
   */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** @throws {WxError} `ERR_API` (one openid of another account fails its whole chunk), `ERR_NETWORK`, … */
  async *[Symbol.asyncIterator](): AsyncGenerator<UserInfoResponse, void, undefined> {
    const chunks = this.#chunks();
    const underWay: Promise<Answered | undefined>[] = [];
    const launch = () => {
      const answer = chunks.next().then(({ value }) => value && this.#ask(value));
      // A failure is told when its turn comes.
      answer.catch(() => {});
      underWay.push(answer);
    };
    try {
      while (underWay.length < this.#concurrency) launch();
      for (;;) {
        const answer = await underWay.shift();
        if (!answer) return;
        launch();
        this.#cursor = answer.cursor;
        yield* answer.users;
      }
    } finally {
      await chunks.return(undefined);
    }
  }

  async *#chunks(): AsyncGenerator<Chunk, undefined> {
    let openids: string[] = [];
    let cursor: string | undefined;
    for await (const openid of this.#openids) {
      if (openids.length === 0) cursor = this.#openids.cursor;
      if (openids.push(openid) === CHUNK) {
        yield { cursor, openids };
        openids = [];
      }
    }
    if (openids.length > 0) yield { cursor, openids };
    return undefined;
  }

  async #ask({ cursor, openids }: Chunk): Promise<Answered> {
    const { lang } = this.#options;
    const user_list = openids.map((openid) => (lang ? { openid, lang } : { openid }));
    const { user_info_list } = await this.#account.batchUserInfo(
      { user_list },
      callOptions(this.#options),
    );
    return { cursor, users: user_info_list };
  }
}

/** Up to 100 openids, and where the first of them was found. */
interface Chunk {
  cursor: string | undefined;
  openids: string[];
}

interface Answered {
  cursor: string | undefined;
  users: UserInfoResponse[];
}

function callOptions({ signal }: CallOptions): CallOptions {
  return signal ? { signal } : {};
}
