import type { LoginState } from './login.js';
import { LoginError, type LoginStep } from './login-error.js';
import type { Wx, WxFailure } from './wx.js';

/** A login that is done: which one it is, and when it ends, in milliseconds since 1970. */
export interface Kept {
  login: number;
  token: string;
  endsAt: number | undefined;
}

/** What a login needs. */
interface Means {
  exchange: (code: string, before: string | undefined) => Promise<LoginState>;
  storageKey: string;
  timeoutMs: number;
  wx: Wx;
  now: () => number;
}

/** Keeps the login of this phone, and sees to a new one: once for all who wait for it. */
export function keepLogin({ exchange, storageKey, timeoutMs, wx, now }: Means) {
  const storage = careful(wx, storageKey);
  /**
   * Counts the logins that were begun. From 1, so that a number is always true in a page's
   * conditions.
   */
  let begun = 1;
  /** None while a login is under way. */
  let latest = load();
  let underWay: Promise<Kept> | undefined;

  return { latest: () => latest, kept, isGood, hasSession, current, renew, forget };

  /** The latest, if it is still good. */
  function kept(): Kept | undefined {
    return isGood(latest) ? latest : undefined;
  }

  function isGood(login: Kept | undefined): login is Kept {
    return login !== undefined && (login.endsAt === undefined || now() < login.endsAt);
  }

  /** Whether WeChat's session key still belongs to the last code. */
  function hasSession(): Promise<boolean> {
    return within(timeoutMs, 'wx.checkSession', () => isSessionAlive(wx));
  }

  /** The login under way, the one that is kept, or a new one. */
  function current(): Promise<Kept> {
    return underWay ?? (isGood(latest) ? Promise.resolve(latest) : logIn());
  }

  /**
   * The login after this one, which is no good any more. Another page may have seen to it already.
   */
  function renew(old: Kept): Promise<Kept> {
    return old.login === begun ? logIn() : current();
  }

  function logIn(): Promise<Kept> {
    const before = latest?.token;
    // From now on WeChat's session key may differ from the back end's, and
    // wx.checkSession would not tell: a login that fails must leave none.
    forget();
    underWay = exchangeNewCode(begun, before);
    return underWay;
  }

  async function exchangeNewCode(login: number, before: string | undefined): Promise<Kept> {
    try {
      const code = await within(timeoutMs, 'wx.login', () => newCode(wx, timeoutMs));
      const answer = await within(timeoutMs, 'exchange', () => exchange(code, before));
      const { token, expiresInSeconds } = checked(answer);
      const endsAt = expiresInSeconds && now() + expiresInSeconds * 1000;
      if (login === begun) {
        latest = { login, token, endsAt };
        storage.write({ token, endsAt });
      }
      return { login, token, endsAt };
    } finally {
      // One that was forgotten meanwhile ends for those who wait for it, and changes nothing.
      if (login === begun) underWay = undefined;
    }
  }

  function forget(): void {
    begun += 1;
    latest = underWay = undefined;
    storage.remove();
  }

  function load(): Kept | undefined {
    const { token, endsAt } = storage.read();
    return typeof token === 'string' ? { login: begun, token, endsAt } : undefined;
  }
}

function newCode(wx: Wx, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = ({ errMsg, errno }: WxFailure) => {
      const isLate = /timeout/i.test(errMsg);
      const said = { errMsg, ...(errno !== undefined && { errno }) };
      reject(
        isLate
          ? new LoginError('ERR_TIMEOUT', { step: 'wx.login', ...said })
          : new LoginError('ERR_WX_LOGIN', said),
      );
    };
    wx.login({
      timeout: timeoutMs,
      success: ({ code }) => (code ? resolve(code) : fail({ errMsg: 'login:ok, and no code' })),
      fail,
    });
  });
}

function isSessionAlive(wx: Wx): Promise<boolean> {
  return new Promise((resolve) => {
    wx.checkSession({ success: () => resolve(true), fail: () => resolve(false) });
  });
}

declare function setTimeout(run: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Some phones never call back. A login that waits for ever would keep all pages waiting. */
function within<T>(timeoutMs: number, step: LoginStep, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new LoginError('ERR_TIMEOUT', { step }));
    const timer = setTimeout(late, timeoutMs);
    const end = () => clearTimeout(timer);
    const running = Promise.resolve().then(run);
    running.then(end, end);
    running.then(resolve, reject);
  });
}

function checked(answer: LoginState): LoginState {
  const { token, expiresInSeconds } = Object(answer) as LoginState;
  const isToken = typeof token === 'string' && token !== '';
  const isTime = expiresInSeconds === undefined || isPositive(expiresInSeconds);
  if (isToken && isTime && !('session_key' in answer)) return { token, expiresInSeconds };
  throw new LoginError('ERR_INVALID_LOGIN_STATE');
}

export function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** Storage that is full or broken costs a login at the next start, and must not cost this one. */
function careful(wx: Wx, key: string) {
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };
  return {
    read: (): Partial<Kept> => Object(attempt(() => wx.getStorageSync(key))),
    write: (state: Omit<Kept, 'login'>) => attempt(() => wx.setStorageSync(key, state)),
    remove: () => attempt(() => wx.removeStorageSync(key)),
  };
}
