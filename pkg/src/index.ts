/**
 * Who is this WeChat (微信) user, and can the data that says so be trusted?
 *
 * Functions are pure, synchronous and need no network. Clients send requests with the host's
 * `fetch`. Every error is a {@link WxError}.
 *
 * @module wx-unionid
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
export { WXBizMsgCrypt } from './biz-msg-crypt.js';
export type { CallOptions, Signal } from './call-options.js';
export type { Client, ClientOptions, Component, CustomRequest } from './client.js';
export { ready } from './core.js';
export { type Decrypted, decrypt, decryptMany, type Outcome } from './decrypt.js';
export {
  type DiagnoseInput,
  type DiagnoseRawDataInput,
  type Diagnosis,
  diagnose,
  diagnoseRawData,
  type Finding,
} from './diagnose.js';
export {
  type DiagnosePushInput,
  diagnosePush,
  type PushDiagnosis,
  type PushFindingInWords,
} from './diagnose-push.js';
export { explainErrcode } from './errcode.js';
export {
  type AnswerStatus,
  type AnyWxError,
  WxError,
  type WxErrorCode,
  type WxErrorConstructor,
  type WxErrorField,
  type WxErrorFields,
} from './error.js';
export * from './generated/decrypters.js';
export type * from './generated/types.js';
export type { Fetch, FetchInit, FetchReply, HttpOptions, RequestRecord } from './http.js';
export {
  type Identity,
  type IdentityConflict,
  type IdentityFact,
  type IdentityRow,
  type IdentityValue,
  type LinkConflict,
  type Links,
  linkIdentities,
  type Missing,
  type Next,
  type Person,
  resolveIdentity,
} from './identity.js';
export type {
  Followers,
  FollowersOptions,
  InvalidOpenid,
  RepeatOptions,
  Users,
  UsersOptions,
} from './listing.js';
export type { LoginIdentity } from './login.js';
export {
  type LoginSession,
  LoginSessions,
  type LoginSessionsOptions,
  type NewSession,
  type NewSessionOptions,
} from './login-sessions.js';
export {
  type EncryptedPushOptions,
  MessagePush,
  type MessagePushOptions,
  type OpenedPush,
  type PlainPushOptions,
  type PushOptions,
  type PushQuery,
  type PushReply,
  type PushReplyOptions,
  type PushRequest,
} from './message-push.js';
export {
  MiniProgram,
  type MiniProgramLogin,
  type MiniProgramLoginInput,
  type MiniProgramLoginOptions,
} from './mini-program.js';
export { OfficialAccount } from './official-account.js';
export type {
  AuthorizationEvent,
  AuthorizerEvent,
  FollowEvent,
  PushEvent,
  PushMessage,
  PushValue,
  TicketEvent,
} from './push-event.js';
export { explainRevokeInfo, type RevokedData, type RevokeInfoExplanation } from './revoke-info.js';
export { signPayment, signSession, signVoip, verifyRawData } from './signature.js';
export type { SnsLogin, SnsLoginInput } from './sns-login.js';
export type { Store, StoreFailure, StoreOptions } from './store.js';
export { WebApp } from './web-app.js';
