// Of a mini program: logging in, the session key, the phone number.

import type { Asked } from '../asked.js';
import { signBody } from '../encryption.js';
import { demand, Refusal } from '../refusal.js';
import type { WeChat } from '../wechat.js';
import { checkGrantType, type Endpoint, ok } from './endpoint.js';

/**
 * What a login code is exchanged for: the key that the code came with, even if there is another by
 * now.
 */
function session(wechat: WeChat, asked: Asked): object {
  const appid = asked.query('appid');
  const { grant, spend } = wechat.codes.open('login', appid, asked.query('js_code'));
  const { user, openid, sessionKey: session_key } = grant;
  wechat.quotas.perMinute(`login ${openid}`, wechat.setting.limits.loginsPerUserAndMinute);
  spend();
  return { session_key, openid, ...wechat.world.unionidOf(appid, user) };
}

/**
 * The user whose signature the request has.
 *
 * @throws {Refusal} `missing` if an argument or the session is not there, 40003, 87008, 87009.
 */
function signer(
  wechat: WeChat,
  asked: Asked,
  missing: { argument: 40003 | 40097 | 41009; session: 87007 | 87009 },
): string {
  const openid = asked.query('openid');
  const signature = asked.query('signature');
  demand(openid !== '', missing.argument);
  wechat.world.whoIs(asked.appid, openid);
  demand(asked.query('sig_method') === 'hmac_sha256', 87008);
  const key = wechat.sessions.key(openid);
  if (key === undefined) throw new Refusal(missing.session);
  demand(signature.toLowerCase() === signBody(asked.body, key), 87009);
  return openid;
}

export const miniProgramEndpoints = {
  code2Session: {
    methods: ['GET'],
    path: '/sns/jscode2session',
    isPlainText: true,
    answer(wechat, asked) {
      wechat.checkSecret(asked.query('appid'), asked.query('secret'));
      checkGrantType(asked.query('grant_type'), 'authorization_code');
      return session(wechat, asked);
    },
  },

  thirdpartyCode2Session: {
    methods: ['GET'],
    path: '/sns/component/jscode2session',
    isPlainText: true,
    answer(wechat, asked) {
      wechat.checkPlatform(asked);
      checkGrantType(asked.query('grant_type'), 'authorization_code');
      return session(wechat, asked);
    },
  },

  checkSessionKey: {
    methods: ['GET'],
    path: '/wxa/checksession',
    token: 'miniProgram',
    answer(wechat, asked) {
      signer(wechat, asked, { argument: 41009, session: 87009 });
      return ok;
    },
  },

  resetUserSessionKey: {
    methods: ['GET'],
    path: '/wxa/resetusersessionkey',
    token: 'miniProgram',
    answer(wechat, asked) {
      const openid = signer(wechat, asked, { argument: 40097, session: 87007 });
      wechat.quotas.perMinute(`reset ${openid}`, wechat.setting.limits.resetsPerUserAndMinute);
      return { ...ok, openid, session_key: wechat.sessions.reset(openid) };
    },
  },

  getPaidUnionId: {
    methods: ['GET'],
    path: '/wxa/getpaidunionid',
    token: 'miniProgram',
    answer(wechat, asked) {
      const { appid } = asked;
      const openid = asked.query('openid');
      const unionid = wechat.world.unionid(appid, wechat.world.whoIs(appid, openid));
      demand(unionid !== undefined, 89002);
      wechat.orders.check(openid, {
        transaction_id: asked.query('transaction_id'),
        mch_id: asked.query('mch_id'),
        out_trade_no: asked.query('out_trade_no'),
      });
      return { unionid, ...ok };
    },
  },

  getPluginOpenPId: {
    methods: ['POST'],
    path: '/wxa/getpluginopenpid',
    token: 'miniProgram',
    answer(wechat, asked) {
      const { user } = wechat.codes.spend('plugin', asked.appid, asked.json(1022).text('code'));
      return { ...ok, openpid: wechat.world.openpid(asked.appid, user) };
    },
  },

  checkEncryptedData: {
    methods: ['POST'],
    path: '/wxa/business/checkencryptedmsg',
    token: 'miniProgram',
    answer(wechat, asked) {
      const hash = asked.json().text('encrypted_msg_hash');
      demand(/^[0-9a-f]{64}$/i.test(hash), 40097);
      const create_time = wechat.encryptedData.madeAt(asked.appid, hash.toLowerCase());
      // WeChat's spelling.
      return { ...ok, vaild: true, create_time };
    },
  },

  getUserEncryptKey: {
    methods: ['GET', 'POST'],
    path: '/wxa/business/getuserencryptkey',
    token: 'miniProgram',
    answer(wechat, asked) {
      const openid = signer(wechat, asked, { argument: 40003, session: 87007 });
      return { ...ok, key_info_list: wechat.encryptKeys.of(openid) };
    },
  },

  getOpenData: {
    methods: ['POST'],
    path: '/wxa/getopendata',
    token: 'miniProgram',
    answer(wechat, asked) {
      const cloudIds = asked.json().list('cloudid_list').map(String);
      demand(cloudIds.length > 0, 40097);
      const openid = asked.query('openid');
      const data_list = cloudIds.map((cloud_id) => {
        const { data, ...whose } = wechat.cloudIds.open(cloud_id);
        demand(whose.appid === asked.appid && ['', whose.openid].includes(openid), 40097);
        return { cloud_id, json: JSON.stringify({ cloudID: cloud_id, data }) };
      });
      return { ...ok, data_list };
    },
  },

  getPhoneNumber: {
    methods: ['POST'],
    path: '/wxa/business/getuserphonenumber',
    token: 'miniProgram',
    isPlainText: true,
    answer(wechat, asked) {
      const { appid } = asked;
      const json = asked.json();
      const { grant, spend } = wechat.codes.open('phone', appid, json.text('code'));
      demand(['', grant.openid].includes(json.text('openid')), 40003);
      spend();
      return { ...ok, phone_info: wechat.phoneNumber(appid, grant.user) };
    },
  },
} satisfies Record<string, Endpoint>;
