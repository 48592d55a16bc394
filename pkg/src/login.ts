import { invalidArgument, WxError } from './error.js';
import { type Identity, type IdentityFact, resolveIdentity } from './identity.js';

/** Who has logged in: the app and the user in it are known. */
export type LoginIdentity = Identity & { appid: string; openid: string };

/** What the exchange of a code says of the user. */
type LoginFact = Extract<IdentityFact, { source: 'code2Session' | 'snsAccessToken' }>;

/**
 * Who has logged in, by the reply to the code and what else is known. The code is spent, so nothing
 * is thrown: where the resolver fails, only what that reply says is known.
 */
export function identityOf(
  login: LoginFact,
  openid: string,
  others: IdentityFact[],
): LoginIdentity {
  const { source, appid } = login;
  const user = { appid, openid };
  try {
    return { ...resolveIdentity([login, ...others]), ...user };
  } catch {
    return {
      ...user,
      unionid: null,
      missing: { reason: 'failed', source, appid, message: UNRESOLVED },
      next: [],
      sources: { openid: [source], unionid: [] },
      identities: [user],
      conflicts: [],
      flags: [],
    };
  }
}

const UNRESOLVED = {
  zh: '无法得出用户身份：请把 session 传给 resolveIdentity，查看它抛出的错误。',
  en: 'The identity could not be resolved. Pass the session to resolveIdentity to see the error.',
};

/** What becomes of something whose failure must not spoil the rest. */
export async function attempt<T>(
  run: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: WxError }> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    // What else is thrown is the reason of the caller's own abort, which may be anything.
    const aborted = () => invalidArgument('signal', 'was aborted before the answer came');
    return { ok: false, error: error instanceof WxError ? error : aborted() };
  }
}
