//! When WeChat gives a unionid, and when it does not: the rules of today, in one table. The
//! resolver follows it; its texts are for people, and the wasm goes without them.

use core::fmt;

use serde::Serialize;
use wx_unionid_json::{Object, string};

use crate::kind::Kind;

/// Where a fact about a user comes from: the name of an endpoint, or another source.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub enum IdentitySource {
    /// The reply of code2Session.
    Code2Session,
    /// The reply of thirdpartyCode2Session. The appid is the mini program's.
    ThirdpartyCode2Session,
    /// What `getWXContext()` of a cloud function (云开发) gives.
    GetWXContext,
    /// The request headers that WeChat cloud hosting (微信云托管) adds, in any case: `X-WX-OPENID`,
    /// `X-WX-UNIONID`, `X-WX-APPID`, and the `X-WX-FROM-` ones of resource sharing, which say the
    /// user in another app. Anybody can send such headers: pass them only where nothing but
    /// WeChat's gateway reaches the container (公网访问 is off).
    CloudHostingHeaders,
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
impl fmt::Display for IdentitySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Why there is no unionid. If there are several reasons, the first in this order is given.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum MissingUnionid {
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

/// What a way to get the unionid needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum UnionidNeed {
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
    /// The request comes through the gateway of WeChat cloud hosting (微信云托管).
    CloudHosting,
    /// encryptedData and iv of `wx.getUserInfo`.
    EncryptedData,
}

/// How much a fact counts against another that contradicts it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Trust {
    /// WeChat says who has logged in.
    Login,
    /// WeChat says something about a user that the caller named.
    Reply,
    /// It came through the client, who can change it.
    Client,
}

/// From the highest.
pub(crate) const TRUSTS: [Trust; 3] = [Trust::Login, Trust::Reply, Trust::Client];

/// What tells one absence from another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "generate", derive(Serialize), serde(rename_all = "snake_case"))]
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

fn scope<'a>(reply: &Object<'a>) -> Option<alloc::borrow::Cow<'a, str>> {
    string(reply.get("scope")?).filter(|scope| !scope.trim().is_empty())
}

/// What is to be expected of a source.
pub(crate) struct Rule {
    pub(crate) source: IdentitySource,
    /// The kind of data that it is about; every other, if none.
    pub(crate) kind: Option<Kind>,
    pub(crate) trust: Trust,
    /// What it needs to carry a unionid. It never does, if nothing.
    pub(crate) needs: &'static [UnionidNeed],
    /// Why it does not carry one: the first that holds.
    pub(crate) absent: &'static [(When, MissingUnionid)],
}

/// A change that WeChat has announced: since when, and on which page.
#[cfg(feature = "generate")]
pub(crate) type Notice = (&'static str, &'static str);

/// Of userInfo and of pages with snsapi_base.
#[cfg(feature = "generate")]
const NO_LONGER_FOR_ALL: Notice = (
    "2017-12-13",
    "https://mp.weixin.qq.com/cgi-bin/announce?action=getannouncement&announce_id=11513156443eZYea&version=&lang=zh_CN",
);
#[cfg(feature = "generate")]
const LOGIN_SUFFICES: Notice = (
    "2021-02-23",
    "https://developers.weixin.qq.com/community/develop/doc/000cacfa20ce88df04cb468bc52801",
);
#[cfg(feature = "generate")]
const PROFILES_ANONYMOUS: Notice = ("2021-04-28", LOGIN_SUFFICES.1);

