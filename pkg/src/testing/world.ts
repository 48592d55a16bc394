import {
  absent,
  anything,
  check,
  digits,
  flag,
  listOf,
  needed,
  oneOf,
  type Rules,
  text,
  wholeNumber,
} from './check.js';
import { checkPushSettings, type PushSettings } from './push/settings.js';
import { derived, derivedHex } from './random.js';
import { demand } from './refusal.js';

/** What every app has. */
export interface AnyApp {
  /** The AppSecret. */
  secret: string;
  /** Message push (消息推送), as it is set in the console. Default: off. */
  push?: PushSettings | undefined;
}

/** An app that can be bound to an Open Platform account. */
export interface BoundApp extends AnyApp {
  /** The name of the Open Platform account (微信开放平台账号) that the app is bound to. Default: none. */
  openPlatform?: string | undefined;
  /** The original id (原始 ID), which pushes are addressed to. Default: derived from the appid. */
  originalId?: string | undefined;
}

/** 小程序 */
export interface MiniProgramApp extends BoundApp {
  type: 'miniProgram';
  /** 云开发 is on: encrypted data comes with a `cloudID`, for getOpenData. Default: `false`. */
  cloud?: boolean | undefined;
}

/** 服务号, 公众号 */
export interface OfficialAccountApp extends BoundApp {
  type: 'officialAccount';
  /** The domain that its pages may redirect to (网页授权域名). Default: any. */
  domain?: string | undefined;
  /** The account, by its appid, whose followers were moved to this one (公众号迁移). */
  migratedFrom?: string | undefined;
}

/** 网站应用, 移动应用 */
export interface WebsiteApp extends BoundApp {
  type: 'webApp';
  /** The domain that its pages may redirect to (授权回调域). Default: any. */
  domain?: string | undefined;
}

/** 第三方平台 */
export interface ThirdpartyPlatform extends AnyApp {
  type: 'thirdpartyPlatform';
  /** The apps, by their appids, that have authorised it. */
  authorizers: string[];
  /** It has no users of its own. */
  openPlatform?: undefined;
}

/** An app. */
export type App = MiniProgramApp | OfficialAccountApp | WebsiteApp | ThirdpartyPlatform;

/** A person. */
export interface User {
  /** Without the country code. Default: the user has no phone number. */
  phoneNumber?: string | undefined;
  /** Default: 86. */
  countryCode?: string | undefined;
  /** The real name, which WeChat rarely returns today. Default: empty. */
  nickName?: string | undefined;
  /** The real avatar. Default: empty. */
  avatarUrl?: string | undefined;
  /** 0 unknown, 1 male, 2 female. Returned until 2021. */
  gender?: number | undefined;
  /** Returned until 2021. */
  city?: string | undefined;
  /** Returned until 2021. */
  province?: string | undefined;
  /** Returned until 2021. */
  country?: string | undefined;
  /** The official accounts, by their appids, that the user follows. */
  follows?: string[] | undefined;
  /** The official accounts, by their appids, that have the user on their blacklist. */
  blockedBy?: string[] | undefined;
}

// What push is, is looked at by itself.
const anyApp: Rules = { secret: needed(text), push: anything };
const boundApp: Rules = { ...anyApp, openPlatform: text, originalId: text };

/** What an app of each type may have. Its authorizers are among `appids`. */
const appRules = (appids: readonly string[]): Record<App['type'], Rules> => ({
  miniProgram: { ...boundApp, cloud: flag },
  officialAccount: { ...boundApp, domain: text, migratedFrom: text },
  webApp: { ...boundApp, domain: text },
  thirdpartyPlatform: { ...anyApp, authorizers: needed(listOf(appids, 'apps')) },
});

/** What a user may have. */
const userRules = (accounts: readonly string[]): Rules => ({
  phoneNumber: digits,
  countryCode: digits,
  nickName: text,
  avatarUrl: text,
  gender: wholeNumber(0, 2),
  city: text,
  province: text,
  country: text,
  follows: listOf(accounts, 'official accounts'),
  blockedBy: listOf(accounts, 'official accounts'),
});

