//! A request while an endpoint writes it.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wx_unionid_json::texts;
use zeroize::Zeroizing;

use crate::encoded_text::MAX_TEXT_BYTES;
use crate::error::Error;
use crate::http::{HttpMethod, HttpRequest, ORIGIN, Parameter, encode};
use crate::wire_text::problem_of;

/// A request that is being written, in two versions at once: the one to send, and the one to show.
pub struct Draft {
    method: HttpMethod,
    url: Twin,
    body: Twin,
    has_fields: bool,
    secrets: Zeroizing<Vec<String>>,
    problem: Option<Error>,
}

impl Draft {
    pub(crate) fn new(method: HttpMethod, path: &str) -> Self {
        let mut url = Twin::default();
        url.push(ORIGIN);
        url.push(path);
        Self {
            method,
            url,
            body: Twin::default(),
            has_fields: false,
            secrets: Zeroizing::default(),
            problem: None,
        }
    }

    /// Over plain HTTP: the receiver is on this machine.
    pub(crate) fn in_plain_http(&mut self) -> &mut Self {
        for url in [&mut self.url.sent, &mut self.url.shown] {
            url.drain(HTTP.len()..HTTPS.len());
        }
        self
    }

    /// A parameter of the query. An empty one is no parameter, but a mistake.
    pub fn query<P: Parameter + ?Sized>(&mut self, name: &str, value: &P) -> &mut Self {
        self.query_text(name, value.as_text(), P::IS_SECRET)
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
        self.body_text(name, value.as_text(), P::IS_SECRET)
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

    /// The whole body, of which nothing is known, and nothing shown. Every text in it may be a
    /// secret.
    pub(crate) fn hidden_body(&mut self, json: &str) {
        for text in texts(json) {
            self.keep(&text);
        }
        self.body.push_value(json, "***", true);
    }

    pub(crate) fn finish(mut self) -> Result<HttpRequest, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if self.has_fields {
            self.body.push("}");
        }
        let Twin { sent: body, shown: redacted_body } = self.body;
        let is_post = self.method == HttpMethod::Post;
        Ok(HttpRequest {
            method: self.method,
            url: self.url.sent,
            headers: if is_post { &[("content-type", "application/json")] } else { &[] },
            body: is_post.then_some(body),
            redacted_url: self.url.shown,
            redacted_body: is_post.then_some(redacted_body),
            secrets: self.secrets,
        })
    }

    fn query_text(&mut self, name: &str, text: &str, is_secret: bool) -> &mut Self {
        self.check(name, text);
        self.push_query(name, text, is_secret);
        self
    }

    fn body_text(&mut self, name: &str, text: &str, is_secret: bool) -> &mut Self {
        self.check(name, text);
        if is_secret {
            self.keep(text);
        }
        self.push_field(name, &json(text), is_secret);
        self
    }

    fn push_query(&mut self, name: &str, value: &str, is_secret: bool) {
        let encoded = encode(value);
        if is_secret {
            self.keep(value);
            self.keep(&encoded);
        }
        self.url.push(if self.url.sent.contains('?') { "&" } else { "?" });
        self.url.push(&encode(name));
        self.url.push("=");
        self.url.push_value(&encoded, "***", is_secret);
    }

    fn push_field(&mut self, name: &str, value: &str, is_secret: bool) {
        self.body.push(if self.has_fields { "," } else { "{" });
        self.has_fields = true;
        self.body.push(&json(name));
        self.body.push(":");
        self.body.push_value(value, "\"***\"", is_secret);
    }

    /// Keeps a secret, as it is and as JSON writes it. Most have one form.
    fn keep(&mut self, secret: &str) {
        let quoted = json(secret);
        for form in [secret, &quoted[1..quoted.len() - 1]] {
            if self.secrets.last().is_none_or(|last| last != form) {
                self.secrets.push(form.to_owned());
            }
        }
    }

    fn check(&mut self, name: &str, value: &str) {
        if let Some(problem) = problem_with(value) {
            self.problem.get_or_insert_with(|| Error::invalid_argument(name, problem));
        }
    }

    /// Looks at each text of a list that [`body_value`](Self::body_value) sends.
    // Out of line: each list comes here.
    #[inline(never)]
    pub fn check_each(&mut self, name: &str, values: &mut dyn Iterator<Item = &String>) {
        let bad = values.enumerate().find_map(|(at, value)| Some((at, problem_with(value)?)));
        if let Some((at, problem)) = bad {
            let error = || Error::invalid_argument(name, problem).at_index(at);
            self.problem.get_or_insert_with(error);
        }
    }
}

/// What is wrong with a text that is to be sent.
fn problem_with(value: &str) -> Option<&'static str> {
    match value.len() {
        0 => Some("must not be empty"),
        1..=MAX_TEXT_BYTES => problem_of(value),
        _ => Some("must not be longer than 1 MiB"),
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

const HTTP: &str = "http";
const HTTPS: &str = "https";

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("plain data with text keys")
}
