// What the WeChat of the tests answers at each endpoint, and what it refuses, by WeChat's own documentation.

import { createHmac, randomBytes } from 'node:crypto';

const messages = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40032: 'invalid openid list size',
  40125: 'invalid appsecret',
  40163: 'code been used',
  41001: 'access_token missing',
  41008: 'missing code',
  42001: 'access_token expired',
  48001: 'api unauthorized',
  61003: 'component is not authorized by this account',
  87009: 'invalid signature',
  89300: 'invalid trade',
};

export class Refusal extends Error {
  constructor(errcode) {
    super();
    this.reply = { errcode, errmsg: `${messages[errcode]} rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a` };
  }
}

export function refuseIf(condition, errcode) {
  if (condition) throw new Refusal(errcode);
}

const ok = { errcode: 0, errmsg: 'ok' };

/** With the app's token: `answer(wechat, query, json, appid)`. */
const withToken = (answer) => (wechat, query, json) => {
  const { appid } = wechat.checkToken('app', query.access_token);
  return answer(wechat, query, json, appid);
};

/** With the app's token and the user's signature. */
const signed = (answer) =>
  withToken((wechat, { openid, signature }) => {
    const user = wechat.userOf(openid);
    refuseIf(createHmac('sha256', user.session_key).digest('hex') !== signature, 87009);
    return answer(user);
  });

const session = (wechat, { js_code, appid }) => {
  const { openid, session_key, unionid } = wechat.spend('login', js_code, appid);
  return { openid, session_key, unionid };
};

const webSession = (wechat, { code, appid }) => {
  const { openid, unionid, facts } = wechat.spend('web', code, appid);
  const scope = facts.scope ?? 'snsapi_base';
  const access_token = wechat.addToken('user', { openid, scope });
  const refresh_token = wechat.addToken('refresh', { openid, scope });
  const shown = /snsapi_(userinfo|login)/.test(scope) ? { unionid } : {};
  return { access_token, expires_in: 7200, refresh_token, openid, scope, ...shown, ...facts };
};

const refreshed = (wechat, { refresh_token }) => {
  refuseIf(!refresh_token?.startsWith('74_refresh'), 40030);
  const { openid, scope } = wechat.checkToken('refresh', refresh_token);
  const access_token = wechat.addToken('user', { openid, scope });
  return { access_token, expires_in: 7200, refresh_token, openid, scope };
};

const onBehalf = (answer) => (wechat, query) => {
  wechat.checkComponent(query);
  return answer(wechat, query);
};

/** `{ subscribe: 0, openid }` of those who do not follow. */
const infoOf = (wechat, openid) => {
  const { unionid } = wechat.userOf(openid);
  if (!wechat.followers.includes(openid)) return { subscribe: 0, openid, tagid_list: [] };
  return { subscribe: 1, openid, nickname: '', sex: 0, tagid_list: [], unionid };
};

/** The page after the last has no `data`. */
const page = (openids, after, size) => {
  refuseIf(after && !openids.includes(after), 40003);
  const openid = openids.slice(after ? openids.indexOf(after) + 1 : 0).slice(0, size);
  const total = openids.length;
  if (openid.length === 0) return { total, count: 0, next_openid: '' };
  return { total, count: openid.length, data: { openid }, next_openid: openid.at(-1) };
};

const encryptKey = { encrypt_key: 'VI6BpyrK9XH4i4AIGe86tg==', iv: '6003f73ec441c386', version: 10 };

