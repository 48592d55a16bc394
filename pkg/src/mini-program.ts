import { nonEmpty, ownOf, pick, tableOf } from './arguments.js';
import type { CallOptions } from './call-options.js';
import { clientOf } from './client.js';
import { type Decrypted, decrypt, type Outcome } from './decrypt.js';
import { invalidArgument, WxError } from './error.js';
import type {
  Code2SessionResponse,
  DecryptInput,
  LoginCode,
  MiniProgramEndpoints,
  UserProfile,
} from './generated/types.js';
import { attempt, identityOf, type LoginIdentity } from './login.js';
import { verifyRawData } from './signature.js';

/**
 * What a mini program's client sends to log in. Pick these fields from its request; do not spread
 * it.
 */
export interface MiniProgramLoginInput {
  /** The code of `wx.login`. */
  code: LoginCode;
  /** From `wx.getUserInfo` or a button. */
  encryptedData?: string | null | undefined;
  /** The one that came with `encryptedData`. */
  iv?: string | null | undefined;
  /** From `wx.getUserInfo`: the string. */
  rawData?: string | null | undefined;
  /** The one that came with `rawData`. */
  signature?: string | null | undefined;
}

/** How the data that came with a login is treated. */
export interface MiniProgramLoginOptions extends CallOptions {
  /** How old the data may be, in seconds: see {@link decrypt}. Default: any age. */
  maxAgeSeconds?: number | undefined;
  /** Undoes damage to the data: see {@link decrypt}. Default: `false`. */
  repair?: boolean | undefined;
}

/** Who has logged in. */
export interface MiniProgramLogin {
  /** The reply of code2Session. The session key must not leave the server. */
  session: Code2SessionResponse;
  /**
   * The user, by WeChat's replies. Of `encryptedData` only the flags are used, because the client
   * can change it.
   */
  identity: LoginIdentity;
  /**
   * The data of `encryptedData`, or else of `rawData`, or the error if it is bad. The session is
   * valid all the same, and the code is used up. Absent if neither was sent.
   */
  userData?: Outcome;
}

/**
 * The server's side of a mini program or mini game: WeChat's APIs as methods.
 *
 * ```js
 * const wechat = new MiniProgram({ appid, secret });
 * const { session, identity } = await wechat.login({ code });
 * ```
 *
 * Every error is a {@link WxError} and holds no secret.
 */
export class MiniProgram extends /* @__PURE__ */ clientOf<MiniProgramEndpoints>('MiniProgram') {
  /**
   * Logs a user in: exchanges the code, and verifies and decrypts the data that came with it. A
   * code works once, so nothing is thrown after the exchange: an error of the data is in
   * `userData`.
   *
   * @throws {WxError} If the exchange fails: `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, …
   */
  async login(
    input: MiniProgramLoginInput,
    options: MiniProgramLoginOptions = {},
  ): Promise<MiniProgramLogin> {
    const { code, ...given } = pick('input', input, inputNames);
    const { signal, ...demands } = pick('options', options, optionNames);
    const js_code = nonEmpty('code', code) as LoginCode;
    const session = await this.code2Session({ js_code }, { signal });
    const { appid } = this;
    const sent = withoutNulls(given);
    if (Object.keys(sent).length === 0) return { session, identity: identified(appid, session) };
    const userData = await attempt(async () =>
      read(appid, session, sent, { ...demands, now: this.now() }),
    );
    const profile = userData.ok ? userData.value.data : undefined;
    return { session, identity: identified(appid, session, profile), userData };
  }
}

function identified(
  appid: string,
  session: Code2SessionResponse,
  profile?: Decrypted['data'],
): LoginIdentity {
  const { openid, unionid } = ownOf(session);
  const login = { source: 'code2Session', appid, value: { openid, unionid } } as const;
  // Without its ids.
  const { nickName, avatarUrl, is_demote } = ownOf<Record<string, unknown>>({ ...profile });
  const value = { nickName, avatarUrl, is_demote } as Partial<UserProfile>;
  return identityOf(login, openid, profile ? [{ source: 'decrypt', appid, value }] : []);
}

const inputNames = /* @__PURE__ */ tableOf<MiniProgramLoginInput>({
  code: true,
  encryptedData: true,
  iv: true,
  rawData: true,
  signature: true,
});

const optionNames = /* @__PURE__ */ tableOf<MiniProgramLoginOptions>({
  signal: true,
  maxAgeSeconds: true,
  repair: true,
});

type Sent = Partial<Record<'encryptedData' | 'iv' | 'rawData' | 'signature', string>>;

function read(
  appid: string,
  { openid, session_key: sessionKey }: Code2SessionResponse,
  sent: Sent,
  how: Pick<DecryptInput, 'maxAgeSeconds' | 'repair' | 'now'>,
): Decrypted {
  const { encryptedData, iv, rawData, signature } = sent;
  if (rawData !== undefined || signature !== undefined) verify({ rawData, signature, sessionKey });
  if (encryptedData !== undefined || iv !== undefined) {
    // What is missing is refused by name.
    const input = { appid, sessionKey, encryptedData, iv, ...how };
    const decrypted = decrypt(input as Parameters<typeof decrypt>[0]);
    const isOther = decrypted.kind === 'userInfo' && decrypted.data.openId !== openid;
    if (isOther)
      throw mismatch(
        'the openId in the data is not the openid of the session: the data was changed',
      );
    return decrypted;
  }
  const data = profileOf(rawData as string);
  return { kind: 'userProfile', data, sessionKeyIndex: 0, repairs: [] };
}

function verify(input: { rawData: unknown; signature: unknown; sessionKey: string }): void {
  if (verifyRawData(input as Parameters<typeof verifyRawData>[0])) return;
  throw mismatch(
    'signature does not match rawData under this session key: often rawData was parsed and serialized again, or a later wx.login replaced the key',
  );
}

function mismatch(message: string): WxError {
  return new WxError({ code: 'ERR_SIGNATURE_MISMATCH', message });
}

function profileOf(rawData: string): UserProfile {
  try {
    return JSON.parse(rawData);
  } catch {
    throw invalidArgument('rawData', 'is signed, but is not JSON');
  }
}

/** Clients send `null` for what is missing. */
function withoutNulls(given: Omit<MiniProgramLoginInput, 'code'>): Sent {
  return ownOf(Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)));
}
