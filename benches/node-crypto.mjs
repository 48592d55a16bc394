// WeChat's sample on node:crypto: it checks no padding of its own, no repeated key, no age.

import { createDecipheriv } from 'node:crypto';

export function decrypt({ appid, sessionKey, encryptedData, iv }) {
  const key = Buffer.from(sessionKey, 'base64');
  const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(iv, 'base64'));
  decipher.setAutoPadding(true);
  let text = decipher.update(Buffer.from(encryptedData, 'base64'), 'binary', 'utf8');
  text += decipher.final('utf8');
  const data = JSON.parse(text);
  if (data.watermark.appid !== appid) throw new Error('Illegal Buffer');
  return data;
}
