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

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::api::{AccessTokenCredentials, AnyEndpoint, AuthorizeUrl, CustomRequest, QrConnectUrl};
use crate::arguments::{Arguments, FromJson, Raw, Read};
use crate::error::Error;
use crate::http::Reply;
use crate::identity::rules::RULES;
use crate::identity::{AccountRow, IdentityFact, Source};
use crate::json::{Json, entries, replace_lone_surrogates};
use crate::kind::{Kind, SHAPES};
use crate::open_data::{DecryptInput, Decrypted, decrypt_in};
use crate::signature::{SignSessionInput, VerifyRawDataInput, sha256_hex};
use crate::transport::Manner;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A panic is a bug, and ends as a trap. Its message would be seen by nobody, and is not in the package.
#[cfg(feature = "package")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// `decrypt`, and with the name of a kind, `decryptUserInfo` and its siblings.
#[wasm_bindgen]
pub fn decrypt(input: Vec<u8>, now: f64, kind: Option<String>) -> String {
    answer(input, |text| {
        let decrypted = crate::decrypt(&DecryptInput::read_at(now, text)?)?;
        if let Some(kind) = kind {
            decrypted.expect(Kind::named(&kind)?)?;
        }
        Ok(decrypted.to_json())
    })
}

/// `decryptMany`
#[wasm_bindgen(js_name = decryptMany)]
pub fn decrypt_many(inputs: Vec<u8>, now: f64) -> String {
    answer(inputs, |text| {
        let entries = entries(text);
        let entries = entries
            .ok_or_else(|| Error::invalid_argument("inputs", "must be a list of objects"))?;
        let decrypt = |text| Ok(crate::decrypt(&DecryptInput::read_at(now, text)?)?.to_json());
        let outcomes: Vec<String> =
            entries.into_iter().map(|text| outcome(decrypt(text))).collect();
        Ok(format!("[{}]", outcomes.join(",")))
    })
}

/// `WXBizDataCrypt`
#[wasm_bindgen(js_name = bizDataCrypt)]
pub fn biz_data_crypt(input: Vec<u8>) -> String {
    answer(input, |text| {
        Ok(decrypt_in(&DecryptInput::parse("input", text)?, Manner::Node)?.to_json())
    })
}

/// `diagnose`: what cannot be read counts as missing.
#[wasm_bindgen]
pub fn diagnose(input: Vec<u8>, now: f64) -> String {
    answer(input, |text| {
        let mut input = Arguments::parse("input", text)
            .map_or_else(|_| DecryptInput::default(), |arguments| read_leniently(&arguments));
        input.now = input.now.or(Some(now));
        Ok(json(&crate::diagnose(&input)))
    })
}

/// `resolveIdentity`
#[wasm_bindgen(js_name = resolveIdentity)]
pub fn resolve_identity(facts: Vec<u8>) -> String {
    answer(facts, |text| {
        let entries = entries(text);
        let entries =
            entries.ok_or_else(|| Error::invalid_argument("facts", "must be a list of objects"))?;
        let facts = entries.into_iter().enumerate().map(|(index, entry)| {
            IdentityFact::parse("facts", entry).map_err(|error| error.at_index(index))
        });
        Ok(json(&crate::resolve_identity(&facts.collect::<Result<Vec<_>, _>>()?)?))
    })
}

/// `linkIdentities`, of a list of three texts for each row: objects take twice as long.
#[wasm_bindgen(js_name = linkIdentities)]
pub fn link_identities(rows: Vec<u8>) -> String {
    answer(rows, |text| {
        // Whenever the memory grows, V8 collects garbage, and all of the caller's rows are in its way. So it grows once.
        drop(core::hint::black_box(Vec::<u8>::with_capacity(3 * text.len())));
        let texts = entries(text);
        let texts =
            texts.ok_or_else(|| Error::invalid_argument("rows", "must be a list of objects"))?;
        let mut rows = Vec::with_capacity(texts.len() / 3);
        for row in texts.chunks_exact(3) {
            let index = rows.len();
            let id = |name, text| {
                let demand = "must be a string that could be an id of WeChat's";
                plain(text).ok_or_else(|| Error::invalid_argument(name, demand).at_index(index))
            };
            let (appid, openid) = (id("appid", row[0])?, id("openid", row[1])?);
            let unionid = (row[2] != "null").then(|| id("unionid", row[2])).transpose()?;
            rows.push(AccountRow { appid, openid, unionid });
        }
        Ok(json(&crate::link_identities(&rows)?))
    })
}

