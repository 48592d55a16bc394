// What a paste has been found to hold: values by their names, and those without a name by their
// form.

/**
 * The fields, by their names in lower case without punctuation, and without what others write
 * around them.
 */
const FIELDS = byName({
  appid: ['appid', 'appids'],
  sessionKey: ['sessionkey', 'sessionkeys', '会话密钥'],
  iv: ['iv', 'initvector', 'initialvector', '偏移量', '初始向量'],
  encryptedData: [
    ...['encrypteddata', 'encryptdata', 'encrypted', 'encryptiondata', 'ciphertext'],
    ...['加密数据', '密文'],
  ],
  rawData: ['rawdata', '原始数据'],
  signature: ['signature', '签名'],
});
const BEFORE_NAME = /^(?:x|wx|wechat|weixin|xcx|ma|mini|program|user|phone|mobile|aes)+/;
const AFTER_NAME = /(?:str|string|base64|如下|是|为)$/;
const CHINESE_NAME = /(?:会话密钥|偏移量|初始向量|加密数据|密文|原始数据|签名)$/;
/** Names that say little: their value is taken if it has the form of the field. */
const VAGUE = byName({
  appid: ['app', 'id', 'clientid', '小程序', '小程序id', '应用id'],
  sessionKey: ['key', 'session', 'skey', 'sk', '密钥', '秘钥'],
  iv: ['vector', '向量', 'offset'],
  encryptedData: ['data', 'content', 'cipher', 'encrypt', 'text', 'payload', 'body', '数据'],
});
const LONGEST_NAME = 100;

const SECRET = /^[0-9a-f]{32}$/i;
const SECRET_INSIDE = /secret[\w$-]{0,16}\W{1,16}[0-9a-f]{32}(?![0-9a-f])/i;
const APPID = /^wx[0-9a-f]{16}$/i;
/** Base64 of 16 bytes; of a `+` a blank may be left, and characters may be percent-encoded. */
const BLOCK = /^(?:[A-Za-z0-9+/_\- ]|%2[BF]|\\\/){22}(?:==|%3D%3D)$/i;
const BLOCK_WITHOUT_PADDING = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/_-]{22}$/;
/**
 * Base64, percent-encoded or escaped for JSON or HTML perhaps, with line breaks or with blanks that
 * were `+`.
 */
