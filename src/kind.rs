//! The kinds of 开放数据, told apart by their fields.

use core::fmt;

use serde::Serialize;

use crate::json::{Field, Object};

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
    /// All of them, in their order.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) const ALL: [Self; 11] = [
        Self::GameClubData,
        Self::GroupEnterInfo,
        Self::MidasFriendPayment,
        Self::PhoneNumber,
        Self::PrivateMessage,
        Self::ShareInfo,
        Self::Unknown,
        Self::UserInfo,
        Self::UserInteractiveStorage,
        Self::UserProfile,
        Self::WeRun,
    ];

    /// Tells the kind of a payload by the fields that no other kind has.
    pub(crate) fn of(payload: &Object<'_>) -> Self {
        let bit = |field: &Field<'_>| {
            let place = place_of(&field.key())?;
            field.value.starts_with(FIELDS[place].1).then_some(1 << place)
        };
        let present: u64 = payload.fields().iter().filter_map(bit).sum();
        let shape = SHAPES.iter().zip(MASKS).find(|(_, mask)| present & mask == *mask);
        shape.map_or(Self::Unknown, |((kind, _), _)| *kind)
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

const TEXT: &[char] = &['"'];
const LIST: &[char] = &['['];
const NUMBER: &[char] = &['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const FLAG: &[char] = &['t', 'f'];

/// The fields that WeChat's pages name, with what the JSON of each begins with.
pub(crate) const FIELDS: [(&str, &[char]); 24] = [
    ("activityId", TEXT),
    ("avatarUrl", TEXT),
    ("chat_type", NUMBER),
    ("city", TEXT),
    ("country", TEXT),
    ("countryCode", TEXT),
    ("dataList", LIST),
    ("gender", NUMBER),
    ("group_openid", TEXT),
    ("is_demote", FLAG),
    ("KVDataList", LIST),
    ("language", TEXT),
    ("nickName", TEXT),
    ("open_single_roomid", TEXT),
    ("openGId", TEXT),
    ("opengid", TEXT),
    ("openId", TEXT),
    ("orderNo", TEXT),
    ("outTradeNo", TEXT),
    ("phoneNumber", TEXT),
    ("province", TEXT),
    ("purePhoneNumber", TEXT),
    ("stepInfoList", LIST),
    ("unionId", TEXT),
];

/// The place of a field in [`FIELDS`].
pub(crate) fn place_of(name: &[u8]) -> Option<usize> {
    FIELDS.iter().position(|(known, _)| known.as_bytes() == name)
}

/// The fields that make a kind. The first row that fits counts.
pub(crate) const SHAPES: &[(Kind, &[&str])] = &[
    (Kind::UserInfo, &["openId", "nickName"]),
    (Kind::UserProfile, &["nickName"]),
    (Kind::PhoneNumber, &["phoneNumber"]),
    (Kind::WeRun, &["stepInfoList"]),
    (Kind::ShareInfo, &["openGId"]),
    (Kind::GroupEnterInfo, &["opengid"]),
    (Kind::GroupEnterInfo, &["open_single_roomid"]),
    (Kind::GroupEnterInfo, &["group_openid"]),
    (Kind::GameClubData, &["dataList"]),
    (Kind::MidasFriendPayment, &["outTradeNo", "orderNo"]),
    (Kind::PrivateMessage, &["activityId"]),
    (Kind::UserInteractiveStorage, &["KVDataList"]),
];

/// The rows of [`SHAPES`] as bits, one for each place in [`FIELDS`].
const MASKS: [u64; SHAPES.len()] = {
    let mut masks = [0; SHAPES.len()];
    let mut row = 0;
    while row < SHAPES.len() {
        let names = SHAPES[row].1;
        let mut at = 0;
        while at < names.len() {
            let mut place = 0;
            // A name that is not in FIELDS ends here, and with it the compilation.
            while !is_same(FIELDS[place].0.as_bytes(), names[at].as_bytes()) {
                place += 1;
            }
            masks[row] |= 1 << place;
            at += 1;
        }
        row += 1;
    }
    masks
};

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([first, one @ ..], [second, other @ ..]) if *first == *second => is_same(one, other),
        _ => false,
    }
}

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