/// What is inside the quotes of a text that has no escapes. None of WeChat's ids has any.
fn plain(json: &str) -> Option<&str> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('\\')).then_some(inside)
}

/// `verifyRawData`
#[wasm_bindgen(js_name = verifyRawData)]
pub fn verify_raw_data(input: Vec<u8>) -> String {
    answer(input, |text| {
        Ok(json(&crate::verify_raw_data(&VerifyRawDataInput::parse("input", text)?)?))
    })
}

/// `signSession`
#[wasm_bindgen(js_name = signSession)]
pub fn sign_session(input: Vec<u8>) -> String {
    answer(input, |text| Ok(json(&crate::sign_session(&SignSessionInput::parse("input", text)?)?)))
}

/// `buildRequest`
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(input: Vec<u8>, name: &str) -> String {
    answer(input, |text| {
        let [credentials, params] = pair(text, ["credentials", "params"])?;
        Ok(json(&AnyEndpoint::named(name)?.build_request(&credentials, &params)?))
    })
}

/// `parseResponse`
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(body: Vec<u8>, status: u16, name: &str) -> String {
    answer_reply(Reply { status, body }, |reply| AnyEndpoint::named(name)?.parse_response(reply))
}

/// The request of a client's `request()`.
#[wasm_bindgen(js_name = buildCustomRequest)]
pub fn build_custom_request(input: Vec<u8>) -> String {
    answer(input, |text| {
        let [credentials, request] = pair(text, ["credentials", "request"])?;
        let credentials = AccessTokenCredentials::parse("credentials", &credentials)?;
        Ok(json(&CustomRequest::parse("request", &request)?.build(&credentials)?))
    })
}

/// The reply to it.
#[wasm_bindgen(js_name = parseCustomResponse)]
pub fn parse_custom_response(body: Vec<u8>, status: u16, path: &str) -> String {
    answer_reply(Reply { status, body }, |reply| CustomRequest::parse_response(path, reply))
}

/// `authorizeUrl`
#[wasm_bindgen(js_name = authorizeUrl)]
pub fn authorize_url(input: Vec<u8>) -> String {
    answer(input, |text| Ok(json(&AuthorizeUrl::parse("input", text)?.url()?)))
}

/// `qrConnectUrl`
#[wasm_bindgen(js_name = qrConnectUrl)]
pub fn qr_connect_url(input: Vec<u8>) -> String {
    answer(input, |text| Ok(json(&QrConnectUrl::parse("input", text)?.url()?)))
}

/// The SHA-256 of a text, in hexadecimal digits.
#[wasm_bindgen]
pub fn sha256(text: Vec<u8>) -> String {
    answer(text, |text| Ok(json(&sha256_hex(text))))
}

