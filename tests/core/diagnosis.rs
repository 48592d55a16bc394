//! What is said of damage whose cause is known. The generators in `tests/diagnosis` make thousands
//! more.

use include_dir::{Dir, DirEntry, include_dir};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    DecryptInput, DiagnoseRawDataInput, Diagnosis, DiagnosisCause, DiagnosisConfidence,
    DiagnosisField, DiagnosisFinding, DiagnosisStepName, Kind, MAX_SESSION_KEYS, OneOrMany,
    VerifyRawDataInput, diagnose, diagnose_raw_data,
};

use crate::{fixtures, official};

static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/diagnosis");

/// A key that opens nothing.
const STALE: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

fn causes(input: &DecryptInput) -> Vec<DiagnosisCause> {
    diagnose(input).causes.iter().map(|finding| finding.cause).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn good_data_is_good() {
    let diagnosis = diagnose(&official::phone());
    assert_eq!((diagnosis.cause, diagnosis.causes.len()), (DiagnosisCause::Ok, 0));
    assert_eq!((diagnosis.opens, diagnosis.kind), (true, Some(Kind::PhoneNumber)));
    assert!(diagnosis.steps.iter().all(|step| step.ok), "{:?}", diagnosis.steps);
    let keys = OneOrMany::Many(vec![None, Some(STALE), Some(official::SESSION_KEY)]);
    assert_eq!(causes(&DecryptInput { session_key: keys, ..official::phone() }), []);
    let too_many = OneOrMany::Many(vec![Some(official::SESSION_KEY); MAX_SESSION_KEYS + 1]);
    assert!(diagnose(&DecryptInput { session_key: too_many, ..official::phone() }).opens);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_cause_is_reported_with_its_field() {
    use DiagnosisCause::*;
    let good = official::phone();
    let data = good.encrypted_data;
    let iv = |iv| DecryptInput { iv, ..good.clone() };
    let key = |key: &'static str| DecryptInput { session_key: key.into(), ..good.clone() };
    let encrypted = |data| DecryptInput { encrypted_data: data, ..good.clone() };
    let plus_as = |text| data.replace('+', text);
    let [space, percent, twice, html] = [" ", "%2B", "%252B", "&#43;"].map(plus_as);
    for (input, cause, field) in [
        (encrypted(&space), PlusBecameSpace, Some(DiagnosisField::EncryptedData)),
        (encrypted(&percent), PercentEncoded, Some(DiagnosisField::EncryptedData)),
        (encrypted(&twice), DoublePercentEncoded, Some(DiagnosisField::EncryptedData)),
        (encrypted(&html), HtmlEscaped, Some(DiagnosisField::EncryptedData)),
        (encrypted(&data[..100]), Truncated, Some(DiagnosisField::EncryptedData)),
        (encrypted(&data[..128]), Truncated, Some(DiagnosisField::EncryptedData)),
        (encrypted("[object Object]"), NotBase64, Some(DiagnosisField::EncryptedData)),
        (encrypted(""), MissingField, Some(DiagnosisField::EncryptedData)),
        (encrypted(good.iv), SwappedFields, Some(DiagnosisField::EncryptedData)),
        (encrypted(official::SESSION_KEY), SwappedFields, Some(DiagnosisField::EncryptedData)),
        (iv("undefined"), MissingField, Some(DiagnosisField::Iv)),
        (iv("cjdCWFhLa0xiOHFyU05uMDVuMHFpQT09"), IvLength, Some(DiagnosisField::Iv)),
        (iv(STALE), WrongIv, Some(DiagnosisField::Iv)),
        (key(r#""tiihtNczf5v6AKRyjwEUhQ==""#), JsonQuoted, Some(DiagnosisField::SessionKey)),
        (key(r"tiihtNczf5v6AKRyjwEUhQ\u003d\u003d"), JsonEscaped, Some(DiagnosisField::SessionKey)),
        (key("tiihtNczf5v6AKRyjwEUhQ"), Base64Url, Some(DiagnosisField::SessionKey)),
        (key("tiihtNczf5v6AKRyjwEU"), Truncated, Some(DiagnosisField::SessionKey)),
        (key("tiihtNczf5v6AKRyjwEUhR"), SessionKeyLength, Some(DiagnosisField::SessionKey)),
        (key("oGZUI0egBJY1zhBYw2KhdUfwVJJE"), SessionKeyLength, Some(DiagnosisField::SessionKey)),
        (key(STALE), WrongSessionKey, Some(DiagnosisField::SessionKey)),
        (
            DecryptInput { appid: "".into(), ..good.clone() },
            MissingField,
            Some(DiagnosisField::Appid),
        ),
        (
            DecryptInput { appid: "wx0000000000000000".into(), ..good.clone() },
            AppidMismatch,
            Some(DiagnosisField::Appid),
        ),
    ] {
        let diagnosis = diagnose(&input);
        assert_eq!(causes(&input), [cause]);
        assert_eq!(diagnosis.causes[0].field, field, "{cause:?}");
        assert_ne!(diagnosis.causes[0].confidence, DiagnosisConfidence::Possible, "{cause:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn layers_under_damage_are_found_too() {
    let good = official::phone();
    let damaged = good.encrypted_data.replace('+', " ");
    let input = DecryptInput { encrypted_data: &damaged, ..good.clone() };
    let stale = DecryptInput { session_key: STALE.into(), ..input.clone() };
    assert_eq!(causes(&stale), [DiagnosisCause::PlusBecameSpace, DiagnosisCause::WrongSessionKey]);
    let foreign = DecryptInput { appid: "wx0000000000000000".into(), ..input.clone() };
    assert_eq!(causes(&foreign), [DiagnosisCause::PlusBecameSpace, DiagnosisCause::AppidMismatch]);
    let other_iv = DecryptInput { iv: STALE, appid: "wx0000000000000000".into(), ..input };
    assert_eq!(
        causes(&other_iv),
        [DiagnosisCause::PlusBecameSpace, DiagnosisCause::WrongIv, DiagnosisCause::AppidMismatch],
        "the watermark is behind the block that a wrong iv spoils"
    );
    let mut cut = official::user_info().encrypted_data.to_owned();
    cut.replace_range(200..204, "AAAA");
    let corrupted = DecryptInput {
        encrypted_data: &cut,
        appid: "wx0000000000000000".into(),
        ..official::user_info()
    };
    assert_eq!(causes(&corrupted), [DiagnosisCause::Corrupted, DiagnosisCause::AppidMismatch]);
}

#[wasm_bindgen_test(unsupported = test)]
fn an_empty_input_is_answered() {
    use DiagnosisField::{Appid, EncryptedData, Iv, SessionKey};
    let diagnosis = diagnose(&DecryptInput::default());
    let fields: Vec<_> = diagnosis.causes.iter().filter_map(|finding| finding.field).collect();
    assert_eq!(fields, [Appid, SessionKey, Iv, EncryptedData]);
    assert_eq!((diagnosis.cause, diagnosis.opens), (DiagnosisCause::MissingField, false));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_signature_that_does_not_hold_is_told_from_a_stale_key() {
    use DiagnosisCause::*;
    // The sample of WeChat's page.
    let raw_data = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}"#;
    let causes = |raw_data: &str, session_key: &str| -> Vec<_> {
        let signed = VerifyRawDataInput {
            raw_data,
            signature: "75e81ceda165f4ffa64f4068af58c64b8f54b88c",
            session_key: session_key.into(),
        };
        let input = DiagnoseRawDataInput { signed, ..DiagnoseRawDataInput::default() };
        diagnose_raw_data(&input).causes.iter().map(|finding| finding.cause).collect()
    };
    let key = "HyVFkGl5F5OQWJZZaNzBBg==";
    let html = raw_data.replace('"', "&quot;");
    assert_eq!(causes(raw_data, key), []);
    assert_eq!(causes(&html, key), [HtmlEscaped]);
    assert_eq!(causes(&raw_data.replace('/', r"\/"), key), [Rewritten]);
    assert_eq!(causes(&raw_data.replace(r#","country":"CN""#, ""), key), [MissingField]);
    assert_eq!(causes(&raw_data.replace('"', "'"), key), [Rewritten]);
    assert_eq!(causes(raw_data, STALE), [WrongSessionKey]);
    assert_eq!(causes(&html, STALE), [HtmlEscaped, WrongSessionKey]);
}

/// A diagnosis of `raw_data`, of which WeChat has signed `whole`.
fn diagnosed(raw_data: &str, whole: &str) -> Diagnosis {
    let key = "HyVFkGl5F5OQWJZZaNzBBg==";
    let signature = Sha1::digest(format!("{whole}{key}"));
    let signature = &*base16ct::lower::encode_string(&signature);
    let signed = VerifyRawDataInput { raw_data, signature, session_key: key.into() };
    diagnose_raw_data(&DiagnoseRawDataInput { signed, ..DiagnoseRawDataInput::default() })
}

/// What somebody may have done to rawData, what is found, and where.
#[wasm_bindgen_test(unsupported = test)]
fn what_was_done_to_raw_data_is_found_by_its_signature() {
    use DiagnosisCause::*;
    let whole = r#"{"nickName":"a微/信","gender":1,"language":"zh_CN","city":"","province":"","country":"CN","avatarUrl":""}"#;
    let (wei, slash) = (r"\u5fae", r"\/");
    let [in_slash, in_wei] = [15, 14].map(Some);
    let demoted = whole.replace("}", r#","is_demote":true}"#);
    let escaped = whole.replace('微', wei).replace('信', r"\u4fe1");
    let both = escaped.replace('/', slash);
    let reversed = r#"{"gender":1,"nickName":"a微/信","language":"zh_CN","city":"","province":"","country":"CN","avatarUrl":""}"#;
    let percent = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let end = whole.encode_utf16().count() - 1;
    for (raw_data, signed, expected) in [
        // In another form than WeChat writes.
        (whole.replace('/', slash), whole, vec![(Rewritten, in_slash)]),
        (escaped.clone(), whole, vec![(Rewritten, in_wei)]),
        (whole.replace(",", ", "), whole, vec![(Rewritten, Some(19))]),
        (reversed.to_owned(), whole, vec![(Rewritten, Some(2))]),
        (whole.replace(":1,", r#":"1","#), whole, vec![(Rewritten, Some(28))]),
        (whole.replace("}", r#","x":1}"#), whole, vec![(Rewritten, Some(end))]),
        (
            reversed.replace("}", r#","x":1}"#),
            &whole.replace("}", r#","x":1}"#),
            vec![(Rewritten, Some(2))],
        ),
        (format!(" {whole}\n"), whole, vec![(Rewritten, Some(0))]),
        (demoted.replace("true", "1"), &demoted, vec![(Rewritten, Some(end + 13))]),
        (demoted.replace("true", r#""True""#), &demoted, vec![(Rewritten, Some(end + 13))]),
        // WeChat's own escapes are gone.
        (whole.to_owned(), &whole.replace('/', slash), vec![(Rewritten, in_slash)]),
        (whole.to_owned(), &escaped, vec![(Rewritten, in_wei)]),
        (whole.to_owned(), &both, vec![(Rewritten, in_wei)]),
        // A field is gone.
        (whole.to_owned(), &demoted, vec![(MissingField, Some(end))]),
        (whole.replace(r#""gender":1,"#, ""), whole, vec![(MissingField, Some(20))]),
        // It is in something else.
        (format!("'{whole}'"), whole, vec![(JsonQuoted, Some(0))]),
        (json!(whole).to_string(), whole, vec![(JsonQuoted, Some(0))]),
        (whole.replace('"', "\\\""), whole, vec![(JsonEscaped, Some(1))]),
        (percent(whole), whole, vec![(PercentEncoded, Some(0))]),
        (percent(&percent(whole)), whole, vec![(DoublePercentEncoded, Some(1))]),
        (
            percent(&json!(whole).to_string()),
            whole,
            vec![(PercentEncoded, Some(0)), (JsonQuoted, Some(0))],
        ),
    ] {
        let Diagnosis { causes, opens, .. } = diagnosed(&raw_data, signed);
        let found: Vec<_> = causes.iter().map(|finding| (finding.cause, finding.at)).collect();
        assert_eq!((found, opens), (expected, true), "{raw_data}");
    }
    // What was changed in another way has no signature.
    for raw_data in [demoted.replace("true", "0"), whole.replace(":1,", ":2,"), format!("{whole}'")]
    {
        assert!(!diagnosed(&raw_data, &demoted).opens, "{raw_data}");
    }
}

/// Without encrypted data nothing tells whether the key or the text is wrong.
#[wasm_bindgen_test(unsupported = test)]
fn what_can_be_seen_of_raw_data_is_said_beside_the_key() {
    use DiagnosisCause::*;
    let whole = r#"{"nickName":"a","gender":1,"language":"zh_CN","city":"","province":"","country":"CN","avatarUrl":""}"#;
    for (raw_data, seen) in [
        (whole.to_owned(), None),
        (whole.replace(",", ", "), Some(Rewritten)),
        (whole.replace(r#","city":"""#, ""), Some(MissingField)),
        (whole[..60].to_owned(), Some(Truncated)),
        (whole.replace("\"a\"", "a"), Some(Corrupted)),
        ("nickName=a".to_owned(), Some(NotJson)),
    ] {
        let diagnosis = diagnosed(&raw_data, "something else");
        let causes: Vec<_> = diagnosis.causes.iter().map(|finding| finding.cause).collect();
        let expected: Vec<_> = seen.into_iter().chain([WrongSessionKey]).collect();
        assert_eq!((causes, diagnosis.opens), (expected, false), "{raw_data}");
    }
}

/// A nickname may hold other scripts, and signs that HTML and URLs escape.
#[wasm_bindgen_test(unsupported = test)]
fn layers_around_a_nickname_are_found() {
    use DiagnosisCause::*;
    let whole = r#"{"nickName":"微信<A&B>'s","gender":0,"language":"","city":"","province":"","country":"","avatarUrl":""}"#;
    let html = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&apos;"), ("\"", "&quot;")];
    let named = html.iter().fold(whole.to_owned(), |text, (sign, name)| text.replace(sign, name));
    let numbered = whole.replace('微', "&#24494;").replace('信', "&#x4FE1;");
    let percent = utf8_percent_encode(whole, NON_ALPHANUMERIC).to_string();
    for (raw_data, cause) in
        [(named, HtmlEscaped), (numbered, HtmlEscaped), (percent, PercentEncoded)]
    {
        let Diagnosis { causes, opens, .. } = diagnosed(&raw_data, whole);
        let causes: Vec<_> = causes.iter().map(|finding| finding.cause).collect();
        assert_eq!((causes, opens), (vec![cause], true), "{raw_data}");
    }
}

/// The encrypted data of the same call tells whether the key or the text is wrong.
#[wasm_bindgen_test(unsupported = test)]
fn encrypted_data_tells_whether_the_key_is_wrong() {
    use DiagnosisCause::*;
    let DecryptInput { encrypted_data, iv, .. } = official::user_info();
    // As WeChat writes it, and so nothing is to be seen.
    let raw_data = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"","province":"","country":"CN","avatarUrl":""}"#;
    let signature = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
    let causes = |raw_data: &str, session_key: &str| -> Vec<_> {
        let signed = VerifyRawDataInput { raw_data, signature, session_key: session_key.into() };
        let diagnosis = diagnose_raw_data(&DiagnoseRawDataInput { signed, encrypted_data, iv });
        diagnosis.causes.iter().map(|finding| finding.cause).collect()
    };
    assert_eq!(causes(raw_data, official::SESSION_KEY), [Corrupted]);
    assert_eq!(causes(raw_data, STALE), [WrongSessionKey]);
    let cut = &raw_data[..40];
    assert_eq!(causes(cut, official::SESSION_KEY), [Truncated]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_signature_in_the_wrong_place_is_found() {
    let (key, raw_data) = (official::SESSION_KEY, r#"{"nickName":"Band"}"#);
    let signature = Sha1::digest(format!("{raw_data}{key}"));
    let signature = &*base16ct::lower::encode_string(&signature);
    for (raw_data, signature, session_key) in
        [(raw_data, key, signature), (signature, raw_data, key)]
    {
        let signed = VerifyRawDataInput { raw_data, signature, session_key: session_key.into() };
        let input = DiagnoseRawDataInput { signed, ..DiagnoseRawDataInput::default() };
        let diagnosis = diagnose_raw_data(&input);
        assert_eq!((diagnosis.cause, diagnosis.opens), (DiagnosisCause::SwappedFields, true));
    }
}

/// What is missing or has another form is not taken for something else.
#[wasm_bindgen_test(unsupported = test)]
fn what_cannot_be_compared_says_nothing_of_the_key() {
    use DiagnosisCause::*;
    use DiagnosisField as Field;
    let key = official::SESSION_KEY;
    let digits = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
    for (raw_data, signature, session_key, expected) in [
        ("", digits, key, vec![(MissingField, Field::RawData)]),
        ("null", "", key, vec![(MissingField, Field::RawData), (MissingField, Field::Signature)]),
        (
            "x",
            &digits[1..],
            key,
            vec![(SignatureLength, Field::Signature), (NotJson, Field::RawData)],
        ),
        ("\"", digits, key, vec![(NotJson, Field::RawData), (WrongSessionKey, Field::SessionKey)]),
        ("'", digits, "?", vec![(NotBase64, Field::SessionKey), (NotJson, Field::RawData)]),
        ("x", digits, &key[4..], vec![(Truncated, Field::SessionKey), (NotJson, Field::RawData)]),
    ] {
        let signed = VerifyRawDataInput { raw_data, signature, session_key: session_key.into() };
        let input = DiagnoseRawDataInput { signed, ..DiagnoseRawDataInput::default() };
        let Diagnosis { causes, opens, .. } = diagnose_raw_data(&input);
        let found: Vec<_> = causes.iter().map(|it| (it.cause, it.field.expect("one"))).collect();
        assert_eq!((found, opens), (expected, false), "{raw_data} {signature} {session_key}");
    }
}

/// Those of the encrypted data are there if it is.
#[wasm_bindgen_test(unsupported = test)]
fn the_steps_of_raw_data_are_told() {
    use DiagnosisStepName::*;
    let DecryptInput { encrypted_data, iv, .. } = official::phone();
    let session_key = official::SESSION_KEY.into();
    let signed = VerifyRawDataInput { raw_data: "{}", signature: "x", session_key };
    let steps = |encrypted_data, iv| -> Vec<_> {
        let input = DiagnoseRawDataInput { signed: signed.clone(), encrypted_data, iv };
        diagnose_raw_data(&input).steps.iter().map(|step| (step.name, step.ok)).collect()
    };
    let own = [(Json, true), (Signature, false)];
    let alone: Vec<_> = [(Decode, true)].into_iter().chain(own).collect();
    assert_eq!(steps("", ""), alone);
    let opened = [(Decode, true), (Decode, true), (Decode, true), (Decrypt, true), (Json, true)];
    assert_eq!(steps(encrypted_data, iv), opened.into_iter().chain(own).collect::<Vec<_>>());
}

/// A text is taken for another only if it has its whole form.
#[wasm_bindgen_test(unsupported = test)]
fn what_only_begins_like_another_text_is_not_swapped() {
    use DiagnosisCause::*;
    let good = official::phone();
    let encrypted = |encrypted_data| DecryptInput { encrypted_data, ..good.clone() };
    let swapped = |session_key: &'static str| DecryptInput {
        session_key: session_key.into(),
        appid: official::SESSION_KEY.into(),
        ..good.clone()
    };
    for (input, cause) in [
        (encrypted(r#"{"nickName":"Band"}"#), SwappedFields),
        (encrypted(r#"{"errcode":40029}"#), NotBase64),
        (encrypted(r#"the "nickName""#), NotBase64),
        (swapped(official::APPID), SwappedFields),
        (swapped("wx4f4bc4dec97d474"), Truncated),
        (swapped("ab4f4bc4dec97d474b"), Truncated),
        (swapped("wx4f4bc4dec97d474z"), Truncated),
    ] {
        assert_eq!(causes(&input)[0], cause, "{} {:?}", input.encrypted_data, input.session_key);
    }
}

/// Real rawData has less than 1 kB: of a longer one no layer is taken off.
#[wasm_bindgen_test(unsupported = test)]
fn a_long_text_is_compared_as_it_is() {
    let opens = |characters: usize| {
        let whole = format!(r#"{{"nickName":"{}"}}"#, "a".repeat(characters));
        diagnosed(&utf8_percent_encode(&whole, NON_ALPHANUMERIC).to_string(), &whole).opens
    };
    // `{"nickName":"` and `"}` are 15 characters, of which 7 take three.
    let most = 16 * 1024 - 29;
    assert!(opens(most));
    assert!(!opens(most + 1));
}

/// `{"openGId":"tGAAAAAAAAAAAAAAAAAAAAAAAAAA"}`
#[wasm_bindgen_test(unsupported = test)]
fn a_watermark_that_may_be_missing_is_no_cause() {
    let encrypted_data = "rncfKkgY0VSA5mE/Mq6a+8en3b8g763pdSgNaXNZair5mjQE5E++i2BgQvHibHTF";
    let bare = DecryptInput { encrypted_data, ..official::phone() };
    assert_eq!(causes(&bare), [DiagnosisCause::WatermarkMissing]);
    let allowed = DecryptInput { dangerously_allow_missing_watermark: true, ..bare };
    assert_eq!(causes(&allowed), []);
    let aged = DecryptInput { max_age_seconds: Some(300.0), now: Some(0.0), ..allowed };
    assert_eq!(causes(&aged), [DiagnosisCause::WatermarkMissing]);
}

/// Whoever sends rawData chooses how much there is to try.
#[wasm_bindgen_test(unsupported = test)]
fn what_may_be_missing_is_tried_up_to_a_limit() {
    let opens = |characters: usize| {
        let name = format!(r#""nickName":"{}""#, "a".repeat(characters));
        let others = r#""gender":2,"language":"zh_TW","city":"","province":"","country":"CN","avatarUrl":"","is_demote":true"#;
        diagnosed(&format!("{{{name}}}"), &format!("{{{name},{others}}}")).opens
    };
    assert!(opens(30));
    assert!(!opens(16_000));
}

/// What is no more than possible counts if it is true.
#[wasm_bindgen_test(unsupported = test)]
fn the_causes_of_the_corpus_are_found() {
    let mut cases = Vec::new();
    read(&CORPUS, &mut cases);
    assert!(cases.len() > 300, "{}", cases.len());
    for case in cases {
        let diagnosis = diagnose(&fixtures::decrypt_input(&case["input"]));
        let expected = case["causes"].as_array().expect("a list");
        let is_counted = |finding: &DiagnosisFinding| {
            finding.confidence != DiagnosisConfidence::Possible
                || expected.contains(&json!(finding.cause))
        };
        let counted = diagnosis.causes.iter().filter(|finding| is_counted(finding));
        let found: Vec<_> = counted.map(|finding| json!(finding.cause)).collect();
        assert_eq!(found, *expected, "{}", case["what"]);
    }
}

fn read(folder: &Dir<'_>, cases: &mut Vec<Value>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => read(folder, cases),
            DirEntry::File(file) => {
                cases.push(serde_json::from_slice(file.contents()).expect("JSON"));
            }
        }
    }
}
