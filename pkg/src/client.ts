import * as core from '../dist/bindgen/core.js';
import { AccessTokens, type Tokens } from './access-tokens.js';
import { type EndpointName, parseResponse, prepareRequest, traitsOf } from './api.js';
import {
  aClock,
  aWord,
  hasMethods,
  nonEmpty,
  ownOf,
  pick,
  propertyOf,
  type Table,
  tableOf,
  toJson,
} from './arguments.js';
import type { CallOptions, Signal } from './call-options.js';
import { call } from './core.js';
import { invalidArgument, WxError } from './error.js';
import { customRequestTable, endpointTraits } from './generated/tables.js';
import type { AccessTokenCredentials, Endpoints } from './generated/types.js';
import { abortable, causeCodeOf, Http, type HttpOptions, type Prepared } from './http.js';
import { refuseInBrowser } from './secrets.js';
import type { StoreOptions } from './store.js';

/** A third-party platform (第三方平台) that an app has authorised. */
export interface Component {
  /** The platform's own appid. */
  appid: string;
  /** Where the component_access_token comes from. */
  tokens: Tokens | (() => PromiseLike<string> | string);
}

/** Which app a client acts for, and how. */
export interface ClientOptions extends HttpOptions, StoreOptions {
  /** The app's id. */
  appid: string;
  /** Its AppSecret. Not needed with `component`, or for endpoints that take only a token. */
  secret?: string | undefined;
  /**
   * Acts on behalf of the app, as a third-party platform: `code2Session` and `snsAccessToken` then
   * call their third-party twins. For endpoints that take the app's token, `tokens` must return its
   * authorizer_access_token.
   */
  component?: Component | undefined;
  /**
   * Where the app's access_token comes from: a function, or an object with `get` and `invalidate`.
   * Default: the client's own {@link AccessTokens}.
   */
  tokens?: Tokens | (() => PromiseLike<string> | string) | undefined;
  /**
   * `true`: runs in WeChat cloud hosting (微信云托管) with 开放接口服务 on, which adds the app to each
   * request. No `secret`, `tokens` or `component`: requests go to `http://api.weixin.qq.com`
   * without a token. Only for endpoints that take the app's token. Default: `false`.
   */
  cloudHosting?: boolean | undefined;
  /**
   * The time, in milliseconds since 1970, for the app's token and for the age of data. Default:
   * `Date.now`.
   */
  now?: (() => number) | undefined;
  /** Allows a secret in a page, where everybody can read it. Default: `false`. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** A request to an endpoint that has no method. */
export interface CustomRequest {
  method: 'GET' | 'POST';
  /** Such as `/wxa/getpaidunionid`, without a query. */
  path: string;
  /** Parameters of the query, besides the token. */
  query?: Record<string, string | number | boolean> | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

/** What all clients have in common. */
export interface Client {
  /** The app's id. */
  readonly appid: string;
  /** The third-party platform that acts on behalf of the app, if there is one. */
  readonly componentAppid?: string;
  /**
   * Calls an endpoint that has no method, with the app's access_token. Retries and errors are the
   * same as for methods. The reply must be a JSON object.
   *
   * @throws {WxError}
   */
  request(custom: CustomRequest, options?: CallOptions): Promise<Record<string, unknown>>;
  /** @internal */
  now(): number;
}

/** What all clients are made of. */
class BaseClient implements Client {
  readonly appid: string;
  readonly componentAppid?: string;
  readonly #secret: string | undefined;
  readonly #componentTokens: Tokens | undefined;
  /** Absent in cloud hosting. */
  readonly #tokens: Tokens | undefined;
  readonly #http: Http;
  readonly #now: () => number;

  /** @throws {WxError} `ERR_INVALID_ARGUMENT` */
  constructor(options: ClientOptions) {
    const picked = pick('options', options, optionNames);
    const { appid, secret, component, tokens, cloudHosting, now = Date.now } = picked;
    refuseInBrowser(picked);
    this.appid = aWord('appid', appid);
    this.#secret = secret === undefined ? secret : aWord('secret', secret);
    this.#http = new Http(picked);
    this.#now = aClock(now);
    if (component !== undefined) {
      const platform = pick('component', component, componentNames);
      this.componentAppid = aWord('component', platform.appid);
      this.#componentTokens = this.#tokensOf(platform.tokens);
    }
    if (cloudHosting) refuseSecrets(picked);
    else if (tokens !== undefined) this.#tokens = this.#tokensOf(tokens);
    else if (secret !== undefined) this.#tokens = ownTokens({ ...picked, secret });
    else this.#tokens = noTokens;
  }

