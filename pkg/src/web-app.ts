import { qrConnectUrl } from './api.js';
import { pick, tableOf } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { clientOf } from './client.js';
import type { QrConnectUrl, WebAppEndpoints } from './generated/types.js';
import { type SnsLogin, type SnsLoginInput, snsLogin } from './sns-login.js';

/**
 * A website or mobile app (网站应用, 移动应用): login by QR code or by the app's SDK.
 *
 * ```js
 * const website = new WebApp({ appid, secret });
 * redirect(website.qrConnectUrl({ redirect_uri, state }));
 * // The user comes back with ?code=…&state=…
 * const { identity } = await website.login({ code });
 * ```
 *
 * Every error is a {@link WxError} and holds no secret.
 */
export class WebApp extends /* @__PURE__ */ clientOf<WebAppEndpoints>('WebApp') {
  /**
   * The page with the QR code: see {@link qrConnectUrl}.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT`
   */
  qrConnectUrl(input: Omit<QrConnectUrl, 'appid'>): string {
    return qrConnectUrl({ ...pick('input', input, inputNames), appid: this.appid });
  }

  /**
   * Logs in a user who came back from {@link qrConnectUrl} or from a mobile app's SDK: exchanges
   * the code, and gets the profile. Compare `state` first. A code works once, so nothing is thrown
   * after the exchange: an error of the profile is in `userData`.
   *
   * @throws {WxError} `ERR_ACCESS_DENIED` if the user refused; if the exchange fails, `ERR_API`,
   * `ERR_NETWORK`, `ERR_TIMEOUT`, …
   */
  login(input: SnsLoginInput, options?: CallOptions): Promise<SnsLogin> {
    return snsLogin(this, input, options);
  }
}

const inputNames = /* @__PURE__ */ tableOf<Omit<QrConnectUrl, 'appid'>>({
  redirect_uri: true,
  state: true,
  lang: true,
});
