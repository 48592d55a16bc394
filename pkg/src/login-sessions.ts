import * as core from '../dist/bindgen/core.js';
import { isSent } from './api.js';
import {
  aClock,
  aFunction,
  aNumber,
  aWord,
  nonEmpty,
  ownOf,
  pick,
  propertyOf,
  requireObject,
  tableOf,
  unreadable,
} from './arguments.js';
import { call } from './core.js';
import { invalidArgument, WxError } from './error.js';
import { causeCodeOf } from './http.js';
import * as kept from './kept-session.js';
import { Memory, RememberedStore } from './memory.js';
import { hexOf, hostRandomBytes } from './random.js';
import { GuardedStore, type StoreOptions, type Tell, type TextStore, teller } from './store.js';
import { CLOCK_SKEW_MS, Corrupt, readAs, type Shape, unlessCorrupt } from './stored.js';

/** How {@link LoginSessions} are kept. All processes that share a store need the same options. */
export interface LoginSessionsOptions extends StoreOptions {
  /** The app's id. A token of another app is unknown here, even in the same store. */
  appid: string;
  /** How long a session is valid after its last use, in seconds. Default: 604,800, a week. */
  ttlSeconds?: number | undefined;
  /**
   * How long a session is valid at most, in seconds, however often it is used. The store keeps it
   * for this long. Default: 2,592,000, 30 days, or `ttlSeconds` if that is longer.
   */
  maxLifeSeconds?: number | undefined;
  /**
   * The beginning of the store's keys: use a different one for each environment. Default:
   * `wx-unionid`.
   */
  prefix?: string | undefined;
  /**
   * `throw`: rejects with `ERR_STORE_UNAVAILABLE`, because it is not known who has logged in.
   * `memory`: continues with what this process has seen; a logout then holds only in this process.
   * Default: `throw`.
   */
  whenStoreFails?: 'throw' | 'memory' | undefined;
  /**
   * How many entries the memory of this process holds. A session has one to four. Default: 10,000.
   */
  maxInMemory?: number | undefined;
  /** Accepts the virtual account of a snapshot page (快照页) as a user. Default: `false`. */
  allowSnapshotUser?: boolean | undefined;
  /** Needed if the host has no `crypto.getRandomValues`: `randomBytes` of `node:crypto`. */
  randomBytes?: ((size: number) => Uint8Array) | undefined;
  /** The time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * The result of a login: the unchanged `session` of a client's `login`. Only `openid`, `unionid`
 * and `session_key` are kept.
 */
export interface NewSession {
  /** The user in the app. */
  openid: string;
  /** Only logins of mini programs have one. */
  session_key?: string | undefined;
  /** The user across the apps of one Open Platform account. */
  unionid?: string | undefined;
  /** 1 for the virtual account of a snapshot page (快照页), which is refused. */
  is_snapshotuser?: number | undefined;
  access_token?: string | undefined;
  refresh_token?: string | undefined;
  expires_in?: number | undefined;
  scope?: string | undefined;
  errcode?: number | undefined;
  errmsg?: string | undefined;
  rid?: string | undefined;
}

/** Options of a new session. */
export interface NewSessionOptions<Data = unknown> {
  /** The client's previous token. */
  previous?: string | undefined;
  /** Your own data, such as a user's id: JSON. */
  data?: Data | undefined;
}

/** Who a login token stands for. */
export interface LoginSession<Data = unknown> {
  /** The app. */
  appid: string;
  /** The user in it. */
  openid: string;
  /** The user across the apps of one Open Platform account, if a login has told it. */
  unionid?: string;
  /** Your own data. */
  data?: Data;
  /**
   * The current and the previous session key, as `decrypt` takes them. Empty for a website. Not
   * enumerable, so that it does not get into a reply or a log.
   */
  readonly sessionKey: string[];
}

/**
 * The login state of your own (自定义登录态): a token for the client, the session for the server.
 *
 * ```js
 * const store = createKeyv(url, { throwOnErrors: true }); // of @keyv/redis
 * const sessions = new LoginSessions({ appid, store });
 * const token = await sessions.create(session); // for the client
 * const login = await sessions.get(token); // at its next request: undefined means log in again
 * ```
 *
 * The token is 256 random bits. The keys of the store hold only its SHA-256, so reading them lets
 * nobody log in. The values hold session keys, and anybody who can write to the store can log in as
 * any user. Without a store, sessions are only in the memory of this process.
 *
 * A logout is final: no concurrent request, in any process, brings the session back. If the store
 * fails, methods reject with `ERR_STORE_UNAVAILABLE`: `undefined` always means that nobody has
 * logged in.
 */
export class LoginSessions<Data = unknown> {
  readonly #appid: string;
  readonly #prefix: string;
  readonly #ttlMs: number;
  readonly #maxLifeMs: number;
  readonly #allowSnapshotUser: boolean;
  readonly #store: TextStore;
  readonly #tell: Tell;
  readonly #randomBytes: (size: number) => Uint8Array;
  readonly #now: () => number;
  /** The tokens that are being prolonged. */
  readonly #prolonging = new Set<string>();

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(options: LoginSessionsOptions) {
    const picked = pick('options', options, optionNames);
    const { ttlSeconds = 604_800, prefix = 'wx-unionid', maxInMemory = 10_000 } = picked;
    const { randomBytes = hostRandomBytes, now = Date.now } = picked;
    this.#appid = aWord('appid', picked.appid);
    this.#prefix = aPrefix(prefix);
    this.#ttlMs = aNumber('ttlSeconds', ttlSeconds, 1, MAX_SECONDS) * 1000;
    const { maxLifeSeconds = Math.max(2_592_000, ttlSeconds) } = picked;
    this.#maxLifeMs = aNumber('maxLifeSeconds', maxLifeSeconds, 1, MAX_SECONDS) * 1000;
    this.#allowSnapshotUser = picked.allowSnapshotUser === true;
    this.#randomBytes = aFunction('randomBytes', randomBytes);
    this.#now = aClock(now);
    this.#tell = teller(picked);
    aNumber('maxInMemory', maxInMemory, 1, MAX_IN_MEMORY);
    this.#store = storeOf(picked, { maxInMemory, tell: this.#tell, now: this.#now });
  }

