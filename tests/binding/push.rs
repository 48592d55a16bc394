//! Message push: each export, with what it throws.

use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{
    answer_push, check_push_config, decrypt_push, diagnose_push, encrypt_push, open_push,
    sign_push, verify_push_url,
};

use crate::desk::{Fault, answer, write_json};

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/push");

const PARAMETERS: [&str; 6] =
    ["signature", "msg_signature", "timestamp", "nonce", "encrypt_type", "echostr"];
const MAX_AGE_SECONDS: f64 = 300.0;
const RANDOM: &str = "30313233343536373839616263646566";

fn fixture(name: &str) -> Value {
    let file = CASES.get_file(format!("{name}.json")).expect("a fixture");
    serde_json::from_slice(file.contents()).expect("JSON")
}

/// What crosses: the configuration of a fixture, its query, and texts.
fn crossing(fixture: &Value, texts: Value) -> usize {
    let options = &fixture["options"];
    let query: Vec<&str> =
        PARAMETERS.iter().map(|name| fixture["query"][name].as_str().unwrap_or_default()).collect();
    let list = |name: &str| json!([options[name]]);
    write_json(&json!([
        [options["mode"]],
        list("receiver"),
        list("token"),
        list("encodingAESKey"),
        query,
        texts
    ]))
}

fn now(fixture: &Value) -> f64 {
    fixture["options"]["now"].as_f64().unwrap_or(f64::NAN)
}

fn refused() -> Fault {
    Fault { code: "ERR_PUSH_REFUSED".into(), ..Fault::default() }
}

#[wasm_bindgen_test]
fn check_push_config_says_what_is_wrong_and_where() {
    let good = fixture("real-compatible");
    assert_eq!(answer(check_push_config(crossing(&good, json!([])))), Ok(true));
    let mut bad = good;
    bad["options"]["token"] = "a b".into();
    let fault = answer::<bool>(check_push_config(crossing(&bad, json!([])))).expect_err("bad");
    let Fault { argument, index, .. } = fault;
    assert_eq!((argument.as_deref(), index), (Some("token"), Some(0)));
    let fault = answer::<bool>(check_push_config(write_json(&"no list"))).expect_err("unreadable");
    assert_eq!(fault.argument.as_deref(), Some("input"));
}

#[wasm_bindgen_test]
fn open_push_gives_the_message_and_its_fields() {
    let push = fixture("real-compatible");
    let open = |push: &Value, max_age, now| {
        answer::<Value>(open_push(crossing(push, json!([push["body"]])), max_age, now))
    };
    let opened = open(&push, MAX_AGE_SECONDS, now(&push)).expect("a good push");
    assert_eq!(opened["message"], push["expect"]["message"]);
    assert_eq!(opened["fields"]["replayKey"], push["expect"]["replayKey"]);
    // What is infinite is no limit.
    assert!(open(&push, f64::INFINITY, 0.0).is_ok());
    let old = open(&push, MAX_AGE_SECONDS, now(&push) + 301_000.0).expect_err("too old");
    assert_eq!(old.code, "ERR_DATA_EXPIRED");
    let mut forged = push;
    forged["query"]["msg_signature"] = forged["query"]["signature"].clone();
    let fault = open(&forged, MAX_AGE_SECONDS, now(&forged)).expect_err("forged");
    assert_eq!(fault, refused());
}

#[wasm_bindgen_test]
fn verify_push_url_gives_the_echostr() {
    for name in ["official-verify-url", "official-verify-url-wecom"] {
        let push = fixture(name);
        let input = crossing(&push, json!([]));
        let echostr = answer::<Value>(verify_push_url(input, MAX_AGE_SECONDS, now(&push)));
        assert_eq!(echostr.as_ref(), Ok(&push["expect"]), "{name}");
    }
}

#[wasm_bindgen_test]
fn answer_push_writes_what_encrypt_push_encrypts_and_sign_push_signs() {
    let push = fixture("real-compatible");
    let receiver = &push["options"]["receiver"];
    let seal = encrypt_push(crossing(&push, json!([RANDOM, "text"])));
    let sealed = answer::<String>(seal).expect("Base64");
    let opened = answer::<String>(decrypt_push(crossing(&push, json!([sealed]))));
    assert_eq!(opened.as_deref(), Ok("text"));
    let sign = sign_push(crossing(&push, json!(["1414387151", "917222494", sealed])));
    let signature = answer::<String>(sign).expect("a signature");
    let texts = json!(["json", receiver, "917222494", RANDOM, "text"]);
    let body = answer_push(crossing(&push, texts), 0, 0, now(&push));
    let body: Value = serde_json::from_str(&answer::<String>(body).expect("a body")).expect("JSON");
    let expected = json!({
        "Encrypt": sealed, "MsgSignature": signature, "TimeStamp": 1_414_387_151, "Nonce": "917222494",
    });
    assert_eq!(body, expected);
    let texts = json!(["json", receiver, "917222494", "00", "text"]);
    let fault = answer::<String>(answer_push(crossing(&push, texts), 0, 0, now(&push)));
    assert_eq!(fault.expect_err("too few bytes").argument.as_deref(), Some("random"));
}

#[wasm_bindgen_test]
fn sign_push_covers_the_ciphertext() {
    let push = fixture("real-compatible");
    let sign = |sealed: &str| {
        let texts = json!(["1414387151", "917222494", sealed]);
        answer::<String>(sign_push(crossing(&push, texts)))
    };
    assert_ne!(sign("AAAA"), sign("AAAB"));
}

#[wasm_bindgen_test]
fn encrypt_push_demands_sixteen_bytes() {
    let push = fixture("real-compatible");
    let fault = answer::<String>(encrypt_push(crossing(&push, json!(["00", "text"]))));
    assert_eq!(fault.expect_err("too few").argument.as_deref(), Some("random"));
}

#[wasm_bindgen_test]
fn decrypt_push_refuses_what_was_changed() {
    let push = fixture("real-compatible");
    let fault = answer::<String>(decrypt_push(crossing(&push, json!(["AAAA"]))));
    assert_eq!(fault, Err(refused()));
}

#[wasm_bindgen_test]
fn diagnose_push_says_why() {
    let mut push = fixture("real-compatible");
    let diagnose = |push: &Value, raw: &str| {
        let input = crossing(push, json!([push["body"], raw]));
        answer::<Value>(diagnose_push(input, MAX_AGE_SECONDS, now(push))).expect("an answer")
    };
    assert_eq!(diagnose(&push, "raw")["cause"], "ok");
    assert_eq!(diagnose(&push, "parsed")["cause"], "body_not_raw");
    push["options"]["encodingAESKey"] = "A".repeat(44).into();
    let finding =
        json!({ "cause": "key_form", "field": "encodingAESKey", "index": 0, "chars": 44 });
    assert_eq!(diagnose(&push, "raw")["causes"], json!([finding]));
}
