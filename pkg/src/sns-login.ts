import { nonEmpty, ownOf, pick, tableOf } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { WxError } from './error.js';
import type {
  OauthCode,
  SnsAccessTokenResponse,
  SnsUserInfoResponse,
  WebAppEndpoints,
} from './generated/types.js';
import { attempt, identityOf, type LoginIdentity } from './login.js';

/** What WeChat's page or a mobile app's SDK returns. */
export interface SnsLoginInput {
  /** The code. */
  code: OauthCode;
}

/** Who has logged in. */
export interface SnsLogin {
  /** The reply of snsAccessToken. Its tokens must not leave the server. */
  session: SnsAccessTokenResponse;
  /** The user. */
  identity: LoginIdentity;
  /** The profile, if the user agreed to it. */
  userData?: { ok: true; value: SnsUserInfoResponse } | { ok: false; error: WxError };
}

/** The login that official accounts, websites and mobile apps have in common. */
export async function snsLogin(
  client: WebAppEndpoints & { readonly appid: string },
  input: SnsLoginInput,
  options?: CallOptions,
): Promise<SnsLogin> {
  const code: OauthCode = nonEmpty('code', pick('input', input, inputNames).code);
  if (code === DENIED) {
    const message = `the user refused to log in (code=${DENIED})`;
    throw new WxError({ code: 'ERR_ACCESS_DENIED', message });
  }
  const session = await client.snsAccessToken({ code }, options);
  const { access_token, openid, scope = '' } = ownOf(session);
  if (!scope.split(',').some((it) => WITH_PROFILE.includes(it.trim()))) {
    return { session, identity: identified(client.appid, session) };
  }
  const userData = await attempt(() => client.snsUserInfo({ access_token, openid }, options));
  const profile = userData.ok ? userData.value : undefined;
  return { session, identity: identified(client.appid, session, profile), userData };
}

function identified(
  appid: string,
  session: SnsAccessTokenResponse,
  profile?: SnsUserInfoResponse,
): LoginIdentity {
  const { openid, unionid, scope, is_snapshotuser } = ownOf(session);
  const value = { openid, unionid, scope, is_snapshotuser };
  const login = { source: 'snsAccessToken', appid, value } as const;
  return identityOf(
    login,
    openid,
    profile ? [{ source: 'snsUserInfo', appid, value: profile }] : [],
  );
}

const inputNames = /* @__PURE__ */ tableOf<SnsLoginInput>({ code: true });

/** What a user who refuses comes back with, though WeChat's page promises no code at all. */
const DENIED = 'authdeny';

const WITH_PROFILE = ['snsapi_userinfo', 'snsapi_login'];
