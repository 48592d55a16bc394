// The replies of some endpoints, read a second time with `JSON.parse`. It shares no code with the
// package.

import { escapeControlCharacters, hasRepeatedKey, members } from '../fixtures/generator/json.mjs';

/** Fields and their types, `?` where one may be missing. An object stands for an object. */
export const SHAPES = {
  code2Session: { openid: 'text', session_key: 'text', unionid: 'text?' },
  getStableAccessToken: { access_token: 'text', expires_in: 'number' },
  snsAccessToken: {
    access_token: 'text',
    expires_in: 'number',
    refresh_token: 'text',
    openid: 'text',
    scope: 'text?',
    is_snapshotuser: 'number?',
    unionid: 'text?',
  },
  getPaidUnionId: { unionid: 'text' },
  getPhoneNumber: {
    phone_info: {
      phoneNumber: 'text',
      purePhoneNumber: 'text?',
      countryCode: 'text?',
      watermark: { timestamp: 'number?', appid: 'text?' },
    },
  },
};
const OPTIONAL_OBJECTS = ['watermark'];
const COMMON = { errcode: 'number?', errmsg: 'text?' };

const lenient = new TextDecoder();

/** `{ value }`, or `{ code, … }` as an error has it. */
export function readReply(endpoint, { status, body }) {
  const shape = { ...SHAPES[endpoint], ...COMMON };
  const unusual = status === 200 ? {} : { replyStatus: status };
  const read = readBody(body, shape);
  if (read.errcode) {
    const { errcode, errmsg } = read;
    return { code: 'ERR_API', errcode, errmsg: [...errmsg].slice(0, 512).join(''), ...unusual };
  }
  if (status < 200 || status > 299) return { code: 'ERR_HTTP_STATUS', replyStatus: status };
  return 'value' in read ? { value: read.value } : { code: 'ERR_INVALID_RESPONSE', ...unusual };
}

/** `{ value }`, `{ errcode, errmsg }`, or nothing where it is no reply. */
function readBody(body, shape) {
  let text = lenient.decode(typeof body === 'string' ? Buffer.from(body) : body);
  text = text.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, '');
  if (!isObject(text)) text = escapeControlCharacters(text);
  if (!isObject(text)) return {};
  const keys = members(text).map(([key]) => key);
  const isCloud = keys.includes('errCode') && !keys.includes('errcode');
  const spelling = isCloud ? (key) => spellingOf(key, Object.keys(shape)) : (key) => key;
  const envelope = entriesOf(text, COMMON, spelling);
  if (!envelope || envelope.misfit) return {};
  const { errcode = 0, errmsg = '' } = Object.fromEntries(envelope.entries);
  if (errcode !== 0) return { errcode, errmsg: errmsg.toWellFormed?.() ?? errmsg };
  const whole = entriesOf(text, shape, spelling);
  return whole && !whole.misfit ? { value: Object.fromEntries(whole.entries) } : {};
}

function isObject(text) {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function spellingOf(key, names) {
  return names.find((name) => name.replaceAll('_', '') === key.toLowerCase()) ?? key;
}

/** The fields with those of the shape as they must be. Nothing, if a key is repeated. */
function entriesOf(text, shape, spelling = (key) => key) {
  const found = members(text).map(([key, value]) => [spelling(key), value]);
  const keys = found.map(([key]) => key);
  if (new Set(keys).size < keys.length || hasRepeatedKey(text)) return undefined;
  let misfit = Object.entries(shape).some(
    ([name, type]) => !isOptional(name, type) && !keys.includes(name),
  );
  const entries = [];
  for (const [key, value] of found) {
    if (!Object.hasOwn(shape, key)) {
      entries.push([key, JSON.parse(value)]);
      continue;
    }
    const type = shape[key];
    if (value === 'null') {
      misfit ||= !isOptional(key, type);
      continue;
    }
    const fitting = fit(value, type);
    misfit ||= fitting === undefined;
    entries.push([key, fitting]);
  }
  return { entries, misfit };
}

function isOptional(name, type) {
  return OPTIONAL_OBJECTS.includes(name) || (typeof type === 'string' && type.endsWith('?'));
}

/** A value as it must be, or undefined if it cannot be. */
function fit(json, type) {
  const value = JSON.parse(json);
  if (typeof type === 'object') {
    const inner = json.startsWith('{') ? entriesOf(json, type) : undefined;
    return inner && !inner.misfit ? Object.fromEntries(inner.entries) : undefined;
  }
  if (type.startsWith('text')) {
    // With the digits that were sent.
    if (typeof value === 'number') return json;
    return typeof value === 'string' && (value !== '' || type === 'text?') ? value : undefined;
  }
  const digits = typeof value === 'string' ? value : json;
  const isWhole = /^(0|-?[1-9]\d*)$/.test(digits) && Number.isSafeInteger(Number(digits));
  return isWhole ? Number(digits) : undefined;
}
