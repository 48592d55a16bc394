import { DurableObject } from 'cloudflare:workers';

/** One key of the store. Whatever is written is seen by the next read, from everywhere. */
export class Entry extends DurableObject {
  /** @returns {Promise<string | undefined>} */
  async get() {
    const kept = await this.ctx.storage.get(['value', 'endsAt']);
    return Number(kept.get('endsAt')) > Date.now() ? String(kept.get('value')) : undefined;
  }

  /**
   * @param {string} value
   * @param {number} ttlMs
   */
  async set(value, ttlMs) {
    const endsAt = Date.now() + ttlMs;
    await this.ctx.storage.put({ value, endsAt });
    await this.ctx.storage.setAlarm(endsAt);
  }

  async delete() {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** When the entry has ended. */
  async alarm() {
    await this.ctx.storage.deleteAll();
  }
}

/**
 * A store for `LoginSessions` and for the access_token.
 *
 * @param {DurableObjectNamespace<Entry>} entries
 * @returns {import('wx-unionid').Store}
 */
export function storeOf(entries) {
  return {
    get: (key) => entries.getByName(key).get(),
    set: (key, value, ttlMs) => entries.getByName(key).set(value, ttlMs),
    delete: (key) => entries.getByName(key).delete(),
  };
}
