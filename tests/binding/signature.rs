//! `verifyRawData`, `signSession` and `sha256`.

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{sha256, sign_payment, sign_session, sign_voip, verify_raw_data};

use crate::crossing::Texts;
use crate::desk::{Fault, answer, write, write_json};

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/signature");

const SESSION_KEY: &str = "o0q0otL8aEzpcZL/FT9WsQ==";

#[derive(Deserialize)]
#[serde(tag = "function", content = "input", rename_all = "camelCase")]
enum Call {
    VerifyRawData(Verify),
    SignSession(Sign),
    SignPayment(Value),
    SignVoip(Value),
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Verify {
    raw_data: String,
    signature: String,
    session_key: Texts,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sign {
    session_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    call: Call,
    expect: Value,
}

#[wasm_bindgen_test]
fn verify_raw_data_and_sign_session_answer_every_case() {
    let mut counts = [0; 4];
    for file in CASES.files() {
        let Case { call, expect } = serde_json::from_slice(file.contents()).expect("a case");
        let (which, value) = match call {
            Call::VerifyRawData(input) => {
                (0, answer::<bool>(verify_raw_data(write_json(&input))).map(Value::from))
            }
            Call::SignSession(input) => {
                (1, answer::<String>(sign_session(write_json(&input))).map(Value::from))
            }
            Call::SignPayment(input) => (2, answer(sign_payment(write_json(&input)))),
            Call::SignVoip(input) => (3, answer(sign_voip(write_json(&input)))),
        };
        counts[which] += 1;
        let refused = expect["error"]["argument"].as_str().map(Fault::of_argument);
        assert_eq!(value, refused.map_or(Ok(expect.clone()), Err), "{}", file.path().display());
    }
    assert!(counts.iter().zip([10, 10, 2, 1]).all(|(count, least)| *count >= least), "{counts:?}");
}

#[wasm_bindgen_test]
fn sign_payment_names_what_is_missing() {
    let fault = answer::<String>(sign_payment(write_json(&serde_json::json!({}))));
    assert_eq!(fault, Err(Fault::of_argument("appKey")));
}

#[wasm_bindgen_test]
fn sign_voip_names_what_is_missing() {
    let fault = answer::<String>(sign_voip(write_json(&serde_json::json!({}))));
    assert_eq!(fault, Err(Fault::of_argument("sessionKey")));
}

#[wasm_bindgen_test]
fn verify_raw_data_throws_what_is_wrong_with_a_key() {
    let verify = |keys: Texts| {
        let input = Verify { raw_data: "{}".into(), signature: "".into(), session_key: keys };
        answer::<bool>(verify_raw_data(write_json(&input)))
    };
    assert_eq!(verify([None, Some(SESSION_KEY)].into()), Ok(false));
    assert_eq!(verify([None].into()), Err(Fault::of_argument("sessionKey")));
    let damaged = Fault {
        code: "ERR_INVALID_SESSION_KEY".into(),
        biz_data_crypt_code: Some(-41001),
        damage: Some("not_base64".into()),
        at: Some(1),
        index: Some(1),
        ..Fault::default()
    };
    assert_eq!(verify([Some(SESSION_KEY), Some("a*")].into()), Err(damaged));
}

#[wasm_bindgen_test]
fn sign_session_throws_what_is_wrong_with_its_input() {
    let sign = |text: &str| answer::<String>(sign_session(write(&text.into())));
    assert_eq!(sign("[]"), Err(Fault::of_argument("input")));
    assert_eq!(sign("{}"), Err(Fault::of_argument("sessionKey")));
    assert_eq!(sign(r#"{"sessionKey":1}"#), Err(Fault::of_argument("sessionKey")));
    let short = sign(r#"{"sessionKey":"AAAA"}"#).expect_err("too short");
    assert_eq!(short.damage.as_deref(), Some("session_key_length"));
    let long = Sign { session_key: SESSION_KEY.into(), body: Some("a".repeat((1 << 20) + 1)) };
    let long = answer::<String>(sign_session(write_json(&long)));
    assert_eq!(long, Err(Fault::of_argument("body")));
}

/// As JavaScript writes it when it turns a text into bytes.
#[wasm_bindgen_test]
fn sign_session_reads_half_an_emoji_as_the_replacement_character() {
    let sign = |body: &str| {
        let input = format!(r#"{{"sessionKey":"{SESSION_KEY}","body":"{body}"}}"#);
        answer::<String>(sign_session(write(&input.as_str().into()))).expect("a signature")
    };
    assert_eq!(sign(r"a\ud83d"), sign("a\u{fffd}"));
    assert_eq!(sign(r"\ud83d\ude00"), sign("😀"));
    assert_ne!(sign("a"), sign("a\u{fffd}"));
}

#[wasm_bindgen_test]
fn sha256_is_in_hexadecimal_digits() {
    for (text, digits) in [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("微信", "81b430b69643518018b5c10df96d0e1172cfdf1a034fbb3e6f104532a49b9030"),
    ] {
        assert_eq!(answer::<String>(sha256(write(&text.into()))).as_deref(), Ok(digits));
    }
}
