//! Every fixture of `tests/fixtures/endpoints`: one file an endpoint, which JavaScript and
//! TypeScript read too.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::arguments::ArgumentType;
use crate::identity::rules::RULES;

static FIXTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/endpoints");

fn fixtures() -> Vec<(&'static AnyEndpoint, Value)> {
    let read = |file: &include_dir::File<'_>| {
        let text = replace_lone_surrogates(file.contents_utf8().expect("UTF-8")).into_owned();
        let fixture: Value = serde_json::from_str(&text).expect("JSON");
        let endpoint = AnyEndpoint::named(text_of(&fixture["endpoint"])).expect("an endpoint");
        (endpoint, fixture)
    };
    FIXTURES.files().map(read).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn every_endpoint_has_a_fixture() {
    let names: BTreeSet<&str> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
    let fixtures: BTreeSet<&str> = fixtures().iter().map(|(endpoint, _)| endpoint.name).collect();
    assert_eq!(names, fixtures);
    assert_eq!(names.len(), ENDPOINTS.len(), "a name is there twice");
}

/// Whose reply only repeats the openid that it was asked about.
const ECHOES: [&str; 1] = ["resetUserSessionKey"];

/// A reply that says who a user is has a rule about its unionid.
#[wasm_bindgen_test(unsupported = test)]
fn the_resolver_knows_every_reply_that_says_who_a_user_is() {
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.source.to_string()).collect();
    let says: Vec<_> = ENDPOINTS.iter().filter(|it| says_who(Shape::Object(it.fields))).collect();
    let missing = says.iter().map(|it| it.name).filter(|name| !rules.contains(*name));
    assert_eq!(missing.collect::<Vec<_>>(), ECHOES);
}

