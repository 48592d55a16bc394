// BullMQ on Redis: it gives work to workers, and holds them back. A job says only which page or
// batch is meant, so Redis may lose jobs or give them twice.

import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

import { batchesOf, listOf } from './database.js';

const { WX_APPID = '', REDIS_URL = '', CALLS_PER_SECOND = '20' } = process.env;

export const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
// It connects again by itself, so this is said once.
redis.once('error', ({ message }) => console.error(`Redis: ${message}`));
redis.on('error', () => {});

export const queue = new Queue(`backfill-${WX_APPID}`, {
  connection: redis,
  defaultJobOptions: {
    attempts: 8,
    backoff: { type: 'exponential', delay: 1000 },
    removeOnComplete: true,
    removeOnFail: true,
  },
});
// Its connection has said so.
queue.on('error', () => {});

/** For all workers together: BullMQ counts in Redis. 0: as fast as they can. */
export const limiter =
  CALLS_PER_SECOND === '0' ? undefined : { max: Number(CALLS_PER_SECOND), duration: 1000 };

/**
 * Adds a job for all that is left to do in the database. One that is there already is not added
 * again. The next page comes last, so at most one page waits in Redis, whatever the number of
 * followers.
 */
export async function enqueue() {
  const { pages, complete } = await listOf(WX_APPID);
  const jobs = (await batchesOf(WX_APPID)).map((id) => ({
    name: 'batch',
    data: { batch: id },
    opts: { jobId: `batch-${id}` },
  }));
  const page = {
    name: 'page',
    data: { page: pages },
    opts: { jobId: `page-${pages}` },
  };
  await queue.addBulk(complete ? jobs : [...jobs, page]);
}
