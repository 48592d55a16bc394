import type { EndpointName } from '../index.js';
import { endpoints } from './endpoints.js';

/** What a test lets go wrong on the server's side. */
export type ServerFailure = {
  /** WeChat's name of the interface. Default: whatever is asked next. */
  endpoint?: EndpointName | undefined;
  /** In place of `endpoint`: a path, such as `/wxa/getpaidunionid`. */
  path?: string | undefined;
  /** How often. `Infinity` is for ever. Default: once. */
  times?: number | undefined;
  /**
   * Does what was asked, and loses the answer: a code is spent then, though nobody knows. Default: fails before
   * anything is done.
   */
  afterwards?: boolean | undefined;
} & (
  | {
      /** WeChat refuses with this errcode. */
      errcode: number;
      /** In WeChat's words, by default. */
      errmsg?: string | undefined;
    }
  | {
      /** An HTTP status, of something between us and WeChat. */
      status: number;
      /** Default: some HTML. */
      body?: string | undefined;
    }
  | {
      /** No answer at all: `true`, or what the host calls it, such as `ECONNRESET`. */
      networkError: true | string;
    }
);

/** A function of `wx` that can be made to fail. */
export type ClientApi =
  | 'login'
  | 'pluginLogin'
  | 'checkSession'
  | 'getUserInfo'
  | 'getUserProfile'
  | 'getWeRunData'
  | 'getShareInfo'
  | 'getGroupEnterInfo'
  | 'getChatToolInfo'
  | 'authPrivateMessage'
  | 'getPhoneNumber'
  | 'getRealtimePhoneNumber';

/** What a test lets go wrong on the client's side. */
export interface ClientFailure {
  /** The function of `wx`, such as `login`. */
  wx: ClientApi;
  /** What comes after `fail` in `errMsg`. Default: `system error`. */
  reason?: string | undefined;
  /** Such as 1400001, where the quota of phone numbers is used up. */
  errno?: number | undefined;
  /** How often. `Infinity` is for ever. Default: once. */
  times?: number | undefined;
}

/** What a test lets go wrong. */
export type Failure = ServerFailure | ClientFailure;

/** The failures that are still to come. */
export class Failures {
  readonly #coming: { failure: Failure; left: number }[] = [];

  /** Ends it when that is called. */
  add(failure: Failure): () => void {
    check(failure);
    const entry = { failure, left: failure.times ?? 1 };
    this.#coming.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  ofServer(path: string): ServerFailure | undefined {
    return this.#take(
      (failure) => !('wx' in failure) && [undefined, path].includes(pathOf(failure)),
    );
  }

  ofClient(name: ClientApi): ClientFailure | undefined {
    return this.#take((failure) => 'wx' in failure && failure.wx === name);
  }

  /** The first that fits, and one time less of it. */
  #take<F extends Failure>(fits: (failure: Failure) => boolean): F | undefined {
    const entry = this.#coming.find(({ failure, left }) => left > 0 && fits(failure));
    if (entry) entry.left--;
    return entry?.failure as F | undefined;
  }
}

function pathOf({ endpoint, path }: ServerFailure): string | undefined {
  return endpoint === undefined ? path : endpoints[endpoint].path;
}

function check(failure: Failure): void {
  const { times = 1 } = failure;
  if (!(times > 0)) throw new TypeError('times must be more than 0');
  if ('wx' in failure) return;
  const { endpoint } = failure;
  if (endpoint !== undefined && !Object.hasOwn(endpoints, endpoint)) {
    throw new TypeError(
      `there is no endpoint ${endpoint}: there are ${Object.keys(endpoints).join(', ')}`,
    );
  }
  const kinds = ['errcode', 'status', 'networkError'].filter((kind) => kind in failure);
  if (kinds.length !== 1)
    throw new TypeError('a failure is one of errcode, status and networkError');
}
