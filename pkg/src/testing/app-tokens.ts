import type { Quotas } from './quotas.js';
import type { Setting } from './setting.js';
import type { Token, Tokens } from './tokens.js';

interface Stable {
  token: Token<'app'>;
  /** Milliseconds. */
  forcedAt: number;
}

/**
 * The tokens of apps, by the rules of getAccessToken and by those of getStableAccessToken, which
 * are apart.
 */
export class AppTokens {
  readonly #setting: Setting;
  readonly #tokens: Tokens;
  readonly #quotas: Quotas;
  readonly #latest = new Map<string, Token<'app'>>();
  readonly #stable = new Map<string, Stable>();

  constructor(setting: Setting, tokens: Tokens, quotas: Quotas) {
    this.#setting = setting;
    this.#tokens = tokens;
    this.#quotas = quotas;
  }

  /** Always a new one. The one before counts a little longer. */
  latest(appid: string): Token<'app'> {
    this.#quotas.perDay(`getAccessToken ${appid}`, this.#setting.limits.accessTokensPerDay);
    const before = this.#latest.get(appid);
    if (before) this.#replace(before, this.#setting.limits.oldAccessTokenSeconds);
    const token = this.#give(appid);
    this.#latest.set(appid, token);
    return token;
  }

  /** The same one, until shortly before its end. */
  stable(appid: string, isForced: boolean): Token<'app'> {
    const quota = `getStableAccessToken ${appid}`;
    this.#quotas.perMinute(quota, this.#setting.limits.stableAccessTokensPerMinute);
    this.#quotas.perDay(`${quota} today`, this.#setting.limits.stableAccessTokensPerDay);
    return isForced ? this.#forced(appid) : this.#normal(appid);
  }

  #normal(appid: string): Token<'app'> {
    const current = this.#stable.get(appid);
    if (current && this.#counts(current.token, this.#setting.limits.renewalSeconds))
      return current.token;
    const token = this.#give(appid);
    this.#stable.set(appid, { token, forcedAt: current?.forcedAt ?? Number.NEGATIVE_INFINITY });
    return token;
  }

  /** Kills the one before at once. Asked for too often, it is no force. */
  #forced(appid: string): Token<'app'> {
    const current = this.#stable.get(appid);
    const now = this.#setting.clock.now();
    const apart = this.#setting.limits.forcedRefreshSeconds * 1000;
    const isTooSoon = current !== undefined && now - current.forcedAt < apart;
    const perDay = this.#setting.limits.forcedRefreshesPerDay;
    if (isTooSoon || !this.#quotas.hasToday(`force_refresh ${appid}`, perDay)) {
      return this.#normal(appid);
    }
    if (current) this.#replace(current.token, 0);
    const token = this.#give(appid);
    this.#stable.set(appid, { token, forcedAt: now });
    return token;
  }

  #counts(token: Token, seconds: number): boolean {
    const now = this.#setting.clock.now();
    return now < token.replacedAt && now + seconds * 1000 <= token.goodUntil;
  }

  #replace(token: Token, afterSeconds: number): void {
    token.replacedAt = Math.min(token.replacedAt, this.#setting.clock.now() + afterSeconds * 1000);
  }

  #give(appid: string): Token<'app'> {
    return this.#tokens.give('app', { appid }, this.#setting.limits.accessTokenSeconds);
  }
}
