// Finds what a decryption takes in any text that a developer pastes: JSON, forms, commands,
// requests, logs, code. Values stay as they were written: their damage is what a diagnosis is to
// explain. A paste may be huge or hostile: each reader passes over it once, and quotes that close
// nowhere are looked for once.

export { placeBlocks } from './findings.mjs';

import { Findings, isWhole, plain } from './findings.mjs';
import { Shell, WindowsShell } from './shell.mjs';
import { closing, matchAt, unescaped } from './text.mjs';

/**
 * A text of so many characters is read at once, however hostile: no request of a login is larger.
 */
export const MOST_TO_READ = 1_000_000;
const DEEPEST = 5;

const BLANKS = /[ \t\r]*/y;
const SPACES = /\s*/y;
/** What a value ends at that is not in quotes. An entity of HTML in it is damage. */
const UNQUOTED = /(?:[^\s,;()[\]{}<>"'`|&“”‘’「」，；。（）【】]|&(?:#\w{1,5}|[a-z]{2,6});)*/y;
const FORM_IN_TEXT = /[^\s,;)\]}"'`#，；）】]*/y;
/** Of the Base64 of 16 bytes. */
const BLOCK_CHARACTERS = 24;
const NEXT_PAIR = /&[\w.[\]%$-]{1,100}=/;
const SEPARATOR =
  /-{3,}[ \t]*(?:[:：]|=>?)?|-{2,}[ \t]*(?:[:：]|=>?)|=>|:=|:(?!:)|：|＝|=(?!=)|(?:→|-+>)(?=[ \t])|(?:是|为)[:：]?/y;
