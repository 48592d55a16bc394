//! What a key makes of each block.

use alloc::string::String;
use alloc::vec::Vec;

use wx_unionid_cipher::{BLOCK_BYTES, Block, aes_128_cbc_decrypt_blocks, padding};
use wx_unionid_json::escape_controls;
use zeroize::Zeroizing;

use crate::open_data::Plaintext;

/// A ciphertext, decrypted block by block with each candidate key.
pub(super) struct Blocks {
    plaintext: Zeroizing<Vec<u8>>,
    /// Of each block, whether it can be read as text.
    readable: Vec<bool>,
    /// The whole blocks that mean something and are text to the last byte.
    clean: usize,
    /// The bytes of good padding.
    padding: Option<usize>,
    /// Whether the first block means anything: not without an iv.
    has_iv: bool,
}

impl Blocks {
    /// Decrypts the whole blocks of `ciphertext`.
    pub(super) fn decrypt(key: &Block, iv: Option<&Block>, ciphertext: &[u8]) -> Self {
        let whole = ciphertext.len() / BLOCK_BYTES * BLOCK_BYTES;
        let mut plaintext = Zeroizing::new(ciphertext[..whole].to_vec());
        aes_128_cbc_decrypt_blocks(key, iv.unwrap_or(&[0; BLOCK_BYTES]), &mut plaintext, 0);
        let padding = padding(&plaintext);
        let text = &plaintext[..plaintext.len() - padding.unwrap_or(0)];
        let good = good_bytes(text);
        let blocks = plaintext.len() / BLOCK_BYTES;
        let most_bad = if blocks > FEW_BLOCKS { 2 } else { 1 };
        let readable = (0..blocks).map(|block| bad_bytes(text, &good, block) <= most_bad).collect();
        let whole = usize::from(iv.is_none())..text.len() / BLOCK_BYTES;
        let clean = whole.filter(|block| bad_bytes(text, &good, *block) == 0).count();
        Self { plaintext, readable, clean, padding, has_iv: iv.is_some() }
    }

    pub(super) fn count(&self) -> usize {
        self.readable.len()
    }

    /// The blocks that mean something.
    fn telling(&self) -> &[bool] {
        self.readable.get(usize::from(!self.has_iv)..).unwrap_or_default()
    }

    pub(super) fn readable_count(&self) -> usize {
        self.telling().iter().filter(|readable| **readable).count()
    }

    /// Whether anything of the second block is no text.
    pub(super) fn is_second_touched(&self) -> bool {
        let text = self.text();
        bad_bytes(text, &good_bytes(text), 1) > 0
    }

    /// The first block that cannot be read.
    pub(super) fn first_unreadable(&self) -> Option<usize> {
        self.unreadable().next()
    }

    /// Those that cannot be read.
    pub(super) fn unreadable(&self) -> impl Iterator<Item = usize> {
        let skipped = usize::from(!self.has_iv);
        (skipped..self.count()).filter(|block| !self.readable[*block])
    }

    /// The same as ranges from the first to the last. Noise has many: a list of each would be too
    /// long.
    pub(super) fn unreadable_ranges(&self) -> Vec<[usize; 2]> {
        let mut ranges: Vec<[usize; 2]> = Vec::new();
        for block in self.unreadable() {
            if let Some([_, last]) = ranges.last_mut()
                && *last + 1 == block
            {
                *last = block;
            } else if ranges.len() < MAX_RANGES {
                ranges.push([block, block]);
            } else {
                break;
            }
        }
        ranges
    }

    /// What shows that the key is the right one, the strongest first.
    pub(super) fn evidence(&self) -> (usize, usize) {
        (self.clean, self.readable_count())
    }

    /// Whether the key is the right one. A wrong one makes noise of all blocks: that one of them is
    /// text to the last byte happens by chance about once in 10^6, and that as many as these can be
    /// read less than once in a thousand. How many of all blocks are noise says nothing: where a
    /// character was lost, all is noise from there on.
    pub(super) fn is_right_key(&self) -> bool {
        let readable = self.readable_count();
        self.clean > 0 || readable > 0 && readable * 2 >= self.telling().len()
    }

    /// Whether one of the blocks is text to the last byte.
    pub(super) fn has_clean(&self) -> bool {
        self.clean > 0
    }

    /// Whether the last so many blocks can all be read.
    pub(super) fn ends_in_text_of(&self, blocks: usize) -> bool {
        self.telling().iter().rev().take(blocks).all(|it| *it)
    }

    /// Whether the last so many blocks are all noise.
    pub(super) fn ends_in_noise(&self, blocks: usize) -> bool {
        self.telling().iter().rev().take_while(|it| !**it).count() >= blocks
    }

    /// Whether there is anything to judge by: without an iv, one block is no more than noise.
    pub(super) fn is_evidence(&self) -> bool {
        self.telling().len() >= if self.has_iv { 1 } else { 2 }
    }

