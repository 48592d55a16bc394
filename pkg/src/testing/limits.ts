/** WeChat's numbers. A test may set its own: a page of two followers, or a login a minute. */
export interface Limits {
  /** How long a code is good: five minutes. */
  codeSeconds: number;
  /** How long the code of a website's QR login is good: ten minutes. */
  qrCodeSeconds: number;
  /**
   * A wx.login replaces the session key if it is as old as that. WeChat does not publish its own period. 0: every
   * wx.login does. `Infinity`: none does.
   */
  sessionKeyPeriodSeconds: number;
  /** How long a session lasts that is not used. WeChat does not publish it either; it used to be 30 days. */
  sessionSeconds: number;
  /** The logins of one user. */
  loginsPerUserAndMinute: number;
  /** How often one user's session may be reset. */
  resetsPerUserAndMinute: number;
  /** How long an access_token lives: two hours. */
  accessTokenSeconds: number;
  /** How long the one before the last of getAccessToken is good: five minutes. */
  oldAccessTokenSeconds: number;
  /** getStableAccessToken makes a new one that long before the end: five minutes. */
  renewalSeconds: number;
  /** How far apart two forced refreshes have to be. */
  forcedRefreshSeconds: number;
  /** Forced refreshes. */
  forcedRefreshesPerDay: number;
  /** Calls of getAccessToken. */
  accessTokensPerDay: number;
  /** Calls of getStableAccessToken. */
  stableAccessTokensPerMinute: number;
  /** Calls of getStableAccessToken. */
  stableAccessTokensPerDay: number;
  /** How long the token of a user who came by a page lives: two hours. */
  userTokenSeconds: number;
  /** How long it can be refreshed: 30 days. */
  refreshTokenSeconds: number;
  /** How long after a payment getPaidUnionId answers: five minutes. */
  paymentSeconds: number;
  /** How long checkEncryptedData knows the data: three days. */
  encryptedDataSeconds: number;
  /** How long an encryptKey counts: an hour. */
  encryptKeySeconds: number;
  /** How many encryptKeys are told. */
  encryptKeys: number;
  /** The openids on a page of getFans. */
  fansPerPage: number;
  /** The openids on a page of getBlacklist. */
  blacklistPerPage: number;
  /** The users of one batchUserInfo. */
  usersPerBatch: number;
  /** The openids of one changeOpenid. */
  openidsPerChange: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As WeChat documents them. */
export const limits: Readonly<Limits> = {
  codeSeconds: 5 * MINUTE,
  qrCodeSeconds: 10 * MINUTE,
  sessionKeyPeriodSeconds: 10 * MINUTE,
  sessionSeconds: 30 * DAY,
  loginsPerUserAndMinute: 100,
  resetsPerUserAndMinute: 1,
  accessTokenSeconds: 2 * HOUR,
  oldAccessTokenSeconds: 5 * MINUTE,
  renewalSeconds: 5 * MINUTE,
  forcedRefreshSeconds: 30,
  forcedRefreshesPerDay: 20,
  accessTokensPerDay: 2000,
  stableAccessTokensPerMinute: 10_000,
  stableAccessTokensPerDay: 500_000,
  userTokenSeconds: 2 * HOUR,
  refreshTokenSeconds: 30 * DAY,
  paymentSeconds: 5 * MINUTE,
  encryptedDataSeconds: 3 * DAY,
  encryptKeySeconds: HOUR,
  encryptKeys: 3,
  fansPerPage: 10_000,
  blacklistPerPage: 1000,
  usersPerBatch: 100,
  openidsPerChange: 100,
};
