// What fuzzing begins with: the fixtures, as the targets read them, and what is encrypted in them.

import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../tools/run.mjs';

const fixtures = join(root, 'tests/fixtures');
const appid = 'wx4f4bc4dec97d474b';
const sources = [
  'code2Session',
  'thirdpartyCode2Session',
  'getWXContext',
  'cloudHostingHeaders',
  'snsAccessToken',
  'thirdpartySnsAccessToken',
  'snsRefreshToken',
  'thirdpartySnsRefreshToken',
  'snsUserInfo',
  'userInfo',
  'batchUserInfo',
  'getPaidUnionId',
  'getPhoneNumber',
  'messagePush',
  'decrypt',
];

/** Writes them into a folder for each target. */
export function writeSeeds(folders) {
  const write = (target, name, ...parts) => {
    const bytes = parts.map((part) =>
      Buffer.isBuffer(part) ? part : Buffer.from(`${part ?? ''}`),
    );
    writeFileSync(join(folders[target], name.replaceAll(/\W/g, '-')), Buffer.concat(bytes));
  };
  for (const { name, input } of decryptCases()) writeCase(write, name, input);
  for (const [name, { input }] of read('signature')) writeSigned(write, name, input);
  for (const [name, fixture] of read('endpoints')) writeEndpoint(write, name, fixture);
  for (const [name, { facts }] of read('identity')) writeFacts(write, name, facts);
  for (const [name, push] of read('push')) writePush(write, name, push);
}

function writeCase(write, name, input) {
  const { sessionKey, encryptedData, iv, maxAgeSeconds, now } = input;
  for (const field of ['sessionKey', 'iv', 'encryptedData']) {
    write('text', `${name}-${field}`, lines(field), [input[field]].flat()[0]);
  }
  const keys = [sessionKey].flat().map((key) => key ?? '-');
  const given = lines([input.appid].flat()[0], keys.join(','), iv, maxAgeSeconds, now);
  write('diagnose', name, given, encryptedData);
  const options = [
    Array.isArray(input.appid) && 'l',
    Array.isArray(sessionKey) && 'k',
    maxAgeSeconds && 'a',
    input.repair && 'r',
    input.dangerouslyAllowMissingWatermark && 'w',
  ];
  for (const key of keys) {
    const plaintext = decrypted('aes-128-cbc', key, iv, encryptedData);
    if (!plaintext?.includes('{')) continue;
    // All is for one app here.
    const ours = plaintext.toString('latin1').replaceAll(/wx[\da-f]{16}/g, appid);
    write('decrypt', name, lines(options.filter(Boolean).join('')), Buffer.from(ours, 'latin1'));
  }
}

function writeSigned(write, name, { rawData, signature, sessionKey }) {
  if (rawData === undefined) return;
  const key = [sessionKey].flat().map((it) => it ?? '');
  write('diagnose_raw_data', name, lines(key.join(','), '', '', signature, ''), rawData);
  if (/[\n\r]/.test(rawData)) return;
  const damages = [
    rawData,
    encodeURIComponent(rawData),
    JSON.stringify(rawData),
    rawData.replaceAll('"', '&quot;'),
    rawData.replaceAll('/', '\\/'),
    rawData.replaceAll('"', '\\"'),
    rawData.replaceAll(':', ': '),
  ];
  for (const [index, damaged] of damages.entries()) {
    write(
      'diagnose_raw_data',
      `${name}-${index}`,
      lines(key.join(','), '', '', '=', rawData),
      damaged,
    );
  }
}

function writeEndpoint(write, name, { endpoint, requests, refused, replies }) {
  for (const [index, { credentials, params }] of [...requests, ...refused].entries()) {
    const given = lines(endpoint, JSON.stringify(credentials));
    write('request', `${name}-${index}`, given, JSON.stringify(params));
  }
  for (const [index, { status, body, bodyBase64 }] of replies.entries()) {
    const bytes = body ?? Buffer.from(bodyBase64, 'base64');
    write('reply', `${name}-${index}`, lines(endpoint, status), bytes);
  }
}

