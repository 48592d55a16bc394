//! What can go wrong, told to the caller: one code each, and the facts that lead to the cause.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use core::fmt;

use serde::{Serialize, Serializer};

use crate::encoded_text::{Damage, DecryptField, MAX_TEXT_BYTES};
use crate::errcode::ErrcodeCategory;
use crate::http::MAX_REPLY_BYTES;

pub(crate) mod table;

pub use table::Error;

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
            #[cfg(feature = "generate")]
            cause_code: None,
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
            Self::InvalidArgument { argument, problem, index, .. } => {
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
