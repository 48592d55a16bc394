// Finds what a decryption takes in whatever a developer pastes: JSON, forms, commands, requests, logs, code.
// Values stay as they were written: their damage is what the page is to explain.
// A paste may be huge or hostile: each reader passes over it once, and quotes that close nowhere are looked for once.

/** The fields, by their names in lower case without punctuation and without WeChat's own name before them. */
const FIELDS = new Map([
  ['appid', 'appid'],
  ['sessionkey', 'sessionKey'],
  ['sessionkeys', 'sessionKey'],
  ['iv', 'iv'],
  ['encrypteddata', 'encryptedData'],
  ['encryptdata', 'encryptedData'],
  ['rawdata', 'rawData'],
  ['signature', 'signature'],
]);
/** A text of so many characters is read at once, however hostile: no request of a login is larger. */
export const MOST_TO_READ = 200_000;
const LONGEST_NAME = 100;
const DEEPEST = 5;

const SECRET = /^[0-9a-f]{32}$/i;
const SECRET_INSIDE = /secret[\w$-]{0,16}\W{1,16}[0-9a-f]{32}(?![0-9a-f])/i;
const APPID = /^wx[0-9a-f]{16}$/i;
const BLOCK = /^[A-Za-z0-9+/_-]{22}==$/;
/** Base64, percent-encoded or JSON-escaped perhaps, with line breaks or with blanks that were `+`. */
const BASE64 = /^[A-Za-z0-9+/_\-\s%\\]+={0,2}$/;

const BLANKS = /[ \t\r]*/y;
const SPACES = /\s*/y;
const LINE_BREAK = /(?:\r?\n)?/y;
const CONTINUATION = /\\\r?\n/y;
const BACKSLASHES = /\\*/y;
const SHELL_WORD = /[^\s'"\\$]+/y;
/** What a value ends at that is not in quotes. */
const UNQUOTED = /[^\s,;()[\]{}"'`&，；）】]*/y;
const FORM_IN_TEXT = /[^\s,;)\]}"'`#，；）】]*/y;
const SEPARATOR = /=>|:=|:(?!:)|：|＝|=(?!=)/y;
/** What TypeScript and Python write between a name and its `=`. */
const ANNOTATION = /:[ \t]{0,8}(?:string|str)[ \t]{0,8}(?==[^=])/iy;
/** What Python, C# and PHP's `var_dump` write before a quoted text. */
const BEFORE_QUOTE = /(?:[bru]{1,2}|@|string\(\d{1,9}\) )(?=["'`])/iy;
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
const START_LINE =
  /^(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+(?: HTTP\/[\d.]+)?|HTTP\/\d.*)[ \t]*\r?(?:\n|$)/;

const ESCAPED = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|[\s\S]))/g;
const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ...['\\', '"', "'", '`'].map((character) => [character, character]),
  ...['\n', '\r\n'].map((continuation) => [continuation, '']),
]);

/**
 * The fields that a pasted text has. Never throws.
 *
 * `fields` has those found of `appid`, `sessionKey` (an array: there may be several candidates), `iv`,
 * `encryptedData`, `rawData` and `signature`; or `block`, when the text is nothing but the Base64 of 16 bytes,
 * which may be a session key or an iv. Of what is there twice, the first counts.
 *
 * `appSecret`: the text has what looks like an AppSecret. Its value is in no field.
 */
export function readPaste(text) {
  const findings = new Findings();
  if (typeof text === 'string') readText(withoutOuterLineBreaks(text), findings);
  return findings.result();
}

class Findings {
  #fields = {};
  #sessionKeys = new Set();
  #appSecret = false;

  /** Notes what was given under a name. Whether the name is one of ours. */
  add(name, value) {
    if (isSecretName(name)) {
      this.#appSecret ||= SECRET.test(value.trim());
      return true;
    }
    const field = fieldOf(name);
    if (field) this.set(field, value);
    return field !== undefined;
  }

  set(field, value) {
    // Quotes that do not match can put a secret into the value before it.
    if (SECRET_INSIDE.test(value)) this.#appSecret = true;
    else if (field === 'sessionKey') this.#sessionKeys.add(value);
    else this.#fields[field] ??= value;
  }

  addSecret() {
    this.#appSecret = true;
  }

