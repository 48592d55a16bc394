/** What is demanded of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Options of a single call. */
export interface CallOptions {
  /** An `AbortSignal`. When it aborts, the call rejects with its reason. */
  signal?: Signal | undefined;
}
