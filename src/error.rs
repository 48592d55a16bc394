//! What can go wrong, told to the caller: one code each, and the facts that lead to the cause.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::string::ToString as _;
use core::fmt;

use serde::{Serialize, Serializer};

use crate::errcode::Category;
use crate::http::MAX_REPLY_BYTES;
use crate::kind::Kind;
use crate::one_or_many::OneOrMany;
use crate::transport::{Damage, Field, MAX_TEXT_BYTES};

/// The codes of errors, which are public and never renamed.
///
/// What fails before the session key is used is told exactly. Bad padding, bad UTF-8 and bad JSON are one
/// code, `ERR_DECRYPT_FAILED`: the client chooses iv and ciphertext, and a server that answers differently
/// for each lets it read foreign data byte by byte (a padding oracle). What comes after that, the
/// watermark, is told exactly again; to tell it to a client is no good idea all the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "WxErrorCode"))]
#[non_exhaustive]
pub enum Code {
    /// WeChat answered with an `errcode`: see [`explain`](crate::explain).
    #[serde(rename = "ERR_API")]
    Api,
    /// The watermark names another app.
    #[serde(rename = "ERR_APPID_MISMATCH")]
    AppidMismatch,
    /// The data is older than `maxAgeSeconds` allows.
    #[serde(rename = "ERR_DATA_EXPIRED")]
    DataExpired,
    /// The data is from the future, by more than `clockSkewSeconds`.
    #[serde(rename = "ERR_DATA_FROM_FUTURE")]
    DataFromFuture,
    /// The key does not open the data: padding, UTF-8, JSON or a repeated key. It is not told which.
    #[serde(rename = "ERR_DECRYPT_FAILED")]
    DecryptFailed,
    /// The reply's HTTP status is none of success, and no `errcode` says why. A redirect is one: none is
    /// followed.
    #[serde(rename = "ERR_HTTP_STATUS")]
    HttpStatus,
    /// A bug of this package. The instance was replaced: the next call works.
    #[serde(rename = "ERR_INTERNAL")]
    Internal,
    /// The caller's object has the wrong shape: `argument` is missing, unknown or of the wrong type.
    #[serde(rename = "ERR_INVALID_ARGUMENT")]
    InvalidArgument,
    /// `encryptedData` is empty, too long, damaged on the way, or no whole number of blocks.
    #[serde(rename = "ERR_INVALID_ENCRYPTED_DATA")]
    InvalidEncryptedData,
    /// `iv` is empty, damaged on the way, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_IV")]
    InvalidIv,
    /// The reply is not what WeChat's page says: no JSON object, or without a field that it must have.
    #[serde(rename = "ERR_INVALID_RESPONSE")]
    InvalidResponse,
    /// `sessionKey` is empty, damaged on the way, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_SESSION_KEY")]
    InvalidSessionKey,
    /// The host's `fetch` failed. Nothing of its error is attached but `causeCode`: hosts put the URL into it.
    #[serde(rename = "ERR_NETWORK")]
    Network,
    /// `rawData` does not have this signature under the session key.
    #[serde(rename = "ERR_SIGNATURE_MISMATCH")]
    SignatureMismatch,
    /// The reply did not arrive, to its end, in time.
    #[serde(rename = "ERR_TIMEOUT")]
    Timeout,
    /// The data is of another kind than the one that was asked for.
    #[serde(rename = "ERR_UNEXPECTED_KIND")]
    UnexpectedKind,
    /// This host refuses to compile WebAssembly.
    #[serde(rename = "ERR_WASM_UNAVAILABLE")]
    WasmUnavailable,
    /// The data has no watermark that could be checked.
    #[serde(rename = "ERR_WATERMARK_MISSING")]
    WatermarkMissing,
}

