// Runs the tests of the package for Stryker: it loads them once, and for each mutant runs those
// that reach it. A process for each test file, as with `node --test`, would take far longer.

import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { mock, tests } from './node-test.mjs';

/** What takes too long, or tells nothing of the code of `pkg/src`. */
const leftOut = [
  // Documents, types, the built files, the page's generated half.
  ...['bundle', 'examples-docs', 'generated', 'inferred', 'published', 'push-docs', 'readme'],
  ...['snippets', 'testing-docs', 'types'],
  // They replace what all code in a process shares, or look at all its memory.
  ...['boundary', 'isolation', 'memory', 'pollution'],
  // Minutes each.
  ...['diagnosis-safety', 'differential', 'oracle', 'secrets'],
];

const files = readdirSync('tests/package')
  .filter((file) => file.endsWith('.test.mjs'))
  .map((file) => file.replace('.test.mjs', ''))
  .filter((file) => !leftOut.includes(file));

/** They take long, and others see what they would. `cjs` is the same code as `esm`. */
const slow = new RegExp(
  [
    ...['answers anything', '^cjs: ', 'the types of every endpoint', 'the causes of'],
    ...['no false alarm', 'the corpus is', 'nothing of rawData', 'JSON.parse', '50,000 keys'],
    ...['MB', 'cut off after', 'a megabyte', 'as long as can cross', 'no error of any call'],
    ...['counted from midnight', 'followersComeInPages', 'continuing from a cursor'],
    ...['(4|20) under way at a time', 'a hundred thousand', 'invented tokens push nobody out'],
  ].join('|'),
);

/** How many of the rest run: the slowest tenth takes two thirds of the time. */
const SHARE = process.env.MUTANTS_ALL ? 1 : 0.9;

/** Of a test, whatever it says of itself: a change that makes it hang is common. */
const LONGEST_MS = 6_000;

/** Which mutant is active, and what reaches which: the instrumented package reads and writes it. */
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

class PackageTests {
  #isFirst = true;
  #isDirty = false;
  #loaded = {};

  capabilities() {
    return { reloadEnvironment: false };
  }

  /** Not with the first mutant, whose time is limited. */
  async init() {
    register(`data:text/javascript,${encodeURIComponent(loader)}`);
    await import(join(process.env.WX_UNIONID_INSTALLED, 'node_modules/wx-unionid/dist/index.js'));
    this.#loaded = { ...stryker.mutantCoverage?.static };
    for (const file of files) {
      const declared = tests.length;
      await import(pathToFileURL(resolve('tests/package', `${file}.test.mjs`)));
      const quick = tests.splice(declared).filter(({ name }) => !slow.test(name));
      tests.push(...quick.map((test, at) => ({ ...test, id: `${file} ${at} ${test.name}` })));
    }
  }

  async dryRun() {
    const results = [];
    for (const test of tests) {
      const { id, name } = test;
      const started = performance.now();
      const failure = await failureOf(test);
      const timeSpentMs = performance.now() - started;
      const outcome = failure ? { status: FAILED, failureMessage: failure.stack } : { status: OK };
      results.push({ id, name, timeSpentMs, ...outcome });
    }
    results.sort((one, other) => one.timeSpentMs - other.timeSpentMs);
    const leftOut = results.slice(SHARE * results.length).filter(({ status }) => status === OK);
    const kept = results.filter((result) => !leftOut.includes(result));
    return { status: 'complete', tests: kept, mutantCoverage: this.#coverageOf(kept) };
  }

  /**
   * What loading the package reaches is as it was when tests begin. All else is changed in tests
   * alone.
   */
  #coverageOf(results) {
    const { perTest } = stryker.mutantCoverage;
    const reached = results.map(({ id }) => [
      id,
      Object.fromEntries(Object.entries(perTest[id] ?? {}).filter(([id]) => !this.#loaded[id])),
    ]);
    return { static: this.#loaded, perTest: Object.fromEntries(reached) };
  }

  /** When it throws, Stryker tries the same mutant in a new process. */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    for (const [at, test] of tests.filter(({ id }) => testFilter.includes(id)).entries()) {
      if (this.#isDirty) throw new Error(LEFT);
      activate(activeMutant.id, hitLimit);
      const failure = await failureOf(test);
      const isEndless = stryker.hitCount > hitLimit;
      activate(undefined);
      if (!failure && !isEndless) continue;
      // What fails without the mutant too shows that this one, or one before it, has left something
      // behind.
      this.#isDirty = isEndless || (await failureOf(test)) !== undefined;
      if (this.#isDirty && !isFirst && !isEndless) throw new Error(LEFT);
      if (isEndless) return { status: 'timeout', reason: 'it goes round and round' };
      // The next change is likely to be near, and to be seen by the same test.
      tests.unshift(...tests.splice(tests.indexOf(test), 1));
      const nrOfTests = at + 1;
      return { status: 'killed', killedBy: [test.id], failureMessage: failure.message, nrOfTests };
    }
    return { status: 'survived', nrOfTests: testFilter.length };
  }
}

const LEFT = 'an earlier mutant has left something behind';

const [OK, FAILED] = [0, 1];

const loader = `export const resolve = (name, context, next) => name === 'node:test'
  ? { url: '${new URL('./node-test.mjs', import.meta.url)}', shortCircuit: true }
  : next(name, context);`;

function activate(id, hitLimit) {
  Object.assign(stryker, { activeMutant: id, hitLimit, hitCount: hitLimit && 0 });
}

/** What nobody awaits. */
const stray = [];
process.on('unhandledRejection', (reason) => stray.push(reason));
process.on('uncaughtException', (error) => stray.push(error));

/** Runs a test: the error that it fails with, or undefined. */
async function failureOf({ id, body }) {
  const cleanups = [];
  const context = { mock, after: (clean) => cleanups.push(clean), diagnostic() {} };
  stray.length = 0;
  stryker.currentTestId = id;
  try {
    await inTime(LONGEST_MS, body(context));
    await setImmediate();
    if (stray.length > 0) throw stray[0];
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    stryker.currentTestId = undefined;
    for (const clean of cleanups) await clean();
    mock.reset();
    mock.timers.reset();
  }
}

// Tests replace the timers.
const { setTimeout, clearTimeout } = globalThis;

async function inTime(ms, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not end')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'package', injectableClass: PackageTests },
];
