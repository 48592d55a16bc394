//! What all replies have in common, read in this one place: the status, the bytes, and the errcode.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;

use super::declare::answered;
use super::shape::Shape;
use crate::errcode::judge;
use crate::error::{ApiError, Error, ReplyProblem};
use crate::http::{MAX_REPLY_BYTES, Reply};
use crate::json::{Object, escape_controls, replace_lone_surrogates, string};

answered! {
    /// WeChat has nothing to say but that all is well.
    pub struct Acknowledgement {
        /// 0
        pub errcode: i64,
        /// `ok`
        pub errmsg: Option<String>,
    }
}

/// What any reply may hold.
const COMMON: Shape = Shape::Object(&[
    ("errcode", Shape::Maybe(&Shape::Number)),
    ("errmsg", Shape::Maybe(&Shape::Text)),
]);

/// The text of the reply, with every field of `shape` as it must be.
pub(super) fn open(endpoint: &str, shape: Shape, reply: &Reply) -> Result<String, Error> {
    let status = reply.status;
    let opened = read(&reply.body);
    if let Ok(Envelope { errcode, errmsg, .. }) = &opened
        && *errcode != 0
    {
        let (category, retryable) = judge(*errcode, endpoint);
        return Err(Error::Api(Box::new(ApiError {
            endpoint: endpoint.to_owned(),
            status,
            errcode: *errcode,
            rid: rid(errmsg).map(str::to_owned),
            errmsg: errmsg.chars().take(MAX_ERRMSG_CHARS).collect(),
            category,
            retryable,
        })));
    }
    if !(200..300).contains(&status) {
        return Err(Error::HttpStatus { endpoint: endpoint.to_owned(), status });
    }
    opened
        .and_then(|Envelope { text, .. }| {
            let mut out = String::with_capacity(text.len());
            shape.write(&text, "", &mut out).map_err(ReplyProblem::Field)?;
            Ok(out)
        })
        .map_err(|problem| Error::InvalidResponse {
            endpoint: endpoint.to_owned(),
            status,
            problem,
        })
}

const MAX_ERRMSG_CHARS: usize = 512;

struct Envelope {
    text: String,
    /// 0 if there is none.
    errcode: i64,
    errmsg: String,
}

fn read(body: &[u8]) -> Result<Envelope, ReplyProblem> {
    if body.len() > MAX_REPLY_BYTES {
        return Err(ReplyProblem::TooLong);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    let object = match body.first() {
        None => return Err(ReplyProblem::Empty),
        Some(b'<') => return Err(ReplyProblem::Html),
        Some(b'{') => escape_controls(String::from_utf8_lossy(body).into_owned()),
        Some(_) => return Err(ReplyProblem::NoObject),
    };
    if Object::parse(&object).is_none() {
        return Err(ReplyProblem::NoObject);
    }
    let mut text = String::with_capacity(object.len());
    COMMON.write(&object, "", &mut text).map_err(|name| match name {
        "errcode" => ReplyProblem::Errcode,
        name => ReplyProblem::Field(name),
    })?;
    let fields = Object::parse(&text).ok_or(ReplyProblem::NoObject)?;
    let errcode = fields.get("errcode").and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let errmsg = fields.get("errmsg").map_or_else(String::new, |quoted| {
        string(&replace_lone_surrogates(quoted)).unwrap_or_default().into_owned()
    });
    drop(fields);
    Ok(Envelope { errcode, errmsg, text })
}

/// The id of a request, which errmsg ends with in many ways: `rid: 5f2a…-1b2c…-3d4e…`.
fn rid(errmsg: &str) -> Option<&str> {
    let mut colons = errmsg.rmatch_indices(':').map(|(at, _)| errmsg.split_at(at));
    let (before, after) =
        colons.find_map(|(before, after)| Some((before.strip_suffix("rid")?, &after[1..])))?;
    let is_word = !before.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_');
    let id = after.trim_ascii_start();
    let end = id.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(id.len());
    (is_word && end > 0).then_some(&id[..end])
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_rid_is_found_in_every_form_of_errmsg() {
        let id = "5f2a1b2c-1b2c3d4e-3d4e5f6a";
        for (errmsg, expected) in [
            ("invalid code, rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a", Some(id)),
            ("invalid code rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a", Some(id)),
            ("invalid credential hint: [a.b!c_d-e] rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a", Some(id)),
            (
                "invalid ip ::ffff:1.2.3.4, not in whitelist rid: 5f2a1b2c-1b2c3d4e-3d4e5f6a",
                Some(id),
            ),
            ("rid:5f2a1b2c-1b2c3d4e-3d4e5f6a.", Some(id)),
            ("invalid code, hints: [ req_id: X ]", None),
            ("grid: 12", None),
            ("rid: ", None),
            ("", None),
        ] {
            assert_eq!(rid(errmsg), expected, "{errmsg}");
        }
    }
}
