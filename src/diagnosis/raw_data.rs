//! Why the signature of rawData does not hold.
//!
//! A signature holds for one text alone, so that it proves a guess: what usually happens to rawData
//! on its way is undone in all ways that there are, until the signature holds. Where none does,
//! what can be seen is said, and what the `encryptedData` of the same call says of the session key.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::case::Case;
use super::roles::{Role, is_nothing};
use super::{Diagnosis, diagnose};
use super::{DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisStepName};
use crate::encoded_text::{Damage, Manner, layer};
use crate::one_or_many::OneOrMany;
use crate::open_data::DecryptInput;
use crate::secret::{MAX_SESSION_KEYS, SessionKey};
use crate::signature::VerifyRawDataInput;

mod written;

use written::{Written, is_as_wechat_writes, lacks_fields, ways_to_write};
use wx_unionid_json::{Object, string};

/// What [`diagnose_raw_data`] looks at.
#[derive(Clone, Default)]
pub struct DiagnoseRawDataInput<'a> {
    /// What [`verify_raw_data`](crate::verify_raw_data) was asked.
    pub signed: VerifyRawDataInput<'a>,
    /// `encryptedData` of the same call, or `""`: it tells a session key that is not the right one.
    pub encrypted_data: &'a str,
    /// Its `iv`, or `""`.
    pub iv: &'a str,
}

impl fmt::Debug for DiagnoseRawDataInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiagnoseRawDataInput").finish_non_exhaustive()
    }
}

/// Says why [`verify_raw_data`](crate::verify_raw_data) does not take a signature, for any input
/// whatever.
///
/// What it names as certain was undone, and the signature held. `opens` says whether it holds once
/// all is undone; `repairs` are those of the session key, and of the encrypted data. It holds
/// nothing of rawData, and no secret.
#[must_use]
pub fn diagnose_raw_data(input: &DiagnoseRawDataInput<'_>) -> Diagnosis {
    let mut case = Case::default();
    let placed = Placed::of(&input.signed, &mut case);
    let witness = Witness::hear(input, &placed.session_key, &mut case);
    let is_told = placed.report_nothing(&mut case);
    let opens = !is_told && placed.examine(&witness, &mut case);
    case.into_diagnosis(opens)
}

/// The texts, each where it belongs.
struct Placed<'a> {
    raw_data: &'a str,
    signature: &'a str,
    session_key: OneOrMany<Option<&'a str>>,
}

impl<'a> Placed<'a> {
    fn of(given: &VerifyRawDataInput<'a>, case: &mut Case) -> Self {
        let VerifyRawDataInput { raw_data, signature, ref session_key } = *given;
        let texts = Self { raw_data, signature, session_key: session_key.clone() };
        let is_signature = |text| Role::of(text) == Role::Signature;
        if is_signature(signature) {
            return texts;
        }
        let swapped = match *session_key {
            OneOrMany::One(Some(key)) if is_signature(key) => {
                Self { signature: key, session_key: signature.into(), ..texts }
            }
            _ if is_signature(raw_data) => {
                Self { raw_data: signature, signature: raw_data, ..texts }
            }
            _ => return texts,
        };
        case.find_swapped(Some(DiagnosisField::Signature));
        swapped
    }

    /// Tells what is missing. Then there is nothing to compare.
    fn report_nothing(&self, case: &mut Case) -> bool {
        let texts =
            [(self.raw_data, DiagnosisField::RawData), (self.signature, DiagnosisField::Signature)];
        let mut is_any = false;
        for (_, field) in texts.into_iter().filter(|(text, _)| is_nothing(text)) {
            case.find_certain(DiagnosisCause::MissingField, field, None);
            is_any = true;
        }
        is_any
    }

    /// Whether the signature holds once all is undone.
    fn examine(&self, witness: &Witness, case: &mut Case) -> bool {
        let digits = self.signature.trim_ascii().trim_matches(['"', '\'']);
        if digits != self.signature {
            case.find_certain(DiagnosisCause::JsonQuoted, DiagnosisField::Signature, Some(0));
        }
        let is_signature = Role::of(digits) == Role::Signature;
        if !is_signature {
            case.find_certain(DiagnosisCause::SignatureLength, DiagnosisField::Signature, None);
        }
        let keys = self.session_key.as_slice().iter().take(MAX_SESSION_KEYS).flatten();
        let keys =
            keys.filter_map(|key| SessionKey::parse_in(key, Manner::Repair, &mut Vec::new()).ok());
        let signed = Signed { keys: keys.collect(), digits };
        let readings = Reading::all(self.raw_data);
        let is_comparable = is_signature && !signed.keys.is_empty();
        let found = is_comparable.then(|| signed.find(&readings)).flatten();
        match &found {
            Some(found) => found.report(case),
            None => self.report_what_is_seen(&readings, witness, is_comparable, case),
        }
        case.step(DiagnosisStepName::Json, readings.iter().any(Reading::is_object)).field =
            Some(DiagnosisField::RawData);
        case.step(DiagnosisStepName::Signature, found.is_some()).chars =
            Some(self.raw_data.chars().count());
        found.is_some()
    }

