//! The watermark: which app the data was made for, and when.

use alloc::borrow::Cow;
use alloc::string::String;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use wx_unionid_json::{MAX_SAFE_INTEGER, Object, string, whole};

use crate::error::Error;
use crate::one_or_many::OneOrMany;

/// What WeChat writes into the data that it encrypts: the app that it belongs to, and the time.
///
/// A checked watermark proves which app the data belongs to. It does not prove that no one changed
/// the data, nor, unless its age was checked, that the data is new.
///
/// See [开放数据校验与解密](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct Watermark {
    /// When the data was fetched from WeChat, in seconds since 1970.
    #[cfg_attr(feature = "generate", ts(type = "number"))]
    #[serde(deserialize_with = "timestamp")]
    pub timestamp: i64,
    /// The app that the data belongs to.
    pub appid: String,
}

/// What the data says about its watermark.
pub(crate) enum Found<'a> {
    Absent,
    /// There is something by that name, but no appid and time in it.
    Unreadable,
    /// There is an appid and no time.
    Timeless {
        appid: Cow<'a, str>,
    },
    Readable {
        appid: Cow<'a, str>,
        /// In seconds since 1970.
        timestamp: i64,
    },
}

/// A watermark that is acceptable.
#[derive(Clone, Copy)]
pub(crate) struct Accepted {
    /// The place of its appid among those that are accepted.
    pub(crate) appid_index: usize,
    /// In seconds since 1970.
    pub(crate) timestamp: i64,
}

/// Which watermarks are accepted.
pub(crate) struct Policy<'a> {
    pub(crate) appids: &'a OneOrMany<&'a str>,
    pub(crate) age: Option<AgeLimits>,
    pub(crate) may_be_absent: bool,
    /// As the official sample does, which reads nothing but the appid.
    pub(crate) may_be_timeless: bool,
}

/// The time of the check and the timestamps that are accepted, in seconds since 1970.
pub(crate) struct AgeLimits {
    pub(crate) now: i64,
    pub(crate) oldest: i64,
    pub(crate) latest: i64,
}

impl Policy<'_> {
    /// The watermark, if it is acceptable. Data of a kind that may lack one needs none.
    pub(crate) fn check(
        &self,
        found: &Found<'_>,
        may_lack: bool,
    ) -> Result<Option<Accepted>, Error> {
        let may_be_absent = may_lack || self.may_be_absent;
        let (appid, timestamp) = match found {
            // Without a time there is no age to check.
            Found::Absent if may_be_absent && self.age.is_none() => return Ok(None),
            Found::Timeless { appid } if self.may_be_timeless && self.age.is_none() => {
                (&**appid, 0)
            }
            Found::Absent | Found::Unreadable | Found::Timeless { .. } => {
                return Err(Error::WatermarkMissing);
            }
            Found::Readable { appid, timestamp } => (&**appid, *timestamp),
        };
        let Some(appid_index) = self.appids.as_slice().iter().position(|it| *it == appid) else {
            let shown = |appid: &&str| is_appid(appid).then(|| String::from(*appid));
            return Err(Error::AppidMismatch {
                expected: match self.appids {
                    OneOrMany::One(one) if is_appid(one) => OneOrMany::One(String::from(*one)),
                    appids => OneOrMany::Many(appids.as_slice().iter().filter_map(shown).collect()),
                },
                actual: shown(&appid),
            });
        };
        if let Some(age) = &self.age {
            age.check(timestamp)?;
        }
        Ok(Some(Accepted { appid_index, timestamp }))
    }
}

impl AgeLimits {
    /// The limits that a caller gives. None, without an age.
    pub(crate) fn given(
        max_age_seconds: Option<f64>,
        clock_skew_seconds: Option<f64>,
        now: Option<f64>,
    ) -> Result<Option<Self>, Error> {
        let max_age = time("maxAgeSeconds", max_age_seconds)?;
        let skew = time("clockSkewSeconds", clock_skew_seconds)?;
        let now = time("now", now)?;
        let Some(max_age) = max_age else {
            return Ok(None);
        };
        let now =
            now.ok_or_else(|| Error::invalid_argument("now", "is needed to check the age"))?;
        // Timestamps are whole seconds. Where an `i64` ends, so does the cast.
        let now = (now / 1000.0) as i64;
        Ok(Some(Self {
            now,
            oldest: now - max_age as i64,
            latest: now.saturating_add(skew.unwrap_or(max_age) as i64),
        }))
    }

