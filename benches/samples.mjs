// Data of each size that matters. Each user has a session key and an iv.

import { sha256 } from '@noble/hashes/sha2.js';
import { encryptUserData, payloads } from '../pkg/dist/testing.js';

export const appid = 'wx4f4bc4dec97d474b';
const origin = { appid, now: Date.UTC(2026, 0) };

/**
 * `bytes` of ciphertext, and the function for data of that kind. `payload` makes the data of one
 * user, with so many characters of padding.
 */
export const samples = [
  {
    bytes: 96,
    title: '96',
    sibling: 'decryptShareInfo',
    payload: (user, more) => payloads.shareInfo({ ...origin, openGId: filler(user, more) }),
  },
  {
    bytes: 160,
    title: '160',
    sibling: 'decryptPhoneNumber',
    payload: (user) =>
      payloads.phoneNumber({ ...origin, purePhoneNumber: `1380013${fourDigits(user)}` }),
  },
  {
    bytes: 400,
    title: '400',
    sibling: 'decryptUserInfo',
    payload: (user, more) => userInfo({ user, more, nickName: 'Band' }),
  },
  {
    bytes: 400,
    title: '400, Chinese nickname',
    sibling: 'decryptUserInfo',
    payload: (user, more) => userInfo({ user, more, nickName: '微信用户小明' }),
  },
  { bytes: 1600, title: '1,600', sibling: 'decryptWeRunData', payload: weRunOf(40) },
  { bytes: 4096, title: '4,096', sibling: 'decryptWeRunData', payload: weRunOf(108) },
];

/** What so many users send, as `decrypt` takes it. */
export function inputsOf({ bytes, payload }, users) {
  const more = Array.from({ length: bytes }, (_, more) => more).find(
    (more) => encryptedBytes(payload(0, more)) === bytes,
  );
  if (more === undefined) throw new Error(`this payload never has ${bytes} bytes`);
  return Array.from({ length: users }, (_, user) => {
    const secret = sha256(new TextEncoder().encode(`user ${user}`));
    const sessionKey = base64(secret.subarray(0, 16));
    const data = payload(user, more);
    return {
      appid,
      sessionKey,
      ...encryptUserData({ sessionKey, data, iv: base64(secret.subarray(16)) }),
    };
  });
}

/** With padding. */
function encryptedBytes(payload) {
  const { length } = new TextEncoder().encode(JSON.stringify(payload));
  return length - (length % 16) + 16;
}

function userInfo({ user, more, nickName }) {
  return payloads.userInfo({
    ...origin,
    openId: `oGZUI0egBJY1zhBYw2KhdUfw${fourDigits(user)}`,
    unionId: `ocMvos6NjeKLIBqg5Mr9Qjxr${fourDigits(user)}`,
    nickName,
    avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${filler(user, more)}/132`,
  });
}

/** Steps of one digit, some with more. */
function weRunOf(days) {
  return (user, more) => {
    const stepInfoList = Array.from({ length: days }, (_, day) => {
      const digits = Math.floor((more + day) / days);
      return { timestamp: 1_767_225_600 + 86_400 * day, step: (1 + (user % 9)) * 10 ** digits };
    });
    return payloads.weRun({ ...origin, stepInfoList });
  };
}

function filler(user, length) {
  return fourDigits(user).repeat(length).slice(0, length);
}

function fourDigits(user) {
  return String(user).padStart(4, '0');
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
