// Gives every follower's row its unionid: starts workers, shows how far they are, and then what
// contradicts each other. Conflicts go to stdout, one JSON a line; all else goes to stderr.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { QueueEvents } from 'bullmq';
import progress from 'cli-progress';
import pg from 'pg';

import { account } from './account.js';
import { findConflicts } from './conflicts.js';
import {
  beginList,
  CHANNEL,
  connectionString,
  createTables,
  pool,
  progressOf,
} from './database.js';
import { enqueue, queue, redis } from './queue.js';

const { values } = parseArgs({ options: { workers: { type: 'string', default: '2' } } });
const { appid } = account;

/** Ends it all: with what went wrong. */
const stop = new AbortController();
/** @param {Error} error */
const fail = (error) => stop.abort(error);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => fail(new Error(signal)));

const listener = new pg.Client(connectionString);
listener.on('error', fail);
const events = new QueueEvents(queue.name, { connection: redis });
// The connection of the queue has said so.
events.on('error', () => {});
// Not one that is repeated: one that was repeated in vain.
events.on('failed', ({ jobId, failedReason }) => fail(new Error(`${jobId}: ${failedReason}`)));

/** @type {Set<import('node:child_process').ChildProcess>} */
const workers = new Set();

try {
  await createTables();
  const { total } = await account.getFans({});
  await beginList(appid, total);
  await listener.connect();
  await listener.query(`LISTEN ${CHANNEL}`);
  // Now, and when Redis comes back, with or without what was in it.
  await enqueue();
  redis.on('ready', () => enqueue().catch(fail));
  for (let count = 0; count < Number(values.workers); count++) startWorker();
  await showProgress(total);
  await showConflicts();
} catch (error) {
  const { message } = stop.signal.aborted ? stop.signal.reason : error;
  console.error(`${message}\nNothing is lost: run it again to continue.`);
  process.exitCode = 1;
} finally {
  stop.abort();
  await Promise.all([...workers].map(endWorker));
  await Promise.all([events.close(), queue.close(), listener.end(), pool.end()]);
  redis.disconnect();
}

function startWorker() {
  const worker = fork(new URL('worker.js', import.meta.url));
  workers.add(worker);
  console.error(`Worker ${worker.pid}`);
  worker.once('exit', (code, signal) => {
    workers.delete(worker);
    if (stop.signal.aborted) return;
    if (signal) startWorker();
    else fail(new Error(`worker ${worker.pid} has ended with ${code}`));
  });
}

/** @param {import('node:child_process').ChildProcess} worker */
async function endWorker(worker) {
  const gone = once(worker, 'exit');
  worker.kill();
  await gone;
}

/**
 * Until all is written. Each writing is told of by PostgreSQL.
 *
 * @param {number} total
 */
async function showProgress(total) {
  const bar = new progress.SingleBar(
    {
      format: '{bar} {percentage}% | {value} of {total} | {rate} rows/s | {eta_formatted} left',
      etaBuffer: 50,
      // It is a text while nobody knows.
      formatTime: (seconds, ...rest) =>
        Number.isFinite(seconds) ? progress.Format.TimeFormat(seconds, ...rest) : '?',
      noTTYOutput: true,
      notTTYSchedule: 5000,
    },
    progress.Presets.shades_classic,
  );
  const began = performance.now();
  const { done: before } = await progressOf(appid);
  bar.start(total, before, { rate: 0 });
  try {
    for (;;) {
      const written = once(listener, 'notification', { signal: stop.signal });
      // Heard when its turn comes.
      written.catch(() => {});
      const { done, isComplete } = await progressOf(appid);
      const rate = Math.round((done - before) / ((performance.now() - began) / 1000));
      // Followers come and go meanwhile.
      bar.setTotal(isComplete ? done : Math.max(total, done));
      bar.update(done, { rate });
      if (isComplete) return;
      await written;
    }
  } finally {
    bar.stop();
  }
}

async function showConflicts() {
  const { conflicts, isCut } = await findConflicts();
  for (const conflict of conflicts) console.log(JSON.stringify(conflict));
  const counts = new Map();
  for (const { conflict, message } of conflicts) {
    const { count = 0 } = counts.get(conflict) ?? {};
    counts.set(conflict, { count: count + 1, message });
  }
  console.error(`Conflicts: ${isCut ? 'at least ' : ''}${conflicts.length}`);
  for (const [conflict, { count, message }] of counts) {
    console.error(`${count} ${conflict}\n  ${message.zh}\n  ${message.en}`);
  }
}
