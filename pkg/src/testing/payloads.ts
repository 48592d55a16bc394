// What is inside encryptedData, field by field in WeChat's order.

import type {
  GameClubData,
  GroupEnterInfo,
  MidasFriendPayment,
  PhoneNumber,
  ShareInfo,
  UserInfo,
  UserProfile,
  Watermark,
  WeRun,
} from '../index.js';
import { amount, anything, check, needed, type Rules, text } from './check.js';
import { anonymousProfile } from './profiles.js';

/** Fields of every payload: the app that it belongs to, and when it was fetched. */
export interface Origin {
  /** The app. */
  appid: string;
  /** Milliseconds since 1970. Default: `Date.now()`. */
  now?: number | undefined;
}

/** A payload's own fields, all of which have a default. */
export type PayloadFields<Payload> = Partial<Omit<Payload, 'watermark'>>;

/** A payload as WeChat sends it: with a watermark. */
export type Watermarked<Payload> = Payload & { watermark: Watermark };

const makers = {
  /** `wx.getUserInfo` */
  userInfo({
    appid,
    now,
    openId,
    unionId,
    ...profile
  }: Origin & { openId: string } & PayloadFields<UserInfo>): Watermarked<UserInfo> {
    const fields = { openId, ...anonymousProfile, ...profile };
    return marked(unionId === undefined ? fields : { ...fields, unionId }, { appid, now });
  },

  /** `wx.getUserProfile`, which never contains openId or unionId. */
  userProfile({
    appid,
    now,
    ...profile
  }: Origin & PayloadFields<UserProfile>): Watermarked<UserProfile> {
    return marked({ ...anonymousProfile, ...profile }, { appid, now });
  },

  /** The button `getPhoneNumber`. A foreign number includes its country code. */
  phoneNumber({
    appid,
    now,
    purePhoneNumber = '13800138000',
    countryCode = '86',
    phoneNumber = countryCode === '86' ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`,
  }: Origin & PayloadFields<PhoneNumber>): Watermarked<PhoneNumber> {
    return marked({ phoneNumber, purePhoneNumber, countryCode }, { appid, now });
  },

  /** `wx.getWeRunData`: 31 days, today the last. */
  weRun({ appid, now, stepInfoList }: Origin & PayloadFields<WeRun>): Watermarked<WeRun> {
    const watermark = watermarkOf({ appid, now });
    return { stepInfoList: stepInfoList ?? aMonthUntil(watermark.timestamp), watermark };
  },

  /** `wx.getShareInfo`. With `msgTicket`: a private message, which has no group. */
  shareInfo({
    appid,
    now,
    openGId = 'tGAAAAAAAAAAAAAAAAAAAAAAAAAA',
    msgTicket,
  }: Origin & PayloadFields<ShareInfo>): Watermarked<ShareInfo> {
    if (msgTicket === undefined) return marked({ openGId }, { appid, now });
    return { watermark: watermarkOf({ appid, now }), msgTicket };
  },

  /**
   * `wx.getGroupEnterInfo`. That of `wx.getChatToolInfo` has the same fields without the watermark.
   */
  groupEnterInfo({
    appid,
    now,
    opengid = 'tGAAAAAAAAAAAAAAAAAAAAAAAAAA',
    open_single_roomid = '',
    group_openid = '',
    chat_type = 3,
  }: Origin & PayloadFields<GroupEnterInfo>): Watermarked<GroupEnterInfo> {
    return marked({ opengid, open_single_roomid, group_openid, chat_type }, { appid, now });
  },

  /** `wx.getGameClubData` */
  gameClubData({
    appid,
    now,
    dataList = [{ dataType: 1, value: 0 }],
  }: Origin & PayloadFields<GameClubData>): Watermarked<GameClubData> {
    return marked({ dataList }, { appid, now });
  },

  /** `wx.requestMidasFriendPayment` */
  midasFriendPayment({
    appid,
    now,
    outTradeNo = '1',
    orderNo = '1',
  }: Origin & PayloadFields<MidasFriendPayment>): Watermarked<MidasFriendPayment> {
    return marked({ outTradeNo, orderNo }, { appid, now });
  },

  /** `wx.authPrivateMessage`: the bare activity id, without JSON and without a watermark. */
  privateMessage({
    activityId = `1151_${'A'.repeat(80)}`,
  }: Origin & { activityId?: string }): string {
    return activityId;
  },

  /** `wx.getUserInteractiveStorage`. WeChat publishes no sample, so the fields are a guess. */
  userInteractiveStorage({
    appid,
    now,
    KVDataList = [],
  }: Origin & { KVDataList?: { key: string; value: string }[] }): Watermarked<{
    KVDataList: { key: string; value: string }[];
  }> {
    return marked({ KVDataList }, { appid, now });
  },
};

/** What makes the data of each kind. */
export type PayloadMakers = typeof makers;

const profile = [
  'nickName',
  'gender',
  'language',
  'city',
  'province',
  'country',
  'avatarUrl',
] as const;

/** The fields of each, besides those of its origin. */
const fields: {
  [Kind in keyof PayloadMakers]: readonly (keyof Parameters<PayloadMakers[Kind]>[0])[];
} = {
  userInfo: ['openId', 'unionId', ...profile],
  userProfile: profile,
  phoneNumber: ['phoneNumber', 'purePhoneNumber', 'countryCode'],
  weRun: ['stepInfoList'],
  shareInfo: ['openGId', 'msgTicket'],
  groupEnterInfo: ['opengid', 'open_single_roomid', 'group_openid', 'chat_type'],
  gameClubData: ['dataList'],
  midasFriendPayment: ['outTradeNo', 'orderNo'],
  privateMessage: ['activityId'],
  userInteractiveStorage: ['KVDataList'],
};

/**
 * What WeChat encrypts, for each kind of `decrypt`. Fields that you omit have the values that
 * WeChat returns today: an anonymous profile, no unionId. A field that WeChat does not have throws
 * a TypeError.
 */
export const payloads = Object.fromEntries(
  Object.entries(makers).map(([kind, make]) => {
    const others = fields[kind as keyof PayloadMakers].map((name) => [name, anything]);
    const rules: Rules = { appid: needed(text), now: amount, ...Object.fromEntries(others) };
    const checked = (given: never) => {
      check(`the payload ${kind}`, given, rules);
      return make(given);
    };
    return [kind, checked];
  }),
) as unknown as PayloadMakers;

function marked<Payload>(fields: Payload, origin: Origin): Watermarked<Payload> {
  return { ...fields, watermark: watermarkOf(origin) };
}

function watermarkOf({ appid, now = Date.now() }: Origin): Watermark {
  return { timestamp: Math.floor(now / 1000), appid };
}

const DAY = 24 * 60 * 60;

function aMonthUntil(seconds: number): { timestamp: number; step: number }[] {
  // Days begin at midnight in Beijing.
  const today = Math.floor((seconds + 8 * 3600) / DAY) * DAY - 8 * 3600;
  return Array.from({ length: 31 }, (_, day) => ({
    timestamp: today - (30 - day) * DAY,
    step: 1000 + 100 * day,
  }));
}
