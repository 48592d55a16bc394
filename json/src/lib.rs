//! JSON as it travels through WeChat: strict in what it means, tolerant of what breaks no meaning.
//!
//! Two things that other readers stumble over are let through. A raw control character inside a
//! string (a line break in a nickname) is escaped, as its sender should have done. A lone surrogate
//! escape (`\ud83d`, half of an emoji that was cut) stays as it is: JavaScript's strings can
//! hold it. Everything else is RFC 8259, and what is accepted here, `JSON.parse` accepts with the
//! same meaning.
//!
//! It is a crate of its own because decryption spends its time here, too: this one is compiled for
//! a size at which it is still fast, the rest of the core for the least.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

use alloc::borrow::Cow;
use alloc::collections::BinaryHeap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use smallvec::SmallVec;

mod mended;
mod scanner;
mod value;

pub use mended::Mended;
pub use scanner::{BRACES, BRACKETS, Scanner, has_controls};
pub use value::{MAX_SAFE_INTEGER, string, strings, texts, unescape, whole};

/// The text of a JSON object, exactly as it was received but for what had to be mended: raw control
/// characters in strings, and in a reply what its endpoint says.
///
/// It may be personal data, so `Debug` shows its length only.
#[derive(Clone)]
pub struct Json<'a>(Cow<'a, str>);

impl<'a> Json<'a> {
    /// A text that is known to be an object.
    pub fn new(text: Cow<'a, str>) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Json<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}

/// What a value is.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Sort {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// An array.
    List,
    /// An object.
    Object,
    /// `null`.
    Null,
}

impl Sort {
    /// That of the value that begins with this byte.
    #[inline(always)]
    pub fn of(first: u8) -> Self {
        match first {
            b'"' => Self::Text,
            b't' | b'f' => Self::Flag,
            b'[' => Self::List,
            b'{' => Self::Object,
            b'n' => Self::Null,
            _ => Self::Number,
        }
    }
}

/// The name of a field, and what its value is.
pub type NameAndSort = (&'static str, Sort);

/// The fields of one JSON object, each name once, with the text of each value.
#[derive(Default)]
pub struct Object<'a>(FieldList<'a>);

/// Nothing is allocated for as many fields as WeChat's payloads have.
pub type FieldList<'a> = SmallVec<[Field<'a>; 16]>;

/// One key and its value.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// The key as it was written, in quotes.
    pub quoted_key: &'a str,
    /// Its value, as it was written.
    pub value: &'a str,
    /// Neither of them has escapes.
    pub is_plain: bool,
    /// [`slot`] of the key.
    pub slot: u8,
}

/// A key with its escapes undone. As bytes, because a key that holds a lone surrogate is no Unicode
/// text.
pub type Key<'a> = Cow<'a, [u8]>;

impl<'a> Field<'a> {
    /// Both as they were written.
    #[inline]
    pub fn new(quoted_key: &'a str, value: &'a str, is_plain: bool) -> Self {
        Self { quoted_key, value, is_plain, slot: slot(inside(quoted_key)) }
    }

    /// Its key.
    pub fn key(&self) -> Key<'a> {
        unescape(self.quoted_key).unwrap_or_default()
    }

    /// Its value, as it is written.
    pub fn value(&self) -> &'a str {
        self.value
    }

    /// Whether this is the field `name`.
    #[inline]
    pub fn is(&self, name: &str) -> bool {
        if self.is_plain {
            inside(self.quoted_key) == name.as_bytes()
        } else {
            *self.key() == *name.as_bytes()
        }
    }
}

/// How many slots there are for names.
pub const SLOTS: usize = 64;

