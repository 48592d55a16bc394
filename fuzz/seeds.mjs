// What fuzzing begins with: the pushes of the fixtures, and what is encrypted in them.

import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/run.mjs';

const fixtures = join(root, 'tests/fixtures/push');
const receiver = Buffer.from('wxba5fad812f8e6fb9');

/** Writes them into a folder for each target. */
export function writeSeeds(folders) {
  for (const file of readdirSync(fixtures)) {
    const { options, crypt, query, body, sealed } = JSON.parse(
      readFileSync(join(fixtures, file), 'utf8'),
    );
    const write = (target, bytes) =>
      writeFileSync(join(folders[target], file.replace('.json', '')), bytes);
    const key = crypt?.[1] ?? options?.encodingAESKey;
    const ciphertext =
      sealed ?? /<Encrypt><!\[CDATA\[(.+?)\]\]>|"Encrypt":"(.+?)"/.exec(body)?.slice(1).join('');
    if (!key || !ciphertext) continue;
    const plaintext = decrypted(key, ciphertext);
    const message = plaintext.subarray(20, 20 + plaintext.readUInt32BE(16));
    const isOurs = plaintext.includes(receiver);
    const { timestamp = '1714112445', nonce = '415670741' } = query ?? {};
    const head = [timestamp, nonce, 'aes', body?.startsWith('<') ? '<' : '{', ''].join('\n');
    write('open', Buffer.concat([Buffer.from(head), isOurs ? plaintext : framed(message)]));
    write(message.toString().startsWith('<') ? 'xml' : 'json', message);
  }
}

function decrypted(key, ciphertext) {
  const bytes = Buffer.from(`${key}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(
    false,
  );
  return Buffer.concat([decipher.update(ciphertext, 'base64'), decipher.final()]);
}

/** As WeChat frames a message: random bytes, its length, the receiver and the padding. */
function framed(message) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const whole = Buffer.concat([Buffer.from('0123456789abcdef'), length, message, receiver]);
  const padding = 32 - (whole.length % 32);
  return Buffer.concat([whole, Buffer.alloc(padding, padding)]);
}
