import module from '../../dist/core.wasm';

/** The core as Cloudflare's bundler compiled it: Workers refuse to compile at run time. */
export function compile(): WebAssembly.Module {
  return module;
}

/** Like {@link compile}. */
export async function compileAsync(): Promise<WebAssembly.Module> {
  return module;
}
