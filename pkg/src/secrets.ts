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
  const isPage = globalThis.window?.document !== undefined;
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
  const redacted = redact(errmsg, secrets);
  return new WxError({
    ...fields,
    message: redact(error.message, secrets),
    errmsg: redacted,
    ...(rid && redacted.includes(rid) && { rid }),
  });
}

/**
 * The text without these secrets: no six characters in a row of one are left, however a server
 * writes what it was sent in URLs, forms, JSON and HTML, whole or in part. Other encodings, such as
 * Base64, are not known here.
 */
export function redact(text: string, secrets: string[]): string {
  const parts = new Set(secrets.flatMap((secret) => piecesOf(secret.slice(0, text.length))));
  const read = spelled(text);
  const isSecret = new Set<number>();
  for (let at = 0; at + MIN_SECRET_CHARS <= read.length; at++) {
    const piece = read.slice(at, at + MIN_SECRET_CHARS);
    if (!parts.has(piece.map(({ character }) => character).join(''))) continue;
    for (let place = at; place < at + MIN_SECRET_CHARS; place++) isSecret.add(place);
  }
  const shown = read.map(({ spelling }, at) => {
    if (!isSecret.has(at)) return spelling;
    return isSecret.has(at - 1) ? '' : '***';
  });
  return shown.join('');
}

/** All texts of six characters in a row. */
function piecesOf(secret: string): string[] {
  const read = spelled(secret).map(({ character }) => character);
  return read
    .slice(MIN_SECRET_CHARS - 1)
    .map((_, at) => read.slice(at, at + MIN_SECRET_CHARS).join(''));
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

/** The characters of a text, each with how it is written, and in the same letters. */
function spelled(text: string): { character: string; spelling: string }[] {
  return Array.from(text.matchAll(SPELLING), ([spelling, ...found]) => {
    const [percent, json, hex, decimal, name, escaped, slash, plain] = found;
    const code = percent ?? json ?? hex;
    const number = code === undefined ? Number(decimal) : Number.parseInt(code, 16);
    const coded = number <= 0xffff ? String.fromCharCode(number) : spelling;
    const character = plain ?? escaped ?? slash ?? ENTITIES.get(`${name}`.toLowerCase()) ?? coded;
    // A form writes a space as a plus.
    return { character: character === '+' ? ' ' : character.toLowerCase(), spelling };
  });
}
