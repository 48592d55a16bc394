import { __wbg_reset_state, initSync } from '../dist/bindgen/core.js';
import { Desk } from './desk.js';
import { invalidArgument, WxError, type WxErrorInit } from './error.js';

/**
 * The one instance of the core. Calls keep no state in it, so that it can be replaced between any
 * two:
 *
 * - `absent`: there was no call yet, or the host refused to compile.
 * - `fresh`: ready.
 * - `spent`: it trapped, which leaves its memory in no state to rely on, or it grew, which is for
 *   ever.
 */
let instance: 'absent' | 'fresh' | 'spent' = 'absent';

/** `core.wasm`: a `WebAssembly.Module`, or bytes. */
export type Core = CompiledCore | ArrayBuffer | Uint8Array;

/**
 * `WebAssembly.Module`, which not every program has types of. In those that there are it has no
 * members.
 */
export type CompiledCore = { readonly [Symbol.toStringTag]?: 'WebAssembly.Module' };

/** What the core is made from, once an entry or the user has said it. */
let source: (() => Core) | undefined;

/**
 * Says where the core comes from: the `core.wasm` of the same version of this package, compiled or
 * as bytes, or a function that gives one of them when the core is first needed. Nothing is compiled
 * before that.
 *
 * A core that is already running stays, so that a second call does no harm.
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` for anything else.
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
    'must be core.wasm as a WebAssembly.Module or bytes, or a synchronous function that returns one: await a fetch first',
  );
}

function isModule(core: Core): core is WebAssembly.Module {
  return tagOf(core) === '[object WebAssembly.Module]';
}

/** What a value is, in whatever realm it was made. A proxy that cannot be looked at is nothing. */
function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return '';
  }
}

/** Where texts and numbers cross, in the memory of the instance. */
const desk = new Desk();

/**
 * Compiles the core ahead of the first call and off the caller's thread where the host can do that.
 * Optional: the first call compiles it otherwise. May be called again, after a failure too.
 *
 * @throws {WxError} (by rejection) `ERR_WASM_UNAVAILABLE` if this host refuses to compile
 * WebAssembly.
 */
export async function ready(): Promise<void> {
  if (instance !== 'absent') return;
  try {
    const module = await compileAsync();
    // Another call may have been faster, and its instance may be spent by now.
    if (instance !== 'absent') return;
    initSync({ module });
    begin();
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
  if (!source) throw new Error('wx-unionid/slim has no core: call init first');
  const core = source();
  // The bindings ask `instanceof`, which is false of a module of another realm: Next.js gives its
  // edge one.
  return isModule(core) ? Object.setPrototypeOf(core, WebAssembly.Module.prototype) : core;
}

/** A function of the core: it takes how many bytes of text are on the desk. */
type Run<T, Rest extends unknown[]> = (bytes: number, ...rest: Rest) => T;

/**
 * Calls a function of the core with a text, or with bytes. It throws {@link WxError} and nothing
 * else.
 */
export function call<T, Rest extends unknown[]>(
  run: Run<T, Rest>,
  input: string | Uint8Array,
  ...rest: Rest
): T {
  return atDesk((desk) => run(desk.write(input), ...rest));
}

/** Uses the desk, and leaves nothing on it. It throws {@link WxError} and nothing else. */
export function atDesk<T>(use: (desk: Desk) => T): T {
  prepare();
  try {
    return use(desk);
  } catch (thrown) {
    throw understood(thrown);
  } finally {
    if (desk.wipe()) instance = 'spent';
  }
}

/** The core throws plain objects, and no Error. Whatever else is thrown there is a trap. */
function understood(thrown: unknown): WxError {
  if (thrown instanceof WxError) return thrown;
  if (isFields(thrown)) return new WxError(thrown);
  instance = 'spent';
  return new WxError({
    code: 'ERR_INTERNAL',
    message: 'the core failed: this is a bug in wx-unionid. The next call gets a new instance',
  });
}

function isFields(thrown: unknown): thrown is WxErrorInit {
  return tagOf(thrown) === '[object Object]';
}

function prepare(): void {
  if (instance === 'fresh') return;
  try {
    if (instance === 'absent') initSync({ module: compile() });
    else __wbg_reset_state();
    begin();
  } catch (refusal) {
    throw unavailable(refusal);
  }
}

function begin(): void {
  instance = 'fresh';
  desk.clear();
}

function unavailable(refusal: unknown): WxError {
  if (refusal instanceof WxError) return refusal;
  return new WxError({
    code: 'ERR_WASM_UNAVAILABLE',
    message: 'this host refuses to compile WebAssembly: see `reason` and `hint`',
    reason: reasonOf(refusal),
    hint: {
      zh: "网页：在 CSP 的 script-src 里加上 'wasm-unsafe-eval'。Cloudflare Workers、Vercel Edge：让打包器使用本包 exports 中的 workerd 或 edge-light 条件。旧浏览器的主线程：先 await ready()。wx-unionid/slim：先调用 init，传入同一版本的 core.wasm。",
      en: "Page: add 'wasm-unsafe-eval' to the script-src of its CSP. Cloudflare Workers, Vercel Edge: let the bundler use the condition workerd or edge-light of this package's exports. Main thread of an old browser: await ready() first. wx-unionid/slim: call init first, with the core.wasm of the same version.",
    },
  });
}

/** What the host said, or the caller's own function that gives the core: it can throw anything. */
function reasonOf(refusal: unknown): string {
  try {
    return String(refusal instanceof Error ? refusal.message : refusal);
  } catch {
    return 'unknown';
  }
}
