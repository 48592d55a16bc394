// Commands of curl, with what is around them.

import { readInner, readNotation, readPair, readQuery } from './notation.mjs';
import { readBody } from './request.mjs';
import { Shell, WindowsShell } from './shell.mjs';

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

/** Reads the curl commands of a text as the shell and curl would, and what is around them. */
export function readCommands(text, findings) {
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
