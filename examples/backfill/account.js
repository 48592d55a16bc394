import { OfficialAccount } from 'wx-unionid';

import { redis } from './queue.js';

const { WX_APPID = '', WX_SECRET = '', WX_BASE_URL } = process.env;

/** All workers share its token, in Redis. */
export const account = new OfficialAccount({
  appid: WX_APPID,
  secret: WX_SECRET,
  baseUrl: WX_BASE_URL, // another WeChat, for tests: `npx wx-unionid fake`
  store: {
    get: (key) => redis.get(key),
    set: (key, value, ttlMs) => redis.set(key, value, 'PX', ttlMs),
    delete: (key) => redis.del(key),
  },
});
