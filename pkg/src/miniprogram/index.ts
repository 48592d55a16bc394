/**
 * The mini program's side of a login: {@link createLogin}. It needs neither the core nor anything
 * else of this package.
 *
 * @module wx-unionid/miniprogram
 */
export {
  type ButtonEvent,
  createLogin,
  type EncryptedData,
  type Login,
  type LoginOptions,
  type LoginState,
  type Reply,
} from './login.js';
export {
  type LocalizedText,
  LoginError,
  type LoginErrorCode,
  type LoginStep,
} from './login-error.js';
export type { Wx, WxFailure } from './wx.js';
