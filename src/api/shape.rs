//! What the fields of a reply are, and how a reply is held against it.
//!
//! A reply stays as WeChat sent it, with the fields that nobody has heard of. Only what would break the
//! declared types is mended: a number that came as a text of digits or the other way round, and a `null`
//! where a field may be missing.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{Object, entries};

/// What a value must be.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A text that is not empty. A number becomes one.
    Text,
    /// A whole number. A text of digits becomes one.
    Number,
    /// `true` or `false`.
    Flag,
    /// It may be missing, and `null` means that it is. A text may be empty then.
    Maybe(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// An object with at least these fields.
    Object(&'static [(&'static str, Shape)]),
}

/// A type that a part of a reply can be read as.
pub trait Shaped {
    /// What it must be.
    const SHAPE: Shape;
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Text;
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

/// The part of a reply that is not what it must be: the name of the nearest field.
pub(super) type Misfit = &'static str;

impl Shape {
    /// Writes `value` as what it must be. `name` is that of the nearest field.
    pub(super) fn write(
        self,
        value: &str,
        name: &'static str,
        out: &mut String,
    ) -> Result<(), Misfit> {
        match self {
            Self::Text if value.starts_with('"') && value != EMPTY => out.push_str(value),
            Self::Text if is_number(value) => out.extend(["\"", value, "\""]),
            Self::Number if is_whole(value) => out.push_str(value),
            Self::Number => out.push_str(digits(value).ok_or(name)?),
            Self::Flag if matches!(value, "true" | "false") => out.push_str(value),
            Self::Maybe(Self::Text) if value == EMPTY => out.push_str(value),
            Self::Maybe(shape) => return shape.write(value, name, out),
            Self::List(shape) => return write_list(*shape, value, name, out),
            Self::Object(fields) => return write_object(fields, value, name, out),
            Self::Text | Self::Flag => return Err(name),
        }
        Ok(())
    }
}

/// An identity or a key that is empty is none: everybody would be the same user.
const EMPTY: &str = "\"\"";

fn write_list(
    shape: Shape,
    value: &str,
    name: &'static str,
    out: &mut String,
) -> Result<(), Misfit> {
    out.push('[');
    for (index, entry) in entries(value).ok_or(name)?.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        shape.write(entry, name, out)?;
    }
    out.push(']');
    Ok(())
}

fn write_object(
    shapes: &'static [(&'static str, Shape)],
    value: &str,
    name: &'static str,
    out: &mut String,
) -> Result<(), Misfit> {
    let object = Object::parse(value).ok_or(name)?;
    let missing = shapes.iter().find(|(name, shape)| {
        !matches!(shape, Shape::Maybe(_)) && matches!(object.get(name), None | Some("null"))
    });
    if let Some((name, _)) = missing {
        return Err(name);
    }
    out.push('{');
    let start = out.len();
    for field in object.fields() {
        let key = field.key();
        let shape = shapes.iter().find(|(name, _)| *name.as_bytes() == *key);
        if shape.is_some() && field.value == "null" {
            continue;
        }
        if out.len() > start {
            out.push(',');
        }
        out.extend([field.quoted_key, ":"]);
        match shape {
            Some((name, shape)) => shape.write(field.value, name, out)?,
            None => out.push_str(field.value),
        }
    }
    out.push('}');
    Ok(())
}

fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// Whether a JSON number is a whole one that JavaScript holds exactly.
fn is_whole(json: &str) -> bool {
    const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;
    json.parse::<i64>().is_ok_and(|number| number.unsigned_abs() <= MAX_SAFE_INTEGER)
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

    fn write(shape: Shape, value: &str) -> Result<String, Misfit> {
        let mut out = String::new();
        shape.write(value, "it", &mut out).map(|()| out)
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
            (Shape::Number, "7200", Ok("7200")),
            (Shape::Number, r#""7200""#, Ok("7200")),
            (Shape::Number, r#""0""#, Ok("0")),
            (Shape::Number, r#""-5""#, Ok("-5")),
            (Shape::Number, r#""007""#, Err("it")),
            (Shape::Number, r#""+7""#, Err("it")),
            (Shape::Number, r#""""#, Err("it")),
            (Shape::Number, r#""7 ""#, Err("it")),
            (Shape::Number, "1.5", Err("it")),
            (Shape::Number, "9007199254740992", Err("it")),
            (Shape::Number, "-9007199254740991", Ok("-9007199254740991")),
            (Shape::Flag, "false", Ok("false")),
            (Shape::Flag, "0", Err("it")),
            (Shape::List(&Shape::Number), r#"[1, "2"]"#, Ok("[1,2]")),
            (Shape::List(&Shape::Number), "{}", Err("it")),
            (Shape::List(&Shape::Number), "[null]", Err("it")),
        ] {
            assert_eq!(write(shape, value), expected.map(str::to_owned), "{value}");
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
                Ok(r#"{"z":null,"\u0061":"1","in":{"n":3,"m":[ 1 ]}}"#),
            ),
            (r#"{"b":"","a":"x","in":{"n":0}}"#, Ok(r#"{"b":"","a":"x","in":{"n":0}}"#)),
            (r#"{"a":null,"in":{"n":0}}"#, Err("a")),
            (r#"{"in":{"n":0}}"#, Err("a")),
            (r#"{"a":"","in":{"n":0}}"#, Err("a")),
            (r#"{"a":"x","in":{}}"#, Err("n")),
            (r#"{"a":"x","in":[]}"#, Err("in")),
            (r#"{"a":"x","b":[],"in":{"n":0}}"#, Err("b")),
            (r#"{"a":"x","in":{"n":0,"n":0}}"#, Err("in")),
        ] {
            assert_eq!(write(OUTER, value), expected.map(str::to_owned), "{value}");
        }
    }
}
