// The package and implementations that share no code with it give the same for random inputs. A
// million of each: `npm run differential`.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { seed, seeded, some } from '../diagnosis/seeded.mjs';
import { comparisons } from '../differential/differences.mjs';
import { install, load } from './installed.mjs';

const { esm } = await load(install());

/** What has to come out among so many. */
const outcomes = {
  decrypt: ['userInfo', 'unknown', 'ERR_DECRYPT_FAILED', 'ERR_APPID_MISMATCH', 'not_base64'],
  parseResponse: ['good', 'ERR_API', 'ERR_INVALID_RESPONSE', 'ERR_HTTP_STATUS'],
};

for (const [name, compare] of Object.entries(comparisons)) {
  test(`${name} gives what another implementation gives`, () => {
    const counts = compare(esm, seeded(seed), some(50_000));
    for (const outcome of outcomes[name]) assert.ok(counts[outcome] > 100, outcome);
  });
}
