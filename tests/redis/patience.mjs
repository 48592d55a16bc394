// How long this process waits for its store: until the test says that the time is up. A slow
// machine is no failure, and nobody waits for a clock.

/** Tells the timers of a store from all others. */
export const storeTimeoutMs = 59_999;

const { setTimeout } = globalThis;
const waiting = [];
let isUp = false;

globalThis.setTimeout = (run, ms, ...args) => {
  if (ms !== storeTimeoutMs) return setTimeout(run, ms, ...args);
  if (isUp) return setTimeout(run, 0);
  waiting.push(run);
};

/** From now on, or no longer, the time of whoever waits is up. */
export function setImpatient(impatient) {
  isUp = impatient;
  if (isUp) for (const run of waiting.splice(0)) run();
}
