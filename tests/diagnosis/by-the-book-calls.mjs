// The way of one call for `by-the-book.mjs`: from what WeChat encrypts to what `decrypt` is given,
// with damage on it.

import { BLOCK, base64, encryptBlocks, pad, paddingLength } from '../fixtures/generator/cipher.mjs';
import { inLines } from '../fixtures/generator/damage.mjs';
import { kinds } from '../fixtures/generator/kinds.mjs';
import * as field from './from-the-field-calls.mjs';

const { bytes, chance, int, pick } = field;

export const TEXTS = ['sessionKey', 'iv', 'encryptedData'];

/** Stands where as much text goes as the padding wants. */
export const SPACE = '<padding>';

/** Every kind of payload, length of padding and number of keys. */
export const calls = Object.keys(kinds).flatMap((kind) =>
  Array.from({ length: BLOCK * 4 }, (_, i) => ({ kind, padding: (i >> 2) + 1, keys: (i & 3) + 1 })),
);

const WORDS = '微信用户小明阿强的风夏天一家人😀🌻👍🇨🇳éß';
export const nickname = (random) => field.text(random, int(random, 0, 9), WORDS);
const key = (random) => base64(bytes(random, BLOCK));

/** `random` as the generator of the fixtures wants it. */
const source = (random) => ({
  below: (limit) => int(random, 0, limit),
  between: (low, high) => int(random, low, high + 1),
  pick: (list) => pick(random, [...list]),
  letters: (length) => field.alphanumeric(random, length),
  digits: (length) => field.text(random, length, '123456789'),
});

function plaintext(random, { kind, padding, watermark, write }) {
  const payload = kinds[kind](source(random), nickname(random) + SPACE);
  const json = write(JSON.stringify({ ...payload, watermark }), random);
  const more = (paddingLength(json.replace(SPACE, '')) - padding + BLOCK) % BLOCK;
  return Buffer.from(json.replace(SPACE, field.alphanumeric(random, more)));
}

/** The check of the age, so many seconds too late or, if negative, too early. */
export function clock({ watermark }, random, seconds) {
  const maxAgeSeconds = pick(random, [0, 60, 7200]);
  const clockSkewSeconds = pick(random, [undefined, 0, 300]);
  const limit = seconds < 0 ? -(clockSkewSeconds ?? 60) : maxAgeSeconds;
  const now = (watermark.timestamp + limit + seconds) * 1000 + int(random, 0, 1000);
  return { options: { maxAgeSeconds, clockSkewSeconds, now } };
}

/** White space that decrypt does not mind. */
function fold(random, text) {
  const lineBreak = pick(random, ['\n', '\r\n']);
  const indentation = pick(random, ['', '  ', '        ']);
  const folded = inLines(text, { width: pick(random, [32, 64, 76]), lineBreak, indentation });
  return folded + pick(random, ['', lineBreak]);
}

/**
 * An input with these damages, in the order in which they happen; each has its stage:
 *
 * - `content(call)`: before WeChat encrypts, `bytes(sealed)`: after it; both give what is different
 * - `text(text)` gives the text as it arrives
 * - `input(input)` changes the input in place
 *
 * `undefined`: one of them changed nothing.
 */
export function run(random, { kind, padding, keys: count }, damages) {
  const at = (stage) => damages.filter((damage) => damage.stage === stage);
  const appid = field.appid(random);
  const watermark = { timestamp: int(random, 1477314187, 1767225600), appid };
  const call = { kind, padding, appid, watermark, write: (json) => json };
  if (chance(random, 0.3)) Object.assign(call, clock(call, random, 0));
  for (const { apply } of at('content')) Object.assign(call, apply(call, random));

  const plain = plaintext(random, call);
  const sealed = { plain, key: bytes(random, BLOCK), iv: bytes(random, BLOCK) };
  sealed.cipher = encryptBlocks(sealed.key, sealed.iv, pad(plain));
  for (const { apply } of at('bytes')) {
    const different = apply(sealed, random);
    if (different === undefined) return undefined;
    Object.assign(sealed, different);
  }
  if (at('bytes').length > 0 && field.opens(sealed)) return undefined;

  // What was swapped is recognised by its length, and among three texts only. Of a list, the right
  // key is the last one, and any of them may be the one that was damaged.
  const isSwapped = damages.some(({ cause }) => cause === 'swapped_fields');
  if (isSwapped && sealed.cipher.length === BLOCK) return undefined;
  const stale = Array.from({ length: isSwapped ? 0 : count - 1 }, () => key(random));
  const keys = [...stale, base64(sealed.key)];
  const damagedKey = chance(random, 0.7) ? keys.length - 1 : int(random, 0, keys.length);
  const texts = {
    sessionKey: keys[damagedKey],
    iv: base64(sealed.iv),
    encryptedData: base64(sealed.cipher),
  };
  for (const { field, apply } of at('text')) {
    const after = apply(texts[field], random, field);
    if (after === undefined || after === texts[field]) return undefined;
    texts[field] = after;
  }
  const isTouched = (text) => isSwapped || damages.some(({ field }) => field === text);
  for (const text of TEXTS) {
    if (!isTouched(text) && chance(random, 0.1)) texts[text] = fold(random, texts[text]);
  }

  keys[damagedKey] = texts.sessionKey;
  const sessionKey = keys.length === 1 ? keys[0] : keys;
  const input = { appid: call.appid, ...texts, sessionKey, ...call.options };
  for (const { apply } of at('input')) apply(input, random);
  return input;
}
