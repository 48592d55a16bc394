// What runs in WeChat's cloud: it is told who the user is, and needs no token.

import type { HostResponse } from './fake.js';
import type { Addressed, FakeRequest, FakeRequestInit, Server } from './server.js';
import type { WeChat } from './wechat.js';
import type { OneUser, World } from './world.js';

/** The result of `cloud.getWXContext()` in a cloud function. */
export interface WXContext {
  OPENID: string;
  APPID: string;
  /** If the app is bound to an Open Platform account. */
  UNIONID?: string;
  ENV: string;
  SOURCE: string;
}

/** What runs in WeChat cloud hosting (微信云托管). */
export interface FakeContainer {
  /**
   * Reaches WeChat through the container's gateway, which adds the app: no token is needed, and
   * plain HTTP will do.
   */
  fetch(url: string | Addressed | FakeRequest, init?: FakeRequestInit): Promise<HostResponse>;
  /**
   * What the gateway adds to a request of this user. `from` is the app that the user is in, if that
   * is another one which shares this app's resources.
   */
  headers(options: { user: string; from?: string | undefined }): Record<string, string>;
}

/** The context of a cloud function that this user's mini program calls. */
export function contextOf(world: World, who: OneUser): WXContext {
  const UNIONID = world.unionid(who.appid, who.user);
  return {
    OPENID: world.openidOf(who),
    APPID: who.appid,
    ...(UNIONID && { UNIONID }),
    ENV: 'fake',
    SOURCE: 'wx_client',
  };
}

/** A container of the app, behind its gateway. */
export function containerOf(wechat: WeChat, server: Server, appid: string): FakeContainer {
  wechat.world.appOf(appid);
  return {
    fetch: (url, init) => server.fetch(url, init, appid) as Promise<HostResponse>,
    headers: ({ user, from }) => ({
      ...idHeaders(wechat.world, 'x-wx-', { appid, user }),
      ...(from && idHeaders(wechat.world, 'x-wx-from-', { appid: from, user })),
      'x-wx-source': 'wx_client',
      'x-wx-cloudbase-access-token': wechat.cloudbaseToken(appid),
    }),
  };
}

function idHeaders(world: World, prefix: string, who: OneUser): Record<string, string> {
  const unionid = world.unionid(who.appid, who.user);
  return {
    [`${prefix}appid`]: who.appid,
    [`${prefix}openid`]: world.openidOf(who),
    ...(unionid && { [`${prefix}unionid`]: unionid }),
  };
}
