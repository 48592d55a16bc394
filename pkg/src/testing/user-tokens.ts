import { demand } from './refusal.js';
import type { Setting } from './setting.js';
import type { Token, TokenGrants, Tokens } from './tokens.js';

interface Refresh {
  token: Token<'user'>;
  /** Milliseconds. */
  goodUntil: number;
}

/** The tokens of users who came by a page, and what they are refreshed with. */
export class UserTokens {
  readonly #setting: Setting;
  readonly #tokens: Tokens;
  readonly #refreshes = new Map<string, Refresh>();

  constructor(setting: Setting, tokens: Tokens) {
    this.#setting = setting;
    this.#tokens = tokens;
  }

  give(grant: TokenGrants['user']): { token: Token<'user'>; refreshToken: string } {
    const token = this.#tokens.give('user', grant, this.#setting.limits.userTokenSeconds);
    const refreshToken = `92_${this.#setting.random.text(86)}`;
    const goodUntil = this.#setting.clock.now() + this.#setting.limits.refreshTokenSeconds * 1000;
    this.#refreshes.set(refreshToken, { token, goodUntil });
    return { token, refreshToken };
  }

  /**
   * The user's token, prolonged; or another one, if it has expired.
   *
   * @throws {Refusal} 41003, 40030 or 42002.
   */
  refresh(appid: string, refreshToken: string): Token<'user'> {
    demand(refreshToken !== '', 41003);
    const refresh = this.#refreshes.get(refreshToken);
    demand(refresh?.token.grant.appid === appid, 40030);
    const now = this.#setting.clock.now();
    demand(now < refresh.goodUntil, 42002);
    const seconds = this.#setting.limits.userTokenSeconds;
    if (now < refresh.token.goodUntil) refresh.token.goodUntil = now + seconds * 1000;
    else refresh.token = this.#tokens.give('user', refresh.token.grant, seconds);
    return refresh.token;
  }
}
