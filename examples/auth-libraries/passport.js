import { randomBytes } from 'node:crypto';
import { Strategy } from 'passport';
import { WxError } from 'wx-unionid';

/** For one app, and with sessions: the state of a login is kept in `request.session`. */
export class WeChatStrategy extends Strategy {
  /**
   * @param {object} options
   * @param {string} options.name
   * @param {import('wx-unionid').WebApp | import('wx-unionid').OfficialAccount} options.client
   * @param {string} options.callbackURL
   * @param {(identity: import('wx-unionid').Identity) => Promise<Express.User>} findUser
   */
  constructor({ name, client, callbackURL }, findUser) {
    super();
    this.name = name;
    this.client = client;
    this.callbackURL = callbackURL;
    this.findUser = findUser;
  }

  /**
   * @param {import('express').Request} request
   * @returns {Promise<void>}
   */
  async authenticate(request) {
    const session = /** @type {{ wechatState?: string }} */ (request.session);
    const { code, state } = request.query;
    if (state === undefined && code === undefined) {
      session.wechatState = randomBytes(16).toString('hex');
      return this.redirect(this.linkWith(session.wechatState));
    }
    const wanted = session.wechatState;
    delete session.wechatState; // it is good once
    if (wanted === undefined || state !== wanted) return this.fail(403);
    if (typeof code !== 'string') return this.fail(401); // the user refused
    try {
      const { identity } = await this.client.login({ code });
      if (identity.flags.includes('snapshot_user')) return this.fail(403); // a virtual account
      this.success(await this.findUser(identity));
    } catch (error) {
      const isRefused = error instanceof WxError && error.code === 'ERR_ACCESS_DENIED';
      if (isRefused) this.fail(401);
      else this.error(error);
    }
  }

  /** @param {string} state */
  linkWith(state) {
    const { client, callbackURL: redirect_uri } = this;
    return 'qrConnectUrl' in client
      ? client.qrConnectUrl({ redirect_uri, state })
      : client.authorizeUrl({ redirect_uri, state, scope: 'snsapi_userinfo' });
  }
}
