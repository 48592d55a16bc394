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

/// Why a call failed.
///
/// It holds no secret and no plaintext, and can be logged. What of it may be told to a client is another
/// question. What fails before the session key is used is told exactly. Bad padding, bad UTF-8 and bad JSON
/// are one code, `ERR_DECRYPT_FAILED`: the client chooses iv and ciphertext, and a server that answers
/// differently for each lets it read foreign data byte by byte (a padding oracle). What comes after that, the
/// watermark, is told exactly again; to tell it to a client is no good idea all the same.
///
/// JavaScript knows each variant by its code, which is public and never renamed, and its fields by the names
/// that they have there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "CoreErrorFields", optional_fields))]
#[serde(remote = "Self", tag = "code", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Error {
    /// WeChat answered with an `errcode`: see [`explain`](crate::explain).
    #[serde(rename = "ERR_API")]
    Api(Box<ApiError>),
    /// The watermark names another app.
    #[serde(rename = "ERR_APPID_MISMATCH")]
    AppidMismatch {
        /// The appids that would have been accepted, as far as they look like appids.
        #[cfg_attr(test, ts(optional, type = "string | string[]"))]
        #[serde(skip_serializing_if = "OneOrMany::is_empty")]
        expected: OneOrMany<String>,
        /// The one in the watermark, if it looks like an appid.
        #[serde(skip_serializing_if = "Option::is_none")]
        actual: Option<String>,
    },
    /// The data is older than `maxAgeSeconds` allows.
    #[serde(rename = "ERR_DATA_EXPIRED")]
    DataExpired {
        /// The oldest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        oldest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    },
    /// The data is from the future, by more than `clockSkewSeconds`.
    #[serde(rename = "ERR_DATA_FROM_FUTURE")]
    DataFromFuture {
        /// The latest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        latest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    },
    /// The key does not open the data: padding, UTF-8, JSON or a repeated key. It is not told which.
    #[serde(rename = "ERR_DECRYPT_FAILED")]
    DecryptFailed,
    /// The reply's HTTP status is none of success, and no `errcode` says why. A redirect is one: none is
    /// followed.
    #[serde(rename = "ERR_HTTP_STATUS")]
    HttpStatus {
        /// The endpoint that was asked, or the path.
        endpoint: String,
        /// The HTTP status of the reply.
        status: u16,
    },
    /// The caller's object has the wrong shape: `argument` is missing, unknown or of the wrong type.
    #[serde(rename = "ERR_INVALID_ARGUMENT")]
    InvalidArgument {
        /// The name of the argument.
        argument: String,
        /// What is wrong with it.
        #[serde(skip)]
        problem: &'static str,
        /// Which entry of a list of session keys, facts or rows it is in, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    /// `encryptedData` is empty, too long, damaged on the way, or no whole number of blocks.
    #[serde(rename = "ERR_INVALID_ENCRYPTED_DATA")]
    InvalidEncryptedData {
        /// What happened to it on its way.
        damage: Damage,
        /// The first character that is wrong, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// `iv` is empty, damaged on the way, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_IV")]
    InvalidIv {
        /// What happened to it on its way.
        damage: Damage,
        /// The first character that is wrong, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// The reply is not what WeChat's page says: no JSON object, or without a field that it must have.
    #[serde(rename = "ERR_INVALID_RESPONSE")]
    InvalidResponse {
        /// The endpoint that was asked, or the path.
        endpoint: String,
        /// The HTTP status of the reply.
        status: u16,
        /// What is wrong with the reply.
        #[serde(skip)]
        problem: ReplyProblem,
    },
    /// `sessionKey` is empty, damaged on the way, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_SESSION_KEY")]
    InvalidSessionKey {
        /// What happened to it on its way.
        damage: Damage,
        /// The first character that is wrong, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
        /// Which one of a list of session keys, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    /// The data is of another kind than the one that was asked for.
    #[serde(rename = "ERR_UNEXPECTED_KIND")]
    UnexpectedKind {
        /// The kind that was asked for.
        expected: Kind,
        /// The kind that it is.
        actual: Kind,
    },
    /// The data has no watermark that could be checked.
    #[serde(rename = "ERR_WATERMARK_MISSING")]
    WatermarkMissing,
}

/// An `errcode` of WeChat's, and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ApiErrorFields", optional_fields))]
pub struct ApiError {
    /// The endpoint that was asked, or the path.
    pub endpoint: String,
    /// The HTTP status of the reply.
    pub status: u16,
    /// WeChat's number. `explainErrcode` says what it means.
    pub errcode: i64,
    /// WeChat's text, which changes: look at `errcode`. At most 512 characters.
    pub errmsg: String,
    /// The request's id in the text, which WeChat's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rid: Option<String>,
    /// What kind of failure it is.
    pub category: Category,
    /// Whether the very same request can succeed later. A request with a code is never sent twice.
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
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Whole<'a> {
            #[serde(flatten, serialize_with = "Error::serialize")]
            fields: &'a Error,
            message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            biz_data_crypt_code: Option<i32>,
        }
        Whole {
            fields: self,
            message: self.to_string(),
            biz_data_crypt_code: self.biz_data_crypt_code(),
        }
        .serialize(serializer)
    }
}