    /// What is wrong with rawData by its looks, and what is left then.
    fn report_what_is_seen(
        &self,
        readings: &[Reading],
        witness: &Witness,
        is_comparable: bool,
        case: &mut Case,
    ) {
        let raw_data = DiagnosisField::RawData;
        let before = case.findings.len();
        let object = readings.iter().find(|reading| reading.is_object());
        let opening = || readings.iter().find(|reading| reading.text.trim_start().starts_with('{'));
        match (object, opening()) {
            (Some(reading), _) => {
                reading.report(case);
                if !is_as_wechat_writes(&reading.text) {
                    case.find_likely(DiagnosisCause::Rewritten, raw_data, None);
                }
                if lacks_fields(&reading.text) {
                    case.find_likely(DiagnosisCause::MissingField, raw_data, None);
                }
            }
            (None, Some(reading)) => {
                reading.report(case);
                let is_cut = !reading.text.trim_end().ends_with('}');
                let cause =
                    if is_cut { DiagnosisCause::Truncated } else { DiagnosisCause::Corrupted };
                case.find_likely(cause, raw_data, None);
            }
            (None, None) => case.find_certain(DiagnosisCause::NotJson, raw_data, None),
        }
        let is_seen = case.findings.len() > before;
        match witness {
            _ if !is_comparable => {}
            Witness::RightKey if is_seen => {}
            Witness::RightKey => case.find_likely(DiagnosisCause::Corrupted, raw_data, None),
            Witness::WrongKey(confidence) => case.find_wrong_key(*confidence),
            Witness::Nothing => case.find_wrong_key(DiagnosisConfidence::Possible),
        }
    }
}

/// What the encrypted data says of the session key.
enum Witness {
    RightKey,
    WrongKey(DiagnosisConfidence),
    Nothing,
}

impl Witness {
    /// Asks for it, and keeps what concerns the key.
    fn hear(
        input: &DiagnoseRawDataInput<'_>,
        session_key: &OneOrMany<Option<&str>>,
        case: &mut Case,
    ) -> Self {
        let is_given = !is_nothing(input.encrypted_data);
        let diagnosis = diagnose(&DecryptInput {
            session_key: session_key.clone(),
            encrypted_data: input.encrypted_data,
            iv: input.iv,
            ..DecryptInput::default()
        });
        let of_key = Some(DiagnosisField::SessionKey);
        let (blame, others): (Vec<_>, Vec<_>) = diagnosis
            .causes
            .into_iter()
            .filter(|finding| finding.field == of_key)
            .partition(|finding| finding.cause == DiagnosisCause::WrongSessionKey);
        let mut steps = diagnosis.steps.iter();
        let fits = steps.any(|step| step.name == DiagnosisStepName::Decrypt && step.ok);
        case.findings.extend(others);
        case.repairs.extend(diagnosis.repairs);
        case.steps.extend(diagnosis.steps.into_iter().filter(|step| {
            step.field == of_key || is_given && step.name != DiagnosisStepName::Watermark
        }));
        case.kind = diagnosis.kind;
        match blame.first() {
            Some(finding) => Self::WrongKey(finding.confidence),
            None if fits => Self::RightKey,
            None => Self::Nothing,
        }
    }
}

/// The signature, and who may have made it.
struct Signed<'a> {
    keys: Vec<SessionKey>,
    digits: &'a str,
}

/// The text that has the signature, and what was undone for it.
struct Found<'a> {
    reading: &'a Reading,
    written: Option<Written>,
}

impl Signed<'_> {
    fn holds(&self, text: &str) -> bool {
        self.keys.iter().any(|key| key.verify_raw_data(text, self.digits))
    }

    /// What only lies around a text is tried first: no two ways lead to one signature.
    fn find<'r>(&self, readings: &'r [Reading]) -> Option<Found<'r>> {
        if let Some(reading) = readings.iter().find(|reading| self.holds(&reading.text)) {
            return Some(Found { reading, written: None });
        }
        let mut left = MAX_WRITTEN_BYTES;
        let mut is_it = |text: &str| {
            left = left.checked_sub(text.len())?;
            Some(self.holds(text))
        };
        readings.iter().find_map(|reading| {
            let written = ways_to_write(&reading.text, &mut is_it)?;
            Some(Found { reading, written: Some(written) })
        })
    }
}

