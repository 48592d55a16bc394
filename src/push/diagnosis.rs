//! Why a push was refused, told to the developer and to nobody else: [`MessagePush::open`] gives
//! the same error for all.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wx_unionid_json::{Object, string};

use super::body::read_body;
use super::key::is_encoding_aes_key;
use super::{
    MAX_LIST, MessagePush, PushConfig, PushMode, PushQuery, PushStep, is_receiver, is_token, unseal,
};
use crate::error::Error;

#[cfg(feature = "generate")]
pub(crate) mod texts;

/// A cause of a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PushCause {
    /// Nothing: the push is good.
    Ok,
    /// Something is not there.
    MissingField,
    /// The Token is not what the console has.
    TokenForm,
    /// The EncodingAESKey has not 43 characters, or others than letters and digits.
    KeyForm,
    /// The receiver is no id.
    ReceiverForm,
    /// A parameter is there twice.
    RepeatedParameter,
    /// The time or the nonce has other characters than WeChat writes.
    ParameterForm,
    /// The body is not as WeChat sent it.
    BodyNotRaw,
    /// The body is neither XML nor JSON as WeChat writes them.
    BodyForm,
    /// A push in plain text, where encrypted ones are expected.
    NothingEncrypted,
    /// An encrypted push, where plain ones are expected.
    Encrypted,
    /// `msg_signature` has the value of `signature`.
    SignatureForMsgSignature,
    /// The Token is another one.
    WrongToken,
    /// The Token is right, and what is encrypted was changed.
    CiphertextChanged,
    /// The EncodingAESKey is another one.
    WrongKey,
    /// It is for somebody else.
    WrongReceiver,
    /// The message is neither XML nor JSON as WeChat writes them.
    MessageForm,
    /// It is too old.
    Expired,
    /// It is from the future.
    FromFuture,
}

/// What a cause is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub enum PushField {
    /// `token`
    #[serde(rename = "token")]
    Token,
    /// `encodingAESKey`
    #[serde(rename = "encodingAESKey")]
    EncodingAesKey,
    /// `receiver`
    #[serde(rename = "receiver")]
    Receiver,
    /// The parameter `signature`.
    #[serde(rename = "signature")]
    Signature,
    /// The parameter `msg_signature`.
    #[serde(rename = "msg_signature")]
    MsgSignature,
    /// The parameter `timestamp`.
    #[serde(rename = "timestamp")]
    Timestamp,
    /// The parameter `nonce`.
    #[serde(rename = "nonce")]
    Nonce,
    /// The parameter `encrypt_type`.
    #[serde(rename = "encrypt_type")]
    EncryptType,
    /// The body.
    #[serde(rename = "body")]
    Body,
}

/// One problem.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
pub struct PushFinding {
    /// What it is.
    pub cause: PushCause,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<PushField>,
    /// The index in a list of tokens, keys or receivers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// How many characters it has, where the number is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<usize>,
}

/// One step of the check.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct PushDiagnosisStep {
    /// The name of the step.
    pub name: PushStep,
    /// Whether it succeeded.
    pub ok: bool,
}

/// Why a push was refused.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename = "PushDiagnosisFields"))]
pub struct PushDiagnosis {
    /// The first of `causes`, or `ok`.
    pub cause: PushCause,
    /// All causes, in the order to fix them.
    pub causes: Vec<PushFinding>,
    /// The steps of the check, as far as they went.
    pub steps: Vec<PushDiagnosisStep>,
}

/// All steps, in their order.
const STEPS: [PushStep; 11] = [
    PushStep::Configuration,
    PushStep::Query,
    PushStep::Body,
    PushStep::Mode,
    PushStep::Signature,
    PushStep::Encoding,
    PushStep::Decryption,
    PushStep::Length,
    PushStep::Receiver,
    PushStep::Message,
    PushStep::Age,
];

