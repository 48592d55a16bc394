// Writes the corpus of `tests/fixtures/diagnosis`: damaged inputs with their true causes.
// `node tests/diagnosis/corpus.mjs`; the same files come out every time.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encryptBlocks, fromBase64, pad } from '../fixtures/generator/cipher.mjs';
import { inLines } from '../fixtures/generator/damage.mjs';
import { credentials, vectors } from '../fixtures/generator/vectors.mjs';
import * as book from './by-the-book.mjs';
import * as field from './from-the-field.mjs';
import { seeded, take } from './seeded.mjs';

const FOLDER = new URL('../fixtures/diagnosis/', import.meta.url);
const SEED = 20261121;

// The generators deal evenly, so that the first ones hold every cause, field and kind.
const COUNTS = { singles: 88, pairs: 60 };

/** All cases, each with its path. */
export function* cases() {
  for (const [what, { input, causes }] of Object.entries(seen)) {
    yield { path: `seen/${slug(what)}.json`, what, input, causes };
  }
  for (const generator of [book, field]) {
    for (const [number, count] of Object.entries(COUNTS)) {
      let index = 0;
      for (const { what, input, causes } of take(count, generator[number](seeded(SEED)))) {
        index += 1;
        const name = [String(index).padStart(2, '0'), ...causes].join('-');
        yield { path: `${slug(generator.name)}/${number}/${slug(name)}.json`, what, input, causes };
      }
    }
  }
}

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The text of a case's file. */
export const fileText = ({ what, input, causes }) =>
  `${JSON.stringify({ what, input, causes }, null, 2)}\n`;

/** The paths of all cases on disk. */
export function pathsOnDisk() {
  const files = readdirSync(FOLDER, { recursive: true });
  return files.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.json'));
}

export const read = (path) => readFileSync(new URL(path, FOLDER), 'utf8');

// ---------------------------------------------------------------- seen in public

// What people showed in questions and issues, on the sample of the official demo: the damage is
// theirs.
const official = { ...credentials, encryptedData: vectors.official.encryptedData };
const { sessionKey, iv, encryptedData } = official;
const phone = { ...credentials, encryptedData: vectors.phone.encryptedData };
const slashKey = 'HyVFkGl5F5OQWJZZaNz/Bg==';
const encodedTwice = (text) => encodeURIComponent(encodeURIComponent(text));
const sealedUnder = (key, plaintext) =>
  encryptBlocks(fromBase64(key), fromBase64(iv), pad(plaintext)).toString('base64');

