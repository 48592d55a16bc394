import type { GuardedStore, TextStore } from './store.js';

/**
 * Texts in the memory of this process. When there are too many, those go that were not used for
 * longest: so what was read first, such as a session, goes before what was read after it, such as
 * its end.
 */
export class Memory implements TextStore {
  readonly #texts = new Map<string, string>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): string | undefined {
    const text = this.#texts.get(key);
    // A map keeps its keys in the order of their arrival.
    if (text !== undefined) this.set(key, text);
    return text;
  }

  set(key: string, text: string): void {
    this.#texts.delete(key);
    this.#texts.set(key, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > this.#max && oldest !== undefined) this.#texts.delete(oldest);
  }

  delete(key: string): void {
    this.#texts.delete(key);
  }
}

/**
 * A store, and for the time when it fails what this process has seen of it. The store tells of its
 * failures itself.
 */
export class RememberedStore implements TextStore {
  readonly #store: GuardedStore;
  readonly #seen: Memory;
  /**
   * What was deleted here and never seen here. It has a place of its own, so that it pushes out
   * nothing that was seen.
   */
  readonly #unseen: Memory;

  constructor(store: GuardedStore, max: number) {
    this.#store = store;
    this.#seen = new Memory(max);
    this.#unseen = new Memory(max);
  }

  async get(key: string): Promise<string | undefined> {
    const before = this.#recall(key);
    if (before === GONE) return undefined;
    const found = await this.#store.get(key).then(
      (text) => ({ text }),
      () => undefined,
    );
    const now = this.#recall(key);
    // What this process did meanwhile is newer than what the store said.
    if (!found || now !== before) return now === GONE ? undefined : now;
    if (found.text === undefined) this.#seen.delete(key);
    else this.#seen.set(key, found.text);
    return found.text;
  }

  async set(key: string, text: string, ttlMs: number, must?: 'must'): Promise<void> {
    this.#seen.set(key, text);
    const setting = this.#store.set(key, text, ttlMs);
    await (must ? setting : setting.catch(() => {}));
  }

  async delete(key: string): Promise<void> {
    // Neither what the store still has, nor a request beside this one, brings it back in this
    // process.
    const memory = this.#seen.get(key) === undefined ? this.#unseen : this.#seen;
    memory.set(key, GONE);
    await this.#store.delete(key).catch(() => {});
  }

  #recall(key: string): string | undefined {
    return this.#seen.get(key) ?? this.#unseen.get(key);
  }
}

/** In place of what was deleted. No text of ours is empty. */
const GONE = '';
