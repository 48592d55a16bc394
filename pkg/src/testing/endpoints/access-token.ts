// The tokens of apps.

import type { Token } from '../tokens.js';
import type { WeChat } from '../wechat.js';
import { checkGrantType, type Endpoint } from './endpoint.js';

function replyOf(wechat: WeChat, token: Token): object {
  return { access_token: token.text, expires_in: wechat.tokens.secondsLeft(token) };
}

export const accessTokenEndpoints = {
  getAccessToken: {
    methods: ['GET'],
    path: '/cgi-bin/token',
    answer(wechat, asked) {
      checkGrantType(asked.query('grant_type'), 'client_credential');
      const appid = asked.query('appid');
      wechat.checkSecret(appid, asked.query('secret'), 40001);
      return replyOf(wechat, wechat.appTokens.latest(appid));
    },
  },

  getStableAccessToken: {
    methods: ['POST'],
    path: '/cgi-bin/stable_token',
    isPlainText: true,
    answer(wechat, asked) {
      const json = asked.json();
      checkGrantType(json.text('grant_type'), 'client_credential');
      const appid = json.text('appid');
      wechat.checkSecret(appid, json.text('secret'), 40001);
      return replyOf(wechat, wechat.appTokens.stable(appid, json.flag('force_refresh')));
    },
  },
} satisfies Record<string, Endpoint>;
