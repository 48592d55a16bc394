//! `decrypt`: what comes back of entries.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use js_sys::{Array, JSON, JsString, Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::Kind;
use wx_unionid::wasm::{decrypt, notes};

use crate::crossing::{
    APPID, Demand, IV, Input, LIKE_NODE, OUT, OUT_FOR_ALL, PHONE, Repair, SESSION_KEY, Texts, get,
    phone, write_entries,
};
use crate::desk::{Fault, js, read, read_bytes};

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/decrypt");

/// Numbers of an answer before those of its fields.
const OUT_BEFORE_FIELDS: usize = 8;

/// A key that opens nothing.
const STALE: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

/// By their numbers.
const KINDS: [Kind; 11] = [
    Kind::UserInfo,
    Kind::UserProfile,
    Kind::PhoneNumber,
    Kind::WeRun,
    Kind::ShareInfo,
    Kind::GroupEnterInfo,
    Kind::PrivateMessage,
    Kind::UserInteractiveStorage,
    Kind::GameClubData,
    Kind::MidasFriendPayment,
    Kind::Unknown,
];

/// What became of an entry, as the fixtures write it.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Outcome {
    Failed { error: Fault },
    Opened(Opened),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Opened {
    kind: String,
    text: String,
    watermark: Option<Watermark>,
    session_key_index: usize,
    repairs: Vec<Repair>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Watermark {
    timestamp: i64,
    appid: String,
}

/// What the core says of an entry beside numbers.
#[derive(Deserialize, Serialize)]
struct Note {
    error: Option<Fault>,
    repairs: Option<Vec<Repair>>,
}

#[derive(Deserialize)]
struct Case {
    input: Input,
    expect: Outcome,
    repaired: Option<Outcome>,
}

fn open(inputs: &[Input]) -> Vec<Outcome> {
    open_as(Demand::default(), &inputs.iter().map(js).collect::<Vec<_>>())
}

fn open_one(input: Input) -> Outcome {
    open(&[input]).remove(0)
}

fn open_as(demand: Demand, inputs: &[JsValue]) -> Vec<Outcome> {
    let (bytes, numbers) = write_entries(demand, inputs);
    let mut said: Vec<Option<Note>> = Vec::new();
    if decrypt(bytes, inputs.len()) {
        said = read(notes().expect("it never throws"));
        // Behind the last of them nobody has any.
        assert!(said.last().is_some_and(Option::is_some));
    }
    assert!(said.len() <= inputs.len());
    said.resize_with(inputs.len(), || None);
    let numbers = numbers.read();
    let answers = numbers[OUT_FOR_ALL..].chunks_exact(OUT);
    let outcomes = inputs.iter().zip(&mut said).zip(answers);
    outcomes.map(|((input, note), answer)| outcome(input, note.take(), answer, &numbers)).collect()
}

fn outcome(input: &JsValue, note: Option<Note>, answer: &[f64], numbers: &[f64]) -> Outcome {
    let Note { error, repairs } = note.unwrap_or(Note { error: None, repairs: None });
    if let Some(error) = error {
        assert_eq!(answer[0], -1.0);
        return Outcome::Failed { error: error.without_sentence() };
    }
    assert!(answer[1] + answer[2] <= numbers[1]);
    let text = String::from_utf8(read_bytes(numbers[0] + answer[1], answer[2])).expect("UTF-8");
    assert_eq!(answer[3] == 1.0, text.is_ascii());
    let appids = get(input, "appid");
    let watermark = (answer[5] >= 0.0).then(|| Watermark {
        timestamp: answer[6] as i64,
        appid: appids
            .as_string()
            .or_else(|| Array::from(&appids).get(answer[5] as u32).as_string())
            .expect("the appid that was accepted"),
    });
    Outcome::Opened(Opened {
        kind: KINDS[answer[0] as usize].to_string(),
        text,
        watermark,
        session_key_index: answer[4] as usize,
        repairs: repairs.unwrap_or_default(),
    })
}

fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &name.into(), &value.into()).expect("a plain object");
}

fn opened(outcome: Outcome) -> Opened {
    match outcome {
        Outcome::Opened(opened) => opened,
        Outcome::Failed { error } => panic!("{error:?}"),
    }
}

fn error(outcome: Outcome) -> Fault {
    match outcome {
        Outcome::Failed { error } => error,
        Outcome::Opened(opened) => panic!("{opened:?}"),
    }
}

