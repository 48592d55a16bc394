//! Ids of a user, without a login.

use alloc::boxed::Box;
use alloc::string::String;

use super::MINI_PROGRAM;
use crate::api::declare::{answered, given};
use crate::api::{AccessTokenCredentials, Client, Draft, Endpoint};
#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::arguments::{Arguments, FromArguments};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::PluginCode;

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
    const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("openid", ArgumentType::Text),
        ("transaction_id", ArgumentType::Maybe(&ArgumentType::Text)),
        ("mch_id", ArgumentType::Maybe(&ArgumentType::Text)),
        ("out_trade_no", ArgumentType::Maybe(&ArgumentType::Text)),
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
