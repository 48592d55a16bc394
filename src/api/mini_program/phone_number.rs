//! The phone number that a user shared.

use alloc::string::String;

use super::MINI_PROGRAM;
use crate::api::declare::{answered, given};
use crate::api::{AccessTokenCredentials, Client, Draft, Endpoint};
use crate::error::Error;
use crate::http::HttpMethod;
use crate::secret::PhoneCode;

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
