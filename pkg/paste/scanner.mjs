// Logs, code, JSON and what resembles it: texts with names before values.

import { Base64 } from './base64.mjs';
import { plain } from './findings.mjs';
import { BEFORE_QUOTE, isQuote, Quotes } from './quotes.mjs';
import { separatorEnd } from './separators.mjs';
import { matchAt, skip, unescaped } from './text.mjs';
import { Values } from './values.mjs';

const SPACES = /\s*/y;
const FORM_IN_TEXT = /[^\s,;)\]}"'`#，；）】]*/y;
const NEXT_PAIR = /&[\w.[\]%$-]{1,100}=/;
/** What may be a value without a name, or the beginning of one. */
const VALUE = /(?:[A-Za-z0-9+/_%-]|\\\/|&#\w{1,5};)+={0,2}/y;
/** So much of a value is known for one in the middle of a sentence. */
const LEAST_OF_VALUE = 16;

/** Goes through a text from name to name. */
export class Scanner {
  #text;
  #findings;
  #inside;
  #quotes;
  #base64;
  #values;
  #noFormBefore = 0;
  #noValueBefore = 0;
  /** What stands before a value, and where that begins. */
  #label = { name: '', valueAt: -1, isSeparated: false, isBelow: false };
  /** The name in `"name": "iv", "value": "…"`. */
  #named;

  /** `inside` reads what stands in the text: `form` a form or a query, `inner` any other value. */
  constructor(text, findings, inside) {
    this.#text = text;
    this.#findings = findings;
    this.#inside = inside;
    this.#quotes = new Quotes(text);
    this.#base64 = new Base64(text, findings);
    this.#values = new Values(text, findings, this.#quotes, this.#base64);
  }

  read() {
    const token = /["'`“”‘’「]|\\(?:x22|u0022)|[\w$]+(?:-[\w$]+)*|[\u4e00-\u9fff]+/g;
    for (let found = token.exec(this.#text); found; found = token.exec(this.#text)) {
      token.lastIndex = this.#readToken(found);
    }
  }

  /** Reads what begins with a word or a quote; where it ends. */
  #readToken(found) {
    if (found[0].startsWith('\\')) return this.#readInsideOfString(found.index);
    return isQuote(found[0]) ? this.#readQuote(found.index) : this.#readWord(found);
  }

  #readQuote(index) {
    // An apostrophe, or the end of a text whose start was none.
    if (/\w/.test(this.#text.charAt(index - 1)) && !this.#isPrefixed(index)) return index + 1;
    if (this.#text.charAt(index - 1) === '\\') return this.#readInsideOfString(index - 1);
    // Only a value goes on for lines: any other quote may be a stray one.
    const quoted = this.#quotes.at(index, true);
    if (!quoted) return index + 1;
    const name = this.#nameOf(index);
    const end = this.#readValueOf(quoted.value, quoted.end);
    if (end !== undefined) return end;
    if (!this.#addByForm(quoted.value, name)) {
      this.#inside.inner(quoted.value);
    }
    return quoted.end;
  }

  /**
   * Reads a line from where it turns out that it was cut out of a string: its quotes are escaped.
   */
  #readInsideOfString(index) {
    const lineEnd = this.#text.indexOf('\n', index);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    this.#inside.inner(unescaped(this.#text.slice(index, end), '"'));
    return end;
  }

  #isPrefixed(index) {
    return /(?:^|\W)[bru]{1,2}$/i.test(this.#text.slice(Math.max(0, index - 3), index));
  }

  #readWord({ 0: word, index }) {
    const end = index + word.length;
    const start = this.#valueStart(index);
    const name = this.#nameOf(start);
    return (
      this.#readFormAt(index, end) ??
      this.#readValueOf(word, end, index) ??
      (this.#findings.isName(word) ? undefined : this.#readValueByForm(start, name)) ??
      end
    );
  }

  /**
   * Where a value starts with the first word in it: Base64 may begin with what is no part of a
   * word.
   */
  #valueStart(wordStart) {
    const before = this.#text.slice(Math.max(0, wordStart - 4), wordStart);
    return wordStart - (before.match(/[+/%-][+/% -]*$/)?.[0].length ?? 0);
  }

  /** What a value at a position is called; nothing, if nothing stands before it. */
  #nameOf(index) {
    return index === this.#label.valueAt ? this.#label : undefined;
  }

  /** Reads a value that no name of ours stands before; where it ends. */
  #readValueByForm(index, label) {
    if (index < this.#noValueBefore) return undefined;
    const value = matchAt(VALUE, this.#text, index);
    this.#noValueBefore = index + value.length;
    const isShort = value.length < LEAST_OF_VALUE;
    if (value === '' || (isShort && !label && this.#isInSentence(index))) return undefined;
    const { value: whole, end } = this.#base64.from(index, index + value.length);
    return this.#addByForm(whole, label) ? end : undefined;
  }

  /** Whether a word stands before a position. */
  #isInSentence(index) {
    return /[\w\u4e00-\u9fff][ \t]{1,3}$/.test(this.#text.slice(Math.max(0, index - 4), index));
  }

  #addByForm(value, label) {
    // What is called something else is that. Chinese before a colon is a sentence, more often than
    // a name.
    const { name, isSeparated, isBelow } = label ?? {};
    if (isSeparated && /[a-z]/i.test(name) && !this.#findings.saysLittle(name)) return false;
    return this.#findings.addByForm(value, name, isBelow);
  }

  /** Reads a form or a query inside a text; where it ends. */
  #readFormAt(index, nameEnd) {
    if (this.#text.charAt(nameEnd) !== '=' || index < this.#noFormBefore) return undefined;
    const form = matchAt(FORM_IN_TEXT, this.#text, index);
    const end = index + form.length;
    if (NEXT_PAIR.test(form) || '?&'.includes(this.#text.charAt(index - 1) || ' ')) {
      this.#inside.form(form);
      return end;
    }
    this.#noFormBefore = end;
    return undefined;
  }

  /**
   * Reads the value of a name that ends at a position; where the value ends, if the name is one of
   * ours. Otherwise it is kept in mind what the value is called.
   */
  #readValueOf(name, nameEnd, nameStart = nameEnd) {
    const start = separatorEnd(this.#text, nameEnd, nameStart);
    const valueAt = skip(SPACES, this.#text, start ?? nameEnd);
    const prefix = matchAt(BEFORE_QUOTE, this.#text, valueAt);
    const isBelow = this.#text.slice(nameEnd, valueAt).includes('\n');
    const isSeparated = start !== undefined;
    this.#label = { name, valueAt: valueAt + prefix.length, isSeparated, isBelow };
    if (start === undefined) return undefined;
    if (!this.#findings.isName(name)) return this.#readPaired(name, start, valueAt);
    return this.#addValuesOf(name, start);
  }

  /** Reads `"name": "iv", "value": "…"`, of a HAR file or of an HTML form. */
  #readPaired(name, start, valueAt) {
    const last = plain(name);
    if (last === 'value' && this.#named !== undefined) {
      const end = this.#addValuesOf(this.#named, start);
      this.#named = undefined;
      return end;
    }
    if (last !== 'name' && last !== 'key') return undefined;
    const quoted = this.#quotes.at(valueAt, true);
    if (!quoted || !this.#findings.isName(quoted.value)) return undefined;
    this.#named = quoted.value;
    return quoted.end;
  }

  #addValuesOf(name, start) {
    const values = this.#values.after(start, this.#findings.fieldOf(name));
    if (values.length > 0) this.#findings.add(name, ...values.map(({ value }) => value));
    return values.at(-1)?.end ?? start;
  }
}
