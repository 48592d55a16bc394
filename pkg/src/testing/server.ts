// WeChat's servers: a function in the shape of fetch.

import { Asked, type Endpoint } from './endpoints/endpoint.js';
import { endpoints } from './endpoints.js';
import type { Failures, ServerFailure } from './failures.js';
import { demand, Refusal } from './refusal.js';
import { type AskedRequest, masked } from './requests.js';
import type { WeChat } from './wechat.js';

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
  body: string;
}

const byPath = new Map(Object.values(endpoints).map((endpoint) => [endpoint.path, endpoint]));

/** WeChat's servers. */
export class Server {
  readonly requests: AskedRequest[] = [];
  readonly #wechat: WeChat;
  readonly #failures: Failures;

  constructor(wechat: WeChat, failures: Failures) {
    this.#wechat = wechat;
    this.#failures = failures;
  }

  async fetch(input: string | URL, init: FakeRequestInit = {}): Promise<Response> {
    const { method = 'GET', body = '', signal } = init;
    if (signal?.aborted) throw signal.reason;
    const url = new URL(input);
    const request = masked(method, url, textOf(body));
    this.requests.push(request);
    const failure = this.#failures.ofServer(url.pathname);
    const answer = () => this.#answer(request, url, textOf(body));
    const reply = failure ? this.#failed(failure, url, answer) : answer();
    // Nobody gets an answer before he can wait for it.
    await undefined;
    if (reply === undefined) throw networkError(failure);
    return new Response(reply.body, {
      status: reply.status,
      headers: { 'content-type': reply.type, 'x-fake-wechat': 'wx-unionid' },
    });
  }

  #answer(request: AskedRequest, url: URL, body: string): Reply {
    const endpoint = byPath.get(url.pathname);
    try {
      demand(url.protocol === 'https:' || !url.hostname.endsWith('.weixin.qq.com'), 43003);
      demand(endpoint !== undefined, 40066);
      demand(endpoint.methods.includes(request.method as 'GET'), methodCode(endpoint));
      const appid = this.#appidOf(endpoint, url);
      const value = endpoint.answer(this.#wechat, new Asked(appid, url.searchParams, body));
      request.errcode = 0;
      return replyOf(value, endpoint);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.#refuse(request, error, endpoint);
    }
  }

  /** The app whose token was sent, where one is needed. Nothing else is looked at before. */
  #appidOf({ token }: Endpoint, url: URL): string {
    if (!token) return '';
    const { tokens, world } = this.#wechat;
    const { appid } = tokens.open('app', url.searchParams.get('access_token') ?? '').facts;
    demand(world.appOf(appid).type === token, 48001);
    return appid;
  }

  #refuse(request: AskedRequest, { errcode, errmsg }: Refusal, endpoint?: Endpoint): Reply {
    request.errcode = errcode;
    return replyOf({ errcode, errmsg: `${errmsg}${this.#tail(request.path)}` }, endpoint);
  }

  /** What comes after the words: never twice the same. */
  #tail(path: string): string {
    const { clock, random } = this.#wechat.setting;
    const rid = `rid: ${clock.seconds().toString(16)}-${random.hex(8)}-${random.hex(8)}`;
    if (path.startsWith('/cgi-bin/')) return ` hint: [${random.text(12)}] ${rid}`;
    return path.startsWith('/sns/oauth2/') ? `, hints: [ req_id: ${random.text(12)} ]` : `, ${rid}`;
  }

  #failed(failure: ServerFailure, url: URL, answer: () => Reply): Reply | undefined {
    const request = this.requests.at(-1) as AskedRequest;
    if (failure.afterwards) answer();
    const endpoint = byPath.get(url.pathname);
    if ('errcode' in failure) {
      return this.#refuse(request, new Refusal(failure.errcode, failure.errmsg), endpoint);
    }
    delete request.errcode;
    if ('networkError' in failure) return undefined;
    const { status, body = `<html><body>${status}</body></html>` } = failure;
    return { status, type: 'text/html', body };
  }
}

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

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  if (body === null || body === undefined) return '';
  throw new TypeError('the fake WeChat takes a body that is text or bytes');
}
