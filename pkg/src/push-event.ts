/** What a message can hold: texts, where it came as XML. */
export type PushValue = string | number | boolean | null | readonly PushValue[] | PushMessage;

/**
 * A message, by WeChat's names. In XML everything is a text; an element that is repeated is a list.
 * In JSON numbers are numbers, but for those that JavaScript would round, and for `MsgId`: these
 * are texts.
 */
export interface PushMessage {
  /** The account that it was sent to, by its original id (原始 ID). */
  readonly ToUserName?: string;
  /** Who sent it: the openid of a user, except in events that WeChat itself sends. */
  readonly FromUserName?: string;
  /** When, in seconds since 1970. */
  readonly CreateTime?: string | number;
  /** Such as `text`, or `event`. */
  readonly MsgType?: string;
  /** Which event it is, if it is one. */
  readonly Event?: string;
  /** Which event of a third-party platform it is, if it is one. */
  readonly InfoType?: string;
  /** The id of a message of a user, the same each time WeChat sends it. Events have none. */
  readonly MsgId?: string;
  readonly [field: string]: PushValue | undefined;
}

/**
 * What a user has authorised has changed (授权用户信息变更). `openid` names the user: `FromUserName` is
 * WeChat.
 *
 * - `user_info_modified`: WeChat found name or picture risky. Fetch them again, or drop them.
 * - `user_authorization_revoke`: delete what `revokeInfo` names ({@link explainRevokeInfo}), and
 *   not the account.
 * - `user_authorization_cancellation`: the user has closed the account. Delete all that you have of
 *   them.
 *
 * See {@link https://developers.weixin.qq.com/doc/service/guide/h5/authorization_change | 授权用户信息变更}.
 */
export interface AuthorizationEvent {
  name: 'user_info_modified' | 'user_authorization_revoke' | 'user_authorization_cancellation';
  /**
   * The user.
   *
   * @remarks inferred: that `user_info_modified` may lack it, from one report.
   */
  openid?: string;
  /**
   * The user across apps. The events of mini programs have none.
   *
   * @remarks inferred: WeChat's pages list it, and none of their samples has it.
   */
  unionid?: string;
  /** The app that the user had authorised. */
  appid?: string;
  /** What was taken back: WeChat's number as a text. Only in `user_authorization_revoke`. */
  revokeInfo?: string;
  /** The plug-in, if the user had authorised it in one. */
  pluginId?: string;
  /** The user in the plug-in. */
  openpid?: string;
  /** When it happened, in seconds since 1970. */
  createTime?: number;
}

/**
 * A user follows an official account (`subscribe`), no longer does (`unsubscribe`: WeChat asks you
 * to delete the user's data), or follows and has scanned a code with a scene (`SCAN`). For the
 * unionid of a follower, call `userInfo`.
 *
 * See {@link https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html | 接收事件推送}.
 */
export interface FollowEvent {
  name: 'subscribe' | 'unsubscribe' | 'SCAN';
  /** The user. */
  openid: string;
  /**
   * Of a code with a scene: `qrscene_` and the scene for `subscribe`, the scene alone for `SCAN`.
   */
  eventKey?: string;
  /** The ticket of the code. */
  ticket?: string;
  /** When it happened, in seconds since 1970. */
  createTime?: number;
}

/**
 * A third-party platform (第三方平台) has a new ticket: every 10 minutes, valid for 12 hours. A secret:
 * keep it, because the platform's `component_access_token` is made from it.
 *
 * See {@link https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/component_verify_ticket.html | 验证票据}.
 */
export interface TicketEvent {
  name: 'component_verify_ticket';
  /** The platform. */
  componentAppid: string;
  /** The ticket: a secret. */
  componentVerifyTicket: string;
  /** When it was made, in seconds since 1970. */
  createTime?: number;
}

/**
 * An account has authorised a third-party platform, has changed that, or has taken it back
 * (`unauthorized`: delete what the platform has of it).
 *
 * See {@link https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html | 授权变更通知推送}.
 */
