// Builds and packs the package with all mutants in it, in Stryker's copy of the repository: without
// the core, which is there already. Stryker puts the repository's node_modules/.bin into the PATH.

import { npm, run } from '../../tools/run.mjs';

for (const project of ['pkg', 'pkg/src/miniprogram']) await run('tsc', ['--project', project]);
await run('rollup', ['--config', 'pkg/rollup.config.mjs']);
await npm(['pack', './pkg', '--pack-destination', '..']);
