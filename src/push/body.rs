//! What is in a body, whichever of the two formats the console was set to: the text of one JSON
//! object.

use alloc::borrow::ToOwned as _;
use alloc::string::String;

use serde::Serialize;
use wx_unionid_json::{MAX_SAFE_INTEGER, Mended, Object, escape_controls};

use super::xml::{self, MAX_DEPTH, MAX_ELEMENTS};

/// How a push is written. The answer has to be written likewise.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PushFormat {
    /// XML.
    Xml,
    /// JSON.
    Json,
    /// JSON with names in lower case, as 企业微信's has it.
    WecomJson,
}

/// Reads a body by its first byte. What is repeated at the top is refused, and what is repeated in
/// XML is a list.
pub(super) fn read_body(body: &str) -> Option<(PushFormat, String)> {
    let body = body.trim_ascii();
    match body.as_bytes().first()? {
        b'<' => Some((PushFormat::Xml, xml::to_json(body)?)),
        b'{' => {
            let json = escape_controls(body.to_owned());
            Object::parse(&json)?;
            let kept = keep_numbers(&json)?;
            Some((PushFormat::Json, kept.unwrap_or(json)))
        }
        _ => None,
    }
}

/// Puts quotes around numbers that JavaScript would round, and around each MsgId. `None` if the
/// text is too deep, or has too many parts. It is known to be JSON.
fn keep_numbers(json: &str) -> Option<Option<String>> {
    let mut mended = Mended::new(json);
    let (mut at, mut depth, mut parts) = (0, 0, 0);
    let mut last_string = "";
    while let Some(first) = json.as_bytes().get(at) {
        let bytes = match first {
            b'"' => {
                last_string = string_at(json, at)?;
                last_string.len()
            }
            b'-' | b'0'..=b'9' => {
                let number = number_at(json, at)?;
                let is_id = depth == 1 && matches!(last_string, r#""MsgId""# | r#""msgid""#);
                if is_id || is_rounded(number) {
                    let mut quoted = String::new();
                    push_quoted(&mut quoted, number);
                    mended.replace(at..at + number.len(), &quoted);
                }
                number.len()
            }
            b'{' | b'[' => {
                depth += 1;
                1
            }
            b'}' | b']' => {
                depth -= 1;
                1
            }
            byte => {
                parts += usize::from(*byte == b',');
                1
            }
        };
        if depth > MAX_DEPTH || parts > MAX_ELEMENTS {
            return None;
        }
        at += bytes;
    }
    Some(mended.finish())
}

/// The string that begins there, in its quotes.
fn string_at(json: &str, at: usize) -> Option<&str> {
    let mut end = at + 1;
    loop {
        match json.as_bytes().get(end)? {
            b'"' => return json.get(at..=end),
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
}

fn number_at(json: &str, at: usize) -> Option<&str> {
    let rest = json.get(at..)?;
    let is_part =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    rest.get(..rest.bytes().position(|byte| !is_part(byte))?)
}

/// Whether it is a whole number beyond those that JavaScript has all of.
fn is_rounded(number: &str) -> bool {
    let digits = number.trim_start_matches('-');
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.parse().is_ok_and(|whole: u64| whole <= MAX_SAFE_INTEGER)
}

/// Adds a text as JSON has it.
pub(super) fn push_quoted(json: &mut String, text: &str) {
    json.push_str(&serde_json::to_string(text).expect("a text is plain data"));
}
