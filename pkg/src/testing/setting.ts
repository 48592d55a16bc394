import type { Clock } from './clock.js';
import type { Limits } from './limits.js';
import type { Random } from './random.js';

/** What every part of a fake WeChat shares. */
export interface Setting {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
}
