// Damage by the book: everything that the list of causes names, on every field, every kind of
// payload and every length of padding, under one to four keys, singly and in pairs.
// `from-the-field.mjs` starts from what people do; this starts from the list. The rules by which a
// damage gets its name are those at the head of that file.

import { BLOCK, base64, fromBase64 } from '../fixtures/generator/cipher.mjs';
import { BAD_CHARACTERS, repairable, truncated } from '../fixtures/generator/damage.mjs';
import { calls, clock, nickname, run, SPACE, TEXTS } from './by-the-book-calls.mjs';
import {
  alphanumeric,
  appid,
  bytes,
  dealer,
  hex,
  int,
  openid,
  pick,
} from './from-the-field-calls.mjs';

/** Where these damages are from. */
export const name = 'by the book';

const damage = (stage, cause, field, what, apply) => ({ stage, cause, field, what, apply });
const damages = (stage, cause, field, table) =>
  Object.entries(table).map(([what, apply]) => damage(stage, cause, field, what, apply));

// ---------------------------------------------------------------- a text on its way

const STYLES = { percent_encoded: 2, html_escaped: 5, json_escaped: 4, base64url: 3 };

/** What can be undone in the text itself. */
const MENDABLE = Object.fromEntries(
  Object.entries(repairable).map(([cause, apply]) => [
    cause,
    TEXTS.flatMap((field) =>
      Array.from({ length: STYLES[cause] ?? 1 }, (_, style) =>
        damage('text', cause, field, `style ${style}`, (text) => apply(text, style)?.text),
      ),
    ),
  ]),
);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const insert = (text, at, other, length = 0) => text.slice(0, at) + other + text.slice(at + length);

const NOT_BASE64 = {
  'a foreign character for another': (text, random) =>
    insert(text, int(random, 0, text.length), pick(random, BAD_CHARACTERS), 1),
  'a foreign character more': (text, random) =>
    insert(text, int(random, 0, text.length + 1), pick(random, BAD_CHARACTERS)),
  'an = in the middle': (text, random) => insert(text, int(random, 1, text.length - 3), '='),
  'three = at the end': (text) => text.replace(/=*$/, '==='),
  // What stands for nothing in the last character is zero in what an encoder writes.
  'bits behind the end': (text, random) => {
    const at = text.search(/.=+$/);
    const bits = int(random, 1, text.endsWith('==') ? 16 : 4);
    return at < 0 ? undefined : insert(text, at, ALPHABET[ALPHABET.indexOf(text[at]) + bits], 1);
  },
};

const cut = (text, random, field) =>
  field === 'encryptedData'
    ? truncated(text, int(random, 3, text.replace(/=*$/, '').length))?.text
    : text.slice(0, int(random, 1, 22));

const longer = (_, random) => base64(bytes(random, int(random, 17, 65)));
const OTHER_LENGTH = {
  'Base64 of more bytes': longer,
  'the same without =': (...args) => longer(...args).replace(/=+$/, ''),
  'an EncodingAESKey': (_, random) => alphanumeric(random, 43),
  'an openid': (_, random) => openid(random),
  'hexadecimal digits': (text) => fromBase64(text).toString('hex'),
};

/** What can only be seen in the text, and hides what decryption would show. */
const UNMENDABLE = {
  not_base64: TEXTS.flatMap((field) => damages('text', 'not_base64', field, NOT_BASE64)),
  truncated: TEXTS.map((field) => damage('text', 'truncated', field, 'cut', cut)),
  session_key_length: damages('text', 'session_key_length', 'sessionKey', OTHER_LENGTH),
  iv_length: damages('text', 'iv_length', 'iv', OTHER_LENGTH),
};

/** So many characters behind the loss say whether the key is right, as all before it do. */
const BEHIND = 90;
const lose = (from, most) => (text, random) => {
  const last = text.length - BEHIND - most;
  if (last <= from) return undefined;
  const at = from === 0 ? int(random, 0, 22) : int(random, from, last);
  return insert(text, at, '', int(random, 1, most + 1));
};

