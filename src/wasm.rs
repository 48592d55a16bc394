//! The binding: the only place that names `wasm_bindgen`, and nothing imports it.
//!
//! JSON text crosses, both ways. JavaScript's own `JSON` reads and writes it faster than values can be
//! picked from an object one by one, no code of the caller's runs while an instance is busy, and what
//! WeChat wrote arrives as it wrote it. No call throws: each answers `{ ok: true, value }` or
//! `{ ok: false, error }`, so that whatever is thrown all the same is a trap.

#![allow(
    unsafe_code,
    unreachable_pub,
    reason = "wasm_bindgen asks for `pub`, and its expansion for `unsafe`"
)]

use serde::de::IntoDeserializer as _;
use serde::de::value::Error as NotAKind;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize as _, Serialize, Serializer};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::open_data::{DecryptInput, Decrypted, Kind, decrypt_in};
use crate::signature::{self, SignSessionInput, VerifyRawDataInput};
use crate::transport::Manner;

mod arguments;

use arguments::{Arguments, each};

/// `decrypt`, and with the name of a kind, `decryptUserInfo` and its siblings.
#[wasm_bindgen]
pub fn decrypt(input: String, now: f64, kind: Option<String>) -> String {
    answer(input, |text| {
        let decrypted = crate::decrypt(&DecryptInput::read(text, now)?)?;
        if let Some(kind) = kind {
            let kind = Kind::deserialize(kind.into_deserializer());
            let kind = kind.map_err(|_: NotAKind| Error::invalid_argument("kind", "is unknown"))?;
            decrypted.kind.expect(kind)?;
        }
        Ok(decrypted)
    })
}

/// `decryptMany`
#[wasm_bindgen(js_name = decryptMany)]
pub fn decrypt_many(inputs: String, now: f64) -> String {
    answer(inputs, |text| {
        let decrypt = |text| crate::decrypt(&DecryptInput::read(text, now)?);
        let answers: Vec<Answer<Decrypted>> =
            each(text)?.map(|text| Answer(decrypt(text))).collect();
        Ok(answers)
    })
}

/// `WXBizDataCrypt`
#[wasm_bindgen(js_name = bizDataCrypt)]
pub fn biz_data_crypt(input: String) -> String {
    answer(input, |text| {
        decrypt_in(&DecryptInput::read(text, 0.0)?, Manner::Node)
    })
}

/// `verifyRawData`
#[wasm_bindgen(js_name = verifyRawData)]
pub fn verify_raw_data(input: String) -> String {
    answer(input, |text| {
        signature::verify_raw_data(&VerifyRawDataInput::read(text)?)
    })
}

/// `signSession`
#[wasm_bindgen(js_name = signSession)]
pub fn sign_session(input: String) -> String {
    answer(input, |text| {
        signature::sign_session(&SignSessionInput::read(text)?)
    })
}

/// Answers a call, and wipes its input, which holds session keys.
fn answer<T: Serialize>(input: String, call: impl FnOnce(&str) -> Result<T, Error>) -> String {
    let input = Zeroizing::new(input);
    #[cfg(feature = "trap")]
    if input.contains("trap") {
        std::process::abort();
    }
    let text = crate::json::replace_lone_surrogates(&input);
    serde_json::to_string(&Answer(call(&text))).expect("answers are plain data with text keys")
}

/// `{ ok: true, value }` or `{ ok: false, error }`.
struct Answer<T>(Result<T, Error>);

impl<T: Serialize> Serialize for Answer<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("Answer", 2)?;
        answer.serialize_field("ok", &self.0.is_ok())?;
        match &self.0 {
            Ok(value) => answer.serialize_field("value", value)?,
            Err(error) => answer.serialize_field("error", error)?,
        }
        answer.end()
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
