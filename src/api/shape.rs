//! What the fields of a reply are, and how a reply is held against it.
//!
//! A reply stays as WeChat sent it, with its unknown fields. Only what would break
//! the declared types is mended: a number that came as a text of digits or the other way round, and
//! a `null` where a field may be missing.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use wx_unionid_json::{
    BRACES, BRACKETS, Field, FieldList, MAX_SAFE_INTEGER, Mended, Object, Scanner, unescape,
};

/// What a value must be.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A text that is not empty. A number becomes one.
    Text,
    /// A text that holds JSON. An object becomes one.
    JsonText,
    /// A whole number. A text of digits becomes one.
    Number,
    /// `true` or `false`.
    Flag,
    /// It may be missing, and `null` means that it is. A text may be empty then.
    Maybe(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// An object with at least these fields.
    Object(Fields),
}

/// A type that a part of a reply can be read as.
pub trait Shaped {
    /// What it must be.
    const SHAPE: Shape;
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Text;
}

/// A text that holds JSON.
#[derive(Clone, serde::Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "string"))]
pub struct JsonText(pub String);

impl Shaped for JsonText {
    const SHAPE: Shape = Shape::JsonText;
}

impl Shaped for i64 {
    const SHAPE: Shape = Shape::Number;
}

impl Shaped for bool {
    const SHAPE: Shape = Shape::Flag;
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = Shape::Maybe(&T::SHAPE);
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

/// The fields that an object may or must have.
pub(super) type Fields = &'static [(&'static str, Shape)];

/// The part of a reply that is not what it must be: the name of the nearest field.
pub(super) type Misfit = &'static str;

/// A reply that was held against its fields.
pub(super) struct Held<'a> {
    /// Its fields, as they were received.
    pub(super) object: Object<'a>,
    /// The text in which all is as it must be, if that is another.
    pub(super) mended: Result<Option<String>, Misfit>,
}

/// Reads a text once, and holds it against these lists of fields; a name that is in two counts by
/// the first. `None` if it is no JSON object, or one that names a key twice.
pub(super) fn hold<'a>(text: &'a str, lists: &[Fields]) -> Option<Held<'a>> {
    let mut reading = Reading { text, scanner: Scanner::new(text), mended: Mended::new(text) };
    let (object, fit) = reading.object(lists)?;
    reading.scanner.end()?;
    Some(Held { object: object?, mended: fit.map(|()| reading.mended.finish()) })
}

impl Shape {
    /// The fields of a reply. One that is no object does not compile.
    pub(super) const fn fields(self) -> Fields {
        match self {
            Self::Object(fields) => fields,
            _ => panic!("a reply is an object"),
        }
    }

    /// What a value without parts has to become, if it is not yet what it must be. `name` is that
    /// of the nearest field.
    pub(super) fn mend(self, value: &str, name: Misfit) -> Result<Option<Cow<'_, str>>, Misfit> {
        match self {
            Self::Text if value.starts_with('"') && value != EMPTY => Ok(None),
            Self::Text if is_number(value) => Ok(Some(["\"", value, "\""].concat().into())),
            Self::JsonText if value.starts_with('{') => {
                Ok(Some(serde_json::to_string(value).expect("a text").into()))
            }
            Self::JsonText => Self::Text.mend(value, name),
            Self::Number if is_whole(value) => Ok(None),
            Self::Number => digits(value).map(|digits| Some(digits.into())).ok_or(name),
            Self::Flag if matches!(value, "true" | "false") => Ok(None),
            Self::Maybe(Self::Text) if value == EMPTY => Ok(None),
            Self::Maybe(shape) => shape.mend(value, name),
            _ => Err(name),
        }
    }
}

/// An empty id or key counts as missing: otherwise everybody would be the same user.
const EMPTY: &str = "\"\"";

/// A reply while it is read. It goes as deep as the shape does: what else is in a reply is passed
/// over.
struct Reading<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    mended: Mended<'a>,
}

/// Whether a part is what it must be, or can become it.
type Fit = Result<(), Misfit>;

