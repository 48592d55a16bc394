//! `authorizeUrl` and `qrConnectUrl`.

use serde::Serialize;
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{authorize_url, qr_connect_url};

use crate::desk::{Fault, answer, write, write_json};

#[derive(Clone, Serialize)]
struct Page {
    appid: &'static str,
    redirect_uri: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'static str>,
    #[serde(rename = "forcePopup", skip_serializing_if = "Option::is_none")]
    force_popup: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'static str>,
}

const PAGE: Page = Page {
    appid: "wx520c15f417810387",
    redirect_uri: "https://example.com/登录?a=b",
    state: "s1",
    scope: None,
    force_popup: None,
    lang: None,
};

const REDIRECT: &str = "https%3A%2F%2Fexample.com%2F%E7%99%BB%E5%BD%95%3Fa%3Db";

#[wasm_bindgen_test]
fn authorize_url_is_the_page_that_asks_the_user() {
    let page = Page { scope: Some("snsapi_base"), force_popup: Some(true), ..PAGE };
    let url = format!(
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx520c15f417810387\
         &redirect_uri={REDIRECT}&response_type=code&scope=snsapi_base&state=s1&forcePopup=true\
         #wechat_redirect"
    );
    let of = |page: &Page| answer::<String>(authorize_url(write_json(page)));
    assert_eq!(of(&page), Ok(url));
    let refused = |page: Page, argument| assert_eq!(of(&page), Err(Fault::of_argument(argument)));
    refused(PAGE, "scope");
    refused(Page { state: "a b", ..page.clone() }, "state");
    refused(Page { redirect_uri: "/login", ..page }, "redirect_uri");
    let no_object = answer::<String>(authorize_url(write(&"[]".into())));
    assert_eq!(no_object, Err(Fault::of_argument("input")));
}

#[wasm_bindgen_test]
fn qr_connect_url_is_the_page_with_the_code() {
    let page = Page { lang: Some("en"), ..PAGE };
    let url = format!(
        "https://open.weixin.qq.com/connect/qrconnect?appid=wx520c15f417810387\
         &redirect_uri={REDIRECT}&response_type=code&scope=snsapi_login&state=s1&lang=en\
         #wechat_redirect"
    );
    let of = |page: &Page| answer::<String>(qr_connect_url(write_json(page)));
    assert_eq!(of(&page), Ok(url));
    let refused = |page: Page, argument| assert_eq!(of(&page), Err(Fault::of_argument(argument)));
    refused(Page { lang: Some("fr"), ..PAGE }, "lang");
    refused(Page { appid: "", ..PAGE }, "appid");
}
