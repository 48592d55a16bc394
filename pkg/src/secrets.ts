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

/** Reads a reply. Where a server repeats what it was sent, none of these secrets gets into the error. */
export function hidingSecrets<T>(secrets: string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WxError ? withoutSecrets(error, secrets) : error;
  }
}

function withoutSecrets(error: WxError, secrets: string[]): WxError {
  if (error.code !== 'ERR_API') return error;
  const { errmsg, rid, ...facts } = error;
  const redacted = redact(errmsg, secrets);
  if (redacted === errmsg) return error;
  return new WxError({
    ...facts,
    message: redact(error.message, secrets),
    errmsg: redacted,
    ...(rid && redacted.includes(rid) && { rid }),
  });
}

/** The text without these secrets, in whatever letters they are written. */
export function redact(text: string, secrets: string[]): string {
  let left = text;
  const long = secrets.filter((secret) => secret.length >= MIN_SECRET_CHARS);
  // One may be a part of another.
  for (const whole of long.sort((one, other) => other.length - one.length)) {
    // A client can send a code of a megabyte, of which no errmsg holds more than its own length.
    const secret = whole.slice(0, text.length);
    left = left.replace(new RegExp(escaped(secret), 'gi'), '***');
    // An errmsg is cut at its end, and perhaps in the middle of a secret.
    for (let length = secret.length - 1; length >= MIN_SECRET_CHARS; length--) {
      if (left.toLowerCase().endsWith(secret.slice(0, length).toLowerCase())) {
        left = `${left.slice(0, -length)}***`;
        break;
      }
    }
  }
  return left;
}

function escaped(text: string): string {
  return text.replace(/[^\w\s]/g, (character) =>
    character.charCodeAt(0) < 128 ? `\\${character}` : character,
  );
}
