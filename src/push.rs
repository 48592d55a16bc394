//! Message push (消息推送): what WeChat sends to a back end by itself. Verified, decrypted, read and
//! answered.
//!
//! Whoever knows the URL can send anything to it, so the order is the point: the configuration says
//! what a push must be, and the push never does; the signature is checked before a key is used; and
//! whatever is wrong is one failure, because half of the key is the initialisation vector, which a
//! talkative decryption would give away.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use wx_unionid_json::{Json, Object, string};
use zeroize::Zeroizing;

use crate::encoded_text::MAX_TEXT_BYTES;
use crate::error::Error;
use crate::signature::{is_push_signature, sha256_hex};
use crate::watermark::AgeLimits;

mod answer;
mod biz_msg_crypt;
mod body;
pub(crate) mod diagnosis;
mod key;
#[cfg(test)]
mod tests;
mod xml;

pub use answer::PushAnswer;
pub use body::PushFormat;
use body::read_body;
pub use diagnosis::{
    PushCause, PushDiagnosis, PushDiagnosisStep, PushField, PushFinding, diagnose_push,
};
use key::{EncodingAesKey, is_encoding_aes_key};

/// How many tokens, keys and receivers there may be.
const MAX_LIST: usize = 4;
/// Characters of a Token.
const TOKEN_CHARS: core::ops::RangeInclusive<usize> = 3..=32;
const RECEIVER_DEMAND: &str =
    "must be an id of visible characters, or '' where WeChat's page says so";
const TOKEN_DEMAND: &str = "must be the 3 to 32 letters and digits of the console (Token)";
const KEY_DEMAND: &str = "must be the 43 letters and digits of the console (EncodingAESKey)";
/// The longest nonce, and the longest echostr.
const MAX_NONCE_CHARS: usize = 32;
const MAX_ECHOSTR_CHARS: usize = 64;

/// How the pushes are sent, by the setting in WeChat's console (消息加解密方式).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PushMode {
    /// 安全模式: encrypted.
    Safe,
    /// 兼容模式: encrypted, and in plain text beside it. Only what is encrypted counts.
    Compatible,
    /// 明文模式: in plain text. The signature covers no byte of it: anybody who has once seen the URL
    /// of a push can forge any other, unless its age is checked, and then for as long.
    Plain,
}

/// What WeChat's console says of a push, and what is demanded of it.
#[derive(Clone, Copy)]
pub struct PushConfig<'a> {
    /// The setting in the console. No push decides it.
    pub mode: PushMode,
    /// Whom pushes are for: the appid; on a third-party platform that of the platform; in 企业微信 the
    /// corpid, or `""` where its page says so. At most 4. None in plain mode, whose pushes do not
    /// say it.
    pub receivers: &'a [&'a str],
    /// Token: the present one, and those before it. At most 4.
    pub tokens: &'a [&'a str],
    /// EncodingAESKey: the present one, and those before it. At most 4. None in plain mode.
    pub encoding_aes_keys: &'a [&'a str],
    /// How many seconds the time of a push may differ from the clock. Absent: any number.
    pub max_age_seconds: Option<f64>,
    /// The current time, in milliseconds since 1970.
    pub now: Option<f64>,
}

/// Shows nothing of it: secrets are among it.
impl fmt::Debug for PushConfig<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushConfig").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// The parameters in the URL of a push that mean something. Each may be there once. An empty one is
/// absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct PushQuery<'a> {
    /// That of the token, the time and the nonce.
    pub signature: &'a str,
    /// That of the same and the ciphertext.
    pub msg_signature: &'a str,
    /// When it was sent, in seconds since 1970.
    pub timestamp: &'a str,
    /// Random characters.
    pub nonce: &'a str,
    /// `aes` or `raw`. 企业微信 has none.
    pub encrypt_type: &'a str,
    /// What proves that the URL is yours: see [`MessagePush::verify_url`].
    pub echostr: &'a str,
}