fn fault(code: &str) -> Fault {
    Fault { code: code.into(), ..Fault::default() }
}

/// Good data of each kind, every damage and its repair, watermarks, ages, lists of appids and keys.
#[wasm_bindgen_test]
fn every_hand_picked_case_crosses() {
    let cases = CASES.files().map(|file| {
        let case: Case = serde_json::from_slice(file.contents()).expect("a case");
        (file.path(), case)
    });
    let mut count = 0;
    for (path, Case { input, expect, repaired }) in cases {
        assert_eq!(open_one(input.clone()), expect, "{}", path.display());
        if let Some(repaired) = repaired {
            let outcome = open_one(Input { repair: true, ..input });
            assert_eq!(outcome, repaired, "{}", path.display());
        }
        count += 1;
    }
    assert!(count >= 100, "{count} cases");
}

/// The entries cross together, each with its own options. One that fails spoils no other.
#[wasm_bindgen_test]
fn many_entries_have_an_outcome_each() {
    let percent = PHONE.replace('+', "%2B");
    let outcomes = open(&[
        phone(),
        Input { iv: String::new(), ..phone() },
        Input { encrypted_data: percent.clone(), repair: true, ..phone() },
        Input { session_key: STALE.into(), ..phone() },
        Input { encrypted_data: percent, ..phone() },
        phone(),
    ]);
    let [first, no_iv, repaired, stale, damaged, last] = outcomes.try_into().expect("six outcomes");
    let first = opened(first);
    assert_eq!((first.kind.as_str(), &first.repairs[..]), ("phoneNumber", &[][..]));
    assert!(first.text.contains("\"phoneNumber\":"), "{}", first.text);
    assert_eq!(opened(last), first);
    let Opened { text, repairs, .. } = opened(repaired);
    assert_eq!(text, first.text);
    let at = PHONE.find('+').expect("one");
    let undone = |kind: &str| Repair { field: "encryptedData".into(), kind: kind.into(), at };
    assert_eq!(repairs, [undone("percent_encoded")]);
    assert_eq!(
        error(no_iv),
        Fault {
            damage: Some("missing_field".into()),
            biz_data_crypt_code: Some(-41002),
            ..fault("ERR_INVALID_IV")
        }
    );
    let failed = fault("ERR_DECRYPT_FAILED");
    assert_eq!(error(stale), Fault { biz_data_crypt_code: Some(-41003), ..failed });
    assert_eq!(
        error(damaged),
        Fault {
            damage: Some("percent_encoded".into()),
            at: Some(at),
            biz_data_crypt_code: Some(-41004),
            ..fault("ERR_INVALID_ENCRYPTED_DATA")
        }
    );
}

/// Gaps keep their places, and an empty list is no list of one.
#[wasm_bindgen_test]
fn lists_of_appids_and_keys_cross_with_their_gaps() {
    let keys = |keys: Texts| open_one(Input { session_key: keys, ..phone() });
    let appids = |appids: Texts| open_one(Input { appid: appids, ..phone() });
    for (list, index) in [
        ([Some(SESSION_KEY), None, None, None], 0),
        ([None, Some(""), Some(SESSION_KEY), None], 2),
        ([None, Some(STALE), None, Some(SESSION_KEY)], 3),
    ] {
        assert_eq!(opened(keys(list.into())).session_key_index, index);
    }
    let no_key = Fault::of_argument("sessionKey");
    assert_eq!(error(keys([].into())), no_key);
    assert_eq!(error(keys([None, None].into())), no_key);
    assert_eq!(error(keys([Some(SESSION_KEY); 5].into())), no_key);
    let bad = error(keys([Some(STALE), Some("*")].into()));
    assert_eq!(
        (bad.code.as_str(), bad.index, bad.at),
        ("ERR_INVALID_SESSION_KEY", Some(1), Some(0))
    );

    let Opened { watermark, .. } = opened(appids([Some("wx0000000000000000"), Some(APPID)].into()));
    assert_eq!(watermark.map(|watermark| watermark.appid).as_deref(), Some(APPID));
    assert_eq!(error(appids([].into())), Fault::of_argument("appid"));
    let others = ["wx0000000000000000", "wx0000000000000001"];
    assert_eq!(
        error(appids(others.map(Some).into())),
        Fault {
            expected: Some(others[..].into()),
            actual: Some(APPID.into()),
            biz_data_crypt_code: Some(-41003),
            ..fault("ERR_APPID_MISMATCH")
        }
    );
}

