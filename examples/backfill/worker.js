// A worker: as many of them as you like, on as many machines.

import { RateLimitError, UnrecoverableError, Worker } from 'bullmq';
import { WxError } from 'wx-unionid';

import { account } from './account.js';
import { keepPage, listOf, openidsOf, pool, writeRows } from './database.js';
import { enqueue, limiter, queue, redis } from './queue.js';

/** How many followers a page job lists. WeChat gives 10,000 in one request. */
const PAGE_SIZE = Number(process.env.PAGE_SIZE ?? '10000');

const { appid } = account;
/** BullMQ repeats what fails. */
const once = { retries: 0 };

const worker = new Worker(queue.name, perform, {
  connection: redis,
  concurrency: 4,
  limiter,
  // A worker that was killed renews no lock: after at most ten seconds another has its jobs.
  lockDuration: 5000,
  stalledInterval: 5000,
  // However often workers are killed, no job is given up.
  maxStalledCount: 1_000_000,
  // How soon it is back after a Redis that was away, and after a pause that was ended.
  runRetryDelay: 1000,
  maximumRateLimitDelay: 1000,
});
// Those of the connection have a code, and are told of by `redis`.
worker.on('error', (error) => 'code' in error || console.error(error.message));

/** @param {import('bullmq').Job} job */
async function perform({ name, data }) {
  try {
    await (name === 'page' ? listPage(data.page) : askFor(data.batch));
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    const pauseMs = pauseAfter(error);
    if (pauseMs) {
      await queue.rateLimit(pauseMs);
      throw new RateLimitError();
    }
    throw error.retryable ? error : new UnrecoverableError(error.message);
  }
}

/**
 * Lists the next page of followers, and adds the jobs of its batches.
 *
 * @param {number} page
 */
async function listPage(page) {
  const { pages, cursor, listed } = await listOf(appid);
  // Unless a worker kept it, and was killed before it had added the jobs.
  if (page === pages) await keepPage(appid, { page, ...(await nextPage(cursor, listed)) });
  await enqueue();
}

/**
 * Where the follower of the cursor has left, WeChat does not say what it answers: 40003, or an
 * empty list. Then the list begins anew, and no row that is there is written again.
 */
const BEGIN_ANEW = { openids: [], cursor: null, listed: 0, complete: false };

/**
 * @param {string | null} cursor
 * @param {number} listed
 */
async function nextPage(cursor, listed) {
  const followers = account.followers({ ...(cursor && { cursor }), ...once });
  /** @type {string[]} */
  const openids = [];
  try {
    for await (const openid of followers) if (openids.push(openid) === PAGE_SIZE) break;
  } catch (error) {
    const isOfCursor = error instanceof WxError && error.errcode === 40003;
    if (!cursor || !isOfCursor) throw error;
    return BEGIN_ANEW;
  }
  if (cursor && openids.length === 0 && listed < (await account.getFans({})).total) {
    return BEGIN_ANEW;
  }
  return {
    openids,
    cursor: followers.cursor ?? null,
    listed: listed + openids.length,
    complete: openids.length < PAGE_SIZE,
  };
}

/**
 * Asks WeChat who the followers of a batch are, and writes their rows.
 *
 * @param {string} batch
 */
async function askFor(batch) {
  const openids = await openidsOf(batch);
  if (!openids) return;
  const users = account.users(openids, {
    ...once,
    onInvalid: ({ openid }) => console.error(`WeChat does not know ${openid}`),
  });
  const unionids = new Map();
  for await (const { openid, unionid } of users) unionids.set(openid, unionid || null);
  const known = openids.filter((openid) => unionids.has(openid));
  await writeRows(
    batch,
    known,
    known.map((openid) => unionids.get(openid)),
  );
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** WeChat's days begin at midnight in Beijing. */
const BEIJING = 8 * 60 * MINUTE;

/**
 * How long all workers pause after this error, in milliseconds.
 *
 * @param {WxError} error
 */
function pauseAfter({ errcode }) {
  if (errcode === 45011) return MINUTE;
  if (errcode === 45009) return DAY - ((Date.now() + BEIJING) % DAY);
  return undefined;
}

let isEnding = false;

/** When it is told to, or whoever has started it has ended. */
async function end() {
  if (isEnding) return;
  isEnding = true;
  await worker.close();
  await queue.close();
  redis.disconnect();
  await pool.end();
  if (process.connected) process.disconnect();
}

for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(event, end);
