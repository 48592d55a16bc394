//! One way to decrypt: a key, a reading of the data, and which text is the key.

use wx_unionid_cipher::BLOCK_BYTES;

use super::blocks::Blocks;
use super::case::Case;
use super::{DiagnosisCause, DiagnosisStepName};
use crate::encoded_text::Repair;
use crate::kind::Kind;
use crate::watermark::Found;

/// One way to decrypt.
pub(super) struct Attempt<'a> {
    pub(super) index: usize,
    pub(super) blocks: Blocks,
    pub(super) with_plus: Option<&'a Repair>,
    pub(super) is_swapped: bool,
}

impl Attempt<'_> {
    pub(super) fn open(&self) -> Option<(Kind, Found<'static>)> {
        self.blocks.plaintext(|plaintext| (plaintext.kind, plaintext.found.to_owned()))
    }

    pub(super) fn report(&self, case: &mut Case) {
        let blocks = &self.blocks;
        let step = case.step(DiagnosisStepName::Decrypt, blocks.is_right_key());
        step.index = Some(self.index);
        step.blocks = Some(blocks.count());
        step.bytes = Some(blocks.count() * BLOCK_BYTES);
        step.readable_blocks = Some(blocks.readable_count());
        step.unreadable_blocks = Some(blocks.unreadable_ranges());
    }

    /// What had to be assumed to get there.
    pub(super) fn report_reading(&self, case: &mut Case) {
        if let Some(repair) = self.with_plus {
            let field = repair.field.into();
            case.find_certain(DiagnosisCause::PlusBecameSpace, field, Some(repair.at));
            case.repairs.push(repair.clone());
        }
        if self.is_swapped {
            case.find_swapped(None);
        }
    }
}