/// Says why [`MessagePush::open`] refuses a push, or [`MessagePush::verify_url`] a question, for
/// any input whatever.
///
/// It holds nothing of the message, of the token or of the key, but more than the sender may know:
/// with it, anyone could read a push that they captured byte by byte. It is for logs and for the
/// developer.
///
/// `is_raw` says whether the body is as it came. `None` for the query says that a parameter is
/// repeated.
#[must_use]
pub fn diagnose_push(
    config: &PushConfig<'_>,
    query: Option<&PushQuery<'_>>,
    body: &str,
    is_raw: bool,
) -> PushDiagnosis {
    // What no mode and no list has room for is passed over: everything else that is wrong has a
    // cause.
    let is_plain = config.mode == PushMode::Plain;
    let encrypted = |list| if is_plain { &[] } else { at_most(list) };
    let config = &PushConfig {
        receivers: encrypted(config.receivers),
        tokens: at_most(config.tokens),
        encoding_aes_keys: encrypted(config.encoding_aes_keys),
        max_age_seconds: config.now.and(config.max_age_seconds),
        ..*config
    };
    let mut case = Case(form_of(config));
    if !is_raw || is_rewritten(body) {
        case.find(PushCause::BodyNotRaw, Some(PushField::Body));
    }
    let failed = match MessagePush::new(config) {
        Err(_) => Some(PushStep::Configuration),
        Ok(push) => push.diagnose(query, body, &mut case),
    };
    let Case(causes) = case;
    // The steps that a mode has no need of are not said to be done.
    let is_needed = |step: &PushStep| {
        config.mode != PushMode::Plain || !(PushStep::Encoding..=PushStep::Message).contains(step)
    };
    let steps = STEPS
        .into_iter()
        .filter(is_needed)
        .filter(|step| failed.is_none_or(|failed| *step <= failed))
        .map(|name| PushDiagnosisStep { name, ok: Some(name) != failed })
        .collect();
    let cause = causes.first().map_or(PushCause::Ok, |first| first.cause);
    PushDiagnosis { cause, causes, steps }
}

