// Compiled against the installed package, as ESM and as CommonJS. Every `@ts-expect-error` is a
// call that must not compile.

import {
  type AccessTokens,
  buildRequest,
  type Code2SessionResponse,
  type Decrypted,
  decrypt,
  decryptMany,
  type decryptPhoneNumber,
  type decryptUserInfo,
  type explainErrcode,
  type GetPhoneNumberResponse,
  type HttpRequest,
  type LoginCode,
  type LoginIdentity,
  type LoginSession,
  LoginSessions,
  MiniProgram,
  OfficialAccount,
  type PhoneCode,
  parseResponse,
  type ready,
  signSession,
  type UserInfoResponse,
  type verifyRawData,
  WebApp,
  WXBizDataCrypt,
  type WxErrorCode,
} from 'wx-unionid';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_equal: Equal<A, B>): void {}

const input = {
  appid: 'wx',
  sessionKey: ['a', null, undefined],
  encryptedData: '',
  iv: '',
} as const;

same<ReturnType<typeof decrypt>, Decrypted>(true);
const decrypted = decrypt({ ...input, maxAgeSeconds: 300, now: Date.now(), repair: true });
same<typeof decrypted.sessionKeyIndex, number>(true);
if (decrypted.kind === 'userInfo') {
  same<typeof decrypted.data.openId, string>(true);
  same<typeof decrypted.data.unionId, string | undefined>(true);
  // @ts-expect-error: user info holds no phone number
  decrypted.data.phoneNumber;
}
if (decrypted.kind === 'unknown') same<typeof decrypted.data, Record<string, unknown>>(true);
same<typeof decrypted.watermark.timestamp, number>(true);
const unchecked = decrypt({ ...input, dangerouslyAllowMissingWatermark: true });
// @ts-expect-error: there may be none
unchecked.watermark.timestamp;

same<ReturnType<typeof decryptUserInfo>['openId'], string>(true);
same<ReturnType<typeof decryptPhoneNumber>['phoneNumber'], string>(true);
for (const outcome of decryptMany([input])) {
  if (outcome.ok) same<typeof outcome.value, Decrypted>(true);
  else same<typeof outcome.error.code, WxErrorCode>(true);
}
same<ReturnType<typeof verifyRawData>, boolean>(true);
same<ReturnType<typeof signSession>, string>(true);
same<ReturnType<typeof ready>, Promise<void>>(true);
new WXBizDataCrypt('appid', 'key').decryptData('data', 'iv').openId;

// @ts-expect-error: no appid
decrypt({ sessionKey: '', encryptedData: '', iv: '' });
// @ts-expect-error: an option that does not exist
decrypt({ ...input, maxAge: 300 });
// @ts-expect-error: bytes are no text
decrypt({ ...input, iv: new Uint8Array(16) });
// @ts-expect-error: one object, so that nothing can be swapped
decrypt('appid', 'sessionKey', 'encryptedData', 'iv');
// @ts-expect-error: one key signs
signSession({ sessionKey: ['a', 'b'] });
// @ts-expect-error: the session key is no public field
new WXBizDataCrypt('appid', 'key').sessionKey;

const reply = { status: 200, body: '' };
const request = buildRequest('code2Session', { appid: '', secret: '' }, { js_code: '' });
same<typeof request, HttpRequest>(true);
const session = parseResponse('code2Session', reply);
same<typeof session, Code2SessionResponse>(true);
// @ts-expect-error: no such endpoint
parseResponse('code2session', reply);
// @ts-expect-error: another endpoint's parameter
buildRequest('code2Session', { appid: '', secret: '' }, { code: '' });
// @ts-expect-error: a token is no appid
buildRequest('code2Session', { access_token: '' }, { js_code: '' });
// @ts-expect-error: with an underscore
buildRequest('userInfo', { access_token: '' }, { openid: '', lang: 'zh-CN' });

declare const loginCode: LoginCode;
declare const phoneCode: PhoneCode;
declare const maybe: string | undefined;

export async function clients() {
  const program = new MiniProgram({ appid: '', secret: maybe, timeoutMs: undefined });
  const login = await program.login({ code: loginCode, encryptedData: maybe, iv: null });
  same<typeof login.identity, LoginIdentity>(true);
  same<typeof login.identity.openid, string>(true);
  same<typeof login.identity.unionid, string | null>(true);
  if (login.userData?.ok) same<typeof login.userData.value, Decrypted>(true);
  const phone = await program.getPhoneNumber({ code: phoneCode, openid: maybe });
  same<typeof phone, GetPhoneNumberResponse>(true);
  same<typeof phone.phone_info.countryCode, string | undefined>(true);
  await program.code2Session({ js_code: maybe ?? '' });
  // @ts-expect-error: the code of another thing
  await program.code2Session({ js_code: phoneCode });
  // @ts-expect-error: the code of another thing
  await program.getPhoneNumber({ code: loginCode });
  // @ts-expect-error: an official account's endpoint
  program.userInfo({ openid: '' });
  // @ts-expect-error: an option that does not exist
  new MiniProgram({ appid: '', secret: '', timeout: 5 });
  // @ts-expect-error: not for everybody
  program.ask('code2Session', {});

  const account = new OfficialAccount({ appid: '', tokens: async () => '' });
  for await (const user of account.users(account.followers({ cursor: maybe }))) {
    same<typeof user, UserInfoResponse>(true);
    same<typeof user.unionid, string | undefined>(true);
  }
  const { session } = await new WebApp({ appid: '', secret: '' }).login({ code: '' });
  await account.snsUserInfo({ access_token: session.access_token, openid: session.openid });
  const { access_token } = parseResponse('getAccessToken', reply);
  // @ts-expect-error: the app's own token is no user's
  await account.snsUserInfo({ access_token, openid: '' });

  const sessions = new LoginSessions<{ userId: string }>({ appid: '', store: new Map() });
  const token = await sessions.create(session, { previous: maybe, data: { userId: '' } });
  await sessions.create((await program.login({ code: loginCode })).session);
  const kept = await sessions.get(token);
  // @ts-expect-error: there may be none
  kept.openid;
  if (kept) same<typeof kept, LoginSession<{ userId: string }>>(true);
  same<NonNullable<typeof kept>['data'], { userId: string } | undefined>(true);
  same<ReturnType<typeof sessions.update>, Promise<boolean>>(true);
  // @ts-expect-error: other data
  await sessions.update(token, { data: { role: '' } });
  // @ts-expect-error: what is one's own goes into data
  await sessions.create({ openid: '', userId: '' });
  // @ts-expect-error: an object, so that nothing can be swapped
  await sessions.create(session, token);
  // @ts-expect-error: no app
  new LoginSessions({ store: new Map() });
  const untyped = new LoginSessions({ appid: '' });
  await untyped.create(session, { data: 5 });
  same<NonNullable<Awaited<ReturnType<typeof untyped.get>>>['data'], unknown>(true);
  same<ReturnType<AccessTokens['get']>, Promise<string>>(true);
  same<ReturnType<typeof explainErrcode>['advice']['zh'], string>(true);
}