  /**
   * Keeps a session, and returns a token for it.
   *
   * If `previous` is a token of the same user, that token stays valid and is returned. It keeps its
   * `data`, unless new data is passed, and its session key as the previous one: data that the
   * client encrypted before WeChat replaced the key can still be decrypted. It still ends
   * `maxLifeSeconds` after it was created, and a logout of it stays final.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT` if it is not a session, has fields that WeChat does
   * not send, or belongs to a snapshot page; if `data` is not JSON; or if the host has no random
   * numbers. `ERR_STORE_UNAVAILABLE`.
   */
  async create(session: NewSession, options: NewSessionOptions<Data> = {}): Promise<string> {
    const { openid, unionid, keys } = this.#given(session);
    const { previous, data: givenData } = pick('options', options, newSessionNames);
    const data = givenData === undefined ? undefined : toData(givenData);
    const old = await this.#read(previous);
    if (old?.openid === openid) {
      const before = old.keys.filter((key) => !keys.includes(key));
      const renewed = {
        unionid: unionid ?? old.unionid,
        keys: [...keys, ...before].slice(0, kept.KEPT_KEYS),
      };
      await this.#renew(old, { renewed, data });
      return previous as string;
    }
    const token = this.#randomText();
    const epoch = await this.#epochOf(openid);
    const createdAt = this.#now();
    const made = { appid: this.#appid, openid, unionid, keys, data, createdAt, epoch };
    await this.#write(this.#key('login', hashOf(token)), made, this.#maxLifeMs);
    return token;
  }

  /**
   * The session of a token. `undefined` means that the user must log in again. Each use prolongs
   * the session.
   *
   * @throws {WxError} `ERR_STORE_UNAVAILABLE`
   */
  async get(token: string): Promise<LoginSession<Data> | undefined> {
    const found = await this.#read(token);
    if (!found) return undefined;
    await this.#prolong(found);
    const { openid, unionid, data, keys } = found;
    const session = {
      appid: this.#appid,
      openid,
      ...(unionid !== undefined && { unionid }),
      ...(data !== undefined && { data }),
    };
    const hidden = ownOf({ get: () => keys });
    return Object.defineProperty(session, 'sessionKey', hidden) as LoginSession<Data>;
  }

  /**
   * Replaces all of `data`.
   *
   * @returns Whether the token has a session.
   * @throws {WxError} `ERR_INVALID_ARGUMENT` if `data` is not JSON. `ERR_STORE_UNAVAILABLE`.
   */
  async update(token: string, change: { data: Data }): Promise<boolean> {
    const data = toData(pick('change', change, changeNames).data);
    const found = await this.#read(token);
    if (found) await this.#renew(found, { renewed: undefined, data });
    return found !== undefined;
  }

  /**
   * Logs out: from now on the token is invalid in all processes.
   *
   * @throws {WxError} `ERR_STORE_UNAVAILABLE`: the token may still be valid. Call it again.
   */
  async delete(token: string): Promise<void> {
    if (!isToken(token)) return;
    const id = hashOf(token);
    await this.#store.delete(this.#key('login', id));
    // What is left means nothing without it, but holds session keys.
    await Promise.all(PARTS.map(async (part) => this.#store.delete(this.#key(part, id))));
  }

  /**
   * Logs a user out everywhere: all earlier sessions of the user end in all processes. Only a login
   * that starts later creates a new one. It depends on no clock, so the clocks of processes may
   * differ.
   *
   * @throws {WxError} `ERR_STORE_UNAVAILABLE`, also with `whenStoreFails: 'memory'`: sessions may
   * still be valid elsewhere.
   */
  async deleteAll(user: { openid: string }): Promise<void> {
    await this.#newEpoch(nonEmpty('openid', pick('user', user, userNames).openid));
  }

  /** What a login gave, as far as it is kept. */
  #given(session: NewSession): Pick<kept.Made, 'openid' | 'unionid' | 'keys'> {
    const { openid, session_key, unionid, is_snapshotuser } = readSession(session);
    if (is_snapshotuser && !this.#allowSnapshotUser) {
      throw invalidArgument(
        'is_snapshotuser',
        'says that this is the virtual account of a snapshot page, not a user: do not keep it, or set allowSnapshotUser to true',
      );
    }
    return {
      openid: nonEmpty('openid', openid),
      unionid: unionid ? nonEmpty('unionid', unionid) : undefined,
      keys: session_key ? [nonEmpty('session_key', session_key)] : [],
    };
  }

  /** What the token stands for. A value that was changed in the store stands for no session. */
  async #read(token: unknown): Promise<Found | undefined> {
    if (!isToken(token)) return undefined;
    return unlessCorrupt(this.#tell, () => this.#readWhole(hashOf(token)));
  }

  async #readWhole(id: string): Promise<Found | undefined> {
    const made = await this.#load(kept.made, this.#key('login', id));
    if (!made) return undefined;
    const [used, renewed, changed, latest] = await Promise.all([
      this.#load(kept.used, this.#key('login-used', id)),
      this.#load(kept.renewed, this.#key('login-renewed', id)),
      this.#load(kept.changed, this.#key('login-data', id)),
      this.#load(kept.epoch, this.#key('login-epoch', hashOf(made.openid))),
    ]);
    const { createdAt } = made;
    const usedAt = Math.max(createdAt, used?.usedAt ?? 0);
    const now = this.#now();
    if (made.appid !== this.#appid || usedAt - now > CLOCK_SKEW_MS) throw new Corrupt();
    const isOver = latest !== undefined && latest.epoch !== made.epoch;
    const endsAt = Math.min(usedAt + this.#ttlMs, createdAt + this.#maxLifeMs);
    if (isOver || now >= endsAt) return undefined;
    return ownOf({ ...made, ...renewed, ...changed, id, usedAt });
  }

  /**
   * The time of use has a key of its own: prolonging writes nothing that could bring a session
   * back.
   */
  async #prolong({ id, usedAt }: Found): Promise<void> {
    const now = this.#now();
    if (now - usedAt < this.#ttlMs / 10 || this.#prolonging.has(id)) return;
    this.#prolonging.add(id);
    try {
      await this.#write(this.#key('login-used', id), { usedAt: now }, this.#ttlMs);
    } catch {
      // That was told. Who it is is known all the same.
    } finally {
      this.#prolonging.delete(id);
    }
  }

  /** Writes beside the session, and never the session itself. */
  async #renew(
    { id, createdAt }: Found,
    { renewed, data }: { renewed: kept.Renewed | undefined; data: unknown },
  ): Promise<void> {
    const now = this.#now();
    const leftMs = createdAt + this.#maxLifeMs - now;
    await Promise.all([
      data !== undefined && this.#write(this.#key('login-data', id), { data }, leftMs),
      renewed && this.#write(this.#key('login-renewed', id), renewed, leftMs),
      renewed && this.#write(this.#key('login-used', id), { usedAt: now }, this.#ttlMs),
    ]);
  }

  async #epochOf(openid: string): Promise<string | undefined> {
    const key = this.#key('login-epoch', hashOf(openid));
    const read = async () => (await this.#load(kept.epoch, key)) ?? { epoch: undefined };
    const found = await unlessCorrupt(this.#tell, read);
    return found ? found.epoch : this.#newEpoch(openid);
  }

  async #newEpoch(openid: string): Promise<string> {
    const epoch = this.#randomText();
    // It outlives every session of before, by the slowest clock.
    const ttlMs = this.#maxLifeMs + 2 * CLOCK_SKEW_MS;
    await this.#store.set(
      this.#key('login-epoch', hashOf(openid)),
      JSON.stringify({ epoch }),
      ttlMs,
      'must',
    );
    return epoch;
  }

  async #load<T>(shape: Shape<T>, key: string): Promise<T | undefined> {
    const text = await this.#store.get(key);
    return text === undefined ? undefined : readAs(shape, text);
  }

