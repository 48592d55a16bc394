//! Every case of `tests/fixtures/identity`, and tables of users.

use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use wx_unionid::{
    AccountRow, Error, IdentityFact, LinkConflict, Person, link_identities, resolve_identity,
};

use crate::fuzz::SOURCES;

static IDENTITY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/identity");

#[test]
fn the_cases_are_resolved_as_they_name_it() {
    for file in IDENTITY.files() {
        let case: Value = serde_json::from_slice(file.contents()).expect("JSON");
        let facts: Vec<_> = case["facts"].as_array().expect("a list").iter().map(fact).collect();
        let identity = json!(resolve_identity(&facts).expect("good facts"));
        for (name, expected) in case["expect"].as_object().expect("an object") {
            let found = match &**name {
                "reason" => identity["missing"]["reason"].clone(),
                "next" => identity["next"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|next| next["source"].clone())
                    .collect(),
                name => identity[name].clone(),
            };
            assert_eq!(found, *expected, "{name}: {}", case["title"]);
        }
    }
}

fn fact(given: &Value) -> IdentityFact {
    let text = |name: &str| given[name].as_str().map(str::to_owned);
    let source = SOURCES.into_iter().find(|source| json!(source) == given["source"]);
    IdentityFact {
        source: source.expect("a source"),
        appid: text("appid").expect("an appid"),
        openid: text("openid"),
        value: given["value"].to_string(),
    }
}

#[test]
fn what_contradicts_itself_links_nothing() {
    let rows = |rows: &'static [(&str, &str, &str)]| -> Vec<AccountRow<'static>> {
        let row = |&(appid, openid, unionid)| AccountRow { appid, openid, unionid: Some(unionid) };
        rows.iter().map(row).collect()
    };
    let linked = |given| link_identities(&rows(given)).expect("good rows");
    let links = linked(&[("a", "o1", "u1"), ("b", "o2", "u1"), ("a", "o3", ""), ("a", "o1", "o1")]);
    assert_eq!(links.conflicts, []);
    assert_eq!(links.groups, [Person(Some(0), vec![3, 0, 1]), Person(None, vec![2])]);
    let links = linked(&[("a", "o1", "u1"), ("a", "o1", "u2"), ("b", "o2", "u1")]);
    assert_eq!(links.conflicts, [LinkConflict::TwoUnionids(vec![0, 1])]);
    assert_eq!(links.groups, [Person(Some(2), vec![2])]);
    let links = linked(&[("a", "o1", "u1"), ("a", "o2", "u1"), ("b", "o3", "u1")]);
    assert_eq!(links.conflicts, [LinkConflict::TwoOpenids(vec![0, 1])]);
    assert_eq!(links.groups.len(), 3);
    let links = linked(&[("a", "u1", ""), ("b", "o2", "u1")]);
    assert_eq!(links.conflicts, [LinkConflict::OpenidIsUnionid(vec![0, 1])]);
    assert_eq!(links.groups, [Person(Some(1), vec![1])]);
    // How many rows, the row with the unionid or -1, and the rows, of one person after the other.
    let links = linked(&[("a", "o1", "u1"), ("b", "o2", "")]);
    assert_eq!(json!(links)["groups"], json!([1, 0, 0, 1, -1, 1]));
    let bad = link_identities(&rows(&[("a", "o", ""), ("a", " ", "")])).expect_err("a blank");
    assert!(matches!(bad, Error::InvalidArgument { index: Some(1), .. }), "{bad:?}");
}

#[test]
fn there_may_be_a_hundred_facts() {
    let given = json!({ "source": "code2Session", "appid": "wx1", "value": { "openid": "o1" } });
    let resolved =
        |count| resolve_identity(&vec![given.clone(); count].iter().map(fact).collect::<Vec<_>>());
    assert!(resolved(100).is_ok());
    assert!(resolved(101).is_err());
}

#[test]
fn an_id_is_taken_from_where_wechat_writes_it() {
    for (source, value, openid) in [
        ("messagePush", json!({ "message": { "FromUserName": "o1" } }), json!("o1")),
        ("cloudHostingHeaders", json!({ "X-WX-Openid": "o1" }), json!("o1")),
        ("cloudHostingHeaders", json!({ "x-wx-openid": "o1, o2" }), json!(null)),
        ("cloudHostingHeaders", json!({ "x-wx-openid": "o1", "X-WX-OPENID": "o2" }), json!(null)),
        ("cloudHostingHeaders", json!({ "x-wx-openid": "undefined" }), json!(null)),
    ] {
        let given = json!({ "source": source, "appid": "wx1", "value": value });
        let identity = json!(resolve_identity(&[fact(&given)]).expect("a good fact"));
        assert_eq!(identity["openid"], openid, "{given}");
    }
}

#[test]
fn the_profile_that_everybody_has_is_told() {
    let grey = "POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg";
    for (profile, is_anonymous) in [
        (
            json!({ "nickname": "Band", "headimgurl": "https://thirdwx.qlogo.cn/mmopen/a/132" }),
            false,
        ),
        (json!({ "nickname": "微信用户" }), true),
        (json!({ "nickname": "" }), true),
        (
            json!({ "headimgurl": format!("https://thirdwx.qlogo.cn/mmopen/vi_32/{grey}/132") }),
            true,
        ),
        (json!({ "nickname": "Band", "is_demote": true }), true),
        (json!({ "nickname": "Band", "is_demote": false }), false),
    ] {
        let mut value = profile;
        value["openid"] = json!("o1");
        let given = json!({ "source": "snsUserInfo", "appid": "wx1", "value": value });
        let identity = json!(resolve_identity(&[fact(&given)]).expect("a good fact"));
        let expected = if is_anonymous { json!(["anonymous_profile"]) } else { json!([]) };
        assert_eq!(identity["flags"], expected, "{given}");
    }
}
