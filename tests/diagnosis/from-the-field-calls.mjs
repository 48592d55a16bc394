// Good calls for `from-the-field.mjs`: what a mini program's back end holds before anything goes
// wrong, with the secrets still in the open. All randomness comes from the caller's `random`.

import { createCipheriv, createDecipheriv } from 'node:crypto';

export const int = (random, from, below) => from + Math.floor(random() * (below - from));
export const chance = (random, share) => random() < share;
export const pick = (random, items) => items[int(random, 0, items.length)];
export const bytes = (random, length) =>
  Buffer.from(Array.from({ length }, () => int(random, 0, 256)));
export const key = (random) => bytes(random, 16).toString('base64');
export function text(random, length, alphabet) {
  const letters = [...alphabet];
  return Array.from({ length }, () => pick(random, letters)).join('');
}

const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const hex = (random, length) => text(random, length, HEX);
export const alphanumeric = (random, length) => text(random, length, ALPHANUMERIC);
export const urlSafe = (random, length) => text(random, length, `${ALPHANUMERIC}-_`);
export const appid = (random) => `wx${hex(random, 16)}`;
export const openid = (random) => `o${urlSafe(random, 27)}`;

/** Deals every item once in a random order, then all of them again, for ever. */
export function dealer(random, items) {
  let pile = [];
  return () => {
    if (pile.length === 0) {
      pile = [...items];
      for (let i = pile.length - 1; i > 0; i -= 1) {
        const j = int(random, 0, i + 1);
        [pile[i], pile[j]] = [pile[j], pile[i]];
      }
    }
    return pile.pop();
  };
}

const NAMES = [
  '微信用户',
  'Band',
  '',
  '小明',
  '夏天的風🌻',
  '👨‍👩‍👧‍👦一家人',
  '🇨🇳',
  '😀',
  'A.阿强（专业贴膜）138****0000',
  'Zoë "Zo" O’Neil',
  '张三/李四',
  'a+b=c & <d>',
  '100%25',
  '\\(^o^)/',
  'ﷺ مرحبا',
  'é̂̃',
  '　全角　空格　',
  '‮倒着‬',
  '𠮷野家',
  ' ',
];
const SYLLABLES =
  '的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家';
const EMOJI = '😀😂🥰😎🤔👍🎉🌈🔥🍀🐼🚀';
const PLACES = [
  ['Guangzhou', 'Guangdong', 'CN'],
  ['Shenzhen', 'Guangdong', 'China'],
  ['海淀', '北京', '中国'],
  ['', 'Hong Kong', 'China'],
  ['Zürich', 'Zürich', 'Switzerland'],
  ['', '', ''],
];

function nickName(random) {
  if (chance(random, 0.5)) {
    return pick(random, NAMES);
  }
  return text(random, int(random, 1, 12), SYLLABLES) + text(random, int(random, 0, 4), EMOJI);
}

function avatarUrl(random) {
  const size = pick(random, [0, 46, 64, 96, 132]);
  const host = pick(random, ['http://wx.qlogo.cn', 'https://thirdwx.qlogo.cn']);
  return chance(random, 0.15) ? '' : `${host}/mmopen/vi_32/${alphanumeric(random, 82)}/${size}`;
}

/** The profile part, as `rawData` has it too. */
function profile(random) {
  const [city, province, country] = pick(random, PLACES);
  return {
    nickName: nickName(random),
    gender: int(random, 0, 3),
    ...(chance(random, 0.7) ? { language: pick(random, ['zh_CN', 'en', '']) } : {}),
    city,
    province,
    country,
    avatarUrl: avatarUrl(random),
  };
}

function userInfo(random) {
  const unionId = chance(random, 0.6) ? { unionId: openid(random) } : {};
  return { openId: openid(random), ...profile(random), ...unionId };
}

function phoneNumber(random) {
  const [countryCode, length] = pick(random, [
    ['86', 10],
    ['852', 8],
    ['1', 10],
    ['44', 10],
  ]);
  const purePhoneNumber = (countryCode === '86' ? '1' : '') + text(random, length, DIGITS);
  const prefix = countryCode === '86' ? '' : `+${countryCode}`;
  return { phoneNumber: prefix + purePhoneNumber, purePhoneNumber, countryCode };
}

function groupEnterInfo(random) {
  const opengid = chance(random, 0.8) ? `t${urlSafe(random, 27)}` : '';
  return {
    opengid,
    open_single_roomid: opengid ? '' : urlSafe(random, 28),
    group_openid: chance(random, 0.5) ? openid(random) : '',
    chat_type: int(random, 1, 5),
  };
}