/// The slot of a name, by its length and its first eight bytes. Names in different slots differ;
/// those in one slot may.
pub const fn slot(name: &[u8]) -> u8 {
    // Chosen so that each name of WeChat's payloads has a slot of its own.
    const SPREAD: u64 = 0xf06f_217a_693e_6d5d;
    let first = match (name.first_chunk(), name.first_chunk(), name.last_chunk()) {
        (Some(eight), ..) => u64::from_le_bytes(*eight),
        (_, Some(four), Some(last)) => {
            (u32::from_le_bytes(*four) as u64) << 32 | u32::from_le_bytes(*last) as u64
        }
        _ => match *name {
            [a, .., b] => (a as u64) << 8 | b as u64,
            [a] => a as u64,
            [] => 0,
        },
    };
    ((first ^ ((name.len() as u64) << 59)).wrapping_mul(SPREAD) >> 58) as u8
}

/// What is in the quotes.
#[inline]
fn inside(quoted: &str) -> &[u8] {
    quoted.as_bytes().get(1..quoted.len() - 1).unwrap_or_default()
}

impl<'a> Object<'a> {
    /// Reads a text that is one object and nothing else.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut object = Self::default();
        let mut scanner = Scanner::new(text);
        object.read(&mut scanner, |scanner, _| scanner.value())?;
        scanner.end()?;
        Some(object)
    }

    /// The same where it lies. In the same pass the object that is the field `name`, if it is one,
    /// is shown to `inspect`. Whether every entry of `lists` has its fields.
    pub fn read_with(
        &mut self,
        text: &'a str,
        name: &str,
        inspect: &mut dyn FnMut(&Self),
        lists: &[(&str, &[NameAndSort])],
    ) -> Option<bool> {
        let mut scanner = Scanner::new(text);
        let mut are_lists_good = true;
        self.read(&mut scanner, |scanner, key| {
            let first = scanner.ahead()?;
            let start = scanner.at();
            match first {
                b'{' if *unescape(key)? == *name.as_bytes() => {
                    let mut inner = Self::default();
                    inner.read(scanner, |scanner, _| scanner.value())?;
                    inspect(&inner);
                }
                b'[' => {
                    let key = unescape(key)?;
                    match lists.iter().find(|(list, _)| *key == *list.as_bytes()) {
                        Some((_, fields)) => are_lists_good &= skip_entries(scanner, fields)?,
                        None => return scanner.value(),
                    }
                }
                _ => return scanner.value(),
            }
            Some(scanner.since(start))
        })?;
        scanner.end()?;
        Some(are_lists_good)
    }

    // Where it lies, because there is much of it to be moved.
    #[inline(always)]
    fn read(
        &mut self,
        scanner: &mut Scanner<'a>,
        mut read_value: impl FnMut(&mut Scanner<'a>, &'a str) -> Option<&'a str>,
    ) -> Option<()> {
        let mut goes_on = scanner.open(BRACES)?;
        while goes_on {
            let key = scanner.key()?;
            let has_escapes = scanner.take_escapes();
            let value = read_value(scanner, key)?;
            self.0.push(Field::new(key, value, !(has_escapes | scanner.take_escapes())));
            goes_on = scanner.goes_on(BRACES)?;
        }
        (!has_duplicates(&self.0)).then_some(())
    }

    /// `None` if one key is there twice.
    pub fn of(fields: FieldList<'a>) -> Option<Self> {
        (!has_duplicates(&fields)).then_some(Self(fields))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let slot = slot(name.as_bytes());
        let mut fields = self.0.iter();
        let field = fields.find(|it| (it.slot == slot || !it.is_plain) && it.is(name))?;
        Some(field.value)
    }

    /// All fields, in the order of the text.
    pub fn fields(&self) -> &[Field<'a>] {
        &self.0
    }
}

/// Skips a list. Whether each entry is an object with all of these fields, each once and of its
/// sort.
fn skip_entries(scanner: &mut Scanner<'_>, fields: &[NameAndSort]) -> Option<bool> {
    let mut are_good = true;
    let mut goes_on = scanner.open(BRACKETS)?;
    while goes_on {
        let mut found = 0_u32;
        if scanner.ahead()? == b'{' {
            let mut has_more = scanner.open(BRACES)?;
            while has_more {
                let key = inside(scanner.key()?);
                // WeChat writes no name with escapes, and such a name may be one of these.
                are_good &= !scanner.take_escapes();
                let sort = Sort::of(scanner.ahead()?);
                for (row, (name, expected)) in fields.iter().enumerate() {
                    if is_same(key, name.as_bytes()) {
                        are_good &= found & 1 << row == 0 && sort == *expected;
                        found |= 1 << row;
                    }
                }
                scanner.skip_value()?;
                scanner.take_escapes();
                has_more = scanner.goes_on(BRACES)?;
            }
        } else {
            scanner.value()?;
        }
        are_good &= found.count_ones() as usize == fields.len();
        goes_on = scanner.goes_on(BRACKETS)?;
    }
    Some(are_good)
}

