import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../../../tools/run.mjs';

const program = (project) => project.binary('bun', 'bin/bun');
// Else it writes into the home of whoever runs it.
const env = { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' };

const interpreted = (script, way) => ({
  way,
  run: ({ project, wechat }) => project.json(program(project), [script, wechat], { env }),
});

const compiled = {
  way: { en: 'one compiled file', zh: '编译成单个文件' },
  async run({ project, wechat }) {
    const args = ['build', '--compile', 'esm.mjs', '--outfile', 'app'];
    await run(program(project), args, { cwd: project.folder, env });
    const moved = project.moved('app');
    const app = join(moved.folder, 'app');
    // What it read from there it would still find.
    assert.ok(!readFileSync(app).includes(project.folder), 'app knows where it was compiled');
    return moved.json(app, [wechat], { env });
  },
};

export const targets = [
  interpreted('esm.mjs', { en: 'ES modules', zh: 'ES 模块' }),
  interpreted('cjs.cjs', { en: 'CommonJS', zh: 'CommonJS' }),
  compiled,
].map((target) => ({ product: 'Bun', package: 'bun-linux-x64', ...target }));
