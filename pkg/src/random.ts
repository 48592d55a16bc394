import { invalidArgument } from './error.js';

/**
 * Random bytes of the host.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` about `argument`, which takes their place in a host that
 * has none.
 */
export function hostRandomBytes(size: number, argument = 'randomBytes'): Uint8Array {
  const { crypto } = globalThis;
  if (!crypto?.getRandomValues) {
    throw invalidArgument(
      argument,
      'is required: this host has no crypto.getRandomValues. In Node.js 18: import { randomBytes } from "node:crypto"',
    );
  }
  const bytes = new Uint8Array(size);
  crypto.getRandomValues(bytes);
  return bytes;
}

/** So many bytes, in hexadecimal digits; `undefined` if they are something else. */
export function hexOf(bytes: unknown, size: number): string | undefined {
  // What cannot be looked at, such as a proxy, is no view.
  const isWhole = ArrayBuffer.isView(bytes) && bytes instanceof Uint8Array && bytes.length === size;
  if (!isWhole) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
