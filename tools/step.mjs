/** What a person sees: a line for each step, and one clear sentence if something is wrong. */

const out = process.stdout;
const coloured = out.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

export const NAME_WIDTH = 62;

/** An expected failure: a sentence for the person, and the output of the command that failed. */
export class Failure extends Error {
  constructor(sentence, output = '') {
    super(sentence);
    this.output = output;
  }
}

/** What a step returns that did not run. */
export class Skipped {
  constructor(reason) {
    this.reason = reason;
  }
}

export function say(text = '') {
  watch('');
  out.write(`${text}\n`);
  if (underWay.size > 0) watch(`  ${[...underWay].join(' · ')}`);
}

/** Runs `action`, and throws what it throws. It may return a note for the step's line. */
export async function step(name, action) {
  const result = await attempt(name, action);
  if (result.error) throw result.error;
  return result;
}

/** Shows which steps are running. */
const underWay = new Set();
const width = () => (out.columns ?? 80) - 1;
const watch = (text) => coloured && out.write(`\r\x1b[K${dim(text.slice(0, width()))}`);

/** Like {@link step}, but returns the result of {@link measure}, failures included. */
export async function attempt(name, action) {
  underWay.add(name);
  watch(`  ${[...underWay].join(' · ')}`);
  const result = await measure(name, action);
  underWay.delete(name);
  say(`  ${name.padEnd(NAME_WIDTH)}${dim(duration(result.ms))}  ${status(result)}`.trimEnd());
  return result;
}

/** Runs `action`, and tells how it ended: `{ name, ms, note, skipped, error }`. */
export async function measure(name, action) {
  const started = performance.now();
  const result = { name, note: '' };
  try {
    const outcome = await action();
    if (outcome instanceof Skipped) result.skipped = outcome.reason;
    else result.note = outcome ?? '';
  } catch (error) {
    result.error = error;
  }
  return { ...result, ms: performance.now() - started };
}

/** How a step ended, in a word or a note. */
export function status({ error, skipped, note }) {
  if (error) return red('failed');
  if (skipped) return `${yellow('skipped')}  ${skipped}`;
  return dim(note);
}

export function duration(ms) {
  const seconds = ms / 1000;
  const text =
    seconds < 60
      ? `${seconds.toFixed(1)} s`
      : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return text.padStart(12);
}

/** Shows a failure: the output first, and the sentence last, where the eye is. */
export function report(error) {
  const output = error instanceof Failure ? error.output : error.stack;
  if (output) say(`\n${output.trimEnd()}`);
  if (error instanceof Failure) say(`\n${red(error.message)}`);
}

/** Runs a whole command. */
export async function main(command) {
  try {
    await command();
  } catch (error) {
    report(error);
    process.exit(1);
  }
}
