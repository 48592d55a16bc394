//! Which text is what, by its looks: arguments get swapped.

use alloc::vec::Vec;

use crate::encoded_text::{DecryptField, Manner, decode};
use wx_unionid_cipher::BLOCK_BYTES;

/// What a text looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// Base64 of one block: a session key, or an iv.
    Block,
    /// Base64 of several blocks: encrypted data.
    Data,
    /// JSON with a nickname: rawData.
    RawData,
    /// 40 hexadecimal digits: a signature.
    Signature,
    Other,
}

impl Role {
    pub(super) fn of(text: &str) -> Self {
        let trimmed = text.trim_ascii();
        if trimmed.len() == 40 && trimmed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Self::Signature;
        }
        if trimmed.starts_with('{') && trimmed.split('"').any(|part| part == "nickName") {
            return Self::RawData;
        }
        match decode(DecryptField::EncryptedData, text, Manner::Repair, &mut Vec::new()) {
            Ok(readings) if readings.likely.len() == BLOCK_BYTES => Self::Block,
            Ok(_) => Self::Data,
            Err(_) => Self::Other,
        }
    }
}

/// The three texts in the order that their looks suggest, if it is another one than the caller's.
pub(super) fn unswap<'a>(key: &'a str, iv: &'a str, data: &'a str) -> Option<[&'a str; 3]> {
    match [key, iv, data].map(Role::of) {
        [Role::Block, Role::Data, Role::Block] => Some([key, data, iv]),
        [Role::Data, Role::Block, Role::Block] => Some([data, iv, key]),
        _ => None,
    }
}

/// What JavaScript makes of nothing when it is put into a text.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text.trim_ascii(), "" | "undefined" | "null")
}

/// Ciphertext in hexadecimal digits, which are all characters of Base64 too.
pub(super) fn is_hexadecimal(text: &str) -> bool {
    let text = text.trim_ascii();
    text.len() >= 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text has the form of an appid.
pub(super) fn is_appid(text: &str) -> bool {
    let text = text.trim_ascii();
    text.len() == 18
        && text.starts_with("wx")
        && text[2..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text is something that belongs elsewhere: rawData, a signature, or one of the others
/// once more.
pub(super) fn is_foreign(text: &str) -> bool {
    matches!(Role::of(text), Role::RawData | Role::Signature)
}