/// The two objects that a call takes as one, as texts.
fn pair(text: &str, [first, second]: [&'static str; 2]) -> Result<[String; 2], Error> {
    let arguments = Arguments::parse("input", text)?;
    let (Raw(one), Raw(other)) = (arguments.take(first)?, arguments.take(second)?);
    Ok([one, other])
}

/// Answers a call that is about a reply, and wipes it.
fn answer_reply(reply: Reply, call: impl FnOnce(&Reply) -> Result<Json, Error>) -> String {
    let answer = outcome(call(&reply).map(|value| value.as_str().to_owned()));
    drop(Zeroizing::new(reply.body));
    answer
}

/// Answers a call, and wipes its input, which holds session keys.
fn answer(input: Vec<u8>, call: impl FnOnce(&str) -> Result<String, Error>) -> String {
    let input = Zeroizing::new(input);
    let text = str::from_utf8(&input).expect("TextEncoder writes UTF-8");
    #[cfg(feature = "trap")]
    if text.contains("trap") {
        panic!("a trap");
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

impl Kind {
    fn named(name: &str) -> Result<Self, Error> {
        let mut kinds = SHAPES.iter().map(|(kind, _)| *kind);
        let kind = kinds.find(|kind| kind.to_string() == name);
        kind.ok_or_else(|| Error::invalid_argument("kind", "is unknown"))
    }
}

// The arguments of each call, by their names in JavaScript.

impl DecryptInput {
    fn read_at(now: f64, text: &str) -> Result<Self, Error> {
        let mut input = Self::parse("input", text)?;
        input.now = input.now.or(Some(now));
        Ok(input)
    }
}

impl Read for DecryptInput {
    const NAMES: &'static [&'static str] = &[
        "appid",
        "sessionKey",
        "encryptedData",
        "iv",
        "maxAgeSeconds",
        "clockSkewSeconds",
        "now",
        "repair",
        "dangerouslyAllowMissingWatermark",
    ];

    fn read(arguments: &Arguments<'_>) -> Result<Self, Error> {
        let repair: Option<bool> = arguments.take("repair")?;
        let may_be_absent: Option<bool> = arguments.take("dangerouslyAllowMissingWatermark")?;
        Ok(Self {
            appid: arguments.take("appid")?,
            session_key: arguments.take("sessionKey")?,
            encrypted_data: arguments.take("encryptedData")?,
            iv: arguments.take("iv")?,
            max_age_seconds: arguments.take("maxAgeSeconds")?,
            clock_skew_seconds: arguments.take("clockSkewSeconds")?,
            now: arguments.take("now")?,
            repair: repair.unwrap_or_default(),
            dangerously_allow_missing_watermark: may_be_absent.unwrap_or_default(),
        })
    }
}

fn read_leniently(arguments: &Arguments<'_>) -> DecryptInput {
    let may_be_absent: Option<bool> =
        arguments.take("dangerouslyAllowMissingWatermark").unwrap_or_default();
    DecryptInput {
        appid: arguments.take("appid").unwrap_or_default(),
        session_key: arguments.take("sessionKey").unwrap_or_default(),
        encrypted_data: arguments.take("encryptedData").unwrap_or_default(),
        iv: arguments.take("iv").unwrap_or_default(),
        max_age_seconds: arguments.take("maxAgeSeconds").unwrap_or_default(),
        clock_skew_seconds: arguments.take("clockSkewSeconds").unwrap_or_default(),
        now: arguments.take("now").unwrap_or_default(),
        repair: true,
        dangerously_allow_missing_watermark: may_be_absent.unwrap_or_default(),
    }
}

impl Read for IdentityFact {
    const NAMES: &'static [&'static str] = &["source", "appid", "openid", "value"];

    fn read(arguments: &Arguments<'_>) -> Result<Self, Error> {
        let Raw(value) = arguments.take("value")?;
        Ok(Self {
            source: arguments.take("source")?,
            appid: arguments.take("appid")?,
            openid: arguments.take("openid")?,
            value,
        })
    }
}

impl FromJson for Source {
    const DEMAND: &'static str = "must be the name of a source";

    fn from_json(json: &str) -> Option<Self> {
        let name = plain(json)?;
        RULES.iter().map(|rule| rule.source).find(|source| source.to_string() == name)
    }
}

impl Read for VerifyRawDataInput {
    const NAMES: &'static [&'static str] = &["rawData", "signature", "sessionKey"];

    fn read(arguments: &Arguments<'_>) -> Result<Self, Error> {
        Ok(Self {
            raw_data: arguments.take("rawData")?,
            signature: arguments.take("signature")?,
            session_key: arguments.take("sessionKey")?,
        })
    }
}

impl Read for SignSessionInput {
    const NAMES: &'static [&'static str] = &["sessionKey", "body"];

    fn read(arguments: &Arguments<'_>) -> Result<Self, Error> {
        Ok(Self { session_key: arguments.take("sessionKey")?, body: arguments.take("body")? })
    }
}
