// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.

import { any, each, flag, maybe, number, text, textOrGaps, textOrTexts, texts, word } from './arguments.js';
import type { CallOptions } from './call-options.js';

declare const flavor: unique symbol;

/** A text of one sort, which does not do in the place of another sort. Any plain text does. */
export type Flavored<F extends string> = string & { readonly [flavor]?: F };

/** Where WeChat's server APIs are. */
export const ORIGIN = 'https://api.weixin.qq.com';

/** The longest reply that is looked at, in bytes. */
export const MAX_REPLY_BYTES = 10485760;

/** The kinds of data, in their order in the core. */
export const kindNames = ['gameClubData', 'groupEnterInfo', 'midasFriendPayment', 'phoneNumber', 'privateMessage', 'shareInfo', 'unknown', 'userInfo', 'userInteractiveStorage', 'userProfile', 'weRun'] as const;

/** The fields of payloads that WeChat's pages name, in their order in the core. */
export const fieldNames = ['activityId', 'avatarUrl', 'chat_type', 'city', 'country', 'countryCode', 'dataList', 'gender', 'group_openid', 'is_demote', 'KVDataList', 'language', 'nickName', 'open_single_roomid', 'openGId', 'opengid', 'openId', 'orderNo', 'outTradeNo', 'phoneNumber', 'province', 'purePhoneNumber', 'stepInfoList', 'unionId'] as const;

export const decryptTable = { appid: textOrTexts, sessionKey: textOrGaps, encryptedData: text, iv: text, maxAgeSeconds: /* @__PURE__ */ maybe(number), clockSkewSeconds: /* @__PURE__ */ maybe(number), now: /* @__PURE__ */ maybe(number), repair: /* @__PURE__ */ maybe(flag), dangerouslyAllowMissingWatermark: /* @__PURE__ */ maybe(flag) };
export const verifyRawDataTable = { rawData: text, signature: text, sessionKey: textOrGaps };
export const signSessionTable = { sessionKey: text, body: /* @__PURE__ */ maybe(text) };
export const identityFactTable = { source: text, appid: text, openid: /* @__PURE__ */ maybe(text), value: any };
export const authorizeUrlTable = { appid: text, redirect_uri: text, scope: /* @__PURE__ */ word(['snsapi_base', 'snsapi_userinfo'], "must be snsapi_base or snsapi_userinfo (a website's is snsapi_login: qrConnectUrl)"), state: text, component_appid: /* @__PURE__ */ maybe(text), forcePopup: /* @__PURE__ */ maybe(flag), forceSnapShot: /* @__PURE__ */ maybe(flag) };
export const qrConnectUrlTable = { appid: text, redirect_uri: text, state: text, lang: /* @__PURE__ */ maybe(/* @__PURE__ */ word(['cn', 'en'], "must be cn or en")) };
export const customRequestTable = { method: /* @__PURE__ */ word(['GET', 'POST'], "must be GET or POST"), path: text, query: /* @__PURE__ */ maybe(any), body: /* @__PURE__ */ maybe(any) };

/**
 * Why a call failed.
 *
 * It holds no secret and no plaintext, and can be logged. What of it may be told to a client is another
 * question. What fails before the session key is used is told exactly. Bad padding, bad UTF-8 and bad JSON
 * are one code, `ERR_DECRYPT_FAILED`: the client chooses iv and ciphertext, and a server that answers
 * differently for each lets it read foreign data byte by byte (a padding oracle). What comes after that, the
 * watermark, is told exactly again; to tell it to a client is no good idea all the same.
 *
 * JavaScript knows each variant by its code, which is public and never renamed, and its fields by the names
 * that they have there.
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
 * The endpoint that was asked, or the path.
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
 * Which entry of a list of session keys, facts or rows it is in, counted from 0.
 */
