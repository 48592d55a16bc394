// `decrypt` against the way of WeChat's sample on node:crypto, in pairs: A B A B …, so that a machine whose
// speed drifts slows both. Prints medians, and the median of the pairs' ratios.

import { createCipheriv, createDecipheriv } from 'node:crypto';

import { decrypt } from '../pkg/dist/index.js';

const WARM_UP_PAIRS = 10;
const PAIRS = 60;
const CALLS = 500;

const appid = 'wx4f4bc4dec97d474b';
const sessionKey = 'tiihtNczf5v6AKRyjwEUhQ==';
const iv = 'r7BXXKkLb8qrSNn05n0qiA==';

console.log(
  `Node ${process.version}, ${process.arch}: median of ${PAIRS} pairs of ${CALLS} calls\n`,
);
console.log('ciphertext   wx-unionid   node:crypto   times as fast');
for (const bytes of [160, 400]) {
  const encryptedData = sealed(bytes);
  const ours = () => decrypt({ appid, sessionKey, encryptedData, iv }).data;
  const sample = () => asInTheSample(encryptedData);
  const pairs = Array.from({ length: WARM_UP_PAIRS + PAIRS }, () => [
    microseconds(ours),
    microseconds(sample),
  ]).slice(WARM_UP_PAIRS);
  const columns = [
    `${bytes} bytes`.padEnd(10),
    `${median(pairs.map(([a]) => a)).toFixed(1)} µs`.padStart(12),
    `${median(pairs.map(([, b]) => b)).toFixed(1)} µs`.padStart(13),
    median(pairs.map(([a, b]) => b / a))
      .toFixed(2)
      .padStart(15),
  ];
  console.log(columns.join(' '));
}

/** The sample checks nothing else: no padding of its own, no repeated key, no age. */
function asInTheSample(encryptedData) {
  const decipher = createDecipheriv(
    'aes-128-cbc',
    Buffer.from(sessionKey, 'base64'),
    Buffer.from(iv, 'base64'),
  );
  decipher.setAutoPadding(true);
  let decoded = decipher.update(Buffer.from(encryptedData, 'base64'), 'binary', 'utf8');
  decoded += decipher.final('utf8');
  const data = JSON.parse(decoded);
  if (data.watermark.appid !== appid) throw new Error('Illegal Buffer');
  return data;
}

/** User info whose ciphertext has so many bytes. */
function sealed(bytes) {
  const text = (nickName) =>
    JSON.stringify({
      openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      nickName,
      gender: 0,
      watermark: { timestamp: 1477314187, appid },
    });
  const filler = 'x'.repeat(bytes - 1 - text('').length);
  const cipher = createCipheriv(
    'aes-128-cbc',
    Buffer.from(sessionKey, 'base64'),
    Buffer.from(iv, 'base64'),
  );
  return Buffer.concat([cipher.update(text(filler)), cipher.final()]).toString('base64');
}

function microseconds(call) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < CALLS; i++) call();
  return Number(process.hrtime.bigint() - start) / 1000 / CALLS;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
