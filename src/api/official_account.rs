//! The users of an official account (公众号, 服务号).

use super::declare::{answered, given, spelled};
use super::{AccessTokenCredentials, Client, Draft, Endpoint, Shape, Shaped};
use crate::error::Error;
use crate::http::HttpMethod;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

const OFFICIAL_ACCOUNT: &[Client] = &[Client::OfficialAccount];

given! {
    /// 获取用户基本信息: what an account knows about a user. About one who does not follow it, almost
    /// nothing.
    ///
    /// See [userInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo).
    pub struct UserInfo {
        /// The user, in this account.
        pub openid: String,
        /// The language of the user's region. Default: `en`, WeChat's.
        pub lang: Option<Lang>,
    }
}

spelled! {
    /// The language of a user's region.
    pub enum Lang("must be zh_CN, zh_TW or en: with an underscore, although WeChat's pages print zh-CN") {
        /// Simplified Chinese.
        SimplifiedChinese = "zh_CN",
        /// Traditional Chinese.
        TraditionalChinese = "zh_TW",
        /// English.
        English = "en",
    }
}

answered! {
    /// What an account knows about a user.
    pub struct UserInfoResponse {
        /// 1 if the user follows the account. If 0, only openid is present.
        pub subscribe: i64,
        /// The user, in this account.
        pub openid: String,
        /// The user across the apps of one Open Platform account. Absent if the account is not
        /// bound to one, and since 2017 for users who do not follow.
        pub unionid: Option<String>,
        /// When the user last followed: seconds since 1970.
        pub subscribe_time: Option<i64>,
        /// How the user came to follow: ADD_SCENE_SEARCH, ADD_SCENE_QR_CODE, … The list grows.
        pub subscribe_scene: Option<String>,
        /// A note of the account's staff.
        pub remark: Option<String>,
        /// The group of the old API, before tags.
        pub groupid: Option<i64>,
        /// The tags that the account gave.
        pub tagid_list: Option<Vec<i64>>,
        /// The number of the scanned QR code. 0 if none.
        pub qr_scene: Option<i64>,
        /// The text of the scanned QR code. Empty if none.
        pub qr_scene_str: Option<String>,
        /// By WeChat's page, no longer sent.
        ///
        /// @remarks inferred: that it still is, from one recorded reply.
        pub language: Option<String>,
        /// Empty since 2021.
        pub nickname: Option<String>,
        /// Empty since 2021.
        pub headimgurl: Option<String>,
        /// 0 since 2021.
        pub sex: Option<i64>,
        /// Empty since 2021.
        pub city: Option<String>,
        /// Empty since 2021.
        pub province: Option<String>,
        /// Empty since 2021.
        pub country: Option<String>,
    }
}