/** A dash of prose, unless Base64 or an appid is behind it. A blank in it may have been `+`. */
const DASH = /[-–—](?=[ \t]{1,8}["'`]?(?:(?:[\w+/%-]{1,15} )?[\w+/%-]{16}|[\w+/% -]{16,32}=))/y;
/** Between a name and its value, each in an element of its own: `<td>iv</td><td>`. */
const NEXT_ELEMENT = /<\/\w{1,20}>\s{0,100}<\w{1,20}[^<>]{0,100}>(?:<!\[CDATA\[)?/y;
const SEPARATORS = [SEPARATOR, DASH, NEXT_ELEMENT];
/** A text of several lines in YAML: `iv: |`, and lines that are indented alike. */
const BLOCK = /[|>][+-]?[ \t]{0,8}\r?\n([ \t]{1,100})(?=\S)[^\r\n]*(?:\r?\n\1[^\r\n]*)*/y;
/** What Java's properties and shells put before signs. */
const ESCAPED_SIGN = /\\(?=[=+:])/g;
/** No program folds into shorter lines. */
const SHORTEST_FOLDED = 48;
/** What Python's `pprint` puts around a text of several lines. */
const OPENING_OF_PARTS = /\(\s{0,100}(?=["'`])/y;
/** What may stand in a further line of a value. */
const FURTHER_PART = /^[\w+/ =-]+$/;
/**
 * What closes behind a name: `data['iv']`, `[iv:protected]` of PHP's `print_r`,
 * `会话密钥（session_key）`, `<<"iv">>`.
 */
const CLOSED =
  /[ \t]*(?::(?:"?[\w\\]{1,100}"?:)?(?:protected|private)(?=\]))?(?:[\]）】]|>>)?[ \t\r]*/y;
const ELEMENT = /[ \t]*>(?:<!\[CDATA\[)?/y;
/** What may be a value without a name, or the beginning of one. */
const VALUE = /(?:[A-Za-z0-9+/_%-]|\\\/|&#\w{1,5};)+={0,2}/y;
/** So much of a value is known for one in the middle of a sentence. */
const LEAST_OF_VALUE = 16;
/**
 * What follows a blank that was `+`, or a line break, in Base64; what stands behind it is no name
 * of a value.
 */
const NEXT_PIECE =
  /(?:[ ]{1,2}|\r?\n[ \t]*)[A-Za-z0-9+/_-]+={0,2}(?![^\s,;()[\]{}<>"'`|&“”‘’「」，；。（）【】])/y;
/**
 * How often a text may be gone over for Base64 that goes on: it may turn out not to, again and
 * again.
 */
const MOST_GOING_ON = 4;
/** What TypeScript and Python write between a name and its `=`. */
const ANNOTATION = /:[ \t]{0,8}(?:string|str)[ \t]{0,8}(?==[^=])/iy;
/**
 * What Python, C#, PHP's `var_dump`, Rust, Swift, Erlang and Go's printers write before a quoted
 * text.
 */
const BEFORE_QUOTE =
  /(?:[bru]{1,2}|@|string\(\d{1,9}\) |(?:some|optional)\(|<<|\(string\) (?:\(len=\d{1,9}\) )?)(?=["'`])/iy;
/** The quotes, and what closes them. */
const QUOTES = new Map([
  ...['"', "'", '`'].map((quote) => [quote, quote]),
  ...['“”', '””', '‘’', '’’', '「」'].map(([opens, closes]) => [opens, closes]),
]);
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

const CURL = /(?<![\w./-])curl(?:\.exe)?[ \t]+(?=["'^$\-\d/\\]|http|localhost)/gi;
const DATA_OPTIONS = new Map([
  ['-d', 'data'],
  ['--data', 'data'],
  ['--data-ascii', 'data'],
  ['--data-binary', 'data'],
  ['--data-raw', 'raw'],
  ['--json', 'data'],
  ['--data-urlencode', 'encoded'],
  ['--url-query', 'encoded'],
  ['-F', 'part'],
  ['--form', 'part'],
  ['--form-string', 'text'],
]);
/** `-sd…`: options without a value before the one with it, and its value behind it. */
const SHORT_OPTIONS = /^-[sSkLvifGgIjNO]*([dF])/;
const MULTIPART = /^--\S+\r?\n/;
const POWERSHELL = /Invoke-(?:WebRequest|RestMethod)/i;
const START_LINE =
  /^(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+(?: HTTP\/[\d.]+)?|HTTP\/\d.*)[ \t]*\r?(?:\n|$)/;

/**
 * The fields that a pasted text has. Never throws.
 *
 * `fields` has those found of `appid` (an array if it is a list), `sessionKey` (an array: there may
 * be several candidates), `iv`, `encryptedData`, `rawData` and `signature`. Of what is there twice,
 * the first counts, and of JSON the outermost. Where names are missing, the form tells: `blocks`
 * are the values that may be a session key or an iv, for `placeBlocks`.
 *
 * `appSecret`: the text has what looks like an AppSecret. Its value is in no field.
 */
export function readPaste(text) {
  const findings = new Findings();
  if (typeof text === 'string') readText(text, findings);
  return findings.result();
}

/**
 * Tells the findings what is in a text. They know the names that are looked for.
 *
 * @param {Findings} findings or what takes its place
 */
export function readText(pasted, findings) {
  const text = withoutOuterLineBreaks(pasted);
  if (findings.addBare(text)) return;
  const quoted = new Scanner(text, findings).quotedAt(0);
  if (quoted?.end === text.length && findings.addBare(quoted.value)) return;
  readObject(text, findings);
  if (START_LINE.test(text)) readHttp(text, findings);
  else if (MULTIPART.test(text)) readMultipart(text, findings);
  // In PowerShell, "`"" is a quote in quotes.
  else if (POWERSHELL.test(text)) readNotation(text.replaceAll('`"', '\\"'), findings);
  else readCommands(text, findings);
}

/** Of JSON, what stands at the top comes before what is inside. */
function readObject(text, findings) {
  if (!/^\s*\{/.test(text)) return;
  try {
    for (const [name, value] of Object.entries(JSON.parse(text))) {
      const values = [value].flat().filter((one) => typeof one === 'string');
      if (values.length > 0) findings.add(name, ...values);
    }
    findings.settle();
  } catch {
    // It is no JSON, and read as what it is.
  }
}

function readHttp(text, findings) {
  const head = text.split(/\r?\n\r?\n/, 1)[0];
  const [startLine] = head.split('\n', 1);
  readNotation(startLine, findings);
  readBody(text.slice(head.length).replace(/^(?:\r?\n){2}/, ''), findings);
  // Last: what is meant for the server is in the query or in the body.
  readNotation(head.slice(startLine.length), findings);
}

/** Reads what a server is sent, the way that it reads it. */
function readBody(body, findings) {
  if (findings.addBody(body)) return;
  if (MULTIPART.test(body)) readMultipart(body, findings);
  else if ('{["<'.includes(body.trimStart().charAt(0))) readNotation(body, findings);
  else readForm(body, findings);
}

function readMultipart(body, findings) {
  const boundary = body.match(/^--\S+/)[0];
  for (const part of body.split(boundary)) {
    const head = part.split(/\r?\n\r?\n/, 1)[0];
    const name = head.match(/\bname="([^"\r\n]*)"/)?.[1];
    const value = part.slice(head.length).replace(/^(?:\r?\n){2}/, '');
    if (name) readPair(name, value.replace(/\r?\n$/, ''), findings);
  }
}

function readQuery(url, findings) {
  const [address] = url.split('#', 1);
  readForm(address.slice(address.indexOf('?') + 1), findings);
}

function readForm(text, findings, depth = 0) {
  findings.noteForm(text);
  for (const [name, value] of new URLSearchParams(text)) readPair(name, value, findings, depth);
}

function readPair(name, value, findings, depth = 0) {
  if (!findings.add(name, value)) readInner(value, findings, depth + 1);
}

/** Reads a value that is no field, but may hold some. */
function readInner(text, findings, depth) {
  if (depth > DEEPEST || !/[=:：<]/.test(text)) return;
  readNotation(text, findings, depth);
}

/** Reads JSON and what resembles it, forms, and logs and code with names before values. */
function readNotation(written, findings, depth = 0) {
  const text = findings.withoutBodies(written);
  if (isForm(text)) readForm(text, findings, depth);
  else if (isEscapedForHtml(text)) readInner(text.replaceAll('&quot;', '"'), findings, depth + 1);
  else new Scanner(text, findings, depth).read();
}

/**
 * Whether a text is a form and nothing else. A blank in it, which may have been `+`, does not end
 * it.
 */
function isForm(text) {
  return (
    /&|%[0-9a-f]{2}/i.test(text) &&
    text.split('&').every((pair) => /^[\w.[\]%$-]+=[^=\r\n"]*=*$/.test(pair))
  );
}

function isEscapedForHtml(text) {
  return text.includes('&quot;') && !text.includes('"');
}

/** Goes through a text from name to name. */
class Scanner {
  #text;
  #findings;
  #depth;
  /** By quote: up to where it is known that none closes. */
  #unclosed = new Map();
  #noFormBefore = 0;
  #noValueBefore = 0;
  #goneOn = 0;
  /** What stands before a value, and where that begins. */
  #label = { name: '', valueAt: -1, isSeparated: false, isBelow: false };
  /** The name in `"name": "iv", "value": "…"`. */
  #named;

  constructor(text, findings, depth = 0) {
    this.#text = text;
    this.#findings = findings;
    this.#depth = depth;
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
    return QUOTES.has(found[0]) ? this.#readQuote(found.index) : this.#readWord(found);
  }

  /** The quoted text at a position, with its escapes undone. */
  quotedAt(index, isOneLine = false) {
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

  #readQuote(index) {
    // An apostrophe, or the end of a text whose start was none.
    if (/\w/.test(this.#text.charAt(index - 1)) && !this.#isPrefixed(index)) return index + 1;
    if (this.#text.charAt(index - 1) === '\\') return this.#readInsideOfString(index - 1);
    // Only a value goes on for lines: any other quote may be a stray one.
    const quoted = this.quotedAt(index, true);
    if (!quoted) return index + 1;
    const name = this.#nameOf(index);
    const end = this.#readValueOf(quoted.value, quoted.end);
    if (end !== undefined) return end;
    if (!this.#addByForm(quoted.value, name)) {
      readInner(quoted.value, this.#findings, this.#depth + 1);
    }
    return quoted.end;
  }

  /**
   * Reads a line from where it turns out that it was cut out of a string: its quotes are escaped.
   */
  #readInsideOfString(index) {
    const lineEnd = this.#text.indexOf('\n', index);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    readInner(unescaped(this.#text.slice(index, end), '"'), this.#findings, this.#depth + 1);
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
    const { value: whole, end } = this.#goingOn(index, index + value.length);
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
      readForm(form, this.#findings, this.#depth);
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
    const start = this.#separatorEnd(nameEnd, nameStart);
    const valueAt = this.#skip(SPACES, start ?? nameEnd);
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
    const quoted = this.quotedAt(valueAt, true);
    if (!quoted || !this.#findings.isName(quoted.value)) return undefined;
    this.#named = quoted.value;
    return quoted.end;
  }

  #addValuesOf(name, start) {
    const values = this.#valuesAt(start, this.#findings.fieldOf(name));
    if (values.length > 0) this.#findings.add(name, ...values.map(({ value }) => value));
    return values.at(-1)?.end ?? start;
  }

  #separatorEnd(nameEnd, nameStart) {
    if (this.#text.charAt(nameStart - 1) === '<') {
      const element = matchAt(ELEMENT, this.#text, nameEnd);
      if (element !== '') return nameEnd + element.length;
    }
    let index = this.#skip(CLOSED, nameEnd);
    index += matchAt(ANNOTATION, this.#text, index).length;
    const separators = SEPARATORS.map((pattern) => matchAt(pattern, this.#text, index));
    const separator = separators.find((found) => found !== '');
    return separator && index + separator.length;
  }

  #valuesAt(start, field) {
    const index = this.#skip(SPACES, start);
    if (this.#text.charAt(index) === '[') return this.#listAt(index + 1, field);
    const block = matchAt(BLOCK, this.#text, index);
    if (block !== '') return [{ value: linesOf(block), end: index + block.length }];
    const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, start, field);
    return found ? [found] : [];
  }

  #listAt(start, field) {
    const values = [];
    for (let index = start; ; index++) {
      index = this.#skip(SPACES, index);
      const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, index, field);
      if (!found) return values;
      values.push(found);
      index = this.#skip(SPACES, found.end);
      if (this.#text.charAt(index) !== ',') return values;
    }
  }

  /** A quoted text, in several parts perhaps, as WeChat's own samples write theirs. */
  #concatenatedAt(index) {
    const found = this.quotedAt(this.#skip(OPENING_OF_PARTS, index));
    for (let part = found; part; ) {
      found.end = part.end;
      part = this.#partAfter(part);
      // What is before a separator is a name, as in `-iv: "…" +encryptedData: "…"` of Symfony's
      // dumper.
      if (!part || this.#separatorEnd(part.end, part.end) !== undefined) break;
      found.value += part.value;
    }
    return found;
  }

  /** The part behind an operator; or on the next line, as Python and C have it without one. */
  #partAfter({ value, end }) {
    const next = this.#skip(SPACES, end);
    if (/[+.]/.test(this.#text.charAt(next))) return this.quotedAt(this.#skip(SPACES, next + 1));
    if (value.endsWith('=') || !this.#text.slice(end, next).includes('\n')) return undefined;
    const part = this.quotedAt(next, true);
    return part && FURTHER_PART.test(part.value) && !this.#findings.isName(part.value)
      ? part
      : undefined;
  }

  #unquotedAt(index, separatorEnd, field) {
    const start = QUOTES.has(this.#text.charAt(index)) ? index + 1 : index;
    const value = matchAt(UNQUOTED, this.#text, start);
    const end = start + value.length;
    if (value === '' || this.#isCode(value) || /[([{]/.test(this.#text.charAt(end)))
      return undefined;
    const isOnNextLine = this.#text.slice(separatorEnd, index).includes('\n');
    const plainly = { value: value.replace(ESCAPED_SIGN, ''), end };
    const mayGoOn = BASE64_FIELDS.has(field) && plainly.value === value;
    const found = mayGoOn ? this.#goingOn(start, end) : plainly;
    return isOnNextLine && !this.#isLineEnd(found.end) ? undefined : found;
  }

  /**
   * Base64 that may go on behind blanks that were `+`, or on the next line: as far as it is whole,
   * or as it is in lines of one length. If it never is, as far as it goes without a blank.
   */
  #goingOn(start, firstEnd) {
    // The first character of a block may have been a `+`, too.
    const blank = this.#text.charAt(start - 1) === ' ' ? 1 : 0;
    let best = { start, end: firstEnd };
    let end = firstEnd;
    let length = end - start;
    const lines = new Lines(length);
    for (;;) {
      const padding = this.#paddingBefore(end);
      if (isWhole(length, padding) || lines.areFolded) best = { start, end };
      else if (length + blank === BLOCK_CHARACTERS && padding === 2)
        best = { start: start - blank, end };
      const piece = padding > 0 ? '' : this.#nextPiece(end);
      if (piece === '') break;
      end += piece.length;
      lines.add(piece);
      length += piece.startsWith(' ') ? piece.length : piece.trimStart().length;
    }
    // Where other characters were a `+`, the first may have been one.
    const isMended =
      end > firstEnd && best.end < end && isWhole(length + blank, this.#paddingBefore(end));
    if (isMended) best = { start: start - blank, end };
    return { value: this.#text.slice(best.start, best.end), end: best.end };
  }

  #nextPiece(index) {
    if (this.#goneOn > MOST_GOING_ON * this.#text.length) return '';
    const piece = matchAt(NEXT_PIECE, this.#text, index);
    this.#goneOn += piece.length;
    return this.#findings.isName(piece) ? '' : piece;
  }

  #paddingBefore(end) {
    let padding = 0;
    while (padding < 2 && this.#text.charAt(end - 1 - padding) === '=') padding++;
    return padding;
  }

  #isCode(value) {
    return (
      NOTHING.has(value.toLowerCase()) ||
      CODE.test(value) ||
      this.#findings.isName(value.replace(/[:=：]$/, ''))
    );
  }

  #isLineEnd(index) {
    const end = this.#skip(BLANKS, index);
    return end === this.#text.length || /[\r\n]/.test(this.#text.charAt(end));
  }

  #skip(pattern, index) {
    return index + matchAt(pattern, this.#text, index).length;
  }
}

/** The lines of YAML's block, without what is around them. */
function linesOf(block) {
  const [, first, ...others] = block.split(/\r?\n/);
  const indentation = first.length - first.trimStart().length;
  return [first, ...others].map((line) => line.slice(indentation)).join('\n');
}

/** Whether the lines of a text are as an encoder folds it: of one length, but for the last. */
class Lines {
  #length;
  #count = 1;
  #isLast = false;
  areFolded = false;

  constructor(length) {
    this.#length = length;
  }

  add(piece) {
    const length = piece.trimStart().length;
    const isLine = !piece.startsWith(' ') && !this.#isLast && length <= this.#length;
    this.#isLast ||= length < this.#length;
    this.#count += 1;
    this.areFolded = isLine && this.#count > 2 && this.#length >= SHORTEST_FOLDED;
  }
}

/** Reads the curl commands of a text as the shell and curl would, and what is around them. */
function readCommands(text, findings) {
  const shell = /\^(?:\r?\n|")/.test(text) ? new WindowsShell(text) : new Shell(text);
  const curl = new RegExp(CURL);
  let read = 0;
  for (let found = curl.exec(text); found; found = curl.exec(text)) {
    readNotation(text.slice(read, found.index), findings);
    const { words, end } = shell.command(curl.lastIndex);
    readCurl(words, findings);
    read = end;
    curl.lastIndex = end;
  }
  readNotation(text.slice(read), findings);
}

function readCurl(words, findings) {
  const data = [];
  const others = [];
  for (let index = 0; index < words.length; index++) {
    const [option, attached] = splitShortOption(words[index]);
    const kind = DATA_OPTIONS.get(option);
    if (!kind) others.push(words[index]);
    else data.push({ kind, value: attached || (words[++index] ?? '') });
  }
  for (const word of others) {
    if (/^[^\s?]+\?/.test(word)) readQuery(word, findings);
  }
  readData(data, findings);
  for (const word of others) {
    if (/[\s:]/.test(word)) readInner(word, findings, 0);
  }
}

function splitShortOption(word) {
  const short = word.match(SHORT_OPTIONS);
  return short ? [`-${short[1]}`, word.slice(short[0].length)] : [word, ''];
}

function readData(data, findings) {
  const isFile = ({ kind, value }) => kind === 'data' && value.startsWith('@');
  const sent = data.filter((given) => /^(?:data|raw)$/.test(given.kind) && !isFile(given));
  if (sent.length > 0) readBody(sent.map(({ value }) => value).join('&'), findings);
  for (const { kind, value } of data) {
    if (!/^(?:encoded|part|text)$/.test(kind)) continue;
    const [name] = value.split('=', 1);
    const content = value.slice(name.length + 1);
    if (kind !== 'part') readPair(name, content, findings);
    else if (!/^[@<]/.test(content)) readPair(name, withoutAttributes(content), findings);
  }
}

/** `-F 'iv=…;type=text/plain'` */
function withoutAttributes(part) {
  return part.split(/;(?:type|filename|headers|encoder)=/, 1)[0];
}

/** Copied along with a text, not part of it. */
function withoutOuterLineBreaks(text) {
  let start = 0;
  while (/[\r\n]/.test(text.charAt(start))) start++;
  let end = text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