  async #write(key: string, value: object, ttlMs: number): Promise<void> {
    await this.#store.set(key, JSON.stringify(value), ttlMs);
  }

  #key(what: 'login' | (typeof PARTS)[number] | 'login-epoch', hash: string): string {
    return `${this.#prefix}:${what}:${this.#appid}:${hash}`;
  }

  #randomText(): string {
    const text = hexOf(this.#random(), RANDOM_BYTES);
    if (text !== undefined) return text;
    throw invalidArgument('randomBytes', `must return a Uint8Array of ${RANDOM_BYTES} bytes`);
  }

  #random(): Uint8Array {
    try {
      return this.#randomBytes(RANDOM_BYTES);
    } catch (error) {
      throw error instanceof WxError
        ? error
        : invalidArgument('randomBytes', 'failed', causeCodeOf(error));
    }
  }
}

/** A session that is good, whole. */
interface Found extends kept.Made {
  /** The SHA-256 of its token. */
  id: string;
  usedAt: number;
}

/** What is kept beside a session. */
const PARTS = ['login-used', 'login-renewed', 'login-data'] as const;

const optionNames = /* @__PURE__ */ tableOf<LoginSessionsOptions>({
  appid: true,
  ttlSeconds: true,
  maxLifeSeconds: true,
  prefix: true,
  whenStoreFails: true,
  maxInMemory: true,
  allowSnapshotUser: true,
  randomBytes: true,
  now: true,
  store: true,
  storeTimeoutMs: true,
  onStoreFailure: true,
});

