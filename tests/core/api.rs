//! What the fixtures of the endpoints do not reach: the pages that a user is sent to, and custom
//! requests.

use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::api::{
    AccessTokenCredentials, AuthorizeScope, AuthorizeUrl, CustomRequest, QrConnectLang,
    QrConnectUrl,
};
use wx_unionid::{Error, HttpMethod, Reply};

fn authorize() -> AuthorizeUrl {
    AuthorizeUrl {
        appid: "wx520c15f417810387".into(),
        redirect_uri: "https://chong.qq.com/php/index.php?d=&c=wxAdapter&m=mobileDeal".into(),
        scope: AuthorizeScope::Base,
        state: "123".into(),
        component_appid: None,
        forcePopup: None,
        forceSnapShot: None,
    }
}

fn qr_connect() -> QrConnectUrl {
    QrConnectUrl {
        appid: "wxbdc5610cc59c1631".into(),
        redirect_uri: "https://passport.yhd.com/wechat/callback.do".into(),
        state: "3d6be0a4035d839573b04816624a415e".into(),
        lang: None,
    }
}

/// WeChat holds the URL against a pattern: the order counts.
#[wasm_bindgen_test(unsupported = test)]
fn the_authorize_url_has_the_order_that_wechat_checks() {
    assert_eq!(
        authorize().url().expect("a URL"),
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx520c15f417810387\
         &redirect_uri=https%3A%2F%2Fchong.qq.com%2Fphp%2Findex.php%3Fd%3D%26c%3DwxAdapter%26m%3DmobileDeal\
         &response_type=code&scope=snsapi_base&state=123#wechat_redirect"
    );
    let all = AuthorizeUrl {
        scope: AuthorizeScope::UserInfo,
        component_appid: Some("wxcomponent".into()),
        forcePopup: Some(true),
        forceSnapShot: Some(false),
        ..authorize()
    };
    let url = all.url().expect("a URL");
    let (_, end) = url.split_once("&response_type").expect("a response type");
    assert_eq!(
        end,
        "=code&scope=snsapi_userinfo&state=123&component_appid=wxcomponent&forcePopup=true\
         &forceSnapShot=false#wechat_redirect"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn the_qr_connect_url_asks_for_a_website_login() {
    let url = QrConnectUrl { lang: Some(QrConnectLang::En), ..qr_connect() }.url();
    assert_eq!(
        url.expect("a URL"),
        "https://open.weixin.qq.com/connect/qrconnect?appid=wxbdc5610cc59c1631\
         &redirect_uri=https%3A%2F%2Fpassport.yhd.com%2Fwechat%2Fcallback.do&response_type=code\
         &scope=snsapi_login&state=3d6be0a4035d839573b04816624a415e&lang=en#wechat_redirect"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn parameters_that_wechat_would_refuse_are_refused_by_name() {
    let redirect = |uri: &str| AuthorizeUrl { redirect_uri: uri.into(), ..authorize() }.url();
    let state = |state: String| QrConnectUrl { state, ..qr_connect() }.url();
    for (argument, url) in [
        ("appid", AuthorizeUrl { appid: String::new(), ..authorize() }.url()),
        ("redirect_uri", redirect("")),
        ("redirect_uri", redirect("chong.qq.com/callback")),
        ("redirect_uri", redirect("javascript:alert(1)")),
        ("redirect_uri", redirect("https://")),
        ("redirect_uri", redirect("https:///path")),
        ("redirect_uri", redirect("https://chong.qq.com/\r\ncallback")),
        ("redirect_uri", redirect("https%3A%2F%2Fchong.qq.com")),
        ("state", state(String::new())),
        ("state", state("a-b".into())),
        ("state", state("é".into())),
        ("state", state("a".repeat(129))),
        (
            "component_appid",
            AuthorizeUrl { component_appid: Some(String::new()), ..authorize() }.url(),
        ),
    ] {
        assert_named(argument, url);
    }
    assert!(state("a".repeat(128)).is_ok());
    for (url, problem) in [
        (redirect("https://chong.qq.com/\r\ncallback"), "has U+000D at 21"),
        (redirect("https://chong.qq.com/回 调"), "has U+0020 at 22"),
        (state("a-b".into()), "has - at 1"),
        (state("aé".into()), "has U+00E9 at 1"),
    ] {
        let message = url.expect_err(problem).to_string();
        assert!(message.ends_with(problem), "{message}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_custom_request_goes_only_to_wechat() {
    let credentials = AccessTokenCredentials::Token("TOKEN".into());
    let get = |path: &str| CustomRequest {
        method: HttpMethod::Get,
        path: path.into(),
        query: vec![("a b".into(), "c&d=é".into())],
        body: None,
    };
    let request = get("/wxa/business/x.y_z-1").build(&credentials).expect("a request");
    assert_eq!(
        request.url,
        "https://api.weixin.qq.com/wxa/business/x.y_z-1?access_token=TOKEN&a%20b=c%26d%3D%C3%A9"
    );
    assert_eq!(
        request.redacted_url,
        "https://api.weixin.qq.com/wxa/business/x.y_z-1?access_token=***&a%20b=***"
    );
    for path in [
        "",
        "/",
        "wxa/x",
        "//evil.example/x",
        "https://evil.example/x",
        "@evil.example/x",
        "/wxa/x?a=b",
        "/wxa/x#a",
        "/wxa/../x",
        "/wxa/./x",
        "/wxa//x",
        "/wxa/x/",
        "/wxa/%2e%2e/x",
        "/wxa\\x",
        "/wxa/ x",
        "/wxa/\r\nx",
        "/wxa/é",
    ] {
        assert_named("path", get(path).build(&credentials).map(|request| request.url));
    }
    let body = Some("{}".to_owned());
    let with_body = CustomRequest { body: body.clone(), ..get("/wxa/x") };
    assert_named("body", with_body.build(&credentials).map(|request| request.url));
    let post = CustomRequest { method: HttpMethod::Post, ..with_body };
    let request = post.build(&credentials).expect("a request");
    assert_eq!((request.body, request.redacted_body), (body, Some("***".to_owned())));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_custom_reply_is_any_object_without_an_errcode() {
    let parse = |body: &str| {
        let reply = Reply { status: 200, body: body.as_bytes() };
        CustomRequest::parse_response("/wxa/x", true, &reply).map(|json| json.as_str().to_owned())
    };
    assert_eq!(parse(r#"{"errcode":"0","a":[1]}"#).expect("good"), r#"{"errcode":0,"a":[1]}"#);
    match parse(r#"{"errcode":40066,"errmsg":"invalid url"}"#).expect_err("an errcode") {
        Error::Api(error) => assert_eq!((&*error.endpoint, error.errcode), ("/wxa/x", 40066)),
        error => panic!("{error}"),
    }
    assert!(matches!(parse("\u{89}PNG").expect_err("a picture"), Error::InvalidResponse { .. }));
}

/// What an error says, and whether the same request may be sent again.
#[wasm_bindgen_test(unsupported = test)]
fn a_reply_that_is_none_says_so_and_may_come_again() {
    for (status, body, sentence, may_come_again) in [
        (302, "", "/wxa/x returned HTTP status 302: a redirect, which is not followed", false),
        (0, "", "/wxa/x returned HTTP status 0: a redirect, which is not followed", false),
        (404, "", "/wxa/x returned HTTP status 404", false),
        (503, "", "/wxa/x returned HTTP status 503", true),
        (200, "", "the reply of /wxa/x is empty", true),
        (200, "{", "the reply of /wxa/x is not a JSON object, or repeats a key", true),
        (
            200,
            "<html></html>",
            "the reply of /wxa/x is an HTML page: a proxy or a firewall may have answered",
            true,
        ),
        (
            200,
            r#"{"errcode":1.5}"#,
            "the reply of /wxa/x has an errcode that is not a whole number",
            false,
        ),
    ] {
        for repeatable in [true, false] {
            let reply = Reply { status, body: body.as_bytes() };
            let error = CustomRequest::parse_response("/wxa/x", repeatable, &reply)
                .expect_err("no reply of WeChat's");
            assert_eq!(error.to_string(), sentence);
            let (Error::HttpStatus { retryable, .. } | Error::InvalidResponse { retryable, .. }) =
                error
            else {
                panic!("{error}");
            };
            assert_eq!(retryable, repeatable && may_come_again, "{sentence}");
        }
    }
}

fn assert_named(argument: &str, url: Result<String, Error>) {
    match url.expect_err(argument) {
        Error::InvalidArgument { argument: named, .. } => assert_eq!(named, argument),
        error => panic!("{argument}: {error}"),
    }
}
