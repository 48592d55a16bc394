// WeChat's own pages, on which a user agrees to log in: https://open.weixin.qq.com/connect/…

import type { WeChat } from './wechat.js';
import type { App } from './world.js';

/** Where WeChat's page sends the user's browser; or why it shows an error, and sends it nowhere. */
export type PageOutcome =
  | { url: string; errcode?: undefined; errmsg?: undefined }
  | {
      url?: undefined;
      /** `null` of an error that has no number. */
      errcode: number | null;
      errmsg: string;
    };

/** What the user, or WeChat, does at the page. */
export interface PageVisit {
  /** Default: agrees. `snsapi_base` asks nobody. */
  agree?: boolean | undefined;
  /**
   * WeChat shows a snapshot page (快照页) and gives a virtual account. Default: if the link has `forceSnapShot=true`.
   * Only where the scope is `snsapi_userinfo`.
   */
  snapshot?: boolean | undefined;
}

/** A browser in which a user opens WeChat's pages. */
export interface FakePage {
  /** Opens what `authorizeUrl` or `qrConnectUrl` made. */
  open(url: string, visit?: PageVisit): PageOutcome;
}

/** WeChat matches the link with a pattern: the parameters have an order. */
const links = {
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
const errors: Record<number, string> = {
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
  return { open: (url, visit = {}) => open(wechat, user, new URL(url), visit) };
}

function open(wechat: WeChat, user: string, link: URL, visit: PageVisit): PageOutcome {
  const query = (name: string) => link.searchParams.get(name) ?? '';
  const [appid, redirect_uri, scope] = ['appid', 'redirect_uri', 'scope'].map(query) as [
    string,
    string,
    string,
  ];
  const errcode = whyRefused(wechat, link.pathname, { appid, redirect_uri, scope }, query);
  if (errcode !== undefined) return { errcode, errmsg: errors[errcode] ?? '' };
  const pattern = links[link.pathname as keyof typeof links];
  if (!pattern?.test(link.search + link.hash)) return { errcode: null, errmsg: '该链接无法访问' };

  const isAsked = scope !== 'snsapi_base';
  if (isAsked && visit.agree === false) {
    if (scope === 'snsapi_login') return { errcode: null, errmsg: '用户禁止授权' };
    return { url: withQuery(redirect_uri, { state: query('state') }) };
  }
  const isSnapshot =
    scope === 'snsapi_userinfo' && (visit.snapshot ?? query('forceSnapShot') === 'true');
  const who = isSnapshot ? `${user} as a virtual account ${wechat.setting.random.text(8)}` : user;
  const facts = { appid, user: who, openid: wechat.world.openid(appid, who), scope, isSnapshot };
  const { codeSeconds, qrCodeSeconds } = wechat.setting.limits;
  const seconds = scope === 'snsapi_login' ? qrCodeSeconds : codeSeconds;
  const code = wechat.codes.give('web', facts, seconds);
  return { url: withQuery(redirect_uri, { code, state: query('state') }) };
}

function whyRefused(
  { world }: WeChat,
  path: string,
  { appid, redirect_uri, scope }: { appid: string; redirect_uri: string; scope: string },
  query: (name: string) => string,
): number | undefined {
  if (appid === '') return 10012;
  if (redirect_uri === '') return 10011;
  if (scope === '') return 10010;
  const app = Object.hasOwn(world.apps, appid) ? world.apps[appid] : undefined;
  if (!app) return 10005;
  if (app.type === 'webApp' && path !== '/connect/qrconnect') return 10016;
  if (!scopesOf[app.type].includes(scope)) return 10005;
  if ('domain' in app && app.domain !== undefined && app.domain !== hostOf(redirect_uri))
    return 10003;
  const platform = query('component_appid');
  if (platform !== '' && !world.isAuthorizer(platform, appid)) return 10015;
  return undefined;
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1];
}

/** Before a `#`, if there is one. */
function withQuery(url: string, parameters: Record<string, string>): string {
  const at = url.indexOf('#');
  const [address, fragment] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  const query = new URLSearchParams(parameters);
  return `${address}${address.includes('?') ? '&' : '?'}${query}${fragment}`;
}