index?: number, } | { "code": "ERR_INVALID_ENCRYPTED_DATA", 
/**
 * What happened to it on its way.
 */
damage: Damage, 
/**
 * The first character that is wrong, counted from 0.
 */
at?: number, } | { "code": "ERR_INVALID_IV", 
/**
 * What happened to it on its way.
 */
damage: Damage, 
/**
 * The first character that is wrong, counted from 0.
 */
at?: number, } | { "code": "ERR_INVALID_RESPONSE", 
/**
 * The endpoint that was asked, or the path.
 */
endpoint: string, 
/**
 * The HTTP status of the reply.
 */
status: number, } | { "code": "ERR_INVALID_SESSION_KEY", 
/**
 * What happened to it on its way.
 */
damage: Damage, 
/**
 * The first character that is wrong, counted from 0.
 */
at?: number, 
/**
 * Which one of a list of session keys, counted from 0.
 */
index?: number, } | { "code": "ERR_UNEXPECTED_KIND", 
/**
 * The kind that was asked for.
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
 * The endpoint that was asked, or the path.
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
 * The request's id in the text, which WeChat's support asks for.
 */
rid?: string, 
/**
 * What kind of failure it is.
 */
category: ErrcodeCategory, 
/**
 * Whether the very same request can succeed later. A request with a code is never sent twice.
 */
retryable: boolean, };

/**
 * What is wrong with a text that should be Base64.
 */
export type Damage = "base64url" | "double_percent_encoded" | "html_escaped" | "iv_length" | "json_escaped" | "json_quoted" | "missing_field" | "not_base64" | "percent_encoded" | "plus_became_space" | "session_key_length" | "too_long" | "truncated";

/**
 * One of the three texts that a decryption takes.
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
 * What had happened to it.
 */
kind: Damage, 
/**
 * The first character that differs, counted from 0, in the text as the repairs before this one left it.
 */
at: number, };

/**
 * What the client sent, the session keys that may open it, and what is demanded of it.
 */
export type DecryptInput = { 
/**
 * The appid of the mini program that the data must be for, or several, where one back end serves
 * several. Always compared, exactly.
 */
appid: string | readonly string[], 
/**
 * The session key of the user, as code2Session sent it, or up to 4 candidates (the current one and the
 * one before it), tried in this order. `null`, `undefined` and `''` in a list are skipped.
 */
sessionKey: string | readonly (string | null | undefined)[], 
/**
 * The ciphertext, as the client got it from WeChat: Base64. At most 1,048,576 characters.
 */
encryptedData: string, 
/**
 * The initialisation vector that the client got with it: Base64 of 16 bytes.
 */
iv: string, 
/**
 * Turns the age check on: the data may be this many seconds old. Without it, data of any age is taken.
 */
maxAgeSeconds?: number | undefined, 
/**
 * With `maxAgeSeconds`: how many seconds in the future the data may be. Default: 60.
 */
clockSkewSeconds?: number | undefined, 
/**
 * The time that the age is reckoned from, in milliseconds since 1970. Default: `Date.now()`. (Rust reads
 * no clock, and needs it to check an age.)
 */
now?: number | undefined, 
/**
 * Undoes damage that can be undone in one way only (a `+` that became a space, percent-encoding, quotes,
 * …) instead of refusing it. The answer's `repairs` says what was done. Default: `false`.
 */
repair?: boolean | undefined, 
/**
 * Takes data that has no watermark, and that may therefore be another app's. With `maxAgeSeconds` it is
 * refused all the same. Default: `false`.
 */
dangerouslyAllowMissingWatermark?: boolean | undefined, };

/**
 * The raw data of a user, its signature, and the session keys that may have made it.
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
 * A session key and what it is to sign.
 */
export type SignSessionInput = { 
/**
 * The session key of the user.
 */
sessionKey: string, 
/**
 * The body of the request, exactly as it is sent. Default: `''`, which GET requests are signed with.
 */
body?: string | undefined, };

/**
 * What WeChat writes into the data that it encrypts: the app that it is for, and the time.
 *
 * A watermark that was checked proves which app the data is for. It does not prove that nobody touched
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
 * The app that the data is for.
 */
appid: string, };

/**
 * Which of WeChat's APIs the data is from.
 */
export type Kind = "gameClubData" | "groupEnterInfo" | "midasFriendPayment" | "phoneNumber" | "privateMessage" | "shareInfo" | "unknown" | "userInfo" | "userInteractiveStorage" | "userProfile" | "weRun";

/**
 * Data that was decrypted and checked.
 */
export type DecryptedFields = { 
/**
 * Which of WeChat's APIs it is from, told by its fields.
 */
kind: Kind, 
/**
 * The data as WeChat sent it. Unknown fields stay.
 */
data: Payloads[Kind], 
/**
 * The watermark that was checked: the one in `data`. Absent only where a missing one was allowed.
 */
watermark?: Watermark, 
/**
 * The place of the session key that opened it, in the caller's list.
 */
sessionKeyIndex: number, 
/**
 * The damage that was undone, outermost first. Empty unless `repair` was asked for.
 */
repairs: Array<Repair>, };

