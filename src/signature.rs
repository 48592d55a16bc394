//! The signatures that a session key makes. Its text is the key, not the bytes that the text stands for:
//! every second implementation has that wrong.

use alloc::string::String;
use core::fmt;

use digest::{CtOutput, Digest as _, Output};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

#[cfg(feature = "generate")]
use crate::arguments::Sort;
use crate::encoded_text::{MAX_TEXT_BYTES, Manner};
use crate::error::Error;
use crate::one_or_many::OneOrMany;
use crate::secret::{Candidate, SessionKey};

impl SessionKey {
    /// Tells whether `signature` is that of `raw_data`: the hexadecimal SHA-1 of `raw_data` followed by
    /// the key's text, as `wx.getUserInfo` returns it.
    ///
    /// Hexadecimal digits of either case are taken, and the comparison takes the same time for every wrong
    /// signature of the right length. Anything that is no hexadecimal SHA-1 is not the signature.
    /// `raw_data` must be the string as the client received it: an object that was parsed and written again
    /// has another one.
    ///
    /// See [数据签名校验](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
    #[must_use]
    pub fn verify_raw_data(&self, raw_data: &str, signature: &str) -> bool {
        let mut received = Output::<Sha1>::default();
        match base16ct::mixed::decode(signature, &mut received) {
            Ok(bytes) if bytes.len() == Sha1::output_size() => {}
            _ => return false,
        }
        let expected = Sha1::new_with_prefix(raw_data).chain_update(*self.to_text()).finalize();
        CtOutput::<Hmac<Sha1>>::new(expected) == CtOutput::new(received)
    }

    /// The signature (用户登录态签名) of a request: the lower-case hexadecimal HMAC-SHA256 of `body` under
    /// the key's text. `body` is empty for a GET request and for the APIs whose page says so.
    ///
    /// See [用户登录态签名](https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/signature.html).
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes a key of any length")]
    #[must_use]
    pub fn sign(&self, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.to_text())
            .expect("HMAC takes a key of any length");
        mac.update(body.as_bytes());
        base16ct::lower::encode_string(&mac.finalize().into_bytes())
    }
}

/// The raw data of a user, its signature, and the candidate session keys.
#[derive(Clone, Default)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct VerifyRawDataInput<'a> {
    /// `rawData` as `wx.getUserInfo` returned it: the string, not an object that was parsed from it.
    pub raw_data: &'a str,
    /// `signature` as `wx.getUserInfo` returned it.
    pub signature: &'a str,
    /// The session key of the user, or up to 4 candidates. `null`, `undefined` and `''` in a list are skipped.
    #[cfg_attr(feature = "generate", ts(type = "string | readonly (string | null | undefined)[]"))]
    pub session_key: OneOrMany<Option<&'a str>>,
}

/// A session key and the text to sign.
#[derive(Clone, Default)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields, rename_all = "camelCase"))]
pub struct SignSessionInput<'a> {
    /// The session key of the user.
    pub session_key: &'a str,
    /// The exact body of the request. Default: `''`, for GET requests.
    pub body: Option<&'a str>,
}

#[cfg(feature = "generate")]
impl VerifyRawDataInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, Sort)] =
        &[("rawData", Sort::Text), ("signature", Sort::Text), ("sessionKey", Sort::TextOrGaps)];
}

#[cfg(feature = "generate")]
impl SignSessionInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, Sort)] =
        &[("sessionKey", Sort::Text), ("body", Sort::Maybe(&Sort::Text))];
}

impl fmt::Debug for VerifyRawDataInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyRawDataInput").finish_non_exhaustive()
    }
}

impl fmt::Debug for SignSessionInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignSessionInput").finish_non_exhaustive()
    }
}

/// Tells whether one of the session keys made the signature: see [`SessionKey::verify_raw_data`].
///
/// # Errors
///
/// [`Error::InvalidArgument`], [`Error::InvalidSessionKey`]. A malformed signature does not match.
pub fn verify_raw_data(input: &VerifyRawDataInput<'_>) -> Result<bool, Error> {
    let candidates = Candidate::parse_all(&input.session_key, Manner::Strict)?;
    check_length("rawData", input.raw_data)?;
    let made_by =
        |candidate: &Candidate| candidate.key.verify_raw_data(input.raw_data, input.signature);
    Ok(candidates.iter().flatten().any(made_by))
}

/// Signs a request: see [`SessionKey::sign`].
///
/// # Errors
///
/// [`Error::InvalidArgument`], [`Error::InvalidSessionKey`].
pub fn sign_session(input: &SignSessionInput<'_>) -> Result<String, Error> {
    let key = SessionKey::parse(input.session_key)?;
    let body = input.body.unwrap_or_default();
    check_length("body", body)?;
    Ok(key.sign(body))
}

/// The SHA-256 of a text: 64 lower-case hexadecimal digits.
pub(crate) fn sha256_hex(text: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(text))
}

fn check_length(argument: &str, text: &str) -> Result<(), Error> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(Error::invalid_argument(argument, "must not be longer than 1 MiB"));
    }
    Ok(())
}
