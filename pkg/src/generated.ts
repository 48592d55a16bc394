// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.

/**
 * The codes of errors, which are public and never renamed.
 *
 * What fails before the session key is used is told exactly. Bad padding, bad UTF-8 and bad JSON are one
 * code, `ERR_DECRYPT_FAILED`: the client chooses iv and ciphertext, and a server that answers differently
 * for each lets it read foreign data byte by byte (a padding oracle). What comes after that, the
 * watermark, is told exactly again; to tell it to a client is no good idea all the same.
 */
export type WxErrorCode = "ERR_APPID_MISMATCH" | "ERR_DATA_EXPIRED" | "ERR_DATA_FROM_FUTURE" | "ERR_DECRYPT_FAILED" | "ERR_INTERNAL" | "ERR_INVALID_ARGUMENT" | "ERR_INVALID_ENCRYPTED_DATA" | "ERR_INVALID_IV" | "ERR_INVALID_SESSION_KEY" | "ERR_UNEXPECTED_KIND" | "ERR_WASM_UNAVAILABLE" | "ERR_WATERMARK_MISSING";

/**
 * The facts of an error.
 */
export type WxErrorFields = { 
/**
 * Which failure it is. This is what programs look at.
 */
code: WxErrorCode, 
/**
 * The failure in an English sentence, for the developer.
 */
message: string, 
/**
 * The number that the official sample (WXBizDataCrypt) has for this failure.
 */
bizDataCryptCode?: number, 
/**
 * `ERR_INVALID_ARGUMENT`: the name of the argument.
 */
argument?: string, 
/**
 * `ERR_INVALID_SESSION_KEY`, `ERR_INVALID_IV`, `ERR_INVALID_ENCRYPTED_DATA`: what happened to the text.
 */
damage?: Damage, 
/**
 * The first character that is wrong, counted from 0.
 */
at?: number, 
/**
 * `ERR_INVALID_SESSION_KEY`: which one of a list of keys.
 */
index?: number, 
/**
 * What would have been accepted: appids, a kind, or the border of the time allowed (seconds).
 */
expected?: string | string[] | number, 
/**
 * What there was instead. An appid is shown only if it looks like one.
 */
actual?: string | number, };

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
maxAgeSeconds?: number, 
/**
 * With `maxAgeSeconds`: how many seconds in the future the data may be. Default: 60.
 */
clockSkewSeconds?: number, 
/**
 * The time that the age is reckoned from, in milliseconds since 1970. Default: `Date.now()`. (Rust reads
 * no clock, and needs it to check an age.)
 */
now?: number, 
/**
 * Undoes damage that can be undone in one way only (a `+` that became a space, percent-encoding, quotes,
 * …) instead of refusing it. The answer's `repairs` says what was done. Default: `false`.
 */
repair?: boolean, 
/**
 * Takes data that has no watermark, and that may therefore be another app's. With `maxAgeSeconds` it is
 * refused all the same. Default: `false`.
 */
dangerouslyAllowMissingWatermark?: boolean, };

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
body?: string, };

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
