//! What can go wrong, told to the caller: one code each, and the facts that lead to the cause.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::string::ToString as _;
use core::fmt;

use serde::{Serialize, Serializer};

use crate::encoded_text::{Damage, DecryptField, MAX_TEXT_BYTES};
use crate::errcode::ErrcodeCategory;
use crate::http::MAX_REPLY_BYTES;
use crate::kind::Kind;
use crate::one_or_many::OneOrMany;

/// Why a call failed.
///
/// It holds no secret and no plaintext, and can be logged. A client may be told only some of it.
/// Failures before the session key is used have exact codes. Bad padding, bad UTF-8 and bad JSON
/// share one code, `ERR_DECRYPT_FAILED`. The client chooses iv and ciphertext: a server that
/// answers differently for each of these lets it read other users' data byte by byte (a padding
/// oracle). Failures of the watermark, which come later, are exact again. Do not tell them to a
/// client either.
///
/// In JavaScript, a variant is known by its code, which is public and never renamed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "generate",
    derive(ts_rs::TS),
    ts(rename = "CoreErrorFields", optional_fields)
)]
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
        #[cfg_attr(feature = "generate", ts(optional, type = "string | string[]"))]
        #[serde(skip_serializing_if = "OneOrMany::is_empty")]
        expected: OneOrMany<String>,
        /// The one in the watermark, if it looks like an appid.
        #[serde(skip_serializing_if = "Option::is_none")]
        actual: Option<String>,
    },
    /// The data is older than `maxAgeSeconds` allows.
    #[serde(rename = "ERR_DATA_EXPIRED")]
    DataExpired {
        /// The time at which it was checked, in seconds since 1970. It is only in the message.
        #[serde(skip)]
        now: i64,
        /// The oldest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        oldest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    },
    /// The data is from the future by more than `clockSkewSeconds`.
    #[serde(rename = "ERR_DATA_FROM_FUTURE")]
    DataFromFuture {
        /// The time at which it was checked, in seconds since 1970. It is only in the message.
        #[serde(skip)]
        now: i64,
        /// The latest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        latest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    },
    /// The key does not decrypt the data: padding, UTF-8, JSON or a repeated key. The error does
    /// not say which.
    #[serde(rename = "ERR_DECRYPT_FAILED")]
    DecryptFailed,
    /// The reply's HTTP status is outside 200–299, and no `errcode` says why. Redirects are not
    /// followed.
    #[serde(rename = "ERR_HTTP_STATUS")]
    HttpStatus {
        /// The endpoint that was called, or the path.
        endpoint: String,
        /// The HTTP status of the reply.
        reply_status: u16,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
    },
    /// `argument` is missing, unknown or of the wrong type.
    #[serde(rename = "ERR_INVALID_ARGUMENT")]
    InvalidArgument {
        /// The name of the argument.
        argument: String,
        /// What is wrong with it.
        #[serde(skip)]
        problem: Cow<'static, str>,
        /// The index in a list of session keys, facts or rows, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    /// `encryptedData` is empty, too long, damaged in transit, or not a whole number of blocks.
    #[serde(rename = "ERR_INVALID_ENCRYPTED_DATA")]
    InvalidEncryptedData {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// `iv` is empty, damaged in transit, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_IV")]
    InvalidIv {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// The reply is not what WeChat documents: it is not a JSON object, or lacks a required field.
    #[serde(rename = "ERR_INVALID_RESPONSE")]
    InvalidResponse {
        /// The endpoint that was called, or the path.
        endpoint: String,
        /// The HTTP status of the reply, where it is not 200.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_status: Option<u16>,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
        /// What is wrong with the reply.
        #[serde(skip)]
        problem: ReplyProblem,
    },
    /// `sessionKey` is empty, damaged in transit, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_SESSION_KEY")]
    InvalidSessionKey {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
        /// Its index in a list of session keys, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    /// The push is not what the configuration demands: its form, its signature, its encryption, or
    /// whom it is for. The error does not say which.
    #[serde(rename = "ERR_PUSH_REFUSED")]
    PushRefused,
    /// The data is not of the requested kind.
    #[serde(rename = "ERR_UNEXPECTED_KIND")]
    UnexpectedKind {
        /// The requested kind.
        expected: Kind,
        /// The kind that it is.
        actual: Kind,
    },
    /// The data has no readable watermark, so its appid cannot be checked.
    #[serde(rename = "ERR_WATERMARK_MISSING")]
    WatermarkMissing,
}

/// An `errcode` of WeChat's, and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename = "ApiErrorFields", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// The endpoint that was called, or the path.
    pub endpoint: String,
    /// The HTTP status of the reply, where it is not 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_status: Option<u16>,
    /// WeChat's number. `explainErrcode` says what it means.
    pub errcode: i64,
    /// WeChat's text, which changes: look at `errcode`. At most 512 characters.
    pub errmsg: String,
    /// The request's id in the text. WeChat's support asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rid: Option<String>,
    /// What kind of failure it is.
    pub category: ErrcodeCategory,
    /// Whether the same request can succeed later. Never resend a request that holds a code.
    pub retryable: bool,
}

/// What the tail of an errmsg begins with.
const TAILS: [&str; 3] = ["hint:", "hints:", "rid:"];

impl ApiError {
    /// `errmsg` without its tail, which is another for each request: logs are grouped by messages.
    fn sentence(&self) -> &str {
        let is_sentence = |word: &&str| !TAILS.iter().any(|tail| word.starts_with(tail));
        let words = self.errmsg.split_inclusive(' ').take_while(is_sentence);
        let end = words.map(str::len).sum();
        self.errmsg.get(..end).unwrap_or_default().trim_end_matches([' ', ','])
    }
}

/// What is wrong with a reply. It holds nothing of the reply's content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReplyProblem {
    /// It is empty.
    Empty,
    /// It is longer than [`MAX_REPLY_BYTES`].
    TooLong,
    /// It is an HTML page.
    Html,
    /// It is not a JSON object, or repeats a key.
    NoObject,
    /// Its `errcode` is not a whole number.
    Errcode,
    /// The name of a required field that is missing or of the wrong type.
    Field(&'static str),
}

impl ReplyProblem {
    /// Whether something on the way may have written the reply, or cut it off: WeChat would not
    /// write it again.
    pub(crate) fn is_passing(self) -> bool {
        matches!(self, Self::Empty | Self::Html | Self::NoObject)
    }
}

impl fmt::Display for ReplyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong => write!(f, "is longer than {MAX_REPLY_BYTES} bytes"),
            Self::Html => f.write_str("is an HTML page: a proxy or a firewall may have answered"),
            Self::NoObject => f.write_str("is not a JSON object, or repeats a key"),
            Self::Errcode => f.write_str("has an errcode that is not a whole number"),
            Self::Field(name) => write!(f, "has no `{name}`, or one of the wrong type"),
        }
    }
}

impl Error {
    pub(crate) fn invalid_argument(argument: &str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self::InvalidArgument {
            argument: argument.to_owned(),
            problem: problem.into(),
            index: None,
        }
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
            | Self::PushRefused
            | Self::UnexpectedKind { .. } => None,
        }
    }
}

