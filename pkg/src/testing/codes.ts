import type { Random } from './random.js';
import { demand, type Errcode } from './refusal.js';
import type { Setting } from './setting.js';

/** What a code is for. One is never good for another. */
export type Purpose = 'login' | 'phone' | 'plugin' | 'web';

/** What code WeChat gives for what, and how it refuses a good code in the wrong place. */
const purposes: Record<Purpose, { make(random: Random): string; ofAnotherApp: Errcode }> = {
  login: { make: (random) => `0${random.text(31)}`, ofAnotherApp: 40029 },
  phone: { make: (random) => random.hex(64), ofAnotherApp: 40013 },
  plugin: { make: (random) => `0${random.text(31)}`, ofAnotherApp: 1005 },
  web: { make: (random) => `0${random.text(31)}`, ofAnotherApp: 40029 },
};

/** Who a code stands for, and what it gives besides. */
export interface Bearer {
  appid: string;
  user: string;
  openid: string;
}

interface Code<Grant> {
  purpose: Purpose;
  grant: Grant;
  /** Milliseconds. */
  goodUntil: number;
  isSpent: boolean;
}

/** What each purpose's code is exchanged for. */
export interface Grants {
  login: Bearer & { sessionKey: string };
  phone: Bearer;
  plugin: Bearer;
  web: Bearer & { scope: string; isSnapshot: boolean };
}

/** The codes that were given out: each good once, for a while, for one thing, in one app. */
export class Codes {
  readonly #setting: Setting;
  readonly #codes = new Map<string, Code<Bearer>>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  give<P extends Purpose>(
    purpose: P,
    grant: Grants[P],
    seconds: number = this.#setting.limits.codeSeconds,
  ): string {
    const code = purposes[purpose].make(this.#setting.random);
    const goodUntil = this.#setting.clock.now() + seconds * 1000;
    this.#codes.set(code, { purpose, grant, goodUntil, isSpent: false });
    return code;
  }

  /**
   * What a code is good for, which it is not any more once `spend` is called.
   *
   * @throws {Refusal}
   */
  open<P extends Purpose>(
    purpose: P,
    appid: string,
    code: string,
  ): { grant: Grants[P]; spend(): void } {
    demand(code !== '', 41008);
    const found = this.#codes.get(code);
    demand(found?.purpose === purpose, 40029);
    demand(found.grant.appid === appid, purposes[purpose].ofAnotherApp);
    demand(this.#setting.clock.now() <= found.goodUntil, 40029);
    demand(!found.isSpent, 40163);
    return {
      grant: found.grant as Grants[P],
      spend: () => {
        found.isSpent = true;
      },
    };
  }

  /**
   * What a code is good for, this once.
   *
   * @throws {Refusal}
   */
  spend<P extends Purpose>(purpose: P, appid: string, code: string): Grants[P] {
    const { grant, spend } = this.open(purpose, appid, code);
    spend();
    return grant;
  }
}
