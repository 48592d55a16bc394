// Measures in this Node.js, and prints the results as JSON.

import { measure } from './measure.mjs';
import { decrypt } from './node-crypto.mjs';
import { peers } from './peers.mjs';

const rows = await measure({ 'node:crypto': decrypt, ...peers }, JSON.parse(process.argv[2]));
const { node, v8 } = process.versions;
console.log(JSON.stringify({ name: `Node.js ${node}, V8 ${v8}`, rows }));
