//! Entries, as the package lays them on the desk.

use js_sys::{Array, JsString, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};
use wx_unionid::{DecryptInput, Kind};

use crate::desk::{Numbers, write, write_numbers};

pub(crate) const APPID: &str = "wx4f4bc4dec97d474b";
pub(crate) const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
pub(crate) const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
pub(crate) const PHONE: &str = "xT8p8W6jIVdEWQ+ccHuD2e4wlKOvkPACqSwR7g001A10cjwdM46gdn01GiQUKaqPzPDRMqCU65RqoH1SV87iasZARr/+0tJRzfFqQAAyBnqrunz9Sbe6xQGlPr95Uo9y/A9Sup64tUE4UVYwGsaRyE+JSNYeG2IMx4gaUgt0+dkOba1xRqBfBE5USsSp+vuoyQqqzgtB8swLoIZhMwIutw==";

/// Behind the flags of the options.
pub(crate) const LIKE_NODE: u32 = 1 << DecryptInput::FLAGS.len();

/// Numbers that come out for each entry.
pub(crate) const OUT: usize = 56;
/// Those before them, for all entries.
pub(crate) const OUT_FOR_ALL: usize = 2;

/// What the package calls `DecryptInput`.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) appid: Texts,
    pub(crate) session_key: Texts,
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
    pub(crate) max_age_seconds: Option<f64>,
    pub(crate) clock_skew_seconds: Option<f64>,
    pub(crate) now: Option<f64>,
    #[serde(default)]
    pub(crate) repair: bool,
    #[serde(default)]
    pub(crate) dangerously_allow_missing_watermark: bool,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Texts {
    One(String),
    Many(Vec<Option<String>>),
}

impl From<&str> for Texts {
    fn from(text: &str) -> Self {
        Self::One(text.into())
    }
}

impl<const COUNT: usize> From<[Option<&str>; COUNT]> for Texts {
    fn from(texts: [Option<&str>; COUNT]) -> Self {
        Self::Many(texts.map(|text| text.map(str::to_owned)).into())
    }
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Repair {
    pub(crate) field: String,
    pub(crate) kind: String,
    pub(crate) at: usize,
}

pub(crate) fn phone() -> Input {
    Input {
        appid: APPID.into(),
        session_key: SESSION_KEY.into(),
        encrypted_data: PHONE.into(),
        iv: IV.into(),
        max_age_seconds: None,
        clock_skew_seconds: None,
        now: None,
        repair: false,
        dangerously_allow_missing_watermark: false,
    }
}

/// What is asked of entries, beside their own options.
#[derive(Clone, Copy, Default)]
pub(crate) struct Demand {
    pub(crate) kind: Option<Kind>,
    pub(crate) flags: u32,
}

/// Puts entries on the desk, as the package does it.
pub(crate) fn write_entries(demand: Demand, inputs: &[JsValue]) -> (usize, Numbers) {
    let mut numbers = Vec::new();
    let mut texts = JsString::from("");
    for input in inputs {
        let number = |name: &&str| get(input, name).as_f64().unwrap_or(f64::NAN);
        let flags =
            DecryptInput::FLAGS.iter().enumerate().fold(demand.flags, |flags, (at, name)| {
                flags | u32::from(get(input, name).is_truthy()) << at
            });
        let lists = ["appid", "sessionKey"].map(|name| get(input, name));
        numbers.extend(DecryptInput::NUMBERS.iter().map(number));
        numbers.push(f64::from(flags));
        numbers.push(demand.kind.map_or(-1.0, |kind| f64::from(kind as u8)));
        numbers.extend(lists.iter().map(|list| match list.dyn_ref::<Array>() {
            Some(list) => f64::from(list.length()),
            None => -1.0,
        }));
        let mut add = |text: JsValue| match text.dyn_into::<JsString>() {
            Ok(text) => {
                numbers.push(f64::from(text.length()));
                texts = texts.concat(&text).concat(&"\n".into());
            }
            Err(_) => numbers.push(-1.0),
        };
        add(get(input, "iv"));
        add(get(input, "encryptedData"));
        for list in lists {
            match list.dyn_into::<Array>() {
                Ok(list) => list.iter().for_each(&mut add),
                Err(one) => add(one),
            }
        }
    }
    (write(&texts), write_numbers(OUT_FOR_ALL + OUT * inputs.len(), &numbers))
}

pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("a plain object")
}
