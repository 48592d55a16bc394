//! No public type shows a secret, however it is formatted.

use std::fmt::Debug;

use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    DecryptInput, PhoneNumber, SessionKey, SessionKeyText, SignSessionInput, VerifyRawDataInput,
    decrypt,
};

use crate::official;

#[wasm_bindgen_test(unsupported = test)]
fn debug_shows_no_secret() {
    let key = official::SESSION_KEY;
    let raw_data = r#"{"phone":"13800138000"}"#.to_owned();
    let decrypted = decrypt(&official::phone()).expect("good data");
    let phone: PhoneNumber = decrypted.payload().expect("a phone number");
    assert_silent(&SessionKeyText::from(key));
    assert_silent(&SessionKey::parse(key).expect("a good key"));
    assert_silent(&official::phone());
    assert_silent(&SignSessionInput { session_key: key.into(), body: Some(raw_data.clone()) });
    assert_silent(&VerifyRawDataInput {
        raw_data,
        signature: String::new(),
        session_key: key.into(),
    });
    assert_silent(&decrypted);
    assert_silent(&phone);
}

/// Whatever a caller mixed up, its error does not repeat it.
#[wasm_bindgen_test(unsupported = test)]
fn errors_show_no_secret() {
    let good = official::phone();
    let key = official::SESSION_KEY;
    let mixed_up = [
        DecryptInput { appid: key.into(), ..good.clone() },
        DecryptInput { iv: key.replace('=', "*"), ..good.clone() },
        DecryptInput { iv: good.encrypted_data.clone(), ..good.clone() },
        DecryptInput { encrypted_data: key.to_owned(), ..good.clone() },
        DecryptInput { session_key: format!("{key}{key}").as_str().into(), ..good.clone() },
        DecryptInput { session_key: good.iv.as_str().into(), ..good },
    ];
    for input in mixed_up {
        let error = decrypt(&input).expect_err("mixed up");
        assert_silent(&error);
        assert_no_secret(&error.to_string());
        assert_no_secret(&serde_json::to_string(&error).expect("facts"));
    }
}

fn assert_silent(value: &impl Debug) {
    assert_no_secret(&format!("{value:?} {value:#?}"));
}

fn assert_no_secret(shown: &str) {
    for secret in ["tiihtNczf5", "13800138000"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
