//! No public type shows a secret, however it is formatted.

use std::fmt::Debug;

use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::api::{
    self, AccessTokenCredentials, AppCredentials, CheckSessionKey, Code2Session,
    ComponentCredentials, CustomRequest, GetPhoneNumber, GetStableAccessToken,
    ThirdpartyCode2Session,
};
use wx_unionid::{
    DecryptInput, DiagnoseRawDataInput, HttpMethod, MessagePush, PhoneNumber, PushConfig, PushMode,
    Reply, SessionKey, SessionKeyText, SignPaymentInput, SignSessionInput, SignVoipInput,
    VerifyRawDataInput, decrypt,
};

use crate::official;

#[wasm_bindgen_test(unsupported = test)]
fn debug_shows_no_secret() {
    let key = official::SESSION_KEY;
    let raw_data = r#"{"phone":"13800138000"}"#;
    let decrypted = decrypt(&official::phone()).expect("good data");
    let phone: PhoneNumber = decrypted.payload().expect("a phone number");
    assert_silent(&SessionKeyText::from(key));
    assert_silent(&SessionKey::parse(key).expect("a good key"));
    assert_silent(&official::phone());
    assert_silent(&SignSessionInput { session_key: key, body: Some(raw_data) });
    let signed = VerifyRawDataInput { raw_data, signature: "", session_key: key.into() };
    assert_silent(&signed);
    assert_silent(&DiagnoseRawDataInput { signed, encrypted_data: raw_data, iv: key });
    assert_silent(&decrypted);
    assert_silent(&phone);
    assert_silent(&SignPaymentInput { app_key: key, uri: "/a", sign_data: raw_data });
    assert_silent(&SignVoipInput { session_key: key, ..SignVoipInput::default() });
    let config = PushConfig {
        mode: PushMode::Safe,
        receivers: &[""],
        tokens: &["tiihtNczf5v6AKRyjwEUhQ"],
        encoding_aes_keys: &["tiihtNczf5v6AKRyjwEUhQ13800138000AAAAAAAAAA"],
        max_age_seconds: None,
        now: None,
    };
    assert_silent(&config);
    assert_silent(&MessagePush::new(&config).expect("a good configuration"));
}

/// Requests are shown as they may be logged, and replies not at all.
#[wasm_bindgen_test(unsupported = test)]
fn requests_and_replies_show_no_secret() {
    let secret = || "tiihtNczf5-13800138000";
    let app = AppCredentials { appid: "wx".into(), secret: secret().into() };
    let token = AccessTokenCredentials::Token(secret().into());
    let component = ComponentCredentials {
        appid: "wx".into(),
        component_appid: "wx".into(),
        component_access_token: secret().into(),
    };
    let login = Code2Session { js_code: secret().into() };
    let phone = GetPhoneNumber { code: secret().into(), openid: None };
    let check = CheckSessionKey { openid: "o".into(), session_key: official::SESSION_KEY.into() };
    assert_silent(&(&app, &token, &component, &login, &phone, &check));
    for request in [
        api::build_request(&login, &app),
        api::build_request(&ThirdpartyCode2Session { js_code: secret().into() }, &component),
        api::build_request(&phone, &token),
        api::build_request(&check, &token),
        api::build_request(&GetStableAccessToken { force_refresh: None }, &app),
    ] {
        let request = request.expect("a request");
        assert_silent(&request);
        assert_no_secret(&request.redacted_url);
        assert_no_secret(request.redacted_body.as_deref().unwrap_or_default());
    }
    let body = br#"{"openid":"o","session_key":"tiihtNczf5v6AKRyjwEUhQ==","phone":"13800138000"}"#;
    let reply = Reply { status: 200, body };
    let session = api::parse_response::<Code2Session>(&reply).expect("a session");
    assert_silent(&(reply, session));
    let custom = CustomRequest {
        method: HttpMethod::Post,
        path: "/wxa/x".into(),
        query: vec![("a".into(), secret().into())],
        body: Some(secret().into()),
    };
    assert_silent(&custom);
    assert_silent(&custom.build(&token).expect("a request"));
}

/// Whatever a caller mixed up, its error does not repeat it.
#[wasm_bindgen_test(unsupported = test)]
fn errors_show_no_secret() {
    let good = official::phone();
    let key = official::SESSION_KEY;
    let (starred, twice) = (key.replace('=', "*"), format!("{key}{key}"));
    let mixed_up = [
        DecryptInput { appid: key.into(), ..good.clone() },
        DecryptInput { iv: &starred, ..good.clone() },
        DecryptInput { iv: good.encrypted_data, ..good.clone() },
        DecryptInput { encrypted_data: key, ..good.clone() },
        DecryptInput { session_key: twice.as_str().into(), ..good.clone() },
        DecryptInput { session_key: good.iv.into(), ..good },
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
