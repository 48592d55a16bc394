// How WeChat signs and encrypts a push, and opens an answer.

import { cbc } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { base64Bytes, fromBase64, toBase64, utf8 } from '../bytes.js';

/** What a push is encrypted with, and for whom. */
export interface Seal {
  encodingAESKey: string;
  /** The appid, of a third-party platform its own. */
  receiver: string;
}

/** `signature` of three texts, `msg_signature` of four. */
export function sign(...texts: string[]): string {
  return bytesToHex(sha1(utf8(texts.sort().join(''))));
}

/** The `Encrypt` of a text. `random` has 16 characters. */
export function seal(text: string, { encodingAESKey, receiver }: Seal, random: string): string {
  const bytes = utf8(text);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  const content = concatBytes(utf8(random), length, bytes, utf8(receiver));
  const padding = BLOCK - (content.length % BLOCK);
  const padded = concatBytes(content, new Uint8Array(padding).fill(padding));
  return toBase64(cipherOf(encodingAESKey).encrypt(padded));
}

/**
 * The text of an `Encrypt`; nothing, if it is for somebody else, or was not encrypted like this.
 */
export function unseal(sealed: string, { encodingAESKey, receiver }: Seal): string | undefined {
  const bytes = base64Bytes(sealed);
  if (!bytes || bytes.length === 0 || bytes.length % BLOCK !== 0) return undefined;
  const padded = cipherOf(encodingAESKey).decrypt(bytes);
  const padding = padded.at(-1) ?? 0;
  const content = padded.slice(0, -padding);
  const isPadded = padded.slice(-padding).every((byte) => byte === padding);
  if (padding < 1 || padding > BLOCK || !isPadded || content.length < 20) return undefined;
  const end = 20 + new DataView(content.buffer).getUint32(16);
  const [text, id] = [content.slice(20, end), content.slice(end)].map((part) =>
    new TextDecoder().decode(part),
  );
  return id === receiver ? text : undefined;
}

/** Not that of AES: the padding is PKCS#7 of 32 bytes. */
const BLOCK = 32;

function cipherOf(encodingAESKey: string) {
  const key = fromBase64('encodingAESKey', `${encodingAESKey}=`, 32);
  return cbc(key, key.slice(0, 16), { disablePadding: true });
}
