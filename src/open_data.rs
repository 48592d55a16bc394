//! The paved path for 开放数据: decode, decrypt, parse, check the watermark, tell the kind.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use wx_unionid_cipher::{Block, aes_128_cbc_decrypt};
use wx_unionid_json::{Json, Object, escape_controls, has_controls, replace_lone_surrogates};
use zeroize::Zeroizing;

#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::encoded_text::{self, DecryptField, Manner, Repair};
use crate::error::Error;
use crate::kind::{Kind, Known, LISTS};
use crate::one_or_many::OneOrMany;
use crate::secret::Candidate;
use crate::watermark::{Accepted, AgeLimits, Found, Policy, Watermark};
use crate::wire_text::is_wire_text;

pub(crate) mod payload;

use payload::Payload;

/// How far in the future a timestamp may lie unless the caller says otherwise.
const DEFAULT_CLOCK_SKEW_SECONDS: f64 = 60.0;

/// Declares what `decrypt` takes, an option a row: its name, what JavaScript calls it, and its
/// sort. Both sides of the binding follow the order of the rows.
macro_rules! decrypt_input {
    (
        $(#[$meta:meta])*
        pub struct $input:ident<$life:lifetime>;
        texts { $($(#[$text_meta:meta])* $text:ident $text_name:literal $sort:ident: $type:ty,)* }
        numbers { $($(#[$number_meta:meta])* $number:ident $number_name:literal,)* }
        flags { $($(#[$flag_meta:meta])* $flag:ident $flag_name:literal,)* }
    ) => {
        $(#[$meta])*
        pub struct $input<$life> {
            $($(#[$text_meta])* pub $text: $type,)*
            $($(#[$number_meta])* pub $number: Option<f64>,)*
            $(
                $(#[$flag_meta])*
                #[cfg_attr(feature = "generate", ts(as = "Option<bool>"))]
                pub $flag: bool,
            )*
        }

        impl $input<'_> {
            /// The options that cross as numbers, by their names in JavaScript.
            #[doc(hidden)]
            pub const NUMBERS: &'static [&'static str] = &[$($number_name),*];

            /// Those that cross as one bit each of one number, from the bit of 1 on.
            #[doc(hidden)]
            pub const FLAGS: &'static [&'static str] = &[$($flag_name),*];

            /// The options by their names in JavaScript.
            #[cfg(feature = "generate")]
            pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] = &[
                $(($text_name, ArgumentType::$sort),)*
                $(($number_name, ArgumentType::Maybe(&ArgumentType::Number)),)*
                $(($flag_name, ArgumentType::Maybe(&ArgumentType::Flag)),)*
            ];

            /// The numbers and the flags of a crossing, and no texts. What is left of the flags is
            /// not of the options.
            #[cfg(target_arch = "wasm32")]
            pub(crate) fn from_crossing(mut next: impl FnMut() -> f64) -> (Self, u32) {
                let mut input = Self {
                    $($number: Some(next()).filter(|number| !number.is_nan()),)*
                    ..Self::default()
                };
                let mut flags = next() as u32;
                $(
                    input.$flag = flags & 1 != 0;
                    flags >>= 1;
                )*
                (input, flags)
            }
        }
    };
}

decrypt_input! {
    /// What the client sent, the candidate session keys, and what the data must satisfy.
    #[derive(Clone, Default)]
    #[cfg_attr(
        feature = "generate",
        derive(ts_rs::TS),
        ts(optional_fields, rename_all = "camelCase")
    )]
    pub struct DecryptInput<'a>;

    texts {
        /// The appid of the mini program that the data must belong to, or several if one back end
        /// serves several. Always compared, exactly.
        #[cfg_attr(feature = "generate", ts(type = "string | readonly string[]"))]
        appid "appid" TextOrTexts: OneOrMany<&'a str>,

        /// The session key of the user, as code2Session sent it, or up to 4 candidates (the current
        /// and the previous one), tried in this order. `null`, `undefined` and `''` in a list are
        /// skipped.
        #[cfg_attr(
            feature = "generate",
            ts(type = "string | readonly (string | null | undefined)[]")
        )]
        session_key "sessionKey" TextOrGaps: OneOrMany<Option<&'a str>>,

        /// The ciphertext, as the client received it from WeChat: Base64. At most 1,048,576
        /// characters.
        encrypted_data "encryptedData" Text: &'a str,

        /// The initialisation vector that came with it: Base64 of 16 bytes.
        iv "iv" Text: &'a str,
    }

    numbers {
        /// The maximum age of the data, in seconds. Without it, data of any age is accepted.
        max_age_seconds "maxAgeSeconds",

        /// With `maxAgeSeconds`: how many seconds in the future the data may be. Default: 60.
        clock_skew_seconds "clockSkewSeconds",

        /// The current time, in milliseconds since 1970. Default: `Date.now()`. (Rust reads
        /// no clock, and needs it to check an age.)
        now "now",
    }

    flags {
        /// Undoes unambiguous damage (a `+` that became a space, percent-encoding, quotes,
        /// …) instead of refusing it. `repairs` of the result says what was done. Default: `false`.
        repair "repair",

        /// Accepts data of any kind without a watermark. Then only the session key says whose
        /// it is. With `maxAgeSeconds`, it is refused all the same. Default: `false`.
        dangerously_allow_missing_watermark "dangerouslyAllowMissingWatermark",
    }
}

/// Shows nothing of it: a session key is among it.
impl fmt::Debug for DecryptInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptInput").finish_non_exhaustive()
    }
}

/// Data that was decrypted and checked.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "generate",
    ts(rename = "DecryptedFields", optional_fields, rename_all = "camelCase")
)]
pub struct Decrypted {
    /// Which of WeChat's APIs it comes from, judged by its fields.
    pub kind: Kind,
    /// The data as WeChat sent it, including unknown fields.
    #[cfg_attr(feature = "generate", ts(type = "Payloads[Kind]"))]
    pub data: Json<'static>,
    /// The checked watermark of `data`. Absent only if a missing one is allowed.
    pub watermark: Option<Watermark>,
    /// The index of the session key that decrypted it, in the caller's list.
    pub session_key_index: usize,
    /// The damage that was undone, outermost first. Empty without `repair`.
    pub repairs: Vec<Repair>,
}

impl Decrypted {
    /// The data as the type of its kind. An emoji that WeChat cut in half reads as U+FFFD here.
    ///
    /// # Errors
    ///
    /// [`Error::UnexpectedKind`] if it is of another kind, or lacks fields that the type has.
    pub fn payload<P: Payload>(&self) -> Result<P, Error> {
        expect(Some(P::KIND), self.kind)?;
        serde_json::from_str(&replace_lone_surrogates(self.data.as_str()))
            .map_err(|_| Error::UnexpectedKind { expected: P::KIND, actual: Kind::Unknown })
    }
}

/// Decrypts what a mini program's client got as `encryptedData` and `iv`, and checks whom it is
/// for.
///
/// Data that comes back was made for one of the appids, and one of the session keys opens it: the
/// first one that yields a JSON object decides. That does **not** prove that the client left it
/// alone: AES-CBC has no authentication code. Whoever leaves leading blocks out chooses, with the
/// iv, the first 16 bytes of what is left, and whoever joins pieces of their own data garbles one
/// block at each seam, which passes about once in 10,000 times. So take the openid from
/// code2Session and the phone number by its code, and take nothing from here that the user must not
/// be able to choose. Unless `max_age_seconds` is given, old data is as good as new.
///
/// Data of `wx.getChatToolInfo`, and at times of `wx.getGroupEnterInfo`, has no watermark:
/// [`decrypt_group_enter_info`] takes it. What `wx.authPrivateMessage` encrypts is no JSON:
/// [`decrypt_private_message`] takes it.
///
/// Padding (PKCS#7), UTF-8 and JSON are strict; a key that is named twice, at the top or in the
/// watermark, is refused, because readers would differ about it.
///
/// See [开放数据校验与解密](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html).
///
/// # Errors
///
/// Before the key is used: [`Error::InvalidArgument`], [`Error::InvalidSessionKey`],
/// [`Error::InvalidIv`], [`Error::InvalidEncryptedData`]. Then [`Error::DecryptFailed`], whatever
/// it was. Then the watermark: [`Error::WatermarkMissing`], [`Error::AppidMismatch`],
/// [`Error::DataExpired`], [`Error::DataFromFuture`].
pub fn decrypt(input: &DecryptInput<'_>) -> Result<Decrypted, Error> {
    open_as(input, None)
}

/// [`decrypt`] for data of `wx.getGroupEnterInfo` and `wx.getChatToolInfo`, which may have no
/// watermark. A watermark that is there is checked. Without one, nothing but the session key says
/// which app and which user it belongs to.
///
/// # Errors
///
/// Those of [`decrypt`], and [`Error::UnexpectedKind`]. With `max_age_seconds`, data without a
/// watermark is [`Error::WatermarkMissing`].
pub fn decrypt_group_enter_info(input: &DecryptInput<'_>) -> Result<Decrypted, Error> {
    open_as(input, Some(Kind::GroupEnterInfo))
}

/// The activity id that `wx.authPrivateMessage` encrypts: a bare text, without JSON and watermark.
///
/// Only the key says which app and which user it belongs to. Compare it with the id of your own
/// activity.
///
/// See [wx.authPrivateMessage](https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.authPrivateMessage.html).
///
/// # Errors
///
/// Those of [`decrypt`], and [`Error::UnexpectedKind`] for a JSON object. A text with other
/// characters than WeChat's ids have is [`Error::DecryptFailed`]. With `max_age_seconds` it is
/// [`Error::WatermarkMissing`], for it has no time.
pub fn decrypt_private_message(input: &DecryptInput<'_>) -> Result<String, Error> {
    open_as(input, Some(Kind::PrivateMessage)).map(|decrypted| decrypted.data.as_str().to_owned())
}

fn open_as(input: &DecryptInput<'_>, expected: Option<Kind>) -> Result<Decrypted, Error> {
    let mut bytes = Zeroizing::new(Vec::new());
    let manner = if input.repair { Manner::Repair } else { Manner::Strict };
    let mut text = String::new();
    let mut inspect = |plaintext: &Plaintext<'_>| plaintext.text.clone_into(&mut text);
    let Opened { kind, watermark, session_key_index, repairs } =
        open(input, manner, expected, &mut bytes, &mut inspect)?;
    let watermark = watermark.map(|Accepted { appid_index, timestamp }| Watermark {
        timestamp,
        appid: input.appid.as_slice()[appid_index].to_owned(),
    });
    Ok(Decrypted { kind, data: Json::new(text.into()), watermark, session_key_index, repairs })
}

/// What is known of data that was opened, beside the plaintext.
pub(crate) struct Opened {
    pub(crate) kind: Kind,
    /// Absent only where a missing one was allowed.
    pub(crate) watermark: Option<Accepted>,
    pub(crate) session_key_index: usize,
    pub(crate) repairs: Vec<Repair>,
}

/// [`decrypt`], behind what is in `bytes` already: data that is good needs no other room. `inspect`
/// takes what it needs from the plaintext. What is not of the kind that is expected is refused.
///
/// Everything is read before a key is used, so that what is malformed is told, whatever the keys
/// would have said.
pub(crate) fn open(
    input: &DecryptInput<'_>,
    manner: Manner,
    expected: Option<Kind>,
    bytes: &mut Vec<u8>,
    inspect: &mut dyn FnMut(&Plaintext<'_>),
) -> Result<Opened, Error> {
    let policy = Policy { may_be_timeless: manner == Manner::Node, ..input.policy()? };
    let candidates = Candidate::parse_all(&input.session_key, manner)?;
    let mut repairs = Vec::new();
    let iv = encoded_text::decode_block(DecryptField::Iv, input.iv, manner, &mut repairs)
        .map_err(|(damage, at)| Error::InvalidIv { damage, at })?;
    let start = bytes.len();
    let data = DecryptField::EncryptedData;
    let with_plus =
        encoded_text::decode_into(bytes, data, input.encrypted_data, manner, &mut repairs)
            .map_err(|(damage, at)| Error::InvalidEncryptedData { damage, at })?;

    let takes_text = expected == Some(Kind::PrivateMessage);
    let mut attempts = Attempts { bytes, start, sealed: None, takes_text };
    let is_only_one = with_plus.is_none() && candidates.iter().flatten().count() == 1;
    if !is_only_one {
        attempts.keep();
    }
    for Candidate { index, key, repairs: repaired_key } in candidates.iter().flatten() {
        // The data as it reads likeliest; then, if it reads in two ways, the other one.
        let other = with_plus.iter().map(|(bytes, repair)| (Some(&bytes[..]), Some(repair)));
        for (other, repaired_data) in [(None, None)].into_iter().chain(other) {
            let opened = attempts.open(key.as_bytes(), &iv, other, |plaintext| {
                let kind = plaintext.kind;
                let may_lack_watermark = expected == Some(kind) && kind.may_lack_watermark();
                let watermark = policy.check(&plaintext.found, may_lack_watermark)?;
                expect(expected, kind)?;
                inspect(plaintext);
                Ok::<_, Error>((kind, watermark))
            });
            let Some(opened) = opened else {
                continue;
            };
            let (kind, watermark) = opened?;
            let mut undone = repaired_key.clone();
            undone.append(&mut repairs);
            undone.extend(repaired_data.cloned());
            return Ok(Opened { kind, watermark, session_key_index: *index, repairs: undone });
        }
    }
    Err(Error::DecryptFailed)
}

/// Refuses data of another kind.
fn expect(expected: Option<Kind>, actual: Kind) -> Result<(), Error> {
    match expected {
        Some(expected) if !actual.may_be(expected) => {
            Err(Error::UnexpectedKind { expected, actual })
        }
        _ => Ok(()),
    }
}

impl DecryptInput<'_> {
    fn policy(&self) -> Result<Policy<'_>, Error> {
        let appids = self.appid.as_slice();
        if appids.is_empty() || appids.iter().any(|appid| appid.is_empty()) {
            return Err(Error::invalid_argument("appid", "must not be empty"));
        }
        Ok(Policy {
            appids: &self.appid,
            age: self.age_limits()?,
            may_be_absent: self.dangerously_allow_missing_watermark,
            may_be_timeless: false,
        })
    }

    pub(crate) fn age_limits(&self) -> Result<Option<AgeLimits>, Error> {
        let skew = self.clock_skew_seconds.or(Some(DEFAULT_CLOCK_SKEW_SECONDS));
        AgeLimits::given(self.max_age_seconds, skew, self.now)
    }
}

/// What was encrypted: the text of one JSON object, read in one pass, or where it is asked for a
/// bare text.
pub(crate) struct Plaintext<'a> {
    /// Exactly as it was received, but for control characters that had to be escaped.
    pub(crate) text: &'a str,
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "the binding reads it"))]
    pub(crate) fields: &'a [wx_unionid_json::Field<'a>],
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "the binding reads it"))]
    pub(crate) known: Known,
    pub(crate) kind: Kind,
    /// What the field `watermark` says. What is nested deeper, or quoted in a text, is no
    /// watermark.
    pub(crate) found: Found<'a>,
}

