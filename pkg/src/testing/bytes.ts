// Texts and bytes.

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @throws {TypeError} If it is no base64 of so many bytes. */
export function fromBase64(name: string, text: string, length: number): Uint8Array {
  const bytes = base64Bytes(text);
  if (bytes?.length !== length) throw new TypeError(`${name} must be base64 of ${length} bytes`);
  return bytes;
}

/** Nothing, of what is no base64. */
export function base64Bytes(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // It is not Base64, at any length.
    return undefined;
  }
}
