// Finds what a decryption takes in any text that a developer pastes: JSON, forms, commands,
// requests, logs, code. Values stay as they were written: their damage is what a diagnosis is to
// explain. A paste may be huge or hostile: each reader passes over it once, and quotes that close
// nowhere are looked for once.

export { placeBlocks } from './findings.mjs';

import { readCommands } from './curl.mjs';
import { Findings } from './findings.mjs';
import { readNotation } from './notation.mjs';
import { Quotes } from './quotes.mjs';
import { isMultipart, isRequest, readHttp, readMultipart } from './request.mjs';

/**
 * A text of so many characters is read at once, however hostile: no request of a login is larger.
 */
export const MOST_TO_READ = 1_000_000;

const POWERSHELL = /Invoke-(?:WebRequest|RestMethod)/i;

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
  const quoted = new Quotes(text).at(0);
  if (quoted?.end === text.length && findings.addBare(quoted.value)) return;
  readObject(text, findings);
  if (isRequest(text)) readHttp(text, findings);
  else if (isMultipart(text)) readMultipart(text, findings);
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

/** Copied along with a text, not part of it. */
function withoutOuterLineBreaks(text) {
  let start = 0;
  while (/[\r\n]/.test(text.charAt(start))) start++;
  let end = text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
