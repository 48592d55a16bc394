//! Secrets as types: parsed once, shown by no `Debug`, wiped when dropped.
//!
//! Wiping reaches what this crate owns. Copies that a JavaScript engine holds of the same text are
//! out of its reach.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use wx_unionid_cipher::Block;
use wx_unionid_json::string;
use zeroize::Zeroizing;

#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::arguments::FromJson;
use crate::encoded_text::{self, BLOCK_TEXT_BYTES, DecryptField, Manner, Refusal, Repair};
use crate::error::Error;
use crate::one_or_many::OneOrMany;

/// The most session keys that one call tries.
pub const MAX_SESSION_KEYS: usize = 4;

macro_rules! secret_texts {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Default, Deserialize)]
        #[serde(from = "String")]
        pub struct $name(Zeroizing<String>);

        impl $name {
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                text.to_owned().into()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Zeroizing::new(text))
            }
        }

        impl FromJson for $name {
            #[cfg(feature = "generate")]
            const TYPE: ArgumentType = ArgumentType::Text;

            fn from_json(json: &str) -> Option<Self> {
                string(json).map(|text| Self::from(text.into_owned()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )* };
}

secret_texts!(
    /// A `session_key` of the caller, not checked yet.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "string"))]
    SessionKeyText,
    /// The AppSecret of an app (应用密钥).
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "string"))]
    AppSecret,
    /// The app's own token (接口调用凭据), from getStableAccessToken. Not a user's.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"AccessToken\">"))]
    AccessToken,
    /// A user's token (网页授权), from snsAccessToken. Not the app's own.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"UserAccessToken\">"))]
    UserAccessToken,
    /// The token of a third-party platform (第三方平台).
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"ComponentAccessToken\">"))]
    ComponentAccessToken,
    /// The token that refreshes a user's token.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"RefreshToken\">"))]
    RefreshToken,
    /// The code of `wx.login`: it works once, within 5 minutes. No other code works in its place.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"LoginCode\">"))]
    LoginCode,
    /// The code of `<button open-type="getPhoneNumber">` or `getRealtimePhoneNumber`: it works
    /// once, within 5 minutes. It is not the code of `wx.login`.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"PhoneCode\">"))]
    PhoneCode,
    /// The code of `wx.pluginLogin`: it works once, within 5 minutes.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"PluginCode\">"))]
    PluginCode,
    /// The code that the authorize page or a mobile app's SDK returns: it works once, within 5
    /// minutes.
    #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(type = "Flavored<\"OauthCode\">"))]
    OauthCode,
);

/// A `session_key`: 16 bytes, which code2Session sends as 24 characters of Base64.
///
/// WeChat uses it in two ways. Decryption takes the 16 bytes; signatures take the 24 characters as
/// they are, not decoded.
///
/// See [开放数据校验与解密](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
#[derive(Clone)]
pub struct SessionKey(Zeroizing<Block>);

impl SessionKey {
    /// Reads the text that code2Session answered with. ASCII white space around and in it is
    /// dropped.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSessionKey`] if it is empty, damaged on the way, not Base64, or not 16
    /// bytes.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_in(text, Manner::Strict, &mut Vec::new())
            .map_err(|(damage, at)| Error::InvalidSessionKey { damage, at, index: None })
    }

    pub(crate) fn parse_in(
        text: &str,
        manner: Manner,
        repairs: &mut Vec<Repair>,
    ) -> Result<Self, Refusal> {
        encoded_text::decode_block(DecryptField::SessionKey, text, manner, repairs).map(Self)
    }

    /// The characters: the key of signatures. Base64 of 16 bytes has one form, so this is the text
    /// that WeChat sent, mended.
    pub(crate) fn to_text(&self) -> Zeroizing<[u8; BLOCK_TEXT_BYTES]> {
        let mut text = Zeroizing::new([0; BLOCK_TEXT_BYTES]);
        STANDARD.encode_slice(*self.0, &mut *text).expect("there is room for one block");
        text
    }

    /// The bytes: the key of the cipher.
    pub(crate) fn as_bytes(&self) -> &Block {
        &self.0
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

/// One of the session keys that a caller gave.
pub(crate) struct Candidate {
    /// Its place in the caller's list.
    pub(crate) index: usize,
    pub(crate) key: SessionKey,
    pub(crate) repairs: Vec<Repair>,
}

/// All of them, in the caller's order. As many as there can be take no allocation.
pub(crate) type Candidates = [Option<Candidate>; MAX_SESSION_KEYS];

impl Candidate {
    /// Reads all candidates. `None` and empty texts in a list are skipped: a first login has no
    /// previous key.
    pub(crate) fn parse_all(
        given: &OneOrMany<Option<&str>>,
        manner: Manner,
    ) -> Result<Candidates, Error> {
        let is_list = matches!(given, OneOrMany::Many(_));
        if given.as_slice().len() > MAX_SESSION_KEYS {
            return Err(Error::invalid_argument("sessionKey", "must hold at most 4 keys"));
        }
        let mut candidates = Candidates::default();
        for (index, text) in given.as_slice().iter().enumerate() {
            let Some(text) = text.filter(|text| !is_list || !text.is_empty()) else {
                continue;
            };
            let mut repairs = Vec::new();
            let key = SessionKey::parse_in(text, manner, &mut repairs);
            let key = key.map_err(|(damage, at)| Error::InvalidSessionKey {
                damage,
                at,
                index: is_list.then_some(index),
            })?;
            candidates[index] = Some(Self { index, key, repairs });
        }
        if candidates.iter().all(Option::is_none) {
            return Err(Error::invalid_argument("sessionKey", "must hold at least one key"));
        }
        Ok(candidates)
    }
}
