// The values behind a name: quoted, in parts, in a list, as a block, or bare.

import { isQuote } from './quotes.mjs';
import { separatorEnd } from './separators.mjs';
import { matchAt, skip } from './text.mjs';

const BLANKS = /[ \t\r]*/y;
const SPACES = /\s*/y;
/** What a value ends at that is not in quotes. An entity of HTML in it is damage. */
const UNQUOTED = /(?:[^\s,;()[\]{}<>"'`|&“”‘’「」，；。（）【】]|&(?:#\w{1,5}|[a-z]{2,6});)*/y;
/** A text of several lines in YAML: `iv: |`, and lines that are indented alike. */
const BLOCK = /[|>][+-]?[ \t]{0,8}\r?\n([ \t]{1,100})(?=\S)[^\r\n]*(?:\r?\n\1[^\r\n]*)*/y;
/** What Java's properties and shells put before signs. */
const ESCAPED_SIGN = /\\(?=[=+:])/g;
/** What Python's `pprint` puts around a text of several lines. */
const OPENING_OF_PARTS = /\(\s{0,100}(?=["'`])/y;
/** What may stand in a further line of a value. */
const FURTHER_PART = /^[\w+/ =-]+$/;
const BASE64_FIELDS = new Set(['sessionKey', 'iv', 'encryptedData']);
const NOTHING = new Set([
  'null',
  'undefined',
  'none',
  'nil',
  'true',
  'false',
  'string',
  '%s',
  '%v',
]);
/** A variable of PHP or a shell, or a path to a member. */
const CODE = /^(?:\$\w*|\$?[a-z_][\w$]*(?:(?:\?\.|\.|->)[a-z_][\w$]*)+)$/i;

/** The values of a text, by where they begin. */
export class Values {
  #text;
  #findings;
  #quotes;
  #base64;

  constructor(text, findings, quotes, base64) {
    this.#text = text;
    this.#findings = findings;
    this.#quotes = quotes;
    this.#base64 = base64;
  }

  /** The values behind the separator of a name, each with where it ends. */
  after(start, field) {
    const index = skip(SPACES, this.#text, start);
    if (this.#text.charAt(index) === '[') return this.#listAt(index + 1, field);
    const block = matchAt(BLOCK, this.#text, index);
    if (block !== '') return [{ value: linesOf(block), end: index + block.length }];
    const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, start, field);
    return found ? [found] : [];
  }

  #listAt(start, field) {
    const values = [];
    for (let index = start; ; index++) {
      index = skip(SPACES, this.#text, index);
      const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, index, field);
      if (!found) return values;
      values.push(found);
      index = skip(SPACES, this.#text, found.end);
      if (this.#text.charAt(index) !== ',') return values;
    }
  }

  /** A quoted text, in several parts perhaps, as WeChat's own samples write theirs. */
  #concatenatedAt(index) {
    const found = this.#quotes.at(skip(OPENING_OF_PARTS, this.#text, index));
    for (let part = found; part; ) {
      found.end = part.end;
      part = this.#partAfter(part);
      // What is before a separator is a name, as in `-iv: "…" +encryptedData: "…"` of Symfony's
      // dumper.
      if (!part || separatorEnd(this.#text, part.end) !== undefined) break;
      found.value += part.value;
    }
    return found;
  }

  /** The part behind an operator; or on the next line, as Python and C have it without one. */
  #partAfter({ value, end }) {
    const next = skip(SPACES, this.#text, end);
    if (/[+.]/.test(this.#text.charAt(next)))
      return this.#quotes.at(skip(SPACES, this.#text, next + 1));
    if (value.endsWith('=') || !this.#text.slice(end, next).includes('\n')) return undefined;
    const part = this.#quotes.at(next, true);
    return part && FURTHER_PART.test(part.value) && !this.#findings.isName(part.value)
      ? part
      : undefined;
  }

  #unquotedAt(index, separatorEnd, field) {
    const start = isQuote(this.#text.charAt(index)) ? index + 1 : index;
    const value = matchAt(UNQUOTED, this.#text, start);
    const end = start + value.length;
    if (value === '' || this.#isCode(value) || /[([{]/.test(this.#text.charAt(end)))
      return undefined;
    const isOnNextLine = this.#text.slice(separatorEnd, index).includes('\n');
    const plainly = { value: value.replace(ESCAPED_SIGN, ''), end };
    const mayGoOn = BASE64_FIELDS.has(field) && plainly.value === value;
    const found = mayGoOn ? this.#base64.from(start, end) : plainly;
    return isOnNextLine && !this.#isLineEnd(found.end) ? undefined : found;
  }

  #isCode(value) {
    return (
      NOTHING.has(value.toLowerCase()) ||
      CODE.test(value) ||
      this.#findings.isName(value.replace(/[:=：]$/, ''))
    );
  }

  #isLineEnd(index) {
    const end = skip(BLANKS, this.#text, index);
    return end === this.#text.length || /[\r\n]/.test(this.#text.charAt(end));
  }
}

/** The lines of YAML's block, without what is around them. */
function linesOf(block) {
  const [, first, ...others] = block.split(/\r?\n/);
  const indentation = first.length - first.trimStart().length;
  return [first, ...others].map((line) => line.slice(indentation)).join('\n');
}
