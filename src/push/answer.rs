//! What to answer WeChat with.

use alloc::string::{String, ToString as _};

use wx_unionid_cipher::Block;

use super::{MAX_NONCE_CHARS, MessagePush, PushFormat, PushMode, is_word};
use crate::error::Error;
use crate::signature::push_signature;

/// A passive reply (被动回复), and what it answers. Text and random bytes are nobody else's, so it has
/// no `Debug`.
pub struct PushAnswer<'a> {
    /// How the push was written.
    pub format: PushFormat,
    /// The index of the token that signed it.
    pub token: usize,
    /// The index of the key that opened it.
    pub key: usize,
    /// The receiver that it was for.
    pub receiver: &'a str,
    /// The nonce of the push, or another.
    pub nonce: &'a str,
    /// Random bytes, new for each answer: they alone hide that two answers begin alike.
    pub random: Block,
    /// The answer, as WeChat wants it in plain text.
    pub text: &'a str,
}

impl MessagePush<'_> {
    /// Writes the body of an answer: encrypted with the key and signed with the token that the push
    /// came with, since WeChat may still go by the old ones. In plain mode it is the text itself.
    ///
    /// See [消息推送](https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`].
    pub fn reply(&self, answer: &PushAnswer<'_>) -> Result<String, Error> {
        let PushAnswer { format, receiver, nonce, random, text, .. } = *answer;
        if self.mode == PushMode::Plain {
            return Ok(text.into());
        }
        if nonce.len() > MAX_NONCE_CHARS || !is_word(nonce) {
            return Err(Error::invalid_argument("nonce", "must be 1 to 32 letters and digits"));
        }
        let now = self.now.filter(|now| *now >= 0.0);
        let now = now.ok_or_else(|| Error::invalid_argument("now", "is needed to answer"))?;
        let (Some(key), Some(token), true) = (
            self.keys.get(answer.key),
            self.tokens.get(answer.token),
            self.receivers.contains(&receiver),
        ) else {
            return Err(Error::invalid_argument("opened", "is of another configuration"));
        };
        let time = ((now / 1000.0) as u64).to_string();
        let sealed = key.seal(&random, text, receiver)?;
        let signature = push_signature([token, &time, nonce, &sealed]);
        let [start, to_signature, to_time, to_nonce, end] = frame(format);
        Ok([start, &sealed, to_signature, &signature, to_time, &time, to_nonce, nonce, end]
            .concat())
    }
}

/// What stands around ciphertext, signature, time and nonce. None of them has a character that
/// would have to be escaped.
fn frame(format: PushFormat) -> [&'static str; 5] {
    match format {
        PushFormat::Xml => [
            "<xml><Encrypt><![CDATA[",
            "]]></Encrypt><MsgSignature><![CDATA[",
            "]]></MsgSignature><TimeStamp>",
            "</TimeStamp><Nonce><![CDATA[",
            "]]></Nonce></xml>",
        ],
        PushFormat::Json => [
            r#"{"Encrypt":""#,
            r#"","MsgSignature":""#,
            r#"","TimeStamp":"#,
            r#","Nonce":""#,
            r#""}"#,
        ],
        PushFormat::WecomJson => [
            r#"{"encrypt":""#,
            r#"","msgsignature":""#,
            r#"","timestamp":"#,
            r#","nonce":""#,
            r#""}"#,
        ],
    }
}
