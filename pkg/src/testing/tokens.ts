import type { Grants } from './codes.js';
import { demand } from './refusal.js';
import type { Setting } from './setting.js';

/** What each kind of token says. */
export interface TokenGrants {
  /** Of an app: for all but the sns endpoints. */
  app: { appid: string };
  /** Of an app in cloud hosting. */
  cloudbase: { appid: string };
  /** Of a third-party platform. */
  component: { appid: string };
  /** Of a user who came by a page: for the sns endpoints. */
  user: Grants['web'];
}

/** A token. */
export interface Token<Kind extends keyof TokenGrants = keyof TokenGrants> {
  readonly text: string;
  readonly kind: Kind;
  readonly grant: TokenGrants[Kind];
  /** Milliseconds. From then on it has expired. */
  goodUntil: number;
  /** Milliseconds. From then on another one has its place. */
  replacedAt: number;
}

/** The tokens that were given out. */
export class Tokens {
  readonly #setting: Setting;
  readonly #tokens = new Map<string, Token>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  give<Kind extends keyof TokenGrants>(
    kind: Kind,
    grant: TokenGrants[Kind],
    seconds: number,
  ): Token<Kind> {
    const goodUntil = this.#setting.clock.now() + seconds * 1000;
    const text = `92_${this.#setting.random.text(133)}`;
    const token: Token<Kind> = {
      text,
      kind,
      grant,
      goodUntil,
      replacedAt: Number.POSITIVE_INFINITY,
    };
    this.#tokens.set(text, token);
    return token;
  }

  /** @throws {Refusal} 41001, 40001, 48001 or 42001. */
  open<Kind extends keyof TokenGrants>(kind: Kind, text: string): Token<Kind> {
    demand(text !== '', 41001);
    const token = this.#tokens.get(text);
    demand(token !== undefined, 40001);
    // Platforms send the wrong one of two tokens often enough to have an errcode of their own.
    demand(token.kind === kind, kind === 'component' ? 48001 : 40001);
    const now = this.#setting.clock.now();
    demand(now < token.replacedAt, 40001);
    demand(now < token.goodUntil, 42001);
    return token as Token<Kind>;
  }

  /** How long it still counts, in whole seconds, as replies say it. */
  secondsLeft({ goodUntil }: Token): number {
    return Math.floor((goodUntil - this.#setting.clock.now()) / 1000);
  }
}
