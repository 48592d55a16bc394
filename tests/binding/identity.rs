//! `resolveIdentity` and `linkIdentities`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{link_identities, resolve_identity};

use crate::desk::{Fault, answer, write, write_json};

#[derive(Serialize)]
struct Fact {
    source: &'static str,
    appid: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    openid: Option<&'static str>,
    value: Value,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Identity {
    appid: Option<String>,
    openid: Option<String>,
    unionid: Option<String>,
    missing: Option<Missing>,
    next: Vec<Next>,
    sources: Sources,
    identities: Vec<User>,
    conflicts: Vec<Conflict>,
    flags: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Missing {
    reason: String,
    source: Option<String>,
    appid: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Next {
    source: String,
    needs: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Sources {
    openid: Vec<String>,
    unionid: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct User {
    appid: String,
    openid: String,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Conflict {
    conflict: String,
    appid: Option<String>,
    values: Vec<String>,
}

const PROGRAM: &str = "wx0123456789abcdef";
const ACCOUNT: &str = "wxfedcba9876543210";

fn session(value: Value) -> Fact {
    Fact { source: "code2Session", appid: PROGRAM, openid: None, value }
}

fn follower(value: Value) -> Fact {
    Fact { source: "userInfo", appid: ACCOUNT, openid: None, value }
}

fn resolve(facts: &[Fact]) -> Result<Identity, Fault> {
    answer(resolve_identity(write_json(&facts)))
}

fn user(appid: &str, openid: &str) -> User {
    User { appid: appid.into(), openid: openid.into() }
}

#[wasm_bindgen_test]
fn resolve_identity_puts_facts_of_several_apps_together() {
    let facts = [
        session(json!({ "openid": "oA", "session_key": "tiihtNczf5v6AKRyjwEUhQ==" })),
        follower(json!({ "openid": "oB", "unionid": "u", "subscribe": 1, "nickname": "小明😀" })),
    ];
    let expected = Identity {
        appid: Some(PROGRAM.into()),
        openid: Some("oA".into()),
        unionid: Some("u".into()),
        missing: None,
        next: vec![],
        sources: Sources { openid: vec!["code2Session".into()], unionid: vec!["userInfo".into()] },
        identities: vec![user(PROGRAM, "oA"), user(ACCOUNT, "oB")],
        conflicts: vec![],
        flags: vec![],
    };
    assert_eq!(resolve(&facts), Ok(expected));
}

#[wasm_bindgen_test]
fn resolve_identity_says_what_is_missing_and_what_contradicts() {
    let identity = resolve(&[session(json!({ "openid": "oA" }))]).expect("an identity");
    assert_eq!(identity.unionid, None);
    let Missing { reason, source, appid } = identity.missing.expect("a reason");
    assert_eq!(reason, "not_bound");
    assert_eq!((source.as_deref(), appid.as_deref()), (Some("code2Session"), Some(PROGRAM)));

    let two = ["u1", "u2"].map(|unionid| json!({ "openid": "oA", "unionid": unionid }));
    let identity = resolve(&two.map(session)).expect("an identity");
    assert_eq!(identity.unionid, None);
    let values = vec!["u1".into(), "u2".into()];
    let conflict = Conflict { conflict: "two_unionids".into(), appid: None, values };
    assert_eq!(identity.conflicts, [conflict]);

    // Half an emoji, which no Rust text can hold, spoils nothing.
    let text =
        r#"[{"source":"code2Session","appid":"wx","value":{"openid":"oA","nickname":"\ud83d"}}]"#;
    let identity: Identity = answer(resolve_identity(write(&text.into()))).expect("an identity");
    assert_eq!(identity.openid.as_deref(), Some("oA"));
}

#[wasm_bindgen_test]
fn resolve_identity_refuses_a_bad_fact_with_its_index() {
    let good = || session(json!({ "openid": "oA" }));
    let at = |index, argument| Err(Fault { index: Some(index), ..Fault::of_argument(argument) });
    let stranger = Fact { source: "nobody", ..good() };
    assert_eq!(resolve(&[good(), stranger]), at(1, "source"));
    assert_eq!(resolve(&[good(), good(), Fact { appid: "", ..good() }]), at(2, "appid"));
    let many: Vec<Fact> = (0..101).map(|_| good()).collect();
    assert_eq!(resolve(&many), Err(Fault::of_argument("facts")));
    let no_list = answer::<Identity>(resolve_identity(write(&"{}".into())));
    assert_eq!(no_list, Err(Fault::of_argument("facts")));
}

/// Rows are named by their places.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Links {
    /// For each person how many rows, the row with the unionid or -1, the rows.
    groups: Vec<i32>,
    conflicts: Vec<LinkConflict>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct LinkConflict {
    conflict: String,
    rows: Vec<u32>,
}

/// An appid, an openid, and perhaps a unionid.
type Row = (&'static str, &'static str, Option<&'static str>);

fn link(rows: &[Row]) -> Result<Links, Fault> {
    let ids: Vec<_> = rows.iter().flat_map(|row| [Some(row.0), Some(row.1), row.2]).collect();
    answer(link_identities(write_json(&ids)))
}

#[wasm_bindgen_test]
fn link_identities_puts_rows_of_one_person_together() {
    let links = link(&[
        ("A", "a1", Some("u")),
        ("B", "微信", Some("u")),
        ("A", "a2", None),
        ("A", "a1", None),
    ]);
    assert_eq!(links, Ok(Links { groups: vec![3, 0, 3, 0, 1, 1, -1, 2], conflicts: vec![] }));
    assert_eq!(link(&[]), Ok(Links { groups: vec![], conflicts: vec![] }));
}

#[wasm_bindgen_test]
fn link_identities_tells_contradictions() {
    let links = link(&[
        ("A", "a1", Some("u2")),
        ("A", "a1", Some("u1")),
        ("B", "b2", Some("u2")),
        ("B", "b3", Some("u2")),
        ("C", "u2", None),
    ]);
    let conflict = |conflict: &str, rows| LinkConflict { conflict: conflict.into(), rows };
    let conflicts = vec![
        conflict("two_unionids", vec![1, 0]),
        conflict("openid_is_unionid", vec![4, 0]),
        conflict("two_openids", vec![2, 3]),
    ];
    assert_eq!(links, Ok(Links { groups: vec![1, -1, 2, 1, -1, 3], conflicts }));
}

#[wasm_bindgen_test]
fn link_identities_refuses_a_bad_id_with_its_row() {
    let at = |argument| Err(Fault { index: Some(1), ..Fault::of_argument(argument) });
    let good = ("A", "a1", Some("u"));
    assert_eq!(link(&[good, ("A\n", "a2", None)]), at("appid"));
    assert_eq!(link(&[good, ("A", " ", None)]), at("openid"));
    assert_eq!(link(&[good, ("A", "a2", Some("\""))]), at("unionid"));
    let number = answer::<Links>(link_identities(write(&r#"["A","a1","u","A",0,null]"#.into())));
    assert_eq!(number, at("openid"));
    let no_list = answer::<Links>(link_identities(write(&"{}".into())));
    assert_eq!(no_list, Err(Fault::of_argument("rows")));
}
