import { isPositive, keepLogin } from './kept-login.js';
import { invalidArgument, LoginError } from './login-error.js';
import { globalWx, type Wx } from './wx.js';

/** The login state of your own (自定义登录态), as your back end gives it for a code. */
export interface LoginState {
  /** The token of the user at your back end. Never a session key. */
  token: string;
  /** How long it is valid, in seconds from now. Default: until the back end answers 401. */
  expiresInSeconds?: number | undefined;
}

/** A back end's reply, as `wx.request`, `wx.uploadFile` and `wx.cloud.callContainer` return it. */
export interface Reply {
  statusCode: number;
}

/** Encrypted data of WeChat. */
export interface EncryptedData {
  encryptedData: string;
  iv: string;
}

/** The event of a button, as far as it is read. */
export interface ButtonEvent<Detail> {
  detail: Detail;
  currentTarget: { dataset: { login?: unknown } };
}

/** How to log in. */
export interface LoginOptions<Call, Answer extends Reply> {
  /**
   * Lets your back end exchange the code, once. `before` is the token of the last login, if there
   * is one: `LoginSessions.create(session, { previous: before })` then keeps the previous session
   * key too.
   */
  exchange: (code: string, before: string | undefined) => Promise<LoginState>;
  /** Sends your request to your back end, with the token. */
  send: (call: Call, token: string) => Promise<Answer>;
  /** The key of the login state in the storage of `wx`. Default: `wx-unionid:login`. */
  storageKey?: string | undefined;
  /**
   * How long `wx.login`, `wx.checkSession` and `exchange` may take each, in milliseconds. Default:
   * 10,000.
   */
  timeoutMs?: number | undefined;
  /** Default: the global `wx` of the mini program. */
  wx?: Wx | undefined;
  /** The time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/** The login of one mini program. */
export interface Login<Call, Answer extends Reply> {
  /** The token of the last login, or of a new login if that has expired. */
  token(): Promise<string>;

  /**
   * Sends a request with the token. If the back end answers 401, logs in again and sends it once
   * more.
   *
   * @throws {LoginError} `ERR_UNAUTHORIZED` if the answer is 401 again; `ERR_INVALID_ARGUMENT` if
   * the request holds `encryptedData`, which must not be sent twice: that is for
   * {@link sendEncrypted}.
   */
  request(call: Call): Promise<Answer>;

  /**
   * Makes sure that WeChat's session key is valid and that your back end has it: calls
   * `wx.checkSession`, and logs in if that fails. Call it in `onLoad` or `onShow`, and put its
   * result into `data-login` of the buttons that return encrypted data:
   *
   * ```html
   * <button
   *   open-type="getPhoneNumber"
   *   data-login="{{login}}"
   *   bindgetphonenumber="onPhoneNumber"
   * >手机号</button>
   * ```
   *
   * @returns The number of the login. Each login has another one.
   */
  ready(): Promise<number>;

  /**
   * Sends encrypted data that was requested after the login. A login in between may replace the
   * session key, and then the back end cannot decrypt the data. So this never logs in before it
   * sends, and never sends twice.
   *
   * @param source The button's event, or a function that asks WeChat for the data:
   * `() => wx.getWeRunData()`.
   * @param toCall Turns the data into your request.
   * @throws {LoginError} `ERR_LOGIN_FIRST` if the button has no `data-login`; `ERR_ASK_AGAIN` if
   * there was a login since then, or if the back end answers 401, after which it logs in: call
   * {@link ready} and let the user tap again; `ERR_NO_DATA` if the user did not allow it.
   */
  sendEncrypted<Data extends Partial<EncryptedData>>(
    source: ButtonEvent<Data> | (() => Promise<Data>),
    toCall: (data: Data & EncryptedData) => Call,
  ): Promise<Answer>;

