//! Properties over random data. Native only: the generator of random cases wants a file system.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wx_unionid::{Damage, DecryptInput, Error, decrypt};

use crate::official::APPID;
use crate::sealed::{Sealed, seal};

fn payload(filler: &str) -> String {
    format!(r#"{{"filler":{filler:?},"watermark":{{"timestamp":1,"appid":"{APPID}"}}}}"#)
}

/// The same cases every time, unless another seed is given.
fn config() -> ProptestConfig {
    let seed = std::env::var("WX_UNIONID_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn encrypted_text_decrypts_to_itself(key: [u8; 16], iv: [u8; 16], filler in "[ -!#-\\[\\]-~]{0,600}") {
        let plaintext = payload(&filler);
        let decrypted = decrypt(&seal(key, iv, &plaintext).input()).expect("good data");
        prop_assert_eq!(decrypted.data.as_str(), plaintext);
    }

    /// Every `+` of every field turned into a space, white space put in besides: what opens is what
    /// was there, or nothing opens.
    #[test]
    fn a_space_for_a_plus_never_yields_other_data(
        key: [u8; 16],
        iv: [u8; 16],
        filler in "[ -!#-\\[\\]-~]{0,900}",
        line_break in prop_oneof![Just(""), Just("\r\n"), Just("\n    "), Just("\t")],
        width in 1_usize..200,
    ) {
        let plaintext = payload(&filler);
        let good = seal(key, iv, &plaintext);
        let lines: Vec<_> = good.encrypted_data.as_bytes().chunks(width).collect();
        let broken = lines.join(line_break.as_bytes());
        let broken = String::from_utf8(broken).expect("ASCII");
        let damaged = Sealed {
            encrypted_data: broken.replace('+', " "),
            iv: good.iv.replace('+', " "),
            session_key: good.session_key.replace('+', " "),
        };
        // A space at the beginning of a broken line reads as indentation: then a `+` is missing.
        match decrypt(&DecryptInput { repair: true, ..damaged.input() }) {
            Ok(decrypted) => prop_assert_eq!(decrypted.data.as_str(), &plaintext),
            Err(_) => prop_assert!(!line_break.is_empty()),
        }

        let strict = decrypt(&damaged.input());
        if let Ok(decrypted) = strict {
            prop_assert_eq!(decrypted.data.as_str(), &plaintext);
        }
    }

    /// Any text at all gets an answer.
    #[test]
    fn nothing_panics(
        appid in ".{0,30}",
        session_key in ".{0,40}",
        encrypted_data in ".{0,200}",
        iv in "[ -~]{0,40}",
        repair: bool,
    ) {
        let input = DecryptInput {
            appid: appid.as_str().into(),
            session_key: session_key.as_str().into(),
            encrypted_data: &encrypted_data,
            iv: &iv,
            repair,
            ..DecryptInput::default()
        };
        prop_assert!(decrypt(&input).is_err());
    }
}

/// Both readings of these spaces are whole blocks: only the key can tell, and only a repair may ask
/// it.
#[test]
fn an_ambiguous_text_is_refused_or_opened_by_the_right_key() {
    let plaintext = payload("ambiguous");
    let mut ambiguous = seal([7; 16], [9; 16], &plaintext);
    // 64 characters more are 48 bytes more: three blocks.
    ambiguous.encrypted_data.insert_str(40, &" ".repeat(64));
    assert_eq!(
        decrypt(&ambiguous.input()).expect_err("ambiguous"),
        Error::InvalidEncryptedData { damage: Damage::PlusBecameSpace, at: Some(40) }
    );
    let opened =
        decrypt(&DecryptInput { repair: true, ..ambiguous.input() }).expect("the key tells");
    assert_eq!(opened.data.as_str(), plaintext);
    assert_eq!(opened.repairs, []);
}
