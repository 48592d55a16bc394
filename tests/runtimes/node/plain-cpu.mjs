import assert from 'node:assert/strict';

// The smallest module that needs SIMD: one that makes a vector.
const simd = '0061736d010000000105016000017b030201000a0a0108004100fd0ffd620b';
assert.equal(WebAssembly.validate(Buffer.from(simd, 'hex')), false, 'this CPU has SIMD');
await import('./esm.mjs');
