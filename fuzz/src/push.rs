//! A push: anybody can send one, and a signed and encrypted one may hold anything.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use serde_json::{Map, Value};
use wx_unionid::{Error, MessagePush, OpenedPush, PushConfig, PushMode, PushQuery};

use super::input::{lines, parsed};

const TOKEN: &str = "AAAAA";
const ENCODING_AES_KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const KEY: [u8; 32] = [0; 32];
const RECEIVER: &str = "wxba5fad812f8e6fb9";
/// Random bytes, and the length of the message.
const HEAD_BYTES: usize = 20;
const MAX_DEPTH: usize = 16;
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// A push that is encrypted and signed, whatever is in it. Lines are its time, its nonce, its
/// `encrypt_type`, and `<` or `{` for its envelope; then comes what is encrypted, with its padding.
///
/// It is opened if, and only if, all of it is right, and its message is then read as a plain one
/// is.
pub fn open(bytes: &[u8]) {
    let Some(([timestamp, nonce, encrypt_type, envelope], plaintext)) = lines(bytes) else {
        return;
    };
    let sealed = seal(plaintext);
    let config = PushConfig {
        mode: PushMode::Safe,
        receivers: &[RECEIVER],
        encoding_aes_keys: &[ENCODING_AES_KEY],
        ..plain_config()
    };
    let push = MessagePush::new(&config).expect("a good configuration");
    let query = PushQuery {
        signature: "any",
        msg_signature: &push.sign([timestamp, nonce, &sealed]),
        timestamp,
        nonce,
        encrypt_type,
        echostr: "",
    };
    let body = match envelope {
        "<" => format!("<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"),
        _ => format!("{{\"Encrypt\":\"{sealed}\"}}"),
    };
    let opened = push.open(Some(&query), &body);
    let is_query = timestamp.len() == 10
        && timestamp.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=32).contains(&nonce.len())
        && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && encrypt_type == "aes";
    let message = message_in(plaintext).filter(|_| is_query);
    if message.is_some_and(|message| message.contains("ncrypt")) {
        // As a plain push it is refused.
        return;
    }
    let wanted = message.and_then(|message| open_plain(message).ok());
    match (opened, wanted) {
        (Ok(opened), Some(wanted)) => {
            assert_eq!(opened.message.as_str(), wanted.message.as_str());
            assert_eq!((opened.receiver.as_deref(), opened.key), (Some(RECEIVER), Some(0)));
        }
        (Err(error), None) => assert_eq!(error, Error::PushRefused),
        (opened, wanted) => panic!("{opened:?}, and not {wanted:?}"),
    }
}

/// A body of XML. What is read of it can be written as XML again, and is the same when that is
/// read.
pub fn xml(bytes: &[u8]) {
    let Some(opened) = read(bytes, '<') else { return };
    let message = parsed(opened.message.as_str()).expect("JSON without escapes of surrogates");
    // Each element may be a list of them.
    assert!(depth(&message) <= 2 * MAX_DEPTH);
    let mut written = String::new();
    write_xml("xml", &message, &mut written);
    let again = open_plain(&written).expect("XML that was read before");
    assert_eq!(parsed(again.message.as_str()), Some(message));
}

/// A body of JSON. What is read of it is the same, but for numbers that became texts.
pub fn json(bytes: &[u8]) {
    let Some(opened) = read(bytes, '{') else { return };
    let message = opened.message.as_str();
    let again = open_plain(message).expect("JSON that was read before");
    assert_eq!(again.message.as_str(), message);
    // Another reader has no lone surrogates and no numbers beyond f64.
    let Some(message) = parsed(message) else { return };
    assert!(depth(&message) <= MAX_DEPTH);
    assert!(are_numbers_whole(&message));
    if let Some(body) = str::from_utf8(bytes).ok().and_then(parsed) {
        assert!(is_same(&body, &message), "{message}");
    }
}

fn plain_config() -> PushConfig<'static> {
    PushConfig {
        mode: PushMode::Plain,
        receivers: &[],
        tokens: &[TOKEN],
        encoding_aes_keys: &[],
        max_age_seconds: None,
        now: None,
    }
}

/// A push in plain text, whose signature covers nothing of its body.
fn open_plain(body: &str) -> Result<OpenedPush, Error> {
    let query = PushQuery {
        signature: "f464b24fc39322e44b38aa78f5edd27bd1441696",
        timestamp: "1714036504",
        nonce: "1514711492",
        ..PushQuery::default()
    };
    MessagePush::new(&plain_config()).expect("a good configuration").open(Some(&query), body)
}

fn read(bytes: &[u8], first: char) -> Option<OpenedPush> {
    let body = str::from_utf8(bytes).ok()?;
    body.trim_ascii().starts_with(first).then(|| open_plain(body).ok())?
}

/// Encrypts the whole blocks, with no padding but what is there.
fn seal(plaintext: &[u8]) -> String {
    let (blocks, _) = plaintext.as_chunks::<32>();
    let encryptor = Encryptor::<Aes256>::new(&KEY.into(), &[0; 16].into());
    STANDARD.encode(encryptor.encrypt_padded_vec::<NoPadding>(blocks.as_flattened()))
}

/// The message in what was encrypted, if all around it is right: WeChat's rules once more, in
/// another way.
fn message_in(plaintext: &[u8]) -> Option<&str> {
    let (blocks, _) = plaintext.as_chunks::<32>();
    let padded = blocks.as_flattened();
    let padding = usize::from(*padded.last()?);
    if !(1..=32).contains(&padding) || !padded.ends_with(&vec![padding as u8; padding]) {
        return None;
    }
    let unpadded = &padded[..padded.len() - padding];
    let message = unpadded.strip_suffix(RECEIVER.as_bytes())?.get(HEAD_BYTES..)?;
    let length = (message.len() as u32).to_be_bytes();
    (unpadded[16..HEAD_BYTES] == length).then(|| str::from_utf8(message).ok())?
}

fn depth(value: &Value) -> usize {
    let inside = match value {
        Value::Object(fields) => fields.values().map(depth).max(),
        Value::Array(values) => return values.iter().map(depth).max().unwrap_or(0) + 1,
        _ => return 0,
    };
    inside.unwrap_or(0) + 1
}

fn are_numbers_whole(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.values().all(are_numbers_whole),
        Value::Array(values) => values.iter().all(are_numbers_whole),
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            number.as_f64().is_some_and(|number| number.abs() <= MAX_SAFE)
        }
        _ => true,
    }
}

fn is_same(body: &Value, message: &Value) -> bool {
    let are_same = |one: &Map<String, Value>, other: &Map<String, Value>| {
        one.iter().all(|(name, value)| other.get(name).is_some_and(|other| is_same(value, other)))
    };
    match (body, message) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && are_same(one, other)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Number(_), Value::String(other)) => parsed(other).as_ref() == Some(body),
        _ => body == message,
    }
}

fn write_xml(name: &str, value: &Value, xml: &mut String) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| write_xml(name, value, xml)),
        Value::Object(fields) => {
            xml.push_str(&format!("<{name}>"));
            fields.iter().for_each(|(name, value)| write_xml(name, value, xml));
            xml.push_str(&format!("</{name}>"));
        }
        _ => {
            let text = value.as_str().expect("in XML all is text");
            let text = text.replace("]]>", "]]]]><![CDATA[>");
            xml.push_str(&format!("<{name}><![CDATA[{text}]]></{name}>"));
        }
    }
}
