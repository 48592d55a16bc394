import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const env = { NEXT_TELEMETRY_DISABLED: '1' };

export const targets = [
  {
    way: { en: 'route handler, Node.js runtime', zh: 'Node.js 运行时的 Route Handler' },
    async run({ project, wechat }) {
      const server = await built(project);
      return server.node(['ask.mjs', '/node', wechat], { env });
    },
  },
  {
    way: { en: 'route handler, edge runtime', zh: 'Edge 运行时的 Route Handler' },
    async run({ project, wechat }) {
      const server = await built(project);
      const manifest = join(server.folder, 'standalone/.next/server/middleware-manifest.json');
      const { functions } = JSON.parse(readFileSync(manifest, 'utf8'));
      assert.equal(functions['/edge/route'].wasm.length, 1, 'the core was not bundled as a file');
      return server.node(['ask.mjs', '/edge', wechat], { env });
    },
  },
].map((target) => ({ product: 'Next.js', package: 'next', ...target }));

let building;

/** Both routes come from one build. */
function built(project) {
  building ??= build(project);
  return building;
}

async function build(project) {
  await project.run('next', ['build'], { env });
  return project.moved('.next/standalone', 'ask.mjs', 'exercise.mjs');
}
