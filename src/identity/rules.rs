//! When WeChat gives a unionid, and when it does not: the rules of today, in one table. The resolver goes by it;
//! its texts are for people, and the wasm goes without them.

use core::fmt;

use serde::Serialize;

use crate::json::{Object, string};
use crate::kind::Kind;

/// Where a fact about a user is from: an endpoint by its name, or another way in.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "IdentitySource"))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The reply of code2Session.
    Code2Session,
    /// The reply of thirdpartyCode2Session. The appid is the mini program's.
    ThirdpartyCode2Session,
    /// What `getWXContext()` of a cloud function (云开发) gives.
    GetWXContext,
    /// The reply of snsAccessToken.
    SnsAccessToken,
    /// The reply of thirdpartySnsAccessToken. The appid is the official account's.
    ThirdpartySnsAccessToken,
    /// The reply of snsRefreshToken.
    SnsRefreshToken,
    /// The reply of thirdpartySnsRefreshToken. The appid is the official account's.
    ThirdpartySnsRefreshToken,
    /// The reply of snsUserInfo.
    SnsUserInfo,
    /// The reply of userInfo.
    UserInfo,
    /// One entry of `user_info_list` in the reply of batchUserInfo.
    BatchUserInfo,
    /// The reply of getPaidUnionId, with the openid that was asked about.
    GetPaidUnionId,
    /// The reply of getPhoneNumber.
    GetPhoneNumber,
    /// A message or event that WeChat pushed (消息推送).
    MessagePush,
    /// What `decrypt` answered, or the data in it.
    Decrypt,
}

/// The name in JavaScript.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Why there is no unionid. The first in this order is told, where there are several.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MissingUnionid"))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// What was given contradicts itself: see `conflicts`.
    Conflict,
    /// A snapshot page (快照页): what it gives is of a virtual account.
    SnapshotUser,
    /// It would be there if the app was bound to an Open Platform account (微信开放平台账号).
    NotBound,
    /// The user does not follow the official account.
    NotAFollower,
    /// The page was opened with the scope snsapi_base.
    ScopeBase,
    /// The reply does not say which scope the user agreed to.
    ScopeUnknown,
    /// WeChat answered with an errcode.
    Failed,
    /// `wx.getUserProfile` never has it.
    ProfileNeverHasIt,
    /// There is a phone number, which says nothing of who the user is.
    PhoneOnly,
    /// Encrypted data of this kind never has it.
    DataNeverHasIt,
    /// A renewed token never comes with it.
    RefreshNeverHasIt,
    /// A message push never has it.
    PushNeverHasIt,
    /// No fact was given.
    NotAsked,
}

/// What a way to the unionid needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "UnionidNeed"))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The app is bound to an Open Platform account.
    OpenPlatformBinding,
    /// A new code of `wx.login`.
    JsCode,
    /// A new code of WeChat's page or of a mobile app's SDK.
    Code,
    /// The scope snsapi_userinfo; for a website, snsapi_login.
    SnsapiUserinfo,
    /// The user's token, of snsAccessToken.
    UserAccessToken,
    /// The openid in this app.
    Openid,
    /// The user follows the official account.
    Follower,
    /// A payment in the mini program of the last 5 minutes.
    Payment,
    /// The code runs as a cloud function of the app.
    CloudFunction,
    /// encryptedData and iv of `wx.getUserInfo`.
    EncryptedData,
}

/// How much a fact counts against another that contradicts it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Trust {
    /// WeChat says who has logged in.
    Login,
    /// WeChat says something of a user that somebody named.
    Reply,
    /// It came through the client, who can change it.
    Client,
}

/// From the highest.
pub(crate) const TRUSTS: [Trust; 3] = [Trust::Login, Trust::Reply, Trust::Client];

/// What tells one absence from another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    BaseScope,
    NoScope,
    NotSubscribed,
    Otherwise,
}

