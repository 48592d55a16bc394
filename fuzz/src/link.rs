//! A table of users.

use std::collections::{BTreeMap, BTreeSet};

use wx_unionid::{AccountRow, LinkConflict, Links, Person, link_identities};

use super::input::{assert_silent, text_lines};

/// Rows, each a line of three texts: appid, openid, unionid.
///
/// Each row is in one group or in a conflict. Those of one user are together, those of a group have
/// one unionid, and no app is in a group with two users. The order of the rows changes nothing.
pub fn link(bytes: &[u8]) {
    let Some(([], text)) = text_lines(bytes) else { return };
    let mut rows: Vec<_> = text.lines().map(row).collect();
    let linked = link_identities(&rows);
    match &linked {
        Ok(links) => check(links, &rows),
        Err(error) => assert_silent(error, text.split([' ', '\n'])),
    }
    let people = linked.map(|links| people_of(&links, &rows));
    rows.reverse();
    let again = link_identities(&rows).map(|links| people_of(&links, &rows));
    assert!(people.is_err() && again.is_err() || people == again, "{people:?} {again:?}");
}

fn row(line: &str) -> AccountRow<'_> {
    let mut words = line.split(' ');
    let mut word = || words.next();
    let (appid, openid) = (word().unwrap_or_default(), word().unwrap_or_default());
    AccountRow { appid, openid, unionid: word() }
}

type Users<'a> = BTreeSet<(&'a str, &'a str)>;

/// The users of each person.
fn people_of<'a>(links: &Links, rows: &[AccountRow<'a>]) -> BTreeSet<Users<'a>> {
    let users = |Person(_, of): &Person| {
        of.iter().map(|row| (rows[*row].appid, rows[*row].openid)).collect()
    };
    links.groups.iter().map(users).collect()
}

fn check(links: &Links, rows: &[AccountRow<'_>]) {
    let mut groups = BTreeMap::new();
    for (group, Person(unionid, of)) in links.groups.iter().enumerate() {
        let mut users = BTreeMap::new();
        for row in of {
            assert_eq!(groups.insert(*row, group), None, "a row is in two groups");
            let AccountRow { appid, openid, .. } = rows[*row];
            assert_eq!(*users.entry(appid).or_insert(openid), openid, "an app has two users");
        }
        let known: BTreeSet<_> = of.iter().filter_map(|row| unionid_of(&rows[*row])).collect();
        match unionid {
            Some(row) => assert_eq!(
                known.into_iter().collect::<Vec<_>>(),
                [rows[*row].unionid.unwrap_or_default()]
            ),
            None => assert!(known.len() <= 1, "{known:?}"),
        }
    }
    let mut users = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let group = groups.get(&index);
        let of_user = users.entry((row.appid, row.openid)).or_insert(group);
        assert_eq!(*of_user, group, "the rows of a user are apart");
    }
    for conflict in &links.conflicts {
        let (rows, out) = match conflict {
            LinkConflict::TwoUnionids(rows) => (rows, &rows[..]),
            LinkConflict::OpenidIsUnionid(rows) => (rows, &rows[..1]),
            LinkConflict::TwoOpenids(rows) => (rows, &[][..]),
            conflict => panic!("{conflict:?}"),
        };
        assert!(rows.len() > 1 && out.iter().all(|row| !groups.contains_key(row)), "{conflict:?}");
    }
    let out = rows.len() - groups.len();
    assert!(out == 0 || !links.conflicts.is_empty());
}

/// One that is blank is none, and so is one that is the openid.
fn unionid_of<'a>(row: &AccountRow<'a>) -> Option<&'a str> {
    let is_blank = |it: &str| {
        it.trim_ascii().is_empty() || ["null", "NULL", "undefined", "None"].contains(&it)
    };
    row.unionid.filter(|it| !is_blank(it) && *it != row.openid)
}