export const endpoints = {
  'GET /sns/jscode2session': (wechat, query) => {
    wechat.checkSecret(query, 40125);
    return session(wechat, query);
  },
  'GET /sns/component/jscode2session': onBehalf(session),
  'GET /wxa/checksession': signed(() => ok),
  'GET /wxa/resetusersessionkey': signed((user) => {
    user.session_key = randomBytes(16).toString('base64');
    return { ...ok, openid: user.openid, session_key: user.session_key };
  }),
  'GET /wxa/business/getuserencryptkey': signed(() => ({
    ...ok,
    key_info_list: [{ ...encryptKey, expire_in: 3597, create_time: 1616572301 }],
  })),
  'GET /wxa/getpaidunionid': withToken((wechat, { openid, transaction_id }) => {
    const { unionid } = wechat.userOf(openid);
    refuseIf(wechat.orders.get(transaction_id) !== openid, 89300);
    return { unionid, ...ok };
  }),
  'POST /wxa/getpluginopenpid': withToken((wechat, _, { code }, appid) => {
    return { ...ok, openpid: `GAC${wechat.spend('plugin', code, appid).openid}` };
  }),
  'POST /wxa/business/checkencryptedmsg': withToken(() => ({ ...ok, vaild: true, create_time: 1 })),
  'POST /wxa/business/getuserphonenumber': withToken((wechat, _, { code }, appid) => {
    const { phone } = wechat.spend('phone', code, appid);
    const watermark = { timestamp: 1700000000, appid };
    const phone_info = { phoneNumber: phone, purePhoneNumber: phone, countryCode: 86, watermark };
    return { ...ok, phone_info };
  }),
  'GET /cgi-bin/token': (wechat, query) => {
    wechat.checkSecret(query, 40001);
    wechat.counts.legacy++;
    const token = wechat.tokenOf(query.appid);
    if (token) wechat.spoil(token);
    return wechat.newToken(query.appid);
  },
  'POST /cgi-bin/stable_token': (wechat, _, json) => {
    wechat.checkSecret(json, 40001);
    wechat.counts[json.force_refresh ? 'forced' : 'stable']++;
    const token = wechat.tokenOf(json.appid);
    if (token && !json.force_refresh) return { access_token: token, expires_in: 7200 };
    if (token) wechat.spoil(token);
    return wechat.newToken(json.appid);
  },
  'GET /sns/oauth2/access_token': (wechat, query) => {
    wechat.checkSecret(query, 40125);
    return webSession(wechat, query);
  },
  'GET /sns/oauth2/refresh_token': refreshed,
  'GET /sns/oauth2/component/access_token': onBehalf(webSession),
  'GET /sns/oauth2/component/refresh_token': onBehalf(refreshed),
  'GET /sns/auth': (wechat, { access_token, openid }) => {
    refuseIf(wechat.checkToken('user', access_token).openid !== openid, 40003);
    return ok;
  },
  'GET /sns/userinfo': (wechat, { access_token, openid }) => {
    const token = wechat.checkToken('user', access_token);
    refuseIf(token.openid !== openid, 40003);
    refuseIf(token.scope === 'snsapi_base', 48001);
    const { unionid } = wechat.userOf(openid);
    return { openid, nickname: 'N', sex: 0, headimgurl: '', privilege: [], unionid };
  },
  'GET /cgi-bin/user/info': withToken((wechat, { openid }) => infoOf(wechat, openid)),
  'POST /cgi-bin/user/info/batchget': withToken((wechat, _, { user_list }) => {
    refuseIf(!(user_list?.length > 0 && user_list.length <= 100), 40032);
    return { user_info_list: user_list.map(({ openid }) => infoOf(wechat, openid)) };
  }),
  'GET /cgi-bin/user/get': withToken((wechat, { next_openid }) =>
    page(wechat.followers, next_openid, wechat.pageSize),
  ),
  'POST /cgi-bin/tags/members/getblacklist': withToken((wechat, _, { begin_openid }) =>
    page(wechat.blacklist, begin_openid, 1000),
  ),
  'POST /cgi-bin/changeopenid': withToken((_wechat, _, { openid_list }) => {
    const result_list = openid_list.map((ori_openid) => {
      return { ori_openid, new_openid: `new-${ori_openid}`, err_msg: 'ok' };
    });
    return { ...ok, result_list };
  }),
};
