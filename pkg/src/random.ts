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