  result() {
    const fields = { ...this.#fields };
    if (this.#sessionKeys.size > 0) fields.sessionKey = [...this.#sessionKeys];
    return { fields, appSecret: this.#appSecret };
  }
}

function readText(text, findings) {
  if (readBare(text, findings)) return;
  const quoted = new Scanner(text, findings).quotedAt(0);
  if (quoted?.end === text.length && readBare(quoted.value, findings)) return;
  if (START_LINE.test(text)) readHttp(text, findings);
  else readCommands(text, findings);
}

/** Reads a text that is one value, which its form alone names. */
function readBare(text, findings) {
  const value = text.trim();
  if (SECRET.test(value)) findings.addSecret();
  else if (APPID.test(value)) findings.set('appid', text);
  else if (BLOCK.test(value)) findings.set('block', text);
  else if (isLongBase64(value)) findings.set('encryptedData', text);
  else return false;
  return true;
}

function isLongBase64(text) {
  if (text.length <= 100 || !BASE64.test(text)) return false;
  // Prose has blanks too, but more of them.
  return text.length / text.split(/\s+/).length > 16;
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
  if (/^--\S+\r?\n/.test(body)) readMultipart(body, findings);
  else if ('{["'.includes(body.trimStart().charAt(0))) readNotation(body, findings);
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
  for (const [name, value] of new URLSearchParams(text)) readPair(name, value, findings, depth);
}

function readPair(name, value, findings, depth = 0) {
  if (!findings.add(name, value)) readInner(value, findings, depth + 1);
}

/** Reads a value that is no field, but may hold some. */
function readInner(text, findings, depth) {
  if (depth > DEEPEST || !/[=:：]/.test(text)) return;
  readNotation(text, findings, depth);
}

/** Reads JSON and what resembles it, forms, and logs and code with names before values. */
function readNotation(text, findings, depth = 0) {
  if (isForm(text)) readForm(text, findings, depth);
  else if (isInsideOfString(text)) readInner(unescaped(text, '"'), findings, depth + 1);
  else new Scanner(text, findings, depth).read();
}

/** Whether a text is a form and nothing else. A blank in it, which may have been `+`, does not end it. */
function isForm(text) {
  return (
    text.includes('&') && text.split('&').every((pair) => /^[\w.[\]%$-]+=[^=\r\n"]*=*$/.test(pair))
  );
}

/** Whether a text was cut out of a JSON string: even its first quote is escaped. */
function isInsideOfString(text) {
  return text.charAt(text.indexOf('"') - 1) === '\\';
}

/** Goes through a text from name to name. */
class Scanner {
  #text;
  #findings;
  #depth;
  /** By quote: up to where it is known that none closes. */
  #unclosed = new Map();
  #noFormBefore = 0;

  constructor(text, findings, depth = 0) {
    this.#text = text;
    this.#findings = findings;
    this.#depth = depth;
  }

  read() {
    const token = /["'`]|[\w$-]+/g;
    for (let found = token.exec(this.#text); found; found = token.exec(this.#text)) {
      const read = isQuote(found[0]) ? this.#readQuote(found.index) : this.#readWord(found);
      token.lastIndex = read;
    }
  }

  /** The quoted text at a position, with its escapes undone. */
  quotedAt(index, isOneLine = false) {
    const start = index + matchAt(BEFORE_QUOTE, this.#text, index).length;
    const quote = this.#text.charAt(start);
    if (!isQuote(quote) || start < this.#unclosed.get(quote)) return undefined;
    const close = closing(this.#text, start + 1, quote, isOneLine);
    if (this.#text.charAt(close) !== quote) {
      this.#unclosed.set(quote, close);
      return undefined;
    }
    return { value: unescaped(this.#text.slice(start + 1, close), quote), end: close + 1 };
  }

  #readQuote(index) {
    // An apostrophe, or the end of a text whose start was none.
    if (/\w/.test(this.#text.charAt(index - 1)) && !this.#isPrefixed(index)) return index + 1;
    // Only a value goes on for lines: any other quote may be a stray one.
    const quoted = this.quotedAt(index, true);
    if (!quoted) return index + 1;
    const end = this.#readValueOf(quoted.value, quoted.end);
    if (end !== undefined) return end;
    readInner(quoted.value, this.#findings, this.#depth + 1);
    return quoted.end;
  }

  #isPrefixed(index) {
    return /(?:^|\W)[bru]{1,2}$/i.test(this.#text.slice(Math.max(0, index - 3), index));
  }

  #readWord({ 0: word, index }) {
    const end = index + word.length;
    return this.#readFormAt(index, end) ?? this.#readValueOf(word, end) ?? end;
  }

  /** Reads a form or a query inside a text; where it ends. */
  #readFormAt(index, nameEnd) {
    if (this.#text.charAt(nameEnd) !== '=' || index < this.#noFormBefore) return undefined;
    const form = matchAt(FORM_IN_TEXT, this.#text, index);
    const end = index + form.length;
    if (form.includes('&') || '?&'.includes(this.#text.charAt(index - 1) || ' ')) {
      readForm(form, this.#findings, this.#depth);
      return end;
    }
    this.#noFormBefore = end;
    return undefined;
  }

  /** Reads the value of a name that ends at a position; where the value ends, if the name is one of ours. */
  #readValueOf(name, nameEnd) {
    if (!isName(name)) return undefined;
    const start = this.#separatorEnd(nameEnd);
    if (start === undefined) return undefined;
    const values = this.#valuesAt(start);
    for (const { value } of values) this.#findings.add(name, value);
    return values.at(-1)?.end ?? start;
  }

  #separatorEnd(nameEnd) {
    let index = this.#skip(BLANKS, nameEnd);
    // `data['iv'] = …`, and `[iv] => …` of PHP's `print_r`.
    if (this.#text.charAt(index) === ']') index = this.#skip(BLANKS, index + 1);
    index += matchAt(ANNOTATION, this.#text, index).length;
    const separator = matchAt(SEPARATOR, this.#text, index);
    return separator === '' ? undefined : index + separator.length;
  }

  #valuesAt(start) {
    const index = this.#skip(SPACES, start);
    if (this.#text.charAt(index) === '[') return this.#listAt(index + 1);
    const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, start);
    return found ? [found] : [];
  }

  #listAt(start) {
    const values = [];
    for (let index = start; ; index++) {
      index = this.#skip(SPACES, index);
      const found = this.#concatenatedAt(index) ?? this.#unquotedAt(index, index);
      if (!found) return values;
      values.push(found);
      index = this.#skip(SPACES, found.end);
      if (this.#text.charAt(index) !== ',') return values;
    }
  }

  /** A quoted text, in several parts perhaps, as WeChat's own samples write theirs. */
  #concatenatedAt(index) {
    const found = this.quotedAt(index);
    for (let part = found; part; ) {
      found.end = part.end;
      const operator = this.#skip(SPACES, part.end);
      if (!/[+.]/.test(this.#text.charAt(operator))) break;
      part = this.quotedAt(this.#skip(SPACES, operator + 1));
      if (part) found.value += part.value;
    }
    return found;
  }

  #unquotedAt(index, separatorEnd) {
    const start = isQuote(this.#text.charAt(index)) ? index + 1 : index;
    const value = matchAt(UNQUOTED, this.#text, start);
    const end = start + value.length;
    if (value === '' || isCode(value) || /[([{]/.test(this.#text.charAt(end))) return undefined;
    const isOnNextLine = this.#text.slice(separatorEnd, index).includes('\n');
    if (isOnNextLine && !this.#isLineEnd(end)) return undefined;
    return { value, end };
  }

  #isLineEnd(index) {
    const end = this.#skip(BLANKS, index);
    return end === this.#text.length || /[\r\n]/.test(this.#text.charAt(end));
  }

  #skip(pattern, index) {
    return index + matchAt(pattern, this.#text, index).length;
  }
}

function isCode(value) {
  return (
    NOTHING.has(value.toLowerCase()) || CODE.test(value) || isName(value.replace(/[:=：]$/, ''))
  );
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

/** A POSIX shell's words. */
class Shell {
  #text;

  constructor(text) {
    this.#text = text;
  }

  /** The words from a position to the end of the command, and where that is. */
  command(start) {
    const words = [];
    let word;
    let index = start;
    while (index < this.#text.length && this.#text.charAt(index) !== '\n') {
      const { piece, end } = this.#pieceAt(index);
      if (piece !== undefined) {
        word = (word ?? '') + piece;
      } else if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
      index = end;
    }
    if (word !== undefined) words.push(word);
    return { words, end: index };
  }

  /** A part of a word with its quoting undone; none at blanks. */
  #pieceAt(index) {
    const blanks = matchAt(BLANKS, this.#text, index) || matchAt(CONTINUATION, this.#text, index);
    if (blanks) return { end: index + blanks.length };
    if (this.#text.startsWith("$'", index)) return this.#quoted(index + 2, "'", unescaped);
    switch (this.#text.charAt(index)) {
      case "'":
        return this.#literal(index + 1);
      case '"':
        return this.#quoted(index + 1, '"', (piece) =>
          piece.replace(/\\(?:\r?\n|(["\\$`]))/g, (_, character = '') => character),
        );
      case '\\':
        return { piece: this.#text.charAt(index + 1), end: index + 2 };
      default: {
        const piece = matchAt(SHELL_WORD, this.#text, index) || this.#text.charAt(index);
        return { piece, end: index + piece.length };
      }
    }
  }

  #literal(start) {
    const close = this.#text.indexOf("'", start);
    const end = close < 0 ? this.#text.length : close;
    return { piece: this.#text.slice(start, end), end: end + 1 };
  }

  #quoted(start, quote, undo) {
    const close = closing(this.#text, start, quote);
    return { piece: undo(this.#text.slice(start, close), quote), end: close + 1 };
  }
}

/** The words of Windows' cmd.exe, and of the programs that it starts. */
class WindowsShell {
  #text;

  constructor(text) {
    this.#text = text;
  }

  command(start) {
    const { line, end } = this.#lineAt(start);
    return { words: argumentsOf(line), end };
  }

  /** cmd.exe's part: the carets, which count outside of its quotes only. */
  #lineAt(start) {
    const parts = [];
    let isQuoted = false;
    let index = start;
    for (; index < this.#text.length; index++) {
      const character = this.#text.charAt(index);
      if (character === '\n' && !isQuoted) break;
      if (character === '^' && !isQuoted) {
        index += 1 + matchAt(LINE_BREAK, this.#text, index + 1).length;
      } else if (character === '"') {
        isQuoted = !isQuoted;
      }
      parts.push(this.#text.charAt(index));
    }
    return { line: parts.join(''), end: index };
  }
}

/** The program's part: quotes, and backslashes, which count before a quote only. */
function argumentsOf(line) {
  const words = [];
  let word;
  let isQuoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (character === '\\') {
      const { piece, end } = backslashesAt(line, index);
      word = (word ?? '') + piece;
      index = end - 1;
    } else if (character === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (isQuoted || !/\s/.test(character)) {
      word = (word ?? '') + character;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function backslashesAt(line, index) {
  const run = matchAt(BACKSLASHES, line, index);
  const end = index + run.length;
  if (line.charAt(end) !== '"') return { piece: run, end };
  const piece = run.slice(0, run.length / 2);
  return run.length % 2 === 0 ? { piece, end } : { piece: `${piece}"`, end: end + 1 };
}

function fieldOf(name) {
  return FIELDS.get(plain(name).replace(/^(?:wx|wechat|weixin)/, ''));
}

function isSecretName(name) {
  return plain(name).includes('secret');
}

function isName(name) {
  return fieldOf(name) !== undefined || isSecretName(name);
}

/** A name in lower case without punctuation; of `data[iv]` the last part. */
function plain(name) {
  if (name.length > LONGEST_NAME) return '';
  const last = name.match(/[\w$-]+/g)?.at(-1) ?? '';
  return last.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** Undoes escapes. Those that the quotes do not know stay. */
function unescaped(text, quote) {
  return text.replace(ESCAPED, (whole, unicode, byte, character) => {
    if (unicode || byte) return String.fromCharCode(Number.parseInt(unicode ?? byte, 16));
    if (character === '/' && quote === '"') return '/';
    return ESCAPES.get(character) ?? whole;
  });
}

/** Where the quote is that closes; else where the line or the text ends. */
function closing(text, start, quote, isOneLine = false) {
  let index = start;
  for (; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote || (isOneLine && character === '\n')) return index;
    if (character === '\\') index++;
  }
  return text.length;
}

function isQuote(character) {
  return character === '"' || character === "'" || character === '`';
}

/** What a sticky pattern matches at a position. */
function matchAt(pattern, text, index) {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? '';
}

/** Copied along with a text, not part of it. */
function withoutOuterLineBreaks(text) {
  let start = 0;
  while (/[\r\n]/.test(text.charAt(start))) start++;
  let end = text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
