import * as core from '../dist/bindgen/core.js';
import { pick, propertyOf, textOrBytes, toJson, unreadable } from './arguments.js';
import { call } from './core.js';
import { invalidArgument } from './error.js';
import {
  authorizeUrlTable,
  credentialTables,
  endpointTraits,
  qrConnectUrlTable,
} from './generated/tables.js';
import type { AuthorizeUrl, Endpoints, HttpRequest, QrConnectUrl } from './generated/types.js';
import type { Prepared } from './http.js';

/** The name of an endpoint: WeChat's English name (接口英文名). */
export type EndpointName = keyof Endpoints;

/** The reply of WeChat's server. */
export interface HttpReply {
  /** The HTTP status. */
  readonly status: number;
  /** The body as text, or better as bytes. */
  readonly body: string | Uint8Array | ArrayBuffer;
}

/**
 * Builds the request to an endpoint. Any HTTP client can send it:
 *
 * ```js
 * const request = buildRequest('code2Session', { appid, secret }, { js_code });
 * const { method, url, headers, body } = request;
 * ```
 *
 * `url` and `body` hold secrets. Log `redactedUrl` and `redactedBody` instead.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if a credential or parameter is missing, unknown, empty,
 * or of the wrong type; `ERR_INVALID_SESSION_KEY`, `ERR_INVALID_ENCRYPTED_DATA` if the endpoint
 * takes one.
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
  const traits = traitsOf(name);
  const input = {
    credentials: pick<object>('credentials', credentials, credentialTables[traits.credentials]),
    params: pick<object>('params', params, traits.params),
  };
  return call(core.buildRequest, toJson('input', input), name);
}

/**
 * Reads the reply of an endpoint, of any content type. Returns what WeChat sent, including
 * fields that are not in the types. `errcode` and `countryCode`, which WeChat sends as number or
 * string, always have the same type.
 *
 * @throws {WxError} `ERR_API` if WeChat returned an errcode; `ERR_HTTP_STATUS`;
 * `ERR_INVALID_RESPONSE`, which holds nothing of the body; `ERR_INVALID_ARGUMENT`.
 */
export function parseResponse<N extends EndpointName>(
  name: N,
  reply: HttpReply,
): Endpoints[N]['response'] {
  traitsOf(name);
  const { status, body } = readable(reply);
  const response: Endpoints[N]['response'] = call(core.parseResponse, body, status, name);
  sent.set(response, new Set(Object.keys(response)));
  return response;
}

/** The fields of each response as it came. */
const sent = /* @__PURE__ */ new WeakMap<object, ReadonlySet<string>>();

/**
 * Whether this is a response with a field that WeChat sent, known or not, and that nobody has put
 * there since.
 */
export function isSent(response: object, field: string): boolean {
  return sent.get(response)?.has(field) ?? false;
}

/** The names of all endpoints. */
export function endpointNames(): EndpointName[] {
  return Object.keys(endpointTraits) as EndpointName[];
}

/**
 * The fields of an endpoint that {@link buildRequest} accepts, required or not, as WeChat spells
 * them.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if there is no such endpoint.
 */
export function endpointFields(name: EndpointName): { credentials: string[]; params: string[] } {
  const { credentials, params } = traitsOf(name);
  return { credentials: Object.keys(credentialTables[credentials]), params: Object.keys(params) };
}

/**
 * The URL of the page where a user logs in to an official account (网页授权), inside WeChat. WeChat
 * checks the exact format, so do not change it.
 *
 * See {@link https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html | 网页授权}.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function authorizeUrl(input: AuthorizeUrl): string {
  return call(core.authorizeUrl, toJson('input', pick('input', input, authorizeUrlTable)));
}

/**
 * The URL of the page with a website's login QR code (网站应用扫码登录).
 *
 * See {@link https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html | 网站应用微信登录}.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function qrConnectUrl(input: QrConnectUrl): string {
  return call(core.qrConnectUrl, toJson('input', pick('input', input, qrConnectUrlTable)));
}

/** @throws {WxError} `ERR_INVALID_ARGUMENT` */
export function traitsOf(name: EndpointName) {
  if (typeof name === 'string' && Object.hasOwn(endpointTraits, name)) return endpointTraits[name];
  throw invalidArgument('name', 'is not the name of an endpoint: endpointNames() lists them');
}

function readable(reply: HttpReply): { status: number; body: string | Uint8Array } {
  let status: unknown;
  let body: unknown;
  try {
    status = propertyOf(reply, 'status');
    body = propertyOf(reply, 'body');
  } catch {
    throw unreadable('reply');
  }
  if (!isStatus(status)) throw invalidArgument('status', 'must be an HTTP status');
  return { status, body: textOrBytes('body', body) };
}

/** 0 is what a browser says of a redirect that it does not follow. */
function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 0 && (status as number) <= 999;
}
