// Measures the rows of the table. A machine's speed drifts by more than the differences that we
// look for. So all candidates take turns, and the result is the median of the ratios within each
// round.

import { Bench } from 'tinybench';

import { median } from './median.mjs';
import { isAsync, rowsFor } from './rows.mjs';

/** Milliseconds. Long enough for a turn to collect its own garbage. */
const TURN = 10;
const WARM_UP = 50;
const LEAST_ROUNDS = 5;

/**
 * Measures the calls with `only` in their names, each for so many seconds. Resolves to a list of
 * `{ call, of, microseconds, peers }`. Each peer has the `ratio` of its time to ours and its
 * `noise`: half of the rounds differ from the ratio by at most that share of it.
 */
export async function measure(decryptPeers, { only, seconds }) {
  const rows = rowsFor(decryptPeers).filter(({ call }) => call.includes(only));
  for (const row of rows) await requireSameData(row);
  const results = [];
  for (const row of rows) {
    // A browser takes a page that never yields for hung.
    await new Promise((resolve) => setTimeout(resolve));
    results.push(await measureRow(row, seconds));
  }
  return results;
}

async function requireSameData({ call, of, inputs, ours, data = (answer) => answer, peers = {} }) {
  for (const input of inputs) {
    const expected = JSON.stringify(data(ours(input)));
    for (const [name, peer] of Object.entries(peers)) {
      if (JSON.stringify(await peer(input)) === expected) continue;
      throw new Error(`${call}, ${of}: ${name} answers something else`);
    }
  }
}

async function measureRow({ call, of, inputs, units = 1, ours, peers = {} }, seconds) {
  const bench = new Bench({
    iterations: 1,
    time: 0,
    warmup: false,
    warmupIterations: 1,
    warmupTime: WARM_UP,
    throws: true,
  });
  const turns = [ours, ...Object.values(peers)].map((one) => turnOf(one, inputs));
  for (const [at, { run }] of turns.entries()) bench.add(`${at}`, run, { async: isAsync(run) });
  const round = async () => {
    bench.reset();
    await bench.run();
    return bench.tasks.map(({ result }) => result.latency.mean);
  };

  for (const task of bench.tasks) await task.warmup();
  for (const [at, milliseconds] of (await round()).entries()) {
    turns[at].repeats = Math.max(1, Math.round(TURN / milliseconds));
  }
  const rounds = [];
  const end = performance.now() + 1000 * seconds;
  while (rounds.length < LEAST_ROUNDS || performance.now() < end) {
    const each = (milliseconds, at) => {
      return (1000 * milliseconds) / (turns[at].repeats * inputs.length * units);
    };
    rounds.push((await round()).map(each));
  }

  const compared = Object.keys(peers).map((name, at) => {
    const ratios = rounds.map(([we, ...they]) => they[at] / we);
    const ratio = median(ratios);
    return [name, { ratio, noise: median(ratios.map((one) => Math.abs(one / ratio - 1))) }];
  });
  return {
    call,
    of,
    microseconds: median(rounds.map(([we]) => we)),
    peers: Object.fromEntries(compared),
  };
}

/** Calls it with all inputs, so many times. */
function turnOf(call, inputs) {
  const turn = { repeats: 1, answer: undefined };
  turn.run = isAsync(call)
    ? async () => {
        for (let i = 0; i < turn.repeats; i++) {
          for (const input of inputs) turn.answer = await call(input);
        }
      }
    : () => {
        for (let i = 0; i < turn.repeats; i++) {
          for (const input of inputs) turn.answer = call(input);
        }
      };
  return turn;
}