/// Whether two short texts are the same. A call would take longer than the comparison.
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one == other)
}

/// The entries of an array, if a text is one and nothing else.
pub fn entries(text: &str) -> Option<Vec<&str>> {
    let mut scanner = Scanner::new(text);
    let mut entries = Vec::new();
    let mut goes_on = scanner.open(BRACKETS)?;
    while goes_on {
        entries.push(scanner.value()?);
        goes_on = scanner.goes_on(BRACKETS)?;
    }
    scanner.end()?;
    Some(entries)
}

/// Two keys in one slot are rare. Then all are sorted, because an object of 100,000 keys must not
/// take a minute.
fn has_duplicates(fields: &[Field<'_>]) -> bool {
    let mut taken = 0_u64;
    let is_first = |field: &Field<'_>| {
        let before = taken;
        taken |= 1 << field.slot;
        field.is_plain && before != taken
    };
    // Without escapes, what is written in two ways is not the same.
    if fields.iter().all(is_first) {
        return false;
    }
    // A heap sorts in a tenth of the code that a slice does.
    let keys: BinaryHeap<Key<'_>> = fields.iter().map(Field::key).collect();
    keys.into_sorted_vec().windows(2).any(|pair| pair[0] == pair[1])
}

/// Escapes raw control characters inside strings, where RFC 8259 forbids them. Outside of strings
/// it leaves them: line breaks and tabs are white space there, and the others are errors.
pub fn escape_controls(text: String) -> String {
    if !has_controls(text.as_bytes()) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let (mut in_string, mut after_backslash) = (false, false);
    for character in text.chars() {
        // Behind a backslash it is a broken escape, which must not become a good one.
        if in_string && character < ' ' && !after_backslash {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
            continue;
        }
        if character == '"' && !after_backslash {
            in_string = !in_string;
        }
        after_backslash = in_string && character == '\\' && !after_backslash;
        escaped.push(character);
    }
    escaped
}

/// Writes `\ufffd` for each surrogate escape that has no partner, which Rust's strings cannot hold.
pub fn replace_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut replaced = Cow::Borrowed(text);
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        let width = match (code_unit(text, start), code_unit(text, start + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                // Escapes have one length, so that places in the copy are places in the text.
                replaced.to_mut().replace_range(start..start + 6, "\\ufffd");
                6
            }
            _ => 2,
        };
        at = text.len().min(start + width);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    replaced
}

