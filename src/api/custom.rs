//! A request to an endpoint that is not in the list.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use wx_unionid_json::{Json, Object, string};

use super::{AccessTokenCredentials, Draft, envelope};
#[cfg(feature = "generate")]
use crate::arguments::{Argument, ArgumentType};
use crate::arguments::{Arguments, FromArguments, FromJson, Raw};
use crate::error::Error;
use crate::http::{HttpMethod, HttpRequest, Reply};

/// A request with an app's token, to any of WeChat's APIs.
pub struct CustomRequest {
    /// 请求方式
    pub method: HttpMethod,
    /// The path, such as `/wxa/getpaidunionid`: without a query.
    pub path: String,
    /// What follows the token in the query.
    pub query: Vec<(String, String)>,
    /// The body of a POST request: JSON.
    pub body: Option<String>,
}

/// Shows where it goes. Nobody knows what is secret in the rest.
impl fmt::Debug for CustomRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl CustomRequest {
    /// The request. What is for logs shows no value of it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`] if the path is invalid, or a GET request has a body.
    pub fn build(&self, credentials: &AccessTokenCredentials) -> Result<HttpRequest, Error> {
        if !is_path(&self.path) {
            return Err(Error::invalid_argument(
                "path",
                "must be a path such as /wxa/getpaidunionid, without a query",
            ));
        }
        let mut draft = Draft::new(self.method, &self.path);
        credentials.write(&mut draft);
        for (name, value) in &self.query {
            draft.hidden_query(name, value);
        }
        match (self.method, &self.body) {
            (HttpMethod::Get, Some(_)) => {
                return Err(Error::invalid_argument("body", "is not allowed in a GET request"));
            }
            (HttpMethod::Post, Some(body)) => draft.hidden_body(body),
            (_, None) => {}
        }
        draft.finish()
    }

    /// What the reply says: any object whose errcode is 0 or missing.
    ///
    /// # Errors
    ///
    /// As [`parse_response`](super::parse_response). Whether the request is `repeatable`, the
    /// errors say.
    pub fn parse_response<'a>(
        path: &str,
        repeatable: bool,
        reply: &Reply<'a>,
    ) -> Result<Json<'a>, Error> {
        envelope::open(path, repeatable, &[], reply).map(Json::new)
    }
}

impl FromArguments for CustomRequest {
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("method", <HttpMethod as Argument>::TYPE),
        ("path", <String as Argument>::TYPE),
        ("query", <Option<Raw> as Argument>::TYPE),
        ("body", <Option<Raw> as Argument>::TYPE),
    ];

    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>> {
        let query: Option<Raw> = arguments.take("query")?;
        let body: Option<Raw> = arguments.take("body")?;
        Ok(Self {
            method: arguments.take("method")?,
            path: arguments.take("path")?,
            query: query.map_or_else(|| Ok(Vec::new()), |query| read_query(&query.0))?,
            body: body.map(|body| body.0),
        })
    }
}

impl FromJson for HttpMethod {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType =
        ArgumentType::Words { words: &["GET", "POST"], demand: "must be GET or POST" };

    fn from_json(json: &str) -> Option<Self> {
        match json {
            r#""GET""# => Some(Self::Get),
            r#""POST""# => Some(Self::Post),
            _ => None,
        }
    }
}

fn read_query(json: &str) -> Result<Vec<(String, String)>, Error> {
    let refusal =
        || Error::invalid_argument("query", "must be an object of strings, numbers and booleans");
    let object = Object::parse(json).ok_or_else(refusal)?;
    let read = |value: &str| match value.as_bytes() {
        [b'"', ..] => string(value).map(Cow::into_owned),
        [b'{' | b'[', ..] | b"null" => None,
        _ => Some(value.to_owned()),
    };
    object
        .fields()
        .iter()
        .map(|field| {
            let name = String::from_utf8(field.key().into_owned())
                .ok()
                .filter(|name| name != "access_token");
            Ok((name.ok_or_else(refusal)?, read(field.value).ok_or_else(refusal)?))
        })
        .collect()
}

/// Nothing in it needs to be escaped, and nothing leads elsewhere.
fn is_path(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    path.strip_prefix('/').is_some_and(|rest| {
        rest.split('/').all(|part| !matches!(part, "" | "." | "..") && part.bytes().all(is_plain))
    })
}
