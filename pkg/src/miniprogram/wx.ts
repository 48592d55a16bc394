// What is used of WeChat's global `wx`, and no more: so that an app needs no typings of WeChat's, and the real one, the
// one of a framework and the one of a test all fit.

/** What a login uses of `wx`. WeChat's own fits. */
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

/** What `wx` says of a failure. */
export interface WxFailure {
  errMsg: string;
  errno?: number;
}

/** In a mini program it is a name that every file knows, and not always a property of the global object. */
declare const wx: Wx | undefined;

/** That of the mini program, if this is one. */
export function globalWx(): Wx | undefined {
  return typeof wx === 'undefined' ? undefined : wx;
}
