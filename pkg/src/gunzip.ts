/**
 * Undoes gzip, which no host can do at once but Node.js. It takes bytes as `atob` gives them, and
 * reads what the build of this package writes: one file without a name, in blocks with Huffman
 * codes of their own.
 *
 * See {@link https://www.rfc-editor.org/rfc/rfc1951 | RFC 1951} and
 * {@link https://www.rfc-editor.org/rfc/rfc1952 | RFC 1952}.
 */
export function gunzip(gzipped: string): Uint8Array<ArrayBuffer> {
  const size = new Bits(gzipped, gzipped.length - SIZE_BYTES);
  const bytes = new Uint8Array(size.take(16) | (size.take(16) << 16));
  const bits = new Bits(gzipped, HEADER_BYTES);
  for (let at = 0, isLast = 0; !isLast; ) {
    isLast = bits.take(1);
    if (bits.take(2) !== OWN_CODES) throw new Error('not gzipped by the build of this package');
    at = readBlock(bits, bytes, at);
  }
  return bytes;
}

const HEADER_BYTES = 10;
const SIZE_BYTES = 4;
const OWN_CODES = 2;
const LONGEST_CODE_BITS = 15;
const END_OF_BLOCK = 256;
/** The order in which a block says how long the codes are that it writes lengths of codes in. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * For each 15 bits, or fewer if no code is that long: the symbol that they begin with, and in the
 * last 4 bits its length.
 */
type Code = Uint16Array;

/** Read from the lowest bit of each byte to the highest. */
class Bits {
  private held = 0;
  private count = 0;

  constructor(
    private readonly bytes: string,
    private at: number,
  ) {}

  take(count: number): number {
    this.hold(count);
    return this.drop(count);
  }

  symbol(code: Code): number {
    this.hold(LONGEST_CODE_BITS);
    const entry = code[this.held & (code.length - 1)] as number;
    this.drop(entry & 15);
    return entry >> 4;
  }

  private hold(count: number): void {
    for (; this.count < count; this.count += 8) {
      this.held |= this.bytes.charCodeAt(this.at++) << this.count;
    }
  }

  private drop(count: number): number {
    const bits = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.count -= count;
    return bits;
  }
}

/** Writes what a block says from `at` on, and returns where that ends. */
function readBlock(bits: Bits, bytes: Uint8Array, from: number): number {
  const [literals, distances] = readCodes(bits);
  for (let at = from; ; ) {
    const symbol = bits.symbol(literals);
    if (symbol < END_OF_BLOCK) bytes[at++] = symbol;
    else if (symbol === END_OF_BLOCK) return at;
    else {
      // The last symbol has no further bits.
      const length = symbol === 285 ? 258 : 3 + readNumber(bits, symbol - 257, 2);
      const back = 1 + readNumber(bits, bits.symbol(distances), 1);
      // Byte by byte: what is copied may be what was just written.
      for (const end = at + length; at < end; at++) bytes[at] = bytes[at - back] as number;
    }
  }
}

/** A number's highest bits, one and `steps` more, are in its symbol, and the others follow. */
function readNumber(bits: Bits, symbol: number, steps: number): number {
  const further = (symbol >> steps) - 1;
  if (further < 1) return symbol;
  const step = 1 << steps;
  return ((step | (symbol & (step - 1))) << further) | bits.take(further);
}

/** The codes of a block: of bytes and lengths, and of distances. */
function readCodes(bits: Bits): [literals: Code, distances: Code] {
  const literals = bits.take(5) + 257;
  const all = literals + bits.take(5) + 1;
  const ofLengths = new Uint8Array(LENGTHS_ORDER.length);
  const stated = bits.take(4) + 4;
  for (const symbol of LENGTHS_ORDER.slice(0, stated)) ofLengths[symbol] = bits.take(3);
  const code = codeOf(ofLengths);
  const lengths = new Uint8Array(all);
  for (let at = 0; at < all; ) {
    const symbol = bits.symbol(code);
    if (symbol < 16) lengths[at++] = symbol;
    else if (symbol === 16) at = repeat(lengths[at - 1] as number, 3 + bits.take(2));
    else at = repeat(0, symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7));

    function repeat(length: number, times: number): number {
      lengths.fill(length, at, at + times);
      return at + times;
    }
  }
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

/**
 * Shorter codes come first, and those of one length are counted up; each is written from its
 * highest bit on.
 */
function codeOf(lengths: Uint8Array): Code {
  const longest = Math.max(...lengths);
  const code = new Uint16Array(1 << longest);
  for (let length = 1, next = 0; length <= longest; length++, next <<= 1) {
    for (const [symbol, its] of lengths.entries()) {
      if (its !== length) continue;
      for (let at = reversed(next, length); at < code.length; at += 1 << length) {
        code[at] = (symbol << 4) | length;
      }
      next++;
    }
  }
  return code;
}

function reversed(bits: number, count: number): number {
  let result = 0;
  for (let at = 0; at < count; at++) result |= ((bits >> at) & 1) << (count - 1 - at);
  return result;
}
