import { aFunction, hasMethods } from './arguments.js';
import { invalidArgument } from './error.js';
import { causeCodeOf } from './http.js';

/**
 * Where tokens and sessions are kept for all processes: anything of the shape of Keyv, be it Redis, PostgreSQL,
 * SQLite or memcached behind it. Values are texts, `ttlMs` is how long they count, in milliseconds. No key
 * holds a secret. Values do.
 */
export interface Store {
  get(key: string): unknown;
  set(key: string, value: string, ttlMs?: number): unknown;
  delete(key: string): unknown;
}

/** What a store did not do. Nothing of its error is here but a code: stores put keys and values into it. */
export interface StoreFailure {
  operation: 'get' | 'set' | 'delete';
  /** `timeout`: it had not settled within a second. */
  reason: 'failed' | 'timeout';
  /** What the store calls its failure, such as `ECONNREFUSED`. */
  causeCode?: string;
}

/** A store, and whom to tell when it fails. */
export interface StoreOptions {
  /** Default: the memory of this process alone. */
  store?: Store | undefined;
  /** Is told when the store fails or hangs. The call goes on with what is in memory. */
  onStoreFailure?: ((failure: StoreFailure) => void) | undefined;
}

/** How long all that one call asks of a store may take, in milliseconds. */
const DEADLINE_MS = 1000;

/** What a store says: `unknown` if it failed. */
export type Found = { known: true; value: string | undefined } | { known: false };

/** A store that never fails and never hangs: it says so, and goes without. */
export class GuardedStore {
  readonly #store: Store | undefined;
  readonly #onFailure: ((failure: StoreFailure) => void) | undefined;

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor({ store, onStoreFailure }: StoreOptions) {
    if (store !== undefined && !hasMethods(store, ['get', 'set', 'delete'])) {
      throw invalidArgument('store', 'must have get(), set() and delete(), as Keyv has');
    }
    this.#store = store;
    this.#onFailure = onStoreFailure && aFunction('onStoreFailure', onStoreFailure);
  }

  /** Whether there is one besides memory. */
  get isThere(): boolean {
    return this.#store !== undefined;
  }

  /** One caller's use of the store. All of it together has the deadline. */
  visit(): Visit {
    let left = DEADLINE_MS;
    const attempt = async (
      operation: StoreFailure['operation'],
      run: (store: Store) => unknown,
    ): Promise<Found> => {
      if (!this.#store || left <= 0) return { known: false };
      const started = Date.now();
      const outcome = await settle(run, this.#store, left);
      left -= Math.max(0, Date.now() - started);
      if ('value' in outcome) {
        // Keyv, unless it is told to throw, says so with `false`. Of a deletion that is also: was not there.
        if (operation !== 'set' || outcome.value !== false) {
          return { known: true, value: operation === 'get' ? textOf(outcome.value) : undefined };
        }
        this.#tell({ operation, reason: 'failed' });
        return { known: false };
      }
      if (outcome.reason === 'timeout') left = 0;
      this.#tell({ operation, ...outcome });
      return { known: false };
    };
    return {
      get: (key) => attempt('get', (store) => store.get(key)),
      set: (key, value, ttlMs) => attempt('set', (store) => store.set(key, value, ttlMs)),
      delete: (key) => attempt('delete', (store) => store.delete(key)),
    };
  }

  #tell(failure: StoreFailure): void {
    const tell = async () => this.#onFailure?.(failure);
    // Who wants to know of failures must not add one.
    tell().catch(() => {});
  }
}

/** A store while one caller uses it. */
export interface Visit {
  get(key: string): Promise<Found>;
  set(key: string, value: string, ttlMs: number): Promise<Found>;
  delete(key: string): Promise<Found>;
}

type Outcome = { value: unknown } | Omit<StoreFailure, 'operation'>;

async function settle(
  run: (store: Store) => unknown,
  store: Store,
  deadlineMs: number,
): Promise<Outcome> {
  let timer: unknown;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ reason: 'timeout' }), deadlineMs);
  });
  const attempt = async (): Promise<Outcome> => {
    try {
      return { value: await run(store) };
    } catch (error) {
      const causeCode = causeCodeOf(error);
      return causeCode ? { reason: 'failed', causeCode } : { reason: 'failed' };
    }
  };
  try {
    return await Promise.race([attempt(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Some stores parse what looks like JSON. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? value : undefined;
  try {
    return JSON.stringify(value);
  } catch {
    // Somebody else's object.
    return undefined;
  }
}
