// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.

import { any, each, flag, maybe, number, text, textOrGaps, textOrTexts, texts, word } from './arguments.js';
import type { CallOptions } from './call-options.js';

declare const flavor: unique symbol;

/** A string of one sort, which TypeScript does not accept in place of another sort. Any plain string is accepted. */
export type Flavored<F extends string> = string & { readonly [flavor]?: F };

/** Where WeChat's server APIs are. */
export const ORIGIN = 'https://api.weixin.qq.com';

/** The longest reply that is accepted, in bytes. */
export const MAX_REPLY_BYTES = 10485760;

/** The kinds of data, in their order in the core. */
export const kindNames = ['gameClubData', 'groupEnterInfo', 'midasFriendPayment', 'phoneNumber', 'privateMessage', 'shareInfo', 'unknown', 'userInfo', 'userInteractiveStorage', 'userProfile', 'weRun'] as const;

/** The fields of payloads that WeChat's pages name, in their order in the core. */
export const fieldNames = ['activityId', 'avatarUrl', 'chat_type', 'city', 'country', 'countryCode', 'dataList', 'gender', 'group_openid', 'is_demote', 'KVDataList', 'language', 'nickName', 'open_single_roomid', 'openGId', 'opengid', 'openId', 'orderNo', 'outTradeNo', 'phoneNumber', 'province', 'purePhoneNumber', 'stepInfoList', 'unionId'] as const;

export const decryptTable = { appid: textOrTexts, sessionKey: textOrGaps, encryptedData: text, iv: text, maxAgeSeconds: /* @__PURE__ */ maybe(number), clockSkewSeconds: /* @__PURE__ */ maybe(number), now: /* @__PURE__ */ maybe(number), repair: /* @__PURE__ */ maybe(flag), dangerouslyAllowMissingWatermark: /* @__PURE__ */ maybe(flag) };
export const verifyRawDataTable = { rawData: text, signature: text, sessionKey: textOrGaps };
export const signSessionTable = { sessionKey: text, body: /* @__PURE__ */ maybe(text) };
export const identityFactTable = { source: text, appid: text, openid: /* @__PURE__ */ maybe(text), value: any };
export const authorizeUrlTable = { appid: text, redirect_uri: text, scope: /* @__PURE__ */ word(['snsapi_base', 'snsapi_userinfo'], "must be snsapi_base or snsapi_userinfo (a website uses snsapi_login: call qrConnectUrl)"), state: text, component_appid: /* @__PURE__ */ maybe(text), forcePopup: /* @__PURE__ */ maybe(flag), forceSnapShot: /* @__PURE__ */ maybe(flag) };
export const qrConnectUrlTable = { appid: text, redirect_uri: text, state: text, lang: /* @__PURE__ */ maybe(/* @__PURE__ */ word(['cn', 'en'], "must be cn or en")) };
export const customRequestTable = { method: /* @__PURE__ */ word(['GET', 'POST'], "must be GET or POST"), path: text, query: /* @__PURE__ */ maybe(any), body: /* @__PURE__ */ maybe(any) };

/**
 * Why a call failed.
 *
 * It holds no secret and no plaintext, and can be logged. A client may be told only some of it. Failures
 * before the session key is used have exact codes. Bad padding, bad UTF-8 and bad JSON share one code,
 * `ERR_DECRYPT_FAILED`. The client chooses iv and ciphertext: a server that answers differently for each of
 * these lets it read other users' data byte by byte (a padding oracle). Failures of the watermark, which come
 * later, are exact again. Do not tell them to a client either.
 *
 * In JavaScript, a variant is known by its code, which is public and never renamed.
 */
export type CoreErrorFields = { "code": "ERR_API" } & ApiErrorFields | { "code": "ERR_APPID_MISMATCH", 
/**
 * The appids that would have been accepted, as far as they look like appids.
 */
expected?: string | string[], 
/**
 * The one in the watermark, if it looks like an appid.
 */
actual?: string, } | { "code": "ERR_DATA_EXPIRED", 
/**
 * The oldest timestamp that is accepted, in seconds since 1970.
 */
expected: number, 
/**
 * That of the data, in seconds since 1970.
 */
actual: number, } | { "code": "ERR_DATA_FROM_FUTURE", 
/**
 * The latest timestamp that is accepted, in seconds since 1970.
 */
expected: number, 
/**
 * That of the data, in seconds since 1970.
 */
actual: number, } | { "code": "ERR_DECRYPT_FAILED" } | { "code": "ERR_HTTP_STATUS", 
/**
 * The endpoint that was called, or the path.
 */
endpoint: string, 
/**
 * The HTTP status of the reply.
 */
status: number, } | { "code": "ERR_INVALID_ARGUMENT", 
/**
 * The name of the argument.
 */
argument: string, 
/**
 * The index in a list of session keys, facts or rows, counted from 0.
 */
index?: number, } | { "code": "ERR_INVALID_ENCRYPTED_DATA", 
/**
 * How it was damaged.
 */
damage: Damage, 
/**
 * The first wrong character, counted from 0.
 */
at?: number, } | { "code": "ERR_INVALID_IV", 
/**
 * How it was damaged.
 */
damage: Damage, 
/**
 * The first wrong character, counted from 0.
 */
at?: number, } | { "code": "ERR_INVALID_RESPONSE", 
/**
 * The endpoint that was called, or the path.
 */
endpoint: string, 
/**
 * The HTTP status of the reply.
 */
status: number, } | { "code": "ERR_INVALID_SESSION_KEY", 
/**
 * How it was damaged.
 */
damage: Damage, 
/**
 * The first wrong character, counted from 0.
 */
at?: number, 
/**
 * Its index in a list of session keys, counted from 0.
 */
index?: number, } | { "code": "ERR_UNEXPECTED_KIND", 
/**
 * The requested kind.
 */
expected: Kind, 
/**
 * The kind that it is.
 */
actual: Kind, } | { "code": "ERR_WATERMARK_MISSING" };

/**
 * An `errcode` of WeChat's, and what is known about it.
 */
export type ApiErrorFields = { 
/**
 * The endpoint that was called, or the path.
 */
endpoint: string, 
/**
 * The HTTP status of the reply.
 */
status: number, 
/**
 * WeChat's number. `explainErrcode` says what it means.
 */
errcode: number, 
/**
 * WeChat's text, which changes: look at `errcode`. At most 512 characters.
 */
errmsg: string, 
/**
 * The request's id in the text. WeChat's support asks for it.
 */
rid?: string, 
/**
 * What kind of failure it is.
 */
category: ErrcodeCategory, 
/**
 * Whether the same request can succeed later. Never resend a request that holds a code.
 */
retryable: boolean, };

/**
 * What is wrong with a text that should be Base64.
 */
export type Damage = "base64url" | "double_percent_encoded" | "html_escaped" | "iv_length" | "json_escaped" | "json_quoted" | "missing_field" | "not_base64" | "percent_encoded" | "plus_became_space" | "session_key_length" | "too_long" | "truncated";

/**
 * One of the three texts that decryption takes.
 */
export type Field = "sessionKey" | "iv" | "encryptedData";

/**
 * One piece of damage that was undone.
 */
export type Repair = { 
/**
 * The text that was damaged.
 */
field: Field, 
/**
 * How it had been damaged.
 */
kind: Damage, 
/**
 * The first character that differs, counted from 0, in the text as the repairs before this one left it.
 */
at: number, };

