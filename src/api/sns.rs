//! Logging in to an official account, a website or a mobile app (网页授权, 扫码登录, 移动应用登录): one family of
//! APIs for all three.

use alloc::string::String;
use alloc::vec::Vec;

use super::declare::{answered, given};
use super::{
    Acknowledgement, AppCredentials, AppidCredentials, Client, ComponentCredentials, Draft,
    Endpoint, Lang, UserAccessTokenCredentials,
};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::{OauthCode, RefreshToken, UserAccessToken};

const BOTH: &[Client] = &[Client::OfficialAccount, Client::WebApp];

given! {
    /// 通过 code 换取网页授权 access_token: who has logged in. The code works once.
    ///
    /// See [snsAccessToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken).
    pub struct SnsAccessToken {
        /// The code that came with the redirect, or from the mobile app's SDK.
        pub code: OauthCode,
    }
}

answered! {
    /// Who has logged in, and the token to get more about the user.
    pub struct SnsAccessTokenResponse {
        /// The user's token. Not the app's own.
        pub access_token: UserAccessToken,
        /// Seconds: 7200.
        pub expires_in: i64,
        /// The token that refreshes it.
        pub refresh_token: RefreshToken,
        /// The user, in this app.
        pub openid: String,
        /// What the user agreed to, separated by commas.
        ///
        /// @remarks inferred: that it may be absent, from one sample of WeChat's page.
        pub scope: Option<String>,
        /// 1 for the virtual account of a snapshot page (快照页). Do not store it.
        ///
        /// @remarks inferred: users report, without confirmation, virtual accounts without it and
        /// real ones with it.
        pub is_snapshotuser: Option<i64>,
        /// The user across the apps of one Open Platform account. Absent if the app is not bound to
        /// one, or for the scope snsapi_base.
        pub unionid: Option<String>,
    }
}

