// Serves examples/workers in Miniflare, as wrangler does, until its input ends. Its argument has
// the bindings; what the Durable Objects keep is in a folder.

import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

await build({
  entryPoints: ['worker.js'],
  outfile: 'built/worker.mjs',
  bundle: true,
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers'],
  loader: { '.wasm': 'copy' },
});

const miniflare = new Miniflare({
  modules: true,
  modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
  scriptPath: 'built/worker.mjs',
  compatibilityDate: '2026-07-01',
  durableObjects: { ENTRIES: { className: 'Entry', useSQLite: true } },
  durableObjectsPersist: './kept',
  bindings: JSON.parse(process.argv[2]),
  host: '127.0.0.1',
  port: 0,
  // Else it asks Cloudflare where this machine is.
  cf: false,
});
console.log(String(await miniflare.ready));
process.stdin.resume().on('end', () => miniflare.dispose());
