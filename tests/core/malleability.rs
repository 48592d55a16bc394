//! What CBC cannot promise. These tests pass, and that is the point: see the README beside the
//! advice that follows from it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::{DecryptInput, PhoneNumber, decrypt};

use crate::official;

/// Whoever chooses the iv chooses the first 16 bytes of the data, and no check can tell.
#[wasm_bindgen_test(unsupported = test)]
fn a_client_can_change_the_first_16_bytes() {
    let phone = official::phone();
    let mut iv = STANDARD.decode(phone.iv).expect("a good iv");
    // `{"phoneNumber":"13800138000"…`: byte 15 is the quote before the number, which is out of
    // reach, so the name of the field goes instead.
    for (byte, (from, to)) in iv[2..13].iter_mut().zip(b"phoneNumber".iter().zip(b"PHONENUMBER")) {
        *byte ^= from ^ to;
    }
    let forged = DecryptInput { iv: &STANDARD.encode(iv), ..phone };
    let decrypted = decrypt(&forged).expect("a forged payload passes");
    assert!(decrypted.data.as_str().starts_with(r#"{"PHONENUMBER":"13800138000""#));
    assert!(decrypted.payload::<PhoneNumber>().is_err(), "the kind went with the field's name");
}

/// A user's openid begins within the first block.
#[wasm_bindgen_test(unsupported = test)]
fn a_client_can_change_the_first_characters_of_its_openid() {
    let user = official::user_info();
    let mut iv = STANDARD.decode(user.iv).expect("a good iv");
    // `{"openId":"oGZUI…`: bytes 11 to 15 are the first five characters of the openid.
    for (byte, (from, to)) in iv[11..].iter_mut().zip(b"oGZUI".iter().zip(b"oHACK")) {
        *byte ^= from ^ to;
    }
    let forged = DecryptInput { iv: &STANDARD.encode(iv), ..user };
    let decrypted = decrypt(&forged).expect("a forged payload passes");
    assert!(decrypted.data.as_str().starts_with(r#"{"openId":"oHACK0egBJY1zhBYw2KhdUfwVJJE""#));
}
