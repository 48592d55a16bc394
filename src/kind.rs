//! The kinds of 开放数据, told apart by their fields.

use core::fmt;

use serde::Serialize;

use crate::json::{Field, Object, SLOTS, slot};

/// Declares the kinds, one a row:
///
/// - what it is, as the documentation of its function goes on after "Data of";
/// - its name, and that of the function that decrypts it;
/// - the fields that tell it: any of these lists will do, and the first row that fits counts;
/// - for people, in Chinese and English: the API that it comes from, as the README has it, and what the page calls it.
macro_rules! kinds {
    ($(
        $(#[doc = $doc:literal])*
        $kind:ident, $function:literal, told by [$($fields:expr),*], from $from:expr, called $called:expr;
    )*) => {
        /// Which of WeChat's APIs the data comes from.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
        #[cfg_attr(feature = "generate", derive(ts_rs::TS))]
        #[non_exhaustive]
        #[serde(rename_all = "camelCase")]
        pub enum Kind {
            $($(#[doc = $doc])* $kind,)*
            /// A good watermark, and no shape that is known.
            Unknown,
        }

        impl Kind {
            /// All of them, in their order.
            #[cfg(any(feature = "generate", target_arch = "wasm32"))]
            pub(crate) const ALL: &[Self] = &[$(Self::$kind,)* Self::Unknown];
        }

        /// The fields that make a kind.
        const SHAPES: &[(Kind, &[&str])] = &[$($((Kind::$kind, $fields),)*)*];

        #[cfg(feature = "generate")]
        pub(crate) const MODELS: &[KindModel] = &[$(KindModel {
            kind: Kind::$kind,
            docs: &[$($doc),*],
            function: $function,
            from: $from,
            called: $called,
        }),*];
    };
}

/// What is told of a kind.
#[cfg(feature = "generate")]
#[derive(Serialize)]
pub(crate) struct KindModel {
    kind: Kind,
    docs: &'static [&'static str],
    function: &'static str,
    from: [&'static str; 2],
    called: [&'static str; 2],
}

kinds! {
    /// `wx.getUserInfo`: who the user is. That of `wx.getUserProfile` is another kind: it contains no openid.
    UserInfo, "decryptUserInfo", told by [&["openId", "nickName"]],
        from ["`wx.getUserInfo`", "`wx.getUserInfo`"],
        called ["wx.getUserInfo 用户信息", "wx.getUserInfo: user info"];

    /// `wx.getUserProfile`: a profile without an identity.
    UserProfile, "decryptUserProfile", told by [&["nickName"]],
        from ["`wx.getUserProfile`：从不包含 openid 和 unionid", "`wx.getUserProfile`: never contains openid or unionid"],
        called ["wx.getUserProfile 用户资料", "wx.getUserProfile: profile"];

    /// `<button open-type="getPhoneNumber">`, the old way. For a number that the client cannot have changed,
    /// call getPhoneNumber with the button's code.
    PhoneNumber, "decryptPhoneNumber", told by [&["phoneNumber"]],
        from ["`<button open-type=\"getPhoneNumber\">`", "`<button open-type=\"getPhoneNumber\">`"],
        called ["手机号（旧方式）", "phone number, the old way"];

    /// `wx.getWeRunData`: the steps of the last 31 days.
    WeRun, "decryptWeRunData", told by [&["stepInfoList"]],
        from ["`wx.getWeRunData`", "`wx.getWeRunData`"],
        called ["wx.getWeRunData 微信运动", "wx.getWeRunData: steps"];

    /// `wx.getShareInfo`: the group that the mini program was shared to (`openGId`).
    ShareInfo, "decryptShareInfo", told by [&["openGId"]],
        from ["`wx.getShareInfo`（`openGId`）", "`wx.getShareInfo` (`openGId`)"],
        called ["wx.getShareInfo 转发信息", "wx.getShareInfo: shared to a group"];

    /// `wx.getGroupEnterInfo` or `wx.getChatToolInfo`: the chat that the mini program was opened from (`opengid`).
    GroupEnterInfo, "decryptGroupEnterInfo", told by [&["opengid"], &["open_single_roomid"], &["group_openid"]],
        from ["`wx.getGroupEnterInfo`、`wx.getChatToolInfo`（`opengid`）", "`wx.getGroupEnterInfo`, `wx.getChatToolInfo` (`opengid`)"],
        called ["wx.getGroupEnterInfo 群聊", "wx.getGroupEnterInfo: chat"];

    /// `wx.authPrivateMessage`. WeChat has not published its fields, so data of unknown kind is accepted too.
    PrivateMessage, "decryptPrivateMessage", told by [&["activityId"]],
        from ["`wx.authPrivateMessage`", "`wx.authPrivateMessage`"],
        called ["私密消息", "private message"];

    /// `wx.getUserInteractiveStorage`. WeChat has not published its fields, so data of unknown kind is accepted too.
    UserInteractiveStorage, "decryptUserInteractiveStorage", told by [&["KVDataList"]],
        from ["`wx.getUserInteractiveStorage`", "`wx.getUserInteractiveStorage`"],
        called ["互动型托管数据", "interactive storage"];

    /// `wx.getGameClubData`.
    GameClubData, "decryptGameClubData", told by [&["dataList"]],
        from ["`wx.getGameClubData`", "`wx.getGameClubData`"],
        called ["wx.getGameClubData 游戏圈", "wx.getGameClubData: game club"];

    /// `wx.requestMidasFriendPayment`, which WeChat has deprecated.
    MidasFriendPayment, "decryptMidasFriendPayment", told by [&["outTradeNo", "orderNo"]],
        from ["`wx.requestMidasFriendPayment`", "`wx.requestMidasFriendPayment`"],
        called ["米大师朋友礼物", "Midas friend payment"];
}

impl Kind {
    /// Tells the kind of a payload by the fields that no other kind has.
    pub(crate) fn of(known: &Known) -> Self {
        let shape = SHAPES.iter().zip(&MASKS).find(|(_, mask)| known.present & *mask == **mask);
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

const TEXT: &[u8] = b"\"";
const LIST: &[u8] = b"[";
const NUMBER: &[u8] = b"-0123456789";
const FLAG: &[u8] = b"tf";

/// The fields that WeChat's pages name, with what the JSON of each begins with.
pub(crate) const FIELDS: [(&str, &[u8]); 24] = [
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

/// The row of the name that has each slot. No two have one, or this does not compile.
static ROWS: [Option<u8>; SLOTS] = {
    let mut rows = [None; SLOTS];
    let mut row = 0;
    while row < FIELDS.len() {
        let place = &mut rows[slot(FIELDS[row].0.as_bytes()) as usize];
        assert!(place.is_none(), "two names have one slot");
        *place = Some(row as u8);
        row += 1;
    }
    rows
};

/// The fields of a payload that have a row in [`FIELDS`].
pub(crate) struct Known {
    /// The row of each of the first fields.
    pub(crate) rows: [Option<u8>; 16],
    /// A bit for each row of which there is a field of the right type.
    present: u64,
}

impl Known {
    #[inline]
    pub(crate) fn of(payload: &Object<'_>) -> Self {
        let mut known = Self { rows: [None; 16], present: 0 };
        for (index, field) in payload.fields().iter().enumerate() {
            let Some(row) = row_of(field) else { continue };
            let first = field.value.as_bytes().first();
            if first.is_some_and(|first| FIELDS[row].1.contains(first)) {
                known.present |= 1 << row;
            }
            if let Some(place) = known.rows.get_mut(index) {
                *place = Some(row as u8);
            }
        }
        known
    }
}

#[inline]
fn row_of(field: &Field<'_>) -> Option<usize> {
    let row = if field.is_plain {
        ROWS[usize::from(field.slot)]
    } else {
        ROWS[usize::from(slot(&field.key()))]
    };
    row.map(usize::from).filter(|row| field.is(FIELDS[*row].0))
}

/// The rows of [`SHAPES`] as bits, one for each place in [`FIELDS`].
static MASKS: [u64; SHAPES.len()] = {
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
            assert_eq!(object.map(|object| Kind::of(&Known::of(&object))), Some(kind), "{payload}");
        }
    }
}