impl When {
    pub(crate) fn holds(self, reply: &Object<'_>) -> bool {
        match self {
            Self::BaseScope => scope(reply).is_some_and(|scope| {
                !scope.split(',').any(|it| matches!(it.trim(), "snsapi_userinfo" | "snsapi_login"))
            }),
            Self::NoScope => scope(reply).is_none(),
            Self::NotSubscribed => matches!(reply.get("subscribe"), Some("0" | r#""0""#)),
            Self::Otherwise => true,
        }
    }
}

fn scope(reply: &Object<'_>) -> Option<alloc::string::String> {
    string(reply.get("scope")?).filter(|scope| !scope.trim().is_empty())
}

/// What is to be expected of a source.
pub(crate) struct Rule {
    pub(crate) source: Source,
    /// The kind of data that it is about; every other, if none.
    pub(crate) kind: Option<Kind>,
    pub(crate) trust: Trust,
    /// What it needs to carry a unionid. It never does, if nothing.
    pub(crate) needs: &'static [Need],
    /// Why it does not carry one: the first that holds.
    pub(crate) absent: &'static [(When, Reason)],
}

/// What is told of a rule, each text in Chinese and English.
#[cfg(test)]
pub(crate) struct RuleTexts {
    /// Since when it is so, where WeChat has said it.
    pub(crate) since: Option<&'static str>,
    pub(crate) today: [&'static str; 2],
    /// What it was before, and what is still repeated.
    pub(crate) before: Option<[&'static str; 2]>,
    /// How to get the unionid that way; none where it never has it.
    pub(crate) next: Option<[&'static str; 2]>,
    /// WeChat's page.
    pub(crate) page: &'static str,
}

/// The row of a source and a kind, or else that of the source.
pub(crate) fn rule(source: Source, kind: Option<Kind>) -> &'static Rule {
    let rows = || RULES.iter().filter(|rule| rule.source == source);
    let own = rows().find(|rule| rule.kind.is_some() && rule.kind == kind);
    own.or_else(|| rows().find(|rule| rule.kind.is_none())).expect("a row for each source")
}

/// Splits the table in two, so that a build without the texts carries none of them.
macro_rules! rules {
    ($((
        $source:ident, $kind:expr, $trust:ident, needs [$($need:ident),*],
        absent [$($when:ident => $reason:ident),*],
        since $since:expr, today $today:expr, before $before:expr, next $next:expr, page $page:expr $(,)?
    )),* $(,)?) => {
        pub(crate) const RULES: &[Rule] = &[$(Rule {
            source: Source::$source,
            kind: $kind,
            trust: Trust::$trust,
            needs: &[$(Need::$need),*],
            absent: &[$((When::$when, Reason::$reason)),*],
        }),*];
        #[cfg(test)]
        pub(crate) const TEXTS: &[RuleTexts] = &[$(RuleTexts {
            since: $since,
            today: $today,
            before: $before,
            next: $next,
            page: $page,
        }),*];
    };
}

rules! {
    (Code2Session, None, Login, needs [OpenPlatformBinding, JsCode], absent [Otherwise => NotBound],
        since Some("2021-02-23"),
        today ["小程序绑定了微信开放平台账号就一定返回，不需要用户授权，也不需要关注公众号。",
            "Always, if the mini program is bound to an Open Platform account. The user need not agree to anything, nor follow anything."],
        before Some(["只有用户关注了同主体的公众号，或登录过同主体的公众号、App，才返回。",
            "Only if the user followed an official account of the same entity, or had logged in to one, or to an app."]),
        next Some(["重新调用 wx.login，用新的 code 调用 code2Session。",
            "Call wx.login again, and exchange the new code with code2Session."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session"),
    (ThirdpartyCode2Session, None, Login, needs [OpenPlatformBinding, JsCode], absent [Otherwise => NotBound],
        since Some("2021-02-23"),
        today ["与 code2Session 相同：看小程序是否绑定了微信开放平台账号。",
            "As code2Session: if the mini program is bound to an Open Platform account."],
        before Some(["与 code2Session 的旧规则相同。", "As code2Session was."]),
        next Some(["重新调用 wx.login，用新的 code 调用 thirdpartyCode2Session。",
            "Call wx.login again, and exchange the new code with thirdpartyCode2Session."]),
        page "https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html"),
    (GetWXContext, None, Login, needs [OpenPlatformBinding, CloudFunction], absent [Otherwise => NotBound],
        since None,
        today ["小程序绑定了微信开放平台账号就有 UNIONID。", "There is a UNIONID if the mini program is bound to an Open Platform account."],
        before Some(["只有用户关注了同主体的公众号，或登录过同主体的公众号、App，才有。",
            "Only if the user followed an official account of the same entity, or had logged in to one, or to an app."]),
        next Some(["再次调用云函数，从 getWXContext() 取 UNIONID。", "Call the cloud function again, and take UNIONID from getWXContext()."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html"),
    (SnsAccessToken, None, Login, needs [OpenPlatformBinding, Code, SnsapiUserinfo],
        absent [BaseScope => ScopeBase, NoScope => ScopeUnknown, Otherwise => NotBound],
        since None,
        today ["公众号的 scope 是 snsapi_userinfo，网站和移动应用总是：绑定了微信开放平台账号就返回。snsapi_base 不返回。",
            "If the app is bound to an Open Platform account: for an official account with the scope snsapi_userinfo, for websites and mobile apps always. Not with snsapi_base."],
        before None,
        next Some(["用 scope=snsapi_userinfo（网站用 snsapi_login）重新打开授权页，用新的 code 调用 snsAccessToken。",
            "Open WeChat's page again with scope=snsapi_userinfo (a website: snsapi_login), and exchange the new code with snsAccessToken."]),
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken"),
    (ThirdpartySnsAccessToken, None, Login, needs [OpenPlatformBinding, Code, SnsapiUserinfo],
        absent [BaseScope => ScopeBase, NoScope => ScopeUnknown, Otherwise => NotBound],
        since None,
        today ["与 snsAccessToken 相同。", "As snsAccessToken."],
        before None,
        next Some(["用 scope=snsapi_userinfo 重新打开授权页，用新的 code 调用 thirdpartySnsAccessToken。",
            "Open WeChat's page again with scope=snsapi_userinfo, and exchange the new code with thirdpartySnsAccessToken."]),
        page "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"),
    (SnsRefreshToken, None, Login, needs [], absent [Otherwise => RefreshNeverHasIt],
        since None,
        today ["从不返回 unionid。", "It never has it."],
        before None, next None,
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken"),
    (ThirdpartySnsRefreshToken, None, Login, needs [], absent [Otherwise => RefreshNeverHasIt],
        since None,
        today ["从不返回 unionid。", "It never has it."],
        before None, next None,
        page "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"),
    (SnsUserInfo, None, Reply, needs [OpenPlatformBinding, Openid, UserAccessToken], absent [Otherwise => NotBound],
        since None,
        today ["绑定了微信开放平台账号就返回。scope 是 snsapi_base 的 access_token 会得到 48001。",
            "If the app is bound to an Open Platform account. With a token of snsapi_base it answers 48001."],
        before None,
        next Some(["用用户的 access_token 和 openid 调用 snsUserInfo。", "Ask snsUserInfo with the user's access_token and openid."]),
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo"),
    (UserInfo, None, Reply, needs [OpenPlatformBinding, Openid, Follower],
        absent [NotSubscribed => NotAFollower, Otherwise => NotBound],
        since Some("2017-12-13"),
        today ["只对关注者返回（subscribe 为 1），而且公众号要绑定微信开放平台账号。",
            "For followers alone (subscribe is 1), if the account is bound to an Open Platform account."],
        before Some(["没有关注的用户（subscribe 为 0）也返回；或者曾经关注过就返回。",
            "For those who do not follow too (subscribe is 0), or for whoever once followed."]),
        next Some(["用户关注公众号以后，用 openid 调用 userInfo。", "Once the user follows the account, ask userInfo with the openid."]),
        page "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo"),
    (BatchUserInfo, None, Reply, needs [OpenPlatformBinding, Openid, Follower],
        absent [NotSubscribed => NotAFollower, Otherwise => NotBound],
        since Some("2017-12-13"),
        today ["与 userInfo 相同：只对关注者返回。", "As userInfo: for followers alone."],
        before Some(["没有关注的用户（subscribe 为 0）也返回，旧文档的示例就是这样。",
            "For those who do not follow too, as the sample of the old page shows."]),
        next Some(["用户关注公众号以后，用 openid 调用 batchUserInfo，一次最多 100 个。",
            "Once the user follows the account, ask batchUserInfo with the openid, at most 100 at a time."]),
        page "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo"),
    (GetPaidUnionId, None, Reply, needs [OpenPlatformBinding, Openid, Payment], absent [Otherwise => NotBound],
        since None,
        today ["用户在小程序里支付后 5 分钟内返回，不需要授权；小程序要绑定微信开放平台账号。小游戏不可用。",
            "Within 5 minutes after a payment in the mini program, which must be bound to an Open Platform account; the user need not agree. Not for mini games."],
        before None,
        next Some(["用户支付后 5 分钟内，用 openid 和订单号调用 getPaidUnionId。",
            "Within 5 minutes after a payment, ask getPaidUnionId with the openid and the order."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid"),
    (GetPhoneNumber, None, Reply, needs [], absent [Otherwise => PhoneOnly],
        since None,
        today ["只有手机号，从不带 openid 或 unionid。", "A phone number alone: never an openid or a unionid."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber"),
    (MessagePush, None, Reply, needs [], absent [Otherwise => PushNeverHasIt],
        since None,
        today ["只有 openid（FromUserName），从不带 unionid。", "An openid alone (FromUserName): never a unionid."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html"),
    (Decrypt, Some(Kind::UserInfo), Client, needs [OpenPlatformBinding, EncryptedData], absent [Otherwise => NotBound],
        since Some("2021-04-28"),
        today ["wx.getUserInfo：小程序绑定了微信开放平台账号就有 unionId。昵称和头像是匿名的，openId 和 unionId 不受影响。",
            "wx.getUserInfo: there is a unionId if the mini program is bound to an Open Platform account. Name and avatar are anonymous; openId and unionId are what they were."],
        before Some(["要用户授权才有。", "Only if the user agreed."]),
        next Some(["用 wx.getUserInfo 的 encryptedData 和 iv 调用 decrypt；更可靠的是 code2Session。",
            "Call decrypt with encryptedData and iv of wx.getUserInfo; code2Session is more reliable."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html"),
    (Decrypt, Some(Kind::UserProfile), Client, needs [], absent [Otherwise => ProfileNeverHasIt],
        since Some("2021-04-28"),
        today ["wx.getUserProfile 的数据从不带 openId 或 unionId。", "Data of wx.getUserProfile never holds openId or unionId."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html"),
    (Decrypt, Some(Kind::PhoneNumber), Client, needs [], absent [Otherwise => PhoneOnly],
        since None,
        today ["只有手机号，从不带 openId 或 unionId。", "A phone number alone: never an openId or a unionId."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html"),
    (Decrypt, None, Client, needs [], absent [Otherwise => DataNeverHasIt],
        since None,
        today ["其他的加密数据从不带 openId 或 unionId。", "Other encrypted data never holds openId or unionId."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html"),
}

/// The next steps for each reason, the best first. None: the same again. They are never those of an old rule.
pub(crate) const NEXT: &[(Reason, Option<&[Source]>)] = &[
    (Reason::Conflict, Some(&[])),
    (Reason::SnapshotUser, Some(&[Source::SnsAccessToken])),
    (Reason::NotBound, None),
    (Reason::NotAFollower, Some(&[Source::SnsAccessToken, Source::UserInfo])),
    (Reason::ScopeBase, Some(&[Source::SnsAccessToken, Source::UserInfo])),
    (Reason::ScopeUnknown, Some(&[Source::SnsUserInfo, Source::SnsAccessToken])),
    (Reason::Failed, None),
    (Reason::ProfileNeverHasIt, Some(&[Source::Code2Session])),
    (Reason::PhoneOnly, Some(&[Source::Code2Session, Source::GetPaidUnionId])),
    (Reason::DataNeverHasIt, Some(&[Source::Code2Session])),
    (Reason::RefreshNeverHasIt, Some(&[Source::SnsUserInfo, Source::SnsAccessToken])),
    (Reason::PushNeverHasIt, Some(&[Source::UserInfo, Source::Code2Session])),
    (Reason::NotAsked, Some(&[Source::Code2Session, Source::SnsAccessToken, Source::UserInfo])),
];

/// What is said of each reason, in Chinese and English.
#[cfg(test)]
pub(crate) const REASON_TEXTS: &[(Reason, [&str; 2])] = &[
    (
        Reason::Conflict,
        [
            "传入的事实互相矛盾，看 conflicts。在弄清以前不要合并账号。",
            "The facts contradict each other: see conflicts. Merge no accounts before you know why.",
        ],
    ),
    (
        Reason::SnapshotUser,
        [
            "用户在快照页里（is_snapshotuser 为 1）：openid、unionid、昵称、头像都属于虚拟账号，不要存。请引导用户点「使用完整服务」后再登录。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）",
            "The user is on a snapshot page (is_snapshotuser is 1): openid, unionid, name and avatar are of a virtual account, so store none of them. Have the user open the full page and log in there. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)",
        ],
    ),
    (
        Reason::NotBound,
        [
            "这个应用没有绑定到微信开放平台账号。绑定以后重新登录就有 unionid，不需要用户授权或关注公众号；刚绑定的话等几分钟再试，并确认没有用缓存的旧响应。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）",
            "This app is bound to no Open Platform account. Bind it, and the next login has the unionid; the user need not agree or follow. If it was bound just now, wait some minutes, and see that no old reply is cached. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)",
        ],
    ),
    (
        Reason::NotAFollower,
        [
            "用户没有关注这个公众号（subscribe 为 0），2017-12-13 起只有关注者才返回 unionid，曾经关注过也不行。可以用 snsapi_userinfo 网页授权。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）",
            "The user does not follow this account (subscribe is 0), and since 2017-12-13 only followers have a unionid here, not those who once followed. Web authorisation with snsapi_userinfo gives it. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)",
        ],
    ),
    (
        Reason::ScopeBase,
        [
            "网页授权的 scope 是 snsapi_base，只返回 openid。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）",
            "The scope of the web authorisation was snsapi_base, which gives the openid alone. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)",
        ],
    ),
    (
        Reason::ScopeUnknown,
        [
            "响应里没有 scope，不知道是 snsapi_base，还是应用没有绑定到微信开放平台账号。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken）",
            "The reply names no scope: it was snsapi_base, or the app is bound to no Open Platform account. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken)",
        ],
    ),
    (
        Reason::Failed,
        [
            "微信返回了错误码，没有给出身份：用 explainErrcode 看原因。",
            "WeChat answered with an errcode and no identity: explainErrcode says why.",
        ],
    ),
    (
        Reason::ProfileNeverHasIt,
        [
            "wx.getUserProfile 的数据从不带 openId 或 unionId，解密也没有。（https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html）",
            "Data of wx.getUserProfile never holds openId or unionId, decrypted or not. (https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)",
        ],
    ),
    (
        Reason::PhoneOnly,
        [
            "只有手机号：其中从不带 openid 或 unionid。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber）",
            "There is a phone number alone, which never comes with openid or unionid. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber)",
        ],
    ),
    (
        Reason::DataNeverHasIt,
        [
            "这种加密数据从不带 openId 或 unionId。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Encrypted data of this kind never holds openId or unionId. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Reason::RefreshNeverHasIt,
        [
            "刷新 access_token 从不返回 unionid：它在登录时的 snsAccessToken 或 snsUserInfo 里。（https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken）",
            "A renewed token never comes with the unionid: snsAccessToken had it at the login, or snsUserInfo has it. (https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken)",
        ],
    ),
    (
        Reason::PushNeverHasIt,
        [
            "消息推送里只有 openid（FromUserName），从不带 unionid。公众号用 userInfo 查，小程序用 code2Session。（https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo）",
            "A message push has the openid alone (FromUserName), never the unionid. For an official account ask userInfo, for a mini program code2Session. (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo)",
        ],
    ),
    (
        Reason::NotAsked,
        [
            "没有传入任何事实。小程序用 code2Session，公众号网页、网站、移动应用用 snsAccessToken，公众号关注者用 userInfo。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）",
            "No fact was given. For a mini program ask code2Session; for pages of an official account, websites and mobile apps snsAccessToken; for followers userInfo. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)",
        ],
    ),
];

/// What is said of each contradiction, in Chinese and English.
#[cfg(test)]
pub(crate) const CONFLICT_TEXTS: &[(super::ConflictKind, [&str; 2])] = &[
    (
        super::ConflictKind::OtherApp,
        [
            "数据属于另一个应用（values 里的 appid），没有采用：检查这一项的 appid 是不是传错了。",
            "The data is another app's (the appid in values), and was not used: see whether the appid of this fact is the right one.",
        ],
    ),
    (
        super::ConflictKind::TwoOpenids,
        [
            "同一个应用里有两个 openid：多半混入了另一个用户的数据。登录接口返回的 openid 优先，客户端传来的不算。",
            "Two openids in one app: most often the data of two users were mixed. The openid of the login counts, not the one that came through the client.",
        ],
    ),
    (
        super::ConflictKind::TwoUnionids,
        [
            "同一个用户有两个 unionid：应用绑定在不同的微信开放平台账号下，或者换绑过（换绑后 unionid 会全部改变），或者混入了另一个用户的数据。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html）",
            "Two unionids for one user: the apps are bound to different Open Platform accounts, or were bound to another one before (which changes all unionids), or the data of two users were mixed. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html)",
        ],
    ),
];
