// The words of a command, as a shell makes them.

import { closing, matchAt, unescaped } from './text.mjs';

const BLANKS = /[ \t\r]*/y;
const LINE_BREAK = /(?:\r?\n)?/y;
const CONTINUATION = /\\\r?\n/y;
const BACKSLASHES = /\\*/y;
const SHELL_WORD = /[^\s'"\\$]+/y;

/** A POSIX shell's words. */
export class Shell {
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
export class WindowsShell {
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