impl From<Box<Self>> for Error {
    fn from(error: Box<Self>) -> Self {
        *error
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => {
                write!(f, "{} returned errcode {}", error.endpoint, error.errcode)?;
                match error.sentence() {
                    "" => Ok(()),
                    sentence => write!(f, ": {sentence}"),
                }
            }
            Self::AppidMismatch { expected, actual } => describe_apps(f, expected.as_slice(), actual.as_deref()),
            Self::DataExpired { now, oldest, timestamp } => {
                let [age, allowed] = [timestamp, oldest].map(|time| now.saturating_sub(*time));
                write!(f, "the data is {age} seconds old, and maxAgeSeconds allows {allowed}")
            }
            Self::DataFromFuture { now, latest, timestamp } => {
                let [ahead, allowed] = [timestamp, latest].map(|time| time.saturating_sub(*now));
                write!(
                    f,
                    "the data is {ahead} seconds ahead of the clock, and {allowed} are allowed"
                )
            }
            Self::DecryptFailed => f.write_str(
                "the session key does not decrypt this data: often a later wx.login replaced the key, \
                 sometimes part of the data is missing; data of wx.authPrivateMessage needs decryptPrivateMessage",
            ),
            Self::HttpStatus { endpoint, reply_status, .. } => {
                write!(f, "{endpoint} returned HTTP status {reply_status}")?;
                match reply_status {
                    // 0 is what a browser says of one.
                    0 | 300..400 => f.write_str(": a redirect, which is not followed"),
                    _ => Ok(()),
                }
            }
            Self::InvalidArgument { argument, problem, index } => {
                write!(f, "{argument} {problem}")?;
                describe_index(f, *index)
            }
            Self::InvalidEncryptedData { damage, at } => {
                describe_damage(f, DecryptField::EncryptedData, *damage, *at)
            }
            Self::InvalidIv { damage, at } => describe_damage(f, DecryptField::Iv, *damage, *at),
            Self::InvalidResponse { endpoint, problem, .. } => {
                write!(f, "the reply of {endpoint} {problem}")
            }
            Self::InvalidSessionKey { damage, at, index } => {
                describe_damage(f, DecryptField::SessionKey, *damage, *at)?;
                describe_index(f, *index)
            }
            Self::PushRefused => f.write_str(
                "the push is refused: it is not signed, encrypted and written as the configuration demands",
            ),
            Self::UnexpectedKind { expected, actual } => {
                write!(f, "the data is {actual}, not {expected}")
            }
            Self::WatermarkMissing => f.write_str(
                "the data has no readable watermark, so its appid cannot be checked; data of wx.getChatToolInfo has \
                 none, and data of wx.getGroupEnterInfo sometimes: use decryptGroupEnterInfo for both",
            ),
        }
    }
}