/// What is told of a rule, each text in Chinese and English.
#[cfg(feature = "generate")]
pub(crate) struct RuleTexts {
    /// Since when it is so, where WeChat has said it.
    pub(crate) since: Option<Notice>,
    pub(crate) today: [&'static str; 2],
    /// What it was before, and what is still repeated.
    pub(crate) before: Option<[&'static str; 2]>,
    /// How to get the unionid that way; none where it never has it.
    pub(crate) next: Option<[&'static str; 2]>,
    /// WeChat's page.
    pub(crate) page: &'static str,
}

/// The row of a source and a kind, or else the row of the source.
pub(crate) fn rule(source: IdentitySource, kind: Option<Kind>) -> &'static Rule {
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
            source: IdentitySource::$source,
            kind: $kind,
            trust: Trust::$trust,
            needs: &[$(UnionidNeed::$need),*],
            absent: &[$((When::$when, MissingUnionid::$reason)),*],
        }),*];
        #[cfg(feature = "generate")]
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
        since Some(LOGIN_SUFFICES),
        today ["小程序绑定了微信开放平台账号就一定返回，不需要用户授权，也不需要关注公众号。",
            "Always, if the mini program is bound to an Open Platform account. The user need not agree to or follow anything."],
        before Some(["只有用户关注了同主体的公众号，或登录过同主体的公众号、App，才返回。",
            "Only if the user followed an official account of the same entity, or had logged in to such an account or app."]),
        next Some(["重新调用 wx.login，用新的 code 调用 code2Session。",
            "Call wx.login again, and exchange the new code with code2Session."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session"),
    (ThirdpartyCode2Session, None, Login, needs [OpenPlatformBinding, JsCode], absent [Otherwise => NotBound],
        since Some(LOGIN_SUFFICES),
        today ["与 code2Session 相同：看小程序是否绑定了微信开放平台账号。",
            "Same as code2Session: if the mini program is bound to an Open Platform account."],
        before Some(["与 code2Session 的旧规则相同。", "Same as the old rule of code2Session."]),
        next Some(["重新调用 wx.login，用新的 code 调用 thirdpartyCode2Session。",
            "Call wx.login again, and exchange the new code with thirdpartyCode2Session."]),
        page "https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html"),
    (GetWXContext, None, Login, needs [OpenPlatformBinding, CloudFunction], absent [Otherwise => NotBound],
        since None,
        today ["小程序绑定了微信开放平台账号就有 UNIONID。", "There is a UNIONID if the mini program is bound to an Open Platform account."],
        before Some(["只有用户关注了同主体的公众号，或登录过同主体的公众号、App，才有。",
            "Only if the user followed an official account of the same entity, or had logged in to such an account or app."]),
        next Some(["再次调用云函数，从 getWXContext() 取 UNIONID。", "Call the cloud function again, and read UNIONID from getWXContext()."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html"),
    (CloudHostingHeaders, None, Login, needs [OpenPlatformBinding, CloudHosting], absent [Otherwise => NotBound],
        since None,
        today ["应用绑定了微信开放平台账号就有 X-WX-UNIONID。只信任微信网关转发的请求：请关闭公网访问，否则任何人都能伪造这些请求头。",
            "There is an X-WX-UNIONID if the app is bound to an Open Platform account. Trust only what WeChat's gateway forwards: with public access (公网访问) on, anybody can forge these headers."],
        before None,
        next Some(["让客户端用 wx.cloud.callContainer 再次请求，从请求头取 X-WX-UNIONID。",
            "Have the client call wx.cloud.callContainer again, and read X-WX-UNIONID from the request headers."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/src/guide/weixin/open.html"),
    (SnsAccessToken, None, Login, needs [OpenPlatformBinding, Code, SnsapiUserinfo],
        absent [BaseScope => ScopeBase, NoScope => ScopeUnknown, Otherwise => NotBound],
        since Some(NO_LONGER_FOR_ALL),
        today ["前提是绑定了微信开放平台账号。公众号：scope 为 snsapi_userinfo 时返回，snsapi_base 不返回；网站应用和移动应用：都返回。",
            "If the app is bound to an Open Platform account. An official account also needs the scope snsapi_userinfo, not snsapi_base; websites and mobile apps always have it."],
        before Some(["scope 是 snsapi_base 也返回。", "Also with snsapi_base."]),
        next Some(["用 scope=snsapi_userinfo（网站用 snsapi_login）打开授权页，用新的 code 调用 snsAccessToken。",
            "Open WeChat's page with scope=snsapi_userinfo (a website: snsapi_login), and exchange the new code with snsAccessToken."]),
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken"),
    (ThirdpartySnsAccessToken, None, Login, needs [OpenPlatformBinding, Code, SnsapiUserinfo],
        absent [BaseScope => ScopeBase, NoScope => ScopeUnknown, Otherwise => NotBound],
        since Some(NO_LONGER_FOR_ALL),
        today ["与 snsAccessToken 相同。", "Same as snsAccessToken."],
        before Some(["与 snsAccessToken 的旧规则相同。", "Same as the old rule of snsAccessToken."]),
        next Some(["用 scope=snsapi_userinfo 打开授权页，用新的 code 调用 thirdpartySnsAccessToken。",
            "Open WeChat's page with scope=snsapi_userinfo, and exchange the new code with thirdpartySnsAccessToken."]),
        page "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"),
    (SnsRefreshToken, None, Login, needs [], absent [Otherwise => RefreshNeverHasIt],
        since None,
        today ["从不返回 unionid。", "Never returned."],
        before None, next None,
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken"),
    (ThirdpartySnsRefreshToken, None, Login, needs [], absent [Otherwise => RefreshNeverHasIt],
        since None,
        today ["从不返回 unionid。", "Never returned."],
        before None, next None,
        page "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"),
    (SnsUserInfo, None, Reply, needs [OpenPlatformBinding, Openid, UserAccessToken], absent [Otherwise => NotBound],
        since None,
        today ["绑定了微信开放平台账号就返回。scope 是 snsapi_base 的 access_token 会返回错误码 48001。",
            "If the app is bound to an Open Platform account. With an access_token of snsapi_base, it returns 48001."],
        before None,
        next Some(["使用网页授权得到的 access_token（不是公众号自己的）和 openid 调用 snsUserInfo。",
            "Call snsUserInfo with the openid and the user's access_token (from snsAccessToken, not the account's own)."]),
        page "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo"),
    (UserInfo, None, Reply, needs [OpenPlatformBinding, Openid, Follower],
        absent [NotSubscribed => NotAFollower, Otherwise => NotBound],
        since Some(NO_LONGER_FOR_ALL),
        today ["只对关注者返回（subscribe 为 1），而且公众号要绑定微信开放平台账号。",
            "Only for followers (subscribe is 1), if the account is bound to an Open Platform account."],
        before Some(["没有关注的用户（subscribe 为 0）也返回；或者曾经关注过就返回。",
            "Also for users who do not follow the account (subscribe is 0), or who once followed it."]),
        next Some(["用户关注公众号之后，用 openid 调用 userInfo。",
            "If the user follows the account, or once they do, call userInfo with the openid."]),
        page "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo"),
    (BatchUserInfo, None, Reply, needs [OpenPlatformBinding, Openid, Follower],
        absent [NotSubscribed => NotAFollower, Otherwise => NotBound],
        since Some(NO_LONGER_FOR_ALL),
        today ["与 userInfo 相同：只对关注者返回。", "Same as userInfo: only for followers."],
        before Some(["没有关注的用户（subscribe 为 0）也返回，旧文档的示例就是这样。",
            "Also for users who do not follow the account (subscribe is 0), as the sample of the old documentation shows."]),
        next Some(["用户已关注公众号（或关注之后），用 openid 调用 batchUserInfo，一次最多 100 个。",
            "If the user follows the account, or once they do, call batchUserInfo with the openid, at most 100 at a time."]),
        page "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo"),
    (GetPaidUnionId, None, Reply, needs [OpenPlatformBinding, Openid, Payment], absent [Otherwise => NotBound],
        since None,
        today ["用户在小程序内支付完成后，5 分钟内调用才返回，不需要授权；小程序要绑定微信开放平台账号。小游戏不可用。",
            "Within 5 minutes after a payment in the mini program, if it is bound to an Open Platform account. The user need not agree. Not for mini games."],
        before None,
        next Some(["用户支付后 5 分钟内，用 openid 和订单号调用 getPaidUnionId。",
            "Within 5 minutes after a payment, call getPaidUnionId with the openid and the order number."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid"),
    (GetPhoneNumber, None, Reply, needs [], absent [Otherwise => PhoneOnly],
        since None,
        today ["只有手机号，不包含 openid 或 unionid。", "Never: it has only a phone number."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber"),
    (MessagePush, None, Reply, needs [], absent [Otherwise => PushNeverHasIt],
        since None,
        today ["只有 openid（FromUserName）。例外：网站应用、移动应用和服务号的授权变更事件（user_authorization_revoke 等）里可能有 UnionID。",
            "It has only an openid (FromUserName). Exception: events about what users have authorised (user_authorization_revoke and others) of websites, mobile apps and 服务号 may have a UnionID."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html"),
    (Decrypt, Some(Kind::UserInfo), Client, needs [OpenPlatformBinding, EncryptedData], absent [Otherwise => NotBound],
        since Some(PROFILES_ANONYMOUS),
        today ["小程序绑定了微信开放平台账号，wx.getUserInfo 的数据里就有 unionId。昵称和头像是匿名的（小游戏除外），openId 和 unionId 不受影响。",
            "Data of wx.getUserInfo has a unionId if the mini program is bound to an Open Platform account. Name and avatar are anonymous (except in mini games); openId and unionId are not affected."],
        before Some(["要用户授权才有。", "Only if the user agreed."]),
        next Some(["用 wx.getUserInfo 的 encryptedData 和 iv 调用 decrypt；更可靠的是 code2Session。",
            "Call decrypt with encryptedData and iv of wx.getUserInfo; code2Session is more reliable."]),
        page "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html"),
    (Decrypt, Some(Kind::UserProfile), Client, needs [], absent [Otherwise => ProfileNeverHasIt],
        since Some(PROFILES_ANONYMOUS),
        today ["wx.getUserProfile 的数据不包含 openId 或 unionId。", "Data of wx.getUserProfile never holds openId or unionId."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html"),
    (Decrypt, Some(Kind::PhoneNumber), Client, needs [], absent [Otherwise => PhoneOnly],
        since None,
        today ["只有手机号，不包含 openId 或 unionId。", "Never: it has only a phone number."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html"),
    (Decrypt, None, Client, needs [], absent [Otherwise => DataNeverHasIt],
        since None,
        today ["其他的加密数据不包含 openId 或 unionId。", "Other encrypted data never holds openId or unionId."],
        before None, next None,
        page "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html"),
}

/// Whoever has these has a login as well, which needs neither a payment nor the client's word.
pub(crate) const LOGIN_INSTEAD: [IdentitySource; 2] =
    [IdentitySource::GetPaidUnionId, IdentitySource::Decrypt];

/// The ways to go on for each reason, the best first. None: the same again, or the login instead.
/// They are never those of an old rule.
pub(crate) const NEXT: &[(MissingUnionid, Option<&[IdentitySource]>)] = &[
    (MissingUnionid::Conflict, Some(&[])),
    (MissingUnionid::SnapshotUser, Some(&[IdentitySource::SnsAccessToken])),
    (MissingUnionid::NotBound, None),
    (
        MissingUnionid::NotAFollower,
        Some(&[IdentitySource::SnsAccessToken, IdentitySource::UserInfo]),
    ),
    (MissingUnionid::ScopeBase, Some(&[IdentitySource::SnsAccessToken, IdentitySource::UserInfo])),
    (
        MissingUnionid::ScopeUnknown,
        Some(&[IdentitySource::SnsUserInfo, IdentitySource::SnsAccessToken]),
    ),
    (MissingUnionid::Failed, None),
    (MissingUnionid::ProfileNeverHasIt, Some(&[IdentitySource::Code2Session])),
    (MissingUnionid::PhoneOnly, Some(&[IdentitySource::Code2Session])),
    (MissingUnionid::DataNeverHasIt, Some(&[IdentitySource::Code2Session])),
    (
        MissingUnionid::RefreshNeverHasIt,
        Some(&[IdentitySource::SnsUserInfo, IdentitySource::SnsAccessToken]),
    ),
    (
        MissingUnionid::PushNeverHasIt,
        Some(&[IdentitySource::UserInfo, IdentitySource::Code2Session]),
    ),
    (
        MissingUnionid::NotAsked,
        Some(&[
            IdentitySource::Code2Session,
            IdentitySource::SnsAccessToken,
            IdentitySource::UserInfo,
        ]),
    ),
];
