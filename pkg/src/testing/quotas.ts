import { demand } from './refusal.js';
import type { Setting } from './setting.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Days begin at midnight in Beijing. */
const BEIJING = 8 * 60 * MINUTE;

/** How often something was done in this minute, or today. */
export class Quotas {
  readonly #setting: Setting;
  readonly #counts = new Map<string, { period: number; count: number }>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** @throws {Refusal} 45011, if it was done so often in this minute. */
  perMinute(what: string, limit: number): void {
    demand(this.#take(what, limit, Math.floor(this.#setting.clock.now() / MINUTE)), 45011);
  }

  /** @throws {Refusal} 45009, if it was done so often today. */
  perDay(what: string, limit: number): void {
    demand(this.hasToday(what, limit), 45009);
  }

  /** Does it once more, if it was not done so often today. */
  hasToday(what: string, limit: number): boolean {
    return this.#take(what, limit, Math.floor((this.#setting.clock.now() + BEIJING) / DAY));
  }

  #take(what: string, limit: number, period: number): boolean {
    const last = this.#counts.get(what);
    const count = last?.period === period ? last.count : 0;
    if (count >= limit) return false;
    this.#counts.set(what, { period, count: count + 1 });
    return true;
  }
}
