/**
 * A fake WeChat for tests. It shares no code with the rest of the package, and needs no
 * WebAssembly.
 *
 * @module wx-unionid/testing
 */
export { type About, type Behaviour, behaviours } from './testing/behaviours.js';
export type { FakeContainer, WXContext } from './testing/cloud.js';
export {
  type EncryptedUserData,
  encryptUserData,
  type UserDataToEncrypt,
} from './testing/encryption.js';
export type { ClientApi, ClientFailure, Failure, ServerFailure } from './testing/failures.js';
export {
  type FakeReply,
  type FakeWeChat,
  type FakeWeChatOptions,
  fakeWeChat,
  type HostResponse,
} from './testing/fake.js';
export { type Limits, limits } from './testing/limits.js';
export type { Order } from './testing/orders.js';
export type { FakePage, PageOutcome, PageVisit } from './testing/page.js';
export {
  type Origin,
  type PayloadFields,
  type PayloadMakers,
  payloads,
  type Watermarked,
} from './testing/payloads.js';
export type { Profile } from './testing/profiles.js';
export type { FakeEvents } from './testing/push/events.js';
export type {
  Push,
  PushedMessage,
  PushFetch,
  PushFetchInit,
  PushFetchReply,
  PushTry,
} from './testing/push/pushes.js';
export type { PushSettings } from './testing/push/settings.js';
export type { AskedRequest } from './testing/requests.js';
export type { Addressed, FakeRequest, FakeRequestInit } from './testing/server.js';
export type {
  AnyApp,
  App,
  BoundApp,
  MiniProgramApp,
  OfficialAccountApp,
  OneUser,
  ThirdpartyPlatform,
  User,
  WebsiteApp,
} from './testing/world.js';
export type {
  Callbacks,
  Failed,
  Said,
  WxFunction,
} from './testing/wx/call.js';
export type {
  RequestFetch,
  RequestFetchInit,
  RequestFetchReply,
  WxRequestOptions,
  WxRequestResult,
  WxRequestTask,
} from './testing/wx/request.js';
export type { WxStorage } from './testing/wx/storage.js';
export type {
  FakeWx,
  WxEncryptedData,
  WxOptions,
  WxPhoneNumber,
  WxProfile,
  WxTap,
} from './testing/wx.js';
