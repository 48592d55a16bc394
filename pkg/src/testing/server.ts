// WeChat's servers: a function in the shape of fetch.

import { Asked } from './asked.js';
import type { Endpoint } from './endpoints/endpoint.js';
import { platformEndpoints } from './endpoints/platform.js';
import { endpoints } from './endpoints.js';
import { bodiless, type Failures, type ServerFailure } from './failures.js';
import { demand, Refusal } from './refusal.js';
import { type AskedRequest, masked } from './requests.js';
import type { WeChat } from './wechat.js';

/** A `URL`. */
export interface Addressed {
  readonly href: string;
}

/** A `Request`, as far as the fake looks at it. */
export interface FakeRequest {
  readonly url: string;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: each host has a type of its own for it.
  readonly signal?: any;
  text(): PromiseLike<string>;
}

/** What a `fetch` is called with, as far as the fake looks at it. */
export interface FakeRequestInit {
  method?: string | undefined;
  body?: unknown;
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: each host has a type of its own for it.
  signal?: any;
}

interface Reply {
  status: number;
  type: string;
  body: string | null;
}

const byPath = new Map<string, Endpoint>(
  Object.values({ ...endpoints, ...platformEndpoints }).map((endpoint) => [
    endpoint.path,
    endpoint,
  ]),
);

/** WeChat's servers. */
export class Server {
  readonly requests: AskedRequest[] = [];
  readonly #wechat: WeChat;
  readonly #failures: Failures;

  constructor(wechat: WeChat, failures: Failures) {
    this.#wechat = wechat;
    this.#failures = failures;
  }

  async fetch(
    input: string | Addressed | FakeRequest,
    init: FakeRequestInit = {},
    container?: string,
  ): Promise<Response> {
    const { url, method, signal, text } = requestOf(input, init);
    if (signal?.aborted) throw signal.reason;
    const body = typeof text === 'string' ? text : await text();
    const request = masked(method, url, body);
    this.requests.push(request);
    const failure = this.#failures.ofServer(url.pathname);
    const answer = () => this.#answer(request, url, body, container);
    const reply = failure ? this.#failed(request, failure, answer) : answer();
    // No answer comes before it can be waited for.
    await undefined;
    if (signal?.aborted) throw signal.reason;
    if (reply === undefined) throw networkError(failure);
    return new Response(reply.body, {
      status: reply.status,
      headers: { 'content-type': reply.type, 'x-fake-wechat': 'wx-unionid' },
    });
  }

  /** What comes from the container of an app, its gateway has encrypted and added the app to. */
  #answer(request: AskedRequest, url: URL, body: string, container?: string): Reply {
    const endpoint = byPath.get(url.pathname);
    try {
      const isSafe = url.protocol === 'https:' || container !== undefined;
      demand(isSafe || !url.hostname.endsWith('.weixin.qq.com'), 43003);
      demand(endpoint !== undefined, 40066);
      demand(endpoint.methods.includes(request.method as 'GET'), methodCode(endpoint));
      const appid = this.#appidOf(endpoint, url.searchParams, container);
      const value = endpoint.answer(this.#wechat, new Asked(appid, url.searchParams, body));
      request.errcode = 0;
      return replyOf(value, endpoint);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.#refuse(request, error, endpoint);
    }
  }

  /** The app that asks, where one is needed. Nothing else is looked at before. */
  #appidOf({ token }: Endpoint, query: URLSearchParams, container?: string): string {
    if (!token) return '';
    const appid = this.#whoAsks(query, container);
    demand(this.#wechat.world.appOf(appid).type === token, 48001);
    return appid;
  }

  #whoAsks(query: URLSearchParams, container?: string): string {
    const { tokens } = this.#wechat;
    const [own, cloudbase] = ['access_token', 'cloudbase_access_token'].map((it) => query.get(it));
    if (own) return tokens.open('app', own).grant.appid;
    if (cloudbase) return tokens.open('cloudbase', cloudbase).grant.appid;
    demand(container !== undefined, 41001);
    return container;
  }

  #refuse(request: AskedRequest, { errcode, errmsg }: Refusal, endpoint?: Endpoint): Reply {
    request.errcode = errcode;
    const said = { errcode, errmsg: `${errmsg}${this.#tail(errcode, request.path)}` };
    return replyOf(said, endpoint?.refusesInJson ? undefined : endpoint);
  }

  /** What comes after the words: never twice the same. */
  #tail(errcode: number, path: string): string {
    const { clock, random } = this.#wechat.setting;
    const rid = `rid: ${clock.seconds().toString(16)}-${random.hex(8)}-${random.hex(8)}`;
    if (path.startsWith('/sns/')) return `, ${rid}`;
    return `${errcode === 40001 ? RECOMMENDATION : ''} ${rid}`;
  }

  #failed(request: AskedRequest, failure: ServerFailure, answer: () => Reply): Reply | undefined {
    if (failure.afterwards) answer();
    if ('errcode' in failure) {
      const refusal = new Refusal(failure.errcode, failure.errmsg);
      return this.#refuse(request, refusal, byPath.get(request.path));
    }
    delete request.errcode;
    if ('networkError' in failure) return undefined;
    const { status } = failure;
    const page = bodiless.includes(status) ? null : `<html><body>${status}</body></html>`;
    const { body = page } = failure;
    return { status, type: 'text/html', body };
  }
}

/** The answer to an old token of an app. */
const RECOMMENDATION =
  ', could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r';

function methodCode({ methods }: Endpoint): 43001 | 43002 {
  return methods.includes('POST') ? 43002 : 43001;
}

/** The sns servers write `/` with a backslash, which is the same JSON. */
function replyOf(value: object, endpoint?: Endpoint): Reply {
  const json = JSON.stringify(value);
  const isSns = endpoint?.path.startsWith('/sns/');
  const type = endpoint?.isPlainText ? 'text/plain' : 'application/json; encoding=utf-8';
  return { status: 200, type, body: isSns ? json.replaceAll('/', '\\/') : json };
}

function networkError(failure: ServerFailure | undefined): Error {
  const given = failure && 'networkError' in failure ? failure.networkError : true;
  const code = given === true ? 'ECONNRESET' : given;
  const cause = Object.assign(new Error(code), { code });
  return new TypeError('fetch failed', { cause });
}

/** What was asked, with its body as a text or as a way to one. */
function requestOf(input: string | Addressed | FakeRequest, init: FakeRequestInit) {
  if (!input) throw new TypeError('fetch needs a URL');
  if (typeof input === 'object' && 'url' in input) {
    const { url, method, signal } = input;
    return { url: new URL(url), method, signal, text: () => input.text() };
  }
  const { method = 'GET', body, signal } = init;
  const isText = typeof body === 'string' || body === undefined || body === null;
  const text = isText ? (body ?? '') : () => new Response(body).text();
  const url = new URL(typeof input === 'string' ? input : input.href);
  return { url, method, signal, text };
}
