import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { toBase64, utf8 } from './bytes.js';

/** Looks random, and is the same in every run. */
export class Random {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** At most 32. */
  bytes(length: number): Uint8Array {
    return digest(`${this.#seed} ${this.#drawn++}`).slice(0, length);
  }

  /** Letters, digits, `_` and `-`. */
  text(length: number): string {
    let text = '';
    while (text.length < length) text += urlSafe(this.bytes(32));
    return text.slice(0, length);
  }

  /** Hexadecimal digits, at most 64. */
  hex(length: number): string {
    return bytesToHex(this.bytes(32)).slice(0, length);
  }
}

/** Always the same for the same text: letters, digits, `_` and `-`, at most 43. */
export function derived(text: string, length: number): string {
  return urlSafe(digest(text)).slice(0, length);
}

/** Always the same for the same text: hexadecimal digits, at most 64. */
export function derivedHex(text: string, length: number): string {
  return bytesToHex(digest(text)).slice(0, length);
}

function digest(text: string): Uint8Array {
  return sha256(utf8(text));
}

function urlSafe(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
