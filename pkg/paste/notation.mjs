// Texts that hold values, and values that hold further texts: forms, and whatever names values.

import { Scanner } from './scanner.mjs';

const DEEPEST = 5;

export function readQuery(url, findings) {
  const [address] = url.split('#', 1);
  readForm(address.slice(address.indexOf('?') + 1), findings);
}

export function readForm(text, findings, depth = 0) {
  findings.noteForm(text);
  for (const [name, value] of new URLSearchParams(text)) readPair(name, value, findings, depth);
}

export function readPair(name, value, findings, depth = 0) {
  if (!findings.add(name, value)) readInner(value, findings, depth + 1);
}

/** Reads a value that is no field, but may hold some. */
export function readInner(text, findings, depth) {
  if (depth > DEEPEST || !/[=:：<]/.test(text)) return;
  readNotation(text, findings, depth);
}

/** Reads JSON and what resembles it, forms, and logs and code with names before values. */
export function readNotation(written, findings, depth = 0) {
  const text = findings.withoutBodies(written);
  if (isForm(text)) readForm(text, findings, depth);
  else if (isEscapedForHtml(text)) readInner(text.replaceAll('&quot;', '"'), findings, depth + 1);
  else {
    const inside = {
      form: (form) => readForm(form, findings, depth),
      inner: (value) => readInner(value, findings, depth + 1),
    };
    new Scanner(text, findings, inside).read();
  }
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