/**
 * `wx.getUserInfo` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html)):
 * who the user is.
 *
 * Since 2021 the profile is anonymous (微信用户, a grey avatar) and gender and region are blank; `openId` and
 * `unionId` are what they were.
 */
export type UserInfo = { 
/**
 * The user in this mini program.
 */
openId: string, 
/**
 * The user across the apps of one Open Platform account. Absent if the mini program is bound to none.
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
 * Blank since 2021.
 */
city?: string, 
/**
 * Blank since 2021.
 */
province?: string, 
/**
 * Blank since 2021; `CN` or `China` before, or in the user's language.
 */
country?: string, 
/**
 * The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Blank if there is no avatar.
 */
avatarUrl?: string, 
/**
 * Which app the data is for, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getUserProfile` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)):
 * a profile without an identity. It never holds `openId` or `unionId`.
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
 * Blank since 2021.
 */
city?: string, 
/**
 * Blank since 2021.
 */
province?: string, 
/**
 * Blank since 2021; `CN` or `China` before, or in the user's language.
 */
country?: string, 
/**
 * The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Blank if there is no avatar.
 */
avatarUrl?: string, 
/**
 * Which app the data is for, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `<button open-type="getPhoneNumber">` ([docs](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html)),
 * the old way.
 *
 * The client could change the first 16 bytes of what it sent. To be sure of a number, ask for it by its code
 * (getuserphonenumber).
 */
export type PhoneNumber = { 
/**
 * With the country code, if it is a foreign one.
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
 * Which app the data is for, and when it was fetched.
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
 * Which app the data is for, and when it was fetched.
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
 * The group in this mini program. Mind the spelling: `wx.getGroupEnterInfo` has `opengid`.
 */
openGId: string, 
/**
 * Which app the data is for, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getGroupEnterInfo` ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/group/wx.getGroupEnterInfo.html))
 * and `wx.getChatToolInfo`: the chat that the mini program was opened from. Fields that do not apply are blank or
 * absent.
 */
export type GroupEnterInfo = { 
/**
 * A chat of several. Mind the spelling: `wx.getShareInfo` has `openGId`.
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
 * Which app the data is for, and when it was fetched.
 */
watermark?: Watermark, };

/**
 * `wx.getGameClubData` ([docs](https://developers.weixin.qq.com/minigame/dev/api/open-api/game-club/wx.getGameClubData.html)).
 */
export type GameClubData = { 
/**
 * What was asked for.
 */
dataList: Array<GameClubValue>, 
/**
 * Which app the data is for, and when it was fetched.
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
 * Which app the data is for, and when it was fetched.
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
 * Where a fact about a user is from: an endpoint by its name, or another way in.
 */
export type IdentitySource = "code2Session" | "thirdpartyCode2Session" | "getWXContext" | "snsAccessToken" | "thirdpartySnsAccessToken" | "snsRefreshToken" | "thirdpartySnsRefreshToken" | "snsUserInfo" | "userInfo" | "batchUserInfo" | "getPaidUnionId" | "getPhoneNumber" | "messagePush" | "decrypt";

/**
 * Why there is no unionid. The first in this order is told, where there are several.
 */
export type MissingUnionid = "conflict" | "snapshot_user" | "not_bound" | "not_a_follower" | "scope_base" | "scope_unknown" | "failed" | "profile_never_has_it" | "phone_only" | "data_never_has_it" | "refresh_never_has_it" | "push_never_has_it" | "not_asked";

/**
 * What a way to the unionid needs.
 */
export type UnionidNeed = "open_platform_binding" | "js_code" | "code" | "snsapi_userinfo" | "user_access_token" | "openid" | "follower" | "payment" | "cloud_function" | "encrypted_data";

/**
 * A kind of contradiction.
 */
export type IdentityConflictKind = "other_app" | "two_openids" | "two_unionids";

/**
 * What is to be known of an identity.
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
 * The sources that said each value, in the order of the table.
 */
export type IdentitySources = { 
/**
 * Those that said `openid`.
 */
openid: Array<IdentitySource>, 
/**
 * Those that said `unionid`.
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
 * The source that could have had it, or that never has it.
 */
source?: IdentitySource, 
/**
 * The app that it is about.
 */
appid?: string, };

/**
 * A way to the unionid.
 */
export type NextFields = { 
/**
 * What to ask.
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
 * The app that was said to be the one. Absent for `two_unionids`.
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
 * The user in this app: together with `appid`, what an account is known by, for ever. `null` if nothing says
 * it, or if what says it contradicts itself.
 */
openid: string | null, 
/**
 * The user across the apps of one Open Platform account. `null` where WeChat gave none: it may come later. It
 * is never an openid, and never that of a snapshot page.
 */
unionid: string | null, 
/**
 * Why there is no unionid. Absent if there is one.
 */
missing?: MissingFields, 
/**
 * What would get the unionid, the best way first. Empty if it is there.
 */
next: Array<NextFields>, 
/**
 * Where each value is from.
 */
sources: IdentitySources, 
/**
 * Every user of an app that the facts name, those of conflicts too, in the order of their ids.
 */
identities: Array<AppUser>, 
/**
 * What contradicts each other. Merge no accounts while there is something in it.
 */
conflicts: Array<IdentityConflictFields>, 
/**
 * What else is to be known.
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
 * Whether the very same request can succeed later, or, for a stale token, with a new one. What carries a
 * code is never sent again where the code may be spent.
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
 * A token and how long it lives.
 */
export type AccessTokenResponse = { 
/**
 * The token. Up to 512 characters and more.
 */
access_token: AccessToken, 
/**
 * Seconds: at most 7200.
 */
expires_in: number, };

/**
 * WeChat has nothing to say but that all is well.
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
 * Its AppSecret (应用密钥). It belongs on a server, and into no page.
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
 * What an official account asks of a user (应用授权作用域).
 */
export type AuthorizeScope = "snsapi_base" | "snsapi_userinfo";

/**
 * What the page of an official account is to ask (网页授权), in WeChat's browser.
 */
export type AuthorizeUrl = { 
/**
 * The official account's appid.
 */
appid: string, 
/**
 * Where the user comes back to, with `code` and `state`: a whole URL, not escaped. Its host must be
 * the 网页授权域名 that the account has set, exactly.
 */
redirect_uri: string, 
/**
 * How much is asked.
 */
scope: AuthorizeScope, 
/**
 * Comes back as it is: letters and digits, at most 128. Make it unguessable and bind it to the
 * browser, or anyone can log somebody else in (CSRF).
 */
state: string, 
/**
 * On behalf of an official account: the third-party platform's appid (第三方平台).
 */
component_appid?: string | undefined, 
/**
 * `true`: ask even a user who has agreed before. Default: `false`, WeChat's.
 */
forcePopup?: boolean | undefined, 
/**
 * `true`: show a snapshot page (快照页), for tests. Default: `false`, WeChat's.
 */
forceSnapShot?: boolean | undefined, };

/**
 * What an account knows of several users.
 */
export type BatchUserInfoResponse = { 
/**
 * One entry a user.
 */
user_info_list: Array<UserInfoResponse>, };

/**
 * What became of the openids.
 */
export type ChangeOpenidResponse = { 
/**
 * One entry an openid.
 */
result_list: Array<ChangedOpenid>, };

/**
 * What became of one openid.
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
 * Whether WeChat made it. (It is WeChat that spells it so.)
 */
vaild: boolean, 
/**
 * When: seconds since 1970.
 */
create_time: number, };

/**
 * Who has logged in, and the key of what the client will send. The key must not leave the server.
 */
export type Code2SessionResponse = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The session key, as WeChat sent it: Base64 of 16 bytes, and not judged here.
 */
session_key: SessionKeyText, 
/**
 * The user across the apps of one Open Platform account. Absent if the mini program is bound to none.
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
 * What is to be mended.
 */
export type DiagnosisCause = "appid_mismatch" | "base64url" | "corrupted" | "double_percent_encoded" | "expired" | "from_future" | "html_escaped" | "iv_length" | "json_escaped" | "json_quoted" | "missing_field" | "not_base64" | "not_json" | "ok" | "percent_encoded" | "plus_became_space" | "session_key_length" | "swapped_fields" | "truncated" | "watermark_missing" | "wrong_iv" | "wrong_session_key";

/**
 * How sure a finding is.
 */
export type DiagnosisConfidence = "certain" | "likely" | "possible";

/**
 * Why a decryption failed.
 */
export type DiagnosisFacts = { 
/**
 * The first of `causes`, or `ok`.
 */
cause: DiagnosisCause, 
/**
 * All of them, in the order in which they have to be mended.
 */
causes: Array<DiagnosisFinding>, 
/**
 * The way from the texts to the data, as far as it goes.
 */
steps: Array<DiagnosisStep>, 
/**
 * What has to be undone for that.
 */
repairs: Array<Repair>, 
/**
 * Whether the data opens once the repairs are made.
 */
opens: boolean, 
/**
 * The kind of the data, if it opens.
 */
kind?: Kind, };

/**
 * A property of the input.
 */
export type DiagnosisField = "appid" | "sessionKey" | "iv" | "encryptedData";

/**
 * One thing to be mended.
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
 * The first character that is wrong, counted from 0.
 */
at?: number, 
/**
 * How sure it is.
 */
confidence: DiagnosisConfidence, };

/**
 * One stage of the way from the texts to the data. It shows sizes and places, and nothing of the content.
 */
export type DiagnosisStep = { 
/**
 * Which stage it is.
 */
name: DiagnosisStepName, 
/**
 * Whether it went well, after the repairs.
 */
ok: boolean, 
/**
 * The text that was read.
 */
field?: DiagnosisField, 
/**
 * Which one of a list of session keys.
 */
index?: number, 
/**
 * The characters of the text.
 */
chars?: number, 
/**
 * The bytes that it stands for, or that were decrypted.
 */
bytes?: number, 
/**
 * The 16-byte blocks of the ciphertext.
 */
blocks?: number, 
/**
 * Those of them that decrypt to something that can be read as text.
 */
readableBlocks?: number, 
/**
 * The others, as ranges `[first, last]` that are counted from 0; the first 100 ranges. Without an iv nothing is
 * known of the first block, and it is in none.
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
 * 16 characters, which are the 16 bytes: it is no Base64 and no hexadecimal.
 */
iv: string, 
/**
 * Its number. The client sends along which one it used.
 */
version: number, 
/**
 * Seconds that it still lives: of 3600, and 0 if it has ended.
 */
expire_in: number, 
/**
 * When it was made: seconds since 1970.
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
 * The user, in this plug-in. It stands for nobody elsewhere.
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
 * A request to WeChat's server, ready to be sent as it is.
 *
 * `url` and `body` hold secrets: do not log them. `redactedUrl` and `redactedBody` are for logs.
 */
export type HttpRequest = { 
/**
 * The method.
 */
method: HttpMethod, 
/**
 * The whole URL. Everything in it is escaped.
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
 * The code of `wx.login`: good once, for 5 minutes. No other code does in its place.
 */
export type LoginCode = Flavored<"LoginCode">;

/**
 * The code that the authorize page or a mobile app's SDK returns: good once, for 5 minutes.
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
 * How many there are in all.
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
 * What asks for the next page.
 */
next_openid?: string, };

/**
 * The code of `<button open-type="getPhoneNumber">` or `getRealtimePhoneNumber`: good once, for
 * 5 minutes. The code of `wx.login` is another.
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
 * The country's code. Always a text, although WeChat sometimes sends a number.
 */
countryCode: string, 
/**
 * Which app it is for, and when it was asked for.
 */
watermark: PhoneWatermark, };

/**
 * Which app a phone number is for.
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
 * The code of `wx.pluginLogin`: good once, for 5 minutes.
 */
export type PluginCode = Flavored<"PluginCode">;

/**
 * The language of the page with the QR code.
 */
export type QrConnectLang = "cn" | "en";

/**
 * What the page with a website's QR code is to ask (网站应用扫码登录).
 */
export type QrConnectUrl = { 
/**
 * The website's appid.
 */
appid: string, 
/**
 * Where the user comes back to, with `code` and `state`: a whole URL, not escaped. Its host must be
 * the 授权回调域 that the website has set.
 */
redirect_uri: string, 
/**
 * Comes back as it is: letters and digits, at most 128. Make it unguessable and bind it to the
 * browser, or anyone can log somebody else in (CSRF).
 */
state: string, 
/**
 * The page's language. Default: `cn`, WeChat's.
 */
lang?: QrConnectLang | undefined, };

/**
 * What gets a user's token renewed.
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
 * The session key from now on.
 */
session_key: SessionKeyText, };

/**
 * What a caller calls a `session_key`, before anybody has looked at it.
 */
export type SessionKeyText = string;

/**
 * Who has logged in, and the token to ask more about them.
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
 * What gets the token renewed.
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
 * 1 for the virtual account of a snapshot page (快照页): nothing about it is real, so do not store it.
 */
is_snapshotuser?: number, 
/**
 * The user across the apps of one Open Platform account. Absent if the app is bound to none, or for
 * the scope snsapi_base.
 */
unionid?: string, };

