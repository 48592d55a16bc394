import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { install } from './installed.mjs';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const samples = fileURLToPath(new URL('types/', import.meta.url));

/** The programs, by what else they have types of. */
const programs = {
  es2022: ['consumer.ts', 'slim.ts', 'testing.ts'],
  'es2022,dom': ['fetches.ts', 'slim-dom.mts', 'testing-dom.ts'],
};

test('a strict TypeScript consumer compiles, and wrong calls do not', () => {
  const folder = install();
  const files = { esm: 'module', cjs: 'commonjs' };
  for (const [format, type] of Object.entries(files)) {
    mkdirSync(join(folder, format));
    writeFileSync(join(folder, format, 'package.json'), JSON.stringify({ type }));
    for (const name of Object.values(programs).flat()) {
      copyFileSync(join(samples, name), join(folder, format, name));
    }
  }
  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ]) {
    for (const [lib, names] of Object.entries(programs)) {
      const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
      const options = ['--noEmit', '--lib', lib, '--module', module];
      const args = [...strict, ...options, '--moduleResolution', resolution];
      const inputs = resolution === 'bundler' ? ['esm'] : ['esm', 'cjs'];
      const { status, stdout } = spawnSync(
        process.execPath,
        [tsc, ...args, ...inputs.flatMap((format) => names.map((name) => join(format, name)))],
        { cwd: folder, encoding: 'utf8' },
      );
      assert.equal(status, 0, `${module}, ${resolution}: ${stdout}`);
    }
  }
});
