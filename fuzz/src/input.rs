//! What the targets share: how an input is cut into its parts, how data is encrypted, and what no
//! error may hold.

use aes::Aes128;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use wx_unionid::Error;

pub(super) type Block = [u8; 16];

pub(super) const APPID: &str = "wx4f4bc4dec97d474b";
pub(super) const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
pub(super) const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
/// A key that opens nothing.
pub(super) const STALE: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

/// The lines that an input begins with, and what is behind them.
pub(super) fn lines<const N: usize>(bytes: &[u8]) -> Option<([&str; N], &[u8])> {
    let mut rest = bytes;
    let mut lines = [""; N];
    for line in &mut lines {
        let at = rest.iter().position(|byte| *byte == b'\n')?;
        *line = str::from_utf8(&rest[..at]).ok()?;
        rest = &rest[at + 1..];
    }
    Some((lines, rest))
}

/// The same of an input that is all text.
pub(super) fn text_lines<const N: usize>(bytes: &[u8]) -> Option<([&str; N], &str)> {
    let (lines, rest) = lines(bytes)?;
    Some((lines, str::from_utf8(rest).ok()?))
}

/// The bytes of a text that is good Base64 of one block.
pub(super) fn block(text: &str) -> Block {
    STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).expect("a block")
}

/// Encrypts whole blocks, with no padding but what is there.
pub(super) fn seal(key: &Block, iv: &Block, blocks: &[Block]) -> String {
    let encryptor = Encryptor::<Aes128>::new(key.into(), iv.into());
    STANDARD.encode(encryptor.encrypt_padded_vec::<NoPadding>(blocks.as_flattened()))
}

/// Puts PKCS#7 behind a text.
pub(super) fn padded(text: &str) -> Vec<Block> {
    let padding = 16 - text.len() % 16;
    let bytes = [text.as_bytes(), &vec![padding as u8; padding]].concat();
    bytes.as_chunks().0.to_vec()
}

/// An object in which no name is twice, as another reader has it.
pub(super) struct Unique(pub(super) Map<String, Value>);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Unique;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Unique, A::Error> {
                let mut unique = Map::new();
                while let Some((name, value)) = fields.next_entry::<String, Value>()? {
                    if unique.insert(name, value).is_some() {
                        return Err(de::Error::custom("a name is there twice"));
                    }
                }
                Ok(Unique(unique))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

pub(super) fn parsed(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok()
}

pub(super) fn unique(json: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(json).ok().map(|Unique(fields)| fields)
}

/// No error shows what it was given, in any way to write it: a text that looks like a secret is in
/// none.
pub(super) fn assert_silent<'a>(error: &Error, given: impl IntoIterator<Item = &'a str>) {
    let facts = serde_json::to_string(error).expect("facts");
    let shown = [facts, error.to_string(), format!("{error:?}")];
    for text in given.into_iter().filter(|text| looks_secret(text)) {
        assert!(shown.iter().all(|shown| !shown.contains(text)), "{error:?} has {text}");
    }
}

/// Letters of both cases and digits, as tokens, keys and ciphertext have them, and no sentence.
fn looks_secret(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    text.len() >= 12
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte))
}