impl Found<'_> {
    fn report(&self, case: &mut Case) {
        self.reading.report(case);
        if let Some(Written { rewritten_at, missing_at }) = self.written {
            let raw_data = DiagnosisField::RawData;
            if let Some(at) = rewritten_at {
                case.find_certain(DiagnosisCause::Rewritten, raw_data, Some(at));
            }
            if let Some(at) = missing_at {
                case.find_certain(DiagnosisCause::MissingField, raw_data, Some(at));
            }
        }
    }
}

/// What a text is without some of what lies around it, outermost first.
struct Reading {
    text: String,
    layers: Vec<(DiagnosisCause, usize)>,
}

/// No real rawData is longer. Of one that is, nothing is tried.
const MAX_RAW_DATA_BYTES: usize = 16 * 1024;

/// What is written to be tried. Whoever sends rawData could else have a server try for minutes.
/// What is real takes less than 1 MiB.
const MAX_WRITTEN_BYTES: usize = 4 << 20;

/// Layers upon layers are no accident of transport.
const MAX_READINGS: usize = 48;

/// What takes something off, or gives nothing if it is not there.
type Undo = fn(&str) -> Option<String>;

const LAYERS: [(DiagnosisCause, Undo); 10] = [
    (DiagnosisCause::JsonQuoted, |text| Some(string(text.trim_ascii())?.into_owned())),
    (DiagnosisCause::JsonQuoted, |text| Some(in_quotes(text)?.to_owned())),
    (DiagnosisCause::HtmlEscaped, |text| layer::peel(Damage::HtmlEscaped, text)),
    (DiagnosisCause::JsonEscaped, |text| Some(string(&format!("\"{text}\""))?.into_owned())),
    (DiagnosisCause::JsonEscaped, |text| layer::peel(Damage::JsonEscaped, text)),
    (DiagnosisCause::PercentEncoded, |text| layer::peel(Damage::PercentEncoded, text)),
    (DiagnosisCause::PercentEncoded, |text| {
        layer::peel(Damage::PercentEncoded, &text.replace('+', " "))
    }),
    (DiagnosisCause::PlusBecameSpace, |text| Some(text.replace(' ', "+"))),
    (DiagnosisCause::Rewritten, |text| Some(text.trim_ascii().to_owned())),
    (DiagnosisCause::Rewritten, from_python),
];

/// What is in quotes, if it is.
fn in_quotes(text: &str) -> Option<&str> {
    let quoted = text.trim_ascii();
    ['"', '\''].iter().find_map(|quote| quoted.strip_prefix(*quote)?.strip_suffix(*quote))
}

/// Whether the first name in an object is escaped. What else has escapes was written again, or they
/// are its own.
fn has_escaped_quotes(text: &str) -> bool {
    let inside = text.trim_ascii_start().strip_prefix('{');
    inside.is_some_and(|inside| inside.trim_ascii_start().starts_with('\\'))
}

/// A printed dict of Python.
fn from_python(text: &str) -> Option<String> {
    let is_dict = text.starts_with("{'");
    is_dict.then(|| text.replace('\'', "\"").replace(": True", ":true").replace(": None", ":null"))
}

impl Reading {
    fn all(raw_data: &str) -> Vec<Self> {
        let mut readings = vec![Self { text: raw_data.to_owned(), layers: Vec::new() }];
        if raw_data.len() > MAX_RAW_DATA_BYTES {
            return readings;
        }
        let mut at = 0;
        while at < readings.len() && readings.len() < MAX_READINGS {
            for (cause, undo) in LAYERS {
                let Self { text, layers } = &readings[at];
                if cause == DiagnosisCause::JsonEscaped && !has_escaped_quotes(text) {
                    continue;
                }
                let Some(undone) = undo(text) else { continue };
                if readings.iter().all(|reading| reading.text != undone) {
                    let mut layers = layers.clone();
                    layers.push((cause, first_difference(text, &undone)));
                    readings.push(Self { text: undone, layers });
                }
            }
            at += 1;
        }
        readings
    }

    fn is_object(&self) -> bool {
        Object::parse(&self.text).is_some()
    }

    fn report(&self, case: &mut Case) {
        let twice = [DiagnosisCause::PercentEncoded; 2];
        let causes: Vec<_> = self.layers.iter().map(|(cause, _)| *cause).collect();
        for (index, (cause, at)) in self.layers.iter().enumerate() {
            let cause = match index.checked_sub(1) {
                Some(before) if causes[before..=index] == twice => continue,
                _ if causes[index..].starts_with(&twice) => DiagnosisCause::DoublePercentEncoded,
                _ => *cause,
            };
            case.find_certain(cause, DiagnosisField::RawData, Some(*at));
        }
    }
}

/// Where two texts begin to differ, in the code units that JavaScript counts in.
fn first_difference(one: &str, other: &str) -> usize {
    let pairs = one.encode_utf16().zip(other.encode_utf16());
    pairs.take_while(|(one, other)| one == other).count()
}
