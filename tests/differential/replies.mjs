// Bodies of replies without end: right ones, and such as proxies, gateways and other versions make
// of them.

import { SHAPES } from './reader.mjs';

const TEXTS = [
  'o6_bmasdasdsad6_2sgVt7hMZOPfL',
  'tiihtNczf5v6AKRyjwEUhQ==',
  '',
  '小明😀',
  '\ud83d',
  'a\nb',
];
const NUMBERS = [
  '0',
  '7200',
  '-1',
  '1.5',
  '1e3',
  '-0',
  '9007199254740991',
  '9007199254740992',
  '86',
];
const DIGITS = ['"7200"', '"0"', '"-1"', '"007"', '"+7"', '"7 "', '"1e3"', '"9007199254740992"'];
const OTHERS = [
  'null',
  'true',
  '[]',
  '{}',
  '[null]',
  '{"a":1}',
  '"\\u006f\\/"',
  '"\t"',
  '"',
  '{',
  'NaN',
];
const ERRCODES = [
  '0',
  '40029',
  '-1',
  '"40001"',
  '"0"',
  'null',
  '""',
  '40029.0',
  '{}',
  '4e4',
  '12345678901',
];
const STATUSES = [0, 100, 201, 204, 299, 302, 400, 401, 404, 429, 500, 502, 503, 504, 599, 999];
const FRAMES = [
  (json) => ` \r\n${json}\n`,
  (json) => `\ufeff${json}`,
  (json) => `${json}x`,
  (json) => `[${json}]`,
  (json) => `<html>${json}</html>`,
  (json) => json.slice(0, -1),
  () => '',
  () => ' ',
  (json) => `callback(${json})`,
];

/** A random number from 0 up to 1 decides each time. */
export function* replies(random) {
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];
  const chance = (share) => random() < share;

  function value(type) {
    if (typeof type === 'object' && chance(0.8)) return object(type);
    if (chance(0.15)) return pick([...OTHERS, ...NUMBERS, ...DIGITS]);
    if (chance(0.2)) return pick(OTHERS.slice(0, 6));
    if (`${type}`.startsWith('number')) return pick(chance(0.6) ? NUMBERS.slice(0, 2) : DIGITS);
    return chance(0.1) ? pick(NUMBERS) : JSON.stringify(pick(TEXTS.slice(0, chance(0.7) ? 2 : 6)));
  }

  function object(shape) {
    const fields = Object.entries(shape)
      .filter(() => chance(0.97))
      .map(([name, type]) => [name, value(type)]);
    if (chance(0.3)) fields.push(['errcode', chance(0.5) ? '0' : pick(ERRCODES)]);
    if (chance(0.3)) fields.push(['errmsg', chance(0.8) ? '"ok"' : pick([...OTHERS, ...NUMBERS])]);
    if (chance(0.2)) fields.push([pick(['new', '__proto__', 'openId', 'a\\u0062']), value('text')]);
    if (chance(0.05) && fields.length > 0) fields.push(pick(fields));
    const spelt = chance(0.1) ? camel : (name) => name;
    const order = chance(0.2) ? fields.reverse() : fields;
    return `{${order.map(([name, json]) => `"${spelt(name)}":${json}`).join(',')}}`;
  }

  for (;;) {
    const endpoint = pick(Object.keys(SHAPES));
    const json = object(SHAPES[endpoint]);
    const text = chance(0.1) ? pick(FRAMES)(json) : json;
    const status = chance(0.8) ? 200 : pick(STATUSES);
    yield { endpoint, reply: { status, body: chance(0.5) ? text : noisy(Buffer.from(text)) } };
  }

  function noisy(bytes) {
    for (let left = chance(0.1) ? 1 + below(3) : 0; left > 0 && bytes.length > 0; left--) {
      bytes[below(bytes.length)] = below(256);
    }
    return bytes;
  }
}

/** As wx-server-sdk spells it. */
function camel(name) {
  return name === 'errcode' || name === 'errmsg'
    ? { errcode: 'errCode', errmsg: 'errMsg' }[name]
    : name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}