/**
 * What the client sent, the candidate session keys, and what the data must satisfy.
 */
export type DecryptInput = { 
/**
 * The appid of the mini program that the data must belong to, or several if one back end serves
 * several. Always compared, exactly.
 */
appid: string | readonly string[], 
/**
 * The session key of the user, as code2Session sent it, or up to 4 candidates (the current and the
 * previous one), tried in this order. `null`, `undefined` and `''` in a list are skipped.
 */
sessionKey: string | readonly (string | null | undefined)[], 
/**
 * The ciphertext, as the client received it from WeChat: Base64. At most 1,048,576 characters.
 */
encryptedData: string, 
/**
 * The initialisation vector that came with it: Base64 of 16 bytes.
 */
iv: string, 
/**
 * The maximum age of the data, in seconds. Without it, data of any age is accepted.
 */
maxAgeSeconds?: number | undefined, 
/**
 * With `maxAgeSeconds`: how many seconds in the future the data may be. Default: 60.
 */
clockSkewSeconds?: number | undefined, 
/**
 * The current time, in milliseconds since 1970. Default: `Date.now()`. (Rust reads
 * no clock, and needs it to check an age.)
 */
now?: number | undefined, 
/**
 * Undoes unambiguous damage (a `+` that became a space, percent-encoding, quotes,
 * …) instead of refusing it. `repairs` of the result says what was done. Default: `false`.
 */
repair?: boolean | undefined, 
/**
 * Accepts data without a watermark, which may belong to another app. With `maxAgeSeconds`, it is
 * refused all the same. Default: `false`.
 */
dangerouslyAllowMissingWatermark?: boolean | undefined, };

/**
 * The raw data of a user, its signature, and the candidate session keys.
 */
export type VerifyRawDataInput = { 
/**
 * `rawData` as `wx.getUserInfo` returned it: the string, not an object that was parsed from it.
 */
rawData: string, 
/**
 * `signature` as `wx.getUserInfo` returned it.
 */
signature: string, 
/**
 * The session key of the user, or up to 4 candidates. `null`, `undefined` and `''` in a list are skipped.
 */
sessionKey: string | readonly (string | null | undefined)[], };

/**
 * A session key and the text to sign.
 */
export type SignSessionInput = { 
/**
 * The session key of the user.
 */
sessionKey: string, 
/**
 * The exact body of the request. Default: `''`, for GET requests.
 */
body?: string | undefined, };

/**
 * What WeChat writes into the data that it encrypts: the app that it belongs to, and the time.
 *
 * A checked watermark proves which app the data belongs to. It does not prove that nobody changed
 * the data, nor, unless its age was checked, that the data is new.
 *
 * See [开放数据校验与解密](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
 */
export type Watermark = { 
/**
 * When the data was fetched from WeChat, in seconds since 1970.
 */
timestamp: number, 
/**
 * The app that the data belongs to.
 */
appid: string, };

/**
 * Which of WeChat's APIs the data comes from.
 */
export type Kind = "gameClubData" | "groupEnterInfo" | "midasFriendPayment" | "phoneNumber" | "privateMessage" | "shareInfo" | "unknown" | "userInfo" | "userInteractiveStorage" | "userProfile" | "weRun";

/**
 * Data that was decrypted and checked.
 */
export type DecryptedFields = { 
/**
 * Which of WeChat's APIs it comes from, judged by its fields.
 */
kind: Kind, 
/**
 * The data as WeChat sent it, including unknown fields.
 */
data: Payloads[Kind], 
/**
 * The checked watermark of `data`. Absent only if a missing one is allowed.
 */
watermark?: Watermark, 
/**
 * The index of the session key that decrypted it, in the caller's list.
 */
sessionKeyIndex: number, 
/**
 * The damage that was undone, outermost first. Empty without `repair`.
 */
repairs: Array<Repair>, };

/**
 * `wx.getUserInfo` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html)):
 * who the user is.
 *
 * Since 2021 the profile is anonymous (微信用户, a grey avatar) and gender and region are blank; `openId` and
 * `unionId` are not affected.
 */
export type UserInfo = { 
/**
 * The user in this mini program.
 */
openId: string, 
/**
 * The user across the apps of one Open Platform account. Absent if the mini program is not bound to one.
 */
unionId?: string, 
/**
 * Any Unicode. 微信用户 since 2022.
 */
nickName: string, 
/**
 * 0 unknown, 1 male, 2 female. 0 since 2021.
 */
gender?: number, 
/**
 * Older data: `zh_CN`.
 */
language?: string, 
/**
 * Empty since 2021.
 */
city?: string, 
/**
 * Empty since 2021.
 */
province?: string, 
/**
 * Empty since 2021; `CN` or `China` before, or in the user's language.
 */
country?: string, 
/**
 * The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Empty if there is no avatar.
 */
avatarUrl?: string, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getUserProfile` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)):
 * a profile without an identity. It never contains `openId` or `unionId`.
 */
export type UserProfile = { 
/**
 * Any Unicode. 微信用户 since 2022.
 */
nickName: string, 
/**
 * 0 unknown, 1 male, 2 female. 0 since 2021.
 */
gender?: number, 
/**
 * Older data: `zh_CN`.
 */
language?: string, 
/**
 * Empty since 2021.
 */
city?: string, 
/**
 * Empty since 2021.
 */
province?: string, 
/**
 * Empty since 2021; `CN` or `China` before, or in the user's language.
 */
country?: string, 
/**
 * The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Empty if there is no avatar.
 */
avatarUrl?: string, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `<button open-type="getPhoneNumber">` ([docs](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html)),
 * the old way.
 *
 * The client could change the first 16 bytes of the data. For a number that cannot be changed, use its code
 * (getuserphonenumber).
 */
export type PhoneNumber = { 
/**
 * With the country code, if it is a foreign number.
 */
phoneNumber: string, 
/**
 * Without the country code.
 */
purePhoneNumber?: string, 
/**
 * `86`
 */
countryCode?: string, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getWeRunData` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/werun/wx.getWeRunData.html)):
 * the steps of the last 31 days, the current one last.
 */
