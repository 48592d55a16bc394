//! A reply of any endpoint: a server, a proxy or an attacker in between may have written it.

use serde_json::Value;
use wx_unionid::api::*;
use wx_unionid::{Error, Reply};

use super::input::{assert_silent, unique};

/// Reads a reply as the type of its endpoint.
type Typed = fn(&Reply<'_>) -> Result<(), Error>;

macro_rules! typed {
    ($($endpoint:ident)*) => { [$(($endpoint::NAME, typed::<$endpoint> as Typed)),*] };
}

const TYPED: [(&str, Typed); 23] = typed!(
    Code2Session ThirdpartyCode2Session CheckSessionKey ResetUserSessionKey GetPaidUnionId
    GetPluginOpenPId CheckEncryptedData GetUserEncryptKey GetPhoneNumber GetOpenData GetAccessToken
    GetStableAccessToken SnsAccessToken SnsRefreshToken SnsAuth SnsUserInfo ThirdpartySnsAccessToken
    ThirdpartySnsRefreshToken UserInfo BatchUserInfo GetFans GetBlacklist ChangeOpenid
);

const MAX_SAFE: u64 = 9_007_199_254_740_991;

fn typed<E: Endpoint>(reply: &Reply<'_>) -> Result<(), Error> {
    parse_response::<E>(reply).map(drop)
}

/// The endpoint, the status, and the body.
///
/// What is read can be read again, and is the same; the type of the endpoint takes it, and nothing
/// else. An errcode is told, and of what else is wrong nothing but the name of a field.
pub fn reply(bytes: &[u8]) {
    let Some((name, rest)) = split(bytes) else { return };
    let Some((status, body)) = split(rest) else { return };
    let number = usize::from(name.first().copied().unwrap_or_default()) % TYPED.len();
    let found = TYPED.iter().find(|(it, _)| it.as_bytes() == name);
    let (name, typed) = found.unwrap_or(&TYPED[number]);
    let status = str::from_utf8(status).ok().and_then(|it| it.parse().ok()).unwrap_or(200);
    let endpoint = AnyEndpoint::named(name).expect("an endpoint");
    let reply = Reply { status, body };
    let read = endpoint.parse_response(&reply);
    let text = str::from_utf8(body).unwrap_or_default();
    let errcode = unique(text).and_then(|fields| fields.get("errcode").and_then(Value::as_i64));
    // What JavaScript would round is no errcode.
    let errcode = errcode.filter(|it| it.unsigned_abs() <= MAX_SAFE);
    match read {
        Ok(read) => {
            assert!((200..300).contains(&status) && errcode.unwrap_or_default() == 0);
            let again = endpoint.parse_response(&Reply { status, body: read.as_str().as_bytes() });
            assert_eq!(again.expect("a reply that was read before").as_str(), read.as_str());
            assert_eq!(typed(&reply), Ok(()), "{}", read.as_str());
        }
        Err(error) => {
            assert_eq!(typed(&reply).as_ref(), Err(&error));
            check_refused(&error, name, body, errcode);
        }
    }
}

fn check_refused(error: &Error, endpoint: &str, body: &[u8], errcode: Option<i64>) {
    match error {
        Error::Api(error) => {
            assert!(error.errcode != 0 && errcode.is_none_or(|it| it == error.errcode));
            assert!(error.errmsg.chars().count() <= 512);
            assert!(error.rid.as_ref().is_none_or(
                |rid| error.errmsg.contains(&**rid) || error.errmsg.chars().count() == 512
            ));
        }
        error => {
            assert_eq!(errcode.unwrap_or_default(), 0, "{error}");
            let text = String::from_utf8_lossy(body);
            let words = text.split(|it: char| !it.is_ascii_alphanumeric());
            assert_silent(error, words.filter(|word| !endpoint.contains(word)));
        }
    }
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..at], &bytes[at + 1..]))
}
