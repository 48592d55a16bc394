// Compiled against the installed package, as ESM and as CommonJS. Every `@ts-expect-error` is a call that
// must not compile.

import {
  type Decrypted,
  decrypt,
  decryptMany,
  type decryptPhoneNumber,
  type decryptUserInfo,
  type ready,
  signSession,
  type verifyRawData,
  WXBizDataCrypt,
  WxError,
  type WxErrorCode,
} from 'wx-unionid';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_equal: Equal<A, B>): void {}

const input = {
  appid: 'wx',
  sessionKey: ['a', null, undefined],
  encryptedData: '',
  iv: '',
} as const;

same<ReturnType<typeof decrypt>, Decrypted>(true);
const decrypted = decrypt({ ...input, maxAgeSeconds: 300, now: Date.now(), repair: true });
same<typeof decrypted.sessionKeyIndex, number>(true);
if (decrypted.kind === 'userInfo') {
  same<typeof decrypted.data.openId, string>(true);
  same<typeof decrypted.data.unionId, string | undefined>(true);
  // @ts-expect-error: user info holds no phone number
  decrypted.data.phoneNumber;
}
if (decrypted.kind === 'unknown') same<typeof decrypted.data, Record<string, unknown>>(true);
same<typeof decrypted.watermark.timestamp, number>(true);
const unchecked = decrypt({ ...input, dangerouslyAllowMissingWatermark: true });
// @ts-expect-error: there may be none
unchecked.watermark.timestamp;

same<ReturnType<typeof decryptUserInfo>['openId'], string>(true);
same<ReturnType<typeof decryptPhoneNumber>['phoneNumber'], string>(true);
for (const outcome of decryptMany([input])) {
  if (outcome.ok) same<typeof outcome.value, Decrypted>(true);
  else same<typeof outcome.error.code, WxErrorCode>(true);
}
same<ReturnType<typeof verifyRawData>, boolean>(true);
same<ReturnType<typeof signSession>, string>(true);
same<ReturnType<typeof ready>, Promise<void>>(true);
new WXBizDataCrypt('appid', 'key').decryptData('data', 'iv').openId;

// @ts-expect-error: no appid
decrypt({ sessionKey: '', encryptedData: '', iv: '' });
// @ts-expect-error: an option that does not exist
decrypt({ ...input, maxAge: 300 });
// @ts-expect-error: bytes are no text
decrypt({ ...input, iv: new Uint8Array(16) });
// @ts-expect-error: one object, so that nothing can be swapped
decrypt('appid', 'sessionKey', 'encryptedData', 'iv');
// @ts-expect-error: one key signs
signSession({ sessionKey: ['a', 'b'] });
// @ts-expect-error: the session key is no public field
new WXBizDataCrypt('appid', 'key').sessionKey;

try {
  decrypt(input);
} catch (error) {
  if (error instanceof WxError) {
    same<typeof error.code, WxErrorCode>(true);
    // @ts-expect-error: no such code
    if (error.code === 'ERR_NO_SUCH_CODE') throw error;
  }
}
