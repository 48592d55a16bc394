//! Who asks: each endpoint takes one of these, and no other.

use alloc::boxed::Box;
use alloc::string::String;

use super::Draft;
use super::declare::given;
use super::shape::{Shape, Shaped};
#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::arguments::{Arguments, FromArguments};
use crate::error::Error;
use crate::http::Parameter;
use crate::secret::{
    AccessToken, AppSecret, ComponentAccessToken, LoginCode, OauthCode, PhoneCode, PluginCode,
    RefreshToken, SessionKeyText, UserAccessToken,
};

/// A kind of credentials.
pub trait Credentials {
    /// What clients call it.
    const KIND: &'static str;
}

macro_rules! kinds {
    ($($name:ident = $kind:literal),* $(,)?) => {
        $(impl Credentials for $name {
            const KIND: &'static str = $kind;
        })*
    };
}

kinds!(
    AppCredentials = "app",
    AppidCredentials = "appid",
    AccessTokenCredentials = "token",
    UserAccessTokenCredentials = "userToken",
    ComponentCredentials = "component",
);

given! {
    /// An app and its AppSecret.
    pub struct AppCredentials {
        /// The app's id.
        pub appid: String,
        /// Its AppSecret (应用密钥). It belongs only on a server, never in a page.
        pub secret: AppSecret,
    }

    /// An app.
    pub struct AppidCredentials {
        /// The app's id.
        pub appid: String,
    }

    /// The token of one user of an app.
    pub struct UserAccessTokenCredentials {
        /// The user's token (网页授权), from snsAccessToken. Not the app's own.
        pub access_token: UserAccessToken,
    }

    /// A third-party platform (第三方平台) on behalf of an app that has authorised it.
    pub struct ComponentCredentials {
        /// The id of the app that it acts for.
        pub appid: String,
        /// The platform's own id.
        pub component_appid: String,
        /// The platform's token.
        pub component_access_token: ComponentAccessToken,
    }
}

/// An app's own token, or what takes its place in WeChat cloud hosting (微信云托管): `access_token` is
/// the app's token (接口调用凭据), from getStableAccessToken, and not a user's. `cloudbase_access_token`
/// is that of the header `X-WX-CLOUDBASE-ACCESS-TOKEN` or of the file
/// `/.tencentcloudbase/wx/cloudbase_access_token`. With `cloudHosting` there is none, and plain
/// HTTP: 开放接口服务, which runs beside the container, adds who asks and encrypts.
///
/// See
/// [云调用](https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/container/cloudcall.html)
/// and
/// [开放接口服务](https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/src/guide/weixin/open.html).
#[derive(Clone, Debug)]
#[cfg_attr(
    feature = "generate",
    derive(ts_rs::TS),
    ts(type = "\
    | { access_token: AccessToken, cloudbase_access_token?:undefined, cloudHosting?:undefined } \
    | { cloudbase_access_token: string, access_token?:undefined, cloudHosting?:undefined } \
    | { cloudHosting: true, access_token?:undefined, cloudbase_access_token?:undefined }")
)]
pub enum AccessTokenCredentials {
    /// The app's token.
    Token(AccessToken),
    /// The token of cloud hosting.
    Cloudbase(AccessToken),
    /// Cloud hosting, without a token.
    CloudHosting,
}

impl FromArguments for AccessTokenCredentials {
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("access_token", ArgumentType::Maybe(&ArgumentType::Text)),
        ("cloudbase_access_token", ArgumentType::Maybe(&ArgumentType::Text)),
        ("cloudHosting", ArgumentType::Maybe(&ArgumentType::Flag)),
    ];

    #[inline(never)]
    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>> {
        let token = arguments.take("access_token")?;
        let cloudbase = arguments.take("cloudbase_access_token")?;
        let is_hosted = arguments.take::<Option<bool>>("cloudHosting")?.unwrap_or_default();
        match (token, cloudbase, is_hosted) {
            (Some(token), None, false) => Ok(Self::Token(token)),
            (None, Some(token), false) => Ok(Self::Cloudbase(token)),
            (None, None, true) => Ok(Self::CloudHosting),
            (None, None, false) => {
                Err(Error::invalid_argument("access_token", "is missing").into())
            }
            _ => Err(Error::invalid_argument(
                "credentials",
                "must hold one of access_token, cloudbase_access_token and cloudHosting",
            )
            .into()),
        }
    }
}

impl AccessTokenCredentials {
    /// Writes the token, if there is one to write.
    // Out of line: each endpoint comes here.
    #[inline(never)]
    pub(super) fn write<'a>(&self, request: &'a mut Draft) -> &'a mut Draft {
        match self {
            Self::Token(token) => request.query("access_token", token),
            Self::Cloudbase(token) => request.query("cloudbase_access_token", token),
            Self::CloudHosting => request.in_plain_http(),
        }
    }
}

macro_rules! secrets_on_the_wire {
    ($($name:ty),* $(,)?) => { $(
        impl Parameter for $name {
            const IS_SECRET: bool = true;

            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Text;
        }
    )* };
}

secrets_on_the_wire!(
    AccessToken,
    AppSecret,
    ComponentAccessToken,
    LoginCode,
    OauthCode,
    PhoneCode,
    PluginCode,
    RefreshToken,
    UserAccessToken,
);

/// A session key signs, and is never sent: it is no [`Parameter`].
impl Shaped for SessionKeyText {
    const SHAPE: Shape = Shape::Text;
}
