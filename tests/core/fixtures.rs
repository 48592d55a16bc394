//! Every vector of `tests/fixtures`, each with the very answer that it names.

use std::collections::BTreeMap;

use include_dir::{Dir, File, include_dir};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    DecryptInput, Error, Kind, OneOrMany, SignPaymentInput, SignSessionInput, SignVoipInput,
    VerifyRawDataInput, decrypt, sign_payment, sign_session, sign_voip, verify_raw_data,
};

static DECRYPT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/decrypt");
static MATRIX: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/matrix");
static SIGNATURE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/signature");

#[wasm_bindgen_test(unsupported = test)]
fn hand_picked_cases() {
    let cases: Vec<_> = DECRYPT.files().collect();
    assert!(cases.len() >= 100, "{} cases", cases.len());
    report(cases.into_iter().flat_map(|case| check(&name(case), &parse(text_of(case)))).collect());
}

/// Every kind of data, with every length of padding, whole and with every damage: no cell may be
/// empty.
#[wasm_bindgen_test(unsupported = test)]
fn matrix_of_kinds_paddings_and_damages() {
    let mut paddings = BTreeMap::<_, BTreeMap<_, Vec<_>>>::new();
    let mut wrong = Vec::new();
    for file in MATRIX.files() {
        for line in text_of(file).lines() {
            let case = parse(line);
            let (damage, padding) = (text(&case["damage"]), case["padding"].as_u64());
            wrong.extend(check(&format!("{}, {damage}, {padding:?}", name(file)), &case));
            let row = paddings.entry(damage.to_owned()).or_default();
            row.entry(name(file)).or_default().push(padding.expect("a length"));
        }
    }
    report(wrong);
    let kinds: Vec<_> = MATRIX.files().map(name).collect();
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    println!("{:24}{}", "", kinds.join(" "));
    for (damage, row) in &paddings {
        let counts = kinds.iter().map(|kind| {
            let cell = row.get(kind).map_or(&[][..], Vec::as_slice);
            assert!(cell.iter().copied().eq(1..=16), "{kind} × {damage}: {cell:?}");
            format!("{:>width$}", cell.len(), width = kind.len())
        });
        println!("{damage:24}{}", counts.collect::<Vec<_>>().join(" "));
    }
    assert!(paddings.len() >= 20, "{:?}", paddings.keys());
}

#[wasm_bindgen_test(unsupported = test)]
fn signatures() {
    let cases: Vec<_> = SIGNATURE.files().collect();
    assert!(cases.len() >= 10, "{} cases", cases.len());
    for case in cases {
        let fixture = parse(text_of(case));
        let input = &fixture["input"];
        let answer = match fixture["function"].as_str() {
            Some("verifyRawData") => verify_raw_data(&VerifyRawDataInput {
                raw_data: text(&input["rawData"]),
                signature: text(&input["signature"]),
                session_key: session_keys(&input["sessionKey"]),
            })
            .map(Value::from),
            Some("signSession") => sign_session(&SignSessionInput {
                session_key: text(&input["sessionKey"]),
                body: input.get("body").map(text),
            })
            .map(Value::from),
            Some("signPayment") => sign_payment(&SignPaymentInput {
                app_key: text(&input["appKey"]),
                uri: text(&input["uri"]),
                sign_data: text(&input["signData"]),
            })
            .map(Value::from),
            Some("signVoip") => sign_voip(&SignVoipInput {
                session_key: text(&input["sessionKey"]),
                app_id: text(&input["appId"]),
                group_id: text(&input["groupId"]),
                nonce_str: text(&input["nonceStr"]),
                time_stamp: text(&input["timeStamp"]),
            })
            .map(Value::from),
            function => panic!("{function:?} is no function"),
        };
        let answer = answer.unwrap_or_else(|error| json!({ "error": facts(&error) }));
        assert_eq!(answer, fixture["expect"], "{}", name(case));
    }
}

