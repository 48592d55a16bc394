// Of users who came by a page: official accounts, websites, mobile apps.

import type { Asked } from '../asked.js';
import { realProfileOf } from '../profiles.js';
import { demand } from '../refusal.js';
import type { Token } from '../tokens.js';
import type { WeChat } from '../wechat.js';
import { checkGrantType, type Endpoint, ok } from './endpoint.js';

/** The scopes that say who the user is. */
const TELLING = ['snsapi_userinfo', 'snsapi_login'];

/** Who asks is judged after the code, if there is more to know than the app. */
function session(wechat: WeChat, asked: Asked, checkSecret = (_appid: string) => {}): object {
  const given = asked.parameter('appid');
  checkGrantType(asked.parameter('grant_type'), 'authorization_code');
  const { grant, spend } = wechat.codes.open('web', given, asked.parameter('code'));
  checkSecret(given);
  spend();
  const { appid, user, openid, scope, isSnapshot } = grant;
  const { token, refreshToken } = wechat.userTokens.give(grant);
  return {
    access_token: token.text,
    expires_in: wechat.tokens.secondsLeft(token),
    refresh_token: refreshToken,
    openid,
    scope,
    ...(isSnapshot && { is_snapshotuser: 1 }),
    ...(TELLING.includes(scope) && wechat.world.unionidOf(appid, user)),
  };
}

function refreshed(wechat: WeChat, asked: Asked): object {
  checkGrantType(asked.query('grant_type'), 'refresh_token');
  const refresh_token = asked.query('refresh_token');
  const token = wechat.userTokens.refresh(asked.query('appid'), refresh_token);
  const { openid, scope } = token.grant;
  const expires_in = wechat.tokens.secondsLeft(token);
  return { access_token: token.text, expires_in, refresh_token, openid, scope };
}

/** @throws {Refusal} Unless there is a token, and it is this user's. */
function tokenOf(wechat: WeChat, asked: Asked): Token<'user'> {
  const token = wechat.tokens.open('user', asked.query('access_token'));
  demand(asked.query('openid') !== '', 41009);
  demand(token.grant.openid === asked.query('openid'), 40003);
  return token;
}

export const snsEndpoints = {
  snsAccessToken: {
    methods: ['GET', 'POST'],
    path: '/sns/oauth2/access_token',
    isPlainText: true,
    refusesInJson: true,
    answer(wechat, asked) {
      wechat.app(asked.parameter('appid'));
      return session(wechat, asked, (appid) =>
        wechat.checkSecret(appid, asked.parameter('secret')),
      );
    },
  },

  thirdpartySnsAccessToken: {
    methods: ['GET'],
    path: '/sns/oauth2/component/access_token',
    isPlainText: true,
    answer(wechat, asked) {
      wechat.checkPlatform(asked);
      return session(wechat, asked);
    },
  },

  snsRefreshToken: {
    methods: ['GET'],
    path: '/sns/oauth2/refresh_token',
    isPlainText: true,
    answer(wechat, asked) {
      wechat.app(asked.query('appid'));
      return refreshed(wechat, asked);
    },
  },

  thirdpartySnsRefreshToken: {
    methods: ['GET'],
    path: '/sns/oauth2/component/refresh_token',
    isPlainText: true,
    answer(wechat, asked) {
      wechat.checkPlatform(asked);
      return refreshed(wechat, asked);
    },
  },

  snsAuth: {
    methods: ['GET'],
    path: '/sns/auth',
    isPlainText: true,
    answer(wechat, asked) {
      tokenOf(wechat, asked);
      return ok;
    },
  },

  snsUserInfo: {
    methods: ['GET'],
    path: '/sns/userinfo',
    isPlainText: true,
    answer(wechat, asked) {
      const { appid, user, openid, scope, isSnapshot } = tokenOf(wechat, asked).grant;
      demand(TELLING.includes(scope), 48001);
      const person = isSnapshot ? {} : wechat.world.userOf(user);
      const profile = realProfileOf(person, wechat.setting.clock.now());
      return {
        openid,
        nickname: profile.nickName,
        sex: profile.gender,
        language: profile.language,
        city: profile.city,
        province: profile.province,
        country: profile.country,
        headimgurl: profile.avatarUrl,
        privilege: [],
        ...wechat.world.unionidOf(appid, user),
      };
    },
  },
} satisfies Record<string, Endpoint>;
