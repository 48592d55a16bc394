// What is printed: data to stdout, everything else to stderr.

import * as util from 'node:util';

import { WxError } from '../dist/index.js';
import { errorFacts, exitCodeOf, UsageError } from './failure.mjs';
import { chinese } from './generated/errors.mjs';

export class Output {
  constructor(
    values,
    { env = process.env, stdout = process.stdout, stderr = process.stderr } = {},
  ) {
    this.isJson = values.json === true || values.ndjson === true;
    this.lang = ['zh', 'en'].includes(values.lang) ? values.lang : languageOf(env);
    this.stdout = stdout;
    this.stderr = stderr;
    /** For what goes to stdout. */
    this.paint = painter(env, stdout);
    /** For what goes to stderr. */
    this.paintNote = painter(env, stderr);
  }

  /** In the user's language. */
  say({ zh, en }) {
    return this.lang === 'zh' ? zh : en;
  }

  /** The answer of a command: one document for programs, or what `show` makes of it for people. */
  answer(value, show) {
    const text = this.isJson ? toJson({ ok: true, value }) : show(value);
    this.stdout.write(`${text}\n`);
  }

  /** Something beside the answer, for people. Programs get none. */
  note(text, mark = '') {
    if (this.isJson) return;
    this.stderr.write(`${mark && `${mark} `}${this.say(text)}\n`);
  }

  good(text) {
    this.note(text, this.paintNote('green', '✓'));
  }

  /** @returns the exit code */
  failure(error) {
    if (this.isJson) {
      this.stdout.write(`${toJson({ ok: false, error: errorFacts(error) })}\n`);
    } else {
      this.stderr.write(`${this.paintNote('red', '✗')} ${this.#sentences(error)}\n`);
    }
    return exitCodeOf(error);
  }

  #sentences(error) {
    if (error instanceof UsageError) return this.say(error.text);
    const { code, message } = errorFacts(error);
    const name = this.paintNote('bold', code);
    const translated = this.lang === 'zh' && error instanceof WxError && chinese[code];
    return translated
      ? `${name}：${translated}\n  ${printable(message)}`
      : `${name}: ${printable(message)}`;
  }
}

/** JSON that a terminal shows as text, even with control characters in a nickname. */
export function toJson(value, indent) {
  return JSON.stringify(value, undefined, indent).replace(unprintable, escaped);
}

/** Text of others, as one line. */
export function printable(text) {
  return text.replace(unprintable, escaped);
}

/** C0 and C1 controls but for line breaks, and what turns the direction of writing. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Without locale variables (on Windows): the system's. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }) {
  const locale =
    LC_ALL || LC_MESSAGES || LANG || new Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

/** FORCE_COLOR is stronger than NO_COLOR, as it is with Node itself. */
function isColored({ FORCE_COLOR, NO_COLOR, TERM }, stream) {
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  return !NO_COLOR && TERM !== 'dumb' && stream.isTTY === true;
}

/** Node 20.0 to 20.11 have no `styleText`, and so no colours. */
function painter(env, stream) {
  if (!isColored(env, stream) || !util.styleText) return (_style, text) => text;
  return (style, text) => util.styleText(style, text, { validateStream: false });
}
