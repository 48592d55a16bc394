import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from './checks.mjs';
import { root } from './run.mjs';
import { setUpBuild, setUpLints, setUpTests } from './setup.mjs';
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
/** `--only=vite` runs the checks whose names say so, on what was built and packed before. */
const only = regExp(process.argv.find((argument) => argument.startsWith('--only=')));
const logs = join(root, 'target/test-logs');

await main(async () => {
  const started = performance.now();
  heading('Set-up');
  await setUpBuild();
  await setUpLints();
  const programs = quick ? {} : await setUpTests({ deep });

  heading('Checks');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const results = [];
  for (const check of checks(programs).filter(isChosen)) {
    const result = await perform(check, results);
    results.push(result);
    if (result.error) report(result.error);
  }

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

function perform(check, results) {
  const { name, after, shows } = check;
  const isMissing = (result) => result.error || result.skipped;
  const missing = results.find((it) => [after].flat().includes(it.name) && isMissing(it));
  if (missing) return attempt(name, () => new Skipped(`needs: ${missing.name}`));
  if (shows === 'steps') return measure(name, check.run);
  return attempt(name, () => runLogged(check));
}

async function runLogged({ name, run, counts, shows }) {
  let output;
  try {
    output = await run();
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

/** The tests that passed, as cargo or Node.js count them. */
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
