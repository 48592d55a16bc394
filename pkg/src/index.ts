/**
 * Who is this WeChat (微信) user, and can the data that says so be trusted?
 *
 * Functions are pure and synchronous and need no network. Clients send what `buildRequest` makes with the
 * host's `fetch`. Nothing throws anything but {@link WxError}.
 *
 * @module
 */
export { AccessTokens, type AccessTokensOptions, type Tokens } from './access-tokens.js';
export {
  authorizeUrl,
  buildRequest,
  type EndpointName,
  endpointFields,
  endpointNames,
  type HttpReply,
  parseResponse,
  qrConnectUrl,
} from './api.js';
export { WXBizDataCrypt } from './biz-data-crypt.js';
export type { CallOptions, Signal } from './call-options.js';
export type { Client, ClientOptions, Component, CustomRequest } from './client.js';
export { ready } from './core.js';
export {
  type Decrypted,
  decrypt,
  decryptGameClubData,
  decryptGroupEnterInfo,
  decryptMany,
  decryptMidasFriendPayment,
  decryptPhoneNumber,
  decryptPrivateMessage,
  decryptShareInfo,
  decryptUserInfo,
  decryptUserInteractiveStorage,
  decryptUserProfile,
  decryptWeRunData,
  type Outcome,
} from './decrypt.js';
export { type DiagnoseInput, type Diagnosis, diagnose, type Finding } from './diagnose.js';
export { explainErrcode } from './errcode.js';
export { WxError } from './error.js';
export type {
  AccessToken,
  AccessTokenCredentials,
  AccessTokenResponse,
  Acknowledgement,
  AppCredentials,
  AppidCredentials,
  AppUser,
  AuthorizeScope,
  AuthorizeUrl,
  BatchUserInfoParams,
  BatchUserInfoResponse,
  ChangedOpenid,
  ChangeOpenidParams,
  ChangeOpenidResponse,
  CheckEncryptedDataParams,
  CheckEncryptedDataResponse,
  CheckSessionKeyParams,
  Code2SessionParams,
  Code2SessionResponse,
  ComponentAccessToken,
  ComponentCredentials,
  Damage,
  DecryptInput,
  DiagnosisCause,
  DiagnosisConfidence,
  DiagnosisField,
  DiagnosisStep,
  DiagnosisStepName,
  EncryptKey,
  Endpoints,
  ErrcodeCategory,
  ErrcodeExplanation,
  Field,
  GameClubData,
  GameClubValue,
  GetAccessTokenParams,
  GetBlacklistParams,
  GetFansParams,
  GetPaidUnionIdParams,
  GetPaidUnionIdResponse,
  GetPhoneNumberParams,
  GetPhoneNumberResponse,
  GetPluginOpenPIdParams,
  GetPluginOpenPIdResponse,
  GetStableAccessTokenParams,
  GetUserEncryptKeyParams,
  GetUserEncryptKeyResponse,
  GroupEnterInfo,
  HttpMethod,
  HttpRequest,
  IdentityConflictKind,
  IdentityFlag,
  IdentitySource,
  IdentitySources,
  Kind,
  Lang,
  LocalizedText,
  LoginCode,
  MidasFriendPayment,
  MissingUnionid,
  OauthCode,
  OpenidList,
  OpenidPage,
  Payloads,
  PhoneCode,
  PhoneInfo,
  PhoneNumber,
  PhoneWatermark,
  PluginCode,
  QrConnectLang,
  QrConnectUrl,
  RefreshToken,
  Repair,
  ResetUserSessionKeyParams,
  ResetUserSessionKeyResponse,
  ShareInfo,
  SignSessionInput,
  SnsAccessTokenParams,
  SnsAccessTokenResponse,
  SnsAuthParams,
  SnsRefreshTokenParams,
  SnsRefreshTokenResponse,
  SnsUserInfoParams,
  SnsUserInfoResponse,
  Step,
  ThirdpartyCode2SessionParams,
  ThirdpartySnsAccessTokenParams,
  ThirdpartySnsRefreshTokenParams,
  UnionidNeed,
  UserAccessToken,
  UserAccessTokenCredentials,
  UserInfo,
  UserInfoParams,
  UserInfoResponse,
  UserProfile,
  UserToAsk,
  VerifyRawDataInput,
  Watermark,
  WeRun,
  WxErrorCode,
} from './generated.js';
export type { Fetch, FetchInit, FetchReply, HttpOptions } from './http.js';
export {
  type Identity,
  type IdentityConflict,
  type IdentityFact,
  type IdentityRow,
  type LinkConflict,
  type Links,
  linkIdentities,
  type Missing,
  type Next,
  type Person,
  resolveIdentity,
} from './identity.js';
export type { Followers, FollowersOptions, Users, UsersOptions } from './listing.js';
export type { LoginIdentity } from './login.js';
export {
  type LoginSession,
  LoginSessions,
  type LoginSessionsOptions,
  type NewSession,
} from './login-sessions.js';
export {
  MiniProgram,
  type MiniProgramLogin,
  type MiniProgramLoginInput,
  type MiniProgramLoginOptions,
} from './mini-program.js';
export { OfficialAccount } from './official-account.js';
export { signSession, verifyRawData } from './signature.js';
export type { SnsLogin, SnsLoginInput } from './sns-login.js';
export type { Store, StoreFailure, StoreOptions } from './store.js';
export { WebApp } from './web-app.js';