fn at_most<'a>(list: &'a [&'a str]) -> &'a [&'a str] {
    &list[..list.len().min(MAX_LIST)]
}

/// What has come out so far.
struct Case(Vec<PushFinding>);

impl Case {
    fn find(&mut self, cause: PushCause, field: Option<PushField>) {
        // A body that was rewritten has the form that its rewriting gave it.
        let is_form = matches!(cause, PushCause::BodyForm | PushCause::NothingEncrypted);
        let is_told = self.0.iter().any(|before| before.cause == PushCause::BodyNotRaw);
        if !(is_form && is_told) {
            self.0.push(PushFinding { cause, field, index: None, chars: None });
        }
    }
}

/// What is wrong with a configuration.
fn form_of(config: &PushConfig<'_>) -> Vec<PushFinding> {
    let PushConfig { mode, receivers, tokens, encoding_aes_keys, .. } = config;
    let is_plain = *mode == PushMode::Plain;
    let lists = [
        (PushField::Token, PushCause::TokenForm, tokens, is_token as fn(&str) -> bool, true),
        (
            PushField::EncodingAesKey,
            PushCause::KeyForm,
            encoding_aes_keys,
            is_encoding_aes_key,
            !is_plain,
        ),
        (PushField::Receiver, PushCause::ReceiverForm, receivers, is_receiver, !is_plain),
    ];
    let mut findings = Vec::new();
    for (field, cause, list, is_good, is_needed) in lists {
        let finding = |cause, index, chars| PushFinding { cause, field: Some(field), index, chars };
        if list.is_empty() && is_needed {
            findings.push(finding(PushCause::MissingField, None, None));
        }
        let bad = list.iter().enumerate().filter(|(_, text)| !is_good(text));
        findings.extend(
            bad.map(|(index, text)| finding(cause, Some(index), Some(text.chars().count()))),
        );
    }
    findings
}

/// Whether a framework has parsed a body, and something has written it again.
fn is_rewritten(body: &str) -> bool {
    let body = body.trim_ascii();
    ["[object ", "<?xml", "\"", "{\"xml\""].iter().any(|start| body.starts_with(start))
}

impl MessagePush<'_> {
    /// The step that fails.
    fn diagnose(
        &self,
        query: Option<&PushQuery<'_>>,
        body: &str,
        case: &mut Case,
    ) -> Option<PushStep> {
        let Some(query) = query else {
            case.find(PushCause::RepeatedParameter, None);
            return Some(PushStep::Query);
        };
        let is_question = !query.echostr.is_empty() && body.is_empty();
        let outcome = if is_question {
            self.echo(Some(query)).map(|(_, seconds)| seconds)
        } else {
            self.try_to_open(Some(query), body).map(|opened| opened.timestamp)
        };
        match outcome {
            Err(step) => {
                self.explain(step, query, body, case);
                Some(step)
            }
            Ok(seconds) => {
                let cause = match self.check_age(seconds) {
                    Ok(()) => return None,
                    Err(Error::DataFromFuture { .. }) => PushCause::FromFuture,
                    Err(_) => PushCause::Expired,
                };
                case.find(cause, Some(PushField::Timestamp));
                Some(PushStep::Age)
            }
        }
    }

    fn explain(&self, step: PushStep, query: &PushQuery<'_>, body: &str, case: &mut Case) {
        let is_plain = self.mode == PushMode::Plain;
        match step {
            PushStep::Query => {
                let is_time = PushQuery { nonce: "0", ..*query }.signed().is_ok();
                let (text, field) = if is_time {
                    (query.nonce, PushField::Nonce)
                } else {
                    (query.timestamp, PushField::Timestamp)
                };
                let cause = missing_or(text, PushCause::ParameterForm);
                case.find(cause, Some(field));
            }
            PushStep::Body => {
                case.find(missing_or(body, PushCause::BodyForm), Some(PushField::Body));
            }
            PushStep::Mode if is_plain && query.signature.is_empty() => {
                case.find(PushCause::MissingField, Some(PushField::Signature));
            }
            PushStep::Mode if is_plain => case.find(PushCause::Encrypted, None),
            PushStep::Mode if body.is_empty() || sealed_in(body).is_some() => {
                let field = if query.msg_signature.is_empty() {
                    PushField::MsgSignature
                } else {
                    PushField::EncryptType
                };
                case.find(PushCause::MissingField, Some(field));
            }
            PushStep::Mode => case.find(PushCause::NothingEncrypted, Some(PushField::Body)),
            PushStep::Signature => self.explain_signature(query, body, case),
            PushStep::Encoding => case.find(PushCause::CiphertextChanged, Some(PushField::Body)),
            PushStep::Decryption | PushStep::Length => {
                case.find(PushCause::WrongKey, Some(PushField::EncodingAesKey));
            }
            PushStep::Receiver => case.find(PushCause::WrongReceiver, Some(PushField::Receiver)),
            PushStep::Message => case.find(PushCause::MessageForm, None),
            // `diagnose` asks for neither.
            PushStep::Configuration | PushStep::Age => {}
        }
    }

    /// Which signature a token would have made shows what is wrong.
    fn explain_signature(&self, query: &PushQuery<'_>, body: &str, case: &mut Case) {
        let Ok(signed) = query.signed() else { return };
        let is_signed = |signature: &str| self.signer(&signed, "", signature).is_ok();
        if is_signed(query.msg_signature) {
            case.find(PushCause::SignatureForMsgSignature, Some(PushField::MsgSignature));
        } else if is_signed(query.signature) {
            case.find(PushCause::CiphertextChanged, Some(PushField::Body));
        } else {
            case.find(PushCause::WrongToken, Some(PushField::Token));
            let opened = sealed_in(body).map(|sealed| unseal(&self.keys, self.receivers, &sealed));
            if let Some(Err(PushStep::Decryption | PushStep::Length)) = opened {
                case.find(PushCause::WrongKey, Some(PushField::EncodingAesKey));
            }
        }
    }
}

fn missing_or(text: &str, cause: PushCause) -> PushCause {
    if text.is_empty() { PushCause::MissingField } else { cause }
}

/// What is encrypted in a body.
fn sealed_in(body: &str) -> Option<String> {
    let (_, envelope) = read_body(body)?;
    let envelope = Object::parse(&envelope)?;
    string(envelope.get("Encrypt").or(envelope.get("encrypt"))?).map(Cow::into_owned)
}
