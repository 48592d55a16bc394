import { AppTokens } from './app-tokens.js';
import type { Asked } from './asked.js';
import { CloudIds } from './cloud-ids.js';
import { Codes } from './codes.js';
import { EncryptKeys } from './encrypt-keys.js';
import { EncryptedDataLog } from './encrypted-data.js';
import { Orders } from './orders.js';
import { payloads } from './payloads.js';
import { Quotas } from './quotas.js';
import { demand } from './refusal.js';
import { Sessions } from './sessions.js';
import type { Setting } from './setting.js';
import { Tokens } from './tokens.js';
import { UserTokens } from './user-tokens.js';
import type { App, World } from './world.js';

/** What WeChat knows and remembers: endpoints, clients and pages all go by it. */
export class WeChat {
  readonly setting: Setting;
  readonly world: World;
  readonly codes: Codes;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly appTokens: AppTokens;
  readonly userTokens: UserTokens;
  readonly quotas: Quotas;
  readonly orders: Orders;
  readonly encryptKeys: EncryptKeys;
  readonly encryptedData: EncryptedDataLog;
  readonly cloudIds: CloudIds;
  readonly #tickets = new Map<string, { ticket: string; goodUntil: number }>();

  constructor(setting: Setting, world: World) {
    this.setting = setting;
    this.world = world;
    this.codes = new Codes(setting);
    this.sessions = new Sessions(setting);
    this.tokens = new Tokens(setting);
    this.quotas = new Quotas(setting);
    this.appTokens = new AppTokens(setting, this.tokens, this.quotas);
    this.userTokens = new UserTokens(setting, this.tokens);
    this.orders = new Orders(setting);
    this.encryptKeys = new EncryptKeys(setting);
    this.encryptedData = new EncryptedDataLog(setting);
    this.cloudIds = new CloudIds(setting);
  }

  /**
   * The app. It is judged before anything else of a request.
   *
   * @throws {Refusal} 41002 or 40013.
   */
  app(appid: string): App {
    demand(appid !== '', 41002);
    const app = this.world.apps[appid];
    demand(app !== undefined, 40013);
    return app;
  }

  /** @throws {Refusal} 41002, 40013, 41004 or 40125. */
  checkSecret(appid: string, secret: string): void {
    const app = this.app(appid);
    demand(app.type !== 'thirdpartyPlatform', 40013);
    demand(secret !== '', 41004);
    demand(app.secret === secret, 40125);
  }

  /** @throws {Refusal} 41002, 40013, 61003, or what is wrong with the platform's token. */
  checkPlatform(asked: Asked): void {
    const appid = asked.query('appid');
    const { grant } = this.tokens.open('component', asked.query('component_access_token'));
    this.app(appid);
    demand(grant.appid === asked.query('component_appid'), 40013);
    demand(this.world.isAuthorizer(grant.appid, appid), 61003);
  }

  /** What a test is given to ask with. */
  tokenOf(appid: string): string {
    const { limits } = this.setting;
    if (this.world.appOf(appid).type !== 'thirdpartyPlatform') {
      return this.appTokens.stable(appid, false).text;
    }
    return this.tokens.give('component', { appid }, limits.accessTokenSeconds).text;
  }

  /** A component_verify_ticket. */
  newTicket(platform: string): string {
    const { clock, random, limits } = this.setting;
    const ticket = `ticket@@@${random.text(86)}`;
    this.#tickets.set(platform, { ticket, goodUntil: clock.now() + limits.ticketSeconds * 1000 });
    return ticket;
  }

  /** @throws {Refusal} 61006 or 61005, unless it is the latest, and valid. */
  checkTicket(platform: string, given: string): void {
    const { ticket, goodUntil = 0 } = this.#tickets.get(platform) ?? {};
    demand(ticket === given, 61006);
    demand(this.setting.clock.now() < goodUntil, 61005);
  }

  /** What a container is given to ask with. */
  cloudbaseToken(appid: string): string {
    return this.tokens.give('cloudbase', { appid }, this.setting.limits.accessTokenSeconds).text;
  }

  /** @throws {TypeError} For a test whose user has no phone number. */
  phoneNumber(appid: string, user: string): ReturnType<typeof payloads.phoneNumber> {
    const { phoneNumber: purePhoneNumber, countryCode } = this.world.userOf(user);
    if (!purePhoneNumber)
      throw new TypeError(`the user ${user} has no phoneNumber: set it in users`);
    const now = this.setting.clock.now();
    return payloads.phoneNumber({
      appid,
      now,
      purePhoneNumber,
      ...(countryCode && { countryCode }),
    });
  }
}
