import type { EndpointName } from '../index.js';
import {
  anyText,
  check,
  flag,
  isObject,
  oneOf,
  type Rule,
  type Rules,
  text,
  wholeNumber,
} from './check.js';
import { endpoints } from './endpoints.js';

/** A failure of the servers. */
export type ServerFailure = {
  /** The name of the endpoint. Default: any. */
  endpoint?: EndpointName | undefined;
  /** In place of `endpoint`: a path, such as `/wxa/getpaidunionid`. */
  path?: string | undefined;
  /** How often. `Infinity` is for ever. Default: once. */
  times?: number | undefined;
  /**
   * Handles the request but loses the reply: a code is then used up. Default: fails before the
   * request is handled.
   */
  afterwards?: boolean | undefined;
} & (
  | {
      /** WeChat refuses with this errcode. */
      errcode: number;
      /** Default: WeChat's text. */
      errmsg?: string | undefined;
    }
  | {
      /** An HTTP status, as from a gateway. */
      status: number;
      /** Default: some HTML. */
      body?: string | undefined;
    }
  | {
      /** No reply at all: `true`, or the host's error code, such as `ECONNRESET`. */
      networkError: true | string;
    }
);

/** The functions of `wx` that can be made to fail. */
const clientApis = [
  'login',
  'pluginLogin',
  'checkSession',
  'getUserInfo',
  'getUserProfile',
  'getWeRunData',
  'getShareInfo',
  'getGroupEnterInfo',
  'getChatToolInfo',
  'authPrivateMessage',
  'getPhoneNumber',
  'getRealtimePhoneNumber',
] as const;

/** One of them. */
export type ClientApi = (typeof clientApis)[number];

/** A failure of the client. */
export interface ClientFailure {
  /** The function of `wx`, such as `login`. */
  wx: ClientApi;
  /** What comes after `fail` in `errMsg`. Default: `system error`. */
  reason?: string | undefined;
  /** For example 1400001: the quota of phone numbers is used up. */
  errno?: number | undefined;
  /** How often. `Infinity` is for ever. Default: once. */
  times?: number | undefined;
}

/** A failure that a test simulates. */
export type Failure = ServerFailure | ClientFailure;

/** The failures that are still to come. */
export class Failures {
  readonly #coming: { failure: Failure; left: number }[] = [];

  /** Ends it when that is called. */
  add(failure: Failure): () => void {
    checkFailure(failure);
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

/** The statuses of replies that HTTP gives no body. */
export const bodiless: readonly number[] = [204, 205, 304];

const times: Rule = {
  fits: (value) => typeof value === 'number' && value > 0,
  must: 'more than 0',
};

const ofClient: Rules = {
  wx: oneOf(clientApis),
  reason: text,
  errno: { fits: Number.isInteger, must: 'a whole number' },
  times,
};

const ofServer: Rules = {
  endpoint: oneOf(Object.keys(endpoints)),
  path: { fits: (value) => /^\//.test(String(value)), must: 'a path, which begins with /' },
  times,
  afterwards: flag,
};

/** Each kind, and what goes with it. */
const kinds: Record<string, Rules> = {
  errcode: {
    errcode: {
      fits: (value) => Number.isInteger(value) && value !== 0,
      must: 'a whole number other than 0',
    },
    errmsg: text,
  },
  status: { status: wholeNumber(200, 599), body: anyText },
  networkError: {
    networkError: { fits: (value) => value === true || text.fits(value), must: 'true or a string' },
  },
};

/** @throws {TypeError} If nothing could come of it. */
function checkFailure(failure: Failure): void {
  const what = 'a failure';
  if (!isObject(failure) || 'wx' in failure) {
    check(what, failure, ofClient);
    return;
  }
  const [kind = '', another] = Object.keys(kinds).filter((kind) => kind in failure);
  if (kind === '' || another !== undefined) {
    throw new TypeError('a failure has exactly one of errcode, status and networkError');
  }
  check(what, failure, { ...ofServer, ...kinds[kind] });
  const { endpoint, path } = failure as ServerFailure;
  if (endpoint !== undefined && path !== undefined) {
    throw new TypeError('a failure has an endpoint or a path, not both');
  }
  if ('status' in failure && bodiless.includes(failure.status) && failure.body !== undefined) {
    throw new TypeError(`a reply with status ${failure.status} has no body`);
  }
}
