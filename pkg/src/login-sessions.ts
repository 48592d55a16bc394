import * as core from '../dist/bindgen/core.js';
import { aFunction, aNumber, nonEmpty, pick, type Table } from './arguments.js';
import { call } from './core.js';
import { invalidArgument, WxError } from './error.js';
import { causeCodeOf } from './http.js';
import { GuardedStore, type StoreOptions, type Visit } from './store.js';

/** How {@link LoginSessions} are kept. */
export interface LoginSessionsOptions extends StoreOptions {
  /** How long a session lives after it was last used, in seconds. Default: 604,800, a week. */
  ttlSeconds?: number | undefined;
  /** How many sessions the memory of this process holds; the oldest go. Default: 10,000. */
  maxInMemory?: number | undefined;
  /** Where the host has no `crypto.getRandomValues`: that of `node:crypto`. */
  randomBytes?: ((size: number) => Uint8Array) | undefined;
  /** The time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/** What a login gave: the `session` of a client's `login`. What else is in it is not kept. */
export interface NewSession {
  openid: string;
  /** Mini programs have one; websites and official accounts have not. */
  session_key?: string | undefined;
  unionid?: string | undefined;
}

/** Who a login token stands for. */
export interface LoginSession {
  openid: string;
  unionid?: string;
  /**
   * The session key and the one before it, as `decrypt` takes them; none of a website. Not enumerable, so that it does not get
   * into a reply or a log with the rest.
   */
  readonly sessionKey: string[];
}

/**
 * The login state of your own (自定义登录态): a token for the client, the session for the server.
 *
 * ```js
 * const sessions = new LoginSessions({ store: new Keyv(new KeyvRedis(url)) });
 * const token = await sessions.create(session); // for the client
 * const login = await sessions.get(token); // at its next request: undefined means log in again
 * ```
 *
 * The token is 256 random bits. The store's key is its SHA-256, so that whoever reads the store's keys can log
 * in as nobody; its values hold session keys. Without a store, sessions live in this process alone, and so do
 * those that were made while the store failed.
 */
export class LoginSessions {
  readonly #ttlMs: number;
  readonly #store: GuardedStore;
  readonly #memory: Memory;
  readonly #randomBytes: (size: number) => Uint8Array;
  readonly #now: () => number;

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(options: LoginSessionsOptions = {}) {
    const picked = pick('options', options, optionNames);
    const { ttlSeconds = 604_800, maxInMemory = 10_000 } = picked;
    const { randomBytes = hostRandomBytes, now = Date.now } = picked;
    this.#ttlMs = aNumber('ttlSeconds', ttlSeconds, 1, MAX_TTL_SECONDS) * 1000;
    this.#memory = new Memory(aNumber('maxInMemory', maxInMemory, 1, MAX_IN_MEMORY));
    this.#store = new GuardedStore(picked);
    this.#randomBytes = aFunction('randomBytes', randomBytes);
    this.#now = aFunction('now', now);
  }

  /**
   * Keeps a session, and gives the token for it. With the token that the client has from before, and if it is
   * the same user's, that token stays and the session key that it stood for is kept as the one before: what
   * the client encrypted before WeChat replaced the key still opens.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT` if it is no session, or if the host has no random numbers.
   */
  async create(session: NewSession, token?: string): Promise<string> {
    const { unionid, ...given } = readSession(session);
    const openid = nonEmpty('openid', given.openid);
    const newest = given.session_key ? [nonEmpty('session_key', given.session_key)] : [];
    const visit = this.#store.visit();
    const old = token ? await this.#read(token, visit) : undefined;
    const isSameUser = old?.openid === openid;
    const before = isSameUser ? old.keys.filter((key) => !newest.includes(key)) : [];
    const kept = isSameUser ? (token as string) : this.#newToken();
    const keys = [...newest, ...before].slice(0, KEPT_KEYS);
    await this.#write(
      kept,
      { openid, ...(unionid && { unionid }), keys, usedAt: this.#now() },
      visit,
    );
    return kept;
  }

  /**
   * Who the token stands for, or `undefined`: log in again. Using a session prolongs it. While the store fails,
   * that is told to `onStoreFailure`, and only the sessions that this process has seen are known.
   */
  async get(token: string): Promise<LoginSession | undefined> {
    const visit = this.#store.visit();
    const kept = await this.#read(token, visit);
    if (!kept) return undefined;
    const { openid, unionid, keys, usedAt } = kept;
    const now = this.#now();
    // A request beside this one may have prolonged it, replaced its key or logged out.
    const seen = this.#memory.get(keyOf(token), now);
    const isLatest = seen === undefined || seen === JSON.stringify(kept);
    if (isLatest && now - usedAt >= this.#ttlMs / 10) {
      await this.#write(token, { ...kept, usedAt: now }, visit);
    }
    const session = { openid, ...(unionid && { unionid }) };
    return Object.defineProperty(session, 'sessionKey', { value: keys }) as LoginSession;
  }