#[wasm_bindgen_test]
fn only_the_expected_kind_is_returned() {
    let ask = |kind| open_as(Demand { kind: Some(kind), flags: 0 }, &[js(&phone())]).remove(0);
    for (number, kind) in KINDS.into_iter().enumerate() {
        assert_eq!(kind as usize, number);
        let outcome = ask(kind);
        if kind == Kind::PhoneNumber {
            assert_eq!(opened(outcome).kind, "phoneNumber");
        } else {
            let expected = Some(kind.to_string().into());
            let actual = Some("phoneNumber".into());
            let unexpected = Fault { expected, actual, ..fault("ERR_UNEXPECTED_KIND") };
            assert_eq!(error(outcome), unexpected);
        }
    }
}

/// What Node's decoder takes is taken, where that is asked for, and no more.
#[wasm_bindgen_test]
fn the_rules_of_nodes_decoder_are_an_option() {
    let url = PHONE.replace('+', "-").replace('/', "_");
    let url = js(&Input { encrypted_data: url, iv: IV.replace('=', ""), ..phone() });
    let like_node = Demand { flags: LIKE_NODE, ..Demand::default() };
    let outcome = open_as(like_node, std::slice::from_ref(&url)).remove(0);
    assert_eq!(opened(outcome).repairs, []);
    let strict = error(open_as(Demand::default(), &[url]).remove(0));
    assert_eq!(
        (strict.code.as_str(), strict.damage.as_deref()),
        ("ERR_INVALID_IV", Some("base64url"))
    );
    let spaces = js(&Input { encrypted_data: PHONE.replace('+', "*"), ..phone() });
    let damaged = error(open_as(like_node, &[spaces]).remove(0));
    assert_eq!(damaged.damage.as_deref(), Some("not_base64"));
}

#[wasm_bindgen_test]
fn times_cross_as_they_are() {
    let aged = |max_age_seconds, clock_skew_seconds, now| {
        open_one(Input { max_age_seconds, clock_skew_seconds, now, ..phone() })
    };
    let Opened { watermark, .. } = opened(aged(None, None, None));
    let seconds = watermark.expect("a watermark").timestamp;
    let at = |seconds: i64| Some(seconds as f64 * 1000.0);
    opened(aged(Some(300.0), None, at(seconds + 300)));
    opened(aged(Some(300.0), Some(5.0), at(seconds - 5)));
    let times = |expected: i64| (Some(expected.into()), Some(seconds.into()));
    let (expected, actual) = times(seconds + 1);
    let expired = Fault { expected, actual, ..fault("ERR_DATA_EXPIRED") };
    assert_eq!(error(aged(Some(300.0), None, at(seconds + 301))), expired);
    let (expected, actual) = times(seconds - 1);
    let early = Fault { expected, actual, ..fault("ERR_DATA_FROM_FUTURE") };
    assert_eq!(error(aged(Some(300.0), Some(5.0), at(seconds - 6))), early);
    assert_eq!(error(aged(Some(300.0), None, None)), Fault::of_argument("now"));
    assert_eq!(error(aged(Some(-1.0), None, at(0))), Fault::of_argument("maxAgeSeconds"));
    let endless = Some(f64::INFINITY);
    assert_eq!(error(aged(Some(1.0), endless, at(0))), Fault::of_argument("clockSkewSeconds"));
}

/// Places are counted in UTF-16, and one text ends where the next begins, whatever stands there.
#[wasm_bindgen_test]
fn texts_that_are_not_ascii_stay_apart() {
    let before = |text: &str| Input { encrypted_data: format!("{text}{PHONE}"), ..phone() };
    for text in ["é", "微信", "😀", "a😀é", "\u{0}"] {
        let [damaged, good] = open(&[before(text), phone()]).try_into().expect("two outcomes");
        let damaged = error(damaged);
        assert_eq!(damaged.code, "ERR_INVALID_ENCRYPTED_DATA", "{text:?}");
        opened(good);
    }
    // A line break is what parts the texts, and in a text it is white space.
    open(&[before("\n"), phone()]).into_iter().for_each(|outcome| drop(opened(outcome)));
    let strange = [Some("微信😀"), Some(APPID)];
    opened(open_one(Input { appid: strange.into(), ..phone() }));
    let keys = open_one(Input { session_key: [Some(SESSION_KEY), Some("😀")].into(), ..phone() });
    assert_eq!(error(keys).index, Some(1));
}

