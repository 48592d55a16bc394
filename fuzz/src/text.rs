//! A text that should be Base64, damaged in any way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use wx_unionid::{Damage, DecryptField, DecryptInput, Error, Repair};

use super::input::{APPID, IV, SESSION_KEY, assert_silent, block, padded, seal, text_lines};

const PLAINTEXT: &str = r#"{"watermark":{"timestamp":1,"appid":"wx4f4bc4dec97d474b"}}"#;
/// More layers are no accident.
const MAX_LAYERS: usize = 16;

/// Which field the text is of (`sessionKey`, `iv`, or else `encryptedData`), and the text.
///
/// A repair gives what strict decoding gives of the text, once each damage that it names is undone,
/// and says so. Where there is damage that cannot be undone, both refuse it.
pub fn text(bytes: &[u8]) {
    let Some(([field], given)) = text_lines(bytes) else { return };
    let field = match field {
        "sessionKey" => DecryptField::SessionKey,
        "iv" => DecryptField::Iv,
        _ => DecryptField::EncryptedData,
    };
    let mut repairs = Vec::new();
    let readings = readings(field, given, &mut repairs);
    let opened = Call::of(field, given, readings.first()).decrypt(true);
    if let Err(error) = &opened {
        assert_silent(error, [given, SESSION_KEY]);
    }
    let wanted = readings.iter().map(|reading| {
        let good = STANDARD.encode(STANDARD.decode(reading).expect("what strict decoding took"));
        Call::of(field, &good, Some(reading)).decrypt(false)
    });
    // Of two readings, the first that the key opens.
    let wanted = wanted.reduce(|one, other| if one.is_ok() { one } else { other });
    match (&opened, wanted) {
        (Ok((data, undone)), Some(Ok((good, _)))) => {
            assert_eq!(*data, good);
            assert!(readings.len() > 1 || *undone == repairs, "{undone:?}, not {repairs:?}");
        }
        (Err(error), Some(Err(good))) => assert_eq!(*error, good),
        (Err(error), None) => assert!(refusal(field, error).is_some(), "{error}"),
        (opened, wanted) => panic!("{opened:?}, and not {wanted:?}"),
    }
}

/// What the text stands for, as canonical Base64: nothing, or two readings where only the key can
/// tell.
fn readings(field: DecryptField, given: &str, repairs: &mut Vec<Repair>) -> Vec<String> {
    let mut text = given.to_owned();
    loop {
        let Some((kind, at)) = damage(field, &text) else { return vec![squeezed(&text)] };
        let Some(peeled) = peel(kind, &text) else { break };
        if repairs.len() == MAX_LAYERS || text.is_ascii() && !peeled.is_ascii() {
            return Vec::new();
        }
        repairs.push(Repair { field, kind, at: at.expect("a place") });
        text = peeled;
    }
    let Some((Damage::PlusBecameSpace, Some(at))) = damage(field, &text) else {
        return written(field, &text, repairs).into_iter().collect();
    };
    let dropped = written(field, &squeezed(&text), repairs);
    if dropped.is_none() {
        repairs.push(Repair { field, kind: Damage::PlusBecameSpace, at });
    }
    let restored = written(field, &with_plus(&text), repairs);
    assert!(restored.is_some(), "its spaces are no `+`");
    dropped.into_iter().chain(restored).collect()
}

/// The text without white space and in the standard alphabet, if nothing else is wrong with it.
fn written(field: DecryptField, text: &str, repairs: &mut Vec<Repair>) -> Option<String> {
    match damage(field, text) {
        None => Some(squeezed(text)),
        Some((kind @ Damage::Base64Url, Some(at))) => {
            repairs.push(Repair { field, kind, at });
            Some(standard(text))
        }
        Some(_) => None,
    }
}

/// What strict decoding says of it.
fn damage(field: DecryptField, text: &str) -> Option<(Damage, Option<usize>)> {
    refusal(field, &Call::of(field, text, None).decrypt(false).err()?)
}

fn refusal(field: DecryptField, error: &Error) -> Option<(Damage, Option<usize>)> {
    match (field, error) {
        (DecryptField::SessionKey, Error::InvalidSessionKey { damage, at, index: None })
        | (DecryptField::Iv, Error::InvalidIv { damage, at })
        | (DecryptField::EncryptedData, Error::InvalidEncryptedData { damage, at }) => {
            Some((*damage, *at))
        }
        _ => None,
    }
}

/// Three texts, of which one is the given one, and the others are good.
struct Call {
    session_key: String,
    iv: String,
    encrypted_data: String,
}

