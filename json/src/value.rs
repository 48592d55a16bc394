//! What the parts of a JSON text stand for. Their grammar is good: the scanner found them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Scanner, code_unit, entries};

/// The greatest whole number up to which JavaScript's numbers are exact.
pub const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;

/// The text of a string value. `None` if it is not a string, or holds a lone surrogate, which is
/// not Unicode.
pub fn string(json: &str) -> Option<Cow<'_, str>> {
    match unescape(json)? {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The list of texts that a value is.
pub fn strings(json: &str) -> Option<Vec<String>> {
    entries(json)?.into_iter().map(|entry| string(entry).map(Cow::into_owned)).collect()
}

/// Every text in a value, at any depth. Keys are left out.
pub fn texts(json: &str) -> Vec<String> {
    let mut scanner = Scanner::new(json);
    let mut texts = Vec::new();
    while let Some(quoted) = scanner.next_string() {
        if scanner.ahead() != Some(b':') {
            texts.extend(string(quoted).map(Cow::into_owned));
        }
    }
    texts
}

/// The whole number that a value is, however it is written: `1477314187`, `1.477314187e9`.
pub fn whole(json: &str) -> Option<i64> {
    if let Ok(number) = json.parse() {
        return Some(number);
    }
    let (digits, exponent) = json.split_once(['e', 'E']).unwrap_or((json, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut power = exponent.parse::<i64>().ok()?;
    let mut number: i64 = whole.parse().ok()?;
    for digit in fraction.bytes() {
        let digit = i64::from(digit.checked_sub(b'0')?);
        let digit = if whole.starts_with('-') { -digit } else { digit };
        number = number.checked_mul(10)?.checked_add(digit)?;
        power = power.checked_sub(1)?;
    }
    while power < 0 && number % 10 == 0 && number != 0 {
        (number, power) = (number / 10, power + 1);
    }
    match number {
        0 => Some(0),
        _ => number.checked_mul(10_i64.checked_pow(power.try_into().ok()?)?),
    }
}

/// What a string stands for, given as its text in quotes. As bytes, because a lone surrogate is no
/// Unicode.
pub fn unescape(quoted: &str) -> Option<Cow<'_, [u8]>> {
    let [b'"', inside @ .., b'"'] = quoted.as_bytes() else { return None };
    if !inside.contains(&b'\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut rest = quoted.get(1..quoted.len() - 1)?;
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
            "1",
            "-1",
            "300",
            "0.5",
            "1e3",
            "9223372036854775808",
            "9007199254740991",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[1]",
        ] {
            assert_eq!(
                string(json).map(Cow::into_owned),
                serde_json::from_str(json).ok(),
                "{json}"
            );
        }
        for (json, number) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("0e400", Some(0)),
            ("0.00", Some(0)),
            ("-1", Some(-1)),
            ("300", Some(300)),
            ("1e3", Some(1000)),
            ("1.477314187E+9", Some(1_477_314_187)),
            ("-2.50e1", Some(-25)),
            ("12000e-3", Some(12)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("1e19", None),
            ("1e-1", None),
            ("0.5", None),
            ("2.55e1", None),
            ("1e99999999999999999999", None),
            ("true", None),
            ("\"1\"", None),
        ] {
            assert_eq!(whole(json), number, "{json}");
        }
        for json in ["[]", r#"["a"]"#, r#"[ "a" , "\n" ]"#, r#"["a",1]"#, "[null]", r#""a""#, "{}"]
        {
            assert_eq!(strings(json), serde_json::from_str(json).ok(), "{json}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn texts_are_found_at_any_depth_without_keys() {
        for (json, expected) in [
            (r#""a""#, &["a"][..]),
            (
                r#"{"k" : "a:", "l":[1,"b\"",{"m":{"n":"\u0063"}},[]], "o":""}"#,
                &["a:", "b\"", "c", ""],
            ),
            ("[1,true,null,{}]", &[]),
        ] {
            assert_eq!(texts(json), expected, "{json}");
        }
        let depth = 400_000;
        let deep = ["[".repeat(depth), "\"a\"".into(), "]".repeat(depth)].concat();
        assert_eq!(texts(&deep), ["a"]);
    }
}
