//! What the caller got wrong is told before a key is used.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    Damage, DecryptInput, Error, MAX_SESSION_KEYS, MAX_TEXT_BYTES, OneOrMany, decrypt,
    decrypt_group_enter_info,
};

use crate::official;

#[wasm_bindgen_test(unsupported = test)]
fn an_argument_that_makes_no_sense_is_named() {
    let good = official::phone();
    let keys = |count| OneOrMany::Many(vec![Some(official::SESSION_KEY); count]);
    let empty = OneOrMany::Many(vec![None, Some("")]);
    for (argument, input) in [
        ("appid", DecryptInput { appid: "".into(), ..good.clone() }),
        ("appid", DecryptInput { appid: OneOrMany::Many(vec![]), ..good.clone() }),
        ("sessionKey", DecryptInput { session_key: keys(MAX_SESSION_KEYS + 1), ..good.clone() }),
        ("sessionKey", DecryptInput { session_key: keys(0), ..good.clone() }),
        ("sessionKey", DecryptInput { session_key: empty, ..good.clone() }),
        ("maxAgeSeconds", DecryptInput { max_age_seconds: Some(-1.0), ..good.clone() }),
        ("clockSkewSeconds", DecryptInput { clock_skew_seconds: Some(f64::NAN), ..good.clone() }),
        ("now", DecryptInput { now: Some(f64::INFINITY), ..good.clone() }),
        ("now", DecryptInput { max_age_seconds: Some(1.0), ..good.clone() }),
    ] {
        match decrypt(&input).expect_err("makes no sense") {
            Error::InvalidArgument { argument: named, .. } => assert_eq!(named, argument),
            error => panic!("{argument}: {error}"),
        }
    }
    assert!(decrypt(&DecryptInput { session_key: keys(MAX_SESSION_KEYS), ..good }).is_ok());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_too_long_has_no_number_of_the_official_sample() {
    let encrypted_data = &*"A".repeat(MAX_TEXT_BYTES + 1);
    let error = decrypt(&DecryptInput { encrypted_data, ..official::phone() }).expect_err("long");
    assert_eq!(error, Error::InvalidEncryptedData { damage: Damage::TooLong, at: None });
    assert_eq!(error.biz_data_crypt_code(), None);
}

/// `{"openGId":"tGAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, which has no watermark.
#[wasm_bindgen_test(unsupported = test)]
fn a_maximum_age_needs_a_watermark() {
    let encrypted_data = "rncfKkgY0VSA5mE/Mq6a+8en3b8g763pdSgNaXNZair5mjQE5E++i2BgQvHibHTF";
    let allowed = DecryptInput {
        encrypted_data,
        dangerously_allow_missing_watermark: true,
        ..official::phone()
    };
    assert_eq!(decrypt(&allowed).expect("allowed").watermark, None);
    let aged = DecryptInput { max_age_seconds: Some(300.0), now: Some(0.0), ..allowed };
    assert_eq!(decrypt(&aged).expect_err("no age"), Error::WatermarkMissing);
}

/// The sentences are for developers: they name the text, what is wrong with it and where.
#[wasm_bindgen_test(unsupported = test)]
fn a_refusal_says_what_is_wrong_and_where() {
    let good = official::phone();
    let other = || DecryptInput { appid: "wx0000000000000000".into(), ..good.clone() };
    let malformed = || DecryptInput { appid: "appid".into(), ..good.clone() };
    let keys = || {
        let keys = vec![Some(official::SESSION_KEY), Some("\"")];
        DecryptInput { session_key: OneOrMany::Many(keys), ..good.clone() }
    };
    for (input, sentence) in [
        (other(), "the data belongs to another app, wx4f4bc4dec97d474b, not to wx0000000000000000"),
        (
            malformed(),
            "the data belongs to another app, wx4f4bc4dec97d474b; the expected appid is malformed: \
             an appid is wx and 16 hexadecimal digits",
        ),
        (keys(), "sessionKey is not Base64 (at character 0) (index 1 of the list)"),
        (DecryptInput { iv: "", ..good.clone() }, "iv is empty"),
    ] {
        assert_eq!(decrypt(&input).expect_err("a refusal").to_string(), sentence);
    }
    let kind = decrypt_group_enter_info(&good).expect_err("a phone number").to_string();
    assert_eq!(kind, "the data is phoneNumber, not groupEnterInfo");
}

/// What stands in the place of an appid may be a secret.
#[wasm_bindgen_test(unsupported = test)]
fn only_what_looks_like_an_appid_is_a_fact() {
    for (appid, expected) in [("wx0000000000000000", Some("wx0000000000000000")), ("appid", None)] {
        let input = DecryptInput { appid: appid.into(), ..official::phone() };
        let facts = json!(decrypt(&input).expect_err("another app"));
        assert_eq!(facts.get("expected"), expected.map(|it| json!(it)).as_ref(), "{appid}");
    }
}
