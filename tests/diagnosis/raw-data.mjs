// rawData, its signature, and what happens to it on the way: written from reports, by rules of its
// own.

import { createCipheriv, createHash } from 'node:crypto';

const pick = (random, list) => list[Math.floor(random() * list.length)];
const bytes = (random, count) => Buffer.from(Array.from({ length: count }, () => random() * 256));

const NICKNAMES = [
  '微信用户',
  'Band',
  '小明😀',
  'A+B',
  'Tom & Jerry',
  '"quoted"',
  "O'Neill",
  '100%',
  'a\\b',
  '<张三>',
  '  ',
  'é ü',
  '&amp;',
  '一/二',
  '%2B',
];
const PLACES = ['', '', '广州', 'Guangzhou', "Xi'an"];

/** As WeChat writes it. */
function rawDataOf(random) {
  const isNew = random() < 0.7;
  const user = {
    nickName: pick(random, NICKNAMES) + (random() < 0.5 ? '' : Math.floor(random() * 1000)),
    gender: isNew ? 0 : Math.floor(random() * 3),
    language: isNew ? '' : pick(random, ['zh_CN', 'en', 'zh_TW']),
    city: isNew ? '' : pick(random, PLACES),
    province: isNew ? '' : pick(random, PLACES),
    country: isNew ? '' : pick(random, ['China', '中国']),
    avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${bytes(random, 24).toString('base64')}/132`,
    ...(isNew && { is_demote: true }),
  };
  return JSON.stringify(user);
}

function signedOf(random) {
  const sessionKey = bytes(random, 16).toString('base64');
  const rawData = rawDataOf(random);
  const signature = createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex');
  const iv = bytes(random, 16);
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const user = { openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', ...JSON.parse(rawData) };
  const plaintext = JSON.stringify({
    ...user,
    watermark: { timestamp: 1_477_314_187, appid: 'wx4f4bc4dec97d474b' },
  });
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]).toString('base64');
  return { rawData, signature, sessionKey, encryptedData: sealed, iv: iv.toString('base64') };
}

const html = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const ascii = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const spaced = (text) =>
  JSON.stringify(JSON.parse(text), null, 1)
    .replaceAll('\n ', ' ')
    .replace('{ ', '{')
    .replace('\n}', '}');
const sorted = (text) => {
  const user = JSON.parse(text);
  return JSON.stringify(Object.fromEntries(Object.entries(user).sort()));
};
const without = (text, name) => {
  const { [name]: _, ...user } = JSON.parse(text);
  return JSON.stringify(user);
};
const changed = (text, change) => JSON.stringify({ ...JSON.parse(text), ...change });

/** What is done to rawData: the cause, who does it, and how. Those that were met stay. */
const TEXT = [
  ['html_escaped', 'htmlspecialchars', html],
  ['html_escaped', 'htmlspecialchars, ENT_QUOTES', (text) => html(text).replaceAll("'", '&#039;')],
  ['html_escaped', 'Django', (text) => html(text).replaceAll("'", '&#x27;')],
  ['html_escaped', 'numbers', (text) => html(text).replaceAll('&quot;', '&#34;')],
  ['json_escaped', 'addslashes', (text) => text.replace(/["'\\]/g, '\\$&')],
  ['json_escaped', 'a log', (text) => JSON.stringify(text).slice(1, -1)],
  [
    'json_escaped',
    'json_encode without its quotes',
    (text) => ascii(JSON.stringify(text).slice(1, -1)).replaceAll('/', '\\/'),
  ],
  ['json_quoted', 'JSON.stringify of the text', (text) => JSON.stringify(text)],
  ['json_quoted', 'json.dumps of the text', (text) => ascii(JSON.stringify(text))],
  ['json_quoted', 'quotes of a shell', (text) => `'${text}'`],
  ['percent_encoded', 'encodeURIComponent', encodeURIComponent],
  ['percent_encoded', 'a form', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  ['double_percent_encoded', 'twice', (text) => encodeURIComponent(encodeURIComponent(text))],
];
const FORM = [
  ['rewritten', 'PHP', (text) => ascii(text).replaceAll('/', '\\/')],
  ['rewritten', 'PHP with JSON_UNESCAPED_UNICODE', (text) => text.replaceAll('/', '\\/')],
  ['rewritten', 'Python', (text) => ascii(spaced(text))],
  ['rewritten', 'a formatter', (text) => JSON.stringify(JSON.parse(text), null, 2)],
  [
    'rewritten',
    'Go',
    (text) =>
      sorted(text).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
  ],
  ['rewritten', 'a map', sorted],
  [
    'rewritten',
    'a form that knows no numbers',
    (text) => changed(text, { gender: String(JSON.parse(text).gender) }),
  ],
  ['rewritten', 'floating point', (text) => text.replace(/"gender":(\d)/, '"gender":$1.0')],
  ['rewritten', 'a field of the back end', (text) => changed(text, { openId: 'o', nick: 1 })],
  ['rewritten', 'a line break at the end', (text) => `${text}\n`],
];
const LOST = [
  ['missing_field', 'without is_demote', (text) => without(text, 'is_demote')],
  ['missing_field', 'without gender', (text) => without(text, 'gender')],
  ['missing_field', 'without language', (text) => without(text, 'language')],
  [
    'missing_field',
    'nickname and picture alone',
    (text) => {
      const { nickName, avatarUrl } = JSON.parse(text);
      return JSON.stringify({ nickName, avatarUrl });
    },
  ],
];
const KEY = [
  [
    'wrong_session_key',
    'that of another login',
    (_, random) => bytes(random, 16).toString('base64'),
  ],
];
const OTHER = [
  ['corrupted', 'another nickname', (text) => changed(text, { nickName: '另一个' })],
  [
    'truncated',
    'cut',
    (text, random) => text.slice(0, 5 + Math.floor(random() * (text.length - 10))),
  ],
  ['not_json', 'an object', () => '[object Object]'],
];

/** `undefined` if one of them had nothing to change. */
function damaged(random, steps) {
  const call = signedOf(random);
  for (const [cause, , change] of steps) {
    const name = cause === 'wrong_session_key' ? 'sessionKey' : 'rawData';
    const before = call[name];
    call[name] = change(before, random);
    if (call[name] === before) return undefined;
  }
  const what = steps.map(([, name]) => name).join(' + ');
  return { what, input: call, causes: steps.map(([cause]) => cause) };
}

/** Calls with one damage, without end. */
export function* singles(random) {
  while (true) {
    const one = damaged(random, [pick(random, [...TEXT, ...FORM, ...LOST, ...KEY, ...OTHER])]);
    if (one) yield one;
  }
}

/**
 * With two: what is done to the form or the fields, then to the text; or to the text, and another
 * key.
 */
export function* pairs(random) {
  while (true) {
    const text = pick(random, TEXT);
    const other = pick(random, [...FORM, ...LOST, ...KEY]);
    const one = damaged(random, [other, text]);
    if (!one) continue;
    // Mended from the outside, and the key last.
    yield { ...one, causes: [text[0], other[0]] };
  }
}

export function* good(random) {
  while (true) yield { what: 'good', input: signedOf(random) };
}