/// Why a call failed.
///
/// It holds no secret and no plaintext, and can be logged. What of it may be told to a client is another
/// question: see [`Code`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// [`Code::Api`]
    Api(Box<ApiError>),
    /// [`Code::AppidMismatch`]
    AppidMismatch {
        /// The appids that the caller accepts, as far as they look like appids.
        expected: OneOrMany<String>,
        /// The one in the watermark, if it looks like an appid.
        actual: Option<String>,
    },
    /// [`Code::DataExpired`]
    DataExpired {
        /// The oldest timestamp that is accepted, in seconds.
        oldest: i64,
        /// That of the data, in seconds.
        timestamp: i64,
    },
    /// [`Code::DataFromFuture`]
    DataFromFuture {
        /// The latest timestamp that is accepted, in seconds.
        latest: i64,
        /// That of the data, in seconds.
        timestamp: i64,
    },
    /// [`Code::DecryptFailed`]
    DecryptFailed,
    /// [`Code::HttpStatus`]
    HttpStatus {
        /// The endpoint that was asked.
        endpoint: String,
        /// The HTTP status.
        status: u16,
    },
    /// [`Code::InvalidArgument`]
    InvalidArgument {
        /// Its name.
        argument: String,
        /// What is wrong with it.
        problem: &'static str,
        /// Which entry of a list it is in.
        index: Option<usize>,
    },
    /// [`Code::InvalidEncryptedData`]
    InvalidEncryptedData {
        /// What happened to it.
        damage: Damage,
        /// Where, counted in characters from 0.
        at: Option<usize>,
    },
    /// [`Code::InvalidIv`]
    InvalidIv {
        /// What happened to it.
        damage: Damage,
        /// Where, counted in characters from 0.
        at: Option<usize>,
    },
    /// [`Code::InvalidResponse`]
    InvalidResponse {
        /// The endpoint that was asked.
        endpoint: String,
        /// The HTTP status.
        status: u16,
        /// What is wrong with the reply.
        problem: ReplyProblem,
    },
    /// [`Code::InvalidSessionKey`]
    InvalidSessionKey {
        /// What happened to it.
        damage: Damage,
        /// Where, counted in characters from 0.
        at: Option<usize>,
        /// Which one of a list.
        index: Option<usize>,
    },
    /// [`Code::UnexpectedKind`]
    UnexpectedKind {
        /// The kind that was asked for.
        expected: Kind,
        /// The kind that it is.
        actual: Kind,
    },
    /// [`Code::WatermarkMissing`]
    WatermarkMissing,
}

/// An `errcode` of WeChat's, and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiError {
    /// The endpoint that was asked.
    pub endpoint: String,
    /// The HTTP status.
    pub status: u16,
    /// WeChat's number.
    pub errcode: i64,
    /// WeChat's text, which changes: look at `errcode`. At most 512 characters.
    pub errmsg: String,
    /// The request's id in the text, which WeChat's support asks for.
    pub rid: Option<String>,
    /// What kind of failure it is.
    pub category: Category,
    /// Whether the same request can succeed later.
    pub retryable: bool,
}

/// What is wrong with a reply. Nothing of its content is in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReplyProblem {
    /// There is nothing in it.
    Empty,
    /// It is longer than [`MAX_REPLY_BYTES`].
    TooLong,
    /// It is a page for people.
    Html,
    /// It is not one JSON object.
    NoObject,
    /// Its `errcode` is no whole number.
    Errcode,
    /// A field that must be there is missing or of the wrong type: its name.
    Field(&'static str),
}

impl fmt::Display for ReplyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong => write!(f, "is longer than {MAX_REPLY_BYTES} bytes"),
            Self::Html => f.write_str("is an HTML page: a proxy or a firewall may have answered"),
            Self::NoObject => f.write_str("is not one JSON object, or names a key twice"),
            Self::Errcode => f.write_str("has an errcode that is no whole number"),
            Self::Field(name) => write!(f, "has no `{name}` of the type that its page says"),
        }
    }
}

impl Error {
    pub(crate) fn invalid_argument(argument: &str, problem: &'static str) -> Self {
        Self::InvalidArgument { argument: argument.to_owned(), problem, index: None }
    }

