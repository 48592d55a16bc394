/**
 * Who is this WeChat (微信) user, and can the data that says so be trusted?
 *
 * Everything here is pure and synchronous, needs no network, and throws nothing but {@link WxError}.
 *
 * @module
 */
export { WXBizDataCrypt } from './biz-data-crypt.js';
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
export { type LocalizedText, WxError } from './error.js';
export type {
  Damage,
  DecryptInput,
  Field,
  GameClubData,
  GameClubValue,
  GroupEnterInfo,
  Kind,
  MidasFriendPayment,
  Payloads,
  PhoneNumber,
  Repair,
  ShareInfo,
  SignSessionInput,
  Step,
  UserInfo,
  UserProfile,
  VerifyRawDataInput,
  Watermark,
  WeRun,
  WxErrorCode,
} from './generated.js';
export { signSession, verifyRawData } from './signature.js';
