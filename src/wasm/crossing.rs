//! What is to be decrypted, as it lies on the desk, and what became of it.
//!
//! In: the texts of all entries, each with a line break behind it, and of each entry these numbers,
//! behind the room for those that come out: the options that are numbers (NaN: not given), flags,
//! the place of the kind that is asked for (-1: any), the counts of appids and of session keys (-1:
//! one that is no list), and the lengths of iv, data, each appid and each key (-1: a gap), in the
//! code units that JavaScript counts in. The flags are those of the options, and then
//! [`LIKE_NODE`].
//!
//! Out: where the bytes are, and how many JavaScript has to wipe; then [`OUT`] numbers for each
//! entry: the place of its kind (-1: an error), the place of the plaintext in the bytes, its
//! length, whether it is ASCII, the places of the key and of the appid in the caller's lists (-1:
//! no watermark), the watermark's time, and how many fields follow (-1: the plaintext has to be
//! parsed), each as its name, its place and its length.

use alloc::borrow::ToOwned as _;

use wasm_bindgen::JsValue;

use super::desk::Desk;
use super::{json, parse};
use crate::encoded_text::Manner;
use crate::kind::{FIELDS, Kind};
use crate::one_or_many::OneOrMany;
use crate::open_data::{DecryptInput, Opened, Plaintext, open};
use crate::watermark::{Accepted, Found};

/// Numbers that come out for all of them.
const OUT_FOR_ALL: usize = 2;

/// Numbers that come out for each entry.
const OUT: usize = 8 + 3 * MAX_PLAIN_FIELDS;

/// The most fields that are told one by one.
const MAX_PLAIN_FIELDS: usize = 16;

/// Behind the flags of the options.
const LIKE_NODE: u32 = 1;

/// One entry, and how its texts are read.
pub(super) struct Entry<'a> {
    pub(super) input: DecryptInput<'a>,
    manner: Manner,
    expected: Option<Kind>,
}

impl Desk {
    /// Hands on the one entry that is there.
    pub(super) fn with_entry<T>(&self, text_bytes: usize, take: impl FnOnce(&Entry<'_>) -> T) -> T {
        let mut reader = Reader::new(self.text(text_bytes), &self.numbers[OUT_FOR_ALL + OUT..]);
        take(&reader.entry())
    }

    /// Decrypts all entries. Whether there are notes.
    pub(super) fn open_entries(&mut self, text_bytes: usize, entries: usize) -> bool {
        let Self { text, numbers, bytes, notes } = self;
        notes.clear();
        bytes.clear();
        // Nothing is moved while it grows, but for control characters that have to be escaped.
        bytes.reserve(text_bytes);
        let mut note = |index, name, value: &str| {
            notes.resize(index, "null".to_owned());
            notes.push(["{\"", name, "\":", value, "}"].concat());
        };
        let (answers, given) = numbers.split_at_mut(OUT_FOR_ALL + OUT * entries);
        let (for_all, for_each) = answers.split_at_mut(OUT_FOR_ALL);
        let mut reader = Reader::new(&text[..text_bytes], given);
        for (index, answer) in for_each.chunks_exact_mut(OUT).enumerate() {
            let Entry { input, manner, expected } = reader.entry();
            let base = bytes.len();
            let opened = open(&input, manner, expected, bytes, &mut |plaintext| {
                answer[1] = base as f64;
                answer[2] = plaintext.text.len() as f64;
                answer[3] = f64::from(u8::from(plaintext.text.is_ascii()));
                answer[7] = write_plain_fields(plaintext, base, &mut answer[8..]);
            });
            match opened {
                Ok(Opened { kind, watermark, session_key_index, repairs }) => {
                    answer[0] = f64::from(kind as u8);
                    answer[4] = session_key_index as f64;
                    (answer[5], answer[6]) = match watermark {
                        Some(Accepted { appid_index, timestamp }) => {
                            (appid_index as f64, timestamp as f64)
                        }
                        None => (-1.0, 0.0),
                    };
                    if !repairs.is_empty() {
                        note(index, "repairs", &json(&repairs));
                    }
                }
                Err(error) => {
                    answer[0] = -1.0;
                    note(index, "error", &json(&error));
                }
            }
        }
        // Behind them lie paddings, and data that came to nothing: that is no longer than the
        // texts, unless control characters were escaped in it.
        let behind = if notes.is_empty() { text_bytes } else { usize::MAX };
        let used = bytes.len().saturating_add(behind).min(bytes.capacity());
        for_all.copy_from_slice(&[bytes.as_ptr() as usize as f64, used as f64]);
        !notes.is_empty()
    }

    /// What few entries have, a list with a place for each entry up to the last of them.
    pub(super) fn take_notes(&mut self) -> JsValue {
        parse(&["[", &core::mem::take(&mut self.notes).join(","), "]"].concat())
    }
}

/// Reads entries one after the other.
struct Reader<'a> {
    texts: &'a str,
    numbers: core::slice::Iter<'a, f64>,
}

