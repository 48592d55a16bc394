//! Message push: every vector of `tests/fixtures/push`, and what must be refused.

use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    Error, MAX_TEXT_BYTES, MessagePush, PushAnswer, PushCause, PushConfig, PushDiagnosis,
    PushField, PushFormat, PushMode, PushQuery, diagnose_push,
};

static PUSH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/push");

#[wasm_bindgen_test(unsupported = test)]
fn every_vector_gets_the_answer_that_it_names() {
    let mut functions = Vec::new();
    for file in PUSH.files() {
        let fixture: Value = serde_json::from_slice(file.contents()).expect("JSON");
        let function = text(&fixture["function"]);
        functions.push(function.to_owned());
        let answer = answer(function, &fixture);
        let mut expected = fixture["expect"].clone();
        if let Some(expected) = expected.as_object_mut() {
            // These the package adds.
            expected.remove("event");
            expected.remove("dedupeKey");
        }
        assert_eq!(answer, expected, "{}", file.path().display());
    }
    for function in ["open", "verifyUrl", "reply", "getSignature", "decrypt"] {
        assert!(functions.iter().any(|it| it == function), "{function}");
    }
}

fn answer(function: &str, fixture: &Value) -> Value {
    let (crypt, options) = (&fixture["crypt"], &fixture["options"]);
    let list = |option: &str, at: usize| match (&crypt[at], &options[option]) {
        (Value::String(one), _) | (_, Value::String(one)) => vec![one.as_str()],
        _ => vec![],
    };
    let (tokens, keys) = (list("token", 0), list("encodingAESKey", 1));
    let receivers = list("receiver", 2);
    let config = PushConfig {
        mode: if options["mode"] == "compatible" { PushMode::Compatible } else { PushMode::Safe },
        receivers: &receivers,
        tokens: &tokens,
        encoding_aes_keys: &keys,
        max_age_seconds: options.get("now").map(|_| 300.0),
        now: options["now"].as_f64(),
    };
    let push = MessagePush::new(&config).expect("a good configuration");
    let given = &fixture["query"];
    let query = PushQuery {
        signature: text(&given["signature"]),
        msg_signature: text(&given["msg_signature"]),
        timestamp: text(&given["timestamp"]),
        nonce: text(&given["nonce"]),
        encrypt_type: text(&given["encrypt_type"]),
        echostr: text(&given["echostr"]),
    };
    let answer = match function {
        "open" => push.open(Some(&query), text(&fixture["body"])).map(|opened| {
            let mut answer = json!(opened);
            answer["message"] = serde_json::from_str(opened.message.as_str()).expect("JSON");
            answer
        }),
        "verifyUrl" => push.verify_url(Some(&query)).map(Value::from),
        "getSignature" => {
            let signed = [0, 1, 2].map(|at| text(&fixture["signed"][at]));
            Ok(push.sign(signed).into())
        }
        "decrypt" => push
            .decrypt(text(&fixture["sealed"]))
            .map(|message| json!({ "message": message, "id": receivers[0] })),
        _ => reply(&push, fixture).map(Value::from),
    };
    answer.unwrap_or_else(|error| {
        assert_eq!(error, Error::PushRefused);
        json!({ "error": { "code": "ERR_PUSH_REFUSED" } })
    })
}

fn reply(push: &MessagePush, fixture: &Value) -> Result<String, Error> {
    let opened = &fixture["opened"];
    push.reply(&PushAnswer {
        format: match text(&opened["format"]) {
            "xml" => PushFormat::Xml,
            "json" => PushFormat::Json,
            _ => PushFormat::WecomJson,
        },
        token: 0,
        key: 0,
        receiver: text(&opened["receiver"]),
        nonce: text(&opened["nonce"]),
        random: text(&fixture["random"]).as_bytes().try_into().expect("16 bytes"),
        text: text(&fixture["text"]),
    })
}

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const OTHER_KEY: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const GOOD: PushConfig<'_> = PushConfig {
    mode: PushMode::Safe,
    receivers: &["wxba5fad812f8e6fb9"],
    tokens: &["AAAAA"],
    encoding_aes_keys: &[KEY],
    max_age_seconds: None,
    now: None,
};

