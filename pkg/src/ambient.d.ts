// What every supported host has, and TypeScript's standard library has not: types of Node or of the
// DOM would let through what only one of them has.

// Read by our own bundler.
declare module '*/core.wasm?base64' {
  const base64: string;
  export default base64;
}

// Resolved where it runs: by wrangler and workerd, and by Vercel and Next.js.
declare module '*/core.wasm' {
  const core: WebAssembly.Module;
  export default core;
}
declare module '*/core.wasm?module' {
  const core: WebAssembly.Module;
  export default core;
}

declare namespace WebAssembly {
  class Module {
    constructor(bytes: ArrayBuffer | Uint8Array);
    readonly [Symbol.toStringTag]?: 'WebAssembly.Module';
  }
  function compile(bytes: ArrayBuffer | Uint8Array): Promise<Module>;
}

/** Node's, which other hosts imitate more or less. */
declare var Buffer: BufferClass | undefined;

interface BufferClass {
  new (): unknown;
  readonly prototype: { latin1Slice?: Slice; utf8Slice?: Slice };
  from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer>;
}

type Slice = (this: Uint8Array, start: number, end: number) => string;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, to: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

declare function btoa(binary: string): string;
declare function atob(text: string): string;

declare class URL {
  constructor(url: string | URL);
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly searchParams: URLSearchParams;
}

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(parameters: string | Record<string, string>);
  get(name: string): string | null;
  keys(): IterableIterator<string>;
  [Symbol.iterator](): Iterator<[string, string]>;
}

declare class Response {
  constructor(body: unknown, init?: { status: number; headers: Record<string, string> });
  text(): Promise<string>;
}

declare class AbortController {
  readonly signal: import('./call-options.js').Signal;
  abort(): void;
}

declare const console: { warn(message: string): void };

declare function setTimeout(run: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

// What a page or an old host may not have: looked for before it is used.
declare var fetch: import('./http.js').Fetch | undefined;
declare var crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): unknown } | undefined;
declare var process: Process | undefined;
declare var window: { document?: unknown } | undefined;

interface Process {
  emitWarning?(message: string): void;
  getBuiltinModule?(id: 'node:zlib'): { gunzipSync(bytes: Uint8Array): Uint8Array<ArrayBuffer> };
}
