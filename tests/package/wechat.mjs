// A WeChat of the tests' own, on this machine. It answers and refuses as the real one does, errors with the
// status 200 and everything as text/plain, and makes trouble where a test asks for it.

import assert from 'node:assert/strict';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';

import { endpoints, Refusal, refuseIf } from './wechat-endpoints.mjs';

/** Emits `request` for each request that has come in, before it is answered. */
export class WeChat extends EventEmitter {
  /**
   * What came in: method, path, query, headers, body; with `underWay`, how many to this path were unanswered then; `sent`,
   * the bytes of the reply so far; and `closed`, a promise.
   */
  requests = [];
  /** How often tokens were asked for. */
  counts = { stable: 0, forced: 0, legacy: 0 };
  /** By openid: openid, unionid?, session_key, phone. */
  users = new Map();
  /** openids */
  followers = [];
  blacklist = [];
  /** transaction_id → openid */
  orders = new Map();
  #codes = new Map();
  #tokens = new Map();
  #troubles = [];
  #underWay = new Map();
  #server = createServer((request, response) => this.#serve(request, response));

  /**
   * `apps`: appid → secret, or → `undefined` for one that a platform asks for. `allowOrigin`: whose pages may ask,
   * which the real WeChat allows nobody.
   */
  static async start({ apps = {}, pageSize = 10_000, allowOrigin } = {}) {
    const wechat = new WeChat();
    Object.assign(wechat, { apps, pageSize, allowOrigin });
    wechat.#server.listen(0, '127.0.0.1');
    await once(wechat.#server, 'listening');
    wechat.baseUrl = `http://127.0.0.1:${wechat.#server.address().port}`;
    return wechat;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  addUser(user) {
    const session_key = randomBytes(16).toString('base64');
    this.users.set(user.openid, { session_key, ...user });
    return this.users.get(user.openid);
  }

  /** Makes followers with the openids o1, o2, … */
  addFollowers(count) {
    for (let at = this.followers.length + 1; this.followers.length < count; at++) {
      this.addUser({ openid: `o${at}`, unionid: `u${at}` });
      this.followers.push(`o${at}`);
    }
  }

  /** `kind`: login, phone, plugin or web. `facts`: what a web login answers besides. */
  addCode(kind, appid, openid, facts = {}) {
    const code = `0${kind}-CODE-${randomBytes(6).toString('hex')}`;
    this.#codes.set(code, { kind, appid, openid, facts });
    return code;
  }

  /** `kind`: app, user or component. */
  addToken(kind, facts) {
    const token = `74_${kind}-TOKEN-${randomBytes(12).toString('hex')}`;
    this.#tokens.set(token, { kind, ...facts });
    return token;
  }

  /** The app's token of now, if there is one. */
  tokenOf(appid) {
    const isCurrent = ([, it]) => it.kind === 'app' && it.appid === appid && !it.refusedWith;
    return [...this.#tokens].find(isCurrent)?.[0];
  }

  /** From now on this token is refused with the errcode. */
  spoil(token, errcode = 40001) {
    this.#tokens.get(token).refusedWith = errcode;
  }

  /**
   * Makes trouble for the next `times` requests (to `path`):
   *
   * - `until`: a promise, or a function of the request that gives one: answers after that.
   * - `errcode`, or `reply`: an object or a function of the request. `bytes`, `status`, `headers`.
   * - `hang`: stops for ever before the `reply`, after its `headers`, in the middle of its `body`.
   * - `drop`: ends the connection. `flood`: so many bytes of a reply, if the client takes them.
   */
  trouble({ times = 1, ...trouble }) {
    this.#troubles.push(...Array(Math.min(times, 1000)).fill(trouble));
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
    await this.#reply(came, trouble, response);
  }

  #count(path, change) {
    const count = (this.#underWay.get(path) ?? 0) + change;
    this.#underWay.set(path, count);
    return count;
  }

  async #reply(came, { until, hang, drop, flood, ...trouble }, response) {
    await (typeof until === 'function' ? until(came) : until);
    if (drop) return response.destroy();
    if (hang === 'reply') return;
    const { status = 200, headers, bytes = JSON.stringify(this.#answer(came, trouble)) } = trouble;
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    if (hang === 'headers') return response.flushHeaders();
    if (hang === 'body') return response.write(bytes.slice(0, bytes.length / 2));
    if (flood) return pour(came, flood, response);
    came.sent = bytes.length;
    response.end(bytes);
  }

  #answer(came, { errcode, reply }) {
    if (errcode !== undefined) return new Refusal(errcode).reply;
    if (reply) return typeof reply === 'function' ? reply(came) : reply;
    try {
      const json = came.body ? JSON.parse(came.body) : {};
      return endpoints[`${came.method} ${came.path}`](this, came.query, json);
    } catch (error) {
      return error.reply ?? { errcode: -1, errmsg: `${error.stack}` };
    }
  }

  checkSecret({ appid, secret }, errcode) {
    refuseIf(!(appid in this.apps), 40013);
    refuseIf(this.apps[appid] !== secret, errcode);
  }

  /** What the token is good for. */
  checkToken(kind, token) {
    refuseIf(!token, 41001);
    const found = this.#tokens.get(token);
    refuseIf(found?.kind !== kind, 40014);
    refuseIf(found.refusedWith, found.refusedWith);
    return found;
  }

  checkComponent({ appid, component_appid, component_access_token }) {
    const { component } = this.checkToken('component', component_access_token);
    refuseIf(component !== component_appid || !(appid in this.apps), 61003);
  }

  /** The user of a code, which is spent by that. */
  spend(kind, code, appid) {
    refuseIf(!code, 41008);
    const found = this.#codes.get(code);
    refuseIf(found?.kind !== kind || found.appid !== appid, 40029);
    refuseIf(found.isSpent, 40163);
    found.isSpent = true;
    return { ...this.userOf(found.openid), facts: found.facts };
  }

  userOf(openid) {
    refuseIf(!this.users.has(openid), 40003);
    return this.users.get(openid);
  }

  newToken(appid) {
    return { access_token: this.addToken('app', { appid }), expires_in: 7200 };
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

/** A fetch that asks nobody: it keeps its `calls`, and answers each with an object or bytes. */
export function offline(answer = () => ({})) {
  const calls = [];
  async function fetch(url, init) {
    calls.push({ url, ...init });
    const reply = await answer(url, init);
    if (reply instanceof Response) return reply;
    return new Response(ArrayBuffer.isView(reply) ? reply : JSON.stringify(reply));
  }
  return Object.assign(fetch, { calls });
}

export const APPID = 'wx4f4bc4dec97d474b';
export const ACCOUNT = 'wxba5fad812f8e6fb9';
export const SECRET = '0123456789abcdef0123456789abcdef';

/** A WeChat with an app of each kind, and a client of `wx` for each. */
export async function setUp({ wx, pageSize, ...options }) {
  const wechat = await WeChat.start({ apps: { [APPID]: SECRET, [ACCOUNT]: SECRET }, pageSize });
  after(() => wechat.close());
  const shared = { secret: SECRET, baseUrl: wechat.baseUrl, ...options };
  const program = new wx.MiniProgram({ appid: APPID, ...shared });
  const account = new wx.OfficialAccount({ appid: ACCOUNT, ...shared });
  const website = new wx.WebApp({ appid: ACCOUNT, ...shared });
  const asked = (path) => wechat.requests.filter((request) => request.path === path).length;
  return { wechat, program, account, website, asked };
}

/** What `wx.getUserInfo` gives a mini program. */
export function sent(user, { appid = APPID, key = user.session_key, nickName = '小明😀' } = {}) {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), iv);
  const watermark = { timestamp: 1700000000, appid };
  const text = JSON.stringify({ openId: user.openid, nickName, watermark });
  const encryptedData = cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
  const rawData = JSON.stringify({ nickName, gender: 0 });
  const signature = createHash('sha1')
    .update(rawData + key)
    .digest('hex');
  return { encryptedData, iv: iv.toString('base64'), rawData, signature };
}

/** What a call is refused with. */
export function rejection(promise, what = '') {
  return promise.then(
    () => assert.fail(`it should have been refused: ${what}`),
    (error) => error,
  );
}

/** The three ids of an identity. */
export function ids({ appid, openid, unionid }) {
  return { appid, openid, unionid };
}
