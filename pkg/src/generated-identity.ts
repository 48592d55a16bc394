// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.

import type { IdentityConflictKind, IdentitySource, MissingUnionid } from './generated.js';

/** In Chinese and English. */
export type Text = readonly [zh: string, en: string];

export const missingTexts: Readonly<Record<MissingUnionid, Text>> = {
  "conflict": ["传入的事实互相矛盾，看 conflicts。在弄清以前不要合并账号。","The facts contradict each other: see conflicts. Merge no accounts before you know why."],
  "snapshot_user": ["用户在快照页里（is_snapshotuser 为 1）：openid、unionid、昵称、头像都属于虚拟账号，不要存。请引导用户点「使用完整服务」后再登录。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）","The user is on a snapshot page (is_snapshotuser is 1): openid, unionid, name and avatar are of a virtual account, so store none of them. Have the user open the full page and log in there. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)"],
  "not_bound": ["这个应用没有绑定到微信开放平台账号。绑定以后重新登录就有 unionid，不需要用户授权或关注公众号；刚绑定的话等几分钟再试，并确认没有用缓存的旧响应。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）","This app is bound to no Open Platform account. Bind it, and the next login has the unionid; the user need not agree or follow. If it was bound just now, wait some minutes, and see that no old reply is cached. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)"],
  "not_a_follower": ["用户没有关注这个公众号（subscribe 为 0），2017-12-13 起只有关注者才返回 unionid，曾经关注过也不行。可以用 snsapi_userinfo 网页授权。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）","The user does not follow this account (subscribe is 0), and since 2017-12-13 only followers have a unionid here, not those who once followed. Web authorisation with snsapi_userinfo gives it. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)"],
  "scope_base": ["网页授权的 scope 是 snsapi_base，只返回 openid。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）","The scope of the web authorisation was snsapi_base, which gives the openid alone. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)"],
  "scope_unknown": ["响应里没有 scope，不知道是 snsapi_base，还是应用没有绑定到微信开放平台账号。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）","The reply names no scope: it was snsapi_base, or the app is bound to no Open Platform account. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)"],
  "failed": ["微信返回了错误码，没有给出身份：用 explainErrcode 看原因。","WeChat answered with an errcode and no identity: explainErrcode says why."],
  "profile_never_has_it": ["wx.getUserProfile 的数据从不带 openId 或 unionId，解密也没有。（https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html）","Data of wx.getUserProfile never holds openId or unionId, decrypted or not. (https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)"],
  "phone_only": ["只有手机号：其中从不带 openid 或 unionid。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber）","There is a phone number alone, which never comes with openid or unionid. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber)"],
  "data_never_has_it": ["这种加密数据从不带 openId 或 unionId。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）","Encrypted data of this kind never holds openId or unionId. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)"],
  "refresh_never_has_it": ["刷新 access_token 从不返回 unionid：它在登录时的 snsAccessToken 或 snsUserInfo 里。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken）","A renewed token never comes with the unionid: snsAccessToken had it at the login, or snsUserInfo has it. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken)"],
  "push_never_has_it": ["消息推送里只有 openid（FromUserName），从不带 unionid。公众号用 userInfo 查，小程序用 code2Session。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）","A message push has the openid alone (FromUserName), never the unionid. For an official account ask userInfo, for a mini program code2Session. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)"],
  "not_asked": ["没有传入任何事实。小程序用 code2Session，公众号网页、网站、移动应用用 snsAccessToken，公众号关注者用 userInfo。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）","No fact was given. For a mini program ask code2Session; for pages of an official account, websites and mobile apps snsAccessToken; for followers userInfo. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)"],
};

/** How to get a unionid by each way that has it. */
export const nextTexts: { readonly [S in IdentitySource]?: Text } = {
  "code2Session": ["重新调用 wx.login，用新的 code 调用 code2Session。","Call wx.login again, and exchange the new code with code2Session."],
  "thirdpartyCode2Session": ["重新调用 wx.login，用新的 code 调用 thirdpartyCode2Session。","Call wx.login again, and exchange the new code with thirdpartyCode2Session."],
  "getWXContext": ["再次调用云函数，从 getWXContext() 取 UNIONID。","Call the cloud function again, and take UNIONID from getWXContext()."],
  "snsAccessToken": ["用 scope=snsapi_userinfo（网站用 snsapi_login）重新打开授权页，用新的 code 调用 snsAccessToken。","Open WeChat's page again with scope=snsapi_userinfo (a website: snsapi_login), and exchange the new code with snsAccessToken."],
  "thirdpartySnsAccessToken": ["用 scope=snsapi_userinfo 重新打开授权页，用新的 code 调用 thirdpartySnsAccessToken。","Open WeChat's page again with scope=snsapi_userinfo, and exchange the new code with thirdpartySnsAccessToken."],
  "snsUserInfo": ["用用户的 access_token 和 openid 调用 snsUserInfo。","Ask snsUserInfo with the user's access_token and openid."],
  "userInfo": ["用户关注公众号以后，用 openid 调用 userInfo。","Once the user follows the account, ask userInfo with the openid."],
  "batchUserInfo": ["用户关注公众号以后，用 openid 调用 batchUserInfo，一次最多 100 个。","Once the user follows the account, ask batchUserInfo with the openid, at most 100 at a time."],
  "getPaidUnionId": ["用户支付后 5 分钟内，用 openid 和订单号调用 getPaidUnionId。","Within 5 minutes after a payment, ask getPaidUnionId with the openid and the order."],
  "decrypt": ["用 wx.getUserInfo 的 encryptedData 和 iv 调用 decrypt；更可靠的是 code2Session。","Call decrypt with encryptedData and iv of wx.getUserInfo; code2Session is more reliable."],
};

export const conflictTexts: Readonly<Record<IdentityConflictKind, Text>> = {
  "other_app": ["数据属于另一个应用（values 里的 appid），没有采用：检查这一项的 appid 是不是传错了。","The data is another app's (the appid in values), and was not used: see whether the appid of this fact is the right one."],
  "two_openids": ["同一个应用里有两个 openid：多半混入了另一个用户的数据。登录接口返回的 openid 优先，客户端传来的不算。","Two openids in one app: most often the data of two users were mixed. The openid of the login counts, not the one that came through the client."],
  "two_unionids": ["同一个用户有两个 unionid：应用绑定在不同的微信开放平台账号下，或者换绑过（换绑后 unionid 会全部改变），或者混入了另一个用户的数据。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）","Two unionids for one user: the apps are bound to different Open Platform accounts, or were bound to another one before (which changes all unionids), or the data of two users were mixed. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)"],
};
