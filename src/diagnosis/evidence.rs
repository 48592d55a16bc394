//! Weighs what each key makes of the data, and says what is wrong.

use alloc::vec;
use alloc::vec::Vec;

use wx_unionid_cipher::{BLOCK_BYTES, Block};
use wx_unionid_json::Object;

use super::attempt::Attempt;
use super::blocks::Blocks;
use super::case::Case;
use super::loss::{characters, lacks_plus, lost, part};
use super::{
    DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisFinding, DiagnosisStepName,
};
use crate::encoded_text::{Damage, DecryptField, Readings, Repair};
use crate::open_data::DecryptInput;
use crate::watermark::{AgeLimits, Found};

/// What there is to decrypt.
pub(super) enum Data {
    Whole(Readings),
    /// The end of it is missing.
    Part(Vec<u8>),
    Nothing,
}

/// What could be read of the texts.
pub(super) struct Evidence<'a> {
    pub(super) keys: Vec<(usize, Block)>,
    pub(super) are_all_keys_good: bool,
    pub(super) iv: Option<Block>,
    pub(super) data: Data,
    /// That of the data.
    pub(super) text: &'a str,
    pub(super) appids: Vec<&'a str>,
}

impl Evidence<'_> {
    pub(super) fn examine(&self, input: &DecryptInput<'_>, case: &mut Case) {
        let attempts = self.attempts();
        let opened = attempts.iter().find_map(|attempt| Some((attempt, attempt.open()?)));
        if let Some((attempt, (kind, found))) = opened {
            self.report_opened(attempt, case);
            case.kind = Some(kind);
            case.step(DiagnosisStepName::Json, true);
            self.check_watermark(found, input, case);
            return;
        }
        // The first of those that show most: the likeliest is tried first.
        let best = attempts.into_iter().reduce(|best, other| {
            if other.blocks.evidence() > best.blocks.evidence() { other } else { best }
        });
        if let Some(best) = best.filter(|best| best.blocks.count() > 0) {
            self.report_unopened(&best, input, case);
        }
    }

    fn report_opened(&self, attempt: &Attempt<'_>, case: &mut Case) {
        attempt.report(case);
        attempt.report_reading(case);
        if let (None, Data::Whole(Readings { with_plus: Some((_, repair)), .. })) =
            (attempt.with_plus, &self.data)
        {
            // What can be read in two ways is refused, whichever it is.
            let (cause, field) = (DiagnosisCause::PlusBecameSpace, repair.field.into());
            case.find(cause, Some(field), Some(repair.at), DiagnosisConfidence::Possible);
        }
    }

    fn report_unopened(&self, best: &Attempt<'_>, input: &DecryptInput<'_>, case: &mut Case) {
        best.report(case);
        let blocks = &best.blocks;
        let is_right_key = blocks.is_right_key();
        let is_shifted = self.report_loss(blocks, case);
        if is_right_key {
            best.report_reading(case);
            self.report_damage(blocks, is_shifted, input, case);
        } else if is_shifted && self.is_right_behind_loss() {
            self.report_noise(blocks, case);
        } else if self.are_all_keys_good && blocks.is_evidence() {
            // Behind lost characters all is noise under any key.
            let is_telling = blocks.is_telling() && matches!(self.data, Data::Whole(_));
            case.find_wrong_key(if is_telling {
                DiagnosisConfidence::Likely
            } else {
                DiagnosisConfidence::Possible
            });
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
        let data = DiagnosisField::EncryptedData;
        let lacks_end = |finding: &DiagnosisFinding| {
            let cause = match self.data {
                Data::Part(_) => DiagnosisCause::Truncated,
                _ => DiagnosisCause::Base64Url,
            };
            (finding.field, finding.cause) == (Some(data), cause)
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
                case.find_likely(DiagnosisCause::PlusDeleted, data, at);
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
            case.find_likely(DiagnosisCause::Corrupted, DiagnosisField::EncryptedData, at);
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
        let data = DiagnosisField::EncryptedData;
        if is_whole {
            if blocks.ends_in_text() {
                case.find_likely(DiagnosisCause::Truncated, data, None);
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
            case.find_likely(DiagnosisCause::WrongIv, DiagnosisField::Iv, None);
        }
        let damaged =
            if is_iv_wrong { blocks.unreadable().find(|block| *block > 0) } else { first };
        if let Some(block) = damaged.filter(|_| !(is_shifted && lacks_plus(self.text))) {
            case.find_likely(DiagnosisCause::Corrupted, data, Some(place(block)));
        }
        let is_text = is_whole && first.is_none() && blocks.has_padding();
        if is_text && repaired.is_none() {
            case.find_certain(DiagnosisCause::NotJson, data, None);
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
                case.find_of_whole(DiagnosisCause::WatermarkMissing);
            }
            Found::Readable { appid, timestamp } => {
                let is_other = !self.appids.contains(&&*appid);
                if is_other && !self.appids.is_empty() {
                    let field = DiagnosisField::Appid;
                    case.find_certain(DiagnosisCause::AppidMismatch, field, None);
                }
                if let Ok(Some(AgeLimits { oldest, latest, .. })) = input.age_limits() {
                    if timestamp < oldest {
                        case.find_of_whole(DiagnosisCause::Expired);
                    }
                    if timestamp > latest {
                        case.find_of_whole(DiagnosisCause::FromFuture);
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
