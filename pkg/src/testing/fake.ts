import { amount, anything, check, isObject, needed, type Rule, type Rules, text } from './check.js';
import { Clock } from './clock.js';
import { containerOf, contextOf, type FakeContainer, type WXContext } from './cloud.js';
import { type Failure, Failures } from './failures.js';
import { type Limits, limits } from './limits.js';
import type { Order } from './orders.js';
import { type FakePage, makePage } from './page.js';
import { type FakeEvents, makeEvents } from './push/events.js';
import { Pushes, type PushFetch } from './push/pushes.js';
import { Random } from './random.js';
import type { AskedRequest } from './requests.js';
import { type Addressed, type FakeRequest, type FakeRequestInit, Server } from './server.js';
import { WeChat } from './wechat.js';
import { type App, checkWorld, type OneUser, type User, World } from './world.js';
import { type FakeWx, makeWx, type WxOptions } from './wx.js';

/** The options of a fake WeChat. */
export interface FakeWeChatOptions {
  /** By appid. */
  apps: Record<string, App>;
  /** By names of your choice, which never appear in replies. */
  users?: Record<string, User> | undefined;
  /**
   * The time, in milliseconds since 1970, which then stands still. Default: the host's clock, which
   * runs.
   */
  now?: number | undefined;
  /** Replaces some of WeChat's numbers. */
  limits?: Partial<Limits> | undefined;
  /** A different seed gives different codes, keys and tokens, but the same openids and unionids. */
  seed?: string | undefined;
  /** How the back ends of apps with `push` are reached. Default: the host's `fetch`. */
  push?: { fetch: PushFetch } | undefined;
}

/** What the host's `fetch` resolves to. */
export type HostResponse = typeof globalThis extends { Response: { prototype: infer R } }
  ? R
  : FakeReply;

/** A reply, for hosts whose own type is not known. */
export interface FakeReply {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  text(): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: as in the host's own types.
  json(): Promise<any>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A fake WeChat. */
export interface FakeWeChat extends FakeEvents {
  /** The apps. A test may change them: if you bind one, its users have a unionid. */
  readonly apps: Record<string, App>;
  /** The users. A test may change them too: if one follows an account, getFans lists one more. */
  readonly users: Record<string, User>;
  /** WeChat's servers. Pass it to a client as `fetch`, or replace the host's `fetch` by it. */
  fetch(url: string | Addressed | FakeRequest, init?: FakeRequestInit): Promise<HostResponse>;
  /**
   * The time. `advance` moves it, and resolves when the pushes that are due then were sent again.
   */
  readonly clock: { now(): number; advance(ms: number): Promise<void> };
  /** The openid of the user in this app. */
  openid(appid: string, user: string): string;
  /**
   * The unionid of the user, or `undefined` if the app is not bound to an Open Platform account.
   */
  unionid(appid: string, user: string): string | undefined;
  /**
   * An access_token: for a third-party platform its component_access_token, for another app that of
   * getStableAccessToken.
   */
  token(appid: string): string;
  /** The mini program on the user's phone. */
  wx(options: WxOptions): FakeWx;
  /** A browser in which the user opens WeChat's login pages. */
  page(options: { user: string }): FakePage;
  /** A cloud function that the user's mini program calls. */
  cloud(options: OneUser): { getWXContext(): WXContext };
  /** A container of an app in WeChat cloud hosting (微信云托管). */
  cloudHosting(options: { appid: string }): FakeContainer;
  /** The user pays in a mini program. */
  pay(options: OneUser): Order;
  /** Simulates a failure, once or `times`. Call the returned function to end it. */
  fail(failure: Failure): () => void;
  /** The requests, in order, without secrets. */
  readonly requests: readonly AskedRequest[];
}

/**
 * A fake WeChat for tests: servers, clients and login pages. It needs no network, and behaves the
 * same in every run. `behaviours` lists what it does and refuses.
 *
 * ```js
 * const wechat = fakeWeChat({
 *   apps: { wx0123456789abcdef: { type: 'miniProgram', secret: 'secret' } },
 *   users: { ming: { phoneNumber: '13800138000' } },
 * });
 * const wx = wechat.wx({ appid: 'wx0123456789abcdef', user: 'ming' });
 * const { code } = await wx.login();
 * ```
 *
 * @throws {TypeError} For bad options. Its functions throw one for an app or a user that does not
 * exist.
 */
export function fakeWeChat(options: FakeWeChatOptions): FakeWeChat {
  check('the world', options, worldRules);
  check('limits', options.limits ?? {}, limitRules);
  check('push', options.push ?? {}, { fetch: { fits: isFunction, must: 'a function' } });
  checkWorld(options.apps, options.users ?? {});
  const clock = new Clock(options.now);
  const random = new Random(options.seed ?? 'wx-unionid');
  const setting = { clock, random, limits: { ...limits, ...options.limits } };
  // A change to what was given changes nothing here.
  const world = new World(copy(options.apps), copy(options.users ?? {}));
  const wechat = new WeChat(setting, world);
  const failures = new Failures();
  const server = new Server(wechat, failures);
  const pushes = new Pushes(setting, world, options.push?.fetch ?? hostFetch());

  return {
    apps: world.apps,
    users: world.users,
    fetch: (url, init) => server.fetch(url, init) as Promise<HostResponse>,
    clock: {
      now: () => clock.now(),
      advance(ms) {
        clock.advance(ms);
        return pushes.goOn();
      },
    },
    openid: (appid, user) => world.openidOf({ appid, user }),
    unionid: (appid, user) => {
      world.userOf(user);
      return world.unionid(appid, user);
    },
    token: (appid) => wechat.tokenOf(appid),
    wx: (given) => makeWx(wechat, failures, given),
    page: ({ user }) => makePage(wechat, user),
    cloud: (who) => ({ getWXContext: () => contextOf(world, who) }),
    cloudHosting: ({ appid }) => containerOf(wechat, server, appid),
    pay: (who) => wechat.orders.pay(world.openidOf(who)),
    ...makeEvents(wechat, pushes),
    fail: (failure) => failures.add(failure),
    requests: server.requests,
  };
}

/** That of now: whoever replaces it by the fake does not have the fake ask itself. */
function hostFetch(): PushFetch {
  const host = fetch as PushFetch | undefined;
  return async (url, init) => {
    if (!host) throw new TypeError('the host has no fetch');
    return host(url, init);
  };
}

const isFunction = (value: unknown) => typeof value === 'function';

const record: Rule = { fits: isObject, must: 'an object' };

const worldRules: Rules = {
  apps: needed(record),
  users: record,
  // The clock looks at it.
  now: anything,
  limits: record,
  seed: text,
  push: record,
};

const limitRules: Rules = Object.fromEntries(Object.keys(limits).map((name) => [name, amount]));

/** Of its own, and with nothing in it that was not given. */
function copy<T>(record: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), JSON.parse(JSON.stringify(record)));
}
