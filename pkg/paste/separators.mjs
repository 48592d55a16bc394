// What stands between a name and its value.

import { matchAt, skip } from './text.mjs';

const SEPARATOR =
  /-{3,}[ \t]*(?:[:：]|=>?)?|-{2,}[ \t]*(?:[:：]|=>?)|=>|:=|:(?!:)|：|＝|=(?!=)|(?:→|-+>)(?=[ \t])|(?:是|为)[:：]?/y;
/** A dash of prose, unless Base64 or an appid is behind it. A blank in it may have been `+`. */
const DASH = /[-–—](?=[ \t]{1,8}["'`]?(?:(?:[\w+/%-]{1,15} )?[\w+/%-]{16}|[\w+/% -]{16,32}=))/y;
/** Between a name and its value, each in an element of its own: `<td>iv</td><td>`. */
const NEXT_ELEMENT = /<\/\w{1,20}>\s{0,100}<\w{1,20}[^<>]{0,100}>(?:<!\[CDATA\[)?/y;
const SEPARATORS = [SEPARATOR, DASH, NEXT_ELEMENT];
/**
 * What closes behind a name: `data['iv']`, `[iv:protected]` of PHP's `print_r`,
 * `会话密钥（session_key）`, `<<"iv">>`.
 */
const CLOSED =
  /[ \t]*(?::(?:"?[\w\\]{1,100}"?:)?(?:protected|private)(?=\]))?(?:[\]）】]|>>)?[ \t\r]*/y;
const ELEMENT = /[ \t]*>(?:<!\[CDATA\[)?/y;
/** What TypeScript and Python write between a name and its `=`. */
const ANNOTATION = /:[ \t]{0,8}(?:string|str)[ \t]{0,8}(?==[^=])/iy;

/** Where the separator ends behind a name; nothing, if there is none. */
export function separatorEnd(text, nameEnd, nameStart = nameEnd) {
  if (text.charAt(nameStart - 1) === '<') {
    const element = matchAt(ELEMENT, text, nameEnd);
    if (element !== '') return nameEnd + element.length;
  }
  let index = skip(CLOSED, text, nameEnd);
  index += matchAt(ANNOTATION, text, index).length;
  const separators = SEPARATORS.map((pattern) => matchAt(pattern, text, index));
  const separator = separators.find((found) => found !== '');
  return separator && index + separator.length;
}
