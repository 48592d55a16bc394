/** The time in a fake WeChat: held by the test, or the host's if the test gives none. */
export class Clock {
  readonly #start: number | undefined;
  #advanced = 0;

  constructor(start: number | undefined) {
    if (start !== undefined && !Number.isFinite(start)) {
      throw new TypeError('now must be a number of milliseconds since 1970');
    }
    this.#start = start;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return (this.#start ?? Date.now()) + this.#advanced;
  }

  /** WeChat's time: whole seconds since 1970. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the time on, by milliseconds. */
  advance(ms: number): void {
    if (!(Number.isFinite(ms) && ms >= 0)) {
      throw new TypeError('advance() takes a number of milliseconds of at least 0');
    }
    this.#advanced += ms;
  }
}
