//! What WeChat's errcodes mean, whether to try again, and what to do.

use serde::Serialize;

pub(crate) mod table;

/// What kind of failure an errcode is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum ErrcodeCategory {
    /// The access token is missing, stale, or another account's.
    AccessToken,
    /// The appid, the AppSecret, the IP whitelist, or the account itself.
    AppCredentials,
    /// The request is wrong.
    Argument,
    /// WeChat's side: try later.
    Busy,
    /// The code of a login, a phone number or a plug-in is no good: get a new one.
    Code,
    /// Encrypted data does not open (WXBizDataCrypt).
    Decryption,
    /// What was asked for does not exist.
    NotFound,
    /// The account may not do this: not authorised, not bound, another scope.
    Permission,
    /// Too often, or a quota is used up.
    RateLimit,
    /// The user has to authorise again.
    RefreshToken,
    /// The session key has expired or was replaced, or what it signed is wrong.
    SessionKey,
    /// Signatures and encryption of messages and payments.
    Signature,
    /// Not in the table.
    Unknown,
    /// This very user.
    User,
}

/// A text for people, in Chinese and English.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct LocalizedText {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// What an errcode means at an endpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct ErrcodeExplanation {
    /// What kind of failure it is.
    pub category: ErrcodeCategory,
    /// Whether the same request can succeed later, or, for an expired token, with a new one. A
    /// request that holds a code is not retryable if the code may be used up.
    pub retryable: bool,
    /// What it means.
    pub meaning: LocalizedText,
    /// What to do.
    pub advice: LocalizedText,
}

/// Explains an errcode as it is meant at an endpoint, given by its name, or anywhere. Endpoints
/// give one number different meanings: 40029 is a login code for one and a phone code for another.
#[must_use]
pub fn explain(errcode: i64, endpoint: Option<&str>) -> ErrcodeExplanation {
    let (handling, wording) = match find(errcode, endpoint) {
        Some(index) => (table::HANDLINGS[index], table::WORDINGS[index]),
        None => (UNKNOWN, UNKNOWN_WORDING),
    };
    let Handling { category, retryable, .. } = handling;
    let [meaning, advice] = wording.map(|[zh, en]| LocalizedText { zh, en });
    ErrcodeExplanation { category, retryable, meaning, advice }
}

/// What programs want to know of an errcode. The texts are for people, and the wasm goes without
/// them.
pub(crate) fn judge(errcode: i64, endpoint: &str) -> (ErrcodeCategory, bool) {
    let handling = find(errcode, Some(endpoint)).map_or(UNKNOWN, |index| table::HANDLINGS[index]);
    (handling.category, handling.retryable)
}

/// The row of an endpoint before the one for everywhere.
fn find(errcode: i64, endpoint: Option<&str>) -> Option<usize> {
    let rows = || table::HANDLINGS.iter().enumerate().filter(|(_, row)| row.errcode == errcode);
    let of_endpoint =
        endpoint.and_then(|name| rows().find(|(_, row)| row.endpoints.contains(&name)));
    let (index, _) = of_endpoint.or_else(|| rows().find(|(_, row)| row.endpoints.is_empty()))?;
    Some(index)
}

/// What programs go by.
#[derive(Clone, Copy)]
pub(crate) struct Handling {
    pub(crate) errcode: i64,
    /// Where the row counts. Everywhere else, if there are none.
    pub(crate) endpoints: &'static [&'static str],
    pub(crate) category: ErrcodeCategory,
    pub(crate) retryable: bool,
}

/// What people read: the meaning and the advice, each in Chinese and English.
pub(crate) type Wording = [[&'static str; 2]; 2];

pub(crate) const UNKNOWN: Handling =
    Handling { errcode: 0, endpoints: &[], category: ErrcodeCategory::Unknown, retryable: false };

/// What is said of a code that is in no row.
pub(crate) const UNKNOWN_WORDING: Wording = [
    ["未收录的错误码。", "This errcode is not in our table."],
    [
        "以 errmsg 为准。凭其中的 rid 可在后台查询；sns 接口的 rid 后台查不到，请到微信开放社区反馈。",
        "Go by its errmsg. The console looks the request up by the rid in it; a rid of an sns endpoint only the WeChat community can look up.",
    ],
];

const RETRY: bool = true;
const NO_RETRY: bool = false;

/// Splits a table in two, so that a build without the texts carries none of them.
macro_rules! rows {
    ($((
        $errcode:literal, [$($endpoint:literal),* $(,)?], $category:ident, $retryable:ident,
        $meaning:expr, $advice:expr $(,)?
    )),* $(,)?) => {
        pub(crate) const HANDLINGS: &[Handling] = &[$(Handling {
            errcode: $errcode,
            endpoints: &[$($endpoint),*],
            category: ErrcodeCategory::$category,
            retryable: $retryable,
        }),*];
        pub(crate) const WORDINGS: &[Wording] = &[$([$meaning, $advice]),*];
    };
}
use rows;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::table::{HANDLINGS, WORDINGS};
    use super::*;
    use crate::api::ENDPOINTS;

    /// What `tests/fixtures/errcodes.mjs` found in a document about WeChat's APIs.
    const KNOWN: &str = include_str!("../tests/fixtures/errcodes.json");

    #[wasm_bindgen_test(unsupported = test)]
    fn every_known_code_has_a_meaning_and_advice_of_its_own() {
        let known: Vec<i64> = serde_json::from_str(KNOWN).expect("a list of numbers");
        assert!(known.len() > 100, "{}", known.len());
        let mut owners = BTreeMap::new();
        for errcode in known {
            let ErrcodeExplanation { category, meaning, advice, .. } = explain(errcode, None);
            assert_ne!(category, ErrcodeCategory::Unknown, "{errcode}");
            let texts = [meaning.zh, meaning.en, advice.zh, advice.en];
            assert!(texts.iter().all(|text| text.len() > 8), "{errcode}: {texts:?}");
            assert_eq!(owners.insert([meaning.zh, advice.zh], errcode), None, "{errcode}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn rows_are_in_order_and_name_endpoints_that_exist() {
        assert_eq!(HANDLINGS.len(), WORDINGS.len());
        let order = |row: &Handling| (row.errcode, !row.endpoints.is_empty());
        assert!(HANDLINGS.is_sorted_by_key(order));
        for row in HANDLINGS {
            for name in row.endpoints {
                assert!(ENDPOINTS.iter().any(|endpoint| endpoint.name == *name), "{name}");
                let rows = HANDLINGS
                    .iter()
                    .filter(|other| other.errcode == row.errcode && other.endpoints.contains(name));
                assert_eq!(rows.count(), 1, "{} of {name}", row.errcode);
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_code_means_what_its_endpoint_means_by_it() {
        let login = explain(40029, Some("code2Session"));
        let phone = explain(40029, Some("getPhoneNumber"));
        assert_eq!(
            (login.category, phone.category),
            (ErrcodeCategory::Code, ErrcodeCategory::Code)
        );
        assert_ne!(login.advice, phone.advice);
        assert_eq!(explain(40029, Some("no such endpoint")), explain(40029, None));
        // A stale token is refreshed; a wrong AppSecret is not.
        assert!(explain(40001, Some("userInfo")).retryable);
        assert!(!explain(40001, Some("getStableAccessToken")).retryable);
        assert_eq!(explain(123_456, None).category, ErrcodeCategory::Unknown);
    }
}