/**
 * The token, renewed.
 */
export type SnsRefreshTokenResponse = { 
/**
 * The user's token: the old one with a longer life, if it was still good.
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
 * Blank since 2021.
 */
province?: string, 
/**
 * Blank since 2021.
 */
city?: string, 
/**
 * Blank since 2021.
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
 * The user across the apps of one Open Platform account. Absent if the app is bound to none.
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
 * What an account knows of a user.
 */
export type UserInfoResponse = { 
/**
 * 1 if the user follows the account. 0: the rest but openid is missing.
 */
subscribe: number, 
/**
 * The user, in this account.
 */
openid: string, 
/**
 * The user across the apps of one Open Platform account. Absent if the account is bound to none, and
 * since 2017 for users who do not follow.
 */
unionid?: string, 
/**
 * When the user followed last: seconds since 1970.
 */
subscribe_time?: number, 
/**
 * How the user came to follow: ADD_SCENE_SEARCH, ADD_SCENE_QR_CODE, … The list grows.
 */
subscribe_scene?: string, 
/**
 * What the account's staff noted.
 */
remark?: string, 
/**
 * The group of old.
 */
groupid?: number, 
/**
 * The tags that the account gave.
 */
tagid_list?: Array<number>, 
/**
 * The number of the QR code that was scanned. 0 if none.
 */
qr_scene?: number, 
/**
 * The text of the QR code that was scanned. Blank if none.
 */
qr_scene_str?: string, 
/**
 * No longer given by WeChat's page, but still seen.
 */
language?: string, 
/**
 * Blank since 2021.
 */
nickname?: string, 
/**
 * Blank since 2021.
 */
headimgurl?: string, 
/**
 * 0 since 2021.
 */
sex?: number, 
/**
 * Blank since 2021.
 */
city?: string, 
/**
 * Blank since 2021.
 */
province?: string, 
/**
 * Blank since 2021.
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
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code is good once.
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
 * 检验登录态: whether a session key is still the user's. If not, the answer is errcode 87009.
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
 * 重置登录态: gives the user a new session key, with what is left of the life of the old one.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
export type ResetUserSessionKeyParams = { 
/**
 * The user, in this mini program.
 */
openid: string, 
/**
 * The session key of now. It signs the request and is not sent.
 */
session_key: SessionKeyText, };

/**
 * 支付后获取 Unionid: the unionid of a user who has paid within the last 5 minutes, without asking them.
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
 * 获取插件用户 openpid: who uses a plug-in. The code is good once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
export type GetPluginOpenPIdParams = { 
/**
 * The code of `wx.pluginLogin`.
 */
code: PluginCode, };

