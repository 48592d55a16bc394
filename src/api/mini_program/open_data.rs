//! 开放数据: what the client has encrypted data or a cloudID for.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::MINI_PROGRAM;
use crate::api::declare::{answered, given};
use crate::api::{AccessTokenCredentials, Client, Draft, Endpoint, JsonText};
#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::arguments::{Arguments, FromArguments};
use crate::encoded_text::{DecryptField, Manner, decode};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::signature::sha256_hex;

/// 检查加密信息: checks whether WeChat created encrypted data, and when. Only for phone numbers, and only
/// within 3 days.
///
/// See [checkEncryptedData](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct CheckEncryptedData {
    /// The data in question.
    #[cfg_attr(feature = "generate", ts(flatten))]
    pub msg: EncryptedMsg,
}

impl FromArguments for CheckEncryptedData {
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("encrypted_msg_hash", ArgumentType::Maybe(&ArgumentType::Text)),
        ("encryptedData", ArgumentType::Maybe(&ArgumentType::Text)),
    ];

    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>> {
        let hash: Option<String> = arguments.take("encrypted_msg_hash")?;
        let data: Option<String> = arguments.take("encryptedData")?;
        let msg = match (hash, data) {
            (Some(encrypted_msg_hash), None) => EncryptedMsg::Hash { encrypted_msg_hash },
            (None, Some(encryptedData)) => EncryptedMsg::Data { encryptedData },
            _ => {
                return Err(Error::invalid_argument(
                    "encrypted_msg_hash",
                    "is required, unless encryptedData takes its place",
                )
                .into());
            }
        };
        Ok(Self { msg })
    }
}

/// Encrypted data, or its hash.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(untagged))]
pub enum EncryptedMsg {
    /// The hash.
    Hash {
        /// The SHA-256 of the text of encryptedData: 64 hexadecimal digits.
        encrypted_msg_hash: String,
    },
    /// The data, to be hashed. It is not sent.
    Data {
        /// The text that the client received from WeChat: Base64.
        encryptedData: String,
    },
}

answered! {
    /// What WeChat knows about encrypted data.
    pub struct CheckEncryptedDataResponse {
        /// Whether WeChat created the data. (This is WeChat's spelling.)
        pub vaild: bool,
        /// When: seconds since 1970.
        pub create_time: i64,
    }
}

impl Endpoint for CheckEncryptedData {
    const NAME: &'static str = "checkEncryptedData";
    const PURPOSE: [&'static str; 2] =
        ["检查加密数据是否由微信生成", "checks whether WeChat created some encrypted data"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/wxa/business/checkencryptedmsg";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = CheckEncryptedDataResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        app.write(request);
        match &self.msg {
            EncryptedMsg::Hash { encrypted_msg_hash } => {
                request.body("encrypted_msg_hash", encrypted_msg_hash);
            }
            EncryptedMsg::Data { encryptedData } => {
                // Damaged data would only come back as unknown to WeChat.
                decode(DecryptField::EncryptedData, encryptedData, Manner::Strict, &mut Vec::new())
                    .map_err(|(damage, at)| Error::InvalidEncryptedData { damage, at })?;
                let text: String = encryptedData.split_ascii_whitespace().collect();
                request.body("encrypted_msg_hash", &sha256_hex(&text));
            }
        }
        Ok(())
    }
}

given! {
    /// 获取 cloudID 对应的数据: what the client has a `cloudID` for, beside `encryptedData`, without a
    /// session key.
    ///
    /// See [getOpenData](https://developers.weixin.qq.com/miniprogram/dev/server/API/cloudbase/others/api_getopendata).
    pub struct GetOpenData {
        /// The cloudIDs, each valid for 5 minutes.
        pub cloudid_list: Vec<String>,
        /// The user whose data it must be.
        pub openid: Option<String>,
    }
}

answered! {
    /// The data of each cloudID.
    pub struct GetOpenDataResponse {
        /// One for each cloudID.
        pub data_list: Vec<OpenData>,
    }
}

answered! {
    /// The data of one cloudID.
    pub struct OpenData {
        /// The cloudID.
        pub cloud_id: String,
        /// JSON, to be parsed: `{ cloudID, data }`, where `data` is what `decrypt` gives. Always a
        /// string, although the sample of WeChat's page has an object.
        ///
        /// @remarks inferred: that WeChat sends a string, from what users report. Both are read.
        pub json: JsonText,
    }
}

impl Endpoint for GetOpenData {
    const NAME: &'static str = "getOpenData";
    const PURPOSE: [&'static str; 2] = [
        "换取 cloudID 对应的数据（云开发、微信云托管），不需要 session_key",
        "opens cloudIDs (云开发, 微信云托管), without a session key",
    ];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/wxa/getopendata";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = GetOpenDataResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        if self.cloudid_list.is_empty() {
            return Err(Error::invalid_argument("cloudid_list", "must hold cloudIDs"));
        }
        request.check_each("cloudid_list", &mut self.cloudid_list.iter());
        app.write(request)
            .query_if_any("openid", self.openid.as_ref())
            .body_value("cloudid_list", &self.cloudid_list);
        Ok(())
    }
}
