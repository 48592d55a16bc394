// Where the fields come from: options, then the input, then the environment.

import { createReadStream } from 'node:fs';

import { diagnose } from '../dist/index.js';
import { placeBlocks, readPaste } from '../paste/paste.mjs';
import { readPush, readTime } from '../paste/push.mjs';
import { listed, UsageError } from './failure.mjs';

/** No real input is longer, and no line of a bulk. */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Of the fields that can be given outside of the input: how. Of several variables, the first
 * counts.
 */
const sources = {
  appid: { option: 'appid', variables: ['WX_APPID'] },
  iv: { option: 'iv' },
  encrypteddata: { option: 'encrypted-data' },
  sessionkey: { option: 'session-key', variables: ['WX_SESSION_KEY'] },
  // The examples call it by its short name.
  secret: { option: 'secret', variables: ['WX_APPSECRET', 'WX_SECRET'] },
  accesstoken: { option: 'access-token', variables: ['WX_ACCESS_TOKEN'] },
};

/** The variable of the environment that can give a field: of several, the first. */
export function variableOf(name) {
  return sources[plain(name)]?.variables?.[0];
}

/**
 * What the command line and the environment say of these fields: it lies around each object of the
 * input.
 *
 * @param {string[]} names
 * @param {() => never} [refuse] what has another name. By default it is passed over: people paste
 * whole requests
 */
export async function readSurroundings(names, values, refuse) {
  const overriding = {};
  const fallback = {};
  for (const name of names) {
    const { option, variables = [] } = sources[plain(name)] ?? {};
    const variable = variables.find((one) => process.env[one]);
    if (values[option] !== undefined) overriding[name] = values[option];
    if (variable) fallback[name] = process.env[variable];
    if (option === 'session-key' && values['session-key-file'] !== undefined) {
      overriding[name] = await readSessionKeys(values['session-key-file']);
    }
  }
  const known = new Map(names.map((name) => [plain(name), name]));
  return {
    /** @param {Iterable<[string, unknown]>} entries of the input */
    around: (entries) => ({ ...fallback, ...pickFields(entries, known, refuse), ...overriding }),
  };
}

/**
 * All fields that are given. The input is read where some are not, and asked for where needed ones
 * are not: anything that people paste, or, where other names are refused, JSON or a form.
 *
 * @param {string[]} names
 * @param {(fields: object) => boolean} suffices
 * @param {() => never} [refuse]
 */
export async function readFields(names, values, suffices, output, refuse) {
  const surroundings = await readSurroundings(names, values, refuse);
  const given = surroundings.around([]);
  const isNeeded = values.file !== undefined || !names.every((name) => name in given);
  if (!isNeeded) return given;
  if (values.file === undefined && process.stdin.isTTY && suffices(given)) return given;
  const text = await readText(values, output);
  return surroundings.around(refuse ? parseEntries(text) : pastedEntries(text, names, given));
}

/** The text of the input. */
export async function readText(values, output) {
  return decode(await readBytes('--file', values.file, output));
}

/**
 * What the environment, pasted texts and options say of a push and its configuration. Of several
 * texts, the first counts.
 */
export async function readPushes(paths, { mode, receiver, now }, output) {
  const texts = [];
  for (const path of paths) texts.push(await readText({ file: path }, output));
  const found = texts.map((text) => readPush(text).fields);
  const { WX_APPID, WX_TOKEN, WX_ENCODING_AES_KEY } = process.env;
  const configured = { receiver: WX_APPID, token: WX_TOKEN, encodingAESKey: WX_ENCODING_AES_KEY };
  const given = Object.entries(configured).filter(([, value]) => value);
  return Object.assign(
    Object.fromEntries(given.map(([name, value]) => [name, oneOrAll(value.split(','))])),
    ...found.reverse(),
    mode !== undefined && { mode },
    receiver !== undefined && { receiver },
    now !== undefined && { now: readTime(now) },
  );
}

/** @param {object} given what is known without the paste, which may tell what is missing */
function pastedEntries(text, names, given) {
  if (text.trim() === '') return [];
  const { fields: found, blocks } = readPaste(text);
  const known = { ...given, ...found };
  const sessionKey = known.sessionKey === undefined ? [] : [known.sessionKey].flat();
  const fields = placeBlocks({ fields: { ...known, sessionKey }, blocks }, diagnose);
  const isNew = (name) => found[name] !== undefined || !(name in given);
  const entries = names
    .filter((name) => isNew(name) && fields[name] !== undefined && fields[name].length > 0)
    .map((name) => [name, name === 'sessionKey' ? oneOrAll(fields[name]) : fields[name]]);
  if (entries.length === 0) throw nothingRecognised(names);
  return entries;
}

function oneOrAll(list) {
  return list.length === 1 ? list[0] : list;
}

/**
 * Reads the file, or what comes from stdin. A terminal is not waited for unless its user was told
 * to type.
 */