export type WeRun = { 
/**
 * One entry a day.
 */
stepInfoList: Array<Step>, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * The steps of one day.
 */
export type Step = { 
/**
 * The day, in seconds since 1970.
 */
timestamp: number, 
/**
 * Steps.
 */
step: number, };

/**
 * `wx.getShareInfo` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.getShareInfo.html)):
 * the group that the mini program was shared to.
 */
export type ShareInfo = { 
/**
 * The group in this mini program. Note the spelling: `wx.getGroupEnterInfo` has `opengid`.
 */
openGId: string, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getGroupEnterInfo` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/group/wx.getGroupEnterInfo.html))
 * and `wx.getChatToolInfo`: the chat that the mini program was opened from. Fields that do not apply are empty or
 * absent.
 */
export type GroupEnterInfo = { 
/**
 * A group chat. Note the spelling: `wx.getShareInfo` has `openGId`.
 */
opengid?: string, 
/**
 * A chat of two.
 */
open_single_roomid?: string, 
/**
 * The user in this chat.
 */
group_openid?: string, 
/**
 * The type of the chat, by WeChat's numbers.
 */
chat_type?: number, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getGameClubData` ([docs](https://developers.weixin.qq.com/minigame/dev/api/open-api/game-club/wx.getGameClubData.html)).
 */
export type GameClubData = { 
/**
 * The requested values.
 */
dataList: Array<GameClubValue>, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * One value of the game club.
 */
export type GameClubValue = { 
/**
 * What it is, by WeChat's numbers.
 */
dataType: number, 
/**
 * The value.
 */
value: number, };

/**
 * `wx.requestMidasFriendPayment` ([docs](https://developers.weixin.qq.com/minigame/dev/api/midas-payment/wx.requestMidasFriendPayment.html)),
 * deprecated.
 */
export type MidasFriendPayment = { 
/**
 * The order, by the developer's number.
 */
outTradeNo: string, 
/**
 * The order, by Midas's number.
 */
orderNo: string, 
/**
 * Which app the data belongs to, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * What the data of each kind looks like.
 */
export type Payloads = {
"userInfo": UserInfo,
"userProfile": UserProfile,
"phoneNumber": PhoneNumber,
"weRun": WeRun,
"shareInfo": ShareInfo,
"groupEnterInfo": GroupEnterInfo,
"gameClubData": GameClubData,
"midasFriendPayment": MidasFriendPayment,
"privateMessage": Record<string, unknown>,
"userInteractiveStorage": Record<string, unknown>,
"unknown": Record<string, unknown>,
};

/**
 * Where a fact about a user comes from: the name of an endpoint, or another source.
 */
export type IdentitySource = "code2Session" | "thirdpartyCode2Session" | "getWXContext" | "snsAccessToken" | "thirdpartySnsAccessToken" | "snsRefreshToken" | "thirdpartySnsRefreshToken" | "snsUserInfo" | "userInfo" | "batchUserInfo" | "getPaidUnionId" | "getPhoneNumber" | "messagePush" | "decrypt";

/**
 * Why there is no unionid. If there are several reasons, the first in this order is given.
 */
export type MissingUnionid = "conflict" | "snapshot_user" | "not_bound" | "not_a_follower" | "scope_base" | "scope_unknown" | "failed" | "profile_never_has_it" | "phone_only" | "data_never_has_it" | "refresh_never_has_it" | "push_never_has_it" | "not_asked";

/**
 * What a way to get the unionid needs.
 */
export type UnionidNeed = "open_platform_binding" | "js_code" | "code" | "snsapi_userinfo" | "user_access_token" | "openid" | "follower" | "payment" | "cloud_function" | "encrypted_data";

/**
 * A kind of contradiction.
 */
export type IdentityConflictKind = "other_app" | "two_openids" | "two_unionids";

/**
 * Something to know about an identity.
 */
export type IdentityFlag = "anonymous_profile" | "snapshot_user";

/**
 * A user of an app.
 */
export type AppUser = { 
/**
 * The app.
 */
appid: string, 
/**
 * The user in it.
 */
openid: string, };

/**
 * The sources of each value, in the order of the table.
 */
export type IdentitySources = { 
/**
 * The sources of `openid`.
 */
openid: Array<IdentitySource>, 
/**
 * The sources of `unionid`.
 */
unionid: Array<IdentitySource>, };

/**
 * Why there is no unionid.
 */
export type MissingFields = { 
/**
 * By name.
 */
reason: MissingUnionid, 
/**
 * The source that could have returned it, or that never returns it.
 */
source?: IdentitySource, 
/**
 * The app that it is about.
 */
appid?: string, };

/**
 * A way to get the unionid.
 */
export type NextFields = { 
/**
 * What to call.
 */
source: IdentitySource, 
/**
 * What it needs.
 */
needs: Array<UnionidNeed>, };

/**
 * Facts that contradict each other.
 */
export type IdentityConflictFields = { 
/**
 * What kind of contradiction it is.
 */
conflict: IdentityConflictKind, 
/**
 * The app of the facts. Absent for `two_unionids`.
 */
appid?: string, 
/**
 * The values: for `other_app` the appid that the data names, else the openids or unionids.
 */
values: Array<string>, };

/**
 * Who a user is.
 */
export type IdentityFields = { 
/**
 * The app of the first fact. `null` if there is no fact.
 */
appid: string | null, 
/**
 * The user in this app. Together with `appid`, it identifies an account and never changes. `null` if no fact has
 * it, or if facts contradict each other.
 */
openid: string | null, 
/**
 * The user across the apps of one Open Platform account. `null` if WeChat returned none: it may come later. It
 * is never an openid, and never that of a snapshot page.
 */
unionid: string | null, 
/**
 * Why there is no unionid. Absent if there is one.
 */
missing?: MissingFields, 
/**
 * Ways to get the unionid, the best first. Empty if it is there.
 */
next: Array<NextFields>, 
/**
 * Where each value comes from.
 */
sources: IdentitySources, 
/**
 * All users that the facts name, including those of conflicts, in the order of their ids.
 */
identities: Array<AppUser>, 
/**
 * Contradictions. Do not merge accounts while there are any.
 */
conflicts: Array<IdentityConflictFields>, 
/**
 * What else there is to know.
 */
flags: Array<IdentityFlag>, };

/**
 * A text for people, in Chinese and English.
 */
export type LocalizedText = { 
/**
 * Chinese.
 */
zh: string, 
/**
 * English.
 */
en: string, };

/**
 * What kind of failure an errcode is.
 */
export type ErrcodeCategory = "access_token" | "app_credentials" | "argument" | "busy" | "code" | "decryption" | "not_found" | "permission" | "rate_limit" | "refresh_token" | "session_key" | "signature" | "unknown" | "user";

/**
 * What an errcode means at an endpoint.
 */
export type ErrcodeExplanation = { 
/**
 * What kind of failure it is.
 */
category: ErrcodeCategory, 
/**
 * Whether the same request can succeed later, or, for an expired token, with a new one. A request that holds a
 * code is not retryable if the code may be used up.
 */
retryable: boolean, 
/**
 * What it means.
 */
meaning: LocalizedText, 
/**
 * What to do.
 */
advice: LocalizedText, };

/**
 * The app's own token (接口调用凭据), from getStableAccessToken. Not a user's.
 */
export type AccessToken = Flavored<"AccessToken">;

/**
 * An app's own token.
 */
export type AccessTokenCredentials = { 
/**
 * The app's token (接口调用凭据), from getStableAccessToken. Not a user's.
 */
access_token: AccessToken, };

/**
 * A token and how long it is valid.
 */
export type AccessTokenResponse = { 
/**
 * The token. Reserve at least 512 characters for it.
 */
access_token: AccessToken, 
/**
 * Seconds: at most 7200.
 */
expires_in: number, };

/**
 * A reply that only reports success.
 */
export type Acknowledgement = { 
/**
 * 0
 */
errcode: number, 
/**
 * `ok`
 */
errmsg?: string, };

/**
 * An app and its AppSecret.
 */
export type AppCredentials = { 
/**
 * The app's id.
 */
appid: string, 
/**
 * Its AppSecret (应用密钥). It belongs only on a server, never in a page.
 */
secret: AppSecret, };

/**
 * The AppSecret of an app (应用密钥).
 */
export type AppSecret = string;

/**
 * An app.
 */
export type AppidCredentials = { 
/**
 * The app's id.
 */
appid: string, };

/**
 * The scope that an official account asks a user for (应用授权作用域).
 */
export type AuthorizeScope = "snsapi_base" | "snsapi_userinfo";

/**
 * The login page of an official account (网页授权), in WeChat's browser.
 */
export type AuthorizeUrl = { 
/**
 * The official account's appid.
 */
appid: string, 
/**
 * Where the user comes back to, with `code` and `state`: a complete URL, not percent-encoded. Its host must be
 * the 网页授权域名 that the account has set, exactly.
 */
redirect_uri: string, 
/**
 * What the user is asked for.
 */
scope: AuthorizeScope, 
/**
 * Comes back unchanged: letters and digits, at most 128. Make it unguessable and bind it to the
 * browser, or anyone can log somebody else in (CSRF).
 */
state: string, 
/**
 * On behalf of an official account: the third-party platform's appid (第三方平台).
 */
component_appid?: string | undefined, 
/**
 * `true`: asks even users who agreed before. Default: `false`, WeChat's.
 */
forcePopup?: boolean | undefined, 
/**
 * `true`: shows a snapshot page (快照页), for tests. Default: `false`, WeChat's.
 */
forceSnapShot?: boolean | undefined, };

/**
 * What an account knows about several users.
 */
export type BatchUserInfoResponse = { 
/**
 * One entry a user.
 */
user_info_list: Array<UserInfoResponse>, };

/**
 * The converted openids.
 */
export type ChangeOpenidResponse = { 
/**
 * One entry an openid.
 */
result_list: Array<ChangedOpenid>, };

/**
 * A converted openid.
 */
export type ChangedOpenid = { 
/**
 * The one in the old account.
 */
ori_openid: string, 
/**
 * The one in the new account. Absent unless err_msg is `ok`.
 */
new_openid?: string, 
/**
 * `ok`, or what is wrong with the old one.
 */
err_msg?: string, };

/**
 * What WeChat knows about encrypted data.
 */
export type CheckEncryptedDataResponse = { 
/**
 * Whether WeChat created the data. (This is WeChat's spelling.)
 */
vaild: boolean, 
/**
 * When: seconds since 1970.
 */
create_time: number, };

/**
 * Who has logged in, and the key of the data that the client sends. The key must not leave the server.
 */
export type Code2SessionResponse = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The session key, as WeChat sent it: Base64 of 16 bytes, which is not checked here.
 */
session_key: SessionKeyText, 
/**
 * The user across the apps of one Open Platform account. Absent if the mini program is not bound to one.
 */
unionid?: string, };

/**
 * The token of a third-party platform (第三方平台).
 */
export type ComponentAccessToken = Flavored<"ComponentAccessToken">;

/**
 * A third-party platform (第三方平台) on behalf of an app that has authorised it.
 */
export type ComponentCredentials = { 
/**
 * The id of the app that it acts for.
 */
appid: string, 
/**
 * The platform's own id.
 */
component_appid: string, 
/**
 * The platform's token.
 */
component_access_token: ComponentAccessToken, };

/**
 * A cause of a failure.
 */
export type DiagnosisCause = "appid_mismatch" | "base64url" | "corrupted" | "double_percent_encoded" | "expired" | "from_future" | "html_escaped" | "iv_length" | "json_escaped" | "json_quoted" | "missing_field" | "not_base64" | "not_json" | "ok" | "percent_encoded" | "plus_became_space" | "session_key_length" | "swapped_fields" | "truncated" | "watermark_missing" | "wrong_iv" | "wrong_session_key";

/**
 * How certain a finding is.
 */
export type DiagnosisConfidence = "certain" | "likely" | "possible";

/**
 * Why decryption failed.
 */
export type DiagnosisFacts = { 
/**
 * The first of `causes`, or `ok`.
 */
cause: DiagnosisCause, 
/**
 * All causes, in the order to fix them.
 */
causes: Array<DiagnosisFinding>, 
/**
 * The steps from the texts to the data, as far as they went.
 */
steps: Array<DiagnosisStep>, 
/**
 * The damage that has to be undone for these steps.
 */
repairs: Array<Repair>, 
/**
 * Whether the data decrypts once the repairs are made.
 */
opens: boolean, 
/**
 * The kind of the data, if it decrypts.
 */
kind?: Kind, };

/**
 * A property of the input.
 */
export type DiagnosisField = "appid" | "sessionKey" | "iv" | "encryptedData";

/**
 * One problem.
 */
export type DiagnosisFinding = { 
/**
 * What it is.
 */
cause: DiagnosisCause, 
/**
 * Where.
 */
field?: DiagnosisField, 
/**
 * The first wrong character, counted from 0.
 */
at?: number, 
/**
 * How certain it is.
 */
confidence: DiagnosisConfidence, };

/**
 * One step from the texts to the data. It shows sizes and positions, and nothing of the content.
 */
export type DiagnosisStep = { 
/**
 * The name of the step.
 */
name: DiagnosisStepName, 
/**
 * Whether it succeeded, after the repairs.
 */
ok: boolean, 
/**
 * The text that was read.
 */
field?: DiagnosisField, 
/**
 * The index in a list of session keys.
 */
index?: number, 
/**
 * The characters of the text.
 */
chars?: number, 
/**
 * The bytes that were decoded or decrypted.
 */
bytes?: number, 
/**
 * The 16-byte blocks of the ciphertext.
 */
blocks?: number, 
/**
 * The blocks that decrypt to readable text.
 */
readableBlocks?: number, 
/**
 * The other blocks, as the first 100 ranges `[first, last]`, counted from 0. Without an iv, the first block is
 * in none of them.
 */
unreadableBlocks?: Array<[number, number]>, };

/**
 * A stage.
 */
export type DiagnosisStepName = "decode" | "decrypt" | "padding" | "utf8" | "json" | "watermark";

/**
 * A key of a user's encrypted channel.
 */
export type EncryptKey = { 
/**
 * Base64 of 16 bytes.
 */
encrypt_key: SessionKeyText, 
/**
 * 16 characters, which are the 16 bytes: not Base64 and not hexadecimal.
 */
iv: string, 
/**
 * Its number. The client also sends the number of the key that it used.
 */
version: number, 
/**
 * How many of 3600 seconds it is still valid; 0 if it has expired.
 */
expire_in: number, 
/**
 * When it was created: seconds since 1970.
 */
create_time: number, };

/**
 * Who has paid.
 */
export type GetPaidUnionIdResponse = { 
/**
 * The user across the apps of one Open Platform account.
 */
unionid: string, };

/**
 * A user's phone number.
 */
export type GetPhoneNumberResponse = { 
/**
 * The number.
 */
phone_info: PhoneInfo, };

/**
 * Who uses the plug-in.
 */
export type GetPluginOpenPIdResponse = { 
/**
 * The user in this plug-in. It has no meaning elsewhere.
 */
openpid: string, };

/**
 * The keys of a user's encrypted channel.
 */
export type GetUserEncryptKeyResponse = { 
/**
 * The last three, the newest first.
 */
key_info_list: Array<EncryptKey>, };

/**
 * What the API pages call 请求方式.
 */
export type HttpMethod = "GET" | "POST";

/**
 * A request to WeChat's server, ready to be sent.
 *
 * `url` and `body` hold secrets: log `redactedUrl` and `redactedBody` instead.
 */
export type HttpRequest = { 
/**
 * The method.
 */
method: HttpMethod, 
/**
 * The complete URL, percent-encoded.
 */
url: string, 
/**
 * The headers that are needed.
 */
headers: Record<string, string>, 
/**
 * The body of a POST request: JSON.
 */
body?: string, 
/**
 * The URL with `***` in place of each secret.
 */
redactedUrl: string, 
/**
 * The body with `***` in place of each secret.
 */
redactedBody?: string, };

/**
 * The language of a user's region.
 */
export type Lang = "zh_CN" | "zh_TW" | "en";

/**
 * The code of `wx.login`: it works once, within 5 minutes. No other code works in its place.
 */
export type LoginCode = Flavored<"LoginCode">;

/**
 * The code that the authorize page or a mobile app's SDK returns: it works once, within 5 minutes.
 */
export type OauthCode = Flavored<"OauthCode">;

/**
 * The openids of a page.
 */
export type OpenidList = { 
/**
 * The openids.
 */
openid?: Array<string>, };

/**
 * A page of openids. The page after the last has count 0, no data, and an empty next_openid.
 */
export type OpenidPage = { 
/**
 * How many there are in total.
 */
total: number, 
/**
 * How many are on this page.
 */
count: number, 
/**
 * The openids.
 */
data?: OpenidList, 
/**
 * Where the next page starts.
 */
next_openid?: string, };

/**
 * The code of `<button open-type="getPhoneNumber">` or `getRealtimePhoneNumber`: it works once, within
 * 5 minutes. It is not the code of `wx.login`.
 */
export type PhoneCode = Flavored<"PhoneCode">;

/**
 * A phone number.
 */
export type PhoneInfo = { 
/**
 * With `+` and the country's code, if that is not 86.
 */
phoneNumber: string, 
/**
 * Without the country's code.
 */
purePhoneNumber: string, 
/**
 * The country's code. Always a string, although WeChat sometimes sends a number.
 */
countryCode: string, 
/**
 * Which app it belongs to, and when it was requested.
 */
watermark: PhoneWatermark, };

/**
 * Which app a phone number belongs to.
 */
export type PhoneWatermark = { 
/**
 * Seconds since 1970.
 */
timestamp: number, 
/**
 * The mini program.
 */
appid: string, };

/**
 * The code of `wx.pluginLogin`: it works once, within 5 minutes.
 */
export type PluginCode = Flavored<"PluginCode">;

/**
 * The language of the page with the QR code.
 */
export type QrConnectLang = "cn" | "en";

/**
 * The page with a website's login QR code (网站应用扫码登录).
 */
export type QrConnectUrl = { 
/**
 * The website's appid.
 */
appid: string, 
/**
 * Where the user comes back to, with `code` and `state`: a complete URL, not percent-encoded. Its host must be
 * the 授权回调域 that the website has set.
 */
redirect_uri: string, 
/**
 * Comes back unchanged: letters and digits, at most 128. Make it unguessable and bind it to the
 * browser, or anyone can log somebody else in (CSRF).
 */
state: string, 
/**
 * The page's language. Default: `cn`, WeChat's.
 */
lang?: QrConnectLang | undefined, };

/**
 * The token that refreshes a user's token.
 */
export type RefreshToken = Flavored<"RefreshToken">;

/**
 * The new session key.
 */
export type ResetUserSessionKeyResponse = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The new session key.
 */
session_key: SessionKeyText, };

/**
 * A `session_key` of the caller, not checked yet.
 */
export type SessionKeyText = string;

/**
 * Who has logged in, and the token to get more about the user.
 */
export type SnsAccessTokenResponse = { 
/**
 * The user's token. Not the app's own.
 */
access_token: UserAccessToken, 
/**
 * Seconds: 7200.
 */
expires_in: number, 
/**
 * The token that refreshes it.
 */
refresh_token: RefreshToken, 
/**
 * The user, in this app.
 */
openid: string, 
/**
 * What the user agreed to, separated by commas.
 */
scope?: string, 
/**
 * 1 for the virtual account of a snapshot page (快照页). Do not store it.
 */
is_snapshotuser?: number, 
/**
 * The user across the apps of one Open Platform account. Absent if the app is not bound to one, or for
 * the scope snsapi_base.
 */
unionid?: string, };

/**
 * The token, renewed.
 */
export type SnsRefreshTokenResponse = { 
/**
 * The user's token: the old one, extended, if it had not expired.
 */
access_token: UserAccessToken, 
/**
 * Seconds: 7200.
 */
expires_in: number, 
/**
 * The same as before.
 */
refresh_token: RefreshToken, 
/**
 * The user, in this app.
 */
openid: string, 
/**
 * What the user agreed to, separated by commas.
 */
scope?: string, };

/**
 * A user's profile.
 */
export type SnsUserInfoResponse = { 
/**
 * The user, in this app.
 */
openid: string, 
/**
 * Any Unicode.
 */
nickname?: string, 
/**
 * 1 male, 2 female, 0 unknown. Always 0 since 2021.
 */
sex?: number, 
/**
 * Empty since 2021.
 */
province?: string, 
/**
 * Empty since 2021.
 */
city?: string, 
/**
 * Empty since 2021.
 */
country?: string, 
/**
 * The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Blank if there is none.
 */
headimgurl?: string, 
/**
 * Such as `chinaunicom`; mostly empty.
 */
privilege?: Array<string>, 
/**
 * The user across the apps of one Open Platform account. Absent if the app is not bound to one.
 */
unionid?: string, };

/**
 * A user's token (网页授权), from snsAccessToken. Not the app's own.
 */
export type UserAccessToken = Flavored<"UserAccessToken">;

/**
 * The token of one user of an app.
 */
export type UserAccessTokenCredentials = { 
/**
 * The user's token (网页授权), from snsAccessToken. Not the app's own.
 */
access_token: UserAccessToken, };

/**
 * What an account knows about a user.
 */
export type UserInfoResponse = { 
/**
 * 1 if the user follows the account. If 0, only openid is present.
 */
subscribe: number, 
/**
 * The user, in this account.
 */
openid: string, 
/**
 * The user across the apps of one Open Platform account. Absent if the account is not bound to one, and
 * since 2017 for users who do not follow.
 */
unionid?: string, 
/**
 * When the user last followed: seconds since 1970.
 */
subscribe_time?: number, 
/**
 * How the user came to follow: ADD_SCENE_SEARCH, ADD_SCENE_QR_CODE, … The list grows.
 */
subscribe_scene?: string, 
/**
 * A note of the account's staff.
 */
remark?: string, 
/**
 * The group of the old API, before tags.
 */
groupid?: number, 
/**
 * The tags that the account gave.
 */
tagid_list?: Array<number>, 
/**
 * The number of the scanned QR code. 0 if none.
 */
qr_scene?: number, 
/**
 * The text of the scanned QR code. Empty if none.
 */
qr_scene_str?: string, 
/**
 * No longer given by WeChat's page, but still seen.
 */
language?: string, 
/**
 * Empty since 2021.
 */
nickname?: string, 
/**
 * Empty since 2021.
 */
headimgurl?: string, 
/**
 * 0 since 2021.
 */
sex?: number, 
/**
 * Empty since 2021.
 */
city?: string, 
/**
 * Empty since 2021.
 */
province?: string, 
/**
 * Empty since 2021.
 */
country?: string, };

/**
 * One user of a batchUserInfo.
 */
export type UserToAsk = { 
/**
 * The user, in this account.
 */
openid: string, 
/**
 * The language of the user's region. Default: `zh_CN`, WeChat's.
 */
lang?: Lang | undefined, };

/**
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code works once.
 *
 * See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
 */
export type Code2SessionParams = { 
/**
 * The code of `wx.login`.
 */
js_code: LoginCode, };

/**
 * 第三方平台代小程序登录: code2Session on behalf of a mini program.
 *
 * See [thirdpartyCode2Session](https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html).
 */
export type ThirdpartyCode2SessionParams = { 
/**
 * The code of `wx.login`.
 */
js_code: LoginCode, };

/**
 * 检验登录态: checks whether a session key is still valid. If not, WeChat returns errcode 87009.
 *
 * See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
 */
export type CheckSessionKeyParams = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The session key in question. It signs the request and is not sent.
 */
session_key: SessionKeyText, };

/**
 * 重置登录态: issues a new session key, valid for the rest of the old one's time.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
export type ResetUserSessionKeyParams = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The current session key. It signs the request and is not sent.
 */
session_key: SessionKeyText, };

/**
 * 支付后获取 Unionid: the unionid of a user who paid within the last 5 minutes, without consent.
 *
 * See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
 */
export type GetPaidUnionIdParams = { 
/**
 * The user, in this mini program.
 */
openid: string, } & ({ 
/**
 * 微信支付订单号
 */
transaction_id: string, } | { 
/**
 * 商户号
 */
mch_id: string, 
/**
 * 商户订单号
 */
out_trade_no: string, });

/**
 * 获取插件用户 openpid: who uses a plug-in. The code works once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
export type GetPluginOpenPIdParams = { 
/**
 * The code of `wx.pluginLogin`.
 */
code: PluginCode, };

/**
 * 检查加密信息: checks whether WeChat created encrypted data, and when. Only for phone numbers, and only
 * within 3 days.
 *
 * See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
 */
export type CheckEncryptedDataParams = { 
/**
 * The SHA-256 of the text of encryptedData: 64 hexadecimal digits.
 */
encrypted_msg_hash: string, } | { 
/**
 * The text that the client received from WeChat: Base64.
 */
encryptedData: string, };

/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is up to the mini program.
 *
 * See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
 */
export type GetUserEncryptKeyParams = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The user's session key. It signs the request and is not sent.
 */
session_key: SessionKeyText, };