const userNames = /* @__PURE__ */ tableOf<{ openid: string }>({ openid: true });

const newSessionNames = /* @__PURE__ */ tableOf<NewSessionOptions>({ previous: true, data: true });

const changeNames = /* @__PURE__ */ tableOf<{ data: unknown }>({ data: true });

const sessionNames = /* @__PURE__ */ tableOf<NewSession>({
  openid: true,
  session_key: true,
  unionid: true,
  is_snapshotuser: true,
  access_token: true,
  refresh_token: true,
  expires_in: true,
  scope: true,
  errcode: true,
  errmsg: true,
  rid: true,
});

const RANDOM_BYTES = 32;
const MAX_SECONDS = 10 * 365 * 24 * 3600;
const MAX_IN_MEMORY = 10_000_000;

function storeOf(
  options: LoginSessionsOptions,
  { maxInMemory, tell, now }: { maxInMemory: number; tell: Tell; now: () => number },
): TextStore {
  const { store, whenStoreFails = 'throw' } = options;
  if (whenStoreFails !== 'throw' && whenStoreFails !== 'memory') {
    throw invalidArgument('whenStoreFails', 'must be "throw" or "memory"');
  }
  if (store === undefined) return new Memory(maxInMemory);
  const guarded = new GuardedStore(store, options, { tell, now });
  if (whenStoreFails === 'memory') return new RememberedStore(guarded, maxInMemory);
  if (hidesFailures(store as object)) {
    throw invalidArgument(
      'store',
      'hides its failures, so one failure would log everybody out: pass { throwOnErrors: true } to Keyv and to its adapter (createKeyv of @keyv/redis passes it to both)',
    );
  }
  return guarded;
}

