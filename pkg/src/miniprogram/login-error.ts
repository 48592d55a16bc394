/** A text for people, in Chinese and English. */
export interface LocalizedText {
  zh: string;
  en: string;
}

/** Which failure it is. Public API: codes are never renamed. */
export type LoginErrorCode =
  /** An argument of the wrong shape, or encrypted data where it must not be: see `argument`. */
  | 'ERR_INVALID_ARGUMENT'
  /** `wx.login` failed: see `errMsg`. */
  | 'ERR_WX_LOGIN'
  /** A step of the login did not finish in time: see `step`. */
  | 'ERR_TIMEOUT'
  /** `exchange` did not return a login state. */
  | 'ERR_INVALID_LOGIN_STATE'
  /** The back end answered 401 again, right after a new login. */
  | 'ERR_UNAUTHORIZED'
  /** Encrypted data was asked for before the login was ready. */
  | 'ERR_LOGIN_FIRST'
  /** A new login may have replaced the session key of the encrypted data. */
  | 'ERR_ASK_AGAIN'
  /** There is no encrypted data. Usually the user did not allow it: see `errMsg`. */
  | 'ERR_NO_DATA';

/** What a login waits for. */
export type LoginStep = 'wx.login' | 'wx.checkSession' | 'exchange';

/** What else is known of a failure. */
export interface LoginErrorFields {
  argument?: string;
  step?: LoginStep;
  errMsg?: string;
  errno?: number;
}

/**
 * Why a login failed: look at `code`. It holds no token and no code. Errors of your own `exchange`
 * and `send` pass through unchanged.
 */
export class LoginError extends Error {
  /** Which failure it is. */
  declare readonly code: LoginErrorCode;
  /** What happened and what to do, for you. `message` is the English one. */
  declare readonly hint: LocalizedText;
  /** One sentence for the user. */
  declare readonly publicMessage: LocalizedText;
  /** `ERR_INVALID_ARGUMENT`: the name of the argument. */
  declare readonly argument?: string;
  /** `ERR_TIMEOUT`: who did not answer. */
  declare readonly step?: LoginStep;
  /** What WeChat said, where it said something. */
  declare readonly errMsg?: string;
  /** WeChat's number, where it gives one. */
  declare readonly errno?: number;

  /** @internal */
  constructor(code: LoginErrorCode, fields: LoginErrorFields = {}, hint = hints[code]) {
    super(hint.en);
    Object.assign(this, { name: 'LoginError', code, hint, publicMessage: forUser(code) }, fields);
  }
}

/** An argument that is refused. */
export function invalidArgument(argument: string, { zh, en }: LocalizedText): LoginError {
  const hint = { zh: `${argument} ${zh}`, en: `${argument} ${en}` };
  return new LoginError('ERR_INVALID_ARGUMENT', { argument }, hint);
}

const hints: Record<LoginErrorCode, LocalizedText> = {
  ERR_INVALID_ARGUMENT: { zh: '参数不正确', en: 'an argument is wrong' },
  ERR_WX_LOGIN: { zh: 'wx.login 失败，原因见 errMsg', en: 'wx.login failed: see errMsg' },
  ERR_TIMEOUT: { zh: '登录超时，见 step', en: 'the login timed out: see step' },
  ERR_INVALID_LOGIN_STATE: {
    zh: 'exchange 必须返回 { token, expiresInSeconds? }，其中不能有 session_key：它绝不能离开服务器',
    en: 'exchange must return { token, expiresInSeconds? } without a session_key, which must never leave the server',
  },
  ERR_UNAUTHORIZED: {
    zh: '刚重新登录完，后端仍返回 401：请检查后端能否识别自己签发的 token',
    en: 'the back end answered 401 right after a new login: does it accept the tokens that it issues?',
  },
  ERR_LOGIN_FIRST: {
    zh: '请先登录，再获取加密数据：在 onLoad 或 onShow 里 await ready()，把结果放进按钮的 data-login，再让用户点击。如果先拿到数据再登录，session_key 会被更换，后端就解不开这份数据',
    en: 'log in before you ask for encrypted data: await ready() in onLoad or onShow, put its result into data-login of the button, and let the user tap then. A login after the data replaces the session key, and the back end cannot decrypt the data',
  },
  ERR_ASK_AGAIN: {
    zh: '获取加密数据期间重新登录过，session_key 可能已更换，这份数据不能再用：请在 await ready() 之后重新获取',
    en: 'a new login may have replaced the session key of this data. Do not send it: await ready(), then ask for new data',
  },
  ERR_NO_DATA: {
    zh: '没有 encryptedData：多半是用户未授权，见 errMsg',
    en: 'there is no encryptedData: usually the user did not allow it. See errMsg',
  },
};

function forUser(code: LoginErrorCode): LocalizedText {
  if (code === 'ERR_LOGIN_FIRST' || code === 'ERR_ASK_AGAIN') {
    return { zh: '登录已更新，请再试一次。', en: 'Your login was renewed. Please try again.' };
  }
  if (code === 'ERR_NO_DATA') {
    return { zh: '未获得你的授权。', en: 'You did not allow this.' };
  }
  return { zh: '登录失败，请稍后再试。', en: 'The login failed. Please try again later.' };
}