  async request(
    custom: CustomRequest,
    options: CallOptions = {},
  ): Promise<Record<string, unknown>> {
    const what = pick<CustomRequest>('request', custom, customRequestTable);
    const path = nonEmpty('path', what.path);
    const repeatable = what.method === 'GET';
    const signal = signalOf(options);
    return this.#asApp(signal, async (credentials, attempt) => {
      const input = toJson('request', { credentials, request: what });
      const prepared: Prepared = call(core.buildCustomRequest, input);
      const errand = { ...prepared, endpoint: path, repeatable, signal, attempt };
      return this.#http.ask(errand, ({ status, body }) =>
        call(core.parseCustomResponse, body, status, path, repeatable),
      );
    });
  }

  now(): number {
    return this.#now();
  }

  async ask<N extends EndpointName>(
    name: N,
    params: object = {},
    options: CallOptions = {},
  ): Promise<Endpoints[N]['response']> {
    const { appid } = this;
    const signal = signalOf(options);
    const traits: EndpointTraits = ownOf(traitsOf(name));
    if (this.#componentTokens && traits.onBehalf) {
      const other = traits.onBehalf as N;
      return this.#withToken(this.#componentTokens, signal, (component_access_token, attempt) => {
        const credentials = { appid, component_appid: this.componentAppid, component_access_token };
        return this.#send(other, credentials, params, signal, attempt);
      });
    }
    switch (traits.credentials) {
      case 'app':
        if (this.#secret === undefined) throw this.#needsSecret();
        return this.#send(name, { appid, secret: this.#secret }, params, signal);
      case 'appid':
        return this.#send(name, { appid }, params, signal);
      case 'userToken': {
        const names = tableOf<UserParams>({ access_token: true, ...traits.params });
        const { access_token, ...rest } = pick<UserParams>('params', params, names);
        return this.#send(name, { access_token }, rest, signal);
      }
      default:
        return this.#asApp(signal, (credentials, attempt) =>
          this.#send(name, credentials, params, signal, attempt),
        );
    }
  }

  #needsSecret(): WxError {
    return invalidArgument(
      'secret',
      this.#tokens
        ? 'is required: this endpoint exchanges a code'
        : 'is required to exchange a code. In cloud hosting, the request headers say who the user is: see cloudHostingHeaders',
    );
  }

  /** With the app's token, or with none in cloud hosting. */
  async #asApp<T>(
    signal: Signal | undefined,
    run: (credentials: AccessTokenCredentials, attempt: number) => Promise<T>,
  ): Promise<T> {
    if (!this.#tokens) return run({ cloudHosting: true }, 1);
    return this.#withToken(this.#tokens, signal, (access_token, attempt) =>
      run({ access_token }, attempt),
    );
  }

  async #send<N extends EndpointName>(
    name: N,
    credentials: object,
    params: object,
    signal: Signal | undefined,
    attempt?: number,
  ): Promise<Endpoints[N]['response']> {
    const prepared = prepareRequest(name, credentials as never, params as never);
    const { repeatable } = endpointTraits[name];
    const errand = { ...prepared, endpoint: name, repeatable, signal, attempt };
    return this.#http.ask(errand, (reply) => parseResponse(name, reply));
  }

  /** What the caller gave, as an object that settles in time. */
  #tokensOf(tokens: NonNullable<ClientOptions['tokens']>): Tokens {
    const given: Tokens = typeof tokens === 'function' ? ownOf({ get: tokens }) : tokens;
    if (!hasMethods(given, ['get'])) {
      throw invalidArgument(
        'tokens',
        'must be a function, or an object with get() and invalidate()',
      );
    }
    const inTime = <T>(settling: Promise<T>) => this.#http.inTime(settling, 'tokens', true);
    return {
      get: () => inTime(settled(async () => given.get())),
      invalidate: (token) =>
        inTime(settled(async () => propertyOf(given, 'invalidate')?.call(given, token))),
    };
  }

  /**
   * Runs with a token, and with the next one if WeChat refuses it: once, and only if there is
   * another.
   */
  async #withToken<T>(
    tokens: Tokens,
    signal: Signal | undefined,
    run: (token: string, attempt: number) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw signal.reason;
    const token = await abortable(tokenOf(tokens), signal);
    try {
      return await run(token, 1);
    } catch (error) {
      if (!isStale(error)) throw error;
      await abortable(
        settled(async () => tokens.invalidate?.(token)),
        signal,
      );
      const other = await abortable(tokenOf(tokens), signal);
      if (other === token) throw error;
      return run(other, 2);
    }
  }
}

