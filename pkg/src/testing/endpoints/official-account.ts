// Of an official account: its followers.

import { demand } from '../refusal.js';
import type { WeChat } from '../wechat.js';
import { type Endpoint, ok } from './endpoint.js';

/** Of one who does not follow, that. Of a follower no name and no face, since 2021-12-27. */
function infoOf(wechat: WeChat, appid: string, openid: string): object {
  const user = wechat.world.whoIs(appid, openid);
  if (!wechat.world.userOf(user).follows?.includes(appid)) {
    return { subscribe: 0, openid, tagid_list: [] };
  }
  return {
    subscribe: 1,
    openid,
    nickname: '',
    sex: 0,
    language: 'zh_CN',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    subscribe_time: SUBSCRIBED,
    ...wechat.world.unionidOf(appid, user),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: '',
  };
}

/** Everybody has followed since then: 2020-09-13. */
const SUBSCRIBED = 1_600_000_000;

/** The page after the last has no `data`. */
function page(openids: string[], after: string, size: number): object {
  const at = after === '' ? -1 : openids.indexOf(after);
  demand(after === '' || at >= 0, 40003);
  const openid = openids.slice(at + 1, at + 1 + size);
  const total = openids.length;
  const last = openid.at(-1);
  if (last === undefined) return { total, count: 0, next_openid: '' };
  return { total, count: openid.length, data: { openid }, next_openid: last };
}

export const officialAccountEndpoints = {
  userInfo: {
    methods: ['GET'],
    path: '/cgi-bin/user/info',
    token: 'officialAccount',
    answer(wechat, asked) {
      demand(asked.query('openid') !== '', 41009);
      return infoOf(wechat, asked.appid, asked.query('openid'));
    },
  },

  batchUserInfo: {
    methods: ['POST'],
    path: '/cgi-bin/user/info/batchget',
    token: 'officialAccount',
    answer(wechat, asked) {
      const users = asked.json().list('user_list');
      const { usersPerBatch } = wechat.setting.limits;
      demand(users.length > 0 && users.length <= usersPerBatch, 40032);
      const openids = users.map((user) => String((user as { openid?: unknown } | null)?.openid));
      const user_info_list = openids.map((openid) => infoOf(wechat, asked.appid, openid));
      return { user_info_list };
    },
  },

  getFans: {
    methods: ['GET'],
    path: '/cgi-bin/user/get',
    token: 'officialAccount',
    answer(wechat, asked) {
      const openids = wechat.world.openidsOf(asked.appid, 'follows');
      return page(openids, asked.query('next_openid'), wechat.setting.limits.fansPerPage);
    },
  },

  getBlacklist: {
    methods: ['POST'],
    path: '/cgi-bin/tags/members/getblacklist',
    token: 'officialAccount',
    answer(wechat, asked) {
      const openids = wechat.world.openidsOf(asked.appid, 'blockedBy');
      const after = asked.json().text('begin_openid');
      return page(openids, after, wechat.setting.limits.blacklistPerPage);
    },
  },

  changeOpenid: {
    methods: ['POST'],
    path: '/cgi-bin/changeopenid',
    token: 'officialAccount',
    answer(wechat, asked) {
      const { world, setting } = wechat;
      const json = asked.json();
      const openids = json.list('openid_list').map(String);
      const account = world.appOf(asked.appid);
      const old = account.type === 'officialAccount' ? account.migratedFrom : undefined;
      // WeChat's page asks for the original id, and people send the appid.
      const names = old === undefined ? [] : [old, world.originalId(old)];
      demand(old !== undefined && names.includes(json.text('from_appid')), 63178);
      demand(openids.length > 0 && openids.length <= setting.limits.openidsPerChange, 40032);
      const result_list = openids.map((ori_openid) => {
        const user = world.nameOf(old, ori_openid);
        if (user === undefined) return { ori_openid, err_msg: 'ori_openid error' };
        return { ori_openid, new_openid: world.openid(asked.appid, user), err_msg: 'ok' };
      });
      return { ...ok, result_list };
    },
  },
} satisfies Record<string, Endpoint>;