fn says_who(shape: Shape) -> bool {
    match shape {
        Shape::Object(fields) => fields.iter().any(|(name, shape)| {
            let is_one = matches!(shape, Shape::Text | Shape::Maybe(Shape::Text));
            is_one && matches!(*name, "openid" | "unionid") || says_who(*shape)
        }),
        Shape::Maybe(shape) | Shape::List(shape) => says_who(*shape),
        Shape::Text | Shape::JsonText | Shape::Number | Shape::Flag => false,
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn requests_are_written() {
    let mut wrong = Vec::new();
    for (endpoint, fixture) in fixtures() {
        for case in cases(&fixture, "requests") {
            let request = build(endpoint, case).map_or_else(|error| facts(&error), |it| json!(it));
            compare(&mut wrong, endpoint, case, &request, &case["request"]);
        }
    }
    report(&wrong);
}

/// Whoever knows its secrets can make of each request what it may be shown as.
#[wasm_bindgen_test(unsupported = test)]
fn a_request_lists_its_secrets() {
    for (endpoint, fixture) in fixtures() {
        for case in cases(&fixture, "requests") {
            let request = build(endpoint, case).expect("a request");
            let mut secrets: Vec<&String> = request.secrets.iter().collect();
            secrets.sort_by_key(|secret| core::cmp::Reverse(secret.len()));
            let hide = |text: &String| {
                secrets.iter().fold(text.clone(), |text, secret| text.replace(*secret, "***"))
            };
            // Only a gateway knows who asks without one.
            assert_eq!(secrets.is_empty(), request.url.starts_with("http:"), "{request:?}");
            assert_eq!(hide(&request.url), hide(&request.redacted_url));
            assert_eq!(request.body.as_ref().map(hide), request.redacted_body.as_ref().map(hide));
        }
    }
}

/// A session key is not sent, but its signature is enough to ask about the session.
#[wasm_bindgen_test(unsupported = test)]
fn a_signature_is_secret_and_an_openid_is_not() {
    let credentials = AccessTokenCredentials::Token("TOKEN".into());
    let check =
        CheckSessionKey { openid: "o".into(), session_key: "tiihtNczf5v6AKRyjwEUhQ==".into() };
    let request = build_request(&check, &credentials).expect("a request");
    let (_, end) = request.url.split_once("&signature=").expect("a signature");
    assert_eq!(**request.secrets, ["TOKEN", &end[..64]]);
}

/// A text of its body may be a secret, and so may a value of its query. A name is not secret.
#[wasm_bindgen_test(unsupported = test)]
fn every_value_of_a_custom_request_may_be_secret() {
    let request = CustomRequest {
        method: HttpMethod::Post,
        path: "/wxa/x".into(),
        query: vec![("name".into(), "a \"b".into())],
        body: Some(r#"{"name":["c",{"name":"d\n"}],"number":1}"#.into()),
    };
    let request = request.build(&AccessTokenCredentials::Token("TOKEN".into()));
    let secrets = ["TOKEN", "a \"b", r#"a \"b"#, "a%20%22b", "c", "d\n", r"d\n"];
    assert_eq!(**request.expect("a request").secrets, secrets);
}

/// The token of a custom request is never the caller's own parameter.
#[wasm_bindgen_test(unsupported = test)]
fn a_custom_request_is_read_from_json() {
    let built_with = |token: &str, more: &str| {
        let json = format!(r#"{{"path":"/x",{more}}}"#);
        let credentials = AccessTokenCredentials::Token(token.into());
        CustomRequest::parse("request", &json)?.build(&credentials)
    };
    let built = |more| built_with("T", more);
    let query = r#""method":"GET","query":{"a":"b","n":1,"t":true}"#;
    let get = built(query).expect("a query");
    assert_eq!(
        (get.method, &*get.url, get.body),
        (HttpMethod::Get, "https://api.weixin.qq.com/x?access_token=T&a=b&n=1&t=true", None)
    );
    let post = built(r#""method":"POST","body":{"a":1}"#).expect("a body");
    assert_eq!((post.method, post.body.as_deref()), (HttpMethod::Post, Some(r#"{"a":1}"#)));
    for more in [
        r#""method":"PUT""#,
        r#""method":"GET","query":[]"#,
        r#""method":"GET","query":{"a":{}}"#,
        r#""method":"GET","query":{"a":[]}"#,
        r#""method":"GET","query":{"a":null}"#,
        r#""method":"GET","query":{"access_token":"mine"}"#,
    ] {
        let error = built(more).expect_err(more);
        assert!(matches!(error, Error::InvalidArgument { .. }), "{more} {error:?}");
    }
    let error = built_with("", query).expect_err("no token").to_string();
    assert!(error.ends_with("must not be empty"), "{error}");
}

#[wasm_bindgen_test(unsupported = test)]
fn bad_calls_are_refused() {
    let mut wrong = Vec::new();
    for (endpoint, fixture) in fixtures() {
        let model = (endpoint.model)();
        for case in cases(&fixture, "refused") {
            if has_unknown(&case["params"], model.fields)
                || has_unknown(&case["credentials"], model.credentials.fields)
            {
                continue;
            }
            let error = build(endpoint, case).map_or_else(|error| facts(&error), |it| json!(it));
            compare(&mut wrong, endpoint, case, &picked(&error, &case["error"]), &case["error"]);
        }
    }
    report(&wrong);
}

#[wasm_bindgen_test(unsupported = test)]
fn replies_are_read() {
    let mut wrong = Vec::new();
    for (endpoint, fixture) in fixtures() {
        for case in cases(&fixture, "replies") {
            let (status, body) = answered(case);
            let reply = Reply { status, body: &body };
            let answer = match endpoint.parse_response(&reply) {
                Ok(value) => json!({ "value": parse(value.as_str()) }),
                Err(error) => json!({ "error": picked(&facts(&error), &case["error"]) }),
            };
            let expected = match case.get("value") {
                Some(value) => json!({ "value": value }),
                None => json!({ "error": case["error"] }),
            };
            compare(&mut wrong, endpoint, case, &answer, &expected);
            let is_typed = (endpoint.is_typed)(&reply);
            compare(
                &mut wrong,
                endpoint,
                case,
                &is_typed.into(),
                &case.get("value").is_some().into(),
            );
        }
    }
    report(&wrong);
}

/// An error tells which field is wrong, and nothing that the reply held.
#[wasm_bindgen_test(unsupported = test)]
fn an_error_holds_nothing_of_a_bad_reply() {
    for (endpoint, fixture) in fixtures() {
        for case in cases(&fixture, "replies") {
            if case["error"]["code"] == "ERR_INVALID_RESPONSE" {
                let (status, body) = answered(case);
                let reply = Reply { status, body: &body };
                let error = endpoint.parse_response(&reply).expect_err("bad");
                let Error::InvalidResponse { endpoint: name, problem, .. } = &error else {
                    panic!("{error}");
                };
                assert_eq!(error.to_string(), format!("the reply of {name} {problem}"));
                let known = ["code", "message", "endpoint", "replyStatus", "retryable"];
                let shown = json!(error);
                let shown = shown.as_object().expect("facts");
                assert!(shown.keys().all(|key| known.contains(&key.as_str())), "{shown:?}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_reply_is_read_up_to_its_limit() {
    let endpoint = AnyEndpoint::named("getFans").expect("an endpoint");
    let body = |length: usize| {
        let (start, end) = (r#"{"total":1,"count":0,"more":""#, r#""}"#);
        let filler = "a".repeat(length - start.len() - end.len());
        [start, &filler, end].concat()
    };
    let limit = crate::http::MAX_REPLY_BYTES;
    let good = body(limit);
    let reply = Reply { status: 200, body: good.as_bytes() };
    assert_eq!(endpoint.parse_response(&reply).expect("good").as_str().len(), limit);
    let long = body(limit + 1);
    let reply = Reply { status: 200, body: long.as_bytes() };
    let error = endpoint.parse_response(&reply).expect_err("too long");
    assert!(matches!(error, Error::InvalidResponse { problem: ReplyProblem::TooLong, .. }));
}

/// A page of 10,000 openids is long.
#[wasm_bindgen_test(unsupported = test)]
fn good_text_is_not_copied() {
    let endpoint = AnyEndpoint::named("code2Session").expect("an endpoint");
    let is_copied = |body: &str| {
        let reply = Reply { status: 200, body: body.as_bytes() };
        let value = endpoint.parse_response(&reply).expect("good");
        !reply.body.as_ptr_range().contains(&value.as_str().as_ptr())
    };
    let good = "\u{feff}\n{\n\t\"openid\": \"o\", \"session_key\":\"k\", \"z\":null }\r\n";
    assert!(!is_copied(good));
    for bad in ["\"o\n\"", "1", "\"o\",\"unionid\":null", "\"o\",\"errcode\":\"0\""] {
        assert!(is_copied(&good.replace("\"o\"", bad)), "{bad}");
    }
}

/// After -1, it is unknown whether the code was read.
#[wasm_bindgen_test(unsupported = test)]
fn a_request_with_a_code_is_not_sent_again() {
    for endpoint in ENDPOINTS {
        let model = (endpoint.model)();
        let (_, retryable) = crate::errcode::judge(-1, endpoint.name);
        assert_eq!(retryable, model.is_repeatable, "{}", endpoint.name);
    }
}

fn cases<'a>(fixture: &'a Value, kind: &str) -> &'a [Value] {
    let cases = fixture[kind].as_array().expect("a list");
    assert!(!cases.is_empty(), "{kind}: none");
    cases
}

fn build(endpoint: &AnyEndpoint, case: &Value) -> Result<HttpRequest, Error> {
    let params = expand(&case["params"]);
    endpoint.build_request(&case["credentials"].to_string(), &params.to_string())
}

/// Whether an object holds a name that has no place in it. The package refuses it, and never gets
/// here.
fn has_unknown(object: &Value, fields: &[(&str, ArgumentType)]) -> bool {
    object.as_object().into_iter().flatten().any(|(key, value)| {
        let sort = fields.iter().find(|(name, _)| name == key).map(|(_, sort)| sort);
        match (sort, value) {
            (None, _) => true,
            (Some(ArgumentType::Objects(fields)), Value::Array(entries)) => {
                entries.iter().any(|entry| has_unknown(entry, fields))
            }
            (Some(_), _) => false,
        }
    })
}

/// `{ "$repeat": entry, "times": n }` stands for a long list.
fn expand(params: &Value) -> Value {
    let Value::Object(params) = params else { return params.clone() };
    let expand = |value: &Value| match (value.get("$repeat"), value["times"].as_u64()) {
        (Some(entry), Some(times)) => (0..times).map(|_| entry.clone()).collect(),
        _ => value.clone(),
    };
    params.iter().map(|(name, value)| (name.clone(), expand(value))).collect()
}

/// The status and the body.
fn answered(case: &Value) -> (u16, Vec<u8>) {
    let body = match case.get("bodyBase64") {
        Some(bytes) => STANDARD.decode(text_of(bytes)).expect("Base64"),
        None => text_of(&case["body"]).as_bytes().to_vec(),
    };
    let status = case["status"].as_u64().and_then(|status| status.try_into().ok());
    (status.expect("a status"), body)
}

fn facts(error: &Error) -> Value {
    json!(error)
}

/// What the fixture says something about.
fn picked(facts: &Value, expected: &Value) -> Value {
    let names = expected.as_object().into_iter().flat_map(|expected| expected.keys());
    let is_told = |(name, fact): (&String, Option<&Value>)| Some((name.clone(), fact?.clone()));
    names.map(|name| (name, facts.get(name))).filter_map(is_told).collect()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(&replace_lone_surrogates(text)).expect("JSON")
}

fn compare(
    wrong: &mut Vec<String>,
    endpoint: &AnyEndpoint,
    case: &Value,
    answer: &Value,
    expected: &Value,
) {
    if answer != expected {
        let what = text_of(&case["what"]);
        wrong.push(format!("{}: {what}\n  {answer}\nnot\n  {expected}", endpoint.name));
    }
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}
