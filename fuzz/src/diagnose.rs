//! The four texts of a call, as they came.

use wx_unionid::{DecryptInput, DiagnosisCause, Error, OneOrMany};

use super::input::text_lines;

const MAX_KEYS: usize = 4;

/// The appid, the keys with a comma between them, the iv, the maximum age and the time (or
/// nothing), and the data.
///
/// It opens if, and only if, `decrypt` with repair takes it; and nothing is wrong if, and only if,
/// `decrypt` takes it as it is.
pub fn diagnose(bytes: &[u8]) {
    let Some(([appid, keys, iv, age, now], encrypted_data)) = text_lines(bytes) else { return };
    let keys: Vec<_> = keys.split(',').map(|key| Some(key).filter(|key| *key != "-")).collect();
    let number = |text: &str| text.parse().ok();
    let given = DecryptInput {
        appid: appid.into(),
        session_key: match keys[..] {
            [one] => OneOrMany::One(one),
            _ => OneOrMany::Many(keys),
        },
        encrypted_data,
        iv,
        max_age_seconds: number(age),
        now: number(now),
        ..DecryptInput::default()
    };
    let diagnosis = wx_unionid::diagnose(&given);
    let keys = given.session_key.as_slice();
    let few = DecryptInput {
        session_key: match given.session_key {
            OneOrMany::Many(_) => OneOrMany::Many(keys[..keys.len().min(MAX_KEYS)].to_vec()),
            ref one @ OneOrMany::One(_) => one.clone(),
        },
        ..given.clone()
    };
    let repaired = wx_unionid::decrypt(&DecryptInput { repair: true, ..few.clone() });
    assert_eq!(diagnosis.opens, repaired.is_ok(), "{diagnosis:?} {repaired:?}");
    let strict = wx_unionid::decrypt(&few);
    let is_ok = diagnosis.cause == DiagnosisCause::Ok;
    assert_eq!(is_ok, diagnosis.causes.is_empty());
    // What is wrong with the options, the caller is told before.
    let is_misused = matches!(&strict, Err(Error::InvalidArgument { argument, .. })
        if ["maxAgeSeconds", "now"].contains(&&**argument));
    assert!(is_ok == strict.is_ok() || is_misused, "{diagnosis:?} {strict:?}");
    if let Ok(decrypted) = repaired {
        assert_eq!(diagnosis.kind, Some(decrypted.kind), "{diagnosis:?}");
    }
    for finding in &diagnosis.causes {
        assert!(finding.at.is_none_or(|at| at <= bytes.len()), "{finding:?}");
    }
}
