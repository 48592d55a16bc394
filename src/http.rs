//! Requests and replies as plain data. Whoever has an HTTP client carries them.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::transport::MAX_TEXT_BYTES;

/// Where WeChat's server APIs are.
pub const ORIGIN: &str = "https://api.weixin.qq.com";

/// The longest reply that is looked at, in bytes. WeChat's longest, 10,000 openids, takes a third of a MB.
pub const MAX_REPLY_BYTES: usize = 10 * 1024 * 1024;

/// What the API pages call 请求方式.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "HttpMethod"))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Everything is in the query.
    Get,
    /// The access token is in the query, the rest is a JSON body.
    Post,
}

/// A request to WeChat's server, ready to be sent as it is.
///
/// `url` and `body` hold secrets: do not log them. `redactedUrl` and `redactedBody` are for logs.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "HttpRequest", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL. Everything in it is escaped.
    pub url: String,
    /// The headers that are needed.
    #[cfg_attr(test, ts(type = "Record<string, string>"))]
    #[serde(serialize_with = "as_map")]
    pub headers: &'static [(&'static str, &'static str)],
    /// The body of a POST request: JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The URL with `***` in place of each secret.
    pub redacted_url: String,
    /// The body with `***` in place of each secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted_body: Option<String>,
}

fn as_map<S: Serializer>(
    headers: &&'static [(&'static str, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().copied())
}

/// Shows what is for logs.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("redacted_url", &self.redacted_url)
            .field("redacted_body", &self.redacted_body)
            .finish_non_exhaustive()
    }
}

/// What came back: the status, and the body as the bytes that it is. Content types do not count: WeChat sends
/// JSON as `text/plain`.
#[derive(Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Shows no content: replies hold keys and personal data.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// A text that becomes part of a request.
pub trait Parameter {
    /// Whether logs must not show it.
    const IS_SECRET: bool = false;

    /// The text.
    fn as_text(&self) -> &str;
}

impl Parameter for str {
    fn as_text(&self) -> &str {
        self
    }
}

impl Parameter for String {
    fn as_text(&self) -> &str {
        self
    }
}

/// A request that is being written, in two versions at once: the one to send, and the one to show.
pub struct Draft {
    method: Method,
    url: Twin,
    body: Twin,
    has_fields: bool,
    problem: Option<Error>,
}

impl Draft {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        let mut url = Twin::default();
        url.push(ORIGIN);
        url.push(path);
        Self { method, url, body: Twin::default(), has_fields: false, problem: None }
    }

    /// A parameter of the query. An empty one is no parameter, but a mistake.
    pub fn query<P: Parameter + ?Sized>(&mut self, name: &str, value: &P) -> &mut Self {
        self.check(name, value.as_text());
        self.push_query(name, value.as_text(), P::IS_SECRET);
        self
    }

    /// A parameter of the query of which nothing is known, and nothing shown.
    pub fn hidden_query(&mut self, name: &str, value: &str) -> &mut Self {
        self.push_query(name, value, true);
        self
    }

    /// A parameter of the query that may be missing.
    pub fn query_if_any<P: Parameter>(&mut self, name: &str, value: Option<&P>) -> &mut Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// A field of the body. An empty one is no field, but a mistake.
    pub fn body<P: Parameter + ?Sized>(&mut self, name: &str, value: &P) -> &mut Self {
        self.check(name, value.as_text());
        self.push_field(name, &json(value.as_text()), P::IS_SECRET);
        self
    }

    /// A field of the body that may be missing.
    pub fn body_if_any<P: Parameter>(&mut self, name: &str, value: Option<&P>) -> &mut Self {
        match value {
            Some(value) => self.body(name, value),
            None => self,
        }
    }

    /// A field of the body that is no text, or may be an empty one. It holds no secret.
    pub fn body_value(&mut self, name: &str, value: &impl Serialize) -> &mut Self {
        self.push_field(name, &json(value), false);
        self
    }

    /// The whole body, of which nothing is known, and nothing shown.
    pub(crate) fn hidden_body(&mut self, json: &str) {
        self.body.push_value(json, "***", true);
    }

    pub(crate) fn finish(mut self) -> Result<Request, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if self.has_fields {
            self.body.push("}");
        }
        let Twin { sent: body, shown: redacted_body } = self.body;
        let is_post = self.method == Method::Post;
        Ok(Request {
            method: self.method,
            url: self.url.sent,
            headers: if is_post { &[("content-type", "application/json")] } else { &[] },
            body: is_post.then_some(body),
            redacted_url: self.url.shown,
            redacted_body: is_post.then_some(redacted_body),
        })
    }

    fn push_query(&mut self, name: &str, value: &str, is_secret: bool) {
        self.url.push(if self.url.sent.contains('?') { "&" } else { "?" });
        self.url.push(&encode(name));
        self.url.push("=");
        self.url.push_value(&encode(value), "***", is_secret);
    }

    fn push_field(&mut self, name: &str, value: &str, is_secret: bool) {
        self.body.push(if self.has_fields { "," } else { "{" });
        self.has_fields = true;
        self.body.push(&json(name));
        self.body.push(":");
        self.body.push_value(value, "\"***\"", is_secret);
    }

    fn check(&mut self, name: &str, value: &str) {
        let problem = match value.len() {
            0 => "must not be empty",
            1..=MAX_TEXT_BYTES => return,
            _ => "must not be longer than 1 MiB",
        };
        self.problem.get_or_insert_with(|| Error::invalid_argument(name, problem));
    }
}

/// One text to send and one to show.
#[derive(Default)]
struct Twin {
    sent: String,
    shown: String,
}

impl Twin {
    fn push(&mut self, text: &str) {
        self.push_value(text, text, false);
    }

    fn push_value(&mut self, value: &str, stand_in: &str, is_secret: bool) {
        self.sent.push_str(value);
        self.shown.push_str(if is_secret { stand_in } else { value });
    }
}

/// What RFC 3986 calls unreserved stays.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("plain data with text keys")
}
