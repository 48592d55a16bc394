// The fake WeChat of the package, on a port, which counts what each process asks of it.

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { fakeWeChat } from '../../pkg/dist/testing.js';

export const APPID = 'wx4f4bc4dec97d474b';
export const SECRET = 'marker-secret-0123456789abcdef';

/** Starts it on a port of 127.0.0.1. */
export async function startWeChat() {
  const weChat = new WeChat();
  await weChat.start();
  return weChat;
}

const STABLE = '/cgi-bin/stable_token';

/**
 * Each process asks below a path of its own (`baseUrlOf(name)`), and is counted by it. The app's
 * tokens are called token-1, token-2, … in the order in which WeChat made them.
 *
 * Emits `token` with the name when a process asks for the token, and `accepted` with the name and
 * the token for each request that was answered.
 */
class WeChat extends EventEmitter {
  /** The tokens that were given to each process, in their order. */
  given = {};
  /** How many requests of each process were answered. */
  answered = {};
  /** How many requests came with a stale token. */
  refused = 0;
  /** How many asked for a token of their own. */
  forced = 0;
  #fake = fakeWeChat({
    apps: { [APPID]: { type: 'officialAccount', secret: SECRET } },
    users: { ming: { follows: [APPID] } },
    now: 1.75e12,
    limits: { stableAccessTokensPerMinute: Number.POSITIVE_INFINITY },
  });
  #tokens = [this.#fake.token(APPID)];
  #staleAfter;
  #held;
  #server = createServer((request, response) => this.#answer(request, response));

  /** The latest. */
  get token() {
    return this.#called(this.#fake.token(APPID));
  }

  /** Somebody that all processes can ask about. */
  get openid() {
    return this.#fake.openid(APPID, 'ming');
  }

  async start() {
    this.setMaxListeners(0);
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  stop() {
    this.release();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  baseUrlOf(name) {
    return `http://127.0.0.1:${this.#server.address().port}/${name}`;
  }

  /**
   * From now on the token counts no more, and there is another: somebody else has forced a refresh.
   */
  async makeStale() {
    // WeChat refreshes nothing that was refreshed half a minute ago.
    this.#fake.clock.advance(30_000);
    const given = { grant_type: 'client_credential', appid: APPID, secret: SECRET };
    const body = JSON.stringify({ ...given, force_refresh: true });
    await this.#fake.fetch(`https://api.weixin.qq.com${STABLE}`, { method: 'POST', body });
    this.#tokens.push(this.#fake.token(APPID));
  }

  /** As above, once that many requests were answered. */
  makeStaleAfter(count) {
    this.#staleAfter = count;
  }

  /** Keeps back all tokens that are asked for, until `release`. */
  hold() {
    this.#held = [];
  }

  release() {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  get sum() {
    return Object.values(this.answered).reduce((left, right) => left + right, 0);
  }

  #called(token) {
    return `token-${this.#tokens.indexOf(token) + 1}`;
  }

  async #answer(request, response) {
    const { pathname, search, searchParams } = new URL(request.url, 'http://127.0.0.1');
    const [, name, path] = /^\/(\w+)(\/.*)$/.exec(pathname);
    const body = await text(request);
    if (path === STABLE) {
      if (body.includes('force_refresh')) this.forced++;
      this.emit('token', name);
      if (this.#held) await new Promise((resolve) => this.#held.push(resolve));
    }
    const init = { method: request.method, ...(body && { body }) };
    const reply = await this.#fake.fetch(`https://api.weixin.qq.com${path}${search}`, init);
    const answer = await reply.json();
    if (path === STABLE) {
      this.given[name] = [...(this.given[name] ?? []), this.#called(answer.access_token)];
    } else if (answer.errcode) this.refused++;
    else await this.#accept(name, this.#called(searchParams.get('access_token')));
    response.end(JSON.stringify(answer));
  }

  async #accept(name, token) {
    this.answered[name] = (this.answered[name] ?? 0) + 1;
    if (this.sum === this.#staleAfter) await this.makeStale();
    this.emit('accepted', name, token);
  }
}