  /** Forgets the login on this phone. To log out, have the back end delete its session first. */
  forget(): void;
}

/**
 * Logs the user of a mini program in at your back end: silently, once for all pages, and in the
 * order that encrypted data needs. Create one, in a file that all pages import.
 *
 * ```js
 * const login = createLogin({
 *   async exchange(code, before) {
 *     const { data } = await send({ path: '/login', data: { code } }, before);
 *     return data;
 *   },
 *   send,
 * });
 * const { data } = await login.request({ path: '/me' });
 * ```
 *
 * The storage of `wx` holds only the token and its expiry: no code, and nothing else that
 * `exchange` returns. A code is exchanged once, with any outcome.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html | 小程序登录}.
 *
 * @throws {LoginError} `ERR_INVALID_ARGUMENT`
 */
export function createLogin<Call, Answer extends Reply>(
  options: LoginOptions<Call, Answer>,
): Login<Call, Answer> {
  const given = read(options);
  const { send } = given;
  const logins = keepLogin(given);
  return { token, request, ready, sendEncrypted, forget: logins.forget };

  async function token(): Promise<string> {
    return (await logins.current()).token;
  }

  async function request(call: Call): Promise<Answer> {
    if (holdsEncryptedData(call)) {
      throw invalidArgument('call', {
        zh: '含有 encryptedData：请改用 sendEncrypted 发送，它不会先登录，也不会重发',
        en: 'holds encryptedData: use sendEncrypted, which never logs in first and never sends twice',
      });
    }
    const first = await logins.current();
    const answer = await send(call, first.token);
    if (answer.statusCode !== UNAUTHORIZED) return answer;
    const second = await logins.renew(first);
    const again = await send(call, second.token);
    if (again.statusCode !== UNAUTHORIZED) return again;
    throw new LoginError('ERR_UNAUTHORIZED');
  }

  async function ready(): Promise<number> {
    const kept = logins.kept();
    if (kept && !(await logins.hasSession())) await logins.renew(kept);
    return (await logins.current()).login;
  }

  async function sendEncrypted<Data extends Partial<EncryptedData>>(
    source: ButtonEvent<Data> | (() => Promise<Data>),
    toCall: (data: Data & EncryptedData) => Call,
  ): Promise<Answer> {
    const isEvent = typeof source !== 'function';
    const login = isEvent ? source?.currentTarget?.dataset?.login : await ready();
    if (!login) throw new LoginError('ERR_LOGIN_FIRST');
    const data = isEvent ? source.detail : await source().catch(refused<Data>);
    if (!isEncrypted(data)) throw new LoginError('ERR_NO_DATA', errMsgOf(data));
    const asked = logins.latest();
    if (asked?.login !== Number(login)) throw new LoginError('ERR_ASK_AGAIN');
    if (logins.isGood(asked)) {
      const answer = await send(toCall(data), asked.token);
      if (answer.statusCode !== UNAUTHORIZED) return answer;
    }
    await logins.renew(asked);
    throw new LoginError('ERR_ASK_AGAIN');
  }
}

const UNAUTHORIZED = 401;

function read<Call, Answer extends Reply>(options: LoginOptions<Call, Answer>) {
  const { exchange, send, now = Date.now } = Object(options) as typeof options;
  const { storageKey = 'wx-unionid:login', timeoutMs = 10_000, wx = globalWx() } = Object(options);
  const all = { exchange, send, storageKey, timeoutMs, wx: wx as Wx, now };
  const unknown = Object.keys(Object(options)).find((name) => !(name in all));
  if (unknown)
    throw invalidArgument(unknown, { zh: '不是有效的选项', en: 'is not a known option' });
  for (const name of ['exchange', 'send', 'now'] as const) {
    if (typeof all[name] !== 'function') {
      throw invalidArgument(name, { zh: '必须是函数', en: 'must be a function' });
    }
  }
  if (!wx) {
    const hint = { zh: '在小程序之外必须传入', en: 'is required outside a mini program' };
    throw invalidArgument('wx', hint);
  }
  if (typeof storageKey !== 'string' || !storageKey) {
    const hint = { zh: '必须是非空字符串', en: 'must be a non-empty string' };
    throw invalidArgument('storageKey', hint);
  }
  // A timer of more milliseconds fires at once.
  if (!isPositive(timeoutMs) || timeoutMs >= 2 ** 31) {
    const hint = { zh: '必须大于 0、小于 2147483648', en: 'must be above 0 and below 2147483648' };
    throw invalidArgument('timeoutMs', hint);
  }
  return all;
}

function isEncrypted<Data extends Partial<EncryptedData>>(
  data: Data,
): data is Data & EncryptedData {
  return Boolean(data?.encryptedData && data.iv);
}

function errMsgOf(data: object): { errMsg?: string } {
  const { errMsg } = Object(data) as { errMsg?: unknown };
  return typeof errMsg === 'string' ? { errMsg } : {};
}

/** What WeChat's functions fail with is no error, and has no data either. */
function refused<Data>(failure: Data): Data {
  if (failure instanceof Error) throw failure;
  return failure;
}

/** Requests are small: what is deeper than this was hidden on purpose. */
const DEPTH = 4;

function holdsEncryptedData(value: unknown, depth = DEPTH): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if ((value as Partial<EncryptedData>).encryptedData) return true;
  return Object.values(value).some((inner) => holdsEncryptedData(inner, depth - 1));
}
