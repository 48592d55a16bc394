//! Why a decryption or a signature failed, told only to the developer.
//!
//! It looks at evidence: the characters and lengths of the three texts, then what each key makes of
//! each block. CBC shows much: under the right key a wrong iv spoils the first block alone, a
//! damaged block of the ciphertext spoils itself and a little of the next, and under a wrong key
//! nothing can be read. Damage that can be undone is undone, so that what lies under it comes out
//! too.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wx_unionid_cipher::{BLOCK_BYTES, Block};
use zeroize::Zeroizing;

use crate::encoded_text::{
    Damage, DecryptField, Manner, Readings, Repair, decode, first_space_for_plus, peel,
};
use crate::json::Object;
use crate::kind::Kind;
use crate::one_or_many::OneOrMany;
use crate::open_data::{DecryptInput, decrypt};
use crate::secret::MAX_SESSION_KEYS;
use crate::watermark::{AgeLimits, Found};

mod blocks;
mod raw_data;
mod report;
mod roles;
#[cfg(feature = "generate")]
pub(crate) mod texts;

use blocks::Blocks;
pub use raw_data::{DiagnoseRawDataInput, diagnose_raw_data};
pub use report::{
    Diagnosis, DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisFinding,
    DiagnosisStep, DiagnosisStepName,
};
use roles::{Role, is_appid, is_foreign, is_hexadecimal, is_nothing};

/// Says why [`decrypt`](crate::decrypt) fails, for any input: what is empty counts as
/// missing.
///
/// It holds no plaintext, no secret and no repaired text, but more than a client may know: with it,
/// anyone could read data that they captured byte by byte (a padding oracle). It is for logs and
/// for the developer.
///
/// Some causes cannot be told apart. A damaged first block of the ciphertext looks like a
/// wrong iv. Under a wrong key, damaged ciphertext looks like good ciphertext. Data of one
/// block says too little. And an iv that was changed so that JSON comes out again is not seen at
/// all.
#[must_use]
pub fn diagnose(input: &DecryptInput<'_>) -> Diagnosis {
    let mut case = Case::default();
    let texts = Texts::of(input, &mut case);
    let evidence = texts.read(&mut case);
    evidence.examine(input, &mut case);
    case.into_diagnosis(opens(input))
}

/// Whether [`decrypt`] with repair takes it, which is asked, and so holds for any finding here.
fn opens(input: &DecryptInput<'_>) -> bool {
    let keys = match &input.session_key {
        OneOrMany::Many(keys) => {
            OneOrMany::Many(keys.iter().take(MAX_SESSION_KEYS).copied().collect())
        }
        one @ OneOrMany::One(_) => one.clone(),
    };
    decrypt(&DecryptInput { session_key: keys, repair: true, ..input.clone() }).is_ok()
}

/// What has come out so far.
#[derive(Default)]
struct Case {
    findings: Vec<DiagnosisFinding>,
    steps: Vec<DiagnosisStep>,
    repairs: Vec<Repair>,
    kind: Option<Kind>,
}

impl Case {
    fn find(
        &mut self,
        cause: DiagnosisCause,
        field: Option<DiagnosisField>,
        at: Option<usize>,
        confidence: DiagnosisConfidence,
    ) {
        self.findings.push(DiagnosisFinding { cause, field, at, confidence });
    }

    fn into_diagnosis(self, opens: bool) -> Diagnosis {
        Diagnosis {
            cause: self.findings.first().map_or(DiagnosisCause::Ok, |finding| finding.cause),
            causes: self.findings,
            steps: self.steps,
            repairs: self.repairs,
            opens,
            kind: self.kind,
        }
    }