impl<'a> Reader<'a> {
    fn new(texts: &'a [u8], numbers: &'a [f64]) -> Self {
        let texts = str::from_utf8(texts).expect("TextEncoder writes UTF-8");
        Self { texts, numbers: numbers.iter() }
    }

    fn entry(&mut self) -> Entry<'a> {
        let (options, flags) = DecryptInput::from_crossing(|| self.number());
        let kind = self.number();
        let expected = if kind < 0.0 { None } else { Kind::ALL.get(kind as usize).copied() };
        let (appids, keys) = (self.number(), self.number());
        let iv = self.text().unwrap_or_default();
        let encrypted_data = self.text().unwrap_or_default();
        let appid = self.one_or_many(appids, Option::unwrap_or_default);
        let session_key = self.one_or_many(keys, |key| key);
        let manner = match () {
            () if flags & LIKE_NODE != 0 => Manner::Node,
            () if options.repair => Manner::Repair,
            () => Manner::Strict,
        };
        let input = DecryptInput { appid, session_key, encrypted_data, iv, ..options };
        Entry { input, manner, expected }
    }

    fn number(&mut self) -> f64 {
        self.numbers.next().copied().unwrap_or_default()
    }

    fn one_or_many<T>(&mut self, count: f64, read: impl Fn(Option<&'a str>) -> T) -> OneOrMany<T> {
        if count < 0.0 {
            return OneOrMany::One(read(self.text()));
        }
        OneOrMany::Many((0..count as usize).map(|_| read(self.text())).collect())
    }

    /// The next text.
    fn text(&mut self) -> Option<&'a str> {
        let units = self.number();
        if units < 0.0 {
            return None;
        }
        let end = bytes_of(self.texts, units as usize);
        let (text, rest) = self.texts.split_at(end);
        self.texts = rest.get("\n".len()..).unwrap_or_default();
        Some(text)
    }
}

/// How many bytes so many code units at the start of a text take.
fn bytes_of(text: &str, units: usize) -> usize {
    if text.as_bytes().get(..units).is_some_and(<[u8]>::is_ascii) {
        return units;
    }
    let mut left = units;
    let is_over = |character: char| {
        let is_over = left == 0;
        left = left.saturating_sub(character.len_utf16());
        is_over
    };
    text.find(is_over).unwrap_or(text.len())
}

/// The fields of a payload one by one, if JavaScript can take each from where it lies: those that
/// have a name of [`FIELDS`], and a text without escapes, a small whole number or a flag. How many
/// there are; -1 if one is else.
fn write_plain_fields(plaintext: &Plaintext<'_>, base: usize, out: &mut [f64]) -> f64 {
    let fields = plaintext.fields;
    if fields.len() > MAX_PLAIN_FIELDS {
        return -1.0;
    }
    let start = plaintext.text.as_ptr() as usize - base;
    let rows = &plaintext.known.rows;
    for ((field, row), out) in fields.iter().zip(rows).zip(out.chunks_exact_mut(3)) {
        if !field.is_plain {
            return -1.0;
        }
        let value = field.value.as_bytes();
        let (name, first, second) = match (*row, value) {
            (Some(name), [b'"', text @ .., b'"']) => {
                (name, (text.as_ptr() as usize - start) as f64, text.len() as f64)
            }
            (Some(name), [b'0']) => (name, 0.0, NUMBER),
            (Some(name), [b'1'..=b'9', ..]) if value.len() < 10 => match field.value.parse::<u32>()
            {
                Ok(number) => (name, f64::from(number), NUMBER),
                Err(_) => return -1.0,
            },
            (Some(name), b"true") => (name, 1.0, FLAG),
            (Some(name), b"false") => (name, 0.0, FLAG),
            (None, _)
                if field.quoted_key == "\"watermark\""
                    && is_plain_watermark(field.value, &plaintext.found) =>
            {
                (FIELDS.len() as u8, 0.0, 0.0)
            }
            _ => return -1.0,
        };
        (out[0], out[1], out[2]) = (f64::from(name), first, second);
    }
    fields.len() as f64
}

/// In the place of a length: what comes before it is the value itself.
const NUMBER: f64 = -1.0;
const FLAG: f64 = -2.0;

/// Whether it is just the time and the appid that the answer has anyway, as WeChat writes them.
fn is_plain_watermark(value: &str, found: &Found<'_>) -> bool {
    let Found::Readable { appid, .. } = found else { return false };
    let timestamp = || {
        let rest = value.strip_prefix("{\"timestamp\":")?.strip_suffix("\"}")?;
        rest.strip_suffix(&**appid)?.strip_suffix(",\"appid\":\"")
    };
    timestamp().is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}