impl Endpoint for SnsAccessToken {
    const NAME: &'static str = "snsAccessToken";
    const PURPOSE: [&'static str; 2] =
        ["用 code 换取 openid 和用户的 token", "exchanges a code for openid and user's token"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/oauth2/access_token";
    const CLIENTS: &'static [Client] = BOTH;
    const REPEATABLE: bool = false;
    const ON_BEHALF: Option<&'static str> = Some(ThirdpartySnsAccessToken::NAME);

    type Credentials = AppCredentials;
    type Response = SnsAccessTokenResponse;

    fn write(&self, app: &AppCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &app.appid)
            .query("secret", &app.secret)
            .query("code", &self.code)
            .query("grant_type", "authorization_code");
        Ok(())
    }
}

given! {
    /// 刷新 access_token: extends a user's token. The refresh_token itself is valid for 30 days (that
    /// of a mobile app for 180, by its page) and cannot be renewed.
    ///
    /// See [snsRefreshToken](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken).
    pub struct SnsRefreshToken {
        /// From snsAccessToken.
        pub refresh_token: RefreshToken,
    }
}

answered! {
    /// The token, renewed.
    pub struct SnsRefreshTokenResponse {
        /// The user's token: the old one, extended, if it had not expired.
        pub access_token: UserAccessToken,
        /// Seconds: 7200.
        pub expires_in: i64,
        /// The same as before.
        pub refresh_token: RefreshToken,
        /// The user, in this app.
        pub openid: String,
        /// What the user agreed to, separated by commas.
        pub scope: Option<String>,
    }
}

impl Endpoint for SnsRefreshToken {
    const NAME: &'static str = "snsRefreshToken";
    const PURPOSE: [&'static str; 2] = ["刷新用户的 token", "refreshes a user's token"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/oauth2/refresh_token";
    const CLIENTS: &'static [Client] = BOTH;
    const ON_BEHALF: Option<&'static str> = Some(ThirdpartySnsRefreshToken::NAME);

    type Credentials = AppidCredentials;
    type Response = SnsRefreshTokenResponse;

    fn write(&self, app: &AppidCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &app.appid)
            .query("grant_type", "refresh_token")
            .query("refresh_token", &self.refresh_token);
        Ok(())
    }
}

given! {
    /// 检验授权凭证 (access_token) 是否有效: checks whether a user's token is still valid. If not, WeChat
    /// returns errcode 40003.
    ///
    /// See [snsAuth](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth).
    pub struct SnsAuth {
        /// The user, in this app.
        pub openid: String,
    }
}

impl Endpoint for SnsAuth {
    const NAME: &'static str = "snsAuth";
    const PURPOSE: [&'static str; 2] =
        ["检验用户的 token 是否有效", "checks whether a user's token is still valid"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/auth";
    const CLIENTS: &'static [Client] = BOTH;

    type Credentials = UserAccessTokenCredentials;
    type Response = Acknowledgement;

    fn write(&self, user: &UserAccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        request.query("access_token", &user.access_token).query("openid", &self.openid);
        Ok(())
    }
}

given! {
    /// 拉取用户信息: the user's profile. The token must have the scope snsapi_userinfo or snsapi_login.
    ///
    /// See [snsUserInfo](https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo).
    pub struct SnsUserInfo {
        /// The user, in this app.
        pub openid: String,
        /// The language of the user's region. Default: `en`, WeChat's.
        pub lang: Option<Lang>,
    }
}

answered! {
    /// A user's profile.
    pub struct SnsUserInfoResponse {
        /// The user, in this app.
        pub openid: String,
        /// Any Unicode.
        pub nickname: Option<String>,
        /// 1 male, 2 female, 0 unknown. Always 0 since 2021.
        pub sex: Option<i64>,
        /// Empty since 2021.
        pub province: Option<String>,
        /// Empty since 2021.
        pub city: Option<String>,
        /// Empty since 2021.
        pub country: Option<String>,
        /// The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Blank if there is
        /// none.
        pub headimgurl: Option<String>,
        /// Such as `chinaunicom`; mostly empty.
        pub privilege: Option<Vec<String>>,
        /// The user across the apps of one Open Platform account. Absent if the app is not bound to
        /// one.
        pub unionid: Option<String>,
    }
}

impl Endpoint for SnsUserInfo {
    const NAME: &'static str = "snsUserInfo";
    const PURPOSE: [&'static str; 2] = ["获取用户资料", "gets a user's profile"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/userinfo";
    const CLIENTS: &'static [Client] = BOTH;

    type Credentials = UserAccessTokenCredentials;
    type Response = SnsUserInfoResponse;

    fn write(&self, user: &UserAccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("access_token", &user.access_token)
            .query("openid", &self.openid)
            .query_if_any("lang", self.lang.as_ref());
        Ok(())
    }
}

given! {
    /// 第三方平台代公众号: snsAccessToken on behalf of an official account.
    ///
    /// See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
    pub struct ThirdpartySnsAccessToken {
        /// The code that came with the redirect.
        pub code: OauthCode,
    }
}

impl Endpoint for ThirdpartySnsAccessToken {
    const NAME: &'static str = "thirdpartySnsAccessToken";
    const PURPOSE: [&'static str; 2] =
        ["第三方平台代公众号换取", "snsAccessToken, on behalf of an account"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/oauth2/component/access_token";
    const CLIENTS: &'static [Client] = &[];
    const REPEATABLE: bool = false;

    type Credentials = ComponentCredentials;
    type Response = SnsAccessTokenResponse;

    fn write(&self, component: &ComponentCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &component.appid)
            .query("code", &self.code)
            .query("grant_type", "authorization_code")
            .query("component_appid", &component.component_appid)
            .query("component_access_token", &component.component_access_token);
        Ok(())
    }
}

given! {
    /// 第三方平台代公众号: snsRefreshToken on behalf of an official account.
    ///
    /// See [代公众号发起网页授权](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html).
    pub struct ThirdpartySnsRefreshToken {
        /// From thirdpartySnsAccessToken.
        pub refresh_token: RefreshToken,
    }
}

impl Endpoint for ThirdpartySnsRefreshToken {
    const NAME: &'static str = "thirdpartySnsRefreshToken";
    const PURPOSE: [&'static str; 2] =
        ["第三方平台代公众号刷新", "snsRefreshToken, on behalf of an account"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/oauth2/component/refresh_token";
    const CLIENTS: &'static [Client] = &[];

    type Credentials = ComponentCredentials;
    type Response = SnsRefreshTokenResponse;

    fn write(&self, component: &ComponentCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &component.appid)
            .query("grant_type", "refresh_token")
            .query("component_appid", &component.component_appid)
            .query("component_access_token", &component.component_access_token)
            .query("refresh_token", &self.refresh_token);
        Ok(())
    }
}