    /// The same about an argument that is in an entry of a list.
    pub(crate) fn at_index(mut self, at: usize) -> Self {
        if let Self::InvalidArgument { index, .. } = &mut self {
            *index = Some(at);
        }
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Api(_) => Code::Api,
            Self::AppidMismatch { .. } => Code::AppidMismatch,
            Self::DataExpired { .. } => Code::DataExpired,
            Self::DataFromFuture { .. } => Code::DataFromFuture,
            Self::DecryptFailed => Code::DecryptFailed,
            Self::HttpStatus { .. } => Code::HttpStatus,
            Self::InvalidArgument { .. } => Code::InvalidArgument,
            Self::InvalidEncryptedData { .. } => Code::InvalidEncryptedData,
            Self::InvalidIv { .. } => Code::InvalidIv,
            Self::InvalidResponse { .. } => Code::InvalidResponse,
            Self::InvalidSessionKey { .. } => Code::InvalidSessionKey,
            Self::UnexpectedKind { .. } => Code::UnexpectedKind,
            Self::WatermarkMissing => Code::WatermarkMissing,
        }
    }

    /// The number that the official sample (WXBizDataCrypt) has for this failure, if it has one.
    #[must_use]
    pub fn biz_data_crypt_code(&self) -> Option<i32> {
        match self {
            Self::InvalidSessionKey { .. } => Some(-41001),
            Self::InvalidIv { .. } => Some(-41002),
            Self::InvalidEncryptedData { damage, .. } => match damage {
                Damage::TooLong => None,
                Damage::MissingField | Damage::Truncated => Some(-41003),
                _ => Some(-41004),
            },
            Self::AppidMismatch { .. } | Self::DecryptFailed | Self::WatermarkMissing => {
                Some(-41003)
            }
            Self::Api(_)
            | Self::DataExpired { .. }
            | Self::DataFromFuture { .. }
            | Self::HttpStatus { .. }
            | Self::InvalidArgument { .. }
            | Self::InvalidResponse { .. }
            | Self::UnexpectedKind { .. } => None,
        }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => {
                write!(f, "{} answered errcode {}", error.endpoint, error.errcode)?;
                if error.errmsg.is_empty() { Ok(()) } else { write!(f, ": {}", error.errmsg) }
            }
            Self::AppidMismatch { expected, actual } => {
                f.write_str("the data belongs to another app")?;
                if let Some(actual) = actual {
                    write!(f, ", {actual}")?;
                }
                match expected.as_slice() {
                    [] => f.write_str(
                        ", and what was expected does not look like an appid: wx and 16 hexadecimal digits",
                    ),
                    appids => write!(f, ", not to {}", appids.join(" or ")),
                }
            }
            Self::DataExpired { oldest, timestamp } => {
                write!(f, "the data is of {timestamp}, and nothing before {oldest} is accepted")
            }
            Self::DataFromFuture { latest, timestamp } => {
                write!(f, "the data is of {timestamp}, and nothing after {latest} is accepted")
            }
            Self::DecryptFailed => f.write_str(
                "the session key does not open this data: often a later wx.login has replaced the key, \
                 sometimes a part of the data is missing",
            ),
            Self::HttpStatus { endpoint, status } => {
                write!(f, "{endpoint} answered with the HTTP status {status}")?;
                match status {
                    // 0 is what a browser says of one.
                    0 | 300..400 => f.write_str(": a redirect, and none is followed"),
                    _ => Ok(()),
                }
            }
            Self::InvalidArgument { argument, problem, index } => {
                write!(f, "{argument} {problem}")?;
                describe_index(f, *index)
            }
            Self::InvalidEncryptedData { damage, at } => {
                describe_damage(f, Field::EncryptedData, *damage, *at)
            }
            Self::InvalidIv { damage, at } => describe_damage(f, Field::Iv, *damage, *at),
            Self::InvalidResponse { endpoint, problem, .. } => {
                write!(f, "the reply of {endpoint} {problem}")
            }
            Self::InvalidSessionKey { damage, at, index } => {
                describe_damage(f, Field::SessionKey, *damage, *at)?;
                describe_index(f, *index)
            }
            Self::UnexpectedKind { expected, actual } => {
                write!(f, "this is {actual}, and {expected} was asked for")
            }
            Self::WatermarkMissing => f.write_str("the data has no watermark that could be checked"),
        }
    }
}

fn describe_index(f: &mut fmt::Formatter<'_>, index: Option<usize>) -> fmt::Result {
    match index {
        Some(index) => write!(f, " (entry {index} of the list)"),
        None => Ok(()),
    }
}

fn describe_damage(
    f: &mut fmt::Formatter<'_>,
    field: Field,
    damage: Damage,
    at: Option<usize>,
) -> fmt::Result {
    f.write_str(match field {
        Field::SessionKey => "sessionKey ",
        Field::Iv => "iv ",
        Field::EncryptedData => "encryptedData ",
    })?;
    f.write_str(match damage {
        Damage::Base64Url => "lacks the `=` at its end, or is base64url (`-`, `_`)",
        Damage::DoublePercentEncoded => {
            "is percent-encoded more than once: encode it once, decode it once"
        }
        Damage::HtmlEscaped => "is HTML-escaped",
        Damage::IvLength | Damage::SessionKeyLength => "is not 16 bytes",
        Damage::JsonEscaped => "holds the escapes of a JSON string: parse the JSON that it came in",
        Damage::JsonQuoted => {
            "is in quotes: it was turned into JSON once too often, or cut out of it"
        }
        Damage::MissingField => "is empty",
        Damage::NotBase64 => "is not Base64",
        Damage::PercentEncoded => "is percent-encoded: decode it once",
        Damage::PlusBecameSpace => "has a space where `+` was: send it as JSON, or encode it once",
        Damage::TooLong => {
            return write!(f, "is longer than {MAX_TEXT_BYTES} characters");
        }
        Damage::Truncated => "is no whole number of 16-byte blocks: a part of it is missing",
    })?;
    match at {
        Some(at) => write!(f, " (at character {at})"),
        None => Ok(()),
    }
}

