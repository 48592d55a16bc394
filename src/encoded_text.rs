//! Text to bytes: Base64 with WeChat's habits, and what forms, URLs and JSON do to it on the way.
//!
//! WeChat sends canonical Base64 of the standard alphabet. White space inside is harmless and
//! dropped. Everything else is damage: [`Manner::Strict`] refuses it by name and place,
//! [`Manner::Repair`] undoes what can be undone in one way only.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use wx_unionid_cipher::{BLOCK_BYTES, Block};
use zeroize::Zeroizing;

pub(crate) mod layer;
#[cfg(test)]
mod tests;

/// One of the three texts that decryption takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum DecryptField {
    /// The session key.
    SessionKey,
    /// The initialisation vector, which the client got with the data.
    Iv,
    /// The ciphertext, which the client got from WeChat.
    EncryptedData,
}

/// What is wrong with a text that should be Base64.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// The alphabet of URLs (`-`, `_`), or no `=` at the end.
    #[serde(rename = "base64url")]
    Base64Url,
    /// Percent-encoded twice: `%252B`.
    DoublePercentEncoded,
    /// HTML character references: `&#43;`.
    HtmlEscaped,
    /// Good Base64, but not of 16 bytes.
    IvLength,
    /// The escapes of a JSON string: `\/`, `\u003d`.
    JsonEscaped,
    /// Quotes around the text: it was turned into JSON once too often.
    JsonQuoted,
    /// Nothing there.
    MissingField,
    /// A character that has no place in Base64, or one that no encoder writes there.
    #[serde(rename = "not_base64")]
    NotBase64,
    /// Percent-encoded: `%2B`.
    PercentEncoded,
    /// Form decoding turned `+` into a space.
    PlusBecameSpace,
    /// Good Base64, but not of 16 bytes.
    SessionKeyLength,
    /// More text than any real data has.
    TooLong,
    /// No whole number of 16-byte blocks: a part is missing.
    Truncated,
}

/// One piece of damage that was undone.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct Repair {
    /// The text that was damaged.
    pub field: DecryptField,
    /// How it had been damaged.
    pub kind: Damage,
    /// The first character that differs, counted from 0, in the text as the repairs before this one
    /// left it.
    pub at: usize,
}

/// What to do with damage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manner {
    /// Refuse it.
    Strict,
    /// Undo it, and say so.
    Repair,
    /// Take what Node's own decoder takes of it: the alphabet of URLs, no `=`, white space.
    Node,
}

/// The longest text that is looked at, in bytes of UTF-8. Real `encryptedData` has under 20,000.
pub const MAX_TEXT_BYTES: usize = 1024 * 1024;

/// What is wrong, and where.
pub(crate) type Refusal = (Damage, Option<usize>);

/// Decodes a text of exactly one block: a session key or an iv.
pub(crate) fn decode_block(
    field: DecryptField,
    text: &str,
    manner: Manner,
    repairs: &mut Vec<Repair>,
) -> Result<Zeroizing<Block>, Refusal> {
    // Nearly all text is good. There is room for what two `=` stand in the place of.
    let mut bytes = Zeroizing::new([0; BLOCK_BYTES + 2]);
    let is_good = text.len() == BLOCK_TEXT_BYTES && decode_good(field, text, &mut *bytes).is_some();
    let mended;
    let block = if is_good {
        &bytes[..BLOCK_BYTES]
    } else {
        mended = Zeroizing::new(mend(field, text, manner, repairs)?.likely);
        &mended[..]
    };
    Ok(Zeroizing::new(block.try_into().expect("`DecryptField::fits` lets one block through")))
}

/// The characters of Base64 of one block.
pub(crate) const BLOCK_TEXT_BYTES: usize = BLOCK_BYTES.div_ceil(3) * 4;

/// Decodes the Base64 of a field, by the rules of `manner`, behind what is in `bytes`. What is
/// undone is added to `repairs`, outermost first. The answer is the other reading, if there are two
/// ([`Readings`]).
pub(crate) fn decode_into(
    bytes: &mut Vec<u8>,
    field: DecryptField,
    text: &str,
    manner: Manner,
    repairs: &mut Vec<Repair>,
) -> Result<Option<(Vec<u8>, Repair)>, Refusal> {
    if text.len() <= MAX_TEXT_BYTES {
        let start = bytes.len();
        // Room for more than it stands for.
        bytes.extend_from_slice(text.as_bytes());
        let decoded = decode_good(field, text, &mut bytes[start..]);
        bytes.truncate(start + decoded.unwrap_or_default());
        if decoded.is_some() {
            return Ok(None);
        }
    }
    let readings = mend(field, text, manner, repairs)?;
    bytes.extend_from_slice(&readings.likely);
    Ok(readings.with_plus)
}

