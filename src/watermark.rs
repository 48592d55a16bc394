//! The watermark: which app the data was made for, and when.

use alloc::string::String;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Error;
use crate::json::{Object, number, string};
use crate::one_or_many::OneOrMany;

/// What WeChat writes into the data that it encrypts: the app that it is for, and the time.
///
/// A watermark that was checked proves which app the data is for. It does not prove that nobody touched
/// the data, nor, unless its age was checked, that the data is new.
///
/// See [开放数据校验与解密](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Watermark {
    /// When the data was fetched from WeChat, in seconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    #[serde(deserialize_with = "seconds")]
    pub timestamp: i64,
    /// The app that the data is for.
    pub appid: String,
}

/// What the data says about its watermark.
pub(crate) enum Found {
    Absent,
    /// There is something by that name, but no appid and time in it.
    Unreadable,
    Readable(Watermark),
}

/// Which watermarks are accepted.
pub(crate) struct Policy<'a> {
    pub(crate) appids: &'a OneOrMany<String>,
    pub(crate) age: Option<AgeLimits>,
    pub(crate) may_be_absent: bool,
}

/// The timestamps that are accepted, in seconds since 1970.
pub(crate) struct AgeLimits {
    pub(crate) oldest: i64,
    pub(crate) latest: i64,
}

impl Found {
    /// Reads the watermark of a payload: the one at the top. What is nested deeper, or quoted in a text, is
    /// none. `None` if it names one key twice, and so means two things.
    pub(crate) fn in_payload(payload: &Object<'_>) -> Option<Self> {
        Some(match payload.get("watermark") {
            None | Some("null") => Self::Absent,
            Some(object) if object.starts_with('{') => {
                read(&Object::parse(object)?).map_or(Self::Unreadable, Self::Readable)
            }
            Some(_) => Self::Unreadable,
        })
    }
}

impl Policy<'_> {
    /// The watermark, if it is acceptable.
    pub(crate) fn check(&self, found: Found) -> Result<Option<Watermark>, Error> {
        let watermark = match found {
            // Without a time there is no age to check.
            Found::Absent if self.may_be_absent && self.age.is_none() => return Ok(None),
            Found::Absent | Found::Unreadable => return Err(Error::WatermarkMissing),
            Found::Readable(watermark) => watermark,
        };
        if !self.appids.as_slice().contains(&watermark.appid) {
            return Err(Error::AppidMismatch {
                expected: match self.appids {
                    OneOrMany::One(appid) if is_appid(appid) => OneOrMany::One(appid.clone()),
                    appids => OneOrMany::Many(
                        appids.as_slice().iter().filter(|appid| is_appid(appid)).cloned().collect(),
                    ),
                },
                actual: Some(watermark.appid).filter(|appid| is_appid(appid)),
            });
        }
        if let Some(AgeLimits { oldest, latest }) = self.age {
            let timestamp = watermark.timestamp;
            if timestamp < oldest {
                return Err(Error::DataExpired { oldest, timestamp });
            }
            if timestamp > latest {
                return Err(Error::DataFromFuture { latest, timestamp });
            }
        }
        Ok(Some(watermark))
    }
}

fn read(watermark: &Object<'_>) -> Option<Watermark> {
    let timestamp = watermark.get("timestamp")?;
    let timestamp = match string(timestamp) {
        Some(digits) => Timestamp::Digits(digits),
        None => Timestamp::Number(number(timestamp)?),
    };
    Some(Watermark { appid: string(watermark.get("appid")?)?, timestamp: timestamp.seconds()? })
}

/// A whole number of seconds, written as a number or as a text of digits.
#[derive(Deserialize)]
#[serde(untagged)]
enum Timestamp {
    Number(f64),
    Digits(String),
}

impl Timestamp {
    fn seconds(self) -> Option<i64> {
        // Beyond this, JavaScript's numbers are no longer exact.
        const MAX_SECONDS: f64 = 9_007_199_254_740_991.0;
        let number = match self {
            Self::Number(number) => number,
            Self::Digits(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                number(&digits)?
            }
            Self::Digits(_) => return None,
        };
        let seconds = number as i64;
        let is_good = seconds as f64 == number && (0.0..=MAX_SECONDS).contains(&number);
        is_good.then_some(seconds)
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let seconds = Timestamp::deserialize(deserializer)?.seconds();
    seconds.ok_or_else(|| D::Error::custom("no whole number of seconds"))
}

/// Errors show an appid only if it has the form of one: a caller may have swapped it with a secret.
fn is_appid(text: &str) -> bool {
    text.len() == 18
        && text.starts_with("wx")
        && text[2..].bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}