/**
 * 获取手机号: the phone number that a user shared. The code works once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
export type GetPhoneNumberParams = { 
/**
 * The code of the button, not that of `wx.login`.
 */
code: PhoneCode, 
/**
 * The user whose number it must be. Without it, anybody with another user's code gets that number.
 */
openid?: string | undefined, };

/**
 * 获取接口调用凭据, the old way: each call issues a new token, and the previous one expires 5 minutes later.
 * Two services that call it for one app invalidate each other's tokens. `getStableAccessToken` does not.
 *
 * See [getAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken).
 */
export type GetAccessTokenParams = Record<symbol, never>;

/**
 * 获取稳定版接口调用凭据: every caller gets the same token, until 5 minutes before it expires.
 *
 * See [getStableAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken).
 */
export type GetStableAccessTokenParams = { 
/**
 * Issues a new token and invalidates the current one at once. 20 times a day, at least 30 seconds apart.
 * Use it only if a token has leaked.
 */
force_refresh?: boolean | undefined, };

/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code works once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
export type SnsAccessTokenParams = { 
/**
 * The code that came with the redirect, or from the mobile app's SDK.
 */
code: OauthCode, };

/**
 * 刷新 access_token: extends a user's token. The refresh_token itself is valid for 30 days (that
 * of a mobile app for 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
export type SnsRefreshTokenParams = { 
/**
 * From snsAccessToken.
 */