// What is no JSON ends the reading. A misfit does not: an errcode may follow, which counts for
// more.
impl<'a> Reading<'a> {
    fn value(&mut self, shape: Shape, name: Misfit) -> Option<Fit> {
        match (shape, self.scanner.ahead()?) {
            (Shape::Maybe(shape), b'[' | b'{') => self.value(*shape, name),
            (Shape::List(shape), b'[') => self.list(*shape, name),
            (Shape::Object(fields), b'{') => {
                let (object, fit) = self.object(&[fields])?;
                Some(object.map_or(Err(name), |_| fit))
            }
            _ => {
                let value = self.scanner.value()?;
                let end = self.scanner.at();
                Some(shape.mend(value, name).map(|mended| {
                    if let Some(mended) = mended {
                        self.mended.replace(end - value.len()..end, &mended);
                    }
                }))
            }
        }
    }

    fn list(&mut self, shape: Shape, name: Misfit) -> Option<Fit> {
        let mut fit = Ok(());
        let mut goes_on = self.scanner.open(BRACKETS)?;
        while goes_on {
            fit = fit.and(self.value(shape, name)?);
            goes_on = self.scanner.goes_on(BRACKETS)?;
        }
        Some(fit)
    }

    /// No object, if it names a key twice.
    fn object(&mut self, lists: &[Fields]) -> Option<(Option<Object<'a>>, Fit)> {
        let known = || lists.iter().copied().flatten();
        let mut fields = FieldList::new();
        let mut fit = Ok(());
        let mut goes_on = self.scanner.open(BRACES)?;
        let first = self.scanner.at();
        // Where the last field ends that is not left out.
        let mut kept = None;
        while goes_on {
            let start = self.scanner.at();
            let quoted_key = self.scanner.key()?;
            let has_escapes = self.scanner.take_escapes();
            let key = unescape(quoted_key)?;
            let shape = known().find(|(name, _)| *name.as_bytes() == *key);
            let is_missing = self.scanner.ahead()? == b'n' && shape.is_some();
            if kept.is_none() && !is_missing {
                // What was left out before it takes its comma along.
                self.mended.replace(first..start, "");
            }
            let from = self.scanner.at();
            let held = match shape {
                Some((name, shape)) => self.value(*shape, name)?,
                None => self.scanner.value().map(|_| Ok(()))?,
            };
            let end = self.scanner.at();
            let is_plain = !(has_escapes | self.scanner.take_escapes());
            fields.push(Field::new(quoted_key, &self.text[from..end], is_plain));
            if is_missing {
                self.mended.replace(kept.unwrap_or(first)..end, "");
            } else {
                kept = Some(end);
                fit = fit.and(held);
            }
            goes_on = self.scanner.goes_on(BRACES)?;
        }
        let object = Object::of(fields);
        let missing = object.as_ref().and_then(|object| {
            known().find(|(name, shape)| {
                !matches!(shape, Shape::Maybe(_)) && matches!(object.get(name), None | Some("null"))
            })
        });
        Some((object, missing.map_or(fit, |(name, _)| Err(name))))
    }
}

fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// Whether a JSON number is a whole one that JavaScript holds exactly. A zero below zero is none.
fn is_whole(json: &str) -> bool {
    let number = json.parse::<i64>().ok().filter(|_| json != "-0");
    number.is_some_and(|number| number.unsigned_abs() <= MAX_SAFE_INTEGER)
}

