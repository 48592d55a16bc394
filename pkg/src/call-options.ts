/** What is demanded of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What a single call can be given. */
export interface CallOptions {
  /** An `AbortSignal`. Its reason is what the call then rejects with. */
  signal?: Signal | undefined;
}
