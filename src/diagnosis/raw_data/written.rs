//! How WeChat writes rawData: without white space, its fields in one order, `/` and all other
//! scripts as they are.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use wx_unionid_json::{Object, Sort, string, whole};

use super::first_difference;

/// The fields in WeChat's order, and what each often holds, to be tried where somebody left it out.
const FIELDS: [(&str, &[&str]); 8] = [
    ("nickName", &["\"微信用户\""]),
    ("gender", &["0", "1", "2"]),
    ("language", &["\"\"", "\"zh_CN\"", "\"en\"", "\"zh_TW\""]),
    ("city", &["\"\""]),
    ("province", &["\"\""]),
    ("country", &["\"\"", "\"China\"", "\"CN\""]),
    ("avatarUrl", &["\"\""]),
    ("is_demote", &["true"]),
];

/// All rawData has the first of them.
const ALWAYS: usize = 7;

/// What was undone: where the text and the one with the signature begin to differ.
pub(super) struct Written {
    pub(super) rewritten_at: Option<usize>,
    pub(super) missing_at: Option<usize>,
}

/// One field as it is to be written.
type Value = (String, String);

/// What a writer escapes that it could leave as it is.
#[derive(Clone, Copy)]
struct Escapes {
    slash: bool,
    other_scripts: bool,
}

const NO_ESCAPES: Escapes = Escapes { slash: false, other_scripts: false };

/// Writes a text that is an object in the ways in which WeChat may have written it, until `is_it`
/// says so, or has no answer any more.
pub(super) fn ways_to_write(
    text: &str,
    is_it: &mut dyn FnMut(&str) -> Option<bool>,
) -> Option<Written> {
    for (fields, is_filled) in orders(text) {
        for (escapes, whole) in ways_to_escape(&fields) {
            let rewritten_at = (whole != text).then(|| first_difference(&whole, text));
            if is_it(&whole)? {
                return Some(Written { rewritten_at, missing_at: None });
            }
            for filled in is_filled.then(|| filled(&fields)).into_iter().flatten() {
                let filled = write(&filled, escapes);
                if is_it(&filled)? {
                    let missing_at = Some(first_difference(&filled, &whole));
                    return Some(Written { rewritten_at, missing_at });
                }
            }
        }
    }
    None
}

/// The fields as they are, in WeChat's order, and without those that are not WeChat's; and whether
/// what may be missing is to be filled in. That puts all in order, so that as they are and in order
/// would be the same.
fn orders(text: &str) -> Vec<(Vec<Value>, bool)> {
    let Some(given) = fields_of(text) else { return Vec::new() };
    let ordered = in_order(&given, true);
    let known = in_order(&given, false);
    let has_others = known.len() != ordered.len();
    let mut orders = vec![(given, true), (ordered, false)];
    if has_others {
        orders.push((known, true));
    }
    orders
}

/// Each text that escapes make of the fields, once.
fn ways_to_escape(fields: &[Value]) -> Vec<(Escapes, String)> {
    let mut ways: Vec<(Escapes, String)> = Vec::new();
    for slash in [false, true] {
        for other_scripts in [false, true] {
            let escapes = Escapes { slash, other_scripts };
            let text = write(fields, escapes);
            if ways.iter().all(|(_, it)| *it != text) {
                ways.push((escapes, text));
            }
        }
    }
    ways
}

/// Whether it has the form of what WeChat writes.
pub(super) fn is_as_wechat_writes(text: &str) -> bool {
    fields_of(text).is_some_and(|fields| write(&in_order(&fields, true), NO_ESCAPES) == text)
}

/// Whether it lacks what all rawData has.
pub(super) fn lacks_fields(text: &str) -> bool {
    Object::parse(text)
        .is_none_or(|object| FIELDS[..ALWAYS].iter().any(|(name, _)| object.get(name).is_none()))
}

fn fields_of(text: &str) -> Option<Vec<Value>> {
    let object = Object::parse(text)?;
    let fields = object.fields().iter();
    fields
        .map(|field| Some((string(field.quoted_key)?.into_owned(), field.value().to_owned())))
        .collect()
}

/// WeChat's fields in its order, each of its sort, and then the others.
fn in_order(given: &[Value], with_others: bool) -> Vec<Value> {
    let is_known = |name: &str| FIELDS.iter().any(|(known, _)| *known == name);
    let known = FIELDS.iter().filter_map(|(name, _)| given.iter().find(|(it, _)| it == name));
    let mut fields: Vec<_> =
        known.map(|(name, value)| (name.clone(), of_its_sort(name, value))).collect();
    if with_others {
        fields.extend(given.iter().filter(|(name, _)| !is_known(name)).cloned());
    }
    fields
}

/// A number or a flag that somebody wrote as a text, or in another form.
fn of_its_sort(name: &str, value: &str) -> String {
    let bare = string(value).unwrap_or(value.into());
    match name {
        "gender" => whole(&bare).map_or_else(|| value.to_owned(), |number| number.to_string()),
        "is_demote" if matches!(&*bare, "1" | "true" | "True") => "true".to_owned(),
        _ => value.to_owned(),
    }
}

/// The fields with some of those that are not there, in all ways.
fn filled(fields: &[Value]) -> impl Iterator<Item = Vec<Value>> {
    let missing: Vec<_> =
        FIELDS.iter().filter(|(name, _)| fields.iter().all(|(it, _)| it != name)).collect();
    // Each is left out, or has one of its values.
    let ways: usize = missing.iter().map(|(_, values)| values.len() + 1).product();
    (1..ways).map(move |mut way| {
        let mut all = fields.to_vec();
        for (name, values) in &missing {
            let choice = way % (values.len() + 1);
            way /= values.len() + 1;
            if let Some(value) = choice.checked_sub(1).map(|choice| values[choice]) {
                all.push(((*name).into(), value.into()));
            }
        }
        in_order(&all, true)
    })
}

fn write(fields: &[Value], escapes: Escapes) -> String {
    let mut text = "{".to_owned();
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_text(&mut text, name, escapes);
        text.push(':');
        match (Sort::of(value.as_bytes()[0]), string(value)) {
            (Sort::Text, Some(content)) => write_text(&mut text, &content, escapes),
            _ => text.push_str(value),
        }
    }
    text + "}"
}

fn write_text(text: &mut String, content: &str, escapes: Escapes) {
    for character in quoted(content).chars() {
        match character {
            '/' if escapes.slash => text.push_str("\\/"),
            _ if escapes.other_scripts && !character.is_ascii() => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => text.push(character),
        }
    }
}

fn quoted(content: &str) -> String {
    serde_json::to_string(content).expect("a text has JSON")
}
