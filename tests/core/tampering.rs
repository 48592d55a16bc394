//! What is encrypted comes back at every length, and whoever changes one byte of it never has data
//! of another app. Native only: it takes too long elsewhere.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use wx_unionid::{DecryptInput, MessagePush, OneOrMany, PushConfig, PushMode, PushQuery, decrypt};

use crate::official::{self, APPID};
use crate::sealed::seal;

const MAX_LENGTH: usize = 2048;
const PUSH: PushConfig<'_> = PushConfig {
    mode: PushMode::Safe,
    receivers: &["wxba5fad812f8e6fb9"],
    tokens: &["AAAAA"],
    encoding_aes_keys: &["abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"],
    max_age_seconds: None,
    now: None,
};

#[test]
fn data_of_every_length_comes_back() {
    for length in 0..=MAX_LENGTH {
        let filler = "a".repeat(length);
        let plaintext =
            format!(r#"{{"filler":"{filler}","watermark":{{"timestamp":1,"appid":"{APPID}"}}}}"#);
        let opened = decrypt(&seal([7; 16], [9; 16], &plaintext).input()).expect("good data");
        assert_eq!(opened.data.as_str(), plaintext);
    }
}

#[test]
fn a_push_of_every_length_comes_back() {
    let push = MessagePush::new(&PUSH).expect("a good configuration");
    for length in 0..=MAX_LENGTH {
        let text = "a".repeat(length);
        let sealed = push.encrypt(&[7; 16], &text).expect("a push");
        assert_eq!(push.decrypt(&sealed).expect("a good push"), text);
    }
}

/// What is before the message is random, so that no reader sees whether the initialisation vector
/// is right.
#[test]
fn a_push_begins_with_the_random_bytes_that_were_given() {
    let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA";
    let config = PushConfig { encoding_aes_keys: &[text], ..PUSH };
    let push = MessagePush::new(&config).expect("a good configuration");
    let sealed = push.encrypt(&[7; 16], "text").expect("a push");
    let [mut bytes, key] =
        [&*sealed, &format!("{text}=")].map(|it| STANDARD.decode(it).expect("Base64"));
    let decryptor = Decryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("their lengths");
    let opened = decryptor.decrypt_padded::<NoPadding>(&mut bytes).expect("whole blocks");
    assert_eq!(opened[..24], [&[7; 16][..], &[0, 0, 0, 4], b"text"].concat());
}

/// Each character of each text as every other one, and each byte that the texts stand for. The apps
/// that are next to the right one would be the first to be hit.
#[test]
fn no_changed_byte_makes_data_of_another_app() {
    let neighbours = changed(APPID.as_bytes(), b'0'..=b'f', 1);
    let neighbours: Vec<_> = neighbours.iter().filter_map(|it| str::from_utf8(it).ok()).collect();
    for good in [official::phone(), official::user_info()] {
        let texts = [official::SESSION_KEY, good.iv, good.encrypted_data];
        for (which, text) in texts.iter().enumerate() {
            let characters = changed(text.as_bytes(), b'\t'..=b'~', step());
            let characters = characters.into_iter().map(|it| String::from_utf8(it).expect("ASCII"));
            let bytes = changed(&STANDARD.decode(text).expect("Base64"), 0..=u8::MAX, step());
            for text in characters.chain(bytes.iter().map(|it| STANDARD.encode(it))) {
                let mut texts = texts;
                texts[which] = &text;
                let [session_key, iv, encrypted_data] = texts;
                let input = DecryptInput {
                    appid: OneOrMany::Many(neighbours.clone()),
                    session_key: session_key.into(),
                    encrypted_data,
                    iv,
                    repair: true,
                    ..DecryptInput::default()
                };
                assert!(decrypt(&input).is_err(), "{texts:?}");
            }
        }
    }
}

/// Each part of a push: what opens all the same is the same message.
#[test]
fn no_changed_byte_makes_another_push() {
    let push = MessagePush::new(&PUSH).expect("a good configuration");
    let message = r#"{"MsgType":"event","Event":"user_info_modified"}"#;
    let sealed = push.encrypt(&[7; 16], message).expect("a push");
    let (timestamp, nonce) = ("1714112445", "415670741");
    let signature = push.sign([timestamp, nonce, &sealed]);
    let body = format!(r#"{{"ToUserName":"gh_1","Encrypt":"{sealed}"}}"#);
    let parts = [timestamp, nonce, "aes", "s", &signature, &body];
    let open = |[timestamp, nonce, encrypt_type, signature, msg_signature, body]: [&str; 6]| {
        let query =
            PushQuery { signature, msg_signature, timestamp, nonce, encrypt_type, echostr: "" };
        push.open(Some(&query), body).map(|opened| opened.message.as_str().to_owned())
    };
    assert_eq!(open(parts).as_deref(), Ok(message));
    for (which, part) in parts.iter().enumerate() {
        for part in changed(part.as_bytes(), 0..=b'~', step()) {
            let mut parts = parts;
            parts[which] = str::from_utf8(&part).expect("ASCII");
            assert!(open(parts).map_or(true, |opened| opened == message), "{parts:?}");
        }
    }
}

/// A tenth of the changes, but for the deep tests.
fn step() -> usize {
    if std::env::var_os("WX_UNIONID_DEEP").is_some() { 1 } else { 10 }
}

/// With each byte as each other of these: every so many of them.
fn changed(bytes: &[u8], others: impl Iterator<Item = u8> + Clone, step: usize) -> Vec<Vec<u8>> {
    let places = (0..bytes.len()).flat_map(|at| others.clone().map(move |other| (at, other)));
    places
        .filter(|(at, other)| bytes[*at] != *other)
        .step_by(step)
        .map(|(at, other)| {
            let mut changed = bytes.to_vec();
            changed[at] = other;
            changed
        })
        .collect()
}
