//! What the client sends of a profile, and its signature.

use sha1::{Digest as _, Sha1};
use wx_unionid::{
    DiagnoseRawDataInput, DiagnosisCause, OneOrMany, VerifyRawDataInput, verify_raw_data,
};

use super::input::text_lines;

/// The keys with a comma between them, iv, encrypted data, the signature, what was signed if that
/// is `=`, and what came of it.
///
/// Nothing is wrong if, and only if, the signature holds; then it opens. What is empty is missing,
/// even if it was signed.
pub fn diagnose_raw_data(bytes: &[u8]) {
    let Some(([keys, iv, encrypted_data, signature, signed], raw_data)) = text_lines(bytes) else {
        return;
    };
    let keys: Vec<_> = keys.split(',').map(Some).collect();
    let made;
    let signature = if signature == "=" {
        made = sha1(&[signed, keys[0].unwrap_or_default()].concat());
        &made
    } else {
        signature
    };
    let session_key = match keys[..] {
        [one] => OneOrMany::One(one),
        _ => OneOrMany::Many(keys),
    };
    let verified = VerifyRawDataInput { raw_data, signature, session_key };
    let holds = verify_raw_data(&verified);
    let input = DiagnoseRawDataInput { signed: verified, encrypted_data, iv };
    let diagnosis = wx_unionid::diagnose_raw_data(&input);
    let is_ok = diagnosis.cause == DiagnosisCause::Ok;
    assert_eq!(is_ok, diagnosis.causes.is_empty());
    let is_missing = diagnosis.cause == DiagnosisCause::MissingField;
    assert!(is_ok == (holds == Ok(true)) || is_missing, "{diagnosis:?} {holds:?}");
    assert!(diagnosis.opens || !is_ok);
}

fn sha1(text: &str) -> String {
    Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
