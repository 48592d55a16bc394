//! The logins of a mini program, and their session keys.

use alloc::string::String;

use super::MINI_PROGRAM;
use super::signed::write_signed;
use crate::api::declare::{answered, given};
use crate::api::{
    AccessTokenCredentials, Acknowledgement, AppCredentials, Client, ComponentCredentials, Draft,
    Endpoint,
};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::{LoginCode, SessionKeyText};

given! {
    /// 小程序登录 (登录凭证校验): who has logged in, and the session key. The code works once.
    ///
    /// See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
    pub struct Code2Session {
        /// The code of `wx.login`.
        pub js_code: LoginCode,
    }
}

answered! {
    /// Who has logged in, and the key of the data that the client sends. The key must not leave the
    /// server.
    pub struct Code2SessionResponse {
        /// The user, in this mini program.
        pub openid: String,
        /// The session key, as WeChat sent it: Base64 of 16 bytes, which is not checked here.
        pub session_key: SessionKeyText,
        /// The user across the apps of one Open Platform account. Absent if the mini program is not
        /// bound to one.
        pub unionid: Option<String>,
    }
}

impl Endpoint for Code2Session {
    const NAME: &'static str = "code2Session";
    const PURPOSE: [&'static str; 2] = [
        "用登录 code 换取 openid 和 session_key",
        "exchanges a login code for openid and session key",
    ];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/jscode2session";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;
    const REPEATABLE: bool = false;
    const ON_BEHALF: Option<&'static str> = Some(ThirdpartyCode2Session::NAME);

    type Credentials = AppCredentials;
    type Response = Code2SessionResponse;

    fn write(&self, app: &AppCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &app.appid)
            .query("secret", &app.secret)
            .query("js_code", &self.js_code)
            .query("grant_type", "authorization_code");
        Ok(())
    }
}

given! {
    /// 第三方平台代小程序登录: code2Session on behalf of a mini program.
    ///
    /// See [thirdpartyCode2Session](https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html).
    pub struct ThirdpartyCode2Session {
        /// The code of `wx.login`.
        pub js_code: LoginCode,
    }
}

impl Endpoint for ThirdpartyCode2Session {
    const NAME: &'static str = "thirdpartyCode2Session";
    const PURPOSE: [&'static str; 2] =
        ["第三方平台代小程序登录", "the same, on behalf of a mini program"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/component/jscode2session";
    const CLIENTS: &'static [Client] = &[];
    const REPEATABLE: bool = false;

    type Credentials = ComponentCredentials;
    type Response = Code2SessionResponse;

    fn write(&self, component: &ComponentCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &component.appid)
            .query("js_code", &self.js_code)
            .query("grant_type", "authorization_code")
            .query("component_appid", &component.component_appid)
            .query("component_access_token", &component.component_access_token);
        Ok(())
    }
}

given! {
    /// 检验登录态: checks whether a session key is still valid. If not, WeChat returns errcode 87009.
    ///
    /// See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
    pub struct CheckSessionKey {
        /// The user, in this mini program.
        pub openid: String,
        /// The session key in question. It signs the request and is not sent.
        pub session_key: SessionKeyText,
    }
}

impl Endpoint for CheckSessionKey {
    const NAME: &'static str = "checkSessionKey";
    const PURPOSE: [&'static str; 2] =
        ["检验 session_key 是否有效", "checks whether a session key is still valid"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/checksession";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = Acknowledgement;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        write_signed(app, &self.openid, &self.session_key, request)
    }
}

given! {
    /// 重置登录态: issues a new session key, valid for the rest of the old one's time.
    ///
    /// See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
    pub struct ResetUserSessionKey {
        /// The user, in this mini program.
        pub openid: String,
        /// The current session key. It signs the request and is not sent.
        pub session_key: SessionKeyText,
    }
}

answered! {
    /// The new session key.
    pub struct ResetUserSessionKeyResponse {
        /// The user, in this mini program.
        pub openid: String,
        /// The new session key.
        pub session_key: SessionKeyText,
    }
}

impl Endpoint for ResetUserSessionKey {
    const NAME: &'static str = "resetUserSessionKey";
    const PURPOSE: [&'static str; 2] = ["重置 session_key", "issues a new session key"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/resetusersessionkey";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = ResetUserSessionKeyResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        write_signed(app, &self.openid, &self.session_key, request)
    }
}
