//! Message push: every vector of `tests/fixtures/push`, and what must be refused.

use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{Error, MessagePush, PushAnswer, PushConfig, PushFormat, PushMode, PushQuery};

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

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
