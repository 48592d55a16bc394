/** WeChat's numbers. A test may change them, for example to two followers per page. */
export interface Limits {
  /** How long a code is valid: five minutes. */
  codeSeconds: number;
  /** How long the code of a website's QR login is valid: ten minutes. */
  qrCodeSeconds: number;
  /**
   * wx.login replaces a session key of this age. WeChat does not publish its period. 0: every
   * wx.login replaces it. `Infinity`: none does.
   */
  sessionKeyPeriodSeconds: number;
  /** How long an unused session lasts. WeChat does not publish it; it used to be 30 days. */
  sessionSeconds: number;
  /** Logins of one user. */
  loginsPerUserAndMinute: number;
  /** Resets of one user's session. */
  resetsPerUserAndMinute: number;
  /** How long an access_token is valid: two hours. */
  accessTokenSeconds: number;
  /** How long the previous token of getAccessToken stays valid: five minutes. */
  oldAccessTokenSeconds: number;
  /** How long before the expiry getStableAccessToken issues a new token: five minutes. */
  renewalSeconds: number;
  /** The minimum time between two forced refreshes. */
  forcedRefreshSeconds: number;
  /** Forced refreshes. */
  forcedRefreshesPerDay: number;
  /** Calls of getAccessToken. */
  accessTokensPerDay: number;
  /** Calls of getStableAccessToken. */
  stableAccessTokensPerMinute: number;
  /** Calls of getStableAccessToken. */
  stableAccessTokensPerDay: number;
  /** How long a user's token of web authorisation is valid: two hours. */
  userTokenSeconds: number;
  /** How long it can be refreshed: 30 days. */
  refreshTokenSeconds: number;
  /** How long after a payment getPaidUnionId works: five minutes. */
  paymentSeconds: number;
  /** How long checkEncryptedData knows data: three days. */
  encryptedDataSeconds: number;
  /** How long an encryptKey is valid: an hour. */
  encryptKeySeconds: number;
  /** How many encryptKeys are returned. */
  encryptKeys: number;
  /** The openids on a page of getFans. */
  fansPerPage: number;
  /** The openids on a page of getBlacklist. */
  blacklistPerPage: number;
  /** The users of one batchUserInfo. */
  usersPerBatch: number;
  /** The openids of one changeOpenid. */
  openidsPerChange: number;
  /** How often a push is sent, until the back end answers. */
  pushTries: number;
  /** How long WeChat waits for the answer to a push. Then it sends it again. */
  pushSeconds: number;
  /** How long a component_verify_ticket is valid: twelve hours. */
  ticketSeconds: number;
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
  pushTries: 3,
  pushSeconds: 5,
  ticketSeconds: 12 * HOUR,
};