/// A push that is genuine.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[cfg_attr(feature = "generate", ts(rename = "OpenedPushFields", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct OpenedPush {
    /// WeChat's fields, by WeChat's names. What is a text in XML is one here, and so is every
    /// number that JavaScript would round, and `MsgId`.
    #[serde(skip)]
    pub message: Json<'static>,
    /// How it was written.
    pub format: PushFormat,
    /// Which of the receivers it is for. Absent in plain mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// The index of the EncodingAESKey that opened it, for the answer. Absent in plain mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<usize>,
    /// The index of the token that signed it, for the answer.
    pub token: usize,
    /// When it was sent, in seconds since 1970.
    #[cfg_attr(feature = "generate", ts(type = "number"))]
    pub timestamp: i64,
    /// Its nonce, for the answer.
    pub nonce: String,
    /// The same for each copy of this very push: the SHA-256 of what is
    /// encrypted, or in plain mode of the body. Time and nonce are not in it, because they can be
    /// changed under the same signature.
    pub replay_key: String,
}

/// What a push must be, step by step, in the order of the steps.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PushStep {
    /// Tokens, keys and receivers have the form of the console.
    Configuration,
    /// The URL has each parameter once, of the right characters.
    Query,
    /// The body is not too long, and is XML or JSON.
    Body,
    /// URL and body have what the mode demands, and no more.
    Mode,
    /// A token has signed it.
    Signature,
    /// The ciphertext is Base64.
    Encoding,
    /// A key decrypts it: blocks and padding.
    Decryption,
    /// There is a message in it, of the length that it says.
    Length,
    /// It is for a receiver that is expected.
    Receiver,
    /// The message is UTF-8, and XML or JSON.
    Message,
    /// It is not too old, and not from the future.
    Age,
}

/// What is signed of a query.
struct Signed<'a> {
    timestamp: &'a str,
    nonce: &'a str,
    seconds: i64,
}

/// What a key has opened.
struct Unsealed {
    text: Zeroizing<String>,
    token: usize,
    key: usize,
    receiver: usize,
}

/// What opens pushes and answers them: a configuration that is good.
pub struct MessagePush<'a> {
    mode: PushMode,
    receivers: &'a [&'a str],
    tokens: &'a [&'a str],
    keys: Vec<EncodingAesKey>,
    age: Option<AgeLimits>,
    now: Option<f64>,
}

