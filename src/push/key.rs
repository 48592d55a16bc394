//! What a push is encrypted with, and what lies in the encryption beside the message.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wx_unionid_cipher::{BLOCK_BYTES, Block, Key256, aes_256_cbc_decrypt, aes_256_cbc_encrypt};
use zeroize::Zeroizing;

use super::{PushStep, is_word};
use crate::encoded_text::MAX_TEXT_BYTES;
use crate::error::Error;

/// Characters of an EncodingAESKey.
const KEY_CHARS: usize = 43;
/// Random bytes, and the length of the message.
const HEAD_BYTES: usize = BLOCK_BYTES + 4;

/// An EncodingAESKey: 32 bytes in 43 characters. The first half of them is the initialisation
/// vector of each push.
pub(super) struct EncodingAesKey(Zeroizing<Key256>);

impl EncodingAesKey {
    /// Reads exactly 43 letters and digits. The last two bits of the 43rd mean nothing, and are
    /// mostly set.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !is_encoding_aes_key(text) {
            return None;
        }
        // With one more letter these two bits lie in a 33rd byte.
        let mut longer = Zeroizing::new([b'A'; KEY_CHARS + 1]);
        longer[..KEY_CHARS].copy_from_slice(text.as_bytes());
        let mut bytes = Zeroizing::new([0; 33]);
        STANDARD.decode_slice(*longer, &mut *bytes).ok()?;
        bytes.first_chunk().map(|key| Self(Zeroizing::new(*key)))
    }

    fn iv(&self) -> &Block {
        self.0.first_chunk().expect("a key has two blocks")
    }

    /// Decrypts where it lies. Where the message is, and which of the receivers it is for.
    pub(super) fn open(
        &self,
        bytes: &mut Vec<u8>,
        receivers: &[&str],
    ) -> Result<(Range<usize>, usize), PushStep> {
        aes_256_cbc_decrypt(&self.0, self.iv(), bytes).ok_or(PushStep::Decryption)?;
        let (head, rest) = bytes.split_first_chunk::<HEAD_BYTES>().ok_or(PushStep::Length)?;
        let length = head.last_chunk().map_or(0, |length| u32::from_be_bytes(*length));
        let length = usize::try_from(length).map_err(|_| PushStep::Length)?;
        let (_, receiver) = rest.split_at_checked(length).ok_or(PushStep::Length)?;
        let found = receivers.iter().position(|it| it.as_bytes() == receiver);
        Ok((HEAD_BYTES..HEAD_BYTES + length, found.ok_or(PushStep::Receiver)?))
    }

    /// Encrypts a message for a receiver: Base64.
    pub(super) fn seal(
        &self,
        random: &Block,
        message: &str,
        receiver: &str,
    ) -> Result<String, Error> {
        if message.len() > MAX_TEXT_BYTES {
            return Err(Error::invalid_argument("text", "must not be longer than 1 MiB"));
        }
        let length = (message.len() as u32).to_be_bytes();
        let parts: [&[u8]; 4] = [random, &length, message.as_bytes(), receiver.as_bytes()];
        let mut bytes = parts.concat();
        aes_256_cbc_encrypt(&self.0, self.iv(), &mut bytes);
        Ok(STANDARD.encode(bytes))
    }
}

pub(super) fn is_encoding_aes_key(text: &str) -> bool {
    text.len() == KEY_CHARS && is_word(text)
}

impl fmt::Debug for EncodingAesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncodingAesKey(..)")
    }
}
