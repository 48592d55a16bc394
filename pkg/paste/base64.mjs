// Base64 that goes on behind blanks that were `+`, or on the next line.

import { isWhole } from './findings.mjs';
import { matchAt } from './text.mjs';

/** Of the Base64 of 16 bytes. */
const BLOCK_CHARACTERS = 24;
/** No program folds into shorter lines. */
const SHORTEST_FOLDED = 48;
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

/** The Base64 of a text. */
export class Base64 {
  #text;
  #findings;
  #goneOn = 0;

  constructor(text, findings) {
    this.#text = text;
    this.#findings = findings;
  }

  /**
   * Base64 that may go on behind blanks that were `+`, or on the next line: as far as it is whole,
   * or as it is in lines of one length. If it never is, as far as it goes without a blank.
   */
  from(start, firstEnd) {
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