refresh_token: RefreshToken, };

/**
 * 检验授权凭证 (access_token) 是否有效: checks whether a user's token is still valid. If not, WeChat returns errcode 40003.
 *
 * See [snsAuth](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth).
 */
export type SnsAuthParams = { 
/**
 * The user, in this app.
 */
openid: string, };

/**
 * 拉取用户信息: the user's profile. The token must have the scope snsapi_userinfo or snsapi_login.
 *
 * See [snsUserInfo](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo).
 */
export type SnsUserInfoParams = { 
/**
 * The user, in this app.
 */
openid: string, 
/**
 * The language of the user's region. Default: `en`, WeChat's.
 */
lang?: Lang | undefined, };

/**
 * 第三方平台代公众号: snsAccessToken on behalf of an official account.
 *
 * See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
 */
export type ThirdpartySnsAccessTokenParams = { 
/**
 * The code that came with the redirect.
 */
code: OauthCode, };

/**
 * 第三方平台代公众号: snsRefreshToken on behalf of an official account.
 *
 * See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
 */
export type ThirdpartySnsRefreshTokenParams = { 
/**
 * From thirdpartySnsAccessToken.
 */
refresh_token: RefreshToken, };

/**
 * 获取用户基本信息: what an account knows about a user. About one who does not follow it, almost nothing.
 *
 * See [userInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo).
 */
