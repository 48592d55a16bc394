import module from '../../dist/core.wasm';

/** The core as the runtime compiled it: Workers and Vercel's edge refuse to compile while they run. */
export function compile(): WebAssembly.Module {
  return module;
}

/** Like {@link compile}. */
export async function compileAsync(): Promise<WebAssembly.Module> {
  return module;
}