/**
 * 检查加密信息: whether WeChat itself made some encrypted data, and when. Only for phone numbers, and only
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
 * The text that the client got from WeChat: Base64.
 */
encryptedData: string, };

/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is the mini program's own affair.
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
 * 获取手机号: the phone number that a user gave. The code is good once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
export type GetPhoneNumberParams = { 
/**
 * The code of the button, not that of `wx.login`.
 */
code: PhoneCode, 
/**
 * Whose number it must be. Without it, whoever gets hold of another user's code gets their number.
 */
openid?: string | undefined, };

/**
 * 获取接口调用凭据, the old way: each call makes a new token, and the one before it dies 5 minutes later.
 * Two services that call it for one app kill each other's tokens: `getStableAccessToken` does not.
 *
 * See [getAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken).
 */
export type GetAccessTokenParams = Record<symbol, never>;

/**
 * 获取稳定版接口调用凭据: everybody who asks gets the same token, until 5 minutes before it ends.
 *
 * See [getStableAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken).
 */
export type GetStableAccessTokenParams = { 
/**
 * Makes a new token, and ends everybody's token at once. 20 times a day, at least 30 seconds apart.
 * For the day on which a token has leaked.
 */
force_refresh?: boolean | undefined, };

/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code is good once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
export type SnsAccessTokenParams = { 
/**
 * The code that came with the redirect, or from the mobile app's SDK.
 */
code: OauthCode, };

