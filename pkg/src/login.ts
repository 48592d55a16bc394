import { invalidArgument, WxError } from './error.js';

/** Who a user is: the same `appid` and `openid` for ever, and the unionid where WeChat gives one. */
export interface Identity {
  /** The app. */
  appid: string;
  /** The user in this app: together with `appid`, what an account is known by. */
  openid: string;
  /** The user across the apps of one Open Platform account, or `null`: it may come later. */
  unionid: string | null;
}

/** What a session, and perhaps a profile, tell of who the user is. */
export function identityOf(
  appid: string,
  session: { openid: string; unionid?: string },
  profile?: { unionid?: string },
): Identity {
  const unionid = session.unionid || profile?.unionid || null;
  return { appid, openid: session.openid, unionid };
}

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
