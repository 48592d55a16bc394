import type { CallOptions } from './call-options.js';
import { clientOf } from './client.js';
import { type Decrypted, decrypt, type Outcome } from './decrypt.js';
import { invalidArgument, WxError } from './error.js';
import type {
  Code2SessionResponse,
  LoginCode,
  MiniProgramEndpoints,
  UserProfile,
} from './generated.js';
import { attempt, type Identity, identityOf } from './login.js';
import { verifyRawData } from './signature.js';

/** What the client of a mini program sends to log in. Pick these out of its request; do not spread it. */
export interface MiniProgramLoginInput {
  /** The code of `wx.login`. */
  code: LoginCode;
  /** From `wx.getUserInfo` or a button. */
  encryptedData?: string | null;
  /** The one that came with `encryptedData`. */
  iv?: string | null;
  /** From `wx.getUserInfo`: the string. */
  rawData?: string | null;
  /** The one that came with `rawData`. */
  signature?: string | null;
}

/** Who has logged in. */
export interface MiniProgramLogin {
  /** What code2Session answered. The session key must not leave the server. */
  session: Code2SessionResponse;
  /** The user. */
  identity: Identity;
  /**
   * What `encryptedData` holds, or else `rawData`, if either was sent; with what is wrong with it, if
   * something is: the session is good all the same, and its code is spent.
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
 * Every failure is a {@link WxError}, and no secret is in any.
 */
export class MiniProgram extends /* @__PURE__ */ clientOf<MiniProgramEndpoints>('MiniProgram') {
  /**
   * Logs a user in: exchanges the code, and verifies and decrypts what came with it. The code is good once, so
   * once it is exchanged nothing is thrown: what is wrong with the data is in `userData`.
   *
   * @throws {WxError} If the exchange fails: `ERR_API`, `ERR_NETWORK`, `ERR_TIMEOUT`, …
   */
  async login(input: MiniProgramLoginInput, options?: CallOptions): Promise<MiniProgramLogin> {
    const { code, ...sent } = readInput(input);
    const session = await this.code2Session({ js_code: code }, options);
    const login: MiniProgramLogin = { session, identity: identityOf(this.appid, session) };
    if (Object.keys(sent).length > 0) {
      login.userData = await attempt(async () => read(this.appid, session.session_key, sent));
    }
    return login;
  }
}

type Sent = Partial<Record<'encryptedData' | 'iv' | 'rawData' | 'signature', string>>;

function read(appid: string, sessionKey: string, sent: Sent): Decrypted {
  const { encryptedData, iv, rawData, signature } = sent;
  if (rawData !== undefined || signature !== undefined) verify({ rawData, signature, sessionKey });
  if (encryptedData !== undefined || iv !== undefined) {
    // What is missing is refused by name.
    return decrypt({ appid, sessionKey, encryptedData, iv } as Parameters<typeof decrypt>[0]);
  }
  const data = profileOf(rawData as string);
  return { kind: 'userProfile', data, sessionKeyIndex: 0, repairs: [] };
}

function verify(input: { rawData: unknown; signature: unknown; sessionKey: string }): void {
  if (verifyRawData(input as Parameters<typeof verifyRawData>[0])) return;
  throw new WxError({
    code: 'ERR_SIGNATURE_MISMATCH',
    message:
      'signature is not that of rawData under this session key: often rawData was parsed and written again, or a later wx.login has replaced the key',
  });
}

function profileOf(rawData: string): UserProfile {
  try {
    return JSON.parse(rawData);
  } catch {
    throw invalidArgument('rawData', 'is signed, but no JSON');
  }
}

/** A client's request may hold more, which counts for nothing. What is `null` is not there. */
function readInput(input: MiniProgramLoginInput): Sent & { code: LoginCode } {
  try {
    const { code, encryptedData, iv, rawData, signature } = input;
    const sent = Object.entries({ encryptedData, iv, rawData, signature });
    return { code, ...Object.fromEntries(sent.filter(([, value]) => value != null)) };
  } catch {
    throw invalidArgument('input', 'must be an object that can be read');
  }
}
