import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a page says of a file, for browsers to refuse any other. */
export function integrity(file) {
  return `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
}
