// How many characters a reader goes over: what it does is counted, not timed.

/**
 * The methods that go over a text, and how far each went. A sticky pattern that fails is taken to
 * fail at once.
 */
const counted = [
  [RegExp.prototype, 'exec', stepsOfPattern],
  [String.prototype, 'charAt', () => 1],
  [String.prototype, 'slice', (_, part) => part.length],
  [
    String.prototype,
    'indexOf',
    (text, found, [, start = 0]) => (found < 0 ? text.length : found + 1) - start,
  ],
  ...['includes', 'match', 'replace', 'replaceAll', 'split', 'trim'].map((name) => [
    String.prototype,
    name,
    (text) => text.length,
  ]),
];

function stepsOfPattern(pattern, found, [text], start) {
  if (found) return found.index + found[0].length - start + 1;
  return pattern.sticky ? 1 : text.length - start;
}

/** The steps of what `run` does. */
export function countSteps(run) {
  let steps = 0;
  const originals = counted.map(([owner, name, stepsOf]) => {
    const original = owner[name];
    owner[name] = function (...given) {
      const start = this.lastIndex;
      const result = original.apply(this, given);
      steps += stepsOf(this, result, given, start);
      return result;
    };
    return () => {
      owner[name] = original;
    };
  });
  try {
    run();
  } finally {
    for (const restore of originals) restore();
  }
  return steps;
}
