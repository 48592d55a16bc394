import { gunzip } from './gunzip.js';

/** What the build gzipped, as Base64: a text in the JavaScript needs no file, no URL and no permission. */
export function unpack(base64: string): Uint8Array<ArrayBuffer> {
  const zlib = globalThis.process?.getBuiltinModule?.('node:zlib');
  // Where there is one, it is many times as fast as JavaScript that was just loaded.
  if (zlib && Buffer) return zlib.gunzipSync(Buffer.from(base64, 'base64'));
  return gunzip(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}

/** The same of JSON, when it is first asked for. The build puts the generated texts into it. */
export function packed<T>(base64: string): () => T {
  let value: T | undefined;
  return () => {
    value ??= JSON.parse(new TextDecoder().decode(unpack(base64))) as T;
    return value;
  };
}
