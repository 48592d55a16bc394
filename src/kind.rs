//! The kinds of 开放数据, told apart by their fields.

use core::fmt;

use serde::Serialize;

use wx_unionid_json::{Field, NameAndSort, Object, SLOTS, Sort, slot};

/// Declares the kinds, one a row:
///
/// - what it is, as the documentation of its function goes on after "Data of";
/// - its name, and the name of the function that decrypts it;
/// - the fields that tell it: it has all of one list, and of the other fields of [`FIELDS`] only
///   those that it may have. The first list that fits counts. A kind without a list is told by its
///   function alone;
/// - for people, in Chinese and English: the API that it comes from, as the README has it, and what
///   the page calls it.
macro_rules! kinds {
    ($(
        $(#[doc = $doc:literal])*
        $kind:ident, $function:literal, told by [$($required:expr),*], may have $optional:expr, from $from:expr, called $called:expr;
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

        /// The first row that fits counts.
        const SHAPES: &[Shape] = &[$($(Shape::new(Kind::$kind, &$required, &$optional),)*)*];

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
    /// `wx.getUserInfo`: who the user is. Data of `wx.getUserProfile` is another kind: it contains
    /// no openid.
    UserInfo, "decryptUserInfo",
        told by [["openId", "nickName"]],
        may have ["unionId", "gender", "language", "city", "province", "country", "avatarUrl", "is_demote"],
        from ["`wx.getUserInfo`", "`wx.getUserInfo`"],
        called ["wx.getUserInfo 用户信息", "wx.getUserInfo: user info"];

    /// `wx.getUserProfile`: a profile without an identity.
    UserProfile, "decryptUserProfile",
        told by [["nickName"]],
        may have ["gender", "language", "city", "province", "country", "avatarUrl", "is_demote"],
        from ["`wx.getUserProfile`：从不包含 openid 和 unionid", "`wx.getUserProfile`: never contains openid or unionid"],
        called ["wx.getUserProfile 用户资料", "wx.getUserProfile: profile"];

    /// `<button open-type="getPhoneNumber">`, the old way. For a number that the client cannot have
    /// changed, call getPhoneNumber with the button's code.
    PhoneNumber, "decryptPhoneNumber",
        told by [["phoneNumber", "purePhoneNumber", "countryCode"]],
        may have [],
        from ["`<button open-type=\"getPhoneNumber\">`", "`<button open-type=\"getPhoneNumber\">`"],
        called ["手机号（旧方式）", "phone number, the old way"];

    /// `wx.getWeRunData`: the steps of the last 31 days.
    WeRun, "decryptWeRunData",
        told by [["stepInfoList"]],
        may have [],
        from ["`wx.getWeRunData`", "`wx.getWeRunData`"],
        called ["wx.getWeRunData 微信运动", "wx.getWeRunData: steps"];

    /// `wx.getShareInfo`: the group that the mini program was shared to (`openGId`), or the ticket
    /// of a private message (`msgTicket`).
    ShareInfo, "decryptShareInfo",
        told by [["openGId"], ["msgTicket"]],
        may have ["openGId", "msgTicket"],
        from ["`wx.getShareInfo`（`openGId`；私密消息为 `msgTicket`）", "`wx.getShareInfo` (`openGId`, or `msgTicket` of a private message)"],
        called ["wx.getShareInfo 转发信息", "wx.getShareInfo: shared to a group"];

    /// `wx.getGroupEnterInfo` or `wx.getChatToolInfo`: the chat that the mini program was opened
    /// from (`opengid`). It may have no watermark: `wx.getChatToolInfo` sends none. Then only the
    /// session key says which app and which user it belongs to. A watermark that is there is
    /// checked. With `maxAgeSeconds`, data without one is refused.
    GroupEnterInfo, "decryptGroupEnterInfo",
        told by [["opengid"], ["open_single_roomid"], ["group_openid"]],
        may have ["opengid", "open_single_roomid", "group_openid", "chat_type"],
        from ["`wx.getGroupEnterInfo`、`wx.getChatToolInfo`（`opengid`）", "`wx.getGroupEnterInfo`, `wx.getChatToolInfo` (`opengid`)"],
        called ["wx.getGroupEnterInfo 群聊", "wx.getGroupEnterInfo: chat"];

    /// `wx.authPrivateMessage`: the id of an activity, a text without JSON and without a watermark.
    ///
    /// **Compare it with the id of your own activity.** Only the session key says which app and
    /// which user it belongs to. With `maxAgeSeconds`, it is `ERR_WATERMARK_MISSING`: it contains
    /// no time.
    ///
    /// @remarks inferred: that it contains only characters of WeChat's ids (ASCII, no quotes,
    /// brackets or white space).
    PrivateMessage, "decryptPrivateMessage",
        told by [],
        may have [],
        from ["`wx.authPrivateMessage`：返回 activityId（文本），请与自己的活动比对", "`wx.authPrivateMessage`: the activity id, a text. Compare it with your own"],
        called ["私密消息", "private message"];

    /// `wx.getUserInteractiveStorage`. WeChat has not published its fields, so data of unknown kind
    /// is accepted too.
    ///
    /// @remarks inferred: that the data is an object with `KVDataList`, or an empty one when no key
    /// matches.
    UserInteractiveStorage, "decryptUserInteractiveStorage",
        told by [["KVDataList"]],
        may have [],
        from ["`wx.getUserInteractiveStorage`", "`wx.getUserInteractiveStorage`"],
        called ["互动型托管数据", "interactive storage"];

    /// `wx.getGameClubData`.
    GameClubData, "decryptGameClubData",
        told by [["dataList"]],
        may have [],
        from ["`wx.getGameClubData`", "`wx.getGameClubData`"],
        called ["wx.getGameClubData 游戏圈", "wx.getGameClubData: game club"];

    /// `wx.requestMidasFriendPayment`, which WeChat has deprecated.
    MidasFriendPayment, "decryptMidasFriendPayment",
        told by [["outTradeNo", "orderNo"]],
        may have [],
        from ["`wx.requestMidasFriendPayment`", "`wx.requestMidasFriendPayment`"],
        called ["米大师朋友礼物", "Midas friend payment"];
}

impl Kind {
    /// Tells the kind of a payload: by all fields that the kind must have, and by none that it
    /// never has. Leading blocks of the ciphertext can be left out, and what then begins like
    /// another kind still ends like its own.
    pub(crate) fn of(known: &Known) -> Self {
        if known.is_misshapen {
            return Self::Unknown;
        }
        let fits = |shape: &&Shape| {
            known.present & shape.required == shape.required && known.present & !shape.allowed == 0
        };
        SHAPES.iter().find(fits).map_or(Self::Unknown, |shape| shape.kind)
    }

    /// Whether data of this kind is what the caller means by `expected`. Where WeChat has not
    /// published what the data of an API looks like, an unknown shape may be it.
    pub(crate) fn may_be(self, expected: Self) -> bool {
        self == expected || expected == Self::UserInteractiveStorage && self == Self::Unknown
    }

    /// Whether WeChat sends it without a watermark, always or at times.
    pub(crate) fn may_lack_watermark(self) -> bool {
        matches!(self, Self::GroupEnterInfo | Self::PrivateMessage)
    }
}

/// The name in JavaScript.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// The fields that WeChat's pages name.
pub(crate) const FIELDS: [NameAndSort; 24] = [
    ("avatarUrl", Sort::Text),
    ("chat_type", Sort::Number),
    ("city", Sort::Text),
    ("country", Sort::Text),
    ("countryCode", Sort::Text),
    ("dataList", Sort::List),
    ("gender", Sort::Number),
    ("group_openid", Sort::Text),
    ("is_demote", Sort::Flag),
    ("KVDataList", Sort::List),
    ("language", Sort::Text),
    ("msgTicket", Sort::Text),
    ("nickName", Sort::Text),
    ("open_single_roomid", Sort::Text),
    ("openGId", Sort::Text),
    ("opengid", Sort::Text),
    ("openId", Sort::Text),
    ("orderNo", Sort::Text),
    ("outTradeNo", Sort::Text),
    ("phoneNumber", Sort::Text),
    ("province", Sort::Text),
    ("purePhoneNumber", Sort::Text),
    ("stepInfoList", Sort::List),
    ("unionId", Sort::Text),
];

/// What each entry of a list has.
pub(crate) const LISTS: &[(&str, &[NameAndSort])] = &[
    ("dataList", &[("dataType", Sort::Number), ("value", Sort::Number)]),
    ("KVDataList", &[("key", Sort::Text), ("value", Sort::Text)]),
    ("stepInfoList", &[("timestamp", Sort::Number), ("step", Sort::Number)]),
];

/// The row of the name that has each slot. No two have one, or this does not compile.
static ROWS: [Option<u8>; SLOTS] = {
    let mut rows = [None; SLOTS];
    let mut row = 0;
    while row < FIELDS.len() {
        let place = &mut rows[slot(FIELDS[row].0.as_bytes()) as usize];
        assert!(place.is_none(), "two names have one slot: choose another SPREAD in /json");
        *place = Some(row as u8);
        row += 1;
    }
    rows
};

/// The fields of a payload that have a row in [`FIELDS`].
#[derive(Default)]
pub(crate) struct Known {
    /// The row of each of the first fields.
    pub(crate) rows: [Option<u8>; 16],
    /// A bit for each row of which there is a field.
    present: u64,
    /// One of them has the wrong type.
    is_misshapen: bool,
}

impl Known {
    /// `are_lists_good`: whether the entries of the lists are what [`LISTS`] says.
    #[inline]
    pub(crate) fn of(payload: &Object<'_>, are_lists_good: bool) -> Self {
        let mut known = Self { rows: [None; 16], present: 0, is_misshapen: !are_lists_good };
        for (index, field) in payload.fields().iter().enumerate() {
            let Some(row) = row_of(field) else { continue };
            let first = field.value.as_bytes().first();
            known.present |= 1 << row;
            known.is_misshapen |= first.is_none_or(|first| Sort::of(*first) != FIELDS[row].1);
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

/// The fields that make a kind, a bit for each place in [`FIELDS`].
struct Shape {
    kind: Kind,
    required: u64,
    /// Those of [`FIELDS`] that it may have, the required ones among them.
    allowed: u64,
}

impl Shape {
    const fn new(kind: Kind, required: &[&str], optional: &[&str]) -> Self {
        let required = bits(required);
        Self { kind, required, allowed: required | bits(optional) }
    }
}

const fn bits(names: &[&str]) -> u64 {
    let (mut bits, mut at) = (0, 0);
    while at < names.len() {
        let mut place = 0;
        // A name that is not in FIELDS ends here, and with it the compilation.
        while !is_same(FIELDS[place].0.as_bytes(), names[at].as_bytes()) {
            place += 1;
        }
        bits |= 1 << place;
        at += 1;
    }
    bits
}

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
    use crate::open_data::Plaintext;

    fn kind_of(payload: &str) -> Kind {
        Plaintext::read(payload, |plaintext| plaintext.kind).expect("a JSON object")
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_kind_is_recognised_by_all_of_its_fields() {
        for (payload, kind) in [
            (r#"{"openId":"o","nickName":""}"#, Kind::UserInfo),
            (r#"{"openId":"o"}"#, Kind::Unknown),
            (r#"{"openId":1,"nickName":""}"#, Kind::Unknown),
            (r#"{"openId":"o","nickName":"","unionId":5}"#, Kind::Unknown),
            (r#"{"nickName":"","new":[5]}"#, Kind::UserProfile),
            (r#"{"nickName":"","unionId":"o"}"#, Kind::Unknown),
            (r#"{"phoneNumber":"","purePhoneNumber":"","countryCode":""}"#, Kind::PhoneNumber),
            (r#"{"phoneNumber":"","purePhoneNumber":"","countryCode":86}"#, Kind::Unknown),
            (r#"{"phoneNumber":"","purePhoneNumber":""}"#, Kind::Unknown),
            (r#"{"phoneNumber":""}"#, Kind::Unknown),
            (r#"{"stepInfoList":[]}"#, Kind::WeRun),
            (
                r#"{"stepInfoList":[{"step":1,"timestamp":2,"new":{}}, {"timestamp":0,"step":0}]}"#,
                Kind::WeRun,
            ),
            (r#"{"stepInfoList":[{"timestamp":1}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":"1"}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":true}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":null}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":{}}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":[]}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"stop":1}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":1,"step":2}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":1,"step":"1"}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":1,"\u0073tep":"1"}]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[{"timestamp":1,"step":1},1]}"#, Kind::Unknown),
            (r#"{"stepInfoList":[[]]}"#, Kind::Unknown),
            (r#"{"stepInfoList":{}}"#, Kind::Unknown),
            (r#"{"\u0073tepInfoList":[1]}"#, Kind::Unknown),
            (r#"{"openGId":""}"#, Kind::ShareInfo),
            (r#"{"msgTicket":""}"#, Kind::ShareInfo),
            (r#"{"openGId":"","gender":0}"#, Kind::Unknown),
            (r#"{"opengid":""}"#, Kind::GroupEnterInfo),
            (r#"{"open_single_roomid":""}"#, Kind::GroupEnterInfo),
            (r#"{"group_openid":"","chat_type":3}"#, Kind::GroupEnterInfo),
            (r#"{"group_openid":"","chat_type":"3"}"#, Kind::Unknown),
            (r#"{"opengid":"","language":""}"#, Kind::Unknown),
            (r#"{"dataList":[]}"#, Kind::GameClubData),
            (r#"{"dataList":[{"dataType":1}]}"#, Kind::Unknown),
            (r#"{"outTradeNo":"","orderNo":""}"#, Kind::MidasFriendPayment),
            (r#"{"outTradeNo":""}"#, Kind::Unknown),
            (r#"{"activityId":""}"#, Kind::Unknown),
            (r#"{"KVDataList":[{"key":"","value":""}]}"#, Kind::UserInteractiveStorage),
            (r#"{"KVDataList":[{"key":"","value":1}]}"#, Kind::Unknown),
            (r#"{"inner":{"openGId":""}}"#, Kind::Unknown),
        ] {
            assert_eq!(kind_of(payload), kind, "{payload}");
        }
    }

    /// Only the data of one API has a shape that is not published.
    #[wasm_bindgen_test(unsupported = test)]
    fn data_of_one_kind_is_not_taken_for_another() {
        use Kind::*;
        for (actual, expected, may_be) in [
            (PhoneNumber, PhoneNumber, true),
            (PhoneNumber, UserInfo, false),
            (Unknown, UserInteractiveStorage, true),
            (PhoneNumber, UserInteractiveStorage, false),
            (UserInteractiveStorage, Unknown, false),
        ] {
            assert_eq!(actual.may_be(expected), may_be, "{actual} {expected}");
        }
        for (kind, may_lack) in [(GroupEnterInfo, true), (PrivateMessage, true), (UserInfo, false)]
        {
            assert_eq!(kind.may_lack_watermark(), may_lack, "{kind}");
        }
    }
}
