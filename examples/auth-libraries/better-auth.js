import { createHash } from 'node:crypto';
import { accountIdOf, linkByUnionid } from './link.js';

/** @typedef {import('wx-unionid').WebApp | import('wx-unionid').OfficialAccount} Client */
/** @typedef {import('wx-unionid').SnsLogin} Login */

/**
 * A plugin with a provider for each app: `wechat({ website, account })`.
 *
 * @param {Record<string, Client>} clients
 * @returns {import('better-auth').BetterAuthPlugin}
 */
export function wechat(clients) {
  return {
    id: 'wechat',
    // Not for input: whoever could set it would be somebody else.
    schema: {
      user: {
        fields: { unionid: { type: 'string', required: false, unique: true, input: false } },
      },
    },
    init(context) {
      const ours = Object.entries(clients).map(([id, client]) => providerOf(id, client, context));
      return { context: { socialProviders: [...ours, ...context.socialProviders] } };
    },
  };
}

/**
 * @param {string} id
 * @param {Client} client
 * @param {import('better-auth').AuthContext} context
 * @returns {import('better-auth').AuthContext['socialProviders'][number]}
 */
function providerOf(id, client, context) {
  return {
    id,
    name: '微信',
    createAuthorizationURL({ state, redirectURI: redirect_uri }) {
      const given = { redirect_uri, state: '0' };
      const url = new URL(
        'qrConnectUrl' in client
          ? client.qrConnectUrl(given)
          : client.authorizeUrl({ ...given, scope: 'snsapi_userinfo' }),
      );
      url.searchParams.set('state', state); // it may have - and _
      return url;
    },
    async validateAuthorizationCode({ code }) {
      const login = await client.login({ code });
      return { accessToken: login.session.access_token, raw: { login } };
    },
    async getUserInfo({ raw }) {
      if (!raw) return null;
      const { identity, userData } = /** @type {Login} */ (raw.login);
      const profile = userData?.ok ? userData.value : undefined;
      const accountId = accountIdOf(identity);
      const user = {
        name: profile?.nickname ?? '',
        image: profile?.headimgurl,
        email: emailOf(accountId),
        emailVerified: false,
      };
      if (!(await linkByUnionid(rowsOf(id, context), identity))) {
        const made = { ...user, unionid: identity.unionid };
        await context.internalAdapter.createOAuthUser(made, { providerId: id, accountId });
      }
      return { user, data: { accountId } };
    },
    accountSubject: ({ profile }) => /** @type {{ accountId: string }} */ (profile).accountId,
  };
}

/**
 * better-auth needs one, and makes it lower case:
 * openids that differ only by case are different people.
 */
function emailOf(/** @type {string} */ accountId) {
  return `${createHash('sha256').update(accountId).digest('hex')}@wechat.invalid`;
}

/**
 * @param {string} providerId
 * @param {import('better-auth').AuthContext} context
 * @returns {import('./link.js').Rows}
 */
function rowsOf(providerId, { adapter, internalAdapter }) {
  return {
    async ofAccount(accountId) {
      const account = await internalAdapter.findAccountByKey({ providerId, accountId });
      return account && internalAdapter.findUserById(account.userId);
    },
    ofUnionid: (unionid) =>
      adapter.findOne({ model: 'user', where: [{ field: 'unionid', value: unionid }] }),
    setUnionid: ({ id }, unionid) => internalAdapter.updateUser(id, { unionid }),
    addAccount: ({ id: userId }, accountId) =>
      internalAdapter.linkAccount({ userId, providerId, accountId }),
  };
}