/// Half an emoji at the end of a text does not become whole with the one at the start of the next.
#[wasm_bindgen_test]
fn lone_surrogates_at_the_borders_of_texts_stay_alone() {
    let half = |unit: u16| JsString::from_char_code1(u32::from(unit));
    let text = |text: &str| JsString::from(text);
    let [high, low] = [0xd83d, 0xde00].map(half);
    let damaged = js(&phone());
    set(&damaged, "iv", text(IV).concat(&high));
    set(&damaged, "encryptedData", low.concat(&text(PHONE)).concat(&high));
    set(&damaged, "appid", Array::of(&[low.clone(), text(APPID), high]));
    set(&damaged, "sessionKey", Array::of(&[text(SESSION_KEY), low]));
    let good = js(&phone());
    let outcomes = open_as(Demand::default(), &[good.clone(), damaged.clone(), good]);
    let [first, second, third] = outcomes.try_into().expect("three outcomes");
    assert_eq!(opened(first), opened(third));
    // The first of what is wrong is told: the second key.
    let second = error(second);
    assert_eq!((second.code.as_str(), second.index), ("ERR_INVALID_SESSION_KEY", Some(1)));
    set(&damaged, "sessionKey", SESSION_KEY);
    let iv = error(open_as(Demand::default(), std::slice::from_ref(&damaged)).remove(0));
    assert_eq!((iv.code.as_str(), iv.damage.as_deref()), ("ERR_INVALID_IV", Some("not_base64")));
    set(&damaged, "iv", IV);
    let data = error(open_as(Demand::default(), std::slice::from_ref(&damaged)).remove(0));
    assert_eq!((data.code.as_str(), data.at), ("ERR_INVALID_ENCRYPTED_DATA", Some(0)));
    set(&damaged, "encryptedData", PHONE);
    let Opened { watermark, .. } = opened(open_as(Demand::default(), &[damaged]).remove(0));
    assert_eq!(watermark.map(|watermark| watermark.appid).as_deref(), Some(APPID));
}

/// Whoever asks for them late gets those of the call before, and of no other.
#[wasm_bindgen_test]
fn notes_are_those_of_the_last_call() {
    let bad = Input { iv: String::new(), ..phone() };
    for (input, has_notes) in [(&bad, true), (&phone(), false), (&bad, true)] {
        let (bytes, _) = write_entries(Demand::default(), &[js(input)]);
        assert_eq!(decrypt(bytes, 1), has_notes);
    }
    let said: Vec<Option<Note>> = read(notes().expect("it never throws"));
    assert_eq!(said.len(), 1);
}

/// The fields that are told one by one are those of the text, in its order, each by a number of its
/// own.
#[wasm_bindgen_test]
fn plain_fields_are_what_the_text_says() {
    let mut names = BTreeMap::new();
    let mut plain = 0;
    for file in CASES.files() {
        let Case { input, expect, .. } = serde_json::from_slice(file.contents()).expect("a case");
        let Outcome::Opened(Opened { text, .. }) = expect else { continue };
        let (bytes, numbers) = write_entries(Demand::default(), &[js(&input)]);
        decrypt(bytes, 1);
        let numbers = numbers.read();
        let answer = &numbers[OUT_FOR_ALL..];
        let fields = answer[OUT_BEFORE_FIELDS - 1];
        if fields < 0.0 {
            continue;
        }
        plain += 1;
        let said = Object::entries(JSON::parse(&text).expect("JSON").unchecked_ref());
        assert_eq!(f64::from(said.length()), fields, "{}", file.path().display());
        for (entry, told) in said.iter().zip(answer[OUT_BEFORE_FIELDS..].chunks_exact(3)) {
            let [key, value] = [0, 1].map(|at| Array::from(&entry).get(at));
            let key = key.as_string().expect("a name");
            assert_eq!(*names.entry(told[0] as u8).or_insert_with(|| key.clone()), key);
            let length = told[2];
            let expected: JsValue = if key == "watermark" {
                assert!(value.is_object());
                continue;
            } else if length >= 0.0 {
                let at = numbers[0] + answer[1] + told[1];
                String::from_utf8(read_bytes(at, length)).expect("UTF-8").into()
            } else if length == -1.0 {
                told[1].into()
            } else {
                (told[1] == 1.0).into()
            };
            assert_eq!(value, expected, "{key} in {}", file.path().display());
        }
    }
    assert!(plain >= 20, "{plain} cases");
    let mut keys: Vec<_> = names.values().collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), names.len(), "{names:?}");
}
