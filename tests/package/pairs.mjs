// How much of what is many `npm test` tries: `npm run test:deep` tries all.

export const isDeep = Boolean(process.env.WX_UNIONID_DEEP);

/**
 * Each of `ones` with each of `others`: all pairs by `npm run test:deep`; by `npm test` every
 * third, so that each of both is still in several.
 */
export function pairs(ones, others) {
  const step = isDeep ? 1 : 3;
  return ones.flatMap((one, at) =>
    others.filter((_, turn) => (at + turn) % step === 0).map((other) => [one, other]),
  );
}

/** Of many that are much alike: all by `npm run test:deep`; by `npm test` every tenth. */
export function sampled(all) {
  return all.filter((_, at) => isDeep || at % 10 === 0);
}
