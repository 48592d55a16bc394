//! A push or a question of any form, and any configuration.

use wx_unionid::{MessagePush, PushCause, PushConfig, PushMode, PushQuery};

use super::input::{assert_silent, text_lines};

/// `safe`, `compatible` or else `plain`; the tokens, keys and receivers with a comma between them;
/// the maximum age; the query, where `=` stands for the right signature; and the body.
///
/// Nothing is wrong if, and only if, it is opened, or as a question answered. Of the steps none
/// failed but the last.
pub fn diagnose_push(bytes: &[u8]) {
    let Some((lines, body)) = text_lines(bytes) else { return };
    let [
        mode,
        tokens,
        keys,
        receivers,
        age,
        timestamp,
        nonce,
        encrypt_type,
        signature,
        msg_signature,
        echostr,
    ] = lines;
    let [tokens, keys, receivers] = [tokens, keys, receivers].map(listed);
    let config = PushConfig {
        mode: match mode {
            "safe" => PushMode::Safe,
            "compatible" => PushMode::Compatible,
            _ => PushMode::Plain,
        },
        receivers: &receivers,
        tokens: &tokens,
        encoding_aes_keys: &keys,
        max_age_seconds: age.parse().ok(),
        now: Some(1_700_000_000_000.0),
    };
    let push = MessagePush::new(&config);
    let signed = |given: &str, sealed: &str| match &push {
        Ok(push) if given == "=" => push.sign([timestamp, nonce, sealed]),
        _ => given.to_owned(),
    };
    let sealed = if body.is_empty() { echostr } else { sealed_in(body) };
    let query = PushQuery {
        signature: &signed(signature, ""),
        msg_signature: &signed(msg_signature, sealed),
        timestamp,
        nonce,
        encrypt_type,
        echostr,
    };
    let diagnosis = wx_unionid::diagnose_push(&config, Some(&query), body, true);
    let is_ok = diagnosis.cause == PushCause::Ok;
    assert_eq!(is_ok, diagnosis.causes.is_empty());
    let Ok(push) = &push else { return };
    let answer = if !echostr.is_empty() && body.is_empty() {
        push.verify_url(Some(&query)).map(drop)
    } else {
        push.open(Some(&query), body).map(drop)
    };
    if let Err(error) = &answer {
        assert_silent(error, tokens.iter().chain(&keys).copied().chain([body, echostr]));
    }
    assert_eq!(is_ok, answer.is_ok(), "{diagnosis:?} {answer:?}");
    let (last, before) = diagnosis.steps.split_last().expect("a step");
    assert!(before.iter().all(|step| step.ok) && last.ok == answer.is_ok(), "{diagnosis:?}");
}

fn listed(texts: &str) -> Vec<&str> {
    texts.split(',').filter(|text| *text != "-").collect()
}

/// What a body says is encrypted.
fn sealed_in(body: &str) -> &str {
    let behind = |start: &str, end: &str| Some(body.split_once(start)?.1.split_once(end)?.0);
    behind("<Encrypt><![CDATA[", "]]>")
        .or_else(|| behind("\"Encrypt\":\"", "\""))
        .unwrap_or_default()
}