impl Call {
    /// If it is known what a key or an iv stands for, the data is such that it opens.
    fn of(field: DecryptField, text: &str, block_text: Option<&String>) -> Self {
        let [mut session_key, mut iv] = [SESSION_KEY, IV].map(str::to_owned);
        let [mut key_block, mut iv_block] = [SESSION_KEY, IV].map(block);
        let mut encrypted_data = None;
        match field {
            DecryptField::SessionKey => {
                session_key = text.to_owned();
                key_block = block_text.map_or(key_block, |text| block(text));
            }
            DecryptField::Iv => {
                iv = text.to_owned();
                iv_block = block_text.map_or(iv_block, |text| block(text));
            }
            DecryptField::EncryptedData => encrypted_data = Some(text.to_owned()),
        }
        let encrypted_data =
            encrypted_data.unwrap_or_else(|| seal(&key_block, &iv_block, &padded(PLAINTEXT)));
        Self { session_key, iv, encrypted_data }
    }

    fn decrypt(&self, repair: bool) -> Result<(String, Vec<Repair>), Error> {
        let decrypted = wx_unionid::decrypt(&DecryptInput {
            appid: APPID.into(),
            session_key: self.session_key.as_str().into(),
            encrypted_data: &self.encrypted_data,
            iv: &self.iv,
            repair,
            ..DecryptInput::default()
        })?;
        Ok((decrypted.data.as_str().to_owned(), decrypted.repairs))
    }
}

/// Without one layer, and `None` if the damage is no layer or hides no text.
fn peel(kind: Damage, text: &str) -> Option<String> {
    let percent_decoded = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into());
    match kind {
        Damage::JsonQuoted => {
            let quoted = text.trim_ascii();
            Some(quoted[1..quoted.len() - 1].to_owned())
        }
        Damage::PercentEncoded => percent_decoded(text),
        Damage::DoublePercentEncoded => percent_decoded(&percent_decoded(text)?),
        Damage::JsonEscaped => Some(replaced(text, '\\', |rest| {
            let character = rest.chars().next()?;
            let end = if character == 'u' { 5 } else { character.len_utf8() };
            let escape = rest.get(..end).filter(|_| !"bf".contains(character))?;
            match escape {
                "'" => Some(('\'', end)),
                _ => Some((serde_json::from_str(&format!("\"\\{escape}\"")).ok()?, end)),
            }
        })),
        Damage::HtmlEscaped => Some(replaced(text, '&', |rest| {
            let (name, _) = rest.split_once(';').filter(|(name, _)| name.len() <= 8)?;
            Some((referenced(name)?, name.len() + 1))
        })),
        _ => None,
    }
}

fn referenced(name: &str) -> Option<char> {
    let named = [
        ("amp", '&'),
        ("apos", '\''),
        ("equals", '='),
        ("gt", '>'),
        ("lt", '<'),
        ("plus", '+'),
        ("quot", '"'),
        ("sol", '/'),
    ];
    if let Some((_, character)) = named.into_iter().find(|(it, _)| *it == name) {
        return Some(character);
    }
    let number = name.strip_prefix('#')?;
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let (digits, radix) = hexadecimal.map_or((number, 10), |digits| (digits, 16));
    let is_number = digits.chars().all(|digit| digit.is_digit(radix));
    char::from_u32(u32::from_str_radix(digits, radix).ok().filter(|_| is_number)?)
}

/// Each character for what it stands for, where `read` knows it behind `lead`, and how long it is.
fn replaced(text: &str, lead: char, read: impl Fn(&str) -> Option<(char, usize)>) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(lead) {
        let (character, length) = read(behind).unwrap_or((lead, 0));
        replaced.push_str(before);
        replaced.push(character);
        rest = &behind[length..];
    }
    replaced + rest
}

/// Each space as a `+`, but for the indentation of broken lines.
fn with_plus(text: &str) -> String {
    let mut is_first = true;
    let restored = |line: &str| {
        let body = if is_first { line } else { line.trim_start_matches([' ', '\t']) };
        is_first = false;
        line[..line.len() - body.len()].to_owned() + &body.replace(' ', "+")
    };
    text.split_inclusive(['\n', '\r']).map(restored).collect()
}

fn squeezed(text: &str) -> String {
    text.split_ascii_whitespace().collect()
}

/// The standard alphabet, and all of its `=`.
fn standard(text: &str) -> String {
    let text = squeezed(text).replace('-', "+").replace('_', "/");
    let body = text.trim_end_matches('=');
    let padding = "=".repeat(body.len().wrapping_neg() % 4);
    body.to_owned() + &padding
}