impl Endpoint for UserInfo {
    const NAME: &'static str = "userInfo";
    const PURPOSE: [&'static str; 2] =
        ["获取关注者的基本信息", "gets what an account knows about a follower"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/cgi-bin/user/info";
    const CLIENTS: &'static [Client] = OFFICIAL_ACCOUNT;

    type Credentials = AccessTokenCredentials;
    type Response = UserInfoResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        app.write(request).query("openid", &self.openid).query_if_any("lang", self.lang.as_ref());
        Ok(())
    }
}

given! {
    /// 批量获取用户基本信息: userInfo for up to 100 users.
    ///
    /// See [batchUserInfo](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo).
    pub struct BatchUserInfo {
        /// 1 to 100 users.
        pub user_list: Vec<UserToAsk>,
    }
}

given! {
    /// One user of a batchUserInfo.
    #[derive(Serialize)]
    pub struct UserToAsk {
        /// The user, in this account.
        pub openid: String,
        /// The language of the user's region. Default: `zh_CN`, WeChat's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub lang: Option<Lang>,
    }
}

answered! {
    /// What an account knows about several users.
    pub struct BatchUserInfoResponse {
        /// One entry a user.
        pub user_info_list: Vec<UserInfoResponse>,
    }
}

impl Endpoint for BatchUserInfo {
    const NAME: &'static str = "batchUserInfo";
    const PURPOSE: [&'static str; 2] =
        ["批量获取，最多 100 个", "the same for up to 100 followers"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/cgi-bin/user/info/batchget";
    const CLIENTS: &'static [Client] = OFFICIAL_ACCOUNT;

    type Credentials = AccessTokenCredentials;
    type Response = BatchUserInfoResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        check_length("user_list", self.user_list.len())?;
        request.check_each("openid", &mut self.user_list.iter().map(|user| &user.openid));
        app.write(request).body_value("user_list", &self.user_list);
        Ok(())
    }
}

given! {
    /// 获取关注用户列表: the openids of the followers, up to 10,000 a page.
    ///
    /// See [getFans](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans).
    pub struct GetFans {
        /// The `next_openid` of the previous page. For the first page, omit it or pass `''`.
        pub next_openid: Option<String>,
    }
}

answered! {
    /// A page of openids. The page after the last has count 0, no data, and an empty next_openid.
    ///
    /// @remarks inferred: the page after the last, from reports; WeChat's page does not show it.
    pub struct OpenidPage {
        /// How many there are in total.
        pub total: i64,
        /// How many are on this page.
        pub count: i64,
        /// The openids.
        pub data: Option<OpenidList>,
        /// Where the next page starts.
        pub next_openid: Option<String>,
    }
}

answered! {
    /// The openids of a page.
    pub struct OpenidList {
        /// The openids. One that is blank is nobody's.
        ///
        /// @remarks inferred: that one may be blank, from an old sample of WeChat's page; and that
        /// there may be none, from mocks of other people.
        #[cfg_attr(feature = "generate", ts(as = "Option<Vec<String>>"))]
        pub openid: Option<Openids>,
    }
}

/// Openids, of which some may be blank.
#[derive(Clone, serde::Deserialize)]
pub struct Openids(pub Vec<String>);

impl Shaped for Openids {
    const SHAPE: Shape = Shape::List(&Shape::Maybe(&Shape::Text));
}

impl Endpoint for GetFans {
    const NAME: &'static str = "getFans";
    const PURPOSE: [&'static str; 2] = ["一页关注者", "gets a page of followers"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/cgi-bin/user/get";
    const CLIENTS: &'static [Client] = OFFICIAL_ACCOUNT;

    type Credentials = AccessTokenCredentials;
    type Response = OpenidPage;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        let next_openid = self.next_openid.as_ref().filter(|openid| !openid.is_empty());
        app.write(request).query_if_any("next_openid", next_openid);
        Ok(())
    }
}

given! {
    /// 获取黑名单列表: the openids that the account has blocked, up to 1,000 a page.
    ///
    /// See [getBlacklist](https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist).
    pub struct GetBlacklist {
        /// The `next_openid` of the previous page. For the first page, omit it or pass `''`.
        pub begin_openid: Option<String>,
    }
}

impl Endpoint for GetBlacklist {
    const NAME: &'static str = "getBlacklist";
    const PURPOSE: [&'static str; 2] = ["一页黑名单", "gets a page of blocked users"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/cgi-bin/tags/members/getblacklist";
    const CLIENTS: &'static [Client] = OFFICIAL_ACCOUNT;

    type Credentials = AccessTokenCredentials;
    type Response = OpenidPage;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        match self.begin_openid.as_ref().filter(|openid| !openid.is_empty()) {
            Some(openid) => app.write(request).body("begin_openid", openid),
            None => app.write(request).body_value("begin_openid", &""),
        };
        Ok(())
    }
}

given! {
    /// 公众号迁移 openid 转换: converts openids of an old account to the one that it moved to. From the
    /// approval of the move until 15 days later.
    ///
    /// See [changeOpenid](https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html).
    pub struct ChangeOpenid {
        /// The old account: its original id (`gh_…`) by WeChat's page, its appid by what users
        /// report.
        pub from_appid: String,
        /// 1 to 100 openids of the old account.
        pub openid_list: Vec<String>,
    }
}

answered! {
    /// The converted openids.
    pub struct ChangeOpenidResponse {
        /// One entry an openid.
        pub result_list: Vec<ChangedOpenid>,
    }
}

answered! {
    /// A converted openid.
    pub struct ChangedOpenid {
        /// The one in the old account.
        pub ori_openid: String,
        /// The one in the new account. Absent unless err_msg is `ok`.
        pub new_openid: Option<String>,
        /// `ok`, or what is wrong with the old one.
        pub err_msg: Option<String>,
    }
}

impl Endpoint for ChangeOpenid {
    const NAME: &'static str = "changeOpenid";
    const PURPOSE: [&'static str; 2] =
        ["公众号迁移后的 openid 转换", "converts openids after an account was migrated"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/cgi-bin/changeopenid";
    const CLIENTS: &'static [Client] = OFFICIAL_ACCOUNT;

    type Credentials = AccessTokenCredentials;
    type Response = ChangeOpenidResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        check_length("openid_list", self.openid_list.len())?;
        request.check_each("openid_list", &mut self.openid_list.iter());
        app.write(request)
            .body("from_appid", &self.from_appid)
            .body_value("openid_list", &self.openid_list);
        Ok(())
    }
}

/// How many users one request may name.
const MAX_LIST: usize = 100;

fn check_length(argument: &str, length: usize) -> Result<(), Error> {
    if (1..=MAX_LIST).contains(&length) {
        return Ok(());
    }
    Err(Error::invalid_argument(argument, "must hold 1 to 100 entries"))
}
