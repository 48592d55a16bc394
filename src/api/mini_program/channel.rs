//! The encrypted channel of a user (小程序加密网络通道).

use alloc::string::String;
use alloc::vec::Vec;

use super::MINI_PROGRAM;
use super::signed::write_signed;
use crate::api::declare::{answered, given};
use crate::api::{AccessTokenCredentials, Client, Draft, Endpoint};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::SessionKeyText;

given! {
    /// 获取用户 encryptKey (小程序加密网络通道): the last three keys of a user's encrypted channel. What they
    /// encrypt, and how, is up to the mini program.
    ///
    /// See [getUserEncryptKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey).
    pub struct GetUserEncryptKey {
        /// The user, in this mini program.
        pub openid: String,
        /// The user's session key. It signs the request and is not sent.
        pub session_key: SessionKeyText,
    }
}

answered! {
    /// The keys of a user's encrypted channel.
    pub struct GetUserEncryptKeyResponse {
        /// The last three, the newest first.
        pub key_info_list: Vec<EncryptKey>,
    }
}

answered! {
    /// A key of a user's encrypted channel.
    pub struct EncryptKey {
        /// Base64 of 16 bytes.
        pub encrypt_key: SessionKeyText,
        /// 16 characters, which are the 16 bytes: not Base64 and not hexadecimal.
        ///
        /// @remarks inferred: from the length in the sample of WeChat's page, which leaves the
        /// cipher to the developer.
        pub iv: String,
        /// Its number. The client also sends the number of the key that it used.
        pub version: i64,
        /// How many of 3600 seconds it is still valid; 0 if it has expired.
        pub expire_in: i64,
        /// When it was created: seconds since 1970.
        pub create_time: i64,
    }
}

impl Endpoint for GetUserEncryptKey {
    const NAME: &'static str = "getUserEncryptKey";
    const PURPOSE: [&'static str; 2] =
        ["加密网络通道的密钥", "gets the keys of the encrypted channel"];
    // Older pages say POST. WeChat takes that only with a body of nothing at all.
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/business/getuserencryptkey";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = GetUserEncryptKeyResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        write_signed(app, &self.openid, &self.session_key, request)
    }
}
