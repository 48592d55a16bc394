//! The binding: the only place that names `wasm_bindgen` and `js_sys`, and nothing imports it.
//!
//! All texts come in through the [`desk`], where JavaScript has written them before the call. Data
//! that was decrypted stays there for JavaScript to read; every other answer is a value, made by
//! JavaScript's own `JSON.parse`. Errors are thrown, as plain objects: anything else that is thrown
//! is a trap.
//!
//! Nothing that a call saw is left behind: JavaScript wipes the desk, the heap wipes what is freed,
//! and each call wipes the stack that it may have used.

#![allow(
    unsafe_code,
    unreachable_pub,
    reason = "wasm_bindgen asks for `pub`, and its expansion for `unsafe`"
)]

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wx_unionid_json::{Json, entries, replace_lone_surrogates};

use crate::api::{AccessTokenCredentials, AnyEndpoint, AuthorizeUrl, CustomRequest, QrConnectUrl};
#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::arguments::{Arguments, FromArguments, FromJson, Raw};
use crate::diagnosis::DiagnoseRawDataInput;
use crate::error::Error;
use crate::http::{HttpRequest, Reply};
use crate::identity::rules::RULES;
use crate::identity::{AccountRow, IdentityFact, IdentitySource};
use crate::one_or_many::OneOrMany;
use crate::signature::{
    SignPaymentInput, SignSessionInput, SignVoipInput, VerifyRawDataInput, sha256_hex,
};

mod crossing;
mod desk;
mod forget;
mod push;

use desk::desk;
pub use desk::{desk_memory, room_for_numbers, room_for_text};
use forget::forgetting;
pub use push::{
    answer_push, check_push_config, decrypt_push, diagnose_push, encrypt_push, open_push,
    sign_push, verify_push_url,
};

/// A panic is a bug, and ends as a trap. Its message could not be seen, and is not in the
/// package.
#[cfg(feature = "package")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// How deep in the stack of a call secrets may lie, in bytes: in that of `decrypt`, which is called
/// often, and in all others. Deeper there are lengths and places at most: a test searches for more.
const DEEP_IN_DECRYPT: usize = 4 * 1024;
const DEEP: usize = 16 * 1024;

/// `decrypt`, its siblings, `decryptMany` and `WXBizDataCrypt`: opens the entries that are on the
/// desk.
///
/// The answers are on the desk too. Whether there are [`notes`], which few entries have.
#[wasm_bindgen]
pub fn decrypt(text_bytes: usize, entries: usize) -> bool {
    forgetting::<DEEP_IN_DECRYPT, _>(|| desk().open_entries(text_bytes, entries))
}

/// What is to be said of the entries that were just decrypted, a list with a place for each entry
/// up to the last of whom there is anything: `null`, `{ error }` or `{ repairs }`.
#[wasm_bindgen]
pub fn notes() -> Result<JsValue, JsValue> {
    // It never fails. But an export with one reference as its result is inlined by the V8 of
    // Node.js 20, which then may end the process ("unreachable code" in
    // DoComputeBuiltinContinuation). One that may throw has more than one.
    Ok(forgetting::<DEEP_IN_DECRYPT, _>(|| desk().take_notes()))
}

/// `diagnose`, of the one entry that is on the desk.
#[wasm_bindgen]
pub fn diagnose(text_bytes: usize) -> Result<JsValue, JsValue> {
    settle(|| desk().with_entry(text_bytes, |entry| Ok(json(&crate::diagnose(&entry.input)))))
}

/// `resolveIdentity`
#[wasm_bindgen(js_name = resolveIdentity)]
pub fn resolve_identity(facts: usize) -> Result<JsValue, JsValue> {
    answer(facts, |text| {
        let facts = list("facts", text)?.into_iter().enumerate().map(|(index, entry)| {
            IdentityFact::parse("facts", entry).map_err(|error| error.at_index(index))
        });
        Ok(json(&crate::resolve_identity(&facts.collect::<Result<Vec<_>, _>>()?)?))
    })
}

