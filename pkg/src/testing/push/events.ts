// What happens in apps, of which WeChat tells their back ends.

import { derived } from '../random.js';
import type { WeChat } from '../wechat.js';
import type { App, OneUser } from '../world.js';
import { digitsOf, type Push, type PushedMessage, type Pushes, type PushTry } from './pushes.js';

/** What happens in apps. Each resolves when the app's back end, if it has `push`, was told once. */
export interface FakeEvents {
  /** The pushes, in order. */
  readonly pushes: readonly Push[];
  /** A message that the user sends, or any other event; fields may be added, by WeChat's names. */
  push(options: OneUser & { [field: string]: unknown }): Promise<Push>;
  /** The user follows an official account: `subscribe`. */
  follow(who: OneUser): Promise<Push>;
  /** The user follows it no longer: `unsubscribe`. */
  unfollow(who: OneUser): Promise<Push>;
  /** WeChat finds the user's name or picture risky: `user_info_modified`. */
  modifyUserInfo(who: OneUser): Promise<Push>;
  /**
   * The user takes back what the app was authorised to have: `user_authorization_revoke`.
   * `revokeInfo` is WeChat's number; default: the name and picture, of a website all.
   */
  revoke(who: OneUser & { revokeInfo?: string | undefined }): Promise<Push>;
  /** The user closes the account: `user_authorization_cancellation`. */
  cancel(who: OneUser): Promise<Push>;
  /** A third-party platform gets a new `component_verify_ticket`. */
  ticket(platform: { appid: string }): Promise<Push>;
  /** An app authorises a third-party platform: `authorized`. */
  authorize(both: { platform: string; appid: string }): Promise<Push>;
  /** It takes that back: `unauthorized`. */
  unauthorize(both: { platform: string; appid: string }): Promise<Push>;
  /**
   * Sends a push once more: as WeChat does, signed and encrypted anew, or `exactly` as it was, as
   * somebody does who has seen it.
   */
  repeat(push: Push, options?: { exactly?: boolean | undefined }): Promise<Push>;
  /** The developer saves the URL in the console, and WeChat asks whether it is theirs (验证 URL). */
  verifyUrl(app: { appid: string }): Promise<PushTry>;
}

/** The number of the name and picture. Of a website it is that of all. */
const namesOf: Record<App['type'], string> = {
  miniProgram: '6',
  officialAccount: '205',
  webApp: '301',
  thirdpartyPlatform: '',
};

export function makeEvents(wechat: WeChat, pushes: Pushes): FakeEvents {
  const sender = new Sender(wechat, pushes);
  return {
    pushes: pushes.all,
    async push({ appid, user, ...fields }) {
      const isMessage = ![undefined, 'event'].includes(fields.MsgType as undefined);
      const id = isMessage ? { MsgId: digitsOf(wechat.setting, 19) } : {};
      return sender.event({ appid, user }, { ...fields, ...id });
    },
    ...followEvents(wechat, sender),
    ...authorizationEvents(wechat, sender),
    ...platformNotices(wechat, sender),
    repeat: async (push, options) => pushes.repeat(push, options as { exactly?: boolean }),
    verifyUrl: async ({ appid }) => pushes.verify(appid),
  };
}

/** Writes messages as WeChat does, and sends them. */
class Sender {
  readonly #wechat: WeChat;
  readonly #pushes: Pushes;

  constructor(wechat: WeChat, pushes: Pushes) {
    this.#wechat = wechat;
    this.#pushes = pushes;
  }

  /** To an app, about one of its users. */
  event(who: OneUser, fields: object): Promise<Push> {
    const { world, setting } = this.#wechat;
    const message: PushedMessage = {
      ToUserName: world.originalId(who.appid),
      FromUserName: world.openidOf(who),
      CreateTime: setting.clock.seconds(),
      MsgType: 'event',
      ...fields,
    };
    return this.#pushes.send(who.appid, message);
  }