/// The code unit whose escape is at this place in the text, if one is.
fn code_unit(text: &str, at: usize) -> Option<u16> {
    u16::from_str_radix(text.get(at..at + 6)?.strip_prefix("\\u")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn keys(text: &str) -> Option<Vec<Vec<u8>>> {
        Some(Object::parse(text)?.0.iter().map(|field| field.key().into_owned()).collect())
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_key_counts_by_its_meaning_not_by_its_spelling() {
        assert_eq!(keys(r#"{"a":1,"b":{"a":2}}"#), Some(vec!["a".into(), "b".into()]));
        assert_eq!(keys(r#"{"a":1,"\u0061":2}"#), None);
        assert_eq!(keys(r#"{"a":1,"\u0061":"\u0062"}"#), None);
        assert_eq!(keys(r#"{"\ud83d":1,"\ud83D":2}"#), None);
        assert!(keys(r#"{"\ud83d":1,"\ud83e":2}"#).is_some());
    }

    /// A second opinion on every text: what the scanner takes is what serde_json takes.
    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_json_is_json_to_others_too() {
        let values = [
            "0",
            "-0",
            "1.5",
            "1e5",
            "1E+05",
            "-1.5e-3",
            "10",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[1,[2]]",
            r#""""#,
            r#""a\"b""#,
            r#""\\""#,
            r#""\b\f\n\r\t\/\u00e9""#,
            "[[[[]]]]",
            r#"{"a":{"b":[{}]}}"#,
            "[1 , 2]",
            "",
            "-",
            "01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "+1",
            "0x1",
            "tru",
            "truee",
            "nul",
            "NaN",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{]",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a" 1}"#,
            "{a:1}",
            "{1:1}",
            r#""a"#,
            r#""\x""#,
            r#""\u12""#,
            r#""\u12g4""#,
            r#""\u 123""#,
            r#""\u+123""#,
            "'a'",
            "1 1",
            "//",
            "\u{a0}1",
        ];
        let (mut good, mut bad) = (0, 0);
        for value in values {
            for text in [
                format!(r#"{{"a":{value}}}"#),
                format!("{{\t\"a\" :\r\n {value} , \"b\":[{value},{value}] }} "),
                format!(r#"{{"a":{value}}} {value}"#),
                format!(r#"{{"a":{value}"#),
                format!(r#"{{"a"{value}}}"#),
                value.to_owned(),
            ] {
                let theirs: Result<serde_json::Map<_, _>, _> = serde_json::from_str(&text);
                assert_eq!(Object::parse(&text).is_some(), theirs.is_ok(), "{text}");
                *(if theirs.is_ok() { &mut good } else { &mut bad }) += 1;
            }
        }
        assert!(good > 40 && bad > 200, "{good} good, {bad} bad");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn deep_nesting_takes_no_stack() {
        let text = format!(r#"{{"a":{}{}}}"#, "[".repeat(400_000), "]".repeat(400_000));
        assert!(Object::parse(&text).is_some());
        assert!(Object::parse(&text[..text.len() - 2]).is_none());
        // Each bracket is closed by its own, however deep it lies.
        let (open, close) = (r#"[{"a":"#.repeat(100), "}]".repeat(100));
        assert!(Object::parse(&format!(r#"{{"a":{open}1{close}}}"#)).is_some());
        for close in [format!("]}}{}", &close[2..]), format!("{}]}}", &close[..198])] {
            assert!(Object::parse(&format!(r#"{{"a":{open}1{close}}}"#)).is_none());
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_repeated_key_among_many_is_found() {
        let many = |last: usize| {
            let keys: Vec<String> =
                (0..40).chain([last]).map(|key| format!("\"{key}\":0")).collect();
            format!("{{{}}}", keys.join(","))
        };
        assert!(Object::parse(&many(40)).is_some());
        assert!(Object::parse(&many(7)).is_none());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn control_characters_are_escaped_in_strings_only() {
        let escape = |text: &str| escape_controls(text.to_owned());
        assert_eq!(escape("{\n\"a\":\"b\nc\\\"\td\"\n}"), "{\n\"a\":\"b\\u000ac\\\"\\u0009d\"\n}");
        assert_eq!(escape("{\"a\\\\\":\" \u{1}\"}"), "{\"a\\\\\":\" \\u0001\"}");
        assert_eq!(escape("{\"a\":\"\\\n\"}"), "{\"a\":\"\\\n\"}");
        // Eight bytes are looked at at once, and what is left one by one.
        assert_eq!(escape("\"\n\""), "\"\\u000a\"");
        assert_eq!(escape("\"\n\n\n\n\n\n\n\""), format!("\"{}\"", "\\u000a".repeat(7)));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn lone_surrogates_are_replaced_and_pairs_are_kept() {
        for (text, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ude00\uD83D\uDE00""#, r#""\ud83d\ude00\uD83D\uDE00""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            ("\"\\微\\ud83d\"", "\"\\微\\ufffd\""),
        ] {
            assert_eq!(replace_lone_surrogates(text), expected);
        }
    }
}