/// Shows nothing of it: secrets are among it.
impl fmt::Debug for MessagePush<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessagePush").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl<'a> MessagePush<'a> {
    /// Checks a configuration.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidArgument`] with the name of what is wrong, and its place in the list.
    pub fn new(config: &'a PushConfig<'a>) -> Result<Self, Error> {
        let PushConfig { mode, receivers, tokens, encoding_aes_keys, .. } = config;
        let is_plain = *mode == PushMode::Plain;
        for (name, list, is_needed) in [
            ("receiver", receivers, !is_plain),
            ("token", tokens, true),
            ("encodingAESKey", encoding_aes_keys, !is_plain),
        ] {
            let problem = match (list.is_empty(), is_needed) {
                (true, true) => "is required",
                (false, false) => "is not used in plain mode: is the mode right?",
                _ if list.len() > MAX_LIST => "must hold at most 4 entries",
                _ => continue,
            };
            return Err(Error::invalid_argument(name, problem));
        }
        check_all("receiver", receivers, is_receiver, RECEIVER_DEMAND)?;
        check_all("token", tokens, is_token, TOKEN_DEMAND)?;
        check_all("encodingAESKey", encoding_aes_keys, is_encoding_aes_key, KEY_DEMAND)?;
        let keys =
            encoding_aes_keys.iter().filter_map(|text| EncodingAesKey::parse(text)).collect();
        let age = AgeLimits::given(config.max_age_seconds, None, config.now)?;
        Ok(Self { mode: *mode, receivers, tokens, keys, age, now: config.now })
    }

    /// Opens a push: checks its form, its signature, decrypts it, and checks whom it is for, and
    /// when it was sent.
    ///
    /// What comes back WeChat has made, and for this receiver: whoever has neither token nor key
    /// can make none, but in plain mode (see [`PushMode::Plain`]). It may come twice: WeChat sends
    /// a push up to three times, and an attacker who saw one can do so while its age allows. Keep
    /// `replay_key`, and answer `success` to what is known.
    ///
    /// See [消息推送](https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
    ///
    /// # Errors
    ///
    /// [`Error::PushRefused`] for anything that is wrong with the push.
    /// [`Error::DataExpired`], [`Error::DataFromFuture`] for one that is genuine.
    pub fn open(&self, query: Option<&PushQuery<'_>>, body: &str) -> Result<OpenedPush, Error> {
        let opened = self.try_to_open(query, body).map_err(|_| Error::PushRefused)?;
        self.check_age(opened.timestamp)?;
        Ok(opened)
    }

    /// Answers WeChat's question whether a URL is yours (验证 URL): the text to send back, as
    /// text/plain.
    ///
    /// WeChat sends it in plain text in each mode, with `signature`; 企业微信 encrypts it, with
    /// `msg_signature`. It is letters and digits, or it is refused: no one gets an HTML page sent
    /// back, nor a push decrypted.
    ///
    /// # Errors
    ///
    /// As [`MessagePush::open`].
    pub fn verify_url(&self, query: Option<&PushQuery<'_>>) -> Result<String, Error> {
        let (echostr, timestamp) = self.echo(query).map_err(|_| Error::PushRefused)?;
        self.check_age(timestamp)?;
        Ok(echostr)
    }

    fn check_age(&self, timestamp: i64) -> Result<(), Error> {
        self.age.as_ref().map_or(Ok(()), |age| age.check(timestamp))
    }

    fn try_to_open(
        &self,
        query: Option<&PushQuery<'_>>,
        body: &str,
    ) -> Result<OpenedPush, PushStep> {
        let query = query.ok_or(PushStep::Query)?;
        let signed = query.signed()?;
        if body.len() > MAX_TEXT_BYTES {
            return Err(PushStep::Body);
        }
        if self.mode == PushMode::Plain {
            return self.open_plain(query, &signed, body);
        }
        let (format, envelope) = read_body(body).ok_or(PushStep::Body)?;
        let envelope = Object::parse(&envelope).ok_or(PushStep::Body)?;
        let (sealed, format) = match [envelope.get("Encrypt"), envelope.get("encrypt")] {
            [Some(sealed), None] => (sealed, format),
            [None, Some(sealed)] if format == PushFormat::Json => (sealed, PushFormat::WecomJson),
            _ => return Err(PushStep::Mode),
        };
        // One that is repeated is a list.
        let sealed = string(sealed).ok_or(PushStep::Mode)?;
        // WeChat says both, 企业微信 neither.
        if query.encrypt_type != if query.signature.is_empty() { "" } else { "aes" } {
            return Err(PushStep::Mode);
        }
        let unsealed = self.unseal(&signed, &sealed, query.msg_signature)?;
        // Nothing of the envelope goes further: it is not signed.
        let (_, message) = read_body(&unsealed.text).ok_or(PushStep::Message)?;
        let mut opened =
            OpenedPush::of(message, format, unsealed.token, &signed, sha256_hex(&sealed));
        opened.receiver = Some(self.receivers[unsealed.receiver].to_owned());
        opened.key = Some(unsealed.key);
        Ok(opened)
    }

    fn open_plain(
        &self,
        query: &PushQuery<'_>,
        signed: &Signed<'_>,
        body: &str,
    ) -> Result<OpenedPush, PushStep> {
        if !matches!(query.encrypt_type, "" | "raw") {
            return Err(PushStep::Mode);
        }
        let token = self.signer(signed, "", query.signature)?;
        let (format, message) = read_body(body).ok_or(PushStep::Body)?;
        let is_sealed =
            |object: Object<'_>| object.get("Encrypt").or(object.get("encrypt")).is_some();
        if Object::parse(&message).is_none_or(is_sealed) {
            return Err(PushStep::Mode);
        }
        Ok(OpenedPush::of(message, format, token, signed, sha256_hex(body)))
    }

    fn echo(&self, query: Option<&PushQuery<'_>>) -> Result<(String, i64), PushStep> {
        let query = query.ok_or(PushStep::Query)?;
        let signed = query.signed()?;
        let echo = if query.signature.is_empty() {
            self.unseal(&signed, query.echostr, query.msg_signature)?.text.as_str().to_owned()
        } else {
            self.signer(&signed, "", query.signature)?;
            query.echostr.to_owned()
        };
        if echo.len() > MAX_ECHOSTR_CHARS || !is_word(&echo) {
            return Err(PushStep::Message);
        }
        Ok((echo, signed.seconds))
    }

    /// Which token signed a query, and with it what is encrypted: `""`, which changes no signature,
    /// where nothing is.
    fn signer(
        &self,
        signed: &Signed<'_>,
        sealed: &str,
        signature: &str,
    ) -> Result<usize, PushStep> {
        let Signed { timestamp, nonce, .. } = signed;
        if signature.is_empty() {
            return Err(PushStep::Mode);
        }
        let made_by =
            |token: &&str| is_push_signature([*token, *timestamp, *nonce, sealed], signature);
        self.tokens.iter().position(made_by).ok_or(PushStep::Signature)
    }

    /// Opens what is encrypted, once a token is known to have signed it.
    fn unseal(
        &self,
        signed: &Signed<'_>,
        sealed: &str,
        signature: &str,
    ) -> Result<Unsealed, PushStep> {
        let token = self.signer(signed, sealed, signature)?;
        let (text, key, receiver) = unseal(&self.keys, self.receivers, sealed)?;
        Ok(Unsealed { text, token, key, receiver })
    }
}