/// `linkIdentities`, of a list of three texts for each row: objects take twice as long.
#[wasm_bindgen(js_name = linkIdentities)]
pub fn link_identities(rows: usize) -> Result<JsValue, JsValue> {
    answer(rows, |text| {
        // Whenever the memory grows, V8 collects garbage, and all of the caller's rows are in its
        // way. So it grows once.
        drop(core::hint::black_box(Vec::<u8>::with_capacity(3 * text.len())));
        let texts = list("rows", text)?;
        let mut rows = Vec::with_capacity(texts.len() / 3);
        for row in texts.chunks_exact(3) {
            let index = rows.len();
            let id = |name, text| {
                let demand = "must look like an id of WeChat's";
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
pub fn verify_raw_data(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let arguments = Arguments::parse("input", text)?;
        let raw_data: String = arguments.take("rawData")?;
        let signature: String = arguments.take("signature")?;
        let keys: OneOrMany<Option<String>> = arguments.take("sessionKey")?;
        let session_key = keys.as_deref();
        let input = VerifyRawDataInput { raw_data: &raw_data, signature: &signature, session_key };
        Ok(json(&crate::verify_raw_data(&input)?))
    })
}

/// `diagnoseRawData`, of texts that are all there: what is missing is empty.
#[wasm_bindgen(js_name = diagnoseRawData)]
pub fn diagnose_raw_data(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let names = ["rawData", "signature", "encryptedData", "iv"];
        let [raw_data, signature, encrypted_data, iv] = texts(text, names)?;
        let keys: OneOrMany<Option<String>> =
            Arguments::parse("input", text)?.take("sessionKey")?;
        let session_key = keys.as_deref();
        let signed = VerifyRawDataInput { raw_data: &raw_data, signature: &signature, session_key };
        let input = DiagnoseRawDataInput { signed, encrypted_data: &encrypted_data, iv: &iv };
        Ok(json(&crate::diagnose_raw_data(&input)))
    })
}

/// `signSession`
#[wasm_bindgen(js_name = signSession)]
pub fn sign_session(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let arguments = Arguments::parse("input", text)?;
        let session_key: String = arguments.take("sessionKey")?;
        let body: Option<String> = arguments.take("body")?;
        let input = SignSessionInput { session_key: &session_key, body: body.as_deref() };
        Ok(json(&crate::sign_session(&input)?))
    })
}

/// `signPayment`
#[wasm_bindgen(js_name = signPayment)]
pub fn sign_payment(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let [app_key, uri, sign_data] = &texts(text, ["appKey", "uri", "signData"])?;
        let input = SignPaymentInput { app_key, uri, sign_data };
        Ok(json(&crate::sign_payment(&input)?))
    })
}

/// `signVoip`
#[wasm_bindgen(js_name = signVoip)]
pub fn sign_voip(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let names = ["sessionKey", "appId", "groupId", "nonceStr", "timeStamp"];
        let [session_key, app_id, group_id, nonce_str, time_stamp] = &texts(text, names)?;
        let input = SignVoipInput { session_key, app_id, group_id, nonce_str, time_stamp };
        Ok(json(&crate::sign_voip(&input)?))
    })
}

/// `buildRequest`, and what is secret in the request.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(input: usize, name: &str) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let [credentials, params] = pair(text, ["credentials", "params"])?;
        Ok(AnyEndpoint::named(name)?.build_request(&credentials, &params)?.to_json())
    })
}

/// `parseResponse`
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(body: usize, status: u16, name: &str) -> Result<JsValue, JsValue> {
    answer_reply(body, status, |reply| AnyEndpoint::named(name)?.parse_response(reply))
}

/// The request of a client's `request()`, and what is secret in it.
#[wasm_bindgen(js_name = buildCustomRequest)]
pub fn build_custom_request(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let [credentials, request] = pair(text, ["credentials", "request"])?;
        let credentials = AccessTokenCredentials::parse("credentials", &credentials)?;
        Ok(CustomRequest::parse("request", &request)?.build(&credentials)?.to_json())
    })
}

/// The reply to it.
#[wasm_bindgen(js_name = parseCustomResponse)]
pub fn parse_custom_response(
    body: usize,
    status: u16,
    path: &str,
    repeatable: bool,
) -> Result<JsValue, JsValue> {
    answer_reply(body, status, |reply| CustomRequest::parse_response(path, repeatable, reply))
}