/** @throws {TypeError} If there could be no such apps and users. */
export function checkWorld(apps: Record<string, App>, users: Record<string, User>): void {
  const appids = Object.keys(apps);
  const rules = appRules(appids);
  const type = needed(oneOf(Object.keys(rules)));
  for (const [appid, app] of Object.entries(apps)) {
    // What else it may have depends on its type.
    const others = rules[app?.type] ?? Object.assign({}, ...Object.values(rules));
    check(`app ${appid}`, app, { type, ...others });
    if (app.push !== undefined) {
      checkPushSettings(appid, app.push, app.type === 'thirdpartyPlatform');
    }
  }
  const accounts = appids.filter((appid) => apps[appid]?.type === 'officialAccount');
  for (const [name, user] of Object.entries(users)) {
    check(`user ${name}`, user, userRules(accounts));
  }
}

/** One user of one app. */
export interface OneUser {
  appid: string;
  /** A name of `users`. */
  user: string;
}

/** The apps and people that there are, and what WeChat calls the people. */
export class World {
  readonly apps: Record<string, App>;
  readonly users: Record<string, User>;
  /** By openid. */
  readonly #known = new Map<string, { appid: string; user: string }>();
  /** By appid and user. */
  readonly #openids = new Map<string, string>();

  constructor(apps: Record<string, App>, users: Record<string, User>) {
    this.apps = apps;
    this.users = users;
  }

  /** @throws {TypeError} For a test that names an app which is not there. */
  appOf(appid: string): App {
    const app = this.apps[appid];
    if (app) return app;
    const what = appid === undefined ? 'app without an appid' : `app ${appid}`;
    throw absent(what, Object.keys(this.apps));
  }

  /** @throws {TypeError} For a test that names a user who is not there. */
  userOf(name: string): User {
    const user = this.users[name];
    if (user) return user;
    const what = name === undefined ? 'user without a name' : `user ${name}`;
    throw absent(what, this.names());
  }

  /** @throws {TypeError} For a test that names an app or a user who is not there. */
  openidOf({ appid, user }: OneUser): string {
    this.appOf(appid);
    this.userOf(user);
    return this.openid(appid, user);
  }

  /** The user in this app: 28 characters, of which the first six are the app's. */
  openid(appid: string, user: string): string {
    const key = `${appid} ${user}`;
    const known = this.#openids.get(key);
    if (known) return known;
    const openid = `o${derived(`openid ${appid}`, 5)}${derived(`openid ${key}`, 22)}`;
    this.#openids.set(key, openid);
    this.#known.set(openid, { appid, user });
    return openid;
  }

  /**
   * The user across the apps that are bound to the same account; of an app that is bound to none,
   * nothing.
   */
  unionid(appid: string, user: string): string | undefined {
    const app = this.appOf(appid);
    const account = 'openPlatform' in app ? app.openPlatform : undefined;
    if (account === undefined) return undefined;
    return `o${derived(`unionid ${account}`, 5)}${derived(`unionid ${account} ${user}`, 22)}`;
  }

  /** The user in this plug-in. It does not begin with an o. */
  openpid(appid: string, user: string): string {
    return `GACo${derived(`openpid ${appid} ${user}`, 24)}`;
  }

  /** `{ unionid }`, or an object without it. WeChat never says `null`. */
  unionidOf(appid: string, user: string): { unionid?: string } {
    const unionid = this.unionid(appid, user);
    return unionid === undefined ? {} : { unionid };
  }

  /** Whose openid that is, if it is anybody's in this app. */
  nameOf(appid: string, openid: string): string | undefined {
    if (!this.#known.has(openid)) for (const user of this.names()) this.openid(appid, user);
    const known = this.#known.get(openid);
    const isThere = known?.appid === appid && this.users[known.user] !== undefined;
    return isThere ? known.user : undefined;
  }

  /** @throws {Refusal} 40003 if no user of this app has this openid. */
  whoIs(appid: string, openid: string): string {
    const user = this.nameOf(appid, openid);
    demand(user !== undefined, 40003);
    return user;
  }

  names(): string[] {
    return Object.keys(this.users);
  }

  /** The openids of those who follow the account, or of those on its blacklist. */
  openidsOf(appid: string, list: 'follows' | 'blockedBy'): string[] {
    const isOn = (user: string) => this.userOf(user)[list]?.includes(appid);
    return this.names()
      .filter(isOn)
      .map((user) => this.openid(appid, user));
  }

  /** Whether the app has authorised that third-party platform. */
  isAuthorizer(platform: string, appid: string): boolean {
    const app = this.apps[platform];
    return app?.type === 'thirdpartyPlatform' && app.authorizers.includes(appid);
  }

  originalId(appid: string): string {
    const app = this.appOf(appid);
    return (
      ('originalId' in app && app.originalId) || `gh_${derivedHex(`original id ${appid}`, 12)}`
    );
  }
}