/// Tries each key. What is told of a failure is how far the best of them came.
fn unseal(
    keys: &[EncodingAesKey],
    receivers: &[&str],
    sealed: &str,
) -> Result<(Zeroizing<String>, usize, usize), PushStep> {
    let sealed = STANDARD.decode(sealed).map_err(|_| PushStep::Encoding)?;
    let mut furthest = PushStep::Decryption;
    for (index, key) in keys.iter().enumerate() {
        let mut bytes = Zeroizing::new(sealed.clone());
        match key.open(&mut bytes, receivers) {
            Ok((place, receiver)) => {
                let text = str::from_utf8(&bytes[place]).map_err(|_| PushStep::Message)?;
                return Ok((Zeroizing::new(text.to_owned()), index, receiver));
            }
            Err(step) => furthest = furthest.max(step),
        }
    }
    Err(furthest)
}

impl PushQuery<'_> {
    /// The parts of a query that are signed. Their characters are checked, because the signature is
    /// of all of them one behind the other: what is moved from one to the next has the same.
    fn signed(&self) -> Result<Signed<'_>, PushStep> {
        let Self { timestamp, nonce, .. } = *self;
        let is_time = timestamp.len() == 10 && timestamp.bytes().all(|it| it.is_ascii_digit());
        let seconds = timestamp.parse().ok().filter(|_| is_time).ok_or(PushStep::Query)?;
        if nonce.len() > MAX_NONCE_CHARS || !is_word(nonce) {
            return Err(PushStep::Query);
        }
        Ok(Signed { timestamp, nonce, seconds })
    }
}

impl OpenedPush {
    fn of(
        message: String,
        format: PushFormat,
        token: usize,
        signed: &Signed<'_>,
        replay_key: String,
    ) -> Self {
        Self {
            format,
            receiver: None,
            key: None,
            token,
            timestamp: signed.seconds,
            nonce: signed.nonce.to_owned(),
            replay_key,
            message: Json::new(message.into()),
        }
    }
}

fn check_all(
    name: &str,
    texts: &[&str],
    is_good: fn(&str) -> bool,
    demand: &'static str,
) -> Result<(), Error> {
    let bad = texts.iter().position(|text| !is_good(text));
    bad.map_or(Ok(()), |index| Err(Error::invalid_argument(name, demand).at_index(index)))
}

fn is_receiver(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_token(text: &str) -> bool {
    TOKEN_CHARS.contains(&text.len()) && is_word(text)
}

/// Letters and digits, and at least one.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
