// WeChat's own pages, on which a user agrees to log in: https://open.weixin.qq.com/connect/…

import type { LocalizedText } from '../index.js';
import type { WeChat } from './wechat.js';
import type { App } from './world.js';

/** The URL that WeChat's page redirects to, or the error that it shows instead. */
export type PageOutcome =
  | { url: string; errcode?: undefined; errmsg?: undefined; hint?: undefined }
  | {
      url?: undefined;
      /** `null` for an error without a number. */
      errcode: number | null;
      errmsg: string;
      /** Why, and what to do, which WeChat does not say. */
      hint: LocalizedText;
    };

/** What the user or WeChat does on the page. */
export interface PageVisit {
  /**
   * Default: agrees. `snsapi_base` does not ask. `false` refuses as WeChat documents it: an
   * official account gets `state` alone, and a website nothing. `'authdeny'` refuses as back ends
   * have seen it: they get `code=authdeny` and `state`.
   */
  agree?: boolean | 'authdeny' | undefined;
  /**
   * WeChat shows a snapshot page (快照页) and returns a virtual account. Default: if the link has
   * `forceSnapShot=true`. Only for the scope `snsapi_userinfo`.
   */
  snapshot?: boolean | undefined;
}

/** A browser in which a user opens WeChat's pages. */
export interface FakePage {
  /** Opens a URL of `authorizeUrl` or `qrConnectUrl`. */
  open(url: string, visit?: PageVisit): PageOutcome;
}

/**
 * The order that WeChat's own browser insists on. A QR code is shown to any browser, and in any
 * order.
 */
const ORDER = 'appid, redirect_uri, response_type, scope';

/** Which scopes a type of app has. */
const scopesOf: Record<App['type'], readonly string[]> = {
  officialAccount: ['snsapi_base', 'snsapi_userinfo'],
  webApp: ['snsapi_login'],
  miniProgram: [],
  thirdpartyPlatform: [],
};

/** What the page says. */
const errors = {
  10003: 'redirect_uri域名与后台配置不一致',
  10005: '此公众号并没有这些scope的权限',
  10010: 'scope不能为空',
  10011: 'redirect_uri不能为空',
  10012: 'appid不能为空',
  10015: '公众号未授权第三方平台，请检查授权状态',
  10016: '不支持微信开放平台的Appid，请使用公众号Appid',
};

/** The pages, in the browser of a user. */
export function makePage(wechat: WeChat, user: string): FakePage {
  wechat.world.userOf(user);
  return { open: (url, visit = {}) => open(wechat, user, addressOf(url), visit) };
}

function open(wechat: WeChat, user: string, url: URL, visit: PageVisit): PageOutcome {
  const link = linkOf(url);
  const refusal = whyRefused(wechat, link);
  if (refusal) return { ...refusal, errmsg: errors[refusal.errcode] };
  const hint = whyUnreachable(url);
  if (hint) return { errcode: null, errmsg: '该链接无法访问', hint };
  const { appid, redirect_uri, scope, state } = link;
  if (visit.agree === 'authdeny' && scope !== 'snsapi_base') {
    return { url: withQuery(redirect_uri, { code: 'authdeny', state }) };
  }
  if (visit.agree === false && scope !== 'snsapi_base') {
    if (scope === 'snsapi_login') return { errcode: null, errmsg: '用户禁止授权', hint: refused };
    return { url: withQuery(redirect_uri, { state }) };
  }
  const isSnapshot =
    scope === 'snsapi_userinfo' && (visit.snapshot ?? link.forceSnapShot === 'true');
  // A virtual account is a new user each time.
  const who = isSnapshot ? `${user} ${wechat.setting.random.text(8)}` : user;
  const grant = { appid, user: who, openid: wechat.world.openid(appid, who), scope, isSnapshot };
  const { codeSeconds, qrCodeSeconds } = wechat.setting.limits;
  const seconds = scope === 'snsapi_login' ? qrCodeSeconds : codeSeconds;
  return {
    url: withQuery(redirect_uri, { code: wechat.codes.give('web', grant, seconds), state }),
  };
}

/** @throws {TypeError} */
function addressOf(url: string): URL {
  try {
    return new URL(url);
  } catch {
    // The reason of the host's own does not name the field.
    throw new TypeError('url must be a URL');
  }
}

type Link = ReturnType<typeof linkOf>;

/** What is not there is a blank. */
function linkOf({ pathname: path, searchParams }: URL) {
  const query = (name: string) => searchParams.get(name) ?? '';
  return {
    path,
    appid: query('appid'),
    redirect_uri: query('redirect_uri'),
    scope: query('scope'),
    state: query('state'),
    forceSnapShot: query('forceSnapShot'),
    component_appid: query('component_appid'),
  };
}

