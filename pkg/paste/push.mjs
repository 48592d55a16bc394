// Finds a push of WeChat's in any text that a developer pastes, and the configuration that is to
// open it. A raw body stays as it was written: what became of it is what a diagnosis is to explain.

import { byName, hasSecretInside, isSecretForm, isSecretName, plain } from './findings.mjs';
import { jsonIn } from './json.mjs';
import { readText } from './paste.mjs';
import { unescaped } from './text.mjs';

/** What stands in the URL, by WeChat's names. */
const PARAMETERS = ['signature', 'msg_signature', 'timestamp', 'nonce', 'encrypt_type', 'echostr'];
/** Whom a push may be for; what says so most clearly comes first. */
const RECEIVERS = ['receiver', 'component_appid', 'suiteid', 'corpid', 'appid'];
const FIELDS = byName({
  signature: ['signature', '签名'],
  msg_signature: ['msgsignature', '消息签名'],
  timestamp: ['timestamp', '时间戳'],
  nonce: ['nonce', '随机数'],
  encrypt_type: ['encrypttype'],
  echostr: ['echostr'],
  token: ['token', 'tokens', '令牌'],
  encodingAESKey: [
    ...['encodingaeskey', 'encodingaeskeys', 'encodingkey', 'aeskey'],
    ...['消息加解密密钥', '消息加密密钥'],
  ],
  receiver: ['receiver', 'receivers', 'receiverid', 'receiveid'],
  component_appid: ['componentappid'],
  suiteid: ['suiteid'],
  corpid: ['corpid'],
  appid: ['appid', 'appids'],
  mode: ['mode', 'encryptmode'],
  now: ['now'],
  body: ['body', 'rawbody', 'requestbody', 'reqbody', '请求体'],
  Encrypt: ['encrypt'],
  MsgType: ['msgtype'],
  InfoType: ['infotype'],
});
const BEFORE_NAME =
  /^(?:x|wx|wechat|weixin|wecom|work|ma|mp|mini|program|official|account|push|msg|message|callback|verify)+/;
const CHINESE_NAME = /(?:消息签名|签名|时间戳|随机数|令牌|消息加解密密钥|消息加密密钥|请求体)$/;
/** Names that say little: their value is taken if it has the form of a key or an id. */
const VAGUE = new Set(['key', 'aes', 'id', 'app', 'corp', 'value']);
/** What values look like: also without a separator behind their name, they are taken. */
const FORMS = {
  signature: /^[0-9a-f]{40}$/,
  msg_signature: /^[0-9a-f]{40}$/,
  timestamp: /^\d{10}$/,
  encrypt_type: /^(?:aes|raw)$/,
};
const KEY = /^(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9]{43}$/;
const ID = /^w[wx][0-9a-f]{16}$/;
const MODES = new Map([
  ...['safe', 'compatible', 'plain'].map((mode) => [mode, mode]),
  ['安全模式', 'safe'],
  ['兼容模式', 'compatible'],
  ['明文模式', 'plain'],
]);
const MODE_IN_CHINESE =
  /加解?密(?:方式|模式)[^安兼明\n]{0,20}\n?\s{0,20}(安全模式|兼容模式|明文模式)/;
/** When a server says that it got the push, with its zone: in an access log, and of ISO 8601. */
const LOGGED_AT = /\[(\d\d\/[A-Z][a-z]{2}\/\d{4}):(\d\d:\d\d:\d\d [+-]\d{4})\]/;
const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/;

/** An XML body, with what may stand before it though WeChat never writes it. */
const XML =
  /(?:<\?xml\b[^>]{0,100}>\s{0,10})?(?:<!DOCTYPE\b[^>]{0,100}>[^<]{0,10})?<xml(?=[\s>/])/gi;
