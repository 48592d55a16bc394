// A WeChat of the tests' own, which counts: stable_token in normal mode, and endpoints that need the token.

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

/** Starts it on a port of 127.0.0.1. */
export async function startWeChat() {
  const weChat = new WeChat();
  await weChat.start();
  return weChat;
}

/**
 * Everybody gets the same token, until it is made stale. Each process asks below a path of its own
 * (`baseUrlOf(name)`), and is counted by it.
 *
 * Emits `token` with the name when a process asks for the token, and `accepted` with the name and the token
 * for each request that was answered.
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
  #number = 1;
  #staleAfter;
  #held;
  #server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => this.#answer(request, response, body));
  });

  get token() {
    return `token-${this.#number}`;
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

  /** From now on the token counts no more, and there is another. */
  makeStale() {
    this.#number++;
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
    for (const answer of held) answer();
  }

  get sum() {
    return Object.values(this.answered).reduce((left, right) => left + right, 0);
  }

  #answer({ url }, response, body) {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const [, name, ...path] = pathname.split('/');
    const reply = (value) => response.end(JSON.stringify(value));
    if (path.join('/') === 'cgi-bin/stable_token') {
      if (body.includes('force_refresh')) this.forced++;
      const give = () => {
        this.given[name] = [...(this.given[name] ?? []), this.token];
        reply({ access_token: this.token, expires_in: 7200 });
      };
      if (this.#held) this.#held.push(give);
      else give();
      this.emit('token', name);
      return;
    }
    const token = searchParams.get('access_token');
    if (token !== this.token) {
      this.refused++;
      reply({
        errcode: 40001,
        errmsg: 'invalid credential, access_token is invalid or not latest',
      });
      return;
    }
    this.answered[name] = (this.answered[name] ?? 0) + 1;
    if (this.sum === this.#staleAfter) this.makeStale();
    reply({ subscribe: 0, openid: searchParams.get('openid') });
    this.emit('accepted', name, token);
  }
}
