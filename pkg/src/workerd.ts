import { init } from './core.js';
import core from './core.wasm';

export * from './index.js';

// Compiled by Cloudflare before it runs: a Worker may not compile.
init(core);
