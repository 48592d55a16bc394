// What people write instead of `decrypt`, with libraries that run everywhere. Each does what
// WeChat's sample does.

import { cbc } from '@noble/ciphers/aes.js';
import CryptoJS from 'crypto-js';
import forge from 'node-forge';

export const peers = {
  async WebCrypto({ appid, sessionKey, encryptedData, iv }) {
    const raw = fromBase64(sessionKey);
    const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']);
    const algorithm = { name: 'AES-CBC', iv: fromBase64(iv) };
    const plain = await crypto.subtle.decrypt(algorithm, key, fromBase64(encryptedData));
    return readFor(appid, new TextDecoder().decode(plain));
  },

  '@noble/ciphers'({ appid, sessionKey, encryptedData, iv }) {
    const cipher = cbc(fromBase64(sessionKey), fromBase64(iv));
    return readFor(appid, new TextDecoder().decode(cipher.decrypt(fromBase64(encryptedData))));
  },

  'node-forge'({ appid, sessionKey, encryptedData, iv }) {
    const { decode64, createBuffer } = forge.util;
    const decipher = forge.cipher.createDecipher('AES-CBC', decode64(sessionKey));
    decipher.start({ iv: decode64(iv) });
    decipher.update(createBuffer(decode64(encryptedData)));
    if (!decipher.finish()) throw new Error('Illegal Buffer');
    return readFor(appid, decipher.output.toString());
  },

  'crypto-js'({ appid, sessionKey, encryptedData, iv }) {
    const { Base64, Utf8 } = CryptoJS.enc;
    const plain = CryptoJS.AES.decrypt(encryptedData, Base64.parse(sessionKey), {
      iv: Base64.parse(iv),
    });
    return readFor(appid, plain.toString(Utf8));
  },
};

/** The fastest way that the host has. */
const fromBase64 =
  typeof Buffer === 'function'
    ? (text) => Buffer.from(text, 'base64')
    : (text) => Uint8Array.fromBase64(text);

function readFor(appid, text) {
  const data = JSON.parse(text);
  if (data.watermark.appid !== appid) throw new Error('Illegal Buffer');
  return data;
}
