// Quoted texts, as people and programs write them.

import { closing, matchAt, unescaped } from './text.mjs';

/**
 * What Python, C#, PHP's `var_dump`, Rust, Swift, Erlang and Go's printers write before a quoted
 * text.
 */
export const BEFORE_QUOTE =
  /(?:[bru]{1,2}|@|string\(\d{1,9}\) |(?:some|optional)\(|<<|\(string\) (?:\(len=\d{1,9}\) )?)(?=["'`])/iy;
/** The quotes, and what closes them. */
const QUOTES = new Map([
  ...['"', "'", '`'].map((quote) => [quote, quote]),
  ...['“”', '””', '‘’', '’’', '「」'].map(([opens, closes]) => [opens, closes]),
]);

/** Whether a character may begin a quoted text. */
export function isQuote(character) {
  return QUOTES.has(character);
}

/** The quoted texts of a text. */
export class Quotes {
  #text;
  /** By quote: up to where it is known that none closes. */
  #unclosed = new Map();

  constructor(text) {
    this.#text = text;
  }

  /** The quoted text at a position, with its escapes undone. */
  at(index, isOneLine = false) {
    const start = index + matchAt(BEFORE_QUOTE, this.#text, index).length;
    const quote = this.#text.charAt(start);
    if (!QUOTES.has(quote) || start < this.#unclosed.get(quote)) return undefined;
    const close = closing(this.#text, start + 1, QUOTES.get(quote), isOneLine);
    if (this.#text.charAt(close) !== QUOTES.get(quote)) {
      this.#unclosed.set(quote, close);
      return undefined;
    }
    return { value: unescaped(this.#text.slice(start + 1, close), quote), end: close + 1 };
  }
}