/// `authorizeUrl`
#[wasm_bindgen(js_name = authorizeUrl)]
pub fn authorize_url(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| Ok(json(&AuthorizeUrl::parse("input", text)?.url()?)))
}

/// `qrConnectUrl`
#[wasm_bindgen(js_name = qrConnectUrl)]
pub fn qr_connect_url(input: usize) -> Result<JsValue, JsValue> {
    answer(input, |text| Ok(json(&QrConnectUrl::parse("input", text)?.url()?)))
}

/// The SHA-256 of a text, in hexadecimal digits.
#[wasm_bindgen]
pub fn sha256(text: usize) -> Result<JsValue, JsValue> {
    answer(text, |text| Ok(json(&sha256_hex(text))))
}

/// The texts that an object of arguments consists of.
fn texts<const N: usize>(text: &str, names: [&str; N]) -> Result<[String; N], Error> {
    let arguments = Arguments::parse("input", text)?;
    let mut texts = [const { String::new() }; N];
    for (text, name) in texts.iter_mut().zip(names) {
        *text = arguments.take(name)?;
    }
    Ok(texts)
}

/// The two objects that a call takes as one, as texts.
fn pair(text: &str, [first, second]: [&'static str; 2]) -> Result<[String; 2], Error> {
    let arguments = Arguments::parse("input", text)?;
    let (Raw(one), Raw(other)) = (arguments.take(first)?, arguments.take(second)?);
    Ok([one, other])
}

fn list<'a>(name: &str, text: &'a str) -> Result<Vec<&'a str>, Error> {
    entries(text).ok_or_else(|| Error::invalid_argument(name, "must be a list of objects"))
}

/// Answers a call that is about a reply, which is on the desk.
fn answer_reply(
    bytes: usize,
    status: u16,
    call: impl FnOnce(&Reply<'static>) -> Result<Json<'static>, Error>,
) -> Result<JsValue, JsValue> {
    settle(|| call(&Reply { status, body: desk().text(bytes) }))
}

/// Answers a call whose input is a text on the desk.
fn answer(
    bytes: usize,
    call: impl FnOnce(&str) -> Result<String, Error>,
) -> Result<JsValue, JsValue> {
    settle(|| {
        let text = str::from_utf8(desk().text(bytes)).expect("TextEncoder writes UTF-8");
        call(&replace_lone_surrogates(text))
    })
}

/// Calls, and leaves nothing of it but the value that it comes to, or the error that it throws.
fn settle<T: AsRef<str>>(call: impl FnOnce() -> Result<T, Error>) -> Result<JsValue, JsValue> {
    forgetting::<DEEP, _>(|| to_js(call()))
}

/// Both are JSON until here.
// Out of line: each export comes here.
#[inline(never)]
fn to_js(outcome: Result<impl AsRef<str>, Error>) -> Result<JsValue, JsValue> {
    match outcome {
        Ok(value) => Ok(parse(value.as_ref())),
        Err(error) => Err(parse(&json(&error))),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with text keys")
}

fn parse(json: &str) -> JsValue {
    JSON::parse(json).expect("the core writes JSON")
}

impl HttpRequest {
    /// With its secrets, which are for the clients alone.
    fn to_json(&self) -> String {
        ["{\"request\":", &json(self), ",\"secrets\":", &json(&*self.secrets), "}"].concat()
    }
}

// The arguments of each call, by their names in JavaScript.

impl FromArguments for IdentityFact {
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, ArgumentType)] = Self::FIELDS;

    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>> {
        let Raw(value) = arguments.take("value")?;
        Ok(Self {
            source: arguments.take("source")?,
            appid: arguments.take("appid")?,
            openid: arguments.take("openid")?,
            value,
        })
    }
}

impl FromJson for IdentitySource {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Text;

    fn from_json(json: &str) -> Option<Self> {
        let name = plain(json)?;
        RULES.iter().map(|rule| rule.source).find(|source| source.to_string() == name)
    }
}
