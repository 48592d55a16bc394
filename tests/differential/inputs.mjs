// Inputs of `decrypt` without end: good, damaged on the way, tampered with, and plain noise. The
// same ones for the same random numbers.

import { createCipheriv } from 'node:crypto';

import { BLOCK, base64, fromBase64, pad } from '../fixtures/generator/cipher.mjs';
import * as damage from '../fixtures/generator/damage.mjs';
import { kinds } from '../fixtures/generator/kinds.mjs';

const FIELDS = ['sessionKey', 'iv', 'encryptedData'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** What the generators of payloads draw from, of numbers from 0 up to 1. */
function drawing(random) {
  const below = (limit) => Math.floor(random() * limit);
  const between = (low, high) => low + below(high - low + 1);
  const pick = (list) => list[below(list.length)];
  const bytes = (length) => Buffer.from(Array.from({ length }, () => below(256)));
  const some = (length, of) => Array.from({ length }, () => pick(of)).join('');
  return {
    ...{ below, between, pick, bytes },
    letters: (length) => some(length, LETTERS),
    digits: (length) => some(length, '123456789'),
    text: (length, of) => some(length, of),
    appid: () => `wx${bytes(8).toString('hex')}`,
    chance: (share) => random() < share,
  };
}

export function* inputs(random) {
  const draw = drawing(random);
  for (;;) {
    const [what, make] = draw.pick(WAYS);
    yield { what, input: make(draw) };
  }
}

/** Data of some kind with options under which it may be good. */
function good(draw, plaintextOf = (json) => json) {
  const appid = draw.appid();
  const timestamp = draw.between(1480000000, 1790000000);
  const watermark = { timestamp, appid };
  const payload = draw.pick(Object.values(kinds))(draw, draw.letters(draw.below(17)));
  const json = JSON.stringify({ ...payload, ...(draw.chance(0.95) && { watermark }) });
  return { ...seal(draw, pad(plaintextOf(json, watermark))), ...options(draw, appid, timestamp) };
}

/** Whole blocks under a new key. */
function seal(draw, blocks) {
  const [key, iv] = [draw.bytes(BLOCK), draw.bytes(BLOCK)];
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const encryptedData = base64(Buffer.concat([cipher.update(blocks), cipher.final()]));
  return { sessionKey: base64(key), iv: base64(iv), encryptedData };
}

function options(draw, appid, timestamp) {
  const others = Array.from({ length: draw.below(3) }, draw.appid);
  others.splice(draw.below(others.length + 1), 0, draw.chance(0.9) ? appid : draw.appid());
  const age = draw.pick([0, 1, 60, 300, 86400]);
  const now = (timestamp + draw.between(-200, 400)) * 1000 + draw.below(1000);
  return {
    appid: draw.chance(0.5) ? appid : others,
    ...(draw.chance(0.3) && { maxAgeSeconds: age, now }),
    ...(draw.chance(0.2) && { clockSkewSeconds: draw.pick([0, 5, 60, 600]) }),
    ...(draw.chance(0.4) && { repair: true }),
    ...(draw.chance(0.2) && { dangerouslyAllowMissingWatermark: true }),
  };
}

/** Up to four keys, some of them gaps, stale or damaged. */
function manyKeys(draw) {
  const input = good(draw);
  const other = () =>
    draw.pick([base64(draw.bytes(BLOCK)), null, '', base64(draw.bytes(BLOCK)), draw.letters(24)]);
  const keys = Array.from({ length: draw.below(4) }, other);
  keys.splice(draw.below(keys.length + 1), 0, input.sessionKey);
  return { ...input, sessionKey: keys };
}

const DAMAGES = [
  ...Object.values(damage.repairable),
  (text, style) => ({ text: damage.inLines(text, { width: [32, 64, 76][style % 3] }) }),
];

/** One to three damages, one upon the other, in one to three of the fields. */
function damaged(draw) {
  const input = good(draw);
  for (let left = draw.between(1, 3); left > 0; left--) {
    const field = draw.pick(FIELDS);
    const { text } = draw.pick(DAMAGES)(input[field], draw.below(12)) ?? { text: input[field] };
    input[field] = text;
  }
  return input;
}

const ODD = [
  ...damage.BAD_CHARACTERS,
  ...' +-_=%&;\\"\n\t/A9{',
  '😀',
  '\ud83d',
  '&#43;',
  '%2B',
  '\\/',
];

/** Characters of a text that were changed, put in, left out or repeated. */
function garbled(draw) {
  const input = good(draw);
  const field = draw.pick(FIELDS);
  for (let left = draw.between(1, 3); left > 0; left--) {
    const text = input[field];
    const at = draw.below(text.length + 1);
    const to = draw.pick([at, at + 1, at + draw.below(5)]);
    const between = draw.pick(['', draw.pick(ODD), draw.pick(LETTERS)]);
    input[field] = text.slice(0, at) + between + text.slice(to);
  }
  return input;
}

/** What an attacker does to bytes. */
function tampered(draw) {
  const input = good(draw);
  const field = draw.pick(FIELDS);
  let bytes = fromBase64(input[field]);
  for (let left = draw.between(1, 2); left > 0 && bytes.length > 0; left--) {
    const start = BLOCK * draw.below(Math.ceil(bytes.length / BLOCK));
    bytes = draw.pick([
      () => {
        bytes[draw.below(bytes.length)] ^= 1 << draw.below(8);
        return bytes;
      },
      () => bytes.subarray(start),
      () => bytes.subarray(0, start),
      () => bytes.subarray(0, draw.below(bytes.length)),
      () => Buffer.concat([bytes, bytes.subarray(start)]),
      () => Buffer.concat([bytes.subarray(start), bytes.subarray(0, start)]),
    ])();
  }
  return { ...input, [field]: base64(bytes) };
}

/** JSON, nearly JSON, and no JSON, with a right padding. */
function contents(draw) {
  return good(draw, (json, watermark) => draw.pick(CONTENTS)(draw, json, watermark));
}

const CONTROLS = [
  '\n',
  '\t',
  '\0',
  '\x1f',
  '\x7f',
  '\u2028',
  '\\u0000',
  '\\n',
  '\\ud83d',
  '😀',
  '\\"',
];
const TIMESTAMPS = [
  '0',
  '-0',
  '-1',
  '1e3',
  '1.0',
  '1.5',
  '"12"',
  '"-1"',
  '""',
  '" 1"',
  '01',
  'null',
];
const MORE_TIMESTAMPS = [
  'true',
  '{}',
  '[1]',
  '9007199254740993',
  '1e400',
  '"007"',
  '2E2',
  '1e',
  '.5',
];
const LITERALS = ['1', 'null', '[]', '"text"', 'true', '{}', '', ' ', '{', '[{}]', '{"a":1,}', '"'];
const KEYS = [
  'watermark',
  'openId',
  '__proto__',
  'constructor',
  'a',
  '',
  'phoneNumber',
  'nickName',
];

const CONTENTS = [
  (draw, json) => insert(draw, json, draw.pick(CONTROLS)),
  (draw, json) =>
    insert(draw, json, draw.pick(['"', '\\', ',', ':', '{', '}', ' ', 'é', '\ufeff'])),
  (draw, json) => Buffer.from(insert(draw, Buffer.from(json).toString('latin1'), '\xff'), 'latin1'),
  (draw, json) => json.replace(/"timestamp":\d+/, `"timestamp":${draw.pick(TIMESTAMPS)}`),
  (draw, json) => json.replace(/"timestamp":\d+/, `"timestamp":${draw.pick(MORE_TIMESTAMPS)}`),
  (draw) => draw.pick(LITERALS),
  (draw, json) =>
    draw.pick([`${json} \r\n`, ` ${json}`, `\ufeff${json}`, `[${json}]`, `${json}${json}`]),
  (draw, json) => `{${JSON.stringify(draw.pick(KEYS))}:${draw.pick(LITERALS)},${json.slice(1)}`,
  (draw, json) => `{"${escaped(draw, draw.pick(KEYS))}":1,${json.slice(1)}`,
  (_, json, watermark) => `${json.slice(0, -1)},"watermark":${JSON.stringify(watermark)}}`,
  (draw, json, { appid }) =>
    json.replace(`"${appid}"`, draw.pick([`"${appid} "`, '4', 'null', '""'])),
  (draw, json, { appid }) => json.replace(`"${appid}"`, `"${escaped(draw, appid)}"`),
  (draw, json) => json.replace('"appid"', `"${draw.pick(['appId', 'timestamp', 'appi\\u0064'])}"`),
  (draw, json) => `${json.slice(0, -1)},"x":${'['.repeat(draw.below(200))}`,
  (_, json) => `${json.slice(0, -1)},"x":${'['.repeat(100)}${']'.repeat(100)}}`,
];

function insert(draw, text, piece) {
  const at = draw.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

/** The same text with one character written as an escape. */
function escaped(draw, text) {
  if (!text) return text;
  const at = draw.below(text.length);
  const code = text.charCodeAt(at).toString(16).padStart(4, '0');
  return `${text.slice(0, at)}\\u${code}${text.slice(at + 1)}`;
}

/** A last block that ends in anything. */
function badPadding(draw) {
  const blocks = pad(draw.letters(draw.below(64)));
  for (let left = draw.between(1, 3); left > 0; left--) {
    blocks[blocks.length - 1 - draw.below(BLOCK)] = draw.pick([0, 1, 2, 15, 16, 17, 255]);
  }
  return { ...seal(draw, blocks), ...options(draw, draw.appid(), 1.7e9) };
}

/** Bytes of any length. */
function noise(draw) {
  const lengths = [0, 1, 15, 16, 16, 17, 32, 32, 48, 64, 160];
  const [sessionKey, iv] = [16, 16].map((usual) =>
    base64(draw.bytes(draw.chance(0.9) ? usual : draw.pick(lengths))),
  );
  const encryptedData = base64(draw.bytes(draw.pick(lengths)));
  return { sessionKey, iv, encryptedData, ...options(draw, draw.appid(), 1.7e9) };
}

const ALPHABETS = [
  'ABCabc+/=',
  `${LETTERS}+/`,
  `${LETTERS}-_=`,
  'A= \n\t',
  'A%2BF53D',
  '&#43;xplus',
  '\\u00"A/',
];

/** Texts that only look like something. */
function texts(draw) {
  const input = good(draw);
  const text = () =>
    draw.text(draw.pick([0, 1, 3, 22, 23, 24, 25, 43, 44, 64]), draw.pick(ALPHABETS));
  for (const field of FIELDS) if (draw.chance(0.5)) input[field] = text();
  return input;
}

const WAYS = Object.entries({
  'good data': good,
  'several keys': manyKeys,
  'texts damaged on the way': damaged,
  'texts garbled': garbled,
  'bytes tampered with': tampered,
  'odd contents': contents,
  'odd padding': badPadding,
  'random bytes': noise,
  'random texts': texts,
});