impl Plaintext<'_> {
    /// `None` if it is no JSON object, or names one key twice at the top or in the watermark, and
    /// so means two things.
    pub(crate) fn read<T>(text: &str, inspect: impl FnOnce(&Plaintext<'_>) -> T) -> Option<T> {
        let (mut inspect, mut inspected) = (Some(inspect), None);
        Self::read_object(text, &mut |plaintext| {
            inspected = inspect.take().map(|inspect| inspect(plaintext));
        })?;
        inspected
    }

    /// There is much of it, and so there is one of it.
    fn read_object(text: &str, inspect: &mut dyn FnMut(&Plaintext<'_>)) -> Option<()> {
        let mut object = Object::default();
        let mut found = None;
        let are_lists_good = object.read_with(
            text,
            "watermark",
            &mut |watermark| found = Some(Found::in_object(watermark)),
            LISTS,
        )?;
        let found = found.unwrap_or_else(|| match object.get("watermark") {
            None | Some("null") => Found::Absent,
            Some(_) => Found::Unreadable,
        });
        let known = Known::of(&object, are_lists_good);
        let kind = Kind::of(&known);
        inspect(&Plaintext { text, fields: object.fields(), known, kind, found });
        Some(())
    }

    /// `None` if it is not the text that `wx.authPrivateMessage` encrypts. All else that WeChat
    /// encrypts ends in a brace, and so does every part of it that a client can cut off.
    fn read_text<T>(text: &str, inspect: impl FnOnce(&Plaintext<'_>) -> T) -> Option<T> {
        let (known, kind) = (Known::default(), Kind::PrivateMessage);
        let plaintext = Plaintext { text, fields: &[], known, kind, found: Found::Absent };
        is_wire_text(text).then(|| inspect(&plaintext))
    }
}

/// Ciphertext at the end of some bytes, to be decrypted where it lies.
struct Attempts<'a> {
    bytes: &'a mut Vec<u8>,
    start: usize,
    /// The ciphertext, where another key may need it again.
    sealed: Option<Vec<u8>>,
    /// Whether a bare text will do as well as a JSON object.
    takes_text: bool,
}

impl Attempts<'_> {
    fn keep(&mut self) {
        self.sealed = Some(self.bytes[self.start..].to_vec());
    }

    /// Inspects what one key makes of the ciphertext, or of `other` in its place, if that is a JSON
    /// object or what else is taken.
    fn open<T>(
        &mut self,
        key: &Block,
        iv: &Block,
        other: Option<&[u8]>,
        inspect: impl FnOnce(&Plaintext<'_>) -> T,
    ) -> Option<T> {
        if let Some(sealed) = other.or(self.sealed.as_deref()) {
            self.bytes.truncate(self.start);
            self.bytes.extend_from_slice(sealed);
        }
        aes_128_cbc_decrypt(key, iv, self.bytes, self.start)?;
        if has_controls(&self.bytes[self.start..]) {
            let text = String::from_utf8(self.bytes.split_off(self.start)).ok()?;
            self.bytes.extend_from_slice(escape_controls(text).as_bytes());
        }
        let text = str::from_utf8(&self.bytes[self.start..]).ok()?;
        if self.takes_text && !text.starts_with('{') {
            return Plaintext::read_text(text, inspect);
        }
        Plaintext::read(text, inspect)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// `{"watermark":{"appid":"wx4f4bc4dec97d474b"}}`: the official sample reads no timestamp.
    #[wasm_bindgen_test(unsupported = test)]
    fn what_replaces_the_official_sample_needs_no_timestamp() {
        let input = DecryptInput {
            appid: "wx4f4bc4dec97d474b".into(),
            session_key: "tiihtNczf5v6AKRyjwEUhQ==".into(),
            encrypted_data: "i/89d/Qt0WYAzoa4a7IlmN+9VXJ6E7LWc3z8TMEmU8vOymLOCCbfQAmoao8s1L0B",
            iv: "r7BXXKkLb8qrSNn05n0qiA==",
            ..DecryptInput::default()
        };
        let opened = |manner| {
            let opened = open(&input, manner, None, &mut Vec::new(), &mut |_| ());
            opened.map(|opened| opened.watermark.map(|watermark| watermark.timestamp))
        };
        assert_eq!(opened(Manner::Node), Ok(Some(0)));
        assert_eq!(opened(Manner::Strict), Err(Error::WatermarkMissing));
    }
}