export type UserInfoParams = { 
/**
 * The user, in this account.
 */
openid: string, 
/**
 * The language of the user's region. Default: `en`, WeChat's.
 */
lang?: Lang | undefined, };

/**
 * 批量获取用户基本信息: userInfo for up to 100 users.
 *
 * See [batchUserInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo).
 */
export type BatchUserInfoParams = { 
/**
 * 1 to 100 users.
 */
user_list: Array<UserToAsk>, };

/**
 * 获取关注用户列表: the openids of the followers, up to 10,000 a page.
 *
 * See [getFans](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans).
 */
export type GetFansParams = { 
/**
 * The `next_openid` of the previous page. For the first page, omit it or pass `''`.
 */
next_openid?: string | undefined, };

/**
 * 获取黑名单列表: the openids that the account has blocked, up to 1,000 a page.
 *
 * See [getBlacklist](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist).
 */
export type GetBlacklistParams = { 
/**
 * The `next_openid` of the previous page. For the first page, omit it or pass `''`.
 */
begin_openid?: string | undefined, };

/**
 * 公众号迁移 openid 转换: converts openids of an old account to the one that it moved to. From the approval of the
 * move until 15 days later.
 *
 * See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
 */
export type ChangeOpenidParams = { 
/**
 * The old account: its original id (`gh_…`) by WeChat's page, its appid by what users report.
 */
from_appid: string, 
/**
 * 1 to 100 openids of the old account.
 */
openid_list: Array<string>, };

