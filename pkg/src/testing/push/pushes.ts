// Message push: what WeChat sends to a back end by itself.

import type { LocalizedText } from '../../index.js';
import type { Setting } from '../setting.js';
import type { World } from '../world.js';
import { judge, noAnswer, wrongEchostr, wrongStatus } from './answer.js';
import { seal, sign } from './envelope.js';
import { type PushTarget, targetOf } from './settings.js';
import { jsonOf, xmlOf } from './wording.js';

/**
 * How a back end is reached: the `fetch` of the host, or a function that calls a server without a
 * network.
 */
export type PushFetch = (url: string, init: PushFetchInit) => PromiseLike<PushFetchReply>;

/** What a {@link PushFetch} is called with. */
export interface PushFetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: each host has a type of its own for it.
  signal: any;
}

/** What a {@link PushFetch} resolves to. */
export interface PushFetchReply {
  readonly status: number;
  text(): PromiseLike<string>;
}

/**
 * A message as WeChat pushes it. It has the openid of its sender, and no unionid but in events
 * about authorisations.
 */
export interface PushedMessage {
  /** Seconds since 1970. */
  CreateTime: number;
  [field: string]: unknown;
}

/** One request to the back end, and what it answered. */
export interface PushTry {
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly url: string;
  /** As it was sent. Absent in a GET. */
  readonly body?: string;
  /** The HTTP status. Absent if there was no answer. */
  status?: number;
  /** As it came. */
  answer?: string;
  /** A passive reply, decrypted. */
  reply?: string;
  /** What is wrong with the answer. Absent if nothing is. */
  hint?: LocalizedText;
}

/** What became of a push. */
export interface Push {
  readonly message: PushedMessage;
  /** Empty for an app without `push`: it is told nothing. */
  readonly tries: PushTry[];
  /**
   * `waiting`: it is sent again 5 seconds after the last try, when the clock is there. `lost`: no
   * try was answered. `unsent`: the app has no `push`.
   */
  state: 'delivered' | 'waiting' | 'lost' | 'unsent';
}

interface Entry {
  readonly push: Push;
  readonly target: PushTarget;
  /** Milliseconds since 1970. */
  dueAt: number;
  /** Waits no longer for the answer to the last try. */
  leave(): void;
}

/** The pushes of all apps. */
export class Pushes {
  readonly all: Push[] = [];
  readonly #setting: Setting;
  readonly #world: World;
  readonly #send: PushFetch;
  readonly #entries = new Map<Push, Entry>();

  constructor(setting: Setting, world: World, send: PushFetch) {
    this.#setting = setting;
    this.#world = world;
    this.#send = send;
  }