/// What crosses to JavaScript, where it becomes a `WxError`.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = WxErrorFields {
            code: self.code(),
            message: self.to_string(),
            biz_data_crypt_code: self.biz_data_crypt_code(),
            argument: None,
            damage: None,
            at: None,
            index: None,
            expected: None,
            actual: None,
            endpoint: None,
            status: None,
            errcode: None,
            errmsg: None,
            rid: None,
            category: None,
            retryable: None,
        };
        match self {
            Self::Api(error) => {
                fields.endpoint = Some(&error.endpoint);
                fields.status = Some(error.status);
                fields.errcode = Some(error.errcode);
                fields.errmsg = Some(&error.errmsg);
                fields.rid = error.rid.as_deref();
                fields.category = Some(error.category);
                fields.retryable = Some(error.retryable);
            }
            Self::HttpStatus { endpoint, status }
            | Self::InvalidResponse { endpoint, status, .. } => {
                (fields.endpoint, fields.status) = (Some(endpoint.as_str()), Some(*status));
            }
            Self::AppidMismatch { expected, actual } => {
                let is_shown = !expected.as_slice().is_empty();
                fields.expected = is_shown.then_some(Fact::Appids(expected));
                fields.actual = actual.as_deref().map(Fact::Appid);
            }
            Self::DataExpired { oldest: limit, timestamp }
            | Self::DataFromFuture { latest: limit, timestamp } => {
                fields.expected = Some(Fact::Seconds(*limit));
                fields.actual = Some(Fact::Seconds(*timestamp));
            }
            Self::InvalidArgument { argument, index, .. } => {
                (fields.argument, fields.index) = (Some(argument.as_str()), *index);
            }
            Self::InvalidEncryptedData { damage, at } | Self::InvalidIv { damage, at } => {
                (fields.damage, fields.at) = (Some(*damage), *at);
            }
            Self::InvalidSessionKey { damage, at, index } => {
                (fields.damage, fields.at, fields.index) = (Some(*damage), *at, *index);
            }
            Self::UnexpectedKind { expected, actual } => {
                fields.expected = Some(Fact::Kind(*expected));
                fields.actual = Some(Fact::Kind(*actual));
            }
            Self::DecryptFailed | Self::WatermarkMissing => {}
        }
        fields.serialize(serializer)
    }
}

/// The facts of an error.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(crate) struct WxErrorFields<'a> {
    /// Which failure it is. This is what programs look at.
    code: Code,
    /// The failure in an English sentence, for the developer.
    message: String,
    /// The number that the official sample (WXBizDataCrypt) has for this failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_data_crypt_code: Option<i32>,
    /// `ERR_INVALID_ARGUMENT`: the name of the argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<&'a str>,
    /// `ERR_INVALID_SESSION_KEY`, `ERR_INVALID_IV`, `ERR_INVALID_ENCRYPTED_DATA`: what happened to the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    damage: Option<Damage>,
    /// The first character that is wrong, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    /// Which one of a list of session keys, facts or rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    /// What would have been accepted: appids, a kind, or the border of the time allowed (seconds).
    #[cfg_attr(test, ts(optional, type = "string | string[] | number"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Fact<'a>>,
    /// What there was instead. An appid is shown only if it looks like one.
    #[cfg_attr(test, ts(optional, type = "string | number"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<Fact<'a>>,
    /// What failed on the way to WeChat's server and back: the endpoint that was asked, or a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'a str>,
    /// The HTTP status of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// `ERR_API`: WeChat's number. `explainErrcode` says what it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    errcode: Option<i64>,
    /// `ERR_API`: WeChat's text, which changes. At most 512 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    errmsg: Option<&'a str>,
    /// `ERR_API`: the request's id, which WeChat's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    rid: Option<&'a str>,
    /// `ERR_API`: what kind of failure it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Category>,
    /// Whether the very same request can succeed later. A request with a code is never sent twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    retryable: Option<bool>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Fact<'a> {
    Appid(&'a str),
    Appids(&'a OneOrMany<String>),
    Kind(Kind),
    Seconds(i64),
}