const XML_END = '</xml>';
/** What a text in quotes has that goes on in another, or has escapes. */
const LITERAL = /\\|["'`]\s*[+.]\s*["'`]/;
const OBJECT_OBJECT = '[object Object]';
/** What stands where a body was: what is before it has no value behind it. */
const GAP = ' ; ';

/**
 * What `diagnosePush` is to be given, as far as a pasted text has it. Never throws.
 *
 * `fields` has those found of `mode`, `receiver`, `token` and `encodingAESKey` (arrays, if they are
 * lists), `now`, `query` (a query as it was written, or one of the values that were printed) and
 * `body`: a text if it is raw, byte by byte as it was pasted, and an object if it was printed after
 * a framework had parsed it. Of what is there twice, the first counts.
 *
 * `appSecret`: the text has what looks like an AppSecret. Its value is in no field.
 */
export function readPush(text) {
  const findings = new PushFindings();
  if (typeof text === 'string' && !findings.addWholeBody(text)) {
    readText(text, findings);
    findings.addSaid(text);
  }
  return findings.result();
}

/** What is found, by WeChat's names; the reader in `paste.mjs` tells it. */
class PushFindings {
  /** All that was given under each name; of a list, the list. */
  #named = new Map();
  #unnamed = {};
  #query;
  /** A body that is surely one; and what stood where one should. */
  #body;
  #otherBody;
  #appSecret = false;

  fieldOf(name) {
    const its = plain(name);
    if (/[a-z]/.test(its)) return FIELDS.get(its) ?? FIELDS.get(its.replace(BEFORE_NAME, ''));
    return FIELDS.get(its.match(CHINESE_NAME)?.[0]);
  }

  isName(name) {
    return this.fieldOf(name) !== undefined || isSecretName(name);
  }

  saysLittle(name) {
    return this.isName(name) || VAGUE.has(plain(name));
  }

  add(name, ...values) {
    if (isSecretName(name)) {
      this.#appSecret ||= values.some(isSecretForm);
      return true;
    }
    const field = this.fieldOf(name);
    if (field === undefined) return false;
    const good = values.filter((value) => !hasSecretInside(value));
    if (good.length < values.length) this.#appSecret = true;
    if (field === 'body') return good.some((value) => this.addBody(value));
    if (good.length > 0) this.#note(field, good.length > 1 ? good : good[0]);
    return true;
  }

  #note(field, value) {
    this.#named.set(field, [...(this.#named.get(field) ?? []).slice(0, MOST_OF_A_NAME), value]);
  }

  settle() {}

  addByForm(value, name, isBelow = false) {
    const field = name === undefined ? undefined : this.fieldOf(name);
    const isIts = field !== undefined && (isBelow || FORMS[field]?.test(value));
    if (isIts) return this.add(name, value);
    const form = KEY.test(value) ? 'encodingAESKey' : ID.test(value) ? 'appid' : undefined;
    if (form) this.#unnamed[form] ??= value;
    return form !== undefined;
  }

  addBare(text) {
    const isSecret = isSecretForm(text);
    this.#appSecret ||= isSecret;
    return isSecret || this.addWholeBody(text) || this.addByForm(text);
  }

  /** Notes a text where a body stands, whatever it is. Whether it is nothing else. */
  addBody(text) {
    if (text.trim() !== '') this.#otherBody ??= text;
    return this.addWholeBody(text);
  }

  /** Notes a text that is a body and nothing else. Whether it is. */
  addWholeBody(text) {
    const isBody = isWholeBody(text);
    if (isBody) this.#body ??= text;
    return isBody;
  }

  /** Of a form with several parameters of a push, all of it counts: one of them may be repeated. */
  noteForm(text) {
    const query = text.slice(text.lastIndexOf('?') + 1);
    const names = [...new URLSearchParams(query).keys()];
    if (names.filter((name) => PARAMETERS.includes(name)).length > 1) this.#query ??= query;
  }

  /** Notes the raw bodies in a text, and gives the rest of it: their names are not the push's. */
  withoutBodies(text) {
    if (text.includes(OBJECT_OBJECT)) this.#otherBody ??= OBJECT_OBJECT;
    return this.#withoutXml(this.#withoutJson(text.replaceAll(OBJECT_OBJECT, GAP)));
  }

  #withoutJson(text) {
    const rest = [];
    let read = 0;
    for (const { json, value, start, end } of jsonIn(text)) {
      if (!isMessage(value)) continue;
      this.#body ??= json;
      rest.push(text.slice(read, start));
      read = end;
    }
    return [...rest, text.slice(read)].join(GAP);
  }

  #withoutXml(text) {
    const rest = [];
    let read = 0;
    const xml = new RegExp(XML);
    const lastEnd = text.lastIndexOf(XML_END);
    for (let found = xml.exec(text); found; found = xml.exec(text)) {
      const { index } = found;
      const end = endOfXml(text, index, lastEnd);
      const written = text.slice(index, end);
      xml.lastIndex = end;
      // A whole text in quotes is read as such, with what it goes on in.
      if (/["'`]/.test(text.charAt(index - 1)) && LITERAL.test(written)) continue;
      this.#body ??= written.includes('\\') ? unescaped(written, '"') : written;
      rest.push(text.slice(read, index));
      read = end;
    }
    return [...rest, text.slice(read)].join(GAP);
  }

  /** Notes what a text says in other ways than by names and values. */
  addSaid(text) {
    const mode = text.match(MODE_IN_CHINESE)?.[1];
    if (mode) this.#note('mode', mode);
    const [, day, time] = text.match(LOGGED_AT) ?? [];
    const at = day ? `${day.replaceAll('/', ' ')} ${time}` : text.match(ISO_TIME)?.[0];
    if (at !== undefined) this.#note('now', at);
  }

  result() {
    const fields = {
      mode: this.#first('mode', (value) => MODES.has(value)),
      receiver: this.#receiver(),
      token: this.#first('token'),
      encodingAESKey: this.#first('encodingAESKey') ?? this.#unnamed.encodingAESKey,
      now: readTime(this.#first('now', (value) => readTime(value) !== undefined)),
      query: this.#query ?? this.#printedQuery(),
      body: this.#body ?? this.#parsedBody() ?? this.#otherBody,
    };
    if (fields.mode) fields.mode = MODES.get(fields.mode);
    const found = Object.entries(fields).filter(([, value]) => value !== undefined);
    return { fields: Object.fromEntries(found), appSecret: this.#appSecret };
  }

  #first(field, isGood = () => true) {
    return this.#named.get(field)?.find(isGood);
  }

  #receiver() {
    const named = RECEIVERS.map((field) => this.#first(field));
    return named.find((value) => value !== undefined) ?? this.#unnamed.appid;
  }

  /** A log has a time of its own; that of a push is told by its form. */
  #printedQuery() {
    const pairs = PARAMETERS.flatMap((name) => {
      const isForm = (value) => FORMS[name]?.test(value);
      const value = this.#first(name, isForm) ?? this.#first(name);
      return [value ?? []].flat().map((one) => [name, one]);
    });
    return pairs.length === 0 ? undefined : `${new URLSearchParams(pairs)}`;
  }

  #parsedBody() {
    const [name] = ['Encrypt', 'MsgType', 'InfoType'].filter((one) => this.#named.has(one));
    return name && { [name]: [this.#first(name)].flat()[0] };
  }
}

/** More values of one name say nothing more. */
const MOST_OF_A_NAME = 4;

function isWholeBody(text) {
  const trimmed = text.trim();
  if (trimmed === OBJECT_OBJECT) return true;
  if (trimmed.startsWith('<')) {
    const isXml = trimmed.search(XML) === 0;
    return isXml && endOfXml(trimmed, 0, trimmed.length) === trimmed.length;
  }
  return trimmed.startsWith('{') && isMessage(jsonOf(trimmed));
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an object is what WeChat sends, or what a framework makes of it. */
function isMessage(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { Encrypt, encrypt, MsgType, InfoType, msgtype, xml } = value;
  const isOne = [Encrypt, encrypt, MsgType, InfoType, msgtype].some((it) => typeof it === 'string');
  return isOne || (xml !== undefined && isMessage(xml)) || Array.isArray(Encrypt);
}

/**
 * Behind the end of a body; if it has none, where the paragraph ends. No end is behind `lastEnd`.
 */
function endOfXml(text, start, lastEnd) {
  const end = start > lastEnd ? -1 : text.indexOf(XML_END, start);
  if (end >= 0) return end + XML_END.length;
  const blank = text.indexOf('\n\n', start);
  return blank < 0 ? text.length : blank;
}

/** Milliseconds since 1970, of a number of them or of seconds, or of a date with its zone. */
export function readTime(text) {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const time = typeof text === 'string' && /[TZ+-]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

/**
 * What `diagnosePush` is given of what was found. Who pastes a push has captured it before: its age
 * counts only where it is said when the server got it.
 */
export function untimed(fields) {
  const { now, maxAgeSeconds } = fields;
  const isTimed = now !== undefined || maxAgeSeconds !== undefined;
  return isTimed ? fields : { ...fields, maxAgeSeconds: Number.POSITIVE_INFINITY };
}

/** The steps of a diagnosis. It goes on with a body that is not raw, which no server would. */
export function stepsOf({ causes, steps }) {
  const isRaw = causes.every(({ cause }) => cause !== 'body_not_raw');
  return steps.map((step) => (step.name === 'body' ? { ...step, ok: step.ok && isRaw } : step));
}

/** What is in a push that was diagnosed as good: its message, or the echostr to answer with. */
export function openPush({ query, body, now, ...config }, MessagePush) {
  const { mode = 'safe', token, maxAgeSeconds } = config;
  const { receiver, encodingAESKey } = mode === 'plain' ? {} : config;
  const clock = now === undefined ? Date.now : () => now;
  const options = { mode, receiver, token, encodingAESKey, maxAgeSeconds, now: clock };
  const push = new MessagePush(options);
  return body === undefined ? push.verifyUrl(query) : push.open({ query, body }).message;
}