    pub(crate) fn check(&self, timestamp: i64) -> Result<(), Error> {
        let Self { now, oldest, latest } = *self;
        if timestamp < oldest {
            return Err(Error::DataExpired { now, oldest, timestamp });
        }
        if timestamp > latest {
            return Err(Error::DataFromFuture { now, latest, timestamp });
        }
        Ok(())
    }
}

/// A time or a length of time, as a caller gives it.
fn time(argument: &str, value: Option<f64>) -> Result<Option<f64>, Error> {
    match value {
        Some(value) if !value.is_finite() || value < 0.0 => {
            Err(Error::invalid_argument(argument, "must be a finite number of at least 0"))
        }
        _ => Ok(value),
    }
}

impl<'a> Found<'a> {
    /// Reads a watermark.
    pub(crate) fn in_object(watermark: &Object<'a>) -> Self {
        Self::read(watermark).unwrap_or(Self::Unreadable)
    }

    /// The same for longer than the text that it was read from.
    pub(crate) fn to_owned(&self) -> Found<'static> {
        match self {
            Self::Absent => Found::Absent,
            Self::Unreadable => Found::Unreadable,
            Self::Timeless { appid } => Found::Timeless { appid: String::from(&**appid).into() },
            Self::Readable { appid, timestamp } => {
                Found::Readable { appid: String::from(&**appid).into(), timestamp: *timestamp }
            }
        }
    }

    fn read(watermark: &Object<'a>) -> Option<Self> {
        let appid = string(watermark.get("appid")?)?;
        let Some(timestamp) = watermark.get("timestamp") else {
            return Some(Self::Timeless { appid });
        };
        let timestamp = match string(timestamp) {
            Some(digits) => seconds_in(&digits)?,
            None => seconds(whole(timestamp)?)?,
        };
        Some(Self::Readable { appid, timestamp })
    }
}

/// A whole number of seconds that JavaScript's numbers hold exactly.
fn seconds(number: i64) -> Option<i64> {
    let is_exact = number.unsigned_abs() <= MAX_SAFE_INTEGER;
    (is_exact && number >= 0).then_some(number)
}

/// The same, in a text of digits.
fn seconds_in(digits: &str) -> Option<i64> {
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    seconds(digits.parse().ok().filter(|_| all_digits)?)
}

/// A timestamp, which WeChat may write as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Timestamp {
    Number(f64),
    Digits(String),
}

fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let timestamp = match Timestamp::deserialize(deserializer)? {
        Timestamp::Number(number) if number as i64 as f64 == number => seconds(number as i64),
        Timestamp::Number(_) => None,
        Timestamp::Digits(digits) => seconds_in(&digits),
    };
    timestamp.ok_or_else(|| D::Error::custom("no whole number of seconds"))
}

/// Errors show an appid only if it has the form of one: a caller may have swapped it with a secret.
fn is_appid(text: &str) -> bool {
    text.len() == 18
        && text.starts_with("wx")
        && text[2..].bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_time_may_be_missing_for_the_official_sample_without_an_age() {
        let appids = "wx4f4bc4dec97d474b".into();
        let check = |age, may_be_timeless| {
            let policy = Policy { appids: &appids, age, may_be_absent: false, may_be_timeless };
            let found = Found::Timeless { appid: "wx4f4bc4dec97d474b".into() };
            policy.check(&found, false).map(|accepted| accepted.map(|it| it.timestamp))
        };
        assert_eq!(check(None, true), Ok(Some(0)));
        assert_eq!(check(None, false), Err(Error::WatermarkMissing));
        let now = AgeLimits { now: 0, oldest: 0, latest: 0 };
        assert_eq!(check(Some(now), true), Err(Error::WatermarkMissing));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_timestamp_is_a_whole_number_of_seconds() {
        for (timestamp, is_good) in [
            ("1477314187", true),
            (r#""1477314187""#, true),
            ("1477314187.5", false),
            (r#""1477314187.5""#, false),
            (r#""+1""#, false),
            ("-1", false),
            ("9007199254740991", true),
            ("9007199254740992", false),
        ] {
            let watermark = format!(r#"{{"timestamp":{timestamp},"appid":"wx"}}"#);
            let read = serde_json::from_str::<Watermark>(&watermark);
            assert_eq!(read.is_ok(), is_good, "{timestamp}");
        }
    }
}
