import base64 from '../dist/core.wasm?base64';
import { init } from './core.js';

export * from './index.js';

// As text in the JavaScript, the core needs no file, no URL and no permission.
init(() => bytesOf(base64));

function bytesOf(base64: string): Uint8Array {
  // By its bare name, some bundlers would put their own here.
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, 'base64');
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
