// WeChat's own pages, on which a user agrees to log in: https://open.weixin.qq.com/connect/…

import type { WeChat } from './wechat.js';
import type { App } from './world.js';

/** The URL that WeChat's page redirects to, or the error that it shows instead. */
export type PageOutcome =
  | { url: string; errcode?: undefined; errmsg?: undefined }
  | {
      url?: undefined;
      /** `null` for an error without a number. */
      errcode: number | null;
      errmsg: string;
    };

/** What the user or WeChat does on the page. */
export interface PageVisit {
  /** Default: agrees. `snsapi_base` does not ask. */
  agree?: boolean | undefined;
  /**
   * WeChat shows a snapshot page (快照页) and returns a virtual account. Default: if the link has `forceSnapShot=true`.
   * Only for the scope `snsapi_userinfo`.
   */
  snapshot?: boolean | undefined;
}

/** A browser in which a user opens WeChat's pages. */
export interface FakePage {
  /** Opens a URL of `authorizeUrl` or `qrConnectUrl`. */
  open(url: string, visit?: PageVisit): PageOutcome;
}

/** WeChat matches the link with a pattern: its parameters have an order. */
const patterns: Record<string, RegExp> = {
  '/connect/oauth2/authorize':
    /^\?appid=[^&#]*&redirect_uri=[^&#]*&response_type=code&scope=[^&#]*(&[^#]*)?#wechat_redirect$/,
  '/connect/qrconnect':
    /^\?appid=[^&#]*&redirect_uri=[^&#]*&response_type=code&scope=[^&#]*(&[^#]*)?(#wechat_redirect)?$/,
};

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
  const errcode = whyRefused(wechat, link);
  if (errcode !== undefined) return { errcode, errmsg: errors[errcode] };
  if (!patterns[link.path]?.test(url.search + url.hash)) {
    return { errcode: null, errmsg: '该链接无法访问' };
  }
  const { appid, redirect_uri, scope, state } = link;
  if (visit.agree === false && scope !== 'snsapi_base') {
    if (scope === 'snsapi_login') return { errcode: null, errmsg: '用户禁止授权' };
    return { url: withQuery(redirect_uri, { state }) };
  }
  const isSnapshot =
    scope === 'snsapi_userinfo' && (visit.snapshot ?? link.forceSnapShot === 'true');
  // A virtual account is somebody else each time.
  const who = isSnapshot ? `${user} ${wechat.setting.random.text(8)}` : user;
  const facts = { appid, user: who, openid: wechat.world.openid(appid, who), scope, isSnapshot };
  const { codeSeconds, qrCodeSeconds } = wechat.setting.limits;
  const seconds = scope === 'snsapi_login' ? qrCodeSeconds : codeSeconds;
  return {
    url: withQuery(redirect_uri, { code: wechat.codes.give('web', facts, seconds), state }),
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

function whyRefused({ world }: WeChat, link: Link): keyof typeof errors | undefined {
  const { path, appid, redirect_uri, scope, component_appid } = link;
  if (appid === '') return 10012;
  if (redirect_uri === '') return 10011;
  if (scope === '') return 10010;
  const app = world.apps[appid];
  if (app?.type === 'webApp' && path !== '/connect/qrconnect') return 10016;
  if (!app || !scopesOf[app.type].includes(scope)) return 10005;
  const host = hostOf(redirect_uri);
  const { domain = host } = 'domain' in app ? app : {};
  if (host === undefined || domain !== host) return 10003;
  if (component_appid !== '' && !world.isAuthorizer(component_appid, appid)) return 10015;
  return undefined;
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
