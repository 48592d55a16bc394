// Two lists held against each other.

const STEP = process.env.WX_UNIONID_DEEP ? 1 : 3;

/**
 * Each of `ones` with each of `others`: all pairs by `npm run test:deep`; by `npm test` every
 * third, so that each of both is still in several.
 */
export function pairs(ones, others) {
  return ones.flatMap((one, at) =>
    others.filter((_, turn) => (at + turn) % STEP === 0).map((other) => [one, other]),
  );
}
