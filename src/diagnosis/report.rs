//! What a diagnosis says: causes, how sure they are, and the way that was gone.

use alloc::vec::Vec;

use serde::Serialize;

use crate::encoded_text::{Damage, DecryptField, Repair};
use crate::kind::Kind;

/// A cause of a failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisCause {
    /// The watermark names another app.
    AppidMismatch,
    /// A text is written as base64url, or lacks its `=`.
    #[serde(rename = "base64url")]
    Base64Url,
    /// A part of `encryptedData` is not what WeChat made.
    Corrupted,
    /// A text is percent-encoded twice.
    DoublePercentEncoded,
    /// The data is too old.
    Expired,
    /// The data is from the future.
    FromFuture,
    /// A text is HTML-escaped.
    HtmlEscaped,
    /// The iv is good Base64, and not of 16 bytes.
    IvLength,
    /// A text holds the escapes of a JSON string.
    JsonEscaped,
    /// A text is in quotes.
    JsonQuoted,
    /// A text is not there.
    MissingField,
    /// A text holds what Base64 has not.
    #[serde(rename = "not_base64")]
    NotBase64,
    /// What was encrypted is no JSON object.
    NotJson,
    /// Nothing: the data is good.
    Ok,
    /// A text is percent-encoded.
    PercentEncoded,
    /// A `+` became a space.
    PlusBecameSpace,
    /// The `+` of a text were deleted.
    PlusDeleted,
    /// rawData was parsed and written again, or changed in its form.
    Rewritten,
    /// The session key is good Base64, and not of 16 bytes.
    SessionKeyLength,
    /// The signature is not 40 hexadecimal digits.
    SignatureLength,
    /// Texts stand in each other's place.
    SwappedFields,
    /// `encryptedData` is cut.
    Truncated,
    /// The data has no watermark.
    WatermarkMissing,
    /// The iv is another one, or the first block of `encryptedData` is damaged.
    WrongIv,
    /// The session key is another one.
    WrongSessionKey,
}

impl From<Damage> for DiagnosisCause {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Base64Url => Self::Base64Url,
            Damage::DoublePercentEncoded => Self::DoublePercentEncoded,
            Damage::HtmlEscaped => Self::HtmlEscaped,
            Damage::IvLength => Self::IvLength,
            Damage::JsonEscaped => Self::JsonEscaped,
            Damage::JsonQuoted => Self::JsonQuoted,
            Damage::MissingField => Self::MissingField,
            // None of the expected texts has megabytes.
            Damage::NotBase64 | Damage::TooLong => Self::NotBase64,
            Damage::PercentEncoded => Self::PercentEncoded,
            Damage::PlusBecameSpace => Self::PlusBecameSpace,
            Damage::SessionKeyLength => Self::SessionKeyLength,
            Damage::Truncated => Self::Truncated,
        }
    }
}

/// A property of the input.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum DiagnosisField {
    /// `appid`
    Appid,
    /// `sessionKey`
    SessionKey,
    /// `iv`
    Iv,
    /// `encryptedData`
    EncryptedData,
    /// `rawData`
    RawData,
    /// `signature`
    Signature,
}

impl From<DecryptField> for DiagnosisField {
    fn from(field: DecryptField) -> Self {
        match field {
            DecryptField::SessionKey => Self::SessionKey,
            DecryptField::Iv => Self::Iv,
            DecryptField::EncryptedData => Self::EncryptedData,
        }
    }
}

/// How certain a finding is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisConfidence {
    /// It was seen, or it was undone and the data opened.
    Certain,
    /// The evidence is statistical: in a hundred cases it is wrong about once.
    Likely,
    /// There is too little data to tell.
    Possible,
}

/// One problem.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
pub struct DiagnosisFinding {
    /// What it is.
    pub cause: DiagnosisCause,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<DiagnosisField>,
    /// The first wrong character, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
    /// How certain it is.
    pub confidence: DiagnosisConfidence,
}

/// One step from the texts to the data. It shows sizes and positions, and nothing of the content.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisStep {
    /// The name of the step.
    pub name: DiagnosisStepName,
    /// Whether it succeeded, after the repairs.
    pub ok: bool,
    /// The text that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<DiagnosisField>,
    /// The index in a list of session keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// The characters of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<usize>,
    /// The bytes that were decoded or decrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// The 16-byte blocks of the ciphertext.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<usize>,
    /// The blocks that decrypt to readable text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readable_blocks: Option<usize>,
    /// The other blocks, as the first 100 ranges `[first, last]`, counted from 0. Without an iv,
    /// the first block is in none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable_blocks: Option<Vec<[usize; 2]>>,
}

/// A stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisStepName {
    /// Reading the Base64 of a text.
    Decode,
    /// Decrypting with a key.
    Decrypt,
    /// Taking off the padding.
    Padding,
    /// Reading UTF-8.
    Utf8,
    /// Reading JSON.
    Json,
    /// Checking the watermark.
    Watermark,
    /// Checking the signature of rawData.
    Signature,
}

/// Why decryption failed, or a signature does not hold.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "generate",
    derive(ts_rs::TS),
    ts(rename = "DiagnosisFields", optional_fields)
)]
pub struct Diagnosis {
    /// The first of `causes`, or `ok`.
    pub cause: DiagnosisCause,
    /// All causes, in the order to fix them.
    pub causes: Vec<DiagnosisFinding>,
    /// The steps from the texts to the data, as far as they went.
    pub steps: Vec<DiagnosisStep>,
    /// The damage that has to be undone for these steps.
    pub repairs: Vec<Repair>,
    /// Whether `decrypt` with `repair: true` accepts it, or the signature matches once all causes
    /// are undone. Of more than 4 session keys, which `decrypt` refuses, the first 4 count.
    pub opens: bool,
    /// The kind of the data, if it decrypts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
}