/** The parameters and the reply of each endpoint. */
export interface Endpoints {
/**
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code works once.
 *
 * See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
 */
code2Session: { credentials: AppCredentials; params: Code2SessionParams; response: Code2SessionResponse };
/**
 * 第三方平台代小程序登录: code2Session on behalf of a mini program.
 *
 * See [thirdpartyCode2Session](https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html).
 */
thirdpartyCode2Session: { credentials: ComponentCredentials; params: ThirdpartyCode2SessionParams; response: Code2SessionResponse };
/**
 * 检验登录态: checks whether a session key is still valid. If not, WeChat returns errcode 87009.
 *
 * See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
 */
checkSessionKey: { credentials: AccessTokenCredentials; params: CheckSessionKeyParams; response: Acknowledgement };
/**
 * 重置登录态: issues a new session key, valid for the rest of the old one's time.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
resetUserSessionKey: { credentials: AccessTokenCredentials; params: ResetUserSessionKeyParams; response: ResetUserSessionKeyResponse };
/**
 * 支付后获取 Unionid: the unionid of a user who paid within the last 5 minutes, without consent.
 *
 * See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
 */
getPaidUnionId: { credentials: AccessTokenCredentials; params: GetPaidUnionIdParams; response: GetPaidUnionIdResponse };
/**
 * 获取插件用户 openpid: who uses a plug-in. The code works once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
getPluginOpenPId: { credentials: AccessTokenCredentials; params: GetPluginOpenPIdParams; response: GetPluginOpenPIdResponse };
/**
 * 检查加密信息: checks whether WeChat created encrypted data, and when. Only for phone numbers, and only
 * within 3 days.
 *
 * See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
 */
checkEncryptedData: { credentials: AccessTokenCredentials; params: CheckEncryptedDataParams; response: CheckEncryptedDataResponse };
/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is up to the mini program.
 *
 * See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
 */
getUserEncryptKey: { credentials: AccessTokenCredentials; params: GetUserEncryptKeyParams; response: GetUserEncryptKeyResponse };
/**
 * 获取手机号: the phone number that a user shared. The code works once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
getPhoneNumber: { credentials: AccessTokenCredentials; params: GetPhoneNumberParams; response: GetPhoneNumberResponse };
/**
 * 获取接口调用凭据, the old way: each call issues a new token, and the previous one expires 5 minutes later.
 * Two services that call it for one app invalidate each other's tokens. `getStableAccessToken` does not.
 *
 * See [getAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken).
 */
getAccessToken: { credentials: AppCredentials; params: GetAccessTokenParams; response: AccessTokenResponse };
/**
 * 获取稳定版接口调用凭据: every caller gets the same token, until 5 minutes before it expires.
 *
 * See [getStableAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken).
 */
getStableAccessToken: { credentials: AppCredentials; params: GetStableAccessTokenParams; response: AccessTokenResponse };
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code works once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken: { credentials: AppCredentials; params: SnsAccessTokenParams; response: SnsAccessTokenResponse };
/**
 * 刷新 access_token: extends a user's token. The refresh_token itself is valid for 30 days (that
 * of a mobile app for 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken: { credentials: AppidCredentials; params: SnsRefreshTokenParams; response: SnsRefreshTokenResponse };
/**
 * 检验授权凭证 (access_token) 是否有效: checks whether a user's token is still valid. If not, WeChat returns errcode 40003.
 *
 * See [snsAuth](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth).
 */
snsAuth: { credentials: UserAccessTokenCredentials; params: SnsAuthParams; response: Acknowledgement };
/**
 * 拉取用户信息: the user's profile. The token must have the scope snsapi_userinfo or snsapi_login.
 *
 * See [snsUserInfo](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo).
 */
snsUserInfo: { credentials: UserAccessTokenCredentials; params: SnsUserInfoParams; response: SnsUserInfoResponse };
/**
 * 第三方平台代公众号: snsAccessToken on behalf of an official account.
 *
 * See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
 */
thirdpartySnsAccessToken: { credentials: ComponentCredentials; params: ThirdpartySnsAccessTokenParams; response: SnsAccessTokenResponse };
/**
 * 第三方平台代公众号: snsRefreshToken on behalf of an official account.
 *
 * See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
 */
thirdpartySnsRefreshToken: { credentials: ComponentCredentials; params: ThirdpartySnsRefreshTokenParams; response: SnsRefreshTokenResponse };
/**
 * 获取用户基本信息: what an account knows about a user. About one who does not follow it, almost nothing.
 *
 * See [userInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo).
 */
userInfo: { credentials: AccessTokenCredentials; params: UserInfoParams; response: UserInfoResponse };
/**
 * 批量获取用户基本信息: userInfo for up to 100 users.
 *
 * See [batchUserInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo).
 */
batchUserInfo: { credentials: AccessTokenCredentials; params: BatchUserInfoParams; response: BatchUserInfoResponse };
/**
 * 获取关注用户列表: the openids of the followers, up to 10,000 a page.
 *
 * See [getFans](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans).
 */
getFans: { credentials: AccessTokenCredentials; params: GetFansParams; response: OpenidPage };
/**
 * 获取黑名单列表: the openids that the account has blocked, up to 1,000 a page.
 *
 * See [getBlacklist](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist).
 */
getBlacklist: { credentials: AccessTokenCredentials; params: GetBlacklistParams; response: OpenidPage };
/**
 * 公众号迁移 openid 转换: converts openids of an old account to the one that it moved to. From the approval of the
 * move until 15 days later.
 *
 * See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
 */
changeOpenid: { credentials: AccessTokenCredentials; params: ChangeOpenidParams; response: ChangeOpenidResponse };
}