/// Decodes a text that needs no mending. How many bytes it stands for.
fn decode_good(field: DecryptField, text: &str, bytes: &mut [u8]) -> Option<usize> {
    STANDARD.decode_slice(text, bytes).ok().filter(|count| field.fits(*count))
}

/// The bytes that a text may stand for.
pub(crate) struct Readings {
    pub(crate) likely: Vec<u8>,
    /// Where spaces may be white space as well as `+`, and nothing but the decryption can tell: the
    /// other reading, and the repair that it would be.
    pub(crate) with_plus: Option<(Vec<u8>, Repair)>,
}

impl Readings {
    /// Each reading with the repair that it takes, the likelier one first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&[u8], Option<&Repair>)> {
        let with_plus = self.with_plus.as_ref();
        let with_plus = with_plus.map(|(bytes, repair)| (bytes.as_slice(), Some(repair)));
        core::iter::once((self.likely.as_slice(), None)).chain(with_plus)
    }
}

/// Layers upon layers are no accident of transport, and each one costs a pass over the text.
const MAX_REPAIRS: usize = 16;

/// Decodes the Base64 of a field, by the rules of `manner`. What is undone is added to `repairs`,
/// outermost first.
pub(crate) fn decode(
    field: DecryptField,
    text: &str,
    manner: Manner,
    repairs: &mut Vec<Repair>,
) -> Result<Readings, Refusal> {
    let mut likely = Vec::new();
    let with_plus = decode_into(&mut likely, field, text, manner, repairs)?;
    Ok(Readings { likely, with_plus })
}

/// Decodes a text that is not just good Base64.
fn mend(
    field: DecryptField,
    text: &str,
    manner: Manner,
    repairs: &mut Vec<Repair>,
) -> Result<Readings, Refusal> {
    if text.len() > MAX_TEXT_BYTES {
        return Err((Damage::TooLong, None));
    }
    let text = peel(field, text, manner, repairs)?;
    if text.trim_ascii().is_empty() {
        return Err((Damage::MissingField, None));
    }

    let dropped = Reading::of(field, without_white_space(&text));
    let plus_at = first_space_for_plus(&text).filter(|_| manner != Manner::Node);
    let restored = plus_at.map(|at| (at, Reading::of(field, with_spaces_as_plus(&text))));
    match (dropped, restored) {
        (Ok(reading), None | Some((_, Err(_)))) => {
            let likely = reading.accept(field, &text, manner, repairs)?;
            Ok(Readings { likely, with_plus: None })
        }
        (Ok(reading), Some((at, Ok(other)))) if manner == Manner::Repair => {
            let with_plus = Repair { field, kind: Damage::PlusBecameSpace, at };
            let likely = reading.accept(field, &text, manner, repairs)?;
            Ok(Readings { likely, with_plus: Some((other.bytes, with_plus)) })
        }
        (Err(_), Some((at, Ok(reading)))) if manner == Manner::Repair => {
            repairs.push(Repair { field, kind: Damage::PlusBecameSpace, at });
            let likely = reading.accept(field, &text, manner, repairs)?;
            Ok(Readings { likely, with_plus: None })
        }
        (_, Some((at, Ok(_)))) => Err((Damage::PlusBecameSpace, Some(at))),
        (Err(damage), _) => Err(match damage {
            Damage::NotBase64 => not_base64(&text),
            _ => (damage, None),
        }),
    }
}

/// The text without the layers around it, which `repairs` then names.
pub(crate) fn peel(
    field: DecryptField,
    text: &str,
    manner: Manner,
    repairs: &mut Vec<Repair>,
) -> Result<Zeroizing<String>, Refusal> {
    // It may be a session key, so no copy is left behind.
    let mut text = Zeroizing::new(text.to_owned());
    while let Some((kind, at)) = layer::outermost(&text) {
        // As JavaScript counts, for whatever is before it.
        let at = text[..at].encode_utf16().count();
        if manner != Manner::Repair {
            return Err((kind, Some(at)));
        }
        if repairs.len() == MAX_REPAIRS {
            return Err(not_base64(&text));
        }
        // What is not even ASCII under its layer never was Base64.
        let peeled = layer::peel(kind, &text).filter(|it| it.is_ascii() || !text.is_ascii());
        text = Zeroizing::new(peeled.ok_or_else(|| not_base64(&text))?);
        repairs.push(Repair { field, kind, at });
    }
    Ok(text)
}

