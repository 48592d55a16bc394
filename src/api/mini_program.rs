//! The users of a mini program or mini game (小程序, 小游戏).

#![allow(non_snake_case, reason = "names are WeChat's")]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::declare::{answered, given};
use super::{
    AccessTokenCredentials, Acknowledgement, AppCredentials, Client, ComponentCredentials, Draft,
    Endpoint, JsonText,
};
#[cfg(feature = "generate")]
use crate::arguments::Sort;
use crate::arguments::{Arguments, FromArguments};
use crate::encoded_text::{DecryptField, Manner, decode};
use crate::error::Error;
use crate::http::{HttpMethod, Parameter};
use crate::secret::{LoginCode, PhoneCode, PluginCode, SessionKey, SessionKeyText};
use crate::signature::sha256_hex;

const MINI_PROGRAM: &[Client] = &[Client::MiniProgram];

given! {
    /// 小程序登录 (登录凭证校验): who has logged in, and the session key. The code works once.
    ///
    /// See [code2Session](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
    pub struct Code2Session {
        /// The code of `wx.login`.
        pub js_code: LoginCode,
    }
}

answered! {
    /// Who has logged in, and the key of the data that the client sends. The key must not leave the
    /// server.
    pub struct Code2SessionResponse {
        /// The user, in this mini program.
        pub openid: String,
        /// The session key, as WeChat sent it: Base64 of 16 bytes, which is not checked here.
        pub session_key: SessionKeyText,
        /// The user across the apps of one Open Platform account. Absent if the mini program is not
        /// bound to one.
        pub unionid: Option<String>,
    }
}

impl Endpoint for Code2Session {
    const NAME: &'static str = "code2Session";
    const PURPOSE: [&'static str; 2] = [
        "用登录 code 换取 openid 和 session_key",
        "exchanges a login code for openid and session key",
    ];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/jscode2session";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;
    const REPEATABLE: bool = false;
    const ON_BEHALF: Option<&'static str> = Some(ThirdpartyCode2Session::NAME);

    type Credentials = AppCredentials;
    type Response = Code2SessionResponse;

    fn write(&self, app: &AppCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &app.appid)
            .query("secret", &app.secret)
            .query("js_code", &self.js_code)
            .query("grant_type", "authorization_code");
        Ok(())
    }
}

given! {
    /// 第三方平台代小程序登录: code2Session on behalf of a mini program.
    ///
    /// See [thirdpartyCode2Session](https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html).
    pub struct ThirdpartyCode2Session {
        /// The code of `wx.login`.
        pub js_code: LoginCode,
    }
}

impl Endpoint for ThirdpartyCode2Session {
    const NAME: &'static str = "thirdpartyCode2Session";
    const PURPOSE: [&'static str; 2] =
        ["第三方平台代小程序登录", "the same, on behalf of a mini program"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/sns/component/jscode2session";
    const CLIENTS: &'static [Client] = &[];
    const REPEATABLE: bool = false;

    type Credentials = ComponentCredentials;
    type Response = Code2SessionResponse;

    fn write(&self, component: &ComponentCredentials, request: &mut Draft) -> Result<(), Error> {
        request
            .query("appid", &component.appid)
            .query("js_code", &self.js_code)
            .query("grant_type", "authorization_code")
            .query("component_appid", &component.component_appid)
            .query("component_access_token", &component.component_access_token);
        Ok(())
    }
}

given! {
    /// 检验登录态: checks whether a session key is still valid. If not, WeChat returns errcode 87009.
    ///
    /// See [checkSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey).
    pub struct CheckSessionKey {
        /// The user, in this mini program.
        pub openid: String,
        /// The session key in question. It signs the request and is not sent.
        pub session_key: SessionKeyText,
    }
}

impl Endpoint for CheckSessionKey {
    const NAME: &'static str = "checkSessionKey";
    const PURPOSE: [&'static str; 2] =
        ["检验 session_key 是否有效", "checks whether a session key is still valid"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/checksession";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = Acknowledgement;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        write_signed(app, &self.openid, &self.session_key, request)
    }
}

given! {
    /// 重置登录态: issues a new session key, valid for the rest of the old one's time.
    ///
    /// See [ResetUserSessionKey](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey).
    pub struct ResetUserSessionKey {
        /// The user, in this mini program.
        pub openid: String,
        /// The current session key. It signs the request and is not sent.
        pub session_key: SessionKeyText,
    }
}

answered! {
    /// The new session key.
    pub struct ResetUserSessionKeyResponse {
        /// The user, in this mini program.
        pub openid: String,
        /// The new session key.
        pub session_key: SessionKeyText,
    }
}

impl Endpoint for ResetUserSessionKey {
    const NAME: &'static str = "resetUserSessionKey";
    const PURPOSE: [&'static str; 2] = ["重置 session_key", "issues a new session key"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/resetusersessionkey";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = ResetUserSessionKeyResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        write_signed(app, &self.openid, &self.session_key, request)
    }
}

/// 支付后获取 Unionid: the unionid of a user who paid within the last 5 minutes, without consent.
///
/// See [getPaidUnionid](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct GetPaidUnionId {
    /// The user, in this mini program.
    pub openid: String,
    /// What was paid.
    #[cfg_attr(feature = "generate", ts(flatten))]
    pub order: PaidOrder,
}

impl FromArguments for GetPaidUnionId {
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, Sort)] = &[
        ("openid", Sort::Text),
        ("transaction_id", Sort::Maybe(&Sort::Text)),
        ("mch_id", Sort::Maybe(&Sort::Text)),
        ("out_trade_no", Sort::Maybe(&Sort::Text)),
    ];

    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>> {
        let openid = arguments.take("openid")?;
        let transaction_id: Option<String> = arguments.take("transaction_id")?;
        let mch_id: Option<String> = arguments.take("mch_id")?;
        let out_trade_no: Option<String> = arguments.take("out_trade_no")?;
        let missing = |name| {
            Error::invalid_argument(name, "is required: mch_id and out_trade_no go together")
        };
        let order = match (transaction_id, mch_id, out_trade_no) {
            (Some(transaction_id), None, None) => PaidOrder::Transaction { transaction_id },
            (None, Some(mch_id), Some(out_trade_no)) => {
                PaidOrder::Merchant { mch_id, out_trade_no }
            }
            (None, Some(_), None) => return Err(missing("out_trade_no").into()),
            (None, None, Some(_)) => return Err(missing("mch_id").into()),
            _ => {
                return Err(Error::invalid_argument(
                    "transaction_id",
                    "is required, unless mch_id and out_trade_no take its place",
                )
                .into());
            }
        };
        Ok(Self { openid, order })
    }
}