/** The endpoints that are methods of the client. */
export interface MiniProgramEndpoints {
/**
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code works once.
 *
 * See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
 */
code2Session(params: Code2SessionParams, options?: CallOptions): Promise<Code2SessionResponse>;
/**
 * 检验登录态: checks whether a session key is still valid. If not, WeChat returns errcode 87009.
 *
 * See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
 */
checkSessionKey(params: CheckSessionKeyParams, options?: CallOptions): Promise<Acknowledgement>;
/**
 * 重置登录态: issues a new session key, valid for the rest of the old one's time.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
resetUserSessionKey(params: ResetUserSessionKeyParams, options?: CallOptions): Promise<ResetUserSessionKeyResponse>;
/**
 * 支付后获取 Unionid: the unionid of a user who paid within the last 5 minutes, without consent.
 *
 * See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
 */
getPaidUnionId(params: GetPaidUnionIdParams, options?: CallOptions): Promise<GetPaidUnionIdResponse>;
/**
 * 获取插件用户 openpid: who uses a plug-in. The code works once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
getPluginOpenPId(params: GetPluginOpenPIdParams, options?: CallOptions): Promise<GetPluginOpenPIdResponse>;
/**
 * 检查加密信息: checks whether WeChat created encrypted data, and when. Only for phone numbers, and only
 * within 3 days.
 *
 * See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
 */
checkEncryptedData(params: CheckEncryptedDataParams, options?: CallOptions): Promise<CheckEncryptedDataResponse>;
/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is up to the mini program.
 *
 * See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
 */
getUserEncryptKey(params: GetUserEncryptKeyParams, options?: CallOptions): Promise<GetUserEncryptKeyResponse>;
/**
 * 获取手机号: the phone number that a user shared. The code works once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
getPhoneNumber(params: GetPhoneNumberParams, options?: CallOptions): Promise<GetPhoneNumberResponse>;
}

/** The endpoints that are methods of the client. */
export interface OfficialAccountEndpoints {
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code works once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken(params: SnsAccessTokenParams, options?: CallOptions): Promise<SnsAccessTokenResponse>;
/**
 * 刷新 access_token: extends a user's token. The refresh_token itself is valid for 30 days (that
 * of a mobile app for 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken(params: SnsRefreshTokenParams, options?: CallOptions): Promise<SnsRefreshTokenResponse>;
/**
 * 检验授权凭证 (access_token) 是否有效: checks whether a user's token is still valid. If not, WeChat returns errcode 40003.
 *
 * See [snsAuth](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth).
 */
snsAuth(params: UserAccessTokenCredentials & SnsAuthParams, options?: CallOptions): Promise<Acknowledgement>;
/**
 * 拉取用户信息: the user's profile. The token must have the scope snsapi_userinfo or snsapi_login.
 *
 * See [snsUserInfo](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo).
 */
snsUserInfo(params: UserAccessTokenCredentials & SnsUserInfoParams, options?: CallOptions): Promise<SnsUserInfoResponse>;
/**
 * 获取用户基本信息: what an account knows about a user. About one who does not follow it, almost nothing.
 *
 * See [userInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo).
 */
userInfo(params: UserInfoParams, options?: CallOptions): Promise<UserInfoResponse>;
/**
 * 批量获取用户基本信息: userInfo for up to 100 users.
 *
 * See [batchUserInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo).
 */
batchUserInfo(params: BatchUserInfoParams, options?: CallOptions): Promise<BatchUserInfoResponse>;
/**
 * 获取关注用户列表: the openids of the followers, up to 10,000 a page.
 *
 * See [getFans](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans).
 */
getFans(params: GetFansParams, options?: CallOptions): Promise<OpenidPage>;
/**
 * 获取黑名单列表: the openids that the account has blocked, up to 1,000 a page.
 *
 * See [getBlacklist](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist).
 */
getBlacklist(params: GetBlacklistParams, options?: CallOptions): Promise<OpenidPage>;
/**
 * 公众号迁移 openid 转换: converts openids of an old account to the one that it moved to. From the approval of the
 * move until 15 days later.
 *
 * See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
 */
changeOpenid(params: ChangeOpenidParams, options?: CallOptions): Promise<ChangeOpenidResponse>;
}

/** The endpoints that are methods of the client. */
export interface WebAppEndpoints {
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code works once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken(params: SnsAccessTokenParams, options?: CallOptions): Promise<SnsAccessTokenResponse>;
/**
 * 刷新 access_token: extends a user's token. The refresh_token itself is valid for 30 days (that
 * of a mobile app for 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken(params: SnsRefreshTokenParams, options?: CallOptions): Promise<SnsRefreshTokenResponse>;
/**
 * 检验授权凭证 (access_token) 是否有效: checks whether a user's token is still valid. If not, WeChat returns errcode 40003.
 *
 * See [snsAuth](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth).
 */
snsAuth(params: UserAccessTokenCredentials & SnsAuthParams, options?: CallOptions): Promise<Acknowledgement>;
/**
 * 拉取用户信息: the user's profile. The token must have the scope snsapi_userinfo or snsapi_login.
 *
 * See [snsUserInfo](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo).
 */
snsUserInfo(params: UserAccessTokenCredentials & SnsUserInfoParams, options?: CallOptions): Promise<SnsUserInfoResponse>;
}

/** What the clients know of the endpoints. */
export const endpointFacts = {
  code2Session: {
    credentials: 'app',
    params: { js_code: text },
    clients: ['MiniProgram'],
    repeatable: false,
    onBehalf: 'thirdpartyCode2Session',
  },
  thirdpartyCode2Session: {
    credentials: 'component',
    params: { js_code: text },
    clients: [],
    repeatable: false,
  },
  checkSessionKey: {
    credentials: 'token',
    params: { openid: text, session_key: text },
    clients: ['MiniProgram'],
    repeatable: true,
  },
  resetUserSessionKey: {
    credentials: 'token',
    params: { openid: text, session_key: text },
    clients: ['MiniProgram'],
    repeatable: true,
  },
  getPaidUnionId: {
    credentials: 'token',
    params: { openid: text, transaction_id: /* @__PURE__ */ maybe(text), mch_id: /* @__PURE__ */ maybe(text), out_trade_no: /* @__PURE__ */ maybe(text) },
    clients: ['MiniProgram'],
    repeatable: true,
  },
  getPluginOpenPId: {
    credentials: 'token',
    params: { code: text },
    clients: ['MiniProgram'],
    repeatable: false,
  },
  checkEncryptedData: {
    credentials: 'token',
    params: { encrypted_msg_hash: /* @__PURE__ */ maybe(text), encryptedData: /* @__PURE__ */ maybe(text) },
    clients: ['MiniProgram'],
    repeatable: true,
  },
  getUserEncryptKey: {
    credentials: 'token',
    params: { openid: text, session_key: text },
    clients: ['MiniProgram'],
    repeatable: true,
  },
  getPhoneNumber: {
    credentials: 'token',
    params: { code: text, openid: /* @__PURE__ */ maybe(text) },
    clients: ['MiniProgram'],
    repeatable: false,
  },
  getAccessToken: {
    credentials: 'app',
    params: {  },
    clients: [],
    repeatable: true,
  },
  getStableAccessToken: {
    credentials: 'app',
    params: { force_refresh: /* @__PURE__ */ maybe(flag) },
    clients: [],
    repeatable: true,
  },
  snsAccessToken: {
    credentials: 'app',
    params: { code: text },
    clients: ['OfficialAccount', 'WebApp'],
    repeatable: false,
    onBehalf: 'thirdpartySnsAccessToken',
  },
  snsRefreshToken: {
    credentials: 'appid',
    params: { refresh_token: text },
    clients: ['OfficialAccount', 'WebApp'],
    repeatable: true,
    onBehalf: 'thirdpartySnsRefreshToken',
  },
  snsAuth: {
    credentials: 'userToken',
    params: { openid: text },
    clients: ['OfficialAccount', 'WebApp'],
    repeatable: true,
  },
  snsUserInfo: {
    credentials: 'userToken',
    params: { openid: text, lang: /* @__PURE__ */ maybe(/* @__PURE__ */ word(['zh_CN', 'zh_TW', 'en'], "must be zh_CN, zh_TW or en: with an underscore, although WeChat's pages print zh-CN")) },
    clients: ['OfficialAccount', 'WebApp'],
    repeatable: true,
  },
  thirdpartySnsAccessToken: {
    credentials: 'component',
    params: { code: text },
    clients: [],
    repeatable: false,
  },
  thirdpartySnsRefreshToken: {
    credentials: 'component',
    params: { refresh_token: text },
    clients: [],
    repeatable: true,
  },
  userInfo: {
    credentials: 'token',
    params: { openid: text, lang: /* @__PURE__ */ maybe(/* @__PURE__ */ word(['zh_CN', 'zh_TW', 'en'], "must be zh_CN, zh_TW or en: with an underscore, although WeChat's pages print zh-CN")) },
    clients: ['OfficialAccount'],
    repeatable: true,
  },
  batchUserInfo: {
    credentials: 'token',
    params: { user_list: /* @__PURE__ */ each({ openid: text, lang: /* @__PURE__ */ maybe(/* @__PURE__ */ word(['zh_CN', 'zh_TW', 'en'], "must be zh_CN, zh_TW or en: with an underscore, although WeChat's pages print zh-CN")) }) },
    clients: ['OfficialAccount'],
    repeatable: true,
  },
  getFans: {
    credentials: 'token',
    params: { next_openid: /* @__PURE__ */ maybe(text) },
    clients: ['OfficialAccount'],
    repeatable: true,
  },
  getBlacklist: {
    credentials: 'token',
    params: { begin_openid: /* @__PURE__ */ maybe(text) },
    clients: ['OfficialAccount'],
    repeatable: true,
  },
  changeOpenid: {
    credentials: 'token',
    params: { from_appid: text, openid_list: texts },
    clients: ['OfficialAccount'],
    repeatable: true,
  },
} as const;

/** Each kind of credentials. */
export const credentialTables = {
  app: { appid: text, secret: text },
  appid: { appid: text },
  component: { appid: text, component_appid: text, component_access_token: text },
  token: { access_token: text },
  userToken: { access_token: text },
} as const;
