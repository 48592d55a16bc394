//! What all replies have in common, read in this one place: the status, the bytes, and the errcode.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::boxed::Box;
use alloc::string::String;

use wx_unionid_json::{Object, escape_controls, replace_lone_surrogates, string};

use super::declare::answered;
use super::shape::{Fields, Held, Misfit, Shape, hold};
use crate::errcode::judge;
use crate::error::{ApiError, Error, ReplyProblem};
use crate::http::{MAX_REPLY_BYTES, Reply};

answered! {
    /// A reply that only reports success.
    pub struct Acknowledgement {
        /// 0
        pub errcode: i64,
        /// `ok`
        pub errmsg: Option<String>,
    }
}

/// What any reply may hold.
const COMMON: [(&str, Shape); 2] =
    [("errcode", Shape::Maybe(&Shape::Number)), ("errmsg", Shape::Maybe(&Shape::Text))];

/// The text of the reply, with every field as it must be. It is copied only if one is not.
/// `repeatable`: whether the request may be sent again.
pub(super) fn open<'a>(
    endpoint: &str,
    repeatable: bool,
    fields: Fields,
    reply: &Reply<'a>,
) -> Result<Cow<'a, str>, Error> {
    let status = reply.status;
    let opened = read(reply.body, fields);
    if let Ok((_, Envelope { errcode, errmsg, .. })) = &opened
        && *errcode != 0
    {
        let (category, retryable) = judge(*errcode, endpoint);
        return Err(Error::Api(Box::new(ApiError {
            endpoint: endpoint.to_owned(),
            reply_status: reply.unusual_status(),
            errcode: *errcode,
            rid: rid(errmsg).map(str::to_owned),
            errmsg: errmsg.chars().take(MAX_ERRMSG_CHARS).collect(),
            category,
            retryable,
        })));
    }
    if !(200..300).contains(&status) {
        return Err(Error::HttpStatus {
            endpoint: endpoint.to_owned(),
            reply_status: status,
            retryable: repeatable && matches!(status, 502..=504),
        });
    }
    opened
        .and_then(|(text, Envelope { mended, .. })| {
            Ok(mended.map_err(ReplyProblem::Field)?.map_or(text, Cow::Owned))
        })
        .map_err(|problem| Error::InvalidResponse {
            endpoint: endpoint.to_owned(),
            reply_status: reply.unusual_status(),
            retryable: repeatable && problem.is_passing(),
            problem,
        })
}

const MAX_ERRMSG_CHARS: usize = 512;

/// What one reading of a text says.
struct Envelope {
    /// 0 if there is none.
    errcode: i64,
    errmsg: String,
    /// The text in which all is as it must be, if that is another.
    mended: Result<Option<String>, Misfit>,
    /// It is of wx-server-sdk (`cloud.openapi`), which has a spelling of its own.
    is_cloud: bool,
}

fn read(body: &[u8], fields: Fields) -> Result<(Cow<'_, str>, Envelope), ReplyProblem> {
    if body.len() > MAX_REPLY_BYTES {
        return Err(ReplyProblem::TooLong);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(ReplyProblem::Empty),
        Some(b'<') => return Err(ReplyProblem::Html),
        Some(b'{') => {}
        Some(_) => return Err(ReplyProblem::NoObject),
    }
    // What replaces bad bytes looks at each of them, and takes five times as long.
    let mut text =
        str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed);
    let mut envelope = Envelope::of(&text, fields);
    // Perhaps it is one but for raw control characters. Nearly all replies have none, and are not
    // searched.
    if matches!(envelope, Err(ReplyProblem::NoObject)) {
        text = escape_controls(text.into_owned()).into();
        envelope = Envelope::of(&text, fields);
    }
    if matches!(envelope, Ok(Envelope { is_cloud: true, .. })) {
        text = respell(&text, fields).ok_or(ReplyProblem::NoObject)?.into();
        envelope = Envelope::of(&text, fields);
    }
    Ok((text, envelope?))
}

/// The same reply with WeChat's spelling of the fields that are known: `errcode` for `errCode`,
/// `phone_info` for `phoneInfo`.
fn respell(text: &str, fields: Fields) -> Option<String> {
    let object = Object::parse(text)?;
    let names = || fields.iter().chain(&COMMON).map(|(name, _)| *name);
    let mut respelled = String::from("{");
    for field in object.fields() {
        let name = names().find(|name| is_spelling_of(name, &field.key()));
        if respelled.len() > 1 {
            respelled.push(',');
        }
        match name {
            Some(name) => respelled.extend(["\"", name, "\""]),
            None => respelled.push_str(field.quoted_key),
        }
        respelled.extend([":", field.value]);
    }
    respelled.push('}');
    Some(respelled)
}

fn is_spelling_of(name: &str, key: &[u8]) -> bool {
    let letters = name.bytes().filter(|byte| *byte != b'_');
    letters.eq(key.iter().map(u8::to_ascii_lowercase))
}

impl Envelope {
    fn of(text: &str, fields: Fields) -> Result<Self, ReplyProblem> {
        let Held { object, mended } =
            hold(text, &[fields, &COMMON]).ok_or(ReplyProblem::NoObject)?;
        let [errcode, errmsg] = COMMON.map(|(name, shape)| match object.get(name) {
            None | Some("null") => Ok(None),
            Some(value) => Ok(Some(shape.mend(value, name)?.unwrap_or(value.into()))),
        });
        let errcode = errcode.map_err(|_| ReplyProblem::Errcode)?;
        let errmsg = errmsg.map_err(ReplyProblem::Field)?;
        Ok(Self {
            errcode: errcode.and_then(|digits| digits.parse().ok()).unwrap_or(0),
            errmsg: errmsg
                .and_then(|quoted| Some(string(&replace_lone_surrogates(&quoted))?.into_owned()))
                .unwrap_or_default(),
            mended,
            is_cloud: object.get("errCode").is_some() && object.get("errcode").is_none(),
        })
    }
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

    use alloc::string::ToString as _;
    use alloc::vec::Vec;

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

    #[wasm_bindgen_test(unsupported = test)]
    fn a_message_is_the_same_for_each_request() {
        let messages = |tails: &[&str]| {
            tails.iter().map(|tail| refused(&["invalid code", tail].concat())).collect::<Vec<_>>()
        };
        let tails = [
            "",
            ", rid: 5f-1b",
            " rid: 5f-1b",
            " hint: [a.b!c] rid: 5f-1b",
            ", hints: [ req_id: X ]",
        ];
        for message in messages(&tails) {
            assert_eq!(message, "code2Session returned errcode 40029: invalid code");
        }
        assert_eq!(refused("rid: 5f-1b"), "code2Session returned errcode 40029");
        // What helps stays.
        let address = "invalid ip ::ffff:1.2.3.4, not in whitelist";
        assert!(refused(&[address, " rid: 5f-1b"].concat()).ends_with(address));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_reply_of_the_cloud_may_hold_control_characters() {
        let body = b"{\"errCode\":40029,\"errMsg\":\"invalid\tcode\"}";
        let reply = Reply { status: 200, body };
        let error = open("code2Session", false, &[], &reply).expect_err("an errcode");
        assert!(matches!(error, Error::Api(error) if error.errcode == 40029), "{body:?}");
    }

    fn refused(errmsg: &str) -> String {
        let body = alloc::format!(r#"{{"errcode":40029,"errmsg":"{errmsg}"}}"#);
        let reply = Reply { status: 200, body: body.as_bytes() };
        open("code2Session", false, &[], &reply).expect_err("an errcode").to_string()
    }
}
