// Builds and packs the package with all mutants in it, in Stryker's copy of the repository, and
// installs it: without the core, which is there already. Stryker puts the repository's
// node_modules/.bin into the PATH.

import { resolve } from 'node:path';

import { installTarball, npm, run } from '../../tools/run.mjs';

for (const project of ['pkg', 'pkg/src/miniprogram']) await run('tsc', ['--project', project]);
await run('rollup', ['--config', 'pkg/rollup.config.mjs']);
const packed = await npm(['pack', './pkg', '--pack-destination', '..', '--silent']);
await installTarball(resolve('..', packed.trim()), process.env.WX_UNIONID_INSTALLED);
