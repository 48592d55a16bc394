import hex from '../dist/core.wasm?hex';
import { init } from './core.js';

export * from './index.js';

// As text inside the JavaScript: no file, no URL and no permission is needed to find it.
// Hexadecimal, because gzip and brotli find in it what repeats in the bytes, where Base64 hides
// most of that.
init(() => {
  // Ten times as fast as a loop where it is there.
  if (typeof Buffer === 'function') return Buffer.from(hex, 'hex');
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(2 * i) << 4) | digit(2 * i + 1);
  return bytes;
});

function digit(at: number): number {
  const code = hex.charCodeAt(at);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
