// Bulk: one JSON object per line in, one per line out, in constant memory.

import { once } from 'node:events';
import { fstatSync, statSync } from 'node:fs';

import { errorFacts, exitCodes, UsageError } from './failure.mjs';
import { MAX_BYTES, openInput, parseObject, unreadable } from './input.mjs';
import { toJson } from './output.mjs';
import { Progress } from './progress.mjs';

/** What goes through the core at once, by lines and by bytes. */
const BATCH_LINES = 256;
const BATCH_BYTES = 1024 * 1024;

const NEWLINE = 10;

/**
 * @param {object} job
 * @param {string | undefined} job.path
 * @param {{ around: (entries: Iterable<[string, unknown]>) => object }} job.surroundings
 * @param {(inputs: object[]) => ({ ok: true, value: any } | { ok: false, error: Error })[]}
 * job.many
 * @param {(value: any) => boolean} job.isGood whether that answer is good news
 * @param {import('./output.mjs').Output} job.output
 */
export async function runBulk({ path, surroundings, many, isGood, output }) {
  const stream = openInput(path, output);
  const progress = new Progress(output, sizeOf(path));
  for await (const batch of batches(readable(stream))) {
    const outcomes = answersTo(batch, surroundings, many);
    const bad = outcomes.filter(({ ok, value }) => !ok || !isGood(value)).length;
    if (bad > 0) process.exitCode = exitCodes.badData;
    progress.add({ lines: batch.length, bad, bytesRead: stream.bytesRead });
    const text = outcomes.map((outcome, index) => lineOf(batch[index].number, outcome)).join('');
    if (!output.stdout.write(text)) await once(output.stdout, 'drain');
  }
  progress.end();
  return process.exitCode ?? exitCodes.good;
}

/** The outcomes in the order of the lines: those that cannot be read have theirs already. */
function answersTo(batch, surroundings, many) {
  const outcomes = batch.map(({ text }) => read(text, surroundings));
  const answers = many(outcomes.filter(({ ok }) => ok).map(({ value }) => value));
  let next = 0;
  return outcomes.map((outcome) => (outcome.ok ? answers[next++] : outcome));
}

function read(text, surroundings) {
  try {
    if (text === undefined) throw lineTooLong();
    return { ok: true, value: surroundings.around(Object.entries(parseObject(text))) };
  } catch (error) {
    return { ok: false, error };
  }
}

function lineOf(line, { ok, value, error }) {
  return `${toJson(ok ? { line, ok, value } : { line, ok, error: errorFacts(error) })}\n`;
}

/**
 * The lines that are not blank, numbered from 1, a few at a time. One that is too long has no text.
 * What has arrived is not kept waiting for more.
 *
 * @param {AsyncIterable<Buffer>} stream
 */
export async function* batches(stream) {
  let number = 0;
  let batch = [];
  let batchBytes = 0;
  let pieces = [];
  let length = 0;

  const add = (piece) => {
    length += piece.length;
    if (length <= MAX_BYTES) pieces.push(piece);
    else pieces = [];
  };
  const endLine = () => {
    number++;
    const text = length > MAX_BYTES ? undefined : withoutMark(Buffer.concat(pieces).toString());
    if (text === undefined || text.trim() !== '') batch.push({ number, text });
    batchBytes += length;
    pieces = [];
    length = 0;
  };
  const take = () => {
    const taken = batch;
    batch = [];
    batchBytes = 0;
    return taken;
  };

  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      endLine();
      start = end + 1;
      if (batch.length >= BATCH_LINES || batchBytes >= BATCH_BYTES) yield take();
    }
    add(chunk.subarray(start));
    if (batch.length > 0) yield take();
  }
  if (length > 0) endLine();
  if (batch.length > 0) yield take();
}

/** A byte order mark. */
function withoutMark(text) {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

async function* readable(stream) {
  try {
    yield* stream;
  } catch (error) {
    throw unreadable('--file', error);
  }
}

/** The size of input that is not a file is unknown. */
function sizeOf(path) {
  try {
    const facts = path === undefined || path === '-' ? fstatSync(0) : statSync(path);
    return facts.isFile() ? facts.size : undefined;
  } catch {
    // Whoever reads it will say what is wrong with it.
    return undefined;
  }
}

function lineTooLong() {
  return new UsageError(
    { zh: '该行超过 4 MiB', en: 'The line is longer than 4 MiB' },
    'ERR_LINE_TOO_LONG',
  );
}