const optionNames = /* @__PURE__ */ tableOf<ClientOptions>({
  appid: true,
  secret: true,
  component: true,
  tokens: true,
  cloudHosting: true,
  fetch: true,
  timeoutMs: true,
  baseUrl: true,
  onRequest: true,
  store: true,
  storeTimeoutMs: true,
  onStoreFailure: true,
  now: true,
  dangerouslyAllowBrowser: true,
});

/** The gateway knows who asks, and what goes to it is not encrypted. */
function refuseSecrets(options: ClientOptions): void {
  for (const name of ['secret', 'tokens', 'component'] as const) {
    if (options[name] !== undefined) {
      throw invalidArgument(name, 'cannot be combined with cloudHosting, which needs none');
    }
  }
}

function ownTokens(options: ClientOptions & { secret: string }): AccessTokens {
  const { component: _, tokens: __, cloudHosting: ___, ...own } = options;
  return new AccessTokens(own);
}

const componentNames = /* @__PURE__ */ tableOf<Component>({ appid: true, tokens: true });

const callOptionNames = /* @__PURE__ */ tableOf<CallOptions>({ signal: true });

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function signalOf(options: CallOptions): Signal | undefined {
  const { signal } = pick('options', options, callOptionNames);
  if (signal !== undefined && !hasMethods(signal, ['addEventListener', 'removeEventListener'])) {
    throw invalidArgument('signal', 'must be an AbortSignal');
  }
  return signal;
}

/** A client with the endpoints of this kind of app as its methods. */
export function clientOf<Methods>(
  kind: 'MiniProgram' | 'OfficialAccount' | 'WebApp',
): new (
  options: ClientOptions,
) => Client & Methods {
  class Asking extends BaseClient {}
  for (const [name, { clients }] of Object.entries<EndpointTraits>(endpointTraits)) {
    if (!clients.includes(kind)) continue;
    Object.defineProperty(Asking.prototype, name, {
      value(this: BaseClient, params: object, options?: CallOptions) {
        return this.ask(name as EndpointName, params, options);
      },
      writable: true,
      configurable: true,
    });
  }
  return Asking as never;
}

interface UserParams {
  access_token?: string;
}

interface EndpointTraits {
  readonly credentials: string;
  readonly params: Table<object>;
  readonly clients: readonly string[];
  readonly onBehalf?: string;
}

/** WeChat refused the token, before it read anything else of the request. */
function isStale(error: unknown): boolean {
  return error instanceof WxError && STALE.includes(error.errcode);
}

const STALE: (number | undefined)[] = [40001, 40014, 42001];

const noTokens: Tokens = {
  get() {
    throw invalidArgument(
      'tokens',
      'is required: this endpoint needs a token. Give `secret` or `tokens`, or in WeChat cloud hosting `cloudHosting`',
    );
  },
};

async function tokenOf(tokens: Tokens): Promise<string> {
  const token = await settled(async () => tokens.get());
  if (typeof token === 'string' && token) return token;
  throw invalidArgument('tokens', 'must return a non-empty string');
}

/** An error of the caller's own code may contain secrets, so it is not passed on. */
async function settled<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof WxError) throw error;
    throw invalidArgument('tokens', 'failed to return a token', causeCodeOf(error));
  }
}