/**
 * 刷新 access_token: prolongs a user's token. The refresh_token itself lives 30 days (that
 * of a mobile app 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
export type SnsRefreshTokenParams = { 
/**
 * From snsAccessToken.
 */
refresh_token: RefreshToken, };

/**
 * 检验授权凭证 (access_token) 是否有效: whether a user's token still counts. If not, the answer is errcode 40003.
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
 * 获取用户基本信息: what an account knows of one user. Of one who does not follow it: next to nothing.
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
 * The `next_openid` of the page before. The first page: none, or `''`.
 */
next_openid?: string | undefined, };

/**
 * 获取黑名单列表: the openids that the account has blocked, up to 1,000 a page.
 *
 * See [getBlacklist](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist).
 */
export type GetBlacklistParams = { 
/**
 * The `next_openid` of the page before. The first page: none, or `''`.
 */
begin_openid?: string | undefined, };

/**
 * 公众号迁移 openid 转换: the openids of an old account in the one that it moved to. From the approval of the
 * move until 15 days after it.
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

/** What each endpoint takes and gives. */
export interface Endpoints {
/**
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code is good once.
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
 * 检验登录态: whether a session key is still the user's. If not, the answer is errcode 87009.
 *
 * See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
 */
checkSessionKey: { credentials: AccessTokenCredentials; params: CheckSessionKeyParams; response: Acknowledgement };
/**
 * 重置登录态: gives the user a new session key, with what is left of the life of the old one.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
resetUserSessionKey: { credentials: AccessTokenCredentials; params: ResetUserSessionKeyParams; response: ResetUserSessionKeyResponse };
/**
 * 支付后获取 Unionid: the unionid of a user who has paid within the last 5 minutes, without asking them.
 *
 * See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
 */
getPaidUnionId: { credentials: AccessTokenCredentials; params: GetPaidUnionIdParams; response: GetPaidUnionIdResponse };
/**
 * 获取插件用户 openpid: who uses a plug-in. The code is good once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
getPluginOpenPId: { credentials: AccessTokenCredentials; params: GetPluginOpenPIdParams; response: GetPluginOpenPIdResponse };
/**
 * 检查加密信息: whether WeChat itself made some encrypted data, and when. Only for phone numbers, and only
 * within 3 days.
 *
 * See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
 */
checkEncryptedData: { credentials: AccessTokenCredentials; params: CheckEncryptedDataParams; response: CheckEncryptedDataResponse };
/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is the mini program's own affair.
 *
 * See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
 */
getUserEncryptKey: { credentials: AccessTokenCredentials; params: GetUserEncryptKeyParams; response: GetUserEncryptKeyResponse };
/**
 * 获取手机号: the phone number that a user gave. The code is good once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
getPhoneNumber: { credentials: AccessTokenCredentials; params: GetPhoneNumberParams; response: GetPhoneNumberResponse };
/**
 * 获取接口调用凭据, the old way: each call makes a new token, and the one before it dies 5 minutes later.
 * Two services that call it for one app kill each other's tokens: `getStableAccessToken` does not.
 *
 * See [getAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken).
 */
getAccessToken: { credentials: AppCredentials; params: GetAccessTokenParams; response: AccessTokenResponse };
/**
 * 获取稳定版接口调用凭据: everybody who asks gets the same token, until 5 minutes before it ends.
 *
 * See [getStableAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken).
 */
getStableAccessToken: { credentials: AppCredentials; params: GetStableAccessTokenParams; response: AccessTokenResponse };
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code is good once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken: { credentials: AppCredentials; params: SnsAccessTokenParams; response: SnsAccessTokenResponse };
/**
 * 刷新 access_token: prolongs a user's token. The refresh_token itself lives 30 days (that
 * of a mobile app 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken: { credentials: AppidCredentials; params: SnsRefreshTokenParams; response: SnsRefreshTokenResponse };
/**
 * 检验授权凭证 (access_token) 是否有效: whether a user's token still counts. If not, the answer is errcode 40003.
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
 * 获取用户基本信息: what an account knows of one user. Of one who does not follow it: next to nothing.
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
 * 公众号迁移 openid 转换: the openids of an old account in the one that it moved to. From the approval of the
 * move until 15 days after it.
 *
 * See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
 */
changeOpenid: { credentials: AccessTokenCredentials; params: ChangeOpenidParams; response: ChangeOpenidResponse };
}

