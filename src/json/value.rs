//! What the parts of a JSON text stand for. Their grammar is good: the scanner found them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{code_unit, entries};

/// The text that a value is. `None` if it is none, or holds a lone surrogate, which is no Unicode.
pub(crate) fn string(json: &str) -> Option<String> {
    String::from_utf8(unescape(json)?.into_owned()).ok()
}

/// The list of texts that a value is.
pub(crate) fn strings(json: &str) -> Option<Vec<String>> {
    entries(json)?.into_iter().map(string).collect()
}

/// The number that a value is, if it is one that an `f64` can hold. The nearest, for as many digits as times
/// have (15); near, for more.
pub(crate) fn number(json: &str) -> Option<f64> {
    let (digits, exponent) = json.split_once(['e', 'E']).unwrap_or((json, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or((1.0, whole), |whole| (-1.0, whole));
    if whole.is_empty() {
        return None;
    }
    let mut number = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        number = number * 10.0 + f64::from(digit.to_digit(10)?);
    }
    let exponent = exponent.parse::<i64>().ok()?.saturating_sub(fraction.len() as i64);
    // What comes after 10^308 is infinity.
    let power = (0..exponent.unsigned_abs().min(309)).fold(1.0, |power, _| power * 10.0);
    let number = if exponent < 0 { number / power } else { number * power };
    number.is_finite().then_some(sign * number)
}

/// What a string stands for, given as its text in quotes. As bytes, because a lone surrogate is no Unicode.
pub(super) fn unescape(quoted: &str) -> Option<Cow<'_, [u8]>> {
    let mut rest = quoted.strip_prefix('"')?.strip_suffix('"')?;
    if !rest.contains('\\') {
        return Some(Cow::Borrowed(rest.as_bytes()));
    }
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let (character, width) = match rest.as_bytes().get(1)? {
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{c}', 2),
            b'n' => ('\n', 2),
            b'r' => ('\r', 2),
            b't' => ('\t', 2),
            b'u' => {
                let units = [code_unit(rest, 0)?].into_iter().chain(code_unit(rest, 6));
                match char::decode_utf16(units).next()? {
                    Ok(character) => (character, 6 * character.len_utf16()),
                    Err(lone) => {
                        // What UTF-8 would be of it: no other key's bytes, and no Unicode.
                        let unit = lone.unpaired_surrogate();
                        let six_bits = |bits: u16| 0x80 | (bits & 0x3f) as u8;
                        bytes.extend([0xed, six_bits(unit >> 6), six_bits(unit)]);
                        rest = rest.get(6..)?;
                        continue;
                    }
                }
            }
            byte => (char::from(*byte), 2),
        };
        bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = rest.get(width..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(Cow::Owned(bytes))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A second opinion on every value.
    #[wasm_bindgen_test(unsupported = test)]
    fn values_are_what_they_are_to_others() {
        for json in [
            r#""""#,
            r#""a""#,
            r#""微\u5fae\ud83d\ude00\u0000""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\\u0041""#,
            r#""\ud83d""#,
            r#""\ude00\ud83d""#,
            r#""\ud83da""#,
            r#""\ud880\uda80""#,
            "0",
            "-0",
            "1",
            "-1",
            "300",
            "0.5",
            "1.25",
            "60.1",
            "1477314187123.456",
            "1e3",
            "1E+3",
            "-2.5e-3",
            "1e21",
            "1e400",
            "-1e400",
            "1e-400",
            "9007199254740991",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[1]",
        ] {
            assert_eq!(string(json), serde_json::from_str(json).ok(), "{json}");
            assert_eq!(number(json), serde_json::from_str(json).ok(), "{json}");
        }
        for json in ["[]", r#"["a"]"#, r#"[ "a" , "\n" ]"#, r#"["a",1]"#, "[null]", r#""a""#, "{}"]
        {
            assert_eq!(strings(json), serde_json::from_str(json).ok(), "{json}");
        }
    }
}
