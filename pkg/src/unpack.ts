import { gunzip } from './gunzip.js';

/**
 * JSON that the build gzipped, as Base64: read when it is first asked for. The build puts the
 * generated texts into it.
 */
export function packed<T>(base64: string): () => T {
  let value: T | undefined;
  return () => {
    value ??= JSON.parse(new TextDecoder().decode(unpacked(base64))) as T;
    return value;
  };
}

function unpacked(base64: string): Uint8Array {
  const { Buffer, process } = globalThis;
  const zlib = process?.getBuiltinModule?.('node:zlib');
  // Where there is one, it is many times as fast as JavaScript that was just loaded.
  return zlib && Buffer ? zlib.gunzipSync(Buffer.from(base64, 'base64')) : gunzip(atob(base64));
}