/** The endpoints that are methods of the client. */
export interface MiniProgramEndpoints {
/**
 * 小程序登录 (登录凭证校验): who has logged in, and the session key. The code is good once.
 *
 * See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
 */
code2Session(params: Code2SessionParams, options?: CallOptions): Promise<Code2SessionResponse>;
/**
 * 检验登录态: whether a session key is still the user's. If not, the answer is errcode 87009.
 *
 * See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
 */
checkSessionKey(params: CheckSessionKeyParams, options?: CallOptions): Promise<Acknowledgement>;
/**
 * 重置登录态: gives the user a new session key, with what is left of the life of the old one.
 *
 * See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
 */
resetUserSessionKey(params: ResetUserSessionKeyParams, options?: CallOptions): Promise<ResetUserSessionKeyResponse>;
/**
 * 支付后获取 Unionid: the unionid of a user who has paid within the last 5 minutes, without asking them.
 *
 * See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
 */
getPaidUnionId(params: GetPaidUnionIdParams, options?: CallOptions): Promise<GetPaidUnionIdResponse>;
/**
 * 获取插件用户 openpid: who uses a plug-in. The code is good once.
 *
 * See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
 */
getPluginOpenPId(params: GetPluginOpenPIdParams, options?: CallOptions): Promise<GetPluginOpenPIdResponse>;
/**
 * 检查加密信息: whether WeChat itself made some encrypted data, and when. Only for phone numbers, and only
 * within 3 days.
 *
 * See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
 */
checkEncryptedData(params: CheckEncryptedDataParams, options?: CallOptions): Promise<CheckEncryptedDataResponse>;
/**
 * 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they encrypt, and
 * how, is the mini program's own affair.
 *
 * See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
 */
getUserEncryptKey(params: GetUserEncryptKeyParams, options?: CallOptions): Promise<GetUserEncryptKeyResponse>;
/**
 * 获取手机号: the phone number that a user gave. The code is good once.
 *
 * See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
 */
getPhoneNumber(params: GetPhoneNumberParams, options?: CallOptions): Promise<GetPhoneNumberResponse>;
}