const seen = {
  'the demo on a web page, one plus lost': {
    input: {
      ...official,
      encryptedData: encryptedData.replace('WT7fJlAC+oNPdbB+', 'WT7fJlAC oNPdbB+'),
    },
    causes: ['plus_became_space'],
  },
  'the demo on a web page, every plus lost': {
    input: { ...official, encryptedData: encryptedData.replaceAll('+', ' ') },
    causes: ['plus_became_space'],
  },
  'spaces removed that were plus': {
    input: { ...official, encryptedData: encryptedData.replaceAll('+', '') },
    causes: ['plus_deleted'],
  },
  'spaces removed that were plus, in indented lines': {
    input: {
      ...official,
      encryptedData: inLines(encryptedData.replaceAll('+', '')).replaceAll('\n', '\n    '),
    },
    causes: ['plus_deleted'],
  },
  'a form without encoding, and a later wx.login': {
    input: {
      ...official,
      sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==',
      encryptedData: encryptedData.replaceAll('+', ' '),
    },
    causes: ['plus_became_space', 'wrong_session_key'],
  },
  'the lines of the PHP demo': {
    input: { ...official, encryptedData: inLines(encryptedData) },
    causes: [],
  },
  'a line break at the end': { input: { ...official, sessionKey: `${sessionKey}\n` }, causes: [] },
  'the slashes of a raw body in the key': {
    input: {
      ...official,
      sessionKey: slashKey.replace('/', '\\/'),
      encryptedData: sealedUnder(slashKey, vectors.official.text),
    },
    causes: ['json_escaped'],
  },
  'the slashes of a raw body in the data': {
    input: { ...official, encryptedData: encryptedData.replaceAll('/', '\\/') },
    causes: ['json_escaped'],
  },
  'the = of GSON in the key': {
    input: { ...official, sessionKey: sessionKey.replaceAll('=', '\\u003d') },
    causes: ['json_escaped'],
  },
  'percent signs, %2B': {
    input: { ...official, encryptedData: encodeURIComponent(encryptedData) },
    causes: ['percent_encoded'],
  },
  'percent signs in the iv, %3D%3D': {
    input: { ...official, iv: encodeURIComponent(iv) },
    causes: ['percent_encoded'],
  },
  'percent signs in iv and data': {
    input: {
      ...official,
      iv: encodeURIComponent(iv),
      encryptedData: encodeURIComponent(encryptedData),
    },
    causes: ['percent_encoded', 'percent_encoded'],
  },
  'percent signs twice, %252B': {
    input: { ...official, encryptedData: encodedTwice(encryptedData) },
    causes: ['double_percent_encoded'],
  },
  'entities, &#43;': {
    input: { ...official, encryptedData: encryptedData.replaceAll('+', '&#43;') },
    causes: ['html_escaped'],
  },
  'entities, &#x3D;': {
    input: { ...official, sessionKey: sessionKey.replaceAll('=', '&#x3D;') },
    causes: ['html_escaped'],
  },
  'quotes around the key': {
    input: { ...official, sessionKey: JSON.stringify(sessionKey) },
    causes: ['json_quoted'],
  },
  'single quotes around the key': {
    input: { ...official, sessionKey: `'${sessionKey}'` },
    causes: ['json_quoted'],
  },
  'Base64 of URLs from a gateway': {
    input: { ...official, encryptedData: fromBase64(encryptedData).toString('base64url') },
    causes: ['base64url'],
  },
  'the = of the key lost': {
    input: { ...official, sessionKey: sessionKey.replaceAll('=', '') },
    causes: ['base64url'],
  },
  'an EncodingAESKey for the key': {
    input: { ...official, sessionKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' },
    causes: ['session_key_length'],
  },
  'an openid for the key': {
    input: { ...official, sessionKey: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' },
    causes: ['session_key_length'],
  },
  'the bytes of the key joined as decimals': {
    input: { ...official, sessionKey: [...fromBase64(sessionKey)].join(',') },
    causes: ['not_base64'],
  },
  'a code2Session that failed': {
    input: { ...official, sessionKey: JSON.parse('{"errcode":40029}').session_key },
    causes: ['missing_field'],
  },
  'undefined in a form': {
    input: { ...official, sessionKey: 'undefined' },
    causes: ['missing_field'],
  },
  'iv and encryptedData swapped': {
    input: { ...official, iv: encryptedData, encryptedData: iv },
    causes: ['swapped_fields'],
  },
  'sessionKey and iv swapped': {
    input: { ...official, iv: sessionKey, sessionKey: iv },
    causes: ['swapped_fields'],
  },
  'sessionKey and appid swapped, as in the arguments of the PHP demo': {
    input: { ...official, appid: sessionKey, sessionKey: official.appid },
    causes: ['swapped_fields'],
  },
  'a column of 255 characters': {
    input: { ...official, encryptedData: encryptedData.slice(0, 255) },
    causes: ['truncated'],
  },
  'a column of 256 characters': {
    input: { ...official, encryptedData: encryptedData.slice(0, 256) },
    causes: ['truncated'],
  },
  'a key of another login': {
    input: { ...official, sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==' },
    causes: ['wrong_session_key'],
  },
  'the iv of another call': {
    input: { ...official, iv: 'HyVFkGl5F5OQWJZZaNzBBg==' },
    causes: ['wrong_iv'],
  },
  'the key as iv, as in the preview of 2016': {
    input: { ...official, iv: sessionKey },
    causes: ['wrong_iv'],
  },
  'data of another mini program': {
    input: { ...credentials, encryptedData: vectors.badAppid.encryptedData },
    causes: ['appid_mismatch'],
  },
  "the component's appid": {
    input: { ...phone, appid: 'wxba6223c06417af7b' },
    causes: ['appid_mismatch'],
  },
  'the sample of 2016 with a check of its age': {
    input: { ...official, maxAgeSeconds: 300, now: 1785369600000 },
    causes: ['expired'],
  },
  'a clock in seconds': {
    input: { ...phone, maxAgeSeconds: 300, now: 1700000000 },
    causes: ['from_future'],
  },
  'data without a watermark': {
    input: { ...credentials, encryptedData: vectors.demoGroup.encryptedData },
    causes: ['watermark_missing'],
  },
  'the spelling of another platform': {
    input: {
      ...credentials,
      encryptedData: sealedUnder(sessionKey, vectors.phone.text.replace('"appid"', '"appId"')),
    },
    causes: ['watermark_missing'],
  },
  'a text for a test': {
    input: { ...credentials, encryptedData: vectors.notJson.encryptedData },
    causes: ['not_json'],
  },
};

// ---------------------------------------------------------------- writing it

function writeAll() {
  const written = new Set();
  for (const { path, ...one } of cases()) {
    if (written.has(path)) throw new Error(`two cases have the path ${path}`);
    written.add(path);
    const file = new URL(path, FOLDER);
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, fileText(one));
  }
  const stale = pathsOnDisk().filter((path) => !written.has(path));
  for (const path of stale) rmSync(new URL(path, FOLDER));
  console.log({ written: written.size, removed: stale.length });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeAll();
