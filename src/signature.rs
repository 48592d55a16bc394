//! The signatures that a session key makes, and those of payments and pushes. A session key's text
//! is the key, not the bytes that the text stands for: every second implementation has that wrong.

use alloc::string::String;
use core::fmt;

use digest::{CtOutput, Digest as _, Output};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::encoded_text::{MAX_TEXT_BYTES, Manner};
use crate::error::Error;
use crate::one_or_many::OneOrMany;
use crate::secret::{Candidate, SessionKey};

impl SessionKey {
    /// Tells whether `signature` is the signature of `raw_data`: the hexadecimal SHA-1 of
    /// `raw_data` followed by the key's text, as `wx.getUserInfo` returns it.
    ///
    /// Hexadecimal digits of either case are taken, and the comparison takes the same time for
    /// every wrong signature of the right length. Anything that is no hexadecimal SHA-1 is not the
    /// signature. `raw_data` must be the string as the client received it: an object that was
    /// parsed and written again has another one.
    ///
    /// See [数据签名校验](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
    #[must_use]
    pub fn verify_raw_data(&self, raw_data: &str, signature: &str) -> bool {
        is_sha1(Sha1::new_with_prefix(raw_data).chain_update(*self.to_text()), signature)
    }

    /// The signature (用户登录态签名) of a request: the lower-case hexadecimal HMAC-SHA256 of `body` under
    /// the key's text. `body` is empty for a GET request and for the APIs whose page says so.
    ///
    /// See [用户登录态签名](https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/signature.html).
    #[must_use]
    pub fn sign(&self, body: &str) -> String {
        hmac(&*self.to_text(), &[body])
    }
}

/// The raw data of a user, its signature, and the candidate session keys.
#[derive(Clone, Default)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct VerifyRawDataInput<'a> {
    /// `rawData` as `wx.getUserInfo` returned it: the string, not an object that was parsed from
    /// it.
    pub raw_data: &'a str,
    /// `signature` as `wx.getUserInfo` returned it.
    pub signature: &'a str,
    /// The session key of the user, or up to 4 candidates. `null`, `undefined` and `''` in a list
    /// are skipped.
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

/// What is signed of a virtual payment, and the key.
#[derive(Clone, Default)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct SignPaymentInput<'a> {
    /// AppKey of the payment's environment (现网, 沙箱): a secret of the server.
    pub app_key: &'a str,
    /// The name of the client's API, or the path of the server's without its query.
    #[cfg_attr(
        feature = "generate",
        ts(type = "'requestVirtualPayment' | 'requestSubscribeSign' | `/${string}`")
    )]
    pub uri: &'a str,
    /// `signData`, the very text that the client passes on; for the server's API the exact body.
    pub sign_data: &'a str,
}

/// What is signed of the entry to a room, and the key.
#[derive(Clone, Default)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct SignVoipInput<'a> {
    /// The session key of the user.
    pub session_key: &'a str,
    /// The app.
    pub app_id: &'a str,
    /// The room: the same for all who are in it.
    pub group_id: &'a str,
    /// A random text of less than 128 characters.
    pub nonce_str: &'a str,
    /// The time in seconds since 1970, as a text.
    pub time_stamp: &'a str,
}

#[cfg(feature = "generate")]
impl SignPaymentInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("appKey", ArgumentType::Text),
        ("uri", ArgumentType::Text),
        ("signData", ArgumentType::Text),
    ];
}

#[cfg(feature = "generate")]
impl SignVoipInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("sessionKey", ArgumentType::Text),
        ("appId", ArgumentType::Text),
        ("groupId", ArgumentType::Text),
        ("nonceStr", ArgumentType::Text),
        ("timeStamp", ArgumentType::Text),
    ];
}

#[cfg(feature = "generate")]
impl VerifyRawDataInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("rawData", ArgumentType::Text),
        ("signature", ArgumentType::Text),
        ("sessionKey", ArgumentType::TextOrGaps),
    ];
}

#[cfg(feature = "generate")]
impl SignSessionInput<'_> {
    /// The options by their names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] =
        &[("sessionKey", ArgumentType::Text), ("body", ArgumentType::Maybe(&ArgumentType::Text))];
}

