//! What was encrypted may be anything: whoever has the session key's user can choose it.

use serde::Deserialize;
use serde_json::{Map, Value};
use wx_unionid::{
    DecryptInput, Decrypted, Error, GameClubData, GroupEnterInfo, Kind, MidasFriendPayment,
    OneOrMany, PhoneNumber, ShareInfo, UserInfo, UserProfile, WeRun, decrypt_group_enter_info,
    decrypt_private_message,
};

use super::input::{
    APPID, IV, SESSION_KEY, STALE, Unique, assert_silent, block, lines, seal, unique,
};

const OTHER_APPID: &str = "wx0000000000000000";
/// In seconds since 1970.
const NOW: i64 = 1_700_000_000;
const MAX_AGE: i64 = 3600;
const CLOCK_SKEW: i64 = 60;
const MAX_SAFE: i64 = 9_007_199_254_740_991;

/// A letter for each option, and then what is encrypted, with its padding.
///
/// It opens if, and only if, it is padded, UTF-8, a JSON object that names nothing twice, and its
/// watermark is of our app and of its time. What comes out is what was put in.
pub fn decrypt(bytes: &[u8]) {
    let Some(([options], plaintext)) = lines(bytes) else { return };
    let is = |letter: char| options.contains(letter);
    let (blocks, _) = plaintext.as_chunks();
    let input = DecryptInput {
        appid: if is('l') { OneOrMany::Many(vec![OTHER_APPID, APPID]) } else { APPID.into() },
        session_key: if is('k') {
            OneOrMany::Many(vec![None, Some(STALE), Some(SESSION_KEY)])
        } else {
            SESSION_KEY.into()
        },
        encrypted_data: &seal(&block(SESSION_KEY), &block(IV), blocks),
        iv: IV,
        max_age_seconds: is('a').then_some(MAX_AGE as f64),
        clock_skew_seconds: None,
        now: is('a').then_some(NOW as f64 * 1000.0),
        repair: is('r'),
        dangerously_allow_missing_watermark: is('w'),
    };
    let text = unpadded(blocks.as_flattened()).and_then(|bytes| str::from_utf8(bytes).ok());
    match wx_unionid::decrypt(&input) {
        Ok(decrypted) => check_opened(&decrypted, &input, text.expect("a text")),
        Err(error) => {
            assert_silent(
                &error,
                [SESSION_KEY, IV, input.encrypted_data, text.unwrap_or_default()],
            );
            let is_good = text.and_then(watermark_in).is_some_and(|it| is_ours(&it, is('a')));
            assert!(!is_good, "{error}: {text:?}");
        }
    }
    let other = "wx0000000000000001";
    let opened = wx_unionid::decrypt(&DecryptInput { appid: other.into(), ..input.clone() });
    let is_named = text.is_some_and(|text| text.contains(other));
    assert!(opened.map_or(true, |it| is_named || is('w') && it.watermark.is_none()));
    match decrypt_group_enter_info(&input) {
        Ok(decrypted) => assert_eq!(decrypted.kind, Kind::GroupEnterInfo),
        Err(error) => assert_silent(&error, [SESSION_KEY, text.unwrap_or_default()]),
    }
    match decrypt_private_message(&input) {
        Ok(message) => assert!(Some(&*message) == text && !message.starts_with('{') && !is('a')),
        Err(error) => assert_silent(&error, [SESSION_KEY, text.unwrap_or_default()]),
    }
}

fn check_opened(decrypted: &Decrypted, input: &DecryptInput<'_>, text: &str) {
    let data = decrypted.data.as_str();
    // Raw control characters are escaped, and are no JSON for others.
    if !text.contains(|it: char| it.is_ascii_control()) {
        assert_eq!(data, text);
    }
    let has_age = input.max_age_seconds.is_some();
    if let Some(watermark) = &decrypted.watermark {
        assert!(input.appid.as_slice().contains(&&*watermark.appid), "{watermark:?}");
        assert!(!has_age || is_in_time(watermark.timestamp));
    } else {
        assert!(input.dangerously_allow_missing_watermark && !has_age);
    }
    // Another reader has no lone surrogates, no numbers beyond f64, and no great depth.
    if let Some(fields) = unique(data) {
        let appid = fields.get("watermark").and_then(|it| it.get("appid")).and_then(Value::as_str);
        assert_eq!(appid, decrypted.watermark.as_ref().map(|it| &*it.appid));
    }
    assert_eq!(decrypted.session_key_index, input.session_key.as_slice().len() - 1);
    assert_eq!(decrypted.repairs, []);
    check_payload(decrypted);
}

/// Only data of its kind has a type.
fn check_payload(decrypted: &Decrypted) {
    macro_rules! is_typed {
        ($($kind:ident)*) => {
            $(if decrypted.payload::<$kind>().is_ok() {
                assert_eq!(decrypted.kind, Kind::$kind);
            })*
        };
    }
    is_typed!(
        GameClubData GroupEnterInfo MidasFriendPayment PhoneNumber ShareInfo UserInfo UserProfile
        WeRun
    );
    let error = decrypted.payload::<PhoneNumber>().err();
    assert!(error.is_none_or(|error| matches!(error, Error::UnexpectedKind { .. })));
}

/// The watermark of an object, if neither names anything twice.
fn watermark_in(text: &str) -> Option<Map<String, Value>> {
    #[derive(Deserialize)]
    struct Data {
        watermark: Unique,
    }
    unique(text)?;
    serde_json::from_str(text).ok().map(|Data { watermark: Unique(fields) }| fields)
}

/// WeChat's rule of a good watermark, once more.
fn is_ours(watermark: &Map<String, Value>, has_age: bool) -> bool {
    let timestamp = watermark.get("timestamp").and_then(Value::as_i64);
    let is_good = |it: &i64| (0..=MAX_SAFE).contains(it) && (!has_age || is_in_time(*it));
    watermark.get("appid") == Some(&APPID.into()) && timestamp.as_ref().is_some_and(is_good)
}

fn is_in_time(timestamp: i64) -> bool {
    (NOW - MAX_AGE..=NOW + CLOCK_SKEW).contains(&timestamp)
}

fn unpadded(bytes: &[u8]) -> Option<&[u8]> {
    let padding = usize::from(*bytes.last()?);
    let is_good = (1..=16).contains(&padding) && bytes.ends_with(&vec![padding as u8; padding]);
    is_good.then(|| &bytes[..bytes.len() - padding])
}