/// What is wrong with the answers to a case.
fn check(name: &str, fixture: &Value) -> Vec<String> {
    let mut input = decrypt_input(&fixture["input"]);
    let mut wrong = Vec::new();
    let mut compare = |answer: Value, expected: &Value| {
        if answer != *expected {
            wrong.push(format!("{name}: {answer}, not {expected}"));
        }
    };
    compare(outcome(&input), &fixture["expect"]);
    if let Some(repaired) = fixture.get("repaired") {
        input.repair = true;
        compare(outcome(&input), repaired);
    }
    wrong
}

fn report(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a call answers, in the words of a fixture.
fn outcome(input: &DecryptInput<'_>) -> Value {
    match decrypt(input) {
        Err(error) => json!({ "error": facts(&error) }),
        Ok(decrypted) => {
            assert_typed(&decrypted);
            let mut answer = json!({
                "kind": decrypted.kind,
                "text": decrypted.data.as_str(),
                "sessionKeyIndex": decrypted.session_key_index,
                "repairs": decrypted.repairs,
            });
            if let Some(watermark) = decrypted.watermark {
                answer["watermark"] = json!(watermark);
            }
            answer
        }
    }
}

/// Data of a kind reads as the type of that kind, if WeChat has published its fields.
fn assert_typed(decrypted: &wx_unionid::Decrypted) {
    let error = match decrypted.kind {
        Kind::GameClubData => decrypted.payload::<wx_unionid::GameClubData>().err(),
        Kind::GroupEnterInfo => decrypted.payload::<wx_unionid::GroupEnterInfo>().err(),
        Kind::MidasFriendPayment => decrypted.payload::<wx_unionid::MidasFriendPayment>().err(),
        Kind::PhoneNumber => decrypted.payload::<wx_unionid::PhoneNumber>().err(),
        Kind::ShareInfo => decrypted.payload::<wx_unionid::ShareInfo>().err(),
        Kind::UserInfo => decrypted.payload::<wx_unionid::UserInfo>().err(),
        Kind::UserProfile => decrypted.payload::<wx_unionid::UserProfile>().err(),
        Kind::WeRun => decrypted.payload::<wx_unionid::WeRun>().err(),
        Kind::UserInteractiveStorage | Kind::Unknown => None,
        kind => panic!("{kind:?}: which type has its data?"),
    };
    assert_eq!(error, None, "{}", decrypted.data.as_str());
}

/// The facts of an error, without its sentence.
fn facts(error: &Error) -> Value {
    let mut facts = json!(error);
    let message = facts.as_object_mut().and_then(|facts| facts.remove("message"));
    assert_eq!(message, Some(json!(error.to_string())));
    facts
}

/// What is missing is empty.
pub(crate) fn decrypt_input(input: &Value) -> DecryptInput<'_> {
    DecryptInput {
        appid: match &input["appid"] {
            Value::Array(list) => OneOrMany::Many(list.iter().map(text).collect()),
            one => OneOrMany::One(one.as_str().unwrap_or_default()),
        },
        session_key: session_keys(&input["sessionKey"]),
        encrypted_data: text(&input["encryptedData"]),
        iv: input["iv"].as_str().unwrap_or_default(),
        max_age_seconds: input["maxAgeSeconds"].as_f64(),
        clock_skew_seconds: input["clockSkewSeconds"].as_f64(),
        now: input["now"].as_f64(),
        repair: input["repair"].as_bool().unwrap_or_default(),
        dangerously_allow_missing_watermark: input["dangerouslyAllowMissingWatermark"]
            .as_bool()
            .unwrap_or_default(),
    }
}

fn session_keys(given: &Value) -> OneOrMany<Option<&str>> {
    match given {
        Value::Array(list) => OneOrMany::Many(list.iter().map(Value::as_str).collect()),
        one => OneOrMany::One(one.as_str()),
    }
}

fn text_of(file: &'static File<'_>) -> &'static str {
    file.contents_utf8().expect("a fixture is a text")
}

fn parse(case: &str) -> Value {
    serde_json::from_str(case).expect("a fixture is JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn name(file: &File<'_>) -> String {
    file.path().file_stem().and_then(|name| name.to_str()).expect("a name").to_owned()
}
