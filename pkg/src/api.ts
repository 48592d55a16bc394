import * as core from '../dist/bindgen/core.js';
import { pick, toJson } from './arguments.js';
import { call } from './core.js';
import { invalidArgument } from './error.js';
import {
  type AuthorizeUrl,
  authorizeUrlTable,
  credentialTables,
  type Endpoints,
  endpointFacts,
  type HttpRequest,
  type QrConnectUrl,
  qrConnectUrlTable,
} from './generated.js';
import type { Prepared } from './http.js';

/** The name of an endpoint: WeChat's English one (接口英文名). */
export type EndpointName = keyof Endpoints;

/** What came back from WeChat's server. */
export interface HttpReply {
  /** The HTTP status. */
  readonly status: number;
  /** The body: as text, or better as the bytes that it is. */
  readonly body: string | Uint8Array | ArrayBuffer;
}

/**
 * Makes the request that asks an endpoint. Any HTTP client can send it, as it is:
 *
 * ```js
 * const { method, url, headers, body } = buildRequest('code2Session', { appid, secret }, { js_code });
 * ```
 *
 * `url` and `body` hold secrets. `redactedUrl` and `redactedBody` are for logs.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if a credential or parameter is missing, unknown, empty, or of the
 * wrong type; `ERR_INVALID_SESSION_KEY`, `ERR_INVALID_ENCRYPTED_DATA` where one is taken.
 */
export function buildRequest<N extends EndpointName>(
  name: N,
  credentials: Endpoints[N]['credentials'],
  params: Endpoints[N]['params'],
): HttpRequest {
  return prepareRequest(name, credentials, params).request;
}

/** {@link buildRequest} for a client, which hides what is secret in it. */
export function prepareRequest<N extends EndpointName>(
  name: N,
  credentials: Endpoints[N]['credentials'],
  params: Endpoints[N]['params'],
): Prepared {
  const facts = factsOf(name);
  const input = {
    credentials: pick<object>('credentials', credentials, credentialTables[facts.credentials]),
    params: pick<object>('params', params, facts.params),
  };
  return call(core.buildRequest, toJson('input', input), name);
}

/**
 * Reads the reply of an endpoint by its bytes, whatever its content type says. What comes back is what WeChat
 * sent, with the fields that are not in the types; `errcode` and `countryCode`, which it spells in two ways,
 * have one type.
 *
 * @throws {WxError} `ERR_API` if WeChat answered with an errcode; `ERR_HTTP_STATUS`; `ERR_INVALID_RESPONSE`,
 * which holds nothing of the body; `ERR_INVALID_ARGUMENT`.
 */
export function parseResponse<N extends EndpointName>(
  name: N,
  reply: HttpReply,
): Endpoints[N]['response'] {
  factsOf(name);
  const { status, body } = readable(reply);
  const response: Endpoints[N]['response'] = call(core.parseResponse, body, status, name);
  sent.set(response, new Set(Object.keys(response)));
  return response;
}

/** The fields of each response as it came. */
const sent = /* @__PURE__ */ new WeakMap<object, ReadonlySet<string>>();

/** Whether this is a response with a field that WeChat sent, known or not, and that nobody has put there since. */
export function isSent(response: object, field: string): boolean {
  return sent.get(response)?.has(field) ?? false;
}

/** The names of all endpoints. */
export function endpointNames(): EndpointName[] {
  return Object.keys(endpointFacts) as EndpointName[];
}

/**
 * The fields that {@link buildRequest} knows of an endpoint, required or not, as WeChat spells them.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if it is the name of no endpoint.
 */
export function endpointFields(name: EndpointName): { credentials: string[]; params: string[] } {
  const { credentials, params } = factsOf(name);
  return { credentials: Object.keys(credentialTables[credentials]), params: Object.keys(params) };
}

/**
 * The page of an official account that asks a user to log in (网页授权), inside WeChat. WeChat holds the URL
 * against a pattern, so use it as it is.
 *
 * See {@link https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html | 网页授权}.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function authorizeUrl(input: AuthorizeUrl): string {
  return call(core.authorizeUrl, toJson('input', pick('input', input, authorizeUrlTable)));
}

/**
 * The page with the QR code of a website's login (网站应用扫码登录).
 *
 * See {@link https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html | 网站应用微信登录}.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function qrConnectUrl(input: QrConnectUrl): string {
  return call(core.qrConnectUrl, toJson('input', pick('input', input, qrConnectUrlTable)));
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function factsOf(name: EndpointName) {
  if (typeof name === 'string' && Object.hasOwn(endpointFacts, name)) return endpointFacts[name];
  throw invalidArgument('name', 'is the name of no endpoint: endpointNames() lists them');
}

function readable(reply: HttpReply): { status: number; body: string | Uint8Array } {
  let status: unknown;
  let body: unknown;
  try {
    ({ status, body } = reply);
  } catch {
    throw invalidArgument('reply', 'must be an object that can be read');
  }
  if (!isStatus(status)) throw invalidArgument('status', 'must be an HTTP status');
  if (typeof body === 'string' || body instanceof Uint8Array) return { status, body };
  if (body instanceof ArrayBuffer) return { status, body: new Uint8Array(body) };
  throw invalidArgument('body', 'must be a string, a Uint8Array or an ArrayBuffer');
}

/** 0 is what a browser says of a redirect that it does not follow. */
function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 0 && (status as number) <= 999;
}
