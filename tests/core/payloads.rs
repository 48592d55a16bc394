//! What each of WeChat's APIs encrypts, and what a typed answer may hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use wx_unionid::{
    DecryptInput, Decrypted, Error, GameClubData, GroupEnterInfo, Kind, MidasFriendPayment,
    Payload, PhoneNumber, ShareInfo, UserInfo, UserProfile, WeRun, decrypt,
    decrypt_group_enter_info, decrypt_private_message,
};

use crate::official::APPID;
use crate::sealed::{Sealed, seal};

const KEY: [u8; 16] = [7; 16];
const IV: [u8; 16] = [9; 16];
const STALE: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

/// As long as real ones.
const ACTIVITY: &str =
    "1151_JZ6mYPlqRsSmqlV3sUeGg0Ajr5pB4IJmC9zDcQ9o-HdEoxTLmAkbbk33cgZy6gEt8y1_rZKtW3zVYw0u";

fn sealed(plaintext: &str) -> Sealed {
    seal(KEY, IV, plaintext)
}

fn with_watermark(mut payload: Value) -> String {
    payload["watermark"] = json!({ "timestamp": 1_644_140_715, "appid": APPID });
    payload.to_string()
}

fn kind_of(payload: Value) -> (Kind, Decrypted) {
    let decrypted = decrypt(&sealed(&with_watermark(payload)).input()).expect("good data");
    (decrypted.kind, decrypted)
}

/// Its type has all that a kind is told by, and what is of the kind reads as the type.
fn assert_told_by_its_type<P: Payload>(payload: Value) {
    let (kind, decrypted) = kind_of(payload.clone());
    assert_eq!(kind, P::KIND);
    assert!(decrypted.payload::<P>().is_ok(), "{payload}");
    for (name, value) in payload.as_object().into_iter().flatten() {
        let wrong_type = if value.is_string() { json!(5) } else { json!("5") };
        let mut others: Vec<Map<String, Value>> = Vec::new();
        let whole = payload.as_object().expect("an object");
        others.push(whole.iter().filter(|(other, _)| *other != name).map(clone).collect());
        others.push(whole.clone());
        others.last_mut().expect("it was pushed").insert(name.clone(), wrong_type);
        for other in others {
            let (kind, decrypted) = kind_of(json!(other));
            assert_eq!(kind == P::KIND, decrypted.payload::<P>().is_ok(), "{other:?}: {kind}");
        }
        // Nor an entry of a list without one of its fields.
        for entry in value.as_array().into_iter().flatten().filter_map(Value::as_object) {
            for field in entry.keys() {
                let part: Map<_, _> =
                    entry.iter().filter(|(other, _)| *other != field).map(clone).collect();
                let mut other = payload.clone();
                other[name] = json!([entry, part]);
                let (kind, decrypted) = kind_of(other);
                assert_eq!(kind, Kind::Unknown, "{name} without {field}");
                assert!(decrypted.payload::<P>().is_err(), "{name} without {field}");
            }
        }
    }
}