/** The endpoints that are methods of the client. */
export interface OfficialAccountEndpoints {
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code is good once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken(params: SnsAccessTokenParams, options?: CallOptions): Promise<SnsAccessTokenResponse>;
/**
 * 刷新 access_token: prolongs a user's token. The refresh_token itself lives 30 days (that
 * of a mobile app 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken(params: SnsRefreshTokenParams, options?: CallOptions): Promise<SnsRefreshTokenResponse>;
/**
 * 检验授权凭证 (access_token) 是否有效: whether a user's token still counts. If not, the answer is errcode 40003.
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
 * 获取用户基本信息: what an account knows of one user. Of one who does not follow it: next to nothing.
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
 * 公众号迁移 openid 转换: the openids of an old account in the one that it moved to. From the approval of the
 * move until 15 days after it.
 *
 * See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
 */
changeOpenid(params: ChangeOpenidParams, options?: CallOptions): Promise<ChangeOpenidResponse>;
}

/** The endpoints that are methods of the client. */
export interface WebAppEndpoints {
/**
 * 通过 code 换取网页授权 access_token: who has logged in. The code is good once.
 *
 * See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
 */
snsAccessToken(params: SnsAccessTokenParams, options?: CallOptions): Promise<SnsAccessTokenResponse>;
/**
 * 刷新 access_token: prolongs a user's token. The refresh_token itself lives 30 days (that
 * of a mobile app 180, by its page) and cannot be renewed.
 *
 * See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
 */
snsRefreshToken(params: SnsRefreshTokenParams, options?: CallOptions): Promise<SnsRefreshTokenResponse>;
/**
 * 检验授权凭证 (access_token) 是否有效: whether a user's token still counts. If not, the answer is errcode 40003.
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