  /**
   * Logs out: the token stands for nobody from now on. If the store fails, which `onStoreFailure` is told,
   * that holds for this process alone.
   */
  async delete(token: string): Promise<void> {
    if (!isToken(token)) return;
    const key = keyOf(token);
    // What the store still has, or a request beside this one, must not bring it back, as far as this process
    // can prevent it. What nobody knows takes no place in memory.
    const forget = () => this.#memory.set(key, GONE, this.#now() + this.#ttlMs);
    if (this.#memory.get(key, this.#now()) !== undefined) forget();
    const deleted = await this.#store.visit().delete(key);
    if (this.#store.isThere && !deleted.known) forget();
  }

  async #read(token: string, visit: Visit): Promise<Kept | undefined> {
    if (!isToken(token)) return undefined;
    const key = keyOf(token);
    const inMemory = this.#memory.get(key, this.#now());
    if (inMemory === GONE) return undefined;
    const found = await visit.get(key);
    // What this process did meanwhile is newer than what the store said.
    const seen = this.#memory.get(key, this.#now());
    const isNewer = seen !== undefined && seen !== inMemory;
    const kept = parse(found.known && !isNewer ? found.value : seen);
    if (kept && this.#now() - kept.usedAt < this.#ttlMs) {
      // What the store said last counts when it says no more.
      this.#remember(key, kept);
      return kept;
    }
    if (found.known && !isNewer) this.#memory.delete(key);
    return undefined;
  }

  #remember(key: string, kept: Kept): void {
    this.#memory.set(key, JSON.stringify(kept), kept.usedAt + this.#ttlMs);
  }

  async #write(token: string, kept: Kept, visit: Visit): Promise<void> {
    const key = keyOf(token);
    this.#remember(key, kept);
    await visit.set(key, JSON.stringify(kept), this.#ttlMs);
  }

  #newToken(): string {
    const bytes = this.#random();
    if (!(bytes instanceof Uint8Array) || bytes.length !== TOKEN_BYTES) {
      throw invalidArgument('randomBytes', `must give a Uint8Array of ${TOKEN_BYTES} bytes`);
    }
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #random(): Uint8Array {
    try {
      return this.#randomBytes(TOKEN_BYTES);
    } catch (error) {
      throw error instanceof WxError
        ? error
        : invalidArgument('randomBytes', 'failed', causeCodeOf(error));
    }
  }
}

/** A session as the store keeps it: keys with the newest first, times in milliseconds since 1970. */
interface Kept {
  openid: string;
  unionid?: string;
  keys: string[];
  usedAt: number;
}

/** A reply of code2Session may hold more. */
function readSession(session: NewSession): NewSession {
  try {
    const { openid, session_key, unionid } = session;
    return { openid, session_key, unionid: typeof unionid === 'string' ? unionid : undefined };
  } catch {
    throw invalidArgument('session', 'must be an object that can be read');
  }
}

const optionNames: Table<LoginSessionsOptions> = {
  ttlSeconds: true,
  maxInMemory: true,
  randomBytes: true,
  now: true,
  store: true,
  onStoreFailure: true,
};

const TOKEN_BYTES = 32;
const MAX_TTL_SECONDS = 10 * 365 * 24 * 3600;
const MAX_IN_MEMORY = 10_000_000;

/** The session key of now and the one before. */
const KEPT_KEYS = 2;

/** In memory, in place of a session that the store was not able to delete. */
const GONE = '';

function isToken(token: unknown): token is string {
  return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token);
}

function keyOf(token: string): string {
  return `wx-unionid:login:${call(core.sha256, token)}`;
}

function parse(text: string | undefined): Kept | undefined {
  try {
    const { openid, unionid, keys, usedAt } = JSON.parse(text ?? '');
    const isKept = typeof openid === 'string' && Array.isArray(keys) && Number.isFinite(usedAt);
    return isKept ? { openid, ...(unionid && { unionid }), keys, usedAt } : undefined;
  } catch {
    // Nothing, or somebody else's text.
    return undefined;
  }
}

function hostRandomBytes(size: number): Uint8Array {
  if (typeof crypto === 'undefined' || !crypto?.getRandomValues) {
    throw invalidArgument(
      'randomBytes',
      'must be given: this host has no crypto.getRandomValues. In Node.js 18: import { randomBytes } from "node:crypto"',
    );
  }
  const bytes = new Uint8Array(size);
  crypto.getRandomValues(bytes);
  return bytes;
}

/** A map that forgets what has ended, and the oldest when it is full. */
class Memory {
  readonly #entries = new Map<string, { value: string; endsAt: number }>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string, now: number): string | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.endsAt > now) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: string, endsAt: number): void {
    // The order of a map is that of its keys' arrival.
    this.#entries.delete(key);
    this.#entries.set(key, { value, endsAt });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#max && oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
