// Only what is used of WeChat's global `wx`. So an app does not need WeChat's typings, and the real
// `wx`, the `wx` of a framework and the `wx` of a test all fit.

/** What a login uses of `wx`. */
export interface Wx {
  login(options: {
    timeout: number;
    success: (result: { code: string }) => void;
    fail: (failure: WxFailure) => void;
  }): unknown;
  checkSession(options: { success: () => void; fail: () => void }): unknown;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: unknown): void;
  removeStorageSync(key: string): void;
}

/** How `wx` reports a failure. */
export interface WxFailure {
  errMsg: string;
  errno?: number;
}

/**
 * In a mini program it is a name that every file knows, and not always a property of the global
 * object.
 */
declare const wx: Wx | undefined;

/** That of the mini program, if this is one. */
export function globalWx(): Wx | undefined {
  return typeof wx === 'undefined' ? undefined : wx;
}