export interface AuthorizerEvent {
  name: 'authorized' | 'updateauthorized' | 'unauthorized';
  /** The platform. */
  componentAppid: string;
  /** The account. */
  authorizerAppid: string;
  /** A secret, to be exchanged for the account's tokens. Not in `unauthorized`. */
  authorizationCode?: string;
  /** Until when, in seconds since 1970. */
  authorizationCodeExpiredTime?: number;
  /** The pre-authorisation code (预授权码) of the page on which the account authorised. */
  preAuthCode?: string;
  /** When it happened, in seconds since 1970. */
  createTime?: number;
}

/** An event that says who a user is, or what was authorised, by the names of this package. */
export type PushEvent = AuthorizationEvent | FollowEvent | TicketEvent | AuthorizerEvent;

/**
 * The event that a message is, if it is one of these and has what it must have. Those of 企业微信 are
 * left as they are.
 */
export function eventOf(message: PushMessage): PushEvent | undefined {
  if (message.AgentID !== undefined) return undefined;
  const text = (field: string) => textOf(message[field]);
  const createTime = numberOf(message.CreateTime);
  const [openid, componentAppid] = [text('FromUserName'), text('AppId')];
  const authorizerAppid = text('AuthorizerAppid');
  switch (message.Event) {
    case 'user_info_modified':
    case 'user_authorization_revoke':
    case 'user_authorization_cancellation':
      return present({
        name: message.Event,
        openid: text('OpenID'),
        unionid: text('UnionID'),
        appid: text('AppID'),
        revokeInfo: text('RevokeInfo'),
        pluginId: text('PluginID'),
        openpid: text('OpenPID'),
        createTime,
      });
    case 'subscribe':
    case 'unsubscribe':
    case 'SCAN':
      if (!openid) return undefined;
      return present({
        name: message.Event,
        openid,
        eventKey: text('EventKey'),
        ticket: text('Ticket'),
        createTime,
      });
  }
  const componentVerifyTicket = text('ComponentVerifyTicket');
  switch (message.InfoType) {
    case 'component_verify_ticket':
      if (!componentAppid || !componentVerifyTicket) return undefined;
      return present({ name: message.InfoType, componentAppid, componentVerifyTicket, createTime });
    case 'authorized':
    case 'updateauthorized':
    case 'unauthorized':
      if (!componentAppid || !authorizerAppid) return undefined;
      return present({
        name: message.InfoType,
        componentAppid,
        authorizerAppid,
        authorizationCode: text('AuthorizationCode'),
        authorizationCodeExpiredTime: numberOf(message.AuthorizationCodeExpiredTime),
        preAuthCode: text('PreAuthCode'),
        createTime,
      });
  }
  return undefined;
}

/**
 * What tells a message that WeChat sends again from another one: by its rule the id, or else the
 * sender and the time. Of the events about what users have authorised the sender is WeChat: two
 * users' of one second are two.
 */
export function dedupeKeyOf(
  message: PushMessage,
  event: PushEvent | undefined,
): string | undefined {
  const id = message.MsgId ?? message.msgid;
  if (id !== undefined) return String(id);
  const { FromUserName, CreateTime, AppId, AuthorizerAppid, InfoType } = message;
  const { Event, OpenID, RevokeInfo, PluginID } = message;
  if (InfoType !== undefined) return joined([AppId, InfoType, CreateTime, AuthorizerAppid]);
  const isAuthorization = event?.name.startsWith('user_') === true;
  if (isAuthorization) return joined([OpenID, Event, CreateTime, RevokeInfo, PluginID]);
  return FromUserName === undefined ? undefined : joined([FromUserName, CreateTime]);
}

function joined(parts: readonly unknown[]): string {
  return parts.map((part) => part ?? '').join(':');
}

function textOf(value: PushValue | undefined): string | undefined {
  return (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? String(value)
    : undefined;
}

function numberOf(value: PushValue | undefined): number | undefined {
  const number = Number(textOf(value));
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Without what is not there. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as never;
}
