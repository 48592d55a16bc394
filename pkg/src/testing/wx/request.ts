import { type Callbacks, type Failed, WxFailure, wxFunction } from './call.js';

/**
 * What `wx.request` sends with: the `fetch` of the host, or a function that calls a server without
 * a network.
 */
export type RequestFetch = (url: string, init: RequestFetchInit) => PromiseLike<RequestFetchReply>;

/** What a {@link RequestFetch} is called with. */
export interface RequestFetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: each host has a type of its own for it.
  signal: any;
}

/** What a {@link RequestFetch} resolves to. */
export interface RequestFetchReply {
  readonly status: number;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  text(): PromiseLike<string>;
}

/** What `wx.request` takes. */
export interface WxRequestOptions extends Callbacks<WxRequestResult> {
  url: string;
  method?: string | undefined;
  /** A text; or an object, which is sent in the query, as a form or as JSON. */
  data?: string | object | undefined;
  header?: Record<string, string> | undefined;
  /** `json` (the default) is parsed where it can be. */
  dataType?: string | undefined;
}

/** What `wx.request` succeeds with, at any status. */
export interface WxRequestResult {
  // biome-ignore lint/suspicious/noExplicitAny: as in WeChat's own types.
  data: any;
  statusCode: number;
  header: Record<string, string>;
  cookies: string[];
}

/** What `wx.request` returns. Like WeChat's, it is not a promise. */
export interface WxRequestTask {
  abort(): void;
}

/**
 * `wx.request`, which never reaches WeChat's own servers: no mini program may list them as its
 * domain.
 */
export function requestWith(
  send: RequestFetch | undefined,
): (options: WxRequestOptions) => WxRequestTask {
  return ({ success, fail, complete, ...options }) => {
    const controller = new AbortController();
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        controller.abort();
        reject(new WxFailure('abort'));
      };
    });
    const run = () => Promise.race([aborted, transfer(send, options, controller.signal)]);
    // There is always a callback, so that a failure which no one handles is not an unhandled
    // one.
    const callbacks = { success, fail: fail ?? ((_: Failed) => {}), complete };
    wxFunction<object, WxRequestResult>('request', run)(callbacks);
    return { abort };
  };
}

async function transfer(
  send: RequestFetch | undefined,
  { url, method = 'GET', data, header = {}, dataType = 'json' }: WxRequestOptions,
  signal: unknown,
): Promise<WxRequestResult> {
  if (!send || /^https?:\/\/[^/?#]*\.weixin\.qq\.com([:/?#]|$)/i.test(url)) {
    throw new WxFailure('url not in domain list', 600002);
  }
  const headers = { 'content-type': 'application/json', ...lowerCase(header) };
  const isRead = method.toUpperCase() === 'GET';
  const query = isRead && typeof data === 'object' ? formOf(data) : '';
  const address = query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url;
  const body = isRead || data === undefined ? {} : { body: bodyOf(data, headers['content-type']) };
  try {
    const reply = await send(address, { method: method.toUpperCase(), headers, ...body, signal });
    const text = await reply.text();
    return { data: parsed(text, dataType), statusCode: reply.status, ...headersOf(reply) };
  } catch {
    throw new WxFailure('network error');
  }
}

function bodyOf(data: string | object, type: string): string {
  if (typeof data === 'string') return data;
  return type.startsWith('application/x-www-form-urlencoded') ? formOf(data) : JSON.stringify(data);
}

function formOf(data: object): string {
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function parsed(text: string, dataType: string): unknown {
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    // A client gets what is no JSON as it is.
    return text;
  }
}

function headersOf({ headers }: RequestFetchReply): {
  header: Record<string, string>;
  cookies: string[];
} {
  const header: Record<string, string> = {};
  const cookies: string[] = [];
  headers.forEach((value, name) => {
    header[name] = value;
    if (name.toLowerCase() === 'set-cookie') cookies.push(value);
  });
  return { header, cookies };
}

function lowerCase(header: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
