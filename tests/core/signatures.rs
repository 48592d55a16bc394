//! What is signed, and what a signature proves.

use sha1::{Digest as _, Sha1};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{
    Error, MAX_TEXT_BYTES, SignPaymentInput, SignSessionInput, VerifyRawDataInput, sign_payment,
    sign_session, verify_raw_data,
};

use crate::official::SESSION_KEY;

fn verify(raw_data: &str, signature: &str) -> Result<bool, Error> {
    let session_key = SESSION_KEY.into();
    verify_raw_data(&VerifyRawDataInput { raw_data, signature, session_key })
}

/// Where the last byte is 0, a reader that fills up what is missing would take what is cut.
#[wasm_bindgen_test(unsupported = test)]
fn a_signature_that_is_cut_does_not_hold() {
    let signed = |text: &String| Sha1::digest(format!("{text}{SESSION_KEY}"));
    let mut texts = (0..).map(|number: u32| number.to_string());
    let text = texts.find(|text| signed(text).ends_with(&[0])).expect("there are enough");
    let signature = base16ct::lower::encode_string(&signed(&text));
    assert_eq!(verify(&text, &signature), Ok(true));
    assert_eq!(verify(&text, &signature.to_uppercase()), Ok(true));
    assert_eq!(verify(&text, &signature[..38]), Ok(false));
    assert_eq!(verify(&text, &format!("{signature}00")), Ok(false));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_signed_has_at_most_a_mebibyte() {
    let refused = |argument: &str, it: Result<(), Error>| match it {
        Err(Error::InvalidArgument { argument: named, .. }) => assert_eq!(named, argument),
        it => panic!("{argument}: {it:?}"),
    };
    let longest = &*"a".repeat(MAX_TEXT_BYTES);
    let longer = &*"a".repeat(MAX_TEXT_BYTES + 1);
    let session = |body| sign_session(&SignSessionInput { session_key: SESSION_KEY, body });
    let payment = |sign_data| {
        let uri = "requestVirtualPayment";
        sign_payment(&SignPaymentInput { app_key: "12345", uri, sign_data })
    };
    assert_eq!(verify(longest, ""), Ok(false));
    refused("rawData", verify(longer, "").map(drop));
    assert!(session(Some(longest)).is_ok());
    refused("body", session(Some(longer)).map(drop));
    assert!(payment(longest).is_ok());
    refused("signData", payment(longer).map(drop));
}
