// The way to a fake WeChat over HTTP, on this machine, and what can go wrong on it.

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** Emits `request` for each request that has come in, before it is answered. */
export class Wire extends EventEmitter {
  /**
   * What came in: method, path, query, headers, body; with `underWay`, how many to this path were
   * unanswered then; `sent`, the bytes of the reply so far; and `closed`, a promise.
   */
  requests = [];
  #troubles = [];
  #underWay = new Map();
  #server = createServer((request, response) => this.#serve(request, response));

  /** `allowOrigin`: whose pages may ask, which the real WeChat allows nobody. */
  static async to(wechat, { allowOrigin } = {}) {
    const wire = new Wire();
    Object.assign(wire, { wechat, allowOrigin });
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    wire.baseUrl = `http://127.0.0.1:${wire.#server.address().port}`;
    return wire;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /**
   * Makes trouble for the next `times` requests (to `path`):
   *
   * - `until`: a promise, or a function of the request that gives one: goes on after that.
   * - `bytes`, `status`, `headers`: of the reply, in place of WeChat's. `change`: fields of
   *   WeChat's JSON to change.
   * - `hang`: stops for ever before the `reply`, after its `headers`, in the middle of its `body`.
   * - `drop`: ends the connection, before the reply or in the middle of its `body`. `flood`: so
   *   many bytes of a reply, if the client takes them.
   */
  trouble({ times = 1, ...trouble }) {
    this.#troubles.push(...Array(times).fill(trouble));
  }

  async #serve(request, response) {
    if (this.allowOrigin) {
      response.setHeader('Access-Control-Allow-Origin', this.allowOrigin);
      response.setHeader('Access-Control-Allow-Headers', 'content-type');
      if (request.method === 'OPTIONS') return response.end();
    }
    const url = new URL(request.url, this.baseUrl);
    const came = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: await text(request).catch(() => ''),
      underWay: this.#count(url.pathname, 1),
      sent: 0,
      closed: new Promise((resolve) => response.on('close', resolve)),
    };
    response.on('close', () => this.#count(url.pathname, -1));
    this.requests.push(came);
    this.emit('request', came);
    const at = this.#troubles.findIndex(({ path = came.path }) => path === came.path);
    const [trouble = {}] = at < 0 ? [] : this.#troubles.splice(at, 1);
    await this.#reply(came, trouble, url, response);
  }

  #count(path, change) {
    const count = (this.#underWay.get(path) ?? 0) + change;
    this.#underWay.set(path, count);
    return count;
  }

  async #reply(came, { until, hang, drop, flood, ...trouble }, url, response) {
    await (typeof until === 'function' ? until(came) : until);
    if (drop === 'reply') return response.destroy();
    if (hang === 'reply') return;
    const { status, headers, bytes } = await this.#answer(came, trouble, url);
    response.writeHead(status, headers);
    if (hang === 'headers') return response.flushHeaders();
    const half = bytes.slice(0, bytes.length / 2);
    if (hang === 'body') return response.write(half);
    if (drop === 'body') return response.write(half, () => response.destroy());
    if (flood) return pour(came, flood, response);
    came.sent = bytes.length;
    response.end(bytes);
  }

  async #answer({ method, body }, { status, headers, bytes, change }, url) {
    const type = { 'content-type': 'text/plain' };
    if (bytes !== undefined)
      return { status: status ?? 200, headers: { ...type, ...headers }, bytes };
    const reply = await this.wechat.fetch(url, { method, ...(body && { body }) });
    type['content-type'] = reply.headers.get('content-type');
    const answered = await reply.text();
    const changed = change && JSON.stringify({ ...JSON.parse(answered), ...change });
    return { status: reply.status, headers: type, bytes: changed ?? answered };
  }
}

async function pour(came, bytes, response) {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  while (came.sent < bytes && !response.destroyed) {
    came.sent += chunk.length;
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), came.closed]);
  }
  response.end();
}
