import { invalidArgument, WxError } from './error.js';
import type { HttpRequest } from './generated.js';

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

/** Reads a reply. Where a server repeats what it was sent, nothing secret gets into the error. */
export function hidingSecrets<T>(request: HttpRequest, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WxError ? withoutSecrets(error, request) : error;
  }
}

function withoutSecrets(error: WxError, request: HttpRequest): WxError {
  const { errmsg, rid } = error;
  if (errmsg === undefined) return error;
  const redacted = redact(errmsg, request);
  if (redacted === errmsg) return error;
  const { rid: _, ...facts } = error;
  return new WxError({
    ...facts,
    message: error.message.replace(errmsg, () => redacted),
    errmsg: redacted,
    ...(rid && redacted.includes(rid) && { rid }),
  });
}

/** The text without the secrets of a request, in whatever letters they are written. */
export function redact(text: string, request: HttpRequest): string {
  let left = text;
  for (const whole of secretsOf(request)) {
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

/** What a request holds and its redacted form does not, as it is and as it was sent. The longest come first. */
function secretsOf(request: HttpRequest): string[] {
  const secrets = [...secretsOfUrl(request), ...secretsOfBody(request)];
  const long = secrets.filter((secret) => secret.length >= MIN_SECRET_CHARS);
  return long.sort((one, other) => other.length - one.length);
}

function secretsOfUrl({ url, redactedUrl }: HttpRequest): string[] {
  const shown = redactedUrl.split('&');
  const parts = url.split('&').filter((part, index) => part !== shown[index]);
  const values = parts.map((part) => part.slice(part.indexOf('=') + 1));
  return values.flatMap((value) => [value, ...forms(decodeURIComponent(value))]);
}

function secretsOfBody({ body, redactedBody = '' }: HttpRequest): string[] {
  if (!body) return [];
  const secrets: string[] = [];
  // Of a body that is not shown at all, every text may be one.
  const shown = redactedBody.startsWith('{') ? JSON.parse(redactedBody) : {};
  JSON.parse(body, (name, value) => {
    if (typeof value === 'string' && shown[name] !== value) secrets.push(...forms(value));
    return value;
  });
  return secrets;
}

function forms(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1)];
}