fn describe_apps(
    f: &mut fmt::Formatter<'_>,
    expected: &[String],
    actual: Option<&str>,
) -> fmt::Result {
    f.write_str("the data belongs to another app")?;
    if let Some(actual) = actual {
        write!(f, ", {actual}")?;
    }
    match expected {
        [] => f.write_str(
            "; the expected appid is malformed: an appid is wx and 16 hexadecimal digits",
        ),
        appids => write!(f, ", not to {}", appids.join(" or ")),
    }
}

fn describe_index(f: &mut fmt::Formatter<'_>, index: Option<usize>) -> fmt::Result {
    match index {
        Some(index) => write!(f, " (index {index} of the list)"),
        None => Ok(()),
    }
}

fn describe_damage(
    f: &mut fmt::Formatter<'_>,
    field: DecryptField,
    damage: Damage,
    at: Option<usize>,
) -> fmt::Result {
    f.write_str(match field {
        DecryptField::SessionKey => "sessionKey ",
        DecryptField::Iv => "iv ",
        DecryptField::EncryptedData => "encryptedData ",
    })?;
    f.write_str(match damage {
        Damage::Base64Url => "is base64url (`-`, `_`), or lacks its final `=`",
        Damage::DoublePercentEncoded => {
            "is percent-encoded more than once: encode it once and decode it once"
        }
        Damage::HtmlEscaped => "is HTML-escaped",
        Damage::IvLength | Damage::SessionKeyLength => "is not 16 bytes",
        Damage::JsonEscaped => "contains JSON escapes: parse the JSON that it came in",
        Damage::JsonQuoted => {
            "is in quotes: it was serialized as JSON once too often, or cut out of JSON"
        }
        Damage::MissingField => "is empty",
        Damage::NotBase64 => "is not Base64",
        Damage::PercentEncoded => "is percent-encoded: decode it once",
        Damage::PlusBecameSpace => {
            "has a space in place of `+`: send it as JSON, or percent-encode it once"
        }
        Damage::TooLong => {
            return write!(f, "is longer than {MAX_TEXT_BYTES} characters");
        }
        Damage::Truncated => "is not a whole number of 16-byte blocks: part of it is missing",
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
