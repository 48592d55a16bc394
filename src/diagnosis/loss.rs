//! What is left of encrypted data of which characters were lost.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wx_unionid_cipher::BLOCK_BYTES;
use zeroize::Zeroizing;

use crate::encoded_text::{DecryptField, Manner, peel, with_spaces_as_plus};

/// The whole blocks of what is left of a text, with so many characters more at its start.
pub(super) fn part(text: &str, more: usize) -> Option<Vec<u8>> {
    let mut padded = "A".repeat(more);
    padded.push_str(&characters(text)?);
    STANDARD.decode(&padded[..padded.len() / 4 * 4]).ok()
}

/// The characters of Base64 that are left of a text.
pub(super) fn characters(text: &str) -> Option<Zeroizing<String>> {
    let peeled = peel(DecryptField::EncryptedData, text, Manner::Repair, &mut Vec::new()).ok()?;
    let unfolded = Zeroizing::new(with_spaces_as_plus(peeled.trim_ascii()));
    let characters = unfolded
        .chars()
        .filter_map(|character| match character {
            '-' => Some('+'),
            '_' => Some('/'),
            _ => (character.is_ascii_alphanumeric() || matches!(character, '+' | '/'))
                .then_some(character),
        })
        .collect();
    Some(Zeroizing::new(characters))
}

/// How many characters may be lost of this many, at the least: whole blocks have so many and no
/// others.
pub(super) fn lost(characters: usize) -> impl Iterator<Item = usize> {
    const MOST_LOST: usize = 64;
    (1..=MOST_LOST).filter(move |more| {
        let whole = characters + more;
        let blocks = whole * 3 / 4 / BLOCK_BYTES;
        whole == (blocks * BLOCK_BYTES * 4).div_ceil(3)
    })
}

/// Whether a text is so long that an encoder would have written a `+`, and there is none.
pub(super) fn lacks_plus(text: &str) -> bool {
    // In as many, none is there once in 55 times.
    const ENOUGH: usize = 256;
    characters(text)
        .is_some_and(|text| text.len() >= ENOUGH && text.contains('/') && !text.contains('+'))
}