const BASE64 = /^(?:[A-Za-z0-9+/_\-\s%\\]|&#\w{1,5};)+={0,2}$/;

export class Findings {
  #fields = {};
  #sessionKeys = new Set();
  #unnamed = { appid: new Set(), block: new Set(), encryptedData: new Set() };
  #appSecret = false;
  #isSettled = false;

  fieldOf(name) {
    return fieldOf(name);
  }

  isName(name) {
    return fieldOf(name) !== undefined || isSecretName(name);
  }

  /** Whether a name may belong to anything. */
  saysLittle(name) {
    return this.isName(name) || VAGUE.has(plain(name));
  }

  /** The body of a request is no value, and read like any text. */
  addBody() {
    return false;
  }

  /** Of a form, its pairs say all. */
  noteForm() {}

  withoutBodies(text) {
    return text;
  }

  /**
   * Notes what was given under a name, and of a list all of it. Whether the name is one of ours.
   */
  add(name, ...values) {
    if (isSecretName(name)) {
      this.#appSecret ||= values.some(isSecretForm);
      return true;
    }
    const field = fieldOf(name);
    if (field) this.#set(field, values);
    return field !== undefined;
  }

  #set(field, values) {
    // Quotes that do not match can put a secret into the value before it.
    const good = values.filter((value) => !hasSecretInside(value));
    if (good.length < values.length) this.#appSecret = true;
    if (good.length === 0) return;
    if (field === 'sessionKey') this.#addSessionKeys(good);
    else if (field === 'appid' && good.length > 1) this.#fields.appid ??= good;
    else this.#fields[field] ??= good[0];
  }

  #addSessionKeys(values) {
    if (this.#isSettled && this.#sessionKeys.size > 0) return;
    for (const value of values) this.#sessionKeys.add(value);
  }

  /** Of session keys, no more candidates are wanted, if there are some. */
  settle() {
    this.#isSettled = true;
  }

  /**
   * Notes a value without a name, or with one that says little, if its form tells what it is.
   * Whether it does.
   *
   * @param {string} [name] what stands before it
   */
  addByForm(value, name) {
    const form = formOf(value);
    if (form === undefined) return false;
    const field = name === undefined ? undefined : (fieldOf(name) ?? VAGUE.get(plain(name)));
    if (field === form || (form === 'block' && (field === 'sessionKey' || field === 'iv'))) {
      this.#set(field, [value]);
    } else {
      this.#unnamed[form].add(value);
    }
    return true;
  }

  /** Notes a text that is one value and nothing else. Whether its form tells what it is. */
  addBare(text) {
    const isSecret = isSecretForm(text);
    this.#appSecret ||= isSecret;
    return isSecret || this.addByForm(text);
  }

  result() {
    const fields = { ...this.#fields };
    if (this.#sessionKeys.size > 0) fields.sessionKey = [...this.#sessionKeys];
    for (const field of ['appid', 'encryptedData']) {
      const [first] = this.#unnamed[field];
      if (fields[field] === undefined && first !== undefined) fields[field] = first;
    }
    const isPlaced = (block) => block === fields.iv || this.#sessionKeys.has(block);
    const isComplete = fields.iv !== undefined && fields.sessionKey !== undefined;
    const blocks = isComplete ? [] : [...this.#unnamed.block].filter((block) => !isPlaced(block));
    return { fields, blocks, appSecret: this.#appSecret };
  }
}

/**
 * The fields with the blocks, each of which is a session key or an iv, in their places. Which is
 * which, only a decryption shows.
 *
 * @param {{ fields: object, blocks: string[] }} found
 * @param {(fields: object) => { causes: { cause: string }[] }} diagnose
 */
export function placeBlocks({ fields, blocks }, diagnose) {
  if (blocks.length === 0) return fields;
  const { sessionKey = [], iv } = fields;
  const isMissing = iv === undefined && sessionKey.length + blocks.length > 1;
  const places = isMissing
    ? blocks.map((block) => ({ iv: block, sessionKey: [...sessionKey, ...without(blocks, block)] }))
    : [{ sessionKey: [...sessionKey, ...blocks] }];
  // Most functions take the key before the iv.
  if (sessionKey.length === 0 && places.length > 1) places.unshift(...places.splice(1, 1));
  const isBlamed = ({ cause }) => cause === 'swapped_fields' || cause === 'wrong_session_key';
  const all = places.slice(0, MOST_PLACES).map((place) => ({ ...fields, ...place }));
  return all.find((one) => !diagnose(one).causes.some(isBlamed)) ?? all[0];
}

/** More blocks than that are no call. */
const MOST_PLACES = 5;

function without(list, value) {
  return list.filter((one) => one !== value);
}

/** What a value is by its form: `appid`, `block` or `encryptedData`. */
function formOf(text) {
  const value = text.trim();
  if (APPID.test(value)) return 'appid';
  const isBlock = BLOCK.test(value) || BLOCK.test(text) || BLOCK_WITHOUT_PADDING.test(value);
  if (isBlock) return 'block';
  return isLongBase64(value) ? 'encryptedData' : undefined;
}

function isLongBase64(text) {
  if (text.length <= 100 || !BASE64.test(text)) return false;
  // Prose has blanks too, but more of them; and a path has no digits and capitals.
  return text.length / text.split(/\s+/).length > 16 && /[A-Z]/.test(text) && /\d/.test(text);
}

const WHOLE = new Map([
  [24, 2],
  [44, 1],
  [0, 0],
]);

/**
 * Whether Base64 of so many characters, blanks that were `+` among them, can be of whole blocks.
 */
export function isWhole(length, padding) {
  return WHOLE.get(length % 64) === padding;
}

function fieldOf(name) {
  const its = plain(name);
  if (/[a-z]/.test(its)) {
    return FIELDS.get(its) ?? FIELDS.get(its.replace(BEFORE_NAME, '').replace(AFTER_NAME, ''));
  }
  return FIELDS.get(its.replace(AFTER_NAME, '').match(CHINESE_NAME)?.[0]);
}

export function isSecretName(name) {
  return plain(name).includes('secret');
}

/** Whether a value looks like an AppSecret. */
export function isSecretForm(value) {
  return SECRET.test(value.trim());
}

/** Whether a value goes on into a secret: its quotes do not match. */
export function hasSecretInside(value) {
  return SECRET_INSIDE.test(value);
}

/** The fields by each of their names. */
export function byName(fields) {
  return new Map(
    Object.entries(fields).flatMap(([field, names]) => names.map((name) => [name, field])),
  );
}

/** A name in lower case without punctuation; of `data[iv]` the last part. */
export function plain(name) {
  if (name.length > LONGEST_NAME) return '';
  const last = name.match(/[\w$\-\u4e00-\u9fff]+/g)?.at(-1) ?? '';
  return last.replace(/[^a-z0-9\u4e00-\u9fff]/gi, '').toLowerCase();
}
