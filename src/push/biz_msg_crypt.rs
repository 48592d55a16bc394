//! The three calls of WeChat's sample (`WXBizMsgCrypt`), each by itself. What one has to do first
//! is up to the caller, which is why [`MessagePush::open`] is better.

use alloc::string::String;

use wx_unionid_cipher::Block;

use super::{MessagePush, unseal};
use crate::encoded_text::MAX_TEXT_BYTES;
use crate::error::Error;
use crate::signature::push_signature;

impl MessagePush<'_> {
    /// The signature of what is encrypted (`msg_signature`), by the first token.
    #[must_use]
    pub fn sign(&self, [timestamp, nonce, sealed]: [&str; 3]) -> String {
        push_signature([self.tokens.first().copied().unwrap_or_default(), timestamp, nonce, sealed])
    }

    /// Decrypts, and checks whom it is for. **No signature is checked**: do that first, or anybody
    /// can make the key give itself away.
    ///
    /// # Errors
    ///
    /// [`Error::PushRefused`].
    pub fn decrypt(&self, sealed: &str) -> Result<String, Error> {
        if sealed.len() > MAX_TEXT_BYTES {
            return Err(Error::PushRefused);
        }
        let opened = unseal(&self.keys, self.receivers, sealed);
        opened.map(|(text, ..)| text.as_str().into()).map_err(|_| Error::PushRefused)
    }

    /// Encrypts with the first key, for the first receiver.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`].
    pub fn encrypt(&self, random: &Block, text: &str) -> Result<String, Error> {
        let (Some(key), Some(receiver)) = (self.keys.first(), self.receivers.first()) else {
            return Err(Error::invalid_argument("mode", "must not be plain"));
        };
        key.seal(random, text, receiver)
    }
}