/// The number in a text of digits, if it is written as JSON writes it.
fn digits(json: &str) -> Option<&str> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    let first = inside.trim_start_matches('-');
    let is_json = is_whole(inside) && (first == "0" || !first.starts_with(['0', '+']));
    (is_json && !inside.starts_with('+')).then_some(inside)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// The value as it must be. If it is that already, it is not copied.
    fn held(shape: Shape, value: &str) -> Result<String, Misfit> {
        let mut reading =
            Reading { text: value, scanner: Scanner::new(value), mended: Mended::new(value) };
        reading.value(shape, "it").expect("JSON")?;
        reading.scanner.end().expect("nothing else");
        let mended = reading.mended.finish();
        assert_ne!(mended.as_deref(), Some(value), "a copy");
        Ok(mended.unwrap_or_else(|| value.to_owned()))
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn numbers_and_texts_become_what_they_must_be() {
        for (shape, value, expected) in [
            (Shape::Text, r#""a""#, Ok(r#""a""#)),
            (Shape::Text, "86", Ok(r#""86""#)),
            (Shape::Text, "-1", Ok(r#""-1""#)),
            (Shape::Text, r#""""#, Err("it")),
            (Shape::Maybe(&Shape::Text), r#""""#, Ok(r#""""#)),
            (Shape::Text, "true", Err("it")),
            (Shape::Text, "null", Err("it")),
            (Shape::Text, "{}", Err("it")),
            (Shape::JsonText, r#"{"a": "b"}"#, Ok(r#""{\"a\": \"b\"}""#)),
            (Shape::JsonText, r#""{}""#, Ok(r#""{}""#)),
            (Shape::JsonText, "[]", Err("it")),
            (Shape::Number, "7200", Ok("7200")),
            (Shape::Number, r#""7200""#, Ok("7200")),
            (Shape::Number, r#""0""#, Ok("0")),
            (Shape::Number, r#""-5""#, Ok("-5")),
            (Shape::Number, r#""007""#, Err("it")),
            (Shape::Number, r#""+7""#, Err("it")),
            (Shape::Number, r#""""#, Err("it")),
            (Shape::Number, r#""7 ""#, Err("it")),
            (Shape::Number, "1.5", Err("it")),
            (Shape::Number, "-0", Err("it")),
            (Shape::Number, r#""-0""#, Err("it")),
            (Shape::Number, "9007199254740992", Err("it")),
            (Shape::Number, "-9007199254740991", Ok("-9007199254740991")),
            (Shape::Flag, "false", Ok("false")),
            (Shape::Flag, "0", Err("it")),
            (Shape::List(&Shape::Number), r#"[1, "2"]"#, Ok("[1, 2]")),
            (Shape::List(&Shape::Number), "{}", Err("it")),
            (Shape::List(&Shape::Number), "[null]", Err("it")),
        ] {
            assert_eq!(held(shape, value), expected.map(str::to_owned), "{value}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn unknown_fields_stay_and_null_is_a_missing_field() {
        const INNER: Shape = Shape::Object(&[("n", Shape::Number)]);
        const OUTER: Shape =
            Shape::Object(&[("a", Shape::Text), ("b", Shape::Maybe(&Shape::Text)), ("in", INNER)]);
        for (value, expected) in [
            (
                r#"{ "z": null, "\u0061":1, "b":null, "in": {"n":"3","m":[ 1 ]} }"#,
                Ok(r#"{ "z": null, "\u0061":"1", "in": {"n":3,"m":[ 1 ]} }"#),
            ),
            (r#"{"b":null, "a":"x","in":{"n":0}}"#, Ok(r#"{ "a":"x","in":{"n":0}}"#)),
            (r#"{"b":null,"in":{"n":0},"a":"x"}"#, Ok(r#"{"in":{"n":0},"a":"x"}"#)),
            (r#"{"a":"x","in":{"n":0},"b":null }"#, Ok(r#"{"a":"x","in":{"n":0} }"#)),
            (r#"{"b":"","a":"x","in":{"n":0}}"#, Ok(r#"{"b":"","a":"x","in":{"n":0}}"#)),
            (r#"{"a":null,"in":{"n":0}}"#, Err("a")),
            (r#"{"in":{"n":0}}"#, Err("a")),
            (r#"{"a":"","in":{"n":0}}"#, Err("a")),
            (r#"{"a":"x","in":{}}"#, Err("n")),
            (r#"{"a":"x","in":[]}"#, Err("in")),
            (r#"{"a":"x","b":[],"in":{"n":0}}"#, Err("b")),
            (r#"{"a":"x","in":{"n":0,"n":0}}"#, Err("in")),
        ] {
            assert_eq!(held(OUTER, value), expected.map(str::to_owned), "{value}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_field_that_is_left_out_takes_one_comma_along() {
        const TEXT: Shape = Shape::Maybe(&Shape::Text);
        const ANY: Shape = Shape::Object(&[("a", TEXT), ("b", TEXT), ("c", TEXT), ("d", TEXT)]);
        for missing in 0_u8..16 {
            let fields = ["a", "b", "c", "d"].into_iter().enumerate();
            let (mut sent, mut kept) = (Vec::new(), Vec::new());
            for (bit, name) in fields {
                if missing & 1 << bit == 0 {
                    sent.push(format!(r#""{name}":1"#));
                    kept.push(format!(r#""{name}":"1""#));
                } else {
                    sent.push(format!(r#""{name}":null"#));
                }
            }
            let object = |fields: Vec<String>| format!("{{{}}}", fields.join(","));
            assert_eq!(held(ANY, &object(sent)), Ok(object(kept)));
        }
    }
}
