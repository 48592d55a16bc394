import assert from 'node:assert/strict';

import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { answered } from './exercise.mjs';

const [entry, mustHold, flags, wechat] = process.argv.slice(2);

// As wrangler does: its conditions, and a .wasm file stays an import of its own.
const { metafile } = await build({
  entryPoints: [entry],
  outfile: 'worker.mjs',
  bundle: true,
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'],
  loader: { '.wasm': 'copy' },
  metafile: true,
});
const file = `node_modules/wx-unionid/dist/${mustHold}`;
assert.ok(file in metafile.inputs, `it was not bundled, but ${Object.keys(metafile.inputs)}`);

const miniflare = new Miniflare({
  modules: true,
  modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
  scriptPath: 'worker.mjs',
  compatibilityDate: '2026-07-01',
  compatibilityFlags: flags.split(' ').filter(Boolean),
  // Else it asks Cloudflare where this machine is.
  cf: false,
});
try {
  const response = await miniflare.dispatchFetch('http://worker/', {
    method: 'POST',
    body: wechat,
  });
  console.log(await answered(response));
} finally {
  await miniflare.dispose();
}
