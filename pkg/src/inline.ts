import gzipped from '../dist/core.wasm?gzip';
import { init } from './core.js';
import { unpack } from './unpack.js';

export * from './index.js';

init(() => unpack(gzipped));
