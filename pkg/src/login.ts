import { invalidArgument, WxError } from './error.js';
import type { Identity } from './identity.js';

/** Who has logged in: the app and the user in it are known. */
export type LoginIdentity = Identity & { appid: string; openid: string };

/** What becomes of something whose failure must not spoil the rest. */
export async function attempt<T>(
  run: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: WxError }> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    const aborted = () => invalidArgument('signal', 'was aborted before this was asked');
    return { ok: false, error: error instanceof WxError ? error : aborted() };
  }
}
