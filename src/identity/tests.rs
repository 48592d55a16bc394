//! Every row of the table, and the rules of today against the old ones.

use wasm_bindgen_test::wasm_bindgen_test;

use super::rules::{NEXT, RULES, Rule, TEXTS, When, rule};
use super::texts::{CONFLICT_TEXTS, REASON_TEXTS};
use super::*;
use crate::api::ENDPOINTS;
use crate::kind::Kind;

const APPID: &str = "wx0123456789abcdef";

fn fact(source: IdentitySource, value: &str) -> IdentityFact {
    let openid = (source == IdentitySource::GetPaidUnionId).then(|| "oUser".into());
    IdentityFact { source, appid: APPID.into(), openid, value: value.into() }
}

fn resolve_one(source: IdentitySource, value: &str) -> Identity {
    resolve_identity(&[fact(source, value)]).expect("a fact")
}

/// What a source gives under a condition, with a unionid or without.
fn sample(rule: &Rule, when: When, unionid: &str) -> String {
    let condition = match when {
        When::BaseScope => r#","scope":"snsapi_base""#,
        When::NoScope => "",
        When::NotSubscribed => r#","subscribe":0"#,
        When::Otherwise => r#","subscribe":1,"scope":"snsapi_userinfo""#,
    };
    match (rule.source, rule.kind) {
        (IdentitySource::GetWXContext, _) => {
            format!(r#"{{"OPENID":"oUser","APPID":"{APPID}","UNIONID":"{unionid}"}}"#)
        }
        (IdentitySource::CloudHostingHeaders, _) => {
            format!(
                r#"{{"X-WX-OPENID":"oUser","x-wx-appid":"{APPID}","X-Wx-Unionid":"{unionid}"}}"#
            )
        }
        (IdentitySource::MessagePush, _) => {
            format!(r#"{{"FromUserName":"oUser","unionid":"{unionid}"}}"#)
        }
        (IdentitySource::Decrypt, kind) => {
            let name = match kind {
                Some(Kind::UserInfo) => r#""openId":"oUser","nickName":"N""#,
                Some(Kind::UserProfile) => r#""nickName":"N""#,
                Some(Kind::PhoneNumber) => r#""phoneNumber":"1""#,
                _ => r#""stepInfoList":[]"#,
            };
            format!(
                r#"{{"kind":"","data":{{{name},"unionId":"{unionid}","watermark":{{"appid":"{APPID}"}}}}}}"#
            )
        }
        _ => format!(r#"{{"openid":"oUser","unionid":"{unionid}"{condition}}}"#),
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_row_has_a_unionid_or_a_reason() {
    for rule in RULES {
        assert!(matches!(rule.absent.last(), Some((When::Otherwise, _))), "{}", rule.source);
        for (when, reason) in rule.absent {
            let what = format!("{} {:?} {when:?}", rule.source, rule.kind);
            let without = resolve_one(rule.source, &sample(rule, *when, " "));
            assert_eq!(without.unionid, None, "{what}");
            let missing = without.missing.expect("a reason");
            assert_eq!((missing.reason, missing.source), (*reason, Some(rule.source)), "{what}");
            assert!(without.next.iter().all(|way| !way.needs.is_empty()), "{what}");
            assert!(!without.next.is_empty(), "{what}");
            // What WeChat sends against its rules is taken, where it could be.
            let with = resolve_one(rule.source, &sample(rule, *when, "uUser"));
            let expected = (!rule.needs.is_empty()).then_some("uUser");
            assert_eq!(with.unionid.as_deref(), expected, "{what}");
            assert_eq!(with.missing.is_none(), with.unionid.is_some(), "{what}");
            assert_eq!(with.next.is_empty(), with.unionid.is_some(), "{what}");
            assert!(with.unionid.is_none() || with.unionid != with.openid, "{what}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_table_is_whole() {
    assert_eq!(RULES.len(), TEXTS.len());
    for (rule, texts) in RULES.iter().zip(TEXTS) {
        let source = rule.source;
        let is_endpoint = ENDPOINTS.iter().any(|endpoint| endpoint.name == source.to_string());
        let others = [
            IdentitySource::GetWXContext,
            IdentitySource::CloudHostingHeaders,
            IdentitySource::MessagePush,
            IdentitySource::Decrypt,
        ];
        assert_eq!(is_endpoint, !others.contains(&source), "{source}");
        assert_eq!(texts.next.is_some(), !rule.needs.is_empty(), "{source}");
        assert!(texts.page.starts_with("https://developers.weixin.qq.com/"), "{source}");
        let (date, notice) = texts.since.unwrap_or(("2000-01-01", texts.page));
        assert!(date.len() == 10 && date.starts_with("20"), "{source}");
        assert!(notice.contains(".weixin.qq.com/"), "{source}");
        let said = texts.before.iter().chain(&texts.next).chain([&texts.today]).flatten();
        assert!(said.into_iter().all(|text| text.len() > 8), "{source}");
        assert!(RULES.iter().any(|rule| rule.source == source && rule.kind.is_none()));
    }
    let reasons: Vec<MissingUnionid> = NEXT.iter().map(|(reason, _)| *reason).collect();
    assert!(reasons.is_sorted());
    assert_eq!(REASON_TEXTS.iter().map(|texts| texts.reason).collect::<Vec<_>>(), reasons);
    assert!(RULES.iter().flat_map(|rule| rule.absent).all(|(_, it)| reasons.contains(it)));
    for source in NEXT.iter().filter_map(|(_, next)| *next).flatten() {
        assert!(!rule(*source, None).needs.is_empty(), "{source} never has it");
    }
    assert_eq!(CONFLICT_TEXTS.len(), 3);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_login_counts_before_what_came_through_the_client() {
    let login = || fact(IdentitySource::Code2Session, r#"{"openid":"oUser"}"#);
    let data = |openid: &str| {
        let data = format!(r#"{{"openId":"{openid}","nickName":"","unionId":"uData"}}"#);
        fact(IdentitySource::Decrypt, &data)
    };
    let same = resolve_identity(&[data("oUser"), login()]).expect("facts");
    assert_eq!(same.unionid.as_deref(), Some("uData"));
    assert_eq!(same.sources.openid, [IdentitySource::Code2Session, IdentitySource::Decrypt]);
    let other = resolve_identity(&[data("oOther"), login()]).expect("facts");
    assert_eq!((other.openid.as_deref(), other.unionid), (Some("oUser"), None));
    assert_eq!(other.missing.map(|missing| missing.reason), Some(MissingUnionid::Conflict));
    assert_eq!(other.conflicts[0].values, ["oOther", "oUser"]);
    assert_eq!(other.identities.len(), 2);
    assert!(other.next.is_empty());
}

#[wasm_bindgen_test(unsupported = test)]
fn two_ids_of_the_same_weight_give_no_id() {
    let login = |unionid: &str| {
        let value = format!(r#"{{"openid":"oUser","unionid":"{unionid}"}}"#);
        fact(IdentitySource::Code2Session, &value)
    };
    let identity = resolve_identity(&[login("uA"), login("uB")]).expect("facts");
    assert_eq!((identity.openid.as_deref(), identity.unionid), (Some("oUser"), None));
    assert_eq!(identity.conflicts[0].conflict, IdentityConflictKind::TwoUnionids);
    assert_eq!(identity.conflicts[0].values, ["uA", "uB"]);
}

/// Only a reply that succeeded shows that there is no unionid.
#[wasm_bindgen_test(unsupported = test)]
fn a_reply_that_failed_gives_the_reason_of_its_errcode() {
    use IdentitySource::{Code2Session, SnsUserInfo};
    for (source, value, reason) in [
        (Code2Session, r#"{"openid":"oUser"}"#, MissingUnionid::NotBound),
        (Code2Session, r#"{"errcode":0}"#, MissingUnionid::Failed),
        (Code2Session, r#"{"openid":"oUser","errcode":40029}"#, MissingUnionid::Failed),
        (Code2Session, r#"{"errcode":48001}"#, MissingUnionid::Failed),
        (SnsUserInfo, r#"{"errcode":48001}"#, MissingUnionid::ScopeBase),
        (SnsUserInfo, r#"{"errcode":40001}"#, MissingUnionid::Failed),
    ] {
        let missing = resolve_one(source, value).missing;
        assert_eq!(missing.map(|missing| missing.reason), Some(reason), "{value}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_virtual_account_has_no_unionid() {
    let token = r#"{"openid":"oUser","unionid":"u","scope":"snsapi_userinfo","is_snapshotuser":1}"#;
    let profile = r#"{"openid":"oUser","unionid":"u","nickname":"微信用户"}"#;
    let facts =
        [fact(IdentitySource::SnsUserInfo, profile), fact(IdentitySource::SnsAccessToken, token)];
    let identity = resolve_identity(&facts).expect("facts");
    assert_eq!(identity.unionid, None);
    assert_eq!(identity.missing.map(|missing| missing.reason), Some(MissingUnionid::SnapshotUser));
    assert_eq!(identity.flags, [IdentityFlag::AnonymousProfile, IdentityFlag::SnapshotUser]);
    assert_eq!(identity.conflicts, []);
}

fn link(rows: &[(&str, &str, &str)]) -> Links {
    let rows: Vec<AccountRow<'_>> = rows
        .iter()
        .map(|&(appid, openid, unionid)| AccountRow { appid, openid, unionid: Some(unionid) })
        .collect();
    link_identities(&rows).expect("good rows")
}

#[wasm_bindgen_test(unsupported = test)]
fn rows_of_one_person_come_together() {
    let links = link(&[
        ("B", "b1", "u1"),
        ("A", "a1", ""),
        ("A", "a2", ""),
        ("A", "a1", "u1"),
        ("B", "b1", "u1"),
    ]);
    assert_eq!(links.groups, [Person(Some(3), vec![1, 3, 0, 4]), Person(None, vec![2])]);
    assert_eq!(links.conflicts, []);
}

/// A table that was kept by `unionid || openid`.
#[wasm_bindgen_test(unsupported = test)]
fn an_openid_that_is_a_unionid_is_a_conflict() {
    let links = link(&[
        ("A", "u1", ""),
        ("A", "a1", "u1"),
        ("B", "u1", "u1"),
        ("B", "b2", "b2"),
        // Of another app's user, whose rows are two.
        ("C", "c3", "u3"),
        ("C", "c3", "u3"),
        ("D", "u3", "u3"),
    ]);
    let alone = |unionid, rows| Person(unionid, rows);
    assert_eq!(
        links.groups,
        [alone(Some(1), vec![1]), alone(None, vec![3]), alone(Some(5), vec![4, 5])]
    );
    let conflict = |one, other| LinkConflict::OpenidIsUnionid(vec![one, other]);
    assert_eq!(links.conflicts, [conflict(0, 1), conflict(2, 1), conflict(6, 4)]);
    // Of one user alone it proves nothing.
    let same = link(&[("A", "u", "u"), ("A", "u", "")]);
    assert_eq!((same.groups, same.conflicts), (vec![Person(None, vec![0, 1])], vec![]));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_conflict_links_nothing() {
    let links = link(&[
        ("A", "a1", "u1"),
        ("A", "a1", "u2"),
        ("B", "b1", "u1"),
        ("B", "b2", "u2"),
        ("B", "b3", "u2"),
    ]);
    let alone = |row| Person(None, vec![row]);
    assert_eq!(links.groups, [Person(Some(2), vec![2]), alone(3), alone(4)]);
    let expected = [LinkConflict::TwoUnionids(vec![0, 1]), LinkConflict::TwoOpenids(vec![3, 4])];
    assert_eq!(links.conflicts, expected);
    let bad = [
        AccountRow { appid: "A", openid: "o", unionid: None },
        AccountRow { appid: "A", openid: " ", unionid: None },
    ];
    let error = link_identities(&bad).expect_err("no openid");
    assert_eq!(error, Error::invalid_argument("openid", "must be a non-empty string").at_index(1));
}
