import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';
import { obtain, setUpBuild, setUpLints, setUpTests } from './setup.mjs';
import {
  attempt,
  bold,
  dim,
  duration,
  Failure,
  main,
  measure,
  NAME_WIDTH,
  report,
  Skipped,
  say,
  status,
} from './step.mjs';

const quick = process.argv.includes('--quick');
const deep = process.argv.includes('--deep');
/** `--only=vite` runs the checks with such names, on what was built and packed before. */
const only = regExp(process.argv.find((argument) => argument.startsWith('--only=')));
// The seed of all random cases. Without one, the cases are the same each time.
if (deep) {
  process.env.WX_UNIONID_DEEP = '1';
  process.env.WX_UNIONID_SEED ??= String(randomInt(2 ** 31));
}
const logs = join(root, 'target/test-logs');

await main(async () => {
  const started = performance.now();
  heading('Set-up');
  await setUpBuild();
  await setUpLints();

  heading('Checks');
  // Only now: it imports packages that were just installed.
  const { checks } = await import('./checks.mjs');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const results = await performAll(checks().filter(isChosen));

  summarise(results, performance.now() - started);
  if (results.some(({ error }) => error)) process.exitCode = 1;
});

function isChosen({ name, level }) {
  if (only) return only.test(name);
  return level === 'quick' || (!quick && (deep || level !== 'deep'));
}

function regExp(argument) {
  return argument && new RegExp(argument.slice('--only='.length), 'i');
}

/**
 * Runs the lanes side by side, and the checks of each lane one after the other. Cargo's checks
 * would wait for each other's lock, and most of the rest keep one processor busy.
 */
function performAll(checks) {
  const needs = new Set(checks.flatMap(({ needs = [] }) => needs));
  const promised = setUpTests([...needs]);
  const results = new Map();
  const lanes = {};
  for (const check of checks) {
    const { name, lane = 'rest' } = check;
    lanes[lane] = Promise.resolve(lanes[lane]).then(() => perform(check, results, promised));
    results.set(name, lanes[lane]);
  }
  return Promise.all(results.values());
}

async function perform(check, results, promised) {
  const { name, after = [], needs = [], shows } = check;
  const before = await Promise.all([after].flat().map((other) => results.get(other)));
  const missing = before.find((result) => result?.error || result?.skipped);
  if (missing) return attempt(name, () => new Skipped(`needs: ${missing.name}`));
  // Before the clock of the check starts.
  await Promise.allSettled(needs.map((need) => promised[need]));
  const run = async () => {
    const found = await obtain(needs, promised);
    if (found instanceof Skipped) return found;
    return shows === 'steps' ? check.run() : runLogged(check, found);
  };
  const result = await (shows === 'steps' ? measure : attempt)(name, run);
  if (result.error) report(result.error);
  return result;
}

async function runLogged({ name, run, counts, shows }, found) {
  let output;
  try {
    output = await run(found);
  } catch (error) {
    log(name, error.output ?? error.stack);
    throw error;
  }
  if (output instanceof Skipped) return output;
  if (output === undefined) return;
  log(name, output);
  if (shows === 'output') return `\n${output.replaceAll(/^/gm, '    ')}`;
  if (!counts) return;
  const count = countTests(output);
  if (count === 0) throw new Failure('No test ran.', output);
  return `${count} tests`;
}

function log(name, output) {
  const file = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  writeFileSync(join(logs, `${file}.log`), output);
}

/** How many tests passed, by the count of cargo or Node.js. */
function countTests(output) {
  const counts = output.matchAll(/^test result: ok\. (\d+) passed|^ℹ pass (\d+)/gm);
  return [...counts].reduce((sum, [, rust, node]) => sum + Number(rust ?? node), 0);
}

function summarise(results, ms) {
  heading('Summary');
  for (const result of results) {
    say(`  ${result.name.padEnd(NAME_WIDTH)}${duration(result.ms)}  ${outcome(result)}`);
  }
  say(`  ${''.padEnd(NAME_WIDTH)}${duration(ms)}  in all`);

  const failed = results.filter(({ error }) => error).length;
  const skipped = results.filter((result) => result.skipped).length;
  const passed = results.length - failed - skipped;
  if (deep) say(`\nThe seed was ${process.env.WX_UNIONID_SEED}: WX_UNIONID_SEED=… takes it again.`);
  say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function outcome(result) {
  if (result.error || result.skipped) return status(result);
  const { note } = result;
  return note.includes('\n') ? 'passed' : `passed  ${dim(note)}`.trimEnd();
}

function heading(text) {
  say(`\n${bold(text)}`);
}
