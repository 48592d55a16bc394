import { init } from './core.js';
import core from './core.wasm?module';

export * from './index.js';

// Compiled by Vercel before it runs: its edge may not compile.
init(core);
