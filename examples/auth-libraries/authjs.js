import { customFetch } from '@auth/core';
import { resolveIdentity } from 'wx-unionid';
import { accountIdOf, linkByUnionid } from './link.js';

/** @typedef {import('@auth/core/types').Account} Account */
/** @typedef {import('@auth/core/adapters').AdapterUser & { unionid?: string | null }} User */

/**
 * A provider for one app. `link` is from `qrConnectUrl` or `authorizeUrl`,
 * with the address of `callback/<id>`.
 *
 * @param {string} id
 * @param {import('wx-unionid').WebApp | import('wx-unionid').OfficialAccount} client
 * @param {string} link
 * @returns {import('@auth/core/providers').OAuth2Config<any>}
 */
export function wechat(id, client, link) {
  const { appid } = client;
  return {
    id,
    name: '微信',
    type: 'oauth',
    checks: ['state'],
    clientId: appid,
    clientSecret: '-', // the client has it, and asks WeChat
    authorization: link, // Auth.js replaces its state
    token: 'https://api.weixin.qq.com/sns/oauth2/access_token',
    async [customFetch](_url, init) {
      const code = new URLSearchParams(String(init?.body)).get('code') ?? '';
      return Response.json({ ...(await client.snsAccessToken({ code })), token_type: 'bearer' });
    },
    userinfo: {
      url: 'https://api.weixin.qq.com/sns/userinfo',
      /** @param {{ tokens: import('wx-unionid').SnsAccessTokenResponse }} given */
      async request({ tokens }) {
        const { access_token, openid } = tokens;
        const profile = await client.snsUserInfo({ access_token, openid });
        const identity = resolveIdentity([
          { source: 'snsAccessToken', appid, value: tokens },
          { source: 'snsUserInfo', appid, value: profile },
        ]);
        return { identity, name: profile.nickname, image: profile.headimgurl };
      },
    },
    profile({ identity, name, image }) {
      return { id: accountIdOf(identity), email: null, name, image, unionid: identity.unionid };
    },
  };
}

/**
 * The callback `signIn`: Auth.js looks for the account after it. Adapters cannot find a user by
 * unionid, so pass a function that does.
 *
 * @param {import('@auth/core/adapters').Adapter} adapter
 * @param {(unionid: string) => Promise<User | null>} findByUnionid
 */
export function signInWith(adapter, findByUnionid) {
  /** @param {{ account?: Account | null, profile?: import('@auth/core/types').Profile }} given */
  return async function signIn({ account, profile }) {
    if (!account || !profile?.identity) return true; // another provider
    const { provider } = account;
    /** @type {import('./link.js').Rows} */
    const rows = {
      ofAccount: async (providerAccountId) =>
        (await adapter.getUserByAccount?.({ provider, providerAccountId })) ?? null,
      ofUnionid: findByUnionid,
      setUnionid: async ({ id }, unionid) =>
        adapter.updateUser?.(/** @type {Partial<User> & { id: string }} */ ({ id, unionid })),
      addAccount: async ({ id: userId }, providerAccountId) =>
        adapter.linkAccount?.({ userId, type: 'oauth', provider, providerAccountId }),
    };
    await linkByUnionid(rows, /** @type {any} */ (profile.identity));
    return true;
  };
}
