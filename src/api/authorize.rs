//! The pages that a user is sent to. WeChat holds the authorize URL against a pattern: the order of
//! its parameters counts.

#![allow(non_snake_case, reason = "names are WeChat's")]

use alloc::format;
use alloc::string::String;

use super::declare::{given, spelled};
use crate::error::Error;
use crate::http::{Parameter, encode};
use crate::wire_text::problem_of;

/// Where the pages are.
const ORIGIN: &str = "https://open.weixin.qq.com";

/// The longest `state` that WeChat returns.
const MAX_STATE_BYTES: usize = 128;

spelled! {
    /// The scope that an official account asks a user for (应用授权作用域).
    pub enum AuthorizeScope("must be snsapi_base or snsapi_userinfo (a website uses snsapi_login: call qrConnectUrl)") {
        /// The openid, without asking.
        Base = "snsapi_base",
        /// The profile and the unionid: the user is asked.
        UserInfo = "snsapi_userinfo",
    }

    /// The language of the page with the QR code.
    pub enum QrConnectLang("must be cn or en") {
        /// Chinese, the default.
        Cn = "cn",
        /// English.
        En = "en",
    }
}

given! {
    /// The login page of an official account (网页授权), in WeChat's browser.
    pub struct AuthorizeUrl {
        /// The official account's appid.
        pub appid: String,
        /// Where the user comes back to, with `code` and `state`: a complete URL, not
        /// percent-encoded. Its host must be the 网页授权域名 that the account has set, exactly. `code`
        /// comes before a `#`: in `location.search`, not in the query of a router. Each redirect
        /// has a code of its own.
        pub redirect_uri: String,
        /// What the user is asked for.
        pub scope: AuthorizeScope,
        /// Comes back unchanged: letters and digits, at most 128. Make it unguessable and bind it
        /// to the browser, or anyone can log somebody else in (CSRF).
        pub state: String,
        /// On behalf of an official account: the third-party platform's appid (第三方平台).
        pub component_appid: Option<String>,
        /// `true`: asks even users who agreed before. Default: `false`, WeChat's.
        pub forcePopup: Option<bool>,
        /// `true`: shows a snapshot page (快照页), for tests. Default: `false`, WeChat's.
        pub forceSnapShot: Option<bool>,
    }

    /// The page with a website's login QR code (网站应用扫码登录).
    pub struct QrConnectUrl {
        /// The website's appid.
        pub appid: String,
        /// Where the user comes back to, with `code` and `state`: a complete URL, not
        /// percent-encoded. Its host must be the 授权回调域 that the website has set.
        pub redirect_uri: String,
        /// Comes back unchanged: letters and digits, at most 128. Make it unguessable and bind it
        /// to the browser, or anyone can log somebody else in (CSRF).
        pub state: String,
        /// The page's language. Default: `cn`, WeChat's.
        pub lang: Option<QrConnectLang>,
    }
}

impl AuthorizeUrl {
    /// The URL.
    ///
    /// See [网页授权](https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`]
    pub fn url(&self) -> Result<String, Error> {
        let mut page = Page::new("/connect/oauth2/authorize", &self.appid, &self.redirect_uri);
        page.add("response_type", "code");
        page.add("scope", self.scope.as_text());
        page.add_state(&self.state);
        if let Some(component_appid) = &self.component_appid {
            page.add_id("component_appid", component_appid);
        }
        page.add_flag("forcePopup", self.forcePopup);
        page.add_flag("forceSnapShot", self.forceSnapShot);
        page.finish()
    }
}

impl QrConnectUrl {
    /// The URL.
    ///
    /// See [网站应用微信登录](https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`]
    pub fn url(&self) -> Result<String, Error> {
        let mut page = Page::new("/connect/qrconnect", &self.appid, &self.redirect_uri);
        page.add("response_type", "code");
        page.add("scope", "snsapi_login");
        page.add_state(&self.state);
        page.add_if_any("lang", self.lang.as_ref().map(Parameter::as_text));
        page.finish()
    }
}

/// A URL that is being written.
struct Page {
    url: String,
    problem: Option<Error>,
}

impl Page {
    fn new(path: &str, appid: &str, redirect_uri: &str) -> Self {
        let mut page = Self { url: [ORIGIN, path].concat(), problem: None };
        page.add_id("appid", appid);
        page.check(
            "redirect_uri",
            is_absolute(redirect_uri),
            "must be a complete http(s) URL that is not percent-encoded",
        );
        page.check_characters(
            "redirect_uri",
            redirect_uri,
            "must have no white space or control characters",
            |it| !it.is_whitespace() && !it.is_control(),
        );
        page.add("redirect_uri", redirect_uri);
        page
    }

    fn add(&mut self, name: &str, value: &str) {
        self.check(name, !value.is_empty(), "must not be empty");
        let separator = if self.url.contains('?') { "&" } else { "?" };
        self.url.extend([separator, name, "=", &encode(value)]);
    }

    fn add_id(&mut self, name: &str, id: &str) {
        if let Some(problem) = problem_of(id) {
            self.check(name, false, problem);
        }
        self.add(name, id);
    }

    fn add_if_any(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn add_flag(&mut self, name: &str, value: Option<bool>) {
        self.add_if_any(name, value.map(|flag| if flag { "true" } else { "false" }));
    }

    fn add_state(&mut self, state: &str) {
        let demand = "must be 1 to 128 letters and digits";
        self.check_characters("state", state, demand, |it| it.is_ascii_alphanumeric());
        self.check("state", (1..=MAX_STATE_BYTES).contains(&state.len()), demand);
        self.add("state", state);
    }

    fn check(&mut self, name: &str, is_good: bool, problem: &'static str) {
        if !is_good {
            self.problem.get_or_insert_with(|| Error::invalid_argument(name, problem));
        }
    }

    /// Says which character is the first that must not be there, and where, counted from 0.
    #[inline(never)]
    fn check_characters(
        &mut self,
        name: &str,
        text: &str,
        demand: &'static str,
        is_good: fn(char) -> bool,
    ) {
        let Some((at, wrong)) = text.chars().enumerate().find(|(_, it)| !is_good(*it)) else {
            return;
        };
        self.problem.get_or_insert_with(|| {
            let shown = if wrong.is_ascii_graphic() {
                String::from(wrong)
            } else {
                format!("U+{:04X}", u32::from(wrong))
            };
            Error::invalid_argument(name, format!("{demand}, and has {shown} at {at}"))
        });
    }

    fn finish(self) -> Result<String, Error> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.url + "#wechat_redirect"),
        }
    }
}

fn is_absolute(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.starts_with(['/', '?', '#']) && !rest.is_empty())
}
