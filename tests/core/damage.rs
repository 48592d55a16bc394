//! Where data is damaged, block by block. What is damaged is known, because it is encrypted here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wx_unionid::{
    DecryptInput, Diagnosis, DiagnosisCause, DiagnosisConfidence, DiagnosisField, DiagnosisFinding,
    DiagnosisStep, DiagnosisStepName, diagnose,
};

use crate::official::APPID;
use crate::sealed::{Sealed, seal};

const KEY: [u8; 16] = *b"0123456789abcdef";
const IV: [u8; 16] = *b"fedcba9876543210";
/// A key that opens nothing.
const STALE: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

/// Good data of so many blocks, or text of so few that no watermark fits.
fn data_of(blocks: usize) -> Sealed {
    data_with_iv(blocks, IV)
}

fn data_with_iv(blocks: usize, iv: [u8; 16]) -> Sealed {
    let bytes = blocks * 16 - 1;
    let watermark = format!(r#","watermark":{{"timestamp":1477314187,"appid":"{APPID}"}}}}"#);
    let filler = bytes.checked_sub(r#"{"a":"""#.len() + watermark.len());
    let text = filler.map_or_else(
        || format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8)),
        |filler| format!(r#"{{"a":"{}"{watermark}"#, "x".repeat(filler)),
    );
    assert_eq!(text.len(), bytes);
    seal(KEY, iv, &text)
}

/// The data, with so many bytes changed in each of the blocks: it is noise then, and so many bytes
/// of the next block are none of a text.
fn damaged(sealed: &Sealed, blocks: &[usize], bytes: usize) -> String {
    let mut data = STANDARD.decode(&sealed.encrypted_data).expect("Base64");
    for block in blocks {
        // Behind what may be the rest of a character of the block before.
        for byte in &mut data[block * 16 + 4..][..bytes] {
            *byte ^= 0x80;
        }
    }
    STANDARD.encode(data)
}

fn diagnosed(sealed: &Sealed, encrypted_data: &str) -> Diagnosis {
    diagnose(&DecryptInput { encrypted_data, ..sealed.input() })
}

fn causes(diagnosis: &Diagnosis) -> Vec<DiagnosisCause> {
    diagnosis.causes.iter().map(|finding| finding.cause).collect()
}

fn step(diagnosis: &Diagnosis, name: DiagnosisStepName) -> &DiagnosisStep {
    let is_it = |step: &&DiagnosisStep| step.name == name;
    diagnosis.steps.iter().find(is_it).expect("a step of that name")
}

/// Which blocks of how many cannot be read.
fn unreadable(diagnosis: &Diagnosis) -> Vec<[usize; 2]> {
    let decrypt = step(diagnosis, DiagnosisStepName::Decrypt);
    let ranges = decrypt.unreadable_blocks.clone().expect("blocks");
    let sum: usize = ranges.iter().map(|[first, last]| last - first + 1).sum();
    assert_eq!(decrypt.readable_blocks, decrypt.blocks.map(|blocks| blocks - sum));
    assert_eq!(decrypt.bytes, decrypt.blocks.map(|blocks| blocks * 16));
    ranges
}

/// Where in the Base64 a block begins: four characters are three bytes.
fn place(block: usize) -> usize {
    block * 16 / 3 * 4
}

#[test]
fn a_damaged_block_is_named_by_its_place() {
    let sealed = data_of(20);
    for block in 0..20 {
        let diagnosis = diagnosed(&sealed, &damaged(&sealed, &[block], 1));
        assert_eq!(causes(&diagnosis), [DiagnosisCause::Corrupted], "{block}");
        let finding = &diagnosis.causes[0];
        assert_eq!(finding.at, Some(place(block)));
        assert_eq!(finding.field, Some(DiagnosisField::EncryptedData));
        assert_eq!(finding.confidence, DiagnosisConfidence::Likely);
        assert_eq!(unreadable(&diagnosis), [[block, block]]);
        assert_eq!(step(&diagnosis, DiagnosisStepName::Padding).ok, block != 19);
        assert!(!step(&diagnosis, DiagnosisStepName::Utf8).ok);
        assert!(step(&diagnosis, DiagnosisStepName::Decrypt).ok);
    }
}

#[test]
fn damaged_blocks_that_are_neighbours_are_one_range() {
    let sealed = data_of(20);
    let diagnosis = diagnosed(&sealed, &damaged(&sealed, &[3, 4, 7], 1));
    assert_eq!(unreadable(&diagnosis), [[3, 4], [7, 7]]);
    assert_eq!(diagnosis.causes[0].at, Some(place(3)));
    let every_other: Vec<_> = (0..210).map(|at| at * 2).collect();
    let many = data_of(420);
    let diagnosis = diagnosed(&many, &damaged(&many, &every_other, 1));
    let decrypt = step(&diagnosis, DiagnosisStepName::Decrypt);
    assert_eq!(decrypt.readable_blocks, Some(210));
    assert_eq!(decrypt.unreadable_blocks.as_ref().map(Vec::len), Some(100));
}

/// A block after a damaged one is still text if little of it is not.
#[test]
fn of_few_blocks_each_has_to_be_clearer() {
    let [few, more] = [data_of(4), data_of(5)];
    assert_eq!(unreadable(&diagnosed(&few, &damaged(&few, &[1], 1))), [[1, 1]]);
    assert_eq!(unreadable(&diagnosed(&few, &damaged(&few, &[1], 2))), [[1, 2]]);
    assert_eq!(unreadable(&diagnosed(&more, &damaged(&more, &[1], 2))), [[1, 1]]);
    assert_eq!(unreadable(&diagnosed(&more, &damaged(&more, &[1], 3))), [[1, 2]]);
}

/// No block is text to the last byte, and half of them can be read, or fewer.
#[test]
fn the_key_is_right_if_half_of_the_blocks_can_be_read() {
    for (blocks, cause) in [(6, DiagnosisCause::Corrupted), (5, DiagnosisCause::WrongSessionKey)] {
        let sealed = data_of(blocks);
        let diagnosis = diagnosed(&sealed, &damaged(&sealed, &[0, 2, 4], 1));
        assert_eq!(unreadable(&diagnosis), [[0, 0], [2, 2], [4, 4]]);
        assert_eq!(causes(&diagnosis), [cause], "{blocks}");
    }
}

/// Without an iv the first block says nothing, and few blocks do not say much.
#[test]
fn how_sure_a_wrong_key_is_depends_on_how_much_there_is() {
    use DiagnosisConfidence::{Likely, Possible};
    for (iv, blocks, sure) in [
        (true, 1, Some(Possible)),
        (true, 2, Some(Possible)),
        (true, 3, Some(Likely)),
        (false, 1, None),
        (false, 2, None),
        (false, 3, Some(Possible)),
        (false, 4, Some(Likely)),
    ] {
        let sealed = data_of(blocks);
        let iv = if iv { &*sealed.iv } else { "" };
        let diagnosis = diagnose(&DecryptInput { session_key: STALE.into(), iv, ..sealed.input() });
        let is_wrong_key = |it: &&DiagnosisFinding| it.cause == DiagnosisCause::WrongSessionKey;
        let found = diagnosis.causes.iter().find(is_wrong_key);
        assert_eq!(found.map(|finding| finding.confidence), sure, "{blocks} {iv}");
    }
    let sealed = data_of(8);
    let diagnosis = diagnose(&DecryptInput { iv: "", ..sealed.input() });
    assert_eq!(causes(&diagnosis), [DiagnosisCause::MissingField]);
    let decrypt = step(&diagnosis, DiagnosisStepName::Decrypt);
    assert_eq!(decrypt.readable_blocks, Some(7));
    assert_eq!(decrypt.unreadable_blocks, Some(vec![]));
}

#[test]
fn another_iv_spoils_the_first_block_alone() {
    let sealed = data_of(20);
    let iv = &*STANDARD.encode([0xff; 16]);
    let diagnosis = diagnose(&DecryptInput { iv, ..sealed.input() });
    assert_eq!(causes(&diagnosis), [DiagnosisCause::WrongIv]);
    assert_eq!(unreadable(&diagnosis), [[0, 0]]);
    let both = DecryptInput { iv, encrypted_data: &damaged(&sealed, &[9], 1), ..sealed.input() };
    let diagnosis = diagnose(&both);
    assert_eq!(causes(&diagnosis), [DiagnosisCause::WrongIv, DiagnosisCause::Corrupted]);
    assert_eq!(diagnosis.causes[1].at, Some(place(9)));
}

#[test]
fn text_that_is_no_json_is_told_from_damage() {
    let sealed = seal(KEY, IV, &"text that is no object, and is long enough ".repeat(3));
    let diagnosis = diagnose(&sealed.input());
    assert_eq!(causes(&diagnosis), [DiagnosisCause::NotJson]);
    assert_eq!(diagnosis.causes[0].confidence, DiagnosisConfidence::Certain);
    for name in [DiagnosisStepName::Padding, DiagnosisStepName::Utf8] {
        assert!(step(&diagnosis, name).ok, "{name:?}");
    }
}

/// All that follows a lost character is noise, under any key.
#[test]
fn a_lost_character_is_told_from_a_wrong_key() {
    let sealed = data_of(20);
    for block in [0, 2, 9, 15] {
        let mut text = sealed.encrypted_data.clone();
        text.remove(place(block) + 4);
        for text in [text.replace('+', "-").replace('/', "_"), text] {
            let diagnosis = diagnosed(&sealed, &text);
            assert_eq!(causes(&diagnosis), [DiagnosisCause::Corrupted], "{block} {text}");
            assert_eq!(diagnosis.causes[0].at, Some(place(block)));
            let stale = DecryptInput { session_key: STALE.into(), ..sealed.input() };
            let diagnosis = diagnose(&DecryptInput { encrypted_data: &text, ..stale });
            let cut_or_stale = [DiagnosisCause::Truncated, DiagnosisCause::WrongSessionKey];
            assert_eq!(causes(&diagnosis), cut_or_stale, "{block} {text}");
            assert_eq!(diagnosis.causes[1].confidence, DiagnosisConfidence::Possible);
        }
    }
}

/// So many characters that whole blocks are left: their end is missing, as if it were base64url.
#[test]
fn a_lost_run_is_told_from_base64url() {
    use DiagnosisCause::{Base64Url, Corrupted, WrongSessionKey};
    // The end of it may be that of 20 blocks too: its last two bits are none of a byte.
    let mut all = (0..=u8::MAX).map(|iv| data_with_iv(21, [iv; 16]));
    let is_end = |sealed: &Sealed| sealed.encrypted_data.ends_with(['A', 'E', 'I', 'M', 'Q', 'U']);
    let sealed = all.find(is_end).expect("one of ten");
    let without = |block| {
        let mut text = sealed.encrypted_data.clone();
        text.replace_range(place(block) + 4..place(block) + 25, "");
        text
    };
    let url = |text: &str| text.replace('+', "-").replace('/', "_");
    let [early, late] = [8, 18].map(without);
    let twenty = data_of(20);
    let noisy = url(&damaged(&twenty, &[16, 17, 18, 19], 8).replace('=', ""));
    for (sealed, text, expected, block) in [
        (&sealed, &early, vec![Corrupted], 8),
        // Two blocks of noise are no proof.
        (&sealed, &late, vec![Base64Url, Corrupted], 18),
        (&twenty, &noisy, vec![Base64Url, Corrupted], 16),
    ] {
        let diagnosis = diagnosed(sealed, text);
        assert_eq!(causes(&diagnosis), expected);
        assert_eq!(diagnosis.causes.last().expect("a cause").at, Some(place(block)));
        let repairs = diagnosis.repairs.iter().map(|repair| DiagnosisCause::from(repair.kind));
        assert_eq!(repairs.collect::<Vec<_>>(), expected[..expected.len() - 1]);
    }
    // It lacks a `+` by chance, and its `=`.
    let mut all = (0..=u8::MAX).map(|iv| data_with_iv(13, [iv; 16]));
    let sealed = all.find(|sealed| !sealed.encrypted_data.contains('+')).expect("one of 80");
    let encrypted_data = &*sealed.encrypted_data.replace('=', "");
    let stale = DecryptInput { session_key: STALE.into(), encrypted_data, ..sealed.input() };
    assert_eq!(causes(&diagnose(&stale)), [Base64Url, WrongSessionKey]);
}

/// A character of three bytes may lie across the end.
#[test]
fn a_cut_character_is_no_damage() {
    for before in ["", "x", "xx"] {
        let sealed = seal(KEY, IV, &format!(r#"{{"a":"{before}{}"}}"#, "微".repeat(40)));
        let diagnosis = diagnosed(&sealed, &sealed.encrypted_data[..place(3)]);
        assert_eq!(causes(&diagnosis), [DiagnosisCause::Truncated], "{before}");
        assert_eq!(unreadable(&diagnosis), [[0; 2]; 0], "{before}");
    }
}

/// Of less than a block nothing is decrypted.
#[test]
fn a_text_of_no_block_has_no_key() {
    let sealed = data_of(8);
    let diagnosis = diagnosed(&sealed, &sealed.encrypted_data[..20]);
    assert_eq!(causes(&diagnosis), [DiagnosisCause::Truncated]);
    assert!(diagnosis.steps.iter().all(|step| step.name == DiagnosisStepName::Decode));
    let one = data_of(1);
    let diagnosis = diagnose(&DecryptInput { iv: "", ..one.input() });
    assert!(!step(&diagnosis, DiagnosisStepName::Decrypt).ok, "without an iv one block is none");
}

/// In a long text there is a `+`.
#[test]
fn a_long_text_without_plus_has_lost_them() {
    for (blocks, cause) in [(40, DiagnosisCause::PlusDeleted), (11, DiagnosisCause::Corrupted)] {
        // One whose first blocks have none.
        let first = |sealed: &Sealed| sealed.encrypted_data.find('+').filter(|at| *at > 70);
        let mut all = (0..=u8::MAX).map(|iv| data_with_iv(blocks, [iv; 16]));
        let sealed = all.find(|sealed| first(sealed).is_some()).expect("a first + that is late");
        let lost = first(&sealed).expect("a +");
        let diagnosis = diagnosed(&sealed, &sealed.encrypted_data.replace('+', ""));
        assert_eq!(causes(&diagnosis), [cause], "{blocks}");
        assert_eq!(diagnosis.causes[0].at, Some(place(lost * 3 / 4 / 16)));
    }
}