    /// Whether there is enough to be sure.
    pub(super) fn is_telling(&self) -> bool {
        self.telling().len() >= 3
    }

    pub(super) fn has_padding(&self) -> bool {
        self.padding.is_some()
    }

    /// Whether the text runs to the very end, where padding should be.
    pub(super) fn ends_in_text(&self) -> bool {
        let end = self.count().saturating_sub(2);
        self.padding.is_none() && self.readable[end..].iter().all(|it| *it)
    }

    /// The text without its padding.
    pub(super) fn text(&self) -> &[u8] {
        &self.plaintext[..self.plaintext.len() - self.padding.unwrap_or(0)]
    }

    pub(super) fn is_utf8(&self) -> bool {
        self.padding.is_some() && str::from_utf8(self.text()).is_ok()
    }

    /// The whole as one JSON object: what it is, and what it says of its watermark.
    pub(super) fn plaintext<T>(&self, inspect: impl FnOnce(&Plaintext<'_>) -> T) -> Option<T> {
        self.padding?;
        read(self.text().to_vec(), inspect)
    }

    /// The same, if only the first block is another one.
    pub(super) fn plaintext_but_for_first_block<T>(
        &self,
        inspect: impl Fn(&Plaintext<'_>) -> T,
    ) -> Option<T> {
        self.padding?;
        let rest = self.text().get(BLOCK_BYTES..)?;
        // A character that began in the first block is cut.
        let cut = rest.iter().take(3).take_while(|byte| is_continuation(**byte)).count();
        FIRST_BLOCKS.iter().find_map(|first| {
            let mut text = first.as_bytes().to_vec();
            text.extend(core::iter::repeat_n(b'x', cut));
            text.extend(&rest[cut..]);
            read(text, &inspect)
        })
    }

    /// The watermark as far as it can be read in what is left of the text.
    pub(super) fn watermark_text(&self) -> Option<&str> {
        const NAME: &[u8] = b"\"watermark\":{";
        let text = self.text();
        let at = text.windows(NAME.len()).rposition(|window| window == NAME)?;
        let object = &text[at + NAME.len() - 1..];
        let end = object.iter().position(|byte| *byte == b'}')?;
        str::from_utf8(&object[..=end]).ok()
    }
}

fn read<T>(text: Vec<u8>, inspect: impl FnOnce(&Plaintext<'_>) -> T) -> Option<T> {
    let text = Zeroizing::new(escape_controls(String::from_utf8(text).ok()?));
    Plaintext::read(&text, inspect)
}

/// Beginnings that the rest of a JSON object may follow: inside a key, behind it, before, inside
/// and behind each sort of value.
const FIRST_BLOCKS: [&str; 12] = [
    r#"{"xxxxxxxxxxxxxx"#,
    r#"{"xxxxxxxxxxxxx""#,
    r#"{"xxxxxxxxxxxx":"#,
    r#"{"xxxxxxxxxxx":""#,
    r#"{"xx":"xxxxxxxx""#,
    r#"{"xx":"xxxxxxx","#,
    r#"{"xxxxxxxxxx":12"#,
    r#"{"xxxxxxxxxxx":["#,
    r#"{"xxxxxxxxxx":[{"#,
    r#"{"xxxxxxxxx":[{""#,
    r#"{"xxxxxxxxxxx":{"#,
    r#"{"xxxxxxxxxx":{""#,
];

/// Of so few blocks, each has to be clearer to be evidence.
const FEW_BLOCKS: usize = 4;

const MAX_RANGES: usize = 100;

/// The bytes of a block that are no text, but for those of a character that began in the block
/// before.
fn bad_bytes(text: &[u8], good: &[bool], block: usize) -> usize {
    let start = block * BLOCK_BYTES;
    let end = (start + BLOCK_BYTES).min(good.len());
    let bytes = text.get(start..end).unwrap_or_default();
    let cut = bytes.iter().take(3).take_while(|byte| is_continuation(**byte)).count();
    good.get(start + cut..end).map_or(0, |good| good.iter().filter(|good| !**good).count())
}

/// Of each byte, whether it is part of text as JSON has it.
fn good_bytes(text: &[u8]) -> Vec<bool> {
    let mut good = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            // Noise is full of control characters, and seldom hits on a script that people write
            // in.
            let is_text = !character.is_control() || matches!(character, '\n' | '\r' | '\t');
            good.extend(core::iter::repeat_n(is_text, character.len_utf8()));
        }
        // At the end of a text that was cut, a character may be cut too.
        let is_last = good.len() + chunk.invalid().len() == text.len();
        let is_cut = is_last
            && str::from_utf8(chunk.invalid())
                .err()
                .is_some_and(|error| error.error_len().is_none());
        good.extend(core::iter::repeat_n(is_cut, chunk.invalid().len()));
    }
    good
}

fn is_continuation(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}
