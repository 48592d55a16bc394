import { toBase64 } from './bytes.js';
import type { Setting } from './setting.js';

interface Session {
  key: string;
  /** Milliseconds. */
  madeAt: number;
  /** Milliseconds. */
  goodUntil: number;
}

/** The session keys: exactly one per openid at a time. */
export class Sessions {
  readonly #setting: Setting;
  readonly #sessions = new Map<string, Session>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The current key. There is none before the first login and long after the last use. */
  key(openid: string): string | undefined {
    const session = this.#sessions.get(openid);
    return session && this.#setting.clock.now() <= session.goodUntil ? session.key : undefined;
  }

  /** The key of now, or a first one; prolonged, as WeChat does when it encrypts something. */
  use(openid: string): string {
    const session = this.#sessions.get(openid);
    if (!session || !this.key(openid)) return this.#make(openid, this.#end());
    session.goodUntil = this.#end();
    return session.key;
  }

  /** The key after a wx.login: another one, if the one before is old enough. */
  login(openid: string): string {
    const { clock, limits } = this.#setting;
    const madeAt = this.#sessions.get(openid)?.madeAt ?? Number.NEGATIVE_INFINITY;
    const isOld = clock.now() - madeAt >= limits.sessionKeyPeriodSeconds * 1000;
    return isOld ? this.#make(openid, this.#end()) : this.use(openid);
  }

  /** Another key, that ends when the one before would have. */
  reset(openid: string): string {
    const goodUntil = this.#sessions.get(openid)?.goodUntil ?? this.#end();
    return this.#make(openid, goodUntil);
  }

  #make(openid: string, goodUntil: number): string {
    const key = toBase64(this.#setting.random.bytes(16));
    this.#sessions.set(openid, { key, madeAt: this.#setting.clock.now(), goodUntil });
    return key;
  }

  #end(): number {
    return this.#setting.clock.now() + this.#setting.limits.sessionSeconds * 1000;
  }
}
