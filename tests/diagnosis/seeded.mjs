// Randomness that can be had again.

const { WX_UNIONID_DEEP: isDeep, WX_UNIONID_SEED: given } = process.env;

/** `npm test` has the same one every time; `npm run test:deep` draws one and says which. */
export const seed = Number(given ?? 1);

/** How many cases of so many are made: all by `npm run test:deep`, a tenth by `npm test`. */
export const some = (count) => (isDeep ? count : count / 10);

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The first of what has no end. */
export function* take(count, items) {
  let left = count;
  if (left === 0) return;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}
