// Damaged values are read as they came: a `+` that became a blank is no end of a value.

import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { test } from 'node:test';

import { placeBlocks, readPaste } from '../../pkg/paste/paste.mjs';

const appid = 'wx0123456789abcdef';
const named = (separator, joined) => (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}${separator}${value}`)
    .join(joined);

/** Each writes values without quotes, or without names. */
const forms = {
  'a struct of Go': (values) => `{${named(':', ' ')(values)}}`,
  'toString of Java': (values) => `Login(${named('=', ', ')(values)})`,
  'print_r of PHP': (values) =>
    `Array\n(\n${Object.entries(values)
      .map(([name, value]) => `    [${name}] => ${value}\n`)
      .join('')})\n`,
  'lines with colons': named(': ', '\n'),
  'full-width colons': named('：', '，'),
  'values on the next line': named('\n', '\n'),
  'a call': (values) => `decrypt(${named('', ', ')(unnamed(values))})`,
  'a call with quotes': (values) =>
    `decrypt(${Object.values(values)
      .map((value) => `'${value}'`)
      .join(', ')})`,
};
const unnamed = (values) => ({ '': Object.values(values).join(', ') });

const withBlanks = (text) => text.replaceAll('+', ' ');
const damages = {
  none: (values) => values,
  'plus became a blank in encryptedData': (values) => ({
    ...values,
    encryptedData: withBlanks(values.encryptedData),
  }),
  'plus became a blank in the iv': (values) => ({ ...values, iv: withBlanks(values.iv) }),
  'plus became a blank in the key': (values) => ({
    ...values,
    sessionKey: withBlanks(values.sessionKey),
  }),
  'percent-encoded': ({ iv, encryptedData, ...values }) => ({
    ...values,
    iv: encodeURIComponent(iv),
    encryptedData: encodeURIComponent(encryptedData),
  }),
  'plus deleted': ({ encryptedData, ...values }) => ({
    ...values,
    encryptedData: encryptedData.replaceAll('+', ''),
  }),
  'URL-safe': ({ encryptedData, ...values }) => ({
    ...values,
    encryptedData: Buffer.from(encryptedData, 'base64').toString('base64url'),
  }),
  'cut off': ({ encryptedData, ...values }) => ({
    ...values,
    encryptedData: encryptedData.slice(0, 255),
  }),
};

function values(number) {
  const [key, iv] = ['key', 'iv'].map((name) => md5(`${name} ${number}`));
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  const data = JSON.stringify({ openId: 'o'.repeat(28), nickName: 'n'.repeat(90 + number) });
  return {
    appid,
    sessionKey: key.toString('base64'),
    iv: iv.toString('base64'),
    encryptedData: Buffer.concat([cipher.update(data), cipher.final()]).toString('base64'),
  };
}

function md5(text) {
  return createHash('md5').update(text).digest();
}

for (const [form, written] of Object.entries(forms)) {
  for (const [damage, damaged] of Object.entries(damages)) {
    test(`${form}: ${damage}`, () => {
      for (let number = 0; number < 60; number++) {
        const given = damaged(values(number));
        const text = written(given);
        const { sessionKey, ...others } = placeBlocks(readPaste(text), () => ({ causes: [] }));
        const { sessionKey: key, ...rest } = given;
        assert.deepEqual({ sessionKey, ...others }, { sessionKey: [key], ...rest }, text);
      }
    });
  }
}
