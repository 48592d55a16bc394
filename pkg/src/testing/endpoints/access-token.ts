// The tokens of apps.

import { demand } from '../refusal.js';
import type { Token } from '../tokens.js';
import type { WeChat } from '../wechat.js';
import { checkGrantType, type Endpoint } from './endpoint.js';

/** @throws {Refusal} Unless the app, the grant type and the secret are right, in this order. */
function check(wechat: WeChat, appid: string, grant_type: string, secret: string): void {
  demand(wechat.app(appid).type !== 'thirdpartyPlatform', 61024);
  checkGrantType(grant_type, 'client_credential');
  wechat.checkSecret(appid, secret);
}

function replyOf(wechat: WeChat, token: Token): object {
  return { access_token: token.text, expires_in: wechat.tokens.secondsLeft(token) };
}

export const accessTokenEndpoints = {
  getAccessToken: {
    methods: ['GET'],
    path: '/cgi-bin/token',
    answer(wechat, asked) {
      const appid = asked.query('appid');
      check(wechat, appid, asked.query('grant_type'), asked.query('secret'));
      return replyOf(wechat, wechat.appTokens.latest(appid));
    },
  },

  getStableAccessToken: {
    methods: ['POST'],
    path: '/cgi-bin/stable_token',
    isPlainText: true,
    answer(wechat, asked) {
      const json = asked.json();
      const appid = json.text('appid');
      check(wechat, appid, json.text('grant_type'), json.text('secret'));
      return replyOf(wechat, wechat.appTokens.stable(appid, json.flag('force_refresh')));
    },
  },
} satisfies Record<string, Endpoint>;
