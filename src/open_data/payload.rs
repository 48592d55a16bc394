//! What WeChat's APIs put into `encryptedData`: one type per kind.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::kind::Kind;
use crate::watermark::Watermark;

/// The type of a kind's data.
pub trait Payload: DeserializeOwned {
    /// The kind.
    const KIND: Kind;
}

macro_rules! payloads {
    ($($payload:ident),* $(,)?) => {
        $(impl Payload for $payload {
            const KIND: Kind = Kind::$payload;
        }

        /// Shows no field: they are personal data.
        impl fmt::Debug for $payload {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($payload)).finish_non_exhaustive()
            }
        })*

        /// The type of each, as TypeScript has it.
        #[cfg(feature = "generate")]
        pub(crate) const PAYLOADS: &[(Kind, &str)] =
            &[$((Kind::$payload, stringify!($payload)),)* (Kind::PrivateMessage, "string")];

        #[cfg(feature = "generate")]
        pub(crate) fn visit_payloads(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$payload>();)*
        }
    };
}

payloads!(
    GameClubData,
    GroupEnterInfo,
    MidasFriendPayment,
    PhoneNumber,
    ShareInfo,
    UserInfo,
    UserProfile,
    WeRun,
);

/// `wx.getUserInfo`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html)):
/// who the user is.
///
/// Since 2021 the profile is anonymous (微信用户, a grey avatar) and gender and region are blank;
/// `openId` and `unionId` are not affected.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The user in this mini program.
    pub open_id: String,
    /// The user across the apps of one Open Platform account. Absent if the mini program is not
    /// bound to one.
    pub union_id: Option<String>,
    /// The profile.
    #[serde(flatten)]
    pub profile: UserProfile,
}

/// `wx.getUserProfile`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html)):
/// a profile without an identity. It never contains `openId` or `unionId`.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct UserProfile {
    /// Any Unicode. 微信用户 since 2022.
    pub nick_name: String,
    /// 0 unknown, 1 male, 2 female. 0 since 2021.
    pub gender: Option<u8>,
    /// Older data: `zh_CN`.
    pub language: Option<String>,
    /// Empty since 2021.
    pub city: Option<String>,
    /// Empty since 2021.
    pub province: Option<String>,
    /// Empty since 2021; `CN` or `China` before, or in the user's language.
    pub country: Option<String>,
    /// The last part of the path is the size (0, 46, 64, 96, 132; 0 is 640). Empty if there is no
    /// avatar.
    pub avatar_url: Option<String>,
    /// Which app the data belongs to, and when it was fetched.
    pub watermark: Option<Watermark>,
}

/// `<button open-type="getPhoneNumber">`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html)),
/// the old way.
///
/// A client can change part of what was encrypted. For a number that cannot be changed, use its
/// code (getuserphonenumber).
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct PhoneNumber {
    /// With the country code, if it is a foreign number.
    pub phone_number: String,
    /// Without the country code.
    pub pure_phone_number: String,
    /// `86`
    pub country_code: String,
    /// Which app the data belongs to, and when it was fetched.
    pub watermark: Option<Watermark>,
}

/// `wx.getWeRunData`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/werun/wx.getWeRunData.html)):
/// the steps of the last 31 days, the current one last.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct WeRun {
    /// One entry a day.
    pub step_info_list: Vec<Step>,
    /// Which app the data belongs to, and when it was fetched.
    pub watermark: Option<Watermark>,
}

/// The steps of one day.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
pub struct Step {
    /// The day, in seconds since 1970.
    #[cfg_attr(feature = "generate", ts(type = "number"))]
    pub timestamp: i64,
    /// Steps.
    pub step: u32,
}

/// `wx.getShareInfo`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.getShareInfo.html)): the
/// group that the mini program was shared to, or the ticket of a private message (私密消息), which has
/// no group. One of the two is there.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
pub struct ShareInfo {
    /// The group in this mini program. Note the spelling: `wx.getGroupEnterInfo` has `opengid`.
    #[serde(rename = "openGId")]
    pub open_gid: Option<String>,
    /// Of a private message (私密消息), in place of the group.
    ///
    /// @remarks inferred: from data of one mini program, published with its key; WeChat's page does
    /// not name it.
    #[serde(rename = "msgTicket")]
    pub msg_ticket: Option<String>,
    /// Which app the data belongs to, and when it was fetched.
    pub watermark: Option<Watermark>,
}

/// `wx.getGroupEnterInfo`
/// ([docs](https://developers.weixin.qq.com/miniprogram/dev/api/open-api/group/wx.getGroupEnterInfo.html))
/// and `wx.getChatToolInfo`: the chat that the mini program was opened from. Fields that do not
/// apply are empty or absent; one of the three ids is there.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
pub struct GroupEnterInfo {
    /// A group chat. Note the spelling: `wx.getShareInfo` has `openGId`.
    pub opengid: Option<String>,
    /// A chat of two.
    pub open_single_roomid: Option<String>,
    /// The user in this chat.
    pub group_openid: Option<String>,
    /// The type of the chat, by WeChat's numbers.
    pub chat_type: Option<u32>,
    /// Which app the data belongs to, and when it was fetched. `wx.getChatToolInfo` sends none.
    ///
    /// @remarks inferred: that `wx.getGroupEnterInfo` sends none at times, from few reports.
    pub watermark: Option<Watermark>,
}

/// `wx.getGameClubData`
/// ([docs](https://developers.weixin.qq.com/minigame/dev/api/open-api/game-club/wx.getGameClubData.html)).
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct GameClubData {
    /// The requested values.
    pub data_list: Vec<GameClubValue>,
    /// Which app the data belongs to, and when it was fetched.
    ///
    /// @remarks inferred: from the data of other APIs; WeChat's page does not show it.
    pub watermark: Option<Watermark>,
}

/// One value of the game club.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct GameClubValue {
    /// What it is, by WeChat's numbers.
    pub data_type: u32,
    /// The value.
    #[cfg_attr(feature = "generate", ts(type = "number"))]
    pub value: i64,
}

/// `wx.requestMidasFriendPayment`
/// ([docs](https://developers.weixin.qq.com/minigame/dev/api/midas-payment/wx.requestMidasFriendPayment.html)),
/// deprecated.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct MidasFriendPayment {
    /// The order, by the developer's number.
    pub out_trade_no: String,
    /// The order, by Midas's number.
    pub order_no: String,
    /// Which app the data belongs to, and when it was fetched.
    pub watermark: Option<Watermark>,
}
