//! The binding: the only place that names `wasm_bindgen`, and nothing imports it.
//!
//! JSON text crosses, both ways (inwards as bytes: the generated code would copy a string character by
//! character). JavaScript's own `JSON` reads and writes it faster than values can be picked from an object
//! one by one, no code of the caller's runs while an instance is busy, and what
//! WeChat wrote arrives as it wrote it. No call throws: each answers `{ ok: true, value }` or
//! `{ ok: false, error }`, so that whatever is thrown all the same is a trap.

#![allow(
    unsafe_code,
    unreachable_pub,
    reason = "wasm_bindgen asks for `pub`, and its expansion for `unsafe`"
)]

use serde::de::IntoDeserializer as _;
use serde::de::value::Error as NotAKind;
use serde::{Deserialize as _, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::json::replace_lone_surrogates;
use crate::kind::Kind;
use crate::open_data::{DecryptInput, Decrypted, decrypt_in};
use crate::signature::{SignSessionInput, VerifyRawDataInput};
use crate::transport::Manner;

mod arguments;

use arguments::{Arguments, each};

/// `decrypt`, and with the name of a kind, `decryptUserInfo` and its siblings.
#[wasm_bindgen]
pub fn decrypt(input: Vec<u8>, now: f64, kind: Option<String>) -> String {
    answer(input, |text| {
        let decrypted = crate::decrypt(&DecryptInput::read(text, now)?)?;
        if let Some(kind) = kind {
            let kind = Kind::deserialize(kind.into_deserializer());
            let kind = kind.map_err(|_: NotAKind| Error::invalid_argument("kind", "is unknown"))?;
            decrypted.expect(kind)?;
        }
        Ok(decrypted.to_json())
    })
}

/// `decryptMany`
#[wasm_bindgen(js_name = decryptMany)]
pub fn decrypt_many(inputs: Vec<u8>, now: f64) -> String {
    answer(inputs, |text| {
        let decrypt = |text| Ok(crate::decrypt(&DecryptInput::read(text, now)?)?.to_json());
        let outcomes: Vec<String> =
            each(text)?.into_iter().map(|text| outcome(decrypt(text))).collect();
        Ok(format!("[{}]", outcomes.join(",")))
    })
}

/// `WXBizDataCrypt`
#[wasm_bindgen(js_name = bizDataCrypt)]
pub fn biz_data_crypt(input: Vec<u8>) -> String {
    answer(input, |text| Ok(decrypt_in(&DecryptInput::read(text, 0.0)?, Manner::Node)?.to_json()))
}

/// `verifyRawData`
#[wasm_bindgen(js_name = verifyRawData)]
pub fn verify_raw_data(input: Vec<u8>) -> String {
    answer(input, |text| Ok(json(&crate::verify_raw_data(&VerifyRawDataInput::read(text)?)?)))
}

/// `signSession`
#[wasm_bindgen(js_name = signSession)]
pub fn sign_session(input: Vec<u8>) -> String {
    answer(input, |text| Ok(json(&crate::sign_session(&SignSessionInput::read(text)?)?)))
}

/// Answers a call, and wipes its input, which holds session keys.
fn answer(input: Vec<u8>, call: impl FnOnce(&str) -> Result<String, Error>) -> String {
    let input = Zeroizing::new(input);
    let text = str::from_utf8(&input).expect("TextEncoder writes UTF-8");
    #[cfg(feature = "trap")]
    if text.contains("trap") {
        std::process::abort();
    }
    outcome(call(&replace_lone_surrogates(text)))
}

/// `{ ok: true, value }`, given as JSON, or `{ ok: false, error }`.
fn outcome(result: Result<String, Error>) -> String {
    match result {
        Ok(value) => [r#"{"ok":true,"value":"#, &value, "}"].concat(),
        Err(error) => [r#"{"ok":false,"error":"#, &json(&error), "}"].concat(),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with text keys")
}

impl Decrypted {
    /// The data goes out as the text that it is: it was read once, and JavaScript reads it again.
    fn to_json(&self) -> String {
        let mut text = ["{\"kind\":", &json(&self.kind), ",\"data\":", self.data.as_str()].concat();
        if let Some(watermark) = &self.watermark {
            text.extend([",\"watermark\":", &json(watermark)]);
        }
        text.extend([",\"sessionKeyIndex\":", &json(&self.session_key_index)]);
        text.extend([",\"repairs\":", &json(&self.repairs), "}"]);
        text
    }
}

// The arguments of each call, by their names in JavaScript.

impl DecryptInput {
    fn read(text: &str, now: f64) -> Result<Self, Error> {
        let mut arguments = Arguments::parse(text)?;
        let input = Self {
            appid: arguments.required("appid")?,
            session_key: arguments.required("sessionKey")?,
            encrypted_data: arguments.required("encryptedData")?,
            iv: arguments.required("iv")?,
            max_age_seconds: arguments.optional("maxAgeSeconds")?,
            clock_skew_seconds: arguments.optional("clockSkewSeconds")?,
            now: arguments.optional("now")?.or(Some(now)),
            repair: arguments.optional("repair")?.unwrap_or_default(),
            dangerously_allow_missing_watermark: arguments
                .optional("dangerouslyAllowMissingWatermark")?
                .unwrap_or_default(),
        };
        arguments.refuse_others()?;
        Ok(input)
    }
}

impl VerifyRawDataInput {
    fn read(text: &str) -> Result<Self, Error> {
        let mut arguments = Arguments::parse(text)?;
        let input = Self {
            raw_data: arguments.required("rawData")?,
            signature: arguments.required("signature")?,
            session_key: arguments.required("sessionKey")?,
        };
        arguments.refuse_others()?;
        Ok(input)
    }
}

impl SignSessionInput {
    fn read(text: &str) -> Result<Self, Error> {
        let mut arguments = Arguments::parse(text)?;
        let input = Self {
            session_key: arguments.required("sessionKey")?,
            body: arguments.optional("body")?,
        };
        arguments.refuse_others()?;
        Ok(input)
    }
}
