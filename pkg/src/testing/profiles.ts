// What a client is told of a user's name and face, by the notices of 2021 and 2022.

import type { User } from './world.js';

/** In WeChat's order. */
export interface Profile {
  nickName: string;
  /** 0 unknown, 1 male, 2 female. */
  gender: number;
  language: string;
  city: string;
  province: string;
  country: string;
  avatarUrl: string;
  /** Of some anonymous profiles. */
  is_demote?: true;
}

/** The grey one. */
const AVATAR =
  'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132';

/** What everybody is called today. */
export const anonymousProfile: Profile = {
  nickName: '微信用户',
  gender: 0,
  language: '',
  city: '',
  province: '',
  country: '',
  avatarUrl: AVATAR,
};

/**
 * From when a call answers with the anonymous profile: midnight in Beijing after the day of the
 * notice.
 */
export const anonymousSince = {
  getUserInfo: Date.UTC(2021, 3, 28, 16),
  getUserProfile: Date.UTC(2022, 10, 8, 16),
};

/** From when gender and region are blank everywhere. */
export const blankSince = Date.UTC(2021, 11, 26, 16);

/** What the client's `call` tells of a user at that time. */
export function profileOf(user: User, call: keyof typeof anonymousSince, now: number): Profile {
  return now >= anonymousSince[call] ? anonymousProfile : realProfileOf(user, now);
}

/** Who the user is, as far as WeChat tells it at all. */
export function realProfileOf(user: User, now: number): Profile {
  const {
    nickName = '',
    avatarUrl = '',
    gender = 0,
    city = '',
    province = '',
    country = '',
  } = user;
  const region = { gender, language: 'zh_CN', city, province, country };
  const shown = now >= blankSince ? blank : region;
  return { nickName, ...shown, avatarUrl };
}

const blank = { gender: 0, language: '', city: '', province: '', country: '' };
