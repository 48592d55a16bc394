// Damage as it happens in the field, by running the pipelines that cause it. Written from what is
// known of how data gets damaged and from the list of causes, without a look at the diagnosis.
//
// The rules by which a damage gets its name:
//
// - A name that promises a mend (plus_became_space, percent_encoded, double_percent_encoded,
//   html_escaped, json_quoted, json_escaped, base64url) is given only where undoing exactly that
//   leads back to the good text. All else with foreign characters is not_base64.
// - Every layer that has to be undone by itself is a cause of its own, also the same one twice
//   and the same one in two fields. Only two layers of percent signs have a name together.
// - Escapes and quotes are outside, a `+` that became a space is innermost: which of the two
//   readings of a space is right can only be seen in the bare Base64.
// - What cannot be mended hides what only decryption can show; it does not hide what is visible
//   in the text of another field.

import { createHash } from 'node:crypto';
import {
  alphanumeric,
  appid,
  bytes,
  chance,
  dealer,
  escapeUnit,
  hex,
  int,
  key,
  kinds,
  makeCall,
  openid,
  opens,
  pick,
  seal,
  urlSafe,
} from './from-the-field-calls.mjs';

/** Who wrote these damages. */
export const name = 'from the field';

const FIELDS = ['sessionKey', 'iv', 'encryptedData'];
const binary = (base64) => Buffer.from(base64, 'base64');
const fold = (text, width, end = '\n') =>
  text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${end}`);
const lowerHex = (text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

// ---------------------------------------------------------------- pipelines that a text goes
// through

/** Each takes a text and gives it back as it arrives; `undefined` or no change: try again. */
const readForm = (text) => new URLSearchParams(`code=0a1&value=${text}`).get('value');

/**
 * 64 spaces more or less are three blocks more or less, and both readings of a space fit by their
 * length. No real text has so many, but a long one could.
 */
const losingPluses = (pipeline) => (text) =>
  (text.split('+').length - 1) % 64 === 0 ? undefined : pipeline(text);

const rawForm = losingPluses(readForm);
const pastedQuery = losingPluses((text) =>
  new URL(`https://example.com/login?value=${text}&t=1`).searchParams.get('value'),
);
const formByHand = losingPluses((text) => decodeURIComponent(text.replaceAll('+', ' ')));

/** A run of blanks after a line break is indentation: a `+` there is lost for good. */
const foldedForm = (text) => {
  const folded = `${fold(text, 64, '\r\n')}\r\n`;
  return folded.includes('\n+') ? undefined : rawForm(folded);
};

const lowerPercent = (text) => lowerHex(encodeURIComponent(text));
const percentTwice = (text) => encodeURIComponent(encodeURIComponent(text));

const replacing = (table) => (text) => text.replace(/./gsu, (c) => table[c] ?? c);
const BASIC = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const goTemplate = replacing({ ...BASIC, '"': '&#34;', '+': '&#43;' });
const handlebars = replacing({ ...BASIC, "'": '&#x27;', '`': '&#x60;', '=': '&#x3D;' });
const mustache = replacing({ ...BASIC, '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' });
const namedEntities = replacing({ ...BASIC, '+': '&plus;', '/': '&sol;', '=': '&equals;' });
const decimalEntities = (text) => text.replace(/[^\w .-]/gu, (c) => `&#${c.codePointAt(0)};`);
const hexEntities = (text) =>
  text.replace(/[^\w .,-]/gu, (c) => `&#x${c.codePointAt(0).toString(16)};`);