impl DecryptField {
    /// Whether a text of this field can stand for so many bytes.
    fn fits(self, bytes: usize) -> bool {
        match self {
            Self::SessionKey | Self::Iv => bytes == BLOCK_BYTES,
            Self::EncryptedData => bytes > 0 && bytes.is_multiple_of(BLOCK_BYTES),
        }
    }

    /// The name for good Base64 of a length that does not fit.
    fn length_damage(self) -> Damage {
        match self {
            Self::SessionKey => Damage::SessionKeyLength,
            Self::Iv => Damage::IvLength,
            Self::EncryptedData => Damage::Truncated,
        }
    }
}

/// A text without white space that fits its field, at most for its alphabet and its `=`.
struct Reading {
    bytes: Vec<u8>,
    /// It is written as base64url.
    url: bool,
}

impl Reading {
    fn of(field: DecryptField, text: String) -> Result<Self, Damage> {
        let text = Zeroizing::new(text);
        let body = text.trim_end_matches('=');
        let equals = text.len() - body.len();
        if equals > 2 || !body.bytes().all(is_base64) {
            return Err(Damage::NotBase64);
        }
        // A last group of one character stands for no byte: the text was cut.
        let padding = match body.len() % 4 {
            0 => "",
            2 => "==",
            3 => "=",
            _ => return Err(field.length_damage()),
        };
        if equals > padding.len() {
            return Err(field.length_damage());
        }
        let url = equals < padding.len() || body.contains(['-', '_']);
        let mut standard = Zeroizing::new(String::with_capacity(body.len() + padding.len()));
        standard.extend(body.chars().map(|character| match character {
            '-' => '+',
            '_' => '/',
            _ => character,
        }));
        standard.push_str(padding);
        // Bits that no encoder sets: behind a whole text they are damage, at the end of a part they
        // are data.
        let bytes = STANDARD.decode(&*standard).map_err(|_| {
            if equals < padding.len() { field.length_damage() } else { Damage::NotBase64 }
        })?;
        if field.fits(bytes.len()) { Ok(Self { bytes, url }) } else { Err(field.length_damage()) }
    }

    /// The bytes, if this manner takes how they were written.
    fn accept(
        self,
        field: DecryptField,
        text: &str,
        manner: Manner,
        repairs: &mut Vec<Repair>,
    ) -> Result<Vec<u8>, Refusal> {
        if self.url && manner != Manner::Node {
            let at = text.find(['-', '_']).unwrap_or(text.trim_ascii_end().len());
            if manner == Manner::Strict {
                return Err((Damage::Base64Url, Some(at)));
            }
            repairs.push(Repair { field, kind: Damage::Base64Url, at });
        }
        Ok(self.bytes)
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

fn without_white_space(text: &str) -> String {
    text.split_ascii_whitespace().collect()
}

/// Without line breaks and indentation, and with a `+` for every other space.
pub(crate) fn with_spaces_as_plus(text: &str) -> String {
    let mut indenting = false;
    let mut restored = String::with_capacity(text.len());
    for character in text.chars() {
        indenting = is_indentation(indenting, character);
        match character {
            ' ' if !indenting => restored.push('+'),
            _ if character.is_ascii_whitespace() => {}
            _ => restored.push(character),
        }
    }
    restored
}

/// The first space that is not the indentation of a broken line.
pub(crate) fn first_space_for_plus(text: &str) -> Option<usize> {
    let mut indenting = false;
    text.find(|character| {
        indenting = is_indentation(indenting, character);
        character == ' ' && !indenting
    })
}

/// Whether this character continues a run of blanks behind a line break, or is that line break.
fn is_indentation(indenting: bool, character: char) -> bool {
    matches!(character, '\n' | '\r') || indenting && matches!(character, ' ' | '\t')
}

/// Where a text stops being Base64. Of one that has the right characters only, the last is wrong:
/// it holds bits that no encoder sets.
fn not_base64(text: &str) -> Refusal {
    let body = text
        .trim_end_matches(|character: char| character == '=' || character.is_ascii_whitespace());
    let wrong = body.find(|character: char| {
        !character.is_ascii_whitespace() && !u8::try_from(character).is_ok_and(is_base64)
    });
    let third_equals = || Some(body.len() + text[body.len()..].match_indices('=').nth(2)?.0);
    let at = wrong.or_else(third_equals).unwrap_or(body.len().saturating_sub(1));
    (Damage::NotBase64, Some(at))
}
