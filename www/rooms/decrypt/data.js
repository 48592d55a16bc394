// The data as JSON that explains itself: what is known of a field stands behind it.

import { copyButton, h } from '../../elements.js';
import { locale, say } from '../../language.js';

export function showData({ kind, data, watermark }) {
  const json = JSON.stringify(data, null, 2);
  return h(
    'section',
    { className: 'card data' },
    h(
      'header',
      {},
      h('h2', {}, say('data')),
      h('span', { className: 'kind' }, say(`kind_${kind}`)),
      copyButton(say('copy'), say('copied'), () => json),
    ),
    watermark &&
      h(
        'p',
        { className: 'watermark' },
        say('madeFor', { appid: watermark.appid, time: moment(watermark.timestamp) }),
      ),
    h('pre', { tabIndex: 0, role: 'region', 'aria-label': say('data') }, lines(data)),
  );
}

/** The lines of the JSON, each with its comment. */
function lines(data) {
  return write(data, '', undefined).map(({ text, comment }) =>
    h(
      'span',
      { className: 'line' },
      text,
      comment && h('span', { className: 'comment' }, `  ← ${comment}`),
      '\n',
    ),
  );
}

function write(value, indent, name, end = '') {
  const key = name === undefined ? '' : `${JSON.stringify(name)}: `;
  if (typeof value !== 'object' || value === null) {
    return [
      { text: `${indent}${key}${JSON.stringify(value)}${end}`, comment: comment(name, value) },
    ];
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ text: `${indent}${key}${open}${close}${end}` }];
  return [
    { text: `${indent}${key}${open}`, comment: comment(name, value) },
    ...entries.flatMap(([inner, its], at) =>
      write(its, `${indent}  `, isList ? undefined : inner, at < entries.length - 1 ? ',' : ''),
    ),
    { text: `${indent}${close}${end}` },
  ];
}

/** The sides of a square avatar, by the number at the end of its address. */
const avatarSizes = { 0: 640, 46: 46, 64: 64, 96: 96, 132: 132 };

const comments = {
  openId: () => say('about_openId'),
  unionId: () => say('about_unionId'),
  nickName: (name) => (name === '微信用户' ? say('anonymous') : undefined),
  gender: (gender) => say(`gender_${[0, 1, 2].includes(gender) ? gender : 0}`),
  language: () => say('deprecated'),
  city: blank,
  province: blank,
  country: blank,
  avatarUrl(url) {
    const size = avatarSizes[String(url).match(/\/(\d+)$/)?.[1]];
    return size && say('avatar', { size });
  },
  timestamp: (seconds) => moment(seconds),
  appid: () => say('about_watermarkAppid'),
  phoneNumber: () => say('about_phoneNumber'),
  purePhoneNumber: () => say('about_purePhoneNumber'),
  openGId: () => say('about_openGId'),
  opengid: () => say('about_openGId'),
};

function comment(name, value) {
  return Object.hasOwn(comments, name ?? '') ? comments[name](value) : undefined;
}

function blank(value) {
  return value === '' ? say('blank') : undefined;
}

const units = [
  ['year', 31557600],
  ['month', 2629800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A time in seconds, as a date here and an age. */
function moment(seconds) {
  if (!Number.isFinite(seconds)) return undefined;
  const date = new Date(seconds * 1000);
  const age = seconds - Date.now() / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(age) >= size) ?? units.at(-1);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(
    Math.round(age / size),
    unit,
  );
  return `${date.toLocaleString(locale())} · ${relative}`;
}
