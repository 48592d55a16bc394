//! Requests and replies as plain data. Whoever has an HTTP client carries them.

use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

/// Where WeChat's server APIs are.
pub const ORIGIN: &str = "https://api.weixin.qq.com";

/// The longest reply that is accepted, in bytes. WeChat's longest, 10,000 openids, takes a third of
/// a MB.
pub const MAX_REPLY_BYTES: usize = 10 * 1024 * 1024;

/// What the API pages call 请求方式.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    /// Everything is in the query.
    Get,
    /// The access token is in the query, the rest is a JSON body.
    Post,
}

/// A request to WeChat's server, ready to be sent.
///
/// `url` and `body` hold secrets: log `redactedUrl` and `redactedBody` instead.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The complete URL, percent-encoded.
    pub url: String,
    /// The headers that are needed.
    #[cfg_attr(feature = "generate", ts(type = "Record<string, string>"))]
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
    /// Its secrets, as they are and as they were written: what no errmsg may repeat. They cross
    /// apart from it.
    #[cfg_attr(feature = "generate", ts(skip))]
    #[serde(skip)]
    pub(crate) secrets: Zeroizing<Vec<String>>,
}

fn as_map<S: Serializer>(
    headers: &&'static [(&'static str, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().copied())
}

/// Shows what is for logs.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("redacted_url", &self.redacted_url)
            .field("redacted_body", &self.redacted_body)
            .finish_non_exhaustive()
    }
}

/// What came back: the status, and the body as the bytes that it is. Content types do not count:
/// WeChat sends JSON as `text/plain`.
#[derive(Clone)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

impl Reply<'_> {
    /// The status, where it is not 200.
    pub(crate) fn unusual_status(&self) -> Option<u16> {
        (self.status != 200).then_some(self.status)
    }
}

/// Shows no content: replies hold keys and personal data.
impl fmt::Debug for Reply<'_> {
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

/// What RFC 3986 calls unreserved stays.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes a text, so that it can be any part of a URL.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
