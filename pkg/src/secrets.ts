import { invalidArgument, WxError } from './error.js';
import type { HttpRequest } from './generated.js';

/**
 * Refuses a secret in a page, where everybody can read it.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT`
 */
export function refuseInBrowser(options: {
  secret?: string;
  dangerouslyAllowBrowser?: boolean;
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
    throw error instanceof WxError ? withoutSecrets(error, secretsOf(request)) : error;
  }
}

function withoutSecrets(error: WxError, secrets: string[]): WxError {
  const redact = (text: string) => secrets.reduce((left, it) => left.replaceAll(it, '***'), text);
  const { errmsg } = error;
  if (!errmsg || redact(errmsg) === errmsg) return error;
  return new WxError({ ...error, message: redact(error.message), errmsg: redact(errmsg) });
}

/** What a request holds, and its redacted form does not. */
function secretsOf({ url, redactedUrl, body, redactedBody }: HttpRequest): string[] {
  const shown = redactedUrl.split('&');
  const parts = url.split('&').filter((part, index) => part !== shown[index]);
  const secrets = parts.map((part) => decodeURIComponent(part.slice(part.indexOf('=') + 1)));
  if (body && redactedBody?.startsWith('{')) {
    const fields = JSON.parse(redactedBody);
    for (const [name, value] of Object.entries(JSON.parse(body))) {
      if (fields[name] !== value) secrets.push(`${value}`);
    }
  }
  return secrets.filter((secret) => secret.length >= MIN_SECRET_CHARS);
}
