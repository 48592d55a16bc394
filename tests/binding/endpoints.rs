//! `buildRequest` and `parseResponse`, and the same of requests to endpoints that are not in the
//! list.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{
    build_custom_request, build_request, parse_custom_response, parse_response,
};

use crate::desk::{Fault, answer, write, write_bytes, write_json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[derive(Serialize)]
struct Call<Credentials, Params> {
    credentials: Credentials,
    params: Params,
}

#[derive(Serialize)]
struct App {
    appid: &'static str,
    secret: &'static str,
}

#[derive(Serialize)]
struct Token {
    access_token: &'static str,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Prepared {
    request: HttpRequest,
    secrets: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpRequest {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    redacted_url: String,
    redacted_body: Option<String>,
}

const APP: App = App { appid: "wx4f4bc4dec97d474b", secret: SECRET };

fn build(
    name: &str,
    credentials: impl Serialize,
    params: impl Serialize,
) -> Result<Prepared, Fault> {
    answer(build_request(write_json(&Call { credentials, params }), name))
}

fn json_headers() -> BTreeMap<String, String> {
    [("content-type".into(), "application/json".into())].into()
}

#[wasm_bindgen_test]
fn build_request_gives_the_request_and_its_secrets() {
    let login = build("code2Session", APP, json!({ "js_code": "the+code/1" }));
    let url = |secret: &str, code: &str| {
        format!(
            "https://api.weixin.qq.com/sns/jscode2session?appid=wx4f4bc4dec97d474b&secret={secret}\
             &js_code={code}&grant_type=authorization_code"
        )
    };
    let encoded = "the%2Bcode%2F1";
    let request = HttpRequest {
        method: "GET".into(),
        url: url(SECRET, encoded),
        headers: BTreeMap::new(),
        body: None,
        redacted_url: url("***", "***"),
        redacted_body: None,
    };
    let secrets = [SECRET, "the+code/1", encoded].map(str::to_owned).into();
    assert_eq!(login, Ok(Prepared { request, secrets }));
}

#[wasm_bindgen_test]
fn build_request_writes_a_body() {
    let token = Token { access_token: "TOKEN" };
    let phone = build("getPhoneNumber", token, json!({ "code": "a+b" }));
    let at = |token| {
        format!("https://api.weixin.qq.com/wxa/business/getuserphonenumber?access_token={token}")
    };
    let request = HttpRequest {
        method: "POST".into(),
        url: at("TOKEN"),
        headers: json_headers(),
        body: Some(r#"{"code":"a+b"}"#.into()),
        redacted_url: at("***"),
        redacted_body: Some(r#"{"code":"***"}"#.into()),
    };
    let secrets = ["TOKEN", "a+b"].map(str::to_owned).into();
    assert_eq!(phone, Ok(Prepared { request, secrets }));
}

#[wasm_bindgen_test]
fn build_request_throws_what_is_wrong_by_its_name() {
    let code = || json!({ "js_code": "c" });
    let refused = |outcome, argument| assert_eq!(outcome, Err(Fault::of_argument(argument)));
    refused(build("code2session", APP, code()), "name");
    refused(build("code2Session", json!({ "appid": "wx" }), code()), "secret");
    refused(build("code2Session", APP, json!({})), "js_code");
    refused(build("code2Session", APP, json!({ "js_code": "" })), "js_code");
    refused(build("code2Session", APP, json!({ "js_code": "\"c\"" })), "js_code");
    refused(build("code2Session", APP, json!([])), "params");
    let token = Token { access_token: "TOKEN" };
    let check = json!({ "openid": "o", "session_key": "AAAA" });
    let short = build("checkSessionKey", token, check).expect_err("too short a key");
    assert_eq!(short.code, "ERR_INVALID_SESSION_KEY");
    assert_eq!(short.damage.as_deref(), Some("session_key_length"));
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Session {
    openid: String,
    session_key: String,
    unionid: Option<String>,
    /// WeChat may add anything.
    extra: Option<Vec<Value>>,
}

fn session(body: &str, status: u16) -> Result<Session, Fault> {
    answer(parse_response(write(&body.into()), status, "code2Session"))
}

#[wasm_bindgen_test]
fn parse_response_gives_what_wechat_sent() {
    let body = r#"{"openid":"o","session_key":"tiihtNczf5v6AKRyjwEUhQ==","extra":[1,"微😀",null]}"#;
    let expected = Session {
        openid: "o".into(),
        session_key: "tiihtNczf5v6AKRyjwEUhQ==".into(),
        unionid: None,
        extra: Some(vec![1.into(), "微😀".into(), Value::Null]),
    };
    assert_eq!(session(body, 200), Ok(expected));
}

/// Replies are read by their bytes, whatever these are, and mended where their types would break.
#[wasm_bindgen_test]
fn parse_response_mends_bytes_and_types() {
    let body =
        b"\xef\xbb\xbf{\"openid\":7,\"session_key\":\"k\n\",\"unionid\":null,\"extra\":[\"\xff\"]}";
    let bytes = write_bytes(&Uint8Array::from(&body[..]));
    let expected = Session {
        openid: "7".into(),
        session_key: "k\n".into(),
        unionid: None,
        extra: Some(vec!["\u{fffd}".into()]),
    };
    assert_eq!(answer(parse_response(bytes, 200, "code2Session")), Ok(expected));
}

#[wasm_bindgen_test]
fn parse_response_throws_what_wechat_refuses() {
    let body = r#"{"errcode":40029,"errmsg":"invalid code, rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a"}"#;
    let refusal = Fault {
        code: "ERR_API".into(),
        endpoint: Some("code2Session".into()),
        errcode: Some(40029),
        errmsg: Some("invalid code, rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a".into()),
        rid: Some("5f2a1b2c-1b2c3d4e-3d4e5f6a".into()),
        category: Some("code".into()),
        retryable: Some(false),
        ..Fault::default()
    };
    assert_eq!(session(body, 200), Err(refusal));
    // The request holds a code.
    let of = |code: &str, reply_status| Fault {
        code: code.into(),
        endpoint: Some("code2Session".into()),
        reply_status,
        retryable: Some(false),
        ..Fault::default()
    };
    assert_eq!(session("<html>", 502), Err(of("ERR_HTTP_STATUS", Some(502))));
    assert_eq!(session("", 0), Err(of("ERR_HTTP_STATUS", Some(0))));
    for body in ["", "[]", r#"{"openid":"o"}"#, r#"{"openid":"o","openid":"o","session_key":"k"}"#]
    {
        assert_eq!(session(body, 200), Err(of("ERR_INVALID_RESPONSE", None)), "{body}");
    }
    let unknown = answer::<Session>(parse_response(write(&"{}".into()), 200, "nothing"));
    assert_eq!(unknown, Err(Fault::of_argument("name")));
}

#[derive(Serialize)]
struct CustomCall {
    credentials: Token,
    request: Custom,
}

#[derive(Clone, Serialize)]
struct Custom {
    method: &'static str,
    path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

fn build_custom(request: Custom) -> Result<Prepared, Fault> {
    let credentials = Token { access_token: "TOKEN" };
    answer(build_custom_request(write_json(&CustomCall { credentials, request })))
}

#[wasm_bindgen_test]
fn build_custom_request_shows_nothing_of_what_it_sends() {
    let query = Some(json!({ "a": "b c", "n": 1 }));
    let body = Some(json!({ "text": ["微"] }));
    let custom = build_custom(Custom { method: "POST", path: "/wxa/x", query, body });
    let prepared = custom.expect("a request");
    let request = HttpRequest {
        method: "POST".into(),
        url: "https://api.weixin.qq.com/wxa/x?access_token=TOKEN&a=b%20c&n=1".into(),
        headers: json_headers(),
        body: Some(r#"{"text":["微"]}"#.into()),
        redacted_url: "https://api.weixin.qq.com/wxa/x?access_token=***&a=***&n=***".into(),
        redacted_body: Some("***".into()),
    };
    assert_eq!(prepared.request, request);
    assert_eq!(prepared.secrets, ["TOKEN", "b c", "b%20c", "1", "微"]);
}

#[wasm_bindgen_test]
fn build_custom_request_throws_what_is_wrong_by_its_name() {
    let good = Custom { method: "GET", path: "/wxa/x", query: None, body: None };
    let refused = |request, argument| {
        assert_eq!(build_custom(request), Err(Fault::of_argument(argument)));
    };
    refused(Custom { method: "PUT", ..good.clone() }, "method");
    refused(Custom { path: "/wxa/x?a=b", ..good.clone() }, "path");
    refused(Custom { query: Some(json!({ "access_token": "T" })), ..good.clone() }, "query");
    refused(Custom { body: Some(json!({})), ..good }, "body");
}

#[wasm_bindgen_test]
fn parse_custom_response_takes_any_object_without_an_errcode() {
    let parse = |body: &str, status| {
        answer::<BTreeMap<String, Value>>(parse_custom_response(
            write(&body.into()),
            status,
            "/wxa/x",
            true,
        ))
    };
    let value = parse(r#"{"errcode":0,"a":["微"]}"#, 200).expect("an object");
    assert_eq!(value, BTreeMap::from([("errcode".into(), 0.into()), ("a".into(), json!(["微"]))]));
    let refused = parse(r#"{"errcode":40001,"errmsg":"no"}"#, 200).expect_err("an errcode");
    assert_eq!((refused.code.as_str(), refused.errcode), ("ERR_API", Some(40001)));
    assert_eq!(refused.endpoint.as_deref(), Some("/wxa/x"));
    assert_eq!(parse("[]", 200).expect_err("a list").code, "ERR_INVALID_RESPONSE");
    assert_eq!(parse("{}", 404).expect_err("a status").code, "ERR_HTTP_STATUS");
    assert_eq!(parse("{}", 502).expect_err("a gateway").retryable, Some(true));
}