    /// Swapped texts have to be mended before all else, and are told once.
    fn find_swapped(&mut self, field: Option<DiagnosisField>) {
        if self.findings.first().is_none_or(|first| first.cause != DiagnosisCause::SwappedFields) {
            let cause = DiagnosisCause::SwappedFields;
            self.findings.insert(
                0,
                DiagnosisFinding {
                    cause,
                    field,
                    at: None,
                    confidence: DiagnosisConfidence::Certain,
                },
            );
        }
    }

    fn step(&mut self, name: DiagnosisStepName, ok: bool) -> &mut DiagnosisStep {
        self.steps.push(DiagnosisStep {
            name,
            ok,
            field: None,
            index: None,
            chars: None,
            bytes: None,
            blocks: None,
            readable_blocks: None,
            unreadable_blocks: None,
        });
        self.steps.last_mut().expect("it was pushed")
    }
}

/// The texts, each where it belongs.
struct Texts<'a> {
    keys: Vec<(usize, &'a str)>,
    iv: &'a str,
    data: &'a str,
    appids: Vec<&'a str>,
    is_list: bool,
}

impl<'a> Texts<'a> {
    fn of(input: &DecryptInput<'a>, case: &mut Case) -> Self {
        let given = input.session_key.as_slice().iter().enumerate();
        let keys: Vec<(usize, &str)> = given
            .take(MAX_SESSION_KEYS)
            .filter_map(|(index, key)| Some((index, (*key)?)))
            .filter(|(_, key)| !key.is_empty())
            .collect();
        let is_list = matches!(input.session_key, OneOrMany::Many(_));
        let appids = input.appid.as_slice().iter().copied();
        let appids: Vec<&str> = appids.filter(|appid| !is_nothing(appid)).collect();
        let mut texts = Self { keys, iv: input.iv, data: input.encrypted_data, appids, is_list };
        if let (&[(index, key)], &[appid]) = (&texts.keys[..], &texts.appids[..])
            && is_appid(key)
            && Role::of(appid) == Role::Block
        {
            case.find_swapped(Some(DiagnosisField::Appid));
            (texts.keys, texts.appids) = (vec![(index, appid)], vec![key.trim_ascii()]);
        }
        if let [(index, key)] = texts.keys[..]
            && let Some([key, iv, data]) = roles::unswap(key, texts.iv, texts.data)
        {
            case.find_swapped(None);
            texts = Self { keys: vec![(index, key)], iv, data, ..texts };
        }
        texts
    }

    fn read(self, case: &mut Case) -> Evidence<'a> {
        if self.appids.is_empty() {
            case.find(
                DiagnosisCause::MissingField,
                Some(DiagnosisField::Appid),
                None,
                DiagnosisConfidence::Certain,
            );
        }
        if self.keys.is_empty() {
            case.find(
                DiagnosisCause::MissingField,
                Some(DiagnosisField::SessionKey),
                None,
                DiagnosisConfidence::Certain,
            );
        }
        let is_again =
            |text: &str| !text.is_empty() && self.keys.iter().any(|(_, key)| *key == text);
        let given = self.keys.len();
        let keys = self.keys.iter().filter_map(|(index, text)| {
            let read =
                read_text(DecryptField::SessionKey, text, self.is_list.then_some(*index), case);
            Some((*index, block(read.ok()?)?))
        });
        let keys: Vec<_> = keys.collect();
        let are_all_keys_good = keys.len() == given;
        let iv = if is_foreign(self.iv) {
            case.find_swapped(Some(DiagnosisField::Iv));
            None
        } else {
            read_text(DecryptField::Iv, self.iv, None, case).ok().and_then(block)
        };
        let is_elsewhere = is_again(self.data) || !self.data.is_empty() && self.data == self.iv;
        let data = if is_foreign(self.data) || is_elsewhere {
            case.find_swapped(Some(DiagnosisField::EncryptedData));
            Data::Nothing
        } else {
            match read_text(DecryptField::EncryptedData, self.data, None, case) {
                Ok(readings) => Data::Whole(readings),
                Err(Damage::Truncated) => Data::Part(part(self.data, 0).unwrap_or_default()),
                Err(_) => Data::Nothing,
            }
        };
        Evidence { keys, are_all_keys_good, iv, data, text: self.data, appids: self.appids }
    }
}

