//! Who asks: each endpoint takes one of these, and no other.

use alloc::string::String;

use super::declare::given;
use super::shape::{Shape, Shaped};
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

    /// An app's own token.
    pub struct AccessTokenCredentials {
        /// The app's token (接口调用凭据), from getStableAccessToken. Not a user's.
        pub access_token: AccessToken,
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
