// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.

import type { IdentityConflictKind, IdentitySource, MissingUnionid } from './generated.js';

/** In Chinese and English. */
export type Text = readonly [zh: string, en: string];

export const missingTexts: Readonly<Record<MissingUnionid, Text>> = {
  "conflict": ["传入的事实互相矛盾。看 conflicts；弄清以前不要合并账号。","The facts contradict each other. See conflicts, and merge no accounts before you know why."],
  "snapshot_user": ["用户在快照页里（is_snapshotuser 为 1）：openid、unionid、昵称、头像都属于虚拟账号。一个都不要存。引导用户点「使用完整服务」，再重新登录。（https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001）","The user is on a snapshot page (is_snapshotuser is 1): openid, unionid, name and avatar are of a virtual account. Store none of them. Have the user open the full page, and log in there. (https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001)"],
  "not_bound": ["这个应用没有绑定到微信开放平台账号；或者刚刚才绑定；或者用了绑定以前缓存的响应。绑定应用，等几分钟，再重新获取：不需要用户授权，也不需要关注公众号。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）","This app is bound to no Open Platform account; or only since some minutes ago; or the reply is an old one from a cache. Bind it, wait some minutes, and ask again. For a login, the user need not agree or follow anything. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)"],
  "not_a_follower": ["用户没有关注这个公众号（subscribe 为 0）：2017-12-13 起只对关注者返回，曾经关注过也不行。用 snsapi_userinfo 网页授权，或等用户关注。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）","The user does not follow this account (subscribe is 0): since 2017-12-13 only followers have a unionid here, not those who once followed. Use web authorisation with snsapi_userinfo, or wait until the user follows. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)"],
  "scope_base": ["网页授权的 scope 是 snsapi_base，只返回 openid。改用 snsapi_userinfo。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）","The scope of the web authorisation was snsapi_base, which gives the openid alone. Use snsapi_userinfo. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)"],
  "scope_unknown": ["响应里没有 scope：要么是 snsapi_base，要么应用没有绑定到微信开放平台账号。调用 snsUserInfo：返回 48001 就是 snsapi_base。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）","The reply names no scope: it was snsapi_base, or the app is bound to no Open Platform account. Ask snsUserInfo: if it answers 48001, it was snsapi_base. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)"],
  "failed": ["微信返回了错误码，没有给出身份。用 explainErrcode 看原因。","WeChat answered with an errcode and no identity. explainErrcode says why."],
  "profile_never_has_it": ["wx.getUserProfile 的数据从不带 openId 或 unionId，解密也没有。用登录时 code2Session 返回的。（https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html）","Data of wx.getUserProfile never holds openId or unionId, decrypted or not. Take what code2Session answers at the login. (https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)"],
  "phone_only": ["只有手机号：其中从不带 openid 或 unionid。用登录时 code2Session 返回的。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber）","There is a phone number alone, which never comes with openid or unionid. Take what code2Session answers at the login. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber)"],
  "data_never_has_it": ["这种加密数据从不带 openId 或 unionId。用登录时 code2Session 返回的。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）","Encrypted data of this kind never holds openId or unionId. Take what code2Session answers at the login. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)"],
  "refresh_never_has_it": ["刷新 access_token 从不返回 unionid。用登录时 snsAccessToken 返回的，或调用 snsUserInfo。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken）","A renewed token never comes with the unionid. Take what snsAccessToken answered at the login, or ask snsUserInfo. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken)"],
  "push_never_has_it": ["消息推送里只有 openid（FromUserName），从不带 unionid。公众号用这个 openid 调用 userInfo，小程序用登录时的 code2Session。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）","A message push has the openid alone (FromUserName), never the unionid. For an official account ask userInfo with it; for a mini program take the login's code2Session. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)"],
  "not_asked": ["没有传入任何事实。小程序用 code2Session；公众号网页、网站、移动应用用 snsAccessToken；公众号关注者用 userInfo。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）","No fact was given. For a mini program ask code2Session; for pages of an official account, websites and mobile apps snsAccessToken; for followers userInfo. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)"],
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
  "two_unionids": ["同一个用户有两个 unionid：应用绑定在不同的微信开放平台账号下，或者换绑过（换绑后 unionid 会全部改变），或者混入了另一个用户的数据。","Two unionids for one user: the apps are bound to different Open Platform accounts, or were bound to another one before (which changes all unionids), or the data of two users were mixed."],
};