/** What shifts all bits behind it. */
const LOST = {
  plus_deleted: [
    damage('text', 'plus_deleted', 'encryptedData', 'every +', (text) =>
      text.length > 300 && text.includes('/') ? text.replaceAll('+', '') : undefined,
    ),
  ],
  corrupted: damages('text', 'corrupted', 'encryptedData', {
    'a character lost at the start': lose(0, 1),
    'a character lost in the middle': lose(22, 1),
    'a run lost at the start': lose(0, 20),
    'a run lost in the middle': lose(22, 40),
  }),
};

// ---------------------------------------------------------------- the whole input

const NOTHINGS = [undefined, null, '', ' \r\n', 'undefined', 'null'];
const MISSING = Object.entries({
  sessionKey: [...NOTHINGS, [], [null], ['', undefined]],
  iv: NOTHINGS,
  encryptedData: NOTHINGS,
  appid: [undefined, null, '', ' ', [], ['']],
}).map(([field, values]) =>
  values.map((value) =>
    damage('input', 'missing_field', field, JSON.stringify(value) ?? 'undefined', (input) => {
      input[field] = value;
    }),
  ),
);

/** The texts of `sources` in the places of `fields`. */
const swap = (fields, sources) =>
  damage('input', 'swapped_fields', undefined, `${sources} for ${fields}`, (input) => {
    const texts = sources.map((source) => input[source]);
    for (const [i, field] of fields.entries()) input[field] = texts[i];
  });
const exchange = (...fields) => swap(fields, fields.toReversed());
const instead = (field, what, make) =>
  damage('input', 'swapped_fields', field, `${what} for ${field}`, (input, random) => {
    input[field] = make(random);
  });
const rawData = (random) =>
  JSON.stringify({ nickName: nickname(random), gender: int(random, 0, 3), language: 'zh_CN' });

/** Their forms tell these apart, */
const SWAPS = [
  exchange('iv', 'encryptedData'),
  exchange('sessionKey', 'encryptedData'),
  swap(TEXTS, ['iv', 'encryptedData', 'sessionKey']),
  swap(TEXTS, ['encryptedData', 'sessionKey', 'iv']),
];
/** only decryption these. */
const SWAPPED_BLOCKS = [exchange('sessionKey', 'iv')];
const OTHER_SWAPS = [
  exchange('appid', 'sessionKey'),
  swap(['encryptedData'], ['iv']),
  swap(['encryptedData'], ['sessionKey']),
  ...['iv', 'encryptedData'].flatMap((field) => [
    instead(field, 'a signature', (random) => hex(random, 40)),
    instead(field, 'rawData', rawData),
  ]),
];

// ---------------------------------------------------------------- bytes: key, iv and ciphertext

/** Between one and all bytes of a block changed. */
const changed = (random, data, block = 0) => {
  const copy = Buffer.from(data);
  const [from, to] = [int(random, 0, BLOCK), pick(random, [1, 1, 2, 4, 16])];
  for (let i = from; i < Math.min(from + to, BLOCK); i += 1) {
    copy[block * BLOCK + i] ^= int(random, 1, 256);
  }
  return copy;
};
const splice = ({ cipher }, block, blocks, ...between) => {
  const [start, end] = [block * BLOCK, (block + blocks) * BLOCK];
  return { cipher: Buffer.concat([cipher.subarray(0, start), ...between, cipher.subarray(end)]) };
};
const someBlock = (random, { cipher }, from, but = 0) =>
  int(random, from, cipher.length / BLOCK - but);

const WRONG_KEY = {
  'another key': (_, random) => ({ key: bytes(random, BLOCK) }),
  'a few bytes of the key': ({ key }, random) => ({ key: changed(random, key) }),
};
const WRONG_IV = {
  'another iv': (_, random) => ({ iv: bytes(random, BLOCK) }),
  'a few bytes of the iv': ({ iv }, random) => ({ iv: changed(random, iv) }),
};
const CORRUPTED = {
  'a few bytes': (sealed, random) => ({
    cipher: changed(random, sealed.cipher, someBlock(random, sealed, 1)),
  }),
  // That it is not the iv shows in the second block, but for a byte that may be the rest of a
  // character.
  'the top bit of a byte of the first block': ({ plain, cipher }, random) => {
    const at = int(random, 3, BLOCK);
    const copy = Buffer.from(cipher);
    copy[at] ^= 0x80;
    return plain[at + BLOCK] < 0x80 ? { cipher: copy } : undefined;
  },
  'a block lost': (sealed, random) => splice(sealed, someBlock(random, sealed, 1, 1), 1),
  'a block twice': (sealed, random) => {
    const block = someBlock(random, sealed, 0);
    const twice = sealed.cipher.subarray(block * BLOCK, (block + 1) * BLOCK);
    return splice(sealed, block, 0, twice);
  },
  'a block more': (sealed, random) =>
    splice(sealed, someBlock(random, sealed, 1, -1), 0, bytes(random, BLOCK)),
};
const cutAtBorder = (sealed, random) =>
  splice(sealed, someBlock(random, sealed, 1), Number.POSITIVE_INFINITY);

