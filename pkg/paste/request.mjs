// What is sent over HTTP: the whole of it, or its body.

import { readForm, readNotation, readPair } from './notation.mjs';

const MULTIPART = /^--\S+\r?\n/;
const START_LINE =
  /^(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+(?: HTTP\/[\d.]+)?|HTTP\/\d.*)[ \t]*\r?(?:\n|$)/;

export function isRequest(text) {
  return START_LINE.test(text);
}

export function isMultipart(text) {
  return MULTIPART.test(text);
}

export function readHttp(text, findings) {
  const head = text.split(/\r?\n\r?\n/, 1)[0];
  const [startLine] = head.split('\n', 1);
  readNotation(startLine, findings);
  readBody(text.slice(head.length).replace(/^(?:\r?\n){2}/, ''), findings);
  // Last: what is meant for the server is in the query or in the body.
  readNotation(head.slice(startLine.length), findings);
}

/** Reads what a server is sent, the way that it reads it. */
export function readBody(body, findings) {
  if (findings.addBody(body)) return;
  if (isMultipart(body)) readMultipart(body, findings);
  else if ('{["<'.includes(body.trimStart().charAt(0))) readNotation(body, findings);
  else readForm(body, findings);
}

export function readMultipart(body, findings) {
  const boundary = body.match(/^--\S+/)[0];
  for (const part of body.split(boundary)) {
    const head = part.split(/\r?\n\r?\n/, 1)[0];
    const name = head.match(/\bname="([^"\r\n]*)"/)?.[1];
    const value = part.slice(head.length).replace(/^(?:\r?\n){2}/, '');
    if (name) readPair(name, value.replace(/\r?\n$/, ''), findings);
  }
}
