// What tests/package takes of `node:test`, for tests that are run again and again.

import { createRequire } from 'node:module';

// The loader replaces what is imported.
export const { mock } = createRequire(import.meta.url)('node:test');

/** Every test that was declared: `{ name, body }`. */
export const tests = [];
const suites = [];

export function describe(name, ...rest) {
  suites.push(name);
  rest.at(-1)();
  suites.pop();
}

export function test(name, ...rest) {
  const body = rest.pop();
  const [options = {}] = rest;
  if (!options.skip) tests.push({ name: [...suites, name].join(' > '), body });
}

/** What a file does at its end: it closes servers, which end with the process. */
export function after() {}
