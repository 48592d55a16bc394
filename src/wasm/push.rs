//! Message push. A configuration crosses as one text with all that a call needs: a list of lists of
//! texts.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wx_unionid_cipher::{BLOCK_BYTES, Block};
use wx_unionid_json::{entries, strings};

use super::{answer, json};
use crate::error::Error;
use crate::push::{
    MessagePush, PushAnswer, PushConfig, PushFormat, PushMode, PushQuery, diagnose_push as diagnose,
};

/// No age is asked for.
const UNTIMED: [f64; 2] = [f64::NAN; 2];

/// Checks the configuration of a `MessagePush` or a `WXBizMsgCrypt`.
#[wasm_bindgen(js_name = checkPushConfig)]
pub fn check_push_config(input: usize) -> Result<JsValue, JsValue> {
    with_config(input, UNTIMED, &|_, _, _| Ok("true".into()))
}

/// `MessagePush.open`, of `[body]`
#[wasm_bindgen(js_name = openPush)]
pub fn open_push(input: usize, max_age_seconds: f64, now: f64) -> Result<JsValue, JsValue> {
    with_config(input, [max_age_seconds, now], &|push, query, texts| {
        let opened = push.open(query, texts[0])?;
        Ok(["{\"message\":", opened.message.as_str(), ",\"fields\":", &json(&opened), "}"].concat())
    })
}

/// `MessagePush.verifyUrl`
#[wasm_bindgen(js_name = verifyPushUrl)]
pub fn verify_push_url(input: usize, max_age_seconds: f64, now: f64) -> Result<JsValue, JsValue> {
    with_config(input, [max_age_seconds, now], &|push, query, _| Ok(json(&push.verify_url(query)?)))
}

/// `MessagePush.reply`, of `[format, receiver, nonce, random, text]`
#[wasm_bindgen(js_name = answerPush)]
pub fn answer_push(input: usize, token: usize, key: usize, now: f64) -> Result<JsValue, JsValue> {
    with_config(input, [f64::NAN, now], &|push, _, texts| {
        let format = match texts[0] {
            "xml" => PushFormat::Xml,
            "json" => PushFormat::Json,
            _ => PushFormat::WecomJson,
        };
        let (receiver, nonce, random, text) = (texts[1], texts[2], block(texts[3])?, texts[4]);
        let answer = PushAnswer { format, token, key, receiver, nonce, random, text };
        Ok(json(&push.reply(&answer)?))
    })
}

/// `WXBizMsgCrypt.getSignature`, of `[timestamp, nonce, encrypt]`
#[wasm_bindgen(js_name = signPush)]
pub fn sign_push(input: usize) -> Result<JsValue, JsValue> {
    with_config(input, UNTIMED, &|push, _, texts| {
        Ok(json(&push.sign([texts[0], texts[1], texts[2]])))
    })
}

/// `WXBizMsgCrypt.decrypt`, of `[encrypt]`
#[wasm_bindgen(js_name = decryptPush)]
pub fn decrypt_push(input: usize) -> Result<JsValue, JsValue> {
    with_config(input, UNTIMED, &|push, _, texts| Ok(json(&push.decrypt(texts[0])?)))
}

/// `WXBizMsgCrypt.encrypt`, of `[random, text]`
#[wasm_bindgen(js_name = encryptPush)]
pub fn encrypt_push(input: usize) -> Result<JsValue, JsValue> {
    with_config(input, UNTIMED, &|push, _, texts| {
        Ok(json(&push.encrypt(&block(texts[0])?, texts[1])?))
    })
}

/// `diagnosePush`, of `[body, is it raw?]`
#[wasm_bindgen(js_name = diagnosePush)]
pub fn diagnose_push(input: usize, max_age_seconds: f64, now: f64) -> Result<JsValue, JsValue> {
    with_input(input, [max_age_seconds, now], &|config, query, texts| {
        Ok(json(&diagnose(config, query, texts[0], texts[1] == "raw")))
    })
}

/// One of the calls. There is one way to it for all of them, which is large.
type Call<'a> =
    &'a dyn Fn(&MessagePush<'_>, Option<&PushQuery<'_>>, &[&str]) -> Result<String, Error>;
/// A call whose configuration may be bad.
type AnyCall<'a> =
    &'a dyn Fn(&PushConfig<'_>, Option<&PushQuery<'_>>, &[&str]) -> Result<String, Error>;

/// Answers a call of a configuration that must be good.
fn with_config(input: usize, times: [f64; 2], call: Call<'_>) -> Result<JsValue, JsValue> {
    with_input(input, times, &|config, query, texts| call(&MessagePush::new(config)?, query, texts))
}

/// Answers a call whose input is `[[mode], receivers, tokens, keys, query, texts]`. A query that is
/// none is an empty list.
fn with_input(input: usize, times: [f64; 2], call: AnyCall<'_>) -> Result<JsValue, JsValue> {
    answer(input, |text| {
        let lists = entries(text).unwrap_or_default().into_iter().filter_map(strings);
        let lists: Vec<Vec<String>> = lists.collect();
        let lists: Vec<Vec<&str>> =
            lists.iter().map(|list| list.iter().map(String::as_str).collect()).collect();
        let [mode, receivers, tokens, encoding_aes_keys, query, texts] = &*lists else {
            return Err(Error::invalid_argument("input", "must be a readable object"));
        };
        // What is no number was not given, and what is infinite is no limit.
        let [max_age_seconds, now] = times.map(|time| Some(time).filter(|it| it.is_finite()));
        let config = PushConfig {
            mode: match mode[0] {
                "safe" => PushMode::Safe,
                "compatible" => PushMode::Compatible,
                _ => PushMode::Plain,
            },
            receivers,
            tokens,
            encoding_aes_keys,
            max_age_seconds,
            now,
        };
        let query = match **query {
            [signature, msg_signature, timestamp, nonce, encrypt_type, echostr] => {
                Some(PushQuery {
                    signature,
                    msg_signature,
                    timestamp,
                    nonce,
                    encrypt_type,
                    echostr,
                })
            }
            _ => None,
        };
        call(&config, query.as_ref(), texts)
    })
}

fn block(digits: &str) -> Result<Block, Error> {
    let mut block = Block::default();
    match base16ct::lower::decode(digits, &mut block) {
        Ok(bytes) if bytes.len() == BLOCK_BYTES => Ok(block),
        _ => Err(Error::invalid_argument("random", "must be 16 bytes")),
    }
}
