//! A request of any endpoint, of what a caller passes on without a look.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use wx_unionid::api::{AnyEndpoint, ENDPOINTS};
use wx_unionid::{HttpMethod, HttpRequest, ORIGIN};

use super::input::{assert_silent, text_lines, unique};

/// What no log may show.
const SECRETS: [&str; 9] = [
    "access_token",
    "cloudbase_access_token",
    "code",
    "component_access_token",
    "js_code",
    "refresh_token",
    "secret",
    "session_key",
    "signature",
];
/// What the endpoint itself writes.
const FIXED: [&str; 3] = ["grant_type", "sig_method", "signature"];
/// Over plain HTTP, to the container's own machine.
const HOSTED: &str = "http://api.weixin.qq.com";

/// The endpoint, the credentials in one line of JSON, and the parameters as JSON.
///
/// No value gets out of its place: a request goes to WeChat, each parameter is there once, with the
/// caller's value, and what is for logs is the same but for the secrets.
pub fn request(bytes: &[u8]) {
    let Some(([name, credentials], params)) = text_lines(bytes) else { return };
    let number = usize::from(name.bytes().next().unwrap_or_default()) % ENDPOINTS.len();
    let endpoint = AnyEndpoint::named(name).unwrap_or(&ENDPOINTS[number]);
    let built = endpoint.build_request(credentials, params);
    // Another reader has no lone surrogates, and no great depth.
    let [Some(credentials), Some(params)] = [credentials, params].map(unique) else { return };
    match built {
        Ok(request) => check(&request, &[credentials, params]),
        Err(error) => {
            let texts = credentials.values().chain(params.values()).filter_map(Value::as_str);
            assert_silent(&error, texts);
        }
    }
}

fn check(request: &HttpRequest, given: &[Map<String, Value>; 2]) {
    let [sent, shown] = [&request.url, &request.redacted_url].map(|url| pairs(url));
    let is_hosted = request.url.starts_with(HOSTED);
    assert!(is_hosted || request.url.starts_with(ORIGIN), "{}", request.url);
    assert_eq!(is_hosted, given[0].get("cloudHosting") == Some(&Value::Bool(true)));
    assert_eq!(sent.len(), shown.len());
    let mut names: Vec<_> = sent.iter().map(|(name, _)| *name).collect();
    for ((name, value), (shown_name, shown)) in sent.iter().zip(&shown) {
        assert_eq!(name, shown_name);
        assert_eq!(*shown, if SECRETS.contains(name) { "***" } else { value });
        let value = percent_decode_str(value).decode_utf8().expect("UTF-8");
        assert!(is_given(given, name, &value), "{name}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), sent.len(), "{}", request.url);

    let is_post = request.method == HttpMethod::Post;
    assert_eq!([&request.body, &request.redacted_body].map(Option::is_some), [is_post; 2]);
    let bodies = request.body.as_ref().zip(request.redacted_body.as_ref());
    let Some((sent, shown)) = bodies.filter(|(sent, _)| !sent.is_empty()) else { return };
    let [sent, shown] = [sent, shown].map(|it| unique(it).expect("an object"));
    assert!(sent.keys().eq(shown.keys()));
    for (name, value) in &sent {
        let stars = Value::String("***".to_owned());
        assert_eq!(shown[name], if SECRETS.contains(&&**name) { stars } else { value.clone() });
        assert!(value.as_str().is_none_or(|value| is_given(given, name, value)), "{name}");
    }
}

/// Whether a value is what the caller gave by this name. What the endpoint does not know is passed
/// over.
fn is_given(given: &[Map<String, Value>; 2], name: &str, value: &str) -> bool {
    let mut texts = given.iter().filter_map(|fields| fields.get(name)?.as_str()).peekable();
    FIXED.contains(&name) || texts.peek().is_none() || texts.any(|text| text == value)
}

/// The parameters of a URL, as they are written. It has no fragment, and nothing that ends it
/// early.
fn pairs(url: &str) -> Vec<(&str, &str)> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/?&=-._~%*".contains(&byte);
    assert!(url.bytes().all(is_plain), "{url}");
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter_map(|pair| pair.split_once('='))
        .collect()
}