  /** Tells of what happened in an app, by the settings of now. Resolves after the first try. */
  async send(appid: string, message: PushedMessage): Promise<Push> {
    const target = targetOf(this.#world, appid);
    const push: Push = { message, tries: [], state: target ? 'waiting' : 'unsent' };
    this.all.push(push);
    if (!target) return push;
    const entry = { push, target, dueAt: 0, leave() {} };
    this.#entries.set(push, entry);
    await this.#try(entry);
    return push;
  }

  /** What the time has come for: each push that was not answered is sent once more. */
  async goOn(): Promise<void> {
    const now = this.#setting.clock.now();
    const due = [...this.#entries.values()].filter(
      ({ push, dueAt }) => push.state === 'waiting' && dueAt <= now,
    );
    await Promise.all(due.map((entry) => this.#try(entry)));
  }

  /** @throws {TypeError} For what was sent to nobody. */
  async repeat(push: Push, { exactly = false } = {}): Promise<Push> {
    const entry = this.#entries.get(push);
    if (!entry) throw new TypeError('only what was sent can be sent again');
    const [last] = push.tries.slice(-1);
    await this.#try(entry, exactly ? last : undefined);
    return push;
  }

  /** Asks whether the URL is the developer's, as the console does when it is set. */
  async verify(appid: string): Promise<PushTry> {
    const target = targetOf(this.#world, appid);
    if (!target || target.receiver !== appid) throw new TypeError(`app ${appid} has no push`);
    const echostr = this.#digits(19);
    const url = addressOf(target.url, { ...this.#signature(target), echostr });
    const attempt = { sentAt: this.#setting.clock.now(), url };
    await this.#ask(attempt, () => {});
    const { answer } = attempt as PushTry;
    const isGood = answer === undefined || answer === echostr;
    return isGood ? attempt : { ...attempt, hint: wrongEchostr };
  }

  async #try(entry: Entry, same?: PushTry): Promise<void> {
    const { push, target } = entry;
    const { clock, limits } = this.#setting;
    entry.leave();
    const sentAt = clock.now();
    const { url, body } = same ?? this.#requestOf(entry);
    const attempt: PushTry = { sentAt, url, ...(body !== undefined && { body }) };
    push.tries.push(attempt);
    entry.dueAt = sentAt + limits.pushSeconds * 1000;
    const isAnswered = await this.#ask(
      attempt,
      (leave) => {
        entry.leave = leave;
      },
      target,
    );
    if (isAnswered) {
      const judgement = judge(attempt.answer ?? '', push.message, target);
      Object.assign(attempt, judgement);
      push.state = 'delivered';
    } else if (push.tries.length >= limits.pushTries && push.state === 'waiting') {
      push.state = 'lost';
    }
  }

  /** Whether there is an answer with the status 200. */
  async #ask(
    attempt: PushTry,
    onLeave: (leave: () => void) => void,
    target?: PushTarget,
  ): Promise<boolean> {
    const { url, body } = attempt;
    const controller = new AbortController();
    const left = new Promise<undefined>((resolve) => {
      onLeave(() => {
        controller.abort();
        resolve(undefined);
      });
    });
    const type = target?.format === 'json' ? 'application/json' : 'text/xml';
    const init = {
      ...(body === undefined
        ? { method: 'GET', headers: {} }
        : { method: 'POST', headers: { 'content-type': type }, body }),
      redirect: 'manual' as const,
      signal: controller.signal,
    };
    const said = await Promise.race([left, this.#answerOf(url, init)]);
    Object.assign(attempt, said ?? { hint: noAnswer });
    if (!said || said.status === 200) return said !== undefined;
    attempt.hint = wrongStatus(said.status);
    return false;
  }

  async #answerOf(url: string, init: PushFetchInit) {
    try {
      const reply = await this.#send(url, init);
      return { status: reply.status, answer: await reply.text() };
    } catch {
      // Nobody is there, or WeChat has waited for too long.
      return undefined;
    }
  }

  /**
   * Each try is signed and encrypted anew, with the token and the key of the time when it happened.
   */
  #requestOf({ push: { message }, target }: Entry): { url: string; body: string } {
    const { mode, format } = target;
    const write = format === 'json' ? jsonOf : xmlOf;
    const { signature, ...signed } = this.#signature(target);
    const { ToUserName, FromUserName, AppId } = message;
    const query = { signature, ...signed, ...(FromUserName ? { openid: `${FromUserName}` } : {}) };
    if (mode === 'plain') return { url: addressOf(target.url, query), body: write(message) };
    const Encrypt = seal(write(message), target, this.#setting.random.hex(16));
    const msg_signature = sign(target.token, signed.timestamp, signed.nonce, Encrypt);
    const outside = ToUserName === undefined ? { AppId } : { ToUserName };
    return {
      url: addressOf(target.url, { ...query, encrypt_type: 'aes', msg_signature }),
      body: write({ ...(mode === 'safe' ? outside : message), Encrypt }),
    };
  }

  #signature({ token }: PushTarget): { signature: string; timestamp: string; nonce: string } {
    const [timestamp, nonce] = [`${this.#setting.clock.seconds()}`, this.#digits(10)];
    return { signature: sign(token, timestamp, nonce), timestamp, nonce };
  }

  /** Also for a MsgId. */
  #digits(length: number): string {
    return digitsOf(this.#setting, length);
  }
}

/** They do not begin with 0. At most 32. */
export function digitsOf({ random }: Setting, length: number): string {
  return Array.from(random.bytes(length), (byte) => 1 + (byte % 9)).join('');
}

function addressOf(url: string, query: Record<string, string>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}
