//! The kinds of 开放数据, told apart by their fields.

use core::fmt;

use serde::Serialize;

use crate::json::Object;

/// Which of WeChat's APIs the data is from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// `wx.getGameClubData`
    GameClubData,
    /// `wx.getGroupEnterInfo`, and `wx.getChatToolInfo`, which has the same fields
    GroupEnterInfo,
    /// `wx.requestMidasFriendPayment`
    MidasFriendPayment,
    /// `<button open-type="getPhoneNumber">`
    PhoneNumber,
    /// `wx.authPrivateMessage`
    PrivateMessage,
    /// `wx.getShareInfo`
    ShareInfo,
    /// A good watermark, and no shape that is known.
    Unknown,
    /// `wx.getUserInfo`
    UserInfo,
    /// `wx.getUserInteractiveStorage`
    UserInteractiveStorage,
    /// `wx.getUserProfile`, whose data never holds openid or unionid
    UserProfile,
    /// `wx.getWeRunData`
    WeRun,
}

impl Kind {
    /// Tells the kind of a payload by the fields that no other kind has.
    pub(crate) fn of(payload: &Object<'_>) -> Self {
        let has = |(name, start): &(&str, char)| {
            payload.get(name).is_some_and(|value| value.starts_with(*start))
        };
        let shape = SHAPES.iter().find(|(_, fields)| fields.iter().all(has));
        shape.map_or(Self::Unknown, |(kind, _)| *kind)
    }

    /// Whether data of this kind is what somebody means by `expected`. Where WeChat has not published what
    /// the data of an API looks like, an unknown shape may be it.
    pub(crate) fn may_be(self, expected: Self) -> bool {
        let unpublished = matches!(expected, Self::PrivateMessage | Self::UserInteractiveStorage);
        self == expected || unpublished && self == Self::Unknown
    }
}

/// The name in JavaScript.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

const STRING: char = '"';
const ARRAY: char = '[';

/// The fields that make a kind, with the first character of their JSON. The first row that fits counts.
pub(crate) const SHAPES: &[(Kind, &[(&str, char)])] = &[
    (Kind::UserInfo, &[("openId", STRING), ("nickName", STRING)]),
    (Kind::UserProfile, &[("nickName", STRING)]),
    (Kind::PhoneNumber, &[("phoneNumber", STRING)]),
    (Kind::WeRun, &[("stepInfoList", ARRAY)]),
    (Kind::ShareInfo, &[("openGId", STRING)]),
    (Kind::GroupEnterInfo, &[("opengid", STRING)]),
    (Kind::GroupEnterInfo, &[("open_single_roomid", STRING)]),
    (Kind::GroupEnterInfo, &[("group_openid", STRING)]),
    (Kind::GameClubData, &[("dataList", ARRAY)]),
    (Kind::MidasFriendPayment, &[("outTradeNo", STRING), ("orderNo", STRING)]),
    (Kind::PrivateMessage, &[("activityId", STRING)]),
    (Kind::UserInteractiveStorage, &[("KVDataList", ARRAY)]),
];

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_kind_is_told_by_fields_of_the_right_type() {
        for (payload, kind) in [
            (r#"{"openId":"o","nickName":""}"#, Kind::UserInfo),
            (r#"{"openId":"o"}"#, Kind::Unknown),
            (r#"{"openId":1,"nickName":""}"#, Kind::UserProfile),
            (r#"{"phoneNumber":""}"#, Kind::PhoneNumber),
            (r#"{"phoneNumber":13800138000}"#, Kind::Unknown),
            (r#"{"stepInfoList":[]}"#, Kind::WeRun),
            (r#"{"stepInfoList":{}}"#, Kind::Unknown),
            (r#"{"openGId":""}"#, Kind::ShareInfo),
            (r#"{"opengid":""}"#, Kind::GroupEnterInfo),
            (r#"{"open_single_roomid":""}"#, Kind::GroupEnterInfo),
            (r#"{"group_openid":""}"#, Kind::GroupEnterInfo),
            (r#"{"dataList":[]}"#, Kind::GameClubData),
            (r#"{"outTradeNo":"","orderNo":""}"#, Kind::MidasFriendPayment),
            (r#"{"outTradeNo":""}"#, Kind::Unknown),
            (r#"{"activityId":""}"#, Kind::PrivateMessage),
            (r#"{"KVDataList":[]}"#, Kind::UserInteractiveStorage),
            (r#"{"inner":{"openGId":""}}"#, Kind::Unknown),
        ] {
            let object = Object::parse(payload);
            assert_eq!(object.map(|object| Kind::of(&object)), Some(kind), "{payload}");
        }
    }
}