#[wasm_bindgen_test(unsupported = test)]
fn what_is_wrong_with_a_configuration_is_said() {
    use PushCause::{KeyForm, MissingField, ReceiverForm, TokenForm};
    use PushField::{EncodingAesKey, Receiver, Token};
    for (config, expected) in [
        (PushConfig { tokens: &[], ..GOOD }, (MissingField, Token, None, None)),
        (PushConfig { tokens: &["AAAAA", "a!"], ..GOOD }, (TokenForm, Token, Some(1), Some(2))),
        (PushConfig { tokens: &["aa"], ..GOOD }, (TokenForm, Token, Some(0), Some(2))),
        (PushConfig { tokens: &["aaa!"], ..GOOD }, (TokenForm, Token, Some(0), Some(4))),
        (PushConfig { encoding_aes_keys: &[], ..GOOD }, (MissingField, EncodingAesKey, None, None)),
        (
            PushConfig { encoding_aes_keys: &["A"], ..GOOD },
            (KeyForm, EncodingAesKey, Some(0), Some(1)),
        ),
        (PushConfig { receivers: &[], ..GOOD }, (MissingField, Receiver, None, None)),
        (PushConfig { receivers: &["微信"], ..GOOD }, (ReceiverForm, Receiver, Some(0), Some(2))),
    ] {
        let diagnosis = diagnose_push(&config, Some(&PushQuery::default()), "", true);
        let [finding] = &diagnosis.causes[..] else { panic!("{diagnosis:?}") };
        let (cause, field, index, chars) = expected;
        assert_eq!((finding.cause, finding.field), (cause, Some(field)));
        assert_eq!((finding.index, finding.chars), (index, chars), "{cause:?}");
        assert_eq!(diagnosis.steps.len(), 1);
        assert!(MessagePush::new(&config).is_err());
    }
    assert!(MessagePush::new(&PushConfig { tokens: &["AAAAA"; 4], ..GOOD }).is_ok());
    assert!(MessagePush::new(&PushConfig { tokens: &["AAAAA"; 5], ..GOOD }).is_err());
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_wrong_with_a_push_is_said() {
    use PushCause::*;
    let push = MessagePush::new(&GOOD).expect("a good configuration");
    assert_eq!(format!("{push:?}"), "MessagePush { mode: Safe, .. }");
    let sealed = push.encrypt(&[7; 16], "{}").expect("a push");
    let body = &*format!(r#"{{"Encrypt":"{sealed}"}}"#);
    let (timestamp, nonce) = ("1714112445", "415670741");
    let [msg_signature, signature] = [&sealed, ""].map(|it| push.sign([timestamp, nonce, it]));
    let (msg_signature, signature) = (&*msg_signature, &*signature);
    let good =
        PushQuery { signature, msg_signature, timestamp, nonce, encrypt_type: "aes", echostr: "" };
    let other = &msg_signature.replace(|it: char| it.is_ascii_digit(), "f");
    let now = |seconds: f64| PushConfig {
        max_age_seconds: Some(60.0),
        now: Some(seconds * 1000.0),
        ..GOOD
    };
    for (config, query, body, causes) in [
        (GOOD, good, body, &[][..]),
        (GOOD, PushQuery { timestamp: "", ..good }, body, &[MissingField]),
        (GOOD, PushQuery { timestamp: "now", ..good }, body, &[ParameterForm]),
        (GOOD, PushQuery { nonce: "a b", ..good }, body, &[ParameterForm]),
        (GOOD, good, "", &[MissingField]),
        (GOOD, good, "<xml><A>1</A></xml>", &[NothingEncrypted]),
        (GOOD, good, "[object Object]", &[BodyNotRaw]),
        (GOOD, good, "a=b", &[BodyForm]),
        (GOOD, PushQuery { msg_signature: "", ..good }, body, &[MissingField]),
        (GOOD, PushQuery { encrypt_type: "", ..good }, body, &[MissingField]),
        (GOOD, PushQuery { msg_signature: signature, ..good }, body, &[SignatureForMsgSignature]),
        (GOOD, PushQuery { msg_signature: other, ..good }, body, &[CiphertextChanged]),
        (GOOD, PushQuery { msg_signature: other, signature: other, ..good }, body, &[WrongToken]),
        (PLAIN, good, body, &[Encrypted]),
        (PLAIN, PushQuery { signature: "", ..good }, body, &[MissingField]),
        (PushConfig { receivers: &["wx0"], ..GOOD }, good, body, &[WrongReceiver]),
        (PushConfig { tokens: &["BBBBB"], ..GOOD }, good, body, &[WrongToken]),
        (PushConfig { encoding_aes_keys: &[OTHER_KEY], ..GOOD }, good, body, &[WrongKey]),
        (
            PushConfig { tokens: &["BBBBB"], encoding_aes_keys: &[OTHER_KEY], ..GOOD },
            good,
            body,
            &[WrongToken, WrongKey],
        ),
        (now(1_714_112_500.0), good, body, &[]),
        (now(1_714_112_506.0), good, body, &[Expired]),
        (now(1_714_112_384.0), good, body, &[FromFuture]),
    ] {
        let diagnosis = diagnose_push(&config, Some(&query), body, true);
        let found: Vec<_> = diagnosis.causes.iter().map(|finding| finding.cause).collect();
        assert_eq!(found, causes, "{query:?} {body}");
    }
    let field = |query| diagnose_push(&GOOD, Some(&query), body, true).causes[0].field;
    assert_eq!(field(PushQuery { nonce: "a b", ..good }), Some(PushField::Nonce));
    assert_eq!(field(PushQuery { timestamp: "now", ..good }), Some(PushField::Timestamp));
    assert_eq!(diagnose_push(&GOOD, Some(&good), body, false).cause, BodyNotRaw);
    let twice = diagnose_push(&GOOD, None, body, true);
    assert_eq!(twice.cause, RepeatedParameter);
}

const PLAIN: PushConfig<'_> = PushConfig {
    mode: PushMode::Plain,
    receivers: &[],
    tokens: &["BBBBB", "AAAAA"],
    encoding_aes_keys: &[],
    ..GOOD
};
const TIMESTAMP: &str = "1714112445";

/// The signature by the token of `GOOD`.
fn signed<'a>(nonce: &'a str, signature: &'a mut String) -> PushQuery<'a> {
    let push = MessagePush::new(&GOOD).expect("a good configuration");
    *signature = push.sign([TIMESTAMP, nonce, ""]);
    PushQuery { signature, timestamp: TIMESTAMP, nonce, ..PushQuery::default() }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_plain_push_is_a_signed_object() {
    let push = MessagePush::new(&PLAIN).expect("a good configuration");
    let (mut signature, mut of_longest, mut of_longer) = Default::default();
    let good = signed("415670741", &mut signature);
    let longest = "1".repeat(32);
    let longer = "1".repeat(33);
    let body = r#"{"MsgType":"event"}"#;
    let long = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "a".repeat(bytes - 8));
    for (query, body) in [
        (good, body),
        (PushQuery { encrypt_type: "raw", ..good }, body),
        (signed(&longest, &mut of_longest), body),
        (good, &long(MAX_TEXT_BYTES)),
    ] {
        let opened = push.open(Some(&query), body).expect("a good push");
        assert_eq!((opened.token, opened.message.as_str()), (1, body));
    }
    let forged = good.signature.replace(|it: char| it.is_ascii_digit(), "f");
    for (query, body) in [
        (PushQuery { signature: "", ..good }, body),
        (PushQuery { signature: &forged, ..good }, body),
        (PushQuery { encrypt_type: "aes", ..good }, body),
        (signed(&longer, &mut of_longer), body),
        (good, r#"{"Encrypt":"a"}"#),
        (good, r#"{"encrypt":"a"}"#),
        (good, "[1]"),
        (good, &long(MAX_TEXT_BYTES + 1)),
    ] {
        let refused = push.open(Some(&query), body).map(|opened| opened.token);
        assert_eq!(refused, Err(Error::PushRefused), "{query:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_url_is_verified_with_a_signed_word() {
    let push = MessagePush::new(&PLAIN).expect("a good configuration");
    let mut signature = String::new();
    let query = signed("415670741", &mut signature);
    let verified =
        |signature, echostr| push.verify_url(Some(&PushQuery { signature, echostr, ..query }));
    let longest = &*"1".repeat(64);
    assert_eq!(verified(query.signature, longest).as_deref(), Ok(longest));
    let forged = query.signature.replace(|it: char| it.is_ascii_digit(), "f");
    assert_eq!(verified(&forged, longest), Err(Error::PushRefused));
    for echostr in ["", "<b>", &"1".repeat(65)] {
        assert_eq!(verified(query.signature, echostr), Err(Error::PushRefused), "{echostr}");
    }
}

/// Plain mode has nothing to decrypt, and keys that are left over from another mode do no harm.
#[wasm_bindgen_test(unsupported = test)]
fn the_steps_of_a_diagnosis_are_those_of_its_mode() {
    let mut signature = String::new();
    let plain = signed("415670741", &mut signature);
    let other = PushQuery { timestamp: "1714112446", ..plain };
    let push = MessagePush::new(&GOOD).expect("a good configuration");
    let sealed = push.encrypt(&[7; 16], "{}").expect("a push");
    let msg_signature = &*push.sign([TIMESTAMP, "415670741", &sealed]);
    let safe = PushQuery { msg_signature, encrypt_type: "aes", ..plain };
    let body = &*format!(r#"{{"Encrypt":"{sealed}"}}"#);
    let left_over =
        PushConfig { encoding_aes_keys: &["A"], receivers: &["微信"], mode: PLAIN.mode, ..GOOD };
    for (config, query, body, good, bad) in [
        (GOOD, safe, body, 11, 0),
        // What there is no room for is passed over.
        (PushConfig { tokens: &["AAAAA"; 5], ..GOOD }, safe, body, 11, 0),
        (PushConfig { encoding_aes_keys: &[KEY; 5], ..GOOD }, safe, body, 11, 0),
        (PushConfig { receivers: &[GOOD.receivers[0]; 5], ..GOOD }, safe, body, 11, 0),
        (PushConfig { max_age_seconds: Some(60.0), ..GOOD }, safe, body, 11, 0),
        (GOOD, other, body, 3, 1),
        (PLAIN, plain, "{}", 6, 0),
        (left_over, plain, "{}", 6, 0),
        (PLAIN, other, "{}", 4, 1),
    ] {
        let PushDiagnosis { steps, causes, .. } = diagnose_push(&config, Some(&query), body, true);
        let ok: Vec<_> = steps.iter().map(|step| step.ok).collect();
        assert_eq!(ok, [vec![true; good], vec![false; bad]].concat(), "{causes:?}");
        assert_eq!(causes.is_empty(), bad == 0, "{causes:?}");
    }
}

/// 企业微信 writes `encrypt` in JSON alone.
#[wasm_bindgen_test(unsupported = test)]
fn the_name_of_what_is_encrypted_belongs_to_its_format() {
    let push = MessagePush::new(&GOOD).expect("a good configuration");
    let sealed = push.encrypt(&[7; 16], "{}").expect("a push");
    let msg_signature = &*push.sign([TIMESTAMP, "415670741", &sealed]);
    let query = PushQuery {
        msg_signature,
        timestamp: TIMESTAMP,
        nonce: "415670741",
        ..PushQuery::default()
    };
    let format = |body: &str| push.open(Some(&query), body).map(|opened| opened.format);
    let xml = |name| format!("<xml><{name}>{sealed}</{name}></xml>");
    assert_eq!(format(&format!(r#"{{"encrypt":"{sealed}"}}"#)), Ok(PushFormat::WecomJson));
    assert_eq!(format(&xml("Encrypt")), Ok(PushFormat::Xml));
    assert_eq!(format(&xml("encrypt")), Err(Error::PushRefused));
}

#[wasm_bindgen_test(unsupported = test)]
fn an_answer_that_cannot_be_written_is_refused() {
    let config = PushConfig { now: Some(1_714_112_445_000.0), ..GOOD };
    let long = "a".repeat(MAX_TEXT_BYTES + 1);
    let good = PushAnswer {
        format: PushFormat::Json,
        token: 0,
        key: 0,
        receiver: GOOD.receivers[0],
        nonce: "415670741",
        random: [7; 16],
        text: "success",
    };
    for (config, answer, wrong) in [
        (GOOD, PushAnswer { ..good }, "now"),
        (config, PushAnswer { nonce: "a b", ..good }, "nonce"),
        (config, PushAnswer { nonce: &"1".repeat(33), ..good }, "nonce"),
        (config, PushAnswer { key: 1, ..good }, "opened"),
        (config, PushAnswer { token: 1, ..good }, "opened"),
        (config, PushAnswer { receiver: "wx0", ..good }, "opened"),
        (config, PushAnswer { text: &long, ..good }, "text"),
    ] {
        let push = MessagePush::new(&config).expect("a good configuration");
        let refused = push.reply(&answer).expect_err("a bad answer");
        assert!(
            matches!(&refused, Error::InvalidArgument { argument, .. } if argument == wrong),
            "{refused:?}"
        );
    }
    let push = MessagePush::new(&config).expect("a good configuration");
    assert!(push.reply(&PushAnswer { nonce: &"1".repeat(32), ..good }).is_ok());
    // 16 random bytes, 4 of the length, 18 of the receiver, and at least one of padding.
    let longest = "a".repeat(MAX_TEXT_BYTES / 4 * 3 - 16 - 4 - 18 - 1);
    let sealed = push.encrypt(&[7; 16], &longest).expect("a push");
    assert_eq!(sealed.len(), MAX_TEXT_BYTES);
    assert!(push.decrypt(&sealed).is_ok_and(|text| text == longest));
    assert!(push.encrypt(&[7; 16], &long[1..]).is_ok());
    let push = MessagePush::new(&PLAIN).expect("a good configuration");
    assert_eq!(push.reply(&good).as_deref(), Ok("success"));
    assert!(push.encrypt(&[7; 16], "").is_err());
    assert_eq!(push.decrypt(&long), Err(Error::PushRefused));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