fn block(readings: Readings) -> Option<Block> {
    readings.likely.try_into().ok()
}

fn read_text(
    field: DecryptField,
    text: &str,
    index: Option<usize>,
    case: &mut Case,
) -> Result<Readings, Damage> {
    let subject = Some(DiagnosisField::from(field));
    let mut repairs = Vec::new();
    let outcome = if is_nothing(text) {
        Err((Damage::MissingField, None))
    } else if field == DecryptField::EncryptedData && is_hexadecimal(text) {
        Err((Damage::NotBase64, Some(0)))
    } else {
        decode(field, text, Manner::Repair, &mut repairs)
    };
    let mut before = None;
    for Repair { kind, at, .. } in &repairs {
        // Whoever takes off the quotes of JSON by parsing it undoes the escapes in them too.
        let is_within = (before, *kind) == (Some(Damage::JsonQuoted), Damage::JsonEscaped);
        before = Some(*kind);
        if !is_within {
            case.find((*kind).into(), subject, Some(*at), DiagnosisConfidence::Certain);
        }
    }
    if let Err((damage, at)) = outcome {
        let is_length =
            matches!(damage, Damage::IvLength | Damage::SessionKeyLength | Damage::Truncated);
        // It is cut, and its spaces are no white space of Base64 either.
        let space =
            first_space_for_plus(text.trim_ascii()).filter(|_| is_length && repairs.is_empty());
        if space.is_some() {
            case.find(DiagnosisCause::PlusBecameSpace, subject, space, DiagnosisConfidence::Likely);
        }
        let is_cut = is_length && is_cut_block(field, text);
        let cause = if is_cut { DiagnosisCause::Truncated } else { damage.into() };
        case.find(cause, subject, at, DiagnosisConfidence::Certain);
    }
    case.repairs.extend(repairs);
    let step = case.step(DiagnosisStepName::Decode, outcome.is_ok());
    step.field = subject;
    step.index = index;
    step.chars = Some(text.chars().count());
    step.bytes = outcome.as_ref().ok().map(|readings| readings.likely.len());
    outcome.map_err(|(damage, _)| damage)
}

/// Whether a session key or an iv is shorter than Base64 of 16 bytes can be. What is longer is
/// another secret.
fn is_cut_block(field: DecryptField, text: &str) -> bool {
    let peeled = peel(field, text, Manner::Repair, &mut Vec::new());
    field != DecryptField::EncryptedData && peeled.is_ok_and(|text| text.trim_ascii().len() < 22)
}

/// The whole blocks of what is left of a text, with so many characters more at its start.
fn part(text: &str, more: usize) -> Option<Vec<u8>> {
    let mut padded = "A".repeat(more);
    padded.push_str(&characters(text)?);
    STANDARD.decode(&padded[..padded.len() / 4 * 4]).ok()
}

/// The characters of Base64 that are left of a text.
fn characters(text: &str) -> Option<Zeroizing<String>> {
    let peeled = peel(DecryptField::EncryptedData, text, Manner::Repair, &mut Vec::new()).ok()?;
    let characters = peeled
        .trim_ascii()
        .chars()
        .filter_map(|character| match character {
            ' ' | '-' => Some('+'),
            '_' => Some('/'),
            _ => (character.is_ascii_alphanumeric() || matches!(character, '+' | '/'))
                .then_some(character),
        })
        .collect();
    Some(Zeroizing::new(characters))
}

/// How many characters may be lost of this many, at the least: whole blocks have so many and no
/// others.
fn lost(characters: usize) -> impl Iterator<Item = usize> {
    const MOST_LOST: usize = 64;
    (1..=MOST_LOST).filter(move |more| {
        let whole = characters + more;
        whole % 4 != 1 && (whole * 6 / 8).is_multiple_of(BLOCK_BYTES)
    })
}

