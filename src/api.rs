//! WeChat's identity APIs, without I/O: an [`Endpoint`] makes a [`HttpRequest`] out of credentials
//! and parameters, and its response out of a [`Reply`]. Who carries the two is the caller's affair.
//!
//! ```
//! use wx_unionid::api::{self, AppCredentials, Code2Session};
//! use wx_unionid::{Error, Reply};
//!
//! # fn main() -> Result<(), Error> {
//! let credentials = AppCredentials {
//!     appid: "wx4f4bc4dec97d474b".into(),
//!     secret: "0123456789abcdef0123456789abcdef".into(),
//! };
//! let login = Code2Session { js_code: "0e1AbC000aBcDe1".into() };
//! let request = api::build_request(&login, &credentials)?;
//! assert!(request.url.starts_with("https://api.weixin.qq.com/sns/jscode2session?"));
//!
//! // Send it, and give what comes back:
//! let body = br#"{"openid":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","session_key":"tiihtNczf5v6AKRyjwEUhQ=="}"#;
//! let session = api::parse_response::<Code2Session>(&Reply { status: 200, body })?;
//! assert_eq!(session.openid, "oGZUI0egBJY1zhBYw2KhdUfwVJJE");
//! # Ok(())
//! # }
//! ```
//!
//! A new endpoint is its struct with an `impl Endpoint`, its line in [`ENDPOINTS`], and its
//! fixture.

use alloc::borrow::ToOwned as _;

use serde::de::DeserializeOwned;
use wx_unionid_json::{Json, replace_lone_surrogates};

use crate::arguments::FromArguments;
use crate::error::{Error, ReplyProblem};
use crate::http::{HttpMethod, HttpRequest, Reply};

mod access_token;
mod authorize;
mod credentials;
mod custom;
mod declare;
mod draft;
mod envelope;
mod mini_program;
mod official_account;
mod shape;
mod sns;
#[cfg(test)]
mod tests;

pub use access_token::*;
pub use authorize::*;
pub use credentials::*;
pub use custom::CustomRequest;
pub use draft::Draft;
pub use envelope::Acknowledgement;
pub use mini_program::*;
pub use official_account::*;
pub use shape::{JsonText, Shape, Shaped};
pub use sns::*;

use shape::Fields;