// ---------------------------------------------------------------- what WeChat encrypted

const writing = (write) => () => ({ write });
const NOT_JSON = {
  text: writing(() => SPACE),
  'a string': writing((json) => JSON.stringify(json)),
  'a list': writing((json) => `[${json}]`),
  'a bracket less': writing((json) => json.slice(0, -1)),
  'a bracket more': writing((json) => `${json}}`),
  'something behind it': writing((json) => `${json}\n--`),
  'single quotes': writing((json) => json.replaceAll('"', "'")),
  'keys without quotes': writing((json) => json.replace(/"(\w+)":/g, '$1:')),
  XML: writing((_, random) => `<xml><appid>${appid(random)}</appid><note>${SPACE}</note></xml>`),
};

const marking = (make) => (call) => ({ watermark: make(call.watermark) });
const WATERMARKS = {
  absent: marking(() => undefined),
  null: marking(() => null),
  'a list': marking(() => []),
  empty: marking(() => ({})),
  'without appid': marking(({ timestamp }) => ({ timestamp })),
  'without timestamp': marking(({ appid }) => ({ appid })),
  'a number for appid': marking(({ timestamp }) => ({ timestamp, appid: 5 })),
  'a word for timestamp': marking(({ appid }) => ({ timestamp: 'soon', appid })),
  'a timestamp below zero': marking(({ appid }) => ({ timestamp: -1, appid })),
};

const OTHER_APPID = {
  'of the data': ({ watermark }, random) => ({
    watermark: { ...watermark, appid: appid(random) },
  }),
  'of the caller': (_, random) => ({ appid: appid(random) }),
  'several of the caller': (_, random) => ({ appid: [appid(random), appid(random)] }),
  'in upper case': (call) => ({ appid: call.appid.toUpperCase() }),
};

/** From the first second that is too much. */
const seconds = (random) => pick(random, [1, 2, 3600, 1e8]);
const late = (call, random) => clock(call, random, seconds(random));
const early = (call, random) => clock(call, random, -seconds(random));

/** What only decryption, or a look at what was decrypted, can show. */
const LATER = {
  wrong_session_key: damages('bytes', 'wrong_session_key', 'sessionKey', WRONG_KEY),
  wrong_iv: damages('bytes', 'wrong_iv', 'iv', WRONG_IV),
  corrupted: damages('bytes', 'corrupted', 'encryptedData', CORRUPTED),
  truncated: [damage('bytes', 'truncated', 'encryptedData', 'cut at a border', cutAtBorder)],
  not_json: damages('content', 'not_json', 'encryptedData', NOT_JSON),
  watermark_missing: damages('content', 'watermark_missing', undefined, WATERMARKS),
  appid_mismatch: damages('content', 'appid_mismatch', 'appid', OTHER_APPID),
  expired: [damage('content', 'expired', undefined, 'too old', late)],
  from_future: [damage('content', 'from_future', undefined, 'too early', early)],
};

const SINGLES = {
  ...MENDABLE,
  ...UNMENDABLE,
  ...LATER,
  truncated: [UNMENDABLE.truncated, LATER.truncated],
  corrupted: [LATER.corrupted, LOST.corrupted],
  plus_deleted: LOST.plus_deleted,
  missing_field: MISSING,
  swapped_fields: [SWAPS, SWAPPED_BLOCKS, OTHER_SWAPS],
};

// ---------------------------------------------------------------- pairs

