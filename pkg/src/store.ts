import { aFunction, aNumber, hasMethods, ownOf } from './arguments.js';
import { invalidArgument, WxError } from './error.js';
import { causeCodeOf, quietly } from './http.js';

/**
 * Shares tokens and sessions among processes: anything with the shape of Keyv, on Redis,
 * PostgreSQL, SQLite or memcached. Values are strings, and `ttlMs` is how long they are valid, in
 * whole milliseconds. `get` of a missing key returns `undefined` or `null`; a failure must reject.
 * Values hold secrets; keys do not.
 */
export interface Store {
  get(key: string): unknown;
  set(key: string, value: string, ttlMs: number): unknown;
  delete(key: string): unknown;
}

/**
 * A failure of a store. It has only the code of the store's error, whose message may hold keys and
 * values.
 */
export interface StoreFailure {
  operation: 'get' | 'set' | 'delete';
  /**
   * `timeout`: the store did not answer in time. It is not called again for a second; calls within
   * it are not reported. `corrupt`: the store returned something that was not put into it.
   */
  reason: 'failed' | 'timeout' | 'corrupt';
  /** What the store calls its failure, such as `ECONNREFUSED`. */
  causeCode?: string;
}

/** A store, how long to wait for it, and what to call when it fails. */
export interface StoreOptions {
  /** Default: only the memory of this process. */
  store?: Store | undefined;
  /** How long each answer of the store may take, in milliseconds. Default: 1000. */
  storeTimeoutMs?: number | undefined;
  /**
   * Called when the store fails or hangs. Default: one warning (`process.emitWarning`, or
   * `console.warn`).
   */
  onStoreFailure?: ((failure: StoreFailure) => void) | undefined;
}

/** Tells of a failure, and never fails itself. */
export type Tell = (failure: StoreFailure) => void;

/** Keeps texts by their keys. */
export interface TextStore {
  get(key: string): PromiseLike<string | undefined> | string | undefined;
  /** `must`: rejects if the store does not take it, even where memory would do. */
  set(key: string, text: string, ttlMs: number, must?: 'must'): PromiseLike<void> | void;
  delete(key: string): PromiseLike<void> | void;
}

/** After a store has timed out: how long it is left alone, in milliseconds. */
const REST_MS = 1000;

const MAX_TIMEOUT_MS = 60_000;

/** A store that answers in time, or tells why not and rejects. */
export class GuardedStore implements TextStore {
  readonly #store: Store;
  readonly #timeoutMs: number;
  readonly #tell: Tell;
  readonly #now: () => number;
  /** When it timed out, or when a call last tried whether it answers again. */
  #restsFrom: number | undefined;

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(
    store: Store,
    { storeTimeoutMs = 1000 }: StoreOptions,
    { tell, now }: { tell: Tell; now: () => number },
  ) {
    if (!hasMethods(store, ['get', 'set', 'delete'])) {
      throw invalidArgument('store', 'must have get(), set() and delete(), as Keyv has');
    }
    this.#store = store;
    this.#timeoutMs = aNumber('storeTimeoutMs', storeTimeoutMs, 1, MAX_TIMEOUT_MS);
    this.#tell = tell;
    this.#now = now;
  }

  /** @throws {WxError} `ERR_STORE_UNAVAILABLE` */
  async get(key: string): Promise<string | undefined> {
    return textOf(await this.#ask('get', () => this.#store.get(key)));
  }

  /** @throws {WxError} `ERR_STORE_UNAVAILABLE` */
  async set(key: string, text: string, ttlMs: number): Promise<void> {
    const set = () => this.#store.set(key, text, Math.max(1, Math.ceil(ttlMs)));
    const done = await this.#ask('set', set);
    // Keyv, unless it is told to throw, says so with `false`. Of a deletion that is: was not there.
    if (done === false) throw this.#failed({ operation: 'set', reason: 'failed' });
  }

  /** @throws {WxError} `ERR_STORE_UNAVAILABLE` */
  async delete(key: string): Promise<void> {
    await this.#ask('delete', () => this.#store.delete(key));
  }

  async #ask(operation: StoreFailure['operation'], run: () => unknown): Promise<unknown> {
    if (this.#isResting()) {
      throw unavailable(operation, 'is not asked again so soon after it timed out');
    }
    const outcome = await settle(run, this.#timeoutMs);
    if (outcome.ok) {
      this.#restsFrom = undefined;
      return outcome.value;
    }
    if (outcome.failure.reason === 'timeout') this.#restsFrom = this.#now();
    throw this.#failed({ operation, ...outcome.failure });
  }

  /**
   * Callers must not wait for one timeout each: nobody asks until the rest is over, and then one
   * who tries.
   */
  #isResting(): boolean {
    if (this.#restsFrom === undefined) return false;
    const now = this.#now();
    const restedMs = now - this.#restsFrom;
    // A clock that is set back makes it no longer.
    if (restedMs >= 0 && restedMs < REST_MS) return true;
    this.#restsFrom = now;
    return false;
  }

  #failed(failure: StoreFailure): WxError {
    const { operation, reason, causeCode } = ownOf(failure);
    this.#tell(failure);
    if (reason === 'timeout') {
      return unavailable(operation, `did not answer within ${this.#timeoutMs} ms`);
    }
    return unavailable(operation, `failed${causeCode ? `: ${causeCode}` : ''}`, causeCode);
  }
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function teller({ onStoreFailure }: StoreOptions): Tell {
  const hook = onStoreFailure && aFunction('onStoreFailure', onStoreFailure);
  let hasWarned = false;
  const warnOnce: Tell = (failure) => {
    if (!hasWarned) warn(failure);
    hasWarned = true;
  };
  return (failure) => quietly(() => (hook ?? warnOnce)(failure));
}

function warn(failure: StoreFailure): void {
  const { operation, reason, causeCode } = ownOf(failure);
  const problem = reason === 'corrupt' ? 'gave what was not put into it' : `did not ${operation}`;
  const what = causeCode ? `${reason}, ${causeCode}` : reason;
  const message = `wx-unionid: the store ${problem} (${what}). This is said once: onStoreFailure is told each time.`;
  const { process } = globalThis;
  if (typeof process?.emitWarning === 'function') {
    process.emitWarning(message);
  } else {
    console.warn(message);
  }
}

function unavailable(
  operation: StoreFailure['operation'],
  problem: string,
  causeCode?: string,
): WxError {
  return new WxError({
    code: 'ERR_STORE_UNAVAILABLE',
    message: `the store, asked to ${operation}, ${problem}`,
    operation,
    ...(causeCode && { causeCode }),
  });
}

type Outcome =
  | { ok: true; value: unknown }
  | { ok: false; failure: Omit<StoreFailure, 'operation'> };

async function settle(run: () => unknown, timeoutMs: number): Promise<Outcome> {
  let timer: unknown;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, failure: { reason: 'timeout' } }), timeoutMs);
  });
  const attempt = async (): Promise<Outcome> => {
    try {
      return { ok: true, value: await run() };
    } catch (error) {
      const causeCode = causeCodeOf(error);
      return { ok: false, failure: { reason: 'failed', ...(causeCode && { causeCode }) } };
    }
  };
  try {
    return await Promise.race([attempt(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Some stores parse what looks like JSON. A value that is not ours counts as unreadable. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
