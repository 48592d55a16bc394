import { invalidArgument, WxError } from './error.js';

/**
 * Refuses a secret in a page, where everybody can read it.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function refuseInBrowser(options: {
  secret?: string | undefined;
  dangerouslyAllowBrowser?: boolean | undefined;
}): void {
  const isPage = typeof window !== 'undefined' && window?.document !== undefined;
  if (!isPage || options.secret === undefined || options.dangerouslyAllowBrowser === true) return;
  throw invalidArgument(
    'secret',
    'must not be in a page, where everybody can read it: call WeChat from your server',
  );
}

/** Shorter texts are in every sentence. */
const MIN_SECRET_CHARS = 6;

/**
 * Reads a reply. Where a server repeats what it was sent, none of these secrets gets into the
 * error.
 */
export function hidingSecrets<T>(secrets: string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw withoutSecrets(error as WxError, secrets);
  }
}

function withoutSecrets(error: WxError, secrets: string[]): WxError {
  if (error.code !== 'ERR_API') return error;
  const { errmsg, rid, ...fields } = error;
  return new WxError({
    ...fields,
    message: redact(error.message, secrets),
    errmsg: redact(errmsg, secrets),
    ...(rid && redact(rid, secrets) === rid && { rid }),
  });
}

/**
 * The text without these secrets: no six characters in a row of one are left, however a server
 * writes what it was sent in URLs, forms, JSON and HTML, whole or in part. Other encodings, such as
 * Base64, are not known here.
 */
export function redact(text: string, secrets: string[]): string {
  const parts = new Set(
    secrets.flatMap((secret) => piecesOf(spelled(secret.slice(0, text.length)))),
  );
  const read = spelled(text);
  const isSecret = new Set<number>();
  for (const [at, piece] of piecesOf(read).entries()) {
    if (!parts.has(piece)) continue;
    for (let place = at; place < at + MIN_SECRET_CHARS; place++) isSecret.add(place);
  }
  const shown = read.map(({ spelling }, at) => {
    if (!isSecret.has(at)) return spelling;
    return isSecret.has(at - 1) ? '' : '***';
  });
  return shown.join('');
}

/** All texts of six characters in a row. */
function piecesOf(read: readonly Spelled[]): string[] {
  const characters = read.map(({ character }) => character);
  return characters
    .slice(MIN_SECRET_CHARS - 1)
    .map((_, at) => characters.slice(at, at + MIN_SECRET_CHARS).join(''));
}

/** One character, percent-encoded, escaped as in JSON or in HTML, once or more often. */
const SPELLING =
  /%(?:25)*([0-9a-f]{2})|\\+u([0-9a-f]{4})|&(?:amp;)*#x([0-9a-f]{1,6});|&(?:amp;)*#(\d{1,7});|&(?:amp;)*(amp|lt|gt|quot|apos);|\\+(["'/])|(\\)\\*|([\s\S])/gi;

const ENTITIES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A character in small letters, and how it is written. */
interface Spelled {
  character: string;
  spelling: string;
}

/** The characters of a text. */
function spelled(text: string): Spelled[] {
  return Array.from(text.matchAll(SPELLING), ([spelling, ...found]) => {
    const [percent, json, hex, decimal, name, escaped, slash, plain] = found;
    const code = percent ?? json ?? hex;
    const number = code === undefined ? Number(decimal) : Number.parseInt(code, 16);
    const coded = String.fromCharCode(number);
    const character = plain ?? escaped ?? slash ?? ENTITIES.get(`${name}`.toLowerCase()) ?? coded;
    // A form writes a space as a plus.
    return { character: character === '+' ? ' ' : character.toLowerCase(), spelling };
  });
}
