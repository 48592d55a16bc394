// Compiled against the installed package, with and without the types of a page or of Node.js.

// @ts-expect-error The main entry has its core.
import type { init as initOfIndex, WxError as WxErrorOfIndex } from 'wx-unionid';
import { type Core, decrypt, init, WxError } from 'wx-unionid/slim';

export type Missing = typeof initOfIndex;

const bytes: Core = new Uint8Array();
init(bytes);
init(bytes.buffer as ArrayBuffer);
init(() => bytes);
// @ts-expect-error An address is no core.
init('core.wasm');
// @ts-expect-error What is fetched has to be awaited first.
init(async () => bytes);

try {
  decrypt({ appid: '', sessionKey: '', encryptedData: '', iv: '' });
} catch (error) {
  if (error instanceof WxError) {
    const same: WxErrorOfIndex = error;
    same.code satisfies string;
  }
}