/// A paid order, by WeChat's number or by the merchant's.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(untagged))]
pub enum PaidOrder {
    /// By WeChat's number.
    Transaction {
        /// 微信支付订单号
        transaction_id: String,
    },
    /// By the merchant's number.
    Merchant {
        /// 商户号
        mch_id: String,
        /// 商户订单号
        out_trade_no: String,
    },
}

answered! {
    /// Who has paid.
    pub struct GetPaidUnionIdResponse {
        /// The user across the apps of one Open Platform account.
        pub unionid: String,
    }
}

impl Endpoint for GetPaidUnionId {
    const NAME: &'static str = "getPaidUnionId";
    const PURPOSE: [&'static str; 2] =
        ["支付后 5 分钟内获取 unionid", "gets the unionid within 5 minutes after a payment"];
    const METHOD: HttpMethod = HttpMethod::Get;
    const PATH: &'static str = "/wxa/getpaidunionid";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;

    type Credentials = AccessTokenCredentials;
    type Response = GetPaidUnionIdResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        app.write(request).query("openid", &self.openid);
        match &self.order {
            PaidOrder::Transaction { transaction_id } => {
                request.query("transaction_id", transaction_id)
            }
            PaidOrder::Merchant { mch_id, out_trade_no } => {
                request.query("mch_id", mch_id).query("out_trade_no", out_trade_no)
            }
        };
        Ok(())
    }
}

given! {
    /// 获取插件用户 openpid: who uses a plug-in. The code works once.
    ///
    /// See [getPluginOpenPId](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid).
    pub struct GetPluginOpenPId {
        /// The code of `wx.pluginLogin`.
        pub code: PluginCode,
    }
}

answered! {
    /// Who uses the plug-in.
    pub struct GetPluginOpenPIdResponse {
        /// The user in this plug-in. It has no meaning elsewhere.
        pub openpid: String,
    }
}

impl Endpoint for GetPluginOpenPId {
    const NAME: &'static str = "getPluginOpenPId";
    const PURPOSE: [&'static str; 2] =
        ["获取插件用户的 openpid", "gets the openpid of a plug-in's user"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/wxa/getpluginopenpid";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;
    const REPEATABLE: bool = false;

    type Credentials = AccessTokenCredentials;
    type Response = GetPluginOpenPIdResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        app.write(request).body("code", &self.code);
        Ok(())
    }
}

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
    const FIELDS: &'static [(&'static str, Sort)] = &[
        ("encrypted_msg_hash", Sort::Maybe(&Sort::Text)),
        ("encryptedData", Sort::Maybe(&Sort::Text)),
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

given! {
    /// 获取手机号: the phone number that a user shared. The code works once.
    ///
    /// See [getPhoneNumber](https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber).
    pub struct GetPhoneNumber {
        /// The code of the button, not the code of `wx.login`.
        pub code: PhoneCode,
        /// The user whose number it must be. Without it, anybody with another user's code gets that
        /// number.
        pub openid: Option<String>,
    }
}

answered! {
    /// A user's phone number.
    pub struct GetPhoneNumberResponse {
        /// The number.
        pub phone_info: PhoneInfo,
    }
}

answered! {
    /// A phone number.
    pub struct PhoneInfo {
        /// With `+` and the country's code, if that is not 86.
        pub phoneNumber: String,
        /// Without the country's code. A number is paid for, and is not refused because this is
        /// blank.
        pub purePhoneNumber: Option<String>,
        /// The country's code. Always a string: both recorded replies have one, and an old sample
        /// of WeChat's page has a number.
        pub countryCode: Option<String>,
        /// Which app it belongs to, and when it was requested.
        pub watermark: Option<PhoneWatermark>,
    }
}

answered! {
    /// Which app a phone number belongs to.
    pub struct PhoneWatermark {
        /// Seconds since 1970.
        pub timestamp: Option<i64>,
        /// The mini program.
        pub appid: Option<String>,
    }
}

impl Endpoint for GetPhoneNumber {
    const NAME: &'static str = "getPhoneNumber";
    const PURPOSE: [&'static str; 2] =
        ["用手机号 code 换取手机号", "exchanges a phone code for the phone number"];
    const METHOD: HttpMethod = HttpMethod::Post;
    const PATH: &'static str = "/wxa/business/getuserphonenumber";
    const CLIENTS: &'static [Client] = MINI_PROGRAM;
    const REPEATABLE: bool = false;

    type Credentials = AccessTokenCredentials;
    type Response = GetPhoneNumberResponse;

    fn write(&self, app: &AccessTokenCredentials, request: &mut Draft) -> Result<(), Error> {
        app.write(request).body("code", &self.code).body_if_any("openid", self.openid.as_ref());
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

/// A GET request that a session key signs (用户登录态签名): the signature is of an empty body.
fn write_signed(
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
