import { authorizeUrl } from './api.js';
import { pick, type Table } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { clientOf } from './client.js';
import type { AuthorizeUrl, OfficialAccountEndpoints } from './generated.js';
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
 * for await (const user of account.users(account.followers())) console.log(user.openid, user.unionid);
 * ```
 *
 * Every failure is a {@link WxError}, and no secret is in any.
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
   * Logs a user in who came back from {@link authorizeUrl}: exchanges the code, and asks for the profile if
   * the user agreed to that. The code is good once, so once it is exchanged nothing is thrown: what is wrong
   * with the profile is in `userData`. Compare `state` before.
   *
   * @throws {WxError} If the exchange fails: `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, …
   */
  login(input: SnsLoginInput, options?: CallOptions): Promise<SnsLogin> {
    return snsLogin(this, input, options);
  }

  /** The openids of all followers, one after the other, page by page. */
  followers(options?: FollowersOptions): Followers {
    return new FollowerList(this, options);
  }

  /** What the account knows of these users, in their order: in chunks of 100, several at a time. */
  users(openids: Iterable<string> | AsyncIterable<string>, options?: UsersOptions): Users {
    return new UserList(this, openids, options);
  }
}

const inputNames: Table<Omit<AuthorizeUrl, 'appid' | 'component_appid'>> = {
  redirect_uri: true,
  scope: true,
  state: true,
  forcePopup: true,
  forceSnapShot: true,
};
