//! `diagnose`, of an entry as the package lays it on the desk.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{diagnose, diagnose_raw_data};

use crate::crossing::{Demand, Input, Repair, phone, write_entries};
use crate::desk::{answer, js, write_json};

#[derive(Deserialize, Serialize)]
struct Diagnosis {
    cause: String,
    causes: Vec<Finding>,
    steps: Vec<Step>,
    repairs: Vec<Repair>,
    opens: bool,
    kind: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Finding {
    cause: String,
    field: Option<String>,
    at: Option<usize>,
    confidence: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    name: String,
    ok: bool,
    field: Option<String>,
    index: Option<usize>,
    chars: Option<usize>,
    bytes: Option<usize>,
    blocks: Option<usize>,
    readable_blocks: Option<usize>,
    unreadable_blocks: Option<Vec<[usize; 2]>>,
}

fn diagnosed(input: Input) -> Diagnosis {
    let (bytes, _) = write_entries(Demand::default(), &[js(&input)]);
    answer(diagnose(bytes)).expect("it never throws")
}

#[wasm_bindgen_test]
fn good_data_is_good() {
    let Diagnosis { cause, causes, steps, repairs, opens, kind } = diagnosed(phone());
    assert_eq!((cause.as_str(), causes, repairs), ("ok", vec![], vec![]));
    assert_eq!((opens, kind.as_deref()), (true, Some("phoneNumber")));
    assert!(steps.iter().all(|step| step.ok));
    let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names.last(), Some(&"watermark"), "{names:?}");
}

#[wasm_bindgen_test]
fn every_damage_is_reported_with_its_position() {
    let Input { encrypted_data, .. } = phone();
    let at = encrypted_data.find('+');
    let spaces = encrypted_data.replace('+', " ");
    let iv = "AAAAAAAAAAAAAAAAAAAAAA==".into();
    let Diagnosis { cause, causes, steps, repairs, opens, kind } =
        diagnosed(Input { encrypted_data: spaces, iv, ..phone() });
    assert_eq!(cause, "plus_became_space");
    let find = |cause: &str, field: &str, at, confidence: &str| Finding {
        cause: cause.into(),
        field: Some(field.into()),
        at,
        confidence: confidence.into(),
    };
    assert_eq!(
        causes,
        [
            find("plus_became_space", "encryptedData", at, "certain"),
            find("wrong_iv", "iv", None, "likely"),
        ]
    );
    assert_eq!((repairs.len(), opens, kind), (1, false, None));
    let decrypt = steps.iter().find(|step| step.name == "decrypt").expect("the step");
    assert_eq!((decrypt.ok, &decrypt.unreadable_blocks), (true, &Some(vec![[0, 0]])));
}

/// Anything may be missing.
#[wasm_bindgen_test]
fn an_empty_input_is_diagnosed_too() {
    let (appid, session_key) = ([].into(), [None].into());
    let (encrypted_data, iv) = (String::new(), String::new());
    let nothing = Input { appid, session_key, encrypted_data, iv, ..phone() };
    let Diagnosis { causes, opens, .. } = diagnosed(nothing);
    assert!(!opens);
    let missing: Vec<_> = causes
        .iter()
        .map(|Finding { cause, field, .. }| (cause.as_str(), field.as_deref().unwrap_or_default()))
        .collect();
    let fields = ["appid", "sessionKey", "iv", "encryptedData"];
    assert_eq!(missing, fields.map(|field| ("missing_field", field)));
}

/// The sample of WeChat's page.
const RAW_DATA: &str = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}"#;

#[wasm_bindgen_test]
fn diagnose_raw_data_says_what_became_of_it() {
    for (raw_data, cause) in [
        (RAW_DATA.to_owned(), "ok"),
        (RAW_DATA.replace('"', "&quot;"), "html_escaped"),
        (String::new(), "missing_field"),
    ] {
        let input = json!({
            "rawData": raw_data,
            "signature": "75e81ceda165f4ffa64f4068af58c64b8f54b88c",
            "sessionKey": "HyVFkGl5F5OQWJZZaNzBBg==",
            "encryptedData": "",
            "iv": "",
        });
        let found: Value = answer(diagnose_raw_data(write_json(&input))).expect("it never throws");
        assert_eq!(found["cause"], cause);
    }
}
