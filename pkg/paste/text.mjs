// Quoted texts, and patterns at a place.

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

/** Undoes escapes. Those that the quotes do not know stay. */
export function unescaped(text, quote) {
  return text.replace(ESCAPED, (whole, unicode, byte, character) => {
    if (unicode || byte) return String.fromCharCode(Number.parseInt(unicode ?? byte, 16));
    if (character === '/' && quote === '"') return '/';
    return ESCAPES.get(character) ?? whole;
  });
}

/** Where the quote is that closes; else where the line or the text ends. */
export function closing(text, start, quote, isOneLine = false) {
  let index = start;
  for (; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote || (isOneLine && character === '\n')) return index;
    if (character === '\\') index++;
  }
  return text.length;
}

/** What a sticky pattern matches at a position. */
export function matchAt(pattern, text, index) {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? '';
}

/** Behind what a sticky pattern matches at a position. */
export function skip(pattern, text, index) {
  return index + matchAt(pattern, text, index).length;
}
