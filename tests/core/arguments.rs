//! What the caller got wrong is told before a key is used.

use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    Damage, DecryptInput, Error, MAX_SESSION_KEYS, MAX_TEXT_BYTES, OneOrMany, decrypt,
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
