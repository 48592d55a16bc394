//! Requests that a session key signs.

use alloc::string::String;

use crate::api::{AccessTokenCredentials, Draft};
use crate::error::Error;
use crate::http::Parameter;
use crate::secret::{SessionKey, SessionKeyText};

/// A GET request that a session key signs (用户登录态签名): the signature is of an empty body.
pub(super) fn write_signed(
    app: &AccessTokenCredentials,
    openid: &str,
    session_key: &SessionKeyText,
    request: &mut Draft,
) -> Result<(), Error> {
    let signature = Signature(SessionKey::parse(session_key.as_str())?.sign(""));
    app.write(request)
        .query("openid", openid)
        .query("signature", &signature)
        .query("sig_method", "hmac_sha256");
    Ok(())
}

/// It stands for the session key: it is enough to ask about the session.
struct Signature(String);

impl Parameter for Signature {
    const IS_SECRET: bool = true;

    fn as_text(&self) -> &str {
        &self.0
    }
}