/// Whether a text is so long that an encoder would have written a `+`, and there is none.
fn lacks_plus(text: &str) -> bool {
    // In as many, none is there once in 55 times.
    const ENOUGH: usize = 256;
    characters(text)
        .is_some_and(|text| text.len() >= ENOUGH && text.contains('/') && !text.contains('+'))
}

/// What there is to decrypt.
enum Data {
    Whole(Readings),
    /// The end of it is missing.
    Part(Vec<u8>),
    Nothing,
}

struct Evidence<'a> {
    keys: Vec<(usize, Block)>,
    are_all_keys_good: bool,
    iv: Option<Block>,
    data: Data,
    /// That of the data.
    text: &'a str,
    appids: Vec<&'a str>,
}

/// One way to decrypt.
struct Attempt<'a> {
    index: usize,
    blocks: Blocks,
    with_plus: Option<&'a Repair>,
    is_swapped: bool,
}

impl Evidence<'_> {
    fn examine(&self, input: &DecryptInput<'_>, case: &mut Case) {
        let attempts = self.attempts();
        let opened = attempts.iter().find_map(|attempt| Some((attempt, attempt.open()?)));
        if let Some((attempt, (kind, found))) = opened {
            attempt.report(case);
            attempt.report_reading(case);
            if let (None, Data::Whole(Readings { with_plus: Some((_, repair)), .. })) =
                (attempt.with_plus, &self.data)
            {
                // What can be read in two ways is refused, whichever it is.
                let field = Some(repair.field.into());
                case.find(
                    DiagnosisCause::PlusBecameSpace,
                    field,
                    Some(repair.at),
                    DiagnosisConfidence::Possible,
                );
            }
            case.kind = Some(kind);
            case.step(DiagnosisStepName::Json, true);
            self.check_watermark(found, input, case);
            return;
        }
        // The first of those that show most: the likeliest is tried first.
        let best = attempts.into_iter().reduce(|best, other| {
            if other.blocks.evidence() > best.blocks.evidence() { other } else { best }
        });
        let Some(best) = best.filter(|best| best.blocks.count() > 0) else {
            return;
        };
        best.report(case);
        let is_right_key = best.blocks.is_right_key();
        let is_shifted = self.report_loss(&best.blocks, case);
        if is_right_key {
            best.report_reading(case);
            self.report_damage(&best.blocks, is_shifted, input, case);
        } else if is_shifted && self.is_right_behind_loss() {
            self.report_noise(&best.blocks, case);
        } else if self.are_all_keys_good && best.blocks.is_evidence() {
            // Behind lost characters all is noise under any key.
            let is_telling = best.blocks.is_telling() && matches!(self.data, Data::Whole(_));
            let confidence = if is_telling {
                DiagnosisConfidence::Likely
            } else {
                DiagnosisConfidence::Possible
            };
            let cause = DiagnosisCause::WrongSessionKey;
            case.find(cause, Some(DiagnosisField::SessionKey), None, confidence);
        }
    }

    /// Every key with every reading of the data; and then key and iv in each other's place.
    fn attempts(&self) -> Vec<Attempt<'_>> {
        let readings: Vec<(&[u8], Option<&Repair>)> = match &self.data {
            Data::Whole(readings) => readings.all().collect(),
            Data::Part(part) => vec![(part, None)],
            Data::Nothing => Vec::new(),
        };
        let mut attempts = Vec::new();
        for is_swapped in [false, true] {
            for (index, key) in &self.keys {
                let (key, iv) = match (is_swapped, &self.iv) {
                    (false, iv) => (key, iv.as_ref()),
                    (true, Some(iv)) => (iv, Some(key)),
                    (true, None) => continue,
                };
                for (bytes, with_plus) in &readings {
                    let blocks = Blocks::decrypt(key, iv, bytes);
                    attempts.push(Attempt {
                        index: *index,
                        blocks,
                        with_plus: *with_plus,
                        is_swapped,
                    });
                }
            }
        }
        attempts
    }

    /// Whether characters are lost before the end: then the bits of all that follows are at other
    /// places. That part of the text is missing, or its `=`, is no cause of its own then.
    fn report_loss(&self, blocks: &Blocks, case: &mut Case) -> bool {
        let data = Some(DiagnosisField::EncryptedData);
        let lacks_end = |finding: &DiagnosisFinding| {
            let cause = match self.data {
                Data::Part(_) => DiagnosisCause::Truncated,
                _ => DiagnosisCause::Base64Url,
            };
            (finding.field, finding.cause) == (data, cause)
        };
        let is_shifted = match &self.data {
            Data::Part(_) => !blocks.ends_in_text_of(2),
            // A run of as many characters as make whole blocks again.
            Data::Whole(_) => {
                case.findings.iter().any(lacks_end)
                    && !self.text.contains(['-', '_'])
                    && blocks.is_right_key()
                    && blocks.ends_in_noise(3)
            }
            Data::Nothing => false,
        };
        if is_shifted
            && (blocks.is_right_key() || self.is_right_behind_loss() || lacks_plus(self.text))
        {
            case.findings.retain(|finding| !lacks_end(finding));
            let is_end = |repair: &Repair| {
                (repair.field, repair.kind) == (DecryptField::EncryptedData, Damage::Base64Url)
            };
            case.repairs.retain(|repair| !is_end(repair));
            if lacks_plus(self.text) {
                let at =
                    if blocks.is_right_key() { blocks.first_unreadable().map(place) } else { None };
                case.find(DiagnosisCause::PlusDeleted, data, at, DiagnosisConfidence::Likely);
            }
        }
        is_shifted
    }

    /// Whether what is behind the lost characters is text under one of the keys: at its place it
    /// is, if as many others stand before it.
    fn is_right_behind_loss(&self) -> bool {
        let count = characters(self.text).map_or(0, |text| text.len());
        lost(count).any(|more| {
            let bytes = part(self.text, more).unwrap_or_default();
            self.keys.iter().any(|(_, key)| Blocks::decrypt(key, None, &bytes).has_clean())
        })
    }

    /// That the data is damaged from a block on.
    fn report_noise(&self, blocks: &Blocks, case: &mut Case) {
        if !lacks_plus(self.text) {
            let at = blocks.first_unreadable().map(place);
            case.find(
                DiagnosisCause::Corrupted,
                Some(DiagnosisField::EncryptedData),
                at,
                DiagnosisConfidence::Likely,
            );
        }
    }

    /// What is wrong with data that the key fits.
    fn report_damage(
        &self,
        blocks: &Blocks,
        is_shifted: bool,
        input: &DecryptInput<'_>,
        case: &mut Case,
    ) {
        let is_whole = matches!(self.data, Data::Whole(_));
        let data = Some(DiagnosisField::EncryptedData);
        if is_whole {
            if blocks.ends_in_text() {
                case.find(DiagnosisCause::Truncated, data, None, DiagnosisConfidence::Likely);
            }
            case.step(DiagnosisStepName::Padding, blocks.has_padding());
            case.step(DiagnosisStepName::Utf8, blocks.is_utf8());
            case.step(DiagnosisStepName::Json, false);
        }
        let repaired = blocks.plaintext_but_for_first_block(|plaintext| plaintext.found.to_owned());
        let first = blocks.first_unreadable();
        // A wrong iv spoils the first block, and nothing of the second.
        let is_iv_wrong = match first {
            Some(0) => !blocks.is_second_touched(),
            Some(_) => false,
            None => repaired.is_some() && self.iv.is_some(),
        };
        if is_iv_wrong {
            case.find(
                DiagnosisCause::WrongIv,
                Some(DiagnosisField::Iv),
                None,
                DiagnosisConfidence::Likely,
            );
        }
        let damaged =
            if is_iv_wrong { blocks.unreadable().find(|block| *block > 0) } else { first };
        if let Some(block) = damaged.filter(|_| !(is_shifted && lacks_plus(self.text))) {
            case.find(
                DiagnosisCause::Corrupted,
                data,
                Some(place(block)),
                DiagnosisConfidence::Likely,
            );
        }
        let is_text = is_whole && first.is_none() && blocks.has_padding();
        if is_text && repaired.is_none() {
            case.find(DiagnosisCause::NotJson, data, None, DiagnosisConfidence::Certain);
        }
        let quoted =
            blocks.watermark_text().and_then(|text| Some(Found::in_object(&Object::parse(text)?)));
        match (repaired, quoted) {
            (Some(found), _) | (None, Some(found @ Found::Readable { .. })) => {
                self.check_watermark(found, input, case);
            }
            _ => {}
        }
    }

    fn check_watermark(&self, found: Found<'_>, input: &DecryptInput<'_>, case: &mut Case) {
        let before = case.findings.len();
        match found {
            // Without a time there is no age to check.
            Found::Absent
                if input.dangerously_allow_missing_watermark
                    && !matches!(input.age_limits(), Ok(Some(_))) => {}
            Found::Absent | Found::Unreadable | Found::Timeless { .. } => {
                case.find(
                    DiagnosisCause::WatermarkMissing,
                    None,
                    None,
                    DiagnosisConfidence::Certain,
                );
            }
            Found::Readable { appid, timestamp } => {
                let is_other = !self.appids.contains(&&*appid);
                if is_other && !self.appids.is_empty() {
                    let field = Some(DiagnosisField::Appid);
                    case.find(
                        DiagnosisCause::AppidMismatch,
                        field,
                        None,
                        DiagnosisConfidence::Certain,
                    );
                }
                if let Ok(Some(AgeLimits { oldest, latest, .. })) = input.age_limits() {
                    if timestamp < oldest {
                        case.find(
                            DiagnosisCause::Expired,
                            None,
                            None,
                            DiagnosisConfidence::Certain,
                        );
                    }
                    if timestamp > latest {
                        case.find(
                            DiagnosisCause::FromFuture,
                            None,
                            None,
                            DiagnosisConfidence::Certain,
                        );
                    }
                }
            }
        }
        let is_good = case.findings.len() == before;
        case.step(DiagnosisStepName::Watermark, is_good);
    }
}

/// Where a block begins in a text. Three bytes are four characters.
fn place(block: usize) -> usize {
    block * BLOCK_BYTES / 3 * 4
}

impl Attempt<'_> {
    fn open(&self) -> Option<(Kind, Found<'static>)> {
        self.blocks.plaintext(|plaintext| (plaintext.kind, plaintext.found.to_owned()))
    }

    fn report(&self, case: &mut Case) {
        let blocks = &self.blocks;
        let step = case.step(DiagnosisStepName::Decrypt, blocks.is_right_key());
        step.index = Some(self.index);
        step.blocks = Some(blocks.count());
        step.bytes = Some(blocks.count() * BLOCK_BYTES);
        step.readable_blocks = Some(blocks.readable_count());
        step.unreadable_blocks = Some(blocks.unreadable_ranges());
    }

    /// What had to be assumed to get there.
    fn report_reading(&self, case: &mut Case) {
        if let Some(repair) = self.with_plus {
            let field = Some(repair.field.into());
            case.find(
                DiagnosisCause::PlusBecameSpace,
                field,
                Some(repair.at),
                DiagnosisConfidence::Certain,
            );
            case.repairs.push(repair.clone());
        }
        if self.is_swapped {
            case.find_swapped(None);
        }
    }
}
