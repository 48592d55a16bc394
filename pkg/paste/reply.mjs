// Finds WeChat's reply in any text that a developer pastes: the body itself, a line of a log, what
// an SDK makes of it.

import { jsonIn, parsed } from './json.mjs';

/**
 * What stands between a name and its value: `"errcode":40029`, `[errcode] => 40029`,
 * `["errcode"]=> int(40029)`, `('errcode', 40029)`, `| errcode | 40029 |`, `<td>errcode</td><td>`,
 * `1) "errcode"` and `2) "40029"` of redis-cli. Each character can be read in one way alone.
 */
const BETWEEN = String.raw`(?:[\\"'\]>\s|:=：是为]|(?<=["']),|-\s|to\s|\d\)\s|(?:Some|int)\(|</?\w{1,20})`;
/** And the `errno` of wx. It has seven digits; those of operating systems have fewer. */
const ERRCODE = new RegExp(
  String.raw`(?:err(?:or)?[_ -]?code|错误代码|错误码|返回码|errno(?=[\\"'\]>\s:=]{1,12}\d{7}(?!\d)))${BETWEEN}{0,24}(-?\d{1,9})(?![\d.]|\)\s+["'])`,
  'gi',
);
const ERRMSG = new RegExp(
  String.raw`(?:err(?:or)?[_ -]?(?:msg|message)|错误信息|错误消息)${BETWEEN}{1,24}(?:string\(\d{1,9}\) "?)?([^"'\r\n{}，\\<|]{1,1000})`,
  'i',
);
/** Fields that only WeChat's replies have. */
const REPLY_FIELDS = [
  ...['errcode', 'errCode', 'openid', 'unionid', 'session_key', 'access_token', 'phone_info'],
  ...['phoneInfo', 'user_info_list', 'users', 'result_list', 'encrypt_key_list', 'valid'],
];
const DEEPEST = 5;

/**
 * The reply that a pasted text has, or `undefined`. Never throws.
 *
 * `body` is for `parseResponse`: the JSON of the reply as it was, or one that says what else the
 * text says. `errcode`: what WeChat refused with; of several, the first that is not 0. Not there,
 * if the reply has none.
 */
export function readReply(text) {
  const trimmed = text.trim();
  if (/^-?\d{1,9}$/.test(trimmed)) return refusal(Number(trimmed));
  const found = [...jsonIn(trimmed)].map(replyIn).filter(Boolean);
  const errcodes = [...trimmed.matchAll(ERRCODE)].map(([, digits]) => Number(digits));
  const errcode = errcodes.find((code) => code !== 0) ?? errcodes[0];
  const reply = found.find(({ value }) => errcodeOf(value) === (errcode ?? 0));
  if (!errcode) return reply && { body: reply.json, ...(errcode === 0 && { errcode }) };
  // What an SDK spells in its own way is spelled as WeChat does.
  if (reply?.value.errcode === errcode) return { errcode, body: reply.json };
  return refusal(errcode, reply?.value.errMsg ?? trimmed.match(ERRMSG)?.[1].trim());
}

function refusal(errcode, errmsg = '') {
  return { errcode, body: JSON.stringify({ errcode, errmsg }) };
}

/** The reply in an object, which may be inside of it, as text even. */
function replyIn({ json, value }, depth = 0) {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (REPLY_FIELDS.some((name) => Object.hasOwn(value, name))) {
    return { value, json: json ?? JSON.stringify(value) };
  }
  for (const inner of Object.values(value)) {
    const isText = typeof inner === 'string' && /^\s*\{/.test(inner);
    const found = replyIn((isText && parsed(inner)) || { value: inner }, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function errcodeOf({ errcode, errCode }) {
  return Number(errcode ?? errCode ?? 0);
}
