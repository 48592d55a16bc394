// What a third-party platform asks for itself. The package has none of it, but a platform cannot do
// without.

import { demand } from '../refusal.js';
import type { Endpoint } from './endpoint.js';

export const platformEndpoints = {
  getComponentAccessToken: {
    methods: ['POST'],
    path: '/cgi-bin/component/api_component_token',
    answer(wechat, asked) {
      const json = asked.json();
      const appid = json.text('component_appid');
      const app = wechat.app(appid);
      demand(app.type === 'thirdpartyPlatform', 40013);
      demand(app.secret === json.text('component_appsecret'), 40125);
      wechat.checkTicket(appid, json.text('component_verify_ticket'));
      const { accessTokenSeconds } = wechat.setting.limits;
      const token = wechat.tokens.give('component', { appid }, accessTokenSeconds);
      return {
        component_access_token: token.text,
        expires_in: wechat.tokens.secondsLeft(token),
      };
    },
  },
} satisfies Record<string, Endpoint>;
