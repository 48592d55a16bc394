// Data of one user that is good, or bad in one way that only the session key shows. All are equally
// long, and wrong as late as possible, so that they are told apart by nothing but what fails.

import { createHash } from 'node:crypto';

import { BLOCK, base64, encryptBlocks, pad } from '../fixtures/generator/cipher.mjs';

const hash = (text) => createHash('sha256').update(text).digest();
const key = hash('session key').subarray(0, BLOCK);
const iv = hash('iv').subarray(0, BLOCK);
const appid = 'wx4f4bc4dec97d474b';

const json = JSON.stringify({
  openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  nickName: '小明',
  gender: 0,
  language: 'zh_CN',
  avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${'0123456789'.repeat(10)}/132`,
  watermark: { timestamp: 1_750_000_000, appid },
  // Behind what is read: the last letter of the text is the last that is looked at.
  remark: 'abcdefgh',
});

/** The blocks with another byte where `text` was last. */
function spoiled(text, byte) {
  const blocks = pad(json);
  blocks[blocks.lastIndexOf(text)] = byte;
  return blocks;
}

/** The plaintexts, in whole blocks. */
const blocks = {
  'bad padding': pad(json).with(-1, 0),
  'bad UTF-8': spoiled('h', 0xff),
  'bad JSON': spoiled('}', 0x20),
  'wrong watermark': pad(json.replace(appid, 'wx4f4bc4dec97d474c')),
  good: pad(json),
};

/** What `decrypt` takes, by what is the matter with it. */
export const inputs = Object.fromEntries(
  Object.entries(blocks).map(([what, plaintext]) => [
    what,
    {
      appid,
      sessionKey: base64(key),
      iv: base64(iv),
      encryptedData: base64(encryptBlocks(key, iv, plaintext)),
    },
  ]),
);