impl fmt::Debug for VerifyRawDataInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyRawDataInput").finish_non_exhaustive()
    }
}

impl fmt::Debug for SignPaymentInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignPaymentInput").finish_non_exhaustive()
    }
}

impl fmt::Debug for SignVoipInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignVoipInput").finish_non_exhaustive()
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

/// Signs a virtual payment (`paySig`, `pay_sig`): the HMAC-SHA256 of the uri, `&` and the data,
/// under the app key.
///
/// See [虚拟支付](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/virtual-payment.html).
///
/// # Errors
///
/// [`Error::InvalidArgument`].
pub fn sign_payment(input: &SignPaymentInput<'_>) -> Result<String, Error> {
    let SignPaymentInput { app_key, uri, sign_data } = *input;
    if app_key.is_empty() {
        return Err(Error::invalid_argument("appKey", "must not be empty"));
    }
    let is_api = matches!(uri, "requestVirtualPayment" | "requestSubscribeSign");
    if !is_api && (!uri.starts_with('/') || uri.contains('?')) {
        let demand =
            "must be requestVirtualPayment, requestSubscribeSign, or a path without its query";
        return Err(Error::invalid_argument("uri", demand));
    }
    check_length("signData", sign_data)?;
    Ok(hmac(app_key.as_bytes(), &[uri, "&", sign_data]))
}

/// Signs the entry to a room (`wx.joinVoIPChat`): the HMAC-SHA256 of the four texts one behind the
/// other, in the order of their bytes, under the session key's text.
///
/// See [多人音视频](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/voip-chat.html).
///
/// # Errors
///
/// [`Error::InvalidArgument`], [`Error::InvalidSessionKey`].
pub fn sign_voip(input: &SignVoipInput<'_>) -> Result<String, Error> {
    let key = SessionKey::parse(input.session_key)?;
    let SignVoipInput { app_id, group_id, nonce_str, time_stamp, .. } = *input;
    let texts = [
        ("appId", app_id),
        ("groupId", group_id),
        ("nonceStr", nonce_str),
        ("timeStamp", time_stamp),
    ];
    if let Some((name, _)) = texts.iter().find(|(_, text)| text.is_empty()) {
        return Err(Error::invalid_argument(name, "must not be empty"));
    }
    let mut texts = texts.map(|(_, text)| text);
    sort(&mut texts);
    Ok(hmac(&*key.to_text(), &texts))
}

/// The lower-case hexadecimal HMAC-SHA256 of texts one behind the other.
fn hmac(key: &[u8], texts: &[&str]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for text in texts {
        mac.update(text.as_bytes());
    }
    base16ct::lower::encode_string(&mac.finalize().into_bytes())
}

/// Brings texts into the order of their bytes. A slice's own sort is larger than all else that is
/// done here.
fn sort(texts: &mut [&str]) {
    for end in (1..texts.len()).rev() {
        for at in 0..end {
            if texts[at] > texts[at + 1] {
                texts.swap(at, at + 1);
            }
        }
    }
}

/// Whether these are the hexadecimal digits of this hash. It takes the same time for every wrong
/// hash.
fn is_sha1(expected: Sha1, digits: &str) -> bool {
    let mut received = Output::<Sha1>::default();
    match base16ct::mixed::decode(digits, &mut received) {
        Ok(bytes) if bytes.len() == Sha1::output_size() => {}
        _ => return false,
    }
    CtOutput::<Hmac<Sha1>>::new(expected.finalize()) == CtOutput::new(received)
}

/// What the signature of a push is of: the texts one behind the other, in the order of their bytes.
fn push_hash(texts: &mut [&str]) -> Sha1 {
    sort(texts);
    texts.iter().fold(Sha1::new(), |hash, text| hash.chain_update(text))
}

/// The signature (签名) of a push: the lower-case hexadecimal SHA-1 of these texts.
pub(crate) fn push_signature<const N: usize>(mut texts: [&str; N]) -> String {
    base16ct::lower::encode_string(&push_hash(&mut texts).finalize())
}

/// Whether it is the signature of these texts, with digits of either case.
pub(crate) fn is_push_signature(mut texts: [&str; 4], signature: &str) -> bool {
    is_sha1(push_hash(&mut texts), signature)
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
