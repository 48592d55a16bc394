import { authorizeUrl } from './api.js';
import { pick, tableOf } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { clientOf } from './client.js';
import type { AuthorizeUrl, OfficialAccountEndpoints } from './generated/types.js';
import {
  FollowerList,
  type Followers,
  type FollowersOptions,
  UserList,
  type Users,
  type UsersOptions,
} from './listing.js';
import { type SnsLogin, type SnsLoginInput, snsLogin } from './sns-login.js';

/**
 * An official account (公众号, 服务号): WeChat's APIs as methods.
 *
 * ```js
 * const account = new OfficialAccount({ appid, secret });
 * // Of a follower: the openid is from a message or event.
 * const { unionid } = await account.userInfo({ openid });
 * ```
 *
 * Every error is a {@link WxError} and holds no secret.
 */
export class OfficialAccount extends /* @__PURE__ */ clientOf<OfficialAccountEndpoints>(
  'OfficialAccount',
) {
  /**
   * The page that asks a user to log in (网页授权): see {@link authorizeUrl}.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT`
   */
  authorizeUrl(input: Omit<AuthorizeUrl, 'appid' | 'component_appid'>): string {
    const { appid, componentAppid: component_appid } = this;
    return authorizeUrl({ ...pick('input', input, inputNames), appid, component_appid });
  }

  /**
   * Logs in a user who came back from {@link authorizeUrl}: exchanges the code, and gets the
   * profile if the user agreed. Compare `state` first. A code works once, so nothing is thrown
   * after the exchange: an error of the profile is in `userData`.
   *
   * @throws {WxError} `ERR_ACCESS_DENIED` if the user refused; if the exchange fails, `ERR_API`,
   * `ERR_NETWORK`, `ERR_TIMEOUT`, …
   */
  login(input: SnsLoginInput, options?: CallOptions): Promise<SnsLogin> {
    return snsLogin(this, input, options);
  }

  /**
   * Iterates over the openids of all followers, page by page. For jobs, not for a login.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT` for an option. What iterating throws:
   * {@link Followers}.
   */
  followers(options?: FollowersOptions): Followers {
    return new FollowerList(this, options);
  }

  /**
   * Gets what the account knows about these users, in order: 100 per request, several requests at a
   * time.
   *
   * @throws {WxError} `ERR_INVALID_ARGUMENT` for an option. What iterating throws: {@link Users}.
   */
  users(openids: Iterable<string> | AsyncIterable<string>, options?: UsersOptions): Users {
    return new UserList(this, openids, options);
  }
}

const inputNames = /* @__PURE__ */ tableOf<Omit<AuthorizeUrl, 'appid' | 'component_appid'>>({
  redirect_uri: true,
  scope: true,
  state: true,
  forcePopup: true,
  forceSnapShot: true,
});