  /** To a third-party platform. */
  notice(platform: string, InfoType: string, fields: object): Promise<Push> {
    const CreateTime = this.#wechat.setting.clock.seconds();
    return this.#pushes.send(platform, { AppId: platform, CreateTime, InfoType, ...fields });
  }
}

function followEvents({ world }: WeChat, sender: Sender): Pick<FakeEvents, 'follow' | 'unfollow'> {
  const followsOf = ({ appid, user }: OneUser) => {
    if (world.appOf(appid).type === 'officialAccount') return world.userOf(user).follows ?? [];
    throw new TypeError(`app ${appid} is no officialAccount`);
  };
  return {
    async follow(who) {
      const follows = followsOf(who);
      if (follows.includes(who.appid)) throw new TypeError(`the user ${who.user} follows already`);
      world.userOf(who.user).follows = [...follows, who.appid];
      return sender.event(who, { Event: 'subscribe', EventKey: '' });
    },
    async unfollow(who) {
      const follows = followsOf(who);
      if (!follows.includes(who.appid)) throw new TypeError(`the user ${who.user} does not follow`);
      world.userOf(who.user).follows = follows.filter((appid) => appid !== who.appid);
      return sender.event(who, { Event: 'unsubscribe', EventKey: '' });
    },
  };
}

function authorizationEvents(
  { world }: WeChat,
  sender: Sender,
): Pick<FakeEvents, 'modifyUserInfo' | 'revoke' | 'cancel'> {
  /** WeChat sends it, and not the user. */
  const tell = (who: OneUser, Event: string, fields = {}) => {
    const { appid: AppID, user } = who;
    const isProgram = world.appOf(AppID).type === 'miniProgram';
    const UnionID = isProgram ? undefined : world.unionid(AppID, user);
    return sender.event(who, {
      FromUserName: `o${derived(`push service ${AppID}`, 27)}`,
      Event,
      OpenID: world.openidOf(who),
      ...(UnionID && { UnionID }),
      AppID,
      ...fields,
    });
  };
  return {
    modifyUserInfo: async (who) => tell(who, 'user_info_modified'),
    async revoke({ revokeInfo, ...who }) {
      const { type } = world.appOf(who.appid);
      const RevokeInfo = revokeInfo ?? namesOf[type];
      return tell(who, 'user_authorization_revoke', { RevokeInfo });
    },
    cancel: async (who) => tell(who, 'user_authorization_cancellation'),
  };
}

function platformNotices(
  wechat: WeChat,
  sender: Sender,
): Pick<FakeEvents, 'ticket' | 'authorize' | 'unauthorize'> {
  const { world, setting } = wechat;
  const platformOf = (appid: string) => {
    const app = world.appOf(appid);
    if (app.type === 'thirdpartyPlatform') return app;
    throw new TypeError(`app ${appid} is no thirdpartyPlatform`);
  };
  return {
    async ticket({ appid }) {
      platformOf(appid);
      const ComponentVerifyTicket = wechat.newTicket(appid);
      return sender.notice(appid, 'component_verify_ticket', { ComponentVerifyTicket });
    },
    async authorize({ platform, appid }) {
      const { authorizers } = platformOf(platform);
      world.appOf(appid);
      const event = authorizers.includes(appid) ? 'updateauthorized' : 'authorized';
      if (event === 'authorized') authorizers.push(appid);
      return sender.notice(platform, event, {
        AuthorizerAppid: appid,
        AuthorizationCode: `queryauthcode@@@${setting.random.text(43)}`,
        AuthorizationCodeExpiredTime: setting.clock.seconds() + 3600,
        PreAuthCode: `preauthcode@@@${setting.random.text(43)}`,
      });
    },
    async unauthorize({ platform, appid }) {
      const app = platformOf(platform);
      if (!app.authorizers.includes(appid)) {
        throw new TypeError(`app ${appid} has not authorised ${platform}`);
      }
      app.authorizers = app.authorizers.filter((authorizer) => authorizer !== appid);
      return sender.notice(platform, 'unauthorized', { AuthorizerAppid: appid });
    },
  };
}