function weRun(random, seconds) {
  const today = seconds - (seconds % 86400) - 8 * 3600;
  const days = pick(random, [31, 31, 31, 30]);
  const entry = (_, i) => ({
    timestamp: today - (days - 1 - i) * 86400,
    step: chance(random, 0.1) ? 0 : int(random, 1, 40000),
  });
  return { stepInfoList: Array.from({ length: days }, entry) };
}

function storage(random) {
  const long = text(random, int(random, 10, 900), SYLLABLES + EMOJI);
  return {
    kvDataList: [
      { key: 'gift_1', value: String(int(random, 0, 100)) },
      { key: 'letter', value: long },
    ],
  };
}

const gameClub = (random) => ({
  dataList: Array.from({ length: int(random, 1, 10) }, (_, i) => ({
    dataType: i + 1,
    value: int(random, 0, 1700000000),
  })),
});

/** One entry per client API that returns encryptedData. */
const PAYLOADS = {
  getUserInfo: userInfo,
  getUserProfile: profile,
  getPhoneNumber: phoneNumber,
  getShareInfo: (random) => ({ openGId: urlSafe(random, 28) }),
  getGroupEnterInfo: groupEnterInfo,
  getGroupEnterInfoOld: (random) => ({ opengid: `t${urlSafe(random, 27)}` }),
  getChatToolInfo: groupEnterInfo,
  getWeRunData: weRun,
  getShareInfoOfPrivateMessage: (random) => ({ msgTicket: `${urlSafe(random, 99)}~` }),
  getUserInteractiveStorage: storage,
  getGameClubData: gameClub,
  requestMidasFriendPayment: (random) => ({
    outTradeNo: text(random, 28, DIGITS),
    orderNo: alphanumeric(random, 32),
  }),
  pluginUserInfo: userInfo,
};

export const kinds = Object.keys(PAYLOADS);

/** A call in which nothing is wrong yet; `data` is what WeChat encrypts. */
export function makeCall(random, kind) {
  const timestamp = int(random, 1477314187, 1767225600);
  const owner = appid(random);
  const watermark = { timestamp, appid: owner };
  const call = {
    kind,
    appid: owner,
    timestamp,
    data: { ...PAYLOADS[kind](random, timestamp), watermark },
    write: writer(random),
    rawData: JSON.stringify(profile(random)),
    key: bytes(random, 16),
    iv: bytes(random, 16),
    older: [],
    newer: [],
    clock: {},
  };
  if (chance(random, 0.3)) {
    const maxAgeSeconds = pick(random, [60, 300, 7200, 86400]);
    // From a little ahead (58 seconds: the default skew is 60) to just in time.
    const age = int(random, -58, maxAgeSeconds - 1);
    call.clock = { maxAgeSeconds, now: (timestamp + age) * 1000 + int(random, 0, 1000) };
  }
  if (chance(random, 0.25)) {
    const side = chance(random, 0.7) ? call.older : call.newer;
    side.push(...Array.from({ length: int(random, 1, 4) }, () => key(random)));
  }
  return call;
}

/** Real plaintexts are compact JSON; a few encoders escape the slash or all that is not ASCII. */
function writer(random) {
  const compact = JSON.stringify;
  const slashes = (data) => compact(data).replaceAll('/', '\\/');
  const ascii = (data) => compact(data).replace(/[^ -~]/g, escapeUnit);
  return pick(random, [compact, compact, compact, compact, compact, compact, slashes, ascii]);
}

export const escapeUnit = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** WeChat's side: the plaintext under the session key that is valid at that moment. */
export function seal(call) {
  const plain = Buffer.from(call.plaintext ?? call.write(call.data));
  const cipher = createCipheriv('aes-128-cbc', call.key, call.iv);
  return {
    plain,
    key: call.key,
    iv: call.iv,
    cipher: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

/** Whether these bytes decrypt to a JSON object; raw control characters in strings are no harm. */
export function opens({ key, iv, cipher }) {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const plain = Buffer.concat([decipher.update(cipher), decipher.final()]);
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
    const tame = json.replace(/"(?:[^"\\]|\\.)*"/gs, (s) => s.replace(/\p{Cc}/gu, ' '));
    const data = JSON.parse(tame);
    return data !== null && typeof data === 'object' && !Array.isArray(data);
  } catch {
    return false;
  }
}
