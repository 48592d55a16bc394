// The data, if it can be opened at all: also where an app would rightly refuse it, which the
// verdict then says.

import { decrypt, WxError } from '../../wx-unionid.js';

/** What decrypts, with all that can be repaired; `undefined` if nothing does. */
export function openAnyway(input) {
  const options = { ...input, repair: true, dangerouslyAllowMissingWatermark: true };
  try {
    return decrypt(options);
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    return error.code === 'ERR_APPID_MISMATCH' ? openForItsOwnApp(options, error) : undefined;
  }
}

function openForItsOwnApp(options, { actual }) {
  try {
    return decrypt({ ...options, appid: actual });
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    return undefined;
  }
}