/** JSON writers. Each gives a whole JSON text, quotes included. */
const inside = (json, change) => `"${change(json.slice(1, -1))}"`;
const php = (text) => JSON.stringify(text).replaceAll('/', '\\/');
const gson = (text) => inside(JSON.stringify(text), (s) => s.replace(/[<>&=']/g, escapeUnit));
const dotNet = (text) =>
  inside(JSON.stringify(text), (s) =>
    s.replace(/[<>&'+`]/g, (c) => `\\u${escapeUnit(c).slice(2).toUpperCase()}`),
  );
const django = (text) =>
  inside(JSON.stringify(text), (s) =>
    s.replace(/[<>&'=;`-]/g, (c) => `\\u${escapeUnit(c).slice(2).toUpperCase()}`),
  );

/** The value cut out of the raw body with a regular expression, as a shell script does it. */
const cutFrom = (write) => (text) =>
  `{"session_key":${write(text)},"openid":"o"}`.match(/"session_key":"(.*?)"[,}]/s)?.[1];

const jsonTwice = (text) => JSON.parse(JSON.stringify({ value: JSON.stringify(text) })).value;
const mimeLines = (text) => `${fold(text, 76)}\n`;

const gatewayUrl = (text) => binary(text).toString('base64url');
const gatewayUrlPadded = (text) => text.replaceAll('+', '-').replaceAll('/', '_');
const strippedPadding = (text) => text.replace(/=+$/, '');
const splitAtEquals = (text) => `value=${text}`.split('=')[1];

/** What can be undone in the text itself, so that the diagnosis can go on. */
const MENDABLE = {
  plus_became_space: {
    'a form body without encoding': rawForm,
    'a query string pasted by hand': pastedQuery,
    'a form decoder by hand': formByHand,
    'a folded text in a form without encoding': foldedForm,
  },
  percent_encoded: {
    'encodeURIComponent, never undone': encodeURIComponent,
    'encodeURIComponent twice, undone once': (text) => readForm(percentTwice(text)),
    'a form body cut by hand': (text) => new URLSearchParams({ value: text }).toString().slice(6),
    '.NET (lower case), never undone': lowerPercent,
    'Python quote(), which leaves the slash': (text) =>
      encodeURIComponent(text).replaceAll('%2F', '/'),
    // Line breaks are harmless in Base64, so their %0A is part of this one damage.
    'a folded text encoded': (text) => encodeURIComponent(mimeLines(text)),
  },
  double_percent_encoded: {
    'encodeURIComponent twice, never undone': percentTwice,
    'three times, undone once': (text) => readForm(encodeURIComponent(percentTwice(text))),
    '.NET twice': (text) => lowerPercent(lowerPercent(text)),
  },
  html_escaped: {
    'Go html/template': goTemplate,
    Handlebars: handlebars,
    'mustache.js': mustache,
    'named entities': namedEntities,
    'decimal entities': decimalEntities,
    'ESAPI, hexadecimal entities': hexEntities,
  },
  // One JSON.parse undoes the quotes and the escapes between them: one damage, the quotes'.
  json_quoted: {
    'JSON.stringify twice, parsed once': jsonTwice,
    'PHP json_encode twice, decoded once': (text) => JSON.parse(JSON.stringify(php(text))),
    'GSON twice, parsed once': (text) => JSON.parse(gson(gson(text))),
    'a cell of a CSV file': (text) => `"${text}"`,
    'a line of a log': (text) => `${JSON.stringify(text)}\n`,
    // No JSON, but the same mistake with the same mend: decrypt takes these quotes off too.
    'single quotes of a log': (text) => `'${text}'`,
  },
  json_escaped: {
    'cut out of a PHP body': cutFrom(php),
    'cut out of a GSON body': cutFrom(gson),
    'cut out of a System.Text.Json body': cutFrom(dotNet),
    'Django escapejs': cutFrom(django),
    // Undone, a line break is left, which is harmless.
    'cut out of a body, with line breaks': (text) => cutFrom(JSON.stringify)(mimeLines(text)),
  },
  // One name for what gateways make of Base64: `-`, `_` and no `=`. A text that lost nothing but
  // its `=` is this too, however it lost them.
  base64url: {
    'a gateway, without =': (text) => changedAlphabet(text, gatewayUrl),
    'a gateway, with =': gatewayUrlPadded,
    'the = stripped': strippedPadding,
    'a form cut at every =': splitAtEquals,
  },
};

/** Without `-` and `_` it would only be the stripped `=`, which has its own entry. */
const changedAlphabet = (text, change) => (/[+/]/.test(text) ? change(text) : undefined);

const uuid = (random) =>
  hex(random, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * Things that are no key and no iv, but whose characters all belong to Base64 or base64url. What
 * is wrong with them is the length, whatever the alphabet: reading an openid as base64url leads
 * nowhere. (An EncodingAESKey is 43 characters, so "without =", and yet of the wrong length.)
 */
const OTHER_LENGTHS = {
  openid: (_, random) => openid(random),
  EncodingAESKey: (_, random) => alphanumeric(random, 43),
  'AppSecret or a js_code': (_, random) => hex(random, 32),
  // Of lengths that can be decoded: with 4n+1 characters it might as well be called not_base64.
  access_token: (_, random) =>
    `${int(random, 10, 99)}_${urlSafe(random, pick(random, [133, 135, 144, 509]))}`,
  'a UUID': (_, random) => uuid(random),
  "toString('hex')": (text) => binary(text).toString('hex'),
  'Base64 of the Base64': (text) => Buffer.from(text).toString('base64'),
  'a key of AES-256': (_, random) => bytes(random, 32).toString('base64'),
};

const replaceAt = (text, at, length, by) => text.slice(0, at) + by + text.slice(at + length);

/** Foreign characters that no single decoder takes away again. */
const FOREIGN = {
  'a byte order mark': (text) => `\uFEFF${text}`,
  'a zero-width space from a chat': (text, random) =>
    replaceAt(text, pick(random, [0, text.length, int(random, 1, text.length)]), 0, '\u200B'),
  'a no-break space': (text, random) => pick(random, [`\u00A0${text}`, `${text}\u00A0`]),
  'a full-width sign': (text) => text.replace(/[+=]/, (c) => ({ '+': '＋', '=': '＝' })[c]),
  // Curly quotes, or half a pair, are not JSON and no JSON decoder helps.
  'the repr of Python bytes': (text) => `b'${text}'`,
  'curly quotes of an editor': (text) => `“${text}”`,
  'half a pair of quotes': (text, random) => pick(random, [`"${text}`, `${text}"`]),
  'a comma or semicolon of a log': (text, random) => text + pick(random, [',', ';', '},']),
  'its label': (text, random) => pick(random, ['value: ', 'value=']) + text,
  'masked by the log': (text) => replaceAt(text, 4, 12, '****'),
  'bytes as latin1': (text) => binary(text).toString('latin1'),
  'bytes as UTF-8': (text) => binary(text).toString('utf8'),
  'a list of decimal bytes': (text) => String(new Uint8Array(binary(text))),
  'a Buffer as JSON': (text) => JSON.stringify(binary(text)),
  // Something was there, only not a text: not missing_field.
  'an object as text': () => String({}),
  'a promise as text': (text) => String(Promise.resolve(text)),
};

/**
 * Only encryptedData. As hex it has Base64's characters, and every second time even a length that
 * fits; but a long text of sixteen characters only is another encoding.
 */
const FOREIGN_DATA = {
  ...FOREIGN,
  "toString('hex')": (text) => binary(text).toString('hex'),
  'the whole event as JSON': (text) =>
    JSON.stringify({ errMsg: 'getPhoneNumber:ok', encryptedData: text }),
  'the event of a user who declined': () =>
    JSON.stringify({ errMsg: 'getPhoneNumber:fail user deny' }),
};

const column = (size) => (text) => text.slice(0, size);
const columns = (sizes) =>
  Object.fromEntries(sizes.map((size) => [`a column of ${size} characters`, column(size)]));

/**
 * A key or an iv of less than 22 characters is a piece of one, whatever it decodes to: truncated,
 * not session_key_length or iv_length. (22 and 23 characters are the text without its `=`.)
 */
const CUT_SHORT = {
  ...columns([16, 20]),
  'a selection that ended too early': (text, random) => text.slice(0, -int(random, 3, 9)),
};

/** After 22 or 43 of 64 characters the text could be whole blocks without `=`: left out. */
const CUT_DATA = {
  ...columns([16, 20, 24, 32, 50, 100, 255, 500, 1000]),
  'a selection that ended too early': (text, random) => {
    const length = text.length - int(random, 3, 60);
    return [0, 22, 43].includes(length % 64) ? undefined : text.slice(0, length);
  },
  'a binary column, in the middle of a block': (text, random) => {
    const data = binary(text);
    const length = int(random, 17, data.length);
    return length % 16 === 0 ? undefined : data.subarray(0, length).toString('base64');
  },
};

// ---------------------------------------------------------------- damage to bytes

/** Each changes `sealed` (key, iv, cipher) in place; `false`: try again. */
const flip = (data, at, mask) => {
  const copy = Buffer.from(data);
  copy[at] ^= mask;
  return copy;
};

const overwrite = (data, at, patch) => {
  const copy = Buffer.from(data);
  patch.copy(copy, at);
  return copy;
};

/** One character of the Base64 copied wrongly (l for 1, O for 0), the last ones excepted. */
const miscopied = (data, random, from = 0) => {
  const text = data.toString('base64');
  const at = int(random, from, Math.floor((data.length * 8) / 6) - 1);
  return binary(replaceAt(text, at, 1, alphanumeric(random, 1)));
};

const bit = (random) => 1 << int(random, 0, 8);
const block = (random, sealed, from = 1) => int(random, from, sealed.cipher.length / 16);

const WRONG_KEY = {
  'a later wx.login replaced the key': (sealed, random) => {
    sealed.key = bytes(random, 16);
  },
  'a list of stale keys': (sealed, random, call) => {
    sealed.key = bytes(random, 16);
    call.older = [key(random), pick(random, [null, '', key(random)])];
    call.newer = [];
  },
  'one character copied wrongly': (sealed, random) => {
    sealed.key = miscopied(sealed.key, random);
  },
  'the key of the official demo': (sealed) => {
    sealed.key = binary('tiihtNczf5v6AKRyjwEUhQ==');
  },
  "another user's data": (sealed, random, call) => {
    const { iv, cipher } = seal({ ...call, key: bytes(random, 16), iv: bytes(random, 16) });
    Object.assign(sealed, { iv, cipher });
  },
};

const WRONG_IV = {
  'the iv of another call': (sealed, random) => {
    sealed.iv = bytes(random, 16);
  },
  // Many a flipped bit goes unnoticed (CBC has no MAC): `run` tries until the JSON breaks.
  'one bit of the iv flipped': (sealed, random) => {
    sealed.iv = flip(sealed.iv, int(random, 0, 16), bit(random));
  },
  'four bytes of the iv replaced': (sealed, random) => {
    sealed.iv = overwrite(sealed.iv, int(random, 0, 13), bytes(random, 4));
  },
  'one character of the iv copied wrongly': (sealed, random) => {
    sealed.iv = miscopied(sealed.iv, random);
  },
  'an iv of zeros': (sealed) => {
    sealed.iv = Buffer.alloc(16);
  },
  'the key as iv, as in the preview of 2016': (sealed) => {
    sealed.iv = sealed.key;
  },
};

const CORRUPTED = {
  'one bit flipped': (sealed, random) => {
    const at = block(random, sealed) * 16 + int(random, 0, 16);
    sealed.cipher = flip(sealed.cipher, at, bit(random));
  },
  'a block replaced': (sealed, random) => {
    sealed.cipher = overwrite(sealed.cipher, block(random, sealed) * 16, bytes(random, 16));
  },
  'two blocks exchanged': (sealed, random) => {
    const [a, b] = [block(random, sealed, 0), block(random, sealed, 0)];
    const one = Buffer.from(sealed.cipher.subarray(a * 16, a * 16 + 16));
    const other = sealed.cipher.subarray(b * 16, b * 16 + 16);
    sealed.cipher = overwrite(overwrite(sealed.cipher, a * 16, other), b * 16, one);
  },
  'one character copied wrongly': (sealed, random) => {
    sealed.cipher = miscopied(sealed.cipher, random, 22);
  },
  // 64 characters are three blocks: nothing is wrong but the block after the gap. Without the
  // first line it would be wrong_iv to the eye, without the last one truncated.
  'a line lost in the middle': (sealed, random) => {
    const lines = fold(sealed.cipher.toString('base64'), 64).split('\n');
    if (lines.length < 3) {
      return false;
    }
    lines.splice(int(random, 1, lines.length - 1), 1);
    sealed.cipher = binary(lines.join(''));
    return true;
  },
  // A wrong iv spoils the first 16 bytes of the text. A damaged first block of the ciphertext
  // spoils the next 16 as well: all of them if it was replaced, the same bit if one was flipped.
  // So this is corrupted, not wrong_iv, wherever the second block shows it. It does if the top
  // bit of an ASCII character is set; other bits may look innocent and are left out.
  'the first block replaced': (sealed, random) => {
    sealed.cipher = overwrite(sealed.cipher, 0, bytes(random, 16));
  },
  'the top bit of a byte in the first block flipped': (sealed, random) => {
    const at = int(random, 0, 16);
    sealed.cipher = flip(sealed.cipher, at, 0x80);
    return sealed.plain[at + 16] < 0x80;
  },
};

/** What is enough behind the gap to see that the key is right. */
const gap = (text, at, length) =>
  at + length + 90 < text.length ? text.slice(0, at) + text.slice(at + length) : undefined;

/** A gap that is no whole number of blocks shifts all that follows. */
const GAPS = {
  'the first character not selected': (text) => gap(text, 0, 1),
  'a few characters not selected': (text, random) => gap(text, 0, int(random, 2, 20)),
  'a character lost in copying': (text, random) => gap(text, int(random, 1, text.length), 1),
  'a line lost in copying': (text, random) => gap(text, 76 * int(random, 1, 5), 76),
  'a word filtered out': (text, random) =>
    gap(text, int(random, 22, text.length), int(random, 2, 12)),
};

/** Base64 of so many characters has a `+`. */
const hasPlus = (text) => text.length > 300 && text.includes('/') && text.includes('+');
const CLEANED = {
  'a form, and spaces removed': (text) =>
    hasPlus(text) ? readForm(text).replace(/\s/g, '') : undefined,
  'a filter that keeps letters, digits, / and =': (text) =>
    hasPlus(text) ? text.replace(/[^\w/=]/g, '') : undefined,
};

const cutBlocks = (sealed, length) => {
  const shorter = length < sealed.cipher.length;
  sealed.cipher = sealed.cipher.subarray(0, length);
  return shorter;
};

/** 64, 128, 256 … characters are whole blocks: nothing is wrong with the text. */
const CUT_AT_BORDER = {
  ...Object.fromEntries(
    [64, 128, 256, 512, 1024].map((size) => [
      `a column of ${size} characters`,
      (sealed) => cutBlocks(sealed, (size / 4) * 3),
    ]),
  ),
  'the first chunk of a stream': (sealed, random) =>
    cutBlocks(sealed, block(random, sealed, 2) * 16),
};

// ---------------------------------------------------------------- damage to what WeChat encrypted

/** Each changes `call` in place. A JSON that is no object is not_json, as for decrypt. */
const NOT_JSON = {
  'a fixture': () => 'hello world, this is not json',
  'an error page': () => '<html><head><title>502 Bad Gateway</title></head></html>',
  XML: (call) => `<xml><ToUserName><![CDATA[${call.appid}]]></ToUserName></xml>`,
  'a query string': (call) => `appid=${call.appid}&timestamp=${call.timestamp}`,
  'an array': (_, json) => `[${json}]`,
  'a JSON text in a JSON text': (_, json) => JSON.stringify(json),
  'half a JSON, well padded': (_, json) => json.slice(0, Math.ceil(json.length / 2)),
  'a Python literal': (call) => `{'openGId': 'tGAA', 'watermark': '${call.appid}'}`,
  'a comma too many': (_, json) => `${json.slice(0, -1)},}`,
};

/** A watermark without `appid` says nothing about whose data it is: missing. */
const NO_WATERMARK = {
  'no watermark': () => undefined,
  'a watermark of null': () => null,
  'an empty watermark': () => ({}),
  'a watermark without appid': (call) => ({ timestamp: call.timestamp }),
  "Xiaohongshu's spelling": (call) => ({ appId: call.appid, timestamp: call.timestamp }),
};

const OTHER_APPID = {
  'data of another mini program': (call, random) => {
    call.data.watermark.appid = appid(random);
  },
  'the appid of the test account in the server': (call, random) => {
    call.given = appid(random);
  },
  "the developer tool's tourist appid": (call) => {
    call.data.watermark.appid = 'touristappid';
  },
  'a list of other appids': (call, random) => {
    call.given = [appid(random), appid(random)];
  },
  // Appids are compared as they are; a configuration file with CRLF leaves its mark.
  'a carriage return in the configuration': (call) => {
    call.given = `${call.appid}\r`;
  },
};

const age = (call, maxAgeSeconds, seconds, random) => {
  call.clock = { maxAgeSeconds, now: (call.timestamp + seconds) * 1000 + int(random, 0, 1000) };
};

const EXPIRED = {
  'just expired': (call, random) => age(call, 300, int(random, 302, 400), random),
  'data of yesterday': (call, random) => age(call, 7200, int(random, 86400, 172800), random),
  'data of years ago': (call, random) => age(call, 86400, int(random, 4e7, 2e8), random),
};

const FROM_FUTURE = {
  "the server's clock is slow": (call, random) => age(call, 300, -int(random, 62, 7200), random),
  'another time zone': (call, random) => age(call, 7200, -8 * 3600, random),
  'now in seconds': (call) => {
    call.clock = { maxAgeSeconds: 7200, now: call.timestamp };
  },
};

// ---------------------------------------------------------------- damage to the whole input

const fromForm = (value) => readForm(new URLSearchParams({ value }).toString().slice(6));

/** 'undefined' and 'null' are what a writer makes of a value that is missing: missing_field. */
const NOTHING = {
  'another name in the body': () => JSON.parse('{"encryptData":"","session_key":""}').encryptedData,
  'another name in the form': () => new URLSearchParams('encryptData=1').get('encryptedData'),
  'an empty field of the form': () => new URLSearchParams('value=&code=1').get('value'),
  '&amp; in a pasted query string': () => new URLSearchParams('code=1&amp;value=2').get('value'),
};

const NOTHING_AS_TEXT = {
  ...NOTHING,
  'undefined in a form': () => fromForm(undefined),
  'null in a template': () => String(null),
  'nothing but a line break': () => '\n',
};

const NO_KEYS = {
  ...NOTHING_AS_TEXT,
  'a code2Session that failed': () => JSON.parse('{"errcode":40029,"errmsg":""}').session_key,
  'an empty list': () => [],
  'a list of nothing': () => [null, undefined, ''],
};

const signature = (call) =>
  createHash('sha1')
    .update(call.rawData + call.key.toString('base64'))
    .digest('hex');

const move = (from) => (input) => {
  const old = { ...input };
  for (const [to, source] of Object.entries(from)) {
    input[to] = old[source];
  }
};

/** Everything is in the input, only elsewhere; the forms of the texts tell. */
const SWAPS = {
  'iv and encryptedData': move({ iv: 'encryptedData', encryptedData: 'iv' }),
  'sessionKey and encryptedData': move({
    sessionKey: 'encryptedData',
    encryptedData: 'sessionKey',
  }),
  'all one place further': move({
    sessionKey: 'iv',
    iv: 'encryptedData',
    encryptedData: 'sessionKey',
  }),
  'all one place back': move({
    sessionKey: 'encryptedData',
    iv: 'sessionKey',
    encryptedData: 'iv',
  }),
};

const SWAPPED_APPID_AND_KEY = {
  'appid and sessionKey': move({ appid: 'sessionKey', sessionKey: 'appid' }),
};

/** Looks right in every way: only decryption can tell. */
const SWAPPED_KEY_AND_IV = { 'iv and sessionKey': move({ iv: 'sessionKey', sessionKey: 'iv' }) };

/** The right value is not in the input, but what stands there is recognisably another's. */
const TAKEN_FOR_ANOTHER = {
  iv: {
    'signature for iv': (input, _, call) => {
      input.iv = signature(call);
    },
  },
  encryptedData: {
    'signature for encryptedData': (input, _, call) => {
      input.encryptedData = signature(call);
    },
    'rawData for encryptedData': (input, _, call) => {
      input.encryptedData = call.rawData;
    },
  },
};

// ---------------------------------------------------------------- the damages, all of one shape

/** `{ cause, stage, field?, what, apply }`; the stages in which they happen are those of `run`. */
const damages = (cause, stage, table, field) =>
  Object.entries(table).map(([what, apply]) => ({ cause, stage, what, apply, field }));

const inText = (cause, table, field) => damages(cause, 'text', table, field);

const onPlaintext = Object.fromEntries(
  Object.entries(NOT_JSON).map(([what, write]) => [
    what,
    (call) => {
      call.plaintext = write(call, call.write(call.data));
    },
  ]),
);

const onWatermark = Object.fromEntries(
  Object.entries(NO_WATERMARK).map(([what, watermark]) => [
    what,
    (call) => {
      call.data.watermark = watermark(call);
    },
  ]),
);

const missing = (field, table) =>
  damages(
    'missing_field',
    'input',
    Object.fromEntries(
      Object.entries(table).map(([what, value]) => [
        what,
        (input) => {
          input[field] = value();
        },
      ]),
    ),
    field,
  );

const eachField = (make) => Object.fromEntries(FIELDS.map((field) => [field, make(field)]));

const mendable = Object.fromEntries(
  Object.entries(MENDABLE).map(([cause, table]) => [
    cause,
    eachField((field) => inText(cause, table, field)),
  ]),
);

/** The same but for encryptedData. */
const elsewhere = Object.fromEntries(
  Object.entries(mendable).map(([cause, { encryptedData: _, ...byField }]) => [cause, byField]),
);

const foreign = eachField((field) =>
  inText('not_base64', field === 'encryptedData' ? FOREIGN_DATA : FOREIGN, field),
);
const cut = eachField((field) =>
  inText('truncated', field === 'encryptedData' ? CUT_DATA : CUT_SHORT, field),
);
const lengths = {
  sessionKey: inText('session_key_length', OTHER_LENGTHS, 'sessionKey'),
  iv: inText('iv_length', OTHER_LENGTHS, 'iv'),
};
const gaps = inText('corrupted', GAPS, 'encryptedData');
const cleaned = inText('plus_deleted', CLEANED, 'encryptedData');
const cutAtBorder = damages('truncated', 'bytes', CUT_AT_BORDER);
const swaps = damages('swapped_fields', 'input', SWAPS);
const swappedAppidAndKey = damages('swapped_fields', 'input', SWAPPED_APPID_AND_KEY);
const swappedKeyAndIv = damages('swapped_fields', 'input', SWAPPED_KEY_AND_IV);
const takenForAnother = Object.entries(TAKEN_FOR_ANOTHER).flatMap(([field, table]) =>
  damages('swapped_fields', 'input', table, field),
);

/** What only decryption, or a look at what was decrypted, can show. */
const later = {
  wrong_session_key: damages('wrong_session_key', 'bytes', WRONG_KEY),
  wrong_iv: damages('wrong_iv', 'bytes', WRONG_IV),
  corrupted: damages('corrupted', 'bytes', CORRUPTED),
  truncated: cutAtBorder,
  not_json: damages('not_json', 'call', onPlaintext),
  watermark_missing: damages('watermark_missing', 'call', onWatermark),
  appid_mismatch: damages('appid_mismatch', 'call', OTHER_APPID),
  expired: damages('expired', 'call', EXPIRED),
  from_future: damages('from_future', 'call', FROM_FUTURE),
};

/** By cause, then by field or another group, then the damages: dealt level by level. */
const SINGLES = {
  ...Object.fromEntries(Object.entries(later).map(([cause, list]) => [cause, [list]])),
  ...Object.fromEntries(
    Object.entries(mendable).map(([cause, byField]) => [cause, Object.values(byField)]),
  ),
  corrupted: [later.corrupted, gaps],
  plus_deleted: [cleaned],
  not_base64: Object.values(foreign),
  truncated: [...Object.values(cut), cutAtBorder],
  session_key_length: [lengths.sessionKey],
  iv_length: [lengths.iv],
  missing_field: [
    missing('sessionKey', NO_KEYS),
    missing('iv', NOTHING_AS_TEXT),
    missing('encryptedData', NOTHING_AS_TEXT),
    missing('appid', NOTHING),
  ],
  swapped_fields: [[...swaps, ...swappedAppidAndKey], swappedKeyAndIv, takenForAnother],
};

// ---------------------------------------------------------------- two layers in one text

/** `outer` happens after `inner`, so it has to be undone before it. */
const over = (outer, outers, inner, inners, fields = FIELDS) => ({
  outer,
  outers: Object.entries(outers),
  inner,
  inners: Object.entries(inners),
  fields,
});

const paddedUrl = (text) => (text.endsWith('=') ? gatewayUrlPadded(text) : undefined);
const plain = { jsonTwice };
const slash = { php: cutFrom(php) };
const percents = { encodeURIComponent, lowerPercent };
const entities = { goTemplate, handlebars, mustache, namedEntities, decimalEntities, hexEntities };
const entitiesOfSlash = { mustache, namedEntities, decimalEntities, hexEntities };
const escapesOfAmpersand = { gson: cutFrom(gson), dotNet: cutFrom(dotNet) };
const escapesOfUrl = { gson: cutFrom(gson), django: cutFrom(django) };
const keyLengths = {
  hex: OTHER_LENGTHS["toString('hex')"],
  secret: OTHER_LENGTHS['AppSecret or a js_code'],
  aes: OTHER_LENGTHS.EncodingAESKey,
};

/**
 * Layers that commute are left out (`a\/b&#x3D;` could be either way round), but for a `+` that
 * became a space: it is innermost by the rule above.
 */
const LAYERS = [
  ...[
    ['percent_encoded', percents],
    ['double_percent_encoded', { percentTwice }],
  ].flatMap(([outer, outers]) => [
    over(outer, outers, 'plus_became_space', { rawForm }),
    over(outer, outers, 'html_escaped', entities),
    over(outer, outers, 'json_quoted', plain),
    over(outer, outers, 'json_escaped', slash),
    over(outer, outers, 'base64url', { paddedUrl }),
    over(outer, outers, 'truncated', columns([20]), ['sessionKey', 'iv']),
    over(outer, outers, 'truncated', columns([50, 100, 255]), ['encryptedData']),
  ]),
  over('json_quoted', plain, 'plus_became_space', { rawForm }),
  over('json_quoted', plain, 'percent_encoded', percents),
  over('json_quoted', plain, 'double_percent_encoded', { percentTwice }),
  over('json_quoted', plain, 'html_escaped', entities),
  over('json_quoted', plain, 'json_escaped', slash),
  over('json_quoted', plain, 'json_quoted', plain),
  over('json_quoted', plain, 'base64url', { gatewayUrl, paddedUrl }),
  over('json_quoted', plain, 'truncated', columns([20]), ['sessionKey', 'iv']),
  over('json_quoted', plain, 'session_key_length', keyLengths, ['sessionKey']),
  over('json_quoted', plain, 'iv_length', keyLengths, ['iv']),
  over('html_escaped', entities, 'plus_became_space', { rawForm }),
  over('html_escaped', entities, 'json_quoted', plain),
  over('html_escaped', entitiesOfSlash, 'json_escaped', slash),
  over('html_escaped', entities, 'html_escaped', entities),
  over('html_escaped', entities, 'base64url', { paddedUrl }),
  over('json_escaped', slash, 'plus_became_space', { rawForm }),
  over('json_escaped', escapesOfAmpersand, 'html_escaped', entities),
  over('json_escaped', { ...slash, ...escapesOfUrl }, 'json_quoted', plain),
  over('json_escaped', { stringify: cutFrom(JSON.stringify) }, 'json_escaped', slash),
  over('json_escaped', escapesOfUrl, 'base64url', { paddedUrl }),
];

// ---------------------------------------------------------------- running it

/** What decrypt does not mind: white space that folding and files leave. */
const foldings = [
  (text) => `${fold(text, 64, '\r\n')}\r\n`,
  (text) => fold(text, 76),
  (text) => fold(text, 32, '\n        '),
  // Lines joined with blanks, as a log does: read as `+` they are no whole blocks, if they are not
  // 64.
  (text) => (Math.ceil(text.length / 76) % 64 === 1 ? text : fold(text, 76, ' ')),
];
const ends = [
  (text) => `${text}\n`,
  (text) => `${text}\r\n`,
  (text) => `\t${text}`,
  (text) => ` ${text}`,
];

function harmless(random, texts, touched) {
  for (const field of FIELDS.filter((field) => !touched.includes(field))) {
    if (chance(random, 0.1)) {
      texts[field] = pick(random, field === 'encryptedData' ? foldings : ends)(texts[field]);
    }
  }
}

/**
 * One call from the phone to `decrypt`, with these damages on the way, each in its stage: `call`
 * before WeChat encrypts, then `bytes`, then `text`, then `input`. `undefined`: by chance one of
 * them changed nothing.
 */
function run(random, kind, list) {
  const call = makeCall(random, kind);
  const at = (stage) => list.filter((damage) => damage.stage === stage);
  const failed = (stage, target) =>
    at(stage).some(({ apply }) => apply(target, random, call) === false);
  const swapped = at('input').some(({ cause }) => cause === 'swapped_fields');

  if (failed('call', call)) {
    return undefined;
  }
  const sealed = seal(call);
  if (failed('bytes', sealed) || (at('bytes').length > 0 && opens(sealed))) {
    return undefined;
  }

  const texts = {
    sessionKey: sealed.key.toString('base64'),
    iv: sealed.iv.toString('base64'),
    encryptedData: sealed.cipher.toString('base64'),
  };
  for (const { field, apply } of at('text')) {
    const after = apply(texts[field], random, call);
    if (after === undefined || after === texts[field]) {
      return undefined;
    }
    texts[field] = after;
  }
  if (!swapped) {
    harmless(
      random,
      texts,
      list.map(({ field }) => field),
    );
  }

  const keys = swapped ? [texts.sessionKey] : [...call.older, texts.sessionKey, ...call.newer];
  const sessionKey = keys.length === 1 ? keys[0] : keys;
  const input = { appid: call.given ?? call.appid, ...texts, sessionKey, ...call.clock };
  return failed('input', input) ? undefined : input;
}

/**
 * A damaged input. `plan` gives the damages in the order in which they have to be mended; it is
 * asked again at each try, since some choices never fit together. A kind that does not fit (too
 * short for a column, never an `=`) makes way for the next. `undefined`: none fits.
 */
function damaged(random, nextKind, plan) {
  // Two rounds hold every kind, wherever in its round the dealer stands.
  for (let kind = 0; kind < 2 * kinds.length; kind += 1) {
    const kindName = nextKind();
    for (let tries = 0; tries < 40; tries += 1) {
      const list = plan();
      // Of two layers in one text the outer one is undone first, so it happened last.
      const input = run(random, kindName, list.toReversed());
      if (input !== undefined) {
        const what = list.map((d) => [d.field, d.what].filter(Boolean).join(': ')).join('; ');
        return { what: `${kindName}: ${what}`, input, causes: list.map(({ cause }) => cause) };
      }
    }
  }
  return undefined;
}

/** Deals evenly at every level of a tree whose leaves are damages. */
function treeDealer(random, tree) {
  if ('cause' in tree) {
    return () => tree;
  }
  const next = dealer(
    random,
    Object.values(tree).map((branch) => treeDealer(random, branch)),
  );
  return () => next()();
}

const GOOD = [
  ['input', 'as it came', () => {}],
  ['input', 'a JSON body', (input) => Object.assign(input, JSON.parse(JSON.stringify(input)))],
  ['input', 'a form', (input) => onTheWay(input, (text) => fromForm(text))],
  [
    'input',
    'a query string',
    (input) => onTheWay(input, (text) => readForm(encodeURIComponent(text))),
  ],
  [
    'input',
    'line breaks',
    (input) => onTheWay(input, (text) => mimeLines(text.replace(/\s/g, ''))),
  ],
  [
    'input',
    'several appids',
    (input, random) => {
      input.appid = [appid(random), input.appid, appid(random)];
    },
  ],
  [
    'call',
    'an older key first',
    (call, random) => {
      call.older = [key(random)];
      call.newer = [];
    },
  ],
  [
    'call',
    'the right key first',
    (call, random) => {
      call.older = [];
      call.newer = [key(random), key(random)];
    },
  ],
  [
    'call',
    'no previous key',
    (call, random) => {
      call.older = [pick(random, [null, undefined, ''])];
      call.newer = [];
    },
  ],
  [
    'call',
    'four keys',
    (call, random) => {
      call.older = [key(random), key(random), key(random)];
      call.newer = [];
    },
  ],
  [
    'call',
    'new fields',
    (call, random) => {
      call.data = {
        newField: { list: [1, null, -0.5e-7] },
        ['__proto__']: 1,
        ...call.data,
        id: random(),
      };
    },
  ],
  // A nickname of WeChat's may hold a raw control character or half an emoji.
  [
    'call',
    'a control character',
    (call) => {
      const json = call.write({ ...call.data, note: 'half \ud83d, bell BELL' });
      call.plaintext = json.replace('BELL', '\u0007');
    },
  ],
];

/** The same pipeline for all texts of the input. */
function onTheWay(input, pipeline) {
  input.iv = pipeline(input.iv);
  input.encryptedData = pipeline(input.encryptedData);
}

/** Endless good inputs. */
export function* good(random) {
  const nextKind = dealer(random, kinds);
  const nextForm = dealer(random, GOOD);
  for (;;) {
    const kind = nextKind();
    const [stage, what, apply] = nextForm();
    yield { what: `${kind}: ${what}`, input: run(random, kind, [{ stage, apply }]) };
  }
}

/** Endless damaged inputs with their true causes, one cause each. */
export function* singles(random) {
  const nextKind = dealer(random, kinds);
  const nextDamage = treeDealer(random, SINGLES);
  for (;;) {
    const damage = nextDamage();
    const single = damaged(random, nextKind, () => [damage]);
    if (single === undefined) {
      throw new Error(`this damage changes nothing: ${damage.what}`);
    }
    yield single;
  }
}

const inOrder = (...list) => list.sort((a, b) => FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field));

/** A user who declined: the event has neither iv nor encryptedData. */
const nothing = eachField((field) => missing(field, NOTHING));

/** Visible in its own text, whatever the other fields are, but not to be undone. */
const UNMENDABLE = [foreign, cut, lengths, nothing];

/**
 * What keeps a swap recognisable. Of key and iv exchanged only decryption can tell, so there the
 * key has to be right, and nothing may hide what decryption shows.
 */
const { wrong_session_key: wrongKey, ...withRightKey } = later;
const inBytes = [wrongKey, later.wrong_iv, later.corrupted, cutAtBorder];
const BESIDE_SWAPS = [
  [swaps, [mendable, later]],
  [swappedAppidAndKey, inBytes],
  [swappedKeyAndIv, [mendable, withRightKey]],
  [takenForAnother.filter(({ field }) => field === 'iv'), without('iv')],
  [takenForAnother.filter(({ field }) => field === 'encryptedData'), without('encryptedData')],
];

function without(field) {
  return Object.values(mendable).flatMap((byField) =>
    FIELDS.filter((other) => other !== field).map((other) => byField[other]),
  );
}

/** The ways to combine two damages; each is `(random) => () => plan`. */
const PAIRS = {
  'a text, then what decryption shows': (random) => {
    const [text, after] = [treeDealer(random, mendable), treeDealer(random, later)];
    return () => {
      const list = [text(), after()];
      return () => list;
    };
  },
  'two texts': (random) => {
    const [one, other] = [treeDealer(random, mendable), treeDealer(random, mendable)];
    return () => inTwoFields(one, other);
  },
  'a text that can be mended and one that cannot': (random) => {
    const [one, other] = [treeDealer(random, mendable), treeDealer(random, UNMENDABLE)];
    return () => inTwoFields(one, other);
  },
  'a text that can be mended and one with a gap': (random) => {
    const [one, other] = [treeDealer(random, elsewhere), treeDealer(random, [gaps, cleaned])];
    return () => inTwoFields(one, other);
  },
  'one pipeline for two texts': (random) => {
    const nextTable = dealer(random, [...Object.values(mendable), nothing]);
    const nextPair = dealer(random, [
      ['sessionKey', 'iv'],
      ['sessionKey', 'encryptedData'],
      ['iv', 'encryptedData'],
    ]);
    return () => {
      const [table, fields] = [nextTable(), nextPair()];
      const i = int(random, 0, table.iv.length);
      const list = fields.map((field) => table[field][i]);
      return () => list;
    };
  },
  'two layers in one text': (random) => {
    const nextLayers = dealer(random, LAYERS);
    return () => {
      const { outer, outers, inner, inners, fields } = nextLayers();
      const field = pick(random, fields);
      const layer = (cause, pipelines) => {
        const [what, apply] = pick(random, pipelines);
        return { cause, stage: 'text', field, what, apply };
      };
      return () => [layer(outer, outers), layer(inner, inners)];
    };
  },
  'swapped fields and more': (random) => {
    const next = dealer(
      random,
      BESIDE_SWAPS.map(([swap, more]) => [treeDealer(random, swap), treeDealer(random, more)]),
    );
    return () => {
      const list = next().map((deal) => deal());
      return () => list;
    };
  },
  "another's data of another time": (random) => {
    const owner = treeDealer(random, later.appid_mismatch);
    const time = treeDealer(random, [later.expired, later.from_future]);
    return () => {
      const list = [owner(), time()];
      return () => list;
    };
  },
};

function inTwoFields(one, other) {
  const first = one();
  let second = other();
  while (second.field === first.field) {
    second = other();
  }
  const list = inOrder(first, second);
  return () => list;
}

/** How often each way has its turn; the first is what happens most. */
const TURNS = [6, 4, 2, 2, 2, 4, 2, 1];

/** The same with two independent damages, in the order in which they have to be mended. */
export function* pairs(random) {
  const nextKind = dealer(random, kinds);
  const ways = Object.values(PAIRS).map((way) => way(random));
  const nextWay = dealer(
    random,
    ways.flatMap((way, i) => Array.from({ length: TURNS[i] }, () => way)),
  );
  for (;;) {
    const pair = damaged(random, nextKind, nextWay()());
    // Some never meet: a text cut after 256 characters has no `=` that could be stripped.
    if (pair !== undefined) {
      yield pair;
    }
  }
}