const unicode = (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`;
const WRAPPERS = {
  percent_encoded: encodeURIComponent,
  double_percent_encoded: (text) => encodeURIComponent(encodeURIComponent(text)),
  html_escaped: (text) => text.replace(/[^\w .%-]/g, (c) => `&#${c.codePointAt(0)};`),
  json_quoted: JSON.stringify,
  json_escaped: (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[/&'=+<>]/g, unicode),
};
const INNERMOST = {
  plus_became_space: (text) => text.replaceAll('+', ' '),
  base64url: (text) => text.replaceAll('+', '-').replaceAll('/', '_'),
};

/**
 * Two layers in one text. The last to happen is the first to be undone; what commutes has no order.
 */
const LAYERS = Object.entries(WRAPPERS).flatMap(([outer, wrap]) =>
  Object.entries({ ...WRAPPERS, ...INNERMOST })
    .filter(([inner]) => !(outer.includes('percent') && inner.includes('percent')))
    .flatMap(([inner, wrapFirst]) => {
      const isOrdered = (text) =>
        inner in INNERMOST || outer === inner || wrap(wrapFirst(text)) !== wrapFirst(wrap(text));
      return TEXTS.map((field) => [
        damage('text', outer, field, 'outside', (text) => wrap(text)),
        damage('text', inner, field, 'inside', (t) => (isOrdered(t) ? wrapFirst(t) : undefined)),
      ]);
    }),
);

/** Deals evenly at every level of a tree whose leaves are damages, or pairs of them. */
function treeDealer(random, tree) {
  const branches = Object.values(tree).map((branch) =>
    'cause' in branch ? () => branch : treeDealer(random, branch),
  );
  const next = dealer(random, branches);
  return () => next()();
}

const inOrder = (...pair) => pair.sort((a, b) => TEXTS.indexOf(a.field) - TEXTS.indexOf(b.field));
const ALSO_MISSING = MISSING.slice(0, 3);
const { wrong_session_key: wrongKey, ...RIGHT_KEY } = LATER;
const { appid_mismatch: otherAppid, expired, from_future: fromFuture } = LATER;

/** The ways to combine two damages that can both be seen, each once as often as it is listed. */
const PAIRS = [
  [MENDABLE, LATER],
  [MENDABLE, LATER],
  [MENDABLE, MENDABLE],
  [MENDABLE, [UNMENDABLE, ALSO_MISSING]],
  [MENDABLE, LOST],
  [UNMENDABLE, [UNMENDABLE, ALSO_MISSING]],
  [SWAPS, [MENDABLE, LATER]],
  [SWAPPED_BLOCKS, [MENDABLE, RIGHT_KEY]],
  [LATER.wrong_iv, [otherAppid, expired, fromFuture]],
  [otherAppid, [expired, fromFuture]],
];

function pairDealer(random) {
  const ways = PAIRS.map((way) => way.map((tree) => treeDealer(random, tree)));
  const nextWay = dealer(random, [...ways.keys(), 'layers', 'layers']);
  const nextLayers = dealer(random, LAYERS);
  return () => {
    const way = nextWay();
    if (way === 'layers') return nextLayers();
    const [one, other] = ways[way];
    for (;;) {
      const pair = [one(), other()];
      const areTexts = pair.every((d) => d.stage === 'text' || d.cause === 'missing_field');
      if (!areTexts) return pair;
      if (pair[0].field !== pair[1].field) return inOrder(...pair);
    }
  };
}

/** Deals damages and calls until all of the damages change something. */
function* damaged(random, nextList) {
  const nextCall = dealer(random, calls);
  for (;;) {
    const list = nextList();
    for (let tries = 0; tries < 40; tries += 1) {
      const call = nextCall();
      const input = run(random, call, list.toReversed());
      if (input === undefined) continue;
      const what = list.map((d) => [d.field, d.cause, d.what].filter(Boolean).join(' '));
      const where = `${call.kind}, padding ${call.padding}, ${call.keys} keys`;
      yield { what: `${where}: ${what.join('; ')}`, input, causes: list.map((d) => d.cause) };
      break;
    }
  }
}

/** Endless good inputs. */
export const good = (random) => damaged(random, () => []);

/** Endless damaged inputs with their true causes, one cause each. */
export function singles(random) {
  const next = treeDealer(random, SINGLES);
  return damaged(random, () => [next()]);
}

/** The same with two independent damages, in the order in which they have to be mended. */
export const pairs = (random) => damaged(random, pairDealer(random));