function writeFacts(write, name, facts) {
  const fact = ({ source, appid, openid, value }) => {
    const letter = String.fromCharCode('a'.charCodeAt() + sources.indexOf(source));
    return lines([letter, appid, openid].join(' ').trim(), JSON.stringify(value));
  };
  write('resolve', name, facts.map(fact).join(''));
  const row = ({ appid, openid, value }) =>
    lines([appid, value.openid ?? openid ?? 'o', value.unionid ?? ''].join(' '));
  write('link', name, facts.map(row).join(''), facts.map(row).join('').replaceAll('oG', 'oH'));
}

function writePush(write, name, { options, crypt, query, body, sealed }) {
  const { mode = 'safe', receiver = '', token = 'AAAAA', maxAgeSeconds } = options ?? {};
  const key = crypt?.[1] ?? options?.encodingAESKey;
  const ciphertext =
    sealed ?? /<Encrypt><!\[CDATA\[(.+?)\]\]>|"Encrypt":"(.+?)"/.exec(body)?.slice(1).join('');
  if (!key) return;
  const whole = (list) => [list].flat().join(',');
  const { timestamp = '1714112445', nonce = '415670741', encrypt_type, echostr } = query ?? {};
  const config = [mode, whole(token), whole(key), whole(receiver), maxAgeSeconds];
  const signed = query?.signature === undefined ? '' : '=';
  write(
    'diagnose_push',
    name,
    lines(...config, timestamp, nonce, encrypt_type, signed, '=', echostr),
    body ?? '',
  );
  if (!ciphertext) return;
  const plaintext = decrypted('aes-256-cbc', `${whole(key).slice(0, 43)}=`, undefined, ciphertext);
  const message = plaintext.subarray(20, 20 + plaintext.readUInt32BE(16));
  const ours = plaintext.includes(pushReceiver) ? plaintext : framed(message);
  write('open', name, lines(timestamp, nonce, 'aes', body?.startsWith('<') ? '<' : '{'), ours);
  write(message.toString().startsWith('<') ? 'xml' : 'json', name, message);
}

const pushReceiver = Buffer.from('wxba5fad812f8e6fb9');

/** As WeChat frames a message: random bytes, its length, the receiver and the padding. */
function framed(message) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const whole = Buffer.concat([Buffer.from('0123456789abcdef'), length, message, pushReceiver]);
  const padding = 32 - (whole.length % 32);
  return Buffer.concat([whole, Buffer.alloc(padding, padding)]);
}

/** With its padding. The key of a push is its iv, too. */
function decrypted(algorithm, key, iv, ciphertext) {
  const bytes = Buffer.from(key, 'base64');
  try {
    const start = iv === undefined ? bytes.subarray(0, 16) : Buffer.from(iv, 'base64');
    const decipher = createDecipheriv(algorithm, bytes, start).setAutoPadding(false);
    return Buffer.concat([decipher.update(ciphertext, 'base64'), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Each case once, and of the generated ones those of few paddings. */
function decryptCases() {
  const matrix = readdirSync(join(fixtures, 'matrix')).flatMap((file) =>
    readFileSync(join(fixtures, 'matrix', file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ padding }) => padding === 1)
      .map(({ damage, input }) => ({ name: `${basename(file, '.jsonl')}-${damage}`, input })),
  );
  const single = ['decrypt', 'diagnosis/seen', 'diagnosis/by-the-book/singles'];
  const cases = single.flatMap((folder) =>
    read(folder).map(([name, { input }]) => ({ name, input })),
  );
  return [...cases, ...matrix].filter(({ input }) => input.encryptedData !== undefined);
}

function read(folder) {
  return readdirSync(join(fixtures, folder)).map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(join(fixtures, folder, file), 'utf8')),
  ]);
}

function lines(...values) {
  return values.map((value) => `${value ?? ''}\n`).join('');
}