fn clone((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

#[test]
fn a_kind_is_recognised_by_all_fields_of_its_type() {
    let profile = json!({
        "nickName": "Band", "gender": 1, "language": "zh_CN", "city": "", "province": "",
        "country": "", "avatarUrl": "",
    });
    let mut user = profile.clone();
    (user["openId"], user["unionId"]) = (json!("o1"), json!("o2"));
    assert_told_by_its_type::<UserInfo>(user);
    assert_told_by_its_type::<UserProfile>(profile);
    assert_told_by_its_type::<PhoneNumber>(
        json!({ "phoneNumber": "13800138000", "purePhoneNumber": "13800138000", "countryCode": "86" }),
    );
    assert_told_by_its_type::<WeRun>(json!({ "stepInfoList": [{ "timestamp": 1, "step": 2 }] }));
    assert_told_by_its_type::<ShareInfo>(json!({ "openGId": "tG" }));
    assert_told_by_its_type::<ShareInfo>(json!({ "msgTicket": "AbC~" }));
    assert_told_by_its_type::<GroupEnterInfo>(
        json!({ "opengid": "", "open_single_roomid": "", "group_openid": "", "chat_type": 3 }),
    );
    assert_told_by_its_type::<GameClubData>(json!({ "dataList": [{ "dataType": 1, "value": 2 }] }));
    assert_told_by_its_type::<MidasFriendPayment>(json!({ "outTradeNo": "1", "orderNo": "2" }));
}

/// What a client can make of data of its own, without the key: blocks left out, and the first 16
/// bytes of what remains chosen by the iv.
#[test]
fn data_that_begins_like_another_kind_is_not_of_that_kind() {
    let forgeries: [(&str, &str, Kind); 5] = [
        (r#"{"phoneNumber":""#, "13800138000", Kind::PhoneNumber),
        (r#"{"openGId":"tGGG"#, "AAAAAAAAAAAAAAAAAAAAAAAA", Kind::ShareInfo),
        (r#"{"msgTicket":"AA"#, "AAAAAAAAAAAAAAAAAAAAAAAA~", Kind::ShareInfo),
        (r#"{"opengid":"tGGG"#, "AAAAAAAAAAAAAAAAAAAAAAAA", Kind::GroupEnterInfo),
        (r#"{"nickName":"Mao"#, "", Kind::UserProfile),
    ];
    for (wanted, rest, kind) in forgeries {
        let head = r#"{"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","nickName":""#;
        let pad = "X".repeat(16 + (16 - head.len() % 16) % 16);
        let tail = format!(
            r#"","gender":0,"unionId":"o","watermark":{{"timestamp":1,"appid":"{APPID}"}}}}"#
        );
        let plaintext = format!("{head}{pad}{rest}{tail}");
        let own = sealed(&plaintext);
        let cipher = STANDARD.decode(&own.encrypted_data).expect("Base64");
        let at = head.len() + pad.len() - 16;
        let iv: Vec<u8> = (0..16)
            .map(|i| wanted.as_bytes()[i] ^ plaintext.as_bytes()[at + i] ^ cipher[at - 16 + i])
            .collect();
        let forged = Sealed {
            encrypted_data: STANDARD.encode(&cipher[at..]),
            iv: STANDARD.encode(iv),
            ..own
        };
        let decrypted = decrypt(&forged.input()).expect("it opens: CBC has no authentication code");
        assert!(decrypted.data.as_str().starts_with(&format!("{wanted}{rest}")));
        assert_eq!(decrypted.kind, Kind::Unknown, "{kind}");
        let as_text = decrypt_private_message(&forged.input());
        assert!(matches!(as_text, Err(Error::UnexpectedKind { .. })), "{as_text:?}");
        let as_group = decrypt_group_enter_info(&forged.input()).map(|decrypted| decrypted.kind);
        assert!(matches!(as_group, Err(Error::UnexpectedKind { .. })), "{as_group:?}");
    }
}

#[test]
fn a_private_message_is_a_bare_text() {
    let sealed = sealed(ACTIVITY);
    let input = sealed.input();
    let may_lack = DecryptInput { dangerously_allow_missing_watermark: true, ..input.clone() };
    for input in [&input, &may_lack] {
        assert_eq!(decrypt_private_message(input).as_deref(), Ok(ACTIVITY));
        assert_eq!(decrypt(input).map(|it| it.kind), Err(Error::DecryptFailed));
    }
    let keys = wx_unionid::OneOrMany::Many(vec![Some(STALE), Some(sealed.session_key.as_str())]);
    let second = DecryptInput { session_key: keys, ..input.clone() };
    assert_eq!(decrypt_private_message(&second).as_deref(), Ok(ACTIVITY));
    let stale = DecryptInput { session_key: STALE.into(), ..input.clone() };
    assert_eq!(decrypt_private_message(&stale), Err(Error::DecryptFailed));
    // It has no time.
    let aged = DecryptInput { max_age_seconds: Some(60.0), now: Some(0.0), ..input };
    assert_eq!(decrypt_private_message(&aged), Err(Error::WatermarkMissing));
}

/// All else that WeChat encrypts ends in a brace, and so does each part of it.
#[test]
fn an_invalid_id_is_not_a_private_message() {
    for text in ["", " ", "a b", "a\n", "微信", r#"a","b":{"c":1}}"#, r#""a""#, "a\u{7f}", "[1]"]
    {
        let sealed = sealed(text);
        assert_eq!(decrypt_private_message(&sealed.input()), Err(Error::DecryptFailed), "{text}");
    }
    let json = sealed(&with_watermark(json!({ "openGId": "tG" })));
    let (expected, actual) = (Kind::PrivateMessage, Kind::ShareInfo);
    assert_eq!(
        decrypt_private_message(&json.input()),
        Err(Error::UnexpectedKind { expected, actual })
    );
}

#[test]
fn group_enter_info_may_lack_a_watermark_and_no_other_kind_may() {
    let group =
        json!({ "opengid": "tG", "open_single_roomid": "", "group_openid": "", "chat_type": 3 });
    let bare = sealed(&group.to_string());
    let opened = decrypt_group_enter_info(&bare.input()).expect("no watermark");
    assert_eq!((opened.kind, opened.watermark), (Kind::GroupEnterInfo, None));
    let missing = Err(Error::WatermarkMissing);
    assert_eq!(decrypt(&bare.input()).map(|it| it.kind), missing);
    let aged = DecryptInput { max_age_seconds: Some(60.0), now: Some(0.0), ..bare.input() };
    assert_eq!(decrypt_group_enter_info(&aged).map(|it| it.kind), missing);

    let marked = sealed(&with_watermark(group));
    assert!(decrypt_group_enter_info(&marked.input()).is_ok_and(|it| it.watermark.is_some()));
    let other = DecryptInput { appid: "wx0123456789abcdef".into(), ..marked.input() };
    let answer = decrypt_group_enter_info(&other);
    assert!(matches!(answer, Err(Error::AppidMismatch { .. })), "{answer:?}");

    let unreadable = sealed(r#"{"opengid":"tG","watermark":{"appid":5}}"#);
    assert_eq!(decrypt_group_enter_info(&unreadable.input()).map(|it| it.kind), missing);
    let share = sealed(r#"{"openGId":"tG"}"#);
    assert_eq!(decrypt_group_enter_info(&share.input()).map(|it| it.kind), missing);
}
