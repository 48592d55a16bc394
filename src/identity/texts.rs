//! The texts about a missing unionid and about contradictions, in Chinese and English. They are not
//! in the wasm.

use super::IdentityConflictKind;
use super::rules::MissingUnionid;

/// The texts of a reason.
pub(crate) struct ReasonTexts {
    pub(crate) reason: MissingUnionid,
    pub(crate) why: [&'static str; 2],
    /// What to do, in addition to the ways to go on.
    pub(crate) fix: [&'static str; 2],
    /// WeChat's page.
    pub(crate) page: Option<&'static str>,
}

impl ReasonTexts {
    const fn new(
        reason: MissingUnionid,
        why: [&'static str; 2],
        fix: [&'static str; 2],
        page: Option<&'static str>,
    ) -> Self {
        Self { reason, why, fix, page }
    }
}

pub(crate) const UNION_ID_PAGE: &str =
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html";
pub(crate) const SNAPSHOT_PAGE: &str =
    "https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001";
const SNS_PAGE: &str =
    "https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken";
const USER_INFO_PAGE: &str =
    "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo";

const TAKE_THE_LOGIN: [&str; 2] = [
    "使用登录时 code2Session 返回的 unionid。",
    "Use the unionid that code2Session returns at login.",
];

/// In the order of [`MissingUnionid`].
pub(crate) const REASON_TEXTS: &[ReasonTexts] = &[
    ReasonTexts::new(
        MissingUnionid::Conflict,
        ["传入的数据互相矛盾。", "The facts contradict each other."],
        [
            "请查看 conflicts；查明原因之前不要合并账号。",
            "See conflicts, and do not merge accounts before you know why.",
        ],
        None,
    ),
    ReasonTexts::new(
        MissingUnionid::SnapshotUser,
        [
            "用户在快照页里（is_snapshotuser 为 1）：openid、unionid、昵称、头像都属于虚拟账号。",
            "The user is on a snapshot page (is_snapshotuser is 1): openid, unionid, name and avatar belong to a virtual account.",
        ],
        [
            "都不要存储，也不要据此合并账号：不同的人可能得到同一个 unionid。引导用户点「使用完整服务」，再重新登录。",
            "Do not store them, and do not merge accounts by them: different people may get the same unionid. Have the user tap `使用完整服务` (use full service) and log in again.",
        ],
        Some(SNAPSHOT_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::NotBound,
        [
            "这个应用没有绑定微信开放平台账号；或者刚绑定不久；或者用了绑定之前缓存的响应。",
            "This app is not bound to an Open Platform account, was bound only minutes ago, or the reply was cached before it was bound.",
        ],
        [
            "绑定这个应用本身，等几分钟后重新获取；登录要用新的 code。如果用户是按 unionid || openid 存储的，请先改掉再绑定。",
            "Bind this app itself, wait a few minutes, and call again; a login needs a new code. If users are stored by unionid || openid, change that before you bind.",
        ],
        Some(UNION_ID_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::NotAFollower,
        [
            "用户没有关注这个公众号（subscribe 为 0）：2017-12-13 起只对关注者返回，曾经关注过也不行。",
            "The user does not follow this account (subscribe is 0). Since 2017-12-13 only current followers have a unionid here.",
        ],
        [
            "用 snsapi_userinfo 网页授权，或等用户关注。",
            "Use web authorisation with snsapi_userinfo, or wait until the user follows.",
        ],
        Some(USER_INFO_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::ScopeBase,
        [
            "网页授权的 scope 是 snsapi_base，只返回 openid。",
            "The scope of the web authorisation was snsapi_base, which gives only the openid.",
        ],
        [
            "改用 snsapi_userinfo：会出现授权页；公众号也要绑定微信开放平台账号。",
            "Use snsapi_userinfo: WeChat asks the user to agree. The account must also be bound to an Open Platform account.",
        ],
        Some(SNS_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::ScopeUnknown,
        [
            "响应里没有 scope：要么是 snsapi_base，要么应用没有绑定微信开放平台账号。",
            "The reply has no scope: either it was snsapi_base, or the app is not bound to an Open Platform account.",
        ],
        [
            "调用 snsUserInfo：返回 48001 就是 snsapi_base；正常返回但没有 unionid，就是没有绑定。",
            "Call snsUserInfo. If it returns 48001, the scope was snsapi_base. If it succeeds without a unionid, the app is not bound.",
        ],
        Some(SNS_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::Failed,
        [
            "没有 openid，也没有 unionid：微信返回了错误码，或者传入的不是这个来源的响应。",
            "There is neither openid nor unionid: WeChat returned an errcode, or the value is not a reply of this source.",
        ],
        [
            "用 explainErrcode(errcode, endpoint) 查原因，先解决它；登录要用新的 code。",
            "explainErrcode(errcode, endpoint) says why: fix that first. A login needs a new code.",
        ],
        None,
    ),
    ReasonTexts::new(
        MissingUnionid::ProfileNeverHasIt,
        [
            "wx.getUserProfile 的数据不包含 openId 或 unionId，无论解密与否。",
            "Data of wx.getUserProfile never holds openId or unionId, decrypted or not.",
        ],
        TAKE_THE_LOGIN,
        Some(
            "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html",
        ),
    ),
    ReasonTexts::new(
        MissingUnionid::PhoneOnly,
        [
            "只有手机号：其中不包含 openid 或 unionid。",
            "There is only a phone number, which never comes with an openid or unionid.",
        ],
        TAKE_THE_LOGIN,
        Some(
            "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber",
        ),
    ),
    ReasonTexts::new(
        MissingUnionid::DataNeverHasIt,
        [
            "这种加密数据不包含 openId 或 unionId。",
            "Encrypted data of this kind never holds openId or unionId.",
        ],
        TAKE_THE_LOGIN,
        Some(
            "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html",
        ),
    ),
    ReasonTexts::new(
        MissingUnionid::RefreshNeverHasIt,
        [
            "刷新 access_token 从不返回 unionid。",
            "Refreshing an access_token never returns the unionid.",
        ],
        [
            "使用登录时 snsAccessToken 返回的 unionid，或调用 snsUserInfo。",
            "Use the unionid that snsAccessToken returned at login, or call snsUserInfo.",
        ],
        Some("https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken"),
    ),
    ReasonTexts::new(
        MissingUnionid::PushNeverHasIt,
        [
            "这条消息推送里没有 unionid，一般的推送只有 openid（FromUserName）。",
            "This message push has no unionid: most pushes have only the openid (FromUserName).",
        ],
        [
            "公众号用这个 openid 调用 userInfo，小程序使用登录时 code2Session 返回的 unionid。",
            "For an official account, call userInfo with this openid. For a mini program, use the unionid that code2Session returned at login.",
        ],
        Some(USER_INFO_PAGE),
    ),
    ReasonTexts::new(
        MissingUnionid::NotAsked,
        ["没有传入任何数据。", "No facts were passed."],
        [
            "小程序用 code2Session；公众号网页、网站、移动应用用 snsAccessToken；公众号关注者用 userInfo。",
            "For a mini program, call code2Session. For web pages of an official account, websites and mobile apps, call snsAccessToken. For followers, call userInfo.",
        ],
        Some(UNION_ID_PAGE),
    ),
];

/// The text of each contradiction.
pub(crate) const CONFLICT_TEXTS: &[(IdentityConflictKind, [&str; 2])] = &[
    (
        IdentityConflictKind::OtherApp,
        [
            "数据属于另一个应用（values 里的 appid），未采用：请检查传入的 appid 是否正确。",
            "The data belongs to another app (the appid in values) and was not used: check the appid of this fact.",
        ],
    ),
    (
        IdentityConflictKind::TwoOpenids,
        [
            "同一个应用里有两个 openid：多半混入了另一个用户的数据。以登录接口返回的 openid 为准，不采用客户端传来的。",
            "There are two openids in one app: most often the data of two users was mixed up. The openid of the login counts, not the one from the client.",
        ],
    ),
    (
        IdentityConflictKind::TwoUnionids,
        [
            "同一个用户有两个 unionid：应用绑定在不同的微信开放平台账号下（要绑定到同一个），或者存的是换绑之前的旧值（换绑会改变全部 unionid），或者混入了另一个用户的数据。",
            "One user has two unionids. Either the apps are bound to different Open Platform accounts (bind them to the same one), or a stored unionid is older than a change of the binding (which changes all unionids), or the data of two users was mixed up.",
        ],
    ),
];

/// The text of each contradiction between the rows of a table.
pub(crate) const LINK_CONFLICT_TEXTS: &[(&str, [&str; 2])] = &[
    (
        "openid_is_unionid",
        [
            "这一行的 openid 其实是另一个用户的 unionid：多半当初存的是 unionid || openid。等该用户下次登录，用真正的 openid 替换它。",
            "The openid of this row is another user's unionid: most often unionid || openid was stored as the id. At the user's next login, replace it with the real openid.",
        ],
    ),
    (
        "two_openids",
        [
            "同一个应用的几个用户有相同的 unionid：多半混入了别人的数据。查明之前不要合并。",
            "Several users of one app have the same unionid: most often data of several users was mixed up. Do not merge them before you know why.",
        ],
    ),
    (
        "two_unionids",
        [
            "同一个用户有两个 unionid：应用换绑过微信开放平台账号（换绑会改变全部 unionid），或者混入了另一个用户的数据。",
            "One user has two unionids: the app was bound to another Open Platform account, which changes all unionids, or the data of two users was mixed up.",
        ],
    ),
];
