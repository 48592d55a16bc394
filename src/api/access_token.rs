//! The app's own token (接口调用凭据).

use super::declare::{answered, given};
use super::{AppCredentials, Client, Draft, Endpoint};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::AccessToken;

given! {
    /// 获取接口调用凭据, the old way: each call issues a new token, and the previous one expires 5 minutes
    /// later. Two services that call it for one app invalidate each other's tokens.
    /// `getStableAccessToken` does not.
    ///
    /// @remarks inferred: the 5 minutes, from older copies of WeChat's page.
    ///
    /// See [getAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken).
    pub struct GetAccessToken {}
}

answered! {
    /// A token and how long it is valid.
    pub struct AccessTokenResponse {
        /// The token. Reserve at least 512 characters for it.
        pub access_token: AccessToken,
        /// Seconds: at most 7200.
        pub expires_in: i64,
    }
}

impl Endpoint for GetAccessToken {
    const NAME: &'static str = "getAccessToken";
    const PURPOSE: [&'static str; 2] =
        ["获取接口调用凭据，旧方式", "gets the app's access_token, the old way"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/cgi-bin/token";
    const CLIENTS: &'static [Client] = &[];

    type Credentials = AppCredentials;
    type Response = AccessTokenResponse;

    fn write(&self, app: &AppCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("grant_type", "client_credential")
            .query("appid", &app.appid)
            .query("secret", &app.secret);
        Ok(())
    }
}

given! {
    /// 获取稳定版接口调用凭据: every caller gets the same token, until 5 minutes before it expires.
    ///
    /// See [getStableAccessToken](https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken).
    pub struct GetStableAccessToken {
        /// Issues a new token and invalidates the current one at once. 20 times a day, at least 30
        /// seconds apart. Use it only if a token has leaked.
        pub force_refresh: Option<bool>,
    }
}

impl Endpoint for GetStableAccessToken {
    const NAME: &'static str = "getStableAccessToken";
    const PURPOSE: [&'static str; 2] = ["获取稳定版接口调用凭据", "gets the app's access_token"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/cgi-bin/stable_token";
    const CLIENTS: &'static [Client] = &[];

    type Credentials = AppCredentials;
    type Response = AccessTokenResponse;

    fn write(&self, app: &AppCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .body("grant_type", "client_credential")
            .body("appid", &app.appid)
            .body("secret", &app.secret);
        if let Some(force_refresh) = self.force_refresh {
            request.body_value("force_refresh", &force_refresh);
        }
        Ok(())
    }
}