/** A Keyv, or its adapter for Redis, that answers `undefined` when it has failed. */
function hidesFailures(store: { throwOnErrors?: unknown; store?: unknown }): boolean {
  try {
    const inner: typeof store = Object(propertyOf(store, 'store'));
    return [store, inner].some((it) => propertyOf(it, 'throwOnErrors') === false);
  } catch {
    return false;
  }
}

function aPrefix(prefix: unknown): string {
  if (typeof prefix === 'string' && /^[\x21-\x7e]{1,100}$/.test(prefix)) return prefix;
  throw invalidArgument('prefix', 'must be 1 to 100 visible ASCII characters');
}

/** WeChat may send more than is known here; a caller's own field would be lost. */
function readSession(session: NewSession): NewSession {
  requireObject('session', session);
  let read: NewSession;
  let other: string | undefined;
  try {
    read = ownOf({
      openid: propertyOf(session, 'openid') as string,
      session_key: propertyOf(session, 'session_key'),
      unionid: propertyOf(session, 'unionid'),
      is_snapshotuser: propertyOf(session, 'is_snapshotuser'),
    });
    other = Object.keys(session).find(
      (name) => !Object.hasOwn(sessionNames, name) && !isSent(session, name),
    );
  } catch {
    throw unreadable('session');
  }
  if (other === undefined) return read;
  // Data that became a key by mistake is not shown.
  const name = /^[A-Za-z0-9_]{1,40}$/.test(other) ? other : 'session';
  throw invalidArgument(name, 'is not a field that WeChat sends: put your own data into data');
}

/** A copy of data that JSON does not change. */
function toData(data: unknown): unknown {
  let problem =
    'must be JSON: null, booleans, finite numbers, strings, and lists and plain objects of them';
  try {
    const text = JSON.stringify(data, function (this: Record<string, unknown>, name: string) {
      // Before its toJSON.
      const value = this[name];
      if (name === '__proto__' || !isJson(value, Array.isArray(this))) throw new TypeError();
      return value;
    });
    if (text !== undefined) return JSON.parse(text);
    problem = 'is required';
  } catch {
    // A getter's own error, a cycle, or one of ours.
  }
  throw invalidArgument('data', problem);
}

function isJson(value: unknown, isInList: boolean): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === undefined) return !isInList;
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  }
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function hashOf(text: string): string {
  return call(core.sha256, text);
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token);
}
