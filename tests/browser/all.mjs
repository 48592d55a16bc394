// All tests of the page in one process: a browser takes as long to start as many of them.

import { readdirSync } from 'node:fs';

for (const name of readdirSync(new URL('.', import.meta.url))) {
  if (name.endsWith('.test.mjs')) await import(`./${name}`);
}