export function openInput(path, output) {
  if (path !== undefined && path !== '-') {
    return createReadStream(path, { highWaterMark: 256 * 1024 });
  }
  if (process.stdin.isTTY) {
    if (path === undefined) throw nothingToRead();
    output.note({ zh: '请输入，按 Ctrl-D 结束：', en: 'Type the input, then press Ctrl-D:' });
  }
  return process.stdin;
}

/** A text of which every byte counts, such as the body of a request. */
export async function readExactly(option, path, output) {
  const bytes = await readBytes(option, path, output);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError({
      zh: `${option}：文件不是 UTF-8 编码`,
      en: `${option}: the file is not UTF-8`,
    });
  }
}

async function readBytes(option, path, output) {
  try {
    return await readAll(openInput(path, output));
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(option, error);
  }
}

/** @returns {Iterable<[string, unknown]>} in which a name may be repeated */
function parseEntries(text) {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (/^[{[]/.test(trimmed)) return Object.entries(parseObject(trimmed));
  // Of a form, the blanks count: they may have been plus signs.
  if (text.includes('=')) return new URLSearchParams(text.replace(/[\r\n]+$/, ''));
  throw new UsageError({
    zh: '输入既不是 JSON 对象，也不是表单（a=1&b=2）',
    en: 'The input is neither a JSON object nor a form (a=1&b=2)',
  });
}

/**
 * The reason that JavaScript gives would show a part of the text.
 *
 * @param {{ zh: string, en: string }} [what] the text is
 */
export function parseJson(text, what = { zh: '输入', en: 'The input' }) {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      { zh: `${what.zh}不是合法的 JSON`, en: `${what.en} is not valid JSON` },
      'ERR_INVALID_JSON',
    );
  }
}

export function parseObject(text) {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(
    {
      zh: '输入的 JSON 不是对象。如有多个对象，请每行一个，并使用 --ndjson',
      en: 'The input is JSON, but not an object. For several objects, write one per line and use --ndjson',
    },
    'ERR_INVALID_JSON',
  );
}

/** The named fields in any spelling: session_key is sessionKey. */
function pickFields(entries, known, refuse) {
  const picked = {};
  for (const [key, value] of entries) {
    const name = known.get(plain(key));
    if (name === undefined) refuse?.();
    if (name === undefined || value === null) continue;
    if (Object.hasOwn(picked, name) && picked[name] !== value) throw givenTwice(name);
    picked[name] = value;
  }
  return picked;
}

function plain(name) {
  return name.replaceAll('_', '').toLowerCase();
}

/** Only line breaks are taken away: blanks in a key are damage, which a diagnosis has to see. */
async function readSessionKeys(path) {
  const text = decode(await readBytes('--session-key-file', path));
  const keys = text.split(/[\r\n]+/).filter((line) => line !== '');
  if (keys.length === 0) {
    throw new UsageError({
      zh: '--session-key-file 指定的文件是空的',
      en: 'The file of --session-key-file is empty',
    });
  }
  return keys.length === 1 ? keys[0] : keys;
}

async function readAll(stream) {
  // Standard input that was read for something else has no more.
  if (stream.readableEnded) return Buffer.alloc(0);
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new UsageError({
        zh: '输入超过 4 MiB。批量数据请用 --ndjson',
        en: 'The input is longer than 4 MiB. Use --ndjson for bulk data',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without a byte order mark. PowerShell writes UTF-16. */
function decode(bytes) {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function nothingRecognised(names) {
  const { zh, en } = listed(names);
  return new UsageError({
    zh: `输入里没有认出任何字段（${zh}）：请连同字段名一起粘贴；微信返回的响应请用 reply 命令`,
    en: `None of the fields was recognised in the input (${en}): paste them with their names; for a reply of WeChat, use the command reply`,
  });
}

function nothingToRead() {
  return new UsageError({
    zh: '没有输入。请从标准输入传入（命令 < input.json），或用 --file 指定文件。示例见 --help',
    en: 'There is no input. Pass it on stdin (command < input.json) or with --file path. --help has examples',
  });
}

/** The path is not shown: it may be a secret that was taken for one. */
export function unreadable(option, error) {
  const code = /^\w{1,20}$/.test(error?.code) ? error.code : 'ERR_READ';
  const what =
    code === 'ENOENT'
      ? { zh: '文件不存在', en: 'there is no such file' }
      : { zh: '无法读取文件', en: 'cannot read the file' };
  return new UsageError({
    zh: `${option}：${what.zh}（${code}）。请指定文件路径，而不是文件内容`,
    en: `${option}: ${what.en} (${code}). Give the path of a file, not its content`,
  });
}

function givenTwice(name) {
  return new UsageError({
    zh: `输入里 ${name} 出现了两次，且值不同`,
    en: `The input has two different values for ${name}`,
  });
}
