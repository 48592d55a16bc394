//! What can go wrong, told to the caller: one code each, and the facts that lead to the cause.

use std::fmt;

use serde::{Serialize, Serializer};

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
    /// `sessionKey` is empty, damaged on the way, or not 16 bytes.
    #[serde(rename = "ERR_INVALID_SESSION_KEY")]
    InvalidSessionKey,
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
    /// [`Code::InvalidArgument`]
    InvalidArgument {
        /// Its name.
        argument: String,
        /// What is wrong with it.
        problem: &'static str,
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

impl Error {
    pub(crate) fn invalid_argument(argument: &str, problem: &'static str) -> Self {
        Self::InvalidArgument { argument: argument.to_owned(), problem }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::AppidMismatch { .. } => Code::AppidMismatch,
            Self::DataExpired { .. } => Code::DataExpired,
            Self::DataFromFuture { .. } => Code::DataFromFuture,
            Self::DecryptFailed => Code::DecryptFailed,
            Self::InvalidArgument { .. } => Code::InvalidArgument,
            Self::InvalidEncryptedData { .. } => Code::InvalidEncryptedData,
            Self::InvalidIv { .. } => Code::InvalidIv,
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
            Self::DataExpired { .. }
            | Self::DataFromFuture { .. }
            | Self::InvalidArgument { .. }
            | Self::UnexpectedKind { .. } => None,
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
            Self::InvalidArgument { argument, problem } => write!(f, "{argument} {problem}"),
            Self::InvalidEncryptedData { damage, at } => {
                describe_damage(f, Field::EncryptedData, *damage, *at)
            }
            Self::InvalidIv { damage, at } => describe_damage(f, Field::Iv, *damage, *at),
            Self::InvalidSessionKey { damage, at, index } => {
                describe_damage(f, Field::SessionKey, *damage, *at)?;
                match index {
                    Some(index) => write!(f, " (entry {index} of the list)"),
                    None => Ok(()),
                }
            }
            Self::UnexpectedKind { expected, actual } => {
                write!(f, "this is {actual}, and {expected} was asked for")
            }
            Self::WatermarkMissing => f.write_str("the data has no watermark that could be checked"),
        }
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
        };
        match self {
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
            Self::InvalidArgument { argument, .. } => fields.argument = Some(argument),
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
    /// `ERR_INVALID_SESSION_KEY`: which one of a list of keys.
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
}

#[derive(Serialize)]
#[serde(untagged)]
enum Fact<'a> {
    Appid(&'a str),
    Appids(&'a OneOrMany<String>),
    Kind(Kind),
    Seconds(i64),
}
