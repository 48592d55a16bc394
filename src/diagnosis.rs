//! Why a decryption or a signature failed, told only to the developer.
//!
//! It looks at evidence: the characters and lengths of the three texts, then what each key makes of
//! each block. CBC shows much: under the right key a wrong iv spoils the first block alone, a
//! damaged block of the ciphertext spoils itself and a little of the next, and under a wrong key
//! nothing can be read. Damage that can be undone is undone, so that what lies under it comes out
//! too.

use crate::one_or_many::OneOrMany;
use crate::open_data::{DecryptInput, decrypt};
use crate::secret::MAX_SESSION_KEYS;

mod attempt;
mod blocks;
mod case;
mod evidence;
mod loss;
mod raw_data;
mod reading;
mod report;
mod roles;
#[cfg(feature = "generate")]
pub(crate) mod texts;

use case::Case;
pub use raw_data::{DiagnoseRawDataInput, diagnose_raw_data};
use reading::Placed;
pub use report::{
    Diagnosis, DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisFinding,
    DiagnosisStep, DiagnosisStepName,
};

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
    let evidence = Placed::of(input, &mut case).read(&mut case);
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
