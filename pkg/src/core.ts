import { __wbg_reset_state, initSync } from '../dist/bindgen/core.js';
import { invalidArgument, WxError } from './error.js';
import type { WxErrorFields } from './generated.js';

/** What a function of the core answers, as JSON. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: WxErrorFields };

/**
 * The one instance of the core. Calls keep no state in it, so that it can be replaced between any two:
 *
 * - `absent`: nobody has called yet, or the host refused to compile.
 * - `fresh`: ready.
 * - `spent`: it trapped, which leaves its memory in no state to rely on, or it grew, which is for ever.
 */
let instance: 'absent' | 'fresh' | 'spent' = 'absent';

/** `core.wasm`: a `WebAssembly.Module`, or bytes. */
export type Core = CompiledCore | ArrayBuffer | Uint8Array;

/** `WebAssembly.Module`, which not every program has types of. In those that there are it has no members. */
type CompiledCore = { readonly [Symbol.toStringTag]?: 'WebAssembly.Module' };

/** What the core is made from, once an entry or the user has said it. */
let source: (() => Core) | undefined;

/**
 * Says where the core comes from: the `core.wasm` of the same version of this package, compiled or as bytes, or a
 * function that gives one of them when the core is first needed. Nothing is compiled before that.
 *
 * A core that is already running stays, so that a second call does no harm.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` if it is none of these.
 */
export function init(core: Core | (() => Core)): void {
  if (typeof core !== 'function') requireCore(core);
  source = typeof core === 'function' ? () => requireCore(core()) : () => core;
}

function requireCore(core: Core): Core {
  if (isModule(core) || ArrayBuffer.isView(core) || tagOf(core) === '[object ArrayBuffer]') {
    return core;
  }
  throw invalidArgument(
    'core',
    'must be core.wasm as a WebAssembly.Module or as bytes, or a function that gives one of them at once: what is fetched has to be awaited first',
  );
}

function isModule(core: Core): core is WebAssembly.Module {
  return tagOf(core) === '[object WebAssembly.Module]';
}

/** What a value is, in whatever realm it was made. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/** Input beyond this is answered, but its memory is not kept. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Compiles the core ahead of the first call and off the caller's thread where the host can do that.
 * Optional: the first call compiles it otherwise. May be called again, after a failure too.
 *
 * @throws {WxError} (by rejection) `ERR_WASM_UNAVAILABLE` if this host refuses to compile WebAssembly.
 */
export async function ready(): Promise<void> {
  if (instance !== 'absent') return;
  try {
    const module = await compileAsync();
    // Another call may have been faster, and its instance may be spent by now.
    if (instance !== 'absent') return;
    initSync({ module });
    instance = 'fresh';
  } catch (refusal) {
    throw unavailable(refusal);
  }
}

function compile(): WebAssembly.Module {
  const core = given();
  return isModule(core) ? core : new WebAssembly.Module(core);
}

/** Like {@link compile}, off the caller's thread, and without its limit on size. */
async function compileAsync(): Promise<WebAssembly.Module> {
  const core = given();
  return isModule(core) ? core : WebAssembly.compile(core);
}

function given(): Core {
  if (!source) throw new Error('wx-unionid/slim has no core until init was called');
  const core = source();
  // The bindings ask `instanceof`, which is false of a module of another realm: Next.js gives its edge one.
  return isModule(core) ? Object.setPrototypeOf(core, WebAssembly.Module.prototype) : core;
}

/** A function of the core. */
type Run<Rest extends unknown[]> = (input: Uint8Array, ...rest: Rest) => string;

/** Calls a function of the core with a text. It throws {@link WxError} and nothing else. */
export function call<T, Rest extends unknown[]>(run: Run<Rest>, input: string, ...rest: Rest): T {
  const bytes = encode(input);
  try {
    return callWithBytes(run, bytes, ...rest);
  } finally {
    // It held secrets.
    bytes.fill(0);
  }
}

/** Calls a function of the core with bytes, which stay as they are. */
export function callWithBytes<T, Rest extends unknown[]>(
  run: Run<Rest>,
  bytes: Uint8Array,
  ...rest: Rest
): T {
  prepare();
  let answer: Answer<T>;
  try {
    answer = JSON.parse(run(bytes, ...rest));
  } catch {
    instance = 'spent';
    throw new WxError({
      code: 'ERR_INTERNAL',
      message: 'the core failed: this is a bug of wx-unionid. The next call gets a new instance',
    });
  }
  if (bytes.length > KEPT_BYTES) instance = 'spent';
  if (!answer.ok) throw new WxError(answer.error);
  return answer.value;
}

const encoder = new TextEncoder();

/** Most input fits, and what is there need not be made. */
const scratch = new Uint8Array(16 * 1024);

function encode(text: string): Uint8Array {
  const mostBytesOfACharacter = 3;
  if (text.length * mostBytesOfACharacter > scratch.length) return encoder.encode(text);
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

function prepare(): void {
  if (instance === 'fresh') return;
  try {
    if (instance === 'absent') initSync({ module: compile() });
    else __wbg_reset_state();
    instance = 'fresh';
  } catch (refusal) {
    throw unavailable(refusal);
  }
}

function unavailable(refusal: unknown): WxError {
  if (refusal instanceof WxError) return refusal;
  return new WxError({
    code: 'ERR_WASM_UNAVAILABLE',
    message: 'this host refuses to compile WebAssembly: see `reason` and `hint`',
    reason: refusal instanceof Error ? refusal.message : String(refusal),
    hint: {
      zh: "网页：在 CSP 的 script-src 里加上 'wasm-unsafe-eval'。Cloudflare Workers、Vercel Edge：让打包器使用本包 exports 中的 workerd 或 edge-light 条件。旧浏览器的主线程：先 await ready()。wx-unionid/slim：先调用 init，传入同一版本的 core.wasm。",
      en: "Page: add 'wasm-unsafe-eval' to the script-src of its CSP. Cloudflare Workers, Vercel Edge: let the bundler use the condition workerd or edge-light of this package's exports. Main thread of an old browser: await ready() first. wx-unionid/slim: call init first, with the core.wasm of the same version.",
    },
  });
}