/// One of WeChat's APIs: a struct of its documented parameters, and this.
pub trait Endpoint: listed::Listed {
    /// WeChat's English name of it (接口英文名), in one spelling.
    const NAME: &'static str;
    /// What it does, in Chinese and English: for lists of endpoints.
    const PURPOSE: [&'static str; 2];
    /// 请求方式
    const METHOD: HttpMethod;
    /// The path.
    const PATH: &'static str;
    /// The clients that have it as a method.
    const CLIENTS: &'static [Client];
    /// Whether the same request may be sent again when its outcome is unknown. Not if it carries a
    /// code: WeChat accepts a code once.
    const REPEATABLE: bool = true;
    /// The name of the endpoint that does the same on behalf of an account (第三方平台), if it is
    /// another.
    const ON_BEHALF: Option<&'static str> = None;

    /// Who asks.
    type Credentials: Credentials;
    /// What WeChat answers.
    type Response: Shaped + DeserializeOwned;

    /// Writes the parameters, in the order of WeChat's page.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`] and the like, if a parameter cannot be what it has to be.
    fn write(&self, credentials: &Self::Credentials, request: &mut Draft) -> Result<(), Error>;
}

/// A client of the package.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "generate", derive(serde::Serialize))]
pub enum Client {
    /// 小程序, 小游戏
    MiniProgram,
    /// 公众号, 服务号
    OfficialAccount,
    /// 网站应用, 移动应用
    WebApp,
}

macro_rules! endpoints {
    ($($endpoint:ident),* $(,)?) => {
        /// Every endpoint. Names, dispatch, TypeScript and tests derive from this list.
        pub static ENDPOINTS: &[AnyEndpoint] = &[$(AnyEndpoint::of::<$endpoint>()),*];

        $(impl listed::Listed for $endpoint {})*
    };
}

mod listed {
    /// What is in [`ENDPOINTS`](super::ENDPOINTS). Nothing else can be an endpoint, so that none is
    /// forgotten there.
    pub trait Listed {}
}

endpoints! {
    Code2Session,
    ThirdpartyCode2Session,
    CheckSessionKey,
    ResetUserSessionKey,
    GetPaidUnionId,
    GetPluginOpenPId,
    CheckEncryptedData,
    GetUserEncryptKey,
    GetPhoneNumber,
    GetOpenData,
    GetAccessToken,
    GetStableAccessToken,
    SnsAccessToken,
    SnsRefreshToken,
    SnsAuth,
    SnsUserInfo,
    ThirdpartySnsAccessToken,
    ThirdpartySnsRefreshToken,
    UserInfo,
    BatchUserInfo,
    GetFans,
    GetBlacklist,
    ChangeOpenid,
}

/// The request that asks `endpoint` with these credentials.
///
/// # Errors
///
/// [`Error::InvalidArgument`] for a parameter that is empty, too long or too many;
/// [`Error::InvalidSessionKey`] and [`Error::InvalidEncryptedData`] where one is taken.
pub fn build_request<E: Endpoint>(
    endpoint: &E,
    credentials: &E::Credentials,
) -> Result<HttpRequest, Error> {
    let mut draft = Draft::new(E::METHOD, E::PATH);
    endpoint.write(credentials, &mut draft)?;
    draft.finish()
}

/// What the reply says.
///
/// It is read by its bytes: BOM, raw control characters and broken UTF-8 in a nickname do no harm.
/// A field that its page says is there, is there, and of the type that its page says.
///
/// # Errors
///
/// [`Error::Api`] if WeChat answered with an errcode, [`Error::HttpStatus`],
/// [`Error::InvalidResponse`].
pub fn parse_response<E: Endpoint>(reply: &Reply<'_>) -> Result<E::Response, Error> {
    let text =
        envelope::open(E::NAME, E::REPEATABLE, const { E::Response::SHAPE.fields() }, reply)?;
    serde_json::from_str(&replace_lone_surrogates(&text)).map_err(|_| Error::InvalidResponse {
        endpoint: E::NAME.to_owned(),
        reply_status: reply.unusual_status(),
        retryable: false,
        problem: ReplyProblem::NoObject,
    })
}

/// An endpoint that is chosen when the program runs, by its name.
pub struct AnyEndpoint {
    /// [`Endpoint::NAME`]
    pub name: &'static str,
    method: HttpMethod,
    pub(crate) path: &'static str,
    is_repeatable: bool,
    fields: Fields,
    write: fn(&str, &str, &mut Draft) -> Result<(), Error>,
    #[cfg(feature = "generate")]
    pub(crate) model: fn() -> crate::generate::EndpointModel,
    #[cfg(test)]
    is_typed: fn(&Reply<'_>) -> bool,
}

impl AnyEndpoint {
    const fn of<E>() -> Self
    where
        E: Endpoint<Credentials: FromArguments + Described, Response: Described>
            + FromArguments
            + Described,
    {
        Self {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            is_repeatable: E::REPEATABLE,
            fields: E::Response::SHAPE.fields(),
            write: write_any::<E>,
            #[cfg(feature = "generate")]
            model: crate::generate::EndpointModel::of::<E>,
            #[cfg(test)]
            is_typed: |reply| parse_response::<E>(reply).is_ok(),
        }
    }

    /// The endpoint of this name.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`] if there is no such endpoint.
    pub fn named(name: &str) -> Result<&'static Self, Error> {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name);
        endpoint.ok_or_else(|| Error::invalid_argument("name", "is not the name of an endpoint"))
    }

    /// [`build_request`], with credentials and parameters as JSON, by their names on WeChat's
    /// pages.
    ///
    /// # Errors
    ///
    /// As [`build_request`], and [`Error::InvalidArgument`] if one is missing, unknown or of the
    /// wrong type.
    pub fn build_request(&self, credentials: &str, params: &str) -> Result<HttpRequest, Error> {
        let mut draft = Draft::new(self.method, self.path);
        (self.write)(credentials, params, &mut draft)?;
        draft.finish()
    }

    /// [`parse_response`], with the reply as WeChat sent it: unknown fields stay. Only what would
    /// break the types is mended ([`Shape`]).
    ///
    /// # Errors
    ///
    /// As [`parse_response`].
    pub fn parse_response<'a>(&self, reply: &Reply<'a>) -> Result<Json<'a>, Error> {
        envelope::open(self.name, self.is_repeatable, self.fields, reply).map(Json::new)
    }
}

/// What the generator alone asks of the types of an endpoint.
#[cfg(feature = "generate")]
trait Described: ts_rs::TS + 'static {}
#[cfg(feature = "generate")]
impl<T: ts_rs::TS + 'static> Described for T {}
#[cfg(not(feature = "generate"))]
trait Described {}
#[cfg(not(feature = "generate"))]
impl<T> Described for T {}

/// All that is made once for each endpoint, so that the wasm stays small.
fn write_any<E: Endpoint<Credentials: FromArguments> + FromArguments>(
    credentials: &str,
    params: &str,
    draft: &mut Draft,
) -> Result<(), Error> {
    E::parse("params", params)?.write(&E::Credentials::parse("credentials", credentials)?, draft)
}
