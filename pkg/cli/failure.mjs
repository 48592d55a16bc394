// What goes wrong, and the exit codes.

import { WxError } from '../dist/index.js';

export const exitCodes = Object.freeze({ good: 0, badData: 1, badCall: 2 });

/**
 * The call is bad. The text is for people, in both languages; its English is also for programs. It
 * never repeats a value that was given, which may be a secret in the wrong place.
 */
export class UsageError extends Error {
  /** @param {{ zh: string, en: string }} text */
  constructor(text, code = 'ERR_USAGE') {
    super(text.en);
    this.text = text;
    this.code = code;
  }
}

/**
 * Names in a sentence of either language.
 *
 * @param {string[]} names
 */
export function listed(names) {
  return { zh: names.join('、'), en: names.join(', ') };
}

/** What is the caller's or the host's doing. Everything else is in the data. */
const ofTheCall = ['ERR_INVALID_ARGUMENT', 'ERR_INTERNAL', 'ERR_WASM_UNAVAILABLE'];

export function exitCodeOf(error) {
  const isOfTheData = error instanceof WxError && !ofTheCall.includes(error.code);
  return isOfTheData ? exitCodes.badData : exitCodes.badCall;
}

/** An error for programs. Of an unexpected one, only the name is shown. */
export function errorFacts(error) {
  if (error instanceof WxError) {
    const { name: _, ...facts } = error.toJSON();
    return { code: error.code, ...facts };
  }
  if (error instanceof UsageError) return { code: error.code, message: error.message };
  return { code: 'ERR_INTERNAL', message: `this is a bug in wx-unionid (${nameOf(error)})` };
}

function nameOf(error) {
  const name = String(error?.code ?? error?.name);
  return /^\w{1,40}$/.test(name) ? name : 'unknown';
}
