// Texts and bytes.

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @throws {TypeError} If it is no base64 of so many bytes. */
export function fromBase64(name: string, text: string, length: number): Uint8Array {
  const binary = decoded(text);
  if (binary?.length !== length) throw new TypeError(`${name} must be base64 of ${length} bytes`);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function decoded(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    // It is no base64, of whatever length.
    return undefined;
  }
}