/** Why there is an error with a number, if there is one. */
function whyRefused(
  { world }: WeChat,
  link: Link,
): { errcode: keyof typeof errors; hint: LocalizedText } | undefined {
  const { path, appid, redirect_uri, scope, component_appid } = link;
  if (appid === '') return { errcode: 10012, hint: missing('appid') };
  if (redirect_uri === '') return { errcode: 10011, hint: missing('redirect_uri') };
  if (scope === '') return { errcode: 10010, hint: missing('scope') };
  const app = world.apps[appid];
  if (app?.type === 'webApp' && path !== '/connect/qrconnect')
    return { errcode: 10016, hint: toQr };
  const scopes = app ? scopesOf[app.type] : [];
  if (!scopes.includes(scope)) return { errcode: 10005, hint: whichScopes(app, scopes) };
  const host = hostOf(redirect_uri);
  const { domain = host } = app && 'domain' in app ? app : {};
  if (host === undefined || domain !== host)
    return { errcode: 10003, hint: whichHost(host, domain) };
  if (component_appid !== '' && !world.isAuthorizer(component_appid, appid)) {
    return { errcode: 10015, hint: unauthorised };
  }
  return undefined;
}

/** Why there is no such page. Absent if there is one. */
function whyUnreachable({ pathname, searchParams, hash }: URL): LocalizedText | undefined {
  const isStrict = pathname === '/connect/oauth2/authorize';
  if (!isStrict && pathname !== '/connect/qrconnect') return wrongPath;
  if (searchParams.get('response_type') !== 'code') return wrongType;
  const order = [...searchParams.keys()].slice(0, 4).join(', ');
  if (isStrict && order !== ORDER) return wrongOrder(order);
  const ends = isStrict ? [END] : [END, ''];
  return ends.includes(hash) ? undefined : wrongEnd;
}

const END = '#wechat_redirect';

const refused = {
  zh: '用户点了拒绝：网页停在这里，不会跳转回来',
  en: 'The user refused: the page stays here and does not redirect',
};

const toQr = {
  zh: '网站应用请用扫码登录：/connect/qrconnect，scope=snsapi_login',
  en: 'A website logs in with a QR code: /connect/qrconnect, scope=snsapi_login',
};

const unauthorised = {
  zh: 'appid 没有授权给 component_appid：检查 authorizers',
  en: 'The appid has not authorised component_appid: look at authorizers',
};

const wrongPath = {
  zh: '地址应为 /connect/oauth2/authorize 或 /connect/qrconnect',
  en: 'The path must be /connect/oauth2/authorize or /connect/qrconnect',
};

const wrongType = {
  zh: 'response_type 必须是 code',
  en: 'response_type must be code',
};

const wrongEnd = {
  zh: `链接必须以 ${END} 结尾，其后不能有别的内容`,
  en: `The link must end with ${END}, and nothing may follow it`,
};

function missing(name: string): LocalizedText {
  return { zh: `链接里没有 ${name}，或者它是空的`, en: `The link has no ${name}, or an empty one` };
}

function wrongOrder(order: string): LocalizedText {
  return {
    zh: `参数顺序必须是 ${ORDER}，链接里是 ${order}`,
    en: `The order of the parameters must be ${ORDER}, and it is ${order}`,
  };
}

function whichScopes(app: App | undefined, scopes: readonly string[]): LocalizedText {
  if (!app) return { zh: '没有这个 appid', en: 'There is no such appid' };
  const known = scopes.join(', ');
  return {
    zh: `${app.type} 可用的 scope：${known || '无'}`,
    en: `The scopes of a ${app.type}: ${known || 'none'}`,
  };
}

function whichHost(host: string | undefined, domain: string | undefined): LocalizedText {
  if (host === undefined) {
    return {
      zh: 'redirect_uri 不是完整的 http(s) 地址，或编码了两次',
      en: 'redirect_uri is not a complete http(s) URL, or was encoded twice',
    };
  }
  return {
    zh: `redirect_uri 的域名是 ${host}，后台配置的是 ${domain}：两者必须完全相同`,
    en: `The domain of redirect_uri is ${host}, and the configured one is ${domain}: they must be identical`,
  };
}

/** Of an address of the web. */
function hostOf(url: string): string | undefined {
  try {
    const { protocol, host } = new URL(url);
    return /^https?:$/.test(protocol) ? host : undefined;
  } catch {
    // It is no address at all.
    return undefined;
  }
}

/** Before a `#`, if there is one. */
function withQuery(url: string, parameters: Record<string, string>): string {
  const at = url.indexOf('#');
  const [address, fragment] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  const query = new URLSearchParams(parameters);
  return `${address}${address.includes('?') ? '&' : '?'}${query}${fragment}`;
}
